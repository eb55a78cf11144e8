"""Answers with a model's help where it is of use, and without it wherever it is not there, not done, or not right."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog

from bot.domain.advice import Advice, Adviser, NoAdvice, See, Step
from bot.domain.answers import Answer
from bot.domain.errors import OdooError
from bot.domain.lookups import Outcome, Result, Tools
from bot.domain.questions import Behaviour, Intent, Plan, Question
from bot.domain.spelling import flat
from bot.services.questions.answering import AnswerService, build, source_of
from bot.services.questions.guard import misplaced, unsupported
from bot.services.questions.prices import without_prices

EMBEDDED = "embedded"
OF_USE = frozenset({Behaviour.ANSWER, Behaviour.DECLINE})  # the rest is said by ourselves: a model adds nothing to it
INTENTS = {
    "find_orders": Intent.LIST_POS,
    "one_order": Intent.PO_STATUS,
    "what_arrives": Intent.ETA,
    "what_arrived": Intent.RECEIPT_STATUS,
    "late_orders": Intent.LATE_POS,
    "held_up": Intent.LATE_POS,
    "vendor_performance": Intent.SUPPLIER_PERFORMANCE,
    "price_history": Intent.PRICE_HISTORY,
    "replenishment": Intent.LIST_POS,
    "spend": Intent.SPEND_SUMMARY,
    "waiting_for_approval": Intent.APPROVAL_STATUS,
    "find_bills": Intent.BILLING_STATUS,
    "vendor_contact": Intent.SUPPLIER_INFO,
    "vendor_messages": Intent.MAIL_SUMMARY,
}

OF_ORDERS = ("find_orders", "one_order")
OF_FIGURES = frozenset(
    {Intent.SPEND_SUMMARY, Intent.PRICE_HISTORY, Intent.SUPPLIER_INFO, Intent.SUPPLIER_PERFORMANCE, Intent.MAIL_SUMMARY}
)
BESIDES = {Intent.ETA: ("what_arrived",), Intent.RECEIPT_STATUS: ("what_arrives",), Intent.LATE_POS: ("what_arrives",)}

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Told:
    """An answer and who gave it. `fell_back` says why a model's words were not used; `tokens` are what it used."""

    answer: Answer
    engine: str = EMBEDDED
    fell_back: str = ""
    tokens: int = 0


class AdvisedAnswers:
    """The embedded engine, with a model before it for questions that need look-ups.

    `may_spend` tells whether the model's budget has something left.
    """

    def __init__(self, adviser: Adviser | None, may_spend: Callable[[], bool] = lambda: True) -> None:
        self._adviser = adviser
        self._may_spend = may_spend

    def answer(
        self,
        question: Question,
        own: AnswerService,
        tools: Tools,
        *,
        asker: str = "",
        prices: bool = True,
        step: Step = lambda _title: None,
    ) -> Told:
        """The answer to a question. Never raises for what Odoo or the model do or do not."""
        if self._adviser is None:
            return Told(own.answer(question, prices=prices))
        try:
            plan = own.understand(question)
        except OdooError:
            return Told(own.answer(question, prices=prices))
        if plan.behaviour not in OF_USE:
            return Told(own.carry_out(plan, prices=prices))
        if not self._may_spend():
            return Told(own.carry_out(plan, prices=prices), fell_back="budget")
        see: See = (lambda result: result) if prices else (lambda result: without_prices([result])[0])
        try:
            advice = self._adviser.advise(question, tools, asker=asker, see=see, step=step, offered=offered_for(plan))
        except NoAdvice as error:
            log.info("the model gave no answer", model=self._adviser.name, why=error.why)
            return Told(own.carry_out(plan, prices=prices), fell_back=error.why, tokens=error.tokens)
        return self._checked(advice, question, plan, own, prices)

    def _checked(self, advice: Advice, question: Question, plan: Plan, own: AnswerService, prices: bool) -> Told:
        """The model's words where every figure in them is held; else our own, or what it found as rows alone."""
        assert self._adviser is not None
        results = [_as_asked(result, question) for result in advice.results]
        plan_of_it = _with_intent(plan, advice.results)
        answer = build(plan_of_it, advice.prose, results, own.vocabulary(), (unsupported, misplaced))
        answer = replace(answer, sources=tuple(source_of(result) for result in advice.results))
        if not answer.dropped:
            return Told(answer, self._adviser.name, tokens=advice.tokens)
        log.info("the model's words were dropped", model=self._adviser.name, unsupported=len(answer.dropped))
        if plan.behaviour is Behaviour.ANSWER:
            answer = replace(own.carry_out(plan, prices=prices), dropped=answer.dropped)
        return Told(answer, fell_back="guard", tokens=advice.tokens)


def _as_asked(result: Result, question: Question) -> Result:
    """A result that says it was asked for nothing but what the person named: what a model made up is not repeated."""
    typed = " ".join([question.text, *(turn.text for turn in question.thread if turn.role == "user")])
    words = set(re.findall(r"\w+", flat(typed)))

    def named(value: str) -> bool:
        return all(word in words for word in re.findall(r"\w+", flat(value)))

    asked = {name: value for name, value in result.asked.items() if named(value)}
    unknown = tuple(name for name in result.unknown if named(name))
    if result.outcome is Outcome.NOT_FOUND and not unknown:
        return replace(result, asked=asked, outcome=Outcome.NOTHING, unknown=(), nearest=())
    return replace(result, asked=asked, unknown=unknown)


def _with_intent(plan: Plan, results: tuple[Result, ...]) -> Plan:
    """A plan for a question that only the model understood: what it looked up first tells what it is about."""
    if plan.behaviour is Behaviour.ANSWER:
        return plan
    return replace(plan, intent=INTENTS.get(results[0].tool, Intent.LIST_POS), behaviour=Behaviour.ANSWER)


def offered_for(plan: Plan) -> tuple[str, ...]:
    """The look-ups that a question of this kind may need; all of them (none named) where we do not understand it.

    Every one that a model is told of costs tokens with each request.
    """
    if plan.behaviour is not Behaviour.ANSWER:
        return ()
    fitting = (tool for tool, intent in INTENTS.items() if intent is plan.intent)
    orders = () if plan.intent in OF_FIGURES and not plan.entities.po_refs else OF_ORDERS
    return (*orders, *fitting, *BESIDES.get(plan.intent, ()))
