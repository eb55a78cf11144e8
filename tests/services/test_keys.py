"""People's own Odoo keys: sealed at rest, tried before they are kept, watched for their end."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet

from bot.adapters.database.engine import open_engine
from bot.adapters.database.store import SqlStore
from bot.adapters.vault import FernetVault
from bot.domain.errors import InvalidInput, Refused
from bot.domain.people import OdooUser
from bot.services.doctor.findings import Status
from bot.services.doctor.keys import personal
from bot.services.keys import KeyService
from tests.builders import T0
from tests.fakes import FakeClock, FakeKeyCheck

SECRET = "0123456789abcdef0123456789abcdef01234567"
BELLA = OdooUser(6, "bella", "Bella Ortiz", "bella@northgate.example", 7)


@pytest.fixture
def engine(tmp_path: Path, empty_database: Path) -> Iterator[sa.Engine]:
    path = tmp_path / "bot.db"
    path.write_bytes(empty_database.read_bytes())
    opened = open_engine(f"sqlite:///{path}")
    yield opened
    opened.dispose()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(T0)


@pytest.fixture
def check() -> FakeKeyCheck:
    return FakeKeyCheck()


@pytest.fixture
def make(engine: sa.Engine, check: FakeKeyCheck, clock: FakeClock) -> Callable[..., KeyService]:
    """Services over one database, each with the `SECRET_KEY` it is given."""
    return lambda *keys: KeyService(SqlStore(engine), FernetVault(keys), check, clock)


def test_a_key_that_is_given_can_be_used_and_is_nowhere_in_the_clear(
    engine: sa.Engine, make: Callable[..., KeyService], tmp_path: Path
) -> None:
    service = make(Fernet.generate_key().decode())
    service.give(BELLA, f" {SECRET}\n", actor="Bella")
    known = service.of(BELLA.id)
    assert known is not None
    assert (known[0].login, known[0].ends, known[1]) == ("bella", T0 + timedelta(days=90), SECRET)
    engine.dispose()
    for file in tmp_path.iterdir():
        assert SECRET.encode() not in file.read_bytes()


@pytest.mark.parametrize("text", ["", "hunter2", SECRET[:-1], SECRET.upper(), "x" * 40])
def test_what_is_no_key_may_be_a_password_and_is_not_kept(text: str, make: Callable[..., KeyService]) -> None:
    service = make(Fernet.generate_key().decode())
    with pytest.raises(Refused, match="Passwords are not taken"):
        service.give(BELLA, text, actor="Bella")
    assert service.listed() == []


def test_a_key_that_odoo_does_not_take_is_not_kept(make: Callable[..., KeyService], check: FakeKeyCheck) -> None:
    service = make(Fernet.generate_key().decode())
    check.bad = SECRET
    with pytest.raises(Refused, match="does not take this key for bella"):
        service.give(BELLA, SECRET, actor="Bella")
    assert service.listed() == []


def test_secret_key_is_rotated_without_asking_people_again(make: Callable[..., KeyService]) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    make(old).give(BELLA, SECRET, actor="Bella")
    both = make(new, old).of(BELLA.id)
    assert both is not None
    assert both[1] == SECRET
    with pytest.raises(InvalidInput, match="SECRET_KEY"):
        make(new).of(BELLA.id)


def test_a_key_that_ended_or_was_refused_is_not_tried(
    make: Callable[..., KeyService], clock: FakeClock, check: FakeKeyCheck
) -> None:
    service = make(Fernet.generate_key().decode())
    key = service.give(BELLA, SECRET, actor="Bella")
    service.refused(key)
    assert service.of(BELLA.id) is None
    service.give(BELLA, SECRET, actor="Bella")
    assert service.of(BELLA.id) is not None
    clock.advance(days=91)
    assert service.of(BELLA.id) is None


def test_a_new_key_is_not_called_refused_because_the_old_one_was(
    make: Callable[..., KeyService], check: FakeKeyCheck
) -> None:
    service = make(Fernet.generate_key().decode())
    old = service.give(BELLA, SECRET, actor="Bella")
    check.when = None
    service.give(BELLA, SECRET[::-1], actor="Bella")
    service.refused(old)
    assert service.of(BELLA.id) is not None


def test_its_owner_is_told_a_week_before_it_ends(make: Callable[..., KeyService], clock: FakeClock) -> None:
    service = make(Fernet.generate_key().decode())
    key = service.give(BELLA, SECRET, actor="Bella")
    assert service.remark(key) == ""
    clock.advance(days=84)
    assert "ends on 31 May 2026" in service.remark(key)


def test_giving_and_forgetting_leave_evidence_without_the_key(
    engine: sa.Engine, make: Callable[..., KeyService]
) -> None:
    service = make(Fernet.generate_key().decode())
    service.give(BELLA, SECRET, actor="root (command line)")
    assert service.forget(BELLA, actor="root (command line)")
    assert not service.forget(BELLA, actor="root (command line)")
    with SqlStore(engine).read() as tx:
        events = list(tx.audit.events())
    assert [(event.kind, event.actor) for event in events] == [
        ("key.given", "root (command line)"),
        ("key.forgotten", "root (command line)"),
    ]
    assert all(SECRET not in event.data for event in events)


def test_doctor_says_whose_keys_end_and_whose_are_refused(make: Callable[..., KeyService]) -> None:
    assert [each.status for each in personal(None, T0)] == [Status.OK]
    service = make(Fernet.generate_key().decode())
    service.refused(service.give(replace(BELLA, id=7, name="Ben Kaya", login="ben"), SECRET, actor="x"))
    service.give(BELLA, SECRET, actor="x")
    found = list(personal(service.listed(), T0 + timedelta(days=85)))
    assert [each.status for each in found] == [Status.WARN, Status.WARN, Status.OK]
    assert ("Bella Ortiz" in found[0].found, "Ben Kaya" in found[1].found) == (True, True)
    assert "keys give bella" in found[0].mend
