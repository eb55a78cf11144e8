"""What vendors owe a word about, for the buyer, with a chaser ready for each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from bot.blocks.kit import Block, button, context, section, size
from bot.blocks.text import bare, clip, count, inert, link
from bot.blocks.triage import ids
from bot.blocks.triage.words import CLASSES
from bot.domain.ports import Picture
from bot.domain.tally import Share
from bot.domain.words import day

ROOM = 2800
ALL_ROOM = 10_000  # Slack takes about 13,000 characters of blocks


def chasing(body: Mapping[str, Any], chased: Collection[int], order_url: Mapping[int, str]) -> Picture:
    """One row an order; `chased` are those whose vendor was written to since."""
    rows: Sequence[Mapping[str, Any]] = body["rows"]
    names = ", ".join(bare(str(row["order"]), 40) for row in rows[:5])
    title = f"{count(len(rows), 'order')} {'waits' if len(rows) == 1 else 'wait'} for word from the vendor: {names}"
    blocks: list[Block] = [section("*Vendors owe you an answer*\nNothing is sent before you click.")]
    shown = 0
    for row in rows:
        done = row["order_id"] in chased
        chase = None if done else button("Chase", ids.CHASE, str(row["order_id"]))
        text = _row(row, order_url.get(row["order_id"], "")) + ("\n✅ _the vendor was written to_" if done else "")
        block = section(clip(text, ROOM), accessory=chase)
        if size([*blocks, block]) > ALL_ROOM:
            break
        blocks.append(block)
        shown += 1
    more = int(body.get("more") or 0) + len(rows) - shown
    if more:
        blocks.append(context(f"and {more:,} more; they follow when these are settled"))
    return Picture(title, blocks)


def _row(row: Mapping[str, Any], url: str) -> str:
    name = link(url, str(row["order"])) if url else inert(str(row["order"]), 60)
    if row["owed"] == "date":
        what = f"late by {count(int(row['days']), 'day')}, no new date"
    else:
        what = f"not confirmed, {count(int(row['days']), 'working day')} overdue"
    lines = [f"*{name}* · {inert(str(row['vendor']), 80)} · {what}"]
    lines += [f"• {inert(product, 90)}, due {day(date.fromisoformat(due))}" for product, due in row["late"]]
    lines += [f"_Perhaps:_ {inert(why, 200)}" for why in row["causes"]]
    lines += [f"⚠️ _Unusual price:_ {inert(told, 200)}" for told in row["prices"]]
    return "\n".join(lines)


def shares(found: Sequence[Share], days: int) -> Picture:
    """How often people left a suggestion as it was."""
    if not found:
        text = f"No supplier mail was settled in the last {days} days."
        return Picture(text, [section(text)])
    rows = [
        f"• {CLASSES[one.label] if one.label else inert(one.vendor, 80)}: "
        f"class right {one.classes_right} of {one.classes}"
        + (f", changes taken as proposed {one.changes_taken} of {one.changes}" if one.changes else "")
        for one in found
    ]
    title = f"*Supplier mail, last {days} days: how often people took the suggestion as it was*"
    return Picture(
        "How often suggestions about supplier mail were right", [section(clip("\n".join([title, *rows]), ROOM))]
    )
