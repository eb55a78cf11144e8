"""The Home tab: a person's queue with its filters, the exceptions that they own, and whether they are away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.blocks.absence import AWAY, BACK, NOT_AWAY, away_words, goes_to
from bot.blocks.approvals import ids
from bot.blocks.approvals.digest import SORTED
from bot.blocks.approvals.standing import (
    STAR,
    decision_under_way,
    handed_words,
    headline,
    open_names,
    order_name,
    step_words,
    why_not,
)
from bot.blocks.exceptions import ROW, trouble_message
from bot.blocks.kit import Block, actions, button, context, header, link_button, section
from bot.blocks.status import since_words
from bot.blocks.text import clip, count, day, in_readers_time, inert, link, when
from bot.domain.approvals import Approval, Because
from bot.domain.home import Entry, Home, Part
from bot.domain.ports import Picture

QUEUE = "home.queue"  # begins the action ids of filters and pages; their value is "part:offset"
OPEN_CARD = "home.card.open"  # a link; Slack sends a click all the same
PAGE = 20  # orders at a time; Slack takes 100 blocks
MOST_TROUBLES = 5
IN_A_MESSAGE = 8
LONGER = timedelta(hours=1)  # that an order waited before it came to whoever has it: worth a word

FILTERS = {
    Part.WAITING: "Waiting for me",
    Part.MINE: "My orders",
    Part.HANDED_OVER: "Handed over",
    Part.ESCALATED: "Escalated to me",
}
NOTHING = {
    Part.WAITING: "The card of an order that needs you comes to Messages, and stands here until it is decided.",
    Part.MINE: "None of your orders waits for a decision.",
    Part.HANDED_OVER: "Nothing that waits was handed over by you or to you.",
    Part.ESCALATED: "Nothing was escalated to you.",
}


def home_view(home: Home) -> Block:
    """The whole tab, for `views.publish`."""
    return _view(
        [
            header(_title(home)),
            context(_about(home)),
            *actions([_filter(home, part) for part in FILTERS], "home.filters"),
            *([context(SORTED)] if len(home.entries) > 1 else []),
            *([_entry(home, entry) for entry in home.entries] or [section(NOTHING[home.part])]),
            *_pages(home),
            *_troubles(home),
            {"type": "divider"},
            *_absence(home),
        ]
    )


def queue_message(home: Home) -> Picture:
    """One part of the queue as a message: the first few, and where to find the rest."""
    empty = f"{_title(home)}." if home.part is Part.WAITING else NOTHING[home.part]
    title = f"{FILTERS[home.part]}: {count(home.total, 'order')}" if home.total else empty
    entries = home.entries[:IN_A_MESSAGE]
    more = home.total - len(entries)
    rest = f"and {more} more, on my Home tab" if more else "All of it, with filters, is on my Home tab."
    rest = f"{SORTED} {rest}" if len(entries) > 1 else rest
    named = ", ".join(order_name(entry.approval) for entry in entries)
    blocks = [section(f"*{title}*"), *(_entry(home, entry) for entry in entries), context(rest)]
    return Picture(clip(f"{title}: {named}" if named else title, 3000), blocks)


def stranger_view(why: str) -> Block:
    """The tab of somebody whom the bot does not know in Odoo, or cannot look up just now."""
    return _view([header("Procurement desk"), section(inert(why, 900))])


def _view(blocks: Sequence[Block]) -> Block:
    return {"type": "home", "blocks": list(blocks)}


def _title(home: Home) -> str:
    waiting, own = home.counts.get(Part.WAITING, 0), home.counts.get(Part.MINE, 0)
    if waiting:
        return f"{count(waiting, 'order')} {'waits' if waiting == 1 else 'wait'} for your decision"
    if own and home.part is Part.MINE:
        return f"{count(own, 'order')} of yours {'waits' if own == 1 else 'wait'} for a decision"
    return "Nothing waits for your decision"


def _about(home: Home) -> str:
    hours = f" · working time by {inert(home.working_hours, 120)}" if home.working_hours else ""
    return f"As of {when(home.at)}{hours} · `/procure help` tells what else I can do"


def _filter(home: Home, part: Part) -> Block:
    label = f"{FILTERS[part]} ({home.counts.get(part, 0)})"
    chosen = part is home.part
    made = button(label, f"{QUEUE}.{part.value}", f"{part.value}:0", style="primary" if chosen else None)
    return {**made, "accessibility_label": f"{label}, shown"} if chosen else made


def _entry(home: Home, entry: Entry) -> Block:
    approval = entry.approval
    star = STAR if approval.order.urgent else ""
    rows = [f"{star}*{headline(approval)}*", *_standing(home, entry)]
    rows += [own] if (own := _own(home, approval)) else []
    rows[-1] += f" · {link(entry.order_url, 'Open in Odoo')}"
    return section("\n".join(rows), accessory=_accessory(home, entry), block_id=f"home.entry:{approval.id}")


def _standing(home: Home, entry: Entry) -> list[str]:
    """Who has it and since when, as the owner of this queue should read it."""
    approval = entry.approval
    if decision_under_way(approval) is not None:
        return ["⏳ A decision was taken; it is being carried out in Odoo."]
    since = since_words(approval.step_opened_at, home.at, entry.worked)
    if approval.step_opened_at - approval.waiting_since >= LONGER:
        since += f", waiting since {when(approval.waiting_since)}"
    own = approval.seat_of(home.user_id)
    if home.part is Part.WAITING and not (own is not None and own.stepped_in):
        needed = f" · needed by {day(approval.order.needed_by)}" if approval.order.needed_by else ""
        return [f"🕐 With you {since} · {step_words(approval)}{needed}"]
    rows = [f"🕐 With *{open_names(approval)}* {since} · {step_words(approval)}"]
    question = approval.open_question
    if question is not None:
        rows.append(f"❓ {inert(question.asked_by_name)} asks: {inert(question.text, 300, blank='(blank)')}")
    return rows


def _own(home: Home, approval: Approval) -> str:
    """What this person did with it, or why it is theirs."""
    own = approval.seat_of(home.user_id)
    names = {seat.user_id: inert(seat.name) for seat in approval.seats}
    if home.part is Part.MINE:
        return ""
    if home.part is Part.WAITING and own is not None and (refused := why_not(approval, own)) is not None:
        return f"🚫 {in_readers_time(inert(refused.reason, 300))}"
    if own is not None and not own.vacated and (given := approval.handed_to(home.user_id)) is not None:
        return f"↪️ {handed_words(given)}"
    if own is not None and own.stands_in_for is not None:
        why = "who is away" if own.because is Because.AWAY else "who has not decided"
        return f"↪️ You may decide in the place of {names.get(own.stands_in_for, 'a colleague')}, {why}"
    given = approval.handed_on(home.user_id) if own is not None and own.vacated else None
    return f"↪️ You handed it over to {inert(given.receiver_name)}" if given else ""


def _accessory(home: Home, entry: Entry) -> Block | None:
    """The one control at the right: to one's card, or, for the buyer, to the answer that is waited for."""
    approval = entry.approval
    question = approval.open_question
    if home.part is Part.MINE:
        buyer = approval.order.buyer or approval.order.creator
        asked = question is not None and buyer is not None and buyer.id == home.user_id
        return button("Answer", ids.ANSWER, question.id, style="primary") if question and asked else None
    if entry.card_url:
        made = link_button("Open the card", OPEN_CARD, approval.id, entry.card_url)
        return {**made[0], "accessibility_label": f"Open the card of {order_name(approval)}"} if made else None
    if any(seat.user_id == home.user_id for seat in approval.active_seats()):
        return button("Send the card", ids.SHOW, approval.id)
    return None


