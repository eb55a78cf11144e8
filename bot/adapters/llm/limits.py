"""How much a model may do for one question."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Calls, seconds and tokens of one run. A person waits: after `seconds` the embedded engine answers."""

    model_calls: int = 5
    tool_calls: int = 6
    graph_steps: int = 40
    call_seconds: float = 15.0
    seconds: float = 25.0
    retries: int = 1
    tokens: int = 40_000
    at_once: int = 6
