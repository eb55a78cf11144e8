"""Mails for tests, with a sound default for everything a test does not care about."""

from datetime import date
from typing import Any

from bot.domain.triage import Address, KnownSenders, Mail

TODAY = date(2026, 4, 7)  # a Tuesday
VENDOR = Address("Ida Holm", "ida@holmvalves.example")
KNOWN = KnownSenders({"holmvalves.example": frozenset({"ida@holmvalves.example", "finance@holmvalves.example"})})


def make_mail(text: str = "", subject: str = "", **overrides: Any) -> Mail:
    """A mail by a known vendor, received on TODAY."""
    given: dict[str, Any] = {
        "id": "m1",
        "sender": VENDOR,
        "received_on": TODAY,
        "to": "buying@buyer.example",
        "subject": subject,
        "text": text,
    }
    return Mail(**given | overrides)
