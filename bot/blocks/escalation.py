"""What people see of escalation: reminders, requests that are stuck, several at once, and what waits in the morning."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.blocks.approvals import ids as approval_ids
from bot.blocks.approvals import modals
from bot.blocks.approvals.card import OPEN_IN_ODOO, show_all_lines
from bot.blocks.approvals.digest import SORTED, digest
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
from bot.blocks.kit import Block, actions, button, context, fields, header, link_button, modal, section, words
from bot.blocks.text import clean, clip, count, day, in_readers_time, inert, money, names, when
from bot.domain.approvals import Approval, ApprovalState, Seat, Verdict
from bot.domain.chains import A_DAY
from bot.domain.durations import Duration
from bot.domain.messages import MessageKind
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
    text = f"{_reminded_by(body)}{headline(approval)} {_waits_for_you(approval, body)}"
    return Picture(text, [section(text)])


def _reminded_by(body: Body) -> str:
    by = f"👋 {inert(body['by'])} asks you to have a look. " if body.get("by") else "🔔 "
    return by + (f"🔥 Urgent ({inert(body['urgent'], 120)}): " if body.get("urgent") else "")


def _waits_for_you(approval: Approval, body: Body) -> str:
    return f"waits for your decision since {when(approval.step_opened_at)}, {_then(body)}."


def _then(body: Body) -> str:
    """How long it had waited in working time: the message stays as it is while time goes on, so it says when."""
    return f"{inert(body['waited'])} when this was sent"


def escalation(approval: Approval, seat: Seat | None, message_id: str, body: Body, order_url: str) -> Picture:
    """A request that is stuck, for somebody who can move it on; `seat` is theirs, where they may decide."""
    name = order_name(approval)
    decided = decision_under_way(approval)
    if decided is not None or approval.state is not ApprovalState.PENDING or approval.step != body["step"]:
        how = (
            "It has moved on to its next step."
            if approval.state is ApprovalState.PENDING and not decided
            else _over(approval)
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
        f"*Tried so far:* {inert(body['tried'], 200)}",
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
                button("Nudge", NUDGE, message_id),
                button("Hand over", HAND_OVER, message_id),
                button("Snooze", SNOOZE, message_id),
                *show_all_lines(approval),
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
    text = f"⏫ {headline(approval)} {_stuck_with(approval, body)}"
    return Picture(text, [section(f"{text} Others were told."), *_open(approval, order_url)])


def _stuck_with(approval: Approval, body: Body) -> str:
    return f"still waits for {open_names(approval)} since {when(approval.step_opened_at)}, {_then(body)}."


@dataclass(frozen=True)
class Gathered:
    """One message on a list: its id, what it is about, what it says; `live` while it is still true."""

    message_id: str
    kind: MessageKind
    approval: Approval
    body: Body
    live: bool


def gathered(rows: Sequence[Gathered]) -> Picture:
    """Several messages that were due at once, as one list, in the order in which they are given.

    At most `MOST_ROWS` of them. What is not true any more has no button, and says what became of it.
    """
    live = [row for row in rows if row.live]
    title = f"{count(len(live), 'request')} {'needs' if len(live) == 1 else 'need'} your attention"
    title = title if live else "Nothing on this list needs your attention any more"
    how = f"Too many at once for single messages. {SORTED} Show sends one by itself."
    blocks = [header(title), *([context(how)] if live else [])]
    blocks += [_gathered_row(row, number) for number, row in enumerate(rows, start=1)]
    listed = ", ".join(order_name(row.approval) for row in live or rows)
    return Picture(clip(f"{title}: {listed}", 3500), blocks)


def _gathered_row(row: Gathered, number: int) -> Block:
    approval, order = row.approval, row.approval.order
    urgent = "🔥 " if order.urgent and row.live else ""
    what = (
        f"{urgent}*{order_name(approval)}* · {money(order.amount, order.currency)} to {inert(order.vendor.name, 60)}\n"
    )
    if not row.live:
        return section(f"{what}{_over(approval)}")
    show = button("Show", SHOW, row.message_id)
    return section(what + _says(row), accessory=show, block_id=f"{SHOW}:{number}")


def _says(row: Gathered) -> str:
    """What the message would have said, without naming the order again."""
    approval, body = row.approval, row.body
    if row.kind is MessageKind.REMINDER:
        return _waits_for_you(approval, body)
    if body.get("snoozed_by"):
        return f"nobody is reminded of it until {when(datetime.fromisoformat(body['until']))}"
    return f"is stuck with {open_names(approval)} since {when(approval.step_opened_at)}"


def _over(approval: Approval) -> str:
    """What became of a request that is not stuck any more."""
    decided = decision_under_way(approval)
    if decided is not None:
        return f"A decision was taken by {inert(decided.by)} · {when(decided.at)}"
    if approval.state is not ApprovalState.PENDING:
        return ended(approval)
    if approval.snoozed_until is not None:
        return f"💤 Put off by {inert(approval.snoozed_by)} until {when(approval.snoozed_until)}"
    return f"Now with {open_names(approval)}"


def morning(waiting: Sequence[Approval], live: Collection[str], more: int = 0) -> Picture:
    """All that waits for somebody when their working day begins, with a way to approve the ordinary ones at once.

    `live` are the ids of those that still wait for them; the others say what became of them. `more` is how many
    wait besides.
    """
    picture = digest(waiting, live=live, more=more)[0]
    row = actions([button("Approve several…", SEVERAL, "all")], f"{ROW}:several") if live else []
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
            "These are within the policy and without any flag, the longest waiting first. Take the tick away where you "
            "would rather look first; each of the others is approved by itself, as with a click on its card."
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