def _pages(home: Home) -> list[Block]:
    """Forth and back, where there is more than one page."""
    first, last = home.offset + 1, home.offset + len(home.entries)
    if not home.entries or (first == 1 and last >= home.total):
        return []
    row = []
    if first > 1:
        row.append(button("← Earlier", f"{QUEUE}.back", f"{home.part.value}:{max(home.offset - PAGE, 0)}"))
    if last < home.total:
        row.append(button("Later →", f"{QUEUE}.forth", f"{home.part.value}:{home.offset + PAGE}"))
    return [context(f"{first} to {last} of {home.total}"), *actions(row, "home.pages")]


def _troubles(home: Home) -> list[Block]:
    """The exceptions that this person owns, each with its buttons."""
    if not home.troubles:
        return []
    blocks: list[Block] = [
        {"type": "divider"},
        header(f"{count(len(home.troubles), 'exception')} for you to look at"),
    ]
    for trouble, order_url in home.troubles[:MOST_TROUBLES]:
        for block in trouble_message(trouble, order_url).blocks:
            block_id = {"block_id": f"{ROW}:{trouble.id}"} if block["type"] == "actions" else {}
            blocks.append({**block, **block_id})
    more = len(home.troubles) - MOST_TROUBLES
    return [*blocks, *([context(f"and {count(more, 'more exception')}, the newest")] if more > 0 else [])]


def _absence(home: Home) -> list[Block]:
    away = home.absence
    if away is None:
        text = f"*{NOT_AWAY}* While you are, what waits for you can be decided by your deputy too."
        return [section(text, accessory=button("I will be away…", AWAY, "away"), block_id="home.absence")]
    zone = ZoneInfo(home.zone)
    text = f"🌴 *{away_words(away.start.astimezone(zone), away.until.astimezone(zone), home.at)}*"
    text += f" ({inert(away.source, 80)})\n{goes_to(home.deputy)}"
    row = button("I am back", BACK, "back") if home.told else button("I will be away…", AWAY, "away")
    return [section(text, accessory=row, block_id="home.absence")]
