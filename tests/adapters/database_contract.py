"""What the database must do, whichever it is: the same tests on SQLite (`make test`) and PostgreSQL (`make real`).

A test module gives an `engine` (migrated), a `bare` one (nothing in it) and `locks`.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from pydantic import TypeAdapter
from sqlalchemy.exc import StatementError

from bot.adapters.database import upgrade as migrations
from bot.adapters.database.store import SqlStore
from bot.adapters.database.tables import metadata
from bot.domain.approvals import Approval, ApprovalState, Work
from bot.domain.audit import verify
from bot.domain.calendars import Away
from bot.domain.errors import Conflict, InvalidInput
from bot.domain.exceptions import ExceptionKind, ExceptionState
from bot.domain.home import Part, parts, pressing_first
from bot.domain.messages import Message, MessageKind, MessageState
from bot.domain.orders import Order
from bot.domain.people import Person
from bot.domain.ports import Locks, Waiting
from tests.builders import make_user
from tests.builders_approvals import (
    BUYER,
    T0,
    T,
    make_approval,
    make_outcome,
    make_question,
    make_seat,
    make_step,
    make_trouble,
    make_vote,
    waiting_order,
)

HOLDER = """
import sys
from bot.adapters.database.engine import open_engine
from bot.adapters.database.locks import open_locks
with open_locks(open_engine(sys.argv[1])).hold("order:36", wait=5) as held:
    print("held" if held else "refused", flush=True)
    sys.stdin.read()
