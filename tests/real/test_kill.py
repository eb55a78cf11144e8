"""Promise 4, nothing is lost, and promise 1, decided once: the bot is killed with SIGKILL while people decide.

200 decisions on orders of the real Odoo, on SQLite (one process, started again) and on PostgreSQL (two replicas, each a
new executor after each start). The kills come at random moments and at chosen calls to Odoo and Slack; KILL_SEED gives
the same plan again.
"""

import json
import os
import random
import re
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.blocks.approvals import ids
from bot.domain.approvals import Approval, ApprovalState, Work
from bot.domain.audit import verify
from bot.domain.messages import Message, MessageKind, MessageState
from tests.free_ports import free_port
from tests.odoo_proxy import OdooCall
from tests.real.bot_process import BotProcess
from tests.real.killing import (
    AFTER,
    BEFORE,
    UNDER_WAY,
    Decision,
    People,
    Records,
    Replicas,
    Trap,
    TrappedOdoo,
    TrappedSlack,
    orders_for,
    replicas,
)
from tests.real.odoo_server import OdooServer
from tests.real.slack_standin import SlackStandin

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

ONE_STEP, TWO_STEPS, LATER = 130, 30, 10  # the later ones come while the bot is killed, each with a card of its own
DECISIONS = ONE_STEP + 2 * TWO_STEPS + LATER
REJECTED = 0.35
CLICKING = 6
KILLS, DEEDS_BETWEEN_KILLS = 18, 4
SETTLED_WITHIN = 120.0
APPROVE, CANCEL, NOTE = "purchase.order.button_approve", "purchase.order.button_cancel", "purchase.order.message_post"
POINTS = (
    *((call, moment) for call in (APPROVE, CANCEL, NOTE) for moment in (BEFORE, UNDER_WAY, AFTER)),
    ("chat.postMessage", UNDER_WAY),
    ("chat.update", BEFORE),
    ("views.open", BEFORE),
)


@dataclass
class Scene:
    """Everything of one run, set up."""

    odoo: OdooServer
    slack: SlackStandin
    odoo_proxy: TrappedOdoo
    slack_proxy: TrappedSlack
    records: Records
    make_bot: Callable[[str], BotProcess]
    chance: random.Random

    def trap(self, running: Replicas, call: str, moment: str) -> Trap:
        """Have the replica killed that makes this call next."""
        trap = Trap(call, moment, lambda name: running.kill(name, f"{call} {moment}"))
        proxy = self.odoo_proxy if call.startswith("purchase.") else self.slack_proxy
        proxy.trap = trap
        return trap

    def forget_traps(self) -> None:
        """Let all calls pass."""
        self.odoo_proxy.trap = self.slack_proxy.trap = None

    def people(self) -> People:
        """Those who click."""
        return People(self.slack, self.slack_proxy, self.records, self.chance)

    def wait_until_asked(self, orders: list[int], within: float = 60) -> None:
        """Until each of these orders has an approval."""
        wait_for(lambda: len(self.records.of(orders)) == len(orders), within, "an approval for each order")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def scene(
    request: pytest.FixtureRequest, odoo: OdooServer, slack_standin: SlackStandin, tmp_path: Path
) -> Iterator[Scene]:
    seed = int(os.environ.get("KILL_SEED") or random.SystemRandom().randrange(10**6))
    print(f"\n{request.param}: KILL_SEED={seed}")
    sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'bot.db'}" if sqlite else request.getfixturevalue("postgres_url")
    with TrappedOdoo(odoo.url) as odoo_proxy, TrappedSlack(slack_standin.url, random.Random(seed)) as slack_proxy:

        def make_bot(name: str) -> BotProcess:
            folder = tmp_path / name
            folder.mkdir()
            settings = {
                "SLACK_BOT_TOKEN": slack_standin.bot_token,
                "SLACK_APP_TOKEN": slack_standin.app_token,
                "SLACK_API_URL": slack_proxy.api_url.replace("127.0.0.1", name),
                "ODOO_URL": odoo_proxy.url.replace("127.0.0.1", name),
                "ODOO_DB": odoo.db,
                "ODOO_LOGIN": "procurebot-approve",
                "ODOO_API_KEY": odoo.logins["procurebot-approve"]["api_key"],
                "DATABASE_URL": url,
                "POLL_SECONDS": "2",
                "HTTP_PORT": str(free_port()),
                "EXCEPTIONS_CHANNEL": "purchasing-exceptions",
            }
            return BotProcess(folder, settings)

        records = Records(url)
        yield Scene(odoo, slack_standin, odoo_proxy, slack_proxy, records, make_bot, random.Random(seed))
        records.engine.dispose()


