"""The test beds behave as the tests on them assume."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import psycopg
import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.free_ports import free_port
from tests.odoo_proxy import OdooProxy
from tests.real.odoo_server import OdooServer
from tests.real.slack_standin import SlackStandin
from tests.slack_people import buttons, text_of
from tests.slack_proxy import SlackProxy

CARD = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*P00036* waits"}},
    {
        "type": "actions",
        "block_id": "decide",
        "elements": [
            {"type": "button", "action_id": "reject", "value": "7", "text": {"type": "plain_text", "text": "Reject"}}
        ],
    },
]
REASON = {
    "type": "modal",
    "callback_id": "reason",
    "title": {"type": "plain_text", "text": "Reject P00036"},
    "submit": {"type": "plain_text", "text": "Reject"},
    "blocks": [
        {
            "type": "input",
            "block_id": "why",
            "label": {"type": "plain_text", "text": "Reason"},
            "element": {"type": "plain_text_input", "action_id": "reason"},
        }
    ],
}


def small_bot(api_url: str) -> AsyncApp:
    """A bot that shows a card on request and asks for a reason when it is clicked."""
    client = AsyncWebClient(token=SlackStandin.bot_token, base_url=api_url)
    app = AsyncApp(client=client, signing_secret=SlackStandin.signing_secret)

    @app.command("/procure")
    async def show(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        person = (await client.users_lookupByEmail(email="maya@northgate.example"))["user"]
        assert person["is_email_confirmed"]
        dm = await client.conversations_open(users=person["id"])
        await client.chat_postMessage(channel=dm["channel"]["id"], text="P00036 waits", blocks=CARD)

    @app.action("reject")
    async def ask(ack: Any, body: dict[str, Any], client: AsyncWebClient, respond: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=REASON)
        await respond(text="Tell us why", response_type="ephemeral", replace_original=False)

    @app.view("reason")
    async def take(ack: Any, view: dict[str, Any], client: AsyncWebClient) -> None:
        reason = view["state"]["values"]["why"]["reason"]["value"]
        if not reason.strip():
            await ack(response_action="errors", errors={"why": "A reason is needed"})
            return
        await ack()
        await client.chat_postMessage(channel="#general", text=f"Rejected: {reason}")

    return app


@contextlib.asynccontextmanager
async def over_socket(app: AsyncApp, api_url: str) -> AsyncIterator[None]:
    client = AsyncWebClient(token=SlackStandin.app_token, base_url=api_url)
    handler = AsyncSocketModeHandler(app, SlackStandin.app_token, web_client=client)
    await handler.connect_async()
    yield
    await handler.close_async()


@contextlib.asynccontextmanager
async def over_http(app: AsyncApp, port: int) -> AsyncIterator[None]:
    runner = web.AppRunner(app.web_app("/slack/events"), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield
    await runner.cleanup()


def reject_with_reason(slack: SlackStandin) -> None:
    """Maya asks for her card, clicks Reject, is refused a blank reason and gives one."""
    slack.command("maya", "status")
    card = slack.wait_for_message("maya", "P00036")
    assert list(buttons(card)) == ["Reject"]
    slack.click("maya", card, "Reject")
    assert "Reason" in text_of(slack.wait_for_view("Reject P00036"))
    slack.wait_for_ephemeral("maya", "Tell us why")
    assert slack.submit_view("maya", {"Reason": " "}) == {"why": "A reason is needed"}
    assert slack.submit_view("maya", {"Reason": "Too dear"}) == {}
    assert slack.view() is None
    slack.wait_for_message("general", "Rejected: Too dear")


async def test_slack_over_socket_mode(slack_standin: SlackStandin, slack_proxy: SlackProxy) -> None:
    async with over_socket(small_bot(slack_proxy.api_url), slack_proxy.api_url):
        await asyncio.to_thread(slack_standin.wait_for_bot)
        await asyncio.to_thread(reject_with_reason, slack_standin)
    assert slack_proxy.count("chat.postMessage") == 2
    assert slack_proxy.count("response_url") == 1
    kinds = [envelope.kind for envelope in slack_proxy.envelopes if envelope.direction == "to_bot"]
    assert kinds == ["hello", "slash_commands", "interactive", "interactive", "interactive"]


async def test_slack_over_http(slack_over_http: tuple[SlackStandin, SlackProxy]) -> None:
    slack, proxy = slack_over_http
    port = free_port()
    proxy.bot_url = f"http://127.0.0.1:{port}/slack/events"
    async with over_http(small_bot(proxy.api_url), port):
        await asyncio.to_thread(reject_with_reason, slack)
    assert proxy.count("response_url") == 1
    assert {e.body["status"] for e in proxy.envelopes if e.direction == "from_bot"} == {200}


async def test_forged_http_request_is_refused(slack_over_http: tuple[SlackStandin, SlackProxy]) -> None:
    slack, proxy = slack_over_http
    port = free_port()
    proxy.bot_url = f"http://127.0.0.1:{port}/slack/events"
    proxy.signing_secret = "forged"
    async with over_http(small_bot(proxy.api_url), port):
        await asyncio.to_thread(slack.command, "maya", "status")
    assert [e.body for e in proxy.envelopes if e.direction == "from_bot"] == [{"status": 401}]
    assert not slack.messages("maya")


def test_slack_people_are_odoo_people(slack_standin: SlackStandin, odoo: OdooServer) -> None:
    people = {"maya", "omar", "fiona", "bella", "ben", "rosa", "wes", "sam"}
    found = odoo.execute(
        "admin", "res.users", "search_read", [["login", "in", sorted(people)]], ["login", "email", "name"]
    )
    assert {user["login"] for user in found} == people
    state = {user["name"]: user for user in slack_standin.people()}
    for user in found:
        assert (state[user["login"]]["email"], state[user["login"]]["real_name"]) == (user["email"], user["name"])
    assert not odoo.execute("admin", "res.users", "search_count", [["email", "=", state["olga"]["email"]]])


def test_odoo_holds_the_seed_and_forgets_what_tests_wrote(odoo: OdooServer) -> None:
    order = odoo.scenario("approve_large_critical")
    assert odoo.read("purchase.order", order["id"], "state", "name") == {
        "id": order["id"],
        "state": "to approve",
        "name": "P00036",
    }
    odoo.execute("maya", "purchase.order", "button_approve", [order["id"]])
    assert odoo.read("purchase.order", order["id"], "state")["state"] == "purchase"
    odoo.reset()
    assert odoo.read("purchase.order", order["id"], "state")["state"] == "to approve"


def test_odoo_says_nothing_when_one_may_not_approve(odoo: OdooServer) -> None:
    order = odoo.new_order()
    with OdooProxy(odoo.url) as proxy:
        client = type(odoo.admin)("127.0.0.1", port=int(proxy.url.rpartition(":")[2]), timeout=30)
        client.login(odoo.db, "bella", "bella")
        client.execute_kw("purchase.order", "button_approve", [[order]], {})
    assert odoo.read("purchase.order", order, "state")["state"] == "to approve"
    (call,) = proxy.named("purchase.order.button_approve")
    assert (call.ids, call.error) == ([order], "")


def test_postgres_database_is_fresh(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        tables = connection.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone()
    assert tables == (0,)


@pytest.mark.parametrize("name", ["maya", "purchasing-exceptions"])
def test_slack_message_reaches_its_place(slack_standin: SlackStandin, slack_proxy: SlackProxy, name: str) -> None:
    slack_standin.say("maya", name, "hello") if name != "maya" else slack_standin.dm("maya", "hello")
    assert text_of(slack_standin.wait_for_message(name, "hello")) == "hello"
