"""What we write to vendors through Odoo: drafted by rule, read and sent by a person, sent once."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.errors import Refused
from bot.domain.proposals import Change, Field, Mark
from bot.domain.triage import MailClass, digits_of

LONGEST = 2800
MARK = re.compile(r"\b([A-Z]{0,3}\d{3,12})/([0-9a-f]{10})\b")


class LetterState(StrEnum):
    """How far a letter has come."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True)
class VendorLetter:
    """One message to an order's vendor. `mark` stands in it and finds it again, in Odoo and in the answer."""

    id: str
    order_id: int
    order_name: str
    text: str
    mark: str
    by_id: int
    by_name: str
    partner_id: int
    slack_id: str
    at: datetime
    why: str
    state: LetterState = LetterState.WAITING
    started_at: datetime | None = None
    sent_at: datetime | None = None
    problem: str = ""


def mark_of(order_name: str, secret: str, letter_id: str = "") -> str:
    """Our own token: only who read a letter of ours can know it. `P00036/3f2a...`."""
    code = hmac.new(secret.encode(), f"{order_name}:{letter_id}".encode(), hashlib.sha256).hexdigest()[:10]
    return f"{order_name}/{code}"


def marks_in(text: str) -> tuple[str, ...]:
    """What looks like a token of ours in a text."""
    return tuple(dict.fromkeys(hit.group() for hit in MARK.finditer(text)))


def check_letter(text: str | None) -> str:
    """The text of a letter as a person leaves it. Raises `Refused`."""
    clean = "\n".join(line.rstrip() for line in (text or "").strip().splitlines())
    if not clean:
        raise Refused("Please write something: an empty message is not sent.", code="blank")
    if len(clean) > LONGEST:
        raise Refused(f"That is too long: at most {LONGEST:,} characters.", code="long")
    return clean


def reply(order_names: Sequence[str], label: MailClass, changes: Sequence[Change], signed: str) -> str:
    """A draft of an answer to a vendor's mail. It promises nothing: what is accepted is for the person to say."""
    orders = " and ".join(order_names) or "our order"
    body = [_opening(label, orders)]
    body += [_about(change) for change in changes if change.mark is Mark.BEYOND]
    if label is MailClass.QUESTION:
        body.append("You will have our answer to your question shortly.")
    elif not any(change.mark is Mark.BEYOND for change in changes):
        body.append("We have noted it. Please tell us at once should anything change.")
    return "\n\n".join(["Hello,", *body, f"Kind regards\n{signed}"])


def _opening(label: MailClass, orders: str) -> str:
    match label:
        case MailClass.ORDER_CONFIRMATION:
            return f"thank you for confirming {orders}."
        case MailClass.DELAY | MailClass.PARTIAL_SHORTAGE | MailClass.CANCELLATION:
            return f"thank you for telling us about {orders}."
        case MailClass.PRICE_CHANGE:
            return f"thank you for your message about the prices of {orders}."
        case _:
            return f"thank you for your message about {orders}."


def _about(change: Change) -> str:
    match change.field:
        case Field.DATE:
            return (
                f"{change.product}: we planned with {change.old or 'an earlier day'}, you name {change.new}. What is "
                "the earliest day you can deliver, in full or in part?"
            )
        case Field.PRICE:
            return (
                f"{change.product}: we ordered at {change.old} {change.unit}, you name {change.new} {change.unit}. "
                "Please tell us the reason, or confirm the price of our order."
            )
        case _:
            return f"{change.product}: we ordered {change.old}, you name {change.new}. When can we expect the rest?"


def ask_for_confirmation(order_name: str, confirmed_on: date | None, planned: date | None, signed: str) -> str:
    """A draft that asks a vendor to confirm an order."""
    sent = f" of {confirmed_on.isoformat()}" if confirmed_on else ""
    when = f" We count on delivery by {planned.isoformat()}." if planned else ""
    return (
        f"Hello,\n\nwe have no confirmation yet of our order {order_name}{sent}.{when} Please confirm quantities, "
        f"prices and the delivery date.\n\nKind regards\n{signed}"
    )


def ask_for_date(order_name: str, late: Sequence[tuple[str, date]], signed: str) -> str:
    """A draft that asks a vendor for a new date of goods that are late."""
    rows = "\n".join(f"- {product}, due {day.isoformat()}" for product, day in late[:20])
    return (
        f"Hello,\n\nthese goods of our order {order_name} have not arrived:\n{rows}\n\nPlease tell us on which day "
        f"each of them will be delivered.\n\nKind regards\n{signed}"
    )


def same_order(mark: str, order_name: str) -> bool:
    """Whether a token names this order."""
    return digits_of(mark.partition("/")[0]) == digits_of(order_name)
