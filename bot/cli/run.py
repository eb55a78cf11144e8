"""`run`: the bot."""

from __future__ import annotations

import asyncio

from bot.cli.common import expected, settings


@expected
def run() -> None:
    """Run the bot until it is told to stop (SIGTERM, Ctrl-C)."""
    given = settings()
    given.require_slack()
    given.require_odoo()
    from bot.running import run as run_bot

    asyncio.run(run_bot(given))
