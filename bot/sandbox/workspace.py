"""Who is in the demo's Slack: the people of the sandbox Odoo, with the same e-mail addresses."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.odoo import SandboxOdoo
from bot.sandbox.slack import App, Channel, Person, Workspace

EXCEPTIONS = "exceptions"
ZONE = "Europe/Amsterdam"  # where the company is

# The parts that a visitor may play, in the order in which they are offered, and what each does here.
PARTS = {
    "approver": ("Approver", "approves orders"),
    "second approver": ("Approver", "approves orders as well"),
    "buyer": ("Buyer", "confirms orders in Odoo, hears how they ended"),
    "manager": ("Manager", "everybody’s manager"),
    "finance lead": ("Finance lead", "the second step of large and risky orders"),
    "administrator": ("Administrator", "looks after Odoo and the bot"),
}


@dataclass(frozen=True)
class Actor:
    """Somebody whom a visitor may act as: one of Odoo's people, with what they are and do here."""

    login: str
    name: str
    email: str
    role: str
    about: str
    zone: str
    is_admin: bool

    @property
    def slack_id(self) -> str:
        """Their Slack member id."""
        return f"U0{self.login.upper()}"


def _actors() -> tuple[Actor, ...]:
    found = {person.plays: person for person in SandboxOdoo.people}
    return tuple(
        Actor(
            login=found[part].login,
            name=found[part].name,
            email=found[part].email,
            role=role,
            about=f"{found[part].title}: {does}",
            zone=found[part].tz,
            is_admin=part == "administrator",
        )
        for part, (role, does) in PARTS.items()
    )


ACTORS = _actors()
# Those who may press Approve in Odoo itself.
APPROVERS = tuple(actor for actor in ACTORS if actor.role in ("Approver", "Finance lead"))


def workspace() -> Workspace:
    """The people, two channels, and the app."""
    app = App()
    everybody = tuple(actor.slack_id for actor in ACTORS)
    return Workspace(
        people=tuple(_person(actor) for actor in ACTORS),
        channels=(
            Channel("C0PURCHASE", "purchasing", (*everybody, app.bot_user), topic="Everything about buying"),
            Channel(
                "C0TROUBLE", EXCEPTIONS, (*everybody, app.bot_user), topic="What could not be done, and who looks at it"
            ),
        ),
        name="Brightwater Trade Supply",
        domain="brightwater",
        app=app,
    )


def _person(actor: Actor) -> Person:
    return Person(
        actor.slack_id,
        actor.login,
        actor.name,
        actor.email,
        tz=actor.zone,
        title=actor.role,
        is_admin=actor.is_admin,
    )
