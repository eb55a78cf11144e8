"""The card of a supplier's mail through Bolt: modals open, ticks are taken, refusals stand at their input."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.cases import Case
from bot.domain.triage import DateKind, MailClass, Part, PromisedDate, Reference, Span
from tests.desk import bella, olga
from tests.handlers.conftest import FrontDesk
from tests.mail_desk import MailDesk
from tests.slack_payloads import Payload, click, command, submission, ticks
from tests.supply import make_suggestion, make_supply

TEXT = "P00036: the valves come on 21 April, the gaskets on 28 April."


def span(words: str) -> Span:
    return Span(Part.BODY, TEXT.index(words), words)


def chosen(block: str, value: str, text: str = "It") -> dict[str, Any]:
    """A choice from a menu, as Slack sends it."""
    option = {"text": {"type": "plain_text", "text": text}, "value": value}
    return {block: {"choice": {"type": "static_select", "selected_option": option}}}


def typed(block: str, text: str) -> dict[str, Any]:
    return {block: {"text": {"type": "plain_text_input", "value": text}}}


def filled(callback: str, record: str, *values: dict[str, Any]) -> Payload:
    """A modal that Bella sends with these values."""
    payload = submission(callback, record, by=bella)
    payload["view"]["state"]["values"] = {key: value for one in values for key, value in one.items()}
    return payload


@pytest.fixture
async def mail(front: FrontDesk) -> MailDesk:
    return await asyncio.to_thread(MailDesk, front.desk, make_supply())


async def arrived(mail: MailDesk) -> Case:
    """Two dates for P00036 came from its vendor."""
    promised = [
        PromisedDate(date(2026, 4, 21), DateKind.DELIVERY, span("21 April")),
        PromisedDate(date(2026, 4, 28), DateKind.DELIVERY, span("28 April")),
    ]
    says = make_suggestion(references=(Reference("P00036", span("P00036")),), promised=tuple(promised))
    return await asyncio.to_thread(mail.arrives, TEXT, says)


def errors(answer: Any) -> dict[str, str]:
    found: dict[str, str] = json.loads(answer.body).get("errors", {}) if answer.body else {}
    return found


async def test_apply_opens_with_a_tick_for_each_change(front: FrontDesk, mail: MailDesk) -> None:
    case = await arrived(mail)
    await front.done(click("mail.apply", case.id, by=bella))
    (view,) = front.opened
    (block,) = [one for one in view["blocks"] if one["type"] == "input"]
    options = block["element"]["options"]
    assert [option["value"] for option in options] == [change.id for change in case.changes]
    assert "initial_options" not in block["element"], "both are later than tolerated"
    assert options[0]["text"]["text"] == "Ball valve DN50, delivery: 14 Apr 2026 → 21 Apr 2026"
    assert options[0]["description"]["text"] == "⚠️ +7 days, beyond tolerance · “21 April”"


async def test_ticked_changes_are_applied_and_the_card_says_so(front: FrontDesk, mail: MailDesk) -> None:
    case = await arrived(mail)
    answer = await front.done(ticks(case.id, bella, case.changes[1].id))
    assert errors(answer) == {}
    assert [mail.desk.supply.line(36, one).day for one in (1, 2)] == [date(2026, 4, 14), date(2026, 4, 28)]
    assert "applied by Bella Ortiz" in mail.desk.slack.to(bella, "case")[0].text


async def test_submission_without_ticks_is_refused_on_the_spot(front: FrontDesk, mail: MailDesk) -> None:
    case = await arrived(mail)
    answer = await front.done(ticks(case.id, bella))
    assert "Please tick at least one change" in errors(answer)["ticks.0"]


async def test_submission_sent_twice_is_applied_once(front: FrontDesk, mail: MailDesk) -> None:
    case = await arrived(mail)
    payload = ticks(case.id, bella, case.changes[0].id)
    await front.done(payload)
    answer = await front.done(payload)
    assert "Bella Ortiz applied this already to P00036" in errors(answer)["ticks.0"]
    assert mail.desk.wire.count("amend") == 1


async def test_stranger_is_told_why_nothing_happens(front: FrontDesk, mail: MailDesk) -> None:
    case = await arrived(mail)
    await front.done(click("mail.apply", case.id, by=olga))
    assert front.opened == []
    assert mail.desk.slack.told(olga) != []


async def test_class_order_and_a_value_are_corrected(front: FrontDesk, mail: MailDesk) -> None:
    case = await arrived(mail)
    await front.done(click("mail.correct", case.id, by=bella))
    assert front.opened[0]["callback_id"] == "mail.correct_modal"
    day = {f"value.{case.changes[0].id}": {"day": {"type": "datepicker", "selected_date": "2026-04-23"}}}
    answer = await front.done(
        filled("mail.correct_modal", case.id, chosen("class", "question"), typed("order", "P00036"), day)
    )
    assert errors(answer) == {}
    after = mail.case(case.id)
    assert after.label is MailClass.QUESTION
    assert [change.new for change in after.changes] == ["2026-04-23"], "a question moves no date but the one they gave"


async def test_value_that_has_two_meanings_is_refused_at_its_own_input(front: FrontDesk, mail: MailDesk) -> None:
    case = await arrived(mail)
    await front.done(
        filled("mail.add_modal", case.id, chosen("line", "36:3"), chosen("field", "price"), typed("text", "850,00"))
    )
    price = next(change for change in mail.case(case.id).changes if change.new == "850")
    block = f"value.{price.id}"
    wrong = filled("mail.correct_modal", case.id, typed("order", "P00036"), typed(block, "1.234"))
    assert errors(await front.done(wrong)) == {
        block: "“1.234” can be read as 1234 or as 1.234: please write 1234 or 1.2340."
    }
    front.opened.clear()
    await front.done(click("mail.correct", case.id, by=bella))
    (input_,) = [one for one in front.opened[0]["blocks"] if one.get("block_id") == block]
    assert input_["element"]["initial_value"] == "850.00"


async def test_word_without_its_meaning_is_refused_at_the_input_that_is_empty(front: FrontDesk, mail: MailDesk) -> None:
    case = await arrived(mail)
    for kind, block in (("product", "product"), ("unit", "meaning"), ("dates", "meaning")):
        picked = {"product": {"choice": {"type": "static_select", "selected_option": None}}}
        sent = filled("mail.means_modal", case.id, chosen("kind", kind), typed("words", "carton"), picked)
        assert list(errors(await front.done(sent))) == [block]


async def test_closed_mail_is_told_at_the_first_input(front: FrontDesk, mail: MailDesk) -> None:
    case = await arrived(mail)
    await front.done(click("mail.done", case.id, by=bella))
    sent = filled("mail.correct_modal", case.id, chosen("class", "question"), typed("order", "P00036"))
    assert errors(await front.done(sent)) == {"class": "Bella Ortiz closed this mail about P00036 already."}


async def test_unknown_order_is_refused_at_its_input(front: FrontDesk, mail: MailDesk) -> None:
    case = await arrived(mail)
    answer = await front.done(filled("mail.correct_modal", case.id, typed("order", "P00999")))
    assert errors(answer) == {"order": "Odoo has no order P00999 in our companies."}


async def test_value_is_added_for_a_line_of_the_order(front: FrontDesk, mail: MailDesk) -> None:
    case = await arrived(mail)
    await front.done(click("mail.add", case.id, by=bella))
    assert front.opened[0]["callback_id"] == "mail.add_modal"
    wrong = filled("mail.add_modal", case.id, chosen("line", "36:3"), chosen("field", "price"), typed("text", "-1"))
    assert "not below zero" in errors(await front.done(wrong))["text"]
    right = filled("mail.add_modal", case.id, chosen("line", "36:3"), chosen("field", "price"), typed("text", "850"))
    await front.done(right)
    assert "850" in [change.new for change in mail.case(case.id).changes]


async def test_vendors_word_is_learned_and_listed_with_a_way_back(front: FrontDesk, mail: MailDesk) -> None:
    case = await arrived(mail)
    await front.done(
        filled("mail.means_modal", case.id, chosen("kind", "unit"), typed("words", "carton"), typed("meaning", "12"))
    )
    await front.done(click("mail.means", case.id, by=bella))
    text = json.dumps(front.opened[-1], ensure_ascii=False)
    assert "“carton” means 12" in text
    assert "said by Bella Ortiz" in text
    habit = next(e for b in front.opened[-1]["blocks"] for e in b.get("elements", []) if e.get("value"))["value"]
    view = submission("mail.means_modal", case.id, by=bella)["view"]
    await front.done(click("mail.unlearn", habit, by=bella, view=view))
    assert "Taken back" in mail.desk.slack.told(bella)[-1]
    (update,) = front.calls.named("views.update")
    assert "“carton”" not in json.dumps(update["view"], ensure_ascii=False).replace("Like “Kugelhahn” or “carton”", "")


async def test_reply_is_drafted_and_sent_in_the_buyers_name(front: FrontDesk, mail: MailDesk) -> None:
    case = await arrived(mail)
    await front.done(click("mail.reply", case.id, by=bella))
    draft = front.opened[0]["blocks"][1]["element"]["initial_value"]
    assert draft.startswith("Hello,")
    await front.done(submission("mail.reply_modal", case.id, by=bella, text=draft))
    assert [order for order, _, _ in mail.desk.supply.sent] == [36]


def another_language(action: str, view: dict[str, Any], record: str, code: str) -> Payload:
    """Bella chooses a language in an open modal."""
    option = {"text": {"type": "plain_text", "text": code}, "value": code}
    chosen = {"type": "static_select", "action_id": action, "block_id": "b", "selected_option": option}
    payload = click(action, "", by=bella, actions=[chosen | {"action_ts": "1700000001.1"}])
    del payload["channel"], payload["message"], payload["response_url"]
    opened = submission(view["callback_id"], record, by=bella)["view"]
    return payload | {"container": {"type": "view", "view_id": "V0MODAL"}, "view": opened}


async def test_another_language_drafts_the_reply_anew_and_it_is_sent(front: FrontDesk, mail: MailDesk) -> None:
    case = await arrived(mail)
    await front.done(click("mail.reply", case.id, by=bella))
    before = front.opened[0]
    menu = before["blocks"][0]["accessory"]
    assert menu["initial_option"]["value"] == "en"
    await front.done(another_language(menu["action_id"], before, case.id, "fr"))
    (update,) = front.calls.named("views.update")
    field = update["view"]["blocks"][1]
    assert (update["view_id"], field["element"]["initial_value"].startswith("Bonjour,")) == ("V0MODAL", True)
    assert field["block_id"] != before["blocks"][1]["block_id"], "Slack would keep the English text"
    refused = await front.done(filled("mail.reply_modal", case.id, typed(field["block_id"], " ")))
    assert list(errors(refused)) == [field["block_id"]]
    await front.done(filled("mail.reply_modal", case.id, typed(field["block_id"], "Bonjour")))
    assert ["Bonjour" in text for _, text, _ in mail.desk.supply.sent] == [True]


async def test_another_language_drafts_the_chaser_anew(front: FrontDesk, mail: MailDesk) -> None:
    long_ago = date(2020, 1, 1)
    lines = tuple(replace(line, day=long_ago) for line in make_supply().lines)
    mail.put(make_supply(lines=lines))
    await front.done(click("mail.chase", "36", by=bella))
    before = front.opened[0]
    await front.done(another_language(before["blocks"][0]["accessory"]["action_id"], before, "36", "da"))
    (update,) = front.calls.named("views.update")
    assert "Ball valve DN50, ventet 1. januar 2020" in update["view"]["blocks"][1]["element"]["initial_value"]


async def test_exception_and_done(front: FrontDesk, mail: MailDesk) -> None:
    case = await arrived(mail)
    await front.done(click("mail.exception", case.id, by=bella))
    await front.done(submission("mail.exception_modal", case.id, by=bella, reason="Find another source"))
    assert [trouble.order_name for trouble in mail.desk.troubles()] == ["P00036"]
    await front.done(click("mail.done", case.id, by=bella))
    assert mail.case(case.id).closed_by == "Bella Ortiz"
    assert "☑️ *Done* by Bella Ortiz" in mail.desk.slack.to(bella, "case")[0].text


async def test_odoo_away_is_said_in_the_modal(front: FrontDesk, mail: MailDesk) -> None:
    case = await arrived(mail)
    mail.desk.odoo.down()
    answer = await front.done(filled("mail.correct_modal", case.id, typed("order", "P00036")))
    assert "Odoo does not answer" in errors(answer)["class"]


async def test_command_tells_how_often_suggestions_were_right(front: FrontDesk, mail: MailDesk) -> None:
    case = await arrived(mail)
    await front.done(click("mail.done", case.id, by=bella))
    await front.done(command("mail", by=bella))
    assert front.replies[-1]["text"] == "How often suggestions about supplier mail were right"
