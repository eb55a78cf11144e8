"""Messages to Slack, and its members."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.adapters.slack.faults import OnCall, ignore, slack_call
from bot.domain.errors import SlackError, SlackRefused
from bot.domain.people import SlackUser
from bot.domain.ports import Members, Messenger, Picture, Posted

USER_ID = re.compile(r"[UW][A-Z0-9]{2,}")
CHANNEL_ID = re.compile(r"[CGD][A-Z0-9]{2,}")
HISTORY = 100


def channel_ref(recipient: str) -> str:
    """A channel as the Web API takes it: an id as it is, a name with its hash."""
    if CHANNEL_ID.fullmatch(recipient) or recipient.startswith("#"):
        return recipient
    return f"#{recipient}"


class SlackMessenger(Messenger):
    """Posts, updates and whispers; the first block's id is the message's key, to find it again after a crash."""

    def __init__(self, client: WebClient, *, on_call: OnCall = ignore) -> None:
        self._client = client
        self._on_call = on_call
        self._dms: dict[str, str] = {}
        self._guard = threading.Lock()

    def post(self, recipient: str, picture: Picture, *, key: str, thread: str | None = None) -> Posted:
        """Post to a channel (id or name) or to a user's DM."""
        channel = self._channel(recipient)
        with slack_call("chat.postMessage", self._on_call):
            answer = self._client.chat_postMessage(
                channel=channel,
                text=picture.text,
                blocks=_blocks(picture, key),
                thread_ts=thread,
                unfurl_links=False,
                unfurl_media=False,
            )
        return Posted(str(answer["channel"]), str(answer["ts"]))

    def find(self, recipient: str, key: str, *, since: datetime, thread: str | None = None) -> Posted | None:
        """The message posted with `key`; None when there is none, or the channel's history is not ours to read."""
        channel = self._channel(recipient)
        oldest = f"{since.timestamp() - 5:.6f}"
        try:
            if thread:
                with slack_call("conversations.replies", self._on_call):
                    answer = self._client.conversations_replies(
                        channel=channel, ts=thread, oldest=oldest, limit=HISTORY
                    )
            else:
                with slack_call("conversations.history", self._on_call):
                    answer = self._client.conversations_history(channel=channel, oldest=oldest, limit=HISTORY)
        except SlackRefused:
            return None
        for message in answer.get("messages") or []:
            blocks = message.get("blocks") or [{}]
            if blocks[0].get("block_id") == key:
                return Posted(channel, str(message["ts"]))
        return None

    def update(self, where: Posted, picture: Picture) -> None:
        """Replace a posted message."""
        with slack_call("chat.update", self._on_call):
            self._client.chat_update(channel=where.channel, ts=where.ts, text=picture.text, blocks=_blocks(picture))

    def delete(self, where: Posted) -> None:
        """Take a posted message back."""
        try:
            with slack_call("chat.delete", self._on_call):
                self._client.chat_delete(channel=where.channel, ts=where.ts)
        except SlackRefused as error:
            if error.code != "message_not_found":
                raise

    def whisper(self, recipient: str, channel: str | None, text: str, *, response_url: str | None = None) -> None:
        """Tell one person something: in answer to their click, else in the channel only for them, else by DM."""
        if response_url and self._respond(response_url, text):
            return
        if channel:
            try:
                with slack_call("chat.postEphemeral", self._on_call):
                    self._client.chat_postEphemeral(channel=channel, user=recipient, text=text)
                return
            except SlackRefused:
                pass  # not in that channel (any more): a DM reaches them
        with slack_call("chat.postMessage", self._on_call):
            self._client.chat_postMessage(channel=self._channel(recipient), text=text)

    def show_home(self, slack_id: str, view: Mapping[str, Any]) -> None:
        """Replace the Home tab of one person."""
        with slack_call("views.publish", self._on_call):
            self._client.views_publish(user_id=slack_id, view=dict(view))

    def _respond(self, response_url: str, text: str) -> bool:
        """Whether Slack took the answer; a response address works five times within 30 minutes."""
        try:
            with slack_call("response_url", self._on_call):
                answer = WebhookClient(response_url, timeout=10).send(
                    text=text, response_type="ephemeral", replace_original=False
                )
        except SlackError:
            return False
        return answer.status_code == 200

    def _channel(self, recipient: str) -> str:
        if not USER_ID.fullmatch(recipient):
            return channel_ref(recipient)
        with self._guard:
            known = self._dms.get(recipient)
        if known is None:
            with slack_call("conversations.open", self._on_call):
                known = str(self._client.conversations_open(users=recipient)["channel"]["id"])
            with self._guard:
                self._dms[recipient] = known
        return known


class SlackMembers(Members):
    """The people of the workspace."""

    def __init__(self, client: WebClient, *, on_call: OnCall = ignore) -> None:
        self._client = client
        self._on_call = on_call
        self._told: Mapping[str, Any] | None = None

    def team_id(self) -> str:
        """The id of our own workspace."""
        return str(self._us()["team_id"])

    def _us(self) -> Mapping[str, Any]:
        """Who we are and where, as Slack told once."""
        if self._told is None:
            with slack_call("auth.test", self._on_call):
                answer = self._client.auth_test()
            self._told = {"team_id": answer["team_id"], "url": str(answer.get("url") or "")}
        return self._told

    def address(self, where: Posted) -> str:
        """The web address of a message, as `chat.getPermalink` would give it; without asking for each."""
        try:
            url = self._us()["url"]
        except SlackError:
            return ""
        return f"{url}archives/{where.channel}/p{where.ts.replace('.', '')}" if url else ""

    def ping(self) -> None:
        """Whether Slack takes our token now. Raises `SlackUnavailable` or `SlackRefused`."""
        with slack_call("auth.test", self._on_call):
            self._client.auth_test()

    def member(self, slack_id: str) -> SlackUser | None:
        """One member by id."""
        try:
            with slack_call("users.info", self._on_call):
                return _user(self._client.users_info(user=slack_id)["user"])
        except SlackRefused as error:
            if error.code in {"user_not_found", "user_not_visible"}:
                return None
            raise

    def by_email(self, email: str) -> SlackUser | None:
        """The member with this e-mail address."""
        if "@" not in email:
            return None
        try:
            with slack_call("users.lookupByEmail", self._on_call):
                return _user(self._client.users_lookupByEmail(email=email)["user"])
        except SlackRefused as error:
            if error.code in {"users_not_found", "user_not_found", "invalid_email"}:
                return None
            raise


def _user(user: Mapping[str, Any]) -> SlackUser:
    profile = user.get("profile") or {}
    return SlackUser(
        id=str(user["id"]),
        name=str(user.get("real_name") or profile.get("real_name") or user.get("name") or user["id"]),
        email=str(profile.get("email") or ""),
        email_confirmed=user.get("is_email_confirmed") is not False,  # Slack always says; stand-ins may not
        team_id=str(user.get("team_id") or ""),
        is_bot=bool(user.get("is_bot", False)),
        deleted=bool(user.get("deleted", False)),
        stranger=bool(user.get("is_stranger", False)),
        tz=str(user.get("tz") or "UTC"),
    )


def _blocks(picture: Picture, key: str | None = None) -> list[dict[str, Any]] | None:
    blocks = [dict(block) for block in picture.blocks]
    if key and blocks:
        blocks[0]["block_id"] = key
    return blocks or None
