"""Orders to suppliers for tests, with a sound default for everything a test does not care about."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from bot.domain.mail import MailSource, StoredMail, VendorRef
from bot.domain.matching import Match, Senders, match
from bot.domain.orders import OrderState, UserRef
from bot.domain.supply import OpenMove, Supplier, SupplyLine, SupplyOrder
from bot.domain.triage import Mail, MailClass, Suggestion, Urgency
from tests.mails import TODAY, VENDOR

HOLM = Supplier(31, "Holm Valves", frozenset({"ida@holmvalves.example"}), "DE")
OTHER = Supplier(32, "Kestrel Imports", frozenset({"joe@kestrel.example"}), "US")
BUYER = UserRef(6, "Bella Ortiz", "bella")
T0 = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC)


def make_line(number: int = 1, product: str = "Ball valve DN50", **overrides: Any) -> SupplyLine:
    """100 pieces at 12.50, planned for 14 April 2026, with the receipt that waits for them."""
    day = overrides.get("day", date(2026, 4, 14))
    quantity = Decimal(overrides.get("quantity", 100))
    given: dict[str, Any] = {
        "id": number,
        "product": product,
        "quantity": quantity,
        "unit": "Units",
        "price": Decimal("12.50"),
        "day": day,
        "product_id": 1000 + number,
        "moves": (OpenMove(500 + number, day, quantity, day),),
    }
    return SupplyLine(**given | overrides | {"quantity": quantity})


def three_lines() -> tuple[SupplyLine, ...]:
    """Valves, gaskets and a pump."""
    return (
        make_line(1, "Ball valve DN50", codes=("BV-50",)),
        make_line(2, "Flat gasket EPDM", quantity=400, price=Decimal("1.20")),
        make_line(3, "Booster pump", quantity=2, price=Decimal("840")),
    )


def make_supply(number: int = 36, **overrides: Any) -> SupplyOrder:
    """A confirmed order to Holm Valves for three lines of goods, bought by Bella."""
    given: dict[str, Any] = {
        "id": number,
        "name": f"P{number:05}",
        "state": OrderState.PURCHASE,
        "company_id": 1,
        "company": "Northgate Supply Co.",
        "vendor": HOLM,
        "currency": "EUR",
        "lines": three_lines(),
        "buyer": BUYER,
    }
    return SupplyOrder(**given | overrides)


def make_stored(**overrides: Any) -> StoredMail:
    """A mail by Ida Holm as it is on record."""
    given: dict[str, Any] = {
        "id": "m1",
        "source": MailSource.HOOK,
        "origin": "test",
        "content_hash": "0" * 64,
        "received_at": T0,
        "sender": VENDOR,
        "size": 1000,
        "message_id": "<1@holmvalves.example>",
        "thread": "<1@holmvalves.example>",
    }
    return StoredMail(**given | overrides)


def make_suggestion(**overrides: Any) -> Suggestion:
    """A sure reading of a delay without any finding."""
    given: dict[str, Any] = {
        "reason": "It reads as delay.",
        "primary": MailClass.DELAY,
        "secondary": (),
        "confidence": 0.95,
        "unsure": False,
        "why_unsure": "",
        "urgency": Urgency.NORMAL,
        "risks": (),
        "references": (),
        "promised": (),
        "prices": (),
        "quantities": (),
        "summary": "Holm Valves is late.",
        "engine": "scripted",
    }
    return Suggestion(**given | overrides)


KNOWN = Senders((VendorRef(HOLM.id, HOLM.name),), exact=True)


def matched(mail: Mail, suggestion: Suggestion, *orders: SupplyOrder, **overrides: Any) -> Match:
    """The match of a mail by somebody of Holm Valves with these orders, all open and all looked up by their number."""
    given: dict[str, Any] = {"senders": KNOWN, "open_orders": [o for o in orders if o.vendor == HOLM]} | overrides
    named = given.pop("named", orders)
    stored = given.pop("stored", make_stored())
    return match(stored, mail, suggestion, given["senders"], named, given["open_orders"])
