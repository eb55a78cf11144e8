"""Approvers ask the buyer, and the buyer answers: on the card, and in the order's chatter.

Each method is one transaction that is committed before Slack gets its ack.
"""

from __future__ import annotations

from dataclasses import replace

from bot.domain.approvals import Approval, Question
from bot.domain.deciding import clean_reason
from bot.domain.errors import Refused
from bot.domain.messages import MessageKind
from bot.domain.policy import Policy
from bot.domain.ports import Clock, PurchaseOrderApprover, Store
from bot.services.approvals.records import audit, buyer_of, find, newest_with, question_key, seated
from bot.services.messages import Outbox
from bot.services.people import PeopleService


class Conversation:
    """The use cases behind Ask and Answer. People are taken as on record: see `ApprovalDesk`."""

    def __init__(
        self,
        store: Store,
        people: PeopleService,
        odoo: PurchaseOrderApprover,
        outbox: Outbox,
        policy: Policy,
        clock: Clock,
    ) -> None:
        self._store = store
        self._people = people
        self._odoo = odoo
        self._outbox = outbox
        self._policy = policy
        self._clock = clock

    def ask(self, approval_id: str, slack_id: str, text: str | None, *, once: str) -> Approval:
        """Put a question to the buyer; `once` makes a repeated submission ask only once.

        Raises `Refused` when the text is blank, the person is not asked, or the buyer has no Slack account.
        """
        text = clean_reason(text)
        person = self._people.on_record(slack_id)
        with self._store.begin() as tx:
            approval = find(tx, approval_id)
            question_id = f"{approval_id}:{once}"
            if any(q.id == question_id for q in approval.questions):
                return approval
            seated(tx, self._policy, approval_id, person, None)
            buyer = buyer_of(tx, approval)
            if buyer is None or not buyer.slack_id:
                raise Refused(
                    f"The buyer of {approval.order.name} has no Slack account that I know of. "
                    "Please write to them in the order's chatter in Odoo.",
                    code="no_buyer",
                )
            now = self._clock.now()
            question = Question(question_id, person.user.id, person.user.name, slack_id, text, now)
            approval = tx.approvals.save(replace(approval, questions=(*approval.questions, question)))
            audit(
                tx,
                "question.asked",
                approval,
                actor=person.user.name,
                at=now,
                question=question_id,
                text=text,
            )
            self._outbox.say(
                tx,
                MessageKind.QUESTION,
                buyer.slack_id,
                question_key(question_id),
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
            approval = newest_with(tx, find(tx, approval_id), question_id)
        return approval, unanswered(approval, question_id)

    def answer(self, question_id: str, slack_id: str, text: str | None) -> Approval:
        """Take the buyer's answer: it goes on the card, to whoever asked, and into the chatter.

        An order that changed meanwhile has a new card, on which the question stands too: so does its answer then.
        Raises `Refused` when the text is blank, the question was answered, or the person is not the buyer.
        """
        text = clean_reason(text)
        person = self._people.on_record(slack_id)
        approval_id = question_id.partition(":")[0]
        with self._store.begin() as tx:
            asked = find(tx, approval_id)
            approval = newest_with(tx, asked, question_id)
            question = unanswered(approval, question_id)
            buyer = buyer_of(tx, approval)
            if buyer is None or buyer.user.id != person.user.id:
                raise Refused(f"This question is for the buyer of {approval.order.name}.", code="not_buyer")
            now = self._clock.now()
            answered = replace(question, answer=text, answered_by_name=person.user.name, answered_at=now)
            if approval.id != asked.id:
                tx.approvals.save(_with(asked, answered))
                self._outbox.redraw(tx, approval_id=asked.id)
            approval = tx.approvals.save(_with(approval, answered))
            tx.watches.touch(now, approval_id=approval.id)
            audit(
                tx,
                "question.answered",
                approval,
                actor=person.user.name,
                at=now,
                question=question_id,
                text=text,
            )
            self._outbox.say(
                tx,
                MessageKind.ANSWER,
                question.asked_by_slack,
                f"answer:{question_id}",
                approval_id=approval.id,
                question_id=question_id,
            )
            tx.jobs.enqueue("note_question", f"{question_id}:answered")
            self._outbox.redraw(tx, approval_id=approval.id)
        return approval

    def note_question(self, ref: str) -> None:
        """Leave a question or its answer in the order's chatter, once."""
        question_id, _, what = ref.rpartition(":")
        with self._store.read() as tx:
            approval = find(tx, question_id.partition(":")[0])
        question = next(q for q in approval.questions if q.id == question_id)
        mark = f"Ref. {question_id.partition(':')[2]} {what}"
        if self._odoo.has_note(approval.order.id, mark):
            return
        if what == "asked":
            text = f"{question.asked_by_name} asks the buyer:\n{question.text}\n{mark}"
        else:
            text = f"{question.answered_by_name} answers {question.asked_by_name}:\n{question.answer}\n{mark}"
        self._odoo.note(approval.order.id, text)


def unanswered(approval: Approval, question_id: str) -> Question:
    """The question that waits for its answer. Raises `Refused` when it is gone or was answered."""
    question = next((q for q in approval.questions if q.id == question_id), None)
    if question is None:
        raise Refused("I do not know this question any more.", code="unknown")
    if question.answer is not None:
        raise Refused(f"{question.answered_by_name} answered this question already.", code="answered")
    return question


def _with(approval: Approval, answered: Question) -> Approval:
    questions = tuple(answered if q.id == answered.id else q for q in approval.questions)
    return replace(approval, questions=questions)
