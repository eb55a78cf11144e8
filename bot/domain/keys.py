"""People's own Odoo keys: with one, Odoo is asked as the person, and Odoo itself decides what they see."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

WARN_BEFORE = timedelta(days=7)  # keys of ordinary users end within three months
KEY_WAS_HERE = "(a key was here)"
_KEY = re.compile(r"[0-9a-f]{40}")
_KEY_IN_TEXT = re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{40}(?![0-9A-Za-z])")


@dataclass(frozen=True)
class PersonalKey:
    """One person's key. `sealed` is what is stored of it; `ends` is None for a key without an end.

    `refused_at` is when Odoo did not take it any more: it was revoked, or the user archived.
    """

    user_id: int
    login: str
    name: str
    sealed: str
    given_at: datetime
    ends: datetime | None = None
    refused_at: datetime | None = None

    def usable(self, now: datetime) -> bool:
        """Whether it is worth trying."""
        return self.refused_at is None and (self.ends is None or now < self.ends)

    def ends_soon(self, now: datetime) -> bool:
        """Whether it ends within a week, or has ended."""
        return self.ends is not None and self.ends - now < WARN_BEFORE


def looks_like_key(text: str) -> bool:
    """Odoo's API keys are 40 hexadecimal digits; anything else may be a password, which is never kept."""
    return _KEY.fullmatch(text) is not None


def without_keys(text: str) -> str:
    """A text in which `KEY_WAS_HERE` stands for each key: what people write is kept for a while, keys are not."""
    return _KEY_IN_TEXT.sub(KEY_WAS_HERE, text)


class PersonalKeys(Protocol):
    """The keys on record, one a person."""

    def put(self, key: PersonalKey) -> None:
        """Record a key in place of the person's former one."""
        ...

    def get(self, user_id: int) -> PersonalKey | None:
        """A person's key."""
        ...

    def remove(self, user_id: int) -> bool:
        """Forget a person's key; False when there was none."""
        ...

    def all(self) -> Sequence[PersonalKey]:
        """All keys, by user id."""
        ...


class Vault(Protocol):
    """Seals secrets for storing."""

    def seal(self, secret: str) -> str:
        """What may be stored of a secret."""
        ...

    def open(self, sealed: str) -> str:
        """The secret. Raises `InvalidInput` when it was sealed with a key that is not there any more."""
        ...


class KeyCheck(Protocol):
    """Asks Odoo about a key."""

    def ends(self, login: str, secret: str) -> datetime | None:
        """When the key ends, None for never. Raises `OdooDenied` for one that Odoo does not take."""
        ...
