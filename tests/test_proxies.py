"""The recording proxies pass on, record, judge and fail as they are told."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.conftest import SlackCalls
from tests.odoo_proxy import OdooProxy
from tests.slack_proxy import SlackProxy


class Upstream:
    """A server that remembers what it was asked and answers anything."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, bytes, dict[str, str]]] = []
        self.url = ""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.path.startswith("/socket/"):
            socket = web.WebSocketResponse()
            await socket.prepare(request)
            click = {
                "type": "interactive",
                "envelope_id": "e1",
                "payload": {"response_url": f"{self.url}/_hooks/response/1"},
            }
            await socket.send_json(click)
            async for message in socket:
                self.seen.append((request.path, message.data.encode(), {}))
            return socket
        self.seen.append((request.path, await request.read(), dict(request.headers)))
        user = {"id": "U1", "profile": {"email": "a@example.com"}}
        answer = {"ok": True, "url": f"{self.url.replace('http', 'ws')}/socket/1", "user": user}
        return web.json_response(answer if request.path.startswith("/api/") else {"result": True})

    def paths(self) -> list[str]:
        return [path for path, _, _ in self.seen]


@pytest.fixture
async def upstream() -> AsyncIterator[Upstream]:
    server = Upstream()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield server
    await runner.cleanup()


def rpc(model: str, method: str, *args: Any) -> dict[str, Any]:
    return {
        "params": {
            "service": "object",
            "method": "execute_kw",
            "args": ["db", 2, "pa55", model, method, list(args), {}],
        }
    }


async def post(url: str, body: dict[str, Any]) -> Any:
    timeout = aiohttp.ClientTimeout(total=2)
    async with aiohttp.ClientSession(timeout=timeout) as session, session.post(f"{url}/jsonrpc", json=body) as answer:
        return (await answer.json())["result"] if answer.status == 200 else answer.status


async def test_odoo_call_is_passed_on_and_recorded(upstream: Upstream) -> None:
    async with OdooProxy(upstream.url) as odoo:
        with odoo.counting() as inside:
            assert await post(odoo.url, rpc("purchase.order", "button_approve", [7]))
    (call,) = inside
    assert (call.name, call.ids, call.status) == ("purchase.order.button_approve", [7], 200)
    assert "pa55" not in str(call)
    assert upstream.paths() == ["/jsonrpc"]


async def test_odoo_that_is_down_refuses_and_comes_back(upstream: Upstream) -> None:
    async with OdooProxy(upstream.url) as odoo:
        odoo.refuse()
        with pytest.raises(aiohttp.ClientConnectorError):
            await post(odoo.url, rpc("res.users", "read"))
        odoo.accept()
        assert await post(odoo.url, rpc("res.users", "read"))
    assert odoo.count() == 1


async def test_answer_is_lost_though_odoo_did_it(upstream: Upstream) -> None:
    async with OdooProxy(upstream.url) as odoo:
        odoo.drop_answer("*.button_approve")
        with pytest.raises(aiohttp.ClientError):
            await post(odoo.url, rpc("purchase.order", "button_approve", [7]))
        assert len(upstream.seen) == 1
        odoo.hold_answer("*.button_approve")
        with pytest.raises(TimeoutError):
            await post(odoo.url, rpc("purchase.order", "button_approve", [7]))
        assert len(upstream.seen) == 2


async def test_dropped_and_failed_calls_never_reach_odoo(upstream: Upstream) -> None:
    async with OdooProxy(upstream.url) as odoo:
        odoo.drop()
        with pytest.raises(aiohttp.ClientError):
            await post(odoo.url, rpc("res.users", "read"))
        odoo.fail(status=503)
        assert await post(odoo.url, rpc("res.users", "read")) == 503
        assert not upstream.seen
        assert await post(odoo.url, rpc("res.users", "read"))


async def test_hook_runs_before_the_call_goes_on(upstream: Upstream) -> None:
    order: list[str] = []
    async with OdooProxy(upstream.url) as odoo:
        odoo.before("*.button_approve", lambda: order.append(f"{len(upstream.seen)} seen"))
        await post(odoo.url, rpc("purchase.order", "button_approve", [7]))
        await post(odoo.url, rpc("purchase.order", "button_approve", [7]))
    assert order == ["0 seen"]


