"""Small working stand-ins for what the bot needs from outside."""

from __future__ import annotations

import itertools
import re
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bot.adapters.database.store import SqlStore, SqlTransaction
from bot.domain.errors import (
    Conflict,
    OdooDenied,
    OdooError,
    OdooMissing,
    OdooUnavailable,
    OdooUnknownOutcome,
    SlackError,
    SlackRefused,
    SlackUnavailable,
)
from bot.domain.keys import KeyCheck
from bot.domain.orders import Head, Order, OrderState, UserRef
from bot.domain.people import OdooUser, SlackUser
from bot.domain.ports import (
    ChangedOrder,
    Clock,
    Directory,
    Jobs,
    Members,
    Messenger,
    Picture,
    Posted,
    PurchaseOrderApprover,
    PurchaseOrderReader,
)
from tests import slack_contract
from tests.builders import BELLA, T0

BOT = UserRef(14, "Procurement Bot", "procurebot-approve")
AGAIN_AFTER = (Conflict, OdooUnavailable, OdooUnknownOutcome, SlackUnavailable)


class FakeDirectory(Directory):
    """An Odoo that knows these users, groups (XML id to logins) and managers (user id to login).

    `call` is what each question passes through: where Odoo may be down.
    """

    def __init__(
        self,
        users: Iterable[OdooUser] = (),
        groups: Mapping[str, Collection[str]] | None = None,
        managers: Mapping[int, str] | None = None,
    ) -> None:
        self.everybody = {user.id: user for user in users}
        self.groups = {xml_id: list(logins) for xml_id, logins in (groups or {}).items()}
        self.managers = dict(managers or {})
        self.call: Callable[[str], AbstractContextManager[None]] = lambda _name: nullcontext()

    def users(self, ids: Collection[int]) -> Mapping[int, OdooUser]:
        with self.call("users"):
            return {i: self._with_groups(self.everybody[i]) for i in ids if i in self.everybody}

    def by_login(self, logins: Collection[str]) -> Mapping[str, OdooUser]:
        with self.call("by_login"):
            return {user.login: user for user in self._active() if user.login in logins}

    def by_email(self, email: str) -> Sequence[OdooUser]:
        wanted = email.casefold()
        with self.call("user_by_email"):
            return [u for u in self._active() if wanted in {u.email.casefold(), u.login.casefold()}]

    def in_group(self, xml_id: str) -> Sequence[OdooUser]:
        with self.call("in_group"):
            self._number(xml_id)
            return [user for user in self._active() if user.login in self.groups[xml_id]]

    def group_id(self, xml_id: str) -> int:
        with self.call("group_id"):
            return self._number(xml_id)

    def manager_of(self, user_id: int) -> OdooUser | None:
        with self.call("manager_of"):
            login = self.managers.get(user_id)
            return next((user for user in self._active() if user.login == login), None)

    def dismiss(self, login: str, *xml_ids: str) -> None:
        """Take rights away: these groups, or the whole user."""
        for xml_id in xml_ids:
            self.groups[xml_id].remove(login)
        if not xml_ids:
            user = next(u for u in self.everybody.values() if u.login == login)
            self.everybody[user.id] = replace(user, active=False)

    def _number(self, xml_id: str) -> int:
        if xml_id not in self.groups:
            raise OdooMissing(f"there is no group {xml_id}")
        return 1 + list(self.groups).index(xml_id)

    def _with_groups(self, user: OdooUser) -> OdooUser:
        own = {self._number(xml_id) for xml_id, logins in self.groups.items() if user.login in logins}
        return replace(user, groups=user.groups | own)

    def _active(self) -> list[OdooUser]:
        return [self._with_groups(user) for user in self.everybody.values() if user.active]


class Cut(BaseException):
    """The process dies here: nothing catches it, as nothing catches `kill -9`."""


