"""What people do with a request besides deciding it: ask the buyer, hand over, nudge, snooze."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.domain.approvals import Approval, ApprovalState
from bot.domain.errors import Refused
from bot.domain.escalation import waits_for
from tests.year.moments import beside
from tests.year.people import Colleague

if TYPE_CHECKING:
    from tests.year.world import World


@dataclass
class Inquiry:
    """A question to the buyer: when it was asked, and when answered."""

    asked: datetime
    answered: datetime | None = None


class ActingOn:
    """Dice decide who does what; each deed takes the path that its button takes, and is kept for the checks."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._dice = random.Random(11)  # of their own, so that the rest of the year stays as it is
        self._seen = 0
        self.counts: Counter[str] = Counter()

    def perhaps_ask(self, number: int) -> None:
        """One in eight is asked about."""
        if self._dice.random() < 0.125:
            self._later(number, 6, self._ask)

    def perhaps_hand_over(self, number: int) -> None:
        """One in ten is handed over."""
        if self._dice.random() < 0.1:
            self._later(number, 8, self._hand_over)

    def look_at_messages(self) -> None:
        """Most managers who are told of something do something about it, within hours."""
        sent = self._world.year_slack.sent
        for message in sent[self._seen :]:
            if message.kind == "escalation":
                deed = self._dice.choice((self._nudge, self._snooze, self._snooze, self._give_away, None))
                who = self._world.by_slack[message.recipient]
                if deed is not None:
                    self._within(who, 3, partial(self._as_manager, deed, message.key, who))
        self._seen = len(sent)

    def _later(self, number: int, hours: float, deed: Callable[[Approval, Colleague], None]) -> None:
        """Have one of those who are asked do something within so many working hours of theirs, if it still waits."""
        approval = self._world.approval(number)
        seats = approval.active_seats()
        if seats:
            who = self._world.by_id[self._dice.choice(seats).user_id]
            self._within(who, hours, partial(self._if_it_waits, number, who, deed))

    def _within(self, who: Colleague, hours: float, act: Callable[[], None]) -> None:
        worked = timedelta(hours=self._dice.uniform(0.1, hours))
        self._world.at(beside(who.timetable.add(self._world.clock.now(), worked)), act)

    def _if_it_waits(self, number: int, who: Colleague, deed: Callable[[Approval, Colleague], None]) -> None:
        approval = self._world.approval(number)
        if approval.state is ApprovalState.PENDING and waits_for(approval, who.id):
            self._world.services.people.who(who.slack_id)
            deed(approval, who)

    # Whoever is asked

    def _ask(self, approval: Approval, who: Colleague) -> None:
        world, order = self._world, approval.order
        if approval.open_question is not None or order.buyer is None:
            return
        asked = world.services.conversation.ask(approval.id, who.slack_id, "Why so many?", once=f"V{order.id}")
        inquiry = Inquiry(world.clock.now())
        world.asked.setdefault(order.id, []).append(inquiry)
        self._count("questions")
        if self._dice.random() < 0.85:  # some are never answered
            buyer = world.by_id[order.buyer.id]
            self._within(buyer, 14, partial(self._answer, asked.questions[-1].id, buyer, inquiry))

    def _answer(self, question_id: str, buyer: Colleague, inquiry: Inquiry) -> None:
        self._world.services.people.who(buyer.slack_id)
        self._world.services.conversation.answer(question_id, buyer.slack_id, "The season begins.")
        inquiry.answered = self._world.clock.now()
        self._count("answers")

    def _hand_over(self, approval: Approval, who: Colleague) -> None:
        _, people = self._world.services.handing_over.successors(approval.id, who.slack_id)
        if people:
            receiver = self._dice.choice(people)
            self._world.services.handing_over.hand_over(approval.id, who.slack_id, receiver.user_id)
            self._left(approval, who.id, "handed over")

    # Whoever was told that it is stuck

    def _as_manager(self, deed: Callable[[str, str], None], key: str, who: Colleague) -> None:
        world = self._world
        world.services.people.who(who.slack_id)
        with world.store.read() as tx:
            message = tx.messages.by_key(key)
        assert message is not None
        try:
            deed(message.id, who.slack_id)
        except Refused:
            self._count("deeds of managers that came too late")

    def _nudge(self, message_id: str, slack_id: str) -> None:
        self._world.services.escalation.manager.nudge(message_id, slack_id)
        self._count("nudges")

    def _snooze(self, message_id: str, slack_id: str) -> None:
        desk = self._world.services.escalation.manager
        choices = desk.choices()
        approval = desk.snooze(message_id, slack_id, self._dice.choice((*choices, choices[-1], choices[-1])))
        assert approval.snoozed_until is not None
        self._world.snoozes[f"{approval.id}:{approval.step}"] = (self._world.clock.now(), approval.snoozed_until)
        self._count("snoozes")

    def _give_away(self, message_id: str, slack_id: str) -> None:
        desk = self._world.services.escalation.manager
        about = desk.stuck(message_id, slack_id)
        _, people = desk.successors(message_id, slack_id)
        if people:
            desk.hand_over(message_id, slack_id, self._dice.choice(people).user_id)
            self._left(about.approval, about.seat.user_id, "handed over by managers")

    def _left(self, approval: Approval, user_id: int, what: str) -> None:
        self._world.left[approval.id, approval.step, user_id] = self._world.clock.now()
        self._count(what)

    def _count(self, what: str) -> None:
        self.counts[what] += 1
