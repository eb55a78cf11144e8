"""The notes on the order: one for each decision, never two, and none missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.approvals import Approval, Verdict, Vote, Work
from bot.domain.ports import Clock, PurchaseOrderApprover, Store
from bot.domain.words import moment
from bot.services.approvals.records import in_place_of

IN_FLIGHT = timedelta(seconds=20)  # a call that Odoo received just before we died ends within this


class NotYet(Exception):
    """Odoo may still be busy with our call: look again after `pause`."""

    def __init__(self, pause: timedelta) -> None:
        super().__init__(str(pause))
        self.pause = pause


class Notes:
    """Leaves the notes of an approval on its order. Odoo's errors go through, and `NotYet`."""

    def __init__(self, store: Store, odoo: PurchaseOrderApprover, clock: Clock) -> None:
        self._store = store
        self._odoo = odoo
        self._clock = clock

    def leave_all(self, approval: Approval, untried: Collection[str] = ()) -> None:
        """Leave the notes that are still missing, then nothing is owed any more."""
        approval = self.of_votes(approval, untried)
        if approval.automatic:
            self._automatic(approval, check=approval.id not in untried)
        with self._store.begin() as tx:
            tx.approvals.save(replace(approval, work=Work.NONE))

    def confirmed(self, approval: Approval) -> Approval:
        """Store the checked votes, then note them."""
        untried = never_noted(approval)
        with self._store.begin() as tx:
            approval = tx.approvals.save(replace(approval, votes=tried(approval.votes, self._clock.now())))
        return self.of_votes(approval, untried)

    def of_votes(self, approval: Approval, untried: Collection[str] = ()) -> Approval:
        """One note for each decision that counts, never twice: it is looked for first, unless surely `untried`."""
        for vote in approval.votes:
            if not vote.counts or vote.noted:
                continue
            if vote.id in untried:
                self._odoo.note(approval.order.id, note_text(approval, vote))
            elif not self._arrived(approval, reference(vote.id), vote.note_tried_at):
                approval = self._save_vote(approval, replace(vote, note_tried_at=self._clock.now()))
                self._odoo.note(approval.order.id, note_text(approval, vote))
            approval = self._save_vote(approval, replace(vote, noted=True))
        return approval

    def _save_vote(self, approval: Approval, vote: Vote) -> Approval:
        votes = tuple(vote if v.id == vote.id else v for v in approval.votes)
        with self._store.begin() as tx:
            return tx.approvals.save(replace(approval, votes=votes))

    def _arrived(self, approval: Approval, mark: str, tried_at: datetime | None) -> bool:
        """Whether a note that was tried before is there; not asked while Odoo may still be writing it."""
        left = tried_at + IN_FLIGHT - self._clock.now() if tried_at else timedelta(0)
        if left > timedelta(0):
            raise NotYet(left)
        return self._odoo.has_note(approval.order.id, mark)

    def _automatic(self, approval: Approval, *, check: bool) -> None:
        mark = reference(approval.id)
        if check and self._arrived(approval, mark, approval.applied_at):
            return
        self._odoo.note(
            approval.order.id,
            f"Approved automatically by the purchase policy, no person was asked.\n"
            f"Rule: {approval.rule}. Reason: {approval.reason}. Policy {approval.policy_version}.\n{mark}",
        )


def never_noted(approval: Approval) -> frozenset[str]:
    """The votes whose note was surely never asked for."""
    return frozenset(v.id for v in approval.votes if v.note_tried_at is None)


def tried(votes: Iterable[Vote], now: datetime) -> tuple[Vote, ...]:
    """The votes, with it on record that the notes of those that count are about to be written."""
    return tuple(replace(v, note_tried_at=v.note_tried_at or now) if v.counts else v for v in votes)


def reference(record_id: str) -> str:
    """The mark that finds a note again, and leads from the note to the audit log."""
    return f"Ref. {record_id[:12]}"


def note_text(approval: Approval, vote: Vote) -> str:
    """The note of one decision: who, via Slack, under which rule, why."""
    total = len(approval.steps)
    step = f" (step {vote.step + 1} of {total}: {approval.steps[vote.step].name})" if total > 1 else ""
    seat = approval.seat_of(vote.user_id) if vote.step == approval.step else None
    place = in_place_of(approval, seat).get("in_place_of") if seat else None
    instead = f", in the place of {place}," if place else ""
    lines = [
        f"{verdict_word(vote.verdict)} by {vote.name}{instead} via Slack on {moment(vote.at)}{step}.",
        *([f"Reason: {vote.reason}"] if vote.reason else []),
        f"Rule: {approval.rule}. Policy {approval.policy_version}. {reference(vote.id)}",
    ]
    return "\n".join(lines)


def verdict_word(verdict: Verdict) -> str:
    """ "Approved" or "Rejected", as the note and the card say it."""
    return "Approved" if verdict is Verdict.APPROVE else "Rejected"
