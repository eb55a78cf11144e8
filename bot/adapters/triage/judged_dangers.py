"""Sentences that read like a danger though no pattern knows their words: what the trained weights are sure of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.adapters.triage import danger_weights
from bot.adapters.triage.danger_signs import signs_of
from bot.adapters.triage.danger_weights import FLAGS, DangerWeights
from bot.adapters.triage.words import sentences
from bot.domain.triage import RiskFlag

# So many sentences in a row are weighed together, so many words at least; what a mail says beyond so many characters is left to the patterns.
TOGETHER = 3
LEAST_WORDS = 4
MOST_READ = 12_000
# So much surer, in log-odds, must the weights be of fraud by somebody whom our vendors' records know.
KNOWN_SENDER = 2.0


@dataclass(frozen=True)
class Judged:
    """A danger that sentences read like: the one that tells most of it, and by how much it is beyond being sure."""

    flag: RiskFlag
    start: int
    text: str
    beyond: float


def judged_dangers(text: str, weights: DangerWeights | None = None) -> Iterator[Judged]:
    """Each danger that some sentences of a text read like, with the strongest sentence of the strongest place."""
    weights = weights or danger_weights.load()
    said = sentences(text[:MOST_READ])
    for number, (score, first, last) in enumerate(strongest(text, weights)):
        beyond = score - weights.sure_above[number]
        if beyond > 0:
            start, sentence = max(said[first:last], key=lambda one: _alone(one[1], number, weights))
            yield Judged(FLAGS[number], start + len(sentence) - len(sentence.lstrip()), sentence.strip(), beyond)


def strongest(text: str, weights: DangerWeights) -> list[tuple[float, int, int]]:
    """For each flag the highest score in log-odds, and between which sentences of the text it was reached."""
    said = [signs_of(sentence) for _, sentence in sentences(text[:MOST_READ])]
    sums = [weights.sums(one) for one in said]
    best = [(float("-inf"), 0, 0) for _ in FLAGS]
    for first in range(len(said)):
        for last in range(first + 1, min(first + TOGETHER, len(said)) + 1):
            if sum(len(one.places[0]) for one in said[first:last]) < LEAST_WORDS:
                continue
            scores = weights.scores(said[first:last], sums[first:last])
            best = [max(old, (new, first, last)) for old, new in zip(best, scores, strict=True)]
    return best


def _alone(sentence: str, number: int, weights: DangerWeights) -> float:
    signs = signs_of(sentence)
    return weights.scores([signs], [weights.sums(signs)])[number]
