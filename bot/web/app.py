"""The one web server of the bot: what is served where."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence

import uvicorn
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.web.health import Health
from bot.web.hooks import OdooHook, OnOrder
from bot.web.mail import MailHook
from bot.web.metrics import Metrics
from bot.web.slack import SlackEvents

STOP_SECONDS = 10


def create_app(
    *,
    health: Health,
    metrics: Metrics,
    webhook_secrets: Sequence[str] = (),
    on_order: OnOrder,
    mail: MailHook | None = None,
    slack: AsyncApp | None = None,
    signing_secrets: Sequence[str] = (),
) -> Starlette:
    """The routes. `slack` is given in HTTP mode only, made with `request_verification_enabled=False`."""
    hook = OdooHook(webhook_secrets, on_order, on_hook=metrics.hook)

    async def odoo(request: Request) -> Response:
        return await hook(request)

    routes = [
        Route("/hooks/odoo/{secret}", odoo, methods=["POST"]),
        Route("/healthz", health.alive),
        Route("/readyz", health.ready),
        Route("/metrics", metrics.scrape),
    ]
    if mail is not None:

        async def supplier_mail(request: Request) -> Response:
            return await mail(request)

        routes += [Route(path, supplier_mail, methods=["POST"]) for path in ("/hooks/mail", "/hooks/mail/{secret}")]
    if slack is not None:
        events = SlackEvents(slack, signing_secrets)

        async def slack_events(request: Request) -> Response:
            return await events(request)

        routes.append(Route("/slack/events", slack_events, methods=["POST"]))
    return Starlette(routes=routes, exception_handlers={500: _something_wrong})


def server(app: Starlette, host: str, port: int) -> uvicorn.Server:
    """A server that writes no access log (addresses hold the webhook's secret) and leaves the log as it is."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        access_log=False,
        log_config=None,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    return Server(config)


class Server(uvicorn.Server):
    """Leaves signals to whoever runs it: the rest of the bot has to stop first."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture nothing."""
        yield


async def _something_wrong(_request: Request, _error: Exception) -> Response:
    """Starlette raises the error again for the log; the caller learns nothing of it."""
    return PlainTextResponse("something went wrong", 500)
