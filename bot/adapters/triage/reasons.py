"""Why a mail is taken for what it is, in a sentence for the person who reads its card."""

from __future__ import annotations

from collections.abc import Sequence

from bot.adapters.triage.senders import Standing
from bot.domain.triage import MailClass

MOST = 3
# The signs are features that the weights were trained on, so their names stay; this is how a buyer would say them.
IN_WORDS = {
    "a bounce": "it is a mail server’s notice",
    "a stranger names no order": "it names no order of ours",
    "little said beside a file": "it says little beside its file",
    "less than ordered": "it names fewer than ordered",
    "less, and said so": "it says that some are missing",
    "old and new price": "it names an old and a new price",
    "the price falls": "the new price is lower",
    "per cent of prices": "it names a percentage",
    "a price from a day on": "it names a price from a day on",
    "a day to come": "it names a day to come",
    "later than before": "the new day is later",
    "sooner than before": "the new day is sooner",
    "a day is off": "it calls a day off",
    "a day, and it slipped": "it speaks of a delay",
    "asks for something": "it asks for something",
    "short and asks": "it says little else",
    "closed or away": "it says that something is closed",
    "a price and no order": "it names a price and no order",
    "a price and how long it takes": "it says how long it takes",
    "an offered price": "it offers a price",
    "something ends": "something ends",
    "goods moved": "goods have moved",
    "after money or data": "it is after money or data",
}
SENDERS = {
    Standing.KNOWN: "a known contact",
    Standing.KNOWN_DOMAIN: "at a known vendor’s domain",
    Standing.LOOKALIKE: "a look-alike of a vendor",
    Standing.STRANGER: "a stranger",
    Standing.FREE: "at a free mail service",
    Standing.OWN: "at our own domain",
    Standing.UNCHECKED: "not checked",
}


def reason(label: MailClass, signs: Sequence[str], stands: Standing, forced: str = "") -> str:
    """What speaks for the class, and who the sender is; `forced` is the rule that decided against the weights."""
    if forced:
        return f"Taken for fraud: {forced}."
    said = [IN_WORDS[sign] for sign in signs[:MOST]]
    why = f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else "".join(said)
    known = f"The sender is {SENDERS[stands]}."
    return f"Read as {label.called}: {why}. {known}" if why else f"Read as {label.called} by its wording. {known}"
