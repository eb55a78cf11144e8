"""Whether votes count: each is confirmed or voided by what Odoo and Slack know of the voter now."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.approvals import Approval, Vote, VoteState
from bot.domain.deciding import over_limit, segregated
from bot.domain.errors import Refused
from bot.domain.people import OdooUser
from bot.domain.ports import Clock, Store
from bot.services.approvals.asking import Asking
from bot.services.approvals.closing import Closing
from bot.services.approvals.records import audit
from bot.services.approvers import ApproverService
from bot.services.messages import Outbox
from bot.services.people import PeopleService


class VoteChecks:
    """Checks the votes that were taken at a click, right before anything is done with them."""

    def __init__(
        self,
        store: Store,
        approvers: ApproverService,
        people: PeopleService,
        asking: Asking,
        closing: Closing,
        outbox: Outbox,
        clock: Clock,
    ) -> None:
        self._store = store
        self._approvers = approvers
        self._people = people
        self._asking = asking
        self._closing = closing
        self._outbox = outbox
        self._clock = clock

    def check(self, approval: Approval) -> Approval:
        """The approval with each taken vote confirmed, or voided and said so; a void one is stored at once."""
        taken = [v for v in approval.votes if v.state is VoteState.TAKEN]
        if not taken:
            return approval
        users = self._approvers.users([v.user_id for v in taken])
        problems = {v.id: why for v in taken if (why := self._why_void(approval, v, users.get(v.user_id)))}
        return self._recorded(approval, problems)

    def _why_void(self, approval: Approval, vote: Vote, user: OdooUser | None) -> str | None:
        """Why a vote does not count by what Odoo and Slack know of the voter now; None when it does."""
        if user is None or not user.active:
            return "your Odoo user is no longer active"
        try:
            if self._people.who(vote.slack_id).user.id != user.id:
                return "your Slack account now belongs to another Odoo user"
        except Refused as refusal:
            if refusal.code != "unavailable":
                return refusal.reason
        conflict = segregated(approval.order, vote.user_id)
        if conflict:
            return f"{conflict} (segregation of duties)"
        seat = next((s for s in approval.seats if s.user_id == vote.user_id), None)
        if seat is not None and (excess := over_limit(approval.order, seat.limit)):
            return excess
        handed = seat is not None and (seat.handed_by is not None or seat.stands_in_for is not None)
        return self._approvers.why_unfit(user, approval.order, approval.steps[vote.step], handed_over=handed)

    def _recorded(self, approval: Approval, problems: dict[str, str]) -> Approval:
        votes = tuple(
            v
            if v.state is not VoteState.TAKEN
            else replace(v, state=VoteState.VOID, void_reason=problems[v.id])
            if v.id in problems
            else replace(v, state=VoteState.CONFIRMED)
            for v in approval.votes
        )
        checked = replace(approval, votes=votes)
        if not problems:
            return checked  # stored with the deed that follows
        now = self._clock.now()
        with self._store.begin() as tx:
            checked = tx.approvals.save(checked)
            tx.watches.touch(now, approval_id=approval.id)
            for vote in votes:
                if vote.id not in problems:
                    continue
                why = problems[vote.id]
                text = f"Your decision on {approval.order.name} did not count: {why}."
                self._closing.tell_void(tx, approval, vote, text)
                audit(tx, "decision.void", approval, actor=vote.name, at=now, vote=vote.id, why=why)
            self._asking.count_seats(tx, checked, {v.user_id for v in votes if v.id in problems})
            self._outbox.redraw(tx, approval_id=approval.id)
        return checked
