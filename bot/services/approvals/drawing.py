"""Draws records as messages: `bot.blocks` with the web address of this company's Odoo."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.blocks.approvals.card import card
from bot.blocks.approvals.digest import digest
from bot.blocks.approvals.notices import answer_notice, handed_over_notice, outcome_notice, question_to_buyer, status
from bot.blocks.exceptions import trouble_message
from bot.domain.approvals import Approval, Question, Seat
from bot.domain.exceptions import Trouble
from bot.domain.ports import Picture
from bot.services.messages import Artist


class Drawing(Artist):
    """Pictures of the records, with links into Odoo."""

    def __init__(self, odoo_url: str) -> None:
        self._odoo_url = odoo_url.rstrip("/")

    def order_url(self, order_id: int) -> str:
        """The order's page in Odoo's web client (17 and newer)."""
        return f"{self._odoo_url}/odoo/purchase-orders/{order_id}"

    def card(self, approval: Approval, seat: Seat | None, now: datetime) -> Picture:
        """An approval for one person who is or was asked."""
        return card(approval, seat=seat, order_url=self.order_url(approval.order.id), now=now)

    def digest(self, approvals: list[Approval], now: datetime) -> list[Picture]:
        """Many waiting approvals by name."""
        return digest(approvals, now=now)

    def outcome(self, approval: Approval) -> Picture:
        """What became of the order, for the buyer."""
        return outcome_notice(approval, self.order_url(approval.order.id))

    def question(self, approval: Approval, question_id: str) -> Picture:
        """An approver's question, for the buyer."""
        return question_to_buyer(approval, _question(approval, question_id), self.order_url(approval.order.id))

    def answer(self, approval: Approval, question_id: str) -> Picture:
        """The buyer's answer, for the approver who asked."""
        return answer_notice(approval, _question(approval, question_id), self.order_url(approval.order.id))

    def handed_over(self, approval: Approval, body: Mapping[str, Any]) -> Picture:
        """Who handed the order over, for the one who has it now."""
        giver, receiver = Seat(0, body["giver"], ""), Seat(0, body["receiver"], "")
        return handed_over_notice(
            approval, giver, receiver, self.order_url(approval.order.id), note=body.get("note", "")
        )

    def trouble(self, trouble: Trouble) -> Picture:
        """An exception, for its channel."""
        return trouble_message(trouble, self.order_url(trouble.order_id))

    def status(self, approval: Approval, now: datetime) -> Picture:
        """Where an order is stuck."""
        return status(approval, now, self.order_url(approval.order.id))


def _question(approval: Approval, question_id: str) -> Question:
    return next(q for q in approval.questions if q.id == question_id)
