"""Answers to questions: words, rows as a table with links into Odoo, choices to ask back with, and a verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.blocks.approvals import ids as approval_ids
from bot.blocks.kit import Block, actions, button, context, link_button, section, size
from bot.blocks.text import bare, clip, inert, link, web_address
from bot.domain.answers import Answer, Table
from bot.domain.conversations import Card, Reply, Verdict
from bot.domain.ports import Picture
from bot.domain.questions import Intent

CHOOSE = "asked.choose"  # with the number of the choice behind it
RATE = "asked.rate"
CHOICES = "asked.choices"  # the row of buttons to choose with
ORDER_COLUMNS = frozenset({"Order", "Late order"})
MOST_CHOICES, MOST_BUTTONS, MOST_BESIDE, LINES_BESIDE = 5, 3, 5, 5
MOST_ROWS, CELLS = 50, 9_000  # of a table; Slack takes 100 rows and 10,000 characters
ROOM = 12_000  # what all blocks together may take, as Slack counts
LOOKING, LOOKED, READ = "Looking in Odoo …", "Looked in Odoo", "Read your question"
THANKS = "Thank you, I have noted that."
MAIN = {
    Intent.ORDER_CONTENTS: "Lines",
    Intent.BILLING_STATUS: "Bills",
    Intent.MAIL_SUMMARY: "Messages",
    Intent.PO_STATUS: "Lines",
}
OrderUrl = Callable[[int], str]


def draw(
    answer: Answer,
    question_id: str,
    order_url: OrderUrl,
    *,
    beside: Sequence[Picture] = (),
    cards: Sequence[Card] = (),
) -> Reply:
    """An answer. `beside` stands above the rows; `cards` are what the reader may decide on."""
    above = [*_pictures(beside), *_cards(cards)]
    below = [*_choices(answer, question_id), *_verdict(question_id)]
    text = words(answer.text)
    rows = _rows(answer, order_url, ROOM - size([*above, *below]) - len(text), links=not beside)
    lines = [part for table in answer.tables[:MOST_BESIDE] for part in _lines(table, order_url)]
    plain = [section(text), *above, *lines, *_choices(answer, question_id)]
    return Reply(answer.text, (*above, *rows, *below), tuple(plain))


def chosen(reply: Reply, choice: str) -> Reply:
    """The same answer once somebody has chosen: nothing is left to choose."""
    said = context(f"You chose {inert(choice, 75)}.")

    def done(blocks: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
        return tuple(said if block.get("block_id") == CHOICES else block for block in blocks)

    return Reply(reply.text, done(reply.blocks), done(reply.plain))


def whole(reply: Reply) -> list[Mapping[str, Any]]:
    """The blocks of an answer that is no stream: its words first."""
    return [section(words(reply.text)), *reply.blocks]


def sentence(text: str) -> Reply:
    """An answer that is one sentence and nothing else."""
    return Reply(text, (), (section(words(text)),))


def markdown(text: str) -> str:
    """Words for a stream, which reads Markdown: nothing in them is a link, a mention or formatting."""
    plain = clip(inert(text, 11_000), 11_000)
    return "".join(f"\\{char}" if char in r"\[]()#|!~+-_" else char for char in plain)


def words(text: str) -> str:
    """The words of an answer as a mrkdwn object takes them."""
    return inert(text, 2900, blank="I have nothing to say to that.")


def _pictures(beside: Sequence[Picture]) -> list[Block]:
    """Blocks of other pictures; those that bear a name bear one of their own."""
    drawn = []
    for number, picture in enumerate(beside):
        for block in picture.blocks:
            named = {"block_id": f"{block['block_id']}.{number}"} if "block_id" in block else {}
            drawn.append({**block, **named})
    return drawn


def _cards(cards: Sequence[Card]) -> list[Block]:
    """The way to the card on which an order is decided: where it stands, or a button that sends it."""
    shown: list[Block] = []
    for number, card in enumerate(cards[:MOST_BUTTONS]):
        words = f"Go to the card of {bare(card.order, 30)}"
        there = link_button(words, f"asked.card{number}.open", card.approval_id, card.url)
        shown += there or [button(words, approval_ids.SHOW, card.approval_id)][: 0 if shown else 1]
    return actions(shown, "asked.cards")


def _choices(answer: Answer, question_id: str) -> list[Block]:
    offered = [
        button(bare(choice, 75), f"{CHOOSE}.{number}", f"{question_id}:{number}")
        for number, choice in enumerate(answer.choices[:MOST_CHOICES])
    ]
    return actions(offered, CHOICES)


def _verdict(question_id: str) -> list[Block]:
    def half(text: str, verdict: Verdict, label: str) -> Block:
        return {
            "text": {"type": "plain_text", "text": text},
            "value": f"{question_id}:{verdict.value}",
            "accessibility_label": label,
        }

    element = {
        "type": "feedback_buttons",
        "action_id": RATE,
        "positive_button": half("Good answer", Verdict.GOOD, "This answer was good"),
        "negative_button": half("Bad answer", Verdict.BAD, "This answer was bad"),
    }
    return [{"type": "context_actions", "block_id": "asked.verdict", "elements": [element]}]


def _rows(answer: Answer, order_url: OrderUrl, room: int, *, links: bool) -> list[Block]:
    """One table, for Slack takes no more in a message; what else there is as lines below it.

    The head of an order that is told in full stands in the words already: it becomes a button that leads there.
    """
    heads = [table for table in answer.tables if table.title == "Orders" and len(table.rows) == 1]
    others = [table for table in answer.tables if table not in heads]
    if not answer.tables:
        return []
    main = _main(others or heads, answer.plan.intent)
    beside = [table for table in others or heads if table is not main][:MOST_BESIDE]
    below = [part for table in beside for part in _lines(table, order_url)]
    below += _links(heads if others and links else [], order_url)
    return [*_table(main, order_url, room - size(below)), *below]


def _main(tables: Sequence[Table], intent: Intent) -> Table:
    named = [table for table in tables if table.title == MAIN.get(intent)]
    return named[0] if named else max(tables, key=lambda table: len(table.rows))


def _table(table: Table, order_url: OrderUrl, room: int) -> list[Block]:
    """A table that fits; the rest is said to be missing."""
    for rows in range(min(len(table.rows), MOST_ROWS), 0, -1):
        drawn = _data_table(table, rows, order_url)
        if size(drawn) <= room and sum(len(cell) for row in table.rows[:rows] for cell in row) <= CELLS:
            more = len(table.rows) - rows + table.left_out
            return [drawn, *([context(f"and {more:,} more in Odoo")] if more else [])]
    return _lines(table, order_url)


def _data_table(table: Table, rows: int, order_url: OrderUrl) -> Block:
    head: list[Block] = [{"type": "raw_text", "text": column} for column in table.columns]
    body = [[_cell(table, at, column, order_url) for column in range(len(table.columns))] for at in range(rows)]
    return {"type": "data_table", "caption": table.title, "page_size": 10, "rows": [head, *body]}


def _cell(table: Table, at: int, column: int, order_url: OrderUrl) -> Block:
    text = bare(table.rows[at][column], 300, blank="–")
    address = _address(table, at, order_url) if table.columns[column] in ORDER_COLUMNS else None
    if address is None:
        return {"type": "raw_text", "text": text}
    anchor = {"type": "link", "url": address, "text": text}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [anchor]}]}


def _address(table: Table, at: int, order_url: OrderUrl) -> str | None:
    order_id = table.order_ids[at] if at < len(table.order_ids) else None
    return None if order_id is None else web_address(order_url(order_id))


def _lines(table: Table, order_url: OrderUrl) -> list[Block]:
    """A table as lines of text: what each cell is, but for the first; the order as a link."""
    said = []
    for at, row in enumerate(table.rows[:LINES_BESIDE]):
        cells: list[str] = []
        for column, cell in zip(table.columns, row, strict=True):
            if not cell:
                continue
            order_id = table.order_ids[at] if at < len(table.order_ids) else None
            linked = column in ORDER_COLUMNS and order_id is not None
            shown = link(order_url(order_id or 0), cell) if linked else inert(cell, 200)
            cells.append(f"{column.lower()} {shown}" if cells else shown)
        said.append("• " + " · ".join(cells))
    more = len(table.rows) - len(said) + table.left_out
    said += [f"and {more:,} more in Odoo"] if more else []
    return [section(clip(f"*{inert(table.title)}*\n" + "\n".join(said), 2900))]


def _links(heads: Sequence[Table], order_url: OrderUrl) -> list[Block]:
    """Buttons that lead to orders told in full."""
    buttons = []
    for number, head in enumerate(heads[:MOST_BUTTONS]):
        order_id, name = head.order_ids[0], head.rows[0][head.columns.index("Order")]
        if order_id is not None:
            label = f"Open {bare(name, 30)} in Odoo"
            buttons += link_button(label, f"asked.{number}.open", str(order_id), order_url(order_id))
    return actions(buttons, "asked.links")
