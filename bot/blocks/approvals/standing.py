"""Where an approval stands, in words: the line below the title of a card, and what the notices repeat.

"Approved" and "Rejected" stand only where the decision was carried out.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from bot.blocks.text import in_readers_time, inert, money, names, quote, when
from bot.domain.approvals import Approval, ApprovalState, Because, HandOver, Outcome, Seat, Verdict, Work
from bot.domain.deciding import check_decide
from bot.domain.errors import Refused

STAR = "⭐ "  # before an order that is starred in Odoo; urgent, with its own sign, is what the policy calls so


def headline(approval: Approval) -> str:
    """The order in one line: "P00036: 48,300.00 USD to Acme"."""
    order = approval.order
    return f"{order_name(approval)}: {money(order.amount, order.currency)} to {inert(order.vendor.name, 120)}"


def order_name(approval: Approval) -> str:
    """The order's reference, which every message about it names."""
    return inert(approval.order.name, 60, blank=f"order {approval.order.id}")


def waits_since(approval: Approval) -> str:
    """Since when the order waits, and when it was asked about again because it had changed; moments, for cards age."""
    since = f"waits since {when(approval.waiting_since)}"
    return f"{since}, asked again {when(approval.opened_at)}" if approval.changes else since


def step_words(approval: Approval) -> str:
    """Which step it is: "step 1 of 2, Purchase approval"; the name alone where there is one step."""
    name = inert(approval.current.name, 60, blank="approval")
    return f"step {approval.step + 1} of {len(approval.steps)}, {name}" if len(approval.steps) > 1 else name


class UnderWay(NamedTuple):
    """A decision that was taken and is yet to be carried out in Odoo."""

    verdict: Verdict
    by: str
    at: datetime


def decision_under_way(approval: Approval) -> UnderWay | None:
    """The decision on its way to Odoo; None while there is none, and once Odoo confirmed it."""
    if approval.state in {ApprovalState.APPROVED, ApprovalState.REJECTED}:
        verdict = Verdict.APPROVE if approval.state is ApprovalState.APPROVED else Verdict.REJECT
        outcome = approval.outcome
        if approval.applied_at is not None or outcome is None:
            return None
        return UnderWay(verdict, outcome.by, outcome.at)
    if approval.state is not ApprovalState.PENDING:
        return None
    votes = approval.standing(Verdict.REJECT)
    if not votes and approval.step_complete():
        votes = approval.standing(Verdict.APPROVE)
    return UnderWay(votes[-1].verdict, votes[-1].name, votes[-1].at) if votes else None


def may_decide(approval: Approval, seat: Seat | None, verdict: Verdict | None = None) -> bool:
    """Whether this person's card has live buttons: the rule of the click, asked beforehand."""
    return seat is not None and not seat.vacated and why_not(approval, seat, verdict) is None


def why_not(approval: Approval, seat: Seat, verdict: Verdict | None = None) -> Refused | None:
    """What this person would be told if they decided now; None when they may."""
    try:
        check_decide(approval, seat.user_id, verdict)
    except Refused as refused:
        return refused
    return None


def ended(approval: Approval, *, link: str = "") -> str:
    """How an approval ended, by whom and when."""
    outcome = approval.outcome
    if approval.state is ApprovalState.SUPERSEDED:
        return (
            f"{mark(approval)} *Superseded:* {order_name(approval)} changed in Odoo, so this card no longer "
            f"decides it. The newer card shows what changed. {link}".rstrip()
        )
    if approval.state is ApprovalState.CLOSED_ELSEWHERE:
        return f"{mark(approval)} *{_elsewhere(approval)}*{_by(outcome)}"
    word = "Approved" if approval.state is ApprovalState.APPROVED else "Rejected"
    reason = f"\n> {inert(outcome.reason, 600)}" if outcome and outcome.reason else ""
    return f"{mark(approval)} *{word}*{_by(outcome)}{reason}"


def mark(approval: Approval) -> str:
    """The sign of how an approval ended; none while it waits."""
    return {
        ApprovalState.APPROVED: "✅",
        ApprovalState.REJECTED: "❌",
        ApprovalState.SUPERSEDED: "🔁",
        ApprovalState.CLOSED_ELSEWHERE: "🔒",
    }.get(approval.state, "")


def ended_in_short(approval: Approval) -> str:
    """How an approval ended, in a few words: "Approved by Ann"."""
    by = f" by {inert(approval.outcome.by)}" if approval.outcome and approval.outcome.by else ""
    return {
        ApprovalState.APPROVED: f"Approved{by}",
        ApprovalState.REJECTED: f"Rejected{by}",
        ApprovalState.SUPERSEDED: "superseded by a newer card",
    }.get(approval.state, f"{_elsewhere(approval)}{by}")


def _elsewhere(approval: Approval) -> str:
    """What was done in Odoo: "Approved in Odoo"."""
    how = inert(approval.outcome.reason if approval.outcome else "", 300, blank="closed in Odoo")
    return how[:1].upper() + how[1:]


def _by(outcome: Outcome | None) -> str:
    if outcome is None:
        return ""
    return (f" by *{inert(outcome.by, 80)}*" if outcome.by else "") + f" · {when(outcome.at)}"


