"""Takes in what vendors wrote on orders in Odoo, so that no mail is missed that went there instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import structlog

from bot.domain.errors import InvalidInput
from bot.domain.mail import MailSource
from bot.domain.ports import ChatterMail, Clock, Locks, Store, VendorMessages
from bot.services.triage.intake import IntakeService

CURSOR = "chatter"
# Odoo numbers messages when they are written and shows them when they are committed: a lower one may come later.
OVERLAP = 100

log = structlog.get_logger(__name__)


class ChatterService:
    """One look costs one call while nothing is new."""

    def __init__(
        self,
        store: Store,
        messages: VendorMessages,
        intake: IntakeService,
        as_mail: Callable[[ChatterMail], bytes],
        clock: Clock,
        locks: Locks,
    ) -> None:
        """`as_mail` writes a message as raw MIME."""
        self._store = store
        self._messages = messages
        self._intake = intake
        self._as_mail = as_mail
        self._clock = clock
        self._locks = locks

    def look(self) -> int:
        """Take in what is new, one replica at a time; how many mails were. Raises `OdooError`.

        What was written before the bot's first look is left alone.
        """
        with self._locks.hold("chatter") as held:
            return self._look() if held else 0

    def _look(self) -> int:
        with self._store.read() as tx:
            last = tx.cursors.get(CURSOR)
        if last is None:
            newest = self._messages.newest_id()
            with self._store.begin() as tx:
                tx.cursors.set(CURSOR, f"{newest} {newest}")
            return 0
        first, newest = (int(part) for part in last.split())
        ids = self._messages.ids_since(max(first, newest - OVERLAP))
        taken = sum(self._one(message) for message in self._messages.read(self._unseen(ids)))
        with self._store.begin() as tx:
            for number in ids:
                tx.cursors.first_time(f"chatter:{number}", self._clock.now())
            if ids:
                tx.cursors.set(CURSOR, f"{first} {max(newest, *ids)}")
        return taken

    def _unseen(self, ids: Sequence[int]) -> list[int]:
        with self._store.read() as tx:
            return [number for number in ids if not tx.cursors.seen(f"chatter:{number}")]

    def _one(self, message: ChatterMail) -> bool:
        try:
            taken = self._intake.take(
                self._as_mail(message),
                MailSource.CHATTER,
                f"mail.message/{message.id}",
                received_at=message.sent_at,
                order_id=message.order_id,
            )
        except InvalidInput as error:
            log.warning("a message on an order was not taken in", message=message.id, why=error.what)
            return False
        return taken.new
