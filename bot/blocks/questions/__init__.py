"""Answers to questions: words, rows as a table with links into Odoo, choices to ask back with, and a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.blocks.approvals import ids as approval_ids
from bot.blocks.kit import Block, actions, button, context, link_button, section, size
from bot.blocks.questions.rows import OrderUrl, Rows
from bot.blocks.text import bare, clip, inert
from bot.domain.answers import Answer
from bot.domain.conversations import Card, Reply, Verdict
from bot.domain.ports import Picture

CHOOSE = "asked.choose"  # with the number of the choice behind it
RATE = "asked.rate"
CHOICES = "asked.choices"  # the row of buttons to choose with
MOST_CHOICES, MOST_BUTTONS = 5, 3
ROOM = 12_000  # what all blocks together may take, as Slack counts
LOOKING, LOOKED, READ = "Looking in Odoo …", "Looked in Odoo", "Read your question"
THANKS = "Thank you, I have noted that."


def draw(
    answer: Answer,
    question_id: str,
    order_url: OrderUrl,
    *,
    beside: Sequence[Picture] = (),
    cards: Sequence[Card] = (),
) -> Reply:
    """An answer. `beside` stands above the rows; `cards` are what the reader may decide on."""
    above = [*_pictures(beside), *_cards(cards)]
    below = [*_choices(answer, question_id), *_verdict(question_id)]
    rows = Rows(answer, order_url)
    text = rows.said(answer.text)
    drawn = rows.blocks(ROOM - size([*above, *below]) - len(words(text)), links=not beside)
    plain = [section(words(text)), *above, *rows.lines(), *_choices(answer, question_id)]
    return Reply(text, (*above, *drawn, *below), tuple(plain))


def chosen(reply: Reply, choice: str) -> Reply:
    """The same answer once somebody has chosen: nothing is left to choose."""
    said = context(f"You chose {inert(choice, 75)}.")

    def done(blocks: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
        return tuple(said if block.get("block_id") == CHOICES else block for block in blocks)

    return Reply(reply.text, done(reply.blocks), done(reply.plain))


def whole(reply: Reply) -> list[Mapping[str, Any]]:
    """The blocks of an answer that is no stream: its words first."""
    return [section(words(reply.text)), *reply.blocks]


def sentence(text: str) -> Reply:
    """An answer that is one sentence and nothing else."""
    return Reply(text, (), (section(words(text)),))


def markdown(text: str) -> str:
    """Words for a stream, which reads Markdown: nothing in them is a link, a mention or formatting."""
    plain = clip(inert(text, 11_000), 11_000)
    return "".join(f"\\{char}" if char in r"\[]()#|!~+-_" else char for char in plain)


def words(text: str) -> str:
    """The words of an answer as a mrkdwn object takes them."""
    return inert(text, 2900, blank="I have nothing to say to that.")


def _pictures(beside: Sequence[Picture]) -> list[Block]:
    """Blocks of other pictures; those that bear a name bear one of their own."""
    drawn = []
    for number, picture in enumerate(beside):
        for block in picture.blocks:
            named = {"block_id": f"{block['block_id']}.{number}"} if "block_id" in block else {}
            drawn.append({**block, **named})
    return drawn


def _cards(cards: Sequence[Card]) -> list[Block]:
    """The way to the card on which an order is decided: where it stands, or a button that sends it."""
    shown: list[Block] = []
    for number, card in enumerate(cards[:MOST_BUTTONS]):
        words = f"Go to the card of {bare(card.order, 30)}"
        there = link_button(words, f"asked.card{number}.open", card.approval_id, card.url)
        shown += there or [button(words, approval_ids.SHOW, card.approval_id)][: 0 if shown else 1]
    return actions(shown, "asked.cards")


def _choices(answer: Answer, question_id: str) -> list[Block]:
    offered = [
        button(bare(choice, 75), f"{CHOOSE}.{number}", f"{question_id}:{number}")
        for number, choice in enumerate(answer.choices[:MOST_CHOICES])
    ]
    return actions(offered, CHOICES)


def _verdict(question_id: str) -> list[Block]:
    def half(text: str, verdict: Verdict, label: str) -> Block:
        return {
            "text": {"type": "plain_text", "text": text},
            "value": f"{question_id}:{verdict.value}",
            "accessibility_label": label,
        }

    element = {
        "type": "feedback_buttons",
        "action_id": RATE,
        "positive_button": half("Good answer", Verdict.GOOD, "This answer was good"),
        "negative_button": half("Bad answer", Verdict.BAD, "This answer was bad"),
    }
    return [{"type": "context_actions", "block_id": "asked.verdict", "elements": [element]}]
