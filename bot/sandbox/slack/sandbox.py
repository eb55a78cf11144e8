"""A Slack workspace in one process."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.routing import BaseRoute

from bot.sandbox.slack import manifest as manifests
from bot.sandbox.slack import state
from bot.sandbox.slack.acts import clicking, modals, writing
from bot.sandbox.slack.changes import Subscription
from bot.sandbox.slack.refusals import Json
from bot.sandbox.slack.timing import Clock
from bot.sandbox.slack.web import Doors
from bot.sandbox.slack.workspace import Workspace
from bot.sandbox.slack.world import Call, World, make


class SandboxSlack:
    """What the bot takes for Slack, and the hands and eyes of everybody in it.

    People are given by id or name, conversations by id or channel name; the id of a colleague or of the bot as
    conversation is the direct message with them. All of it belongs on one event loop. What a person cannot see
    raises `NotThere`.
    """

    def __init__(
        self,
        workspace: Workspace,
        clock: Clock,
        path: Path | str | None = None,
        mode: str = "socket",
        *,
        request_url: str = "",
        manifest: Mapping[str, Any] | None = None,
    ) -> None:
        given = manifests.ours() if manifest is None else manifest
        self.world: World = make(workspace, clock, given, path=path, mode=mode, request_url=request_url)
        self._doors = Doors(self.world)

    @property
    def base_url(self) -> str:
        """Where the bot reaches the routes; response_urls and socket addresses begin with it."""
        return self.world.base_url

    @base_url.setter
    def base_url(self, url: str) -> None:
        self.world.base_url = url.rstrip("/")

    @property
    def calls(self) -> list[Call]:
        """The last thousand calls of the bot, with the error code of those that were refused."""
        return list(self.world.calls)

    def routes(self) -> list[BaseRoute]:
        """`/api/`, `/socket`, `/response/`, `/upload/` and `/files/`, for the root of a server at `base_url`."""
        return self._doors.routes()

    def state_for(self, user: str) -> Json:
        """What one person sees, as JSON for a page."""
        return state.state_for(self.world, user)

    def subscribe(self) -> Subscription:
        """Changes from now on: message, update, delete, view, view_errors, home, agent, read, user, socket, reload."""
        return self.world.changes.subscribe()

    async def say(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> Json:
        """Write a message; returns it with its channel and ts."""
        self.world.timing.start()
        return writing.say(self.world, user, channel, text, thread_ts)

    async def edit(self, user: str, channel: str, ts: str, text: str) -> Json:
        """Change one's own message."""
        return writing.edit(self.world, user, channel, ts, text)

    async def delete(self, user: str, channel: str, ts: str) -> None:
        """Delete one's own message."""
        writing.delete(self.world, user, channel, ts)

    async def click(self, user: str, channel: str, ts: str, block_id: str, action_id: str, **choice: Any) -> bool:
        """Use a button, menu or picker of a message; returns whether the bot acknowledged it within 3 seconds.

        `choice=` is an option's value or text, a list of them, a date, time or user, or a typed text; or the choice is
        given in Slack's own words, `selected_option={...}`.
        """
        return await clicking.click(self.world, user, channel, ts, block_id, action_id, _one(choice))

    async def use(self, user: str, view_id: str, block_id: str, action_id: str, **choice: Any) -> bool:
        """Use an element of an open modal or of the home."""
        return await clicking.use(self.world, user, view_id, block_id, action_id, _one(choice))

    async def suggest(self, user: str, view_id: str, block_id: str, action_id: str, typed: str) -> list[Json]:
        """The options that the bot offers for what is typed into a menu."""
        return await clicking.suggest(self.world, user, view_id, block_id, action_id, typed)

    async def submit(self, user: str, view_id: str, values: Mapping[str, Mapping[str, Any]]) -> dict[str, str] | None:
        """Send the modal on top, `{block_id: {action_id: choice}}`; returns errors by block_id, or None."""
        return await modals.submit(self.world, user, view_id, values)

    async def close_view(self, user: str, view_id: str) -> None:
        """Close a modal and those above it."""
        await modals.close(self.world, user, view_id)

    async def command(self, user: str, channel: str, command: str, text: str = "") -> bool:
        """Use a slash command; returns whether the bot took it."""
        return await writing.command(self.world, user, channel, command, text)

    async def open_home(self, user: str, tab: str = "home") -> None:
        """Open the app: its `home` or its `messages`."""
        writing.open_home(self.world, user, tab)

    async def mark_read(self, user: str, channel: str, ts: str) -> None:
        """Note that somebody has read up to this message."""
        writing.mark_read(self.world, user, channel, ts)

    def change_person(self, user: str, **changes: Any) -> None:
        """Somebody sets a status, wants quiet, goes away or leaves: any field of `Person`."""
        person = self.world.people.change(user, **changes)
        self.world.changes.tell("user", user=person.id)

    def rate_limit(self, method: str, seconds: int = 1, times: int = 1) -> None:
        """Answer the next calls of a method (`*` for any) with 429 and Retry-After."""
        self.world.rates.limit(method, seconds, times)

    def fail(self, method: str, status: int = 500, times: int = 1) -> None:
        """Answer the next calls of a method with an HTTP status."""
        self.world.rates.fail(method, status, times)

    async def refresh_sockets(self, reason: str = "refresh_requested") -> None:
        """Ask the bot to reconnect, as Slack does every few hours; `warning` says that this is near."""
        await self.world.sockets.refresh(reason)

    async def cut_sockets(self) -> None:
        """Close the bot's sockets without a word."""
        await self.world.sockets.close()

    def tick(self) -> None:
        """Look at the clock now: what it is time for is done, without waiting for the next tick."""
        self.world.timing.tick()

    async def settled(self) -> None:
        """Return when the bot has acknowledged all events that are under way, or Slack has given up."""
        await self.world.outbox.settled()

    def reset(self) -> None:
        """Forget everything that was written and opened since the workspace was made."""
        self.world.kept.clear()
        self.world.messages.clear()
        self.world.views.clear()
        self.world.rooms.forget()
        self.world.agent.clear()
        self.world.scheduled.clear()
        self.world.changes.tell("reload")

    async def close(self) -> None:
        """Let the bot go and close the file."""
        await self.world.outbox.close()
        await self.world.sockets.close()
        await self.world.timing.stop()
        self.world.changes.end()
        self.world.kept.close()


def _one(choice: dict[str, Any]) -> Any:
    """What was chosen: plainly, or in Slack's words; None for a button."""
    return choice.get("choice", choice) if choice else None
