"""Every due step is taken exactly once, as seen in Slack, though the bots are killed while they sweep and send.

Whole bots between the sandbox Odoo and the sandbox Slack: two on one SQLite file, three on PostgreSQL. Everybody is
reminded twice and everything is escalated once while replicas die at random moments; KILL_SEED gives the same plan.
"""

import json
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.database.engine import open_engine
from bot.adapters.database.store import SqlStore
from bot.domain.approvals import ApprovalState
from bot.domain.audit import verify
from bot.domain.messages import MessageState
from bot.sandbox.odoo import SandboxOdoo
from bot.sandbox.slack import SandboxSlack, serve
from bot.sandbox.workspace import workspace
from tests.contract.served import served
from tests.free_ports import free_port
from tests.real.bot_process import BotProcess
from tests.real.killing import Replicas, replicas

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

ORDERS = 24
REMINDERS = 2
KILLS = 16
HEAD_START = timedelta(seconds=4)  # the killing begins so long before the first step is due
BETWEEN_KILLS = (2.0, 9.0)  # seconds; every second kill comes right upon a post
SETTLED_WITHIN = 330.0  # a message whose job was lost with its process is taken up after five minutes
POLICY = """
rules:
  - name: Freya's
    when: {buyer: [freya]}
    steps: [{name: Purchasing, approvers: {user: ines}}]
  - name: Everybody else's
    steps: [{name: Purchasing, approvers: {user: tomasz}}]
escalation:
  default: quick
  chains:
    quick:
      remind_after: 1m clock
      repeat: 1m clock
      reminders: 2
      levels:
        - escalate_after: 1m clock
          then: [{card_to: {user: ruth}}, tell_buyer]
  urgent: {needed_within: 365d, outside_hours: true}
  morning_digest: false
  digest_over: 20
  per_hour: 60
"""


class Seen:
    """Everything that was ever posted in the sandbox Slack, by the key in its first block."""

    def __init__(self, slack: SandboxSlack) -> None:
        self.posted: list[tuple[str, list[dict[str, Any]]]] = []
        self.stirred = threading.Event()
        self._posted = slack.world.posted
        slack.world.posted = self._note  # type: ignore[method-assign]

    def _note(self, room: Any, message: Any, **how: Any) -> Any:
        if message.blocks:
            key = str(message.blocks[0].get("block_id"))
            self.posted.append((key, message.blocks))
            if not key.startswith("card:"):
                self.stirred.set()
        return self._posted(room, message, **how)

    def singles(self) -> Counter[str]:
        """How often each message was posted by itself."""
        return Counter(key for key, _ in self.posted if key.partition(":")[0] in {"reminder", "escalation", "stuck"})

    def listed(self) -> Counter[str]:
        """How often each message stood on a list, by its id in the bot's records."""
        return Counter(
            block["accessory"]["value"]
            for key, blocks in self.posted
            if key.startswith("gathered:")
            for block in blocks
            if block.get("accessory")
        )


class World:
    """The sandboxes, and the bots that run between them."""

    def __init__(self, folder: Path, database_url: str, stack: ExitStack) -> None:
        self.odoo = SandboxOdoo(folder / "odoo.sqlite", lambda: datetime.now(UTC))
        stack.callback(self.odoo.close)
        self.odoo_url = stack.enter_context(served(self.odoo))
        self.slack = stack.enter_context(
            serve(lambda: SandboxSlack(workspace(), lambda: datetime.now(UTC), None, "socket"))
        )
        self.seen = Seen(self.slack.slack)
        self.database_url = database_url
        self._folder = folder
        (folder / "policy.yaml").write_text(POLICY)

    def make_bot(self, name: str) -> BotProcess:
        folder = self._folder / name
        folder.mkdir()
        app = self.slack.slack.world.workspace.app
        settings = {
            "SLACK_BOT_TOKEN": app.bot_token,
            "SLACK_APP_TOKEN": app.app_token,
            "SLACK_API_URL": self.slack.api_url,
            "ODOO_URL": self.odoo_url,
            "ODOO_DB": self.odoo.db,
            "ODOO_LOGIN": self.odoo.bot_login,
            "ODOO_API_KEY": self.odoo.bot_key,
            "DATABASE_URL": self.database_url,
            "POLICY_FILE": str(self._folder / "policy.yaml"),
            "POLL_SECONDS": "5",
            "DIGEST_OVER": "500",
            "HTTP_PORT": str(free_port()),
        }
        return BotProcess(folder, settings)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[World, int]]:
    sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'bot.db'}" if sqlite else request.getfixturevalue("postgres_url")
    with ExitStack() as stack:
        yield World(tmp_path, url, stack), 2 if sqlite else 3


