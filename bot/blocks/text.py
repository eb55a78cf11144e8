"""Words and figures as Slack shows them, so that nothing from Odoo or from a person can pose as our own.

Text that others wrote goes through `inert` (for mrkdwn) or `bare` (for plain_text objects).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from urllib.parse import quote as percent_encode
from urllib.parse import urlsplit

from bot.domain import words

ELLIPSIS = "…"
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"  # around what may run from right to left
JOINERS = "\u200c\u200d"  # needed inside emoji and in Persian and Indic words
_SINGLE = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# Slack has no escape for its formatting marks, so each becomes a character that looks alike.
_MARKS = str.maketrans({"*": "∗", "~": "∼", "`": "ˋ"})
_LOOSE_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_EMOJI_CODE = re.compile(r":(?=(?:[\w+'-]*[a-z][\w+'-]*|100|1234):)", re.IGNORECASE)
_TOKEN = re.compile(r"<[^<>]*>|&(?:amp|lt|gt);|.", re.DOTALL)
_MEMBER = re.compile(r"[UW][A-Z0-9]{1,30}")


def escape(text: str) -> str:
    """`&`, `<` and `>` as Slack wants them, so that no mention, link or channel ping can be forged."""
    return "".join(_SINGLE.get(char, char) for char in text)


def clean(text: str) -> str:
    """One line without control, bidi and other invisible characters; runs of blanks become one."""
    kept = (
        " " if unicodedata.category(char) in {"Cc", "Zl", "Zp"} else char
        for char in text
        if char in JOINERS or unicodedata.category(char) not in {"Cf", "Cs"}
    )
    return " ".join("".join(kept).split())


def clip(text: str, n: int) -> str:
    """At most `n` characters, an ellipsis for what is cut.

    Never cuts through an escape (`&amp;`), a `<...>` sequence of ours or a composed emoji, and leaves no
    isolate open, so that what follows runs in its own direction.
    """
    if len(text) <= n:
        return text
    kept, room, opened = [], n - len(ELLIPSIS), 0
    for unit in _units(text):
        inside = max(0, opened + unit.count(ISOLATE) - unit.count(END_OF_ISOLATE))
        room -= len(unit)
        if room < inside:
            break
        kept.append(unit)
        opened = inside
    return ("".join(kept).rstrip() + ELLIPSIS + END_OF_ISOLATE * opened) if n > 0 else ""


def _units(text: str) -> Iterator[str]:
    """What must stay together: escapes, our own sequences, and letters or emoji with all that hangs on them."""
    unit = ""
    for token in _TOKEN.findall(text):
        if unit and (_hangs_on(token) or unit.endswith("\u200d") or (_is_flag_half(unit) and _is_flag_half(token))):
            unit += token
            continue
        if unit:
            yield unit
        unit = token
    if unit:
        yield unit


def _hangs_on(token: str) -> bool:
    return len(token) == 1 and (
        token in JOINERS or "\U0001f3fb" <= token <= "\U0001f3ff" or unicodedata.category(token).startswith("M")
    )


def _is_flag_half(unit: str) -> bool:
    return len(unit) == 1 and "\U0001f1e6" <= unit <= "\U0001f1ff"


def inert(text: str, limit: int = 80, *, blank: str = "(no name)") -> str:
    """Somebody else's text for a mrkdwn object: one line, escaped, without formatting or emoji codes.

    Right-to-left text is isolated, so that it cannot reorder the figures beside it.
    """
    flat = _EMOJI_CODE.sub("∶", _LOOSE_UNDERSCORE.sub("ˍ", clean(text).translate(_MARKS)))
    return _isolated(clip(escape(flat), limit - 2)) if flat else blank


def bare(text: str, limit: int = 75, *, blank: str = "(no name)") -> str:
    """Somebody else's text for a plain_text object: one line; Slack shows these characters as they are."""
    flat = clean(text).replace("<", "‹").replace(">", "›")
    return _isolated(clip(flat, limit - 2)) if flat else blank


