"""Which lines of the phrase bank and of the fragments with days stand too near to an evaluation mail: learning those would be cheating."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.adapters.mail.batch import mail_of
from bot.adapters.triage.words import fold
from training import dangers
from training.bank import phrases
from training.promises import fragments

MAILS = Path(__file__).parents[1] / "evals" / "data"
WORD = re.compile(r"[^\W\d_]+")
# So many words in a row are a copied turn of phrase; this share of a line's rarer words in one mail is a paraphrase.
ROW = 6
SHARE = 0.6
FILLER = 3
LEAST = 4
# What the bank was widened with is no test of it, and is never quoted as one: these sets only show that nothing got lost.
TUNED = ("tuning", "first", "fifth_a", "fifth_b")
# Which words are everybody's is counted without these, so that a new set moves the measure of no older one.
UNCOUNTED = ("third_a", "third_b", "fourth", "fifth_a", "fifth_b", "fifth_c")


def too_near() -> list[tuple[str, str]]:
    """Lines that copy or paraphrase a mail of a test set, with that mail's id."""
    common = _common(dict(_mails(without=UNCOUNTED)).values())
    tests = dict(_mails(without=TUNED))
    copied = {row: id_ for id_, words in tests.items() for row in _rows(words)}
    vocabulary = {id_: set(words) - common for id_, words in tests.items()}
    found = []
    for line, text in _learned():
        pieces = [_words(piece) for piece in re.split(r"\{\w+\}", text)]
        rare = {word for piece in pieces for word in piece if word not in common and len(word) > FILLER}
        near = next((copied[row] for piece in pieces for row in _rows(piece) if row in copied), None)
        if near is None and len(rare) >= LEAST:
            near = next((id_ for id_, theirs in vocabulary.items() if len(rare & theirs) >= SHARE * len(rare)), None)
        if near is not None:
            found.append((line, near))
    return found


def _learned() -> Iterable[tuple[str, str]]:
    """Every line that something is learned from, as people read it, with the text that counts."""
    for phrase in phrases():
        yield f"[{phrase.label}] {phrase.subject} | {phrase.body}", phrase.body
    for fragment in fragments():
        yield fragment.text, fragment.text
    for said in dangers.lines():
        yield said.text, said.text


def _mails(without: Sequence[str]) -> Iterable[tuple[str, list[str]]]:
    for path in sorted(MAILS.glob("triage_*.jsonl")):
        if path.stem.removeprefix("triage_") in without:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            given = json.loads(line)
            given.pop("gold")
            mail = mail_of(json.dumps(given))
            yield mail.id, _words(mail.text)


def _words(text: str) -> list[str]:
    return WORD.findall(fold(text))


def _common(mails: Iterable[list[str]]) -> set[str]:
    counts: dict[str, int] = {}
    for words in mails:
        for word in set(words):
            counts[word] = counts.get(word, 0) + 1
    return {word for word, count in counts.items() if count >= 6}


def _rows(words: list[str]) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + ROW]) for i in range(len(words) - ROW + 1)]


if __name__ == "__main__":
    for line, mail_id in too_near():
        print(f"{mail_id}: {line}")
