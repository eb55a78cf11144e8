"""What the bot is made of: the outside, behind ports, connected but not yet used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from slack_sdk import WebClient

from bot.adapters.clock import SystemClock
from bot.adapters.database.engine import open_engine
from bot.adapters.database.locks import FileLocks, PostgresLocks, open_locks
from bot.adapters.database.store import SqlStore
from bot.adapters.engine import JobEngine
from bot.adapters.odoo.amending import OdooAmender
from bot.adapters.odoo.approver import OdooApprover
from bot.adapters.odoo.calendars import OdooCalendars
from bot.adapters.odoo.client import OdooClient
from bot.adapters.odoo.directory import OdooDirectory
from bot.adapters.odoo.lookups import Deciders
from bot.adapters.odoo.orders import OdooOrders
from bot.adapters.odoo.supply import OdooSupply
from bot.adapters.odoo.waiting import OdooWaiting
from bot.adapters.policy_file import load as load_policy
from bot.adapters.slack.calendars import SlackPresences
from bot.adapters.slack.messenger import SlackMembers, SlackMessenger
from bot.adapters.slack.questions import SlackSpeaker
from bot.bootstrap_questions import ToolsFor, adviser, key_service
from bot.bootstrap_triage import TriageParts
from bot.domain.advice import Adviser
from bot.domain.conversations import Speaker
from bot.domain.lookups import Tools
from bot.domain.people import OdooUser
from bot.domain.policy import Policy
from bot.domain.ports import Clock, Messenger
from bot.handlers.threads import ack_waits
from bot.services.directory import RememberingDirectory
from bot.services.keys import KeyService
from bot.settings import Settings
from bot.web.metrics import Metrics


@dataclass(frozen=True)
class Parts:
    """What the use cases are made of: the outside, behind ports."""

    settings: Settings
    policy: Policy
    engine: sa.Engine
    job_engine: JobEngine
    store: SqlStore
    locks: PostgresLocks | FileLocks
    clock: Clock
    odoo: OdooClient
    orders: OdooOrders
    approver: OdooApprover
    directory: RememberingDirectory
    messenger: Messenger
    members: SlackMembers
    speaker: Speaker
    keys: KeyService | None
    tools_for: Callable[[OdooUser, Deciders], Tools]
    adviser: Adviser | None
    schedules: OdooCalendars
    presences: SlackPresences
    triage: TriageParts
    metrics: Metrics


def odoo_client(settings: Settings, *, on_call: Callable[[str, str, float, str], None] | None = None) -> OdooClient:
    """The bot's own line to Odoo."""
    settings.require_odoo()
    return OdooClient(
        settings.odoo_url,
        settings.odoo_db,
        settings.odoo_login,
        settings.odoo_api_key.get_secret_value(),
        on_call=on_call,
    )


def slack_client(settings: Settings) -> WebClient:
    """The bot's own line to Slack, for code that runs in threads."""
    return WebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=15,
        retry_handlers=[],  # by itself the SDK posts again after a cut connection, and everybody reads it twice
    )


def parts(settings: Settings, clock: Clock | None = None) -> Parts:
    """Everything outside, connected but not yet used. Raises `InvalidInput` for what cannot work.

    `clock` is the machine's unless another is given (the demo's can be moved).
    """
    settings.require_slack()
    policy = load_policy(settings.policy_file)
    metrics = Metrics()
    engine = open_engine(settings.database_url.get_secret_value())
    job_engine = JobEngine(engine)
    clock = clock or SystemClock()
    odoo = odoo_client(settings, on_call=metrics.odoo_call)
    web = slack_client(settings)
    zone = ZoneInfo(settings.timezone)
    store = SqlStore(engine, job_engine.jobs_of, goes_first=ack_waits)
    keys = key_service(settings, store, clock)
    return Parts(
        settings=settings,
        policy=policy,
        engine=engine,
        job_engine=job_engine,
        store=store,
        locks=open_locks(engine),
        clock=clock,
        odoo=odoo,
        orders=OdooOrders(odoo),
        approver=OdooApprover(odoo, zone),
        directory=RememberingDirectory(OdooDirectory(odoo), clock),
        messenger=SlackMessenger(web, on_call=metrics.slack_call),
        members=SlackMembers(web, on_call=metrics.slack_call),
        speaker=SlackSpeaker(web, on_call=metrics.slack_call),
        keys=keys,
        tools_for=ToolsFor(odoo, settings, clock.now, keys),
        adviser=adviser(settings),
        schedules=OdooCalendars(odoo),
        presences=SlackPresences(web, on_call=metrics.slack_call),
        triage=TriageParts(
            supply=OdooSupply(odoo, zone), amender=OdooAmender(odoo, zone), held_up=OdooWaiting(odoo, zone, clock.now)
        ),
        metrics=metrics,
    )
