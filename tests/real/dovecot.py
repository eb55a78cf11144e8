"""A real IMAP server (Debian's dovecot) on loopback, and what a mail program sees of it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from imapclient import IMAPClient

from tests.free_ports import free_port

SERVER = Path(__file__).resolve().parents[2] / "testbed" / "dovecot" / "dovecot-server"
MISSING = 77  # the exit status where there is no dovecot


class NoDovecot(Exception):
    """There is none on this machine."""


class Dovecot:
    """The server."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port(and_next=1)

    @property
    def url(self) -> str:
        """Where the bot finds its folder, as `MAILBOX_URL` says it."""
        return f"imap://buying:secret@127.0.0.1:{self.port}/INBOX"

    def run(self, command: str) -> str:
        """`start`, `kill`, `stop` or `url`. Raises `NoDovecot`."""
        done = subprocess.run(
            [SERVER, command, "--port", str(self.port)],
            env=os.environ | {"DOVECOT_HOME": str(self.home)},
            capture_output=True,
            text=True,
            timeout=60,
        )
        if done.returncode == MISSING:
            raise NoDovecot(done.stderr.strip())
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def client(self) -> IMAPClient:
        """A mail program of somebody who may see the mailbox."""
        client = IMAPClient("127.0.0.1", self.port, ssl=False, timeout=10)
        client.login("buying", "secret")
        return client

    def deliver(self, *mails: bytes, folder: str = "INBOX") -> None:
        """Mails arrive."""
        with self.client() as client:
            for mail in mails:
                client.append(folder, mail)

    def count(self, folder: str) -> int:
        """How many mails lie in a folder."""
        with self.client() as client:
            return int(client.folder_status(folder, ["MESSAGES"])[b"MESSAGES"]) if client.folder_exists(folder) else 0


@contextlib.contextmanager
def running_dovecot() -> Iterator[Dovecot]:
    """A server with empty mailboxes. Raises `NoDovecot`."""
    # Mail belongs to nobody, who cannot get into a folder of pytest's.
    with tempfile.TemporaryDirectory(prefix="dovecot-", dir="/var/tmp") as home:
        Path(home).chmod(0o755)
        server = Dovecot(Path(home) / "server")
        server.run("start")
        try:
            yield server
        finally:
            server.run("stop")
