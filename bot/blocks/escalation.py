"""What people see of escalation: reminders, requests that are stuck, several at once, and what waits in the morning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.blocks.approvals import ids as approval_ids
from bot.blocks.approvals import modals
from bot.blocks.approvals.card import OPEN_IN_ODOO
from bot.blocks.approvals.digest import digest
from bot.blocks.approvals.lines import lines_in_short
from bot.blocks.approvals.standing import (
    decision_under_way,
    ended,
    headline,
    may_decide,
    open_names,
    order_name,
    step_words,
    why_not,
)
from bot.blocks.kit import Block, actions, button, context, fields, header, link_button, modal, section, words
from bot.blocks.text import clean, clip, count, day, inert, money, names, when
from bot.domain.approvals import Approval, ApprovalState, Seat, Verdict
from bot.domain.chains import A_DAY
from bot.domain.durations import Duration
from bot.domain.ports import Picture

NUDGE = "escalation.nudge"
HAND_OVER = "escalation.hand_over"
SNOOZE = "escalation.snooze"
SHOW = "escalation.show"
OPEN = "escalation.open"  # a link; Slack sends a click all the same
SEVERAL = "escalation.several"
ROW = "escalation.row"
DECIDE_ROW = "escalation.decide_row"
SNOOZE_MODAL = "escalation.snooze_modal"
HAND_OVER_MODAL = "escalation.hand_over_modal"
SEVERAL_MODAL = "escalation.several_modal"
LENGTH_BLOCK = "length"
LENGTH_INPUT = "length"
ORDERS_BLOCK = "orders"
ORDERS_INPUT = "orders"
OPTIONS = 10  # check boxes in one group, as many as Slack takes
MOST_ROWS = 20  # on one list, whatever the orders are called: Slack takes about 13,000 characters

Body = Mapping[str, Any]


def reminder(approval: Approval, body: Body) -> Picture:
    """One line under the card, for whoever is asked."""
    urgent = f"🔥 Urgent ({inert(body['urgent'], 120)}): " if body.get("urgent") else ""
    waits = f"{headline(approval)} waits for your decision, {inert(body['waited'])} so far."
    by = f"👋 {inert(body['by'])} asks you to have a look. " if body.get("by") else "🔔 "
    text = f"{by}{urgent}{waits}"
    return Picture(text, [section(text)])


def escalation(approval: Approval, seat: Seat | None, message_id: str, body: Body, order_url: str) -> Picture:
    """A request that is stuck, for somebody who can move it on; `seat` is theirs, where they may decide."""
    name = order_name(approval)
    decided = decision_under_way(approval)
    if decided is not None or approval.state is not ApprovalState.PENDING or approval.step != body["step"]:
        how = ended(approval) if approval.state is not ApprovalState.PENDING and not decided else ""
        if decided is not None:
            how = f"A decision was taken by {inert(decided.by)} · {when(decided.at)}"
        how = how or "It has moved on to its next step."
        return Picture(
            f"{headline(approval)} is not stuck any more",
            [section(f"*{headline(approval)}*\n{how}"), *_open(approval, order_url)],
        )
    live = seat is not None and may_decide(approval, seat)
    urgent = "🔥 " if body.get("urgent") else ""
    title = f"{urgent}{clean(approval.order.name)[:60]} is stuck"
    since = f"{inert(body['waited'])}, since {when(approval.step_opened_at)}"
    lines = [
        f"⏫ *Waits for {open_names(approval)}* · {step_words(approval)} · {since}",
        f"*Tried so far:* {inert(body['tried'], 200)}",
        f"*At stake:* {_at_stake(approval, body)}",
    ]
    if seat is not None and not live:
        refused = why_not(approval, seat)
        lines.append(f"🚫 {inert(refused.reason, 300)}" if refused else "")
    blocks = [
        header(title),
        section("\n".join(line for line in lines if line)),
        fields(
            f"*Vendor*\n{inert(approval.order.vendor.name, 160)}",
            f"*Buyer*\n{inert(approval.order.buyer.name, 80) if approval.order.buyer else 'nobody named'}",
        ),
        section(lines_in_short(approval.order)),
        *(_decide_row(approval, seat) if live else []),
        *actions(
            [
                button("Nudge", NUDGE, message_id),
                button("Hand over", HAND_OVER, message_id),
                button("Snooze", SNOOZE, message_id),
                button("Show all lines", approval_ids.LINES, approval.id),
                *link_button(OPEN_IN_ODOO, OPEN, approval.id, order_url),
            ],
            ROW,
        ),
    ]
    return Picture(f"{urgent}{name} is stuck: {headline(approval)} waits for {open_names(approval)}", blocks)


def _decide_row(approval: Approval, seat: Seat | None) -> list[Block]:
    """The same buttons as on a card: the desk takes the decision, and checks it."""
    approve = [button("Approve", approval_ids.APPROVE, approval.id, style="primary")]
    return actions(
        [
            *(approve if may_decide(approval, seat, Verdict.APPROVE) else []),
            button("Reject", approval_ids.REJECT, approval.id, style="danger"),
            button("Ask", approval_ids.ASK, approval.id),
        ],
        DECIDE_ROW,
    )


def _at_stake(approval: Approval, body: Body) -> str:
    order = approval.order
    parts = [f"*{money(order.amount, order.currency)}*"]
    if order.needed_by is not None:
        parts.append(f"needed by {day(order.needed_by)}")
    low = [line.product or line.name for line in order.lines if line.stock and line.stock.below_minimum]
    if low:
        parts.append(f"below safety stock: {names(low, 3)}")
    if order.origin:
        parts.append(f"for {inert(order.origin, 80)}")
    if body.get("urgent"):
        parts.append(f"urgent, because: {inert(body['urgent'], 120)}")
    return " · ".join(parts)


def stuck(approval: Approval, body: Body, order_url: str) -> Picture:
    """Tells the buyer that the order is stuck, or that nobody is reminded of it for a while."""
    if body.get("snoozed_by"):
        until = when(datetime.fromisoformat(body["until"]))
        text = f"💤 {headline(approval)}: {inert(body['snoozed_by'])} has put off reminders until then."
        return Picture(text, [section(f"{text}\nUntil {until} nobody is reminded of it."), *_open(approval, order_url)])
    text = f"⏫ {headline(approval)} still waits for {open_names(approval)}, {inert(body['waited'])} so far"
    return Picture(text, [section(f"{text}. Others were told."), *_open(approval, order_url)])


def gathered(rows: Sequence[tuple[str, Approval, str]]) -> Picture:
    """Several messages that were due at once, as one list: message id, order, and what it would have said.

    At most `MOST_ROWS` of them.
    """
    title = f"{count(len(rows), 'request')} {'needs' if len(rows) == 1 else 'need'} your attention"
    blocks = [header(title), context("Too many at once for single messages. Show sends one by itself.")]
    for number, (message_id, approval, what) in enumerate(rows, start=1):
        order = approval.order
        text = f"*{order_name(approval)}* · {money(order.amount, order.currency)} to {inert(order.vendor.name, 60)}\n"
        show = button("Show", SHOW, message_id)
        blocks.append(section(text + inert(what, 200), accessory=show, block_id=f"{SHOW}:{number}"))
    listed = ", ".join(order_name(approval) for _, approval, _ in rows)
    return Picture(clip(f"{title}: {listed}", 3500), blocks)


def morning(waiting: Sequence[Approval], now: datetime) -> Picture:
    """All that waits for somebody when their working day begins, with a way to approve the ordinary ones at once."""
    picture = digest(waiting, now=now)[0]
    row = actions([button("Approve several…", SEVERAL, "all")], f"{ROW}:several")
    blocks = [picture.blocks[0], *row, *picture.blocks[1:]]
    return Picture(f"☀️ {picture.text}", blocks)


def several_modal(approvals: Sequence[Approval], others: int) -> Block:
    """Check boxes, all ticked: whatever is left ticked is approved."""
    need = "needs a look of its own" if others == 1 else "need a look of their own"
    rest = f"{count(others, 'other order')} {need}."
    if not approvals:
        text = "Nothing waits for you that could be approved without a closer look."
        return modal(
            "Approve several", [section(f"{text} {rest}" if others else text)], callback_id=SEVERAL_MODAL, metadata=""
        )
    blocks: list[Block] = [
        section(
            "These are within the policy and without any flag. Take the tick away where you would rather look first; "
            "each of the others is approved by itself, as with a click on its card."
        )
    ]
    for start in range(0, len(approvals), OPTIONS):
        options = [_option(approval) for approval in approvals[start : start + OPTIONS]]
        blocks.append(
            {
                "type": "input",
                "optional": True,
                "block_id": f"{ORDERS_BLOCK}:{start}",
                "label": words("Orders", 100),
                "element": {
                    "type": "checkboxes",
                    "action_id": ORDERS_INPUT,
                    "options": options,
                    "initial_options": options,
                },
            }
        )
    if others:
        blocks.append(context(rest))
    return modal("Approve several", blocks, callback_id=SEVERAL_MODAL, metadata="", submit="Approve")


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
    return {**view, "callback_id": HAND_OVER_MODAL, "private_metadata": message_id}


def snooze_modal(approval: Approval, message_id: str, choices: Sequence[Duration]) -> Block:
    """Asks for how long nobody is to be reminded."""
    options = [{"text": words(_length(choice), 75), "value": str(choice)} for choice in choices]
    blocks: list[Block] = [
        section(f"*{headline(approval)}*\nNobody is reminded of it meanwhile, and it does not go further."),
        {
            "type": "input",
            "block_id": LENGTH_BLOCK,
            "label": words("For how long?", 100),
            "element": {
                "type": "static_select",
                "action_id": LENGTH_INPUT,
                "options": options,
                "initial_option": options[0],
            },
            "hint": words("Once in each step. The buyer hears of it.", 300),
        },
    ]
    title = f"Snooze {clean(approval.order.name)}"
    return modal(title, blocks, callback_id=SNOOZE_MODAL, metadata=message_id, submit="Snooze")


def _length(choice: Duration) -> str:
    hours = int(choice.length(A_DAY).total_seconds()) // 3600
    return count(hours, "hour") if hours < 24 else count(hours // 24, "day")


def _open(approval: Approval, order_url: str) -> list[Block]:
    return actions(link_button(OPEN_IN_ODOO, OPEN, approval.id, order_url), ROW)
