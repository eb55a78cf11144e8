"""The baseline of click-to-ack: a Bolt app that does nothing but ack, in Socket Mode and over HTTP.

Run as a process of its own: `python -m benchmarks.bare_bolt API_URL APP_TOKEN SIGNING_SECRET PORT`.
"""

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable

import uvicorn
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


async def main(api_url: str, app_token: str, secret: str, port: int) -> None:
    """Serve both transports until killed."""
    app = AsyncApp(client=AsyncWebClient(token="xoxb-bench", base_url=api_url), signing_secret=secret)

    @app.action(re.compile(".*"))
    async def acknowledge(ack: Callable[[], Awaitable[None]]) -> None:
        await ack()

    over_http = AsyncSlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await over_http.handle(request)

    web_client = AsyncWebClient(token=app_token, base_url=api_url)
    await AsyncSocketModeHandler(app, app_token, web_client=web_client).connect_async()
    routes = [Route("/slack/events", events, methods=["POST"])]
    await uvicorn.Server(
        uvicorn.Config(Starlette(routes=routes), port=port, access_log=False, log_level="error")
    ).serve()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4], int(sys.argv[4])))
