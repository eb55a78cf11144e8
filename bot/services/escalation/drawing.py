"""Draws the messages of escalation from the records; what a decision, a snooze or a newer one made untrue, is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.blocks import escalation as blocks
from bot.domain.approvals import Approval, ApprovalState
from bot.domain.escalation import waits_for
from bot.domain.home import pressing_first
from bot.domain.messages import Message, MessageKind
from bot.domain.ports import Picture, Transaction
from bot.services.messages import Drawer


class EscalationDrawing:
    """Pictures of what waits too long, with links into Odoo."""

    def __init__(self, order_url: Callable[[int], str]) -> None:
        self._order_url = order_url

    def drawers(self) -> Mapping[MessageKind, Drawer]:
        """What draws each kind of message about escalation."""
        return {
            MessageKind.REMINDER: self._reminder,
            MessageKind.ESCALATION: self._escalation,
            MessageKind.STUCK: self._stuck,
            MessageKind.GATHERED: self._gathered,
            MessageKind.MORNING: self._morning,
        }

    def _reminder(self, tx: Transaction, message: Message, now: datetime) -> Picture | None:
        """None once they decided, a newer one took its place, or it was put off before it was sent."""
        approval, body = _approval(tx, message), message.body
        if approval is None or approval.step != body["step"] or not waits_for(approval, body["user_id"]):
            return None
        watch = tx.watches.get(approval.id, body["step"], body["user_id"])
        newest = watch is not None and watch.said == body["number"]
        return blocks.reminder(approval, body) if newest and _still(approval, message, now) else None

    def _escalation(self, tx: Transaction, message: Message, now: datetime) -> Picture | None:
        """Once sent it stays, and says what became of it; before that it is only sent while it is true."""
        approval, body = _approval(tx, message), message.body
        if approval is None:
            return None
        if message.ts is None and not (_stuck_still(approval, message) and _still(approval, message, now)):
            return None
        seat = approval.seat_of(body["user_id"]) if body.get("user_id") is not None else None
        watch = tx.watches.get(approval.id, body["step"], body["about"])
        said = watch.said if watch is not None else 0
        return blocks.escalation(approval, seat, message.id, body, self._order_url(approval.order.id), reminders=said)

    def _stuck(self, tx: Transaction, message: Message, now: datetime) -> Picture | None:
        approval, body = _approval(tx, message), message.body
        if approval is None or not _stuck_still(approval, message):
            return None
        if not body.get("snoozed_by") and not _still(approval, message, now):
            return None
        return blocks.stuck(approval, body, self._order_url(approval.order.id))

    def _gathered(self, tx: Transaction, message: Message, now: datetime) -> Picture | None:
        """Those that are still true; a list of none is not sent. Once sent it says what became of the others."""
        rows: list[blocks.Gathered] = []
        for message_id in message.body["messages"]:
            single = tx.messages.get(message_id)
            approval = _approval(tx, single) if single is not None else None
            if single is None or approval is None:
                continue
            live = self.drawers()[single.kind](tx, replace(single, ts=None), now) is not None
            rows.append(blocks.Gathered(single.id, single.kind, approval, single.body, live))
        if message.ts is None:
            rows = [row for row in rows if row.live]
        places = {a.id: place for place, a in enumerate(pressing_first(row.approval for row in rows))}
        return blocks.gathered(sorted(rows, key=lambda row: places[row.approval.id])) if rows else None

    def _morning(self, tx: Transaction, message: Message, _now: datetime) -> Picture | None:
        """What still waits; none of it is no list. Once sent it says what became of the others."""
        user_id = message.body["user_id"]
        listed = [approval for i in message.body["approvals"] if (approval := tx.approvals.get(i)) is not None]
        live = {approval.id for approval in listed if waits_for(approval, user_id)}
        if message.ts is None:
            listed = [approval for approval in listed if approval.id in live]
        return blocks.morning(listed, live, message.body.get("more", 0)) if listed else None


def _approval(tx: Transaction, message: Message) -> Approval | None:
    return tx.approvals.get(message.approval_id or "")


def _stuck_still(approval: Approval, message: Message) -> bool:
    """Whether its step still waits for somebody."""
    waits = approval.state is ApprovalState.PENDING and approval.step == message.body["step"]
    return waits and any(waits_for(approval, seat.user_id) for seat in approval.active_seats())


def _still(approval: Approval, message: Message, now: datetime) -> bool:
    """Whether nobody put it off; what was sent before stays."""
    return message.ts is not None or approval.snoozed_until is None or approval.snoozed_until <= now
