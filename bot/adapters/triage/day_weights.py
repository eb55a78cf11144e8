"""How likely a day is a promise of goods: trained weights over its signs, which weigh what the rules make of it too."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from bot.adapters.triage.day_signs import PLACES

FILE = "days.bin"


@dataclass(frozen=True)
class DayWeights:
    """A weight per place as a small whole number (128 is none), their scale, and the bank they were learned from."""

    weights: bytes
    scale: float
    bias: float
    bank: str

    def chance(self, places: Mapping[int, float]) -> float:
        """The probability, 0 to 1, that a day with these signs is promised."""
        score = self.bias + self.scale * sum((self.weights[place] - 128) * value for place, value in places.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


@functools.cache
def load() -> DayWeights:
    """The weights that belong to this version."""
    return read((files("bot.adapters.triage") / "data" / FILE).read_bytes())


def read(content: bytes) -> DayWeights:
    """Weights out of their file: a line of JSON, then one byte a place. Raises `ValueError` where some are missing."""
    head, _, body = content.partition(b"\n")
    about: dict[str, Any] = json.loads(head)
    if len(body) != PLACES:
        raise ValueError(f"{FILE} holds {len(body)} weights, not {PLACES}")
    return DayWeights(body, about["scale"], about["bias"], about["bank"])
