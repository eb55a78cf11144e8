"""Reads one message by itself: names, dates, amounts, and what its words mean. The thread comes later."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.domain.spelling import flat, singular
from bot.domain.vocabulary import Known
from bot.services.questions import amounts, dates, lexicon
from bot.services.questions.naming import PRODUCT, VENDOR, Finder, Names
from bot.services.questions.requests import is_action, is_injection
from bot.services.questions.text import Text, Word

PERIOD = "periodname"
SHOW_ME = re.compile(
    r"^\S+ me (?=(?:the|teh|a|all|any|every|our|my|which|what|how)(?!\S))"
    r"|(?:give|show|tell|send|let|get|help|remind)(?: to)? me(?!\S)|(?:can|could|may) i (?:see|get|have)(?!\S)"
    r"|^i (?:need|want|would like|d like)(?! to (?:sign|approve))"
    r"|(?:gib|zeig\w*|sag\w*|nenn\w*|schick\w*|kann|donne|montre|dis|affiche|dame|muestra|dime|dammi|"
    r"mostra|dimmi|geef|toon|laat|daj|pokaz|podaj)(?: \S+)? (?:mir|ich|moi|me|mi|mij|mi)(?!\S)"
)
UNKNOWN_VENDOR = re.compile(
    r"(?:orders?|pos?|bestellung\w*|commandes?|pedidos?|ordini|rfqs?|spend|spent|bills?|invoices?|"
    r"deliver\w*|mails?|contact|email|reliable|performance|price\w*|anything|rechnung\w*|factur\w*|"
    r"late|open)? ?"
    r"(?<!\S)(?:from|with|at|by|von|bei|mit|chez|avec|vendor|supplier|lieferant|fournisseur|proveedor|"
    r"fornitore|leverancier|dostawca|con|presso|da|bij|od)$"
)
DEALS_WITH = re.compile(
    r"(?<!\S)(?:reach|contact|contacting|call|phone|ring|email|mail|write to|heard?|did|does|has|have|is|about|"
    r"hat|erreiche|erreichen|joindre|contacter|appeler|contactar|llamar|contattare|chiamare|bereiken|bellen)$"
)
LEGAL_END = re.compile(r"(?:inc|ltd|llc|gmbh|ag|kg|bv|nv|sarl|srl|spa|corp|co|sas|oy|ab|plc|kft|zoo)")
PRODUCT_SLOT = re.compile(
    r"(?<!\S)(?:price of|prices of|price for|prices for|cost of|pay for|paid for|price history of|"
    r"price history for|price trend of|price trend for|the|das|die|der|le|la|les|el|los|las|order|buy|"
    r"our|of|on|for|more|\d+)$"
)


@dataclass
class Reading:
    """What one message says."""

    text: Text
    names: Names
    meanings: frozenset[str]
    period: dates.Resolve | None = None
    numbers: amounts.Numbers = field(default_factory=amounts.Numbers)
    unknown_vendors: tuple[str, ...] = ()
    unknown_products: tuple[str, ...] = ()
    mail_class: str | None = None
    action: bool = False
    injection: bool = False
    chat: bool = False
    help: bool = False
    foreign: bool = False
    empty: bool = False

    def says(self, *meanings: str) -> bool:
        """Whether any of these is meant."""
        return any(meaning in self.meanings for meaning in meanings)

    @property
    def line(self) -> str:
        """What the grammars see."""
        return self.text.line

    @property
    def refs(self) -> tuple[str, ...]:
        """The orders named."""
        return self.text.references


def read(typed: str, finder: Finder) -> Reading:
    """Read one message."""
    text = Text.of(typed)
    injection = is_injection(text.line)
    heard = text.line.replace(" ?", "")
    names = finder.find(text)
    injection = injection or is_injection(text.line)
    for word in text.words:
        if not word.taken:
            word.flat = _meant(word)
    found = dates.find(text.line)
    if found is not None:
        text.take_span(found.start, found.end, PERIOD)
    # A wish is looked for before numbers become amounts: "order 5 more" is no limit.
    action = is_action(text.line.replace(" ?", ""))
    numbers = amounts.find(text)
    line = text.line.replace(" ?", "")
    spoken = SHOW_ME.sub(" ", line)
    meanings = frozenset(
        name for name, pattern in lexicon.PATTERNS.items() if pattern.search(spoken if name == "mine" else line)
    )
    if lexicon.UNCONFIRMED.search(line):
        meanings |= {"unconfirmed"}
    reading = Reading(
        text,
        names,
        meanings,
        found.resolve if found else None,
        numbers,
        mail_class=next((label for label, pattern in lexicon.CLASS_PATTERNS.items() if pattern.search(line)), None),
        action=action,
        injection=injection,
        empty=not text.words,
    )
    _social(reading, line, heard)
    _strangers(reading)
    return reading


def _meant(word: Word) -> str:
    """The word that this one is a slip for; whoever typed a capital meant that letter: `Acme` is not `came`."""
    meant = lexicon.meant(word.flat)
    return word.flat if word.typed[0].isupper() and meant[0] != word.flat[0] else meant


def _social(reading: Reading, line: str, heard: str) -> None:
    """Greetings, calls for help, and what is none of our business."""
    left = min((lexicon.SMALLTALK_PATTERN.sub(" ", each) for each in (line, heard)), key=lambda rest: len(rest.split()))
    leftover = [
        w
        for w in left.split()
        if w
        not in {
            "?",
            "please",
            "you",
            "your",
            "for",
            "the",
            "and",
            "to",
            "i",
            "a",
            "is",
            "so",
            "very",
            "me",
            "my",
            "in",
            "that",
            "this",
            "we",
            PERIOD,
        }
    ]
    reading.chat = bool(line) and not leftover and len(line.split()) <= 12
    reading.help = not reading.refs and any(map(_calls_for_help, (line, SHOW_ME.sub(" ", line))))
    reading.foreign = lexicon.FOREIGN_PATTERN.search(line) is not None


def _calls_for_help(line: str) -> bool:
    asked = lexicon.HELP_PATTERN.sub(" ", line)
    rest = lexicon.SMALLTALK_PATTERN.sub(" ", asked).split()
    return asked != line and all(word in lexicon.FILLER or word == "?" for word in rest)


def _strangers(reading: Reading) -> None:
    """Names in a place where a vendor or product is expected, but that nobody knows."""
    words = reading.text.words
    vendors: list[str] = []
    products: list[str] = []
    for start, word in enumerate(words):
        if not _strange(word) or (start and _strange(words[start - 1])):
            continue
        end = start
        while end < len(words) and (_strange(words[end]) or (end > start and _continues(words[end]))):
            end += 1
        before = " ".join(w.flat for w in words[:start])
        typed = " ".join(w.typed for w in words[start:end])
        if end - start > 4:
            continue
        legal = end - start > 1 and LEGAL_END.fullmatch(words[end - 1].flat) is not None
        capitals = all(w.typed[0].isupper() for w in words[start:end]) and start > 0
        if legal or UNKNOWN_VENDOR.search(before) or (capitals and not reading.refs and DEALS_WITH.search(before)):
            vendors.append(typed)
        elif PRODUCT_SLOT.search(before):
            products.append(" ".join(singular(w) for w in flat(typed).split()))
    reading.unknown_vendors, reading.unknown_products = tuple(vendors), tuple(products)


def _strange(word: Word) -> bool:
    """Whether a word is none that purchasing people use, so that it may be a name."""
    flat_word = word.flat
    if word.taken or not flat_word.isalnum() or flat_word[0].isdigit() or len(flat_word) < 2:
        return False
    if LEGAL_END.fullmatch(flat_word):
        return True
    if flat_word in lexicon.ORDINARY:
        return word.typed[0].isupper() and not lexicon.is_known(flat_word)
    return not lexicon.is_known(flat_word)


def _continues(word: Word) -> bool:
    """Whether a word may go on a stranger's name: Zenith *Supplies*."""
    return not word.taken and word.flat in lexicon.ORDINARY


def products_of(reading: Reading) -> tuple[str, ...]:
    """The product terms, known ones first."""
    return (*reading.names.products, *reading.unknown_products)


def names_of(known: list[Known]) -> tuple[str, ...]:
    """Plain names."""
    return tuple(each.name for each in known)


__all__ = ["PRODUCT", "VENDOR", "Reading", "names_of", "products_of", "read"]
