"""`python -m training.dangers`: trains what reads like a danger, and writes `bot/adapters/triage/data/dangers.bin`.

`training/dangers` holds sentences and short mails in our own invented words, each with its dangers; harmless mail is taken from
the fragments of days and the phrase bank too. `left_out` is never learned from: its figures are printed. No evaluation mail is read.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.adapters.triage.danger_signs import GROUPS, PLACES, signs_of, weighed
from bot.adapters.triage.danger_weights import FILE, FLAGS, DangerWeights, read
from bot.adapters.triage.judged_dangers import TOGETHER, strongest
from bot.adapters.triage.words import sentences
from bot.domain.triage import MailClass, RiskFlag
from training import bank, promises

FOLDER = Path(__file__).parent / "dangers"
DATA = Path(__file__).parents[1] / "bot" / "adapters" / "triage" / "data"
TARGET = DATA / FILE
SEED = 20260302
ROUNDS = 8
TURNS = 2
STEP = 0.1
DECAY = 2e-4
# A part of the signs is left out at random each time, so that no word is relied on alone.
LEFT_OUT = 0.3
SMOOTHING = 0.02
FOLDS = 5
# A dangerous line weighs as much as so many harmless ones.
HEAVIER = 10
# Of harmless mails that were left out so many may be taken for each of the dangers; a mail has so many lines of the bank.
FALSE_ALARMS = 0.003
LINES = 2
SLOT = re.compile(r"\{(\w+)\}")
CHOICE = re.compile(r"<([^<>/]*)/[^<>]*>")
SAID = {"d": "12 March", "od": "3 March", "po": "P00417", "po2": "P00422", "doc": "scan.pdf", "name": "Ana", "car": "the carrier", "me": "Jan", "co": "Larch", "item": "brackets", "item2": "hinges", "wd": "Monday", "port": "Genoa"}  # fmt: skip
LINE = re.compile(r"\[([a-z_ -]+)\] (.+)")


@dataclass(frozen=True)
class Said:
    """Some lines of a mail and which dangers they are; `group` keeps together what is left out together."""

    text: str
    dangers: frozenset[RiskFlag]
    group: int


@dataclass(frozen=True)
class Sample:
    """Sentences that stand together as places and values, with 1 for each danger that they are."""

    at: np.ndarray
    value: np.ndarray
    wanted: np.ndarray
    group: int


def main() -> None:
    """Trains and writes the file; prints what is found in what was never learned from."""
    said = [*lines(), *harmless()]
    samples = [sample for one in said for sample in samples_of(one)]
    limits = _limits(said, samples)
    several = [_train(samples, SEED + turn) for turn in range(TURNS)]
    weights = _packed(np.mean([w for w, _ in several], axis=0), np.mean([b for _, b in several], axis=0), limits)
    TARGET.write_bytes(weights)
    for line in report(read(weights)):
        print(line, file=sys.stderr)


def lines(folder: Path = FOLDER) -> Iterator[Said]:
    """Every line of the bank. Raises `ValueError` naming file and line where one is malformed."""
    number = 0
    for path in sorted(folder.glob("*.txt")):
        for at, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                marked = LINE.fullmatch(line)
                names = set(marked[1].split()) - {"-"} if marked else set()
                if not marked or not names <= set(FLAGS):
                    raise ValueError(f"{path.name}:{at}: no line of dangers in brackets and words")
                yield Said(promises.BREAK.sub("\n", marked[2]), frozenset(map(RiskFlag, names)), number)
                number += 1


def harmless() -> Iterator[Said]:
    """The fragments of days, and the phrases of suppliers' matters."""
    for number, fragment in enumerate(promises.fragments()):
        yield Said(fragment.text, frozenset(), number)
    for phrase in bank.phrases():
        if MailClass.SPAM_PHISHING not in (phrase.label, *phrase.secondary):
            body = SLOT.sub(lambda hit: SAID.get(hit[1], "12"), CHOICE.sub(r"\1", f"{phrase.subject}\n{phrase.body}"))
            if not _speaks_of_accounts(body):
                yield Said(body.strip(), frozenset(), phrase.number)


def _speaks_of_accounts(text: str) -> bool:
    """Genuine bank changes are among the phrases of invoices, unmarked: all that names an account is left aside."""
    ideas = frozenset().union(*(signs_of(sentence).ideas for _, sentence in sentences(text)))
    return bool(ideas & {"ACCOUNT", "BANK", "FACTOR"})


def samples_of(said: Said) -> Iterator[Sample]:
    """A dangerous line as a whole; of a harmless one every few sentences in a row."""
    signs = [signs_of(sentence) for _, sentence in sentences(said.text)]
    wanted = np.array([float(flag in said.dangers) for flag in FLAGS], dtype=np.float32)
    whole = (0, len(signs))
    windows = [(a, b) for a in range(len(signs)) for b in (a + 1, a + 2) if b <= len(signs)]
    for first, last in [whole] * HEAVIER if said.dangers else dict.fromkeys([*windows, whole]):
        places: dict[int, float] = {}
        for place, value in weighed(signs[first:last]):
            places[place] = places.get(place, 0.0) + value
        if places:
            at, values = np.fromiter(places, dtype=np.int32), np.fromiter(places.values(), dtype=np.float32)
            yield Sample(at, values, wanted, said.group)


