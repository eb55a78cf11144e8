"""Brings the tables to the version that this bot speaks (`db upgrade`, and every `run`)."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.domain.errors import InvalidInput

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = 0x50524F43  # one number for all replicas: "PROC"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def upgrade(engine: sa.Engine, to: str = "head") -> str:
    """Apply what is missing up to a revision, the newest by default, one replica at a time; the newest there is.

    Raises `InvalidInput` when the database was written by a newer bot than this one.
    """
    config = _config()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
        revision = MigrationContext.configure(connection).get_current_revision()
        if revision is not None and revision not in known:
            raise InvalidInput(
                f"the tables are at revision {revision}, which this version does not know: "
                "it was used by a newer bot; run that one, or restore a backup",
                where="DATABASE_URL",
            )
        config.attributes["connection"] = connection
        command.upgrade(config, to)
    return head()


def head() -> str:
    """The revision that this bot speaks."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def current(engine: sa.Engine) -> str | None:
    """The revision that the tables are at; None for an empty database."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def check(engine: sa.Engine) -> None:
    """Raise when the tables and the models differ (`alembic check`)."""
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.check(config)