def names(scene: Scene) -> list[str]:
    """The replicas that run: one on SQLite, two on PostgreSQL."""
    return ["127.0.0.1"] if scene.records.engine.dialect.name == "sqlite" else ["127.0.0.1", "localhost"]


def test_killed_at_random_loses_and_repeats_nothing(scene: Scene) -> None:
    started = time.monotonic()
    single = [o for b in ("bella", "ben") for o in orders_for(scene.odoo, "approve_just_over", ONE_STEP // 2, b)]
    double = orders_for(scene.odoo, "approve_large_critical", TWO_STEPS, "bella")
    made = time.monotonic()
    with replicas(names(scene), scene.make_bot) as running:
        scene.wait_until_asked([*single, *double])
        asked = time.monotonic()
        single += orders_for(scene.odoo, "approve_just_over", LATER, "ben")
        scene.wait_until_asked(single)
        decisions = plan(scene, single, double)
        decide_while_being_killed(scene, running, decisions)
        decided = time.monotonic()
        running.revive()
        wait_until_settled(scene, [*single, *double])
        settled = time.monotonic()
    found = check(scene, decisions)
    print(
        f"seconds: {time.monotonic() - started:.0f} (orders {made - started:.0f}, cards {asked - made:.0f}, "
        f"decisions {decided - asked:.0f}, until settled {settled - decided:.0f})"
    )
    print("kills:", sum(running.killed.values()))
    print("kills by point:", dict(running.killed))
    print(found)


@pytest.mark.parametrize("slow", [12.0])
def test_killed_while_odoo_is_still_at_it_approves_once(scene: Scene, slow: float) -> None:
    """Odoo works on for seconds after the bot that asked is gone: whoever takes over must not ask again meanwhile."""
    (order,) = orders_for(scene.odoo, "approve_just_over", 1, "bella")
    with replicas(names(scene), scene.make_bot) as running:
        scene.wait_until_asked([order])
        trap = scene.trap(running, APPROVE, UNDER_WAY)
        decision = Decision(order, "maya", approve=True)
        with locked_in_odoo(scene, order):
            scene.people().decide(decision)
            assert trap.sprung.wait(10)
            until = time.monotonic() + slow  # however long the next one takes to start
            running.revive(ready=False)
            wait_for(lambda: time.monotonic() > until, slow + 1, "Odoo's slow call")
        wait_until_settled(scene, [order])
    assert check(scene, [decision]).applied == 1
    assert len(scene.odoo_proxy.named(APPROVE)) == 1


def decide_while_being_killed(scene: Scene, running: Replicas, decisions: list[Decision]) -> None:
    """People decide everything, a few at a time, while replicas die and come back."""
    over = threading.Event()
    killer = threading.Thread(target=kill_until, args=(scene, running, over), name="killer")
    people = scene.people()
    killer.start()
    try:
        with ThreadPoolExecutor(CLICKING) as pool:
            for done in [pool.submit(decide_one, scene, people, decision) for decision in decisions]:
                done.result()
    finally:
        over.set()
        killer.join()
        scene.forget_traps()
    people.close()


def decide_one(scene: Scene, people: People, decision: Decision) -> None:
    """A later step is decided once it is open."""
    if decision.step:
        wait_for(lambda: scene.records.of([decision.order])[decision.order].step == decision.step, 400, "the next step")
    people.decide(decision)


def kill_until(scene: Scene, running: Replicas, over: threading.Event) -> None:
    """Kill at one point after the other, in random order with random moments between, and start what is dead again."""
    chance = random.Random(scene.chance.random())
    every = [*POINTS, *(("any moment", "") for _ in range(3))]
    chance.shuffle(every)
    while not over.is_set() and sum(running.killed.values()) < KILLS:
        call, moment = every.pop(0)
        every.append((call, moment))
        let_it_do_something(scene, over)
        over.wait(chance.uniform(0.0, 0.6))
        if moment:
            trap = scene.trap(running, call, moment)
            trap.sprung.wait(4)
            scene.forget_traps()
        else:
            running.kill(chance.choice(names(scene)), "any moment")
        if chance.random() < 0.25:
            for name in names(scene):
                running.kill(name, "both at once" if len(names(scene)) > 1 else "any moment")
        if chance.random() < 0.2:  # and once more while it starts
            running.revive(ready=False)
            over.wait(chance.uniform(0.5, 2.0))
            running.kill(chance.choice(names(scene)), "while starting")
        running.revive()


def let_it_do_something(scene: Scene, over: threading.Event) -> None:
    """On a slow machine a bot that is killed again at once would never get anywhere."""
    before = scene.odoo_proxy.count(NOTE)
    end = time.monotonic() + 20
    while scene.odoo_proxy.count(NOTE) < before + DEEDS_BETWEEN_KILLS and time.monotonic() < end:
        if over.wait(0.1):
            return


def plan(scene: Scene, single: list[int], double: list[int]) -> list[Decision]:
    """Who decides what: the first steps in random order, each second step somewhere after its first."""
    chance = scene.chance
    decisions = []
    for order in single:
        approve = chance.random() >= REJECTED
        decisions.append(Decision(order, chance.choice(["maya", "omar", "fiona"]), approve))
    decisions += [Decision(order, chance.choice(["maya", "omar"]), approve=True) for order in double]
    chance.shuffle(decisions)
    for order in double:
        at = next(i for i, d in enumerate(decisions) if d.order == order)
        second = Decision(order, "fiona", approve=chance.random() >= REJECTED, step=1)
        decisions.insert(min(at + 40, len(decisions)), second)
    for decision in decisions:
        decision.reason = "" if decision.approve else f"too dear, number {decision.order}"
    return decisions


def wait_until_settled(scene: Scene, orders: list[int]) -> None:
    """Until nothing is owed to Odoo, and every card that Slack shows is up to date."""

    def cards() -> list[Message]:
        with scene.records.store.read() as tx:
            shown = [m for a in scene.records.of(orders).values() for m in tx.messages.of(approval_id=a.id)]
        return [m for m in shown if m.kind is MessageKind.CARD and (m.ts or m.state is MessageState.SENDING)]

    def owed() -> list[Approval]:
        return [a for a in scene.records.of(orders).values() if a.work is not Work.NONE]

    try:
        wait_for(lambda: not owed() and all(m.current for m in cards()), SETTLED_WITHIN, "everything is settled")
    except AssertionError as error:
        left = [(a.order.name, a.state, a.work, a.attempts) for a in owed()]
        old = [m for m in cards() if not m.current]
        raise AssertionError(f"{error}: still owed: {left}; {len(old)} cards out of date: {old[:3]}") from None


@dataclass
class Found:
    """What became of the decisions."""

    decisions: int
    clicks: int
    applied: int
    lost: int
    twice: int
    notes: int
    cards: int
    duplicate_cards: int
    audit_rows: int


def check(scene: Scene, decisions: list[Decision]) -> Found:
    """Everything that must be true in Odoo, in Slack and in the audit log; the counts."""
    by_order: dict[int, list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_order[decision.order].append(decision)
    approvals = scene.records.of(list(by_order))
    wanted = {order: "purchase" if made[-1].approve else "cancel" for order, made in by_order.items()}
    states = {row["id"]: row["state"] for row in scene.odoo.read("purchase.order", list(by_order), "state")}
    messages = messages_of(scene.odoo, list(by_order))

    assert all(decision.acked for decision in decisions)
    lost = {order: states[order] for order in wanted if states[order] != wanted[order]}
    approved = {o: count(messages[o], "RFQ Approved") for o in wanted}
    twice = {o: n for o, n in approved.items() if n > 1} | calls_after_success(scene)
    notes = {o: decision_notes(messages[o]) for o in wanted}
    posted = Counter(
        call.args["blocks"][0].get("block_id", "")
        for call in scene.slack_proxy.named("chat.postMessage")
        if call.status == 200 and call.args.get("blocks")
    )
    cards = {key: n for key, n in posted.items() if key.startswith("card:")}
    with scene.records.store.read() as tx:
        rows, breaches = verify(tx.audit.events(), tx.audit.head())
        troubles = [t for t in tx.troubles.list() if t.order_id in wanted]
    found = Found(
        decisions=len(decisions),
        clicks=sum(d.clicks for d in decisions),
        applied=len(wanted) - len(lost),
        lost=len(lost),
        twice=len(twice),
        notes=sum(len(n) for n in notes.values()),
        cards=len(cards),
        duplicate_cards=sum(n - 1 for n in cards.values()),
        audit_rows=rows,
    )
    assert not lost, (found, lost)
    assert not twice, (found, twice)
    assert approved == {o: 1 if wanted[o] == "purchase" else 0 for o in wanted}, found
    for order, made in by_order.items():
        expected = sorted("Approved" if d.approve else "Rejected" for d in made)
        assert sorted(note.split()[0] for note in notes[order]) == expected, (found, notes[order])
        assert all("Slack" in note for note in notes[order])
        assert {a.state for a in [approvals[order]]} == {
            ApprovalState.APPROVED if wanted[order] == "purchase" else ApprovalState.REJECTED
        }
    assert not breaches, breaches
    assert not troubles, troubles
    assert not live_buttons(scene.slack, {a.id for a in approvals.values()})
    return found


def messages_of(odoo: OdooServer, orders: list[int]) -> dict[int, list[dict[str, Any]]]:
    """The messages on each order, oldest first."""
    domain = [["model", "=", "purchase.order"], ["res_id", "in", orders]]
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    fields = ["res_id", "body", "subtype_id"]
    for message in odoo.execute("admin", "mail.message", "search_read", domain, fields, order="id"):
        found[message["res_id"]].append(message)
    return found


def count(messages: list[dict[str, Any]], subtype: str) -> int:
    """How many messages Odoo itself wrote for this event."""
    return sum(1 for m in messages if m["subtype_id"] and m["subtype_id"][1] == subtype)


def decision_notes(messages: list[dict[str, Any]]) -> list[str]:
    """The notes that tell of a decision, as plain text."""
    plain = [re.sub(r"<[^>]+>", "", m["body"]).strip() for m in messages]
    return [text for text in plain if re.match(r"(Approved|Rejected) by ", text)]


def calls_after_success(scene: Scene) -> dict[int, int]:
    """Orders on which `button_approve` reached Odoo again after, or beside, a call that succeeded."""
    reached: dict[int, list[OdooCall]] = defaultdict(list)
    for call in scene.odoo_proxy.named(APPROVE):
        if not call.fault and not call.error:
            reached[call.ids[0]].append(call)
    return {order: len(calls) for order, calls in reached.items() if len(calls) > 1}


def live_buttons(slack: SlackStandin, approvals: set[str]) -> list[str]:
    """Messages that still let somebody decide one of these approvals."""
    return [
        f"{message['channel']} {message['ts']}"
        for shown in list(slack._messages.values())
        for message in shown
        for block in message.get("blocks") or []
        for element in block.get("elements", ())
        if element.get("action_id") in ids.DECIDING and element.get("value") in approvals
    ]


class locked_in_odoo:  # noqa: N801 - used like a function
    """Holds an order's row in Odoo's database, so that whatever changes it has to wait."""

    def __init__(self, scene: Scene, order: int) -> None:
        state = json.loads(OdooServer._command("status"))["postgres"]
        self._connection = psycopg.connect(dbname=scene.odoo.db, **state)
        self._order = order

    def __enter__(self) -> None:
        self._connection.execute("select id from purchase_order where id = %s for update", [self._order])

    def __exit__(self, *_: object) -> None:
        self._connection.rollback()
        self._connection.close()


def wait_for(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Look again and again until it holds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds:.0f} s: {what}")
        time.sleep(0.1)
