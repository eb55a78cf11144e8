"""The trained weights: one small file, read once; no numerical library is needed to use them."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from bot.adapters.triage.features import PLACES
from bot.domain.triage import MailClass

FILE = "model.bin"


@dataclass(frozen=True)
class Model:
    """Weights per place and class as small whole numbers, with what turns scores into honest probabilities."""

    classes: tuple[MailClass, ...]
    weights: tuple[bytes, ...]
    scale: float
    bias: tuple[float, ...]
    temperature: float
    sure_above: float
    bank: str

    def scores(self, places: Mapping[int, float]) -> list[float]:
        """How much speaks for each class."""
        total = list(self.bias)
        for place, value in places.items():
            row = self.weights[place]
            if row:
                strength = value * self.scale
                for i, weight in enumerate(row):
                    total[i] += (weight - 128) * strength
        return total

    def probabilities(self, scores: list[float]) -> list[float]:
        """Scores as probabilities, as sure as experience on unseen wording allows."""
        top = max(scores)
        powers = [math.exp((score - top) / self.temperature) for score in scores]
        whole = sum(powers)
        return [power / whole for power in powers]


@functools.cache
def load() -> Model:
    """The model that belongs to this version."""
    return read((files("bot.adapters.triage") / "data" / FILE).read_bytes())


def read(content: bytes) -> Model:
    """A model out of its file: a line of JSON, then one byte a weight (0 for an empty row of places)."""
    head, _, body = content.partition(b"\n")
    about: dict[str, Any] = json.loads(head)
    classes = tuple(MailClass(name) for name in about["classes"])
    width = len(classes)
    empty = bytes([128]) * width
    rows = (body[i * width : (i + 1) * width] for i in range(PLACES))
    weights = tuple(b"" if row == empty else row for row in rows)
    return Model(
        classes, weights, about["scale"], tuple(about["bias"]), about["temperature"], about["sure_above"], about["bank"]
    )
