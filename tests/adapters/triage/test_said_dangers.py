"""Dangers, and what only sounds like one, in eleven languages: a table of sender, dangers and words."""

from pathlib import Path

import pytest

from bot.adapters.triage.risks import risks
from bot.adapters.triage.senders import Standing
from bot.domain.triage import KnownSenders
from tests.mails import make_mail

LINES = (Path(__file__).parents[2] / "said_dangers.txt").read_text(encoding="utf-8").splitlines()[1:]


@pytest.mark.parametrize("line", LINES)
def test_every_way_to_put_a_danger(line: str) -> None:
    sender, dangers, words = line.split(" | ", 2)
    found = risks(make_mail(words.replace("\\n", "\n")), Standing(sender), KnownSenders())
    assert {risk.flag.value for risk in found} == (set() if dangers == "-" else set(dangers.split()))
