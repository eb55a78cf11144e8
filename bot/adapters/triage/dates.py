"""Dates as suppliers write them, in their languages: what day is meant, and where it stands."""

from __future__ import annotations

import calendar
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.adapters.triage.words import fold, number_word

MONTHS = {
    1: "january jan januar janner janvier janv enero ene gennaio genn januari stycznia styczen januari janeiro sty leden ledna",
    2: "february feb februar fevrier fevr febrero febbraio febbr februari lutego luty fevereiro fev lut unora unor",
    3: "march mar marz mrz maerz mars marzo maart mrt marca marzec marts marco brezna",
    4: "april apr avril avr abril abr aprile kwietnia kwiecien kwi dubna",
    5: "may mai mayo maggio magg mei maja maj maio kvetna",
    6: "june jun juni juin junio giugno giu czerwca czerwiec cze junho cervna",
    7: "july jul juli juillet juil julio luglio lug lipca lipiec lip julho cervence",
    8: "august aug aout agosto ago augustus sierpnia sierpien sie augusti srpna",
    9: "september sep sept septembre septiembre settembre sett set wrzesnia wrzesien wrz setembro zari",
    10: "october oct oktober okt octobre octubre ottobre ott pazdziernika pazdziernik paz outubro out rijna",
    11: "november nov novembre noviembre listopada listopad lis novembro",
    12: "december dec dezember dez decembre diciembre dic dicembre grudnia grudzien gru dezembro prosince",
}
MONTH_OF = {word: number for number, words in MONTHS.items() for word in words.split()}
WEEKDAYS = {
    0: "monday mon montag lundi lunes lunedi maandag poniedzialek poniedzialku mandag segunda-feira",
    1: "tuesday tue tues dienstag mardi martes martedi dinsdag wtorek tisdag tirsdag terca-feira",
    2: "wednesday wed weds mittwoch mercredi miercoles mercoledi woensdag sroda srode onsdag quarta-feira",
    3: "thursday thu thur thurs donnerstag jeudi jueves giovedi donderdag czwartek torsdag quinta-feira",
    4: "friday fri freitag vendredi viernes venerdi vrijdag piatek fredag sexta-feira",
    5: "saturday samstag sonnabend samedi sabado sabato zaterdag sobota sobote lordag",
    6: "sunday sonntag dimanche domingo domenica zondag niedziela niedziele sondag",
}
WEEKDAY_OF = {word: number for number, words in WEEKDAYS.items() for word in words.split()}
MONTH = "|".join(sorted(MONTH_OF, key=len, reverse=True))
WEEKDAY = "|".join(sorted(WEEKDAY_OF, key=len, reverse=True))
# Two figures behind a month are a year only if they can be one: "21 April, 60 of them" is the 21st and a count.
NO_YEAR = r"[\d.:%]|\s?(?:pcs|x|st|kg|%)|\s(?:of|out of|more|pieces|units|von|stuck|stk|sur|su|van|z)\b"
YEAR = rf"(?:20\d\d|'?[23]\d(?!{NO_YEAR}))"
ORDINAL = r"(?:st|nd|rd|th|er|re|ste|de|e|º|°|:e)?"
OF = r"(?:\s+(?:of|de|del|di|den|d'))?"

