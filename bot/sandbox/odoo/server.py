"""The server without the web: databases, logins, and one transaction for each call."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from bot.sandbox.odoo import automation, errors, mail, methods
from bot.sandbox.odoo.env import SUPERUSER, Env, Work
from bot.sandbox.odoo.store import Store

VERSION = {
    "server_version": "19.0",
    "server_version_info": [19, 0, 0, "final", 0, ""],
    "server_serie": "19.0",
    "protocol_version": 1,
}

Clock = Callable[[], datetime]
Changed = Callable[[Sequence[int]], None]


class Server:
    """One Odoo with one database. Safe between threads: calls run one after the other, webhooks after the commit."""

    def __init__(self, store: Store, db: str, clock: Clock) -> None:
        self.store = store
        self.db = db
        self.clock = clock
        self.changed: list[Changed] = []

    def dispatch(self, service: str, method: str, args: Sequence[Any]) -> Any:
        """One RPC call. Raises `OdooFault`."""
        if service == "common":
            return self._common(method, args)
        if service != "object":
            raise errors.OdooFault("builtins.KeyError", service)
        if method not in ("execute", "execute_kw"):
            raise errors.OdooFault("builtins.NameError", f"Method not available {method}")
        db, uid, secret, model, name, *rest = args
        self._check_db(db)
        if method == "execute":
            positional, named = rest, {}
        else:
            positional, named = (*rest, [], {})[:2]
        if self._user(uid, secret) is None:
            raise errors.access_denied()
        return self.execute(int(uid), str(model), str(name), positional, dict(named or {}))

    def execute(self, uid: int, model: str, method: str, args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
        """A method as this user, in a transaction of its own."""
        context = dict(kwargs.pop("context", None) or {})

        def run(env: Env) -> Any:
            self._check_companies(env)
            return methods.call(env, model, method, args, kwargs)

        return self.transact(run, uid=uid, context=context)

    def transact(
        self,
        do: Callable[[Env], Any],
        *,
        uid: int = SUPERUSER,
        context: dict[str, Any] | None = None,
        at: datetime | None = None,
    ) -> Any:
        """Do something in one transaction: chatter and automation rules at its end, webhooks after the commit."""
        work = Work(now=(at or self.clock()).astimezone(UTC))
        env = Env(self.store, uid, work, context or {})
        with self.store.transaction():
            answer = do(env)
            mail.write_tracking(env)
            automation.collect(env)
        automation.send(work.posts)
        touched = sorted({record for model, record in work.before if model == "purchase.order"})
        if touched:
            for tell in self.changed:
                tell(touched)
        return answer

    def look(self, do: Callable[[Env], Any]) -> Any:
        """Read something with all rights."""
        with self.store.transaction():
            return do(Env(self.store, SUPERUSER, Work(now=self.clock().astimezone(UTC)), su=True))

    def uid(self, login: str) -> int | None:
        """The id of an active user by login."""
        with self.store.transaction():
            return next(
                (i for i in self._table if self._table[i]["login"] == login and self._table[i].get("active")), None
            )

    @property
    def _table(self) -> dict[int, dict[str, Any]]:
        return self.store.tables["res.users"]

    def _common(self, method: str, args: Sequence[Any]) -> Any:
        if method == "version":
            return VERSION
        if method not in ("login", "authenticate"):
            raise errors.OdooFault("builtins.Exception", f"Method not found: {method}")
        self._check_db(args[0])
        uid = self.uid(str(args[1]))
        return uid if uid is not None and self._user(uid, args[2]) is not None else False

    def _check_db(self, name: object) -> None:
        if name != self.db:
            raise errors.no_database(str(name))

    def _user(self, uid: object, secret: object) -> dict[str, Any] | None:
        """The active user whose key or password this is."""
        with self.store.transaction(), suppress(TypeError, ValueError):
            user = self._table.get(int(uid))  # type: ignore[call-overload]
            fits = (
                user
                and user.get("active")
                and any(hmac.compare_digest(str(secret), key) for key in user.get("keys", ()))
            )
            return user if fits else None
        return None

    def _check_companies(self, env: Env) -> None:
        wanted = env.context.get("allowed_company_ids") or []
        if not set(wanted) <= set(env.value("res.users", env.uid, "company_ids")):
            raise errors.access_error("Access to unauthorized or invalid companies.")
