"""Many waiting orders in few messages: each named, each a click away from its card."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.blocks.approvals import ids
from bot.blocks.approvals.standing import decision_under_way, ended_in_short, order_name, waited
from bot.blocks.kit import Block, button, context, header, section, size
from bot.blocks.text import clip, count, inert, money
from bot.domain.approvals import Approval, ApprovalState
from bot.domain.ports import Picture

ROOM = 12_300  # of about 13,000 characters that Slack takes in one message
MOST = 40
TOGETHER = 30  # so many orders always share one message, whatever they are called


def digest(entries: Sequence[Approval], *, now: datetime) -> list[Picture]:
    """Orders that wait for one person, as one message or as many as it takes; none for no orders.

    Up to `TOGETHER` orders make one message: long vendor names are cut shorter for that.
    """
    pages = _pages(entries, now, 80)
    if len(pages) > 1 and len(entries) <= TOGETHER:
        pages = _pages(entries, now, 24)
    return [_page(page, number, len(pages), len(entries)) for number, page in enumerate(pages, start=1)]


Row = tuple[Approval, Block]


def _pages(entries: Sequence[Approval], now: datetime, width: int) -> list[list[Row]]:
    pages: list[list[Row]] = []
    room = 0
    for number, approval in enumerate(entries, start=1):
        block = _row(approval, now, number, width)
        room -= size(block) + 1
        if room < 0 or len(pages[-1]) >= MOST:
            pages.append([])
            room = ROOM - size(block)
        pages[-1].append((approval, block))
    return pages


def _row(approval: Approval, now: datetime, number: int, width: int) -> Block:
    """One order. Whatever was decided meanwhile has no button any more."""
    order = approval.order
    urgent = "🔥 " if order.urgent else ""
    what = f"{money(order.amount, order.currency)} to {inert(order.vendor.name, width)}"
    name = inert(order.name, min(width, 40), blank=f"order {order.id}")
    if decision_under_way(approval) is not None:
        return section(f"*{name}* · {what}\na decision was taken")
    if approval.state is not ApprovalState.PENDING:
        return section(f"*{name}* · {what}\n{ended_in_short(approval)}")
    return section(
        f"{urgent}*{name}* · {what}\nwaiting {waited(approval, now)}",
        accessory=button("Show", ids.SHOW, approval.id),
        block_id=f"{ids.SHOW}:{number}",
    )


def _page(page: Sequence[Row], number: int, pages: int, total: int) -> Picture:
    title = f"{count(total, 'order')} {'waits' if total == 1 else 'wait'} for your approval"
    part = f" ({number} of {pages})" if pages > 1 else ""
    names = ", ".join(order_name(approval) for approval, _ in page)
    return Picture(
        clip(f"{title}{part}: {names}", 3500),
        [
            header(title + part),
            context("Show sends the card of an order, with everything needed to decide."),
            *(block for _, block in page),
        ],
    )
