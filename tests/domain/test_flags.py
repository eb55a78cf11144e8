"""What keeps an order out of those that are approved several at once."""

from __future__ import annotations

from bot.domain.flags import flags
from tests.builders import T0
from tests.builders_approvals import make_approval, make_step

CHAIN = "the policy asks for more than one step"


def test_order_that_needs_two_steps_is_looked_at_on_its_own() -> None:
    assert CHAIN not in flags(make_approval(), T0)
    assert CHAIN in flags(make_approval(steps=(make_step(), make_step())), T0)
