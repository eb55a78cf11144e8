"""Who is who: an Odoo user, a Slack user, and the match between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True)
class OdooUser:
    """An Odoo user. `groups` holds the ids of all groups, also the implied ones."""

    id: int
    login: str
    name: str
    email: str
    partner_id: int
    active: bool = True
    tz: str = "UTC"
    groups: frozenset[int] = frozenset()


@dataclass(frozen=True)
class SlackUser:
    """A member as Slack tells of them. `email_confirmed` is Slack's own word."""

    id: str
    name: str
    email: str
    email_confirmed: bool
    team_id: str
    is_bot: bool = False
    deleted: bool = False
    stranger: bool = False
    tz: str = "UTC"


class MatchedBy(StrEnum):
    """How a Slack user was matched to an Odoo user."""

    EMAIL = "email"
    POLICY = "policy"


@dataclass(frozen=True)
class Person:
    """A colleague as last checked: an Odoo user, and the Slack account if there is one.

    `problem` says why there is no Slack account; then `slack_id` is None.
    """

    user: OdooUser
    slack_id: str | None
    checked_at: datetime
    matched_by: MatchedBy = MatchedBy.EMAIL
    problem: str | None = None


def why_unmatched(slack: SlackUser, team_id: str) -> str | None:
    """Why this Slack user cannot be matched by e-mail; None when they can.

    Rule: the e-mail is confirmed by Slack and the person is a member of our own workspace.
    """
    if slack.deleted:
        return "this Slack account is deactivated"
    if slack.is_bot:
        return "this Slack account is a bot"
    if slack.stranger or (team_id and slack.team_id and slack.team_id != team_id):
        return "this Slack account belongs to another workspace"
    if not slack.email:
        return "Slack shows no e-mail address for this account"
    if not slack.email_confirmed:
        return "Slack says that the e-mail address of this account is not confirmed"
    return None
