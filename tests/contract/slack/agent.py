"""The app as an agent: status, prompts, titles, answers that grow."""

from typing import Any

from tests.contract.slack_case import case
from tests.contract.slack_sides import SandboxSide
from tests.slack_people import text_of

METHOD = "https://docs.slack.dev/reference/methods/"


def in_dm(side: SandboxSide) -> tuple[str, str]:
    """A question in Maya's DM: the channel and the thread it starts."""
    asked = side.people.dm("maya", "where is P00036?")
    return asked["channel"], asked["ts"]


def shown(side: SandboxSide, channel: str) -> dict[str, Any]:
    rooms = side.people.state("maya")["channels"]
    return next(dict(room["agent"]) for room in rooms if room["id"] == channel)


@case("assistant.threads.setStatus", source=METHOD + "assistant.threads.setStatus")
def a_status_is_shown_until_the_answer_comes(side: SandboxSide) -> None:
    channel, ts = in_dm(side)
    side.client.assistant_threads_setStatus(channel_id=channel, thread_ts=ts, status="is looking in Odoo")
    assert shown(side, channel)[ts]["status"]["status"] == "is looking in Odoo"
    side.client.chat_postMessage(channel=channel, thread_ts=ts, text="It waits for Omar")
    assert "status" not in shown(side, channel).get(ts, {})


@case("assistant.threads.setSuggestedPrompts", source=METHOD + "assistant.threads.setSuggestedPrompts")
def up_to_four_prompts_are_suggested(side: SandboxSide) -> None:
    channel, _ = in_dm(side)
    prompts = [{"title": f"Question {n}", "message": f"What is {n}?"} for n in range(5)]
    side.client.assistant_threads_setSuggestedPrompts(channel_id=channel, prompts=prompts[:4])
    assert shown(side, channel)[""]["prompts"]["prompts"] == prompts[:4]
    assert (
        side.error(side.client.assistant_threads_setSuggestedPrompts, channel_id=channel, prompts=prompts)
        == "invalid_arguments"
    )


@case("assistant.threads.setTitle", source=METHOD + "assistant.threads.setTitle")
def a_thread_is_given_a_title(side: SandboxSide) -> None:
    channel, ts = in_dm(side)
    side.client.assistant_threads_setTitle(channel_id=channel, thread_ts=ts, title="P00036")
    assert shown(side, channel)[ts]["title"] == {"title": "P00036"}


@case("agents.sessions.setStatus", source=METHOD + "agents.sessions.setStatus")
def a_session_has_a_status(side: SandboxSide) -> None:
    channel, ts = in_dm(side)

    def set_to(status: str) -> Any:
        given = {"channel_id": channel, "thread_ts": ts, "status": status, "title": "P00036"}
        return side.client.api_call("agents.sessions.setStatus", json=given)

    assert set_to("processing")["title"] == "P00036"
    assert shown(side, channel)[ts]["session"] == {"status": "processing", "title": "P00036"}
    assert side.error(set_to, "thinking") == "invalid_arguments"


STREAM = METHOD + "chat.startStream"


@case("chat.startStream", "chat.appendStream", "chat.stopStream", source=STREAM)
def an_answer_grows(side: SandboxSide) -> None:
    channel, ts = in_dm(side)
    stream = side.client.chat_startStream(channel=channel, thread_ts=ts, markdown_text="P00036 ")
    grown = stream["ts"]
    side.client.chat_appendStream(channel=channel, ts=grown, markdown_text="waits for **Omar**")
    assert "P00036 waits for **Omar**" in text_of(side.people.wait_for_message("maya", "waits for"))
    done = side.client.chat_stopStream(channel=channel, ts=grown, blocks=[{"type": "divider"}])
    assert [block["type"] for block in done["message"]["blocks"]] == ["markdown", "divider"]
    assert (
        side.error(side.client.chat_appendStream, channel=channel, ts=grown, markdown_text="more")
        == "message_not_in_streaming_state"
    )


@case("chat.startStream", source="https://github.com/slackapi/python-slack-sdk/issues/1859")
def an_answer_that_takes_too_long_is_cut_off(side: SandboxSide) -> None:
    channel, ts = in_dm(side)
    stream = side.client.chat_startStream(channel=channel, thread_ts=ts, markdown_text="Let me see")
    side.people.forward(301)
    assert side.error(side.client.chat_stopStream, channel=channel, ts=stream["ts"]) == "message_not_in_streaming_state"
    side.client.chat_update(channel=channel, ts=stream["ts"], text="It waits for Omar")


@case("chat.startStream", source=STREAM + " (recipient_team_id, recipient_user_id)")
def an_answer_in_a_channel_needs_to_know_for_whom(side: SandboxSide) -> None:
    asked = side.people.say("maya", "general", "where is P00036?")
    channel, ts = asked["channel"], asked["ts"]
    assert side.error(side.client.chat_startStream, channel=channel, thread_ts=ts) == "missing_recipient_team_id"
    for_maya = {"recipient_team_id": side.team_id, "recipient_user_id": "U0MAYA"}
    assert side.client.chat_startStream(channel=channel, thread_ts=ts, **for_maya)["ok"]


@case("chat.startStream", source=STREAM + " (12,000 characters)", wrong=True)
def a_piece_of_an_answer_has_its_limit(side: SandboxSide) -> None:
    channel, ts = in_dm(side)
    assert (
        side.error(side.client.chat_startStream, channel=channel, thread_ts=ts, markdown_text="x" * 12_001)
        == "msg_too_long"
    )
