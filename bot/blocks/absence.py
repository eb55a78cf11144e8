"""Being away: the modal that asks until when and who stands in, and the answers about it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.blocks.kit import Block, modal, section, words
from bot.blocks.text import inert
from bot.domain.ports import Picture

AWAY = "absence.away"
BACK = "absence.back"
MODAL = "absence.modal"
UNTIL_BLOCK = "until"
DEPUTY_BLOCK = "deputy"
DAY_INPUT = "day"
PERSON_INPUT = "person"
NOT_AWAY = "You are not away."


def away_words(start: datetime, until: datetime, now: datetime) -> str:
    """From when until when somebody is away, in their own zone: "You are away until the end of Friday, 27 November"."""
    end = f"until {_bound(until)}"
    return f"You are away {end}" if start <= now else f"You will be away from {_moment(start)} {end}"


def _bound(until: datetime) -> str:
    """The first moment back: midnight means that the day before is still a day away."""
    if (until.hour, until.minute) == (0, 0):
        return f"the end of {_day((until - timedelta(days=1)).date())}"
    return _moment(until)


def _moment(at: datetime) -> str:
    return _day(at.date()) if (at.hour, at.minute) == (0, 0) else f"{_day(at.date())}, {at:%H:%M}"


def _day(on: date) -> str:
    return f"{on:%A}, {on.day} {on:%B}"


def away_told(start: datetime, until: datetime, now: datetime, deputy: str | None) -> Picture:
    """Confirms an absence: what was understood, and what follows from it."""
    return Picture(f"{away_words(start, until, now)}. {goes_to(deputy)} `/procure back` ends it.")


def goes_to(deputy: str | None) -> str:
    """What becomes of what waits for somebody who is away."""
    if deputy:
        return f"What waits for you can then be decided by {inert(deputy)} too."
    return "No deputy is named: what waits for you goes on as your company's policy says."


def not_away(how: str) -> Picture:
    """Answers `/procure away` of somebody who is there, with how to say it."""
    return Picture(f"{NOT_AWAY} {how}")


def back(was_away: bool) -> Picture:
    """Answers `/procure back`."""
    if was_away:
        return Picture("Welcome back. What waits for you is yours again.")
    return Picture("You had not told me that you are away, so nothing changed.")


def away_modal(today: date) -> Block:
    """Asks for the last day away, and who stands in."""
    blocks: list[Block] = [
        section("While you are away you get no reminders, and what waits for you can be decided by your deputy too."),
        {
            "type": "input",
            "block_id": UNTIL_BLOCK,
            "label": words("Away until", 100),
            "hint": words("The last day on which you are away.", 300),
            "element": {"type": "datepicker", "action_id": DAY_INPUT, "initial_date": today.isoformat()},
        },
        {
            "type": "input",
            "block_id": DEPUTY_BLOCK,
            "optional": True,
            "label": words("Deputy", 100),
            "hint": words("Decides what you would, within their own rights and limit.", 300),
            "element": {
                "type": "users_select",
                "action_id": PERSON_INPUT,
                "placeholder": words("Choose a colleague", 150),
            },
        },
    ]
    return modal("I will be away", blocks, callback_id=MODAL, metadata="absence", submit="Save")
