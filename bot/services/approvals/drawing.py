"""Draws approvals as messages: `bot.blocks` with the web address of this company's Odoo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.blocks.approvals.card import card
from bot.blocks.approvals.digest import digest
from bot.blocks.approvals.notices import answer_notice, handed_over_notice, outcome_notice, question_to_buyer
from bot.domain.approvals import Approval, Question
from bot.domain.escalation import waits_for
from bot.domain.messages import Message, MessageKind
from bot.domain.ports import Picture, Transaction
from bot.services.approvals.records import newest_with
from bot.services.messages import Drawer


class Drawing:
    """Pictures of approvals, with links into Odoo."""

    def __init__(self, odoo_url: str) -> None:
        self._odoo_url = odoo_url.rstrip("/")

    def order_url(self, order_id: int) -> str:
        """The order's page in Odoo's web client (17 and newer)."""
        return f"{self._odoo_url}/odoo/purchase-orders/{order_id}"

    def drawers(self) -> Mapping[MessageKind, Drawer]:
        """What draws each kind of message about approvals."""
        return {
            MessageKind.CARD: of_approval(self._card),
            MessageKind.DIGEST: self._digest,
            MessageKind.OUTCOME: of_approval(self._outcome),
            MessageKind.QUESTION: self._question,
            MessageKind.ANSWER: of_approval(self._answer),
            MessageKind.HANDED_OVER: of_approval(self._handed_over),
        }

    def _card(self, approval: Approval, message: Message, now: datetime) -> Picture | None:
        """Whoever handed it over keeps their card, which says so; a card is not sent to them any more."""
        seat = approval.seat_of(message.body["user_id"])
        theirs = seat is not None and approval.outcome is None and approval.step == message.body["step"]
        if message.ts is None and not (theirs and seat in approval.active_seats()):
            return None
        return card(approval, seat=seat if theirs else None, order_url=self.order_url(approval.order.id), now=now)

    def _digest(self, tx: Transaction, message: Message, _now: datetime) -> Picture | None:
        listed = [a for a in (tx.approvals.get(i) for i in message.body["approvals"]) if a is not None]
        mine = {a.id: next((s for s in a.active_seats() if s.slack_id == message.recipient), None) for a in listed}
        live = {a.id for a in listed if (seat := mine[a.id]) is not None and waits_for(a, seat.user_id)}
        pictures = digest(listed, live=live)
        return pictures[0] if pictures else None

    def _outcome(self, approval: Approval, _message: Message, _now: datetime) -> Picture:
        return outcome_notice(approval, self.order_url(approval.order.id))

    def _question(self, tx: Transaction, message: Message, _now: datetime) -> Picture | None:
        asked = tx.approvals.get(message.approval_id or "")
        if asked is None:
            return None
        approval = newest_with(tx, asked, message.body["question_id"])
        question = _question(approval, message.body["question_id"])
        return question_to_buyer(approval, question, self.order_url(approval.order.id))

    def _answer(self, approval: Approval, message: Message, _now: datetime) -> Picture:
        question = _question(approval, message.body["question_id"])
        return answer_notice(approval, question, self.order_url(approval.order.id))

    def _handed_over(self, approval: Approval, message: Message, _now: datetime) -> Picture:
        body = message.body
        return handed_over_notice(approval, body["giver"], self.order_url(approval.order.id), note=body.get("note", ""))


def of_approval(draw: Callable[[Approval, Message, datetime], Picture | None]) -> Drawer:
    """A drawer of messages about one approval; there is nothing to say about one that is gone."""

    def drawer(tx: Transaction, message: Message, now: datetime) -> Picture | None:
        approval = tx.approvals.get(message.approval_id or "")
        return None if approval is None else draw(approval, message, now)

    return drawer


def _question(approval: Approval, question_id: str) -> Question:
    return next(q for q in approval.questions if q.id == question_id)
