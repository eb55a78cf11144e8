"""Alembic's entry: migrates over the connection that `upgrade` hands in."""

from __future__ import annotations

from typing import Any

from alembic import context

from bot.adapters.database import (  # noqa: F401 - they add their tables to the others
    absences,
    case_tables,
    escalation_tables,
    key_tables,
    mail_tables,
    question_tables,
)
from bot.adapters.database.tables import metadata


def ours(_object: Any, name: str | None, kind: str, reflected: bool, _compared: Any) -> bool:
    """The job engine keeps its tables in the same SQLite file: they are not ours to drop."""
    return kind != "table" or not reflected or name in metadata.tables


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_object=ours,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
