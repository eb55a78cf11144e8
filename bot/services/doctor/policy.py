"""The policy: known to Odoo, and its people known to Slack."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bot.domain.errors import OdooMissing
from bot.domain.people import OdooUser, SlackUser, why_unmatched
from bot.domain.policy import Policy, slack_id_for
from bot.domain.ports import Directory, Members
from bot.domain.roles import ApproverKind
from bot.services.doctor.findings import Finding, fail, ok
from bot.services.doctor.slack import unmatched
from bot.services.policy import check


def valid(load: Callable[[], Policy]) -> Iterator[Finding]:
    """The file can be read. `load` raises `InvalidPolicy` with everything that is wrong."""
    policy = load()
    automatic = [rule.name for rule in policy.rules if rule.auto_approve]
    found = f"{policy.source}: {len(policy.rules)} rules, version {policy.version}"
    yield ok("file", found + (f"; approves by itself: {', '.join(automatic)}" if automatic else ""))


def known(policy: Policy, directory: Directory) -> Iterator[Finding]:
    """Odoo knows the groups and the people that the policy names."""
    problems = check(policy, directory)
    if problems:
        yield fail(
            "known to Odoo", "; ".join(map(str, problems)), "correct the policy file: procurement-bot policy check"
        )
    else:
        yield ok("known to Odoo", "all groups and logins")


def people(policy: Policy, directory: Directory, members: Members, *, own_id: int) -> Iterator[Finding]:
    """Everybody whom a step may ask has a Slack account; those who have none are listed."""
    for name, users in _asked(policy, directory):
        others = [user for user in users if user.id != own_id]
        reasons = [(user, problem(user, policy, members)) for user in others]
        yield unmatched(name, len(others), [f"{user.login} ({why})" for user, why in reasons if why])


def mapped(policy: Policy, members: Members) -> Iterator[Finding]:
    """The Slack ids that the policy gives to people belong to somebody."""
    for login, slack_id in policy.people.items():
        member = members.member(slack_id)
        if member is None or member.deleted:
            what = "Slack knows no such account" if member is None else "this Slack account is deactivated"
            yield fail(f"people: {login}", f"{slack_id}: {what}", "correct the line under people: in the policy file")
        else:
            yield ok(f"people: {login}", f"{slack_id} ({member.name})")


def problem(user: OdooUser, policy: Policy, members: Members) -> str | None:
    """Why this Odoo user is nobody in Slack; None when they are matched. Raises `SlackError`."""
    return account(user, policy, members)[1]


def account(user: OdooUser, policy: Policy, members: Members) -> tuple[SlackUser | None, str | None]:
    """The Slack account of an Odoo user, or why there is none. Raises `SlackError`."""
    given = slack_id_for(policy, user.login)
    member = members.member(given) if given else members.by_email(user.email or user.login)
    if member is None:
        return None, "Slack knows no account " + ("of this id" if given else "with this e-mail address")
    if given:
        return (None, "this Slack account is deactivated") if member.deleted else (member, None)
    why = why_unmatched(member, members.team_id())
    return (None, why) if why else (member, None)


def approvers(policy: Policy, directory: Directory, *, own_id: int) -> list[OdooUser]:
    """Everybody whom a step may ask by group or login, each once; the buyers' managers apart."""
    found = {user.id: user for _, users in _asked(policy, directory) for user in users if user.id != own_id}
    return list(found.values())


def _asked(policy: Policy, directory: Directory) -> Iterator[tuple[str, Sequence[OdooUser]]]:
    """The groups and logins of all steps, each once, with their users; unknown ones are `known`'s business."""
    sources = [source for rule in policy.rules for step in rule.steps for source in step.approvers]
    names = {(source.kind, value): None for source in sources for value in source.values}
    for kind, value in names:
        if kind is ApproverKind.GROUP:
            try:
                yield value, directory.in_group(value)
            except OdooMissing:
                continue
        elif kind is ApproverKind.USERS:
            yield value, list(directory.by_login([value]).values())
