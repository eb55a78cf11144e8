"""What is asked of whoever acts on a request that is stuck, and of whoever approves several at once."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks.approvals import modals
from bot.blocks.approvals.standing import headline
from bot.blocks.escalation import ids
from bot.blocks.kit import Block, context, modal, section, words
from bot.blocks.text import clean, count
from bot.domain.approvals import Approval, Seat
from bot.domain.chains import A_DAY
from bot.domain.durations import Duration


def several_modal(approvals: Sequence[Approval], others: int, more: int = 0) -> Block:
    """Check boxes, all ticked: whatever is left ticked is approved.

    `approvals` are ten at most, `more` how many could follow, and `others` how many cannot be approved this way.
    """
    need = "needs a look of its own" if others == 1 else "need a look of their own"
    rest = f"{count(others, 'other order')} {need}."
    if not approvals:
        text = "Nothing waits for you that could be approved without a closer look."
        return modal(
            "Approve several",
            [section(f"{text} {rest}" if others else text)],
            callback_id=ids.SEVERAL_MODAL,
            metadata="",
        )
    options = [_option(approval) for approval in approvals]
    rest = f"{rest if others else ''} {_after(more)}".strip()
    blocks: list[Block] = [
        section(
            "These are within the policy and without any flag, the longest waiting first. Take the tick away where you "
            "would rather look first; each of the others is approved by itself, as with a click on its card."
        ),
        {
            "type": "input",
            "block_id": ids.ORDERS_BLOCK,
            "label": words("Approve these", 100),
            "hint": words("At least one has to be ticked.", 300),
            "element": {
                "type": "checkboxes",
                "action_id": ids.ORDERS_INPUT,
                "options": options,
                "initial_options": options,
            },
        },
        *([context(rest)] if rest else []),
    ]
    return modal("Approve several", blocks, callback_id=ids.SEVERAL_MODAL, metadata="", submit="Approve")


def _after(more: int) -> str:
    return f"{count(more, 'more order')} like these can follow: press Approve several again." if more else ""


def _option(approval: Approval) -> Block:
    order = approval.order
    amount = f"{order.amount:,.2f} {order.currency}"
    return {
        "text": words(f"{clean(order.name)[:30]} · {amount}", 75),
        "description": words(clean(order.vendor.name), 75),
        "value": approval.id,
    }


def hand_over_modal(approval: Approval, message_id: str, people: Sequence[Seat]) -> Block:
    """Asks who should decide in the place of whoever is silent."""
    view = modals.hand_over_modal(approval, people)
    return {**view, "callback_id": ids.HAND_OVER_MODAL, "private_metadata": message_id}


def snooze_modal(approval: Approval, message_id: str, choices: Sequence[Duration]) -> Block:
    """Asks for how long nobody is to be reminded."""
    options = [{"text": words(_length(choice), 75), "value": str(choice)} for choice in choices]
    blocks: list[Block] = [
        section(f"*{headline(approval)}*\nNobody is reminded of it meanwhile, and it does not go further."),
        {
            "type": "input",
            "block_id": ids.LENGTH_BLOCK,
            "label": words("For how long?", 100),
            "element": {
                "type": "static_select",
                "action_id": ids.LENGTH_INPUT,
                "options": options,
                "initial_option": options[0],
            },
            "hint": words("Once in each step. The buyer hears of it.", 300),
        },
    ]
    title = f"Snooze {clean(approval.order.name)}"
    return modal(title, blocks, callback_id=ids.SNOOZE_MODAL, metadata=message_id, submit="Snooze")


def _length(choice: Duration) -> str:
    hours = int(choice.length(A_DAY).total_seconds()) // 3600
    return count(hours, "hour") if hours < 24 else count(hours // 24, "day")
