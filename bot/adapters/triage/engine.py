"""The embedded engine: the trained weights say what a mail is about, the finders say what stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.adapters.triage import evidence, features, model
from bot.adapters.triage.prices import price_changes
from bot.adapters.triage.promises import promised_dates
from bot.adapters.triage.quantities import quantities
from bot.adapters.triage.reasons import reason
from bot.adapters.triage.references import references
from bot.adapters.triage.risks import risks, steering
from bot.adapters.triage.senders import TRUSTED, Standing, standing
from bot.adapters.triage.summary import summary
from bot.adapters.triage.urgency import urgency
from bot.adapters.triage.words import sentences
from bot.domain.triage import Background, Mail, MailClass, MailEngine, Part, Risk, RiskFlag, Span, Suggestion

C = MailClass
# The mail's class is what weighs most of what it says; what weighs as much or more would have been the class itself.
WEIGHS = {C.CANCELLATION: 4, C.PARTIAL_SHORTAGE: 3, C.DELAY: 2}
LEAST = 1
# A complaint or an offer is a mail of its own; one sentence that sounds like it beside another matter is not.
ALONE = {C.QUALITY_CLAIM, C.QUOTE}
DEVIATIONS = (C.CANCELLATION, C.PARTIAL_SHORTAGE, C.DELAY, C.PRICE_CHANGE)
# What a sentence of its own must reach before it counts as a second matter of the mail.
SECOND = 0.72
SENTENCES = 12
# What a mail is about stands in its beginning; dangers are looked for in all of it.
MOST_READ = 12_000
MOST_SUBJECT = 300
TWO = 0.30
# How sure a class is that follows from a rule against the weights: enough to say, not enough to be sure.
DEDUCED = 0.6
GIVES_WAY = {C.ORDER_CONFIRMATION, C.QUESTION, C.PARTIAL_SHORTAGE}


@dataclass(frozen=True)
class _Verdict:
    """The class, how sure, what else, and why. `touched` is where findings are looked for, `secondary` what is said."""

    primary: MailClass
    confidence: float
    ranked: tuple[tuple[MailClass, float], ...]
    touched: tuple[MailClass, ...]
    secondary: tuple[MailClass, ...]
    forced: str = ""


class EmbeddedEngine(MailEngine):
    """Reads a mail on this machine in milliseconds. The same mail always gives the same answer."""

    name = "embedded"

    def __init__(self, trained: model.Model | None = None) -> None:
        self._model = trained or model.load()

    def read(self, mail: Mail, background: Background) -> Suggestion:
        """Class, findings and dangers, with how sure we are and why not where we are not."""
        whole, mail = mail, replace(mail, text=mail.text[:MOST_READ], subject=mail.subject[:MOST_SUBJECT])
        known = background.senders
        stands = standing(mail, known)
        dangers = tuple(danger for danger in risks(whole, stands, known) if whole.holds(danger.span))
        signs = tuple(evidence.signs(mail, stands))
        verdict = self._verdict(mail, stands, dangers, signs)
        orders = background.open_orders
        found = tuple(r for r in references(mail, orders) if mail.holds(r.span))
        if any(danger.flag is RiskFlag.PROMPT_INJECTION for danger in dangers):
            lines = steering(mail)
            found = tuple(r for r in found if not (r.span.part is Part.BODY and _within(r.span, lines)))
        classes = (verdict.primary, *verdict.touched)
        promised = promised_dates(mail, classes, found, dict(orders) if orders is not None else None)
        prices = price_changes(mail, classes)
        counts = quantities(mail, classes, found)
        why = self._doubt(verdict, stands, dangers, mail)
        return Suggestion(
            reason=reason(verdict.primary, signs, stands, verdict.forced),
            primary=verdict.primary,
            secondary=verdict.secondary,
            confidence=round(verdict.confidence, 3),
            unsure=bool(why),
            why_unsure=why,
            urgency=urgency(mail, verdict.primary, dangers),
            risks=dangers,
            references=found,
            promised=promised,
            prices=prices,
            quantities=counts,
            summary=summary(mail, verdict.primary, dangers, found, promised, prices, counts),
            engine=self.name,
            runners_up=verdict.ranked[1:3],
        )

    def _verdict(self, mail: Mail, stands: Standing, dangers: Sequence[Risk], signs: Sequence[str]) -> _Verdict:
        scores = self._model.scores(features.places(mail, stands, signs))
        chances = self._model.probabilities(scores)
        ranked = tuple(sorted(zip(self._model.classes, chances, strict=True), key=lambda pair: -pair[1]))
        if stands in TRUSTED and not any(danger.flag is RiskFlag.PHISHING for danger in dangers):
            # A vendor's known address sends no advertising of strangers; what is left of the probability says how sure.
            ranked = (*(pair for pair in ranked if pair[0] is not C.SPAM_PHISHING), (C.SPAM_PHISHING, 0.0))
        primary, confidence = ranked[0]
        forced = _forced(mail, stands, dangers, primary)
        if forced:
            primary, confidence = C.SPAM_PHISHING, max(0.93, dict(ranked)[C.SPAM_PHISHING])
        elif "a stranger names no order" in signs and confidence < self._model.sure_above:
            primary, confidence = C.SPAM_PHISHING, max(DEDUCED, dict(ranked)[C.SPAM_PHISHING])
        elif (
            (primary in GIVES_WAY or (primary is C.CANCELLATION and confidence < self._model.sure_above))
            and "old and new price" in signs
            and "less than ordered" not in signs
            and not (primary is C.ORDER_CONFIRMATION and "the price falls" in signs)
        ):
            # What the buyer has to react to decides: a price that rises outweighs the yes, and the question whether it may.
            primary, confidence = C.PRICE_CHANGE, max(DEDUCED, dict(ranked)[C.PRICE_CHANGE])
        ordered = ((primary, confidence), *(pair for pair in ranked if pair[0] is not primary))
        touched = self._touched(mail, primary, dict(ranked), signs)
        return _Verdict(primary, confidence, ordered, touched, _secondary(mail, primary, touched), forced)

    def _touched(
        self, mail: Mail, primary: MailClass, chances: dict[MailClass, float], signs: Sequence[str]
    ) -> tuple[MailClass, ...]:
        """What else the mail may touch: a strong second, or a sentence that speaks of another matter by itself."""
        if primary in {C.SPAM_PHISHING, C.OTHER}:
            return ()
        found = [label for label, chance in chances.items() if label is not primary and chance >= TWO]
        parts = [text for _, text in sentences(mail.text) if len(text.split()) >= 3][:SENTENCES]
        if len(parts) > 1:
            for part in parts:
                options = self._model.probabilities(self._model.scores(features.sentence_places(mail, part)))
                best = max(range(len(options)), key=options.__getitem__)
                label = self._model.classes[best]
                if options[best] >= SECOND and label is not primary and label not in {C.OTHER, C.SPAM_PHISHING}:
                    found.append(label)
        if (
            primary is not C.PRICE_CHANGE
            and "old and new price" in signs
            and primary in {*DEVIATIONS, C.ORDER_CONFIRMATION}
        ):
            found.append(C.PRICE_CHANGE)
        return tuple(label for label in dict.fromkeys(found) if _goes_with(label, primary))[:2]

    def _doubt(self, verdict: _Verdict, stands: Standing, dangers: Sequence[Risk], mail: Mail) -> str:
        """Why a person should look before believing the class; empty where we are sure."""
        first, second = verdict.ranked[0], verdict.ranked[1]
        if not mail.text and not mail.subject:
            return "there is no text to read"
        if verdict.confidence < self._model.sure_above:
            return f"it could be {first[0].called} or {second[0].called}"
        if first[0] is not C.SPAM_PHISHING and stands is Standing.LOOKALIKE:
            return "the sender only resembles a vendor"
        if any(danger.flag is RiskFlag.PHISHING for danger in dangers) and first[0] is not C.SPAM_PHISHING:
            return "it reads like business and like fraud"
        return ""


def _within(span: Span, lines: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span.start < end for start, end in lines)


def _forced(mail: Mail, stands: Standing, dangers: Sequence[Risk], primary: MailClass) -> str:
    """Why a mail is fraud or advertising whatever its words resemble."""
    flags = {danger.flag for danger in dangers}
    if primary is C.SPAM_PHISHING or stands in TRUSTED:
        return ""
    if RiskFlag.PHISHING in flags:
        return next(danger.why for danger in dangers if danger.flag is RiskFlag.PHISHING)
    if RiskFlag.PROMPT_INJECTION in flags and stands in {Standing.STRANGER, Standing.FREE} and not references(mail):
        return "a stranger's mail that speaks to a machine"
    return ""


def _secondary(mail: Mail, primary: MailClass, touched: Sequence[MailClass]) -> tuple[MailClass, ...]:
    """What else is said of the mail: what weighs less than its class, and a question where it asks one."""
    said = [label for label in touched if WEIGHS.get(label, 0) < WEIGHS.get(primary, LEAST) and label not in ALONE]
    if primary not in {C.QUESTION, C.SPAM_PHISHING, C.OTHER} and "?" in mail.text and C.QUESTION not in said:
        said.append(C.QUESTION)
    return tuple(said)


def _goes_with(label: MailClass, primary: MailClass) -> bool:
    """Whether a class can stand beside the primary one: a deviation says all that a confirmation would, and so on."""
    if label is primary or label in {C.OTHER, C.SPAM_PHISHING}:
        return False
    if primary in {C.ORDER_CONFIRMATION, C.SHIPMENT} and label in {C.CANCELLATION, C.DELAY}:
        return False
    return not (
        primary in {C.QUOTE, C.QUESTION, C.DOCUMENT, C.INVOICE_PAYMENT}
        and label in {*DEVIATIONS, C.ORDER_CONFIRMATION, C.SHIPMENT, C.QUOTE}
    )
