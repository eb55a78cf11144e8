"""The few Block Kit pieces that all messages and modals are made of, each within Slack's limits."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from bot.blocks.text import bare, clip, web_address

Block = dict[str, Any]


def mrkdwn(text: str, limit: int = 3000) -> Block:
    """Formatted text. `verbatim`: Slack makes no links or mentions of what merely looks like one."""
    return {"type": "mrkdwn", "text": clip(text, limit), "verbatim": True}


def words(text: str, limit: int) -> Block:
    """Plain text as it is, without emoji codes."""
    return {"type": "plain_text", "text": bare(text, limit), "emoji": False}


def header(text: str) -> Block:
    """The large first line."""
    return {"type": "header", "text": words(text, 150)}


def section(text: str, *, accessory: Block | None = None, block_id: str | None = None) -> Block:
    """A paragraph, never folded behind "see more", perhaps with a button at its right."""
    block: Block = {"type": "section", "text": mrkdwn(text), "expand": True}
    if accessory:
        block["accessory"] = accessory
    if block_id:
        block["block_id"] = block_id
    return block


def fields(*texts: str) -> Block:
    """Label and value pairs: two columns on a desk, one on a phone."""
    return {"type": "section", "fields": [mrkdwn(text, 2000) for text in texts]}


def context(*texts: str) -> Block:
    """Small grey print."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts]}


def button(text: str, action_id: str, value: str, *, style: str | None = None) -> Block:
    """A button that carries an id and nothing else."""
    block: Block = {
        "type": "button",
        "text": {"type": "plain_text", "text": text},
        "action_id": action_id,
        "value": value,
    }
    if style:
        block["style"] = style
    return block


def link_button(text: str, action_id: str, value: str, url: str) -> list[Block]:
    """A button that opens a page; none at all when the address is not a web address."""
    address = web_address(url)
    return [{**button(text, action_id, value), "url": address}] if address else []


def actions(buttons: Sequence[Block], block_id: str) -> list[Block]:
    """A row of buttons; nothing for no buttons."""
    return [{"type": "actions", "block_id": block_id, "elements": list(buttons)}] if buttons else []


def text_input(
    label: str, block_id: str, action_id: str, *, placeholder: str = "", hint: str = "", optional: bool = False
) -> Block:
    """A question with room for several lines.

    It takes as much as Slack allows, so that a text over our own limit is answered by our own words.
    """
    element: Block = {"type": "plain_text_input", "action_id": action_id, "multiline": True, "max_length": 3000}
    if placeholder:
        element["placeholder"] = words(placeholder, 150)
    block: Block = {"type": "input", "block_id": block_id, "label": words(label, 100), "element": element}
    if hint:
        block["hint"] = words(hint, 300)
    if optional:
        block["optional"] = True
    return block


def modal(title: str, blocks: Sequence[Block], *, callback_id: str, metadata: str, submit: str | None = None) -> Block:
    """A modal. `metadata` is an id and nothing else; without `submit` it can only be closed."""
    view: Block = {
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": metadata,
        "title": words(title, 24),
        "close": words("Cancel" if submit else "Close", 24),
        "blocks": list(blocks),
    }
    if submit:
        view["submit"] = words(submit, 24)
    return view


def size(blocks: object) -> int:
    """How long blocks are as Slack counts them."""
    return len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))
