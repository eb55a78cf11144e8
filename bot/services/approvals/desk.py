"""What people do at the desk: decide, ask, answer, hand over.

Each method is one transaction that is committed before Slack gets its ack. People are taken as on
record: whoever was never matched is refused with code `lookup`, so that the caller can ack, have
them looked up, and try again.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

from bot.domain.approvals import (
    Approval,
    ApprovalState,
    Question,
    Seat,
    Verdict,
    Vote,
    Work,
    check_decide,
    check_hand_over,
    clean_reason,
    over_limit,
    segregated,
    waited_for_answers,
)
from bot.domain.errors import Conflict, OdooError, Refused
from bot.domain.messages import MessageKind
from bot.domain.people import Person
from bot.domain.policy import Policy, limit_for
from bot.domain.ports import Clock, PurchaseOrderApprover, PurchaseOrderReader, Store, Transaction
from bot.services.approvals.opening import OpeningService
from bot.services.approvers import ApproverService
from bot.services.messages import Outbox
from bot.services.people import PeopleService

BACKSTOP = timedelta(seconds=15)
UNKNOWN_CARD = "I do not know this card any more. Please look at the order in Odoo."


class ApprovalDesk:
    """The use cases behind the buttons of a card."""

    def __init__(
        self,
        store: Store,
        people: PeopleService,
        approvers: ApproverService,
        opening: OpeningService,
        reader: PurchaseOrderReader,
        odoo: PurchaseOrderApprover,
        outbox: Outbox,
        policy: Policy,
        clock: Clock,
    ) -> None:
        self._store = store
        self._people = people
        self._approvers = approvers
        self._opening = opening
        self._reader = reader
        self._odoo = odoo
        self._outbox = outbox
        self._policy = policy
        self._clock = clock

    def decide(
        self,
        approval_id: str,
        slack_id: str,
        verdict: Verdict,
        reason: str | None = None,
        *,
        response_url: str | None = None,
        channel: str | None = None,
    ) -> Approval:
        """Take a person's decision and start carrying it out; the approval as stored.

        Raises `Refused` with the sentence for that person.
        """
        if verdict is Verdict.REJECT:
            reason = clean_reason(reason)
        person = self._people.on_record(slack_id)
        try:
            return self._take(approval_id, person, slack_id, verdict, reason or "", response_url, channel)
        except Conflict:  # somebody was faster between reading and writing: judge again on what is now true
            return self._take(approval_id, person, slack_id, verdict, reason or "", response_url, channel)

    def check_still_open(self, approval_id: str, slack_id: str, verdict: Verdict) -> Approval:
        """The approval, if this person could decide it now, as far as is known without asking Odoo.

        Raises `Refused`.
        """
        person = self._people.on_record(slack_id)
        with self._store.read() as tx:
            return self._check(tx, approval_id, person, verdict)[0]

    def check_unchanged(self, approval_id: str) -> None:
        """Compare the order in Odoo with the card, before a modal's decision is taken.

        Raises `Refused` when it moved on; says nothing when Odoo cannot be asked (the decision is then
        checked once it can).
        """
        with self._store.read() as tx:
            approval = tx.approvals.get(approval_id)
        if approval is None:
            raise Refused(UNKNOWN_CARD, code="unknown")
        if approval.state is not ApprovalState.PENDING:
            return  # `decide` says how it ended
        try:
            head = self._reader.heads([approval.order.id]).get(approval.order.id)
        except OdooError:
            return
        name = approval.order.name
        if head is None:
            raise Refused(f"{name} was deleted in Odoo meanwhile, so there is nothing to decide.", code="changed")
        if head.state.value != "to approve":
            raise Refused(
                f"{name} no longer waits for approval in Odoo (it is now: {head.state.value}).", code="changed"
            )
        if head.fingerprint != approval.fingerprint:
            raise Refused(f"{name} changed in Odoo meanwhile. Please close this and use the new card.", code="changed")

    def ask(self, approval_id: str, slack_id: str, text: str | None, *, once: str) -> Approval:
        """Put a question to the buyer; `once` makes a repeated submission ask only once.

        Raises `Refused` when the text is blank, the person is not asked, or the buyer has no Slack account.
        """
        text = clean_reason(text)
        person = self._people.on_record(slack_id)
        with self._store.begin() as tx:
            approval = self._get(tx, approval_id)
            question_id = f"{approval_id}:{once}"
            if any(q.id == question_id for q in approval.questions):
                return approval
            self._check(tx, approval_id, person, None)
            buyer = self._buyer(tx, approval)
            if buyer is None or not buyer.slack_id:
                raise Refused(
                    f"The buyer of {approval.order.name} has no Slack account that I know of. "
                    "Please write to them in the order's chatter in Odoo.",
                    code="no_buyer",
                )
            now = self._clock.now()
            question = Question(question_id, person.user.id, person.user.name, slack_id, text, now)
            approval = tx.approvals.save(replace(approval, questions=(*approval.questions, question)))
            tx.audit.append(
                "question.asked",
                actor=person.user.name,
                at=now,
                order_name=approval.order.name,
                approval_id=approval_id,
                question=question_id,
                text=text,
            )
            self._outbox.say(
                tx,
                MessageKind.QUESTION,
                buyer.slack_id,
                f"question:{question_id}",
                approval_id=approval_id,
                question_id=question_id,
            )
            tx.jobs.enqueue("note_question", f"{question_id}:asked")
            self._outbox.redraw(tx, approval_id=approval_id)
        return approval

    def question(self, question_id: str) -> tuple[Approval, Question]:
        """The approval and question behind an Answer button. Raises `Refused` when it is gone or was answered."""
        approval_id = question_id.partition(":")[0]
        with self._store.read() as tx:
            approval = self._get(tx, approval_id)
        question = next((q for q in approval.questions if q.id == question_id), None)
        if question is None:
            raise Refused("I do not know this question any more.", code="unknown")
        if question.answer is not None:
            raise Refused(f"{question.answered_by_name} answered this question already.", code="answered")
        return approval, question

    def answer(self, question_id: str, slack_id: str, text: str | None) -> Approval:
        """Take the buyer's answer: it goes on the card, to whoever asked, and into the chatter.

        Raises `Refused` when the text is blank, the question was answered, or the person is not the buyer.
        """
        text = clean_reason(text)
        person = self._people.on_record(slack_id)
        approval_id = question_id.partition(":")[0]
        with self._store.begin() as tx:
            approval = self._get(tx, approval_id)
            question = next((q for q in approval.questions if q.id == question_id), None)
            if question is None:
                raise Refused("I do not know this question any more.", code="unknown")
            if question.answer is not None:
                raise Refused(f"{question.answered_by_name} answered this question already.", code="answered")
            buyer = self._buyer(tx, approval)
            if buyer is None or buyer.user.id != person.user.id:
                raise Refused(f"This question is for the buyer of {approval.order.name}.", code="not_buyer")
            now = self._clock.now()
            answered = replace(question, answer=text, answered_by_name=person.user.name, answered_at=now)
            questions = tuple(answered if q.id == question_id else q for q in approval.questions)
            paused = approval.paused_seconds
            if approval.current.pause_on_question:
                paused = int(waited_for_answers(questions, approval.step_opened_at).total_seconds())
            approval = tx.approvals.save(replace(approval, questions=questions, paused_seconds=paused))
            tx.audit.append(
                "question.answered",
                actor=person.user.name,
                at=now,
                order_name=approval.order.name,
                approval_id=approval_id,
                question=question_id,
                text=text,
            )
            self._outbox.say(
                tx,
                MessageKind.ANSWER,
                question.asked_by_slack,
                f"answer:{question_id}",
                approval_id=approval_id,
                question_id=question_id,
            )
            tx.jobs.enqueue("note_question", f"{question_id}:answered")
            self._outbox.redraw(tx, approval_id=approval_id)
        return approval

    def note_question(self, ref: str) -> None:
        """Leave a question or its answer in the order's chatter, once."""
        question_id, _, what = ref.rpartition(":")
        with self._store.read() as tx:
            approval = self._get(tx, question_id.partition(":")[0])
        question = next(q for q in approval.questions if q.id == question_id)
        mark = f"Ref. {question_id.partition(':')[2]} {what}"
        if self._odoo.has_note(approval.order.id, mark):
            return
        if what == "asked":
            text = f"{question.asked_by_name} asks the buyer:\n{question.text}\n{mark}"
        else:
            text = f"{question.answered_by_name} answers {question.asked_by_name}:\n{question.answer}\n{mark}"
        self._odoo.note(approval.order.id, text)

    def successors(self, approval_id: str, slack_id: str) -> tuple[Approval, list[Seat]]:
        """Who could take over this person's place: purchase approvers and the people of the step, who could decide.

        Reads Odoo and Slack. Raises `Refused` when the person has no place to hand over.
        """
        person = self._people.on_record(slack_id)
        with self._store.read() as tx:
            approval, _seat = self._check(tx, approval_id, person, None)
        all_must = approval.current.need is None
        out = {s.user_id for s in approval.seats if s.vacated or all_must} | {person.user.id} | approval.reserved
        out |= {
            v.user_id
            for v in approval.votes
            if v.counts and (self._policy.one_person_one_step or v.step == approval.step)
        }
        users = [
            user
            for user in self._approvers.deputies(approval.order, approval.current)
            if user.id not in out and segregated(approval.order, user.id) is None
        ]
        slack = self._people.seats(users)
        seats = [Seat(u.id, u.name, slack[u.id], limit_for(self._policy, u.login)) for u in users if u.id in slack]
        return approval, [s for s in seats if over_limit(approval.order, s.limit) is None]

    def hand_over(self, approval_id: str, slack_id: str, to_user_id: int, note: str = "") -> Approval:
        """Hand this person's place in the current step to somebody who could decide.

        Raises `Refused` when they could not, or already had a place in this step.
        """
        person = self._people.on_record(slack_id)
        approval, seats = self.successors(approval_id, slack_id)
        receiver = next((s for s in seats if s.user_id == to_user_id), None)
        if receiver is None:
            held = next((s for s in approval.seats if s.user_id == to_user_id), None)
            check_hand_over(approval, person.user.id, held or Seat(to_user_id, "This person", ""))
            raise Refused(f"This person cannot decide {approval.order.name}.", code="unfit")
        with self._store.begin() as tx:
            approval, _seat = self._check(tx, approval_id, person, None)
            handed = tx.approvals.save(check_hand_over(approval, person.user.id, receiver))
            now = self._clock.now()
            tx.audit.append(
                "step.handed_over",
                actor=person.user.name,
                at=now,
                order_name=approval.order.name,
                approval_id=approval_id,
                step=approval.step + 1,
                to=receiver.name,
                note=note.strip()[:500],
            )
            self._outbox.say(
                tx,
                MessageKind.HANDED_OVER,
                receiver.slack_id,
                f"handed:{approval_id}:{approval.step}:{person.user.id}",
                approval_id=approval_id,
                giver=person.user.name,
                receiver=receiver.name,
                note=note.strip()[:500],
            )
            self._opening.card_for(tx, handed, receiver)
            self._outbox.redraw(tx, approval_id=approval_id)
        return handed

    def get(self, approval_id: str) -> Approval:
        """One approval. Raises `Refused` when there is none."""
        with self._store.read() as tx:
            return self._get(tx, approval_id)

    def _take(
        self,
        approval_id: str,
        person: Person,
        slack_id: str,
        verdict: Verdict,
        reason: str,
        response_url: str | None,
        channel: str | None,
    ) -> Approval:
        with self._store.begin() as tx:
            try:
                approval, _seat = self._check(tx, approval_id, person, verdict)
            except Refused as refusal:
                self._note_refusal(tx, approval_id, person, verdict, refusal)
                refused = refusal
            else:
                return self._record(tx, approval, person, slack_id, verdict, reason, response_url, channel)
        raise refused

    def _record(
        self,
        tx: Transaction,
        approval: Approval,
        person: Person,
        slack_id: str,
        verdict: Verdict,
        reason: str,
        response_url: str | None,
        channel: str | None,
    ) -> Approval:
        now = self._clock.now()
        vote = Vote(
            id=uuid.uuid4().hex,
            step=approval.step,
            user_id=person.user.id,
            name=person.user.name,
            slack_id=slack_id,
            verdict=verdict,
            reason=reason,
            at=now,
            response_url=response_url,
            channel=channel,
        )
        stored = tx.approvals.save(replace(approval, votes=(*approval.votes, vote), work=Work.DUE))
        tx.approvals.defer(approval.id, now + BACKSTOP)
        tx.jobs.enqueue("settle", approval.id, delay=BACKSTOP.total_seconds() / 3)
        tx.audit.append(
            "decision.taken",
            actor=person.user.name,
            at=now,
            order_name=approval.order.name,
            approval_id=approval.id,
            vote=vote.id,
            verdict=verdict.value,
            step=approval.step + 1,
            reason=reason,
            slack_user=slack_id,
            odoo_user=person.user.id,
            matched_by=person.matched_by.value,
            fingerprint=approval.fingerprint,
        )
        return stored

    def _note_refusal(
        self, tx: Transaction, approval_id: str, person: Person, verdict: Verdict, refusal: Refused
    ) -> None:
        approval = tx.approvals.get(approval_id)
        tx.audit.append(
            "decision.refused",
            actor=person.user.name,
            at=self._clock.now(),
            order_name=approval.order.name if approval else None,
            approval_id=approval_id if approval else None,
            verdict=verdict.value,
            code=refusal.code,
            why=refusal.reason,
        )

    def _check(
        self, tx: Transaction, approval_id: str, person: Person, verdict: Verdict | None
    ) -> tuple[Approval, Seat]:
        approval = self._get(tx, approval_id)
        seat = check_decide(approval, person.user.id, verdict)
        excess = over_limit(approval.order, limit_for(self._policy, person.user.login))
        if excess:
            raise Refused(f"You cannot decide {approval.order.name}: {excess}.", code="over_limit")
        return approval, seat

    def _get(self, tx: Transaction, approval_id: str) -> Approval:
        approval = tx.approvals.get(approval_id)
        if approval is None:
            raise Refused(UNKNOWN_CARD, code="unknown")
        return approval

    def _buyer(self, tx: Transaction, approval: Approval) -> Person | None:
        buyer = approval.order.buyer or approval.order.creator
        return tx.people.by_user([buyer.id]).get(buyer.id) if buyer else None
