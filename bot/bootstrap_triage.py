"""Wires supplier mail: cases, what people do with them, letters to vendors, and what is told without being asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.adapters.public_holidays import LibraryHolidays
from bot.adapters.triage.corrected import read_as
from bot.adapters.triage.summary import told_with
from bot.domain.people import OdooUser
from bot.domain.policy import Policy
from bot.domain.ports import (
    Clock,
    Directory,
    Locks,
    OrderAmender,
    PurchaseOrderApprover,
    PurchaseOrderReader,
    Store,
    SupplyOrders,
)
from bot.domain.working_time import Timetables
from bot.services.exceptions import ExceptionService
from bot.services.messages import Outbox
from bot.services.people import PeopleService
from bot.services.triage.addressing import Addressing
from bot.services.triage.applying import ApplyingMail
from bot.services.triage.book import CaseBook
from bot.services.triage.cases import CaseService
from bot.services.triage.chasing import ChaseService
from bot.services.triage.correcting import Correcting
from bot.services.triage.desk import CaseDesk
from bot.services.triage.letters import LetterService
from bot.services.triage.needs import HeldUp
from bot.services.triage.originals import Originals
from bot.services.triage.rights import PurchaseRights
from bot.settings import Settings


@dataclass(frozen=True)
class TriageParts:
    """What is needed of Odoo for supplier mail, beside what approvals need."""

    supply: SupplyOrders
    amender: OrderAmender
    held_up: HeldUp


@dataclass(frozen=True)
class TriageServices:
    """The use cases of supplier mail, from the reading of a mail on."""

    cases: CaseService
    applying: ApplyingMail
    desk: CaseDesk
    correcting: Correcting
    originals: Originals
    letters: LetterService
    chasing: ChaseService


def triage_services(
    parts: TriageParts,
    *,
    settings: Settings,
    policy: Policy,
    store: Store,
    orders: PurchaseOrderReader,
    approver: PurchaseOrderApprover,
    directory: Directory,
    people: PeopleService,
    timetables: Timetables,
    exceptions: ExceptionService,
    slack_of: Callable[[OdooUser], str | None],
    mail_owner: Callable[[], OdooUser | None],
    outbox: Outbox,
    clock: Clock,
    locks: Locks,
) -> TriageServices:
    """The use cases over these parts."""
    zone = ZoneInfo(settings.timezone)
    rights = PurchaseRights(directory.group_id)

    def slack_of_id(user_id: int) -> str | None:
        user = directory.users([user_id]).get(user_id)
        return slack_of(user) if user is not None and user.active else None

    channel = settings.triage_channel or settings.exceptions_channel
    addressee = Addressing(slack_of_id, mail_owner, slack_of, channel)
    letters = LetterService(store, parts.supply, parts.amender, approver, outbox, clock, locks)
    cases = CaseService(
        store,
        parts.supply,
        parts.held_up,
        addressee,
        letters.marks,
        read_as,
        told_with,
        outbox,
        policy.supplier_mail.tolerances,
        clock,
        zone,
    )
    applying = ApplyingMail(
        store,
        parts.supply,
        parts.amender,
        approver,
        orders,
        cases,
        lambda ids: list(directory.users(ids).values()),
        rights,
        outbox,
        exceptions,
        clock,
        locks,
    )
    chasing = ChaseService(
        store,
        parts.supply,
        orders,
        timetables,
        LibraryHolidays(),
        letters,
        addressee,
        outbox,
        policy.supplier_mail,
        clock,
        locks,
        zone,
    )
    book = CaseBook(store, people, rights, clock)
    desk = CaseDesk(store, book, parts.supply, orders, exceptions, outbox, clock, zone)
    correcting = Correcting(store, book, parts.supply, policy.supplier_mail.tolerances, clock, zone)
    originals = Originals(store, book, zone)
    return TriageServices(cases, applying, desk, correcting, originals, letters, chasing)
