"""How soon somebody should look."""

from __future__ import annotations

from collections.abc import Sequence

from bot.adapters.triage import urgent_patterns as said
from bot.adapters.triage.words import fold
from bot.domain.triage import Mail, MailClass, Risk, RiskFlag, Urgency

QUIET = {MailClass.OTHER}
# What a supplier does not do any more, or not in time: here a word of danger is about the goods.
TROUBLED = {
    MailClass.DELAY, MailClass.CANCELLATION, MailClass.PARTIAL_SHORTAGE, MailClass.QUALITY_CLAIM,
    MailClass.INVOICE_PAYMENT, MailClass.QUESTION,
}  # fmt: skip


def urgency(mail: Mail, primary: MailClass, risks: Sequence[Risk]) -> Urgency:
    """`high` where waiting costs something, `low` where there is nothing to do."""
    folded = fold(f"{mail.subject}\n{mail.text}")
    flags = {risk.flag for risk in risks}
    if {RiskFlag.BANK_CHANGE, RiskFlag.PHISHING} <= flags or {RiskFlag.PROMPT_INJECTION, RiskFlag.PHISHING} <= flags:
        return Urgency.HIGH
    if primary is MailClass.SPAM_PHISHING:
        if RiskFlag.PHISHING in flags and said.DISCREET.search(folded):
            return Urgency.HIGH  # somebody plays the boss: the next colleague may pay
        return Urgency.NORMAL if flags else Urgency.LOW
    if primary in QUIET:
        return Urgency.LOW
    if said.AT_THE_GATE.search(folded) or said.ANSWER_TODAY.search(folded):
        return Urgency.HIGH
    if primary in TROUBLED and any(kind.search(folded) for kind in (said.DANGER, said.STANDSTILL, said.PAY_NOW)):
        return Urgency.HIGH
    kinds = {
        MailClass.PRICE_CHANGE: said.WAITS_FOR_YES,
        MailClass.CANCELLATION: said.LEFT_ALONE,
        MailClass.DELAY: said.FOR_NOTHING,
    }
    kind = kinds.get(primary)
    return Urgency.HIGH if kind and kind.search(folded) else Urgency.NORMAL
