"""What `doctor` says of people's own Odoo keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.domain.keys import PersonalKey
from bot.domain.words import day
from bot.services.doctor.findings import Finding, ok, warn

NAME = "personal keys"
BY_FILTER = "the rest is answered by filters equal to Odoo's own rules; rules of your own making need a personal key"


def personal(keys: Sequence[PersonalKey] | None, now: datetime) -> Iterator[Finding]:
    """Which keys work, and which their owners must renew. None: there is nothing to seal keys with."""
    if keys is None:
        yield ok(NAME, f"none are kept without SECRET_KEY: {BY_FILTER}")
        return
    for key in keys:
        if key.refused_at is not None:
            yield warn(NAME, f"Odoo refuses the key of {key.name} since {day(key.refused_at)}", _renew(key))
        elif key.ends is not None and key.ends_soon(now):
            ends = f"{'ended' if key.ends <= now else 'ends'} on {day(key.ends)}"
            yield warn(NAME, f"the key of {key.name} {ends}", _renew(key))
    good = sum(key.usable(now) for key in keys)
    yield ok(NAME, f"{good} in use, questions are asked of Odoo as these people; {BY_FILTER}")


def _renew(key: PersonalKey) -> str:
    return f"a new one made in Odoo: procurement-bot keys give {key.login}"