class Wire:
    """What every fake outside passes through: counts calls, runs hooks, and dies where told.

    The process may die after each call that changed something on the other side, before we heard of
    it; `cut_at` numbers these points from 0. Dying anywhere between two of them is the same as dying
    after the first: reads leave nothing behind, and what we only know ourselves dies with us.
    """

    READS = frozenset(
        {"changed", "waiting", "heads", "orders", "find", "has_note", "users", "by_login", "user_by_email", "in_group"}
        | {"group_id", "manager_of", "find_message", "member", "by_email"}
    )

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.points = 0
        self.cut_at: int | None = None
        self.cut_in = ""
        self._before: list[tuple[str, Callable[[], object]]] = []
        self._hanging: dict[str, threading.Event] = {}

    def before(self, name: str, deed: Callable[[], object]) -> None:
        """Do something once, right before the next call of this name reaches the other side."""
        self._before.append((name, deed))

    def hang(self, name: str) -> threading.Event:
        """Let calls of this name wait until the event is set."""
        return self._hanging.setdefault(name, threading.Event())

    @contextmanager
    def call(self, name: str) -> Iterator[None]:
        """One call to the outside, or one commit."""
        self.calls.append(name)
        if name in self._hanging:
            assert self._hanging[name].wait(20), f"{name} was never let go"
        for pair in [p for p in self._before if p[0] == name][:1]:
            self._before.remove(pair)
            pair[1]()
        yield
        if name not in self.READS:
            self.point(f"after {name}")

    def point(self, where: str) -> None:
        """A point at which the process may die."""
        if self.points == self.cut_at:
            self.cut_in = where
            self.points += 1
            raise Cut(where)
        self.points += 1

    def count(self, name: str) -> int:
        """How often something was called."""
        return self.calls.count(name)


class FakeKeyCheck(KeyCheck):
    """An Odoo that takes every key but `bad`; they end on `when`. `away` is what it raises instead."""

    def __init__(self) -> None:
        self.bad = ""
        self.when: datetime | None = T0 + timedelta(days=90)
        self.away: Exception | None = None
        self.tried: list[str] = []

    def ends(self, login: str, secret: str) -> datetime | None:
        """When the key ends."""
        self.tried.append(login)
        if self.away:
            raise self.away
        if secret == self.bad:
            raise OdooDenied("Access Denied")
        return self.when


class FakeClock(Clock):
    """Stands still until told otherwise."""

    def __init__(self, start: datetime = T0) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def advance(self, **after: float) -> None:
        """Let time pass: `advance(minutes=5)`."""
        self._now += timedelta(**after)


