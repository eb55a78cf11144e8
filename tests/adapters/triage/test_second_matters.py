"""What is said beside the class of a mail, and when a price outweighs a yes; the weights are given, not learned."""

import random

import pytest

from bot.adapters.triage.engine import EmbeddedEngine
from bot.adapters.triage.features import PLACES
from bot.adapters.triage.model import Model
from bot.domain.triage import Background, MailClass, Suggestion
from tests.mails import KNOWN, make_mail
from training.triage import SEEN_WRONGLY, UNSEEN, erring


def read(text: str, first: MailClass, second: MailClass) -> Suggestion:
    """Read by an engine that finds every text to be of the first class or, a little less, of the second."""
    bias = tuple(5.0 if label is first else 4.5 if label is second else 0.0 for label in MailClass)
    engine = EmbeddedEngine(Model(tuple(MailClass), (b"",) * PLACES, 1.0, bias, 1.0, 0.5, "none"))
    return engine.read(make_mail(text), Background(KNOWN))


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (MailClass.SHIPMENT, (MailClass.SHIPMENT,)),
        (MailClass.PRICE_CHANGE, (MailClass.PRICE_CHANGE,)),
        (MailClass.PARTIAL_SHORTAGE, ()),
        (MailClass.CANCELLATION, ()),
        (MailClass.QUALITY_CLAIM, ()),
        (MailClass.QUOTE, ()),
    ],
)
def test_beside_a_delay_is_said_what_weighs_less(second: MailClass, said: tuple[MailClass, ...]) -> None:
    assert read("P00036 is what this is about.", MailClass.DELAY, second).secondary == said


def test_a_question_that_is_asked_is_said() -> None:
    text = "P00036 comes a week later. Can you live with that?"
    assert read(text, MailClass.DELAY, MailClass.OTHER).secondary == (MailClass.QUESTION,)


@pytest.mark.parametrize("label", [MailClass.OTHER, MailClass.QUESTION])
def test_no_question_is_said_beside_what_asks_nothing_else(label: MailClass) -> None:
    assert read("Is this P00036?", label, MailClass.DOCUMENT).secondary in {(), (MailClass.DOCUMENT,)}


@pytest.mark.parametrize(
    ("old", "new", "label"),
    [("4.20", "4.60", MailClass.PRICE_CHANGE), ("4.60", "4.20", MailClass.ORDER_CONFIRMATION)],
)
def test_only_a_dearer_price_outweighs_a_yes(old: str, new: str, label: MailClass) -> None:
    text = f"We confirm P00036. The price of the valve changes from EUR {old} to EUR {new}."
    assert read(text, MailClass.ORDER_CONFIRMATION, MailClass.OTHER).primary is label


def test_finders_are_taken_to_err_now_and_then() -> None:
    dice = random.Random(1)
    draws = [tuple(erring(["seen"], ["wrong"], dice)) for _ in range(2000)]
    assert sum("seen" not in draw for draw in draws) / 2000 == pytest.approx(UNSEEN, abs=0.03)
    assert sum("wrong" in draw for draw in draws) / 2000 == pytest.approx(SEEN_WRONGLY, abs=0.03)
