"""Counts, and numbers that are none, in eleven languages: a table of the kind of mail, ordered/available and words.

What is open is the difference, unless a third number says otherwise: a rest that never comes is not open.
"""

from pathlib import Path

import pytest

from bot.adapters.triage.quantities import quantities
from bot.domain.triage import MailClass
from tests.mails import make_mail

LINES = (Path(__file__).parents[2] / "said_quantities.txt").read_text(encoding="utf-8").splitlines()[1:]


@pytest.mark.parametrize("line", LINES)
def test_every_way_to_say_how_many_come(line: str) -> None:
    kind, counts, words = line.split(" | ", 2)
    expected = [[int(number) for number in one.split("/")] for one in counts.split("; ")] if counts != "-" else []
    found = quantities(make_mail(words.replace("\\n", "\n")), [MailClass(kind)], [])
    assert [[one.ordered, one.available, one.backorder] for one in found] == [
        one if len(one) == 3 else [*one, 0 if kind == "cancellation" else one[0] - one[1]] for one in expected
    ]


def test_two_counts_show_no_shortage_where_nobody_knows_what_the_mail_is_about() -> None:
    mail = make_mail("60 this week and 40 next.")
    assert quantities(mail, [MailClass.PARTIAL_SHORTAGE], [])
    assert not quantities(mail, [MailClass.PARTIAL_SHORTAGE], [], deduced=False)
