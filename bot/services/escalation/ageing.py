"""How long somebody has had a request when others hear of it: counted when the message goes, not when it was due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.blocks.text import working_time
from bot.domain.escalation import Watch
from bot.domain.messages import Message
from bot.domain.ports import Transaction
from bot.domain.working_time import Timetable


def waited(watch: Watch, timetable: Timetable, now: datetime) -> str:
    """How long it has waited for whoever is watched, in their working time."""
    return working_time(timetable.between(watch.since, now), timetable.day)


def concerned(message: Message) -> int | None:
    """The Odoo user whose working time a message counts; None where it counts nobody's."""
    about = message.body.get("about")
    return int(about) if about is not None and "waited" in message.body else None


def aged(tx: Transaction, message: Message, timetables: Mapping[int, Timetable], now: datetime) -> Message:
    """The message with the working time as it is now; not stored. Unchanged where nobody's can be counted."""
    user_id = concerned(message)
    if user_id is None or user_id not in timetables or message.approval_id is None:
        return message
    watch = tx.watches.get(message.approval_id, message.body["step"], user_id)
    if watch is None:
        return message
    return replace(message, body={**message.body, "waited": waited(watch, timetables[user_id], now)})
