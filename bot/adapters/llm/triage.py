"""A model reads supplier mail: one call a mail, no tools; what it says counts as far as the mail's words carry it.

The embedded engine reads each mail too. Where the model fails or the two disagree and the embedded engine was sure, its
reading stands; every danger that either of them saw stands. No word of the model's own reaches a person.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

import structlog

from bot.adapters.llm import prompts
from bot.adapters.llm.limits import Limits
from bot.adapters.llm.triage_form import Form
from bot.adapters.llm.triage_words import supported_findings
from bot.adapters.triage.engine import EmbeddedEngine
from bot.adapters.triage.summary import summary
from bot.domain.errors import BotError
from bot.domain.triage import Background, Mail, MailClass, MailEngine, Suggestion

MOST_TEXT = 8_000
SURE = 0.7
MAIL_LIMITS = Limits(model_calls=1, tool_calls=0, call_seconds=30.0, seconds=30.0, retries=1, tokens=8_000)
F = TypeVar("F")

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Reply:
    """What a model filled in, and what it cost."""

    form: Form
    tokens: int


class NoReading(BotError):
    """The model gave no answer, or none that can be read."""


class Ask(Protocol):
    """One call to a model."""

    def __call__(self, system: str, mail: str) -> Reply:
        """The form, filled in. Raises `NoReading`."""
        ...


class ModelEngine(MailEngine):
    """The model's reading, checked against the mail and against the embedded engine's."""

    def __init__(
        self, model: str, ask: Ask, embedded: EmbeddedEngine, spent: Callable[[int], None] = lambda _: None
    ) -> None:
        self.name = model
        self._ask = ask
        self._embedded = embedded
        self._spent = spent
        self._system = prompts.load("triage")
        self._mail = prompts.load("triage_mail", "weekday", "today", "candidates", "sender", "subject", "text", "mark")

    def read(self, mail: Mail, background: Background) -> Suggestion:
        """Class, findings and dangers. Never raises: without a model's answer the embedded reading stands."""
        own = self._embedded.read(mail, background)
        try:
            reply = self._ask(self._system.filled(), self._marked(mail, own))
        except NoReading as error:
            log.warning("the model did not read a mail", model=self.name, error=str(error))
            return own
        self._spent(reply.tokens)
        log.info("the model read a mail", model=self.name, prompt=self._system.mark, tokens=reply.tokens)
        return self._joined(mail, own, reply.form, background)

    def _marked(self, mail: Mail, own: Suggestion) -> str:
        """The mail between marks that nobody who wrote it could know."""
        spans = [one.span for one in own.references]
        spans += [one.span for one in own.promised]
        spans += [one.span for one in own.prices]
        spans += [one.span for one in own.quantities]
        return self._mail.filled(
            weekday=f"{mail.received_on:%A}",
            today=mail.received_on.isoformat(),
            candidates="; ".join(" ".join(span.text.split()) for span in spans[:20]) or "nothing",
            sender=f"{mail.sender.name} <{mail.sender.email}>"[:200],
            subject=mail.subject[:300],
            text=mail.text[:MOST_TEXT],
            mark=f"=== {secrets.token_hex(8)} ===",
        )

    def _joined(self, mail: Mail, own: Suggestion, form: Form, background: Background) -> Suggestion:
        """Both readings as one; the embedded engine's class wherever it was sure of another one."""
        read = supported_findings(mail, form, background)
        primary, confidence, doubt = _class(own, form)
        suggestion = replace(
            own,
            primary=primary,
            secondary=tuple(one for one in dict.fromkeys((*own.secondary, *form.secondary)) if one is not primary)[:2],
            confidence=confidence,
            unsure=bool(doubt),
            why_unsure=doubt,
            risks=_with(own.risks, read.risks, lambda one: one.flag),
            references=_with(own.references, read.references, lambda one: one.digits),
            promised=_with(own.promised, read.promised, lambda one: (one.span.part, one.span.start)),
            prices=_with(own.prices, read.prices, lambda one: (one.new, one.pct)),
            quantities=_with(own.quantities, read.quantities, lambda one: (one.ordered, one.available)),
            engine=f"{self.name} beside {own.engine}",
        )
        # Two lines made of findings alone: what a model would say in its own words cannot be checked.
        told = summary(
            mail, primary, suggestion.risks, suggestion.references, suggestion.promised, suggestion.prices,
            suggestion.quantities,
        )  # fmt: skip
        return replace(suggestion, summary=told)


def _class(own: Suggestion, form: Form) -> tuple[MailClass, float, str]:
    """The class, how sure, and why to doubt it; empty where nothing speaks against it.

    A model that is not sure itself says nothing about the class; one that is decides where the embedded engine was
    not sure and saw no danger.
    """
    if form.primary is own.primary:
        doubt = own.why_unsure if form.confidence < SURE else ""
        return own.primary, max(own.confidence, form.confidence), doubt
    if form.confidence < SURE:
        return own.primary, own.confidence, own.why_unsure
    if own.unsure and not own.risks:
        return form.primary, form.confidence, ""
    says = f"the model reads {form.primary.called}, the embedded engine {own.primary.called}"
    return own.primary, min(own.confidence, form.confidence), says


def _with(own: Sequence[F], more: Sequence[F], key: Callable[[F], Any]) -> tuple[F, ...]:
    known = {key(one) for one in own}
    return (*own, *(one for one in more if key(one) not in known))


def model_engine(
    model: str,
    *,
    api_key: str,
    base_url: str,
    spent: Callable[[int], None] = lambda _: None,
    limits: Limits = MAIL_LIMITS,
) -> ModelEngine:
    """The engine over an OpenAI-compatible API. The libraries are imported with the first mail: it takes seconds."""

    def ask(system: str, mail: str) -> Reply:
        from bot.adapters.llm.triage_run import ask_model

        return ask_model(model, api_key, base_url, limits, system, mail)

    return ModelEngine(model, ask, EmbeddedEngine(), spent)
