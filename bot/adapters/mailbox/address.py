"""`MAILBOX_URL`: which server, which user, which folder, and where mail goes once it was taken in."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from bot.domain.errors import InvalidInput

DONE = "Procurement bot"
SHAPE = "must be like imaps://user:password@host/INBOX"


@dataclass(frozen=True)
class MailboxAddress:
    """A mailbox. `secure` speaks TLS from the first byte; else STARTTLS, except with this machine itself."""

    host: str
    port: int
    secure: bool
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    done: str = DONE

    @property
    def here(self) -> bool:
        """Whether the server is on this machine, where nobody listens on the way."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def name(self) -> str:
        """The mailbox as people and records call it, without the password."""
        return f"{self.user}@{self.host}/{self.folder}"


def mailbox_address(text: str) -> MailboxAddress:
    """The parts of an address like `imaps://user:password@host/INBOX?done=Archive`. Raises `InvalidInput`."""
    try:
        parts = urlsplit(text)
        port = parts.port
        more = parse_qs(parts.query, strict_parsing=bool(parts.query))
    except ValueError:
        raise InvalidInput(SHAPE, where="MAILBOX_URL") from None
    if parts.scheme not in {"imaps", "imap"} or not (parts.hostname and parts.username and parts.password):
        raise InvalidInput(SHAPE, where="MAILBOX_URL")
    if unknown := sorted(set(more) - {"done"}):
        raise InvalidInput(f"knows ?done=FOLDER and nothing like {unknown[0]!r}", where="MAILBOX_URL")
    secure = parts.scheme == "imaps"
    folder, done = unquote(parts.path.strip("/")) or "INBOX", more.get("done", [DONE])[0]
    if folder.upper() == done.upper():
        raise InvalidInput("must name another folder in ?done= than mail is read from", where="MAILBOX_URL")
    return MailboxAddress(
        parts.hostname, port or (993 if secure else 143), secure, unquote(parts.username), unquote(parts.password),
        folder, done,
    )  # fmt: skip
