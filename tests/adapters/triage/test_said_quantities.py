"""Counts, and numbers that are none, in eleven languages: a table of the kind of mail, ordered/available and words."""

from pathlib import Path

import pytest

from bot.adapters.triage.quantities import quantities
from bot.domain.triage import MailClass
from tests.mails import make_mail

LINES = (Path(__file__).parents[2] / "said_quantities.txt").read_text(encoding="utf-8").splitlines()[1:]


@pytest.mark.parametrize("line", LINES)
def test_every_way_to_say_how_many_come(line: str) -> None:
    kind, counts, words = line.split(" | ", 2)
    found = quantities(make_mail(words.replace("\\n", "\n")), [MailClass(kind)], [])
    assert [f"{one.ordered}/{one.available}" for one in found] == ([] if counts == "-" else counts.split("; "))
