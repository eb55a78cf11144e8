"""People's own Odoo keys: given, tried out, kept sealed, watched for their end, and forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.errors import OdooDenied, Refused
from bot.domain.keys import KeyCheck, PersonalKey, Vault, looks_like_key
from bot.domain.people import OdooUser
from bot.domain.ports import Clock, Store
from bot.domain.words import day

NO_KEY = (
    "That is no Odoo API key: one is 40 digits from 0 to 9 and a to f, and is made in Odoo under Preferences, "
    "Security, New API Key. Passwords are not taken."
)
NOT_TAKEN = "Odoo does not take this key for {login}. Make a new one as that user and try again."
ENDS = "Your Odoo key ends on {day}: give the bot a new one before"


def checked(text: str) -> str:
    """The key that somebody pasted. Raises `Refused` for what can be none; it may be a password."""
    secret = text.strip()
    if not looks_like_key(secret):
        raise Refused(NO_KEY, code="no key")
    return secret


class KeyService:
    """One key a person. Nothing but the sealed form is stored, and not even that is shown or logged."""

    def __init__(self, store: Store, vault: Vault, check: KeyCheck, clock: Clock) -> None:
        self._store = store
        self._vault = vault
        self._check = check
        self._clock = clock

    def give(self, user: OdooUser, secret: str, *, actor: str) -> PersonalKey:
        """Keep a person's key, once Odoo has taken it. Raises `Refused`, and `OdooUnavailable`."""
        secret = checked(secret)
        try:
            ends = self._check.ends(user.login, secret)
        except OdooDenied as error:
            raise Refused(NOT_TAKEN.format(login=user.login), code="not taken") from error
        now = self._clock.now()
        key = PersonalKey(user.id, user.login, user.name, self._vault.seal(secret), now, ends)
        with self._store.begin() as tx:
            tx.keys.put(key)
            tx.audit.append("key.given", actor=actor, at=now, user=user.login, ends=_day(ends))
        return key

    def forget(self, user: OdooUser, *, actor: str) -> bool:
        """Drop a person's key; False when there was none."""
        with self._store.begin() as tx:
            gone = tx.keys.remove(user.id)
            if gone:
                tx.audit.append("key.forgotten", actor=actor, at=self._clock.now(), user=user.login)
        return gone

    def of(self, user_id: int) -> tuple[PersonalKey, str] | None:
        """A person's key with the secret itself, while it is worth trying. Raises `InvalidInput` for a lost seal."""
        with self._store.read() as tx:
            key = tx.keys.get(user_id)
        if key is None or not key.usable(self._clock.now()):
            return None
        return key, self._vault.open(key.sealed)

    def refused(self, key: PersonalKey) -> None:
        """Odoo does not take a key any more: it is not tried again until a new one is given."""
        now = self._clock.now()
        with self._store.begin() as tx:
            if tx.keys.get(key.user_id) == key:  # else a new one was given meanwhile
                tx.keys.put(replace(key, refused_at=now))
                tx.audit.append("key.refused", actor="Odoo", at=now, user=key.login)

    def listed(self) -> Sequence[PersonalKey]:
        """All keys, without their secrets."""
        with self._store.read() as tx:
            return tx.keys.all()

    def remark(self, key: PersonalKey) -> str:
        """What its owner should be told of it; empty while all is well."""
        return ENDS.format(day=day(key.ends)) if key.ends and key.ends_soon(self._clock.now()) else ""


def _day(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%d}" if moment else None
