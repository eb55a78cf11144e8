"""What a case of the Slack contract is, and the list that all of them are in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Run = Callable[[Any], None]
CASES: dict[str, Case] = {}


@dataclass(frozen=True)
class Case:
    """One thing that Slack does. `source` says where Slack says so, for what the stand-in does not do."""

    name: str
    run: Run
    methods: tuple[str, ...]
    source: str = ""
    wrong: bool = False
    over_http: bool = False
    shipped: bool = False

    @property
    def sandbox_only(self) -> bool:
        """Whether the stand-in is laxer than Slack here."""
        return bool(self.source)


def case(
    *methods: str, source: str = "", wrong: bool = False, over_http: bool = False, shipped: bool = False
) -> Callable[[Run], Run]:
    """Put a function into the contract; its name is the case's id.

    `methods` are the Web API methods it covers; `wrong` says that it sends what Slack refuses; `shipped` that it needs
    our manifest as it is.
    """

    def add(run: Run) -> Run:
        assert run.__name__ not in CASES, f"two cases are called {run.__name__}"
        CASES[run.__name__] = Case(run.__name__, run, methods, source, wrong, over_http, shipped)
        return run

    return add
