"""Which orders a mail is about."""

import pytest

from bot.adapters.triage.references import references
from tests.mails import make_mail


def found(text: str, subject: str = "") -> list[str]:
    return [reference.po for reference in references(make_mail(text, subject))]


@pytest.mark.parametrize(
    "text",
    ["P00036", "P 00036", "PO 00036", "po#00036", "P.O. 00036", "your order 00036", "Bestellung 00036", "P0OO36"],
)
def test_every_spelling_is_the_same_order(text: str) -> None:
    (reference,) = references(make_mail(f"{text} is fine"))
    assert reference.digits == "36"


def test_several_orders_written_short_are_all_found() -> None:
    assert found("Containers with P00251/252 wait") == ["P00251", "P00252"]


def test_their_own_numbers_are_not_ours() -> None:
    assert found("Our order SO-88120, ticket P90112, your P00145") == ["P00145"]


def test_an_order_named_as_an_example_does_not_count() -> None:
    assert found("P00344 does not state the seal (P00211 had EPDM)") == ["P00344"]


def test_open_orders_settle_what_is_a_reference() -> None:
    mail = make_mail("P00344 and P99999")
    assert [reference.po for reference in references(mail, {"P00344"})] == ["P00344"]


@pytest.mark.parametrize(
    "text",
    [
        "Order 9910457 / your ref. P00036 is cancelled.",
        "Auftrag 9910457, Ihr Zeichen P00036",
        "Commande 9910457, votre réf. P00036",
        "Pedido 9910457, su ref. P00036",
        "Ordine 9910457, vs. rif. P00036",
        "Order 9910457, uw kenmerk P00036",
        "Zamówienie 9910457, Państwa nr P00036",
        "Order 9910457, er ref. P00036",
        "Ordre 9910457, jeres ref. P00036",
    ],
)
def test_a_bare_number_beside_your_reference_is_their_own(text: str) -> None:
    assert found(text) == ["P00036"]


def test_two_numbers_alike_are_both_ours() -> None:
    assert found("Your order 4500088120 and order 4500088121 are late.") == ["4500088120", "4500088121"]
