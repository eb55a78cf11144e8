"""What the classifier sees of a mail: words, word pairs, letter groups and concepts, counted into numbered places."""

from __future__ import annotations

import functools
import itertools
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from importlib.resources import files

from bot.adapters.triage import references
from bot.adapters.triage.dates import mentions
from bot.adapters.triage.numbers import MONEY, PERCENT
from bot.adapters.triage.senders import Standing
from bot.adapters.triage.words import fold, sentences
from bot.domain.triage import Mail

PLACES = 1 << 16
MAX_READ = 6_000
WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d+|[?!]")
LINK = re.compile(r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.]+")
CLOCK = re.compile(r"\b\d{1,2}(?::\d\d|\s?[ap]\.?m\.?|\s?uhr|\s?h)\b")
CODE = re.compile(r"\b(?=\w*\d)(?=\w*[a-z])\w{3,}(?:-\w+)*\b|\b\d{5,}\b")
GREETING = re.compile(
    r"^\s*(?:dear|hi|hiya|hello|hey|good (?:morning|afternoon|day)|guten (?:tag|morgen)|hallo|sehr geehrte\w*|bonjour|madame|monsieur|cher|chere|hola|buenos dias|estimad\w+|buongiorno|gentil\w+|spett\w*|beste|geachte|dag|"
    r"dzien dobry|szanown\w+|hej|prezad\w+|bom dia)\b[^,.!:\n]{0,40}[,.!:]\s*"
)
WEIGHT = {"w": 1.0, "b": 1.0, "t": 0.6, "c": 1.0, "k": 1.6, "p": 1.0, "s": 1.0, "m": 1.0, "f": 0.8, "l": 0.7, "e": 2.0}


@functools.cache
def concepts() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]], int]:
    """The words of the concept file, whole ones and stems, with the length of its longest phrase."""
    whole: dict[str, list[str]] = {}
    stems: dict[str, list[str]] = {}
    longest = 1
    for line in (files("bot.adapters.triage") / "data" / "concepts.txt").read_text(encoding="utf-8").splitlines():
        name, _, words = line.partition(":")
        if line.startswith("#") or not words:
            continue
        for word in words.split():
            where, term = (stems, word[:-1]) if word.endswith("*") else (whole, word)
            where.setdefault(term, []).append(name)
            longest = max(longest, term.count("_") + 1)
    return ({w: tuple(n) for w, n in whole.items()}, {w: tuple(n) for w, n in stems.items()}, longest)


def plain(text: str, today: date) -> str:
    """Folded text with days, orders, prices and codes as words of their own."""
    text = text[:MAX_READ]
    folded = fold(text)
    marks = [(a, b, " poref ") for a, b, _ in references.spans(text)]
    marks += [
        (day.start, day.end, " aweek " if day.approx else " anear " if day.relative else " adate ")
        for day in mentions(text, today)
    ]
    done = 0
    out: list[str] = []
    for start, end, word in sorted(marks):
        if start >= done:
            out += [folded[done:start], word]
            done = end
    folded = "".join([*out, folded[done:]])
    folded = LINK.sub(" alink ", folded)
    folded = CLOCK.sub(" aclock ", folded)
    folded = PERCENT.sub(" apct ", folded)
    folded = MONEY.sub(lambda hit: " amoney " if hit["before"] or hit["after"] else hit.group(), folded)
    return CODE.sub(" acode ", folded)


def places(mail: Mail, standing: Standing, signs: Iterable[str]) -> dict[int, float]:
    """The numbered places of a whole mail, each group of features as strong as any other."""
    subject, body = plain(mail.subject, mail.received_on), plain(mail.text, mail.received_on)
    body = GREETING.sub("", body)
    about = [
        ("m", _about(mail, subject, body)),
        ("f", [standing.value]),
        ("l", _local(mail)),
        ("e", signs),
    ]
    return _placed([*_groups(subject, body), *about])


def sentence_places(mail: Mail, sentence: str) -> dict[int, float]:
    """The numbered places of one sentence on its own, without sender and subject."""
    return _placed(_groups("", GREETING.sub("", plain(sentence, mail.received_on))))


