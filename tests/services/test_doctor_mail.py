"""`doctor` on suppliers' mail: the ways in, and a mailbox that cannot be read."""

from collections.abc import Sequence

import pytest

from bot.domain.errors import MailboxRefused, MailboxUnavailable
from bot.domain.ports import Letter, Mailbox
from bot.services.doctor.findings import Status
from bot.services.doctor.mail import owned, readable, ways_in
from tests.builders import make_user


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


MAYA, OMAR = make_user("maya", 7, "Maya Lindqvist"), make_user("omar", 8, "Omar Haddad")


@pytest.mark.parametrize(
    ("channel", "in_slack", "status", "found"),
    [
        ("#mail", {"omar"}, Status.OK, "shown in #mail, to Omar Haddad"),
        ("", {"maya", "omar"}, Status.OK, "shown to Maya Lindqvist"),
        ("#mail", set(), Status.WARN, "shown in #mail, where it is nobody's task"),
        ("", set(), Status.FAIL, "nobody would be shown it"),
    ],
)
def test_mail_without_a_buyer_is_somebodys_task(channel: str, in_slack: set[str], status: Status, found: str) -> None:
    (finding,) = owned(channel, [MAYA, OMAR], lambda user: None if user.login in in_slack else "no account")
    assert (finding.status, finding.found) == (status, found)
    assert bool(finding.mend) == (status is not Status.OK)
