"""Taking a mailbox in: nothing is lost and nothing is stored twice, wherever it is cut off."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from bot.adapters.database.store import SqlStore
from bot.adapters.mail.headers import stored
from bot.domain.errors import MailboxRefused, MailboxUnavailable
from bot.domain.ports import Letter, Mailbox
from bot.services.triage.intake import IntakeService
from bot.services.triage.mailbox import AT_ONCE, MailboxService
from tests.builders_approvals import T0
from tests.fakes import FakeClock
from tests.services.mail_store import store as store

VALIDITY = 7


def raw(number: int) -> bytes:
    return f"From: ida@holm.example\r\nMessage-ID: <{number}@holm>\r\n\r\nmail {number}\r\n".encode()


@dataclass
class FakeMailbox(Mailbox):
    """A folder; `breaks_at` hangs up when this mail is fetched, `stuck` refuses to move mail."""

    name: str = "buying@mail.example/INBOX"
    folder: dict[int, bytes] = field(default_factory=dict)
    done: dict[int, bytes] = field(default_factory=dict)
    fetched: list[int] = field(default_factory=list)
    breaks_at: int = 0
    lost_moves: int = 0
    stuck: bool = False

    def open(self) -> int:
        return VALIDITY

    def uids(self, after: int) -> Sequence[int]:
        return sorted(uid for uid in self.folder if uid > after)

    def fetch(self, uid: int) -> Letter | None:
        if uid == self.breaks_at:
            raise MailboxUnavailable("hung up")
        self.fetched.append(uid)
        content = self.folder.get(uid)
        return None if content is None else Letter(uid, content, len(content), T0)

    def put_away(self, uids: Sequence[int]) -> None:
        if self.stuck:
            raise MailboxRefused("no such folder")
        if self.lost_moves:
            self.lost_moves -= 1
            raise MailboxUnavailable("hung up")
        for uid in uids:
            self.done[uid] = self.folder.pop(uid)

    def wait(self, seconds: float) -> None:
        raise AssertionError("nobody waits here")

    def close(self) -> None:
        """Nothing to let go of."""


@pytest.fixture
def mailbox() -> FakeMailbox:
    return FakeMailbox(folder={uid: raw(uid) for uid in range(1, 4)})


@pytest.fixture
def service(store: SqlStore) -> MailboxService:
    return MailboxService(store, IntakeService(store, stored, FakeClock(), lambda: None))


def on_record(store: SqlStore) -> int:
    with store.read() as tx:
        return sum(tx.readings.counts().values())


def test_new_mail_is_stored_and_then_moved(store: SqlStore, service: MailboxService, mailbox: FakeMailbox) -> None:
    assert service.take_in(mailbox, VALIDITY) == 3
    assert (on_record(store), sorted(mailbox.done), mailbox.folder) == (3, [1, 2, 3], {})


def test_what_is_cut_off_while_fetching_goes_on_where_it_was(
    store: SqlStore, service: MailboxService, mailbox: FakeMailbox
) -> None:
    mailbox.breaks_at = 3
    with pytest.raises(MailboxUnavailable):
        service.take_in(mailbox, VALIDITY)
    assert (on_record(store), mailbox.done) == (2, {})
    mailbox.breaks_at = 0
    service.take_in(mailbox, VALIDITY)
    assert (on_record(store), sorted(mailbox.done)) == (3, [1, 2, 3])


def test_what_is_cut_off_before_the_move_is_moved_later(
    store: SqlStore, service: MailboxService, mailbox: FakeMailbox
) -> None:
    mailbox.lost_moves = 1
    with pytest.raises(MailboxUnavailable):
        service.take_in(mailbox, VALIDITY)
    service.take_in(mailbox, VALIDITY)
    assert (on_record(store), sorted(mailbox.done)) == (3, [1, 2, 3])


def test_folder_that_takes_nothing_is_not_read_again_and_again(
    store: SqlStore, service: MailboxService, mailbox: FakeMailbox
) -> None:
    mailbox.stuck = True
    service.take_in(mailbox, VALIDITY)
    service.take_in(mailbox, VALIDITY)
    assert (on_record(store), mailbox.fetched) == (3, [1, 2, 3])


def test_another_uidvalidity_has_the_whole_folder_looked_at(
    store: SqlStore, service: MailboxService, mailbox: FakeMailbox
) -> None:
    mailbox.stuck = True
    service.take_in(mailbox, VALIDITY)
    mailbox.folder = {1: raw(3), 2: raw(4)}  # numbered anew: 3 is known, 4 is not
    service.take_in(mailbox, VALIDITY + 1)
    assert on_record(store) == 4


def test_what_is_no_mail_stays_in_its_folder(store: SqlStore, service: MailboxService, mailbox: FakeMailbox) -> None:
    mailbox.folder[2] = b"no mail at all"
    service.take_in(mailbox, VALIDITY)
    assert (on_record(store), list(mailbox.folder)) == (2, [2])


def test_many_mails_are_moved_as_they_come(store: SqlStore, service: MailboxService, mailbox: FakeMailbox) -> None:
    mailbox.folder = {uid: raw(uid) for uid in range(1, AT_ONCE + 3)}
    mailbox.breaks_at = AT_ONCE + 2
    with pytest.raises(MailboxUnavailable):
        service.take_in(mailbox, VALIDITY)
    assert len(mailbox.done) == AT_ONCE
