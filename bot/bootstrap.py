"""Wires the use cases. The `bootstrap` modules are the one place that knows every room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.adapters.public_holidays import LibraryHolidays
from bot.bootstrap_escalation import EscalationServices, escalation_services
from bot.bootstrap_parts import Parts
from bot.bootstrap_triage import TriageServices, triage_services
from bot.domain.errors import SlackError
from bot.domain.messages import MessageKind
from bot.domain.people import OdooUser
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
from bot.services.escalation.drawing import EscalationDrawing
from bot.services.escalation.releasing import Releasing
from bot.services.escalation.watching import Watching
from bot.services.exceptions import ExceptionService, trouble_drawer
from bot.services.growth import GrowthWatch
from bot.services.home import HomeService
from bot.services.messages import Delivery, Outbox, notice
from bot.services.people import PeopleService
from bot.services.questions.advising import AdvisedAnswers
from bot.services.questions.conversation import ConversationService
from bot.services.questions.prompts import PromptService
from bot.services.questions.replying import Respondent
from bot.services.reconciliation import ReconciliationService
from bot.services.status import StatusService
from bot.services.triage.drawing import TriageDrawing

DAY = timedelta(days=1)


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
