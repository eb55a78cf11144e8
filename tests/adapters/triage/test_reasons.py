"""The reason on a card: every sign is said in a buyer's words, and no name of the machine's own gets through."""

import inspect
import re

import pytest

from bot.adapters.triage import evidence
from bot.adapters.triage.reasons import IN_WORDS, reason
from bot.adapters.triage.senders import Standing
from bot.domain.triage import MailClass


def test_every_sign_has_words() -> None:
    assert set(re.findall(r'(?:yield|else) "([^"]+)"', inspect.getsource(evidence))) == set(IN_WORDS)


def test_reason_is_a_sentence() -> None:
    signs = ["a day to come", "later than before", "a day, and it slipped", "goods moved"]
    told = reason(MailClass.DELAY, signs, Standing.KNOWN)
    assert told == (
        "Read as delay: it names a day to come, the new day is later and it speaks of a delay. "
        "The sender is a known contact."
    )


def test_without_signs_the_wording_speaks() -> None:
    told = reason(MailClass.ORDER_CONFIRMATION, [], Standing.FREE)
    assert told == "Read as order confirmation by its wording. The sender is at a free mail service."


@pytest.mark.parametrize("label", MailClass)
@pytest.mark.parametrize("stands", Standing)
def test_no_underscore_reaches_a_person(label: MailClass, stands: Standing) -> None:
    assert "_" not in reason(label, list(IN_WORDS)[:3], stands)
