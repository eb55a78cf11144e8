"""What people fill in: a choice as Slack reports it, and what Slack's own form refuses before the bot hears of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.sandbox.slack.block_rules import elements, options
from bot.sandbox.slack.refusals import Json, NotThere

REQUIRED = "Please complete this required field."
TYPED = frozenset({"plain_text_input", "email_text_input", "url_text_input", "number_input"})
PICKED = {
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
}
ONE = frozenset({"static_select", "external_select", "radio_buttons", "overflow"})
SEVERAL = frozenset({"multi_static_select", "multi_external_select", "checkboxes"})
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def chosen(element: Json, choice: Any) -> Json:
    """A choice as it stands in `state.values`; `choice` is a text, an option's value, a list of them, or that state."""
    kind = str(element["type"])
    if isinstance(choice, Mapping):
        return {"type": kind, **choice}
    if kind in ONE:
        return {"type": kind, "selected_option": None if choice is None else _option(element, choice)}
    if kind in SEVERAL:
        return {"type": kind, "selected_options": [_option(element, one) for one in choice or ()]}
    if kind in PICKED:
        return {"type": kind, PICKED[kind][0]: choice}
    if kind == "rich_text_input":
        words = [{"type": "rich_text_section", "elements": [{"type": "text", "text": str(choice or "")}]}]
        return {"type": kind, "rich_text_value": {"type": "rich_text", "elements": words}}
    return {"type": kind, "value": None if choice is None else str(choice)}


def initial(element: Json) -> Json | None:
    """What an element that can be filled in holds at first; None for one that cannot."""
    kind = str(element["type"])
    if kind in TYPED:
        return chosen(element, element.get("initial_value"))
    if kind in ONE - {"overflow"}:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind in SEVERAL:
        return {"type": kind, "selected_options": list(element.get("initial_options") or ())}
    if kind in PICKED:
        state, given = PICKED[kind]
        return {"type": kind, state: element.get(given, [] if kind.startswith("multi_") else None)}
    if kind == "rich_text_input":
        return {"type": kind, "rich_text_value": element.get("initial_value")}
    return None


def state(blocks: list[Json], values: Mapping[str, Mapping[str, Any]], known: Json | None = None) -> Json:
    """`state.values` of a view or message: what was filled in before, and now. Raises `NotThere`."""
    found: Json = {}
    left = {(block, action) for block, actions in values.items() for action in actions}
    for block in blocks:
        block_id = block["block_id"]
        for element in elements(block):
            action = element["action_id"]
            if (block_id, action) in left:
                held: Json | None = chosen(element, values[block_id][action])
                left.discard((block_id, action))
            else:
                held = ((known or {}).get(block_id) or {}).get(action) or initial(element)
            if held is not None:
                found.setdefault(block_id, {})[action] = held
    if left:
        raise NotThere(f"no input {sorted(left)}")
    return found


def faults(blocks: list[Json], filled: Json) -> dict[str, str]:
    """What Slack's form refuses by itself, by block_id: required fields, lengths, addresses, numbers."""
    found = {}
    for block in blocks:
        if block["type"] == "input":
            held = (filled.get(block["block_id"]) or {}).get(block["element"]["action_id"]) or {}
            said = _fault(block["element"], _value(held), optional=bool(block.get("optional")))
            if said:
                found[block["block_id"]] = said
    return found


def _fault(element: Json, value: Any, *, optional: bool) -> str:
    if value in (None, "", []):
        return "" if optional else REQUIRED
    kind = element["type"]
    if kind == "plain_text_input":
        if len(value) < (element.get("min_length") or 0):
            return f"Must be at least {element['min_length']} characters."
        if len(value) > (element.get("max_length") or 3000):
            return f"Must be at most {element.get('max_length') or 3000} characters."
    if kind == "email_text_input" and not EMAIL.fullmatch(value):
        return "Must be a valid email address."
    if kind == "url_text_input" and not re.match(r"https?://\S+$", value):
        return "Must be a valid URL."
    return _number_fault(element, value) if kind == "number_input" else ""


def _number_fault(element: Json, value: str) -> str:
    try:
        number = float(value) if element.get("is_decimal_allowed") else int(value)
    except ValueError:
        return "Must be a number." if element.get("is_decimal_allowed") else "Must be a whole number."
    if element.get("min_value") not in (None, "") and number < float(element["min_value"]):
        return f"Must be at least {element['min_value']}."
    if element.get("max_value") not in (None, "") and number > float(element["max_value"]):
        return f"Must be at most {element['max_value']}."
    return ""


def _value(held: Json) -> Any:
    return next((value for name, value in held.items() if name != "type"), None)


def _option(element: Json, choice: Any) -> Json:
    if isinstance(choice, Mapping):
        return dict(choice)
    found = next(
        (option for option in options(element) if choice in (option.get("value"), option["text"]["text"])), None
    )
    if found is None:
        raise NotThere(f"no option {choice!r} in {element['action_id']}")
    return found
