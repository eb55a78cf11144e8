"""How a supplier's mail reads to a buyer: each figure once, values whole, and no word of the machine's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.blocks.triage import modals
from bot.blocks.triage.card import card
from bot.blocks.triage.words import CLASSES
from bot.domain.cases import Applied, Case, CaseMail, CaseOrder, CaseState, CaseWork
from bot.domain.matching import Candidate, Evidence, Match, Rung, SenderFit
from bot.domain.proposals import Change, Field, Mark, change_id
from bot.domain.triage import MailClass, Part, Risk, RiskFlag, Span, Urgency
from tests.builders_approvals import ORDER_URL
from tests.mail_desk import words
from tests.mails import VENDOR
from tests.supply import HOLM, T0, make_suggestion

LONG = "[PK-301-XL] Shipping carton 500x400x300 double wall, printed, pallet of 250"
IN_SUBJECT = Evidence(Rung.SUBJECT, 0.8, "“P00036” in the subject")
ONLY_OPEN = Evidence(Rung.ONLY_OPEN, 0.4, "the vendor’s only open order")


def make_change(product: str = "Ball valve DN50", **overrides: Any) -> Change:
    """Seven days later."""
    given: dict[str, Any] = {
        "order_id": 36, "order_name": "P00036", "line_id": 1, "product": product, "field": Field.DATE,
        "old": "2026-04-14", "new": "2026-04-21", "unit": "", "quote": "21 April", "part": Part.BODY, "mail_id": "m1",
    } | overrides  # fmt: skip
    place = (given["order_id"], given["line_id"], given["field"])
    return Change(id=change_id(*place, given["old"], given["new"]), **given)


def make_case(*changes: Change, evidence: tuple[Evidence, ...] = (IN_SUBJECT,), **said: Any) -> Case:
    """A delay of P00036 by a known contact."""
    found = Candidate(36, "P00036", HOLM.name, 0.8, evidence)
    return Case(
        id="c" * 32,
        thread="t",
        opened_at=T0,
        mails=(CaseMail("m1", T0, VENDOR, "Your order P00036", make_suggestion(**said)),),
        work=CaseWork.NONE,
        match=Match((found,), (), (), SenderFit.ADDRESS, "ida@holmvalves.example is a contact of Holm Valves"),
        orders=(CaseOrder(36, "P00036", HOLM.id, HOLM.name),),
        changes=changes,
    )


def shown(case: Case) -> list[str]:
    return words(card(case, ORDER_URL)).replace("\\n", "\n").splitlines()


def options(case: Case) -> list[str]:
    blocks = [block for block in modals.apply_modal(case)["blocks"] if block["type"] == "input"]
    return [option["text"]["text"] for block in blocks for option in block["element"]["options"]]


def test_one_step_shows_its_figure_once_and_several_show_their_own() -> None:
    assert "    80% match: “P00036” in the subject" in shown(make_case())
    both = make_case(evidence=(IN_SUBJECT, ONLY_OPEN))
    assert "    80% match: “P00036” in the subject (80%); the vendor’s only open order (40%)" in shown(both)


def test_who_wrote_what_and_how_it_was_read_stand_on_lines_of_their_own() -> None:
    lines = shown(make_case(secondary=(MailClass.PARTIAL_SHORTAGE,)))
    assert "*Subject* Your order P00036" in lines
    assert "*Read as* delay, 95% sure · also less than ordered" in lines
    assert "*Order* P00036 · Holm Valves" in lines
    assert "*Sender* ida@holmvalves.example is a contact of Holm Valves" in lines


@pytest.mark.parametrize(
    ("confidence", "told"), [(0.954, "95% sure"), (0.99, "99% sure"), (0.997, "over 99% sure"), (1.0, "over 99% sure")]
)
def test_no_reading_is_called_entirely_sure(confidence: float, told: str) -> None:
    assert f"*Read as* delay, {told}" in shown(make_case(confidence=confidence))


def test_doubt_is_marked_and_says_why() -> None:
    lines = shown(make_case(unsure=True, why_unsure="it could be delay or less than ordered"))
    assert "*Read as* delay, ⚠️ unsure: it could be delay or less than ordered" in lines


def test_no_class_is_called_by_the_machines_name() -> None:
    assert not [label for label in CLASSES.values() if "_" in label or label != label.capitalize()]


def test_danger_is_told_once() -> None:
    risk = Risk(RiskFlag.BANK_CHANGE, "the mail speaks of other bank details", Span(Part.BODY, 0, "new account"))
    text = "\n".join(shown(make_case(risks=(risk,), summary="Holm is late.\nChanged bank details: call a number.")))
    assert "🔴 *Changed bank details:* “new account”" in text
    assert "> Holm is late." in text
    assert text.lower().count("bank details") == 1


def test_prices_are_written_to_the_cent() -> None:
    dearer = make_change(field=Field.PRICE, old="1.15", new="1.2", unit="EUR")
    assert any("1.15 EUR → *1.20 EUR*" in line for line in shown(make_case(dearer)))
    assert options(make_case(dearer)) == ["Ball valve DN50, price: 1.15 EUR → 1.20 EUR"]


def beside(case: Case) -> list[str]:
    blocks = [block for block in modals.apply_modal(case)["blocks"] if block["type"] == "input"]
    return [option["description"]["text"] for block in blocks for option in block["element"]["options"]]


def test_tick_says_why_to_look_first_and_on_whose_word_it_rests() -> None:
    late = make_change(difference="+7 days", mark=Mark.BEYOND, ticked=False)
    unsure = make_change(difference="+2 days", ticked=False, caution="the reading is unsure")
    both = make_change(difference="+7 days", mark=Mark.BEYOND, ticked=False, caution="the reading is unsure")
    given = make_change(difference="+7 days", mark=Mark.BEYOND, quote="", corrected_by="Bella Ortiz")
    plain = make_change(difference="+2 days", remark="read day first, as in DE")
    assert beside(make_case(late, unsure, both, given, plain)) == [
        "⚠️ +7 days, beyond tolerance · “21 April”",
        "⚠️ the reading is unsure · “21 April”",
        "⚠️ the reading is unsure · +7 days, beyond tolerance · “21 April”",
        "⚠️ +7 days, beyond tolerance · given by Bella Ortiz",
        "+2 days · “21 April”",
    ]


def test_what_does_not_fit_below_a_tick_is_left_out_whole() -> None:
    caution = "40 follow later: tick it only to strike them off the order"
    fewer = make_change(
        field=Field.QUANTITY, old="100", new="60", difference="-40, -40%", mark=Mark.BEYOND, caution=caution
    )
    assert beside(make_case(fewer)) == [f"⚠️ {caution}"]
    assert beside(make_case(replace(fewer, quote="60"))) == [f"⚠️ {caution} · “60”"]


def test_dialog_explains_a_missing_tick_only_where_one_is_missing() -> None:
    told = [str(modals.apply_modal(make_case(make_change(ticked=one)))["blocks"][0]) for one in (True, False)]
    assert ["⚠️ says why" in text for text in told] == [False, True]


def test_remark_is_no_warning_and_a_caution_is_one() -> None:
    lines = shown(make_case(make_change(remark="read day first, as in DE")))
    assert "    “21 April” · read day first, as in DE" in lines
    lines = shown(make_case(make_change(caution="the reading is unsure")))
    assert "    “21 April” · ⚠️ the reading is unsure" in lines


def test_urgency_is_told_in_words_where_it_matters() -> None:
    def told(level: Urgency, **over: Any) -> str:
        return "\n".join(shown(replace(make_case(urgency=level), **over)))

    assert "❗ *Urgent:* look at it today" in told(Urgency.HIGH)
    assert "*Not urgent:* to file, or to leave" in told(Urgency.LOW)
    assert "rgent" not in told(Urgency.NORMAL)
    assert "rgent" not in told(Urgency.HIGH, label=MailClass.QUESTION, label_by="Bella Ortiz")
    assert "rgent" not in told(Urgency.HIGH, state=CaseState.DONE, closed_by="Bella Ortiz")


def test_card_says_when_nothing_is_left_to_apply() -> None:
    done = replace(make_case(), applied=(Applied(make_change(), 6, "Bella Ortiz", T0),))
    told = "Nothing is left to apply: *Done* closes this card."
    assert told in shown(done)
    assert told not in shown(replace(done, changes=(make_change(line_id=2),)))
    assert told not in shown(replace(done, state=CaseState.DONE, closed_by="Bella Ortiz"))


def test_applied_change_names_its_order_once_the_mail_is_about_another() -> None:
    done = Applied(make_change(), 6, "Bella Ortiz", T0)
    case = replace(make_case(), applied=(done,))
    assert "✅ Ball valve DN50, delivery" in "\n".join(shown(case))
    other = replace(case, orders=(CaseOrder(40, "P00040", HOLM.id, HOLM.name),))
    assert "✅ P00036 Ball valve DN50, delivery" in "\n".join(shown(other))


def test_name_that_is_too_long_leaves_the_values_whole() -> None:
    for change in (
        make_change(LONG, old=date(2026, 11, 19).isoformat(), new=date(2026, 11, 30).isoformat()),
        make_change(LONG, field=Field.PRICE, old="12345.678901", new="23456.789012", unit="EUR"),
        make_change(LONG, field=Field.QUANTITY, old="1800", new="1200", unit="Boxes of 25"),
    ):
        (text,) = options(make_case(change))
        assert len(text) <= 75
        assert text.startswith("[PK-301-XL]")
        assert text.endswith(f"{change.in_words(change.old)} → {change.in_words(change.new)}")


def test_orders_are_named_where_there_are_several() -> None:
    other = make_change(order_id=40, order_name="P00040")
    case = replace(make_case(make_change(), other), orders=(*make_case().orders, CaseOrder(40, "P00040", 31, "Holm")))
    assert [text.split()[0] for text in options(case)] == ["P00036", "P00040"]


def test_one_group_of_ticks_is_not_called_optional() -> None:
    (block,) = [b for b in modals.apply_modal(make_case(make_change()))["blocks"] if b["type"] == "input"]
    assert (block["label"]["text"], block["optional"]) == ("Changes", False)
    many = make_case(*(make_change(line_id=line) for line in range(1, 13)))
    groups = [b for b in modals.apply_modal(many)["blocks"] if b["type"] == "input"]
    assert [group["label"]["text"] for group in groups] == ["Changes 1 to 10", "Changes 11 to 12"]
    assert all(group["optional"] for group in groups), "each may stay empty where the other is not"
