"""The demo's mails: the bot reads each as what it is meant to show, the plain cases first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from bot.adapters.mail.mime import parse
from bot.adapters.triage.engine import EmbeddedEngine
from bot.domain.proposals import Change, Field, Mark, Tolerances
from bot.domain.proposing import propose
from bot.domain.triage import Background, KnownSenders, MailClass, RiskFlag, Suggestion
from bot.sandbox.odoo.world_goods import PRODUCTS
from bot.sandbox.supplier_mail import KINDS, write
from tests.supply import make_line, make_supply, matched

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DUE = datetime(2026, 12, 3, 9)  # noqa: DTZ001 - as Odoo writes it
KNOWN = Background(
    KnownSenders({"holmvalves.example": frozenset({"ida@holmvalves.example"})}), {"P00048": (DUE.date(),)}
)
MEANT = {
    "moved": MailClass.PRICE_CHANGE,
    "later": MailClass.DELAY,
    "fewer": MailClass.PARTIAL_SHORTAGE,
    "dearer": MailClass.PRICE_CHANGE,
    "confirmed": MailClass.ORDER_CONFIRMATION,
    "vague": None,
    "bank": MailClass.SPAM_PHISHING,
    "orders_about": MailClass.SPAM_PHISHING,
}
# Shoes of class S3 are left out: a vendor who writes "S3" may mean the third week, and then a person has to choose.
GOODS = [
    (code, name, next(iter(prices.values()))) for code, name, _, _, prices in PRODUCTS if prices and code != "SF-403"
]
PAIRS = list(zip(GOODS, [*GOODS[1:], GOODS[0]], strict=True))


def order(*goods: tuple[str, str, float]) -> dict[str, Any]:
    """An order as the demo's page has it."""
    rows = [
        {"name": f"[TAT-{code}] {name}", "product_qty": 90.0, "price_unit": price, "date_planned": DUE.isoformat(" ")}
        for code, name, price in goods
    ]
    return {
        "name": "P00048", "vendor": "Holm Valves", "vendor_email": "ida@holmvalves.example", "currency": "EUR",
        "lines": rows,
    }  # fmt: skip


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    return EmbeddedEngine()


def read(engine: EmbeddedEngine, kind: str, *goods: tuple[str, str, float]) -> tuple[Suggestion, tuple[Change, ...]]:
    """What the bot makes of a mail, and what it would tick."""
    mail = parse(write(kind, order(*goods), NOW), received_on=NOW.date())
    found = engine.read(mail, KNOWN)
    lines = [
        make_line(
            at, f"[{code}] {name}", quantity=90, price=Decimal(str(price)), day=DUE.date(), codes=(code, f"TAT-{code}")
        )
        for at, (code, name, price) in enumerate(goods, 1)
    ]
    supply = make_supply(48, lines=tuple(lines))
    match = matched(mail, found, supply)
    return found, propose(supply, mail, found, match, today=NOW.date(), tolerances=Tolerances()).changes


def test_every_kind_is_meant_to_show_something() -> None:
    assert set(MEANT) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_mail_is_read_as_it_is_meant(kind: str, engine: EmbeddedEngine) -> None:
    for goods in PAIRS[::4]:
        found, _ = read(engine, kind, *goods)
        assert found.primary is (MEANT[kind] or found.primary)
        assert [reference.po for reference in found.references] == ["P00048"]
        assert (bool(found.risk_flags), found.unsure) == (kind in {"bank", "orders_about"}, kind == "vague"), goods


def beyond(changes: Sequence[Change]) -> set[Field]:
    """What is marked; each of these is for a person to tick, and the rest is ticked."""
    marked = {change.field for change in changes if change.mark is Mark.BEYOND}
    assert {change.field for change in changes if not change.ticked} == marked
    assert all(not change.caution for change in changes)
    return marked


def test_first_mail_is_a_typical_one_without_a_doubt(engine: EmbeddedEngine) -> None:
    kind = next(iter(KINDS))
    for first, last in PAIRS:
        _, changes = read(engine, kind, first, last)
        offered = {(change.field, change.line_id): change for change in changes}
        assert set(offered) == {(Field.DATE, 1), (Field.PRICE, 2), (Field.CONFIRMED, None)}, (first, last)
        assert offered[Field.DATE, 1].new == date(2026, 12, 10).isoformat()
        assert beyond(changes) == {Field.DATE, Field.PRICE}, (first, last)


def test_order_of_one_line_is_confirmed_later_and_dearer_too(engine: EmbeddedEngine) -> None:
    for goods in GOODS:
        _, changes = read(engine, "moved", goods)
        assert {change.field for change in changes} == {Field.DATE, Field.PRICE, Field.CONFIRMED}, goods
        assert beyond(changes) == {Field.DATE, Field.PRICE}, goods


def test_delay_does_not_confirm_the_order(engine: EmbeddedEngine) -> None:
    _, changes = read(engine, "later", *PAIRS[0])
    assert [change.field for change in changes] == [Field.DATE]
    assert beyond(changes) == {Field.DATE}


def test_vague_mail_ticks_nothing(engine: EmbeddedEngine) -> None:
    _, changes = read(engine, "vague", *PAIRS[0])
    assert not any(change.ticked for change in changes)


def test_doubt_and_danger_come_last() -> None:
    assert list(KINDS)[-3:] == ["vague", "bank", "orders_about"]


def test_hostile_ones_carry_their_flags(engine: EmbeddedEngine) -> None:
    bank, _ = read(engine, "bank", *PAIRS[0])
    orders, _ = read(engine, "orders_about", *PAIRS[0])
    assert set(bank.risk_flags) == {RiskFlag.BANK_CHANGE, RiskFlag.PHISHING}
    assert RiskFlag.PROMPT_INJECTION in orders.risk_flags
