"""What we write to vendors through Odoo: read and sent by a person, sent once. `drafting` proposes the words."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import Refused
from bot.domain.triage import digits_of

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


def same_order(mark: str, order_name: str) -> bool:
    """Whether a token names this order."""
    return digits_of(mark.partition("/")[0]) == digits_of(order_name)
