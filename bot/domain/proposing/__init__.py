"""From what was read in a mail to the changes that are offered. What no words of the mail carry is not offered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.habits import Habit
from bot.domain.matching import Match
from bot.domain.orders import OrderState
from bot.domain.proposals import Field, NotOffered, Proposal, Tolerances, nothing_offered, why_closed
from bot.domain.proposing.dates import dates
from bot.domain.proposing.draft import Draft
from bot.domain.proposing.prices import prices
from bot.domain.proposing.quantities import quantities
from bot.domain.supply import SupplyOrder
from bot.domain.triage import Mail, MailClass, Suggestion, digits_of


def propose(
    order: SupplyOrder,
    mail: Mail,
    suggestion: Suggestion,
    match: Match,
    *,
    today: date,
    tolerances: Tolerances,
    habits: Sequence[Habit] = (),
) -> Proposal:
    """The changes that a mail would make to an order, as read from Odoo just now."""
    closed = nothing_offered(match, suggestion) or why_closed(order)
    if closed:
        says_something = suggestion.promised or suggestion.quantities or suggestion.prices
        return Proposal(not_offered=(NotOffered("", "", closed),) if says_something else ())
    draft = Draft(order, mail, suggestion, match, today, tolerances, habits)
    dates(draft)
    quantities(draft)
    prices(draft)
    _confirmation(draft)
    return draft.done()


def _confirmation(draft: Draft) -> None:
    """That the vendor confirms the order, by the words that name it."""
    order, said = draft.order, draft.suggestion
    named = [one for one in said.references if digits_of(one.po) == digits_of(order.name) and draft.supported(one.span)]
    confirms = MailClass.ORDER_CONFIRMATION in (said.primary, *said.secondary)
    if confirms and named and not order.acknowledged and order.state is OrderState.PURCHASE:
        caution = draft.caution()
        draft.add(Field.CONFIRMED, None, "no", "yes", "", named[0].span, caution=caution, ticked=not caution)
