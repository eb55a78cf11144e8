"""Secrets never reach the log, by whatever way they came."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any, Literal

import pytest
import structlog

from bot import logs

BOT_TOKEN = "xoxb-111111111111-222222222222-AbCdEfGhIjKlMnOp"
APP_TOKEN = "xapp-1-A0000000000-1111111111111-abcdef0123456789"
ODOO_KEY = "3f786850e387550fdab836ed7e6dc881de23001b"
FERNET = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="
RESPONSE_URL = "https://hooks.slack.com/actions/T0001/12345/aBcDeFgHiJ"
HOOK = "/hooks/odoo/kU8s-4GdV2s_pQ0w9zLmXw"
PASSWORD = "corr3ct-horse"
NAMES = ("text", "json")

SPOKEN = [
    (f"calling with {BOT_TOKEN}", BOT_TOKEN),
    (f"token={APP_TOKEN}&x=1", APP_TOKEN),
    (f"key {ODOO_KEY} refused", ODOO_KEY),
    (f"SECRET_KEY is {FERNET}", FERNET),
    (f"answering at {RESPONSE_URL}", "aBcDeFgHiJ"),
    (f'"POST {HOOK} HTTP/1.1" 202', "kU8s-4GdV2s_pQ0w9zLmXw"),
    (f"cannot open postgresql://bot:{PASSWORD}@db:5432/bot", PASSWORD),
    (f"imaps://po%40acme:p@ss{PASSWORD}@mail.example/INBOX", PASSWORD),
    ("headers {'Authorization': 'Bearer abcdefgh12345678'}", "abcdefgh12345678"),
    ("Authorization: Basic dXNlcjpwYXNzd29yZA==", "dXNlcjpwYXNzd29yZA"),
    ("wss://wss-primary.slack.com/link/?ticket=1a2b3c4d-5e6f&app_id=x", "1a2b3c4d-5e6f"),
    ('{"password": "hunter2hunter2"}', "hunter2hunter2"),
]


@pytest.fixture
def log_to() -> Iterator[Callable[..., io.StringIO]]:
    """Configures the log to a buffer, and puts back what was there."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    config = structlog.get_config()

    def start(form: Literal["text", "json"] = "text", **options: Any) -> io.StringIO:
        stream = io.StringIO()
        logs.configure(form, stream=stream, **options)
        return stream

    yield start
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**config)
    structlog.contextvars.clear_contextvars()


@pytest.mark.parametrize(("message", "secret"), SPOKEN)
@pytest.mark.parametrize("form", NAMES)
def test_a_secret_in_a_message_is_left_out(log_to: Any, form: Any, message: str, secret: str) -> None:
    stream = log_to(form)
    structlog.get_logger("bot").info(message)
    logging.getLogger("somebody.else").info("%s", message)
    assert stream.getvalue().count(logs.HIDDEN) >= 2
    assert secret not in stream.getvalue()


@pytest.mark.parametrize(("message", "secret"), SPOKEN)
@pytest.mark.parametrize("form", NAMES)
def test_a_secret_in_a_traceback_is_left_out(log_to: Any, form: Any, message: str, secret: str) -> None:
    stream = log_to(form)
    try:
        raise ValueError(message)
    except ValueError:
        structlog.get_logger("bot").exception("failed")
        logging.getLogger("somebody.else").exception("failed too")
    assert stream.getvalue().count("ValueError") >= 2
    assert secret not in stream.getvalue()


@pytest.mark.parametrize("form", NAMES)
def test_a_secret_deep_in_an_event_is_left_out(log_to: Any, form: Any) -> None:
    stream = log_to(form)
    body = {
        "token": "verification-token-of-old",
        "actions": [{"value": "a1", "response_url": "http://127.0.0.1:3000/respond/abc123"}],
        "headers": {"Authorization": "Bearer x", "X-Slack-Signature": "v0=1234567890"},
        "text": (f"look at {BOT_TOKEN}", {"deeper": f"postgresql://u:{PASSWORD}@h/d"}),
    }
    structlog.get_logger("bot").info("got", body=body, order="P00036")
    line = stream.getvalue()
    for secret in ("verification-token-of-old", "abc123", "Bearer x", "v0=1234567890", BOT_TOKEN, PASSWORD):
        assert secret not in line
    assert "P00036" in line
    assert "a1" in line


@pytest.mark.parametrize("form", NAMES)
def test_our_own_secrets_are_left_out_whatever_they_look_like(log_to: Any, form: Any) -> None:
    stream = log_to(form, secrets=["a plain sentence", "tiny"])
    structlog.get_logger("bot").info("the password is: a plain sentence; tiny words stay", other=object())
    assert "a plain sentence" not in stream.getvalue()
    assert "tiny words stay" in stream.getvalue()


def test_ordinary_words_stay_as_they_are(log_to: Any) -> None:
    stream = log_to()
    said = "P00036 approved by Maya, see http://127.0.0.1:8069/odoo/purchase/36, hash " + "ab" * 32
    structlog.get_logger("bot").info(said, url="https://odoo.example/odoo", mail="maya@northgate.example")
    for part in (said, "https://odoo.example/odoo", "maya@northgate.example"):
        assert part in stream.getvalue()


def test_json_is_one_object_a_line_in_utc_with_context(log_to: Any) -> None:
    stream = log_to("json")
    structlog.contextvars.bind_contextvars(job="settle")
    structlog.get_logger("bot.jobs").warning("will try again", order="P00036")
    logging.getLogger("uvicorn.error").info("Started")
    ours, theirs = (json.loads(line) for line in stream.getvalue().splitlines())
    assert ours["event"] == "will try again"
    assert (ours["job"], ours["order"], ours["level"], ours["logger"]) == ("settle", "P00036", "warning", "bot.jobs")
    assert ours["timestamp"].endswith("Z")
    assert theirs["event"] == "Started"


def test_a_traceback_in_json_stays_on_its_line(log_to: Any) -> None:
    stream = log_to("json")
    try:
        raise ValueError("no")
    except ValueError:
        structlog.get_logger("bot").exception("failed")
    (line,) = stream.getvalue().splitlines()
    assert "ValueError: no" in json.loads(line)["exception"]


def test_loggers_that_tell_secrets_at_debug_are_kept_at_info(log_to: Any) -> None:
    stream = log_to(level=logging.DEBUG)
    for name in ("odoorpc", "odoorpc.rpc.jsonrpclib", "slack_sdk.web", "slack_bolt.App"):
        logging.getLogger(name).debug("all parameters")
        assert not logging.getLogger(name).isEnabledFor(logging.DEBUG)
    logging.getLogger("uvicorn.access").info("GET /hooks/odoo/x")
    assert stream.getvalue() == ""
