"""Questions in Slack with a model at work: what it looks up is shown, what it makes up is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bot.adapters.llm.agent import Agent
from bot.domain.conversations import Said
from bot.domain.errors import SlackUnavailable
from tests.adapters.llm.asking import CALM
from tests.adapters.llm.test_lying_model import LIES
from tests.desk import ONE_STEP, Desk, bella
from tests.fake_model import FakeModel, call, fails, say, serving
from tests.fake_purchases import FakePurchases, make_detail

TRUE = "P00012 from Deco Addict is confirmed and promised for 2026-06-15."
SHOWN = TRUE.replace("2026-06-15", "15 Jun")


@pytest.fixture(scope="module")
def model() -> Iterator[FakeModel]:
    import bot.adapters.llm.run  # noqa: F401 - takes seconds, which are not the model's

    with serving() as server:
        yield server


@pytest.fixture
def desk(make_desk: Callable[..., Desk], model: FakeModel) -> Desk:
    desk = make_desk(ONE_STEP)
    desk.purchases = FakePurchases(make_detail(12), make_detail(15, vendor="Wood Corner", days_late=3))
    desk.adviser = Agent("fake-1", api_key="", base_url=model.url, limits=CALM)
    desk.restart()
    return desk


def ask(desk: Desk, text: str, *, channel: str = "D0BELLA") -> str:
    """Ask; everything that then stands in Slack, words and blocks."""
    desk.clock.advance(seconds=1)
    ts = f"1700000000.{len(desk.speaker.shown):06}"
    said = Said(channel, ts, ts, bella, text, channel.startswith("D"), "T0NORTH")
    question_id = desk.services.questions.hear(said)
    assert question_id is not None
    desk.services.questions.answer(question_id)
    shown = list(desk.speaker.shown.values())[-1]
    return f"{shown.text} {shown.reply}"


def test_the_words_of_the_model_are_shown_with_rows_drawn_by_code(desk: Desk, model: FakeModel) -> None:
    model.script(call("one_order", name="P00012"), say(TRUE))
    told = ask(desk, "where is P00012?")
    (shown,) = desk.speaker.shown.values()
    assert (shown.text or "").startswith(SHOWN)
    assert shown.steps == ["One order"]
    assert "[FURN_9111] Whiteboard" in told


def test_no_lie_of_a_model_reaches_slack(desk: Desk, model: FakeModel, capsys: pytest.CaptureFixture[str]) -> None:
    through = []
    for words, look_up, _lie in LIES:
        model.script(look_up, say(words))
        if words in ask(desk, "where is P00012?" if "P00012" in words else "what is late?"):
            through.append(words)
    with capsys.disabled():
        print(f"\nin Slack: {len(LIES)} lies told by a scripted model, {len(through)} shown", end=" ")
    assert through == []


def test_a_model_that_is_down_is_not_noticed(desk: Desk, model: FakeModel) -> None:
    model.script(fails(503))
    assert "P00012 (Deco Addict) is confirmed" in ask(desk, "where is P00012?")


def test_in_a_channel_the_model_sees_no_amounts(desk: Desk, model: FakeModel) -> None:
    model.script(call("one_order", name="P00012"), say("P00012 costs 1,250.50 EUR."))
    told = ask(desk, "where is P00012?", channel="C0PURCHASE")
    assert "1250" not in str(model.tool_results)
    assert "1,250.50" not in told


def test_what_is_used_is_counted_and_the_day_s_budget_ends_it(desk: Desk, model: FakeModel) -> None:
    model.script(call("one_order", name="P00012"), say(TRUE))
    desk.restart(ONE_STEP + "questions: {model_tokens_a_day: 100}\n")
    ask(desk, "where is P00012?")
    with desk.store.read() as tx:
        used = tx.questions.tokens_since(desk.clock.now().replace(hour=0))
    assert used > 100
    model.script(say("never asked"))
    assert "P00012 (Deco Addict)" in ask(desk, "where is P00012?")
    assert model.asked == []
    model.script(call("one_order", name="P00012"), say(TRUE))
    desk.clock.advance(days=1, minutes=1)
    assert SHOWN in ask(desk, "where is P00012?")


def test_a_model_is_not_asked_again_because_slack_was_away(desk: Desk, model: FakeModel) -> None:
    model.script(call("one_order", name="P00012"), say(TRUE))
    desk.speaker.refusals["fill"] = SlackUnavailable("down")
    with pytest.raises(SlackUnavailable):
        ask(desk, "where is P00012?")
    asked = len(model.asked)
    desk.clock.advance(seconds=30)
    desk.run()
    (shown,) = desk.speaker.shown.values()
    assert (shown.text or "").startswith(SHOWN)
    assert len(model.asked) == asked
