"""The rows of an answer: one table that can be read on a phone, the rest as lines, days as people write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.blocks.kit import Block, actions, context, link_button, section, size
from bot.blocks.text import bare, clip, inert, link, web_address
from bot.domain.answers import Answer, Table
from bot.domain.questions import Intent
from bot.domain.words import ISO_DAY, days_in_words

ORDER_COLUMNS = frozenset({"Order", "Late order"})
MOST_BUTTONS, MOST_BESIDE, LINES_BESIDE = 3, 5, 5
MOST_ROWS, CELLS = 50, 9_000  # of a table; Slack takes 100 rows and 10,000 characters
WIDEST = 5  # columns; a single row of more is told in lines
MAIN = {
    Intent.ORDER_CONTENTS: "Lines",
    Intent.BILLING_STATUS: "Bills",
    Intent.MAIL_SUMMARY: "Messages",
    Intent.PO_STATUS: "Lines",
}
FIGURE = re.compile(r"(-?\d[\d,]*(?:\.\d+)?)(?: ([^\d\s]+))?")
TIGHT = "\u00a0"  # keeps a figure and its unit on one line
SHORT = 8  # letters that stay on one line: "12 of 14"
OrderUrl = Callable[[int], str]


class Rows:
    """Draws the tables of one answer. Results hold days as programs write them; here people read them."""

    def __init__(self, answer: Answer, order_url: OrderUrl) -> None:
        self._tables = answer.tables
        self._intent = answer.plan.intent
        self._order_url = order_url
        self._year = answer.sources[0].as_of.year if answer.sources else None

    def said(self, text: str) -> str:
        """A text with its days in words: "2026-11-06" becomes "6 Nov", with the year where it is another."""
        return days_in_words(text, self._year)

    def blocks(self, room: int, *, links: bool) -> list[Block]:
        """One table, for Slack takes no more in a message; what else there is as lines below it.

        The head of an order that is told in full stands in the words already: it becomes a button that leads there.
        """
        if not self._tables:
            return []
        heads = [table for table in self._tables if table.title == "Orders" and len(table.rows) == 1]
        others = [table for table in self._tables if table not in heads]
        main = self._main(others or heads)
        beside = [table for table in others or heads if table is not main][:MOST_BESIDE]
        below = [part for table in beside for part in self._lines(table)]
        below += self._links(heads if others and links else [])
        return [*self._table(main, room - size(below)), *below]

    def lines(self) -> list[Block]:
        """All tables as lines, where Slack takes no table."""
        return [part for table in self._tables[:MOST_BESIDE] for part in self._lines(table)]

    def _main(self, tables: Sequence[Table]) -> Table:
        named = [table for table in tables if table.title == MAIN.get(self._intent)]
        return named[0] if named else max(tables, key=lambda table: len(table.rows))

    def _table(self, table: Table, room: int) -> list[Block]:
        """A table that fits; the rest is said to be missing."""
        if len(table.rows) == 1 and len(table.columns) > WIDEST:
            return self._lines(table)
        for rows in range(min(len(table.rows), MOST_ROWS), 0, -1):
            drawn = self._data_table(table, rows)
            if size(drawn) <= room and sum(len(cell) for row in table.rows[:rows] for cell in row) <= CELLS:
                more = len(table.rows) - rows + table.left_out
                return [drawn, *([context(f"and {more:,} more in Odoo")] if more else [])]
        return self._lines(table)

    def _data_table(self, table: Table, rows: int) -> Block:
        units = [_unit([row[n] for row in table.rows[:rows]]) for n in range(len(table.columns))]
        titles = [f"{name} ({unit})" if unit else name for name, unit in zip(table.columns, units, strict=True)]
        head: list[Block] = [{"type": "raw_text", "text": title} for title in titles]
        body = [[self._cell(table, at, n, unit) for n, unit in enumerate(units)] for at in range(rows)]
        return {"type": "data_table", "caption": self.said(table.caption), "page_size": 10, "rows": [head, *body]}

    def _cell(self, table: Table, at: int, column: int, unit: str) -> Block:
        """A cell; one that is a day or a figure sorts as such. `unit` stands in the column's title already."""
        whole = table.rows[at][column]
        address = self._address(table, at) if table.columns[column] in ORDER_COLUMNS else None
        if address is not None:
            anchor = {"type": "link", "url": address, "text": bare(whole, 300, blank="–")}
            return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [anchor]}]}
        day, figure = ISO_DAY.fullmatch(whole), FIGURE.fullmatch(whole)
        if day and (short := self.said(whole)) != whole:
            return {"type": "raw_number", "value": int("".join(day.groups())), "text": short.replace(" ", TIGHT)}
        if figure:
            text = bare(figure[1] if unit else whole, 300).replace(" ", TIGHT)
            return {"type": "raw_number", "value": float(figure[1].replace(",", "")), "text": text}
        text = bare(self.said(whole), 300, blank="–")
        return {"type": "raw_text", "text": text.replace(" ", TIGHT) if len(text) <= SHORT else text}

    def _address(self, table: Table, at: int) -> str | None:
        order_id = table.order_ids[at] if at < len(table.order_ids) else None
        return None if order_id is None else web_address(self._order_url(order_id))

    def _lines(self, table: Table) -> list[Block]:
        """A table as lines of text: what each cell is, but for the first; the order as a link."""
        said = []
        for at, row in enumerate(table.rows[:LINES_BESIDE]):
            cells: list[str] = []
            for column, cell in zip(table.columns, row, strict=True):
                if not cell:
                    continue
                order_id = table.order_ids[at] if at < len(table.order_ids) else None
                linked = column in ORDER_COLUMNS and order_id is not None
                shown = link(self._order_url(order_id or 0), cell) if linked else inert(self.said(cell), 200)
                cells.append(f"{column.lower()} {shown}" if cells else shown)
            said.append("• " + " · ".join(cells))
        more = len(table.rows) - len(said) + table.left_out
        said += [f"and {more:,} more in Odoo"] if more else []
        return [section(clip(f"*{inert(self.said(table.caption), 200)}*\n" + "\n".join(said), 2900))]

    def _links(self, heads: Sequence[Table]) -> list[Block]:
        """Buttons that lead to orders told in full."""
        buttons = []
        for number, head in enumerate(heads[:MOST_BUTTONS]):
            order_id, name = head.order_ids[0], head.rows[0][head.columns.index("Order")]
            if order_id is not None:
                label = f"Open {bare(name, 30)} in Odoo"
                buttons += link_button(label, f"asked.{number}.open", str(order_id), self._order_url(order_id))
        return actions(buttons, "asked.links")


def _unit(cells: Sequence[str]) -> str:
    """The unit or currency that several figures share, to be said once in the title; else nothing."""
    found = [FIGURE.fullmatch(cell) for cell in cells if cell]
    units = {figure[2] if figure else None for figure in found}
    return bare(units.pop() or "", 20, blank="") if len(found) > 1 and len(units) == 1 else ""
