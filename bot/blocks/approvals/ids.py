"""Names that buttons, inputs and modals of approvals carry, so that handlers find them again.

Buttons hold the approval's id as their value, `question.answer` the question's.
"""

from __future__ import annotations

APPROVE = "approval.approve"
REJECT = "approval.reject"
ASK = "approval.ask"
HAND_OVER = "approval.hand_over"
LINES = "approval.lines"
OPEN = "approval.open"  # a link; Slack sends a click all the same
SHOW = "approval.show"
ANSWER = "question.answer"

DECIDING = frozenset({APPROVE, REJECT, ASK, HAND_OVER})

DECIDE_ROW = "approval.decide_row"
LOOK_ROW = "approval.look_row"
ANSWER_ROW = "question.answer_row"

REJECT_MODAL = "approval.reject_modal"
ASK_MODAL = "approval.ask_modal"
HAND_OVER_MODAL = "approval.hand_over_modal"
LINES_MODAL = "approval.lines_modal"
ANSWER_MODAL = "question.answer_modal"

REASON_BLOCK = "reason"
QUESTION_BLOCK = "question"
ANSWER_BLOCK = "answer"
PERSON_BLOCK = "person"
NOTE_BLOCK = "note"
TEXT_INPUT = "text"  # action id of every text input
PERSON_INPUT = "person"  # action id of the choice of a person; its value is the Odoo user's id
