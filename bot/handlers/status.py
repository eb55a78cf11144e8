"""Where orders are, for `/procure status`."""

from __future__ import annotations

from typing import Any

from bot.blocks import help as texts
from bot.domain.errors import Refused
from bot.domain.ports import Picture
from bot.handlers.threads import Threads
from bot.services.status import StatusService, references

MOST = 5


def blocks(picture: Picture) -> list[dict[str, Any]] | None:
    """The blocks as the Web API wants them."""
    return [dict(block) for block in picture.blocks] or None


class StatusHandlers:
    """Answers are shown to the asker only."""

    def __init__(self, status: StatusService, threads: Threads) -> None:
        self._status = status
        self._threads = threads

    async def answers(self, text: str, slack_id: str) -> list[Picture]:
        """Where the orders are that a text names; help for a text that names none."""
        names = references(text)
        if not names:
            return [texts.help_message()]
        return [await self._threads.slow(self._answer, name, slack_id) for name in names[:MOST]]

    def _answer(self, name: str, slack_id: str) -> Picture:
        try:
            return self._status.where(name, slack_id)
        except Refused as refusal:
            return Picture(refusal.reason)
