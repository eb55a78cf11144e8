"""Whatever stands in Odoo and whatever people type: Slack takes it, and nothing can be forged."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.blocks import approvals, exceptions
from bot.blocks import help as sayings
from bot.blocks.approvals import ids
from bot.blocks.status import status
from bot.domain.approvals import Approval, ApprovalState, Verdict, Work
from bot.domain.exceptions import ExceptionKind, ExceptionState
from bot.domain.orders import Attachment, Change, PastPrice, Stock, UserRef, Vendor, Warehouse
from bot.domain.status import Coming, Standing
from bot.domain.timeline import Past
from bot.services.approvals.asking import DIGEST_SIZE
from tests.blocks.checks import acceptable, acceptable_modal, buttons
from tests.builders_approvals import (
    ORDER_URL,
    T0,
    T,
    make_approval,
    make_outcome,
    make_question,
    make_seat,
    make_step,
    make_trouble,
    make_vote,
    order_line,
    waiting_order,
)

NASTY = [
    "<!channel>",
    "<!here|x>",
    "<@U012345>",
    "<https://evil.example|Open in Odoo>",
    "&lt;!channel&gt;",
    "*_~`bold`~_*",
    "```",
    ":white_check_mark: Approved",
    "> quoted",
    "\u202eABC\u202c",
    "\u2067אבג\u2069",
    "שלום 123",
    "👩‍👩‍👧‍👦🇩🇪👍🏽",
    "a\u0301" * 40,
    "\ud800",
    "\x00\x1b[31m",
    "\n\n* x\n",
    "|",
    "{{}}",
    "",
    " ",
]
odd = st.one_of(
    st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=20)), max_size=6).map("".join),
    st.sampled_from(NASTY).map(lambda part: (part * 300)[:300]),
)
number = st.decimals(min_value=-(10**12), max_value=10**15, places=4, allow_nan=False, allow_infinity=False)
share = st.decimals(min_value=0, max_value=100, places=2)
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def any_approval(draw: st.DrawFn) -> Approval:
    """An approval in any state with any text in any place."""
    line = order_line(
        product=draw(odd),
        name=draw(odd),
        unit=draw(odd),
        quantity=draw(number),
        unit_price=draw(number),
        subtotal=draw(number),
        list_price=draw(st.none() | number),
        past_prices=tuple(PastPrice(draw(odd), T0, draw(odd), draw(number)) for _ in range(draw(st.integers(0, 2)))),
        stock=draw(st.none() | st.builds(Stock, number, number, st.none() | number)),
    )
    person = UserRef(6, draw(odd))
    order = waiting_order(
        name=draw(odd),
        amount=draw(number),
        currency=draw(st.sampled_from(["USD", "EUR"]) | odd),
        company_amount=draw(st.none() | number),
        rate=draw(st.none() | number),
        company_currency=draw(st.just("USD") | odd),
        vendor=Vendor(9, draw(odd), tuple(draw(st.lists(odd, max_size=6))), draw(st.none() | share)),
        buyer=draw(st.none() | st.just(person)),
        requester=draw(st.none() | st.just(person)),
        lines=tuple(replace(line, id=n) for n in range(draw(st.sampled_from([0, 1, 5, 6, 400])))),
        attachments=tuple(Attachment(n, draw(odd)) for n in range(draw(st.integers(0, 6)))),
        warehouse=draw(st.none() | st.builds(Warehouse, st.just(1), odd, odd)),
        needed_by=draw(st.sampled_from([None, T(days=-4), T(days=900)])),
        origin=draw(odd),
        urgent=draw(st.booleans()),
        from_replenishment=draw(st.booleans()),
    )
    name = draw(odd)
    return make_approval(
        order=order,
        rule=draw(odd),
        reason=draw(odd),
        steps=tuple(make_step(draw(odd), need=draw(st.sampled_from([1, 2, None]))) for _ in range(3)),
        step=1,
        seats=(make_seat(2, name=name), make_seat(3, name=draw(odd), handed_by=2), make_seat(4, name=name)),
        votes=(
            make_vote(5, name=name),
            *draw(st.lists(st.builds(make_vote, st.just(3), st.sampled_from(Verdict), step=st.just(1)), max_size=1)),
        ),
        questions=tuple(
            make_question(
                id=f"q-{n}", text=draw(odd), asked_by_name=name, answer=draw(st.none() | odd), answered_by_name=name
            )
            for n in range(draw(st.integers(0, 4)))
        ),
        changes=tuple(Change(draw(odd), draw(odd), draw(odd)) for _ in range(draw(st.sampled_from([0, 1, 8])))),
        state=draw(st.sampled_from(ApprovalState)),
        work=draw(st.sampled_from(Work)),
        applied_at=draw(st.sampled_from([None, T0])),
        outcome=draw(st.none() | st.builds(make_outcome, odd, odd)),
    )


@QUICK
@given(any_approval(), st.lists(odd, max_size=2))
def test_card_holds_for_any_text(approval: Approval, later: list[str]) -> None:
    for seat in (None, *approval.seats):
        picture = approvals.card(approval, seat=seat, order_url=ORDER_URL, now=T0, also_waiting=later)
        acceptable(picture, blocks=12)
        if approval.state is not ApprovalState.PENDING:
            assert not {b["action_id"] for b in buttons(picture.blocks)} & ids.DECIDING


@QUICK
@given(any_approval(), odd)
def test_modals_hold_for_any_text(approval: Approval, text: str) -> None:
    question = make_question(text=text, asked_by_name=text)
    people = [make_seat(n, name=text) for n in range(3)]
    for view in (
        approvals.lines_modal(approval),
        approvals.reject_modal(approval),
        approvals.ask_modal(approval),
        approvals.hand_over_modal(approval, people),
        approvals.hand_over_modal(approval, []),
        approvals.answer_modal(question, approval),
    ):
        acceptable_modal(view)


@QUICK
@given(any_approval(), odd)
def test_notices_hold_for_any_text(approval: Approval, text: str) -> None:
    for picture in (
        approvals.outcome_notice(approval, ORDER_URL),
        status(approval, T0, ORDER_URL, Standing(past=(Past(T0, text),) * 30, coming=Coming(T0, text, text))),
        approvals.handed_over_notice(approval, text, ORDER_URL, note=text),
        *(approvals.question_to_buyer(approval, question, ORDER_URL) for question in approval.questions),
        *(approvals.answer_notice(approval, question, ORDER_URL) for question in approval.questions),
    ):
        acceptable(picture)
    many = [replace(approval, id=f"{n:032}") for n in range(30)]
    for live in ({one.id for one in many}, frozenset[str]()):
        for picture in approvals.digest(many, live=live):
            acceptable(picture, room=13_000)
        assert len(approvals.digest(many[:DIGEST_SIZE], live=live)) == 1


@QUICK
@given(st.sampled_from(ExceptionKind), st.sampled_from(ExceptionState), odd, odd)
def test_exceptions_and_help_hold_for_any_text(kind: ExceptionKind, state: ExceptionState, one: str, two: str) -> None:
    trouble = make_trouble(
        kind=kind, state=state, summary=one * 9, order_name=two, owner_name=one, closed_by=two, closing_reason=one
    )
    acceptable(exceptions.trouble_message(trouble, ORDER_URL))
    acceptable(exceptions.trouble_message(replace(trouble, owner_slack=two), ORDER_URL))
    acceptable_modal(exceptions.dismiss_modal(trouble))
    for say in (
        sayings.unmatched,
        sayings.refused,
        sayings.unknown_command,
        sayings.unknown_order,
        sayings.no_approval,
    ):
        assert "<" not in say(one)
    assert "<" not in sayings.something_wrong(one)


def test_figures_of_any_size_are_drawn() -> None:
    huge = waiting_order(
        amount=Decimal("1e20"), lines=(order_line(subtotal=Decimal("1e20"), unit_price=Decimal("1e20")),)
    )
    acceptable(approvals.card(make_approval(order=huge), seat=None, order_url=ORDER_URL, now=T0))
