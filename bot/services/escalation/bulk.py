"""Approving several ordinary orders at once: only those without any flag, each by the same path as a single click."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.approvals import Approval, Verdict
from bot.domain.deciding import check_decide
from bot.domain.errors import Refused
from bot.domain.flags import flags
from bot.domain.home import Part
from bot.domain.ports import Clock, Store
from bot.services.approvals.desk import ApprovalDesk
from bot.services.people import PeopleService

MOST = 10  # in one go: as many check boxes as Slack allows in one field

NOTHING_TICKED = "Nothing is ticked, so nothing was approved. Tick what you want to approve, or cancel."


@dataclass(frozen=True)
class Offer:
    """What somebody could approve in one go, how many more could follow, and how many need a look of their own."""

    approvals: tuple[Approval, ...]
    more: int
    others: int


class BulkApproval:
    """What stands behind "Approve several"."""

    def __init__(self, store: Store, people: PeopleService, desk: ApprovalDesk, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._desk = desk
        self._clock = clock

    def offer(self, slack_id: str) -> Offer:
        """The ordinary orders that wait for this person, longest first. Raises `Refused` for somebody unknown."""
        person = self._people.on_record(slack_id)
        with self._store.read() as tx:
            waiting = tx.approvals.queued(person.user.id, Part.WAITING, limit=200)
        plain = [approval for approval in waiting if self._plain(approval, person.user.id)]
        return Offer(tuple(plain[:MOST]), len(plain[MOST:]), len(waiting) - len(plain))

    def approve(self, slack_id: str, approval_ids: Sequence[str]) -> tuple[list[Approval], list[str]]:
        """Take this person's approval of each; those taken, and for the others why not, in words for them.

        Each is one decision, committed by itself. One that got a flag meanwhile is not taken. Raises `Refused` for
        none at all, and for somebody unknown.
        """
        if not approval_ids:
            raise Refused(NOTHING_TICKED, code="nothing")
        person = self._people.on_record(slack_id)
        taken: list[Approval] = []
        refused: list[str] = []
        for approval_id in dict.fromkeys(approval_ids[:MOST]):
            try:
                approval = self._desk.get(approval_id)
                raised = flags(approval, self._clock.now())
                if raised:
                    refused.append(f"{approval.order.name} needs a look of its own now: {', '.join(raised)}.")
                    continue
                taken.append(self._desk.decide(approval_id, person.slack_id or slack_id, Verdict.APPROVE))
            except Refused as refusal:
                refused.append(refusal.reason)
        return taken, refused

    def _plain(self, approval: Approval, user_id: int) -> bool:
        try:
            check_decide(approval, user_id, Verdict.APPROVE)
        except Refused:
            return False
        return not flags(approval, self._clock.now())
