"""What it takes to kill the bot where it hurts: traps on its calls, a Slack that hands each envelope to one replica,
people who click again until Slack shows no failure, and what must be true in Odoo afterwards."""

import asyncio
import json
import random
import threading
import time
import urllib.request
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from bot.adapters.database.engine import open_engine
from bot.adapters.database.store import SqlStore
from bot.blocks.approvals import ids
from bot.domain.approvals import Approval
from tests.odoo_proxy import OdooProxy
from tests.real.bot_process import BotProcess
from tests.real.odoo_server import OdooServer
from tests.real.slack_standin import SlackStandin
from tests.recording_proxy import Call
from tests.slack_proxy import SlackProxy

ACK_WITHIN = 3.0  # seconds after which Slack shows a click as failed
BEFORE, UNDER_WAY, AFTER = "before", "under way", "after"


@dataclass
class Trap:
    """Kills the replica that makes a call: before the call leaves, while it is worked on, or before its answer."""

    call: str
    moment: str
    kill: Callable[[str], None]
    sprung: threading.Event = field(default_factory=threading.Event)


class Trapped:
    """Adds traps to a recording proxy. A replica is known by the host name under which it calls."""

    trap: Trap | None = None

    async def _pass(self, request: web.Request, body: bytes, call: Call) -> web.StreamResponse:
        trap = self.trap
        if trap is None or trap.call != call.name:
            return await super()._pass(request, body, call)  # type: ignore[misc]
        self.trap = None
        name = request.host.partition(":")[0]
        if trap.moment != AFTER:
            await self._spring(trap, name)
        if trap.moment == BEFORE:
            call.fault = "killed before"
            return self._cut(request)  # type: ignore[attr-defined]
        answer = await super()._pass(request, body, call)  # type: ignore[misc]
        if trap.moment == AFTER:
            await self._spring(trap, name)
        return answer

    async def _spring(self, trap: Trap, name: str) -> None:
        await asyncio.to_thread(trap.kill, name)
        trap.sprung.set()


class TrappedOdoo(Trapped, OdooProxy):
    """Odoo, with traps."""


class TrappedSlack(Trapped, SlackProxy):
    """Slack, with traps; like Slack, and unlike the stand-in, it gives each envelope to one of the open sockets."""

    def __init__(self, upstream: str, chance: random.Random) -> None:
        super().__init__(upstream)
        self.acks: dict[str, dict[str, Any]] = {}
        self._chance = chance
        self._given: dict[str, web.WebSocketResponse] = {}
        self._arrived: dict[str, str] = {}

    def ack_of(self, mark: str) -> dict[str, Any] | None:
        """The acknowledgement of the envelope that holds this mark."""
        return self.acks.get(self._arrived.get(mark, ""))

    def wait_for_ack(self, mark: str, seconds: float = ACK_WITHIN) -> dict[str, Any] | None:
        """The same, as soon as it came; None when Slack would show a failure by then."""
        with self._changed:
            self._changed.wait_for(lambda: self.ack_of(mark) is not None, seconds)
        return self.ack_of(mark)

    def _note(self, direction: str, kind: str, id_: str, body: dict[str, Any]) -> None:
        with self._changed:
            if direction == "to_bot" and kind == "interactive":
                self._arrived[_mark_of(body["payload"])] = id_
            elif kind == "ack":
                self.acks[id_] = body.get("payload") or {}
        super()._note(direction, kind, id_, body)

    async def _down(self, slack: aiohttp.ClientWebSocketResponse, bot: web.WebSocketResponse) -> None:
        async for message in slack:
            envelope = json.loads(self._led_here(message.data))
            id_ = envelope.get("envelope_id", "")
            if id_ and self._given.setdefault(id_, self._chance.choice(list(self._sockets))) is not bot:
                continue
            self._note("to_bot", envelope.get("type", ""), id_, envelope)
            await bot.send_json(envelope)


def _mark_of(payload: dict[str, Any]) -> str:
    """What tells one click or submission from another: our block_id, or the record of the modal."""
    if payload["type"] == "view_submission":
        return f"{payload['view']['private_metadata']}/{payload['view']['state']['values']['reason']['text']['value']}"
    return str(payload["actions"][0]["block_id"])


class Replicas:
    """The bots on one database, each killed with SIGKILL and started again at will."""

    def __init__(self, bots: dict[str, BotProcess]) -> None:
        self.bots = bots
        self.killed: Counter[str] = Counter()
        self._dead: set[str] = set()
        self._guard = threading.Lock()

    def kill(self, name: str, point: str) -> None:
        """End one at once."""
        with self._guard:
            if name not in self._dead:
                self.bots[name].kill()
                self._dead.add(name)
                self.killed[point] += 1

    def revive(self, *, ready: bool = True) -> None:
        """Start those that are dead, and wait until they work."""
        with self._guard:
            for name in self._dead:
                self.bots[name].start(ready=False)
            started, self._dead = self._dead, set()
        for name in started if ready else ():
            self.bots[name].wait_until_ready()


