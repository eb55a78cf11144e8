"""A modal that was sent, and what comes of it: told within the three seconds that Slack waits, or after them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from bot.blocks import help as texts
from bot.domain.errors import OdooError, Refused, SlackError
from bot.handlers.errors import ErrorHandler
from bot.handlers.threads import BEFORE_ACK

T = TypeVar("T")


async def submitted(
    ack: Callable[..., Awaitable[Any]],
    work: Coroutine[Any, Any, T],
    user: str,
    at: str,
    errors: ErrorHandler,
) -> T | None:
    """What came of the work behind a modal that `user` sent; None when it was refused, which they then read.

    The reason stands on the input of block `at`. Work that takes longer than Slack waits goes on while the modal
    closes, for it may be done all the same; a reason is then told as a message.
    """
    task = asyncio.ensure_future(work)
    in_time, _ = await asyncio.wait({task}, timeout=BEFORE_ACK)
    if not in_time:
        await ack()
    try:
        result = await task
    except Refused as refusal:
        why = refusal.reason
    except (OdooError, SlackError):
        why = texts.odoo_away()
    else:
        if in_time:
            await ack()
        return result
    await (errors.refuse(ack, user, at, why) if in_time else errors.tell(user, why))
    return None
