"""The card: everything needed to decide on one order in one look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.blocks.approvals import ids
from bot.blocks.approvals.lines import INDENT, ON_CARD, lines_in_short, lines_on_card
from bot.blocks.approvals.standing import (
    STAR,
    carried_out,
    decision_under_way,
    earlier_steps,
    ended,
    ended_in_short,
    headline,
    may_decide,
    needed_words,
    waiting,
)
from bot.blocks.kit import Block, actions, button, context, fields, header, link_button, section
from bot.blocks.text import clean, count, day, inert, link, money, names, when
from bot.domain.approvals import Approval, ApprovalState, Question, Seat, Verdict
from bot.domain.orders import Order
from bot.domain.ports import Picture

OPEN_IN_ODOO = "Open in Odoo"
WHY_ASKED = "Why it needs approval:"


def card(
    approval: Approval,
    *,
    seat: Seat | None,
    order_url: str,
    now: datetime,
    also_waiting: Sequence[str] = (),
) -> Picture:
    """The card of one approval as the person on `seat` sees it; None draws it for an onlooker.

    `also_waiting` says in words who decides the later steps, one text a step; without it the
    steps are named as the policy names them.
    """
    decision = decision_under_way(approval)
    if decision is not None:
        return Picture(
            f"{headline(approval)} · being carried out in Odoo",
            [*_top(approval, carried_out(approval, decision)), *_record(approval), *_open_row(approval, order_url)],
        )
    if approval.state is not ApprovalState.PENDING:
        return _closed(approval, order_url)
    live = may_decide(approval, seat)
    blocks = [
        *_top(approval, waiting(approval, seat, now)),
        *_changes(approval),
        _facts(approval, now),
        _why(approval, asked=live),
        section(lines_on_card(approval.order)),
        *_questions(approval),
        *_small_print(approval, seat, also_waiting),
        *(_decide_row(approval, seat) if live else []),
        *_look_row(approval, order_url),
    ]
    waits = "waits for your approval" if live else "waits for approval"
    starred = "Starred: " if approval.order.urgent else ""
    return Picture(f"{starred}{headline(approval)} {waits}", blocks)


def _closed(approval: Approval, order_url: str) -> Picture:
    """A picture of what was decided. A superseded card has no button at all, only a link."""
    superseded = approval.state is ApprovalState.SUPERSEDED
    status = ended(approval, link=link(order_url, OPEN_IN_ODOO) if superseded else "")
    return Picture(
        f"{headline(approval)} · {ended_in_short(approval)}",
        [
            *_top(approval, status),
            *_record(approval),
            *([] if superseded else _open_row(approval, order_url)),
        ],
    )


def _top(approval: Approval, status: str) -> list[Block]:
    order = approval.order
    starred = f"{STAR}Starred · " if order.urgent and approval.state is ApprovalState.PENDING else ""
    title = f"{starred}{clean(order.name)[:60]} · {order.amount:,.2f} {order.currency}"
    return [header(title), section(status)]


def _record(approval: Approval) -> list[Block]:
    """What the decision was about, in short, and what it rested on: questions, the rule, earlier steps."""
    rested = approval.state is not ApprovalState.SUPERSEDED
    rule = f"{WHY_ASKED} {_reason(approval)}" if rested else ""
    small = [part for part in (rule, earlier_steps(approval)) if part]
    return [
        fields(_vendor(approval.order), _amount(approval.order)),
        section(lines_in_short(approval.order)),
        *(_questions(approval) if rested else []),
        *([context("\n".join(small))] if small else []),
    ]


def _facts(approval: Approval, now: datetime) -> Block:
    order = approval.order
    return fields(_vendor(order), _amount(order), _buyer(order), _needed_by(order, now))


def _vendor(order: Order) -> str:
    vendor = order.vendor
    known = [inert(tag, 30) for tag in vendor.tags[:4]]
    if vendor.on_time_rate is not None:
        known.append(f"{vendor.on_time_rate:.0f}% of goods on time in a year")
    known.append(count(vendor.earlier_orders, "earlier order") if vendor.earlier_orders else "⚠️ no earlier orders")
    return f"*Vendor*\n{inert(vendor.name, 160)}\n{' · '.join(known)}"


def _amount(order: Order) -> str:
    rows = ["*Amount*", f"*{money(order.amount, order.currency)}*" + ("" if order.amount else " ⚠️ zero")]
    if order.currency != order.company_currency:
        if order.company_amount is None:
            rows.append(f"⚠️ no rate for {inert(order.currency, 12)} in Odoo")
        else:
            rows.append(f"= {money(order.company_amount, order.company_currency)}{_rate(order)}")
    return "\n".join(rows)


def _rate(order: Order) -> str:
    if order.rate is None:
        return ""
    own, other = inert(order.company_currency, 12), inert(order.currency, 12)
    return f" (1 {own} = {order.rate:,.4f} {other})"


def _buyer(order: Order) -> str:
    rows = ["*Buyer*", inert(order.buyer.name, 60) if order.buyer else "nobody named"]
    if order.requester is not None and (order.buyer is None or order.requester.id != order.buyer.id):
        rows.append(f"requested by {inert(order.requester.name, 60)}")
    if order.from_replenishment:
        rows.append("from replenishment")
    elif order.origin:
        rows.append(f"source {inert(order.origin, 60)}")
    return "\n".join(rows)


def _needed_by(order: Order, now: datetime) -> str:
    rows = ["*Needed by*"]
    if order.needed_by is None:
        rows.append("no date")
    elif order.needed_by < now:
        rows.append(f"⚠️ {day(order.needed_by)}, which has passed")
    else:
        rows.append(day(order.needed_by))
    if order.warehouse is not None:
        rows.append(f"for {inert(order.warehouse.name, 60)}")
    return "\n".join(rows)


def _why(approval: Approval, *, asked: bool) -> Block:
    title = "Why you are asked:" if asked else WHY_ASKED
    return section(f"*{title}* {_reason(approval)}")


def _reason(approval: Approval) -> str:
    """The rule before what it goes by: "is at or below 25,000.00 EUR" alone reads as a reason not to be asked."""
    return (
        f"the rule “{inert(approval.rule, 80)}” takes it: {inert(approval.reason, 500, blank='the policy asks for it')}"
    )


def _changes(approval: Approval) -> list[Block]:
    if not approval.changes:
        return []
    rows = [
        f"• {inert(c.what, 90)}: {inert(c.before, 90, blank='nothing')} → *{inert(c.after, 90, blank='nothing')}*"
        for c in approval.changes[:6]
    ]
    if len(approval.changes) > 6:
        rows.append(f"_and {len(approval.changes) - 6:,} more changes_")
    return [section("\n".join(["✏️ *Changed since the last card*", *rows]))]


def _questions(approval: Approval) -> list[Block]:
    if not approval.questions:
        return []
    shown = approval.questions[-3:]
    hidden = len(approval.questions) - len(shown)
    earlier = [f"_{hidden:,} earlier in Odoo_"] if hidden else []
    return [section("\n".join([*(_question(approval, q) for q in shown), *earlier]))]


def _question(approval: Approval, question: Question) -> str:
    earlier = " _(asked before the order changed)_" if question.asked_at < approval.opened_at else ""
    asked = f"❓ *{inert(question.asked_by_name)}:* {inert(question.text, 350, blank='(blank)')}{earlier}"
    if question.answer is None and approval.state is not ApprovalState.PENDING:
        return f"{asked}\n{INDENT}_not answered_"
    if question.answer is None:
        buyer = inert(approval.order.buyer.name) if approval.order.buyer else "the buyer"
        return f"{asked}\n{INDENT}_no answer from {buyer} yet, asked {when(question.asked_at)}_"
    by = inert(question.answered_by_name or "", 80, blank="Answer")
    return f"{asked}\n💬 *{by}:* {inert(question.answer, 350, blank='(blank)')}"


def _small_print(approval: Approval, seat: Seat | None, also_waiting: Sequence[str]) -> list[Block]:
    parts = [
        needed_words(approval, seat),
        earlier_steps(approval),
        _later_steps(approval, also_waiting),
        _attachments(approval.order),
    ]
    return [context("\n".join(written))] if (written := [part for part in parts if part]) else []


def _later_steps(approval: Approval, also_waiting: Sequence[str]) -> str:
    rows = []
    for index, step in enumerate(approval.steps[approval.step + 1 :]):
        who = f" ({inert(also_waiting[index], 120)})" if index < len(also_waiting) else ""
        rows.append(f"{inert(step.name, 60, blank='approval')}{who}")
    return "Then: " + " → ".join(rows[:5]) if rows else ""


def _attachments(order: Order) -> str:
    listed = names([attachment.name for attachment in order.attachments], 4)
    return f"📎 {listed}" if listed else ""


def _decide_row(approval: Approval, seat: Seat | None) -> list[Block]:
    """The live buttons. Whoever is kept for a later step may do all but approve."""
    approve = [button("Approve", ids.APPROVE, approval.id, style="primary")]
    return actions(
        [
            *(approve if may_decide(approval, seat, Verdict.APPROVE) else []),
            button("Reject", ids.REJECT, approval.id, style="danger"),
            button("Ask", ids.ASK, approval.id),
            button("Hand over", ids.HAND_OVER, approval.id),
        ],
        ids.DECIDE_ROW,
    )


def show_all_lines(approval: Approval) -> list[Block]:
    """The button to all lines, where a message shows only some of them."""
    return [button("Show all lines", ids.LINES, approval.id)] if len(approval.order.lines) > ON_CARD else []


def _look_row(approval: Approval, order_url: str) -> list[Block]:
    return actions(
        [*show_all_lines(approval), *link_button(OPEN_IN_ODOO, ids.OPEN, approval.id, order_url)], ids.LOOK_ROW
    )


def _open_row(approval: Approval, order_url: str) -> list[Block]:
    return actions(link_button(OPEN_IN_ODOO, ids.OPEN, approval.id, order_url), ids.LOOK_ROW)
