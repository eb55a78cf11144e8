"""What the bot stands on: its database, its clock, its secrets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.errors import InvalidInput
from bot.services.doctor.findings import Finding, fail, ok, warn

SKEW_WARN, SKEW_FAIL = 10, 60  # seconds; the poll overlaps by 90
STRONG = 32
UPGRADE = "procurement-bot db upgrade (run does it too)"


class Database(Protocol):
    """Facts about the database."""

    def exists(self) -> bool:
        """Whether there is one yet; a SQLite file may be missing."""
        ...

    def kind(self) -> str:
        """Which database, with its version. Raises `InvalidInput` when it cannot be reached."""
        ...

    def revision(self) -> str | None:
        """The revision of the tables; None for an empty database."""
        ...

    def revisions(self) -> Sequence[str]:
        """The revisions that this bot knows, the newest first."""
        ...

    def fits(self) -> None:
        """Raises `InvalidInput` when the job engine cannot work with this database."""
        ...


def database_reachable(database: Database) -> Iterator[Finding]:
    """The database answers."""
    if not database.exists():
        yield warn("reachable", "there is no database yet", UPGRADE)
    else:
        yield ok("reachable", database.kind())


def database_current(database: Database) -> Iterator[Finding]:
    """The tables are those of this version."""
    known = database.revisions()
    revision = database.revision() if database.exists() else None
    if revision == known[0]:
        yield ok("migrations", f"at revision {revision}")
    elif revision is None:
        yield warn("migrations", "the tables are not there yet", UPGRADE)
    elif revision in known:
        yield warn("migrations", f"at revision {revision}, this version needs {known[0]}", UPGRADE)
    else:
        yield fail(
            "migrations",
            f"at revision {revision}, which this version does not know: a newer bot used it",
            "run the newer version, or restore a backup",
        )


def database_fits(database: Database) -> Iterator[Finding]:
    """The job engine can work with it."""
    try:
        database.fits()
    except InvalidInput as error:
        yield fail("job engine", error.what, "see what is said there")
    else:
        yield ok("job engine", "can work with this database")


def clock(whose: str, theirs: datetime | None, ours: datetime) -> Iterator[Finding]:
    """Their clock against ours."""
    name = "clock"
    if theirs is None:
        yield warn(name, f"{whose} does not tell its time", "")
        return
    apart = abs((theirs - ours).total_seconds())
    mend = "set both clocks by NTP"
    if apart > SKEW_FAIL:
        yield fail(name, f"{apart:.0f} seconds apart from {whose}'s: changes and signatures would be missed", mend)
    elif apart > SKEW_WARN:
        yield warn(name, f"{apart:.0f} seconds apart from {whose}'s", mend)
    else:
        yield ok(name, f"agrees with {whose}'s to {max(apart, 1):.0f} s")


def webhook_secret(secrets: Sequence[str]) -> Iterator[Finding]:
    """How hard the webhook's secret is to guess."""
    name = "ODOO_WEBHOOK_SECRET"
    mend = 'make one: python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
    if not secrets:
        yield warn(name, "not set, so Odoo cannot call the bot", mend)
        return
    weak = [
        number for number, secret in enumerate(secrets, 1) if len(secret) < STRONG or len(set(secret)) < STRONG // 3
    ]
    if weak:
        yield warn(name, f"secret {weak[0]} of {len(secrets)} is easy to guess", mend)
    else:
        yield ok(name, "strong" if len(secrets) == 1 else "two strong ones are live: take the old one away in the end")


def rotation(name: str, secrets: Sequence[str], *, needed: bool, purpose: str) -> Iterator[Finding]:
    """A secret that may be live twice while it is changed."""
    if not secrets and needed:
        yield fail(name, f"missing: {purpose}", f"set {name}, see .env.example")
    elif len(secrets) > 1:
        yield warn(name, "two are live", "take the old one away when nothing uses it any more")
    elif secrets:
        yield ok(name, "set")
    else:
        yield ok(name, f"not set, and not needed: {purpose}")
