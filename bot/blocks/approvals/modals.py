"""What opens after a click on a card: the lines, a reason, a question, a colleague, an answer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks.approvals import ids
from bot.blocks.approvals.lines import largest_first, line_in_full
from bot.blocks.approvals.standing import headline, order_name
from bot.blocks.kit import Block, context, modal, section, size, text_input, words
from bot.blocks.text import clean, count, inert, money, quote
from bot.domain.approvals import Approval, Question, Seat

LINES_A_SECTION = 6
LINES_ROOM = 90_000  # Slack refuses a view of more than 250 kB; this leaves room for bytes and for patience
GROUP = 100  # options in one group of a menu, and groups in one menu


def lines_modal(approval: Approval) -> Block:
    """All lines, largest first; very long orders are cut with a word on what is missing."""
    order = approval.order
    ordered = largest_first(order.lines)
    total = f"{count(len(ordered), 'line')} · {money(order.amount, order.currency)}"
    blocks, shown, room = [section(f"*{headline(approval)}*\n{total}")], 0, LINES_ROOM
    for start in range(0, len(ordered), LINES_A_SECTION):
        some = ordered[start : start + LINES_A_SECTION]
        block = section("\n".join(line_in_full(line, order.currency) for line in some))
        room -= size(block)
        if room < 0 or len(blocks) > 90:
            break
        blocks.append(block)
        shown += len(some)
    if shown < len(ordered):
        blocks.append(context(f"and {len(ordered) - shown:,} more, open {order_name(approval)} in Odoo to see them"))
    return _modal("Lines of", approval, blocks, ids.LINES_MODAL, approval.id)


def reject_modal(approval: Approval) -> Block:
    """Asks for the reason of a rejection; it is required."""
    blocks = [
        section(headline(approval)),
        text_input(
            "Reason",
            ids.REASON_BLOCK,
            ids.TEXT_INPUT,
            placeholder="What is wrong, and what should the buyer do?",
            hint="The buyer reads it, and it stays on the order in Odoo. The order is then cancelled there.",
        ),
    ]
    return _modal("Reject", approval, blocks, ids.REJECT_MODAL, approval.id, submit="Reject")


def ask_modal(approval: Approval) -> Block:
    """Asks for a question to the buyer."""
    buyer = clean(approval.order.buyer.name)[:60] if approval.order.buyer else "the buyer"
    blocks = [
        section(headline(approval)),
        text_input(
            "Question",
            ids.QUESTION_BLOCK,
            ids.TEXT_INPUT,
            placeholder="What do you need to know?",
            hint=f"Goes to {buyer} in Slack. The answer comes back on your card and stays on the order in Odoo.",
        ),
    ]
    return _modal("Ask about", approval, blocks, ids.ASK_MODAL, approval.id, submit="Ask")


def hand_over_modal(approval: Approval, people: Sequence[Seat]) -> Block:
    """Asks who should decide instead; `people` are those who could."""
    if not people:
        nobody = section(
            f"*{headline(approval)}*\nNobody else could take your place: everybody who may approve this order is "
            "needed beside you, has a part in it, or is over their limit. It stays with you."
        )
        return _modal("Hand over", approval, [nobody], ids.HAND_OVER_MODAL, approval.id)
    blocks = [
        section(headline(approval)),
        {
            "type": "input",
            "block_id": ids.PERSON_BLOCK,
            "label": words("Hand over to", 100),
            "element": {
                "type": "static_select",
                "action_id": ids.PERSON_INPUT,
                "placeholder": words("Choose a colleague", 150),
                **_choices(sorted(people, key=lambda seat: (seat.name.casefold(), seat.user_id))),
            },
            "hint": words("Only people who could decide this order are listed.", 300),
        },
        text_input("Note", ids.NOTE_BLOCK, ids.TEXT_INPUT, placeholder="What should they know?", optional=True),
    ]
    return _modal("Hand over", approval, blocks, ids.HAND_OVER_MODAL, approval.id, submit="Hand over")


def answer_modal(question: Question, approval: Approval) -> Block:
    """Asks the buyer for the answer to a question; its metadata is the question's id."""
    asked = quote(question.text, 2000)
    blocks = [
        section(f"{headline(approval)}\n*{inert(question.asked_by_name)} asks:*\n{asked}"),
        text_input(
            "Answer",
            ids.ANSWER_BLOCK,
            ids.TEXT_INPUT,
            hint="All approvers of this order read it, and it stays on the order in Odoo.",
        ),
    ]
    return _modal("Answer about", approval, blocks, ids.ANSWER_MODAL, question.id, submit="Answer")


def _modal(
    verb: str, approval: Approval, blocks: Sequence[Block], callback_id: str, metadata: str, submit: str | None = None
) -> Block:
    title = f"{verb} {clean(approval.order.name)}"
    return modal(title, blocks, callback_id=callback_id, metadata=metadata, submit=submit)


def _choices(people: Sequence[Seat]) -> Block:
    """The options of a menu; beyond a hundred people in groups by name."""
    options = [{"text": words(person.name, 75), "value": str(person.user_id)} for person in people]
    if len(options) <= GROUP:
        return {"options": options}
    groups = [options[start : start + GROUP] for start in range(0, len(options), GROUP)][:GROUP]
    return {"option_groups": [{"label": words(_span(group), 75), "options": group} for group in groups]}


def _span(group: Sequence[Block]) -> str:
    first, last = group[0]["text"]["text"], group[-1]["text"]["text"]
    return f"{first[:30]} to {last[:30]}"
