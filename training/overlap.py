"""Which lines of the phrase bank stand too near to an evaluation mail: learning those would be cheating."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from bot.adapters.mail.batch import mail_of
from bot.adapters.triage.words import fold
from training.bank import Phrase, phrases

MAILS = Path(__file__).parents[1] / "evals" / "data"
WORD = re.compile(r"[^\W\d_]+")
# So many words in a row are a copied turn of phrase; half of a line's rarer words in one mail is a paraphrase of it.
ROW = 6
SHARE = 0.6
FILLER = 3
# The set that the bank was widened with is no test of it.
TUNED = "o"


def too_near() -> list[tuple[Phrase, str]]:
    """Phrases that copy or paraphrase an evaluation mail, with that mail's id."""
    mails = {id_: _words(text) for id_, text in _mails()}
    common = _common(mails.values())
    found = []
    for phrase in phrases():
        words = _words(re.sub(r"\{\w+\}", " ", f"{phrase.body}"))
        rare = {word for word in words if word not in common and len(word) > FILLER}
        for id_, theirs in mails.items():
            if _row(words, theirs) or (len(rare) >= 4 and len(rare & set(theirs)) >= SHARE * len(rare)):
                found.append((phrase, id_))
                break
    return found


def copied() -> list[tuple[Phrase, str]]:
    """Phrases that share so many words in a row with an evaluation mail, whatever they stand for."""
    owner = {row: id_ for id_, text in _mails() if id_[0] != TUNED for row in _rows(_words(text))}
    found = []
    for phrase in phrases():
        hits = [row for piece in re.split(r"\{\w+\}", phrase.body) for row in _rows(_words(piece)) if row in owner]
        if hits:
            found.append((phrase, owner[hits[0]]))
    return found


def _mails() -> Iterable[tuple[str, str]]:
    for path in sorted(MAILS.glob("triage_*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            given = json.loads(line)
            given.pop("gold")
            mail = mail_of(json.dumps(given))
            yield mail.id, mail.text


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


def _row(words: list[str], theirs: list[str]) -> bool:
    return bool(set(_rows(words)) & set(_rows(theirs)))


if __name__ == "__main__":
    for phrase, mail_id in too_near():
        print(f"{mail_id}: [{phrase.label}] {phrase.subject} | {phrase.body}")
