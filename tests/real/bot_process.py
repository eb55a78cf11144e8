"""The whole bot as a process of its own, as an administrator runs it."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Self

REPOSITORY = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "bot", "run")
PATIENCE = 60.0


class BotProcess:
    """`python -m bot run` with these settings and no others. Its log is in `log_file`."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self.folder = folder
        self.settings = dict(settings)
        self.url = f"http://127.0.0.1:{settings['HTTP_PORT']}"
        self.log_file = folder / "bot.log"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.stop()
        else:
            self.kill()

    @property
    def log(self) -> str:
        """All that it has said so far."""
        return self.log_file.read_text(encoding="utf-8")

    def start(self, *, ready: bool = True) -> None:
        """Start it, and wait until it says that it is ready."""
        surroundings = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LC_ALL") if name in os.environ}
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                COMMAND,
                cwd=self.folder,
                env={**surroundings, "PYTHONPATH": str(REPOSITORY), **self.settings},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        if ready:
            self.wait_until_ready()

    def wait_until_ready(self, timeout: float = PATIENCE) -> None:
        """Wait for 200 from /readyz."""
        last_said = ""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            assert self._process is not None
            if self._process.poll() is not None:
                raise AssertionError(f"the bot ended with {self._process.returncode}:\n{self.log[-3000:]}")
            status, last_said = self.ask("/readyz")
            if status == 200:
                return
            time.sleep(0.1)
        raise AssertionError(f"the bot was not ready within {timeout} s: {last_said}\n{self.log[-3000:]}")

    def ask(self, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> tuple[int, str]:
        """Status and text of one request to the bot's web server; status 0 while nobody listens."""
        request = urllib.request.Request(self.url + path, data=body, headers=dict(headers or {}))
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError as error:
            return 0, repr(error)

    def stop(self, timeout: float = PATIENCE) -> None:
        """Ask it to stop as a supervisor does, and see that it does so cleanly."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            status = process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"the bot did not stop within {timeout} s:\n{self.log[-3000:]}") from None
        assert status == 0, f"the bot ended with {status}:\n{self.log[-3000:]}"

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
