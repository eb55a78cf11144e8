"""The policy's `questions:`: where amounts may be shown, and what a model may use."""

import pytest

from bot.adapters.policy_file import parse
from bot.domain.policy import InvalidPolicy
from tests.desk import ONE_STEP


def test_without_it_no_channel_shows_amounts() -> None:
    rules = parse(ONE_STEP).questions
    assert not rules.shows_prices("C02ABCDEF")
    assert rules.model_tokens_a_day > 0


def test_a_channel_is_named_by_its_id() -> None:
    rules = parse(f"{ONE_STEP}questions: {{prices_in_channels: C02ABCDEF, model_tokens_a_day: 0}}\n").questions
    assert rules.shows_prices("C02ABCDEF")
    assert not rules.shows_prices("C02ABCDEG")
    assert rules.model_tokens_a_day == 0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("prices_in_channels: ['#purchasing']", "expected a Slack channel id"),
        ("prices_in_channels: [U02ABCDEF]", "expected a Slack channel id"),
        ("prices_in_channels: []", "the list is empty"),
        ("model_tokens_a_day: -1", "expected a whole number of tokens"),
        ("model_tokens_a_day: many", "expected a whole number of tokens"),
        ("model_tokens_a_day: true", "expected a whole number of tokens"),
        ("show_prices: true", "show_prices"),
    ],
)
def test_what_makes_no_sense_is_named_with_its_line(given: str, words: str) -> None:
    with pytest.raises(InvalidPolicy, match=words) as refused:
        parse(f"{ONE_STEP}questions:\n  {given}\n")
    assert "questions" in str(refused.value) or ":" in str(refused.value)
