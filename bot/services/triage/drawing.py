"""Draws supplier mail as messages: `bot.blocks` with the web address of this company's Odoo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.blocks.triage.card import card, news
from bot.blocks.triage.chasing import chasing, shares
from bot.domain.messages import Message, MessageKind
from bot.domain.ports import Clock, Picture, Store, Transaction
from bot.domain.tally import tally
from bot.services.messages import Drawer

TOLD_FOR = 90  # days that the shares are counted over


class TriageDrawing:
    """Pictures of cases, of what is to be chased, and of how often suggestions were right."""

    def __init__(self, store: Store, clock: Clock, order_url: Callable[[int], str]) -> None:
        self._store = store
        self._clock = clock
        self._order_url = order_url

    def drawers(self) -> Mapping[MessageKind, Drawer]:
        """What draws each kind of message about supplier mail."""
        return {
            MessageKind.MAIL: self._card,
            MessageKind.MAIL_NEWS: self._news,
            MessageKind.CHASING: self._chasing,
        }

    def shares(self) -> Picture:
        """How often people took the suggestions, by class and by vendor."""
        with self._store.read() as tx:
            cases = tx.cases.since(self._clock.now() - timedelta(days=TOLD_FOR))
        return shares(tally(cases), TOLD_FOR)

    def _card(self, tx: Transaction, message: Message, _now: datetime) -> Picture | None:
        case = tx.cases.get(message.case_id or "")
        if case is None:
            return None
        made = [trouble for number in case.exceptions if (trouble := tx.troubles.get(number)) is not None]
        return card(case, self._order_url(case.orders[0].id) if case.orders else "", made)

    def _news(self, tx: Transaction, message: Message, _now: datetime) -> Picture | None:
        case = tx.cases.get(message.body["case"])
        mail = next((one for one in case.mails if one.mail_id == message.body["mail"]), None) if case else None
        return news(case, mail) if case is not None and mail is not None else None

    def _chasing(self, tx: Transaction, message: Message, _now: datetime) -> Picture:
        ids = [row["order_id"] for row in message.body["rows"]]
        written = {letter.order_id for letter in tx.letters.of(ids) if letter.at >= message.created_at}
        return chasing(message.body, written, {order_id: self._order_url(order_id) for order_id in ids})
