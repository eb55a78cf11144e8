"""A question while it is being read: its words, and which of them are understood already."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.domain.references import located
from bot.domain.spelling import TOKEN, flat

REFERENCE = "poref"
LONGEST = 2000  # characters that are looked at: of longer messages the beginning and the end


@dataclass
class Word:
    """One word: as compared, and as typed. A word that stands for something recognised is `taken`."""

    flat: str
    typed: str
    taken: bool = False


@dataclass
class Text:
    """The words of a question. What is recognised is replaced by a placeholder like `vendorname`."""

    words: list[Word] = field(default_factory=list)
    references: tuple[str, ...] = ()

    @classmethod
    def of(cls, typed: str) -> Text:
        """The words of what somebody typed."""
        typed = within(typed)
        folded = flat(typed)
        spelled = {flat(word): word for word in reversed(re.findall(r"[^\W_]+", typed))}
        found = located(folded)
        for _, start, end in reversed(found):
            folded = f"{folded[:start]} {REFERENCE} {folded[end:]}"
        tokens = [Word(token, spelled.get(token, token), taken=token == REFERENCE) for token in TOKEN.findall(folded)]
        return cls(tokens, tuple(dict.fromkeys(name for name, _, _ in found)))

    @property
    def line(self) -> str:
        """The words in one line, for grammars to look at."""
        return " ".join(word.flat for word in self.words)

    def take(self, start: int, end: int, placeholder: str) -> list[Word]:
        """Replace the words `start` to `end` by a placeholder; the words that were there."""
        gone = self.words[start:end]
        typed = " ".join(word.typed for word in gone)
        self.words[start:end] = [Word(placeholder, typed, taken=True)]
        return gone

    def take_span(self, start: int, end: int, placeholder: str) -> list[Word]:
        """Replace what stands between two places of `line`."""
        at, first, last = 0, None, 0
        for number, word in enumerate(self.words):
            if at < end and start < at + len(word.flat):
                first = number if first is None else first
                last = number + 1
            at += len(word.flat) + 1
        return self.take(first, last, placeholder) if first is not None else []


def within(typed: str) -> str:
    """What is looked at of a message: in a long one, people ask at its beginning or at its end."""
    half = LONGEST // 2
    return typed if len(typed) <= LONGEST else f"{typed[:half]} \n {typed[-half:]}"
