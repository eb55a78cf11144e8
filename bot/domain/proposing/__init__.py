"""From what was read in a mail to the changes that are offered. What no words of the mail carry is not offered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.habits import Habit
from bot.domain.matching import Match
from bot.domain.proposals import NotOffered, Proposal, Tolerances, nothing_offered, why_closed
from bot.domain.proposing.confirmation import confirmation
from bot.domain.proposing.dates import dates
from bot.domain.proposing.draft import Draft
from bot.domain.proposing.prices import prices
from bot.domain.proposing.quantities import quantities
from bot.domain.supply import SupplyOrder
from bot.domain.triage import Mail, Suggestion


def propose(
    order: SupplyOrder,
    mail: Mail,
    suggestion: Suggestion,
    match: Match,
    *,
    today: date,
    tolerances: Tolerances,
    habits: Sequence[Habit] = (),
    doubt: str = "",
) -> Proposal:
    """The changes that a mail would make to an order, as read from Odoo just now.

    `doubt` is why a person has to look at each of them before it is ticked: they put the reading right.
    """
    closed = nothing_offered(match, suggestion) or why_closed(order)
    if closed:
        says_something = suggestion.promised or suggestion.quantities or suggestion.prices
        return Proposal(not_offered=(NotOffered("", "", closed),) if says_something else ())
    draft = Draft(order, mail, suggestion, match, today, tolerances, habits, doubt)
    dates(draft)
    quantities(draft)
    prices(draft)
    confirmation(draft)
    return draft.done()
