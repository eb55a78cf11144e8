"""The demo as a command: it says its address, leaves nothing behind, and says what is wrong with its data."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.domain.errors import InvalidInput
from bot.sandbox import demo as demos
from bot.sandbox.clock import DemoClock
from bot.sandbox.demo import RunningBot
from bot.sandbox.folder import Folder

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")


def run(path: Path, broken: Exception | None = None) -> None:
    """Run a demo whose bot does not start."""

    def start(_settings: object, _clock: DemoClock) -> RunningBot:
        raise broken or AssertionError("no bot here")

    folder = Folder(path)
    with folder.opened(reset=False), demos.listen(0) as listener:
        asyncio.run(demos.run(folder, listener, start, lambda address: None))


@pytest.mark.parametrize("name", ["slack.db", "odoo.db"])
def test_data_that_is_no_database_is_refused_with_the_way_out(tmp_path: Path, name: str) -> None:
    with Folder(tmp_path).opened(reset=False):
        (tmp_path / name).write_text("Dear diary, " * 100)
    with pytest.raises(InvalidInput, match=rf"^{re.escape(str(tmp_path))}: cannot be used .*`--reset` throws it away"):
        run(tmp_path)


@pytest.mark.parametrize(
    "error",
    [
        InvalidInput("the tables are at revision 9999", where="DATABASE_URL"),
        sa.exc.DatabaseError("select", {}, sqlite3.DatabaseError("file is not a database")),
    ],
)
def test_data_that_the_bot_cannot_use_is_refused_with_the_way_out(tmp_path: Path, error: Exception) -> None:
    with pytest.raises(InvalidInput, match=r"cannot be used \(.*(revision 9999|not a database)\); `--reset`"):
        run(tmp_path, error)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent in another way there")
def test_demo_says_its_address_and_leaves_nothing_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "demo", "--port", "0", "--data", str(tmp_path)]
    without_screen = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    opener = without_screen | {"BROWSER": f"touch {tmp_path}/opened"}
    with subprocess.Popen(
        command, env=opener, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as demo:
        assert demo.stdout is not None
        said = []
        for line in demo.stdout:
            said.append(line)
            if ADDRESS.search(line):
                break
        os.killpg(demo.pid, signal.SIGINT)
        rest = demo.stdout.read()
    assert ADDRESS.search(said[-1]), "".join(said)
    assert (demo.returncode, rest.strip().splitlines()[-1]) == (0, "Stopped.")
    with pytest.raises(ProcessLookupError):
        os.killpg(demo.pid, 0)
    assert not (tmp_path / "opened").exists()
    Folder(tmp_path).clear()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "demo.log"]
