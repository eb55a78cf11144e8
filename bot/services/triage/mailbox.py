"""Takes a mailbox's new mail in: fetched, stored, and only then moved out of the way."""

from __future__ import annotations

import hashlib

import structlog

from bot.domain.errors import InvalidInput, MailboxRefused
from bot.domain.mail import MailSource
from bot.domain.ports import Mailbox, Store
from bot.services.triage.intake import IntakeService

AT_ONCE = 20

log = structlog.get_logger(__name__)


class MailboxService:
    """Keeps a cursor (UIDVALIDITY and UID) for each mailbox.

    Nothing is lost whenever it is cut off: the cursor moves last, and what is fetched twice is stored once.
    """

    def __init__(self, store: Store, intake: IntakeService) -> None:
        self._store = store
        self._intake = intake

    def take_in(self, mailbox: Mailbox, validity: int) -> int:
        """Take in what is new; how many mails were. Raises `MailboxUnavailable`; what was not reached waits there.

        With another `validity` than the cursor's every UID means another mail, so all of the folder is looked at.
        """
        known, last = self._cursor(mailbox)
        uids = mailbox.uids(last if known == validity else 0)
        taken = 0
        for start in range(0, len(uids), AT_ONCE):
            batch = uids[start : start + AT_ONCE]
            stored = [uid for uid in batch if self._one(mailbox, validity, uid)]
            try:
                mailbox.put_away(stored)
            except MailboxRefused as error:
                log.error("mail that was taken in stays in its folder", mailbox=mailbox.name, why=str(error))
            with self._store.begin() as tx:
                tx.cursors.set(_name(mailbox), f"{validity} {batch[-1]}")
            taken += len(stored)
        return taken

    def _one(self, mailbox: Mailbox, validity: int, uid: int) -> bool:
        """Whether a mail is on record now; what is no mail stays where it is, and the log says so."""
        letter = mailbox.fetch(uid)
        if letter is None:
            return False
        try:
            self._intake.take(
                letter.raw, MailSource.IMAP, f"{mailbox.name}/{validity}/{uid}",
                received_at=letter.received_at, size=letter.size,
            )  # fmt: skip
        except InvalidInput as error:
            log.warning("a mail stays in its folder", mailbox=mailbox.name, uid=uid, why=error.what)
            return False
        return True

    def _cursor(self, mailbox: Mailbox) -> tuple[int, int]:
        with self._store.read() as tx:
            kept = (tx.cursors.get(_name(mailbox)) or "0 0").split()
        return int(kept[0]), int(kept[1])


def _name(mailbox: Mailbox) -> str:
    """The cursor's name; a mailbox's own may be longer than its column."""
    return f"mailbox:{hashlib.sha256(mailbox.name.encode()).hexdigest()[:40]}"