def _isolated(text: str) -> str:
    if any(unicodedata.bidirectional(char) in {"R", "AL", "AN"} for char in text):
        return f"{ISOLATE}{text}{END_OF_ISOLATE}"
    return text


def quote(text: str, limit: int = 2900) -> str:
    """A longer text of a person as a block quote, its lines kept."""
    lines = [inert(line, limit, blank="") for line in text.splitlines()]
    return clip("\n".join(f"> {line}" for line in lines if line) or "> (blank)", limit)


def names(people: Sequence[str], most: int = 5) -> str:
    """People by name: "Ann, Bob and 3 more"."""
    shown = ", ".join(inert(person, 60) for person in people[:most])
    return f"{shown} and {len(people) - most} more" if len(people) > most else shown


def mention(slack_id: str | None, name: str) -> str:
    """A person, so that Slack notifies them; by name alone without a proper Slack id."""
    return f"<@{slack_id}>" if slack_id and _MEMBER.fullmatch(slack_id) else inert(name, 60, blank="nobody")


def web_address(url: str) -> str | None:
    """The address if it is a web address that Slack takes, made safe; None for anything else."""
    safe = percent_encode(clean(url), safe=":/?#[]@!$&'()*+,;=%-._~")
    try:
        parts = urlsplit(safe)
    except ValueError:
        return None
    return safe if parts.scheme in {"http", "https"} and parts.netloc and len(safe) <= 3000 else None


def link(url: str, label: str) -> str:
    """A link with a label; the label alone when the address is none."""
    address, words = web_address(url), inert(label)
    return f"<{escape(address)}|{words}>" if address else words


def money(amount: Decimal, currency: str) -> str:
    """An amount with two decimals and its currency: "48,300.00 USD"."""
    return f"{amount:,.2f} {inert(currency, 12, blank='?')}"


def price(amount: Decimal) -> str:
    """A unit price: at least two decimals, at most six."""
    places = min(max(-int(amount.normalize().as_tuple().exponent), 2), 6)
    return f"{amount:,.{places}f}"


def quantity(amount: Decimal) -> str:
    """A quantity without needless zeros: "1,200", "2.5"."""
    text = f"{amount:,.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def percent(value: Decimal) -> str:
    """A variance with its sign: "+12.5%", "-3.0%", "0.0%"."""
    text = f"{value:+,.1f}%"
    return "0.0%" if text in {"+0.0%", "-0.0%"} else text


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 line", "12 lines"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def when(moment: datetime) -> str:
    """A moment in the reader's own time zone; UTC where Slack cannot tell."""
    return f"<!date^{int(moment.timestamp())}^{{date_short_pretty}} at {{time}}|{words.moment(moment)}>"


def day(moment: datetime) -> str:
    """A date in the reader's own time zone, "tomorrow" for tomorrow; UTC where Slack cannot tell."""
    return f"<!date^{int(moment.timestamp())}^{{date_short_pretty}}|{words.day(moment.astimezone(UTC))}>"


def in_readers_time(text: str) -> str:
    """Moments that a sentence holds in UTC, each in its reader's own time zone: for mrkdwn only."""
    return words.in_their_time(text, when)


def working_time(span: timedelta, day: timedelta) -> str:
    """How long somebody worked, roughly, where `day` is their working day: "40 working min", "6 working hours"."""
    minutes, of_day = int(span.total_seconds()) // 60, int(day.total_seconds()) // 60
    if minutes < 1:
        return "no working time yet"
    if minutes < 60:
        return f"{minutes} working min"
    if not of_day or minutes < 2 * of_day:
        return count(minutes // 60, "working hour")
    return count(minutes // of_day, "working day")


def duration(span: timedelta) -> str:
    """How long something took, roughly: "3 days", "2 h", "5 min"."""
    minutes = int(span.total_seconds()) // 60
    if minutes < 1:
        return "less than a minute"
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return count(minutes // (24 * 60), "day")
