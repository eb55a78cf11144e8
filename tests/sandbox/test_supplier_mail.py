"""The demo's mails: the bot reads each as what it is meant to show."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.adapters.mail.mime import parse
from bot.adapters.triage.engine import EmbeddedEngine
from bot.domain.triage import Background, KnownSenders, MailClass, RiskFlag
from bot.sandbox.supplier_mail import KINDS, write

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DUE = datetime(2026, 12, 3, 9)  # noqa: DTZ001 - as Odoo writes it
ORDER: dict[str, Any] = {
    "name": "P00048", "vendor": "Lumina Imports", "vendor_email": "orders@lumina.example", "currency": "EUR",
    "lines": [
        {
            "name": "[FX-104] Concrete anchor M12", "product_qty": 90.0, "price_unit": 16.68,
            "date_planned": DUE.isoformat(" "),
        },
    ],
}  # fmt: skip
KNOWN = Background(KnownSenders({"lumina.example": frozenset({"orders@lumina.example"})}), {"P00048": (DUE.date(),)})
MEANT = {
    "later": MailClass.DELAY,
    "dearer": MailClass.PRICE_CHANGE,
    "fewer": MailClass.PARTIAL_SHORTAGE,
    "confirmed": MailClass.ORDER_CONFIRMATION,
    "bank": MailClass.SPAM_PHISHING,
    "orders_about": MailClass.SPAM_PHISHING,
}


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    return EmbeddedEngine()


def test_every_kind_is_meant_to_show_something() -> None:
    assert set(MEANT) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_mail_is_read_as_it_is_meant(kind: str, engine: EmbeddedEngine) -> None:
    found = engine.read(parse(write(kind, ORDER, NOW), received_on=NOW.date()), KNOWN)
    assert found.primary is MEANT[kind]
    assert [reference.po for reference in found.references] == ["P00048"]
    assert bool(found.risk_flags) == (kind in {"bank", "orders_about"})


def test_hostile_ones_carry_their_flags(engine: EmbeddedEngine) -> None:
    bank = engine.read(parse(write("bank", ORDER, NOW), received_on=NOW.date()), KNOWN)
    orders = engine.read(parse(write("orders_about", ORDER, NOW), received_on=NOW.date()), KNOWN)
    assert RiskFlag.BANK_CHANGE in bank.risk_flags
    assert RiskFlag.PROMPT_INJECTION in orders.risk_flags
