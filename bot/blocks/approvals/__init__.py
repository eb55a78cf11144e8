"""Approvals as people see them: the card, its modals, and the notices around it."""

from bot.blocks.approvals.card import card
from bot.blocks.approvals.digest import digest
from bot.blocks.approvals.modals import answer_modal, ask_modal, hand_over_modal, lines_modal, reject_modal
from bot.blocks.approvals.notices import (
    answer_notice,
    handed_over_notice,
    outcome_notice,
    question_to_buyer,
)

__all__ = [
    "answer_modal",
    "answer_notice",
    "ask_modal",
    "card",
    "digest",
    "hand_over_modal",
    "handed_over_notice",
    "lines_modal",
    "outcome_notice",
    "question_to_buyer",
    "reject_modal",
]
