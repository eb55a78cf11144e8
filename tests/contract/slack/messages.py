"""Messages of the bot: posted, changed, whispered, deleted, linked to."""

from tests.contract.slack.drawn import CARD
from tests.contract.slack_case import case
from tests.contract.slack_sides import SandboxSide, Side
from tests.slack_people import buttons, text_of

METHOD = "https://docs.slack.dev/reference/methods/"


@case("chat.postMessage")
def a_message_stands_in_its_channel(side: Side) -> None:
    channel = side.people.channel("general")
    answer = side.client.chat_postMessage(channel=channel, text="Good morning")
    assert (answer["channel"], answer["message"]["user"]) == (channel, side.bot_user)
    assert side.people.wait_for_message("general", "Good morning")["ts"] == answer["ts"]


@case("chat.postMessage")
def a_channel_is_found_by_its_name(side: Side) -> None:
    answer = side.client.chat_postMessage(channel="#general", text="Good morning")
    assert answer["channel"] == side.people.channel("general")


@case("chat.postMessage")
def a_message_to_a_person_lands_in_their_dm(side: Side) -> None:
    answer = side.client.chat_postMessage(channel=side.people.user("maya"), text="For you")
    assert side.people.wait_for_message("maya", "For you")["channel"] == answer["channel"]


@case("chat.postMessage")
def blocks_are_drawn_with_their_ids(side: Side) -> None:
    side.client.chat_postMessage(channel="#general", text="P00036 waits", blocks=CARD)
    shown = side.people.wait_for_message("general", "*P00036* waits")
    assert {name: one["block_id"] for name, one in buttons(shown).items()} == {"Approve": "decide", "Reject": "decide"}


@case("chat.postMessage", source="https://docs.slack.dev/reference/block-kit/blocks/section-block (block_id)")
def blocks_without_ids_are_given_some(side: SandboxSide) -> None:
    answer = side.client.chat_postMessage(
        channel="#general", text="x", blocks=[{"type": "divider"}, {"type": "divider"}]
    )
    ids = {block["block_id"] for block in answer["message"]["blocks"]}
    assert len(ids) == 2


@case("chat.postMessage", "conversations.replies")
def a_reply_stands_in_the_thread(side: Side) -> None:
    parent = side.client.chat_postMessage(channel="#general", text="P00036")
    channel, ts = parent["channel"], parent["ts"]
    side.client.chat_postMessage(channel=channel, text="approved", thread_ts=ts)
    thread = side.client.conversations_replies(channel=channel, ts=ts)["messages"]
    assert [message["text"] for message in thread] == ["P00036", "approved"]
    assert (thread[0]["reply_count"], thread[1]["thread_ts"]) == (1, ts)


@case("chat.update")
def an_update_takes_the_place_of_text_and_blocks(side: Side) -> None:
    posted = side.client.chat_postMessage(channel="#general", text="P00036 waits", blocks=CARD)
    side.client.chat_update(channel=posted["channel"], ts=posted["ts"], text="Approved", blocks=[CARD[0]])
    shown = side.people.wait_for(
        lambda: [m for m in side.people.messages("general") if m["text"] == "Approved"], what="the new text"
    )
    assert [message["ts"] for message in shown] == [posted["ts"]]
    assert not buttons(shown[0])


@case("chat.update")
def an_update_of_nothing_is_refused(side: Side) -> None:
    channel = side.people.channel("general")
    assert side.error(side.client.chat_update, channel=channel, ts="1.000001", text="x") == "message_not_found"


@case("chat.update", source=METHOD + "chat.update (cant_update_message)", wrong=True)
def what_a_person_wrote_is_not_updated(side: SandboxSide) -> None:
    said = side.people.say("maya", "general", "mine")
    assert (
        side.error(side.client.chat_update, channel=said["channel"], ts=said["ts"], text="yours")
        == "cant_update_message"
    )
    assert text_of(side.people.wait_for_message("general", "mine"))