"""


def make_message(key: str = "card:1", **overrides: Any) -> Message:
    """A card that waits to be sent."""
    message = Message(f"m-{key}", key, MessageKind.CARD, "U0MAYA", T0, approval_id="a-36-1", body={"step": 0})
    return replace(message, **overrides)


class DatabaseContract:
    """The cases. `engine` is migrated, `bare` is empty, `locks` go with `engine`."""

    @pytest.fixture
    def store(self, engine: sa.Engine) -> SqlStore:
        return SqlStore(engine)

    @pytest.fixture
    def approval(self, store: SqlStore) -> Approval:
        """One that is on record."""
        approval = make_approval()
        with store.begin() as tx:
            tx.approvals.add(approval)
        return approval

    # Approvals

    def test_approval_comes_back_as_it_was_stored(self, store: SqlStore) -> None:
        stored = make_approval(
            votes=(make_vote(2), make_vote(3, reason="ümläut 🔥 'quoted' \\ \"and\" {braces}")),
            questions=(make_question(answer="Yes", answered_by_name="Marc", answered_at=T(hours=2)),),
            outcome=make_outcome("Mitchell Admin", "why"),
            reserved=frozenset({2, 3}),
            apply_started_at=T(hours=1),
            work=Work.DUE,
            order=waiting_order(company_amount=None, rate=None, amount=Decimal("0.10")),
        )
        with store.begin() as tx:
            tx.approvals.add(stored)
        with store.read() as tx:
            assert tx.approvals.get(stored.id) == stored

    def test_missing_approval_is_none(self, store: SqlStore) -> None:
        with store.read() as tx:
            assert tx.approvals.get("nothing") is None
            assert tx.approvals.latest("P1") is None
            assert tx.approvals.any() is False

    def test_order_has_one_pending_approval(self, store: SqlStore, approval: Approval) -> None:
        with store.begin() as tx, pytest.raises(Conflict):
            tx.approvals.add(replace(approval, id="a-36-2"))

    def test_refused_second_approval_spoils_nothing_else(self, store: SqlStore, approval: Approval) -> None:
        with store.begin() as tx:
            tx.cursors.set("before", "1")
            with pytest.raises(Conflict):
                tx.approvals.add(replace(approval, id="a-36-2"))
            tx.cursors.set("after", "1")
        with store.read() as tx:
            assert (tx.cursors.get("before"), tx.cursors.get("after")) == ("1", "1")

    def test_closed_approval_makes_room_for_the_next(self, store: SqlStore, approval: Approval) -> None:
        with store.begin() as tx:
            tx.approvals.save(replace(approval, state=ApprovalState.SUPERSEDED))
            tx.approvals.add(replace(approval, id="a-36-2", opened_at=T(minutes=1)))
        with store.read() as tx:
            assert [a.id for a in tx.approvals.pending()] == ["a-36-2"]
            assert tx.approvals.pending_order_ids() == {36}
            assert tx.approvals.latest_of([36, 99])[36].id == "a-36-2"
            latest = tx.approvals.latest(" p00036 ")
            assert latest is not None
            assert latest.id == "a-36-2"

    def test_stale_version_is_a_conflict_and_changes_nothing(self, store: SqlStore, approval: Approval) -> None:
        with store.begin() as tx:
            assert tx.approvals.save(replace(approval, work=Work.DUE)).version == 2
        with store.begin() as tx, pytest.raises(Conflict):
            tx.approvals.save(replace(approval, work=Work.FAILED))
        with store.read() as tx:
            assert tx.approvals.get(approval.id) == replace(approval, work=Work.DUE, version=2)

    def test_changed_order_is_stored_with_its_approval(self, store: SqlStore, approval: Approval) -> None:
        other = replace(approval, order=waiting_order(origin="SO9999"))
        with store.begin() as tx:
            tx.approvals.save(other)
        with store.read() as tx:
            found = tx.approvals.get(approval.id)
            assert found is not None
            assert found.order.origin == "SO9999"

    def test_two_at_once_one_wins(self, store: SqlStore, approval: Approval) -> None:
        """Each reads, thinks, and writes: nobody's write is lost unseen."""
        start = threading.Barrier(4)
        won: list[int] = []

        def decide(number: int) -> None:
            start.wait()
            with store.begin() as tx:
                current = tx.approvals.get(approval.id)
                assert current is not None
                if not current.votes:
                    tx.approvals.save(replace(current, votes=(make_vote(number),)))
                    won.append(number)

        together([lambda number=number: decide(number) for number in range(4)])
        with store.read() as tx:
            found = tx.approvals.get(approval.id)
        assert found is not None
        assert [vote.user_id for vote in found.votes] == won
        assert len(won) == 1

    def test_due_work_waits_for_its_time(self, store: SqlStore, approval: Approval) -> None:
        with store.begin() as tx:
            assert tx.approvals.due(T0) == []
            tx.approvals.save(replace(approval, work=Work.DUE))
            assert tx.approvals.due(T0) == [approval.id]
            tx.approvals.defer(approval.id, T(seconds=10))
            assert tx.approvals.due(T(seconds=9)) == []
            assert tx.approvals.due(T(seconds=10)) == [approval.id]
            tx.approvals.defer(approval.id, None)
            assert tx.approvals.due(T0) == [approval.id]

    def test_many_ids_are_read_in_pieces(self, store: SqlStore, approval: Approval) -> None:
        with store.read() as tx:
            assert [a.id for a in tx.approvals.pending(range(1, 3000))] == [approval.id]
            assert list(tx.approvals.latest_of(range(1, 3000))) == [36]

    def test_counts_and_oldest(self, store: SqlStore, approval: Approval) -> None:
        with store.read() as tx:
            assert tx.approvals.counts() == {("pending", "none"): 1}
            assert tx.approvals.oldest_pending() == approval.opened_at
            assert tx.approvals.any() is True

    def test_waiting_is_counted_by_age(self, store: SqlStore) -> None:
        with store.begin() as tx:
            for number, hours in enumerate((1, 5, 30, 200)):
                order = waiting_order(id=number, name=f"P{number:05}")
                snoozed = T(hours=1) if number == 1 else T(hours=-1)
                tx.approvals.add(
                    make_approval(id=f"a{number}", order=order, step_opened_at=T(hours=-hours), snoozed_until=snoozed)
                )
            tx.approvals.add(make_approval(id="a9", order=waiting_order(id=9), state=ApprovalState.APPROVED))
        with store.read() as tx:
            assert tx.approvals.waiting([T(hours=-4), T(days=-1), T(days=-7)], T0) == Waiting(4, 1, (1, 2, 3))

    # Queues

    def test_queue_holds_what_somebody_has_to_do_with(self, store: SqlStore, approval: Approval) -> None:
        with store.read() as tx:
            assert [a.id for a in tx.approvals.queued(2, Part.WAITING)] == [approval.id]
            assert tx.approvals.queue_counts(2) == {Part.WAITING: 1}
            assert tx.approvals.queue_counts(BUYER.id) == {Part.MINE: 1}
            assert tx.approvals.queued(BUYER.id, Part.WAITING) == []

    @pytest.mark.parametrize("read_first", [True, False])
    def test_queue_follows_the_record(self, store: SqlStore, approval: Approval, read_first: bool) -> None:
        handed = (make_seat(2, vacated=True), make_seat(4, handed_by=2))
        with store.begin() as tx:
            current = tx.approvals.get(approval.id) if read_first else approval
            assert current is not None
            current = tx.approvals.save(replace(current, seats=handed))
            tx.approvals.save(replace(current, votes=(make_vote(4),)))  # and again within one transaction
        with store.read() as tx:
            assert tx.approvals.queue_counts(2) == {Part.HANDED_OVER: 1}
            assert tx.approvals.queue_counts(3) == {}
            assert tx.approvals.queue_counts(4) == {Part.HANDED_OVER: 1}
        with store.begin() as tx:
            last = tx.approvals.get(approval.id)
            assert last is not None
            tx.approvals.save(replace(last, state=ApprovalState.APPROVED))
        with store.read() as tx:
            assert [tx.approvals.queue_counts(user) for user in (2, 3, 4, BUYER.id)] == [{}] * 4

    def test_queue_is_read_in_pages_as_lists_are_sorted(self, store: SqlStore) -> None:
        """By when the order began to wait in Odoo, however late it came to whoever has it; a star comes first."""
        made = []
        for number in range(5):
            order = waiting_order(id=number, name=f"P{number:05}", waiting_since=T(hours=-number))
            made.append(make_approval(id=f"a{number}", order=order, step_opened_at=T(hours=number)))
        with store.begin() as tx:
            for waiting in made:
                tx.approvals.add(waiting)
        with store.read() as tx:
            assert list(tx.approvals.queued(2, Part.WAITING)) == pressing_first(made)
            assert [a.id for a in tx.approvals.queued(2, Part.WAITING, limit=2)] == ["a4", "a3"]
            assert [a.id for a in tx.approvals.queued(2, Part.WAITING, offset=4, limit=2)] == ["a0"]
        with store.begin() as tx:
            star = tx.approvals.get("a1")
            assert star is not None
            tx.approvals.save(replace(star, order=replace(star.order, urgent=True)))
        with store.read() as tx:
            assert [a.id for a in tx.approvals.queued(2, Part.WAITING)] == ["a1", "a4", "a3", "a2", "a0"]

    def test_queues_of_an_older_database_are_filled(self, bare: sa.Engine) -> None:
        """As a bot of the first revision left it: somebody handed over, somebody voted."""
        kept = make_approval(
            order=waiting_order(urgent=True),
            steps=(make_step(need=2),),
            seats=(make_seat(2), make_seat(3, vacated=True), make_seat(4, handed_by=3)),
            votes=(make_vote(2),),
        )
        migrations.upgrade(bare, "0001")
        with bare.begin() as connection:
            connection.execute(
                sa.insert(metadata.tables["approvals"]).values(
                    id=kept.id,
                    order_id=36,
                    order_name="P00036",
                    state="pending",
                    work="none",
                    version=1,
                    opened_at=T0,
                    step_opened_at=T0,
                    order_body=TypeAdapter(Order).dump_json(kept.order).decode(),
                    body=TypeAdapter(Approval).dump_json(kept, exclude={"order"}).decode(),
                )
            )
        migrations.upgrade(bare)
        with SqlStore(bare).read() as tx:
            found = {(user, part) for user in range(10) for part in tx.approvals.queue_counts(user)}
        assert found == parts(kept)
        table = metadata.tables["approvals"]
        with bare.connect() as connection:
            (row,) = connection.execute(sa.select(table.c.starred, table.c.waiting_since))
        assert tuple(row) == (True, kept.waiting_since)

    # Messages

    def test_message_is_recorded_once_for_its_key(self, store: SqlStore) -> None:
        with store.begin() as tx:
            assert tx.messages.add(make_message()) is True
            assert tx.messages.add(make_message(id="m-other")) is False
            assert tx.messages.get("m-card:1") == make_message()

    def test_redraw_counts_up_and_saving_does_not_undo_it(self, store: SqlStore) -> None:
        """A picture on its way to Slack while the record moves on: the newer one is still wanted."""
        with store.begin() as tx:
            tx.messages.add(make_message())
        sent = make_message(state=MessageState.SENT, drawn=1, channel="D1", ts="1.1")
        with store.begin() as tx:
            tx.messages.redraw(approval_id="a-36-1")
        with store.begin() as tx:
            tx.messages.save(sent)
            found = tx.messages.get(sent.id)
        assert found is not None
        assert (found.wanted, found.drawn, found.current) == (2, 1, False)

    def test_only_what_follows_its_record_is_redrawn(self, store: SqlStore) -> None:
        with store.begin() as tx:
            tx.messages.add(make_message("card:1", state=MessageState.SENT, drawn=1, ts="1"))
            tx.messages.add(
                make_message("outcome:1", kind=MessageKind.OUTCOME, state=MessageState.SENT, drawn=1, ts="2")
            )
            tx.messages.add(make_message("card:2", state=MessageState.WITHDRAWN))
            tx.messages.add(make_message("card:3", approval_id="a-other", state=MessageState.SENT, drawn=1, ts="3"))
            assert [m.key for m in tx.messages.redraw(approval_id="a-36-1")] == ["card:1"]
            assert [m.key for m in tx.messages.due(T(days=1))] == ["card:1"]

    def test_list_is_redrawn_with_each_approval_that_it_follows(self, store: SqlStore) -> None:
        with store.begin() as tx:
            listed = make_message("morning:1", kind=MessageKind.MORNING, state=MessageState.SENT, drawn=1, ts="1")
            tx.messages.add(listed)
            tx.messages.follow(listed.id, ["a-1", "a-2", "a-2"])
            assert [m.key for m in tx.messages.redraw(approval_id="a-2")] == ["morning:1"]
            assert [m.key for m in tx.messages.redraw(approval_id="a-1")] == ["morning:1"]
            assert tx.messages.redraw(approval_id="a-3") == []
            found = tx.messages.get(listed.id)
        assert found is not None
        assert found.wanted == 3

    def test_due_messages_wait_for_their_time(self, store: SqlStore) -> None:
        with store.begin() as tx:
            tx.messages.add(make_message(next_attempt_at=T(minutes=5)))
            assert tx.messages.due(T(minutes=4)) == []
            assert len(tx.messages.due(T(minutes=5))) == 1
            tx.messages.postpone("m-card:1", T(minutes=9))
            assert tx.messages.due(T(minutes=8)) == []

    def test_messages_are_counted_by_kind(self, store: SqlStore) -> None:
        with store.begin() as tx:
            tx.messages.add(make_message("r:1", kind=MessageKind.REMINDER))
            tx.messages.add(make_message("r:2", kind=MessageKind.REMINDER, state=MessageState.SENT))
            tx.messages.add(
                make_message("r:3", kind=MessageKind.REMINDER, state=MessageState.WITHDRAWN, error="gathered")
            )
        with store.read() as tx:
            assert tx.messages.kinds() == {
                ("reminder", "queued"): 1,
                ("reminder", "sent"): 1,
                ("reminder", "gathered"): 1,
            }

    # Exceptions

    def test_exception_is_open_once_for_its_key(self, store: SqlStore) -> None:
        with store.begin() as tx:
            first = tx.troubles.open(make_trouble(id=0), "k")
            assert first is not None
            assert tx.troubles.open(make_trouble(id=0), "k") is None
            assert tx.troubles.open(make_trouble(id=0), "other") is not None
            assert tx.troubles.get(first.id) == replace(make_trouble(), id=first.id)
            assert tx.troubles.counts() == {("not_applied", "open"): 2}

    def test_resolved_exception_may_come_back_and_a_dismissed_one_only_when_it_says_something_new(
        self, store: SqlStore
    ) -> None:
        with store.begin() as tx:
            first = tx.troubles.open(make_trouble(id=0), "k")
            assert first is not None
            tx.troubles.save(replace(first, state=ExceptionState.RESOLVED))
            second = tx.troubles.open(make_trouble(id=0), "k")
            assert second is not None
            tx.troubles.save(replace(second, state=ExceptionState.DISMISSED))
            assert tx.troubles.open(make_trouble(id=0), "k") is None
            assert tx.troubles.open(make_trouble(id=0, summary="It grew."), "k") is not None
            assert len(tx.troubles.list()) == 1
            assert len(tx.troubles.list(only_open=False)) == 3

    def test_exceptions_of_an_approval_are_found(self, store: SqlStore) -> None:
        with store.begin() as tx:
            tx.troubles.open(make_trouble(id=0, kind=ExceptionKind.NOBODY), "k")
            assert [t.kind for t in tx.troubles.open_of("a-36-1")] == [ExceptionKind.NOBODY]
            assert list(tx.troubles.open_of("a-other")) == []

    # People, cursors

    def test_slack_account_belongs_to_the_newest_match(self, store: SqlStore) -> None:
        maya, omar = make_user("maya", 8), make_user("omar", 9)
        with store.begin() as tx:
            tx.people.put(Person(maya, "U1", T0))
            tx.people.put(Person(omar, "U1", T0))
            assert [p.user.id for p in tx.people.all()] == [9]
            tx.people.put(Person(omar, "U2", T0))
            assert tx.people.by_slack("U1") is None
            assert tx.people.by_user([8, 9])[9].slack_id == "U2"

    def test_people_without_account_do_not_replace_one_another(self, store: SqlStore) -> None:
        with store.begin() as tx:
            for number in (8, 9):
                tx.people.put(Person(make_user(f"ghost{number}", number), None, T0, problem="no account"))
            assert [p.user.id for p in tx.people.all()] == [8, 9]

    def test_event_is_new_once(self, store: SqlStore) -> None:
        with store.begin() as tx:
            assert tx.cursors.first_time("Ev1", T0) is True
        with store.begin() as tx:
            assert tx.cursors.first_time("Ev1", T0) is False
            assert tx.cursors.forget_events(T(seconds=1)) == 1
            assert tx.cursors.first_time("Ev1", T0) is True

    # Audit

    def fill(self, store: SqlStore, rows: int = 5) -> None:
        with store.begin() as tx:
            for number in range(rows):
                tx.audit.append("decision.taken", actor="Maya", at=T(minutes=number), number=number, by=Decimal("1.50"))

    def breaches(self, store: SqlStore) -> list[str]:
        with store.read() as tx:
            return [breach.what for breach in verify(tx.audit.events(), tx.audit.head())[1]]

    def tamper(self, engine: sa.Engine, statement: str) -> None:
        with engine.begin() as connection:
            connection.execute(sa.text(statement))

    def test_sound_log_verifies(self, store: SqlStore) -> None:
        assert self.breaches(store) == []
        self.fill(store)
        assert self.breaches(store) == []

    def test_rolled_back_event_leaves_nothing(self, store: SqlStore) -> None:
        self.fill(store, 2)

        def fail() -> None:
            with store.begin() as tx:
                tx.audit.append("decision.taken", actor="Maya", at=T0)
                raise OSError("power cut")

        with pytest.raises(OSError, match="power cut"):
            fail()
        self.fill(store, 2)
        assert self.breaches(store) == []
        with store.read() as tx:
            assert [event.seq for event in tx.audit.events()] == [1, 2, 3, 4]

    def test_changed_row_is_found(self, store: SqlStore, engine: sa.Engine) -> None:
        self.fill(store)
        self.tamper(engine, "UPDATE audit_events SET actor = 'Omar' WHERE seq = 3")
        assert self.breaches(store) == ["row 3 changed: its content does not match its hash"]

    def test_removed_row_is_found(self, store: SqlStore, engine: sa.Engine) -> None:
        self.fill(store)
        self.tamper(engine, "DELETE FROM audit_events WHERE seq = 3")
        assert self.breaches(store) == ["row 3 removed (before row 4)"]

    def test_cut_tail_is_found(self, store: SqlStore, engine: sa.Engine) -> None:
        self.fill(store)
        self.tamper(engine, "DELETE FROM audit_events WHERE seq > 3")
        assert self.breaches(store) == ["rows 4 to 5 removed from the end"]

    def test_inserted_row_is_found(self, store: SqlStore, engine: sa.Engine) -> None:
        self.fill(store)
        self.tamper(
            engine,
            "INSERT INTO audit_events (seq, at, kind, actor, data, prev_hash, hash) "
            "SELECT 6, at, kind, 'Mallory', data, hash, hash FROM audit_events WHERE seq = 5",
        )
        found = self.breaches(store)
        assert "row 6 changed: its content does not match its hash" in found
        assert "row 6 inserted at the end: the log ends at row 5" in found

    def test_writers_at_once_make_one_chain(self, store: SqlStore) -> None:
        together([lambda: self.fill(store, 5)] * 4)
        with store.read() as tx:
            count, breaches = verify(tx.audit.events(), tx.audit.head())
        assert (count, breaches) == (20, [])

    # Absences

    def test_newer_absence_ends_the_one_in_force_and_drops_the_one_to_come(self, store: SqlStore) -> None:
        with store.begin() as tx:
            tx.absences.put(Away(8, T0, T(days=4), 9), T0)
            tx.absences.put(Away(8, T(days=9), T(days=10)), T(days=1))
            tx.absences.put(Away(8, T(days=2), T(days=3)), T(days=2))
            tx.absences.put(Away(7, T0, T(days=1)), T0)
        with store.read() as tx:
            assert tx.absences.current(T(days=2)) == {8: Away(8, T(days=2), T(days=3))}
            assert tx.absences.current(T0, [7]) == {7: Away(7, T0, T(days=1))}
            assert tx.absences.since([8], T0) == {8: [Away(8, T0, T(days=1), 9), Away(8, T(days=2), T(days=3))]}
            assert tx.absences.since([8], T(days=1)) == {8: [Away(8, T(days=2), T(days=3))]}

    def test_absence_that_is_ended_stays_on_record(self, store: SqlStore) -> None:
        with store.begin() as tx:
            tx.absences.put(Away(8, T0, T(days=4)), T0)
            tx.absences.end(8, T(days=1))
            assert tx.absences.current(T(days=1)) == {}
            assert tx.absences.since([8], T0) == {8: [Away(8, T0, T(days=1))]}

    # Types and migrations

    def test_datetime_without_a_zone_is_refused(self, store: SqlStore) -> None:
        naive = datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001 - that is the point
        with pytest.raises(StatementError, match="without a zone"), store.begin() as tx:
            tx.messages.add(make_message(next_attempt_at=naive))

    def test_datetime_of_another_zone_is_the_same_moment(self, store: SqlStore) -> None:
        there = T0.astimezone(timezone(timedelta(hours=2)))
        with store.begin() as tx:
            tx.messages.add(make_message(next_attempt_at=there))
            found = tx.messages.get("m-card:1")
        assert found is not None
        assert found.next_attempt_at == T0
        assert found.next_attempt_at.utcoffset() == timedelta(0)

    def test_tables_are_those_of_the_migrations(self, engine: sa.Engine) -> None:
        migrations.check(engine)

    def test_upgrade_works_on_an_empty_database_and_twice(self, bare: sa.Engine) -> None:
        assert migrations.current(bare) is None
        assert migrations.upgrade(bare) == migrations.head()
        with SqlStore(bare).begin() as tx:
            tx.cursors.set("kept", "yes")
        assert migrations.upgrade(bare) == migrations.head()
        with SqlStore(bare).read() as tx:
            assert tx.cursors.get("kept") == "yes"
        assert set(sa.inspect(bare).get_table_names()) == {*metadata.tables, "alembic_version"}

    def test_absences_of_an_older_database_are_kept(self, bare: sa.Engine) -> None:
        """As a bot before revision 0012 left them: one a person, without an id."""
        migrations.upgrade(bare, "0011")
        old = sa.Table("absences", sa.MetaData(), autoload_with=bare)
        with bare.begin() as connection:
            for user, deputy in ((2, None), (3, 4)):
                values = {"user_id": user, "start_at": T0, "until_at": T(days=1), "deputy_id": deputy}
                connection.execute(sa.insert(old).values(values))
        migrations.upgrade(bare)
        with SqlStore(bare).begin() as tx:
            assert tx.absences.current(T(hours=1)) == {2: Away(2, T0, T(days=1)), 3: Away(3, T0, T(days=1), 4)}
            tx.absences.put(Away(2, T(days=2), T(days=3)), T(days=1))
            assert len(tx.absences.since([2], T0)[2]) == 2

    def test_newest_migrations_can_be_taken_back_and_applied_again(self, bare: sa.Engine) -> None:
        migrations.upgrade(bare)
        with SqlStore(bare).begin() as tx:
            tx.absences.put(Away(8, T0, T(days=1)), T0)
            tx.absences.put(Away(8, T(days=2), T(days=3)), T(days=1))
        with bare.begin() as connection:
            config = migrations._config()
            config.attributes["connection"] = connection
            command.downgrade(config, "0010")
        migrations.upgrade(bare)
        migrations.check(bare)
        with SqlStore(bare).read() as tx:
            assert tx.absences.since([8], T0) == {8: [Away(8, T(days=2), T(days=3))]}, "one a person, as it was then"

    def test_database_of_a_newer_bot_is_refused(self, engine: sa.Engine) -> None:
        self.tamper(engine, "UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(InvalidInput, match="newer bot"):
            migrations.upgrade(engine)

    def test_upgrades_at_once_end_well(self, bare: sa.Engine) -> None:
        together([lambda: void(migrations.upgrade(bare))] * 3)
        migrations.check(bare)

    # Transactions

    def test_exception_rolls_everything_back(self, store: SqlStore) -> None:
        def fail() -> None:
            with store.begin() as tx:
                tx.approvals.add(make_approval())
                tx.messages.add(make_message())
                raise OSError("power cut")

        with pytest.raises(OSError, match="power cut"):
            fail()
        with store.read() as tx:
            assert tx.approvals.any() is False
            assert tx.messages.get("m-card:1") is None

    def test_reading_does_not_wait_for_a_writer(self, store: SqlStore, approval: Approval) -> None:
        with store.begin() as tx:
            trouble = tx.troubles.open(make_trouble(id=0), "k")
        assert trouble is not None
        with store.begin() as tx:
            tx.approvals.save(replace(approval, work=Work.DUE))
            tx.troubles.save(replace(trouble, attempts=5))
            seen: list[str] = []

            def look() -> None:
                with store.read() as other:
                    assert other.troubles.get(trouble.id) == trouble
                    found = other.approvals.get(approval.id)
                    seen.extend(a.work for a in (found, *other.approvals.pending()) if a)

            reader = threading.Thread(target=look)
            reader.start()
            reader.join(5)
            assert seen == [Work.NONE, Work.NONE]

    # Locks

    def test_lock_is_held_by_one(self, locks: Locks) -> None:
        with locks.hold("order:36") as first:
            assert first is True
            got: list[bool] = []

            def try_it() -> None:
                with locks.hold("order:36") as second:
                    got.append(second)
                with locks.hold("order:37") as other:
                    got.append(other)

            thread = threading.Thread(target=try_it)
            thread.start()
            thread.join()
            assert got == [False, True]
        with locks.hold("order:36") as again:
            assert again is True

    def test_lock_is_free_after_an_exception(self, locks: Locks) -> None:
        with pytest.raises(OSError, match="cut"), locks.hold("order:36"):
            raise OSError("cut")
        with locks.hold("order:36") as again:
            assert again is True

    def test_lock_is_waited_for(self, locks: Locks) -> None:
        """The waiter gets it as soon as the holder lets go."""
        holding, release, got = threading.Event(), threading.Event(), []

        def hold() -> None:
            with locks.hold("order:36"):
                holding.set()
                release.wait(5)

        def wait() -> None:
            with locks.hold("order:36", wait=5) as held:
                got.append(held)

        holder, waiter = threading.Thread(target=hold), threading.Thread(target=wait)
        holder.start()
        holding.wait(5)
        waiter.start()
        release.set()
        waiter.join()
        holder.join()
        assert got == [True]

    def test_lock_of_another_process_is_free_once_that_is_killed(self, locks: Locks, database_url: str) -> None:
        holder = subprocess.Popen(
            [sys.executable, "-c", HOLDER, database_url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"
            with locks.hold("order:36") as held:
                assert held is False
        finally:
            holder.kill()
            holder.communicate()
        with locks.hold("order:36", wait=5) as held:
            assert held is True


def together(deeds: list[Callable[[], object]]) -> None:
    """Do all of these at once, each in a thread; what one raises is raised here."""
    errors: list[BaseException] = []

    def run(deed: Callable[[], object]) -> None:
        try:
            deed()
        except BaseException as error:  # noqa: BLE001 - it must reach the test
            errors.append(error)

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def void(_result: object) -> None:
    """Nothing is made of it."""
