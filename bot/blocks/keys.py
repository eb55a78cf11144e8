"""A person's own Odoo key: the modal that takes it, and what came of it. A key itself is never shown."""

from __future__ import annotations

from bot.blocks.kit import Block, actions, button, context, modal, section, words
from bot.blocks.text import inert
from bot.domain.keys import PersonalKey

MODAL = "keys.modal"
TOLD = "keys.told"
FORGET = "keys.forget"
KEY_BLOCK = "key"
KEY_INPUT = "text"
TITLE = "Your own Odoo key"
NONE_KEPT = (
    "I keep no keys of people here: your administrator has not set SECRET_KEY. "
    "I answer your questions all the same, within what your Odoo groups allow."
)
WHY = (
    "With a key of your own I look things up in Odoo as you, so you see exactly what Odoo lets you see. I use it to "
    "answer your questions, and for nothing else."
)
HOW = (
    "In Odoo: your picture at the top right, *Preferences*, *Security*, *New API Key*. Copy it and paste it here. It "
    "is tried out, kept encrypted, and shown to nobody."
)
TRYING = "I am trying it out in Odoo. A moment …"
FORGOTTEN = "Your key is forgotten: within five minutes I no longer use it. Delete it in Odoo too, under Preferences."
NOTHING_THERE = "There is no key of yours."


def key_modal(key: PersonalKey | None) -> Block:
    """Asks for a key. `key` is the one there is, for its end to be told and for it to be forgotten."""
    asked: Block = {
        "type": "input",
        "block_id": KEY_BLOCK,
        "label": words("Your Odoo API key", 100),
        "hint": words("40 digits from 0 to 9 and a to f. Never your password.", 300),
        "element": {"type": "plain_text_input", "action_id": KEY_INPUT, "max_length": 200},
    }
    there = [context(f"I have a key of yours. {standing(key)}")] if key else []
    forget = actions([button("Forget my key", FORGET, "key", style="danger")] if key else [], "keys.row")
    blocks = [section(WHY), section(HOW), *there, asked, *forget]
    return modal(TITLE, blocks, callback_id=MODAL, metadata="key", submit="Keep it")


def told_modal(text: str) -> Block:
    """What is being done with a key, or what came of it."""
    return modal(TITLE, [section(inert(text, 900))], callback_id=TOLD, metadata="key")


def kept(key: PersonalKey) -> str:
    """A key was taken."""
    asked = " You are asked for a new one a week before." if key.ends else ""
    return f"Your key works and is kept. {standing(key)}{asked}"


def standing(key: PersonalKey) -> str:
    """How a key stands, in a sentence."""
    if key.refused_at is not None:
        return f"Odoo has not taken it since {key.refused_at.day} {key.refused_at:%b %Y}: give me a new one."
    if key.ends is None:
        return "Odoo does not tell when it ends."
    return f"It ends on {key.ends.day} {key.ends:%b %Y}."