def wait_for(condition: Callable[[], bool], within: float, what: Callable[[], str]) -> float:
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < within, f"not within {within:.0f} s: {what()}"
        time.sleep(0.5)  # nothing tells when a process of somebody else has stored something
    return time.monotonic() - start


def kill_about(running: Replicas, names: list[str], chance: random.Random, until: threading.Event, seen: Seen) -> None:
    """One replica after another dies, at a random moment or when something was just posted, and comes back."""
    for number in range(KILLS):
        pause = chance.uniform(*BETWEEN_KILLS)
        if until.wait(pause):
            return
        if number % 2:
            seen.stirred.clear()
            seen.stirred.wait(2 * pause)
        running.kill(chance.choice(names), "upon a post" if number % 2 and seen.stirred.is_set() else "at random")
        until.wait(chance.uniform(0.1, 0.8))
        running.revive(ready=False)


def test_every_due_step_is_taken_once_though_the_bots_are_killed(world: tuple[World, int]) -> None:
    place, count = world
    seed = int(os.environ.get("KILL_SEED") or random.SystemRandom().randrange(10**6))
    chance = random.Random(seed)
    names = [f"bot{number}" for number in range(count)]
    orders = [place.odoo.new_order("ordinary", buyer) for _ in range(ORDERS // 2) for buyer in ("freya", "kofi")]
    with replicas(names, place.make_bot) as running, ExitStack() as stack:
        engine = open_engine(place.database_url)
        stack.callback(engine.dispose)
        store = SqlStore(engine)

        def events(kind: str) -> list[dict[str, Any]]:
            with store.read() as tx:
                return [{**json.loads(e.data), "approval": e.approval_id} for e in tx.audit.events() if e.kind == kind]

        def opened() -> int:
            with store.read() as tx:
                return len({a.order.id for a in tx.approvals.pending()} & set(orders))

        def left() -> str:
            """What is still to be done, in words."""
            with store.read() as tx:
                pending = tx.approvals.pending()
                watches = [w for a in pending for w in tx.watches.of(a.id, 0)]
                owed = [m for a in pending for m in tx.messages.of(approval_id=a.id) if not m.current]
            early = [w for w in watches if w.reminders < REMINDERS or w.level < 1]
            return "\n".join(map(str, [*early[:3], *owed[:3]]))

        def first_due() -> datetime:
            with store.read() as tx:
                planned = [w.due_at for a in tx.approvals.pending() for w in tx.watches.of(a.id, 0) if w.version > 1]
            return min((due for due in planned if due), default=datetime.max.replace(tzinfo=UTC))

        wait_for(lambda: opened() == ORDERS, 90, lambda: "an approval for each order")
        wait_for(lambda: first_due() - datetime.now(UTC) < HEAD_START, 90, lambda: "the first reminder is near")
        stop = threading.Event()
        killer = threading.Thread(target=kill_about, args=(running, names, chance, stop, place.seen))
        killer.start()
        killer.join()
        while_killed = len(events("escalation.reminded")) + len(events("escalation.taken"))
        running.revive()
        settled = wait_for(lambda: not left(), SETTLED_WITHIN, left)

        with store.read() as tx:
            pending = tx.approvals.pending()
            messages = [m for a in pending for m in tx.messages.of(approval_id=a.id)]
            assert verify(tx.audit.events(), tx.audit.head())[1] == []
        reminded, taken = events("escalation.reminded"), events("escalation.taken")
        stop.set()
    waited_for = len({(e["approval"], e["waits_for"]) for e in reminded})
    assert len(reminded) == REMINDERS * waited_for
    assert len(taken) == len(pending)
    assert all(a.state is ApprovalState.PENDING and not a.votes for a in pending), "silence never decides"

    singles, listed = place.seen.singles(), place.seen.listed()
    kinds = {m.kind.value for m in messages}
    assert {"reminder", "escalation", "stuck"} <= kinds
    said = [m for m in messages if m.kind.value in {"reminder", "escalation", "stuck"}]
    for message in said:
        times = singles[message.key] + listed[message.id]
        replaced = message.kind.value == "reminder" and message.state is MessageState.WITHDRAWN
        assert times == 1 or (times == 0 and replaced), f"{message.key} was seen {times} times: {message}"
    by_kind = Counter(m.kind.value for m in said)
    print(
        f"KILL_SEED={seed}: {count} bots killed ({dict(running.killed)}) while {while_killed} steps "
        f"were taken, all settled {settled:.0f} s later; "
        f"{len(pending)} requests, {len(reminded)} reminders and {len(taken)} escalations due, each taken once; "
        f"{dict(by_kind)} messages: {sum(singles.values())} seen singly, {sum(listed.values())} on lists, none twice"
    )