def _groups(subject: str, body: str) -> list[tuple[str, Iterable[str]]]:
    words, heads = WORD.findall(body), WORD.findall(subject)
    everything = (
        [w if not w.isdigit() else "anum" for w in heads] + ["|"] + [w if not w.isdigit() else "anum" for w in words]
    )
    pairs = [f"{a} {b}" for a, b in itertools.pairwise(everything)]
    triples = [" ".join(everything[i : i + 3]) for i in range(len(everything) - 2)]
    jumps = [f"{everything[i]}_{everything[i + 2]}" for i in range(len(everything) - 2)]
    found = [concepts_of(sentence) for _, sentence in sentences(subject)] + [
        concepts_of(sentence) for _, sentence in sentences(body)
    ]
    flat = [name for names in found for name in dict.fromkeys(names)]
    return [
        ("w", everything),
        ("b", pairs),
        ("t", triples + jumps),
        ("c", letter_groups(everything)),
        ("k", flat),
        ("p", _concept_pairs(found)),
        ("s", heads + [f"{a} {b}" for a, b in itertools.pairwise(heads)] + concepts_of(subject)),
    ]


def letter_groups(words: Sequence[str]) -> Iterator[str]:
    """Three to five letters in a row of each longer word, so that endings and joined words matter less."""
    for word in dict.fromkeys(words):
        if len(word) > 3:
            padded = f"<{word}>"
            for size in (3, 4, 5):
                for i in range(len(padded) - size + 1):
                    yield padded[i : i + size]


def concepts_of(sentence: str) -> list[str]:
    """The concepts of a sentence in order; days, prices and orders count as concepts too."""
    whole, stems, longest = concepts()
    words = WORD.findall(sentence)
    names: list[str] = []
    i = 0
    while i < len(words):
        for size in range(min(longest, len(words) - i), 0, -1):
            term = "_".join(words[i : i + size])
            hit = whole.get(term) or (_stem(term, stems) if size <= 2 else None)
            if hit:
                names += hit
                i += size
                break
        else:
            word = words[i]
            if word in {"adate", "aweek", "anear", "amoney", "apct", "poref", "alink", "acode", "?"}:
                names.append(word)
            elif word.isdigit():
                names.append("anum")
            elif word in {
                "not",
                "no",
                "nicht",
                "kein",
                "keine",
                "pas",
                "non",
                "niet",
                "geen",
                "nie",
                "inte",
                "nao",
                "don't",
                "doesn't",
                "isn't",
                "won't",
                "can't",
            }:
                names.append("NOT")
            i += 1
    return names


def _stem(term: str, stems: dict[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    for size in range(len(term), 2, -1):
        hit = stems.get(term[:size])
        if hit:
            return hit
    return None


def _concept_pairs(found: list[list[str]]) -> Iterator[str]:
    for names in found:
        for a, b in itertools.pairwise(names):
            yield f"{a}>{b}"
        some = sorted(set(names))[:12]
        for i, a in enumerate(some):
            for b in some[i + 1 :]:
                yield f"{a}+{b}"


def _local(mail: Mail) -> Iterator[str]:
    """The desk that wrote: `buchhaltung`, `qa`, `noreply`."""
    for part in re.split(r"[._\d-]+", mail.sender.local):
        yield part[:8]


def _about(mail: Mail, subject: str, body: str) -> Iterator[str]:
    """Who wrote, what is attached, and how long it is."""
    for name in mail.attachments:
        yield f"file {name.name.rpartition('.')[2].lower()[:5]}"
        for word in re.findall(r"[a-z]{2,}", fold(name.name)):
            yield f"filename {word}"
    yield "files" if mail.attachments else "no files"
    yield "automatic" if mail.automatic else "by hand"
    length = len(body.split())
    yield "short" if length < 12 else "middle" if length < 60 else "long"
    if body.rstrip().endswith("?") or subject.rstrip().endswith("?"):
        yield "ends asking"
    yield f"asks {min(body.count('?'), 3)}"
    yield f"orders {min(subject.count('poref') + body.count('poref'), 3)}"
    yield f"days {min(sum(body.count(word) for word in ('adate', 'aweek', 'anear')), 3)}"
    yield f"prices {min(body.count('amoney'), 3)}"


def _placed(groups: list[tuple[str, Iterable[str]]]) -> dict[int, float]:
    found: dict[int, float] = {}
    for kind, names in groups:
        distinct = dict.fromkeys(names)
        if not distinct:
            continue
        share = WEIGHT[kind] / len(distinct) ** 0.5
        for name in distinct:
            place = zlib.crc32(f"{kind}:{name}".encode()) % PLACES
            found[place] = found.get(place, 0.0) + share
    return found
