"""Takes mail in: on record with the job to read it, in one transaction; whoever handed it over may then forget it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import structlog

from bot.domain.errors import InvalidInput
from bot.domain.mail import MailSource, Reading, StoredMail
from bot.domain.ports import Clock, Store

MAX_BYTES = 35_000_000  # what the large mail services pass on at most

log = structlog.get_logger(__name__)


class Describe(Protocol):
    """Makes a record out of a mail's head."""

    def __call__(
        self, raw: bytes, *, source: MailSource, origin: str, received_at: datetime, size: int | None, note: str
    ) -> StoredMail:
        """The record. Raises `InvalidInput` where there is no mail at all."""
        ...


@dataclass(frozen=True)
class Taken:
    """What became of a mail that was handed over; `mail` is None when the same one was on record already."""

    mail: StoredMail | None

    @property
    def new(self) -> bool:
        """Whether it was not known before."""
        return self.mail is not None


class IntakeService:
    """Stores what mailboxes, mail services and Odoo hand over. The same mail ten times is one mail."""

    def __init__(self, store: Store, describe: Describe, clock: Clock, on_new: Callable[[], None]) -> None:
        """`on_new` has the reading begin soon; what it misses, the next round finds."""
        self._store = store
        self._describe = describe
        self._clock = clock
        self._on_new = on_new

    def take(
        self,
        raw: bytes,
        source: MailSource,
        origin: str,
        *,
        received_at: datetime | None = None,
        size: int | None = None,
        order_id: int | None = None,
        once: str = "",
    ) -> Taken:
        """Store one mail durably.

        `size` is given where `raw` is only the beginning of a larger mail. `once` names a permission to hand over one
        mail: with a second, other mail it is refused. Raises `InvalidInput` for what is no mail or is too large.
        """
        if len(raw) > MAX_BYTES:
            raise InvalidInput(f"the mail is larger than {MAX_BYTES // 1_000_000} MB")
        now = self._clock.now()
        note = f"of its {size // 1_000_000} MB only the beginning was kept" if size and size > len(raw) else ""
        mail = self._describe(raw, source=source, origin=origin, received_at=received_at or now, size=size, note=note)
        with self._store.begin() as tx:
            kept = tx.mails.add(replace(mail, order_id=order_id), raw)
            if kept is None:
                log.info("a mail was on record already", source=source.value, content=mail.content_hash[:16])
                return Taken(None)
            if once and not tx.cursors.first_time(once, now):
                raise InvalidInput("this permission was used for another mail")
            tx.readings.add(Reading(kept.id))
            tx.audit.append(
                "mail.received",
                actor="bot",
                at=now,
                mail=kept.id,
                content=kept.content_hash,
                source=source.value,
                size=kept.size,
                automatic=kept.automatic.value,
                aligned=kept.authenticity.aligned,
            )
        self._on_new()
        return Taken(kept)
