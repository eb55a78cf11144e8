"""What a day in a sentence is: promised, only planned, replaced by another, or about something else than our goods."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from enum import Enum

from bot.adapters.triage import other_day_patterns as other
from bot.adapters.triage import promise_patterns as promise
from bot.adapters.triage import replaced_day_patterns as replaced
from bot.adapters.triage.dated_lines import Line
from bot.adapters.triage.dated_tables import DatedCell

AT_HAND = re.compile(r"\b(?:ready|available|verfugbar|deliver|collection|stock|dispo)")


class Role(Enum):
    """What a day says about our goods."""

    PROMISED = "promised"
    PLANNED = "planned"
    EARLIEST = "earliest"
    REPLACED = "replaced"
    OTHER = "other"


def roles(line: Line, today: date, table: Sequence[DatedCell] = (), *, needs_words: bool = False) -> list[Role]:
    """The role of each day of a sentence, or of a row of a `table`; with `needs_words` a promise must speak of goods."""
    found = [_role(line, number, today, needs_words=needs_words) for number in range(len(line.days))]
    for number, day in enumerate(line.days):
        cell = next((cell for cell in table if cell.start <= day.start and day.end <= cell.end + 1), None)
        if cell and day.date >= today:
            found[number] = Role.PROMISED if cell.promised else Role.REPLACED
    for number in range(1, len(found)):
        if replaced.RANGED.fullmatch(line.before(number)) and Role.OTHER in found[number - 1 : number + 1]:
            found[number - 1] = found[number] = Role.OTHER  # "closed from 4 to 8 May"
        if found[number - 1] is found[number] is Role.PROMISED and _then_arrives(line, number - 1):
            found[number - 1] = Role.PLANNED
    return found


def _then_arrives(line: Line, number: int) -> bool:
    """Whether goods leave on a day and the next one says when they are there."""
    before, between = line.before(number), line.after(number)
    leaves = (promise.DISPATCH.search(before) or promise.LEAVES.search(before)) and not promise.ARRIVAL.search(before)
    if not leaves or promise.OTHER_GOODS.search(between):
        return False
    arrives_behind = promise.AND_IS.match(between) and promise.WITH_YOU.match(line.after(number + 1))
    return bool(arrives_behind or promise.THEN_ARRIVES.match(between))


def _role(line: Line, number: int, today: date, *, needs_words: bool) -> Role:
    day = line.days[number]
    if day.date < today and (day.alternative is None or day.alternative < today):
        return Role.REPLACED if _is_old(line, number) else Role.OTHER
    if _is_of_other(line, number):
        return Role.OTHER
    if _is_old(line, number):
        return Role.REPLACED
    if _is_other(line, number, today) or not _speaks_of_goods(line, number, today, needs_words=needs_words):
        return Role.OTHER
    if _is_planned(line, number):
        return Role.PLANNED
    return Role.EARLIEST if replaced.NOT_BEFORE.search(line.before(number)) else Role.PROMISED


def _is_of_other(line: Line, number: int) -> bool:
    """Whether the day is said outright to be about an offer, a payment, closing, or what is asked of us."""
    before = line.before(number)
    bare = replaced.LEAD.sub("", before)
    if any(pattern.search(words) for pattern in (other.OF_OTHER, other.OF_BUYER) for words in (before, bare)):
        return True
    if other.ASKED_BY.search(before) or other.ONCE_GIVEN.search(before) or _is_asked(line, number):
        return True
    return bool(other.OF_OTHER_AFTER.match(line.after(number)))


def _is_asked(line: Line, number: int) -> bool:
    """Whether something is asked of the buyer by a day: to approve a drawing, to report what is wrong."""
    so_far, before, after = line.up_to(number), line.before(number), line.after(number)
    if other.TO_NOTIFY.search(before) or (other.FAULTS.search(before) and other.NOTIFY_AFTER.match(after)):
        return True
    if not other.REQUESTED.search(so_far):
        return False
    rest = line.text[line.days[number].end - line.start :]
    return bool(other.TO_GIVE_AFTER.match(rest) or (other.TO_GIVE.search(so_far) and other.ENDS_ASKING.match(rest)))


def _is_other(line: Line, number: int, today: date) -> bool:
    """Whether the words let us think so: of a paper, of news to come, of a day gone by."""
    day, before, after, whole = line.days[number], line.before(number), line.after(number), line.up_to(number)
    bare = replaced.LEAD.sub("", before)
    if other.OTHER_AFTER.search(after) or other.ONLY_IF.match(after):
        return True
    if day.date == today and not day.relative and other.WRITTEN_ON.search(before):
        return True
    if day.relative and not day.approx and other.GONE_BY.search(before):
        return True
    if any(
        (passed := other.OTHER_BEFORE.search(words)) and not (day.date > today and other.DONE.search(passed.group()))
        for words in (whole, f"{replaced.LEAD.sub('', whole)} ")
    ):
        return True
    if other.PAPER.search(before) and not re.search(r"\b(?:goods|ware|replacement|material)\b", before):
        return True
    return _is_of_news(line, number, bare) and not promise.NEW_LABEL.search(before)


def _is_of_news(line: Line, number: int, bare: str) -> bool:
    """`We will let you know by`: a day on which we only hear more, unless the words between speak of goods."""
    before = line.before(number)
    if other.NEWS_AFTER.match(line.after(number)):
        return True
    day = line.days[number]
    introduced = bare != before or day.relative or day.approx or re.search(rf"\b(?:{other.BY})\s*$", bare)
    if not introduced or not (news := other.NEWS.search(before)):
        return False
    return not other.NEWS_OF_GOODS.search(news["gap"]) or bool(other.NEW_DATE.search(news["gap"]))


def _is_planned(line: Line, number: int) -> bool:
    """Whether a day counts only where the mail names no better one: planned so far, due at a port or at the supplier's."""
    before, after = line.before(number), line.after(number)
    bare = replaced.LEAD.sub("", before)
    return any(
        (
            other.EVENT.search(before),
            replaced.PLANNED.search(before),
            replaced.PLANNED_BEFORE.search(bare),
            replaced.SUPPOSED.search(before),
            replaced.PLANNED_AFTER.match(after),
            other.UPSTREAM.search(before),
            other.OF_SUPPLY.search(before),
            other.OF_SUPPLY_AFTER.match(after),
            other.IN_PORT.search(before),
            other.TAKEN_BACK.search(before),
            promise.CONFIRMED_LABEL.search(before),
        )
    )


