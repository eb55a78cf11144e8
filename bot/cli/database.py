"""`db upgrade`: brings the tables to this version."""

from __future__ import annotations

import typer

from bot.cli.common import expected, group, settings

app = group("The bot's own database.")


@app.callback()
def database() -> None:
    """The bot's own database."""


@app.command("upgrade")
@expected
def upgrade() -> None:
    """Bring the tables to the version that this bot needs; `run` does it too."""
    given = settings()
    from bot.adapters.database.engine import open_engine
    from bot.adapters.database.upgrade import current
    from bot.adapters.database.upgrade import upgrade as bring_up

    engine = open_engine(given.database_url.get_secret_value())
    before = current(engine)
    reached = bring_up(engine)
    typer.echo(f"The tables are at revision {reached}" + (", as before" if before == reached else ""))