class FakeOdoo(PurchaseOrderReader, PurchaseOrderApprover):
    """Odoo 19 as it behaves: `approve` looks neither at the state nor says that somebody may not.

    `uid` is the user that the bot is logged in as, `may_approve` whether that user has the right.
    """

    PAGE = 200
    TIMEOUT = 12

    def __init__(self, clock: FakeClock, wire: Wire | None = None, *, bot: UserRef = BOT) -> None:
        self.wire = wire or Wire()
        self.bot = bot
        self.may_approve = True
        self.refusal: OdooError | None = None
        self.stock: dict[int, Order] = {}
        self.notes: dict[int, list[str]] = {}
        self.approvals: dict[int, tuple[UserRef, datetime]] = {}
        self.approve_calls: list[int] = []
        self.activities: dict[int, dict[str, Any]] = {}
        self._clock = clock
        self._writers: dict[int, UserRef] = {}
        self._away = False
        self._lost: list[str] = []
        self._swallowed: list[str] = []
        self._numbers = itertools.count(501)
        self._guard = threading.RLock()

    @property
    def uid(self) -> int:
        """The id of the bot's own user."""
        return self.bot.id

    # What happens on Odoo's side

    def put(self, *orders: Order) -> None:
        """Have these orders in Odoo."""
        self.stock |= {order.id: order for order in orders}

    def change(self, order_id: int, by: UserRef = BELLA, **fields: Any) -> Order:
        """Somebody edits an order in Odoo: its `write_date` moves."""
        with self._guard:
            before = self.stock[order_id]
            earlier = before.write_date or self._clock.now()
            stamp = max(self._clock.now(), earlier + timedelta(seconds=1))
            self.stock[order_id] = replace(before, **{"write_date": stamp} | fields)
            self._writers[order_id] = by
            return self.stock[order_id]

    def reprice(self, order_id: int, price: str, by: UserRef = BELLA) -> Order:
        """The first line gets another unit price, and the totals follow."""
        order = self.stock[order_id]
        first = order.lines[0]
        line = replace(first, unit_price=Decimal(price), subtotal=Decimal(price) * first.quantity)
        lines = (line, *order.lines[1:])
        total = sum((x.subtotal for x in lines), Decimal(0))
        rate = order.rate or Decimal(1)
        return self.change(order_id, by, lines=lines, amount=total, company_amount=total / rate)

    def approve_as(self, who: UserRef, order_id: int) -> None:
        """Somebody approves in Odoo itself."""
        with self._guard:
            if self.stock[order_id].state is not OrderState.PURCHASE:
                self.change(order_id, who, state=OrderState.PURCHASE)
                self.approvals[order_id] = (who, self._clock.now())

    def cancel_as(self, who: UserRef, order_id: int) -> None:
        """Somebody cancels in Odoo itself."""
        self.change(order_id, who, state=OrderState.CANCEL)

    def delete(self, order_id: int) -> None:
        """Somebody deletes the order."""
        del self.stock[order_id]

    def state(self, order_id: int) -> OrderState:
        """The state of an order now."""
        return self.stock[order_id].state

    def decision_notes(self, order_id: int) -> list[str]:
        """The notes that speak of a decision, letter case apart."""
        return [n for n in self.notes.get(order_id, []) if re.search("approved|rejected", n, re.IGNORECASE)]

    # What goes wrong

    def down(self) -> None:
        """Odoo does not answer; nothing is done."""
        self._away = True

    def up(self) -> None:
        """Odoo is back."""
        self._away = False

    def lose_answers(self, *names: str) -> None:
        """The next call of each of these names is done, and its answer is lost."""
        self._lost += names

    def swallow(self, *names: str) -> None:
        """The next call of each of these names gets no answer until we give up, and is not done either."""
        self._swallowed += names

    # Reader

    def changed(self, since: datetime, *, after_id: int = 0, limit: int = 1000) -> Sequence[ChangedOrder]:
        with self.call("changed"):
            rows = [o for o in self._sorted() if o.id > after_id and (o.write_date or since) >= since]
            return [_row(o) for o in rows[:limit]]

    def waiting(self, *, after_id: int = 0, limit: int = 1000) -> Sequence[ChangedOrder]:
        with self.call("waiting"):
            rows = [o for o in self._sorted() if o.id > after_id and o.state is OrderState.TO_APPROVE]
            return [_row(o) for o in rows[:limit]]

    def heads(self, ids: Collection[int]) -> Mapping[int, Head]:
        heads: dict[int, Head] = {}
        for page in self._pages(ids):
            with self.call("heads"):
                heads |= {i: self._head(self.stock[i]) for i in page if i in self.stock}
        return heads

    def orders(self, ids: Collection[int]) -> Mapping[int, Order]:
        found: dict[int, Order] = {}
        for page in self._pages(ids):
            with self.call("orders"):
                found |= {i: self.stock[i] for i in page if i in self.stock}
        return found

    def find(self, name: str) -> int | None:
        with self.call("find"):
            return next((o.id for o in self.stock.values() if o.name.upper() == name.strip().upper()), None)

    # Approver

    def approve(self, order_id: int) -> None:
        with self.call("approve"):
            self.approve_calls.append(order_id)
            self._exists(order_id)
            if self.may_approve:
                self.approve_as(self.bot, order_id)

    def cancel(self, order_id: int) -> None:
        with self.call("cancel"):
            self._exists(order_id)
            if self.refusal is not None:
                raise self.refusal
            self.cancel_as(self.bot, order_id)

    def note(self, order_id: int, text: str) -> None:
        with self.call("note"):
            self._exists(order_id)
            self.notes.setdefault(order_id, []).append(text)

    def has_note(self, order_id: int, reference: str) -> bool:
        with self.call("has_note"):
            return any(reference.casefold() in text.casefold() for text in self.notes.get(order_id, []))

    def assign(self, order_id: int, user_id: int, summary: str, note: str, due: date) -> int:
        with self.call("assign"):
            self._exists(order_id)
            for planned, activity in self.activities.items():
                if (activity["order"], activity["summary"]) == (order_id, summary):
                    return planned
            number = next(self._numbers)
            self.activities[number] = {"order": order_id, "user": user_id, "summary": summary, "note": note}
            return number

    def finish(self, activity_id: int, feedback: str) -> None:
        with self.call("finish"):
            activity = self.activities.pop(activity_id, None)
            if activity is not None:
                self.notes.setdefault(activity["order"], []).append(f"Done: {activity['summary']}. {feedback}")

    @contextmanager
    def call(self, name: str) -> Iterator[None]:
        """One call to Odoo, with all that may go wrong with it."""
        if self._away:
            self.wire.calls.append(name)
            raise OdooUnavailable(f"{name}: Odoo is down")
        with self.wire.call(name):
            if name in self._swallowed:
                self._swallowed.remove(name)
                self._clock.advance(seconds=self.TIMEOUT)
                raise OdooUnknownOutcome(f"{name}: no answer")
            with self._guard:
                yield
        if name in self._lost:
            self._lost.remove(name)
            raise OdooUnknownOutcome(f"{name}: no answer")

    def _exists(self, order_id: int) -> None:
        if order_id not in self.stock:
            raise OdooMissing(f"purchase.order {order_id} is gone")

    def _head(self, order: Order) -> Head:
        by, at = self.approvals.get(order.id, (None, None))
        return Head(
            id=order.id,
            name=order.name,
            state=order.state,
            fingerprint=order.fingerprint,
            write_date=order.write_date or self._clock.now(),
            approved_by=by,
            approved_at=at,
            changed_by=self._writers.get(order.id),
            buyer_id=order.buyer.id if order.buyer else None,
            needed_by=order.needed_by,
            urgent=order.urgent,
        )

    def _pages(self, ids: Collection[int]) -> Iterator[list[int]]:
        wanted = sorted(set(ids))
        for start in range(0, len(wanted), self.PAGE):
            yield wanted[start : start + self.PAGE]

    def _sorted(self) -> list[Order]:
        return sorted(self.stock.values(), key=lambda order: order.id)