@dataclass
class Decision:
    """What one person decides in one step of one order."""

    order: int
    person: str
    approve: bool
    step: int = 0
    reason: str = ""
    clicks: int = 0
    acked: bool = False


class Records:
    """The bot's own records, only read."""

    def __init__(self, database_url: str) -> None:
        self.engine = open_engine(database_url)
        self.store = SqlStore(self.engine)

    def of(self, orders: Sequence[int]) -> dict[int, Approval]:
        """The newest approval of each of these orders that has one."""
        with self.store.read() as tx:
            return dict(tx.approvals.latest_of(orders))


class People:
    """People who decide: each clicks until Slack shows no failure."""

    def __init__(self, slack: SlackStandin, board: TrappedSlack, records: Records, chance: random.Random) -> None:
        self._slack = slack
        self._board = board
        self._records = records
        self._chance = chance
        self._posting = ThreadPoolExecutor(32, thread_name_prefix="click")
        self._modal = threading.Lock()  # the stand-in has one stack of modals for the whole workspace

    def decide(self, decision: Decision, within: float = 90.0) -> None:
        """Click (or fill in the modal) until it is acknowledged."""
        approval = self._records.of([decision.order])[decision.order]
        end = time.monotonic() + within
        while time.monotonic() < end:
            decision.clicks += 1
            done = self._approve(approval, decision) if decision.approve else self._reject(approval, decision)
            if done:
                decision.acked = True
                return
            time.sleep(self._chance.uniform(0.1, 0.6))
        raise AssertionError(f"no click on {approval.order.name} was acknowledged within {within} s")

    def _approve(self, approval: Approval, decision: Decision) -> bool:
        return self._click(decision.person, approval, ids.APPROVE)

    def _reject(self, approval: Approval, decision: Decision) -> bool:
        with self._modal:
            if not self._click(decision.person, approval, ids.REJECT):
                return False
            try:
                self._slack.wait_for_view(approval.order.name, timeout=2)
            except AssertionError:  # killed between the ack and the modal; or decided by a click that seemed to fail
                return decision.clicks > 1 and self._settled(approval)
            answer = None
            for _ in range(4):
                answer = self._submit(approval, decision)
                if answer is not None:
                    break
            while self._slack.view():
                self._slack.close_view(decision.person)
            return answer is not None

    def _settled(self, approval: Approval) -> bool:
        found = self._records.of([approval.order.id])[approval.order.id]
        return any(v.counts for v in found.votes)

    def _submit(self, approval: Approval, decision: Decision) -> dict[str, Any] | None:
        """Send the modal; the bot's answer, with `errors` when it says that this was decided already."""
        reason = f"{decision.reason} (sent {uuid.uuid4().hex[:6]})"
        values = {"reason": {"text": {"type": "plain_text_input", "value": reason}}}
        send = {"t": "view_submit", "user": self._slack.user(decision.person), "values": values}
        if not self._slack.view():
            return None
        self._slack._do(self._slack._page.send_json(send))
        return self._board.wait_for_ack(f"{approval.id}/{reason}")

    def _click(self, person: str, approval: Approval, action: str) -> bool:
        mark = uuid.uuid4().hex
        element = {"type": "button", "action_id": action, "value": approval.id, "block_id": mark}
        element["text"] = {"type": "plain_text", "text": action}
        body = {
            "channel": self._slack.channel("general"),
            "messageTs": "1700000000.000100",
            "user": self._slack.user(person),
            "action": element,
        }
        self._posting.submit(self._interact, body)
        return self._board.wait_for_ack(mark) is not None

    def _interact(self, body: dict[str, Any]) -> None:
        request = urllib.request.Request(
            f"{self._slack.url}/_control/interact", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            answer.read()

    def close(self) -> None:
        """Wait for clicks that are still on their way."""
        self._posting.shutdown(wait=True)


def orders_for(odoo: OdooServer, like: str, count: int, buyer: str) -> list[int]:
    """Many copies of a named order that wait for approval, by doubling: a few calls in all."""
    source = odoo.scenario(like)["id"]
    copies: list[int] = odoo.execute(buyer, "purchase.order", "copy", [source])
    while len(copies) < count:
        copies += odoo.execute(buyer, "purchase.order", "copy", copies[: count - len(copies)])
    odoo.execute(buyer, "purchase.order", "write", copies, {"user_id": odoo.records["users"][buyer]["id"]})
    odoo.execute(buyer, "purchase.order", "button_confirm", copies)
    return copies


@contextmanager
def replicas(names: Sequence[str], make: Callable[[str], BotProcess]) -> Iterator[Replicas]:
    """Bots that run by these host names, and are stopped at the end."""
    running = Replicas({name: make(name) for name in names})
    for bot in running.bots.values():
        bot.start(ready=False)
    try:
        for bot in running.bots.values():
            bot.wait_until_ready()
        yield running
    finally:
        for bot in running.bots.values():
            bot.kill()
