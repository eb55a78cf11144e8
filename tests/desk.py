"""The whole desk on fakes: the real services over a real database file, a pretended Odoo and Slack.

`Desk.open` lets an order wait in Odoo and brings its cards out; `click` is what the Approve button
does; `pass_time` lets the clock run with its jobs, sweeps and polls.
"""

from __future__ import annotations

import functools
import shutil
from datetime import UTC, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa

from bot import bootstrap, jobs
from bot.adapters.database.engine import open_engine
from bot.adapters.database.locks import FileLocks
from bot.adapters.policy_file import load, parse
from bot.adapters.vault import FernetVault
from bot.bootstrap_parts import Parts
from bot.bootstrap_triage import TriageParts
from bot.domain.advice import Adviser
from bot.domain.approvals import Approval, Verdict
from bot.domain.audit import AuditEvent, Breach, verify
from bot.domain.errors import OdooError, Refused, SlackError
from bot.domain.exceptions import Trouble
from bot.domain.lookups import Asker, Tools
from bot.domain.messages import Message
from bot.domain.orders import Order, UserRef
from bot.domain.people import OdooUser, SlackUser
from bot.domain.policy import Policy
from bot.jobs.clock import Rounds
from bot.jobs.escalation import EscalationRounds
from bot.jobs.triage import TriageRounds
from bot.services.directory import RememberingDirectory
from bot.services.keys import KeyService
from bot.tools import Toolbox
from bot.web.metrics import Metrics
from tests.builders import BELLA, make_order, make_user
from tests.fake_calendars import FakePresences, FakeSchedules
from tests.fake_purchases import FakePurchases
from tests.fake_speaker import FakeSpeaker
from tests.fake_supply import FakeSupply
from tests.fakes import BOT, FakeClock, FakeDirectory, FakeJobs, FakeKeyCheck, FakeOdoo, FakeSlack, Wire, WiredStore

EXAMPLE = Path(__file__).parent.parent / "policy.example.yaml"
PURCHASING, ACCOUNTING, BUYING = (
    "purchase.group_purchase_manager",
    "account.group_account_manager",
    "purchase.group_purchase_user",
)
BEN = UserRef(7, "Ben Kaya", "ben")
MAYA, OMAR, FIONA = (
    UserRef(8, "Maya Lindqvist", "maya"),
    UserRef(9, "Omar Haddad", "omar"),
    UserRef(10, "Fiona Price", "fiona"),
)
ADMIN = UserRef(2, "Administrator", "admin")
maya, omar, fiona, bella, ben, olga = "U0MAYA", "U0OMAR", "U0FIONA", "U0BELLA", "U0BEN", "U0OLGA"
EXCEPTIONS = "#procurement-exceptions"
SECRET_KEY = "xMnl5F_zZ1Pj4s0a2n7b9Tq8rW3vY6uD1eG4hK7mN0o="

ONE_STEP = """
rules:
  - name: Every order
    steps:
      - name: Purchasing
        approvers: {user: [maya, omar]}
"""
TWO_STEPS = """
rules:
  - name: Every order
    steps:
      - name: Purchasing
        approvers: {user: [maya, omar]}
      - name: Accounting
        approvers: {user: [fiona]}
exceptions: {owner: omar}
"""


def slack_user(slack_id: str, name: str, email: str, **overrides: Any) -> SlackUser:
    """A member of our workspace with a confirmed e-mail address."""
    return SlackUser(**{"id": slack_id, "name": name, "email": email, "email_confirmed": True,
                        "team_id": FakeSlack.TEAM} | overrides)  # fmt: skip


def northgate() -> FakeDirectory:
    """The people of the seeded Odoo."""
    people = [ADMIN, BELLA, BEN, MAYA, OMAR, FIONA, BOT]
    return FakeDirectory(
        [make_user(who.login, who.id, who.name) for who in people],
        groups={
            PURCHASING: ["admin", "maya", "omar", "fiona", BOT.login],
            ACCOUNTING: ["admin", "fiona"],
            BUYING: ["admin", "bella", "ben", "maya", "omar", "fiona", BOT.login],
        },
        managers={BELLA.id: "maya"},
    )


def workspace() -> list[SlackUser]:
    """Their Slack accounts, and Olga's, whom Odoo does not know; the administrator has none."""
    ids = {BELLA: bella, BEN: ben, MAYA: maya, OMAR: omar, FIONA: fiona}
    known = [slack_user(ids[who], who.name, f"{who.login}@northgate.example") for who in ids]
    return [*known, slack_user(olga, "Olga Outside", "olga@northgate.example")]


