"""A buyer who asks, a model that a test scripts, and purchases in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC

from bot.adapters.llm.agent import Agent
from bot.adapters.llm.limits import Limits
from bot.domain.questions import Question, Turn
from bot.services.questions.advising import AdvisedAnswers, Told
from bot.services.questions.answering import AnswerService
from bot.tools import Toolbox
from tests.fake_model import FakeModel
from tests.fake_purchases import BELLA, NOW, FakePurchases, make_detail

CALM = Limits(call_seconds=10.0, seconds=20.0, retries=0)
HASTY = Limits(call_seconds=0.4, seconds=1.0, retries=0)  # for a model that takes too long


def purchases() -> FakePurchases:
    """Two orders of two vendors; the second one is three days late."""
    return FakePurchases(make_detail(12), make_detail(15, vendor="Wood Corner", days_late=3))


@dataclass
class Asking:
    """Somebody who asks, with a model at hand."""

    model: FakeModel
    reader: FakePurchases = field(default_factory=purchases)
    limits: Limits = CALM
    steps: list[str] = field(default_factory=list)
    may_spend: bool = True
    agent: Agent | None = None

    def __call__(self, text: str, *thread: Turn, prices: bool = True) -> Told:
        """The answer to a question."""
        agent = self.agent or Agent("fake-1", api_key="sk-test", base_url=self.model.url, limits=self.limits)
        tools = Toolbox(self.reader, BELLA, clock=lambda: NOW, zone=UTC)
        answers = AdvisedAnswers(agent, lambda: self.may_spend)
        question = Question(text, NOW.date(), thread)
        return answers.answer(
            question, AnswerService(tools), tools, asker="Bella Ortiz", prices=prices, step=self.steps.append
        )
