"""What opens after a click on a mail's card: ticks, corrections, a reply, a reason, a vendor's meaning."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks.kit import Block, actions, button, context, modal, section, text_input, words
from bot.blocks.text import bare, clean, count, inert, when
from bot.blocks.triage import ids
from bot.blocks.triage.card import label_words
from bot.blocks.triage.words import CLASSES, FIELDS, READ, beside, in_plain
from bot.domain.cases import Case
from bot.domain.correcting import as_typed
from bot.domain.drafting import Draft
from bot.domain.habits import Habit, HabitKind
from bot.domain.languages import Language
from bot.domain.letters import LONGEST
from bot.domain.proposals import Change, Field
from bot.domain.supply import SupplyLine, SupplyOrder

OPTION = 75  # letters that Slack takes for an option, and for the words below it
A_BLOCK = 10  # options that Slack takes in one group of ticks
MOST_TICKS = 300
MOST_VALUES = 30
MOST_LINES = 100
KINDS = {
    HabitKind.PRODUCT: "Their words for a product",
    HabitKind.UNIT: "Their unit, and how many of ours it holds",
    HabitKind.DATES: "Their dates: what 03/04 means",
}


def apply_modal(case: Case) -> Block:
    """One tick for each change; what we would do is ticked."""
    shown = case.changes[:MOST_TICKS]
    several = len(shown) > A_BLOCK
    told = f"*{inert(case.name, 120)}*: tick what shall be written to Odoo. A new date moves its receipt too."
    if any(not change.ticked for change in shown):
        told += " What has no tick yet is for you to look at first: the ⚠️ says why."
    blocks = [_told(told, case)]
    for at in range(0, len(shown), A_BLOCK):
        some = shown[at : at + A_BLOCK]
        options = [_option(change, several=len(case.orders) > 1) for change in some]
        ticked = [option for option, change in zip(options, some, strict=True) if change.ticked]
        element: Block = {"type": "checkboxes", "action_id": ids.TICKS_INPUT, "options": options}
        if ticked:
            element["initial_options"] = ticked
        blocks.append(
            {
                "type": "input",
                "block_id": f"{ids.TICKS_BLOCK}.{at // A_BLOCK}",
                "optional": several,
                "label": words(f"Changes {at + 1} to {at + len(some)}" if several else "Changes", 100),
                "element": element,
            }
        )
    if len(case.changes) > MOST_TICKS:
        blocks.append(context(f"{len(case.changes) - MOST_TICKS:,} more follow once these are applied."))
    return _modal("Apply to", case, blocks, ids.APPLY_MODAL, submit="Apply")


def _option(change: Change, *, several: bool) -> Block:
    """A tick, and below it why to look first and on whose word it rests."""
    text = in_plain(change, OPTION, change.order_name if several else "")
    return {"text": words(text, OPTION), "description": words(beside(change, OPTION), OPTION), "value": change.id}


def correct_modal(case: Case) -> Block:
    """Class, order and values as they stand, to be put right."""
    classes = [(label.value, text) for label, text in CLASSES.items()]
    blocks: list[Block] = [
        _told(
            f"*{inert(case.name, 120)}*: {label_words(case).lower()}. What you say is kept beside what was read.", case
        ),
        _select("What is it?", ids.CLASS_BLOCK, classes, case.label_as_it_stands),
        _line_input("Which order?", ids.ORDER_BLOCK, case.orders[0].name if case.orders else "", optional=True),
    ]
    for change in case.changes[:MOST_VALUES]:
        label = f"{change.product}, {FIELDS[change.field]}" if change.product else ""
        if not label:
            continue
        block = f"{ids.VALUE_BLOCK}.{change.id}"
        if change.field is Field.DATE:
            element: Block = {"type": "datepicker", "action_id": ids.DAY_INPUT, "initial_date": change.new}
            blocks.append(
                {"type": "input", "block_id": block, "label": words(label, 150), "element": element, "optional": True}
            )
        else:
            hint = f"In {change.unit}, like 1234.56" if change.unit else "A number, like 1234.56"
            blocks.append(_line_input(label, block, as_typed(change), optional=True, hint=hint))
    return _modal("Correct", case, blocks, ids.CORRECT_MODAL, submit="Save")


def add_modal(case: Case, orders: Sequence[SupplyOrder]) -> Block:
    """A value that the reading missed."""
    lines = [(f"{order.id}:{line.id}", _of_line(order, line)) for order in orders for line in order.lines][:MOST_LINES]
    if not lines:
        return _modal("Add to", case, [section("The order has no lines.")], ids.ADD_MODAL)
    kinds = [(field.value, FIELDS[field].capitalize()) for field in (Field.DATE, Field.PRICE, Field.QUANTITY)]
    blocks = [
        _told(f"*{inert(case.name, 120)}*: what does the mail say that was not read?", case),
        _select("Which line?", ids.LINE_BLOCK, lines, lines[0][0]),
        _select("What?", ids.FIELD_BLOCK, kinds, Field.DATE.value),
        _line_input("New value", ids.TEXT_BLOCK, "", hint="A day as 2026-12-31, or a number like 1234.56"),
    ]
    return _modal("Add to", case, blocks, ids.ADD_MODAL, submit="Add")


def _of_line(order: SupplyOrder, line: SupplyLine) -> str:
    return f"{order.name} · {line.product}"


def reply_modal(case: Case, draft: Draft, language: Language) -> Block:
    """A draft to copy, to change, or to send through Odoo in one's own name."""
    hint = "Copy it, or send it: Odoo mails it to the vendor."
    blocks = _letter(case.name, draft, language, ids.REPLY_LANGUAGE, hint)
    blocks += actions([button(READ, ids.READ, case.id)], ids.READ_FROM_ROW)
    return _modal("Reply about", case, blocks, ids.REPLY_MODAL, submit="Send through Odoo")


