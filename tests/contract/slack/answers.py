"""What the bot answers through a response_url, or along with an acknowledgement."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.webhook import WebhookClient

from tests.contract.slack.drawn import CARD, section
from tests.contract.slack_bot import Heard
from tests.contract.slack_case import case
from tests.contract.slack_sides import SandboxSide, Side

INTERACTION = "https://docs.slack.dev/interactivity/handling-user-interaction#message_responses"


def answering(**answer: Any) -> Any:
    """A bot that answers a click, and a command, through the response_url."""

    def register(app: AsyncApp, heard: Heard) -> None:
        @app.action("approve")
        @app.command("/procure")
        async def act(ack: Any, body: dict[str, Any], respond: Any) -> None:
            await ack()
            heard(body["response_url"])
            await respond(**answer)

    return register


def click_approve(side: Side) -> dict[str, Any]:
    side.client.chat_postMessage(channel="#general", text="P00036 waits", blocks=CARD)
    card: dict[str, Any] = side.people.wait_for_message("general", "*P00036* waits")
    side.people.click("maya", card, "Approve")
    return card


def url_of_a_click(side: SandboxSide) -> WebhookClient:
    heard = Heard()
    posted = side.client.chat_postMessage(channel="#general", text="P00036 waits", blocks=CARD)
    with side.socket(heard):
        side.people.served.do(side.slack.click("maya", posted["channel"], posted["ts"], "decide", "approve"))
        return WebhookClient(heard.wait()[0]["payload"]["response_url"])


@case("response_url")
def an_answer_to_a_click_is_seen_by_who_clicked(side: Side) -> None:
    with side.bot(answering(text="You may not", response_type="ephemeral", replace_original=False)):
        click_approve(side)
        side.people.wait_for_ephemeral("maya", "You may not")
    assert not side.people.ephemerals("omar")
    assert len(side.people.messages("general")) == 1


@case("response_url")
def an_answer_may_replace_the_message(side: Side) -> None:
    with side.bot(answering(text="Approved", blocks=[section("Approved by Maya")], replace_original=True)):
        card = click_approve(side)
        assert side.people.wait_for_message("general", "Approved by Maya")["ts"] == card["ts"]


@case("response_url")
def an_answer_may_delete_the_message(side: Side) -> None:
    with side.bot(answering(delete_original=True)):
        click_approve(side)
        side.people.wait_for(lambda: not side.people.messages("general"), what="the message goes")


@case("response_url")
def an_answer_to_a_command_is_seen_by_who_asked(side: Side) -> None:
    with side.bot(answering(text="It waits for Omar", response_type="ephemeral")):
        side.people.command("maya", "status P00036")
        side.people.wait_for_ephemeral("maya", "It waits for Omar")
    assert not side.people.messages("general")


@case("response_url")
def an_answer_may_be_for_the_whole_channel(side: Side) -> None:
    with side.bot(answering(text="P00036 is approved", response_type="in_channel")):
        side.people.command("maya", "status P00036")
        side.people.wait_for_message("general", "P00036 is approved")


@case("response_url", source=INTERACTION + " (five times)")
def an_address_takes_five_answers(side: SandboxSide) -> None:
    url = url_of_a_click(side)
    assert [url.send(text=str(number)).status_code for number in range(5)] == [200] * 5
    sixth = url.send(text="6")
    assert (sixth.status_code, "used_url" in sixth.body) == (404, True)


@case("response_url", source=INTERACTION + " (30 minutes)")
def an_address_works_for_half_an_hour(side: SandboxSide) -> None:
    url = url_of_a_click(side)
    side.people.forward(1799)
    assert url.send(text="just in time").status_code == 200
    side.people.forward(2)
    assert url.send(text="too late").status_code == 404


@case("response_url", source="https://docs.slack.dev/reference/block-kit/blocks", wrong=True)
def a_wrong_block_is_refused_here_too(side: SandboxSide) -> None:
    answer = url_of_a_click(side).send(text="x", blocks=[{"type": "nonsense"}])
    assert answer.status_code == 400
    assert "invalid_blocks" in answer.body


@case(source="https://docs.slack.dev/interactivity/implementing-slash-commands#responding_to_commands")
def an_acknowledgement_may_carry_the_answer(side: SandboxSide) -> None:
    def register(app: AsyncApp, heard: Heard) -> None:
        @app.command("/procure")
        async def act(ack: Any) -> None:
            await ack("It waits for Omar")
            heard("asked")

    with side.bot(register):
        side.people.command("maya", "status P00036")
        side.people.wait_for_ephemeral("maya", "It waits for Omar")


@case(source="https://docs.slack.dev/interactivity/implementing-slash-commands (dispatch_failed, operation_timeout)")
def a_command_that_nobody_takes_fails_before_ones_eyes(side: SandboxSide) -> None:
    side.people.command("maya", "status P00036")
    side.people.wait_for_ephemeral("maya", "dispatch_failed")
    heard = Heard()
    with side.socket(heard, acks=False):
        asking = side.people.served.start(side.slack.command("maya", "general", "/procure", "help"))
        heard.wait()
        side.people.forward(3)
        assert asking.result(10) is False
    side.people.wait_for_ephemeral("maya", "operation_timeout")