class Desk:
    """One bot and its world. `restart` makes a new bot in the same world, as after a crash."""

    def __init__(
        self,
        folder: Path,
        template: Path,
        policy: str | Policy = "",
        *,
        digest_over: int = 20,
        channel: str = EXCEPTIONS,
        escalation_channel: str = "",
    ) -> None:
        self.database = folder / "desk.db"
        shutil.copyfile(template, self.database)
        self.clock = FakeClock()
        self.wire = Wire()
        self.odoo = FakeOdoo(self.clock, self.wire)
        self.slack = FakeSlack(workspace(), self.wire)
        self.speaker = FakeSpeaker(self.wire)
        self.purchases = FakePurchases()
        self.adviser: Adviser | None = None
        self.key_check = FakeKeyCheck()
        self.directory = northgate()
        self.directory.call = self.odoo.call
        self.jobs = FakeJobs(self.clock)
        self.policy = policy if isinstance(policy, Policy) else _policy(policy)
        self._settings = {"digest_over": digest_over, "exceptions_channel": channel,
                          "escalation_channel": escalation_channel,
                          "odoo_url": "https://odoo.example.com", "timezone": "UTC", "triage_channel": ""}  # fmt: skip
        self.supply = FakeSupply(self.odoo)
        self.schedules = FakeSchedules()
        self.presences = FakePresences()
        self._engines: list[Any] = []
        self.restart()

    def restart(self, policy: str = "") -> None:
        """A new process: nothing is left of the old one but what was stored."""
        if policy:
            self.policy = _policy(policy)
        self.close()
        engine = open_engine(f"sqlite:///{self.database}")
        # What a power cut may take is not tested here; without the waiting for the disk tests are fast.
        sa.event.listen(engine, "connect", _no_sync)
        self._engines.append(engine)
        engine = _knowing_what_others_compiled(engine)
        self.store = WiredStore(engine, self.jobs, self.wire)
        self.engine = engine
        self.locks = FileLocks(self.database.with_suffix(".locks"))
        self.parts: Any = Parts(
            settings=SimpleNamespace(**self._settings),
            policy=self.policy,
            engine=engine,
            job_engine=None,
            store=self.store,
            locks=self.locks,
            clock=self.clock,
            odoo=self.odoo,
            orders=self.odoo,
            approver=self.odoo,
            directory=RememberingDirectory(self.directory, self.clock),
            messenger=self.slack,
            speaker=self.speaker,
            keys=KeyService(self.store, FernetVault([SECRET_KEY]), self.key_check, self.clock),
            tools_for=self._tools_for,
            adviser=self.adviser,
            triage=TriageParts(supply=self.supply, amender=self.supply, held_up=self.supply.held_up),
            members=self.slack,
            schedules=self.schedules,
            presences=self.presences,
            metrics=Metrics(),
        )  # type: ignore[arg-type]
        self.services = s = bootstrap.services(self.parts)
        self.table = jobs.table(
            s.applying, s.seating, s.conversation, s.delivery, s.exceptions, s.reconciliation, s.questions,
            s.triage.applying, s.triage.letters,
        )  # fmt: skip
        self.mail_rounds = TriageRounds(self.store, self.clock, s.triage.applying, s.triage.letters, s.triage.chasing)
        self.rounds = Rounds(
            self.store, self.clock, self.locks, s.applying, s.reconciliation, s.exceptions, lambda _before: 0
        )

        self.escalation = EscalationRounds(s.escalation.sweeping, s.escalation.mornings, s.releasing)

    def _tools_for(self, user: OdooUser, _deciders: Any) -> Tools:
        """The look-ups of one person, who sees orders if they may buy."""
        may = user.login in self.directory.groups[BUYING]
        asker = Asker(user.id, user.name, (1,), sees_orders=may)
        return Toolbox(self.purchases, asker, clock=self.clock.now, zone=UTC)

    def close(self) -> None:
        """The process ends."""
        for engine in self._engines:
            engine.dispose()
        self._engines.clear()

    # What happens

    def order(self, number: int = 36, **overrides: Any) -> Order:
        """Have an order wait in Odoo, without the bot having seen it."""
        given = {"id": number, "name": f"P{number:05}", "write_date": self.clock.now()} | overrides
        order = make_order(**given)
        self.odoo.put(order)
        return order

    def open(self, number: int = 36, **overrides: Any) -> Approval:
        """Have an order wait in Odoo, and its cards in Slack."""
        order = self.order(number, **overrides)
        with self.store.read() as tx:
            quiet = tx.cursors.get("odoo.changed") is None
        if quiet:
            self.services.reconciliation.reconcile([order.id])
        else:
            self.rounds.poll()
        self.run()
        return self.approval(number)

    def click(self, who: str, approval: Approval, verdict: Verdict = Verdict.APPROVE, reason: str = "") -> Approval:
        """What a decision does: taken, then carried out at once. Raises `Refused`."""
        taken = self.take(who, approval, verdict, reason)
        self.services.applying.settle(approval.id)
        self.run()
        return self.get(taken.id)

    def take(self, who: str, approval: Approval, verdict: Verdict = Verdict.APPROVE, reason: str = "") -> Approval:
        """A decision taken and committed; the bot has not gone on yet. Raises `Refused`."""
        self.services.people.who(who)
        return self.services.desk.decide(approval.id, who, verdict, reason, channel=f"D{who[1:]}")

    def reject(self, who: str, approval: Approval, reason: str = "Too expensive") -> Approval:
        """A rejection with its reason."""
        return self.click(who, approval, Verdict.REJECT, reason)

    def refusal(self, who: str, approval: Approval, verdict: Verdict = Verdict.APPROVE) -> Refused:
        """The refusal that a click meets."""
        try:
            self.click(who, approval, verdict, "a reason" if verdict is Verdict.REJECT else "")
        except Refused as refused:
            return refused
        raise AssertionError(f"{who} was not refused")

    def run(self) -> None:
        """Run the jobs that are due."""
        self.jobs.run_all(self.table)

    def poll(self) -> None:
        """One look at Odoo, and what follows from it."""
        self.rounds.poll()
        self.run()

    def pass_time(self, **after: float) -> None:
        """Let time pass in steps of five seconds, with jobs and sweeps; a poll every half a minute."""
        end = self.clock.now() + timedelta(**after)
        step = 0
        while self.clock.now() < end:
            step += 1
            self.clock.advance(seconds=5)
            self.run()
            self.rounds.sweep()
            self.escalation.look()
            if step % 6 == 0:
                try:
                    self.rounds.poll()
                except (OdooError, SlackError):
                    continue
            self.run()

    def calm_down(self, **at_most: float) -> None:
        """Let time pass until nothing is owed to anybody."""
        end = self.clock.now() + timedelta(**(at_most or {"minutes": 2}))
        self.run()
        while not self.idle():
            assert self.clock.now() < end, f"still busy: {self.jobs.names()}"
            self.pass_time(seconds=10)

    # What is on record

    def approval(self, number: int = 36) -> Approval:
        """The newest approval of an order."""
        with self.store.read() as tx:
            found = tx.approvals.latest(f"P{number:05}")
        assert found is not None, f"no approval of P{number:05}"
        return found

    def get(self, approval_id: str) -> Approval:
        """An approval as it is now."""
        with self.store.read() as tx:
            found = tx.approvals.get(approval_id)
        assert found is not None
        return found

    def pending(self) -> list[str]:
        """The orders that wait for a decision here."""
        with self.store.read() as tx:
            return sorted(a.order.name for a in tx.approvals.pending())

    def messages(self, approval: Approval) -> list[Message]:
        """What is to be said about an approval."""
        with self.store.read() as tx:
            return list(tx.messages.of(approval_id=approval.id))

    def troubles(self, *, only_open: bool = True) -> list[Trouble]:
        """The exceptions."""
        return self.services.exceptions.listed(only_open=only_open)

    def events(self, kind: str = "") -> list[AuditEvent]:
        """The audit log, or the events of one kind."""
        with self.store.read() as tx:
            return [event for event in tx.audit.events() if event.kind.startswith(kind)]

    def breaches(self) -> list[Breach]:
        """What `audit verify` finds."""
        with self.store.read() as tx:
            return verify(tx.audit.events(), tx.audit.head())[1]

    def idle(self) -> bool:
        """Whether nothing is owed to anybody."""
        with self.store.read() as tx:
            far = self.clock.now() + timedelta(days=9)
            return not tx.approvals.due(far) and not tx.messages.due(far)


def _no_sync(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")


@functools.cache
def _policy(text: str) -> Policy:
    """The policy of this text, the example without one. Reading YAML takes longer than most of what a test does."""
    return parse(text) if text else load(EXAMPLE)


_DIALECTS: list[sa.Dialect] = []
_COMPILED: dict[Any, Any] = {}


def _knowing_what_others_compiled(engine: sa.Engine) -> sa.Engine:
    """Each engine compiles every statement anew, which would take a third of the tests' time: here they share."""
    with engine.connect():
        _DIALECTS.append(engine.dialect)
    engine.dialect = _DIALECTS[0]
    return engine.execution_options(compiled_cache=_COMPILED)
