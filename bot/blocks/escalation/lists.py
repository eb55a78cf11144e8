"""Several requests in one message: those that were due at once, and what waits when a working day begins."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.blocks.approvals.digest import SORTED, digest
from bot.blocks.approvals.standing import STAR, open_names, order_name
from bot.blocks.escalation import ids
from bot.blocks.escalation.messages import Body, became, waits_for_you
from bot.blocks.kit import Block, actions, button, context, header, section
from bot.blocks.text import clip, count, inert, money, when
from bot.domain.approvals import Approval
from bot.domain.messages import MessageKind
from bot.domain.ports import Picture

MOST_ROWS = 20  # on one list, whatever the orders are called: Slack takes about 13,000 characters


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
    star = STAR if order.urgent and row.live else ""
    what = f"{star}*{order_name(approval)}* · {money(order.amount, order.currency)} to {inert(order.vendor.name, 60)}\n"
    if not row.live:
        return section(f"{what}{became(approval)}")
    show = button("Show", ids.SHOW, row.message_id)
    return section(what + _says(row), accessory=show, block_id=f"{ids.SHOW}:{number}")


def _says(row: Gathered) -> str:
    """What the message would have said, without naming the order again."""
    approval, body = row.approval, row.body
    if row.kind is MessageKind.REMINDER:
        return waits_for_you(approval, body)
    if body.get("snoozed_by"):
        return f"nobody is reminded of it until {when(datetime.fromisoformat(body['until']))}"
    return f"is stuck with {open_names(approval)} since {when(approval.step_opened_at)}"


def morning(waiting: Sequence[Approval], live: Collection[str], more: int = 0) -> Picture:
    """All that waits for somebody when their working day begins, with a way to approve the ordinary ones at once.

    `live` are the ids of those that still wait for them; the others say what became of them. `more` is how many
    wait besides.
    """
    picture = digest(waiting, live=live, more=more)[0]
    row = actions([button("Approve several…", ids.SEVERAL, "all")], f"{ids.ROW}:several") if live else []
    blocks = [picture.blocks[0], *row, *picture.blocks[1:]]
    return Picture(f"☀️ {picture.text}", blocks)