def _speaks_of_goods(line: Line, number: int, today: date, *, needs_words: bool) -> bool:
    """Whether the words around a day are about goods that come or leave."""
    day, before, after = line.days[number], line.before(number), line.after(number)
    if promise.NEW_LABEL.search(before) or promise.KEPT_AFTER.match(after):
        return True
    if day.date == today and (promise.LEFT_TODAY.search(line.text) and not promise.STILL_TODAY.search(line.text)):
        return False
    if (
        day.relative
        and day.date == today
        and not (promise.STILL_TODAY.search(line.text) or promise.ARRIVAL.search(line.text))
    ):
        return False
    clause = line.clause(number)
    words = bool(promise.PROMISE_WORDS.search(clause))
    about_else = bool(other.CLAUSE_OTHER.search(clause))
    if needs_words:
        of_goods = re.search(r"\b(?:deliver\w*|liefer\w*|livr\w*|ok for|confirm\w*|accept\w*|fine)\b", clause)
        return words and not (about_else and not of_goods) and not _takes_effect(before)
    if (
        _takes_effect(before)
        and (about_else or day.bare_month)
        and (other.ON_ALL.search(replaced.LEAD.sub("", before)) or not AT_HAND.search(clause))
    ):
        return False
    return words or not about_else


def _takes_effect(before: str) -> bool:
    """`from 1 May` and its sisters: a price begins to count."""
    return bool(
        re.search(
            r"\b(?:from|as of|as from|ab|zum|effective|a compter du|a partir (?:du|del|de)|desde(?: el)?|dal|vanaf|per|od|fran|per il)\s*(?:the )?$",
            before,
        )
    )


def _is_old(line: Line, number: int) -> bool:
    """Whether a day holds no longer, or was only asked for."""
    before, after = line.before(number), line.after(number)
    bare = replaced.LEAD.sub("", before)
    if promise.AT_LATEST.search(before) or promise.KEPT_AFTER.match(after):
        return False
    if replaced.BEFORE_LABEL.search(bare) or replaced.BEFORE_LABEL.search(before):
        return True
    if replaced.NOT_BEFORE.search(before) or replaced.NOT_BEFORE.search(f"{bare} "):
        # "Not before the 29th, so please plan the 2nd".
        return not line.last(number) and bool(
            re.search(r"\b(?:so|therefore|please plan|daher|deshalb|donc|por lo que|quindi|dus|wiec)\b(?! not)", after)
        )
    right_before = (replaced.OLD_BEFORE, replaced.CANNOT_BEFORE, replaced.REPLACED, replaced.OLD_LABEL, replaced.NEVER)
    if any(pattern.search(before) for pattern in right_before):
        return True
    if replaced.OLD_WORDS.search(bare) or replaced.NEVER.search(bare) or _is_moved(line, number):
        return True
    if any(said.match(after) for said in (replaced.REPLANNED, replaced.DELAYED_AFTER, replaced.VOID_AFTER)):
        return True
    said_of_next = not line.last(number) and replaced.NOT_THE_NEXT.fullmatch(after)
    return not said_of_next and bool(replaced.OLD_AFTER.match(after) or replaced.NEVER_AFTER.match(after))


def _is_moved(line: Line, number: int) -> bool:
    """Whether the sentence moves a day: `from the 2nd to the 9th`, `2/6 -> 9/6`."""
    before, after = line.before(number), line.after(number)
    last = line.last(number)
    if not last and (replaced.CHANGED_AFTER.match(after) or replaced.DELAYED_TO.match(after)):
        return True
    from_ = replaced.FROM_BEFORE.search(before)
    if number and from_ and replaced.SHIFTED.search(line.text):
        return line.days[number].date < line.days[number - 1].date
    if last:
        return False
    arrow = replaced.ARROW_AFTER.match(after)
    so_far = line.text[: line.days[number].start - line.start]
    if arrow and (
        replaced.MOVED.search(so_far) or re.search(r">|become|wird|devient|wordt|diventa|bliver|blir", after)
    ):
        return True
    if from_ and (arrow or replaced.SHIFTED.search(line.text)):
        return not re.search(r"\b(?:instead of|statt|au lieu|not)\b", after)
    return False
