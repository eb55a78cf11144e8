"""What the policy says about an order, explained; and whether Odoo knows everybody whom the policy names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.domain.chains import Chain
from bot.domain.deciding import over_limit, segregated
from bot.domain.errors import OdooMissing
from bot.domain.orders import Order, OrderState
from bot.domain.people import OdooUser
from bot.domain.policy import AutoApprove, NoRule, Plan, Policy, Problem, Step, choose, limit_for
from bot.domain.ports import Directory
from bot.domain.roles import ApproverKind
from bot.domain.words import amount_in_words, did_you_mean, short
from bot.services.approvers import ApproverService

SeatOf = Callable[[OdooUser], str | None]


@dataclass(frozen=True)
class Excluded:
    """Somebody whom a step names and who is not asked, and why."""

    name: str
    login: str
    why: str


@dataclass(frozen=True)
class StepExplained:
    """One step for one order: who must agree, who would be asked, who would not and why."""

    name: str
    asks: str
    asked: tuple[str, ...]
    excluded: tuple[Excluded, ...]
    problems: tuple[str, ...] = ()
    need: int = 1
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """Why an order goes to whom. `outcome` is `steps`, `auto_approve` or `exception`."""

    order: str
    summary: str
    outcome: str
    rule: str
    reason: str
    steps: tuple[StepExplained, ...]
    tried: tuple[str, ...]
    policy: str
    note: str = ""

    @property
    def in_order(self) -> bool:
        """Whether the order gets to people (or is approved by rule) without an exception."""
        return self.outcome != "exception" and not any(step.problems for step in self.steps)

    def text(self) -> str:
        """For a terminal."""
        lines = [f"{self.order}: {self.summary}", *([self.note] if self.note else [])]
        lines += [f"Rule: {self.rule}"] if self.rule else ["Rule: none, so this order is an exception"]
        lines.append(f"Why: {self.reason}")
        if self.outcome == "auto_approve":
            lines.append("Approved automatically: nobody is asked")
        for number, step in enumerate(self.steps, 1):
            lines.append(f"Step {number}, {step.name}: {step.asks}")
            lines.append(f"  asked: {', '.join(step.asked) or 'nobody'}")
            lines += [f"  not asked: {e.name} ({e.login}): {e.why}" for e in step.excluded]
            lines += [f"  note: {note}" for note in step.notes]
            lines += [f"  problem: {problem}" for problem in step.problems]
        lines += [f"Not rule {tried}" for tried in self.tried]
        return "\n".join([*lines, f"Policy: {self.policy}"])

    def as_json(self) -> dict[str, Any]:
        """For `--json`."""
        return asdict(self) | {"in_order": self.in_order}


class PolicyService:
    """Asks the policy about orders. `seat_of` gives the Slack id of an Odoo user, None without one."""

    def __init__(
        self, policy: Policy, directory: Directory, *, integration_uid: Callable[[], int], seat_of: SeatOf
    ) -> None:
        self.policy = policy
        self.approvers = ApproverService(directory, integration_uid=integration_uid)
        self._seat_of = seat_of

    def choose(self, order: Order) -> Plan | AutoApprove | NoRule:
        """What the policy says; looks the buyer's login up in Odoo where a rule asks for it."""
        return choose(self.policy, self.approvers.with_buyer_login(self.policy, order))

    def explain(self, order: Order) -> Explanation:
        """Which rule takes the order and why, and for every step who would be asked and who would not."""
        said = self.choose(order)
        steps: tuple[StepExplained, ...] = ()
        tried: tuple[str, ...] = ()
        if isinstance(said, Plan):
            steps = tuple(self._step(step, order, said.rule) for step in said.steps)
            if self.policy.one_person_one_step:
                steps = _mind_shared_people(steps)
        elif isinstance(said, NoRule):
            tried = tuple(f'"{t.rule}": {t.why}' for t in said.tried)
        return Explanation(
            order=order.name,
            summary=f"{short(order.vendor.name)}, {amount_in_words(order)}, {order.state.value}",
            outcome={Plan: "steps", AutoApprove: "auto_approve", NoRule: "exception"}[type(said)],
            rule="" if isinstance(said, NoRule) else said.rule,
            reason=said.reason,
            steps=steps,
            tried=tried,
            policy=f"{self.policy.source} version {self.policy.version}",
            note="" if order.state is OrderState.TO_APPROVE else _NOT_WAITING,
        )

    def _step(self, step: Step, order: Order, rule: str) -> StepExplained:
        resolved = self.approvers.resolve(step, order, rule=rule)
        answers = [(user, self.why_not(user, order)) for user in resolved.users]
        asked = tuple(f"{user.name} ({user.login})" for user, why in answers if why is None)
        excluded = tuple(Excluded(user.name, user.login, why) for user, why in answers if why is not None)
        need = step.need or max(len(asked), 1)
        problems = [p.what for p in resolved.problems]
        if resolved.incomplete and not problems:
            problems.append(resolved.incomplete)
        elif len(asked) < need:
            problems.append(f"{need} must agree, but only {len(asked)} can be asked")
        notes = _chain_notes(step.escalation) if step.escalation else ()
        return StepExplained(step.name, step.in_words(), asked, excluded, tuple(problems), need, notes)

    def why_not(self, user: OdooUser, order: Order) -> str | None:
        """Why this person is not asked about the order: duties, spending limit, no Slack account; None if they are."""
        duty = segregated(self.policy.segregation.applied_to(order), user.id)
        if duty:
            return _of_them(duty) + " (segregation of duties)"
        excess = over_limit(order, limit_for(self.policy, user.login))
        if excess:
            return _of_them(excess)
        if self._seat_of(user) is None:
            return "no Slack account matches"
        return None


