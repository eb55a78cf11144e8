"""From the policy file's form to the policy: what no form can say is checked here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal

from bot.adapters.policy_calendars import office_hours
from bot.adapters.policy_escalation import ChainBuilder, NamedForm
from bot.adapters.policy_schema import (
    AmountForm,
    ApproversForm,
    ConditionsForm,
    PolicyForm,
    RoleForm,
    RuleForm,
    StepForm,
)
from bot.adapters.policy_supplier_mail import supplier_mail_rules
from bot.adapters.strict_yaml import Path
from bot.domain.conditions import AmountRange, Conditions, Origin
from bot.domain.policy import Policy, QuestionRules, Rule, Segregation, Step
from bot.domain.roles import ApproverKind, Approvers
from bot.domain.words import did_you_mean, fold, money

_DEEPEST = 20
_GROUP = re.compile(r"[a-z][a-z0-9_]*\.[A-Za-z0-9_.]+")


@dataclass
class Builder:
    """Builds a policy from a form; every problem goes to `complain` with its place in the file.

    `intact` tells whether all that stands at a place was understood; what was not is not judged again.
    """

    form: PolicyForm
    complain: Callable[[Path, str], None]
    line_of: Callable[[Path], int]
    intact: Callable[[Path], bool]
    known: dict[str, tuple[Approvers, ...]] = field(default_factory=dict)
    chains: ChainBuilder = field(init=False)

    def build(self, source: str, version: str) -> Policy | None:
        """The policy, or None where a rule could not be built (then something was complained about)."""
        form = self.form
        roles = {name: self._role(name, ("roles", name)) for name in form.roles}
        self.chains = ChainBuilder(form.escalation, self.complain, lambda named, path: self._sources(named, path))
        rules = [self._rule(rule, ("rules", i)) for i, rule in enumerate(form.rules)]
        if not form.rules:
            self.complain(("rules",), "there are no rules: every order would become an exception")
        whole = [rule for rule in rules if rule is not None]
        self._compare(rules)
        self._once(form.limits, "limits", "login")
        self._once(form.people, "people", "login")
        self._one_slack_account_each()
        if len(whole) < len(rules):
            return None

        def owned_by(name: str) -> tuple[Approvers, ...]:
            return roles.get(name) or ((Approvers(ApproverKind.USERS, (name,)),) if name else ())

        return Policy(
            rules=tuple(whole),
            version=version,
            source=source,
            segregation=Segregation(receivers=form.segregation.receiver, billers=form.segregation.biller),
            one_person_one_step=form.one_person_one_step,
            default_limit=form.limits.get("default"),
            limits={login: limit for login, limit in form.limits.items() if login != "default"},
            people=dict(form.people),
            working_hours=office_hours(form.working_hours, ("working_hours",), self.complain),
            escalation=self.chains.build(),
            roles=roles,
            questions=QuestionRules(frozenset(form.questions.prices_in_channels), form.questions.model_tokens_a_day),
            supplier_mail=supplier_mail_rules(form.supplier_mail),
            supplier_mail_owner=owned_by(form.supplier_mail.owner),
            exceptions_owner=owned_by(form.exceptions.owner if form.exceptions else ""),
        )

    def _role(self, name: str, path: Path, trail: tuple[str, ...] = ()) -> tuple[Approvers, ...]:
        if name in trail:
            circle = (*trail[trail.index(name) :], name)
            self.complain(path, "roles go in a circle: " + " → ".join(circle))
            return ()
        if name not in self.form.roles:
            if self.intact(("roles", name)):
                self.complain(path, f'there is no role "{name}"{did_you_mean(name, self.form.roles)}')
            return ()
        if len(trail) > _DEEPEST:
            self.complain(path, "roles within roles go too deep")
            return ()
        if name not in self.known:
            found = self._sources(self.form.roles[name], ("roles", name), (*trail, name))
            self.known[name] = tuple(dict.fromkeys(replace(source, role=name) for source in found))
        return self.known[name]

    def _sources(self, form: RoleForm | NamedForm, path: Path, trail: tuple[str, ...] = ()) -> tuple[Approvers, ...]:
        if not (form.group or form.user or form.role or getattr(form, "manager", False)):
            self.complain(path, "this names nobody: give group, user or role")
        found: list[Approvers] = []
        for i, group in enumerate(form.group):
            if not _GROUP.fullmatch(group):
                self.complain(
                    (*path, "group", i),
                    f'"{group}" is not the XML id of an Odoo group (such as purchase.group_purchase_manager)',
                )
        if form.group:
            found.append(Approvers(ApproverKind.GROUP, tuple(dict.fromkeys(form.group))))
        if form.user:
            found.append(Approvers(ApproverKind.USERS, tuple(dict.fromkeys(form.user))))
        for i, name in enumerate(form.role):
            found += self._role(name, (*path, "role", i), trail)
        return tuple(dict.fromkeys(found))

    def _rule(self, form: RuleForm, path: Path) -> Rule | None:
        when = self._conditions(form.when, (*path, "when")) if form.when else Conditions()
        if form.when is not None and when == Conditions():
            self.complain((*path, "when"), "there is no condition: leave `when` out of a rule for every order")
        steps = tuple(self._step(step, (*path, "steps", i), form) for i, step in enumerate(form.steps))
        self._unlike([s.name for s in steps], [(*path, "steps", i, "name") for i in range(len(steps))], "step")
        if bool(form.steps) == (form.auto_approve is not None):
            both = "steps and auto_approve exclude each other" if form.steps else "there are no steps"
            self.complain(path, f'rule "{form.name}": {both}')
            return None
        if form.auto_approve and form.escalation:
            self.complain((*path, "escalation"), "a rule that asks nobody has nobody to remind")
        if form.auto_approve and self.intact(path):
            self._auto(form.when or ConditionsForm(), (*path, "auto_approve"))
        reason = form.auto_approve.reason if form.auto_approve else ""
        return Rule(form.name, when, steps, reason, self.line_of(path))

    def _auto(self, when: ConditionsForm, path: Path) -> None:
        if when.amount is None or (when.amount.up_to is None and when.amount.below is None):
            self.complain(path, "auto_approve needs an upper bound: give `when: amount: up_to` (or `below`)")
        instead = {
            "product_category": "every_product_category",
            "price_above_list_percent": "price_above_list_at_most",
            "price_above_last_percent": "price_above_last_at_most",
        }
        for name, better in instead.items():
            if getattr(when, name) not in ([], None):
                self.complain(path, f"{name} holds when a single line fulfils it: with auto_approve use {better}")

    def _conditions(self, form: ConditionsForm, path: Path) -> Conditions:
        values = {f.name: getattr(form, f.name) for f in fields(Conditions)}
        values = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
        values["origin"] = Origin(form.origin) if form.origin else None
        values["amount"] = self._amount(form.amount, (*path, "amount")) if form.amount else None
        return Conditions(**values)

    def _amount(self, form: AmountForm, path: Path) -> AmountRange:
        for one, other in (("at_least", "above"), ("up_to", "below")):
            if getattr(form, one) is not None and getattr(form, other) is not None:
                self.complain(path, f"give either {one.replace('at_least', 'from')} or {other}, not both")
        lower = form.above if form.at_least is None else form.at_least
        upper = form.below if form.up_to is None else form.up_to
        if lower is None and upper is None:
            self.complain(path, "give from, above, up_to or below")
        elif lower is not None and upper is not None:
            touching = form.at_least is not None and form.up_to is not None
            if lower > upper or (lower == upper and not touching):
                self.complain(path, f"no amount lies between {_plain(lower)} and {_plain(upper)}")
        return AmountRange(form.at_least, form.above, form.up_to, form.below)

    def _step(self, form: StepForm, path: Path, rule: RuleForm) -> Step:
        approvers: list[Approvers] = list(self._sources(form.approvers, (*path, "approvers")))
        if isinstance(form.approvers, ApproversForm) and form.approvers.manager:
            approvers.append(Approvers(ApproverKind.MANAGER))
        listed = {fold(v) for source in approvers for v in source.values}
        only_users = all(source.kind is ApproverKind.USERS for source in approvers)
        if form.need != "all" and only_users and approvers and form.need > len(listed) and self.intact(path):
            self.complain((*path, "need"), f"{form.need} must agree, but only {len(listed)} can be asked")
        own = form.escalation is not None
        chain = self.chains.of(
            form.escalation if own else rule.escalation, (*path, "escalation") if own else (*path[:2], "escalation")
        )
        need = None if form.need == "all" else form.need
        step = Step(form.name, tuple(approvers), need, form.pause_on_question, chain)
        if self.intact(path):
            self.chains.check(step, path, rule.name)
        return step

    def _compare(self, rules: list[Rule | None]) -> None:
        names = [form.name for form in self.form.rules]
        self._unlike(names, [("rules", i, "name") for i in range(len(names))], "rule")
        for i, rule in enumerate(rules):
            for j, earlier in enumerate(rules[:i]):
                if rule is None or earlier is None or earlier.auto_approve:
                    continue
                if not (self.intact(("rules", i)) and self.intact(("rules", j))):
                    continue
                if earlier.when in (Conditions(), rule.when):
                    taken = "every order" if earlier.when == Conditions() else "the same orders"
                    text = f'rule "{rule.name}" can never be reached: "{earlier.name}" before it takes {taken}'
                    self.complain(("rules", i), text)
                    break

    def _unlike(self, names: list[str], paths: list[Path], what: str) -> None:
        seen: dict[str, Path] = {}
        for name, path in zip(names, paths, strict=True):
            first = seen.setdefault(fold(name), path)
            if first != path:
                self.complain(path, f'there are two {what}s named "{name}", the first on line {self.line_of(first)}')

    def _once(self, names: Iterable[str], section: str, what: str) -> None:
        listed = list(names)
        self._unlike(listed, [(section, name) for name in listed], what)

    def _one_slack_account_each(self) -> None:
        owners: dict[str, str] = {}
        for login, slack in self.form.people.items():
            if owners.setdefault(slack, login) != login:
                self.complain(
                    ("people", login), f"Slack user {slack} is already {owners[slack]}: one account, one person"
                )


def _plain(amount: Decimal) -> str:
    return money(amount, "").strip()
