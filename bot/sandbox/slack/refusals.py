"""What the sandbox says no with: to the bot in Slack's own words, to people who act on what is not there."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


class Refusal(Exception):
    """Slack refuses a call: the error code, and for bad arguments where they are wrong."""

    def __init__(self, error: str, *messages: str, status: int = 200, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages
        self.status = status
        self.more = more

    def body(self) -> Json:
        """The answer of the Web API."""
        body: Json = {"ok": False, "error": self.error, **self.more}
        if self.messages:
            body["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in self.messages]}
        return body


class RateLimited(Refusal):
    """Too many calls: HTTP 429, and the seconds to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__("ratelimited", status=429)
        self.seconds = seconds


class NotThere(LookupError):
    """A person acts on a channel, message, button or modal that they cannot see."""


class NotAcked(Exception):
    """The bot did not acknowledge a delivery; `reason` is what Slack gives for sending it again."""

    def __init__(self, reason: str, *, again: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.again = again


class OtherVersion(Exception):
    """The file holds the messages of another version of the sandbox."""
