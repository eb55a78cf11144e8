"""Supplier mail on the desk: a mail arrives, is read by a scripted engine, and becomes a card."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain.cases import Case
from bot.domain.mail import Reading, StoredMail, VendorRef
from bot.domain.ports import Picture, VendorBook
from bot.domain.supply import SupplyOrder
from bot.domain.triage import Address, Background, KnownSenders, Mail, MailEngine, Suggestion
from bot.services.triage.reading import ReadingService
from tests.desk import Desk, bella
from tests.mails import make_mail
from tests.supply import BUYER, HOLM, T0, make_stored, make_suggestion, make_supply


@dataclass
class Scripted(MailEngine):
    """Says what a test tells it to, whatever stands in the mail."""

    says: Suggestion = field(default_factory=make_suggestion)
    name: str = "scripted"

    def read(self, mail: Mail, background: Background) -> Suggestion:
        return self.says


@dataclass
class FakeVendors(VendorBook):
    """Holm Valves, by the address and the domain of its contact."""

    lookalike: str = ""

    def senders(self) -> KnownSenders:
        return KnownSenders({"holmvalves.example": frozenset({"ida@holmvalves.example"})})

    def of(self, sender: Address) -> tuple[tuple[VendorRef, ...], bool]:
        if sender.domain != "holmvalves.example":
            return (), False
        return (VendorRef(HOLM.id, HOLM.name),), sender.local == "ida"

    def open_orders(self) -> Mapping[str, tuple[date, ...]]:
        return {}


class MailDesk:
    """A desk with an order P00036 of three lines, and mails that arrive."""

    def __init__(self, desk: Desk, *orders: SupplyOrder) -> None:
        self.desk = desk
        self.engine: MailEngine = Scripted()
        self.vendors = FakeVendors()
        self._numbers = itertools.count(1)
        for order in orders or (make_supply(),):
            self.put(order)
        desk.services.people.who(bella)

    def put(self, order: SupplyOrder) -> None:
        """Have an order in Odoo."""
        self.desk.supply.put(order)
        self.desk.order(order.id, buyer=BUYER, state=order.state)

    def arrives(self, text: str, says: Suggestion | None = None, subject: str = "P00036", **overrides: Any) -> Case:
        """A mail comes in, is read, matched, and shown; its case."""
        case = self.read(text, says, subject, **overrides)
        self.desk.run()
        return self.case(case.id) if case else self.case("")

    def read(self, text: str, says: Suggestion | None = None, subject: str = "P00036", **overrides: Any) -> Case | None:
        """The same as far as the reading; what follows is a job."""
        number = next(self._numbers)
        if says is not None:
            self.engine = Scripted(says)
        given = {
            "id": f"mail{number}",
            "content_hash": f"{number:064}",
            "message_id": f"<{number}@holmvalves.example>",
            "received_at": self.desk.clock.now(),
            "subject": subject,
        } | overrides
        stored = make_stored(**{key: value for key, value in given.items() if key != "text"})
        stored = self._kept(stored, text)
        self._service(text, subject).read_waiting()
        with self.desk.store.read() as tx:
            return tx.cases.of_thread(stored.thread)

    def _kept(self, stored: StoredMail, text: str) -> StoredMail:
        with self.desk.store.begin() as tx:
            kept = tx.mails.add(stored, text.encode())
            assert kept is not None
            tx.readings.add(Reading(kept.id))
        return kept

    def _service(self, text: str, subject: str) -> ReadingService:
        def parse(raw: bytes, mail: StoredMail) -> Mail:
            return make_mail(
                text, subject, id=mail.id, sender=mail.sender, received_on=mail.received_at.date(),
                message_id=mail.message_id,
            )  # fmt: skip

        return ReadingService(
            self.desk.store,
            parse,
            self.engine,
            self.vendors,
            lambda _sender, _known: self.vendors.lookalike or None,
            self.desk.services.triage.cases.on_read,
            self.desk.clock,
            self.desk.locks,
        )

    def case(self, case_id: str) -> Case:
        """A case as it is now."""
        with self.desk.store.read() as tx:
            found = tx.cases.get(case_id)
        assert found is not None
        return found

    def cases(self) -> Sequence[Case]:
        """All cases."""
        with self.desk.store.read() as tx:
            return tx.cases.since(T0.replace(year=2020))

    def apply(self, case: Case, who: str = bella, only: Sequence[str] | None = None) -> Case:
        """What the Apply modal does: take the ticks (of all that is offered), then carry them out."""
        ticked = [change.id for change in case.changes] if only is None else only
        self.desk.services.triage.desk.tick(case.id, who, ticked)
        self.desk.services.triage.applying.settle(case.id)
        self.desk.run()
        return self.case(case.id)

    def card(self, case: Case) -> Picture:
        """The card as Slack shows it."""
        shown = next(one for one in self.desk.slack.shown if one.key == f"case:{case.id}")
        return shown.pictures[-1]


def words(picture: Picture) -> str:
    """All that a picture says."""
    return "\n".join(re.findall(r"'text': [\"'](.*?)[\"'](?:, '|})", str(picture.blocks)))


def buttons(picture: Picture) -> list[str]:
    """The words on its buttons."""
    rows = [block for block in picture.blocks if block["type"] == "actions"]
    return [element["text"]["text"] for row in rows for element in row["elements"]]