@case("chat.delete")
def a_deleted_message_is_gone(side: Side) -> None:
    posted = side.client.chat_postMessage(channel="#general", text="a slip")
    side.people.wait_for_message("general", "a slip")
    side.client.chat_delete(channel=posted["channel"], ts=posted["ts"])
    side.people.wait_for(lambda: not side.people.messages("general"), what="the message goes")
    assert side.error(side.client.chat_delete, channel=posted["channel"], ts=posted["ts"]) == "message_not_found"


@case("chat.postEphemeral")
def an_ephemeral_message_is_seen_by_one(side: Side) -> None:
    channel, maya = side.people.channel("general"), side.people.user("maya")
    side.client.chat_postEphemeral(channel=channel, user=maya, text="Only you")
    assert side.people.wait_for_ephemeral("maya", "Only you")["channel"] == channel
    assert not side.people.messages("general")
    assert not side.people.ephemerals("omar")


@case("chat.postEphemeral", source=METHOD + "chat.postEphemeral (user_not_in_channel)")
def an_ephemeral_message_needs_somebody_who_is_there(side: SandboxSide) -> None:
    channel, olga = side.people.channel("purchasing-triage"), side.people.user("olga")
    assert side.error(side.client.chat_postEphemeral, channel=channel, user=olga, text="x") == "user_not_in_channel"


@case("chat.postMessage", "conversations.info")
def an_unknown_channel_is_refused(side: Side) -> None:
    client = side.client
    assert side.error(client.chat_postMessage, channel="C0NOWHERE", text="x") == "channel_not_found"
    assert side.error(client.conversations_info, channel="C0NOWHERE") == "channel_not_found"


@case("chat.postEphemeral", source=METHOD + "chat.postEphemeral (channel_not_found)")
def an_unknown_channel_takes_no_ephemeral_message(side: SandboxSide) -> None:
    call, maya = side.client.chat_postEphemeral, side.people.user("maya")
    assert side.error(call, channel="C0NOWHERE", user=maya, text="x") == "channel_not_found"


@case("chat.getPermalink")
def a_message_has_an_address(side: Side) -> None:
    posted = side.client.chat_postMessage(channel="#general", text="P00036")
    link = side.client.chat_getPermalink(channel=posted["channel"], message_ts=posted["ts"])["permalink"]
    assert link.endswith(f"/archives/{posted['channel']}/p{posted['ts'].replace('.', '')}")
    assert (
        side.error(side.client.chat_getPermalink, channel=posted["channel"], message_ts="1.000001")
        == "message_not_found"
    )


SCHEDULE = METHOD + "chat.scheduleMessage"


@case("chat.scheduleMessage", source=SCHEDULE)
def a_scheduled_message_comes_when_it_is_time(side: SandboxSide) -> None:
    channel = side.people.channel("general")
    at = int(side.slack.world.timing.now()) + 3600
    side.client.chat_scheduleMessage(channel=channel, text="An hour later", post_at=at)
    side.people.forward(3599)
    assert not side.people.messages("general")
    side.people.forward(2)
    assert side.people.wait_for_message("general", "An hour later")


@case("chat.scheduleMessage", "chat.deleteScheduledMessage", source=SCHEDULE)
def a_scheduled_message_can_be_taken_back(side: SandboxSide) -> None:
    channel = side.people.channel("general")
    at = int(side.slack.world.timing.now()) + 3600
    waiting = side.client.chat_scheduleMessage(channel=channel, text="never", post_at=at)["scheduled_message_id"]
    side.client.chat_deleteScheduledMessage(channel=channel, scheduled_message_id=waiting)
    side.people.forward(3601)
    assert not side.people.messages("general")
    assert (
        side.error(side.client.chat_deleteScheduledMessage, channel=channel, scheduled_message_id=waiting)
        == "invalid_scheduled_message_id"
    )


@case("chat.scheduleMessage", source=SCHEDULE)
def the_past_and_the_far_future_cannot_be_scheduled(side: SandboxSide) -> None:
    now = int(side.slack.world.timing.now())
    for at, code in ((now - 1, "time_in_past"), (now + 121 * 86400, "time_too_far")):
        assert side.error(side.client.chat_scheduleMessage, channel="#general", text="x", post_at=at) == code