def carried_out(approval: Approval, decision: UnderWay) -> str:
    """A decision on its way to Odoo, or stuck there."""
    word = "approval" if decision.verdict is Verdict.APPROVE else "rejection"
    taken = f"{word} by {inert(decision.by)} · {when(decision.at)}"
    if approval.work is Work.FAILED:
        return f"⚠️ *Not carried out in Odoo yet:* {taken}\nNothing is lost. A colleague was asked to look into it."
    return f"⏳ *Being carried out in Odoo:* {taken}"


def waiting(approval: Approval, seat: Seat | None, now: datetime) -> str:
    """Whom a pending approval waits for, as this person should read it."""
    tail = f"{step_words(approval)} · {waits_since(approval)}"
    if seat is None or not may_decide(approval, seat):
        own = _own_part(approval, seat) if seat else ""
        return f"{own}🕐 *Waits for {open_names(approval)}* · {tail}"
    rows = [f"🕐 *Waits for your decision* · {tail}", _given(approval, seat), _snoozed(approval, now)]
    rows.append(_void(approval, seat))
    reserved = why_not(approval, seat, Verdict.APPROVE)
    if reserved is not None:
        rows.append(f"☝️ {in_readers_time(inert(reserved.reason, 400))}")
    return "\n".join(row for row in rows if row)


def open_names(approval: Approval) -> str:
    """Those of the current step who have not decided yet; not those who may, because these did not in time."""
    done = {vote.user_id for vote in approval.votes if vote.counts and vote.step == approval.step}
    asked = [seat for seat in approval.active_seats() if not seat.stepped_in]
    return names([seat.name for seat in asked if seat.user_id not in done]) or "nobody yet"


def _snoozed(approval: Approval, now: datetime) -> str:
    if approval.snoozed_until is None or approval.snoozed_until <= now:
        return ""
    return f"💤 No reminders until {when(approval.snoozed_until)}, says {inert(approval.snoozed_by)}."


def _given(approval: Approval, seat: Seat) -> str:
    principal = approval.seat_of(seat.place)
    if seat.stands_in_for is not None and principal is not None:
        if seat.because is Because.AWAY:
            return f"↪️ You stand in for {inert(principal.name)}, who is away."
        return f"⏫ You may decide in the place of {inert(principal.name)}, who has not."
    given = approval.handed_to(seat.user_id)
    if given is None:
        return ""
    return f"↪️ {handed_words(given)}." + (f"\n{quote(given.note, 700)}" if given.note else "")


def handed_words(given: HandOver) -> str:
    """How somebody came to a place that was another's, as they read it."""
    if not given.by:
        return f"Handed over to you, for {inert(given.giver_name)} has not decided"
    place = f" in the place of {inert(given.giver_name)}" if given.by != given.giver_name else ""
    return f"Handed over to you by {inert(given.by)}{place}"


def _void(approval: Approval, seat: Seat) -> str:
    own = [v for v in approval.votes if v.user_id == seat.user_id and v.step == approval.step and not v.counts]
    if not own:
        return ""
    why = inert(own[-1].void_reason.rstrip("."), 300, blank="it no longer fits")
    return f"⚠️ Your decision of {when(own[-1].at)} was not carried out: {why}. Please decide again."


def _own_part(approval: Approval, seat: Seat) -> str:
    """Why there is nothing to click on this person's card."""
    vote = next((v for v in approval.votes if v.counts and v.user_id == seat.user_id), None)
    if vote is not None:
        part = f"step {vote.step + 1}" if len(approval.steps) > 1 else "your part"
        return f"☑️ You agreed to {part} · {when(vote.at)}\n"
    given = approval.handed_on(seat.user_id)
    if given is not None:
        return f"↪️ You handed this over to {inert(given.receiver_name)}.\n"
    refused = why_not(approval, seat)
    if refused is not None and refused.code in {"segregation", "over_limit"}:
        return f"🚫 {in_readers_time(inert(refused.reason, 300))}\n"
    return ""


def needed_words(approval: Approval, seat: Seat | None) -> str:
    """Who else has a say in the current step; empty where one person decides alone."""
    seats = approval.active_seats()
    if len(seats) < 2:
        return ""
    parts = [_rule_words(approval.needed(), len(approval.places()))]
    others = [s.name for s in seats if seat is None or s.user_id != seat.user_id]
    if len(others) < len(seats):
        parts.append(f"also asked: {names(others)}")
    agreed = [v.name for v in approval.standing(Verdict.APPROVE)]
    if agreed:
        parts.append(f"agreed so far: {names(agreed)}")
    return " · ".join(parts)


def _rule_words(need: int, seats: int) -> str:
    if need == 1:
        return "Any one decides"
    return f"All {seats} must agree" if need >= seats else f"{need} of {seats} must agree"


def earlier_steps(approval: Approval) -> str:
    """Who agreed in the steps before this one."""
    done = [
        f"Step {step + 1}: {names([v.name for v in votes])} agreed · {when(votes[-1].at)}"
        for step in range(approval.step)
        if (votes := approval.standing(Verdict.APPROVE, step))
    ]
    return "\n".join(done[-5:])
