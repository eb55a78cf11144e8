"""Sound approvals, seats, questions and exceptions; a test states only what matters."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.domain.approvals import Approval, ApprovalState, HandOver, Outcome, Question, Seat, Verdict, Vote
from bot.domain.exceptions import ExceptionKind, Trouble
from bot.domain.orders import Line, Order, OrderState, PastPrice, Stock, UserRef, Vendor, Warehouse
from bot.domain.policy import Step
from bot.domain.roles import ApproverKind, Approvers

T0 = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ORDER_URL = "https://odoo.example.com/odoo/purchase/36"

BUYER = UserRef(6, "Marc Demo")


def T(**after: float) -> datetime:  # noqa: N802 - reads as a point in time: T(days=3)
    """A moment after T0."""
    return T0 + timedelta(**after)


def order_line(number: int = 1, **overrides: Any) -> Line:
    """One line of the order of `waiting_order`: a quarter above its list price."""
    line = Line(
        id=number,
        name=f"[LAMP-{number}] Desk lamp {number}",
        quantity=Decimal(40),
        unit="Units",
        unit_price=Decimal(120),
        subtotal=Decimal(4800),
        product_id=100 + number,
        product=f"[LAMP-{number}] Desk lamp {number}",
        list_price=Decimal(96),
        past_prices=(
            PastPrice("P00020", T(days=-60), "Acme", Decimal(110)),
            PastPrice("P00011", T(days=-90), "Acme", Decimal(118)),
        ),
        stock=Stock(Decimal(3), Decimal(12), Decimal(20)),
    )
    return replace(line, **overrides)


def waiting_order(**overrides: Any) -> Order:
    """P00036, waiting for approval for three days at T0."""
    order = Order(
        id=36,
        name="P00036",
        state=OrderState.TO_APPROVE,
        company_id=1,
        company="My Company",
        currency="USD",
        amount=Decimal("48300.00"),
        company_currency="USD",
        company_amount=Decimal("48300.00"),
        rate=Decimal(1),
        vendor=Vendor(9, "Acme Components", ("Preferred",), Decimal("92.0"), 12),
        buyer=BUYER,
        creator=BUYER,
        lines=(order_line(1), order_line(2, subtotal=Decimal(43500), list_price=None, past_prices=())),
        warehouse=Warehouse(1, "WH", "Main warehouse"),
        needed_by=T(days=5),
        waiting_since=T(days=-3),
        origin="SO0012",
    )
    return replace(order, **overrides)


def make_step(name: str = "Purchase approval", **overrides: Any) -> Step:
    """A step that any one of a group decides."""
    return replace(Step(name, (Approvers(ApproverKind.GROUP, ("purchase.group_purchase_manager",)),)), **overrides)


def make_seat(user_id: int = 2, **overrides: Any) -> Seat:
    """A place in the current step."""
    people = {2: "Mitchell Admin", 3: "Audrey Peterson", 4: "Bob Stone"}
    return replace(Seat(user_id, people.get(user_id, f"Person {user_id}"), f"U{user_id:07}"), **overrides)


def make_hand_over(giver: int = 2, receiver: int = 3, **overrides: Any) -> HandOver:
    """A place of the first step that was handed over by whose it was."""
    one, other = make_seat(giver), make_seat(receiver)
    return replace(HandOver(0, giver, one.name, receiver, other.name, one.name), **overrides)


def make_vote(user_id: int = 2, verdict: Verdict = Verdict.APPROVE, **overrides: Any) -> Vote:
    """A vote of somebody on a seat of the first step."""
    seat = make_seat(user_id)
    vote = Vote(f"v{user_id}", 0, user_id, seat.name, seat.slack_id, verdict, "", T(hours=1))
    return replace(vote, **overrides)


def make_question(**overrides: Any) -> Question:
    """An open question to the buyer."""
    return replace(Question("q-1", 2, "Mitchell Admin", "U0000002", "Why so many lamps?", T0), **overrides)


def make_approval(**overrides: Any) -> Approval:
    """An approval of P00036 that two people are asked for, either of whom decides."""
    order = overrides.pop("order", None) or waiting_order()
    approval = Approval(
        id="a-36-1",
        order=order,
        fingerprint=order.fingerprint,
        rule="above threshold",
        reason="the amount is above 25,000.00 USD",
        policy_version="1",
        steps=(make_step(),),
        state=ApprovalState.PENDING,
        step=0,
        seats=(make_seat(2), make_seat(3)),
        opened_at=T(days=-3),
        step_opened_at=T(days=-3),
    )
    return replace(approval, **overrides)


def make_closed(state: ApprovalState, **overrides: Any) -> Approval:
    """An approval that ended an hour after T0 and, where it was decided, is carried out in Odoo."""
    applied = T(hours=1) if state in {ApprovalState.APPROVED, ApprovalState.REJECTED} else None
    given = {"outcome": make_outcome(), "applied_at": applied} | overrides
    return make_approval(state=state, **given)


def make_outcome(by: str = "Mitchell Admin", reason: str = "") -> Outcome:
    """How an approval ended, an hour after T0."""
    return Outcome(by, T(hours=1), reason)


def make_trouble(**overrides: Any) -> Trouble:
    """An open exception: Odoo refused a decision."""
    trouble = Trouble(
        id=7,
        kind=ExceptionKind.NOT_APPLIED,
        summary="Odoo says that the vendor is blocked.",
        order_id=36,
        order_name="P00036",
        opened_at=T0,
        approval_id="a-36-1",
        owner_id=2,
        owner_name="Mitchell Admin",
        owner_slack="U0000002",
    )
    return replace(trouble, **overrides)
