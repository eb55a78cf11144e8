"""What holds for everything that the bot shows."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.blocks.kit import size
from bot.domain.ports import Picture
from tests import slack_contract

OURS = re.compile(
    r"<!date\^\d+\^\{date_short(?:_pretty)?\}(?: at \{time\})?\|\d+ [A-Z][a-z]+ \d{4}(?:, [\d:]+ UTC)?>"
    r"|<https://odoo\.example\.com/[\w/]*\|Open in Odoo>"
)
OWNER = re.compile(r"<@U0000002>")


def acceptable(picture: Picture, *, room: int = 10_000, blocks: int = 50) -> None:
    """Slack takes the message, it is compact, and nothing in it is forged."""
    call = {"channel": "D1", "text": picture.text, "blocks": list(picture.blocks)}
    assert not [str(problem) for problem in slack_contract.call_errors("chat.postMessage", call)]
    assert picture.text.strip()
    assert len(picture.text) <= 4000
    assert "<" not in picture.text
    assert size(picture.blocks) <= room
    assert len(picture.blocks) <= blocks
    nothing_forged(picture.blocks)


def acceptable_modal(view: Mapping[str, Any]) -> None:
    """Slack takes the modal, and nothing in it is forged."""
    call = {"trigger_id": "1.2.3", "view": view}
    assert not [str(problem) for problem in slack_contract.call_errors("views.open", call)]
    assert size(view) <= 120_000
    nothing_forged(view)


def nothing_forged(shown: object) -> None:
    """Every `<...>` is one of ours, and Slack makes no links or mentions of what looks like one."""
    for kind, text, node in texts(shown):
        foreign = OWNER.sub("", OURS.sub("", text)) if kind == "mrkdwn" else text
        assert "<" not in foreign, text
        assert foreign.count("\u2068") == foreign.count("\u2069"), text
        assert not re.search("[\u202a-\u202e\u2066\u2067\u200e\u200f]", foreign), text
        assert node.get("verbatim") is (True if kind == "mrkdwn" else None)


def texts(node: object) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Every text object inside, as kind, text and itself."""
    if isinstance(node, Mapping):
        if node.get("type") in {"mrkdwn", "plain_text"}:
            yield node["type"], node["text"], node
            return
        for value in node.values():
            yield from texts(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from texts(value)


def all_text(shown: object) -> str:
    """Everything that can be read, one text a line."""
    return "\n".join(text for _, text, _ in texts(shown))


def buttons(blocks: object) -> list[Mapping[str, Any]]:
    """All buttons, in order."""
    if isinstance(blocks, Mapping):
        return [blocks] if blocks.get("type") == "button" else [b for v in blocks.values() for b in buttons(v)]
    return [b for v in blocks for b in buttons(v)] if isinstance(blocks, list | tuple) else []


def labels(blocks: object) -> list[str]:
    """The texts on all buttons, in order."""
    return [button["text"]["text"] for button in buttons(blocks)]
