"""`doctor` on suppliers' mail: the ways in, and a mailbox that cannot be read."""

from collections.abc import Sequence

import pytest

from bot.domain.errors import MailboxRefused, MailboxUnavailable
from bot.domain.ports import Letter, Mailbox
from bot.services.doctor.findings import Status
from bot.services.doctor.mail import readable, ways_in


class Box(Mailbox):
    """A folder with two mails, or a server that says no."""

    name = "buying@mail.example/INBOX"

    def __init__(self, trouble: Exception | None = None) -> None:
        self.trouble, self.closed = trouble, False

    def open(self) -> int:
        if self.trouble:
            raise self.trouble
        return 7

    def uids(self, after: int) -> Sequence[int]:
        return [1, 2]

    def fetch(self, uid: int) -> Letter | None:
        raise AssertionError("doctor fetches nothing")

    def put_away(self, uids: Sequence[int]) -> None:
        raise AssertionError("doctor moves nothing")

    def wait(self, seconds: float) -> None:
        raise AssertionError("doctor waits for nothing")

    def close(self) -> None:
        self.closed = True


def test_mailbox_that_can_be_read_is_fine() -> None:
    box = Box()
    (finding,) = readable(lambda: box)
    assert (finding.status, finding.found, box.closed) == (
        Status.OK,
        "buying@mail.example/INBOX: 2 mails in the folder now",
        True,
    )


@pytest.mark.parametrize("trouble", [MailboxRefused("the login of buying: no"), MailboxUnavailable("timed out")])
def test_mailbox_that_cannot_be_read_says_why_and_where_to_look(trouble: Exception) -> None:
    box = Box(trouble)
    (finding,) = readable(lambda: box)
    assert (finding.status, finding.found, box.closed) == (Status.FAIL, str(trouble), True)
    assert "MAILBOX_URL" in finding.mend


def test_ways_in_are_named() -> None:
    (finding,) = ways_in("buying@mail.example/INBOX", ["Mailgun"])
    assert finding.found == (
        "the mailbox buying@mail.example/INBOX; /hooks/mail for Mailgun; what vendors write on orders in Odoo"
    )
