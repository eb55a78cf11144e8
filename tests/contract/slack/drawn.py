"""Blocks and modals for the cases."""

from typing import Any

Block = dict[str, Any]


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def section(text: str, **more: Any) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(text: str, action_id: str, value: str = "7") -> Block:
    return {"type": "button", "action_id": action_id, "value": value, "text": plain(text)}


def actions(*elements: Block, block_id: str = "decide") -> Block:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


CARD = [section("*P00036* waits"), actions(button("Approve", "approve"), button("Reject", "reject"))]


def text_input(label: str, block_id: str = "why", action_id: str = "reason", **more: Any) -> Block:
    element = {"type": "plain_text_input", "action_id": action_id, **more.pop("element", {})}
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **more}


def modal(title: str, *blocks: Block, **more: Any) -> Block:
    body = list(blocks) or [text_input("Reason")]
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain(title),
        "submit": plain("Send"),
        "blocks": body,
        **more,
    }


def home(text: str) -> Block:
    return {"type": "home", "blocks": [section(text)]}
