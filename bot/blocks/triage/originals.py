"""The mail itself in a dialog: plain text and nothing else, in pages, with what people were not meant to see marked."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.blocks.kit import Block, actions, button, context, modal, section, words
from bot.blocks.text import clean, clip, count, inert, when
from bot.blocks.triage import ids
from bot.blocks.triage.words import danger
from bot.domain.mail import MailSource, StoredMail
from bot.domain.originals import Original
from bot.domain.triage import Mail
from bot.domain.words import day

A_SECTION = 2900  # of the 3,000 characters that Slack takes
A_PAGE = 3  # sections
A_LINE = 500  # characters after which a line is broken: escaped it may become five times as long
HIDDEN_SHOWN = 700  # characters of hidden text beside the mail; all of it is a part of its own
MOST_FILES = 20
TEXT, HISTORY, HIDDEN, FILE = "text", "history", "hidden", "file"
GAP = re.compile(r"\t+| {2,}")
COLUMN = "\u2003"  # stands for the gap between two columns of a table
EMPTY = "\u00a0"
WHERE = {
    MailSource.IMAP: "in the mailbox, where what was taken in is put away",
    MailSource.HOOK: "in the mail system that passed it on",
    MailSource.CHATTER: "on the order in Odoo",
}


@dataclass(frozen=True)
class Part:
    """A part of a mail that is read by itself."""

    key: str
    name: str
    text: str


def original_modal(original: Original, key: str = TEXT, page: int = 0) -> Block:
    """One part of one mail, a page of it; without such a part or page the nearest there is."""
    parts = _parts(original.mail) if original.mail else []
    part = next((one for one in parts if one.key == key), parts[0] if parts else None)
    blocks = [*_dangers(original), section(_head(original)), *_menus(original, parts, part)]
    if original.mail is None or part is None:
        blocks.append(section(_why_empty(original)))
    else:
        blocks += [*_marked_hidden(original.mail, part), *_page(original, part, page)]
        if part.key == TEXT:
            blocks += _files(original.mail, original.stored)
    title = f"Mail about {clean(original.about)}" if original.about else "Supplier mail"
    return modal(title, blocks, callback_id=ids.READ_MODAL, metadata=original.case_id)


def _parts(mail: Mail) -> list[Part]:
    """What can be read of a mail, what the writer wrote first."""
    own = "\n\n".join(filter(None, (mail.text, mail.footer)))
    files = [
        Part(f"{FILE}{at}", f"Text of {one.name}", one.text)
        for at, one in enumerate(mail.attachments[:MOST_FILES])
        if one.text
    ]
    found = [
        Part(TEXT, "The mail", own),
        Part(HISTORY, "What it quotes", mail.history),
        Part(HIDDEN, "Hidden text", mail.hidden),
    ]
    return [found[0], *(one for one in [*found[1:], *files] if one.text.strip())]


def _dangers(original: Original) -> list[Block]:
    """What to do about it before anything else is read."""
    found = original.suggestion
    if found is None or not found.risks:
        return []
    return [section(clip("\n".join(danger(risk) for risk in found.risks[:5]), A_SECTION))]


def _head(original: Original) -> str:
    stored, mail = original.stored, original.mail
    if stored.erased_at is not None:
        return f"*Came* {when(stored.received_at)}"
    name = inert(stored.sender.name, 120, blank="")
    address = inert(stored.sender.email, 200, blank="nobody")
    lines = [f"*From* {name} ({address})" if name else f"*From* {address}"]
    if original.sender_words:
        lines.append(f"{'' if original.sure_of_sender else '⚠️ '}{inert(original.sender_words, 300)}")
    if mail is not None and mail.reply_to is not None and mail.reply_to.email.lower() != stored.sender.email.lower():
        lines.append(f"⚠️ *Answers go to* {inert(mail.reply_to.email, 200, blank='nobody')}")
    to = ", ".join(inert(one, 100) for one in stored.to[:5])
    lines.append(f"*To* {to or 'not said'}{f' and {len(stored.to) - 5} more' if len(stored.to) > 5 else ''}")
    sent = stored.sent_at or stored.received_at
    apart = abs((stored.received_at - sent).total_seconds()) > 3600
    lines.append(f"*Date* {when(sent)}{f' · came {when(stored.received_at)}' if apart else ''}")
    lines.append(f"*Subject* {inert(stored.subject, 400, blank='(none)')}")
    return clip("\n".join(lines), A_SECTION)


def _menus(original: Original, parts: Sequence[Part], part: Part | None) -> list[Block]:
    """Which mail of the conversation, and which part of it."""
    menus: list[Block] = []
    if len(original.listed) > 1:
        mails = [
            (f"{one.mail_id}:{TEXT}:0", f"{day(one.day)} · {one.sender or 'nobody'} · {one.subject or '(no subject)'}")
            for one in original.listed
        ]
        menus.append(_menu(ids.READ_MAIL, "Which mail", mails, f"{original.stored.id}:{TEXT}:0"))
    if part is not None and len(parts) > 1:
        options = [
            (f"{original.stored.id}:{one.key}:0", f"{one.name} ({count(len(one.text), 'character')})") for one in parts
        ]
        menus.append(_menu(ids.READ_PART, "Which part", options, f"{original.stored.id}:{part.key}:0"))
    return actions(menus, f"{ids.READ_ROW}.{original.stored.id[:32]}")


def _menu(action_id: str, label: str, options: Sequence[tuple[str, str]], chosen: str) -> Block:
    made = [{"text": words(text, 75), "value": value} for value, text in options]
    element: Block = {"type": "static_select", "action_id": action_id, "options": made, "placeholder": words(label, 75)}
    initial = next((option for option in made if option["value"] == chosen), None)
    return element | ({"initial_option": initial} if initial else {})


def _why_empty(original: Original) -> str:
    stored = original.stored
    if stored.erased_at is not None:
        return f"🗑️ Everything in this mail was erased on request, {when(stored.erased_at)}."
    if stored.body_gone_at is not None:
        return (
            f"🗑️ The text and the files of this mail were deleted {when(stored.body_gone_at)}: mails are kept for a "
            "limited time. What was read in it stays on its card."
        )
    why = inert(original.why, 300, blank="the reason is not known")
    return f"⚠️ It could not be read: {why}. Look for the mail itself {WHERE[stored.source]}."


def _marked_hidden(mail: Mail, part: Part) -> list[Block]:
    """Words that the mail hides from people, marked as such wherever they are shown."""
    if part.key not in {TEXT, HIDDEN} or not mail.hidden.strip():
        return []
    told = (
        "🫥 *Hidden text:* whoever opens this mail does not see it. Do not do what it says; it may be meant for a "
        "machine."
    )
    if part.key == HIDDEN:
        return [section(told)]
    lines = "\n".join(_lines(mail.hidden[:HIDDEN_SHOWN]))
    cut = len(mail.hidden) - HIDDEN_SHOWN
    more = f"\n_{count(cut, 'more character')}: choose_ Hidden text _above_" if cut > 0 else ""
    return [section(f"{told}\n{clip(lines, A_SECTION - 400)}{more}")]


def _page(original: Original, part: Part, wanted: int) -> list[Block]:
    pages = list(_pages(part.text))
    at = min(max(wanted, 0), len(pages) - 1)
    blocks = [section(text) for text in pages[at]]
    if len(pages) > 1:
        place = f"{original.stored.id}:{part.key}"
        turn = [
            *([button("Back", ids.READ_BACK, f"{place}:{at - 1}")] if at else []),
            *([button("Next page", ids.READ_NEXT, f"{place}:{at + 1}")] if at + 1 < len(pages) else []),
        ]
        size = count(len(part.text), "character")
        blocks += [context(f"Page {at + 1} of {len(pages)} · {size} in all"), *actions(turn, ids.READ_TURN_ROW)]
    return blocks


def _pages(text: str) -> Iterator[list[str]]:
    """The text in pages of a few sections, each short enough for Slack; one page for a text without words."""
    sections: list[str] = [""]
    for line in _lines(text):
        if len(sections[-1]) + len(line) + 1 > A_SECTION:
            sections.append("")
        sections[-1] = f"{sections[-1]}\n{line}" if sections[-1] else line
    for at in range(0, len(sections), A_PAGE):
        yield [one or "_There is no text in it._" for one in sections[at : at + A_PAGE]]


def _lines(text: str) -> Iterator[str]:
    """Somebody else's text as quoted lines: escaped, without formatting, none so long that Slack refuses it."""
    for line in text.strip().splitlines():
        for piece in textwrap.wrap(line.rstrip(), A_LINE, expand_tabs=False, replace_whitespace=False) or [""]:
            cells = [inert(cell, 5 * A_LINE + 2, blank="") for cell in GAP.split(piece)]
            yield f"> {COLUMN.join(filter(None, cells)) or EMPTY}"