def _row(order: Order) -> ChangedOrder:
    return ChangedOrder(order.id, order.name, order.state.value, order.write_date or T0)


@dataclass
class Shown:
    """One message as it stands in Slack, with every picture it ever had."""

    recipient: str
    channel: str
    ts: str
    key: str
    pictures: list[Picture]
    thread: str | None = None

    @property
    def text(self) -> str:
        """Everything that can be read in it now."""
        return self._now.text + "\n" + "\n".join(_texts(list(self._now.blocks)))

    @property
    def buttons(self) -> dict[str, str]:
        """The live buttons: action id to value."""
        return {e["action_id"]: e.get("value", "") for e in _buttons(list(self._now.blocks))}

    @property
    def _now(self) -> Picture:
        return self.pictures[-1]


@dataclass(frozen=True)
class Whisper:
    """What one person was told, and where."""

    recipient: str
    channel: str | None
    text: str
    response_url: str | None


class FakeSlack(Messenger, Members):
    """A workspace: its people, and what was posted. Refuses what Slack would refuse, loudly."""

    TEAM = "T0NORTH"

    def __init__(self, members: Iterable[SlackUser] = (), wire: Wire | None = None) -> None:
        self.wire = wire or Wire()
        self.people = {member.id: member for member in members}
        self.shown: list[Shown] = []
        self.deleted: list[Shown] = []
        self.whispers: list[Whisper] = []
        self.homes: dict[str, list[Mapping[str, Any]]] = {}
        self._failures: list[tuple[str, SlackError, bool]] = []
        self._numbers = itertools.count(1)
        self._guard = threading.RLock()

    def fail(self, method: str, error: SlackError, *, after: bool = False, times: int = 1) -> None:
        """Let the next calls of this method fail, before or `after` they were carried out."""
        self._failures += [(method, error, after)] * times

    def to(self, recipient: str, kind: str = "") -> list[Shown]:
        """What stands in somebody's DM or in a channel; `kind` is the first word of the key."""
        return [m for m in self.shown if m.recipient == recipient and m.key.startswith(kind)]

    def cards(self, recipient: str) -> list[Shown]:
        """The cards in somebody's DM."""
        return self.to(recipient, "card:")

    def told(self, recipient: str) -> list[str]:
        """What was whispered to somebody."""
        return [w.text for w in self.whispers if w.recipient == recipient]

    # Messenger

    def post(self, recipient: str, picture: Picture, *, key: str, thread: str | None = None) -> Posted:
        channel = _channel(recipient)
        blocks = [dict(block) for block in picture.blocks]
        if blocks:
            blocks[0]["block_id"] = key
        self._accepted("chat.postMessage", channel=channel, text=picture.text, blocks=blocks or None)
        with self._call("post"):
            with self._guard:
                shown = Shown(recipient, channel, f"1700000000.{next(self._numbers):06}", key, [picture], thread)
                self.shown.append(shown)
            return Posted(shown.channel, shown.ts)

    def find(self, recipient: str, key: str, *, since: datetime, thread: str | None = None) -> Posted | None:
        with self._call("find_message"):
            there = (m for m in self.shown if m.recipient == recipient and m.thread == thread)
            found = next((m for m in there if m.key == key), None)
            return Posted(found.channel, found.ts) if found else None

    def update(self, where: Posted, picture: Picture) -> None:
        blocks = [dict(block) for block in picture.blocks]
        self._accepted("chat.update", channel=where.channel, ts=where.ts, text=picture.text, blocks=blocks or None)
        with self._call("update"):
            found = next((m for m in self.shown if (m.channel, m.ts) == (where.channel, where.ts)), None)
            if found is None:
                raise SlackRefused("message_not_found", method="chat.update")
            found.pictures.append(picture)

    def delete(self, where: Posted) -> None:
        self._accepted("chat.delete", channel=where.channel, ts=where.ts)
        with self._call("delete"), self._guard:
            self.deleted += [m for m in self.shown if (m.channel, m.ts) == (where.channel, where.ts)]
            self.shown = [m for m in self.shown if (m.channel, m.ts) != (where.channel, where.ts)]

    def show_home(self, slack_id: str, view: Mapping[str, Any]) -> None:
        self._accepted("views.publish", user_id=slack_id, view=dict(view))
        with self._call("show_home"):
            self.homes.setdefault(slack_id, []).append(view)

    def whisper(self, recipient: str, channel: str | None, text: str, *, response_url: str | None = None) -> None:
        assert text.strip()
        with self._call("whisper"):
            self.whispers.append(Whisper(recipient, channel, text, response_url))

    # Members

    def team_id(self) -> str:
        return self.TEAM

    def member(self, slack_id: str) -> SlackUser | None:
        with self._call("member"):
            return self.people.get(slack_id)

    def by_email(self, email: str) -> SlackUser | None:
        with self._call("by_email"):
            wanted = email.casefold()
            return next((m for m in self.people.values() if m.email.casefold() == wanted and not m.deleted), None)

    def address(self, where: Posted) -> str:
        return f"https://northgate.slack.com/archives/{where.channel}/p{where.ts.replace('.', '')}"

    @contextmanager
    def _call(self, name: str) -> Iterator[None]:
        failure = next((f for f in self._failures if f[0] == name), None)
        if failure is not None:
            self._failures.remove(failure)
        with self.wire.call(name):
            if failure and not failure[2]:
                raise failure[1]
            yield
        if failure and failure[2]:
            raise failure[1]

    def _accepted(self, method: str, **arguments: Any) -> None:
        problems = slack_contract.call_errors(method, {k: v for k, v in arguments.items() if v is not None})
        assert not problems, [str(problem) for problem in problems]


