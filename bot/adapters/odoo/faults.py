"""What went wrong, in our own words: odoorpc's and the network's errors become those of `domain.errors`."""

from __future__ import annotations

from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError

from odoorpc.error import RPCError

from bot.domain.errors import (
    OdooDenied,
    OdooError,
    OdooInvalid,
    OdooMissing,
    OdooUnavailable,
    OdooUnknownOutcome,
)

# Everything that can come out of odoorpc and urllib; ValueError covers answers that are not JSON,
# KeyError and TypeError those that are JSON but not an answer.
CATCH = (RPCError, OSError, HTTPException, ValueError, KeyError, TypeError, AttributeError)

_BY_NAME: dict[str, type[OdooError]] = {
    "odoo.exceptions.AccessDenied": OdooDenied,
    "odoo.exceptions.AccessError": OdooDenied,
    "odoo.exceptions.MissingError": OdooMissing,
    "odoo.exceptions.ConcurrencyError": OdooUnavailable,
    "odoo.exceptions.LockError": OdooUnavailable,
    "builtins.MemoryError": OdooUnavailable,
}
_TROUBLE_IN_POSTGRES = ("OperationalError", "InterfaceError", "PoolError", "SerializationFailure", "DeadlockDetected")
_LONGEST = 500


def translate(error: Exception, what: str, *, write: bool) -> OdooError:
    """Our error for `error`, which came of `what` (`model.method`).

    A failure before the request was handed over is `OdooUnavailable`. After that, a read is
    `OdooUnavailable` too, but a write is `OdooUnknownOutcome`.
    """
    if isinstance(error, RPCError):
        return _from_server(error, what)
    if isinstance(error, HTTPError):
        return _from_http(error, what, write=write)
    if isinstance(error, URLError):
        # urllib wraps only what fails while connecting or sending: Odoo never had the whole request.
        return OdooUnavailable(f"{what}: Odoo cannot be reached ({error.reason})")
    if isinstance(error, TimeoutError):
        return _no_answer(f"{what}: Odoo did not answer in time", write=write)
    if isinstance(error, (OSError, HTTPException)):
        return _no_answer(f"{what}: the connection to Odoo broke ({type(error).__name__})", write=write)
    return _no_answer(f"{what}: the answer is not Odoo's (is ODOO_URL right?)", write=write)


def _no_answer(text: str, *, write: bool) -> OdooError:
    return OdooUnknownOutcome(text) if write else OdooUnavailable(text)


def _from_http(error: HTTPError, what: str, *, write: bool) -> OdooError:
    """A status other than 200 comes from a proxy in front of Odoo, or from something that is not Odoo.

    502 and 504 are also said when Odoo was reached and cut off, so a write may have happened.
    """
    error.close()
    text = f"{what}: HTTP {error.code} instead of an answer from Odoo"
    if error.code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return OdooDenied(text)
    if error.code >= HTTPStatus.INTERNAL_SERVER_ERROR and error.code != HTTPStatus.SERVICE_UNAVAILABLE:
        return _no_answer(text, write=write)
    return OdooUnavailable(text)


def _from_server(error: RPCError, what: str) -> OdooError:
    """Odoo answered with an error, so the transaction was rolled back; `name` says which kind."""
    info: Any = error.info
    data = info.get("data") if isinstance(info, dict) else None
    name = str(data.get("name", "")) if isinstance(data, dict) else ""
    text = f"{what}: {_readable(str(error))}"
    if name in _BY_NAME:
        return _BY_NAME[name](text)
    if name.startswith("psycopg2.") and name.rsplit(".", 1)[-1] in _TROUBLE_IN_POSTGRES:
        return OdooUnavailable(text)
    return OdooInvalid(text)


def _readable(message: str) -> str:
    """Odoo's own message without anything that looks like a traceback, cut to a bearable length."""
    message = message.split("Traceback (most recent call last)")[0].strip()
    return message if len(message) <= _LONGEST else message[: _LONGEST - 1] + "…"