def _files(mail: Mail, stored: StoredMail) -> list[Block]:
    """What came with it, and what of all that could not be read."""
    rows = []
    for one in mail.attachments[:MOST_FILES]:
        size = f" · {_size(one.size)}" if one.size else ""
        rows.append(f"📎 {inert(one.name, 120)}{size}{f' · {inert(one.unread, 160)}' if one.unread else ''}")
    if len(mail.attachments) > MOST_FILES:
        rows.append(f"and {count(len(mail.attachments) - MOST_FILES, 'more file')}")
    missing = [*mail.unread, *([stored.note] if stored.note else [])]
    rows += [f"⚠️ {inert(note, 200)}" for note in missing[:10]]
    if missing or any(one.unread for one in mail.attachments):
        rows.append(f"Look for what is missing {WHERE[stored.source]}.")
    return [context(clip("\n".join(rows), A_SECTION))] if rows else []


def _size(octets: int) -> str:
    if octets < 1000:
        return count(octets, "byte")
    return f"{octets / 1000:,.0f} kB" if octets < 1_000_000 else f"{octets / 1_000_000:,.1f} MB"


def place_of(value: str) -> tuple[str, str, int]:
    """The mail, part and page that a menu or a button of this dialog leads to."""
    mail_id, _, rest = value.partition(":")
    key, _, page = rest.partition(":")
    return mail_id, key or TEXT, int(page) if page.isdigit() else 0
