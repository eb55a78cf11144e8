"""Tables and labelled fields as suppliers' systems write them."""

from decimal import Decimal

import pytest

from bot.adapters.triage.prices import price_changes
from bot.adapters.triage.quantities import quantities
from bot.adapters.triage.references import references
from bot.adapters.triage.tables import Column, column_of, rows
from bot.domain.triage import MailClass
from tests.mails import make_mail

SHORT = MailClass.PARTIAL_SHORTAGE


def counts(text: str, label: MailClass = SHORT) -> list[tuple[int, int, int]]:
    mail = make_mail(text)
    found = quantities(mail, [label], references(mail))
    return [(int(q.ordered), int(q.available), int(q.backorder)) for q in found]


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Qty ordered", Column.ORDERED),
        ("Menge", Column.ORDERED),
        ("Rückstand", Column.OPEN),
        ("Qty open", Column.OPEN),
        ("Shipped", Column.GIVEN),
        ("New price", Column.NEW_PRICE),
        ("Your price", Column.OLD_PRICE),
        ("Confirmed date", None),
        ("Requested date", None),
    ],
)
def test_headings_tell_the_column(heading: str, column: Column | None) -> None:
    assert column_of(heading) == column


@pytest.mark.parametrize(
    "text",
    [
        "Item     Ordered   Shipped   Open\nValve    60        45        15\nPump     4         4         0",
        "Item | Qty ordered | Qty confirmed\nValve | 60 | 45\nPump | 4 | 4",
        (
            "Pos.  Artikel     bestellt  lieferbar  Rückstand\n"
            "1     Ventil 3/4  60        45         15\n"
            "2     Pumpe       4         4          0"
        ),
        "Valve 45/60\nPump 4/4",
        "Valve: ordered 60 picked 45 short 15\nPump: ordered 4 OK",
    ],
)
def test_every_line_is_read_by_its_columns(text: str) -> None:
    assert counts(text) == [(60, 45, 15), (4, 4, 0)]


def test_labels_one_under_the_other_are_one_line() -> None:
    assert counts("Ordered: 60\nShipped: 45\nBackorder: 15") == [(60, 45, 15)]


def test_an_empty_field_does_not_move_the_next_ones() -> None:
    (first, second) = rows(
        "Item     Ordered   Shipped   Open\nValve    60        45        15\nPump     4                   4"
    )
    assert (first.item, first.cells[Column.OPEN].text) == ("Valve", "15")
    assert (second.cells[Column.OPEN].text, Column.GIVEN in second.cells) == ("4", False)


def test_a_price_list_tells_what_moves_and_leaves_out_what_stays() -> None:
    mail = make_mail("Article | old | new\nCup 20cl | 1.10 | 1.18\nCup 30cl | 1.30 | 1.30\nLid | 0.22 | 0.20")
    found = [(change.item, change.old, change.new) for change in price_changes(mail, [MailClass.PRICE_CHANGE])]
    assert found == [("Cup 20cl", Decimal("1.10"), Decimal("1.18")), ("Lid", Decimal("0.22"), Decimal("0.20"))]


def test_a_confirmation_in_a_table_confirms_each_line() -> None:
    text = "Pos  Artikel   Menge  ME  Preis\n10   Ring      200    St  3,15\n20   Dichtung  400    St  0,62"
    assert counts(text, MailClass.ORDER_CONFIRMATION) == [(200, 200, 0), (400, 400, 0)]


def test_one_column_that_we_know_makes_no_table() -> None:
    assert list(rows("Quantity   Colour   Remarks\n40         red      none")) == []


def test_prose_is_no_table() -> None:
    assert list(rows("Ordered goods are late.\nWe shipped 40 of 60 today.")) == []


@pytest.mark.parametrize(
    "heading", ["Cajas    Precio/caja", "Cartons  Prix/carton", "Colli    Prezzo", "Stück    Preis", "Qtd      Preço"]
)
def test_a_column_of_packs_counts_what_is_confirmed(heading: str) -> None:
    text = f"Ref.     Artículo           {heading}\nAC-350   Aceituna           60       14,20 €"
    assert counts(text, MailClass.ORDER_CONFIRMATION) == [(60, 60, 0)]


@pytest.mark.parametrize(
    "text",
    [
        "Two of the three pumps ship today, the third follows in May.",
        "Zwei der drei Pumpen gehen heute raus, die dritte folgt im Mai.",
        "Deux des trois pompes partent aujourd'hui, la troisième suivra.",
        "Dos de las tres bombas salen hoy, la tercera más adelante.",
        "Due delle tre pompe partono oggi, la terza segue.",
        "Twee van de drie pompen gaan vandaag weg, de derde volgt.",
    ],
)
def test_counts_written_out_make_a_pair(text: str) -> None:
    assert counts(text) == [(3, 2, 1)]
