"""What people hear about an approval besides the card itself: outcome, questions, hand-overs, where it is stuck."""

from __future__ import annotations

from bot.blocks.approvals import ids
from bot.blocks.approvals.card import OPEN_IN_ODOO
from bot.blocks.approvals.standing import (
    carried_out,
    decision_under_way,
    ended,
    ended_in_short,
    headline,
    open_names,
    order_name,
)
from bot.blocks.kit import Block, actions, button, link_button, section
from bot.blocks.text import inert, quote, when
from bot.domain.approvals import Approval, ApprovalState, Question
from bot.domain.ports import Picture


def outcome_notice(approval: Approval, order_url: str) -> Picture:
    """Tells the buyer how an approval ended."""
    decision = decision_under_way(approval)
    text = f"{headline(approval)} · {ended_in_short(approval)}"
    if decision is not None:
        text, body = f"{headline(approval)} · being carried out in Odoo", carried_out(approval, decision)
    elif approval.state is ApprovalState.SUPERSEDED:
        text = f"{headline(approval)} changed; its approvers are asked again"
        body = f"🔁 *{order_name(approval)} changed in Odoo.* Its approvers are asked again, with what changed."
    elif approval.state is ApprovalState.PENDING:
        text = f"{headline(approval)} waits for approval"
        body = f"🕐 Waits for {open_names(approval)}."
    else:
        body = ended(approval)
    return Picture(text, [section(f"*{headline(approval)}*\n{body}"), *_open(approval, order_url)])


def question_to_buyer(approval: Approval, question: Question, order_url: str) -> Picture:
    """Brings a question to the buyer. Drawn again once answered, or once nobody needs it any more."""
    asker = inert(question.asked_by_name)
    parts = [f"❓ *{asker} asks about {headline(approval)}*", quote(question.text, 1300)]
    row: list[Block] = []
    if question.answer is not None:
        by = inert(question.answered_by_name or "", 80, blank="you")
        at = f" · {when(question.answered_at)}" if question.answered_at else ""
        parts += [f"💬 *Answered by {by}*{at}", quote(question.answer, 1300)]
    elif (decided := decision_under_way(approval)) or approval.state is not ApprovalState.PENDING:
        how = "a decision was taken" if decided else ended_in_short(approval)
        parts.append(f"_No answer needed any more: {how}._")
    else:
        row = [button("Answer", ids.ANSWER, question.id, style="primary")]
    row += link_button(OPEN_IN_ODOO, ids.OPEN, approval.id, order_url)
    return Picture(
        f"{order_name(approval)}: {asker} asks: {inert(question.text, 300, blank='(blank)')}",
        [section("\n".join(parts)), *actions(row, ids.ANSWER_ROW)],
    )


def answer_notice(approval: Approval, question: Question, order_url: str) -> Picture:
    """Brings the buyer's answer to whoever asked."""
    by = inert(question.answered_by_name or "", 80, blank="The buyer")
    answer = question.answer or ""
    body = "\n".join(
        [
            f"💬 *{by} answered your question about {headline(approval)}*",
            f"_You asked:_ {inert(question.text, 400, blank='(blank)')}",
            quote(answer, 1900),
            *(["Your card is up to date."] if approval.state is ApprovalState.PENDING else []),
        ]
    )
    return Picture(
        f"{order_name(approval)}: {by} answered: {inert(answer, 300, blank='(blank)')}",
        [section(body), *_open(approval, order_url)],
    )


def handed_over_notice(approval: Approval, giver: str, order_url: str, *, note: str = "") -> Picture:
    """Tells the receiver, who has the card already, who handed the order over to them, with the giver's note."""
    rows = [f"↪️ {inert(giver)} handed *{headline(approval)}* over to you. You have its card already."]
    if note.strip():
        rows.append(quote(note, 2000))
    text = f"{order_name(approval)}: {inert(giver)} handed it over to you"
    return Picture(text, [section("\n".join(rows)), *_open(approval, order_url)])


def _open(approval: Approval, order_url: str) -> list[Block]:
    return actions(link_button(OPEN_IN_ODOO, ids.OPEN, approval.id, order_url), ids.LOOK_ROW)
