"""The demo's data folder: held by one demo, and clear words for what is wrong with it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from bot.adapters.vault import FernetVault
from bot.cli.demo import keys_told
from bot.domain.errors import InvalidInput
from bot.domain.keys import looks_like_key
from bot.sandbox.folder import Folder, Kept
from bot.sandbox.odoo import SandboxOdoo
from bot.sandbox.workspace import ACTORS


def test_folder_is_made_and_remembers_its_secret(tmp_path: Path) -> None:
    first, second = Folder(tmp_path / "new" / "demo"), Folder(tmp_path / "new" / "demo")
    with first.opened(reset=False):
        assert len(first.kept.webhook_secret) >= 16
    with second.opened(reset=False):
        assert second.kept.webhook_secret == first.kept.webhook_secret


def test_reset_removes_the_demo_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "bot.db").write_text("old")
    (tmp_path / "bot.db-wal").write_text("old")
    (tmp_path / "letter.txt").write_text("mine")
    with Folder(tmp_path).opened(reset=True):
        assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "demo.json", "letter.txt"]


@pytest.mark.parametrize(("layout", "age"), [(0, "an earlier"), (99, "a later")])
def test_data_of_another_version_is_said_to_be_so(tmp_path: Path, layout: int, age: str) -> None:
    (tmp_path / "demo.json").write_text(json.dumps({"layout": layout}))
    with pytest.raises(InvalidInput, match=f"was written by {age} version of the demo; `--reset`"):
        open_and_close(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"layout": 1, "surprise": 2}', '{"layout": "x"}'])
def test_broken_data_is_said_to_be_so(tmp_path: Path, text: str) -> None:
    (tmp_path / "demo.json").write_text(text)
    with pytest.raises(InvalidInput, match="--reset"):
        open_and_close(tmp_path)


def test_data_without_its_head_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "bot.db").write_text("old")
    with pytest.raises(InvalidInput, match="not complete; `--reset`"):
        open_and_close(tmp_path)


def test_second_demo_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    with Folder(tmp_path).opened(reset=False), pytest.raises(InvalidInput, match="another demo is running"):
        open_and_close(tmp_path)


def test_second_demo_is_told_where_the_first_is(tmp_path: Path) -> None:
    first = Folder(tmp_path)
    with first.opened(reset=False):
        first.served_at("http://127.0.0.1:8765/")
        for _ in range(2):
            with pytest.raises(InvalidInput, match=r"at http://127\.0\.0\.1:8765/: open that one, stop it, or"):
                open_and_close(tmp_path)
    with Folder(tmp_path).opened(reset=False), pytest.raises(InvalidInput, match="with this folder; stop it"):
        open_and_close(tmp_path)


def test_file_in_the_folders_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(InvalidInput, match="wants a folder"):
        open_and_close(tmp_path / "file")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_folder_without_write_permission_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(InvalidInput, match="may not write"):
        open_and_close(tmp_path / "demo")


def test_refused_write_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(InvalidInput, match="may not write there; choose another folder with --data DIR"):
        open_and_close(tmp_path / "demo")


def test_folder_that_cannot_be_made_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"cannot be made|may not write"):
        open_and_close(Path("/proc/demo"))


def open_and_close(path: Path) -> None:
    with Folder(path).opened(reset=False):
        pass


def test_demo_can_keep_peoples_own_keys() -> None:
    """`/procure key` works there too: what it seals them with is a Fernet key."""
    vault = FernetVault([Kept().secret_key])
    assert vault.open(vault.seal("0123456789abcdef")) == "0123456789abcdef"


def test_a_visitor_is_told_the_keys_that_procure_key_takes() -> None:
    told = dict(line.strip().split(": ") for line in keys_told())
    keys = {person.name: person.key for person in SandboxOdoo.people}
    assert told == {actor.name: keys[actor.name] for actor in ACTORS}
    assert all(looks_like_key(key) for key in told.values())