ISO = re.compile(r"(?<!\d)(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
NUMERIC = re.compile(r"(?<![\d.,/-])(\d{1,2})(?P<mark>[./-])(\d{1,2})(?P=mark)(20\d\d|\d\d)(?![\d/])(?!\.\d)")
SPACED = re.compile(r"(?<![\d.,/-])(\d{1,2})\. (\d{1,2})\. (20\d\d)(?!\d)")
DOTTED = re.compile(r"(?<![\d.,/€$£-])(\d{1,2})\.(\d{1,2})\.(?!\d)")
SHORT = re.compile(
    r"(?<![\w.,/€$£-])(\d{1,2})([/.])(\d{1,2})(?![\d/%€$£]|[.,]\d|\s?(?:mm|cm|pcs|st|kg|eur|usd|gbp|\"|inch))"
)
DAY_MONTH = re.compile(
    rf"(?<![\w.,])(?P<day>\d{{1,2}}){ORDINAL}\.?{OF}[\s-]*(?:the\s+)?(?P<month>{MONTH})\b\.?(?:,?[\s-]*(?:de\s+|del\s+)?(?P<year>{YEAR}))?(?![\w]*\d)"
)
MONTH_DAY = re.compile(
    rf"\b(?P<month>{MONTH})\.?\s+(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\.\d|:)(?:,?\s*(?P<year>20\d\d))?"
)
WEEK = re.compile(
    r"\b(?:calendar week|week no\.?|weeks|week|wk|cw|kw|kalenderwoche|wochen|woche|semaine|sem\.|semana|settimana|tydzien|tygodni[ua]|vecka|uge)"
    r"\.?\s?(?:no\.? ?|nr\.? ?|n° ?)?(?P<a>\d{1,2})(?:\s?(?:-|/|to|bis|a|or|oder|tot)\s?(?P<b>\d{1,2}))?(?![\d.,%]*\d)(?:\s?[/ ]\s?(?P<year>20\d\d))?"
)
WEEK_TIGHT = re.compile(
    r"(?<![\w/-])(?:v\.|s|w)\.?(?P<a>[0-5]?\d)(?:\s?[-/]\s?(?P<b>[0-5]?\d))?(?:[/ ](?P<year>20\d\d))?(?!\w|[.,]\d)"
)
THE_DAY = re.compile(r"\b(?:the|am|zum|bis zum|le|el|dia|il|den|d\.)\s(?P<day>\d{1,2})(?:(?:st|nd|rd|th|\.|:e)(?!\w)|(?=\s*(?:[.,;!?)]|$)(?!\d))|"
                     r"(?=\s(?:of|and|or|as|instead|at|in|is|will|for|to|but|with|und|statt|et|au|y|en|e|i|och)\b))(?![.,]?\d)")  # fmt: skip
WEEKDAY_RANGE = re.compile(rf"\b(?:{WEEKDAY})\b\.?\s?(?:-|to|through|bis|a|au|al|tot|do|till)\s?(?:{WEEKDAY})\b")
WEEKDAY_ALONE = re.compile(rf"\b(?P<next>(?:next|this|coming|nachsten?|kommenden?|diesen?|prossimo|proximo|volgende|komende|aanstaande|przyszly|nasta)\s+)?"
                           rf"(?P<day>{WEEKDAY})\b\.?(?P<after>\s+(?:next|after next|week|prochain|proximo|prossimo|in a week))?")  # fmt: skip
WEEKDAY_BEFORE = re.compile(
    rf"\b(?:{WEEKDAY})\b\.?,?\s*(?:the\s+|den\s+|dem\s+|le\s+|el\s+|dia\s+|il\s+)?(?:morning\s+|evening\s+)?$"
)
BARE_DAY = re.compile(
    rf"\b(?P<wd>{WEEKDAY})\b\.?,?\s+(?:the\s+|den\s+|dem\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.|:e|e)?(?![\w/:%€$£-]*\d|[.,]\d|\s?(?:h|uhr|am|pm|o'clock)\b)"
)
RELATIVE = {
    "day after tomorrow|ubermorgen|apres-demain|pasado manana|dopodomani|overmorgen|pojutrze|i overmorgon": 2,
    "tomorrow|tmrw|tomorow|morgen(?! fruh)|morgen fruh|demain|manana|domani|jutro|imorgon|i morgon|amanha|i morgen": 1,
    "today|tonight|heute|heute abend|aujourd'hui|ce jour|ce soir|hoy|oggi|stasera|vandaag|dzisiaj|dzis|idag|i dag|hoje": 0,
}
RELATIVE_DAY = [(re.compile(rf"\b(?:{words})\b"), days) for words, days in RELATIVE.items()]
NEXT_WEEK = re.compile(r"\b(?P<end>(?:the )?end of |late |ende |fin (?:de )?(?:la )?|(?:a )?finales de (?:la )?|fine |eind(?:e)? |pod koniec |slutet av )?"
                       r"(?P<which>next week|nachster? woche|kommender? woche|la semaine prochaine|semaine prochaine|la proxima semana|proxima semana|la semana que viene|"
                       r"la prossima settimana|settimana prossima|prossima settimana|volgende week|w przyszlym tygodniu|przyszlego tygodnia|nasta vecka)\b")  # fmt: skip
THIS_WEEK = re.compile(r"\b(?:end of (?:the|this) week|by the weekend|ende der woche|ende dieser woche|fin de (?:la )?semaine|fin de semana|fine settimana|eind(?:e)? van de(?:ze)? week|"
                       r"later this week|pod koniec tygodnia)\b")  # fmt: skip
MONTH_PART = re.compile(rf"\b(?P<which>end(?: of)?(?: the)?|ende|fin(?: de)?|(?:a )?finales de|fine|eind(?:e)?|koniec|konca|slutet av|mid-?(?: of)?|middle of|mitte|mi-|mediados de|meta|half|polowa|"
                        rf"early|beginning of|start of|anfang|debut|principios de|inizio|begin|poczatek)[\s-]*(?P<month>{MONTH}|(?:the |this |next )?month|monats|du mois|de mes|mese|maand)\b(?!\s+\d{{1,2}}\b)(?:\s+(?P<year>20\d\d))?")  # fmt: skip
IN_DAYS = re.compile(r"\b(?:in|within|innerhalb von|binnen|dans|sous|en|dentro de|tra|fra|entro|over|za|om)\s+(?:about |another |ca\.? |etwa |around |the next )?(?P<n>\d{1,2}|[a-z]+)\s+"
                     r"(?P<unit>working days?|business days?|werktagen?|arbeitstagen?|jours ouvres|days?|tagen?|jours?|dias|giorni|dagen|dni|dagar|weeks?|wochen?|semaines?|semanas?|settimane|weken|tygodnie|veckor|fortnight)\b")  # fmt: skip
FORTNIGHT = re.compile(r"\bin a fortnight\b|\ba fortnight\b|\bfortnight's time\b")
MONTH_ONLY = re.compile(
    rf"\b(?:in|by|until|till|im|bis|en|in het|w|i|em|during)\s+(?P<month>{MONTH})\b(?!\s*\d|\s+(?:the\s+)?\d)(?:\s+(?P<year>20\d\d))?"
)
LATER = re.compile(r"\b(?P<n>\d{1,2}|[a-z]+)\s(?P<unit>working days?|days?|weeks?|tage?n?|wochen?|jours?|semaines?|dias?|semanas?|giorn[oi]|settiman[ae]|dag(?:en)?|week|weken|dni|tygodni\w*)\s"
                   r"(?:later|late|spater|plus tard|de retard|mas tarde|de retraso|dopo|di ritardo|later|vertraging|pozniej)\b")  # fmt: skip
AFTER_THAT = re.compile(
    rf"\bthe (?P<day>{WEEKDAY}|week|day) after\b(?!\s+(?:tomorrow|next))|\ba (?P<unit>week|day) later\b"
)
AMERICAN = re.compile(
    r"\b[A-Z][a-z]+,? (?:AL|AK|AZ|AR|CA|CO|CT|FL|GA|ID|IL|IA|KS|KY|LA|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY)\b|"
    r"\bUSA\b|\bU\.S\.A?\.?|\bUnited States\b|\bPhone: ?\(?\d{3}\)?[ -]\d{3}-\d{4}|\+1[ -(]?\d{3}|\b\(?\d{3}\)? ?\d{3}-\d{4}\b|\b(?:EST|PST|CST|MST|EDT|PDT|CDT)\b"
)
DATE_BEFORE = re.compile(r"(?:\b(?:on|by|before|until|till|from|to|for|due|eta|etd|am|bis|zum|vom|ab|den|der|termin|ankunft|lieferung|le|au|du|el|al|del|il|entro|per|op|naar|van|voor|dnia|do|od|na|den|til|till|date|dates|"
                         r"arrival|arrivee|llegada|arrivo|aankomst|delivery|livraison|entrega|consegna|levering|dostawa|week of|w/c|you|here|and|now|ship(?:s|ped|ping)?|leaves?|in|"
                         r"around|approx|about|ready|late|now|is|not|than|of|em|em|dia|a)|[:(>=~-])\s*$")  # fmt: skip


# Short names of days that are words of their own in one language or another.
SHORT_DAYS = {"mon", "wed", "sun", "mar", "tue", "thu", "fri"}
Day = date  # `Mention.date` hides the type inside its class


@dataclass(frozen=True)
class Mention:
    """A day named in a text."""

    start: int
    end: int
    date: date
    approx: bool = False
    alternative: Day | None = None
    relative: bool = False
    bare_month: bool = False


def is_american(text: str, folded: str) -> bool:
    """Whether the writer puts the month first: a date that allows no other reading, or a US place or phone."""
    first = [(int(hit[1]), int(hit[3])) for hit in NUMERIC.finditer(folded) if hit["mark"] != "."]
    if any(b > 12 >= a for a, b in first):
        return True
    if any(a > 12 for a, _ in first):
        return False
    return bool(AMERICAN.search(text))


def friday(year: int, week: int) -> date | None:
    """The Friday of an ISO week; None where the year has no such week."""
    try:
        return date.fromisocalendar(year, week, 5)
    except ValueError:
        return None


@functools.lru_cache(maxsize=64)
def mentions(text: str, today: date, *, signature: str = "") -> tuple[Mention, ...]:
    """Every day a text names, in order; days without a year are the nearest that make sense on `today`."""
    folded = fold(text)
    american = is_american(f"{text}\n{signature}", folded)
    taken: list[Mention] = []
    for mention in _candidates(folded, today, american):
        if not any(other.start < mention.end and mention.start < other.end for other in taken):
            taken.append(mention)
    taken.sort(key=lambda mention: mention.start)
    return tuple(_with_followers(folded, taken))


def shift(folded: str) -> tuple[int, int, timedelta] | None:
    """`one week later`: where it stands and how long it is."""
    for hit in LATER.finditer(folded):
        length = _length(hit["n"], hit["unit"])
        if length:
            return hit.start(), hit.end(), length
    return None


def _candidates(folded: str, today: date, american: bool) -> Iterator[Mention]:
    yield from _exact(folded, today, american)
    yield from _weeks(folded, today)
    yield from _vague(folded, today)
    yield from _days(folded, today)


def _exact(folded: str, today: date, american: bool) -> Iterator[Mention]:
    for hit in ISO.finditer(folded):
        yield from _made(hit, _day(int(hit[1]), int(hit[2]), int(hit[3])))
    for pattern in (NUMERIC, SPACED):
        for hit in pattern.finditer(folded):
            a, b, written = (int(hit[i]) for i in ((1, 3, 4) if pattern is NUMERIC else (1, 2, 3)))
            full = written + 2000 if written < 100 else written
            yield from _two_ways(hit, a, b, full, american and "." not in hit.group(), today)
    for hit in DAY_MONTH.finditer(folded):
        if hit["month"] in {"set", "out", "lis", "lip", "sie"} and not hit.group()[-1:].isdigit():
            continue  # "20 set" is a count, not a day in September
        year = _year(hit["year"])
        yield from _made(hit, _near(int(hit["day"]), MONTH_OF[hit["month"]], today, year))
    for hit in MONTH_DAY.finditer(folded):
        yield from _made(hit, _near(int(hit["day"]), MONTH_OF[hit["month"]], today, _year(hit["year"])))
    for hit in DOTTED.finditer(folded):
        yield from _two_ways(hit, int(hit[1]), int(hit[2]), None, False, today)
    for hit in SHORT.finditer(folded):
        a, b = int(hit[1]), int(hit[3])
        before = DATE_BEFORE.search(folded[max(0, hit.start() - 14) : hit.start()])
        if hit[2] == "." and not (
            before and (len(hit[1]) == 2 or re.search(r"\b(?:am|bis|zum|vom|ab|den)\s*$", before.group()))
        ):
            continue
        if hit[2] == "/" and not (before or (len(hit[1]) == 2 == len(hit[3]))):
            continue
        if hit[2] == "." and len(hit[3]) != 2:
            continue
        yield from _two_ways(hit, a, b, None, american and hit[2] == "/", today)


def _two_ways(hit: re.Match[str], a: int, b: int, year: int | None, american: bool, today: date) -> Iterator[Mention]:
    """Day first unless the writer is American or only the other order is a date; the other reading goes along."""
    readings = [_near(a, b, today, year), _near(b, a, today, year)]
    if american:
        readings.reverse()
    first, other = readings
    if first is None:
        first, other = (other, None) if "." not in hit.group() else (None, None)
    if "." in hit.group() or other == first:
        other = None
    if first is not None:
        yield from _made(hit, first, alternative=other)


def _weeks(folded: str, today: date) -> Iterator[Mention]:
    for pattern in (WEEK, WEEK_TIGHT):
        for hit in pattern.finditer(folded):
            week = int(hit["b"] or hit["a"])
            if hit["b"] and int(hit["b"]) < int(hit["a"]) and int(hit["a"]) < 50:
                week = int(hit["a"])
            year = int(hit["year"]) if hit["year"] else None
            options = [friday(y, week) for y in ([year] if year else [today.year - 1, today.year, today.year + 1])]
            near = [found for found in options if found and (year or found >= today - timedelta(days=45))]
            yield from _made(hit, min(near, default=None), approx=True)


def _vague(folded: str, today: date) -> Iterator[Mention]:
    monday = today - timedelta(days=today.weekday())
    for hit in MONTH_PART.finditer(folded):
        yield from _month_part(hit, today)
    for hit in NEXT_WEEK.finditer(folded):
        before = re.search(rf"\b({WEEKDAY})\b,?\s*(?:of |der )?$", folded[: hit.start()])
        if before:
            day = monday + timedelta(days=7 + WEEKDAY_OF[before.group(1)])
            yield Mention(before.start(1), hit.end(), day, relative=True)
        else:
            after = re.match(rf"\s*,?\s*(?:on )?({WEEKDAY})\b", folded[hit.end() :])
            if after:
                day = monday + timedelta(days=7 + WEEKDAY_OF[after.group(1)])
                yield Mention(hit.start(), hit.end() + after.end(), day, relative=True)
            else:
                yield from _made(hit, monday + timedelta(days=11), approx=True, relative=True)
    for hit in THIS_WEEK.finditer(folded):
        day = monday + timedelta(days=4)
        yield from _made(hit, day if day >= today else day + timedelta(days=7), approx=True, relative=True)
    for pattern in (IN_DAYS, FORTNIGHT):
        for hit in pattern.finditer(folded):
            length = timedelta(days=14) if pattern is FORTNIGHT else _length(hit["n"], hit["unit"])
            if length:
                day = today + length
                if pattern is IN_DAYS and re.match(r"work|busin|werk|arbeit|jours ouv", hit["unit"]):
                    day = _working_days(today, length.days)
                yield from _made(hit, day, approx=True, relative=True)
    for hit in MONTH_ONLY.finditer(folded):
        if (
            hit["month"] in {"may", "mar", "set", "out", "dic", "mai", "lis", "lip", "sie", "gru", "ago"}
            and not hit["year"]
        ):
            continue
        day = _last_of(MONTH_OF[hit["month"]], today, _year(hit["year"]))
        yield replace(next(iter(_made(hit, day, approx=True))), bare_month=True)


def _month_part(hit: re.Match[str], today: date) -> Iterator[Mention]:
    which, name = hit["which"], hit["month"]
    if name in MONTH_OF:
        if name in {"may", "set", "out"} and which in {"half", "fine"}:
            return
        last = _last_of(MONTH_OF[name], today, _year(hit["year"]))
    else:
        first = today.replace(day=1)
        month = first.month % 12 + 1 if "next" in name else first.month
        last = _last_of(month, today, None)
    if re.match(r"mid|mitte|mi-|mediados|meta|half|polowa", which):
        last = last.replace(day=15)
    elif re.match(r"early|begin|start|anfang|debut|princip|inizio|poczatek", which):
        last = last.replace(day=10)
    yield from _made(hit, last, approx=True)


def _days(folded: str, today: date) -> Iterator[Mention]:
    for hit in BARE_DAY.finditer(folded):
        yield from _made(hit, _day_alone(int(hit["day"]), today, WEEKDAY_OF[hit["wd"]]))
    for hit in THE_DAY.finditer(folded):
        yield from _made(hit, _day_alone(int(hit["day"]), today, None))
    for pattern, days in RELATIVE_DAY:
        for hit in pattern.finditer(folded):
            yield from _made(hit, today + timedelta(days=days), relative=True)
    ranges = [hit.span() for hit in WEEKDAY_RANGE.finditer(folded)]
    for hit in WEEKDAY_ALONE.finditer(folded):
        word = hit["day"]
        if any(start <= hit.start() < end for start, end in ranges):
            continue
        if word in SHORT_DAYS and not hit["next"] and not _announced(folded, hit.start()):
            continue
        ahead = (WEEKDAY_OF[word] - today.weekday()) % 7 or 7
        day = today + timedelta(days=ahead)
        before = (hit["next"] or "").strip()
        if before in {"next", "volgende"} or (hit["after"] or "").strip() in {"week", "in a week"}:
            monday = today - timedelta(days=today.weekday())
            day = monday + timedelta(days=7 + WEEKDAY_OF[word])
        elif (hit["after"] or "").strip() == "after next":
            day += timedelta(days=7)
        yield from _made(hit, day, relative=True)


def _announced(folded: str, at: int) -> bool:
    """Whether the words before a place lead up to a day."""
    before = folded[max(0, at - 30) : at]
    return bool(DATE_BEFORE.search(before[-12:]) or re.search(r"(?:comes?|get it|with you|yours|delivery)\s*$", before))


def _with_followers(folded: str, found: list[Mention]) -> Iterator[Mention]:
    """Joins a weekday with its date, and counts "the Friday after" from the day named before it."""
    joined: list[Mention] = []
    for mention in found:
        before = None if mention.relative else WEEKDAY_BEFORE.search(folded[: mention.start])
        if before:
            mention = replace(mention, start=before.start())
            joined = [other for other in joined if other.end <= mention.start]
        joined.append(mention)
    for hit in AFTER_THAT.finditer(folded):
        earlier = [mention for mention in joined if mention.end <= hit.start()]
        if earlier:
            base = earlier[-1].date
            word = hit["day"] or hit["unit"]
            if word in WEEKDAY_OF:
                day = base + timedelta(days=(WEEKDAY_OF[word] - base.weekday()) % 7 or 7)
            else:
                day = base + timedelta(days=1 if word == "day" else 7)
            joined = [other for other in joined if other.end <= hit.start() or other.start >= hit.end()]
            joined.append(Mention(hit.start(), hit.end(), day))
    yield from sorted(joined, key=lambda mention: mention.start)


def _made(hit: re.Match[str], day: date | None, *, approx: bool = False, alternative: date | None = None,
          relative: bool = False) -> Iterator[Mention]:  # fmt: skip
    if day is not None:
        yield Mention(hit.start(), hit.end(), day, approx, alternative, relative)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(written: str | None) -> int | None:
    if not written:
        return None
    year = int(written.lstrip("'"))
    return year + 2000 if year < 100 else year


def _near(day: int, month: int, today: date, year: int | None) -> date | None:
    """The day in its year; where none is written, the one from two months ago to ten months ahead."""
    if year is not None:
        return _day(year, month, day) if today.year - 3 <= year <= today.year + 5 else None
    options = [_day(y, month, day) for y in (today.year - 1, today.year, today.year + 1)]
    near = [found for found in options if found and timedelta(days=-75) <= found - today <= timedelta(days=300)]
    return near[0] if near else next((found for found in options if found and found >= today), None)


def _last_of(month: int, today: date, year: int | None) -> date:
    if year is None:
        year = today.year + (1 if month < today.month - 2 else 0)
    return date(year, month, calendar.monthrange(year, month)[1])


def _day_alone(day: int, today: date, weekday: int | None) -> date | None:
    """`the 16th`: this month or the next; a weekday beside it decides."""
    options = []
    for ahead in range(4):
        month = (today.month - 1 + ahead) % 12 + 1
        found = _day(today.year + (today.month - 1 + ahead) // 12, month, day)
        if found and found >= today - timedelta(days=10):
            options.append(found)
    if weekday is not None:
        return next((found for found in options if found.weekday() == weekday), options[0] if options else None)
    return options[0] if options else None


def _length(count: str, unit: str) -> timedelta | None:
    number = int(count) if count.isdigit() else number_word(count)
    if number is None or number > 60:
        return None
    weeks = re.match(r"week|woche|semai|semana|settim|wek|tyg|veck|fort", unit)
    return timedelta(days=14 if unit.startswith("fort") else number * (7 if weeks else 1))


def _working_days(today: date, count: int) -> date:
    day = today
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
