"""Without being asked: each buyer hears in the morning what vendors owe a word about, with a chaser ready for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta, tzinfo

import structlog

from bot.domain.calendars import PublicHolidays
from bot.domain.chasing import (
    Awaited,
    Known,
    SupplierMailRules,
    by_buyer,
    causes,
    chased_since,
    owed,
    promised_anew,
    unusual,
)
from bot.domain.drafting import Draft, ask_for_confirmation, ask_for_date
from bot.domain.errors import Refused
from bot.domain.languages import Language, of_locale
from bot.domain.letters import VendorLetter
from bot.domain.messages import MessageKind
from bot.domain.orders import UserRef
from bot.domain.people import Person
from bot.domain.ports import Clock, Locks, PurchaseOrderReader, Store, SupplyOrders
from bot.domain.supply import SupplyOrder
from bot.domain.working_time import Timetable, Timetables
from bot.services.messages import Outbox
from bot.services.triage.addressing import Addressee
from bot.services.triage.cases import BOUNCED
from bot.services.triage.letters import LISTED, LetterService

LOOKED = "chasing.looked:{}"  # the day on which a buyer was last looked after
MOST_TOLD = 20

log = structlog.get_logger(__name__)


class ChaseService:
    """Finds what is owed, tells the buyers, and sends what they click."""

    def __init__(
        self,
        store: Store,
        supply: SupplyOrders,
        orders: PurchaseOrderReader,
        timetables: Timetables,
        holidays: PublicHolidays,
        letters: LetterService,
        addressee: Callable[[UserRef | None], Addressee | None],
        outbox: Outbox,
        rules: SupplierMailRules,
        clock: Clock,
        locks: Locks,
        zone: tzinfo,
    ) -> None:
        self._store = store
        self._supply = supply
        self._orders = orders
        self._timetables = timetables
        self._holidays = holidays
        self._letters = letters
        self._addressee = addressee
        self._outbox = outbox
        self._rules = rules
        self._clock = clock
        self._locks = locks
        self._zone = zone

    def look(self) -> int:
        """Tell each buyer who works now, once a day; how many were told. Raises `OdooError`.

        Orders without a buyer in Slack are told to whoever owns suppliers' mail, in that person's working time.
        """
        with self._locks.hold("chasing") as held:
            return self._look() if held else 0

    def _look(self) -> int:
        now = self._clock.now()
        today = now.astimezone(self._zone).date()
        orders = self._supply.awaited()
        buyers = {_buyer(order): order.buyer for order in orders}
        with self._store.read() as tx:
            todo = [buyer for buyer in buyers if tx.cursors.get(LOOKED.format(buyer)) != today.isoformat()]
        people = {buyer: found for buyer in sorted(todo) if (found := self._whom(buyers[buyer]))}
        tables = self._timetables.of({user for user, _ in people.values()}, now) if people else {}
        told = 0
        for buyer, (user, recipient) in people.items():
            table = tables.get(user)
            if table is not None and table.working(now):
                mine = [order for order in orders if _buyer(order) == buyer]
                told += self._tell(buyer, recipient, self._owed(mine, table, today), today)
        return told

    def _whom(self, buyer: UserRef | None) -> tuple[int, str] | None:
        """The Odoo user whose task a buyer's orders are, and where they are told; None where it is nobody's."""
        found = self._addressee(buyer)
        if found is None:
            return None
        if found.owner is not None:
            return found.owner.id, found.owner.slack_id or found.recipient
        return (buyer.id, found.recipient) if buyer else None

    def _owed(self, orders: Sequence[SupplyOrder], table: Timetable, today: date) -> Sequence[Awaited]:
        found = [one for order in orders if (one := owed(order, table, today, self._rules)) is not None]
        with self._store.read() as tx:
            letters = tx.letters.of([one.order.id for one in found])
            open_cases = {one.order.id: tx.cases.about(one.order.id) for one in found}
        return [
            one
            for one in found
            if not promised_anew(one, open_cases[one.order.id])
            and not chased_since([x for x in letters if x.order_id == one.order.id], table, today, self._rules)
        ]

    def _tell(self, buyer: int, recipient: str, found: Sequence[Awaited], today: date) -> int:
        """One message with all that is owed; the day is remembered with it, so nobody is told twice."""
        rows = self._rows(by_buyer(found).get(buyer, [])[:MOST_TOLD], today) if found else []
        with self._store.begin() as tx:
            tx.cursors.set(LOOKED.format(buyer), today.isoformat())
            if not rows:
                return 0
            key = f"chasing:{buyer}:{today.isoformat()}"
            for row in rows:
                tx.cursors.set(LISTED.format(row["order_id"]), key)
            return int(
                self._outbox.say(
                    tx,
                    MessageKind.CHASING,
                    recipient,
                    key,
                    rows=rows,
                    more=max(0, len(found) - len(rows)),
                    day=today.isoformat(),
                )
            )

    def _rows(self, found: Sequence[Awaited], today: date) -> list[dict[str, object]]:
        emails = self._supply.emails({one.order.vendor.id for one in found})
        full = self._orders.orders([one.order.id for one in found])
        rows: list[dict[str, object]] = []
        for one in found:
            place = one.order.vendor.country
            with self._store.read() as tx:
                known = Known(
                    cases=tx.cases.about(one.order.id),
                    bounced=tx.cursors.get(BOUNCED.format(one.order.id)) is not None,
                    emails=emails.get(one.order.vendor.id, frozenset()),
                    holidays=self._holidays.days(place, today.year - 1, today.year) if place else (),
                )
            order = full.get(one.order.id)
            prices = [told for line in order.lines if (told := unusual(line, self._rules))] if order else []
            rows.append(
                {
                    "order_id": one.order.id,
                    "order": one.order.name,
                    "vendor": one.order.vendor.name,
                    "owed": one.owed.value,
                    "days": one.days,
                    "late": [[product, day.isoformat()] for product, day in one.late[:5]],
                    "causes": list(causes(one, known, today)),
                    "prices": prices[:3],
                }
            )
        return rows

    def draft(self, order_id: int, person: Person, language: Language | None = None) -> tuple[str, Draft, Language]:
        """An order's name and the draft of a chaser: in the vendor's language in Odoo, unless another is asked for.

        Raises `Refused` when nothing is owed any more; `OdooError`.
        """
        order = next(iter(self._supply.of_ids([order_id])), None)
        if order is None:
            raise Refused("This order is no longer in Odoo.", code="gone")
        now = self._clock.now()
        today = now.astimezone(self._zone).date()
        late = [(line.product, line.day) for line in order.lines if line.open and line.day and line.day < today]
        chosen = language or of_locale(order.vendor.language)
        if late:
            return order.name, ask_for_date(order.name, late, person.user.name, chosen), chosen
        if order.acknowledged or not order.open:
            raise Refused(f"{order.name} needs no chaser any more: Odoo has the vendor’s word.", code="settled")
        planned = min((line.day for line in order.lines if line.day), default=None)
        text = ask_for_confirmation(order.name, order.confirmed_on, planned, person.user.name, chosen)
        return order.name, text, chosen

    def send(self, order_id: int, person: Person, text: str | None, *, once: str) -> VendorLetter:
        """Take a chaser to be sent. Raises `Refused` when one was sent moments ago."""
        now = self._clock.now()
        with self._store.read() as tx:
            earlier = [
                letter
                for letter in tx.letters.of([order_id])
                if letter.why == "chaser" and now - letter.at < timedelta(hours=12)
            ]
        if earlier and not any(letter.by_id == person.user.id for letter in earlier):
            raise Refused(f"{earlier[-1].by_name} has chased {earlier[-1].order_name} already today.", code="chased")
        order = next(iter(self._supply.of_ids([order_id])), None)
        if order is None:
            raise Refused("This order is no longer in Odoo.", code="gone")
        return self._letters.write(person, order_id, order.name, text, why="chaser", once=once)


def _buyer(order: SupplyOrder) -> int:
    """An order's buyer by id, 0 without one."""
    return order.buyer.id if order.buyer else 0
