"""The wire to Odoo: every call goes through here, and every failure comes out as one of our errors."""

from __future__ import annotations

import logging
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit
from urllib.request import HTTPSHandler, build_opener

import odoorpc

from bot.adapters.odoo.breaker import Breaker
from bot.adapters.odoo.faults import CATCH, translate
from bot.adapters.odoo.values import MeRow
from bot.domain.errors import (
    InvalidInput,
    OdooDenied,
    OdooError,
    OdooInvalid,
    OdooMissing,
    OdooUnavailable,
    OdooUnknownOutcome,
)

_REMEMBER_ME = 600.0  # seconds until language and companies are read again

OnCall = Callable[[str, str, float, str], None]

_OUTCOMES: tuple[tuple[type[OdooError], str], ...] = (
    (OdooDenied, "denied"),
    (OdooMissing, "missing"),
    (OdooInvalid, "invalid"),
    (OdooUnavailable, "unavailable"),
    (OdooUnknownOutcome, "unknown"),
)


class OdooClient:
    """One Odoo user's line to one database. Safe between threads.

    `secret` is an API key or a password; it is sent with each call and never shown. `timeout` in
    seconds holds for each call. `on_call(model, method, seconds, outcome)` is told of every call
    made; the outcome is `ok`, `denied`, `missing`, `invalid`, `unavailable` or `unknown`.
    Raises `InvalidInput` when `url` is not like `https://odoo.example`.
    """

    def __init__(
        self,
        url: str,
        db: str,
        login: str,
        secret: str,
        *,
        timeout: float = 12.0,
        on_call: OnCall | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._address = _address(url)
        self.url, self.db, self.login = url.rstrip("/"), db, login
        self._secret = secret
        self._timeout = timeout
        self._on_call = on_call
        self._clock = clock
        self._breaker = Breaker(clock)
        self._local = threading.local()
        self._signing_in = threading.Lock()
        self._uid: int | None = None
        self._me: MeRow | None = None
        self._me_until = 0.0
        self._tls = ssl.create_default_context() if self._address[0] == "jsonrpc+ssl" else None
        for name in ("odoorpc", "odoorpc.rpc.jsonrpclib"):
            logging.getLogger(name).setLevel(logging.INFO)  # at DEBUG it logs every parameter, secrets included

    def __repr__(self) -> str:
        """Who talks to which database, without the secret."""
        return f"OdooClient({self.url!r}, {self.db!r}, {self.login!r})"

    @property
    def available(self) -> bool:
        """False once several calls in a row got no answer, until one gets through again."""
        return self._breaker.closed

    @property
    def uid(self) -> int:
        """The id of the user we are logged in as. Logs in on first use; raises as `call` does."""
        return self._signed_in().id

    @property
    def company_ids(self) -> tuple[int, ...]:
        """The companies this user may work in, read anew every ten minutes. Raises as `call` does."""
        return self._signed_in().company_ids

    def ping(self) -> None:
        """One cheap call that goes down to Odoo's database. Raises `OdooUnavailable` or `OdooDenied`."""
        self.call("res.users", "context_get")

    def version(self) -> str:
        """Odoo's version, like `19.0`; needs no login."""
        answer = self._timed("common", "version", [], write=False)
        if not isinstance(answer, dict) or "server_version" not in answer:
            raise OdooUnavailable("common.version: the answer is not Odoo's (is ODOO_URL right?)")
        return str(answer["server_version"])

    def call(
        self,
        model: str,
        method: str,
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
    ) -> Any:
        """Odoo's answer to `model.method(*args, **kwargs)`, as it comes.

        The context holds `lang`, `tz` and `allowed_company_ids`; a `context` among `kwargs` is laid
        over it. Say `write=True` for whatever changes something: when no answer comes, that raises
        `OdooUnknownOutcome`, a read `OdooUnavailable`. Also raises `OdooDenied`, `OdooMissing` and
        `OdooInvalid`, when Odoo says no.
        """
        me = self._signed_in()
        named = dict(kwargs or {})
        context = {"lang": me.lang, "tz": "UTC", "allowed_company_ids": list(me.company_ids)}
        named["context"] = context | dict(named.get("context") or {})
        try:
            return self._execute(model, method, list(args), named, write=write)
        except OdooDenied:
            self._me_until = 0.0  # Odoo denies everything to a context with a company that was taken away.
            raise

    def _signed_in(self) -> MeRow:
        """Who we are. One thread logs in for all: with a password it costs Odoo half a second of computing."""
        me = self._me
        if me is None or self._clock() >= self._me_until:
            with self._signing_in:
                me = self._me
                if me is None or self._clock() >= self._me_until:
                    me = self._me = self._who_am_i()
                    self._me_until = self._clock() + _REMEMBER_ME
        return me

    def _who_am_i(self) -> MeRow:
        if self._uid is None:
            self._uid = self._timed("common", "login", [self.db, self.login, self._secret], write=False) or None
        if self._uid is None:
            raise OdooDenied(f"Odoo does not accept the login {self.login!r} with this key or password")
        rows = self._execute("res.users", "read", [[self._uid], ["lang", "company_ids"]], {}, write=False)
        return MeRow.model_validate(rows[0])

    def _execute(self, model: str, method: str, args: list[Any], kwargs: dict[str, Any], *, write: bool) -> Any:
        sent = [self.db, self._uid, self._secret, model, method, args, kwargs]
        return self._timed("object", "execute_kw", sent, write=write, shown=(model, method))

    def _timed(
        self, service: str, method: str, args: list[Any], *, write: bool, shown: tuple[str, str] | None = None
    ) -> Any:
        """One request, with the breaker around it and the stopwatch on it."""
        shown = shown or (service, method)
        if not self._breaker.admits():
            raise OdooUnavailable(f"{'.'.join(shown)}: Odoo has not answered lately; not asked")
        started, outcome = self._clock(), "ok"
        try:
            answer = self._request(service, method, args, ".".join(shown), write=write)
        except OdooError as error:
            outcome = next(name for kind, name in _OUTCOMES if isinstance(error, kind))
            raise
        finally:
            self._breaker.record(answered=outcome not in {"unavailable", "unknown"})
            if self._on_call is not None:
                self._on_call(*shown, self._clock() - started, outcome)
        return answer

    def _request(self, service: str, method: str, args: list[Any], what: str, *, write: bool) -> Any:
        try:
            answer = self._connection().json("/jsonrpc", {"service": service, "method": method, "args": args})
            if answer.get("jsonrpc") != "2.0":
                raise ValueError("not JSON-RPC")
            return answer.get("result")  # Odoo leaves a result of None out
        except CATCH as error:
            raise translate(error, what, write=write) from error

    def _connection(self) -> odoorpc.ODOO:
        """This thread's own odoorpc object. Naming the version spares it from asking the server."""
        if not hasattr(self._local, "odoo"):
            protocol, host, port = self._address
            opener = build_opener(HTTPSHandler(context=self._tls)) if self._tls else None
            self._local.odoo = odoorpc.ODOO(
                host, protocol=protocol, port=port, timeout=self._timeout, version="19.0", opener=opener
            )
        return self._local.odoo


def _address(url: str) -> tuple[str, str, int]:
    """odoorpc's protocol, host and port for a web address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise InvalidInput("is not a web address", where="ODOO_URL") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.path.strip("/"):
        raise InvalidInput("must be like https://odoo.example or http://host:8069, without a path", where="ODOO_URL")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    secure = parts.scheme == "https"
    return ("jsonrpc+ssl" if secure else "jsonrpc"), host, port or (443 if secure else 80)
