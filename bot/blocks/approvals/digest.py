"""Many waiting orders in few messages: each named, each a click away from its card."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.blocks.approvals import ids
from bot.blocks.approvals.standing import STAR, decision_under_way, mark, order_name
from bot.blocks.kit import Block, button, context, header, section, size
from bot.blocks.text import clip, count, inert, money, when
from bot.domain.approvals import Approval, ApprovalState
from bot.domain.ports import Picture

ROOM = 12_300  # of about 13,000 characters that Slack takes in one message
MOST = 40
TOGETHER = 20  # so many orders always share one message, whatever they are called


SORTED = "Starred ones first, then the longest waiting."


def digest(entries: Sequence[Approval], *, live: Collection[str], more: int = 0) -> list[Picture]:
    """Orders that wait for one person, as one message or as many as it takes; none for no orders.

    `live` are the ids of those that still wait for them: the others say what became of them and have no button.
    `more` is how many wait besides. Up to `TOGETHER` orders make one message: long vendor names are cut shorter for
    that.
    """
    pages = _pages(entries, live, 80)
    if len(pages) > 1 and len(entries) <= TOGETHER:
        pages = _pages(entries, live, 24)
    waiting = [approval for approval in entries if approval.id in live]
    return [_page(page, number, len(pages), len(waiting), more) for number, page in enumerate(pages, start=1)]


Row = tuple[Approval, Block]


def _pages(entries: Sequence[Approval], live: Collection[str], width: int) -> list[list[Row]]:
    pages: list[list[Row]] = []
    room = 0
    for number, approval in enumerate(entries, start=1):
        block = _row(approval, number, width, live=approval.id in live)
        room -= size(block) + 1
        if room < 0 or len(pages[-1]) >= MOST:
            pages.append([])
            room = ROOM - size(block)
        pages[-1].append((approval, block))
    return pages


def _row(approval: Approval, number: int, width: int, *, live: bool) -> Block:
    """One order. What does not wait for its reader any more has no button, and says what became of it."""
    order = approval.order
    star = STAR if order.urgent and live else ""
    what = f"{money(order.amount, order.currency)} to {inert(order.vendor.name, width)}"
    name = inert(order.name, min(width, 40), blank=f"order {order.id}")
    if live:
        return section(
            f"{star}*{name}* · {what}\nwaits since {when(approval.waiting_since)}",
            accessory=button("Show", ids.SHOW, approval.id),
            block_id=f"{ids.SHOW}:{number}",
        )
    return section(f"*{name}* · {what}\n{_became(approval, width)}")


def _became(approval: Approval, width: int) -> str:
    """What became of an order that does not wait for its reader any more, in a few words."""
    decision, outcome = decision_under_way(approval), approval.outcome
    if decision is not None:
        return f"⏳ a decision was taken by {inert(decision.by, width)}"
    if approval.state is ApprovalState.PENDING:
        return f"now with {_holders(approval, width)}"
    how = {
        ApprovalState.APPROVED: "Approved",
        ApprovalState.REJECTED: "Rejected",
        ApprovalState.SUPERSEDED: "changed in Odoo: a newer card shows how",
    }.get(approval.state, "closed in Odoo")
    by = f" by {inert(outcome.by, width)}" if outcome and outcome.by else ""
    return f"{mark(approval)} {how}{by if approval.state is not ApprovalState.SUPERSEDED else ''}"


def _holders(approval: Approval, width: int) -> str:
    first, *rest = [seat.name for seat in approval.active_seats() if not seat.stepped_in] or [""]
    return inert(first, width, blank="nobody yet") + (f" and {len(rest)} more" if rest else "")


def _page(page: Sequence[Row], number: int, pages: int, total: int, more: int) -> Picture:
    title = f"{count(total + more, 'order')} {'waits' if total + more == 1 else 'wait'} for your approval"
    title = title if total else "Nothing on this list waits for you any more"
    part = f" ({number} of {pages})" if pages > 1 else ""
    names = ", ".join(order_name(approval) for approval, _ in page)
    rest = f" {count(more, 'more order')} on my Home tab." if more else ""
    return Picture(
        clip(f"{title}{part}: {names}", 3500),
        [
            header(title + part),
            *(
                [context(f"{SORTED} Show sends the card of an order, with everything needed to decide.{rest}")]
                if total
                else []
            ),
            *(block for _, block in page),
        ],
    )
