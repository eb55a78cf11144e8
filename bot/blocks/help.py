"""What the bot says about itself: help, a welcome to people it does not know, and apologies."""

from __future__ import annotations

from bot.blocks.kit import context, section
from bot.blocks.text import inert
from bot.domain.ports import Picture

COMMANDS = (
    ("/procure status P00036", "who has an order and since when, what was tried, what is next"),
    ("/procure queue", "what waits for you; also `mine`, `handed` and `escalated`"),
    ("/procure away until Friday, deputy @ben", "you are away, and who decides for you then"),
    ("/procure away", "whether I think that you are away"),
    ("/procure back", "you are there again"),
    ("/procure key", "give me your own Odoo key, so that I answer you as Odoo would; or have it forgotten"),
    ("/procure mail", "how often what I read in suppliers' mail was accepted"),
    ("/procure help", "this text"),
)


def help_message() -> Picture:
    """The answer to `/procure help`."""
    commands = "\n".join(f"`{command}`  {what}" for command, what in COMMANDS)
    text = (
        "*Procurement desk*\n"
        "I bring purchase orders that wait for approval in Odoo to the people who decide on them, "
        "and carry their decision out in Odoo.\n\n"
        "*You approve orders?* Each one comes to you here as a card. _Approve_ decides with one click. _Reject_ "
        "asks for a reason. _Ask_ sends a question to the buyer. _Hand over_ gives the order to a colleague who may "
        "decide it.\n"
        "*You buy?* You hear here how every order ended, and what approvers want to know.\n"
        "*You have a question?* Write it here in plain words: _what is late from Acme?_ I look it up in Odoo.\n\n"
        f"{commands}"
    )
    return Picture(
        "Procurement desk: " + ", ".join(f"{command} ({what})" for command, what in COMMANDS),
        [section(text), context("Every decision is checked in Odoo and noted on the order.")],
    )


def unmatched(reason: str) -> str:
    """Tells somebody that the bot does not know them in Odoo, why, and who can help."""
    return (
        f"I could not find you in Odoo: {inert(reason, 300, blank='no user has your e-mail address')}. "
        "So nothing was done. Please ask your Odoo administrator to give your Odoo user the same e-mail address as "
        "in Slack, or to add you to the bot's approval policy."
    )


def refused(reason: str) -> str:
    """A refusal in one sentence, safe to show."""
    return inert(reason, 900, blank="That is not possible now.")


def unknown_command(text: str, meant: str = "") -> str:
    """Answers a command that does not exist, with the one that it looks like."""
    perhaps = f"Did you mean /procure {meant}? " if meant else ""
    return f"I do not know “{inert(text, 60, blank='that')}”. {perhaps}Type /procure help to see what I can do."


def which_order(text: str) -> str:
    """Answers `status` without an order's number."""
    unread = f"I see no order number in “{inert(text, 60)}”. " if text.strip() else ""
    return f"{unread}Which order? Please write its number: /procure status P00036"


def unknown_order(name: str) -> str:
    """Answers a question about an order that is not there."""
    return f"I found no purchase order {inert(name, 60)} in Odoo. Its number looks like P00036."


def no_approval(name: str) -> str:
    """Answers a question about an order that nobody was asked to approve."""
    return f"{inert(name, 60)} does not wait for approval: nobody was asked about it here."


def something_wrong(reference: str) -> str:
    """The answer to an error nobody expected."""
    return (
        f"Something went wrong, reference {inert(reference, 20)}. Nothing was lost. Please try again in a minute; "
        "if it stays like this, give the reference to your administrator."
    )


def odoo_away() -> str:
    """The answer while Odoo cannot be reached and a question needs it."""
    return "Odoo does not answer at the moment. Please try again in a few minutes."
