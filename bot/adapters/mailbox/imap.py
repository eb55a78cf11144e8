"""An IMAP mailbox (RFC 9051): looked at, waited on, and tidied up."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import CapabilityError, IMAPClientAbortError, IMAPClientError, LoginError

from bot.adapters.mailbox.address import MailboxAddress
from bot.domain.errors import MailboxRefused, MailboxUnavailable
from bot.domain.ports import Letter, Mailbox

SECONDS = 30.0
WHOLE = b"BODY[]"
PASSING = ("UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG")  # RFC 5530: these answers may change by themselves


class ImapMailbox(Mailbox):
    """One folder, over one connection. Used by one thread; `interrupt` may be called by another."""

    def __init__(
        self, address: MailboxAddress, *, most: int, tls: ssl.SSLContext | None = None, timeout: float = SECONDS
    ) -> None:
        """`most` bytes of a mail are fetched; of a larger one its beginning. `tls` is the system's own by default."""
        self._address = address
        self._most = most
        self._tls = tls
        self._timeout = timeout
        self._client: IMAPClient | None = None
        self._guard = threading.Lock()
        self._interrupted = threading.Event()
        self.name = address.name

    def open(self) -> int:
        """Connect and select the folder; its UIDVALIDITY."""
        self.close()
        try:
            return self._opened()
        except (MailboxRefused, MailboxUnavailable):
            self.close()
            raise

    def _opened(self) -> int:
        with self._faults(f"{self._address.host}:{self._address.port}"):
            client = self._connected()
            with self._guard:
                self._client = client
        with self._faults(f"the login of {self._address.user}", refuses=True):
            client.login(self._address.user, self._address.password)
        with self._faults(f"the folder {self._address.folder}", refuses=True):
            selected = client.select_folder(self._address.folder)
        return int(selected[b"UIDVALIDITY"])

    def uids(self, after: int) -> Sequence[int]:
        """The UIDs above `after` that are in the folder now, ascending."""
        with self._faults("looking for new mail"):
            found = self._open().search(["UID", f"{after + 1}:*"])
        return sorted(int(uid) for uid in found if uid > after)  # N:* gives the last one even where it is below N

    def fetch(self, uid: int) -> Letter | None:
        """One mail, left unread as it was; None when it is gone meanwhile."""
        with self._faults(f"fetching mail {uid}"):
            client = self._open()
            head = client.fetch([uid], ["RFC822.SIZE", "INTERNALDATE"]).get(uid)
            if head is None:
                return None
            part = "BODY.PEEK[]" if head[b"RFC822.SIZE"] <= self._most else f"BODY.PEEK[]<0.{self._most}>"
            found = client.fetch([uid], [part]).get(uid)
        if found is None:
            return None
        raw = next((content for name, content in found.items() if name.startswith(WHOLE)), None)
        return None if raw is None else Letter(uid, raw, int(head[b"RFC822.SIZE"]), _moment(head.get(b"INTERNALDATE")))

    def put_away(self, uids: Sequence[int]) -> None:
        """Move these to the folder for what was taken in, which is made if need be."""
        if not uids:
            return
        with self._faults(f"moving mail to {self._address.done}", refuses=True):
            client = self._open()
            if not client.folder_exists(self._address.done):
                client.create_folder(self._address.done)
                client.subscribe_folder(self._address.done)
            if client.has_capability("MOVE"):
                client.move(uids, self._address.done)
                return
            client.copy(uids, self._address.done)
            client.delete_messages(uids, silent=True)
            if client.has_capability("UIDPLUS"):  # without it, others' deleted mail would go too
                client.uid_expunge(uids)

    def wait(self, seconds: float) -> None:
        """Return when something arrives, or after `seconds`."""
        with self._faults("waiting for mail"):
            client = self._open()
            if not client.has_capability("IDLE"):
                self._interrupted.wait(seconds)
                client.noop()
                return
            client.idle()
            try:
                if not self._told_already(client):
                    client.idle_check(timeout=seconds)
            finally:
                client.idle_done()

    def _told_already(self, client: IMAPClient) -> bool:
        """Whether news came together with the server's "+": they wait in the reader, where no polling sees them."""
        connection = client.socket()
        reader = getattr(client._imap, "_file", None) or client._imap.file
        connection.setblocking(False)
        try:
            return bool(reader.peek(1))
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        finally:
            connection.settimeout(self._timeout)

    def interrupt(self) -> None:
        """Cut a wait of another thread short, for good."""
        self._interrupted.set()
        with self._guard, suppress(OSError, AttributeError):
            if self._client is not None:
                self._client.socket().shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the connection; never raises."""
        with self._guard:
            client, self._client = self._client, None
        if client is not None:
            with suppress(IMAPClientError, IMAPClientAbortError, OSError, AttributeError):
                client.shutdown()

    def _connected(self) -> IMAPClient:
        address = self._address
        context = self._tls or ssl.create_default_context()
        client = IMAPClient(
            address.host, address.port, ssl=address.secure, timeout=self._timeout,
            **({"ssl_context": context} if address.secure else {}),
        )  # fmt: skip
        client.normalise_times = False
        if not address.secure and not address.here:
            client.starttls(context)
        return client

    def _open(self) -> IMAPClient:
        client = self._client
        if client is None:
            raise MailboxUnavailable("the mailbox is not open")
        return client

    @contextmanager
    def _faults(self, what: str, *, refuses: bool = False) -> Iterator[None]:
        """Turns the library's and the network's errors into ours; `refuses` where the server's "no" is for good."""
        try:
            yield
        except ssl.SSLCertVerificationError as error:
            raise MailboxRefused(f"{what}: the server's certificate does not hold ({error.verify_message})") from error
        except (IMAPClientAbortError, OSError, EOFError) as error:
            raise MailboxUnavailable(f"{what}: {type(error).__name__}") from error
        except (CapabilityError, LoginError, IMAPClientError) as error:
            said = _said(error)
            if refuses and not any(code in said.upper() for code in PASSING):
                raise MailboxRefused(f"{what}: the mail server says no: {said}") from error
            raise MailboxUnavailable(f"{what}: {said}") from error


def _said(error: Exception) -> str:
    """The server's words, which never hold the password: it is not part of an answer."""
    first: Any = error.args[0] if error.args else ""
    text = first.decode("utf-8", "replace") if isinstance(first, bytes) else str(first)
    return " ".join(text.split())[:200]


def _moment(when: Any) -> datetime:
    """INTERNALDATE as an aware time; a server that gives none leaves us with now."""
    if not isinstance(when, datetime):
        return datetime.now(UTC)
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
