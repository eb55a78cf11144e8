"""Modals and the home: opened, filled in, refused, replaced, stacked, closed."""

from collections.abc import Callable
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.contract.slack.drawn import CARD, actions, button, home, modal, plain, section, text_input
from tests.contract.slack_bot import Heard, Register
from tests.contract.slack_case import case
from tests.contract.slack_sides import SandboxSide, Side
from tests.slack_people import text_of

DOCS = "https://docs.slack.dev/"
METHOD = DOCS + "reference/methods/"
MODALS = DOCS + "surfaces/modals"


def opening(answer: Callable[[dict[str, Any]], dict[str, Any]] = lambda _view: {}, **view: Any) -> Register:
    """A bot that opens a modal on Reject and acknowledges its submission with `answer`."""

    def register(app: AsyncApp, heard: Heard) -> None:
        @app.action("reject")
        async def show(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
            await ack()
            opened = await client.views_open(trigger_id=body["trigger_id"], view=modal("Reject P00036", **view))
            heard(opened["view"])

        @app.view("form")
        async def take(ack: Any, body: dict[str, Any]) -> None:
            await ack(**answer(body["view"]))
            heard(body)

        @app.view_closed("form")
        async def closed(ack: Any, body: dict[str, Any]) -> None:
            await ack()
            heard(body)

    return register


def click_reject(side: Side) -> dict[str, Any]:
    side.client.chat_postMessage(channel="#general", text="P00036 waits", blocks=CARD)
    side.people.click("maya", side.people.wait_for_message("general", "P00036"), "Reject")
    return dict(side.people.wait_for_view("Reject P00036"))


def trigger(side: SandboxSide, user: str = "U0MAYA") -> str:
    return side.people.served.call(lambda: side.slack.world.triggers.trigger(user))


@case("views.open")
def a_click_opens_a_modal(side: Side) -> None:
    with side.bot(opening()) as bot:
        shown = click_reject(side)
        opened = bot.heard.wait()[0]
    assert "Reason" in text_of(shown)
    assert (opened["callback_id"], opened["id"]) == ("form", shown["id"])
    assert opened["hash"]


@case("views.open")
def a_submission_carries_what_was_filled_in(side: Side) -> None:
    with side.bot(opening(private_metadata="7")) as bot:
        click_reject(side)
        assert side.people.submit_view("maya", {"Reason": "Too dear"}) == {}
        body = bot.heard.wait(2)[1]
        assert side.people.view() is None
    assert body["view"]["state"]["values"]["why"]["reason"] == {"type": "plain_text_input", "value": "Too dear"}
    assert (body["user"]["id"], body["view"]["private_metadata"]) == ("U0MAYA", "7")


@case("views.open")
def errors_keep_the_modal_open(side: Side) -> None:
    said = {"response_action": "errors", "errors": {"why": "A reason is needed"}}
    with side.bot(opening(lambda _view: said)):
        click_reject(side)
        assert side.people.submit_view("maya", {"Reason": " "}) == {"why": "A reason is needed"}
        assert side.people.view() is not None


@case("views.open")
def a_submission_may_replace_the_modal(side: Side) -> None:
    with side.bot(opening(lambda _view: {"response_action": "update", "view": modal("Thank you")})):
        click_reject(side)
        side.people.submit_view("maya", {"Reason": "Too dear"})
        assert "Thank you" in text_of(side.people.wait_for_view("Thank you"))


@case("views.open")
def a_submission_may_push_another_modal(side: Side) -> None:
    with side.bot(opening(lambda _view: {"response_action": "push", "view": modal("Are you sure?")})):
        below = click_reject(side)
        side.people.submit_view("maya", {"Reason": "Too dear"})
        assert side.people.wait_for_view("Are you sure?")["id"] != below["id"]


@case("views.open", "views.push", source=DOCS + "reference/views (previous_view_id, root_view_id)")
def a_pushed_modal_knows_what_is_below_it(side: SandboxSide) -> None:
    below = side.client.views_open(trigger_id=trigger(side), view=modal("1"))["view"]
    above = side.client.views_push(trigger_id=trigger(side), view=modal("2"))["view"]
    assert (above["previous_view_id"], above["root_view_id"]) == (below["id"], below["id"])
    side.people.close_view("maya")
    assert side.people.view()["id"] == below["id"]


@case("views.open")
def a_submission_may_close_everything(side: Side) -> None:
    with side.bot(opening(lambda _view: {"response_action": "clear"})):
        click_reject(side)
        side.people.submit_view("maya", {"Reason": "Too dear"})
        assert side.people.view() is None


@case("views.open")
def a_closed_modal_is_told_where_it_was_asked_for(side: Side) -> None:
    with side.bot(opening(notify_on_close=True)) as bot:
        click_reject(side)
        side.people.close_view("maya")
        body = bot.heard.wait(2)[1]
    assert (body["type"], body["user"]["id"]) == ("view_closed", "U0MAYA")


@case("views.update")
def an_open_modal_is_replaced(side: Side) -> None:
    with side.bot(opening()) as bot:
        click_reject(side)
        opened = bot.heard.wait()[0]
        side.client.views_update(view_id=opened["id"], hash=opened["hash"], view=modal("Still loading"))
        assert "Still loading" in text_of(side.people.wait_for_view("Still loading"))


@case("views.update", source=DOCS + "reference/methods/views.update (view_id)")
def a_replaced_modal_keeps_its_id_and_gets_a_new_hash(side: SandboxSide) -> None:
    view = side.client.views_open(trigger_id=trigger(side), view=modal("1"))["view"]
    updated = side.client.views_update(view_id=view["id"], view=modal("2"))["view"]
    assert updated["id"] == view["id"]
    assert updated["hash"] != view["hash"]


@case("views.publish")
def a_home_is_published(side: Side) -> None:
    view = side.client.views_publish(user_id="U0MAYA", view=home("Three orders wait"))["view"]
    assert view["type"] == "home"
    shown = side.people.wait_for(lambda: side.people.home("maya"), what="the home")
    assert "Three orders wait" in text_of(shown)
    assert side.people.home("omar") is None


@case("views.open")
def a_made_up_trigger_is_refused(side: Side) -> None:
    assert side.error(side.client.views_open, trigger_id="1.2.x", view=modal("x")) == "invalid_trigger_id"


@case("views.open", source=DOCS + "interactivity/handling-user-interaction (trigger_id: 3 seconds)")
def a_trigger_lives_three_seconds(side: SandboxSide) -> None:
    late = trigger(side)
    side.people.forward(3.01)
    assert side.error(side.client.views_open, trigger_id=late, view=modal("x")) == "expired_trigger_id"
    assert side.client.views_open(trigger_id=trigger(side), view=modal("x"))["ok"]


@case("views.open", source=METHOD + "views.open (exchanged_trigger_id)")
def a_trigger_opens_one_modal(side: SandboxSide) -> None:
    once = trigger(side)
    side.client.views_open(trigger_id=once, view=modal("x"))
    assert side.error(side.client.views_open, trigger_id=once, view=modal("y")) == "exchanged_trigger_id"


@case("views.push", source=MODALS + " (three views)")
def three_modals_are_the_most(side: SandboxSide) -> None:
    assert side.error(side.client.views_push, trigger_id=trigger(side), view=modal("0")) == "not_found"
    side.client.views_open(trigger_id=trigger(side), view=modal("1"))
    side.client.views_push(trigger_id=trigger(side), view=modal("2"))
    side.client.views_push(trigger_id=trigger(side), view=modal("3"))
    assert side.error(side.client.views_push, trigger_id=trigger(side), view=modal("4")) == "push_limit_reached"
    assert len(side.people.state("maya")["views"]) == 3


@case("views.open", source=MODALS)
def everybody_has_modals_of_their_own(side: SandboxSide) -> None:
    side.client.views_open(trigger_id=trigger(side), view=modal("For Maya"))
    side.client.views_open(trigger_id=trigger(side, "U0OMAR"), view=modal("For Omar"))
    titles = [side.people.state(who)["views"][0]["title"]["text"] for who in ("maya", "omar")]
    assert titles == ["For Maya", "For Omar"]


@case("views.update", source=METHOD + "views.update (not_found, hash_conflict)")
def an_update_of_another_state_is_refused(side: SandboxSide) -> None:
    view = side.client.views_open(trigger_id=trigger(side), view=modal("1"))["view"]
    side.client.views_update(view_id=view["id"], hash=view["hash"], view=modal("2"))
    update = side.client.views_update
    assert side.error(update, view_id=view["id"], hash=view["hash"], view=modal("3")) == "hash_conflict"
    assert side.error(update, view_id="V0NOWHERE", view=modal("3")) == "not_found"


@case("views.open", source=METHOD + "views.open (duplicate_external_id)")
def an_external_id_is_used_once(side: SandboxSide) -> None:
    side.client.views_open(trigger_id=trigger(side), view=modal("1", external_id="mine"))
    other = trigger(side, "U0OMAR")
    call = side.client.views_open
    assert side.error(call, trigger_id=other, view=modal("2", external_id="mine")) == "duplicate_external_id"


@case("views.open", "views.publish", source=DOCS + "reference/views/modal-views", wrong=True)
def a_wrong_view_is_refused_with_its_place(side: SandboxSide) -> None:
    without_submit = {name: value for name, value in modal("x").items() if name != "submit"}
    for view in (without_submit, modal("x" * 25), modal("x", {"type": "markdown", "text": "x"})):
        answer = side.refused(side.client.views_open, trigger_id=trigger(side), view=view)
        assert answer["error"] == "invalid_arguments"
        assert "[json-pointer:/view" in answer["response_metadata"]["messages"][0]
    wrong = {"type": "home", "blocks": [{"type": "alert", "text": plain("x")}]}
    assert side.error(side.client.views_publish, user_id="U0MAYA", view=wrong) == "invalid_arguments"


@case("views.publish", source=METHOD + "views.publish (not_enabled)", shipped=True)
def a_home_needs_its_tab_in_the_manifest(side: SandboxSide) -> None:
    wanted = side.slack.world.manifest.home_tab
    if wanted:
        assert side.client.views_publish(user_id="U0MAYA", view=home("x"))["ok"]
    else:
        assert side.error(side.client.views_publish, user_id="U0MAYA", view=home("x")) == "not_enabled"


@case("views.open", source=DOCS + "reference/block-kit/blocks/input-block (optional)")
def a_required_field_is_asked_for_before_the_bot_hears(side: SandboxSide) -> None:
    with side.bot(opening()) as bot:
        click_reject(side)
        assert side.people.submit_view("maya", {}) == {"why": "Please complete this required field."}
        assert side.people.submit_view("maya", {"Reason": "x" * 3001}).keys() == {"why"}
        assert len(bot.heard.wait()) == 1


@case("views.open", source=DOCS + "interactivity/handling-user-interaction (3 seconds)")
def a_submission_without_an_answer_shows_trouble(side: SandboxSide) -> None:
    view = side.client.views_open(trigger_id=trigger(side), view=modal("x"))["view"]
    heard = Heard()
    with side.socket(heard, acks=False):
        sending = side.people.served.start(side.slack.submit("maya", view["id"], {"why": {"reason": "Too dear"}}))
        heard.wait()
        side.people.forward(3)
        assert sending.result(10) == {"": "We had some trouble connecting. Try again?"}
    assert side.people.view() is not None


@case("views.open", source=DOCS + "reference/block-kit/blocks/input-block (dispatch_action)")
def an_element_in_a_modal_speaks_at_once_if_asked_to(side: SandboxSide) -> None:
    day = {"type": "datepicker", "action_id": "day"}
    quiet = {"type": "input", "block_id": "quiet", "label": plain("Until"), "element": day}
    loud = {**quiet, "block_id": "loud", "dispatch_action": True}
    blocks = [quiet, loud, actions(button("More", "more"))]
    view = side.client.views_open(trigger_id=trigger(side), view=modal("x", *blocks))["view"]
    heard = Heard()
    with side.socket(heard):
        for block in ("quiet", "loud"):
            side.people.served.do(side.slack.use("maya", view["id"], block, "day", choice="2026-03-09"))
        side.people.served.do(side.slack.use("maya", view["id"], "decide", "more"))
        payloads = [envelope["payload"] for envelope in heard.wait(2)]
    assert [payload["actions"][0]["action_id"] for payload in payloads] == ["day", "more"]
    assert payloads[1]["view"]["state"]["values"]["quiet"]["day"]["selected_date"] == "2026-03-09"
    assert payloads[1]["container"] == {"type": "view", "view_id": view["id"]}


@case("views.update", source=DOCS + "surfaces/modals#updating_views")
def what_was_filled_in_survives_an_update(side: SandboxSide) -> None:
    view = side.client.views_open(trigger_id=trigger(side), view=modal("x"))["view"]
    side.people.served.do(side.slack.use("maya", view["id"], "why", "reason", choice="Too dear"))
    side.client.views_update(view_id=view["id"], view=modal("y", section("new"), text_input("Reason")))
    heard = Heard()
    with side.socket(heard):
        side.people.served.do(side.slack.submit("maya", view["id"], {}))
        values = heard.wait()[0]["payload"]["view"]["state"]["values"]
    assert values["why"]["reason"]["value"] == "Too dear"
