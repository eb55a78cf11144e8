"""Files that the bot uploads: first an address, then the bytes, then they are shared."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from bot.sandbox.slack.kept import Kept
from bot.sandbox.slack.refusals import Json, Refusal
from bot.sandbox.slack.rooms import fresh


@dataclass
class File:
    """One upload; `content` is None until the bytes came."""

    id: str
    name: str
    size: int
    content: bytes | None = None
    title: str = ""
    complete: bool = False


class Files:
    """Every upload, by id."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._all: dict[str, File] = {}
        for key, body in kept.all("file"):
            content = base64.b64decode(body["content"])
            self._all[key] = File(key, body["name"], len(content), content, body["title"], complete=True)

    def expect(self, name: str, size: int) -> File:
        """An upload is announced."""
        file = File(fresh("F"), name, size)
        self._all[file.id] = file
        return file

    def get(self, file_id: str) -> File | None:
        """One file."""
        return self._all.get(file_id)

    def complete(self, file_id: str, title: str) -> File:
        """The upload is done; now it may be shared."""
        file = self._all.get(file_id)
        if file is None or file.content is None:
            raise Refusal("file_not_found")
        file.title, file.complete = title or file.name, True
        content = base64.b64encode(file.content).decode()
        self._kept.put("file", file.id, {"name": file.name, "title": file.title, "content": content})
        return file

    def json(self, file: File, base_url: str, user: str) -> Json:
        """A file as Slack shows it."""
        return {
            "id": file.id,
            "name": file.name,
            "title": file.title,
            "mimetype": "application/octet-stream",
            "filetype": file.name.rpartition(".")[2] if "." in file.name else "binary",
            "size": file.size,
            "user": user,
            "mode": "hosted",
            "is_external": False,
            "url_private": f"{base_url}/files/{file.id}",
            "url_private_download": f"{base_url}/files/{file.id}",
        }