def fingerprint() -> str:
    """Changes with every change of what is learned from and of the words of ideas."""
    digest = hashlib.sha256(f"{promises.fingerprint()} {bank.fingerprint()} {TOGETHER} {GROUPS}".encode())
    for path in [*sorted(FOLDER.glob("*.txt")), DATA / "danger_words.txt"]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def report(weights: DangerWeights) -> Iterator[str]:
    """What the weights find, and falsely find, in the lines that were never learned from."""
    held = list(lines(FOLDER / "left_out"))
    found = {one.group: _found(one.text, weights) for one in held}
    for flag in FLAGS:
        those = [one for one in held if flag in one.dangers]
        others = [one for one in held if flag not in one.dangers]
        yield (
            f"{flag.value}: {sum(flag in found[one.group] for one in those)} of {len(those)} found, "
            f"{sum(flag in found[one.group] for one in others)} false alarms in {len(others)}"
        )
    calm = [one for one in held if not one.dangers]
    yield f"{sum(bool(found[one.group]) for one in calm)} of {len(calm)} harmless lines are taken for a danger"


def _found(text: str, weights: DangerWeights) -> set[RiskFlag]:
    best = strongest(text, weights)
    return {flag for flag, one, limit in zip(FLAGS, best, weights.sure_above, strict=True) if one[0] > limit}


def _limits(said: Sequence[Said], samples: Sequence[Sample]) -> list[float]:
    """For each danger the score that so few harmless mails reach that were left out of training."""
    calm: list[list[float]] = []
    alarmed: list[tuple[frozenset[RiskFlag], list[float]]] = []
    for held in range(FOLDS):
        weights, bias = _train([one for one in samples if one.group % FOLDS != held])
        trained = read(_packed(weights, bias, [0.0] * len(FLAGS)))
        mine = [one for one in said if one.group % FOLDS == held]
        quiet = [one.text for one in mine if not one.dangers]
        mails = ["\n".join(quiet[at : at + LINES]) for at in range(0, len(quiet), LINES)]
        calm += [[score for score, _, _ in strongest(mail, trained)] for mail in mails]
        alarmed += [(one.dangers, [s for s, _, _ in strongest(one.text, trained)]) for one in mine if one.dangers]
    limits = [float(np.quantile([one[at] for one in calm], 1 - FALSE_ALARMS)) for at in range(len(FLAGS))]
    for at, flag in enumerate(FLAGS):
        those = [scores[at] > limits[at] for dangers, scores in alarmed if flag in dangers]
        print(f"{flag.value}: sure above {limits[at]:.2f}, {np.mean(those):.3f} of {len(those)} left out found", file=sys.stderr)  # fmt: skip
    false = np.mean([any(score > limit for score, limit in zip(one, limits, strict=True)) for one in calm])
    print(f"{false:.4f} of {len(calm)} harmless mails left out are taken for a danger", file=sys.stderr)
    return limits


def _packed(weights: np.ndarray, bias: np.ndarray, limits: Sequence[float]) -> bytes:
    scale = np.abs(weights).max(axis=0) / 127
    body = (np.clip(np.rint(weights / scale), -127, 127).astype(np.int16) + 128).astype(np.uint8).T.tobytes()
    head = {
        "scale": [float(one) for one in scale],
        "bias": [round(float(one), 5) for one in bias],
        "sure_above": [round(one, 4) for one in limits],
        "bank": fingerprint(),
        "seed": SEED,
    }
    return json.dumps(head).encode() + b"\n" + body


def _train(samples: Sequence[Sample], seed: int = SEED) -> tuple[np.ndarray, np.ndarray]:
    """Logistic regression for all dangers at once by AdaGrad, one sample at a time, in a seeded order."""
    dice = np.random.default_rng(seed)
    weights = np.zeros((PLACES, len(FLAGS)), dtype=np.float32)
    grown = np.full((PLACES, len(FLAGS)), 1e-2, dtype=np.float32)
    bias, bias_grown = np.zeros(len(FLAGS)), np.ones(len(FLAGS))
    for round_number in range(ROUNDS):
        for i in dice.permutation(len(samples)):
            sample = samples[i]
            seen = dice.random(len(sample.at)) >= LEFT_OUT
            at, value = sample.at[seen], sample.value[seen] / (1 - LEFT_OUT)
            wanted = SMOOTHING + (1 - 2 * SMOOTHING) * sample.wanted
            error = 1 / (1 + np.exp(-(value @ weights[at] + bias))) - wanted
            slope = (value[:, None] * error + DECAY * weights[at]).astype(np.float32)
            grown[at] += slope * slope
            weights[at] -= STEP * 0.85**round_number * slope / np.sqrt(grown[at])
            bias_grown += error * error
            bias -= 0.1 * error / np.sqrt(bias_grown)
    return weights, bias


if __name__ == "__main__":
    main()
