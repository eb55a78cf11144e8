"""What a language model may contribute to an answer: words over look-ups that it chose, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol

from bot.domain.errors import BotError
from bot.domain.lookups import Result, Tools
from bot.domain.questions import Question

See = Callable[[Result], Result]
Step = Callable[[str], None]


@dataclass(frozen=True)
class Advice:
    """What a model made of a question: its words, unchecked, and every result that it saw; tokens are all it used."""

    prose: str
    results: tuple[Result, ...]
    tokens: int


class NoAdvice(BotError):
    """A model gave nothing that can be used. `why` is one word for the record: down, slow, limit, broken, empty."""

    def __init__(self, why: str, *, tokens: int = 0) -> None:
        super().__init__(why)
        self.why = why
        self.tokens = tokens


class Adviser(Protocol):
    """A language model that looks things up with read-only tools, within limits of calls, time and tokens."""

    @property
    def name(self) -> str:
        """The model's name, for the record."""
        ...

    def warm_up(self) -> None:
        """Get ready in the background, so that nobody waits for it."""
        ...

    def advise(
        self, question: Question, tools: Tools, *, asker: str, see: See, step: Step, offered: Collection[str] = ()
    ) -> Advice:
        """Ask the model. `see` is what it may see of each result; `step` is told what is being looked up.

        `offered` are the names of the look-ups that it is told of, all of them without any: what a
        question surely does not need only costs. Raises `NoAdvice`.
        """
        ...