async def test_slack_call_is_decoded_and_judged(upstream: Upstream, slack_calls: SlackCalls) -> None:
    proxy = SlackProxy(upstream.url)

    async def send() -> None:
        async with proxy:
            client = AsyncWebClient(token="xoxb-1", base_url=proxy.api_url)
            await client.chat_postMessage(channel="C1", text="x", blocks=[{"type": "divider"}], unfurl_links=False)
            await client.api_call("chat.postMessage", data={"channel": "C1", "text": "x", "blocks": '[{"type": "no"}]'})

    with pytest.raises(AssertionError, match=r"chat\.postMessage: blocks\[0\]"):
        await send()
    sound, _ = proxy.named("chat.postMessage")
    assert sound.args == {"channel": "C1", "text": "x", "blocks": [{"type": "divider"}], "unfurl_links": False}
    assert len(slack_calls.problems) == 1
    slack_calls.problems.clear()


async def test_slack_answers_as_on_a_bad_day(upstream: Upstream) -> None:
    async with SlackProxy(upstream.url) as slack:
        client = AsyncWebClient(token="xoxb-1", base_url=slack.api_url)
        slack.rate_limit("auth.test", retry_after=30)
        with pytest.raises(SlackApiError) as limited:
            await client.auth_test()
        assert (limited.value.response.status_code, limited.value.response.headers["Retry-After"]) == (429, "30")
        slack.answer_error("auth.test", "invalid_auth")
        with pytest.raises(SlackApiError, match="invalid_auth"):
            await client.auth_test()
        assert not upstream.seen
        assert (await client.auth_test())["ok"]


async def test_person_is_described_as_slack_does(upstream: Upstream) -> None:
    async with SlackProxy(upstream.url) as slack:
        client = AsyncWebClient(token="xoxb-1", base_url=slack.api_url)
        assert (await client.users_info(user="U1"))["user"]["is_email_confirmed"] is True
        slack.people["U1"] = {"team_id": "T0OTHER"}
        assert (await client.users_info(user="U1"))["user"]["team_id"] == "T0OTHER"


async def test_socket_leads_through_the_proxy_and_repeats(upstream: Upstream) -> None:
    async with SlackProxy(upstream.url) as slack, aiohttp.ClientSession() as session:
        slack.send_again("interactive")
        opened = await AsyncWebClient(token="xapp-1", base_url=slack.api_url).apps_connections_open(app_token="xapp-1")
        async with session.ws_connect(opened["url"]) as socket:
            first, second = await socket.receive_json(), await socket.receive_json()
            assert first["payload"] == second["payload"]
            assert second["retry_attempt"] == 1
            await socket.send_json({"envelope_id": first["envelope_id"]})
            await slack.until(lambda: [e for e in slack.envelopes if e.direction == "from_bot"])
            async with session.post(first["payload"]["response_url"], json={"text": "hello"}) as answer:
                assert answer.status == 200
            await asyncio.to_thread(slack.close_sockets)
            assert (await socket.receive()).type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)
    assert slack.count("response_url") == 1


async def test_http_delivery_is_signed_anew_and_repeated(upstream: Upstream) -> None:
    async with SlackProxy(upstream.url, bot_url=f"{upstream.url}/bot") as slack:
        slack.send_again("interactive")
        payload = json.dumps({"type": "block_actions", "response_url": f"{upstream.url}/_hooks/response/1"})
        async with (
            aiohttp.ClientSession() as session,
            session.post(slack.events_url, data={"payload": payload}) as answer,
        ):
            assert answer.status == 200
        delivered = [(body, headers) for path, body, headers in upstream.seen if path == "/bot"]
    assert len(delivered) == 2
    assert delivered[1][1]["X-Slack-Retry-Num"] == "1"
    assert slack.url.split(":")[-1].encode() in delivered[0][0]
    assert delivered[0][1]["X-Slack-Signature"].startswith("v0=")
