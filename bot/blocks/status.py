"""Where an order is stuck: who has it and since when, what was tried, what comes next."""

from __future__ import annotations

from datetime import datetime

from bot.blocks.approvals import ids
from bot.blocks.approvals.card import OPEN_IN_ODOO
from bot.blocks.approvals.standing import (
    carried_out,
    decision_under_way,
    earlier_steps,
    ended,
    ended_in_short,
    headline,
    open_names,
    step_words,
    waits_since,
)
from bot.blocks.kit import actions, context, link_button, section
from bot.blocks.text import clip, duration, inert, when, working_time
from bot.domain.approvals import Approval, ApprovalState
from bot.domain.ports import Picture
from bot.domain.status import Standing, Worked
from bot.domain.timeline import Past

FEW = 8  # of what was done; the audit log holds all of it


def since_words(since: datetime, now: datetime, worked: Worked | None) -> str:
    """Since when somebody has it, and how long that is in their working time where it is known."""
    waited_for = duration(now - since) if worked is None else working_time(worked.time, worked.day)
    return f"since {when(since)} ({waited_for})"


def status(approval: Approval, now: datetime, order_url: str, standing: Standing) -> Picture:
    """Where an order stands: who has it, since when, in which step, what is open, what was done, what comes."""
    decision = decision_under_way(approval)
    if decision is not None:
        text, body = f"{headline(approval)}: being carried out in Odoo", carried_out(approval, decision)
    elif approval.state is not ApprovalState.PENDING:
        text, body = f"{headline(approval)}: {ended_in_short(approval)}", ended(approval)
    else:
        text, body = f"{headline(approval)} waits for {open_names(approval)}", _waiting(approval, now, standing)
    grey = [part for part in (_done(standing.past), earlier_steps(approval)) if part]
    blocks = [
        section(f"*{headline(approval)}*\n{body}"),
        *([context(*grey)] if grey else []),
        *actions(link_button(OPEN_IN_ODOO, ids.OPEN, approval.id, order_url), ids.LOOK_ROW),
    ]
    return Picture(text, blocks)


def _waiting(approval: Approval, now: datetime, standing: Standing) -> str:
    rows = [
        f"🕐 With *{open_names(approval)}* {since_words(approval.step_opened_at, now, standing.worked)}",
        f"In {step_words(approval)} · the order {waits_since(approval)}",
    ]
    question = approval.open_question
    if question is not None:
        buyer = inert(approval.order.buyer.name) if approval.order.buyer else "the buyer"
        rows.append(
            f"❓ {inert(question.asked_by_name)} asked {buyer}, {when(question.asked_at)}, "
            f"no answer yet: {inert(question.text, 300, blank='(blank)')}"
        )
    if approval.snoozed_until is not None and approval.snoozed_until > now:
        rows.append(f"💤 Snoozed by {inert(approval.snoozed_by)} until {when(approval.snoozed_until)}")
    if standing.coming is not None:
        step = standing.coming
        rows.append(f"➡️ Next, {when(step.at)} at the earliest: {inert(step.about)} {inert(step.words, 300)}")
    return "\n".join(rows)


def _done(past: tuple[Past, ...]) -> str:
    """What was done so far, the newest last."""
    rows = [f"• {when(one.at)} · {inert(one.words, 250)}" for one in past[-FEW:]]
    more = len(past) - len(rows)
    return clip("\n".join([*([f"_{more} earlier_"] if more else []), *rows]), 2900)
