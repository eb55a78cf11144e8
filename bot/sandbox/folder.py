"""Where the demo keeps its data: one folder, used by one demo at a time, written by one version."""

from __future__ import annotations

import contextlib
import json
import secrets
import shutil
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import TextIO

from bot.domain.errors import InvalidInput

try:
    import fcntl
except ImportError:  # Windows has no such locks: two demos in one folder are then not noticed
    locks: ModuleType | None = None
else:
    locks = fcntl

LAYOUT = 1
AFRESH = "`--reset` throws it away and starts afresh"
NOT_WRITABLE = "the demo may not write there; choose another folder with --data DIR"
OWN = ("demo.json", "bot.db", "slack.db", "odoo.db")


@dataclass
class Kept:
    """What the demo remembers of itself."""

    layout: int = LAYOUT
    ahead_seconds: float = 0.0
    webhook_secret: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    mail_secret: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    secret_key: str = field(default_factory=lambda: urlsafe_b64encode(secrets.token_bytes(32)).decode())

    @property
    def ahead(self) -> timedelta:
        """How far the clock was moved."""
        return timedelta(seconds=self.ahead_seconds)


class Folder:
    """The demo's data folder."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.kept = Kept()
        self._held: TextIO | None = None

    @property
    def bot_db(self) -> Path:
        """The bot's database."""
        return self.path / "bot.db"

    @property
    def slack_db(self) -> Path:
        """The sandbox Slack's."""
        return self.path / "slack.db"

    @property
    def odoo_db(self) -> Path:
        """The sandbox Odoo's."""
        return self.path / "odoo.db"

    @property
    def log(self) -> Path:
        """What the bot and the demo log."""
        return self.path / "demo.log"

    @contextlib.contextmanager
    def opened(self, *, reset: bool) -> Iterator[None]:
        """Make the folder if needed and hold it. Raises `InvalidInput` with words for whoever started the demo."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            held = (self.path / ".lock").open("a+", encoding="utf-8")
        except PermissionError as error:
            raise InvalidInput(NOT_WRITABLE, where=str(self.path)) from error
        except (FileExistsError, NotADirectoryError) as error:
            raise InvalidInput("is a file; --data wants a folder", where=str(self.path)) from error
        except OSError as error:
            raise InvalidInput(f"cannot be made: {error.strerror}", where=str(self.path)) from error
        with held:
            self._lock(held)
            self._held = held
            try:
                if reset:
                    self.clear()
                self._read()
                self.save()
            except PermissionError as error:
                raise InvalidInput(NOT_WRITABLE, where=str(self.path)) from error
            except OSError as error:
                raise InvalidInput(f"cannot be written: {error.strerror}", where=str(self.path)) from error
            yield

    def served_at(self, address: str) -> None:
        """Note the address, for whoever starts a second demo with this folder. Raises `RuntimeError` when not held."""
        if self._held is None:
            raise RuntimeError("the folder is not held")
        self._held.truncate(0)
        self._held.write(address)
        self._held.flush()

    def clear(self) -> None:
        """Throw the demo's data away, and nothing else that may lie in the folder."""
        for name in OWN:
            for path in self.path.glob(f"{name}*"):
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink(missing_ok=True)
        self.kept = Kept()

    def save(self) -> None:
        """Write down what the demo remembers of itself."""
        fresh = self.path / "demo.json.new"
        fresh.write_text(json.dumps(asdict(self.kept)), encoding="utf-8")
        fresh.chmod(0o600)
        fresh.replace(self.path / "demo.json")

    def _read(self) -> None:
        about = self.path / "demo.json"
        if not about.exists():
            if any((self.path / name).exists() for name in OWN):
                raise InvalidInput(f"holds a demo that is not complete; {AFRESH}", where=str(self.path))
            return
        try:
            given = json.loads(about.read_text(encoding="utf-8"))
            layout = int(given.get("layout", 0))
            self.kept = Kept(**given) if layout == LAYOUT else self.kept
        except (ValueError, TypeError, AttributeError) as error:
            raise InvalidInput(f"cannot be read; {AFRESH}", where=str(about)) from error
        if layout != LAYOUT:
            age = "an earlier" if layout < LAYOUT else "a later"
            raise InvalidInput(f"was written by {age} version of the demo; {AFRESH}", where=str(self.path))

    def _lock(self, file: TextIO) -> None:
        """Held until the file is closed, also by the end of the process."""
        if locks is None:
            return
        try:
            locks.flock(file.fileno(), locks.LOCK_EX | locks.LOCK_NB)
        except OSError as error:
            file.seek(0)
            address = file.read(200)
            there = f", at {address}: open that one, stop it" if address else "; stop it"
            what = f"another demo is running with this folder{there}, or choose another folder with --data DIR"
            raise InvalidInput(what, where=str(self.path)) from error
        file.truncate(0)