_NOT_WAITING = "This order does not wait for approval in Odoo now, so nobody is asked; if it did:"
_SECOND_PERSON = {
    "you are ": "is ",
    "you handle ": "handles ",
    "you receive ": "receives ",
    "you ": "",
    "your limit": "their limit",
}


def _chain_notes(chain: Chain) -> tuple[str, ...]:
    """The chain at its usual pace, and at that of orders which the policy calls urgent, now or in time."""
    usual = f"while nobody decides: {chain.usual.in_words()} (chain {chain.name})"
    return (usual,) if chain.urgent is None else (usual, f"when it is urgent: {chain.urgent.in_words()}")


def _of_them(reason: str) -> str:
    """A reason that was worded for the person themselves, worded about them."""
    for start, other in _SECOND_PERSON.items():
        if reason.startswith(start):
            return other + reason.removeprefix(start)
    return reason


def _mind_shared_people(steps: Sequence[StepExplained]) -> tuple[StepExplained, ...]:
    """Say who must leave an earlier step to others, because a later one cannot do without them."""
    minded = []
    for i, step in enumerate(steps):
        kept = {who for later in steps[i + 1 :] if len(later.asked) <= later.need for who in later.asked}
        mine = [who for who in step.asked if who in kept]
        if mine and len(step.asked) - len(mine) >= step.need:
            note = f"{', '.join(mine)} must leave the approval of this step to the others: a later step needs them"
            step = replace(step, notes=(*step.notes, note))
        elif mine:
            what = f"a later step needs {', '.join(mine)} as well, and nobody decides two steps"
            step = replace(step, problems=(*step.problems, what))
        minded.append(step)
    return tuple(minded)


def check(policy: Policy, directory: Directory) -> list[Problem]:
    """What the policy names and Odoo does not know: groups, logins of steps, roles, limits, people, owner.

    Raises `OdooUnavailable` when Odoo cannot be asked; the file itself was checked while it was read.
    """
    groups, logins = _named(policy)
    problems: list[Problem] = []
    for xml_id, where in groups.items():
        try:
            if not directory.in_group(xml_id):
                problems.append(Problem(where, f'nobody is in the Odoo group "{xml_id}"'))
        except OdooMissing:
            problems.append(Problem(where, f'Odoo has no group "{xml_id}"'))
    known = directory.by_login(list(logins))
    unknown = {login: where for login, where in logins.items() if login not in known}
    words = [*known, *policy.roles, *_everybody(directory)] if unknown else []
    return problems + [
        Problem(where, f'Odoo has no active user with the login "{login}"{did_you_mean(login, words)}')
        for login, where in unknown.items()
    ]


def _everybody(directory: Directory) -> list[str]:
    try:
        return [user.login for user in directory.in_group("base.group_user")]
    except OdooMissing:
        return []


def _named(policy: Policy) -> tuple[dict[str, str], dict[str, str]]:
    """The groups and the logins of a policy, each with the first place that names it."""
    groups: dict[str, str] = {}
    logins: dict[str, str] = {}
    places = [(f'role "{name}"', sources) for name, sources in policy.roles.items()]
    places += [
        (f'{policy.source}:{rule.line}: rule "{rule.name}", step "{step.name}"', step.approvers)
        for rule in policy.rules
        for step in rule.steps
    ]
    places += [
        (f'chain "{name}"', action.people)
        for name, chain in policy.escalation.chains.items()
        for action in chain.actions()
    ]
    places += [("exceptions: owner", policy.exceptions_owner), ("supplier_mail: owner", policy.supplier_mail_owner)]
    for where, sources in places:
        for source in sources:
            into = {ApproverKind.GROUP: groups, ApproverKind.USERS: logins}.get(source.kind, {})
            for value in source.values:
                into.setdefault(value, where)
    deputies = {login: None for pair in policy.escalation.deputies.items() for login in pair}
    for where, names in (("limits", policy.limits), ("people", policy.people), ("deputies", deputies)):
        for login in names:
            logins.setdefault(login, where)
    return groups, logins


def policy_check_lines(policy: Policy, problems: Iterable[Problem], *, odoo_asked: bool = True) -> list[str]:
    """The outcome of `policy check` for a terminal; `odoo_asked` tells whether Odoo could be reached."""
    found = list(problems)
    lines = [str(problem) for problem in found]
    automatic = [rule.name for rule in policy.rules if rule.auto_approve]
    if automatic:
        lines.append("approves without asking anybody: " + ", ".join(automatic))
    verdict = f"{len(found)} to mend" if found else "in order"
    if not odoo_asked:
        verdict += " as far as the file goes; Odoo was not asked, so its groups and logins were not checked"
    return [*lines, f"{policy.source}: {len(policy.rules)} rules, version {policy.version}: {verdict}"]


def policy_check_json(policy: Policy, problems: Iterable[Problem], *, odoo_asked: bool = True) -> dict[str, Any]:
    """The same for `--json`."""
    found = [asdict(problem) for problem in problems]
    return {
        "ok": not found,
        "file": policy.source,
        "version": policy.version,
        "rules": [rule.name for rule in policy.rules],
        "auto_approve": [rule.name for rule in policy.rules if rule.auto_approve],
        "odoo_asked": odoo_asked,
        "problems": found,
    }
