"""What the page asks for, parsed at the door."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(min_length=1, max_length=255)]
Words = Annotated[str, Field(min_length=1, max_length=4000)]


class Asked(BaseModel):
    """Nothing but the named fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Nothing(Asked):
    """A deed that needs no more words."""


class ByPerson(Asked):
    """Somebody does it: the person that the tab acts as."""

    person: Id = Field(alias="as")


class Say(ByPerson):
    """Write a message, or a reply in a thread."""

    conversation: Id
    text: Words
    thread: str | None = None


class Command(ByPerson):
    """Send a slash command."""

    conversation: Id
    command: Id
    text: str = Field(max_length=4000)


class Click(ByPerson):
    """Use a control of a message or of a view."""

    channel: str | None = None
    ts: str | None = None
    view: str | None = None
    block: Id
    action: Id
    chosen: list[str] | None = None


class Submit(ByPerson):
    """Send a modal."""

    view: Id
    values: dict[str, dict[str, dict[str, Any]]]


class Close(ByPerson):
    """Close a modal."""

    view: Id


class Home(ByPerson):
    """Open a tab of the app."""

    tab: Literal["home", "messages"]


class Read(ByPerson):
    """A conversation was read up to a message."""

    conversation: Id
    ts: Id


class NewOrder(Asked):
    """A buyer confirms an order of this kind."""

    kind: Id


class Mail(Asked):
    """A mail of this kind arrives from a supplier."""

    kind: Id


class OnOrder(Asked):
    """Something happens to an order in Odoo."""

    order_id: int


class Approve(OnOrder):
    """Somebody approves an order in Odoo itself."""

    login: Id


class Move(Asked):
    """Move the clock."""

    to: Literal["hour", "day", "morning"]
