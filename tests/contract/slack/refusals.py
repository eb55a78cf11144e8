"""What Slack refuses, and in which words."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.contract.slack.drawn import CARD, actions, button, section
from tests.contract.slack_case import case
from tests.contract.slack_sides import SandboxSide, Side

DOCS = "https://docs.slack.dev/"
METHOD = DOCS + "reference/methods/"
BLOCKS = DOCS + "reference/block-kit/blocks"


def refused_blocks(side: Side, blocks: Any) -> dict[str, Any]:
    return side.refused(side.client.chat_postMessage, channel="#general", text="x", blocks=blocks)


@case(wrong=True)
def an_unknown_method_is_refused(side: Side) -> None:
    assert side.error(side.client.api_call, "chat.nonsense") == "unknown_method"


@case("chat.postMessage", source=METHOD + "chat.postMessage (invalid_blocks)", wrong=True)
def a_wrong_block_is_refused_with_its_place(side: SandboxSide) -> None:
    answer = refused_blocks(side, [section("fine"), section("")])
    assert answer["error"] == "invalid_blocks"
    said = answer["response_metadata"]["messages"]
    assert said == ["[ERROR] must be more than 0 characters [json-pointer:/blocks/1/text/text]"]
    assert not side.people.messages("general")


@case("chat.postMessage", "chat.update", "chat.postEphemeral", source=BLOCKS, wrong=True)
def an_unknown_block_is_refused_wherever_it_is_sent(side: SandboxSide) -> None:
    wrong = [{"type": "nonsense"}]
    posted = side.client.chat_postMessage(channel="#general", text="x")
    channel, ts = posted["channel"], posted["ts"]
    assert refused_blocks(side, wrong)["error"] == "invalid_blocks"
    assert (
        side.error(side.client.chat_update, channel=channel, ts=ts, text="x", blocks=wrong),
        side.error(side.client.chat_postEphemeral, channel=channel, user="U0MAYA", text="x", blocks=wrong),
    ) == ("invalid_blocks", "invalid_blocks")


@case("chat.postMessage", source=DOCS + "reference/block-kit/blocks/section-block (3000 characters)", wrong=True)
def a_text_that_is_too_long_is_refused(side: SandboxSide) -> None:
    (said,) = refused_blocks(side, [section("x" * 3001)])["response_metadata"]["messages"]
    assert said == "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"


@case("chat.postMessage", source=BLOCKS + " (50 blocks in a message)", wrong=True)
def a_fifty_first_block_is_refused(side: SandboxSide) -> None:
    assert side.client.chat_postMessage(channel="#general", text="x", blocks=[{"type": "divider"}] * 50)["ok"]
    (said,) = refused_blocks(side, [{"type": "divider"}] * 51)["response_metadata"]["messages"]
    assert said == "[ERROR] no more than 50 items allowed [json-pointer:/blocks]"


@case("chat.postMessage", source=DOCS + "reference/block-kit/blocks/actions-block (unique ids)", wrong=True)
def an_id_used_twice_is_refused(side: SandboxSide) -> None:
    assert refused_blocks(side, [section("a", block_id="x"), section("b", block_id="x")])["error"] == "invalid_blocks"
    twice = [actions(button("A", "go"), button("B", "go"))]
    assert refused_blocks(side, twice)["error"] == "invalid_blocks"


@case("chat.postMessage", source=DOCS + "reference/block-kit/blocks/table-block", wrong=True)
def a_second_table_is_refused(side: SandboxSide) -> None:
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}
    assert refused_blocks(side, [table, table])["error"] == "only_one_table_allowed"


@case(source=METHOD + "chat.postMessage (invalid_blocks_format)", wrong=True)
def blocks_that_are_no_list_are_refused(side: SandboxSide) -> None:
    for blocks in ("not json", '{"type": "divider"}'):
        form = {"channel": "C0GENERAL", "text": "x", "blocks": blocks}
        assert side.post("chat.postMessage", form)["error"] == "invalid_blocks_format"


@case("chat.postMessage", source="https://github.com/slackapi/bolt-js/issues/2509", wrong=True)
def a_message_whose_blocks_are_too_long_is_refused(side: SandboxSide) -> None:
    assert refused_blocks(side, [section("x" * 2900) for _ in range(5)])["error"] == "msg_blocks_too_long"


@case("chat.postMessage", source=METHOD + "chat.postMessage (msg_too_long)", wrong=True)
def an_endless_text_is_refused(side: SandboxSide) -> None:
    assert side.error(side.client.chat_postMessage, channel="#general", text="x" * 40_001) == "msg_too_long"


@case("chat.postMessage", source=METHOD + "chat.postMessage (no_text)", wrong=True)
def a_message_that_says_nothing_is_refused(side: SandboxSide) -> None:
    assert side.error(side.client.api_call, "chat.postMessage", json={"channel": "C0GENERAL", "text": ""}) == "no_text"


@case("chat.postMessage", source=METHOD + "chat.postMessage (not_in_channel)")
def a_channel_without_the_bot_is_refused(side: SandboxSide) -> None:
    room = side.slack.world.rooms.get("purchasing-triage")
    assert room is not None
    room.members.remove(side.bot_user)
    assert side.error(side.client.chat_postMessage, channel=room.id, text="x") == "not_in_channel"
    room.kind = "group"
    assert side.error(side.client.chat_postMessage, channel=room.id, text="x") == "channel_not_found"


@case("users.info", source=DOCS + "apis/web-api/#errors (invalid_arguments)", wrong=True)
def a_call_without_its_arguments_is_refused(side: SandboxSide) -> None:
    answer = side.refused(side.client.api_call, "chat.delete", json={"channel": "C0GENERAL"})
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: ts [json-pointer:/ts]"]
    assert side.error(side.client.api_call, "users.info") == "invalid_arguments"


@case("auth.test", source=METHOD + "auth.test (not_authed, invalid_auth)")
def a_token_is_needed_and_must_be_right(side: SandboxSide) -> None:
    assert side.error(side.client_with(None).auth_test) == "not_authed"
    assert side.error(side.client_with("xoxb-other").auth_test) == "invalid_auth"


@case("apps.connections.open", "auth.test", source=METHOD + "apps.connections.open (not_allowed_token_type)")
def each_token_has_its_use(side: SandboxSide) -> None:
    bot, app = side.bot_token, side.app_token
    assert side.error(side.client.apps_connections_open, app_token=bot) == "not_allowed_token_type"
    assert side.error(side.client_with(app).auth_test) == "not_allowed_token_type"


@case("conversations.history", "conversations.list", source=DOCS + "reference/scopes (missing_scope)", shipped=True)
def what_our_manifest_does_not_ask_for_is_refused(side: SandboxSide) -> None:
    answer = side.refused(side.client.conversations_history, channel=side.people.channel("general"))
    assert (answer["error"], answer["needed"]) == ("missing_scope", "channels:history")
    assert "chat:write" in answer["provided"].split(",")
    assert side.error(side.client.conversations_list) == "missing_scope"


@case(
    "auth.test",
    "chat.postEphemeral",
    "chat.postMessage",
    "chat.update",
    "conversations.history",
    "conversations.open",
    "users.info",
    "users.lookupByEmail",
    source=DOCS + "reference/scopes",
    shipped=True,
)
def our_manifest_is_enough_for_what_the_bot_does(side: SandboxSide) -> None:
    client = side.client
    dm = client.conversations_open(users="U0MAYA")["channel"]["id"]
    posted = client.chat_postMessage(channel=dm, text="x", blocks=CARD)
    client.chat_update(channel=dm, ts=posted["ts"], text="y")
    client.chat_postEphemeral(channel=dm, user="U0MAYA", text="z")
    assert client.conversations_history(channel=dm)["messages"][0]["text"] == "y"
    maya = client.users_lookupByEmail(email="maya@northgate.example")["user"]["id"]
    assert client.users_info(user=maya)["user"]["profile"]["email"]
    assert client.auth_test()["team_id"] == side.team_id


@case("chat.postMessage", source=DOCS + "apis/web-api/rate-limits")
def a_channel_takes_one_message_a_second_after_a_burst(side: SandboxSide) -> None:
    def post() -> Any:
        return side.client.chat_postMessage(channel="#general", text="again")

    def post_twenty() -> None:
        for _ in range(20):
            post()

    assert side.error(post_twenty) == "ratelimited"
    assert len(side.people.messages("general")) > 1
    assert side.error(post) == "ratelimited"
    side.client.chat_postMessage(channel="#purchasing-triage", text="another channel")
    side.people.forward(1)
    assert post()["ok"]
    assert side.error(post) == "ratelimited"


@case("users.info", source=DOCS + "apis/web-api/rate-limits (429, Retry-After)")
def too_many_calls_are_told_when_to_come_back(side: SandboxSide) -> None:
    side.slack.rate_limit("users.*", seconds=7)
    with pytest.raises(SlackApiError) as limited:
        side.client.users_info(user="U0MAYA")
    answer = limited.value.response
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")
    assert side.client.users_info(user="U0MAYA")["ok"]


@case("auth.test", source=DOCS + "apis/web-api/#errors (HTTP 5xx)")
def slack_may_be_broken_for_a_while(side: SandboxSide) -> None:
    side.slack.fail("auth.test", 503, times=2)
    assert [side.refused(side.client.auth_test)["status"] for _ in range(2)] == [503, 503]
    assert side.client.auth_test()["ok"]
