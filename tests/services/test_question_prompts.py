"""What is offered to ask can be answered."""

from datetime import UTC

import pytest

from bot.domain.conversations import Prompt
from bot.domain.questions import Behaviour, Intent, Question
from bot.services.questions.answering import AnswerService
from bot.services.questions.prompts import APPROVER, BUYER, HELP, MANAGER
from bot.tools import Toolbox
from tests.fake_purchases import BELLA, NOW, FakePurchases, make_detail


@pytest.mark.parametrize("prompt", [*APPROVER, *BUYER, *MANAGER], ids=lambda prompt: str(prompt.title))
def test_each_prompt_is_looked_up(prompt: Prompt) -> None:
    tools = Toolbox(FakePurchases(make_detail()), BELLA, clock=lambda: NOW, zone=UTC)
    answer = AnswerService(tools).answer(Question(prompt.message, NOW.date()))
    assert answer.plan.behaviour is Behaviour.ANSWER
    assert answer.sources


@pytest.mark.parametrize(
    ("prompt", "intent"),
    [
        (APPROVER[0], Intent.APPROVAL_STATUS),
        (APPROVER[1], Intent.LATE_POS),
        (MANAGER[1], Intent.SUPPLIER_PERFORMANCE),
        (MANAGER[2], Intent.SPEND_SUMMARY),
        (BUYER[1], Intent.ETA),
    ],
)
def test_a_prompt_means_what_it_says(prompt: Prompt, intent: Intent) -> None:
    tools = Toolbox(FakePurchases(), BELLA, clock=lambda: NOW, zone=UTC)
    assert AnswerService(tools).understand(Question(prompt.message, NOW.date())).intent is intent


def test_no_more_prompts_than_slack_takes() -> None:
    assert all(len(prompts) < 4 for prompts in (APPROVER, BUYER, MANAGER))
    assert HELP.message
