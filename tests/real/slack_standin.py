"""Drives the Slack stand-in of testbed/slack: what people do there, and what they see."""

import asyncio
import json
import os
import subprocess
import threading
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self, TypeVar

import aiohttp

from tests.free_ports import free_port
from tests.slack_people import Block, Message, SlackPeople, filled, text_of

PROGRAM = Path(__file__).resolve().parents[2] / "testbed" / "slack" / "slack-standin"

PATIENCE = 15.0  # seconds
T = TypeVar("T")


class SlackStandin(SlackPeople):
    """One stand-in process, and the eyes and hands of everybody in its workspace.

    People are named by login (`maya`), channels by name; a person's name as channel is their DM with the bot.
    """

    bot_token = "xoxb-test-token"
    app_token = "xapp-test-token"
    signing_secret = "test-signing-secret"
    team_id = "T0NORTHGATE"

    def __init__(self, mode: str = "socket", request_url: str = "", port: int = 0) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.api_url = f"{self.url}/api/"
        self._command = [str(PROGRAM), "run", "--port", str(self.port), "--mode", mode]
        self._command += ["--request-url", request_url] if request_url else []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="slack page", daemon=True)
        self._changed = threading.Condition()
        self._users: dict[str, str] = {}
        self._channels: dict[str, dict[str, Any]] = {}
        self._messages: dict[str, list[Message]] = {}
        self._stack: list[dict[str, Any]] = []
        self._homes: dict[str, dict[str, Any]] = {}
        self._connected = False
        self._outcomes: list[dict[str, str]] = []

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=os.environ
        )
        self._thread.start()
        try:
            self._do(self._open_page(), timeout=30)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(10)
        if self._process.stdout:
            self._process.stdout.close()
        self._do(self._close_page(), timeout=10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def user(self, person: str) -> str:
        """A person's Slack id."""
        return self._users.get(person, person)

    def people(self) -> list[dict[str, Any]]:
        """Everybody in the workspace, the bot too: id, name, real_name, email."""
        users: list[dict[str, Any]] = self._get("state")["users"]
        return users

    def channel(self, name: str) -> str:
        """A channel's id, by name; by a person's name their DM with the bot, if there is one yet."""
        for channel in list(self._channels.values()):
            if channel["name"] == name or (channel["is_im"] and self.user(name) in channel["members"]):
                return str(channel["id"])
        return name

    def messages(self, channel: str) -> list[Message]:
        """What everybody in a channel sees, oldest first."""
        return [m for m in list(self._messages.get(self.channel(channel), ())) if m.get("subtype") != "ephemeral"]

    def ephemerals(self, person: str) -> list[Message]:
        """What was shown to one person alone, in any channel."""
        everything = [m for found in list(self._messages.values()) for m in found]
        return [m for m in everything if m.get("ephemeral_to") == self.user(person)]

    def wait_for(self, condition: Callable[[], T], timeout: float = 0, what: str = "") -> T:
        """Wait until something about what people see holds, and return it."""
        timeout = timeout or PATIENCE
        with self._changed:
            held = self._changed.wait_for(condition, timeout)
        if not held:
            seen = {c["name"]: [text_of(m)[:200] for m in self._messages.get(i, ())] for i, c in self._channels.items()}
            raise AssertionError(
                f"not within {timeout} s: {what or condition}; seen: { {k: v for k, v in seen.items() if v} }"
            )
        return held

    def wait_for_bot(self, timeout: float = 30) -> None:
        """Wait until the bot's Socket Mode connection is open."""
        self.wait_for(lambda: self._connected, timeout, "the bot connects")

    def say(self, person: str, channel: str, text: str, thread_ts: str = "") -> Message:
        """Somebody writes; returns once the bot has acknowledged it."""
        body = {"channel": self.channel(channel), "user": self.user(person), "text": text}
        sent: Message = self._post("message", body | ({"thread_ts": thread_ts} if thread_ts else {}))["message"]
        return sent

    def dm(self, person: str, text: str, thread_ts: str = "") -> Message:
        """Somebody writes to the bot."""
        body = {"channel": self.user(person), "user": self.user(person), "text": text}
        sent: Message = self._post("message", body | ({"thread_ts": thread_ts} if thread_ts else {}))["message"]
        return sent

    def act(self, person: str, message: Message, element: Block) -> None:
        """Somebody uses any element of a message, also one that is no longer there."""
        body = {"channel": message["channel"], "messageTs": message["ts"], "user": self.user(person), "action": element}
        self._post("interact", body)

    def command(self, person: str, text: str, command: str = "/procure", channel: str = "general") -> None:
        """Somebody uses the slash command."""
        body = {"channel": self.channel(channel), "user": self.user(person), "command": command, "text": text}
        self._post("command", body)

    def open_home(self, person: str) -> None:
        """Somebody opens the app's home."""
        self._post("open-home", {"user": self.user(person)})

    def home(self, person: str) -> dict[str, Any] | None:
        """The home that the bot last published for somebody."""
        return self._homes.get(self.user(person))

    def view(self) -> dict[str, Any] | None:
        """The modal on top, whoever opened it: the workspace has one stack for all."""
        return self._stack[-1] if self._stack else None

    def submit_view(self, person: str, values: dict[str, Any]) -> dict[str, str]:
        """Somebody sends the modal on top, values by label or action_id; returns the errors shown."""
        view = self.view()
        assert view, "no modal is open"
        state = filled(view, values, self._value)
        before = len(self._outcomes)
        self._do(self._page.send_json({"t": "view_submit", "user": self.user(person), "values": state}))
        self.wait_for(lambda: len(self._outcomes) > before, what="the modal's outcome")
        return self._outcomes[before]

    def close_view(self, person: str) -> None:
        """Somebody closes the modal."""
        self._do(self._page.send_json({"t": "view_close", "user": self.user(person)}))
        self.wait_for(lambda: not self._stack, what="the modal closes")

    def log(self) -> list[dict[str, Any]]:
        """The last thousand things that went to and from the bot."""
        entries: list[dict[str, Any]] = self._get("log")["log"]
        return entries

    def reset(self) -> None:
        """Forget all messages, modals and DM channels. A bot that remembers a DM channel must be restarted."""
        self._post("reset", {})

    @staticmethod
    def _value(element: Block, value: Any) -> dict[str, Any]:
        kind = element["type"]
        if isinstance(value, dict):
            return {"type": kind, **value}
        if kind in ("static_select", "radio_buttons", "external_select"):
            options = [
                *element.get("options", ()),
                *(o for g in element.get("option_groups", ()) for o in g["options"]),
            ]
            chosen = next((o for o in options if value in (o["value"], o["text"]["text"])), None)
            return {"type": kind, "selected_option": chosen or {"value": value}}
        if kind in ("users_select", "conversations_select", "channels_select"):
            return {"type": kind, f"selected_{kind.removesuffix('s_select')}": value}
        if kind in ("datepicker", "timepicker"):
            return {"type": kind, f"selected_{kind.removesuffix('picker')}": value}
        return {"type": kind, "value": value}

    def _get(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self.url}/_control/{path}", timeout=30) as answer:
            return json.load(answer)

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}/_control/{path}", json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            result = json.load(answer)
        assert result["ok"], result
        return result

    def _do(self, work: Any, timeout: float = 30) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout)

    async def _open_page(self) -> None:
        self._session = aiohttp.ClientSession()
        while True:
            try:
                self._page = await self._session.ws_connect(f"{self.url}/ui", max_msg_size=64 * 2**20)
                break
            except aiohttp.ClientConnectionError as error:
                if self._process.poll() is not None:
                    said = self._process.stdout.read().decode() if self._process.stdout else ""
                    raise RuntimeError(f"the Slack stand-in ended: {said[-1000:]}") from error
                await asyncio.sleep(0.02)
        self._seen(await self._page.receive_json())
        self._watcher = asyncio.ensure_future(self._watch())

    async def _watch(self) -> None:
        async for message in self._page:
            self._seen(json.loads(message.data))

    async def _close_page(self) -> None:
        if hasattr(self, "_watcher"):
            self._watcher.cancel()
            await asyncio.gather(self._watcher, return_exceptions=True)
        await self._session.close()

    def _seen(self, event: dict[str, Any]) -> None:
        with self._changed:
            kind = event["t"]
            if kind == "init":
                self._take_over(event["state"])
            elif kind == "channel":
                self._channels[event["channel"]["id"]] = event["channel"]
            elif kind in ("message", "message_update"):
                self._put(event["message"])
            elif kind == "message_delete":
                kept = [m for m in self._messages.get(event["channel"], ()) if m["ts"] != event["ts"]]
                self._messages[event["channel"]] = kept
            elif kind == "view":
                if event["stack"] != self._stack:  # said again after an opening, it is no outcome of a submission
                    self._stack = event["stack"]
                    self._outcomes.append({})
            elif kind == "view_errors":
                self._outcomes.append(event["errors"])
            elif kind == "home":
                self._homes[event["user"]] = event["view"]
            elif kind == "socket_status":
                self._connected = event["connected"]
            self._changed.notify_all()

    def _take_over(self, state: dict[str, Any]) -> None:
        self._users = {user["name"]: user["id"] for user in state["users"]}
        self._channels = {channel["id"]: channel for channel in state["channels"]}
        self._messages = {channel: list(found) for channel, found in state["messages"].items()}
        self._stack = state["modalStack"]
        self._homes = {}
        self._connected = state["apps"][0]["connected"]

    def _put(self, message: Message) -> None:
        known = self._messages.setdefault(message["channel"], [])
        for index, old in enumerate(known):
            if old["ts"] == message["ts"]:
                known[index] = message
                return
        known.append(message)
