"""The cases of the Slack contract against the independent stand-in: where the sandbox differs, the sandbox is wrong.

Cases that the stand-in cannot run name Slack's own page instead, and run on the sandbox alone.
"""

from collections.abc import Callable

import pytest

from tests.conftest import SlackCalls
from tests.contract.slack_cases import BOTH_SIDES, Case
from tests.contract.slack_sides import StandinSide
from tests.free_ports import free_port
from tests.real.slack_standin import SlackStandin


@pytest.mark.parametrize("case", BOTH_SIDES, ids=lambda case: case.name)
def test_standin(case: Case, start_slack: Callable[..., SlackStandin], slack_calls: SlackCalls) -> None:
    if case.over_http:
        port = free_port()
        side = StandinSide(start_slack("events", f"http://127.0.0.1:{port}/slack/events"), port)
    else:
        side = StandinSide(start_slack())
    case.run(side)
    if case.wrong:
        slack_calls.problems.clear()
