"""What the clock and the queue start. `table` tells which jobs there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.services.approvals.applying import ApplyingService
from bot.services.approvals.conversation import Conversation
from bot.services.approvals.seating import Seating
from bot.services.exceptions import ExceptionService
from bot.services.messages import Delivery
from bot.services.questions.conversation import ConversationService
from bot.services.reconciliation import ReconciliationService
from bot.services.triage.applying import ApplyingMail
from bot.services.triage.letters import LetterService


def table(
    applying: ApplyingService,
    seating: Seating,
    conversation: Conversation,
    delivery: Delivery,
    exceptions: ExceptionService,
    reconciliation: ReconciliationService,
    questions: ConversationService,
    applying_mail: ApplyingMail,
    letters: LetterService,
) -> Mapping[str, Callable[[str], None]]:
    """Each job by name, with the key of the record that it brings in line."""
    return {
        "settle": applying.take_up,
        "deliver": delivery.deliver,
        "reconcile": lambda order_id: reconciliation.reconcile([int(order_id)]),
        "reseat": lambda approval_id: void(seating.reseat(approval_id)),
        "note_question": conversation.note_question,
        "own_exception": lambda trouble_id: exceptions.own(int(trouble_id)),
        "answer": questions.answer,
        "case": lambda case_id: void(applying_mail.settle(case_id)),
        "letter": lambda letter_id: void(letters.send(letter_id)),
        "finish_activity": lambda trouble_id: exceptions.finish_activity(int(trouble_id)),
    }


def void(_result: object) -> None:
    """A job has no answer."""
