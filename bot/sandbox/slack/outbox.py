"""What Slack sends to the bot: events that are sent again until they are acknowledged, and all that is sent once."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

from bot.sandbox.slack.manifest import Manifest
from bot.sandbox.slack.refusals import Json, NotAcked
from bot.sandbox.slack.rooms import fresh
from bot.sandbox.slack.timing import Timing
from bot.sandbox.slack.workspace import Workspace

ACK_SECONDS = 3.0
AGAIN_AFTER = (0.0, 60.0, 300.0)  # at once, after a minute, after five


@dataclass(frozen=True)
class Delivery:
    """One attempt to tell the bot something: `kind` is events_api, interactive or slash_commands."""

    kind: str
    payload: Json
    responds: bool = False
    attempt: int = 0
    reason: str = ""


class Transport(Protocol):
    """The way to the bot: its sockets, or its request URL."""

    async def send(self, delivery: Delivery) -> Json:
        """Deliver, and return what came with the acknowledgement. Raises `NotAcked`."""

    async def close(self) -> None:
        """Let the bot go."""


class Outbox:
    """Everything on its way to the bot."""

    def __init__(self, workspace: Workspace, manifest: Manifest, timing: Timing, transport: Transport) -> None:
        self._workspace = workspace
        self._manifest = manifest
        self._timing = timing
        self.transport = transport
        self.again_after: tuple[float, ...] = AGAIN_AFTER
        self._under_way: set[asyncio.Task[None]] = set()

    def event(self, event: Json, kind: str = "") -> None:
        """Tell the bot of an event if its manifest asks for it; again up to three times while it is not acked."""
        if self._manifest.wants(str(event["type"]), kind):
            self.in_background(self._until_acked(self._enveloped(event)))

    async def ask(self, delivery: Delivery) -> Json:
        """Tell the bot once and wait for its answer. Raises `NotAcked`; such things are never sent again."""
        return await self.transport.send(delivery)

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something that nobody waits for."""
        task = asyncio.get_running_loop().create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def settled(self) -> None:
        """Return when nothing is under way: acknowledged, or given up."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def close(self) -> None:
        """Send nothing more."""
        for task in list(self._under_way):
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self.transport.close()

    async def _until_acked(self, payload: Json) -> None:
        reason = ""
        for attempt, pause in enumerate((0.0, *self.again_after)):
            await self._timing.sleep(pause)
            try:
                await self.transport.send(Delivery("events_api", payload, attempt=attempt, reason=reason))
            except NotAcked as failure:
                if not failure.again:
                    return
                reason = failure.reason
            else:
                return

    def _enveloped(self, event: Json) -> Json:
        team, app = self._workspace.id, self._workspace.app
        return {
            "token": "sandbox",
            "team_id": team,
            "api_app_id": app.id,
            "event": event,
            "type": "event_callback",
            "event_id": fresh("Ev"),
            "event_time": int(self._timing.now()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": team,
                    "user_id": app.bot_user,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{fresh('')}",
        }
