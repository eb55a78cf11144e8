"""The two sides of the contract, each with its people, its clients and a place for a bot."""

from __future__ import annotations

import contextlib
import json
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.slack import SandboxSlack, serve
from bot.sandbox.slack.manifest import ours
from tests.contract.slack_bot import Heard, RawSocket, Register, SmallBot
from tests.contract.slack_people import SandboxPeople, StandingClock, company
from tests.real.slack_standin import SlackStandin, free_port

WIDER = (
    "channels:history",
    "channels:read",
    "dnd:read",
    "files:write",
    "team:read",
    "users.profile:read",
    "mpim:write",
)
EVENTS = ("message.channels",)


def wide_manifest() -> dict[str, Any]:
    """Our manifest with all that the product may come to use: the home tab, files, channels."""
    manifest = ours()
    manifest["features"]["app_home"]["home_tab_enabled"] = True
    manifest["oauth_config"]["scopes"]["bot"] += WIDER
    manifest["settings"]["event_subscriptions"]["bot_events"] += EVENTS
    return manifest


class Side:
    """What a case works with."""

    people: Any
    bot_token = SlackStandin.bot_token
    app_token = SlackStandin.app_token
    signing_secret = SlackStandin.signing_secret
    team_id = SlackStandin.team_id
    bot_user = "U0BOT"

    def __init__(self, api_url: str, bot_port: int = 0) -> None:
        self.api_url = api_url
        self._bot_port = bot_port
        self.client = self.client_with(self.bot_token)

    def client_with(self, token: str | None) -> WebClient:
        """A client of the real SDK."""
        return WebClient(token=token, base_url=self.api_url)

    @contextlib.contextmanager
    def bot(self, register: Register) -> Iterator[SmallBot]:
        """A bot that is connected and listens."""
        made = SmallBot(self.api_url, self.bot_token, self.app_token, self.signing_secret, register, self._bot_port)
        with made as bot:
            if not self._bot_port:
                self.people.wait_for_bot()
            yield bot

    @contextlib.contextmanager
    def socket(self, heard: Heard, *, acks: bool = True) -> Iterator[dict[str, Any]]:
        """A bare socket; yields what it was greeted with."""
        address = self.client_with(self.app_token).apps_connections_open(app_token=self.app_token)["url"]
        with RawSocket(address, heard, acks=acks) as raw:
            yield raw.greeting

    def refused(self, call: Callable[..., object], *args: Any, **given: Any) -> dict[str, Any]:
        """The answer to a call that must be refused."""
        try:
            answer = call(*args, **given)
        except SlackApiError as error:
            data = error.response.data
            return {**(data if isinstance(data, dict) else {}), "status": error.response.status_code}
        raise AssertionError(f"was not refused: {answer}")

    def post(self, method: str, form: dict[str, str]) -> dict[str, Any]:
        """The answer to form fields as they are, without a client that looks at them first."""
        headers = {"Authorization": f"Bearer {self.bot_token}"}
        request = urllib.request.Request(self.api_url + method, urlencode(form).encode(), headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return dict(json.load(answer))

    def error(self, call: Callable[..., object], *args: Any, **given: Any) -> str:
        """The error code of a call that must be refused."""
        return str(self.refused(call, *args, **given).get("error"))


class StandinSide(Side):
    """The independent stand-in."""

    def __init__(self, standin: SlackStandin, bot_port: int = 0) -> None:
        self.people = standin
        super().__init__(standin.api_url, bot_port)


class SandboxSide(Side):
    """The sandbox, whose clock stands still until a case moves it."""

    people: SandboxPeople

    def __init__(self, people: SandboxPeople, bot_port: int = 0) -> None:
        self.people = people
        self.slack = people.slack
        super().__init__(people.served.api_url, bot_port)


@contextlib.contextmanager
def sandbox_side(
    *, over_http: bool = False, shipped: bool = False, deviate: Callable[[SandboxSlack], object] | None = None
) -> Iterator[SandboxSide]:
    """A fresh sandbox; `shipped` gives it our manifest as it is, `deviate` may spoil it."""
    clock = StandingClock()
    port = free_port() if over_http else 0
    mode = "http" if over_http else "socket"
    url = f"http://127.0.0.1:{port}/slack/events" if over_http else ""

    def make() -> SandboxSlack:
        manifest = ours() if shipped else wide_manifest()
        slack = SandboxSlack(company(), clock, None, mode, request_url=url, manifest=manifest)
        if deviate is not None:
            deviate(slack)
        return slack

    with serve(make) as served:
        yield SandboxSide(SandboxPeople(served, clock), port)
