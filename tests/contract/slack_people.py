"""The hands and eyes of everybody in a sandbox Slack, driven as `tests.real.slack_standin` drives the stand-in."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import yaml

from bot.sandbox.slack import App, Channel, Person, Served, Workspace
from tests.contract import slack_bot
from tests.slack_people import Block, Message, SlackPeople, filled

T = TypeVar("T")
COMPANY = Path(__file__).resolve().parents[2] / "testbed" / "slack" / "workspace.yaml"
TURNS = 25
T0 = datetime.fromisoformat("2026-03-02T09:00:00+00:00")


def company() -> Workspace:
    """The workspace that the stand-in is given, for the sandbox."""
    seed = yaml.safe_load(COMPANY.read_text(encoding="utf-8"))
    app, place = seed["app"], seed["workspace"]
    return Workspace(
        people=tuple(
            Person(one["id"], one["name"], one["real_name"], one["email"], one["tz"]) for one in seed["users"]
        ),
        channels=tuple(Channel(one["id"], one["name"], tuple(one["members"])) for one in seed["channels"]),
        id=place["teamId"],
        name=place["name"],
        domain=place["domain"],
        app=App(app["appId"], "B0PROCURE", app["botUserId"], app["botToken"], app["appToken"], app["signingSecret"]),
    )


class StandingClock:
    """Time stands still until it is moved."""

    def __init__(self) -> None:
        self.now = T0

    def __call__(self) -> datetime:
        return self.now


class SandboxPeople(SlackPeople):
    """Everybody in a sandbox that is served. People and channels are named; a person's name is their DM."""

    def __init__(self, served: Served, clock: StandingClock) -> None:
        self.served = served
        self.slack = served.slack
        self._clock = clock
        self._changed = threading.Condition()
        self._version = 0
        self._world = served.slack.world
        self._watching = served.do(self._watch())

    async def _watch(self) -> asyncio.Task[None]:
        changes = self.slack.subscribe()

        async def note() -> None:
            async for _ in changes:
                with self._changed:
                    self._version += 1
                    self._changed.notify_all()

        return asyncio.get_running_loop().create_task(note())

    def forward(self, seconds: float) -> None:
        """Time passes at once, and what it was time for is done."""
        self._clock.now += timedelta(seconds=seconds)
        self.served.do(self._noticed())

    async def _noticed(self) -> None:
        self.slack.tick()
        for _ in range(TURNS):
            await asyncio.sleep(0)  # whoever waited for this moment goes on, and may wait anew

    def wait_until_due_in(self, seconds: float) -> None:
        """Wait until something in the sandbox waits for the clock to move on by this much."""

        async def waiting() -> None:
            # Nobody tells when somebody begins to wait.
            while seconds not in [round(due, 3) for due in self._world.timing.due_in()]:  # noqa: ASYNC110
                await asyncio.sleep(0.005)

        self.served.do(waiting())

    def change(self, person: str, **changes: Any) -> None:
        """Somebody goes away, sets a status, leaves the company."""
        self.served.call(lambda: self.slack.change_person(person, **changes))

    def state(self, person: str) -> dict[str, Any]:
        """All that somebody sees."""
        return self.served.call(lambda: self.slack.state_for(person))

    def user(self, person: str) -> str:
        """A person's Slack id."""
        return self._world.people.one(person).id

    def channel(self, name: str) -> str:
        """A channel's id, by name; by a person's name their DM with the bot."""
        person = next((one for one in self._world.people if one.name == name), None)
        if person is not None:
            return self._world.rooms.direct(person.id, self._world.bot_user).id
        room = self._world.rooms.get(name)
        return room.id if room else name

    def messages(self, channel: str) -> list[Message]:
        """What everybody in a channel sees, oldest first."""
        room = self.channel(channel)
        return [{**self._world.messages.json(m), "channel": room} for m in self._world.messages.of(room)]

    def ephemerals(self, person: str) -> list[Message]:
        """What was shown to one person alone, in any channel."""
        user = self.user(person)
        shown = [message for room in self._world.rooms for message in self._world.messages.of(room.id, user)]
        return [{**message.body, "channel": message.channel} for message in shown if message.to]

    def wait_for(self, condition: Callable[[], T], timeout: float = 0, what: str = "") -> T:
        """Wait until something about what people see holds, and return it."""
        until = time.monotonic() + (timeout or slack_bot.PATIENCE)
        while True:
            before = self._version
            held = self.served.call(condition)
            if held:
                return held
            self._wait_for_change(before, until - time.monotonic(), what or str(condition))

    def _wait_for_change(self, before: int, timeout: float, what: str) -> None:
        with self._changed:
            changed = self._changed.wait_for(lambda: self._version != before, timeout)
        assert changed, f"did not happen in time: {what}"

    def wait_for_bot(self, timeout: float = 0) -> None:
        """Wait until the bot's Socket Mode connection is open."""
        self.wait_for(lambda: self._world.sockets.count > 0, timeout, "the bot connects")

    def say(self, person: str, channel: str, text: str, thread_ts: str = "") -> Message:
        """Somebody writes into a channel."""
        return self.served.do(self.slack.say(person, self.channel(channel), text, thread_ts or None))

    def dm(self, person: str, text: str, thread_ts: str = "") -> Message:
        """Somebody writes to the bot."""
        return self.served.do(self.slack.say(person, self._world.bot_user, text, thread_ts or None))

    def act(self, person: str, message: Message, element: Block) -> bool:
        """Somebody uses any element of a message, also one that is no longer there."""
        choice = {name: element[name] for name in element if name.startswith("selected_")}
        work = self.slack.click(
            person, message["channel"], message["ts"], element["block_id"], element["action_id"], **choice
        )
        return self.served.do(work)

    def command(self, person: str, text: str, command: str = "/procure", channel: str = "general") -> None:
        """Somebody uses the slash command."""
        self.served.do(self.slack.command(person, self.channel(channel), command, text))

    def open_home(self, person: str) -> None:
        """Somebody opens the app's home."""
        self.served.do(self.slack.open_home(person))

    def home(self, person: str) -> dict[str, Any] | None:
        """The home that the bot last published for somebody."""
        return self._world.views.home(self.user(person))

    def view(self) -> dict[str, Any] | None:
        """The modal on top, whoever has it."""
        stacks = [self._world.views.stack(person.id) for person in self._world.people]
        return next((stack[-1] for stack in stacks if stack), None)

    def submit_view(self, person: str, values: dict[str, Any]) -> dict[str, str]:
        """Somebody sends the modal on top, values by label or action_id; returns the errors shown."""
        view = self.view()
        assert view, "no modal is open"
        state = filled(view, values, lambda _, value: value)
        return self.served.do(self.slack.submit(person, view["id"], state)) or {}

    def close_view(self, person: str) -> None:
        """Somebody closes the modal on top."""
        view = self.view()
        assert view, "no modal is open"
        self.served.do(self.slack.close_view(person, view["id"]))
