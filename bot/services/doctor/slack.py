"""Slack: the tokens work, the scopes suffice, the channels are there, people are matched."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.errors import SlackError, SlackRefused
from bot.services.doctor.findings import Finding, fail, ok, warn

SCOPES = frozenset(
    {
        "app_mentions:read",
        "assistant:write",
        "chat:write",
        "commands",
        "dnd:read",
        "im:history",
        "im:write",
        "users:read",
        "users:read.email",
    }
)
"""What slack/manifest.json asks for, and nothing beyond it."""

UNSET = {
    "EXCEPTIONS_CHANNEL": "each exception goes to its owner alone, in Slack to nobody when that owner has no account",
}
ABSENT = frozenset({"channel_not_found", "not_in_channel", "is_archived", "restricted_action", "invalid_channel"})


@dataclass(frozen=True)
class Hello:
    """Who Slack says that we are. `scopes` is None when it does not tell them."""

    team: str
    user: str
    scopes: frozenset[str] | None
    at: datetime | None


class Slack(Protocol):
    """Facts about Slack. Methods raise `SlackUnavailable` or `SlackRefused`."""

    def hello(self) -> Hello:
        """What `auth.test` says."""
        ...

    def open_socket(self) -> None:
        """Ask for a socket with the app's token."""
        ...

    def rehearse(self, channel: str) -> None:
        """Make sure that the bot may write to a channel, without anybody seeing anything."""
        ...


def connected(hello: Hello) -> Iterator[Finding]:
    """The bot token works."""
    yield ok("bot token", f"{hello.user} in {hello.team}")


def scopes(hello: Hello) -> Iterator[Finding]:
    """The app was installed with the scopes of the manifest."""
    if hello.scopes is None:
        yield warn("scopes", "Slack does not tell the scopes of the token", "compare with slack/manifest.json")
        return
    missing = sorted(SCOPES - hello.scopes)
    if missing:
        yield fail("scopes", f"missing: {', '.join(missing)}", "update the app from slack/manifest.json, reinstall it")
    else:
        extra = sorted(hello.scopes - SCOPES)
        yield ok("scopes", "as in slack/manifest.json" + (f"; not needed: {', '.join(extra)}" if extra else ""))


def socket(slack: Slack) -> Iterator[Finding]:
    """Slack gives the app a socket."""
    try:
        slack.open_socket()
    except SlackRefused as error:
        mend = "Basic Information, App-Level Tokens: one with connections:write; switch Socket Mode on"
        yield fail("socket", str(error), mend)
    else:
        yield ok("socket", "Slack grants one")


def channels(slack: Slack, given: Mapping[str, str]) -> Iterator[Finding]:
    """The channels exist and the bot may write there; `given` maps settings to channels, empty for none."""
    for name, channel in given.items():
        if channel:
            yield _channel(slack, name, channel)
        elif name in UNSET:
            yield warn(name, f"not set: {UNSET[name]}", f"set {name} and invite the bot to that channel")


def _channel(slack: Slack, name: str, channel: str) -> Finding:
    try:
        slack.rehearse(channel)
    except SlackRefused as error:
        mend = f"look at the name, and /invite the bot to {channel}"
        if error.code in ABSENT:
            return fail(name, f"the bot cannot write to {channel} ({error.code})", mend)
        return warn(name, f"{channel}: Slack does not let us look ({error.code})", mend)
    except SlackError as error:
        return warn(name, f"{channel}: {error}", "try again")
    return ok(name, f"the bot may write to {channel}")


def unmatched(group: str, total: int, without: Collection[str]) -> Finding:
    """People of an approver group who have no Slack account; `without` says who and why."""
    name = f"approvers: {group}"
    if total and len(without) == total:
        mend = "the same confirmed e-mail in Odoo and Slack, or a line under people: in the policy file"
        return fail(name, f"none of the {total} has a Slack account: {'; '.join(without)}", mend)
    if without:
        found = f"{total - len(without)} of {total} have a Slack account; never asked: {'; '.join(without)}"
        return warn(name, found, "nothing for service accounts; for a person the same e-mail in both, or people:")
    return ok(name, f"all {total} have a Slack account")
