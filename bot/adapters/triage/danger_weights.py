"""How much sentences read like each danger: trained weights over their signs."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from bot.adapters.triage.danger_signs import GROUPS, IDEA_PAIRS, IDEAS, PLACES, Signs, idea_places
from bot.domain.triage import RiskFlag

FILE = "dangers.bin"
FLAGS = tuple(RiskFlag)


@dataclass(frozen=True)
class DangerWeights:
    """For each of `FLAGS` a weight per place as a small whole number (128 is none), its scale, its bias, and from where
    on a score is sure; and the bank they were learned from."""

    weights: tuple[bytes, ...]
    scale: tuple[float, ...]
    bias: tuple[float, ...]
    sure_above: tuple[float, ...]
    bank: str

    def sums(self, signs: Signs) -> list[list[int]]:
        """For each flag the weights of a sentence added up, by group of signs."""
        return [
            [sum(map(weights.__getitem__, places)) - 128 * len(places) for places in signs.places]
            for weights in self.weights
        ]

    def scores(self, sentences: Sequence[Signs], sums: Sequence[list[list[int]]]) -> list[float]:
        """For each flag how much sentences that stand together read like it, in log-odds."""
        shares = [
            share / max(1, sum(len(one.places[number]) for one in sentences)) ** 0.5
            for number, share in enumerate(GROUPS.values())
        ]
        ideas = [
            (places, share / max(1, len(places)) ** 0.5)
            for places, share in zip(
                idea_places(frozenset().union(*(one.ideas for one in sentences))), (IDEAS, IDEA_PAIRS), strict=True
            )
        ]
        found = []
        for flag, weights in enumerate(self.weights):
            score = sum(share * sum(one[flag][number] for one in sums) for number, share in enumerate(shares))
            score += sum(share * sum(weights[place] - 128 for place in places) for places, share in ideas)
            found.append(self.bias[flag] + self.scale[flag] * score)
        return found


@functools.cache
def load() -> DangerWeights:
    """The weights that belong to this version."""
    return read((files("bot.adapters.triage") / "data" / FILE).read_bytes())


def read(content: bytes) -> DangerWeights:
    """Weights out of their file: a line of JSON, then a byte a place for each flag. Raises `ValueError` where some are missing."""
    head, _, body = content.partition(b"\n")
    about: dict[str, Any] = json.loads(head)
    if len(body) != PLACES * len(FLAGS):
        raise ValueError(f"{FILE} holds {len(body)} weights, not {PLACES} for each of {len(FLAGS)} dangers")
    blocks = tuple(body[at : at + PLACES] for at in range(0, len(body), PLACES))
    return DangerWeights(blocks, tuple(about["scale"]), tuple(about["bias"]), tuple(about["sure_above"]), about["bank"])
