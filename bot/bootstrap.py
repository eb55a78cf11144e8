"""Wires the bot: the one place that knows every room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from slack_bolt.async_app import AsyncApp
from slack_sdk import WebClient

from bot import handlers
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
from bot.adapters.public_holidays import LibraryHolidays
from bot.adapters.slack.calendars import SlackPresences
from bot.adapters.slack.connection import make_app
from bot.adapters.slack.messenger import SlackMembers, SlackMessenger
from bot.adapters.slack.questions import SlackSpeaker
from bot.bootstrap_escalation import EscalationServices, escalation_services
from bot.bootstrap_questions import ToolsFor, adviser, key_service
from bot.bootstrap_triage import TriageParts, TriageServices, triage_services
from bot.domain.advice import Adviser
from bot.domain.conversations import Speaker
from bot.domain.errors import SlackError
from bot.domain.lookups import Tools
from bot.domain.messages import MessageKind
from bot.domain.people import OdooUser
from bot.domain.policy import Policy
from bot.domain.ports import Clock, Messenger
from bot.handlers.absence import AbsenceHandlers
from bot.handlers.approvals import ApprovalHandlers
from bot.handlers.clicks import Clicks
from bot.handlers.commands import CommandHandlers
from bot.handlers.errors import ErrorHandler
from bot.handlers.escalation import EscalationHandlers
from bot.handlers.exceptions import ExceptionHandlers
from bot.handlers.home import HomeHandlers
from bot.handlers.keys import KeyHandlers
from bot.handlers.letters import LetterHandlers
from bot.handlers.questions import QuestionHandlers
from bot.handlers.status import StatusHandlers
from bot.handlers.threads import Threads, ack_waits
from bot.handlers.triage import TriageHandlers
from bot.services.absence import AbsenceService
from bot.services.approvals.applying import ApplyingService
from bot.services.approvals.asking import Asking
from bot.services.approvals.checking import VoteChecks
from bot.services.approvals.closing import Closing
from bot.services.approvals.conversation import Conversation
from bot.services.approvals.deed import Deed
from bot.services.approvals.desk import ApprovalDesk
from bot.services.approvals.drawing import Drawing
from bot.services.approvals.handing_over import HandingOver
from bot.services.approvals.noting import Notes
from bot.services.approvals.opening import OpeningService
from bot.services.approvals.seating import Seating
from bot.services.approvers import PURCHASE_MANAGER, ApproverService
from bot.services.calendars import CalendarService
from bot.services.directory import RememberingDirectory
from bot.services.escalation.drawing import EscalationDrawing
from bot.services.escalation.releasing import Releasing
from bot.services.escalation.watching import Watching
from bot.services.exceptions import ExceptionService, trouble_drawer
from bot.services.growth import GrowthWatch
from bot.services.home import HomeService
from bot.services.keys import KeyService
from bot.services.messages import Delivery, Outbox, notice
from bot.services.people import PeopleService
from bot.services.questions.advising import AdvisedAnswers
from bot.services.questions.conversation import ConversationService
from bot.services.questions.prompts import PromptService
from bot.services.questions.replying import Respondent
from bot.services.reconciliation import ReconciliationService
from bot.services.status import StatusService
from bot.services.triage.drawing import TriageDrawing
from bot.settings import Settings
from bot.web.metrics import Metrics

DAY = timedelta(days=1)


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


@dataclass(frozen=True)
class Services:
    """The use cases."""

    people: PeopleService
    timetables: CalendarService
    absence: AbsenceService
    approvers: ApproverService
    drawing: Drawing
    outbox: Outbox
    exceptions: ExceptionService
    delivery: Delivery
    opening: OpeningService
    asking: Asking
    seating: Seating
    closing: Closing
    applying: ApplyingService
    desk: ApprovalDesk
    conversation: Conversation
    handing_over: HandingOver
    releasing: Releasing
    escalation: EscalationServices
    reconciliation: ReconciliationService
    status: StatusService
    questions: ConversationService
    prompts: PromptService
    home: HomeService
    triage: TriageServices
    triage_drawing: TriageDrawing


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
        approver=OdooApprover(odoo),
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


def services(p: Parts) -> Services:
    """The use cases over these parts."""
    people = PeopleService(p.store, p.directory, p.members, p.clock, p.policy.people)
    timetables = CalendarService(
        p.store, p.schedules, p.presences, LibraryHolidays(), p.policy.working_hours, p.settings.timezone, p.clock
    )
    approvers = ApproverService(p.directory, integration_uid=lambda: p.odoo.uid)
    drawing = Drawing(p.settings.odoo_url)
    triage_drawing = TriageDrawing(p.store, p.clock, drawing.order_url)
    outbox = Outbox(p.clock)

    def slack_of(user: OdooUser) -> str | None:
        try:
            return people.seats([user]).get(user.id)
        except SlackError:
            return None

    def owner_of(order_id: int, buyer_id: int | None) -> OdooUser | None:
        named = approvers.owners(p.policy).users
        if named:
            return named[0]
        buyer = p.directory.users([buyer_id]).get(buyer_id) if buyer_id else None
        if buyer is not None and buyer.active:
            return buyer
        managers = [u for u in p.directory.in_group(PURCHASE_MANAGER) if u.id != p.odoo.uid]
        return managers[0] if managers else None

    def mail_owner() -> OdooUser | None:
        named = approvers.mail_owners(p.policy).users
        return next(filter(slack_of, named), named[0]) if named else owner_of(0, None)

    exceptions = ExceptionService(
        p.store, outbox, p.approver, owner_of, slack_of, p.clock, p.settings.exceptions_channel or None
    )
    drawers = {
        **drawing.drawers(),
        **triage_drawing.drawers(),
        **EscalationDrawing(drawing.order_url).drawers(),
        MessageKind.TROUBLE: trouble_drawer(drawing.order_url),
        MessageKind.NOTICE: notice,
    }
    releasing = Releasing(p.store, p.policy.escalation, timetables, drawers, outbox, p.clock, p.locks)
    delivery = Delivery(
        p.store, p.messenger, drawers, p.clock, p.locks, exceptions.not_delivered, releasing.quiet_until
    )
    watching = Watching(p.policy, p.clock)
    asking = Asking(p.store, outbox, watching, exceptions, p.clock)
    closing = Closing(p.store, outbox, exceptions, p.clock)
    seating = Seating(p.store, p.policy, approvers, people, asking, exceptions, p.clock)
    opening = OpeningService(p.store, p.policy, seating, asking, closing, outbox, exceptions, p.clock)
    notes = Notes(p.store, p.approver, p.clock)
    checks = VoteChecks(p.store, approvers, people, asking, closing, outbox, p.clock)
    deed = Deed(
        p.store,
        p.orders,
        p.approver,
        notes,
        closing,
        outbox,
        exceptions,
        p.clock,
        lambda: p.odoo.uid,
        p.metrics.decision,
    )
    desk = ApprovalDesk(p.store, people, p.orders, p.policy, p.clock)
    handing_over = HandingOver(p.store, people, approvers, asking, outbox, p.policy, p.clock)
    urgency = p.policy.escalation.urgency
    status = StatusService(p.store, p.orders, p.directory, people, timetables, urgency, drawing, p.clock)
    return Services(
        people=people,
        timetables=timetables,
        absence=AbsenceService(p.store, people, p.directory, timetables, p.clock),
        approvers=approvers,
        drawing=drawing,
        outbox=outbox,
        exceptions=exceptions,
        delivery=delivery,
        opening=opening,
        asking=asking,
        seating=seating,
        closing=closing,
        applying=ApplyingService(
            p.store, p.orders, checks, deed, notes, opening, seating, closing, outbox, p.clock, p.locks
        ),
        desk=desk,
        conversation=Conversation(p.store, people, p.approver, outbox, p.policy, p.clock),
        handing_over=handing_over,
        releasing=releasing,
        escalation=escalation_services(
            store=p.store,
            policy=p.policy,
            directory=p.directory,
            timetables=timetables,
            approvers=approvers,
            people=people,
            asking=asking,
            desk=desk,
            handing_over=handing_over,
            exceptions=exceptions,
            outbox=outbox,
            clock=p.clock,
            channel=p.settings.escalation_channel or None,
            count=p.metrics.escalated,
        ),
        reconciliation=ReconciliationService(
            p.store,
            p.orders,
            opening,
            asking,
            closing,
            exceptions,
            GrowthWatch(p.store, p.orders, exceptions),
            p.clock,
            p.locks,
            p.settings.digest_over,
        ),
        status=status,
        home=HomeService(p.store, people, p.directory, p.members, p.messenger, timetables, drawing, p.clock),
        questions=conversation(p, people, status, drawing),
        prompts=PromptService(people, p.directory, status, p.speaker),
        triage=triage_services(
            p.triage,
            settings=p.settings,
            policy=p.policy,
            store=p.store,
            orders=p.orders,
            approver=p.approver,
            directory=p.directory,
            people=people,
            timetables=timetables,
            exceptions=exceptions,
            slack_of=slack_of,
            mail_owner=mail_owner,
            outbox=outbox,
            clock=p.clock,
            locks=p.locks,
        ),
        triage_drawing=triage_drawing,
    )


def conversation(p: Parts, people: PeopleService, status: StatusService, drawing: Drawing) -> ConversationService:
    """The answering of questions in Slack."""
    rules = p.policy.questions
    zone = ZoneInfo(p.settings.timezone)

    def may_spend() -> bool:
        with p.store.read() as tx:
            return tx.questions.tokens_since(p.clock.now() - DAY) < rules.model_tokens_a_day

    respondent = Respondent(
        people,
        status,
        AdvisedAnswers(p.adviser, may_spend),
        lambda user: p.tools_for(user, status.deciders),
        p.clock,
        today=lambda: p.clock.now().astimezone(zone).date(),
        prices_in=rules.shows_prices,
        order_url=drawing.order_url,
        message_url=p.members.address,
    )
    return ConversationService(p.store, p.speaker, respondent, p.clock, p.locks, p.metrics.answered)


def slack_app(p: Parts, s: Services, threads: Threads) -> AsyncApp:
    """The Bolt app with every listener."""
    app = make_app(p.settings.slack_bot_token.get_secret_value(), p.settings.slack_api_url)
    errors = ErrorHandler(p.messenger, threads)
    home = HomeHandlers(s.home, threads)
    absence = AbsenceHandlers(s.absence, home, p.clock, threads)
    keys = KeyHandlers(p.keys, s.people, threads)
    status = StatusHandlers(s.status, threads)
    mail = s.triage
    clicks = Clicks(s.people, errors, threads)
    triage = TriageHandlers(mail.desk, mail.correcting, mail.applying, s.delivery, clicks, threads)
    letters = LetterHandlers(mail.desk, mail.letters, mail.chasing, clicks, threads)
    handlers.register(
        app,
        ApprovalHandlers(
            s.desk,
            s.conversation,
            s.handing_over,
            s.asking,
            s.applying,
            s.delivery,
            s.people,
            errors,
            threads,
            home.again,
            p.metrics.click_acked,
        ),
        EscalationHandlers(s.escalation.manager, s.escalation.bulk, s.applying, s.people, errors, threads, home.again),
        ExceptionHandlers(s.exceptions, s.people, errors, threads),
        QuestionHandlers(s.questions, s.prompts, errors, threads),
        home,
        absence,
        keys,
        CommandHandlers(status, absence, keys, s.home, s.triage_drawing.shares, threads),
        triage,
        letters,
        errors,
    )
    return app