def chase_modal(order_id: int, order_name: str, draft: Draft, language: Language) -> Block:
    """A chaser to read, to change and to send."""
    hint = "Odoo mails it to the vendor, in your name."
    return modal(
        f"Chase {clean(order_name)}",
        _letter(order_name, draft, language, ids.CHASE_LANGUAGE, hint),
        callback_id=ids.CHASE_MODAL,
        metadata=str(order_id),
        submit="Send through Odoo",
    )


def _letter(name: str, draft: Draft, language: Language, action_id: str, hint: str) -> list[Block]:
    """A draft, with a choice of its language that drafts it anew."""
    options = [(one.value, one.called) for one in Language]
    menu = _menu(action_id, options, language) | {"placeholder": words("Language", 75)}
    field = text_input("Message", f"{ids.TEXT_BLOCK}.{language.value}", ids.TEXT_INPUT, hint=hint)
    field["element"]["initial_value"] = draft.text
    told = f"*{inert(name, 120)}*: to the vendor, in your name. Another language drafts it anew."
    if draft.left_out:
        told += (
            f"\n⚠️ {count(draft.left_out, 'point')} found no room in {LONGEST:,} characters and "
            f"{'is' if draft.left_out == 1 else 'are'} not in this draft: write about the rest separately."
        )
    return [section(told, accessory=menu), field]


def exception_modal(case: Case) -> Block:
    """What has to be looked after."""
    blocks = [
        _told(
            f"*{inert(case.name, 120)}*: whoever looks after exceptions gets an activity on the order in Odoo.", case
        ),
        text_input("Reason", ids.REASON_BLOCK, ids.TEXT_INPUT, placeholder="What has to be settled, and with whom?"),
    ]
    return _modal("Exception on", case, blocks, ids.EXCEPTION_MODAL, submit="Make an exception")


def means_modal(case: Case, orders: Sequence[SupplyOrder], habits: Sequence[Habit]) -> Block:
    """When this vendor writes this, it means that. What was said before is listed, with a way back."""
    vendor = case.orders[0].vendor if case.orders else "this vendor"
    products = {line.product_id: line.product for order in orders for line in order.lines if line.product_id}
    blocks: list[Block] = [
        _told(
            f"*{inert(case.name, 120)}*: what do words of {inert(vendor, 80)} mean? "
            "It holds for all their mails from now on.",
            case,
        ),
        _select(
            "What kind?", ids.KIND_BLOCK, [(kind.value, text) for kind, text in KINDS.items()], HabitKind.PRODUCT.value
        ),
        _line_input(
            "They write",
            ids.WORDS_BLOCK,
            "",
            optional=True,
            hint="Like “Kugelhahn” or “carton”; blank for dates",
        ),
        _line_input(
            "It means",
            ids.MEANING_BLOCK,
            "",
            optional=True,
            hint="For a unit a number; for dates: day first, or month first",
        ),
    ]
    if products:
        options = [(str(product), name) for product, name in list(products.items())[:MOST_LINES]]
        blocks.append(_select("Which product", ids.PRODUCT_BLOCK, options, None, optional=True))
    for habit in habits[-20:]:
        told = f"“{inert(habit.words, 80)}” means {inert(habit.shown, 80)}" if habit.words else inert(habit.shown, 80)
        blocks.append(section(f"{told}\n_said by {inert(habit.by_name, 60)} · {when(habit.at)}_"))
        blocks += actions([button("Take back", ids.UNLEARN, habit.id)], f"habit.{habit.id[:20]}")
    return _modal("This means …", case, blocks, ids.MEANS_MODAL, submit="Remember")


def _select(
    label: str, block: str, options: Sequence[tuple[str, str]], chosen: str | None, *, optional: bool = False
) -> Block:
    element = _menu(ids.CHOICE_INPUT, options, chosen)
    return {"type": "input", "block_id": block, "label": words(label, 100), "element": element, "optional": optional}


def _menu(action_id: str, options: Sequence[tuple[str, str]], chosen: str | None) -> Block:
    made = [{"text": words(text, 75), "value": value} for value, text in options]
    element: Block = {"type": "static_select", "action_id": action_id, "options": made}
    initial = next((option for option in made if option["value"] == chosen), None)
    return element | ({"initial_option": initial} if initial else {})


def _line_input(label: str, block: str, value: str, *, optional: bool = False, hint: str = "") -> Block:
    element: Block = {"type": "plain_text_input", "action_id": ids.TEXT_INPUT, "max_length": 200}
    if value:
        element["initial_value"] = bare(value, 200)
    made: Block = {
        "type": "input",
        "block_id": block,
        "label": words(label, 150),
        "element": element,
        "optional": optional,
    }
    return made | ({"hint": words(hint, 300)} if hint else {})


def _told(text: str, case: Case) -> Block:
    """What a dialog is for, beside a button that shows the mail on top of it."""
    return section(text, accessory=button(READ, ids.READ, case.id))


def _modal(title: str, case: Case, blocks: Sequence[Block], callback_id: str, *, submit: str | None = None) -> Block:
    name = clean(case.orders[0].name) if case.orders else "mail"
    return modal(f"{title} {name}", blocks, callback_id=callback_id, metadata=case.id, submit=submit)
