"""Cards, modals and notices of approvals: what they show, and who finds which buttons."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bot.blocks.approvals import (
    answer_modal,
    answer_notice,
    ask_modal,
    card,
    digest,
    hand_over_modal,
    handed_over_notice,
    ids,
    lines_modal,
    outcome_notice,
    question_to_buyer,
    reject_modal,
)
from bot.blocks.kit import size
from bot.blocks.text import when
from bot.domain.approvals import Approval, ApprovalState, Seat, Verdict, VoteState, Work
from bot.domain.orders import Attachment, Change, UserRef, Vendor
from bot.domain.ports import Picture
from tests.blocks.checks import acceptable, acceptable_modal, all_text, buttons, labels
from tests.builders_approvals import (
    ORDER_URL,
    T0,
    T,
    make_approval,
    make_closed,
    make_hand_over,
    make_outcome,
    make_question,
    make_seat,
    make_step,
    make_vote,
    order_line,
    waiting_order,
)

ALL_BUTTONS = ["Approve", "Reject", "Ask", "Hand over", "Open in Odoo"]
CLOSED = [state for state in ApprovalState if state is not ApprovalState.PENDING]


def draw(approval: Approval, seat: Seat | None = make_seat(2), **extra: Any) -> Picture:  # noqa: B008 - frozen
    picture = card(approval, seat=seat, order_url=ORDER_URL, now=T0, **extra)
    acceptable(picture, blocks=12)
    return picture


def shown(approval: Approval, seat: Seat | None = make_seat(2), **extra: Any) -> str:  # noqa: B008 - frozen
    return all_text(draw(approval, seat, **extra).blocks)


class TestCardInOneLook:
    def test_everything_needed_to_decide(self) -> None:
        order = waiting_order(
            attachments=(Attachment(1, "offer.pdf"),),
            vendor=Vendor(9, "Acme", ("Gold", "Risky"), Decimal("87.4"), 3),
        )
        text = shown(make_approval(order=order, steps=(make_step(), make_step("Accounting"))))
        for needed in (
            "P00036 · 48,300.00 USD",
            "Acme\nGold · Risky · 87% of goods on time in a year · 3 earlier orders",
            "Marc Demo",
            "Main warehouse",
            "7 Mar 2026>",
            "the amount is above 25,000.00 USD",
            "rule “above threshold”",
            "step 1 of 2, Purchase approval",
            "waits since <!date^",
            "+25.0%* vs list price 96.00",
            "+5.3% vs last 2 purchases (average 114.00)",
            "3 on hand, 12 forecast, *below reorder minimum 20*",
            "also asked: Audrey Peterson",
            "Then: Accounting",
            "offer.pdf",
        ):
            assert needed in text

    def test_fallback_names_order_amount_and_vendor(self) -> None:
        assert draw(make_approval()).text == "P00036: 48,300.00 USD to Acme Components waits for your approval"

    def test_starred_order_says_so(self) -> None:
        picture = draw(make_approval(order=waiting_order(urgent=True)))
        assert "Starred" in all_text(picture.blocks)
        assert picture.text.startswith("Starred: P00036")

    def test_largest_lines_come_first_and_the_rest_is_counted(self) -> None:
        lines = tuple(order_line(n, subtotal=Decimal(n), product=f"Product-{n}.") for n in range(1, 13))
        text = shown(make_approval(order=waiting_order(lines=lines)))
        assert text.index("Product-12.") < text.index("Product-11.") < text.index("Product-8.")
        assert "Product-7." not in text
        assert "and 7 more" in text
        assert "7 of them priced high" in text

    def test_only_clearly_high_prices_are_flagged(self) -> None:
        high, fair = order_line(1), order_line(2, list_price=Decimal(118), past_prices=())
        text = shown(make_approval(order=waiting_order(lines=(high, fair))))
        assert "⚠️ *+25.0%* vs list price 96.00" in text
        assert "1 priced 10% or more above usual" in text
        assert "+1.7% vs list price 118.00 · not bought before" in text

    def test_price_of_the_list_is_said_without_a_percentage(self) -> None:
        listed = order_line(1, list_price=order_line(1).unit_price)
        text = shown(make_approval(order=waiting_order(lines=(listed,))))
        assert f"at list price {listed.unit_price:,.2f} · " in text

    def test_foreign_amount_shows_company_currency_and_rate(self) -> None:
        order = waiting_order(currency="EUR", company_amount=Decimal("52164"), rate=Decimal("0.9259"))
        text = shown(make_approval(order=order))
        assert "48,300.00 EUR" in text
        assert "= 52,164.00 USD (1 USD = 0.9259 EUR)" in text

    def test_missing_rate_is_said(self) -> None:
        order = waiting_order(currency="EUR", company_amount=None, rate=None)
        assert "no rate for EUR in Odoo" in shown(make_approval(order=order))

    def test_bare_order_is_drawn(self) -> None:
        order = waiting_order(
            lines=(),
            amount=Decimal(0),
            company_amount=Decimal(0),
            buyer=None,
            creator=None,
            needed_by=None,
            warehouse=None,
            waiting_since=None,
            origin="",
            vendor=Vendor(9, "New Vendor"),
        )
        picture = draw(make_approval(order=order))
        text = all_text(picture.blocks)
        assert "No lines" in text
        assert "0.00 USD* ⚠️ zero" in text
        assert "nobody named" in text
        assert "no earlier orders" in text
        assert "no date" in text
        assert "Show all lines" not in labels(picture.blocks)

    def test_past_need_date_stands_out(self) -> None:
        assert "28 Feb 2026>, which has passed" in shown(make_approval(order=waiting_order(needed_by=T(days=-2))))

    def test_a_card_shows_moments_for_it_stays_while_time_goes_on(self) -> None:
        asked = make_question(asked_at=T(days=-1))
        approval = make_approval(questions=(asked,), changes=(Change("Amount", "1", "2"),))
        for text in (shown(approval), all_text(digest([approval], live={approval.id})[0].blocks)):
            assert not re.search(r"\d (min|h|hours?|days?)\b", text), text
        text = shown(approval)
        assert f"waits since {when(T(days=-3))}, asked again {when(T(days=-3))}" in text
        assert f"asked {when(T(days=-1))}" in text

    @pytest.mark.parametrize(("lines", "offered"), [(5, False), (6, True)])
    def test_all_lines_are_offered_only_where_there_are_more_than_the_card_shows(
        self, lines: int, offered: bool
    ) -> None:
        approval = make_approval(order=waiting_order(lines=tuple(order_line(n) for n in range(lines))))
        assert ("Show all lines" in labels(draw(approval).blocks)) is offered

    def test_changes_stand_above_the_facts(self) -> None:
        text = shown(make_approval(changes=(Change("Amount", "5,014.00 USD", "48,300.00 USD"),)))
        assert "Amount: 5,014.00 USD → *48,300.00 USD*" in text
        assert text.index("Changed since") < text.index("*Vendor*")

    def test_many_changes_are_counted(self) -> None:
        changed = tuple(Change(f"Quantity of {n}", "1", "2") for n in range(9))
        assert "and 3 more changes" in shown(make_approval(changes=changed))

    def test_questions_and_answers_stand_on_the_card(self) -> None:
        answered = make_question(id="q-2", answer="A new office", answered_by_name="Marc Demo", answered_at=T(hours=1))
        text = shown(make_approval(questions=(answered, make_question(text="And the colour?"))))
        assert "*Marc Demo:* A new office" in text
        assert "no answer from Marc Demo yet" in text

    def test_later_steps_may_name_people(self) -> None:
        approval = make_approval(steps=(make_step(), make_step("Accounting"), make_step("Board")))
        assert "Then: Accounting (Carl, Dora) → Board" in shown(approval, also_waiting=["Carl, Dora"])

    def test_several_who_must_agree(self) -> None:
        seats = (make_seat(2), make_seat(3), make_seat(4))
        two = make_approval(steps=(make_step(need=2),), seats=seats, votes=(make_vote(4),))
        assert "2 of 3 must agree · also asked: Audrey Peterson, Bob Stone · agreed so far: Bob Stone" in shown(two)
        assert "All 3 must agree" in shown(make_approval(steps=(make_step(need=None),), seats=seats))


class TestButtons:
    def test_live_card_has_all_of_them(self) -> None:
        picture = draw(make_approval())
        assert labels(picture.blocks) == ALL_BUTTONS
        assert [b.get("style") for b in buttons(picture.blocks)] == ["primary", "danger", None, None, None]

    def test_buttons_carry_the_id_and_nothing_else(self) -> None:
        for button in buttons(draw(make_approval()).blocks):
            assert button["value"] == "a-36-1"
            assert "confirm" not in button

    def test_open_in_odoo_is_a_link(self) -> None:
        (link,) = [b for b in buttons(draw(make_approval()).blocks) if b["action_id"] == ids.OPEN]
        assert link["url"] == ORDER_URL

    def test_strange_address_gives_no_link(self) -> None:
        picture = card(make_approval(), seat=None, order_url="javascript:alert(1)", now=T0)
        acceptable(picture)
        assert labels(picture.blocks) == []

    @pytest.mark.parametrize(
        ("changed", "seat"),
        [
            pytest.param({}, None, id="onlooker"),
            pytest.param({}, make_seat(9), id="not asked"),
            pytest.param(
                {"seats": (make_seat(2, vacated=True), make_seat(3, handed_by=2))}, make_seat(2), id="gave it"
            ),
            pytest.param({"votes": (make_vote(2),), "steps": (make_step(need=2),)}, make_seat(2), id="voted"),
            pytest.param({"votes": (make_vote(3),)}, make_seat(2), id="decision taken"),
            pytest.param({"votes": (make_vote(3, Verdict.REJECT),)}, make_seat(2), id="rejection taken"),
            pytest.param({"seats": (make_seat(2, limit=Decimal(10)),)}, make_seat(2), id="over limit"),
            pytest.param({"seats": (make_seat(6), make_seat(3))}, make_seat(6), id="own order"),
            pytest.param(
                {"state": ApprovalState.APPROVED, "outcome": make_outcome()}, make_seat(2), id="not applied yet"
            ),
            *(
                pytest.param({"state": s, "outcome": make_outcome(), "applied_at": T0}, make_seat(2), id=s.value)
                for s in CLOSED
            ),
        ],
    )
    def test_nothing_decides_when_the_person_may_not(self, changed: dict[str, Any], seat: Seat | None) -> None:
        picture = draw(make_approval(**changed), seat)
        assert not {b["action_id"] for b in buttons(picture.blocks)} & ids.DECIDING
        assert "waits for your approval" not in picture.text

    def test_voter_reads_whom_it_waits_for(self) -> None:
        text = shown(make_approval(votes=(make_vote(2),), steps=(make_step(need=2),)))
        assert "You agreed" in text
        assert "Waits for Audrey Peterson" in text

    def test_giver_reads_who_has_it_and_receiver_who_gave_it(self) -> None:
        approval = make_approval(seats=(make_seat(2, vacated=True), make_seat(3)), handed=(make_hand_over(2, 3),))
        assert "You handed this over to Audrey Peterson" in shown(approval, approval.seats[0])
        receivers = draw(approval, approval.seats[1])
        assert "Handed over to you by Mitchell Admin" in all_text(receivers.blocks)
        assert labels(receivers.blocks) == ALL_BUTTONS

    def test_receiver_reads_in_whose_place_a_manager_or_the_policy_put_them(self) -> None:
        seats = (make_seat(2, vacated=True), make_seat(3, handed_by=2))
        by_manager = make_approval(seats=seats, handed=(make_hand_over(2, 3, by="Ruth Boss"),))
        assert "Handed over to you by Ruth Boss in the place of Mitchell Admin" in shown(by_manager, seats[1])
        by_policy = make_approval(seats=seats, handed=(make_hand_over(2, 3, by=""),))
        assert "Handed over to you, for Mitchell Admin has not decided" in shown(by_policy, seats[1])

    def test_decided_card_keeps_what_the_decision_rested_on(self) -> None:
        asked = (make_question(answer="For the new hall", answered_by_name="Marc Demo"), make_question(id="q-2"))
        for changed in ({"votes": (make_vote(2),)}, {"state": ApprovalState.APPROVED, "outcome": make_outcome(),
                                                     "applied_at": T0}):  # fmt: skip
            text = shown(make_approval(questions=asked, **changed))
            assert "the rule “above threshold” takes it: the amount is above 25,000.00 USD" in text
            assert "For the new hall" in text
        assert text.count("_not answered_") == 1, "nobody waits for an answer any more"

    def test_void_decision_is_asked_for_again(self) -> None:
        void = make_vote(2, state=VoteState.VOID, void_reason="the amount changed.")
        picture = draw(make_approval(votes=(void,)))
        assert "was not carried out: the amount changed. Please decide again." in all_text(picture.blocks)
        assert labels(picture.blocks) == ALL_BUTTONS

    def test_person_kept_for_a_later_step_cannot_approve_this_one(self) -> None:
        picture = draw(make_approval(steps=(make_step(), make_step("Accounting")), reserved=frozenset({2})))
        assert labels(picture.blocks) == ALL_BUTTONS[1:]
        assert "leave step 1" in all_text(picture.blocks)


class TestAfterTheDecision:
    @pytest.mark.parametrize(
        ("state", "word"), [(ApprovalState.APPROVED, "Approved"), (ApprovalState.REJECTED, "Rejected")]
    )
    def test_decided_card_says_how_by_whom_and_when(self, state: ApprovalState, word: str) -> None:
        picture = draw(make_closed(state, outcome=make_outcome(reason="Too dear")))
        text = all_text(picture.blocks)
        assert f"*{word}* by *Mitchell Admin*" in text
        assert "2 Mar 2026, 10:30 UTC" in text
        assert "Too dear" in text
        assert word in picture.text
        assert labels(picture.blocks) == ["Open in Odoo"]

    def test_nothing_is_called_approved_before_it_is(self) -> None:
        voted = [make_approval(votes=votes) for votes in ((), (make_vote(2),), (make_vote(2, Verdict.REJECT),))]
        begun = [make_closed(state, applied_at=None) for state in (ApprovalState.APPROVED, ApprovalState.REJECTED)]
        for approval in (*voted, *begun):
            picture = draw(approval)
            everything = picture.text + all_text(picture.blocks)
            assert "Approved" not in everything
            assert "Rejected" not in everything

    def test_decision_on_its_way_is_shown(self) -> None:
        assert "Being carried out in Odoo:* approval by Mitchell Admin" in shown(make_approval(votes=(make_vote(2),)))

    def test_decision_stuck_in_odoo_is_shown(self) -> None:
        failed = make_closed(ApprovalState.REJECTED, applied_at=None, work=Work.FAILED)
        assert "Not carried out in Odoo yet:* rejection by Mitchell Admin" in shown(failed)

    def test_superseded_card_has_no_button_and_says_so(self) -> None:
        picture = draw(make_approval(state=ApprovalState.SUPERSEDED))
        assert not buttons(picture.blocks)
        assert "Superseded" in all_text(picture.blocks)
        assert f"<{ORDER_URL}|Open in Odoo>" in all_text(picture.blocks)

    def test_card_closed_in_odoo_says_how_and_by_whom(self) -> None:
        approval = make_approval(
            state=ApprovalState.CLOSED_ELSEWHERE, outcome=make_outcome("Bob Stone", "cancelled there")
        )
        assert "*Cancelled there* by *Bob Stone*" in shown(approval)

    @pytest.mark.parametrize("state", CLOSED)
    def test_closed_card_without_outcome_is_drawn(self, state: ApprovalState) -> None:
        assert "P00036" in shown(make_approval(state=state, outcome=None))

    def test_earlier_steps_stay_visible(self) -> None:
        approval = make_approval(
            steps=(make_step(), make_step("Accounting")), step=1, votes=(make_vote(2),), seats=(make_seat(3),)
        )
        assert "Step 1: Mitchell Admin agreed" in shown(approval, make_seat(3))
        done = replace(
            approval, state=ApprovalState.APPROVED, outcome=make_outcome("Audrey Peterson"), applied_at=T(hours=2)
        )
        assert "Step 1: Mitchell Admin agreed" in shown(done)


class TestModals:
    def test_every_line_is_listed(self) -> None:
        lines = tuple(order_line(n, product=f"Product-{n}.") for n in range(1, 41))
        view = lines_modal(make_approval(order=waiting_order(lines=lines)))
        acceptable_modal(view)
        assert all(f"Product-{n}." in all_text(view) for n in range(1, 41))
        assert view["title"]["text"] == "Lines of P00036"
        assert "submit" not in view

    def test_400_long_lines_are_cut_with_a_word(self) -> None:
        lines = tuple(order_line(n, product=f"{n} " + "<!channel> 😀" * 30) for n in range(1, 401))
        approval = make_approval(order=waiting_order(lines=lines))
        view = lines_modal(approval)
        acceptable_modal(view)
        assert "more, open P00036 in Odoo" in all_text(view)

    @pytest.mark.parametrize(
        ("view", "label", "block_id", "callback"),
        [
            (reject_modal(make_approval()), "Reason", ids.REASON_BLOCK, ids.REJECT_MODAL),
            (ask_modal(make_approval()), "Question", ids.QUESTION_BLOCK, ids.ASK_MODAL),
            (answer_modal(make_question(), make_approval()), "Answer", ids.ANSWER_BLOCK, ids.ANSWER_MODAL),
        ],
        ids=["reject", "ask", "answer"],
    )
    def test_text_modals_ask_one_required_thing(
        self, view: dict[str, Any], label: str, block_id: str, callback: str
    ) -> None:
        acceptable_modal(view)
        (box,) = [block for block in view["blocks"] if block["type"] == "input"]
        assert (box["label"]["text"], box["block_id"], view["callback_id"]) == (label, block_id, callback)
        assert box["element"]["multiline"]
        assert box["element"]["max_length"] == 3000
        assert not box.get("optional")
        assert "P00036" in all_text(view["blocks"])

    def test_metadata_is_an_id(self) -> None:
        assert reject_modal(make_approval())["private_metadata"] == "a-36-1"
        assert answer_modal(make_question(), make_approval())["private_metadata"] == "q-1"

    def test_long_question_fits_the_answer_modal(self) -> None:
        acceptable_modal(answer_modal(make_question(text="&\n" * 1500), make_approval()))

    def test_hand_over_lists_people_by_name(self) -> None:
        view = hand_over_modal(make_approval(), [make_seat(4, name="Zoe"), make_seat(5, name="adam <!here>")])
        acceptable_modal(view)
        element = view["blocks"][1]["element"]
        assert [(o["text"]["text"], o["value"]) for o in element["options"]] == [("adam ‹!here›", "5"), ("Zoe", "4")]

    @pytest.mark.parametrize("people", [100, 101, 250])
    def test_hand_over_to_one_of_many(self, people: int) -> None:
        view = hand_over_modal(make_approval(), [make_seat(n) for n in range(10, 10 + people)])
        acceptable_modal(view)
        element = view["blocks"][1]["element"]
        groups = element.get("option_groups") or [element]
        assert sum(len(group["options"]) for group in groups) == people

    def test_hand_over_to_nobody_says_so(self) -> None:
        view = hand_over_modal(make_approval(), [])
        acceptable_modal(view)
        assert "Nobody else could take your place" in all_text(view)
        assert "submit" not in view

    def test_long_order_name_fits_the_title(self) -> None:
        acceptable_modal(reject_modal(make_approval(order=waiting_order(name="PO/2026/" + "0" * 60))))


def listed(approvals: list[Approval], **overrides: Any) -> list[Picture]:
    """A list of these, all of which wait for its reader unless said otherwise."""
    return digest(approvals, **{"live": {approval.id for approval in approvals}} | overrides)


class TestDigest:
    def test_names_each_order_once_with_a_button(self) -> None:
        many = [make_approval(id=f"a-{n}", order=waiting_order(name=f"P{n:05}")) for n in range(3)]
        (picture,) = listed(many)
        acceptable(picture, room=13_000)
        text = all_text(picture.blocks)
        since = when(T(days=-3))
        assert all(f"*P{n:05}* · 48,300.00 USD to Acme Components\nwaits since {since}" in text for n in range(3))
        assert [text.count(f"P{n:05}") for n in range(3)] == [1, 1, 1]
        assert "Starred ones first, then the longest waiting." in text
        assert [(b["action_id"], b["value"]) for b in buttons(picture.blocks)] == [
            (ids.SHOW, f"a-{n}") for n in range(3)
        ]
        assert picture.text == "3 orders wait for your approval: P00000, P00001, P00002"

    def test_hundreds_take_several_messages_and_lose_none(self) -> None:
        many = [make_approval(id=f"a-{n}", order=waiting_order(name=f"P{n:05}")) for n in range(400)]
        pictures = listed(many)
        for picture in pictures:
            acceptable(picture, room=13_000)
        assert [b["value"] for p in pictures for b in buttons(p.blocks)] == [f"a-{n}" for n in range(400)]
        assert f"(1 of {len(pictures)})" in pictures[0].text

    def test_what_was_decided_meanwhile_has_no_button_and_says_how_it_ended(self) -> None:
        waiting, decided = make_approval(id="a-1"), make_closed(ApprovalState.APPROVED, id="a-2")
        taken, given = make_approval(id="a-3", votes=(make_vote(2),)), make_approval(id="a-4", seats=(make_seat(3),))
        (picture,) = listed([waiting, decided, taken, given], live={"a-1"}, more=2)
        acceptable(picture)
        assert [b["value"] for b in buttons(picture.blocks)] == ["a-1"]
        assert picture.text.startswith("3 orders wait for your approval")
        text = all_text(picture.blocks)
        assert "2 more orders on my Home tab" in text
        assert "✅ Approved by Mitchell Admin" in text
        assert "a decision was taken by Mitchell Admin" in text
        assert "now with Audrey Peterson" in text

    def test_list_of_which_all_was_decided_says_so(self) -> None:
        (picture,) = listed([make_closed(ApprovalState.REJECTED)], live=())
        assert picture.text.startswith("Nothing on this list waits for you any more")
        assert buttons(picture.blocks) == []

    def test_twenty_orders_share_one_message(self) -> None:
        order = waiting_order(name="<" * 300, vendor=Vendor(9, '"' * 300), currency="&" * 50, amount=Decimal("1e15"))
        pictures = listed([make_approval(id=f"{n:032}", order=order) for n in range(20)])
        assert len(pictures) == 1
        acceptable(pictures[0], room=13_000)

    def test_nothing_waiting_is_no_message(self) -> None:
        assert listed([]) == []


class TestNotices:
    @pytest.mark.parametrize("state", list(ApprovalState))
    def test_buyer_hears_every_outcome(self, state: ApprovalState) -> None:
        picture = outcome_notice(make_closed(state, outcome=make_outcome(reason="Too dear")), ORDER_URL)
        acceptable(picture)
        assert "P00036" in picture.text
        assert "P00036" in all_text(picture.blocks)
        assert labels(picture.blocks) == ["Open in Odoo"]

    def test_question_has_an_answer_button_until_it_is_answered(self) -> None:
        question = make_question()
        asked = question_to_buyer(make_approval(questions=(question,)), question, ORDER_URL)
        acceptable(asked)
        assert labels(asked.blocks) == ["Answer", "Open in Odoo"]
        assert buttons(asked.blocks)[0]["value"] == "q-1"
        done = replace(question, answer="New\noffice", answered_by_name="Marc Demo", answered_at=T(hours=2))
        answered = question_to_buyer(make_approval(questions=(done,)), done, ORDER_URL)
        acceptable(answered)
        assert labels(answered.blocks) == ["Open in Odoo"]
        assert "> New\n> office" in all_text(answered.blocks)

    def test_question_ends_with_the_approval(self) -> None:
        for approval in (make_closed(ApprovalState.APPROVED), make_approval(votes=(make_vote(2),))):
            picture = question_to_buyer(approval, make_question(), ORDER_URL)
            acceptable(picture)
            assert labels(picture.blocks) == ["Open in Odoo"]
            assert "No answer needed any more" in all_text(picture.blocks)

    def test_answer_reaches_whoever_asked(self) -> None:
        answered = make_question(answer="New office", answered_by_name="Marc Demo", answered_at=T0)
        picture = answer_notice(make_approval(), answered, ORDER_URL)
        acceptable(picture)
        assert picture.text == "P00036: Marc Demo answered: New office"

    def test_hand_over_carries_the_note(self) -> None:
        picture = handed_over_notice(make_approval(), "Mitchell Admin", ORDER_URL, note="On leave.\nThanks")
        acceptable(picture)
        told = all_text(picture.blocks)
        assert "Mitchell Admin handed *P00036: 48,300.00 USD to Acme Components* over to you" in told
        assert "> On leave.\n> Thanks" in told


def test_card_of_the_largest_order_stays_small() -> None:
    lines = tuple(order_line(n, product="Ünïcode <!channel> & 😀" * 12) for n in range(1, 401))
    vendor = Vendor(9, ("<!channel> *Ω* 👩‍👩‍👧‍👦 & " * 30)[:300], tuple("<tag> & " * 20 for _ in range(20)))
    approval = make_approval(
        order=waiting_order(lines=lines, vendor=vendor, attachments=tuple(Attachment(n, "&" * 300) for n in range(50))),
        seats=tuple(make_seat(n, name="<@U1>" * 60) for n in range(2, 60)),
        steps=tuple(make_step("*&*" * 100) for _ in range(10)),
        questions=tuple(make_question(text="<&>" * 600, answer="<&>" * 600) for _ in range(20)),
        changes=tuple(Change("&" * 300, "<" * 300, ">" * 300) for _ in range(400)),
        reason="&" * 3000,
        rule="<" * 300,
    )
    picture = draw(approval)
    assert size(picture.blocks) < 10_000
    assert labels(picture.blocks) == [*ALL_BUTTONS[:-1], "Show all lines", ALL_BUTTONS[-1]]


def test_buyer_who_requested_the_order_is_named_once() -> None:
    order = waiting_order(buyer=UserRef(6, "Bella Ortiz", login="bella"), requester=UserRef(6, "Bella Ortiz"))
    assert "requested by" not in shown(make_approval(order=order))
