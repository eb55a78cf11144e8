"""`python -m training.promises`: trains what tells a promised day from any other, and writes `bot/adapters/triage/data/days.bin`.

`training/days` holds fragments of mails in our own invented words with every day marked, `training/said_days_in` phrases
with ways of writing a day; no evaluation mail is read.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from bot.adapters.triage.dated_lines import lines
from bot.adapters.triage.dated_tables import dated_cells
from bot.adapters.triage.dates import mentions
from bot.adapters.triage.day_roles import roles
from bot.adapters.triage.day_signs import PLACES, day_signs
from bot.adapters.triage.day_weights import FILE
from bot.adapters.triage.words import fold
from training import said_days

FOLDER = Path(__file__).parent / "days"
TARGET = Path(__file__).parents[1] / "bot" / "adapters" / "triage" / "data" / FILE
SEED = 20260302
ROUNDS = 14
TURNS = 3
STEP = 0.1
DECAY = 1e-4
# A part of the signs is left out at random each time, so that no rule and no word is relied on alone.
LEFT_OUT = 0.3
SMOOTHING = 0.03
FOLDS = 5
# Of the phrases with all ways of writing a day every so manieth is learned from.
EVERY = 18
HEADING = re.compile(r"# today (\d{4}-\d\d-\d\d) (\w+)")
MARKED = re.compile(r"\{([+-])([^{}]*)\}")
BREAK = re.compile(r" ?⏎ ?")


@dataclass(frozen=True)
class Fragment:
    """Some lines of a mail with where their days stand and whether each is a promise."""

    text: str
    today: date
    language: str
    days: tuple[tuple[int, int, bool], ...]


@dataclass(frozen=True)
class Sample:
    """A day as places and values, whether it is a promise, and the fragment it stands in."""

    at: np.ndarray
    value: np.ndarray
    promised: float
    fragment: int


def main() -> None:
    """Trains and writes the file; prints how many days of fragments left out in turn are told right."""
    samples = list(learned_from([*fragments(), *phrases()]))
    right = sum(_right(held, *_train(rest)) for held, rest in _folds(samples))
    print(f"{len(samples)} days, {right / len(samples):.3f} right where their fragment was left out", file=sys.stderr)
    several = [_train(samples, SEED + turn) for turn in range(TURNS)]
    weights, bias = np.mean([w for w, _ in several], axis=0), float(np.mean([b for _, b in several]))
    scale = float(np.abs(weights).max()) / 127
    body = (np.clip(np.rint(weights / scale), -127, 127).astype(np.int16) + 128).astype(np.uint8).tobytes()
    head = {"scale": scale, "bias": round(bias, 5), "bank": fingerprint(), "seed": SEED}
    TARGET.write_bytes(json.dumps(head).encode() + b"\n" + body)


def fragments() -> Iterator[Fragment]:
    """Every fragment of the bank. Raises `ValueError` naming file and line where one is malformed."""
    for path in sorted(FOLDER.glob("*.txt")):
        today, language = None, ""
        for at, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if heading := HEADING.match(line):
                today, language = date.fromisoformat(heading[1]), heading[2].lower()
            elif line.strip() and not line.startswith("#"):
                if today is None:
                    raise ValueError(f"{path.name}:{at}: no day of writing is named yet")
                text, days = _unmarked(BREAK.sub("\n", line))
                if not days or re.search(r"[{}]", text):
                    raise ValueError(f"{path.name}:{at}: no day is marked, or a mark is not closed")
                yield Fragment(text, today, language, tuple(days))


def phrases() -> Iterator[Fragment]:
    """The phrases of every language, each with some ways of writing its days."""
    for language in said_days.languages():
        for one in said_days.said(language, EVERY):
            named = mentions(one.text, said_days.TODAY)
            days = tuple((day.start, day.end, day.date in one.promised) for day in named)
            yield Fragment(one.text, said_days.TODAY, language.name, days)


def fingerprint() -> str:
    """Changes with every change of the fragments and phrases."""
    digest = hashlib.sha256()
    for path in sorted([*FOLDER.glob("*.txt"), *said_days.FOLDER.glob("*.txt")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def learned_from(several: Sequence[Fragment]) -> Iterator[Sample]:
    """The days of the fragments that the finders see, with their signs."""
    for number, fragment in enumerate(several):
        folded, named = fold(fragment.text), mentions(fragment.text, fragment.today)
        table = tuple(dated_cells(fragment.text)) if named else ()
        for line in lines(fragment.text, folded, named):
            judged = roles(line, fragment.today, table)
            for at, day in enumerate(line.days):
                mark = next((mark for mark in fragment.days if day.start < mark[1] and mark[0] < day.end), None)
                if mark:
                    found = day_signs(line, at, judged, fragment.today, named, folded[: line.start])
                    places, values = np.fromiter(found, dtype=np.int32), np.fromiter(found.values(), dtype=np.float32)
                    yield Sample(places, values, float(mark[2]), number)


def _unmarked(line: str) -> tuple[str, list[tuple[int, int, bool]]]:
    text, days, done = "", [], 0
    for mark in MARKED.finditer(line):
        text += line[done : mark.start()]
        days.append((len(text), len(text) + len(mark[2]), mark[1] == "+"))
        text += mark[2]
        done = mark.end()
    return text + line[done:], days


def _folds(samples: Sequence[Sample]) -> Iterator[tuple[list[Sample], list[Sample]]]:
    for fold_number in range(FOLDS):
        held = [sample for sample in samples if sample.fragment % FOLDS == fold_number]
        yield held, [sample for sample in samples if sample.fragment % FOLDS != fold_number]


def _right(samples: Sequence[Sample], weights: np.ndarray, bias: float) -> int:
    return sum(bool(s.value @ weights[s.at] + bias > 0) == bool(s.promised) for s in samples)


def _train(samples: Sequence[Sample], seed: int = SEED) -> tuple[np.ndarray, float]:
    """Logistic regression by AdaGrad, one day at a time, in a seeded order."""
    dice = np.random.default_rng(seed)
    weights, grown = np.zeros(PLACES, dtype=np.float32), np.full(PLACES, 1e-2, dtype=np.float32)
    bias, bias_grown = 0.0, 1.0
    for round_number in range(ROUNDS):
        for i in dice.permutation(len(samples)):
            sample = samples[i]
            seen = dice.random(len(sample.at)) >= LEFT_OUT
            at, value = sample.at[seen], sample.value[seen] / (1 - LEFT_OUT)
            wanted = SMOOTHING + (1 - 2 * SMOOTHING) * sample.promised
            error = float(1 / (1 + np.exp(-(value @ weights[at] + bias))) - wanted)
            slope = value * error + DECAY * weights[at]
            grown[at] += slope * slope
            weights[at] -= STEP * slope / np.sqrt(grown[at]) * 0.8**round_number
            bias_grown += error * error
            bias -= 0.1 * error / bias_grown**0.5
    return weights, bias


if __name__ == "__main__":
    main()
