"""What one person is answered: who they are, what they may see, where they ask, and what the desk knows besides."""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import structlog

from bot.blocks import help as texts
from bot.blocks import questions as drawing
from bot.domain.answers import Answer
from bot.domain.conversations import Asked, Card, Said
from bot.domain.errors import BotError, OdooError, Refused
from bot.domain.keys import KEY_WAS_HERE
from bot.domain.lookups import Tools
from bot.domain.people import OdooUser, Person
from bot.domain.ports import Clock, Picture, Posted
from bot.domain.questions import Behaviour, Intent, Question
from bot.services.people import PeopleService
from bot.services.questions.advising import AdvisedAnswers
from bot.services.questions.answering import AnswerService
from bot.services.status import StatusService

KEYS_ELSEWHERE = (
    "That looks like a key of Odoo. I neither used nor kept it, but your message holds it: please delete that. "
    "/procure key takes a key without showing it to anybody."
)
FRESH = timedelta(minutes=5)  # how long what somebody may see is taken as known
ABOUT_ONE = frozenset({Intent.PO_STATUS, Intent.APPROVAL_STATUS, Intent.LATE_POS, Intent.CONFIRMATION_STATUS})
MEANS_NOTHING = frozenset({Behaviour.DECLINE, Behaviour.CLARIFY})
MOST_BESIDE = 3
MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
Step = Callable[[str], None]
ToolsFor = Callable[[OdooUser], Tools]

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Desk:
    """One person's tools, with the rights they had when these were made."""

    tools: Tools
    answers: AnswerService
    made_at: datetime


class Respondent:
    """Makes the answer to a recorded question. It never raises: what goes wrong is the answer.

    `tools_for` gives the look-ups within one person's rights (raises `OdooError`), `today` the day
    where the company is, `prices_in` whether amounts may be shown in a channel.
    """

    def __init__(
        self,
        people: PeopleService,
        status: StatusService,
        answers: AdvisedAnswers,
        tools_for: ToolsFor,
        clock: Clock,
        *,
        today: Callable[[], date],
        prices_in: Callable[[str], bool],
        order_url: Callable[[int], str],
        message_url: Callable[[Posted], str],
    ) -> None:
        self._people = people
        self._status = status
        self._answers = answers
        self._tools_for = tools_for
        self._clock = clock
        self._today = today
        self._prices_in = prices_in
        self._order_url = order_url
        self._message_url = message_url
        self._desks: dict[int, Desk] = {}
        self._guard = threading.Lock()

    def reply(self, asked: Asked, earlier: Sequence[Asked], step: Step, *, lately: Sequence[Asked] = ()) -> Asked:
        """The question with its answer. `earlier` is its thread; `lately` what was asked just before, elsewhere.

        People write "and the other one?" beside the thread too: what means nothing by itself is read in that light.
        """
        if KEY_WAS_HERE in asked.said.text:
            return _sentence(asked, KEYS_ELSEWHERE, Behaviour.DECLINE)
        try:
            person = self._people.who(asked.said.slack_id)
            desk = self._desk(person.user)
        except Refused as refusal:
            return _sentence(asked, refusal.reason, Behaviour.DECLINE)
        except OdooError:
            return _sentence(asked, texts.odoo_away(), Behaviour.DECLINE)
        try:
            return self._told(asked, earlier or lately, person, desk, step, certain=bool(earlier))
        except Exception:  # a person waits for this one, and the next try would end the same
            reference = secrets.token_hex(2).upper()
            log.exception("a question could not be answered", reference=reference)
            return _sentence(asked, texts.something_wrong(reference), Behaviour.DECLINE)

    def _told(
        self, asked: Asked, earlier: Sequence[Asked], person: Person, desk: Desk, step: Step, *, certain: bool
    ) -> Asked:
        said = asked.said
        thread = tuple(turn for before in earlier for turn in before.turns)
        question = Question(self._words(said.text), self._today(), thread)
        if thread and not certain:
            alone = replace(question, thread=())
            question = question if desk.answers.understand(alone).behaviour in MEANS_NOTHING else alone
        prices = said.direct or self._prices_in(said.channel)
        told = self._answers.answer(
            question, desk.answers, desk.tools, asker=person.user.name, prices=prices, step=step
        )
        beside = self._approvals(told.answer, said) if prices else []
        reply = drawing.draw(
            _without_repeats(told.answer, beside),
            asked.id,
            self._order_url,
            beside=beside,
            cards=self._cards(told.answer, said),
        )
        return replace(
            asked,
            reply=reply,
            answer=" ".join([told.answer.text, *(picture.text for picture in beside)]),
            choices=told.answer.choices,
            engine=told.engine,
            fell_back=told.fell_back,
            tokens=told.tokens,
            intent=told.answer.plan.intent.value,
            behaviour=told.answer.plan.behaviour.value,
        )

    def _approvals(self, answer: Answer, said: Said) -> list[Picture]:
        """Who has these orders and since when, where the desk was asked about their approval."""
        plan = answer.plan
        if plan.intent not in ABOUT_ONE or plan.behaviour is not Behaviour.ANSWER:
            return []
        only_pending = plan.intent is not Intent.APPROVAL_STATUS
        found = []
        for name in plan.entities.po_refs[:MOST_BESIDE]:
            try:
                found.append(self._status.of_approval(name, said.slack_id, only_pending=only_pending))
            except (Refused, BotError):
                continue
        return [picture for picture in found if picture is not None]

    def _cards(self, answer: Answer, said: Said) -> list[Card]:
        """The cards to decide on, for somebody who wants the bot to do it."""
        if answer.plan.behaviour is not Behaviour.REFUSE_ACTION:
            return []
        found = self._status.cards(answer.plan.entities.po_refs, said.slack_id)
        return [Card(a.order.name, a.id, self._message_url(posted) if posted else "") for a, posted in found]

    def _words(self, text: str) -> str:
        """What was written, with people by the names that Odoo has for them."""
        return MENTION.sub(lambda found: self._name(found[1]), text)

    def _name(self, slack_id: str) -> str:
        try:
            return self._people.who(slack_id).user.name
        except Refused:
            return "somebody"

    def _desk(self, user: OdooUser) -> Desk:
        now = self._clock.now()
        with self._guard:
            known = self._desks.get(user.id)
        if known is not None and now - known.made_at < FRESH:
            return known
        tools = self._tools_for(user)
        made = Desk(tools, AnswerService(tools), now)
        with self._guard:
            self._desks[user.id] = made
        return made


def _without_repeats(answer: Answer, beside: Sequence[Picture]) -> Answer:
    """Where the approval itself is shown, a table of the same orders says nothing new."""
    if not beside or answer.plan.intent is not Intent.APPROVAL_STATUS:
        return answer
    return replace(answer, tables=())


def _sentence(asked: Asked, text: str, behaviour: Behaviour) -> Asked:
    return replace(asked, reply=drawing.sentence(text), answer=text, engine="embedded", behaviour=behaviour.value)
