"""Wires escalation: whom it turns to, when, and what they may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.policy import Policy
from bot.domain.ports import Clock, Directory, Store
from bot.domain.working_time import Timetables
from bot.services.approvals.asking import Asking
from bot.services.approvals.desk import ApprovalDesk
from bot.services.approvals.handing_over import HandingOver
from bot.services.approvers import ApproverService
from bot.services.escalation.bulk import BulkApproval
from bot.services.escalation.covering import Covering
from bot.services.escalation.manager_desk import ManagerDesk
from bot.services.escalation.mornings import MorningDigests
from bot.services.escalation.steps import Steps
from bot.services.escalation.sweeping import EscalationService
from bot.services.escalation.targets import Targets
from bot.services.exceptions import ExceptionService
from bot.services.messages import Outbox
from bot.services.people import PeopleService


@dataclass(frozen=True)
class EscalationServices:
    """The use cases of escalation."""

    sweeping: EscalationService
    mornings: MorningDigests
    manager: ManagerDesk
    bulk: BulkApproval


def escalation_services(
    *,
    store: Store,
    policy: Policy,
    directory: Directory,
    timetables: Timetables,
    approvers: ApproverService,
    people: PeopleService,
    asking: Asking,
    desk: ApprovalDesk,
    handing_over: HandingOver,
    exceptions: ExceptionService,
    outbox: Outbox,
    clock: Clock,
    channel: str | None,
    count: Callable[[str], None],
) -> EscalationServices:
    """The use cases of escalation over these parts; `channel` hears of what reaches nobody else."""
    steps = Steps(asking, outbox, exceptions, channel)
    return EscalationServices(
        sweeping=EscalationService(
            store,
            policy.escalation.urgency,
            timetables,
            approvers,
            people,
            Targets(directory, approvers, people, policy),
            steps,
            Covering(asking, outbox, exceptions),
            clock,
            count,
        ),
        mornings=MorningDigests(store, timetables, outbox, clock),
        manager=ManagerDesk(store, policy, people, timetables, steps, handing_over, outbox, clock),
        bulk=BulkApproval(store, people, desk, clock),
    )
