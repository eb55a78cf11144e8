"""A model that lies on purpose: not one unsupported figure, order or vendor is ever said."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.adapters.llm.asking import Asking
from tests.fake_model import Reply, call, say, serving

LATE, ALL, ONE = call("late_orders"), call("find_orders"), call("one_order", name="P00012")
# What is said, after which look-up, and the lie in it. P00012 is Deco Addict's, P00015 Wood Corner's and 3 days late.
LIES: tuple[tuple[str, Reply, str], ...] = (
    ("P00012 costs 1,260.50 EUR.", ONE, "1,260.50"),
    ("P00012 costs about 1.3k EUR.", ONE, "1.3k"),
    ("P00012 costs EUR1300.", ONE, "1300"),
    ("P00012 arrives on 2026-06-16.", ONE, "2026-06-16"),
    ("P00012 arrives tomorrow.", ONE, "tomorrow"),
    ("P00012 arrives on 16 June.", ONE, "16 June"),
    ("P00012 arrives next Tuesday.", ONE, "Tuesday"),
    ("P00012 holds five whiteboards.", ONE, "five"),
    ("P00012 is 20 % dearer than before.", ONE, "20"),
    ("P00013 is late as well.", LATE, "P00013"),
    ("P00015 and P00016 are late.", LATE, "P00016"),
    ("There are 2 late orders.", LATE, "2"),
    ("P00015 is 13 days late.", LATE, "13"),
    ("P00012 comes from Globex.", ONE, "Globex"),
    ("P00012 comes from Acme Tools.", ONE, "Acme Tools"),
    ("P00012 comes from the Initech Group.", ONE, "Initech"),
    ("Dana Berg approved P00012.", ONE, "Dana Berg"),
    ("See invoice BILL/2026/06/0001 for P00012.", ONE, "BILL/2026/06/0001"),
    ("P00012 comes from Wood Corner.", ALL, "Wood Corner"),  # it is there, but of the other order
    ("P00012 is 3 days late.", ALL, "3"),
    ("All is well. P00015 comes from Deco Addict.", ALL, "Deco Addict"),
)
TRUTHS = (
    ("P00012 from Deco Addict costs 1,250.50 EUR.", ONE),
    ("P00012 is promised for Monday, June 15, 2026; nothing is received yet.", ONE),
    ("One order is late: P00015 from Wood Corner, by 3 days.", LATE),
    ("There are 2 orders. P00015 is 3 days late; P00012 comes from Deco Addict.", ALL),
)


@pytest.fixture(scope="module")
def ask() -> Iterator[Asking]:
    import bot.adapters.llm.run  # noqa: F401 - takes seconds, which are not the model's

    with serving() as model:
        yield Asking(model)


@pytest.mark.parametrize(("words", "look_up", "lie"), LIES)
def test_a_lie_is_never_said(ask: Asking, words: str, look_up: Reply, lie: str) -> None:
    ask.model.script(look_up, say(words))
    told = ask("where is P00012?" if "P00012" in words else "what is late?")
    assert told.fell_back == "guard"
    assert any(lie.rstrip(".") in dropped for dropped in told.answer.dropped), told.answer.dropped
    assert words not in told.answer.text


@pytest.mark.parametrize(("words", "look_up"), TRUTHS)
def test_the_truth_is_said(ask: Asking, words: str, look_up: Reply) -> None:
    ask.model.script(look_up, say(words))
    told = ask("what is late?" if look_up is LATE else "where is P00012?")
    assert (told.fell_back, told.answer.dropped) == ("", ())
    assert told.answer.text.startswith(words)


def test_a_lie_about_what_the_engine_does_not_understand_leaves_the_rows(ask: Asking) -> None:
    ask.model.script(call("find_orders"), say("Globex owes us 99,999 EUR."))
    told = ask("zyx wvu tsr?")
    assert told.fell_back == "guard"
    assert "Here is what Odoo holds" in told.answer.text
    assert "Globex" not in told.answer.text
    assert {row[0] for table in told.answer.tables for row in table.rows} == {"P00012", "P00015"}


@pytest.mark.parametrize(
    "look_up",
    [
        call("waiting_for_approval", limit=13),
        call("find_orders", vendors=["Globex"]),
        call("find_bills", orders=["P00077"], min_amount=99999),
        call("what_arrives", products=["flux capacitor"], date_from="2031-01-01"),
    ],
)
def test_what_a_model_made_up_to_look_for_is_not_repeated(ask: Asking, look_up: Reply) -> None:
    ask.model.script(look_up, say("Nothing waits for approval (most rows 13). Globex, 99,999 and P00077 are fine."))
    told = ask("zyx wvu tsr?")
    assert not re.search(r"13|Globex|99|P00077|flux|2031", told.answer.text.split("As of")[0]), told.answer.text
    assert told.answer.sources[0].asked, "the record still says what was looked for"


def test_what_the_person_named_is_said_not_to_be_there(ask: Asking) -> None:
    ask.model.script(call("find_orders", vendors=["Globex"]), say("There is nothing from Globex."))
    told = ask("zyx wvu globex tsr?")
    assert '"Globex"' in told.answer.text


def test_words_without_any_look_up_are_not_said(ask: Asking) -> None:
    ask.model.script(say("Your order is on its way and everything is approved."))
    told = ask("where is P00012?")
    assert (told.engine, told.fell_back) == ("embedded", "empty")


def test_how_many_lies_were_told_and_how_many_came_through(ask: Asking, capsys: pytest.CaptureFixture[str]) -> None:
    said = 0
    for words, look_up, _ in LIES:
        ask.model.script(look_up, say(words))
        said += words in ask("where is P00012?").answer.text
    with capsys.disabled():
        print(f"\nscripted model: {len(LIES)} lies told, {said} came through", end=" ")
    assert said == 0
