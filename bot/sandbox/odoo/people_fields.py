"""Groups and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.sandbox.odoo.env import Env


def with_implied(env: Env, groups: Iterable[int]) -> list[int]:
    """These groups and all that they imply, ascending."""
    found: set[int] = set()
    to_do = list(groups)
    while to_do:
        group = to_do.pop()
        if group not in found:
            found.add(group)
            to_do += env.value("res.groups", group, "implied_ids")
    return sorted(found)


def all_groups(env: Env, user: int) -> list[int]:
    """A user's groups, the implied ones too."""
    return with_implied(env, env.value("res.users", user, "group_ids"))


def is_outsider(env: Env, user: int) -> bool:
    """Whether the user is not one of the staff."""
    return user != 1 and env.ref("base.group_user") not in all_groups(env, user)


def members(env: Env, group: int) -> list[int]:
    """The active users of a group, by implication too."""
    return [u for u in env.ids("res.users") if env.value("res.users", u, "active") and group in all_groups(env, u)]


def direct_members(env: Env, group: int) -> list[int]:
    """The users to whom the group was given."""
    return [u for u in env.ids("res.users") if group in env.value("res.users", u, "group_ids")]


def activity_state(env: Env, activity: int) -> str:
    """Where the activity stands against its deadline."""
    active, deadline = env.values("mail.activity", activity, "active", "date_deadline")
    if not active:
        return "done"
    return "today" if deadline == env.today else "overdue" if deadline < env.today else "planned"


def commercial_partner(env: Env, partner: int) -> int:
    """The company that a contact belongs to: itself where it is one, or hangs below none."""
    parent = env.value("res.partner", partner, "parent_id")
    return partner if not parent or env.value("res.partner", partner, "is_company") else commercial_partner(env, parent)


COMPUTED: dict[tuple[str, str], Any] = {
    ("res.partner", "commercial_partner_id"): commercial_partner,
    ("res.users", "all_group_ids"): all_groups,
    ("res.users", "share"): is_outsider,
    ("res.groups", "all_implied_ids"): lambda env, group: with_implied(env, [group]),
    ("res.groups", "all_user_ids"): members,
    ("res.groups", "user_ids"): direct_members,
    ("mail.activity", "state"): activity_state,
}
