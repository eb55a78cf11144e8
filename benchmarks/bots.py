"""Bots to measure: real processes on a database that already holds approvals to click on."""

import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from benchmarks.fake_slack import SECRET
from benchmarks.odoo_stub import FIRST, Stub
from bot.adapters.clock import SystemClock
from bot.adapters.database.engine import open_engine
from bot.adapters.database.store import SqlStore
from bot.adapters.database.upgrade import upgrade
from bot.adapters.odoo.rows import HeadRow
from bot.adapters.policy_file import load
from bot.domain.approvals import Approval, ApprovalState, Seat, Work
from bot.domain.messages import Message, MessageKind, MessageState
from bot.domain.orders import Order
from bot.domain.people import MatchedBy, OdooUser, Person
from bot.domain.policy import Plan, choose
from tests.real.bot_process import REPOSITORY, BotProcess
from tests.real.slack_standin import free_port

POLICY = REPOSITORY / "policy.example.yaml"
SLACK_IDS = {"maya": "U0MAYA", "omar": "U0OMAR", "fiona": "U0FIONA"}


def prepare(database_url: str, order: Order, users: Sequence[OdooUser], stub: Stub, count: int) -> list[str]:
    """Approvals of `count` pretended orders like this one, each with a card that Slack shows; their ids."""
    policy, now = load(POLICY), SystemClock().now()
    plan = choose(policy, order)
    assert isinstance(plan, Plan)
    seats = tuple(Seat(u.id, u.name, SLACK_IDS[u.login]) for u in users)
    engine = open_engine(database_url)
    upgrade(engine)
    made = []
    with SqlStore(engine).begin() as tx:
        for user in users:
            tx.people.put(Person(user, SLACK_IDS[user.login], now + timedelta(hours=1), MatchedBy.EMAIL))
        for order_id in range(FIRST, FIRST + count):
            mine = replace(order, id=order_id, name=f"P{order_id}")
            approval = Approval(
                id=uuid.uuid4().hex,
                order=mine,
                fingerprint=HeadRow.model_validate(stub.head(order_id)).fingerprint(),
                rule=plan.rule,
                reason=plan.reason,
                policy_version=policy.version,
                steps=plan.steps,
                state=ApprovalState.PENDING,
                step=0,
                seats=seats,
                opened_at=now,
                step_opened_at=now,
                work=Work.NONE,
            )
            tx.approvals.add(approval)
            tx.messages.add(_card(approval, seats[0]))
            made.append(approval.id)
        tx.cursors.set("first.announced", now.isoformat())
    engine.dispose()
    return made


def _card(approval: Approval, seat: Seat) -> Message:
    return Message(
        id=uuid.uuid4().hex,
        key=f"card:{approval.id}:0:{seat.user_id}",
        kind=MessageKind.CARD,
        recipient=seat.slack_id,
        created_at=approval.opened_at,
        approval_id=approval.id,
        state=MessageState.SENT,
        drawn=1,
        channel="D0BENCH",
        ts="1700000000.000100",
        body={"user_id": seat.user_id, "step": 0},
    )


def bot(
    folder: Path, name: str, *, mode: str, slack_api: str, odoo_url: str, database_url: str, poll: int = 60
) -> BotProcess:
    """The bot with the settings of a benchmark."""
    folder.mkdir()
    settings = {
        "SLACK_MODE": mode,
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_APP_TOKEN": f"xapp-{name}",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": slack_api,
        "ODOO_URL": odoo_url,
        "ODOO_DB": "odoo",
        "ODOO_LOGIN": "procurebot-approve",
        "ODOO_API_KEY": "procurebot-approve",
        "DATABASE_URL": database_url,
        "POLICY_FILE": str(POLICY),
        "POLL_SECONDS": str(poll),
        "HTTP_PORT": str(free_port()),
    }
    return BotProcess(folder, settings)


@contextmanager
def beside(module: str, *arguments: str) -> Iterator[None]:
    """Another module of the benchmarks, as a process of its own."""
    process = subprocess.Popen([sys.executable, "-m", f"benchmarks.{module}", *arguments], cwd=REPOSITORY)
    try:
        yield
    finally:
        process.kill()
        process.wait()
