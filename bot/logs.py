"""The log: one line an event on standard error, as text or JSON, in UTC, with secrets left out."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

HIDDEN = "[redacted]"
SHORTEST = 8  # a shorter secret would blot out ordinary words
NEVER_BELOW_INFO = ("odoorpc", "odoorpc.rpc.jsonrpclib", "slack_sdk", "slack_bolt", "urllib3", "aiohttp", "asyncio")
ONLY_WARNINGS = ("uvicorn.access", "alembic", "dbos", "apscheduler")

_SECRET_NAME = re.compile(
    r"(?i)(^|[_\W])(token|secret|password|passwd|pwd|api_?key|apikey|authorization|signature|cookie|response_url|"
    r"secret_key|credentials?|ticket)$"
)
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"xox[a-z](?:\.xox[a-z])?-[\w.-]+"), HIDDEN),
    (re.compile(r"xapp-[\w-]+"), HIDDEN),
    (re.compile(r"\bsk-[\w-]{16,}"), HIDDEN),
    (re.compile(r"(/hooks/odoo/)[^\s\"'?#<>\\]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(https?://hooks\.slack\.com/)[^\s\"'<>\\]+"), rf"\1{HIDDEN}"),
    (re.compile(r"([a-z][a-z0-9+.-]*://[^\s/:@\"']*:)[^\s/\"']+(?=@)", re.IGNORECASE), rf"\1{HIDDEN}"),
    (
        re.compile(
            r"(authorization\\?[\"']?\s*[:=]\s*\\?[\"']?)(?:(?:bearer|basic|token)\s+)?[^\s\"',}\\]+", re.IGNORECASE
        ),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"(\b(?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{8,}", re.IGNORECASE), rf"\1{HIDDEN}"),
    (
        re.compile(
            r"(\b[\w-]*(?:token|secret|password|passwd|api_?key|secret_key|signature|ticket|response_url)"
            r"\\?[\"']?\s*[:=]\s*\\?[\"']?)(?!\[redacted\])[^\s\"',;&)}\]\\]+",
            re.IGNORECASE,
        ),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{40}(?![0-9A-Za-z])"), HIDDEN),  # an Odoo API key
    (re.compile(r"(?<![\w-])[\w-]{43}=(?![\w=])"), HIDDEN),  # a Fernet key
)


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without `secrets`, and without whatever looks like one."""
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text


class Redactor:
    """Leaves secrets out of an event: by the name they go by, by their value, by what they look like."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        long_first = sorted({s for s in secrets if len(s) >= SHORTEST}, key=len, reverse=True)
        self._secrets = tuple(long_first)

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        """A structlog processor; it comes after tracebacks were turned into text."""
        return {name: self._clean(value, name) for name, value in event.items()}

    def text(self, text: str) -> str:
        """A rendered line, once more: what was nested out of sight shows only here."""
        return redact(text, self._secrets)

    def _clean(self, value: Any, name: str = "") -> Any:
        if name and _SECRET_NAME.search(name) and value not in (None, "", False, True):
            return HIDDEN
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, bytes):
            return self.text(value.decode("utf-8", "replace"))
        if isinstance(value, Mapping):
            return {key: self._clean(item, key if isinstance(key, str) else "") for key, item in value.items()}
        if isinstance(value, (list, tuple, set, frozenset)):
            return [self._clean(item) for item in value]
        if value is None or isinstance(value, (bool, int, float)):
            return value
        return self.text(str(value))


def configure(
    log_format: Literal["text", "json"] = "text",
    *,
    secrets: Iterable[str] = (),
    level: int = logging.INFO,
    stream: TextIO | None = None,
) -> None:
    """Send structlog's and everybody else's log to `stream` (standard error). May be called again."""
    redactor = Redactor(secrets)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _without_colours,
                structlog.processors.StackInfoRenderer(),
                structlog.processors.format_exc_info,
                redactor,
                _rendered(log_format, redactor),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in NEVER_BELOW_INFO:
        logging.getLogger(name).setLevel(max(level, logging.INFO))
    for name in ONLY_WARNINGS:
        logging.getLogger(name).setLevel(logging.WARNING)


def _without_colours(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Uvicorn gives its messages a second time, with colours."""
    event.pop("color_message", None)
    return event


def _rendered(log_format: str, redactor: Redactor) -> Callable[[WrappedLogger, str, EventDict], str]:
    """Writes the line, and looks through it once more."""
    write: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )

    def render(logger: WrappedLogger, method: str, event: EventDict) -> str:
        return redactor.text(str(write(logger, method, event)))

    return render
