"""What people see of escalation: reminders, requests that are stuck, and what buyers hear of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.blocks.approvals import ids as approval_ids
from bot.blocks.approvals.card import OPEN_IN_ODOO, show_all_lines
from bot.blocks.approvals.lines import lines_in_short, lines_on_card
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
from bot.blocks.escalation import ids
from bot.blocks.kit import Block, actions, button, fields, header, link_button, section
from bot.blocks.text import clean, count, day, in_readers_time, inert, money, names, when
from bot.domain.approvals import Approval, ApprovalState, Seat, Verdict
from bot.domain.ports import Picture

Body = Mapping[str, Any]


def reminder(approval: Approval, body: Body) -> Picture:
    """One line under the card, for whoever is asked."""
    text = f"{_reminded_by(body)}{headline(approval)} {waits_for_you(approval, body)}"
    return Picture(text, [section(text)])


def _reminded_by(body: Body) -> str:
    by = f"👋 {inert(body['by'])} asks you to have a look. " if body.get("by") else "🔔 "
    return by + (f"🔥 Urgent ({inert(body['urgent'], 120)}): " if body.get("urgent") else "")


def waits_for_you(approval: Approval, body: Body) -> str:
    return f"waits for your decision since {when(approval.step_opened_at)}, {_then(body)}."


def _then(body: Body) -> str:
    """How long it had waited in working time: the message stays as it is while time goes on, so it says when."""
    return f"{inert(body['waited'])} when this was sent"


def escalation(
    approval: Approval, seat: Seat | None, message_id: str, body: Body, order_url: str, *, reminders: int
) -> Picture:
    """A request that is stuck, for somebody who can move it on; `seat` is theirs, where they may decide.

    `reminders` is how often whoever is silent was reminded by now, nudges among them.
    """
    name = order_name(approval)
    decided = decision_under_way(approval)
    if decided is not None or approval.state is not ApprovalState.PENDING or approval.step != body["step"]:
        how = (
            "It has moved on to its next step."
            if approval.state is ApprovalState.PENDING and not decided
            else became(approval)
        )
        return Picture(
            f"{headline(approval)} is not stuck any more",
            [section(f"*{headline(approval)}*\n{how}"), *_open(approval, order_url)],
        )
    live = seat is not None and may_decide(approval, seat)
    urgent = "🔥 " if body.get("urgent") else ""
    title = f"{urgent}{clean(approval.order.name)[:60]} is stuck"
    since = f"since {when(approval.step_opened_at)}, {_then(body)}"
    lines = [
        f"⏫ *Waits for {open_names(approval)}* · {step_words(approval)} · {since}",
        f"*Tried so far:* {_tried(reminders, body['level'])}",
        f"*At stake:* {_at_stake(approval, body)}",
    ]
    if seat is not None and not live:
        refused = why_not(approval, seat)
        lines.append(f"🚫 {in_readers_time(inert(refused.reason, 300))}" if refused else "")
    blocks = [
        header(title),
        section("\n".join(line for line in lines if line)),
        fields(
            f"*Vendor*\n{inert(approval.order.vendor.name, 160)}",
            f"*Buyer*\n{inert(approval.order.buyer.name, 80) if approval.order.buyer else 'nobody named'}",
        ),
        section(lines_on_card(approval.order) if live else lines_in_short(approval.order)),
        *(_decide_row(approval, seat) if live else []),
        *actions(
            [
                button("Nudge", ids.NUDGE, message_id),
                button("Hand over", ids.HAND_OVER, message_id),
                button("Snooze", ids.SNOOZE, message_id),
                *show_all_lines(approval),
                *link_button(OPEN_IN_ODOO, ids.OPEN, approval.id, order_url),
            ],
            ids.ROW,
        ),
    ]
    return Picture(f"{urgent}{name} is stuck: {headline(approval)} waits for {open_names(approval)}", blocks)


def _tried(reminders: int, level: int) -> str:
    tried = count(reminders, "reminder") if reminders else "the card"
    return tried if level == 1 else f"{tried}, and {count(level - 1, 'escalation')}"


def _decide_row(approval: Approval, seat: Seat | None) -> list[Block]:
    """The same buttons as on a card: the desk takes the decision, and checks it."""
    approve = [button("Approve", approval_ids.APPROVE, approval.id, style="primary")]
    return actions(
        [
            *(approve if may_decide(approval, seat, Verdict.APPROVE) else []),
            button("Reject", approval_ids.REJECT, approval.id, style="danger"),
            button("Ask", approval_ids.ASK, approval.id),
        ],
        ids.DECIDE_ROW,
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
    text = f"⏫ {headline(approval)} {_stuck_with(approval, body)}"
    return Picture(text, [section(f"{text} Others were told."), *_open(approval, order_url)])


def _stuck_with(approval: Approval, body: Body) -> str:
    return f"still waits for {open_names(approval)} since {when(approval.step_opened_at)}, {_then(body)}."


def became(approval: Approval) -> str:
    """What became of a request that is not stuck any more."""
    decided = decision_under_way(approval)
    if decided is not None:
        return f"A decision was taken by {inert(decided.by)} · {when(decided.at)}"
    if approval.state is not ApprovalState.PENDING:
        return ended(approval)
    if approval.snoozed_until is not None:
        return f"💤 Put off by {inert(approval.snoozed_by)} until {when(approval.snoozed_until)}"
    return f"Now with {open_names(approval)}"


def _open(approval: Approval, order_url: str) -> list[Block]:
    return actions(link_button(OPEN_IN_ODOO, ids.OPEN, approval.id, order_url), ids.ROW)
