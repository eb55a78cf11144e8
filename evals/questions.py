"""Scores how questions are understood: intent with entities, and behaviour, by intent and by language.

The embedded engine always; a model too, where the settings name one (evals.questions_model).
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.cli.questions_file import QuestionLine, vocabulary
from bot.domain.questions import Plan, Question
from bot.services.questions.engine import Engine

DATA = Path(__file__).parent / "data"
VOCABULARY = DATA / "questions_vocabulary.json"
OTHER_NAMES = {
    "own third set": "questions_third_vocabulary.json",
    "own fourth set": "questions_third_vocabulary.json",
    "own threads": "questions_threads_vocabulary.json",
}
SETS = {
    "development": "questions_dev.jsonl",
    "own paraphrases": "questions_paraphrases.jsonl",
    "own second set": "questions_second.jsonl",
    "own third set": "questions_third.jsonl",
    "own fourth set": "questions_fourth.jsonl",
    "own threads": "questions_threads.jsonl",
}
Planner = Callable[[Question], Plan]


@dataclass
class Tally:
    """How many of how many."""

    meant: int = 0
    behaved: int = 0
    of: int = 0

    def add(self, meant: bool, behaved: bool) -> None:
        """Count one question."""
        self.meant += meant
        self.behaved += behaved
        self.of += 1

    def line(self, name: str) -> str:
        """The counts in one line."""
        share = (
            f"{100 * self.meant / self.of:5.1f} %  behaviour {100 * self.behaved / self.of:5.1f} %" if self.of else ""
        )
        return f"  {name:<22} {self.meant:>3} of {self.of:<3} {share}"


@dataclass
class Score:
    """What a set of questions gave. `wrong` holds each question that was misunderstood, with what was made of it."""

    all: Tally = field(default_factory=Tally)
    by_intent: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_language: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    wrong: list[tuple[dict[str, Any], dict[str, object]]] = field(default_factory=list)
    seconds: float = 0.0


def rows(path: Path) -> Iterable[dict[str, Any]]:
    """The labelled questions of a file."""
    return (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def score(labelled: Iterable[dict[str, Any]], planner: Planner) -> Score:
    """Compare a planner with the labels. Entities must all be right, and none too many."""
    result = Score()
    for row in labelled:
        line = QuestionLine.model_validate({key: value for key, value in row.items() if key != "gold"})
        assert line.now is not None, f"{row['id']} has no day"
        begun = time.perf_counter()
        plan = planner(line.question(line.now)).as_json()
        result.seconds += time.perf_counter() - begun
        gold = row["gold"]
        meant = plan["intent"] == gold["intent"] and same(plan["entities"], gold["entities"])
        behaved = plan["behaviour"] == gold["behaviour"]
        for tally in (result.all, result.by_intent[gold["intent"]], result.by_language[row.get("lang", "en")]):
            tally.add(meant, behaved)
        if not (meant and behaved):
            result.wrong.append((row, plan))
    return result


def same(said: Any, gold: Any) -> bool:
    """Whether two sets of entities are the same; the order of names and letter case do not count."""

    def plain(value: Any) -> Any:
        if isinstance(value, list):
            return sorted(str(each).casefold() for each in value)
        return value.casefold() if isinstance(value, str) else value

    return {k: plain(v) for k, v in said.items()} == {k: plain(v) for k, v in gold.items()}


def show(name: str, result: Score) -> None:
    """Print the scores, and what went wrong."""
    print(f"{name}: {result.all.of} questions, {1000 * result.seconds / max(result.all.of, 1):.1f} ms each")
    print(result.all.line("intent and entities"))
    for title, tallies in (("by intent", result.by_intent), ("by language", result.by_language)):
        print(f" {title}")
        for key, tally in sorted(tallies.items()):
            print(tally.line(key))
    for row, plan in result.wrong:
        print(f"  {row['id']} {row['text']!r}\n    said {plan}\n    gold {row['gold']}")


def main(arguments: Sequence[str]) -> None:
    """Score each set with the embedded engine; with a file name (and a vocabulary), that file."""
    if arguments:
        names = Path(arguments[1]) if len(arguments) > 1 else VOCABULARY
        show(arguments[0], score(rows(Path(arguments[0])), Engine(vocabulary(names)).plan))
        return
    for name, file in SETS.items():
        show(name, score(rows(DATA / file), Engine(vocabulary(names_of(name))).plan))
    with_a_model()


def with_a_model() -> None:
    """Score the model that the settings name, if they name one."""
    from bot.bootstrap_questions import adviser
    from bot.settings import load
    from evals import questions_model

    model = adviser(load())
    if model is None:
        print("No OPENAI_MODEL is set, so no model was scored.")
        return
    print(f"What {model.name} looks up (behaviour: it looked something up at all)")
    for name, file in SETS.items():
        show(name, questions_model.score(rows(DATA / file), model, vocabulary(names_of(name))))


def names_of(name: str) -> Path:
    """The vocabulary of a set."""
    return DATA / OTHER_NAMES[name] if name in OTHER_NAMES else VOCABULARY


if __name__ == "__main__":
    main(sys.argv[1:])
