"""Answers in Slack: by stream where that is allowed, by plain message where it is not, in plainer blocks if need be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.adapters.slack.questions import SlackSpeaker
from bot.blocks import questions as drawing
from bot.domain.answers import Answer
from bot.domain.conversations import Asked, Card, Prompt, Reply, Said
from bot.domain.errors import SlackRefused, SlackUnavailable
from bot.domain.lookups import Outcome, Result
from bot.domain.questions import Behaviour, Intent, Plan
from bot.services.questions.answering import build
from tests.conftest import SlackCalls
from tests.fake_purchases import NOW, make_detail, make_row

SAID = Said("D0BELLA", "1700000000.000001", "1700000000.000001", "U0BELLA", "late?", True, "T0NORTH")
KEY = "a" * 32


class Refusal(dict[str, Any]):
    """An answer of Slack that says no."""

    def __init__(self, code: str) -> None:
        super().__init__(ok=False, error=code)
        self.status_code = 429 if code == "ratelimited" else 200
        self.headers = {"Retry-After": "1"}


class Slack:
    """What Slack answers: a refusal by method, or a message with the next number. Every call is checked."""

    def __init__(self, calls: SlackCalls) -> None:
        self.calls = calls
        self.refusals: dict[str, list[str]] = {}
        self.thread: list[dict[str, Any]] = []

    def answer(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        self.calls.check(method, given)
        refusals = self.refusals.get(method) or []
        if refusals:
            code = refusals[0] if len(refusals) == 1 else refusals.pop(0)
            if code:
                raise SlackApiError("no", Refusal(code))
        return {"ok": True, "ts": "1800000000.000001", "channel": given.get("channel"), "messages": self.thread}

    def made(self) -> list[str]:
        return [name for name, _ in self.calls.made]


@pytest.fixture
def slack(slack_calls: SlackCalls, monkeypatch: pytest.MonkeyPatch) -> Slack:
    slack = Slack(slack_calls)

    def api_call(_self: WebClient, api_method: str, **options: Any) -> dict[str, Any]:
        given = {k: v for part in ("params", "data", "json") for k, v in dict(options.get(part) or {}).items()}
        return slack.answer(api_method, given)

    monkeypatch.setattr(WebClient, "api_call", api_call)
    return slack


@pytest.fixture
def speaker(slack: Slack) -> SlackSpeaker:
    return SlackSpeaker(WebClient(token="xoxb-1"))


def asked(*, streaming: bool = True) -> Asked:
    return Asked(KEY, SAID.key, SAID, NOW, reply_ts="1800000000.000001", streaming=streaming)


def reply(*rows: object, intent: Intent = Intent.LIST_POS, text: str = "2 orders.") -> Reply:
    result = Result("find_orders", {}, Outcome.FOUND, NOW, rows or (make_row(1), make_row(2)), max(len(rows), 2))
    return drawing.draw(build(Plan(intent, Behaviour.ANSWER), text, [result]), KEY, url)


def url(order_id: int) -> str:
    return f"https://odoo.example.com/odoo/purchase-orders/{order_id}"


def test_an_answer_is_streamed(speaker: SlackSpeaker, slack: Slack) -> None:
    speaker.looking(SAID)
    assert speaker.open(SAID, KEY) == ("1800000000.000001", True)
    speaker.step(asked(), "Late orders", 1)
    speaker.fill(asked(), reply())
    assert slack.made() == [
        "assistant.threads.setStatus", "chat.startStream", "chat.appendStream", "chat.stopStream",
    ]  # fmt: skip
    (start,) = slack.calls.named("chat.startStream")
    assert (start["recipient_user_id"], start["recipient_team_id"]) == ("U0BELLA", "T0NORTH")
    (stop,) = slack.calls.named("chat.stopStream")
    assert "2 orders" in stop["chunks"][-1]["text"]
    assert "data_table" in [block["type"] for block in stop["blocks"]]


@pytest.mark.parametrize("code", ["unknown_method", "missing_scope", "not_allowed_token_type", "feature_not_enabled"])
def test_without_streams_a_plain_message_is_posted_and_filled(speaker: SlackSpeaker, slack: Slack, code: str) -> None:
    slack.refusals = {"chat.startStream": [code], "assistant.threads.setStatus": [code]}
    speaker.looking(SAID)
    assert speaker.open(SAID, KEY) == ("1800000000.000001", False)
    speaker.step(asked(streaming=False), "Late orders", 1)
    speaker.fill(asked(streaming=False), reply())
    (post,), (update,) = slack.calls.named("chat.postMessage"), slack.calls.named("chat.update")
    assert (post["text"], post["blocks"][0]["block_id"]) == (drawing.LOOKING, KEY)
    assert "data_table" in [block["type"] for block in update["blocks"]]
    assert "2 orders" in update["text"]


def test_a_busy_conversation_is_waited_for(slack: Slack) -> None:
    waited: list[float] = []
    speaker = SlackSpeaker(WebClient(token="xoxb-1"), sleep=waited.append)
    slack.refusals = {"chat.startStream": ["ratelimited", "ratelimited", ""], "chat.stopStream": ["ratelimited", ""]}
    assert speaker.open(SAID, KEY) == ("1800000000.000001", True)
    speaker.fill(asked(), reply())
    assert waited == [1.0, 1.0, 1.0]


def test_a_conversation_that_stays_busy_is_left_for_later(slack: Slack) -> None:
    speaker = SlackSpeaker(WebClient(token="xoxb-1"), sleep=lambda _seconds: None)
    slack.refusals = {"chat.startStream": ["ratelimited"]}
    with pytest.raises(SlackUnavailable):
        speaker.open(SAID, KEY)


def test_what_slack_refused_is_not_tried_with_each_question(slack: Slack) -> None:
    now = [0.0]
    speaker = SlackSpeaker(WebClient(token="xoxb-1"), monotonic=lambda: now[0])
    slack.refusals = {"chat.startStream": ["missing_scope"], "assistant.threads.setStatus": ["missing_scope"]}
    for _ in range(3):
        speaker.looking(SAID)
        speaker.open(SAID, KEY)
    assert (slack.made().count("chat.startStream"), slack.made().count("assistant.threads.setStatus")) == (1, 1)
    speaker.open(replace(SAID, channel="C0PURCHASE", direct=False), KEY)
    assert slack.made().count("chat.startStream") == 2, "a channel may allow what a direct message does not"
    now[0] += 3600
    speaker.open(SAID, KEY)
    assert slack.made().count("chat.startStream") == 3


def test_a_stream_that_slack_has_ended_becomes_a_message(speaker: SlackSpeaker, slack: Slack) -> None:
    slack.refusals = {"chat.stopStream": ["message_not_in_streaming_state"]}
    speaker.fill(asked(), reply())
    (update,) = slack.calls.named("chat.update")
    assert update["blocks"][0]["text"]["text"].startswith("2 orders.")


def test_blocks_that_slack_refuses_are_said_plainer(speaker: SlackSpeaker, slack: Slack) -> None:
    slack.refusals = {"chat.stopStream": ["invalid_blocks", ""]}
    speaker.fill(asked(), reply())
    plain = slack.calls.named("chat.stopStream")[-1]
    assert {block["type"] for block in plain["blocks"]} == {"section"}
    assert "purchase-orders/1|P00001" in str(plain["blocks"])


def test_at_last_words_alone_are_said(speaker: SlackSpeaker, slack: Slack) -> None:
    slack.refusals = {"chat.update": ["invalid_blocks", "invalid_blocks", ""]}
    speaker.fill(asked(streaming=False), reply())
    assert [len(call["blocks"]) for call in slack.calls.named("chat.update")][-1] == 1


def test_what_has_nothing_to_do_with_blocks_is_not_tried_in_other_blocks(speaker: SlackSpeaker, slack: Slack) -> None:
    slack.refusals = {"chat.update": ["channel_not_found"]}
    with pytest.raises(SlackRefused, match="channel_not_found"):
        speaker.fill(asked(streaming=False), reply())
    assert slack.made() == ["chat.update"]


def test_slack_that_is_away_is_said_to_be(speaker: SlackSpeaker, slack: Slack) -> None:
    slack.refusals = {"chat.startStream": ["internal_error"]}
    with pytest.raises(SlackUnavailable):
        speaker.open(SAID, KEY)


def test_a_status_never_stands_in_the_way(speaker: SlackSpeaker, slack: Slack) -> None:
    slack.refusals = {"assistant.threads.setStatus": ["internal_error"], "chat.appendStream": ["channel_not_found"],
                      "assistant.threads.setSuggestedPrompts": ["missing_scope"]}  # fmt: skip
    speaker.looking(SAID)
    speaker.step(asked(), "Late orders", 1)
    speaker.prompts("D0BELLA", [Prompt("Help", "help")])


@pytest.mark.parametrize(
    ("block", "found"),
    [
        ({"type": "task_card", "task_id": KEY}, ("1800000000.000007", True)),
        ({"type": "section", "block_id": KEY}, ("1800000000.000007", False)),
        ({"type": "section", "block_id": "another"}, None),
    ],
)
def test_an_opened_message_is_found_again(
    speaker: SlackSpeaker, slack: Slack, block: dict[str, Any], found: tuple[str, bool] | None
) -> None:
    slack.thread = [{"ts": "1800000000.000007", "blocks": [{"type": "divider"}, block]}]
    assert speaker.find(SAID, KEY) == found


def test_where_the_thread_cannot_be_read_nothing_is_found(speaker: SlackSpeaker, slack: Slack) -> None:
    slack.refusals = {"conversations.replies": ["missing_scope"]}
    assert speaker.find(SAID, KEY) is None


HOSTILE = "<!channel> *x* `y` ~z~ [a](http://evil.example) & <http://evil.example|click> ‮" * 3


@pytest.mark.parametrize(
    "make",
    [
        lambda: reply(*[make_row(number, vendor="V" * 300) for number in range(100)]),
        lambda: reply(make_row(1, vendor=HOSTILE, buyer=HOSTILE, name="P<1>")),
        lambda: reply(make_detail(1), make_detail(2), make_detail(3), intent=Intent.PO_STATUS),
        lambda: reply(make_row(1, amount=Decimal("1E+30"))),
        lambda: reply(text=HOSTILE * 40),
        lambda: reply(text=""),
        lambda: drawing.draw(
            Answer(
                Plan(Intent.LIST_POS, Behaviour.CLARIFY), "Which?", choices=(HOSTILE, "a" * 300, "b", "c", "d", "e")
            ),
            KEY,
            url,
            cards=[Card("P00036", "c" * 32), Card(HOSTILE, "d" * 32, "http://x.example"), Card("P00037", "e" * 32)],
        ),
        lambda: drawing.chosen(
            drawing.draw(Answer(Plan(Intent.LIST_POS, Behaviour.CLARIFY), "Which?", choices=("a",)), KEY, url), HOSTILE
        ),
        lambda: drawing.sentence(HOSTILE),
    ],
)
def test_slack_takes_whatever_odoo_holds(speaker: SlackSpeaker, slack: Slack, make: Callable[[], Reply]) -> None:
    drawn = make()
    for streaming in (True, False):
        speaker.fill(asked(streaming=streaming), drawn)
    for refused in (["invalid_blocks"], ["invalid_blocks", "invalid_blocks", ""]):
        slack.refusals = {"chat.update": [*refused, ""]}
        speaker.fill(asked(streaming=False), drawn)
    said = str([args.get("blocks") for _, args in slack.calls.made]) + str(slack.calls.named("chat.stopStream"))
    assert "<!channel>" not in said.replace("‹!channel›", "")
    assert "<http://evil" not in said


def test_a_row_links_to_its_order(speaker: SlackSpeaker, slack: Slack) -> None:
    speaker.fill(asked(), reply())
    (stop,) = slack.calls.named("chat.stopStream")
    (table,) = [block for block in stop["blocks"] if block["type"] == "data_table"]
    cell = table["rows"][1][0]["elements"][0]["elements"][0]
    assert (cell["url"], cell["text"]) == (url(1), "P00001")


def test_one_order_in_full_shows_its_lines_and_a_way_there(speaker: SlackSpeaker, slack: Slack) -> None:
    speaker.fill(asked(), reply(make_detail(12), intent=Intent.PO_STATUS, text="P00012 is confirmed."))
    (stop,) = slack.calls.named("chat.stopStream")
    (table,) = [block for block in stop["blocks"] if block["type"] == "data_table"]
    assert table["caption"] == "Lines"
    assert url(12) in str(stop["blocks"])


def test_what_is_left_out_is_said(speaker: SlackSpeaker, slack: Slack) -> None:
    speaker.fill(asked(), reply(*[make_row(number) for number in range(100)]))
    (stop,) = slack.calls.named("chat.stopStream")
    (table,) = [block for block in stop["blocks"] if block["type"] == "data_table"]
    shown = len(table["rows"]) - 1
    assert f"and {100 - shown} more in Odoo" in str(stop["blocks"])


def test_words_in_a_stream_are_words_and_nothing_else() -> None:
    assert drawing.markdown("[a](http://x) *b* _c_") == "\\[a\\]\\(http://x\\) ∗b∗ ˍcˍ"
