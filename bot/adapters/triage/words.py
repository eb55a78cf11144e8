"""Folds text letter by letter, so that what is found in the folded text stands at the same place in the mail."""

from __future__ import annotations

import functools
import re
import unicodedata

ODD = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "’": "'", "‘": "'", "´": "'", "`": "'", "“": '"', "”": '"'}
ODD |= {"–": "-", "—": "-", "‑": "-", "−": "-", "›": ">", "→": ">", "⇒": ">", "\u00a0": " ", "Ł": "l", "Ø": "o"}
SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=\S)|\n+|\s[-–—•]\s")
ABBREVIATED = re.compile(
    r"(?:\b(?:no|nr|art|pos|ca|approx|est|best|st|stk|pcs|ud|uds|szt|mr|mrs|ms|dr|inkl|incl|i\.p\.v|excl|bzw|ggf|tel|ref|inv|qty|"
    r"kr|kw|cw|wk|sem|sett|tydz|tyg|br|mo|mi|fr|sa|so|lun|mar|mer|jeu|ven|gio|mie|jue|vie|jan|janv|feb|febr|fevr|apr|avr|abr|jun|juin|jul|juil|aug|ago|sept?|okt|oct|nov|dec|dez|dic|"
    r"[a-z]|p\.o|e\.g|i\.e|z\.b|d\.h|u\.a)|\b\d{1,2})\.$", re.I
)  # fmt: skip

NUMBER_WORDS = {
    word: value
    for value, words in {
        1: "one a an ein eine einen einem une un una uno een jeden jedna en ett um uma",
        2: "two zwei deux dos due twee dwa dwie tva to dois duas couple",
        3: "three drei trois tres tre drie trzy tres",
        4: "four vier quatre cuatro quattro cztery fyra fire quatro",
        5: "five funf cinq cinco cinque vijf piec fem",
        6: "six sechs seis sei zes szesc sex seks",
        7: "seven sieben sept siete sette zeven siedem sju syv sete",
        8: "eight acht huit ocho otto osiem atta otte oito",
        9: "nine neun neuf nueve nove negen dziewiec nio ni",
        10: "ten zehn dix diez dieci tien dziesiec tio ti dez",
        11: "eleven elf onze once undici elf jedenascie",
        12: "twelve zwolf douze doce dodici twaalf dwanascie tolv dozen",
        14: "fourteen vierzehn quatorze catorce quattordici veertien czternascie fortnight",
        20: "twenty zwanzig vingt veinte venti twintig",
    }.items()
    for word in words.split()
}

TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "twenty": 20}
TENS |= {"thirteen": 13, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19}
SCALES = {"hundred": 100, "thousand": 1000, "dozen": 12}
_SMALL = "one|a|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|" + "|".join(TENS)
# Longer figures are no count any more.
SHORT_WORD = re.compile(
    r"\b[a-z]{2,7}\b(?!\s(?:weeks?|days?|months?|wochen|tage|semaines?|jours?|semanas?|dias|settimane|giorni|weken|dagen))"
)
WRITTEN = re.compile(
    rf"\b(?:(?:{_SMALL})(?:[ -](?:{_SMALL}))? (?:hundred|thousand|dozen)(?:(?: and)?[ -](?:{_SMALL}|hundred|thousand))*|(?:{'|'.join(TENS)})(?:-(?:{_SMALL}))?)\b"
)


@functools.lru_cache(maxsize=4096)
def _letter(c: str) -> str:
    if c in ODD:
        return ODD[c]
    base = unicodedata.normalize("NFD", c)[0].lower()
    return base if len(base) == 1 else c


def fold(text: str) -> str:
    """Small letters without accents, each at its place: as many characters as before."""
    return text.lower() if text.isascii() else "".join(map(_letter, text))


def sentences(text: str) -> list[tuple[int, str]]:
    """The sentences and lines of a text with where they start; "12.03. leider" and "Best. 45" are not cut."""
    cuts = [0]
    cuts += [
        found.end()
        for found in SENTENCE.finditer(text)
        if "\n" in found.group() or not ABBREVIATED.search(text[max(0, found.start() - 8) : found.start()])
    ]
    return [
        (start, text[start:end])
        for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)
        if text[start:end].strip()
    ]


def written_numbers(folded: str) -> list[tuple[int, int, int]]:
    """English numbers of several words, `six hundred and fifty` and `two dozen`: start, end and value."""
    found = []
    for hit in WRITTEN.finditer(folded):
        total = part = 0
        for word in re.findall(r"[a-z]+", hit.group()):
            if word in SCALES:
                part = max(part, 1) * SCALES[word]
                if word != "hundred":
                    total, part = total + part, 0
            elif word != "and":
                part += TENS.get(word) or NUMBER_WORDS.get(word, 0)
        found.append((hit.start(), hit.end(), total + part))
    return found


def in_figures(folded: str) -> str:
    """The text with numbers written out turned into figures of the same length: `three` becomes `00003`."""

    def figures(hit: re.Match[str]) -> str:
        value = NUMBER_WORDS.get(hit.group()) or TENS.get(hit.group())
        return hit.group() if value is None or value < 2 else str(value).zfill(len(hit.group()))

    return SHORT_WORD.sub(figures, folded)


def number_word(word: str) -> int | None:
    """A number written out, up to twenty."""
    return NUMBER_WORDS.get(word)
