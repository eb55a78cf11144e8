"""The mail itself, for whoever may use its card."""

from __future__ import annotations

from datetime import tzinfo

from bot.domain.cases import Case
from bot.domain.errors import Refused
from bot.domain.originals import Listed, Original, who_wrote
from bot.domain.ports import Store
from bot.services.triage.book import CaseBook


class Originals:
    """Finds the mails of a case as they came."""

    def __init__(self, store: Store, book: CaseBook, zone: tzinfo) -> None:
        self._store = store
        self._book = book
        self._zone = zone

    def read(self, case_id: str, slack_id: str, mail_id: str = "") -> Original:
        """One mail of a case, the newest unless another is asked for; of a closed case too.

        Raises `Refused` for whoever may not handle suppliers' mail, and for a mail that is not of this case.
        """
        self._book.person(slack_id)
        with self._store.read() as tx:
            case = self._book.known(tx, case_id)
            wanted = next((one for one in case.mails if one.mail_id == mail_id), None if mail_id else case.newest)
            stored = tx.mails.get(wanted.mail_id) if wanted else None
            if wanted is None or stored is None:
                raise Refused(f"This mail is no longer one about {case.name}.", code="gone")
            reading = tx.readings.get(stored.id)
            fit, words = who_wrote(stored, reading, [order.vendor_id for order in case.orders])
            return Original(
                case_id=case.id,
                about=case.name if case.orders else "",
                stored=stored,
                mail=tx.mails.parsed(stored.id),
                sender=fit,
                sender_words=words,
                listed=self._listed(case),
                suggestion=wanted.suggestion,
                why=wanted.why,
            )

    def _listed(self, case: Case) -> tuple[Listed, ...]:
        return tuple(
            Listed(
                one.mail_id,
                one.received_at.astimezone(self._zone).date(),
                one.sender.name or one.sender.email,
                one.subject,
            )
            for one in reversed(case.mails)
        )
