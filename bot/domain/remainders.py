"""What a vendor says of the goods that follow later: which of the days in a mail is meant for the rest."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.domain.placing import around
from bot.domain.proposals import Change
from bot.domain.spelling import flat
from bot.domain.triage import Mail, Part, PromisedDate, Suggestion, digits_of

# How vendors call what is still to come, in the languages of `bot.domain.languages`, flat.
REST = re.compile(
    r"\b(?:rest|rests|remain\w*|balance|outstanding|back-?orders?|backordered|b/o|missing|others?|"
    r"restliche\w*|restmenge|ubrige\w*|fehlende\w*|reliquat|solde|manquant\w*|restant\w*|"
    r"resto|restante\w*|pendiente\w*|faltan\w*|saldo|rimanent\w*|residu\w*|mancant\w*|overige|resterende|"
    r"nalever\w*|ontbrekende|"
    r"reszt\w*|pozostal\w*|brakujac\w*|em falta|resten|resterande|aterstaende|saknade|sista|restordre|"
    r"sidste|manglende)\b"
)


def day_of_rest(mail: Mail | None, suggestion: Suggestion, change: Change) -> PromisedDate | None:
    """The day that a mail gives for what is missing of a line; None where it gives none.

    It is the last day whose words speak of a rest or name the missing quantity; unknown without the mail's text.
    """
    if mail is None:
        return None
    days = [
        one
        for one in suggestion.promised
        if mail.holds(one.span) and (one.po is None or digits_of(one.po) == digits_of(change.order_name))
    ]
    counts = [one.backorder for one in suggestion.quantities if one.span.text == change.quote]
    figures = "|".join(map(_figures, [Decimal(change.old) - Decimal(change.new), *counts]))
    missing = re.compile(rf"(?<![\d.,])(?:{figures})(?!\d|[.,]\d)")
    meant = [one for one in days if _speaks_of(mail, days, one, missing)]
    return max(meant, key=lambda one: one.date, default=None)


def _speaks_of(mail: Mail, days: list[PromisedDate], one: PromisedDate, missing: re.Pattern[str]) -> bool:
    """Whether the words before a day, back to the day before it, or right behind it, are about the rest."""
    if one.span.part is not Part.BODY:
        return False
    spans = [day.span for day in days if day.span.part is Part.BODY]
    before, after = around(mail.text, spans, spans.index(one.span))
    if len(spans) > 1 and before.strip():
        after = ""
    words = f"{before} {one.span.text} {after}"
    return bool(REST.search(flat(words)) or missing.search(words))


def _figures(number: Decimal) -> str:
    """A number as mails write it: 1500, 1.500, 1,500 or 1 500."""
    whole = f"{number.normalize():f}"
    if "." in whole:
        return re.escape(whole).replace(r"\.", "[.,]")
    return f"{int(whole):,}".replace(",", r"[.,'\s]?")
