"""How soon somebody should look."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from bot.adapters.triage.words import fold
from bot.domain.triage import Mail, MailClass, PromisedDate, Quantity, Risk, RiskFlag, Urgency

TODAY = re.compile(
    r"\b(?:line (?:stop|down)|stand ?still|stop using|do not (?:use|eat|serve|pour|sell|open)|don't (?:use|eat|serve|pour|sell|open)|recall\w*|allergen|undeclared|contaminat\w*|quarantine|ruckruf|rappel produit|retirada|richiamo|terugroep\w*|"
    r"account (?:is )?(?:on stop|blocked|stopped)|on stop|final (?:notice|demand|reminder)|lawyers?|legal action|letzte mahnung|at (?:your|the) gate|driver (?:is )?(?:here|waiting|needs)|nobody opens|tonight|today|by noon|urgent\w*|immediately|"
    r"dringend|urgente?|spoed|pilne|force majeure|fire|flood|earthquake|insolv\w*|bankrupt\w*|closing (?:the )?business|shutting|strike|no forecast|no (?:new )?date|until further notice|line will stop|export (?:licen[cs]e|refused)|sanction\w*)\b"
)
QUIET = {MailClass.OTHER}


def urgency(
    mail: Mail, primary: MailClass, risks: Sequence[Risk], promised: Sequence[PromisedDate], counts: Sequence[Quantity]
) -> Urgency:
    """`high` where waiting costs something, `low` where there is nothing to do."""
    folded = fold(f"{mail.subject}\n{mail.text}")
    flags = {risk.flag for risk in risks}
    if {RiskFlag.BANK_CHANGE, RiskFlag.PHISHING} <= flags or {RiskFlag.PROMPT_INJECTION, RiskFlag.PHISHING} <= flags:
        return Urgency.HIGH
    if primary is MailClass.SPAM_PHISHING:
        return Urgency.NORMAL if flags else Urgency.LOW
    if primary in QUIET:
        return Urgency.LOW
    if primary is MailClass.PARTIAL_SHORTAGE and any(q.available * 2 <= q.ordered and q.available for q in counts):
        return Urgency.HIGH
    if TODAY.search(folded) and primary in {
        MailClass.DELAY, MailClass.CANCELLATION, MailClass.QUALITY_CLAIM, MailClass.INVOICE_PAYMENT, MailClass.QUESTION,
    }:  # fmt: skip
        return Urgency.HIGH
    if primary is MailClass.DELAY and any(p.date > mail.received_on + timedelta(days=45) for p in promised):
        return Urgency.HIGH
    return Urgency.NORMAL
