"""Stored mails and readings for tests, with a sound default for everything a test does not care about."""

import hashlib
from dataclasses import replace
from typing import Any

from bot.domain.mail import MailSource, StoredMail
from bot.domain.triage import (
    Address,
    DateKind,
    MailClass,
    Part,
    PromisedDate,
    Reference,
    Risk,
    RiskFlag,
    Span,
    Suggestion,
    Urgency,
)
from tests.builders_approvals import T0

SENDER = Address("Ida Holm", "ida@holmvalves.example")


def make_stored(number: int = 1, **overrides: Any) -> StoredMail:
    """A mail by a known vendor, received at T0; `number` tells one from another."""
    mail = StoredMail(
        id=f"mail{number:04d}",
        source=MailSource.IMAP,
        origin=f"INBOX/1/{number}",
        content_hash=hashlib.sha256(str(number).encode()).hexdigest(),
        received_at=T0,
        sender=SENDER,
        size=1200,
        subject="P00036: new date",
        to=("buying@buyer.example",),
        message_id=f"<{number}@holmvalves.example>",
    )
    return replace(mail, **overrides)


def make_suggestion(**overrides: Any) -> Suggestion:
    """A delay of P00036 by a week, with a danger beside it."""
    words = Span(Part.BODY, 4, "20 April")
    suggestion = Suggestion(
        reason="It reads as delay.",
        primary=MailClass.DELAY,
        secondary=(),
        confidence=0.91,
        unsure=False,
        why_unsure="",
        urgency=Urgency.NORMAL,
        risks=(Risk(RiskFlag.BANK_CHANGE, "new account", Span(Part.BODY, 30, "new IBAN")),),
        references=(Reference("P00036", Span(Part.SUBJECT, 0, "P00036")),),
        promised=(PromisedDate(T0.date(), DateKind.DELIVERY, words, po="P00036", item="Gloves"),),
        prices=(),
        quantities=(),
        summary="Ida Holm moves P00036.",
        engine="embedded",
    )
    return replace(suggestion, **overrides)
