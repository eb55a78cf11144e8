"""The card of a supplier's mail and its modals: Slack takes them whatever a mail holds, and nothing is forged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from bot.blocks.triage import modals
from bot.blocks.triage.card import card, news
from bot.blocks.triage.chasing import chasing, shares
from bot.domain.cases import Applied, Applying, Case, CaseMail, CaseOrder, CaseState, CaseWork
from bot.domain.drafting import Draft
from bot.domain.habits import Habit, HabitKind
from bot.domain.languages import Language
from bot.domain.matching import Candidate, Evidence, Match, Rung, SenderFit
from bot.domain.proposals import Change, Field, Mark, NotOffered, change_id
from bot.domain.tally import tally
from bot.domain.triage import Address, MailClass, Part, Risk, RiskFlag, Span
from tests.blocks.checks import acceptable, acceptable_modal, labels
from tests.blocks.test_odd_text import NASTY, odd
from tests.builders_approvals import ORDER_URL
from tests.supply import HOLM, T0, make_suggestion, make_supply

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def make_change(number: int = 1, text: str = "Ball valve DN50", **overrides: object) -> Change:
    new = date(2026, 4, 1 + number % 28).isoformat()
    change = Change(
        id=change_id(36, number, Field.DATE, "2026-03-14", new),
        order_id=36,
        order_name="P00036",
        line_id=number,
        product=text,
        field=Field.DATE,
        old="2026-03-14",
        new=new,
        unit="",
        quote=text,
        part=Part.BODY,
        mail_id="m1",
        difference="+7 days",
        mark=Mark.BEYOND,
    )
    return replace(change, **overrides)  # type: ignore[arg-type]


def make_case(text: str = "Delay", count: int = 3, **overrides: object) -> Case:
    """An open case whose every free text is `text`."""
    words = Span(Part.BODY, 0, text)
    says = make_suggestion(
        reason=text,
        summary=text,
        why_unsure=text,
        unsure=bool(len(text) % 2),
        risks=tuple(Risk(flag, text, words) for flag in RiskFlag),
    )
    piece = Evidence(Rung.BODY, 0.75, text)
    mail = CaseMail("m1", T0, Address(text, text), text, says)
    case = Case(
        id="c" * 32,
        thread=text,
        opened_at=T0,
        mails=(mail, mail),
        work=CaseWork.NONE,
        match=Match((Candidate(36, text, text, 0.9, (piece,)),), (), (text,), SenderFit.UNKNOWN, text),
        orders=(CaseOrder(36, text, 31, text),),
        changes=tuple(make_change(number, text) for number in range(count)),
        not_offered=tuple(NotOffered(text, text, text) for _ in range(10)),
        as_ordered=tuple(f"{text}{number}" for number in range(9)),
        held_up=tuple(f"{text}{number}" for number in range(12)),
        applied=(Applied(make_change(400, text), 6, text, T0),),
        problem=text,
    )
    return replace(case, **overrides)  # type: ignore[arg-type]


@given(text=odd)
@QUICK
def test_slack_takes_the_card_whatever_stands_in_the_mail(text: str) -> None:
    case = make_case(text)
    applying = Applying("a", case.changes, 6, text, "U0BELLA", T0)
    for shown in (
        case,
        replace(case, state=CaseState.DONE, closed_by=text, closed_at=T0),
        replace(case, applying=applying),
        replace(case, orders=(), match=replace(case.match, chosen=(), candidates=case.match.chosen)),  # type: ignore[union-attr,type-var]
        replace(case, label=MailClass.QUESTION, label_by=text, order_by=text),
        replace(case, mails=(CaseMail("m1", T0, Address(text, text), text, None, text),)),
    ):
        acceptable(card(shown, ORDER_URL), room=20_000)
    acceptable(news(case, case.newest))


@given(text=odd)
@QUICK
def test_slack_takes_every_modal(text: str) -> None:
    case, order = make_case(text), make_supply()
    order = replace(order, name=text, lines=tuple(replace(line, product=text) for line in order.lines))
    habit = Habit("h", 31, text, HabitKind.PRODUCT, text, "1", text, 6, text, T0)
    for view in (
        modals.apply_modal(case),
        modals.correct_modal(case),
        modals.add_modal(case, [order]),
        modals.means_modal(case, [order], [habit]),
        modals.exception_modal(case),
        modals.reply_modal(case, Draft(text or "Hello", 3), Language.GERMAN),
        modals.chase_modal(36, text, Draft(text or "Hello"), Language.FRENCH),
    ):
        acceptable_modal(view)


@given(text=odd)
@QUICK
def test_slack_takes_the_list_of_what_is_owed(text: str) -> None:
    row = {"order_id": 36, "order": text, "vendor": text, "owed": "date", "days": 3, "late": [[text, "2026-03-01"]] * 5,
           "causes": [text] * 5, "prices": [text] * 3}  # fmt: skip
    acceptable(chasing({"rows": [row, row | {"owed": "confirmation"}] * 5, "more": 3}, {36}, {36: ""}), room=30_000)


def test_two_hundred_lines_fit_the_card_and_the_modal() -> None:
    case = make_case("A product with a long name, in a box of one hundred pieces", 200)
    acceptable(card(case, ORDER_URL), room=20_000)
    assert "and 190 more behind Apply" in str(card(case, ORDER_URL).blocks)
    view = modals.apply_modal(case)
    acceptable_modal(view)
    ticks = [option for block in view["blocks"] if block["type"] == "input" for option in block["element"]["options"]]
    assert len(ticks) == 200
    acceptable_modal(modals.correct_modal(case))


def test_danger_stands_above_everything_and_has_no_button() -> None:
    shown = card(make_case(), ORDER_URL)
    texts = [str(block) for block in shown.blocks]
    assert next(i for i, text in enumerate(texts) if "🔴" in text) == 2
    for word in ("bank", "pay", "approve"):
        assert not any(word in name.lower() for name in labels(shown.blocks))


@pytest.mark.parametrize(
    ("case", "gone"),
    [
        (make_case(changes=()), {"Apply"}),
        (make_case(orders=()), {"Draft a reply", "Make an exception", "Add a value", "This means …"}),
        (
            make_case(state=CaseState.DONE),
            {"Apply", "Correct", "Draft a reply", "Make an exception", "Done", "Add a value"},
        ),
    ],
)
def test_buttons_that_would_do_nothing_are_not_there(case: Case, gone: set[str]) -> None:
    assert not gone & set(labels(card(case, ORDER_URL).blocks))


def test_ambiguous_change_is_not_ticked() -> None:
    case = make_case(changes=(make_change(1), make_change(2, ticked=False, caution="choose one")))
    (block,) = [block for block in modals.apply_modal(case)["blocks"] if block["type"] == "input"]
    assert [option["value"] for option in block["element"]["initial_options"]] == [case.changes[0].id]


def test_shares_are_told_by_class_and_vendor() -> None:
    done = make_case(state=CaseState.DONE, orders=(CaseOrder(36, "P00036", HOLM.id, HOLM.name),))
    shown = shares(tally([done, replace(done, label=MailClass.QUESTION)]), 90)
    acceptable(shown)
    assert "Delay: class right 1 of 2, changes taken as proposed 2 of 8" in str(shown.blocks)
    assert "Holm Valves" in str(shown.blocks)
    acceptable(shares([], 90))


def test_value_that_was_put_right_counts_as_offered_and_one_that_was_added_does_not() -> None:
    taken, left = make_change(1), make_change(2)
    better = make_change(3, corrected_by="Bella Ortiz", read_as="2026-04-04")
    added = make_change(4, corrected_by="Bella Ortiz")
    applied = tuple(Applied(change, 6, "Bella Ortiz", T0) for change in (taken, better, added))
    (share, _) = tally([make_case(applied=applied, changes=(left,))])
    assert (share.changes, share.changes_taken) == (3, 1)


def test_mentions_in_a_mail_ring_nobody() -> None:
    for text in NASTY:
        assert "<!" not in str(card(make_case(text), ORDER_URL).blocks).replace("<!date^", "")


def test_dialog_says_what_found_no_room_in_a_draft() -> None:
    for draft in (Draft("Hello", 12), Draft("Hello", 1)):
        for view in (
            modals.reply_modal(make_case(), draft, Language.GERMAN),
            modals.chase_modal(36, "P00036", draft, Language.FRENCH),
        ):
            told = view["blocks"][0]["text"]["text"]
            assert f"⚠️ {draft.left_out} point" in told
            assert view["blocks"][1]["element"]["initial_value"] == "Hello"
    assert "⚠️" not in modals.reply_modal(make_case(), Draft("Hello"), Language.GERMAN)["blocks"][0]["text"]["text"]
