"""Cases of supplier mail in the database, and what people said that vendors mean."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.exc import IntegrityError

from bot.adapters.database.case_tables import mail_case_orders, mail_cases, vendor_habits
from bot.adapters.database.exceptions import forget_exception_words
from bot.domain.cases import Case, CaseMail, CaseWork
from bot.domain.errors import Conflict
from bot.domain.habits import Habit
from bot.domain.ports import Cases, Habits
from bot.domain.proposals import Change
from bot.domain.triage import Address, without_words

_CASE = TypeAdapter(Case)
_HABIT = TypeAdapter(Habit)


class SqlCases(Cases):
    """One row a conversation; the row that has work to do is the job, so nothing is lost in a crash."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, case: Case) -> None:
        """Record a new case. Raises `Conflict` when its thread has one already."""
        try:
            with self._connection.begin_nested():
                self._connection.execute(sa.insert(mail_cases).values(id=case.id, **_columns(case)))
        except IntegrityError as error:
            raise Conflict("this conversation has a case already") from error
        self._keep_orders(case)

    def get(self, case_id: str) -> Case | None:
        """One case by id, locked until the end of a writing transaction."""
        query = sa.select(mail_cases.c.body).where(mail_cases.c.id == case_id)
        if not self._connection.get_execution_options().get("read_only", False):
            query = query.with_for_update()
        found = self._find(query)
        return found[0] if found else None

    def of_thread(self, thread: str) -> Case | None:
        """The case of a conversation."""
        found = self._find(sa.select(mail_cases.c.body).where(mail_cases.c.thread == thread))
        return found[0] if found else None

    def save(self, case: Case) -> Case:
        """Store where the version is still `case.version`; returns it with the next one."""
        after = replace(case, version=case.version + 1)
        which = sa.and_(mail_cases.c.id == case.id, mail_cases.c.version == case.version)
        done = self._connection.execute(sa.update(mail_cases).where(which).values(**_columns(after)))
        if done.rowcount != 1:
            raise Conflict(f"{case.name} was changed by somebody else")
        self._keep_orders(after)
        return after

    def due(self, now: datetime, limit: int = 200) -> Sequence[str]:
        """Cases with owed work whose time has come, longest waiting first."""
        ready = sa.or_(mail_cases.c.next_action_at.is_(None), mail_cases.c.next_action_at <= now)
        query = sa.select(mail_cases.c.id).where(mail_cases.c.work != CaseWork.NONE.value, ready)
        query = query.order_by(mail_cases.c.next_action_at, mail_cases.c.opened_at).limit(limit)
        return list(self._connection.execute(query).scalars())

    def defer(self, case_id: str, until: datetime | None) -> None:
        """Set when owed work is tried again."""
        self._connection.execute(sa.update(mail_cases).where(mail_cases.c.id == case_id).values(next_action_at=until))

    def about(self, order_id: int, limit: int = 50) -> Sequence[Case]:
        """The cases about an order, the newest first."""
        joined = mail_cases.join(mail_case_orders, mail_case_orders.c.case_id == mail_cases.c.id)
        query = sa.select(mail_cases.c.body).select_from(joined).where(mail_case_orders.c.order_id == order_id)
        return self._find(query.order_by(mail_cases.c.opened_at.desc()).limit(limit))

    def since(self, moment: datetime, limit: int = 5000) -> Sequence[Case]:
        """Cases opened at or after a moment, oldest first."""
        query = sa.select(mail_cases.c.body).where(mail_cases.c.opened_at >= moment)
        return self._find(query.order_by(mail_cases.c.opened_at).limit(limit))

    def counts(self) -> Mapping[tuple[str, str], int]:
        """Number of cases by (state, work)."""
        query = sa.select(mail_cases.c.state, mail_cases.c.work, sa.func.count())
        grouped = self._connection.execute(query.group_by(mail_cases.c.state, mail_cases.c.work))
        return {(state, work): count for state, work, count in grouped}

    def _keep_orders(self, case: Case) -> None:
        self._connection.execute(sa.delete(mail_case_orders).where(mail_case_orders.c.case_id == case.id))
        rows = [{"case_id": case.id, "order_id": order.id} for order in case.orders]
        if rows:
            self._connection.execute(sa.insert(mail_case_orders), rows)

    def _find(self, query: sa.Select[Any]) -> list[Case]:
        return [_CASE.validate_json(body) for body in self._connection.execute(query).scalars()]


class SqlHabits(Habits):
    """What vendors mean by their own words. Nothing is deleted: what was taken back says by whom."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, habit: Habit) -> None:
        """Record what somebody said."""
        values = {"id": habit.id, "vendor_id": habit.vendor_id, "at": habit.at, **_habit(habit)}
        self._connection.execute(sa.insert(vendor_habits).values(**values))

    def get(self, habit_id: str) -> Habit | None:
        """One by id."""
        query = sa.select(vendor_habits.c.body).where(vendor_habits.c.id == habit_id)
        body = self._connection.execute(query).scalar()
        return _HABIT.validate_json(body) if body else None

    def save(self, habit: Habit) -> None:
        """Record that it was taken back."""
        which = vendor_habits.c.id == habit.id
        self._connection.execute(sa.update(vendor_habits).where(which).values(**_habit(habit)))

    def of(self, vendor_ids: Collection[int]) -> Sequence[Habit]:
        """Those of vendors that hold, oldest first."""
        which = sa.and_(vendor_habits.c.vendor_id.in_(sorted(vendor_ids)), vendor_habits.c.undone_at.is_(None))
        query = sa.select(vendor_habits.c.body).where(which).order_by(vendor_habits.c.at, vendor_habits.c.id)
        return [_HABIT.validate_json(body) for body in self._connection.execute(query).scalars()]


def forget_case_words(connection: sa.Connection, thread: str, mail_id: str) -> None:
    """Take out of a conversation's case all that a mail said and who wrote it; what was applied stays, unquoted."""
    cases = SqlCases(connection)
    case = cases.of_thread(thread)
    if case is None:
        return
    forget_exception_words(connection, case.exceptions, mail_id)
    mails = tuple(_blank(mail) if mail.mail_id == mail_id else mail for mail in case.mails)

    def unquoted(change: Change) -> Change:
        return replace(change, quote="", caution="", remark="") if change.mail_id == mail_id else change

    cases.save(
        replace(
            case,
            mails=mails,
            match=None,
            changes=tuple(map(unquoted, case.changes)),
            applied=tuple(replace(one, change=unquoted(one.change)) for one in case.applied),
            not_offered=(),
            as_ordered=(),
            problem="",
        )
    )


def _blank(mail: CaseMail) -> CaseMail:
    suggestion = without_words(mail.suggestion) if mail.suggestion else None
    return replace(mail, sender=Address(), subject="", suggestion=suggestion, why="")


def _columns(case: Case) -> dict[str, Any]:
    return {
        "thread": case.thread,
        "state": case.state.value,
        "work": case.work.value,
        "version": case.version,
        "opened_at": case.opened_at,
        "body": _CASE.dump_json(case).decode(),
    }


def _habit(habit: Habit) -> dict[str, Any]:
    return {"undone_at": habit.undone_at, "body": _HABIT.dump_json(habit).decode()}
