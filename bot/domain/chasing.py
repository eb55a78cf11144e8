"""What vendors owe us a word about: orders not confirmed in time, goods that are late with no new date."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from statistics import mean, pstdev
from zoneinfo import ZoneInfo

from bot.domain.cases import Case, CaseState
from bot.domain.letters import LetterState, VendorLetter
from bot.domain.matching import SenderFit
from bot.domain.orders import Line, OrderState, plain, variance
from bot.domain.proposals import Tolerances
from bot.domain.supply import SupplyOrder
from bot.domain.triage import MailClass
from bot.domain.words import day as in_words
from bot.domain.working_time import Timetable

HOLIDAYS_NEAR = timedelta(days=7)
SPREAD = 2  # standard deviations beyond which a price is unusual
FEW = 3  # earlier purchases from which on there is a spread to speak of


@dataclass(frozen=True)
class SupplierMailRules:
    """What the policy says of supplier mail.

    `confirm_within` and `again_after` are working days of the buyer: how long a vendor has to confirm, and how long
    a chaser is given before the order is told again. A price is unusual beyond `unusual_percent` of its reference.
    """

    tolerances: Tolerances = field(default_factory=Tolerances)
    confirm_within: int = 3
    again_after: int = 3
    unusual_percent: Decimal = Decimal(10)


class Owed(StrEnum):
    """What a vendor owes."""

    CONFIRMATION = "confirmation"
    DATE = "date"


@dataclass(frozen=True)
class Awaited:
    """One order that a vendor has to say something about. `late` are the goods with the day they were due."""

    order: SupplyOrder
    owed: Owed
    days: int
    late: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True)
class Known:
    """What is known around an order, to find out why nothing was heard."""

    cases: Sequence[Case] = ()
    bounced: bool = False
    emails: Collection[str] = ()
    holidays: Collection[date] = ()


def working_days(timetable: Timetable, since: date, until: date) -> int:
    """On how many days after `since`, up to `until`, somebody works; away or not, for the vendor has the time."""
    zone = ZoneInfo(timetable.zone)
    start = datetime(since.year, since.month, since.day, tzinfo=zone) + timedelta(days=1)
    end = datetime(until.year, until.month, until.day, tzinfo=zone) + timedelta(days=1)
    if start >= end:
        return 0
    worked = timetable.hours.between(start.astimezone(UTC), end.astimezone(UTC))
    return len({one.start.astimezone(zone).date() for one in worked})


def owed(order: SupplyOrder, timetable: Timetable, today: date, rules: SupplierMailRules) -> Awaited | None:
    """What the vendor of an order owes us a word about, None where nothing."""
    if order.state is not OrderState.PURCHASE:
        return None
    late = tuple((line.product, line.day) for line in order.lines if line.open and line.day and line.day < today)
    if late:
        return Awaited(order, Owed.DATE, (today - min(day for _, day in late)).days, late)
    if order.acknowledged or order.confirmed_on is None:
        return None
    over = working_days(timetable, order.confirmed_on, today) - rules.confirm_within
    return Awaited(order, Owed.CONFIRMATION, over, ()) if over > 0 else None


def chased_since(letters: Sequence[VendorLetter], timetable: Timetable, today: date, rules: SupplierMailRules) -> bool:
    """Whether the vendor was asked so lately that it is too early to tell anybody again."""
    asked = [letter.sent_at for letter in letters if letter.state is LetterState.SENT and letter.sent_at]
    return bool(asked) and working_days(timetable, max(asked).date(), today) < rules.again_after


def promised_anew(awaited: Awaited, cases: Sequence[Case]) -> bool:
    """Whether a new date for late goods waits on a card to be applied: then it is not the vendor who owes."""
    return awaited.owed is Owed.DATE and any(
        case.state is CaseState.OPEN and any(c.field == "date" and c.order_id == awaited.order.id for c in case.changes)
        for case in cases
    )


def causes(awaited: Awaited, known: Known, today: date) -> tuple[str, ...]:
    """Why nothing was heard, as far as it can be computed, each with its evidence."""
    vendor, found = awaited.order.vendor, []
    if known.bounced:
        found.append(f"a mail about {awaited.order.name} came back undelivered")
    if not known.emails:
        found.append(f"Odoo has no e-mail address of {vendor.name}")
    writers = {
        case.newest.sender.email
        for case in known.cases
        if case.match is not None and case.match.sender is SenderFit.DOMAIN and case.newest.sender.email
    }
    if writers:
        found.append(f"they write from {', '.join(sorted(writers)[:3])}, which is no contact of theirs in Odoo")
    near = sorted(day for day in known.holidays if today - HOLIDAYS_NEAR <= day <= today)
    if near:
        listed = ", ".join(in_words(day) for day in near[-3:])
        found.append(f"public holiday in {vendor.country}: {listed}")
    asked = {MailClass.PRICE_CHANGE, MailClass.QUESTION}
    waiting = [
        case
        for case in known.cases
        if case.state is CaseState.OPEN and case.newest.suggestion and case.newest.suggestion.primary in asked
    ]
    if waiting:
        what = "a price" if waiting[0].newest.suggestion.primary is MailClass.PRICE_CHANGE else "an answer"  # type: ignore[union-attr]
        found.append(f"they wait for us: their mail about {what} of {in_words(waiting[0].newest.received_at)} is open")
    return tuple(found)


def unusual(line: Line, rules: SupplierMailRules) -> str:
    """Why the price of a line is unusual, with what it was compared with; empty where it is not."""
    name, price = line.product or line.name, plain(line.unit_price)
    listed = line.list_variance
    if listed is not None and abs(listed) > rules.unusual_percent:
        return f"{name} at {price}: {listed:+}% against the list price {plain(line.list_price or Decimal(0))}"
    past = [one.unit_price for one in line.past_prices]
    if len(past) < FEW:
        return ""
    middle, spread = mean(past), Decimal(str(pstdev(past)))
    apart = variance(line.unit_price, middle)
    if (
        apart is not None
        and abs(line.unit_price - middle) > SPREAD * spread
        and abs(apart) > rules.tolerances.price_percent
    ):
        return (
            f"{name} at {price}: {apart:+}% against the last {len(past)} purchases "
            f"(mean {plain(round(middle, 2))}, spread {plain(round(spread, 2))})"
        )
    return ""


def by_buyer(awaited: Sequence[Awaited]) -> Mapping[int, list[Awaited]]:
    """What each buyer has to chase, the longest waiting first; orders without a buyer under 0."""
    grouped: dict[int, list[Awaited]] = {}
    for one in sorted(awaited, key=lambda one: (-one.days, one.order.name)):
        grouped.setdefault(one.order.buyer.id if one.order.buyer else 0, []).append(one)
    return grouped