def _channel(recipient: str) -> str:
    return f"D{recipient[1:]}" if recipient.startswith(("U", "W")) else recipient


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("text"), str):
            yield node["text"]
        for value in node.values():
            yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)


def _buttons(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if node.get("type") == "button":
            yield node
        for value in node.values():
            yield from _buttons(value)
    elif isinstance(node, list):
        for value in node:
            yield from _buttons(value)


@dataclass(order=True)
class Job:
    """One job that waits to be run."""

    due: datetime
    number: int
    name: str
    key: str
    partition: str | None = None


class FakeJobs:
    """The job engine's promise: what a transaction enqueues runs after its commit, and never without.

    A job that could not reach Odoo or Slack is run again later, as the real engine does. Jobs are
    as durable as the database: a crash loses none, and one that was cut off is run again.
    """

    AGAIN = timedelta(seconds=10)

    def __init__(self, clock: Clock) -> None:
        self.waiting: list[Job] = []
        self.broken: list[tuple[Job, Exception]] = []
        self._clock = clock
        self._numbers = itertools.count(1)
        self._guard = threading.Lock()

    def publish(self, jobs: Iterable[tuple[str, str, str | None, float]]) -> None:
        """The transaction that enqueued these is committed."""
        with self._guard:
            for name, key, partition, delay in jobs:
                due = self._clock.now() + timedelta(seconds=delay)
                self.waiting.append(Job(due, next(self._numbers), name, key, partition))

    def run_all(self, table: Mapping[str, Callable[[str], None]]) -> int:
        """Run what is due, and what that starts; how many jobs ran."""
        ran = 0
        while job := self._next():
            try:
                table[job.name](job.key)
            except AGAIN_AFTER as error:
                self._remove(job)
                self.publish([(job.name, job.key, job.partition, self.AGAIN.total_seconds())])
                self.broken.append((job, error))
            else:
                self._remove(job)
            ran += 1
            assert ran < 2000, "jobs start one another without end"
        return ran

    def names(self) -> list[str]:
        """What waits, by name."""
        return [job.name for job in sorted(self.waiting)]

    def _next(self) -> Job | None:
        with self._guard:
            due = [job for job in self.waiting if job.due <= self._clock.now()]
            return min(due) if due else None

    def _remove(self, job: Job) -> None:
        with self._guard:
            self.waiting.remove(job)


class RecordedJobs(Jobs):
    """What one transaction enqueues."""

    def __init__(self) -> None:
        self.recorded: list[tuple[str, str, str | None, float]] = []

    def enqueue(self, name: str, key: str, *, partition: str | None = None, delay: float = 0.0) -> None:
        self.recorded.append((name, key, partition, delay))


class WiredStore(SqlStore):
    """The real store; each commit passes through the wire, and then publishes its jobs."""

    def __init__(self, engine: sa.Engine, jobs: FakeJobs, wire: Wire) -> None:
        super().__init__(engine)
        self._jobs = jobs
        self._wire = wire

    @contextmanager
    def begin(self) -> Iterator[SqlTransaction]:
        recorded = RecordedJobs()
        with ExitStack() as after:
            with super().begin() as tx:
                tx.jobs = recorded
                yield tx
                after.enter_context(self._wire.call("commit"))  # raising here rolls back
            self._jobs.publish(recorded.recorded)
