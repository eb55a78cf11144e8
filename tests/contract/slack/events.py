"""What the bot is told: messages, mentions, commands, clicks; and that it is told again until it acknowledges."""

import contextlib
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse

from tests.contract.slack.drawn import CARD, actions, section
from tests.contract.slack_bot import Heard
from tests.contract.slack_case import case
from tests.contract.slack_sides import SandboxSide, Side

EVENTS_API = "https://docs.slack.dev/apis/events-api/"
SOCKETS = EVENTS_API + "using-socket-mode"
INTERACTION = "https://docs.slack.dev/interactivity/handling-user-interaction"


def listener(app: AsyncApp, heard: Heard) -> None:
    """Takes everything and notes it down."""

    @app.event({"type": "message"})
    @app.event("app_mention")
    @app.event("app_home_opened")
    async def event(body: dict[str, Any]) -> None:
        heard(body)

    @app.command("/procure")
    @app.action("approve")
    @app.action("pick")
    async def act(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        heard(body)


@case("apps.connections.open")
def a_dm_reaches_the_bot(side: Side) -> None:
    with side.bot(listener) as bot:
        side.people.dm("maya", "where is P00036?")
        event = bot.heard.wait()[0]["event"]
    assert (event["type"], event["channel_type"], event["user"]) == ("message", "im", "U0MAYA")
    assert (event["text"], event["channel"]) == ("where is P00036?", side.people.channel("maya"))


@case()
def a_mention_reaches_the_bot(side: Side) -> None:
    with side.bot(listener) as bot:
        said = side.people.say("maya", "general", f"<@{side.bot_user}> where is P00036?")
        kinds = {body["event"]["type"]: body["event"] for body in bot.heard.wait(2)}
    assert kinds["app_mention"]["ts"] == said["ts"]
    assert kinds["app_mention"]["user"] == "U0MAYA"


@case()
def a_reply_says_which_thread_it_is_in(side: Side) -> None:
    with side.bot(listener) as bot:
        first = side.people.dm("maya", "where is P00036?")
        side.people.dm("maya", "and P00037?", first["ts"])
        event = bot.heard.wait(2)[1]["event"]
    assert event["thread_ts"] == first["ts"]


@case()
def a_command_reaches_the_bot(side: Side) -> None:
    with side.bot(listener) as bot:
        side.people.command("maya", "status P00036")
        body = bot.heard.wait()[0]
    assert (body["command"], body["text"], body["user_id"]) == ("/procure", "status P00036", "U0MAYA")
    assert body["channel_id"] == side.people.channel("general")
    assert body["response_url"].startswith("http")
    assert body["trigger_id"]


@case()
def a_click_says_who_clicked_what(side: Side) -> None:
    with side.bot(listener) as bot:
        side.client.chat_postMessage(channel="#general", text="P00036 waits", blocks=CARD)
        card = side.people.wait_for_message("general", "P00036")
        side.people.click("omar", card, "Approve")
        body = bot.heard.wait()[0]
    (action,) = body["actions"]
    assert (body["user"]["id"], action["action_id"], action["value"]) == ("U0OMAR", "approve", "7")
    assert (action["block_id"], body["channel"]["id"]) == ("decide", card["channel"])
    assert (body["container"]["message_ts"], body["team"]["id"]) == (card["ts"], side.team_id)
    assert body["trigger_id"]


@case(source="https://docs.slack.dev/interactivity/implementing-slash-commands#escaping", shipped=True)
def people_and_channels_behind_a_command_arrive_as_ids(side: SandboxSide) -> None:
    with side.bot(listener) as bot:
        side.people.command("maya", "away until Friday, deputy @omar & not @nobody <b> a@omar #general")
        text = bot.heard.wait()[0]["text"]
    general = side.people.channel("general")
    assert text == (f"away until Friday, deputy <@U0OMAR|omar> &amp; not @nobody &lt;b&gt; a@omar <#{general}|general>")


@case(source=INTERACTION)
def a_click_on_a_card_that_was_just_replaced_still_arrives(side: SandboxSide) -> None:
    with side.bot(listener) as bot:
        posted = side.client.chat_postMessage(channel="#general", text="P00036 waits", blocks=CARD)
        card = side.people.wait_for_message("general", "P00036")
        side.client.chat_update(channel=posted["channel"], ts=posted["ts"], text="Approved")
        side.people.click("omar", card, "Approve")
        assert bot.heard.wait()[0]["message"]["text"] == "Approved"


@case(source="https://docs.slack.dev/reference/interaction-payloads/block_actions-payload")
def a_choice_says_what_was_chosen(side: SandboxSide) -> None:
    options = [{"text": {"type": "plain_text", "text": name}, "value": name.lower()} for name in ("Today", "Later")]
    menu = {"type": "overflow", "action_id": "pick", "options": options}
    with side.bot(listener) as bot:
        side.client.chat_postMessage(channel="#general", text="x", blocks=[actions(menu, block_id="when")])
        card = side.people.wait_for_message("general", "Later")
        side.people.act("omar", card, {**menu, "block_id": "when", "selected_option": options[1]})
        (action,) = bot.heard.wait()[0]["actions"]
    assert (action["type"], action["selected_option"]["value"]) == ("overflow", "later")


@case()
def the_home_is_opened(side: Side) -> None:
    with side.bot(listener) as bot:
        side.people.open_home("maya")
        event = bot.heard.wait()[0]["event"]
    assert (event["type"], event["user"], event["tab"]) == ("app_home_opened", "U0MAYA", "home")


@case(source="https://docs.slack.dev/reference/events/message/message_changed")
def the_bot_hears_of_its_own_update(side: SandboxSide) -> None:
    posted = side.client.chat_postMessage(channel=side.people.channel("maya"), text="P00036 waits")
    heard = Heard()
    with side.socket(heard):
        side.client.chat_update(channel=posted["channel"], ts=posted["ts"], text="Approved")
        event = heard.wait()[0]["payload"]["event"]
    assert (event["subtype"], event["channel_type"]) == ("message_changed", "im")
    assert (event["message"]["text"], event["previous_message"]["text"]) == ("Approved", "P00036 waits")


@case(source="https://docs.slack.dev/reference/app-manifest (bot_events)", shipped=True)
def the_bot_is_told_only_what_its_manifest_asks_for(side: SandboxSide) -> None:
    with side.bot(listener) as bot:
        side.people.say("maya", "general", "nothing for a bot")
        side.people.dm("maya", "for the bot")
        bot.heard.wait()
    assert [body["event"]["text"] for body in bot.heard.all] == ["for the bot"]


@case(source=EVENTS_API + "#retries")
def an_event_that_is_not_acknowledged_comes_again_three_times(side: SandboxSide) -> None:
    heard = Heard()
    with side.socket(heard, acks=False):
        side.people.dm("maya", "anybody there?")
        for count, pauses in ((1, [3]), (2, [3, 60]), (3, [3, 300]), (4, [3, 3600])):
            heard.wait(count)
            for pause in pauses:
                side.people.forward(pause)
        side.people.dm("maya", "still nobody?")
        envelopes = heard.wait(5)
    first = envelopes[:4]
    assert [envelope["retry_attempt"] for envelope in first] == [0, 1, 2, 3]
    assert [envelope["retry_reason"] for envelope in first] == ["", "timeout", "timeout", "timeout"]
    assert len({envelope["payload"]["event_id"] for envelope in first}) == 1
    assert len({envelope["envelope_id"] for envelope in first}) == 4
    assert envelopes[4]["payload"]["event"]["text"] == "still nobody?"


@case(source=EVENTS_API + "#retries")
def an_event_that_is_acknowledged_does_not_come_again(side: SandboxSide) -> None:
    with side.bot(listener) as bot:
        side.people.dm("maya", "hello")
        bot.heard.wait()
        side.people.served.do(side.slack.settled())
        side.people.forward(600)
        side.people.dm("maya", "again")
        bodies = bot.heard.wait(2)
    assert [body["event"]["text"] for body in bodies] == ["hello", "again"]


@case(source=INTERACTION)
def a_click_that_is_not_acknowledged_does_not_come_again(side: SandboxSide) -> None:
    heard = Heard()
    posted = side.client.chat_postMessage(channel="#general", text="x", blocks=CARD)
    with side.socket(heard, acks=False):
        click = side.slack.click("omar", posted["channel"], posted["ts"], "decide", "approve")
        clicking = side.people.served.start(click)
        heard.wait(1)
        side.people.forward(3)
        assert clicking.result(10) is False
        side.people.forward(600)
        side.people.dm("maya", "the next thing")
        kinds = [envelope["type"] for envelope in heard.wait(2)]
    assert kinds.count("interactive") == 1
    assert "events_api" in kinds


@case(source=SOCKETS)
def an_envelope_goes_to_one_of_several_sockets(side: SandboxSide) -> None:
    one, two = Heard(), Heard()
    with side.socket(one), side.socket(two):
        for number in range(6):
            side.people.dm("maya", str(number))
        one.wait(3)
        two.wait(3)
    texts = [envelope["payload"]["event"]["text"] for envelope in (*one.all, *two.all)]
    assert sorted(texts) == ["0", "1", "2", "3", "4", "5"]


@case(source=SOCKETS + " (refresh_requested)")
def the_bot_comes_back_when_its_socket_is_refreshed(side: SandboxSide) -> None:
    with side.bot(listener) as bot:
        side.people.served.do(side.slack.refresh_sockets())
        side.people.wait_for_bot()
        side.people.dm("maya", "still there?")
        assert bot.heard.wait()[0]["event"]["text"] == "still there?"


@case(source=SOCKETS + " (at most ten)")
def an_eleventh_socket_is_sent_away(side: SandboxSide) -> None:
    with contextlib.ExitStack() as open_sockets:
        ten = [open_sockets.enter_context(side.socket(Heard())) for _ in range(10)]
        assert ten[-1]["num_connections"] == 10
        with side.socket(Heard()) as greeting:
            assert (greeting["type"], greeting["reason"]) == ("disconnect", "too_many_websockets")


@case(over_http=True)
def a_dm_reaches_the_bot_over_http(side: Side) -> None:
    with side.bot(listener) as bot:
        side.people.dm("maya", "where is P00036?")
        assert bot.heard.wait()[0]["event"]["text"] == "where is P00036?"


@case(over_http=True)
def a_command_reaches_the_bot_over_http(side: Side) -> None:
    with side.bot(listener) as bot:
        side.people.command("maya", "status P00036")
        assert bot.heard.wait()[0]["text"] == "status P00036"


@case(over_http=True)
def a_click_reaches_the_bot_over_http(side: Side) -> None:
    with side.bot(listener) as bot:
        side.client.chat_postMessage(channel="#general", text="P00036 waits", blocks=[section("P00036"), CARD[1]])
        side.people.click("omar", side.people.wait_for_message("general", "P00036"), "Approve")
        assert bot.heard.wait()[0]["actions"][0]["value"] == "7"


@case(source=EVENTS_API + "#retries (x-slack-retry-num, x-slack-retry-reason)", over_http=True)
def an_event_that_fails_over_http_comes_again(side: SandboxSide) -> None:
    def register(app: AsyncApp, heard: Heard) -> None:
        @app.middleware
        async def fail(req: Any, body: dict[str, Any]) -> BoltResponse:
            heard((body["event_id"], req.headers.get("x-slack-retry-num"), req.headers.get("x-slack-retry-reason")))
            return BoltResponse(status=500)

    with side.bot(register) as bot:
        side.people.dm("maya", "anybody there?")
        for pause in (60, 300):
            side.people.wait_until_due_in(pause)
            side.people.forward(pause)
        (first, *again) = bot.heard.wait(4)
    event = first[0]
    assert first == (event, None, None)
    assert again == [(event, [str(number)], ["http_error"]) for number in (1, 2, 3)]
