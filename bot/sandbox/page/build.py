"""Which files the page is served from, and whether they were built from the sources beside them."""

from __future__ import annotations

import hashlib
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
DIST = FOLDER / "dist"
SINGLE = ("index.html", "package-lock.json", "package.json", "tsconfig.json", "vite.config.ts")


def digest(folder: Path = FOLDER) -> str:
    """The digest of the page's sources. `vite.config.ts` makes the same one when it builds."""
    found = (path.relative_to(folder).as_posix() for path in (folder / "src").rglob("*") if path.is_file())
    total = hashlib.sha256()
    for name in sorted([*SINGLE, *found]):
        total.update(name.encode() + b"\0" + (folder / name).read_bytes() + b"\0")
    return total.hexdigest()


def built_from(dist: Path = DIST) -> str:
    """The digest of the sources that the committed page was built from."""
    return (dist / "sources.txt").read_text(encoding="ascii").strip()
