"""Escalation as people see it: reminders, requests that are stuck, lists, and the modals behind their buttons."""

from bot.blocks.escalation.lists import MOST_ROWS, Gathered, gathered, morning
from bot.blocks.escalation.messages import escalation, reminder, stuck
from bot.blocks.escalation.modals import hand_over_modal, several_modal, snooze_modal

__all__ = [
    "MOST_ROWS",
    "Gathered",
    "escalation",
    "gathered",
    "hand_over_modal",
    "morning",
    "reminder",
    "several_modal",
    "snooze_modal",
    "stuck",
]
