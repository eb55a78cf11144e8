"""The number guard: what stands in prose must stand in a result of the same run, or the prose is not shown."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from bot.domain.lookups import OrderRow, Result
from bot.domain.spelling import flat, word_set
from bot.domain.vocabulary import Vocabulary
from bot.services.questions.lexicon import is_known

_MONTHS = {name.casefold(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.casefold(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
DATES = (
    re.compile(r"(?<![\w/-])(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?![\w-])"),
    re.compile(
        rf"(?<!\w)(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)? (?:of )?(?P<n>{_MONTH})(?:,? (?P<y>\d{{4}}))?(?!\w)", re.I
    ),
    re.compile(rf"(?<!\w)(?P<n>{_MONTH}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,? (?P<y>\d{{4}}))?(?!\w)", re.I),
    re.compile(r"(?<![\w.])(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{2,4})(?!\w)"),
)
MONTH_YEAR = re.compile(rf"(?<!\w)(?P<n>{_MONTH}) (?P<y>\d{{4}})(?!\w)", re.I)
WEEKDAY = re.compile(r"(?<!\w)(?:mon|tues|wednes|thurs|fri|satur|sun)day(?!\w)", re.I)
RELATIVE = {"yesterday": -1, "tomorrow": 1}
CODES = re.compile(r"(?<![\w/-])(?<!\d[.,])(?=[\w/-]*\d)(?=[\w/-]*[A-Za-z])[A-Za-z0-9][\w]*(?:[/-][\w]+)*(?![\w])")
NUMBER = re.compile(r"(?<![\w.,])[-+−]?\d[\d.,]*(?:\s\d{3}(?!\d))*(?:[kKmM](?!\w))?")
WORD = re.compile(r"[^\W\d_][\w’'-]*")
_QUOTED = 4  # letters from which on a text of a result may be quoted as it is
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)$")
_SAID = word_set("odoo slack po pos rfq rfqs eta ok i usd eur gbp chf pln utc api")
_FROM_TWO = """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"""
_SPOKEN_NUMBERS = {word: number for number, word in enumerate(re.findall(r"\w+", _FROM_TWO), 2)}
_SPOKEN_NUMBERS |= {
    "dozen": 12,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "hundred": 100,
    "thousand": 1000,
    "million": 1_000_000,
}


@dataclass
class Facts:
    """Everything that the results of one run say."""

    numbers: set[Decimal] = field(default_factory=set)
    dates: set[date] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)
    today: set[date] = field(default_factory=set)
    verbatim: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, results: Sequence[Result]) -> Facts:
        """The facts of results."""
        facts = cls()
        for result in results:
            facts.today.add(result.as_of.date())
            facts.numbers |= {Decimal(result.total), Decimal(len(result.rows)), Decimal(result.left_out)}
            for value in _values(result):
                facts.add(value)
        return facts

    def add(self, value: object) -> None:
        """Take one value in; a number inside a text is said too."""
        if isinstance(value, bool) or value is None:
            return
        if isinstance(value, datetime):
            self.dates.add(value.date())
        elif isinstance(value, date):
            self.dates.add(value)
        elif isinstance(value, (int, Decimal)):
            self.numbers.add(Decimal(value))
        elif isinstance(value, str):
            folded = flat(value)
            if len(value) >= _QUOTED:
                self.verbatim.add(value)
            self.texts.append(f" {folded} ")
            self.words |= {flat(word) for word in re.findall(r"[^\W_]+", value)}
            for found in re.findall(r"\d[\d.,]*", value):
                self.numbers |= set(_readings(found))
            for pattern in DATES:
                for match in pattern.finditer(value):
                    self.dates |= set(_days(match))

    def has_text(self, text: str) -> bool:
        """Whether a name or reference stands in the results as it is."""
        wanted = flat(text)
        return any(re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", each) for each in self.texts)


def unsupported(prose: str, results: Sequence[Result], vocabulary: Vocabulary | None = None) -> tuple[str, ...]:
    """Each number, date, reference, vendor, product or other name in prose that no result holds; empty when all do.

    A name is held when its words stand in a result. Names of the vocabulary are looked for in any
    spelling; of other words, those that begin with a capital and are no plain words of purchasing.
    """
    facts = Facts.of(results)
    missing: list[str] = []
    rest = prose
    for known in _names(vocabulary):
        pattern = re.compile(rf"(?<!\w){re.escape(known)}(?!\w)", re.I)
        if pattern.search(rest):
            if not facts.has_text(known):
                missing.append(known)
            rest = pattern.sub(lambda m: " " * len(m[0]), rest)
    for text in sorted(facts.verbatim, key=len, reverse=True):
        rest = re.sub(rf"(?<!\w){re.escape(text)}(?!\w)", " ", rest)
    for pattern in DATES:
        missing += [m[0] for m in pattern.finditer(rest) if not any(day in facts.dates for day in _days(m))]
        rest = pattern.sub(" ", rest)
    for match in MONTH_YEAR.finditer(rest):
        month, year = _MONTHS[match["n"].rstrip(".").casefold()], int(match["y"])
        if not facts.has_text(match[0]) and not any((d.year, d.month) == (year, month) for d in facts.dates):
            missing.append(match[0])
    rest = MONTH_YEAR.sub(" ", rest)
    missing += _days_in_words(rest, facts)
    for match in CODES.finditer(rest):
        if not facts.has_text(match[0]) and not _ORDINAL.match(match[0]):
            missing.append(match[0])
    rest = CODES.sub(lambda m: m[0] if _ORDINAL.match(m[0]) else " ", rest)
    missing += [m[0].strip() for m in NUMBER.finditer(rest) if not _supported(m[0], facts)]
    missing += _spoken(rest, facts)
    missing += _strangers(rest, facts)
    return tuple(dict.fromkeys(missing))


def misplaced(prose: str, results: Sequence[Result], vocabulary: Vocabulary | None = None) -> tuple[str, ...]:
    """What a sentence says of the orders it names, though only rows of other orders hold it.

    Counts and figures of a whole result may stand in any sentence. A sentence that names no order of a
    row, and what is swapped between two orders of one sentence, are not judged.
    """
    rows_of: dict[str, set[int]] = {}
    every = [row for result in results for row in result.rows]
    for number, row in enumerate(every):
        for name in _orders_of(row):
            rows_of.setdefault(name, set()).add(number)
    missing: list[str] = []
    for sentence in re.split(r"(?<=[.!?;])\s+", prose):
        named = [name for name in rows_of if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sentence)]
        if named:
            own = {number for name in named for number in rows_of[name]}
            kept = [row for number, row in enumerate(every) if number in own or not list(_orders_of(row))]
            missing += unsupported(sentence, [_only(result, kept) for result in results], vocabulary)
    return tuple(dict.fromkeys(missing))


def _orders_of(row: object) -> Iterator[str]:
    """The references of the orders that a row is about."""
    head = getattr(row, "head", row)
    for name in (getattr(row, "order", ""), getattr(head, "name", "") if isinstance(head, OrderRow) else ""):
        if name:
            yield name


def _only(result: Result, kept: Sequence[object]) -> Result:
    """A result with some of its rows, which still says how many there are."""
    counts = {"rows": len(result.rows), "in all": result.total, "left out": result.left_out}
    figures = {**result.figures, **{name: Decimal(number) for name, number in counts.items()}}
    return replace(result, rows=tuple(row for row in result.rows if row in kept), figures=figures)


def _values(value: object) -> Iterator[object]:
    """Everything that Odoo said in a result. What was asked, and names nobody knows, came from outside: no evidence."""
    if isinstance(value, Result):
        for part in (value.rows, value.figures, value.notes, value.nearest):
            yield from _values(part)
        yield value.as_of
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            if each.name not in {"id", "order_id"}:
                yield from _values(getattr(value, each.name))
        for name in ("open", "late"):
            if isinstance(getattr(type(value), name, None), property):
                yield getattr(value, name)
    elif isinstance(value, (tuple, list)):
        yield Decimal(len(value))
        for item in value:
            yield from _values(item)
    elif hasattr(value, "items"):
        for key, item in value.items():
            yield from _values(key)
            yield from _values(item)
    else:
        yield value


def _names(vocabulary: Vocabulary | None) -> list[str]:
    if vocabulary is None:
        return []
    known = (*vocabulary.suppliers, *vocabulary.products, *vocabulary.users, *vocabulary.warehouses)
    return sorted({k.name for k in known if len(k.name) > 3}, key=len, reverse=True)


def _days(match: re.Match[str]) -> Iterator[date]:
    """The days that a date may mean: without a year any near one, in digits either order."""
    parts = match.groupdict()
    named = parts.get("n")
    month = _MONTHS[named.rstrip(".").casefold()] if named else int(parts["m"] or 0)
    day, year = int(parts["d"]), parts.get("y")
    years = [int(year) + (2000 if int(year) < 100 else 0)] if year else range(2015, 2041)
    for each in years:
        for m, d in {(month, day), (month, day) if named else (day, month)}:
            try:
                yield date(each, m, d)
            except ValueError:
                continue


def _readings(text: str) -> Iterator[Decimal]:
    """The numbers that digits with commas and dots may mean."""
    factor = {"k": 1000, "m": 1_000_000}.get(text[-1:].lower(), 1)
    text = re.sub(r"[\skKmM]", "", text).rstrip(".,").replace("−", "-")
    spellings = {text.replace(",", "")} if "." in text else set()
    if "," in text:
        spellings |= {text.replace(".", "").replace(",", ".")} if text.count(",") == 1 else set()
        if re.fullmatch(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", text):
            spellings = {text.replace(",", "")}
    elif re.fullmatch(r"[-+]?\d{1,3}(?:\.\d{3}){2,}", text):
        spellings = {text.replace(".", "")}
    for spelling in spellings or {text}:
        try:
            yield Decimal(spelling) * factor
        except InvalidOperation:
            continue


def _supported(text: str, facts: Facts) -> bool:
    return any(number in facts.numbers or -number in facts.numbers for number in _readings(text.strip()))


def _days_in_words(prose: str, facts: Facts) -> list[str]:
    missing = []
    for match in WEEKDAY.finditer(prose):
        wanted = [n.casefold() for n in calendar.day_name].index(match[0].casefold())
        if not any(day.weekday() == wanted for day in facts.dates - facts.today):
            missing.append(match[0])
    for word, offset in RELATIVE.items():
        near = {day + timedelta(days=offset) for day in facts.today}
        if re.search(rf"(?<!\w){word}(?!\w)", prose, re.I) and not near & facts.dates:
            missing.append(word)
    return missing


def _spoken(prose: str, facts: Facts) -> list[str]:
    return [
        match[0]
        for match in WORD.finditer(prose)
        if (number := _SPOKEN_NUMBERS.get(match[0].casefold())) is not None and Decimal(number) not in facts.numbers
    ]


def _strangers(prose: str, facts: Facts) -> list[str]:
    """Capitalised words that no result holds and that are none of the trade's own."""
    missing: list[str] = []
    for match in WORD.finditer(prose):
        word = match[0].removesuffix("'s").removesuffix("’s")
        if not word[0].isupper():
            continue
        parts = [flat(part) for part in re.findall(r"[^\W_]+", word)]
        held = all(part in facts.words or part in _SAID or part in _MONTHS or part in _SPOKEN_NUMBERS for part in parts)
        begins = re.search(r"(?:^|[.!?:•\n]\s*|[-–]\s)$", prose[: match.start()]) is not None
        if not held and not (begins and all(is_known(part) for part in parts)) and not WEEKDAY.fullmatch(word):
            missing.append(word)
    return missing
