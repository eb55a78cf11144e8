"""Turns what Slack and the network answer into our errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from time import monotonic
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.errors import SlackRefused, SlackUnavailable

TRANSIENT = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org", "rollup_error"}
)
OnCall = Callable[[str, float, str], None]


def ignore(_method: str, _seconds: float, _outcome: str) -> None:
    """Counts nothing."""


@contextmanager
def slack_call(method: str, on_call: OnCall = ignore) -> Iterator[None]:
    """Raise `SlackUnavailable` for what gets better by itself, `SlackRefused` for what does not.

    `SlackUnavailable.retry_after` is set only where Slack surely did nothing.
    """
    started, outcome = monotonic(), "ok"
    try:
        yield
    except SlackApiError as error:
        outcome = _code(error)
        raise _translated(error, outcome, method) from error
    except (SlackClientError, URLError, OSError, HTTPException) as error:
        outcome = "unreachable"
        raise SlackUnavailable(f"{method}: {type(error).__name__}") from error
    finally:
        on_call(method, monotonic() - started, outcome)


def _code(error: SlackApiError) -> str:
    response = error.response
    if response is None:
        return "unknown"
    status = getattr(response, "status_code", 200)
    if status == 429:
        return "ratelimited"
    if status >= 500:
        return "server_error"
    try:
        return str(response.get("error") or "unknown")
    except (AttributeError, ValueError):
        return "server_error"


def _translated(error: SlackApiError, code: str, method: str) -> SlackUnavailable | SlackRefused:
    if code == "ratelimited":
        headers = {str(k).lower(): v for k, v in (getattr(error.response, "headers", None) or {}).items()}
        return SlackUnavailable(f"{method}: ratelimited", retry_after=_seconds(headers.get("retry-after")))
    if code in TRANSIENT or code == "server_error":
        return SlackUnavailable(f"{method}: {code}")
    return SlackRefused(code, method=method)


def _seconds(value: object) -> float:
    text = str(value[0] if isinstance(value, list) and value else value)
    try:
        return min(max(float(text), 1.0), 3600.0)
    except ValueError:
        return 30.0
