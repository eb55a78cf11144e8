"""The approval matrix: which order needs whose yes, in which order, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from bot.domain.calendars import OfficeHours
from bot.domain.chains import Chain, Escalation
from bot.domain.chasing import SupplierMailRules
from bot.domain.conditions import Conditions
from bot.domain.errors import InvalidInput
from bot.domain.judging import Fit, Judgement, judge
from bot.domain.orders import Order
from bot.domain.roles import Approvers
from bot.domain.words import fold, short


@dataclass(frozen=True)
class Step:
    """One step of a chain. `need` is how many must agree; None means all of them.

    `escalation` is what happens when nobody decides it; None for nothing.
    """

    name: str
    approvers: tuple[Approvers, ...]
    need: int | None = 1
    pause_on_question: bool = False
    escalation: Chain | None = None

    def in_words(self) -> str:
        """Who must agree, as a person says it."""
        count = "all" if self.need is None else "any one" if self.need == 1 else f"any {self.need}"
        return f"{count} of " + "; ".join(source.in_words() for source in self.approvers)


@dataclass(frozen=True)
class Plan:
    """What the policy asks for one order: the rule, the reason in words, the ordered steps."""

    rule: str
    reason: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class AutoApprove:
    """The policy approves this order by itself, for the stated reason."""

    rule: str
    reason: str


@dataclass(frozen=True)
class Tried:
    """A rule that did not take the order, and why."""

    rule: str
    why: str


@dataclass(frozen=True)
class NoRule:
    """No rule fits: an exception for a person, never an approval."""

    reason: str
    tried: tuple[Tried, ...] = ()


@dataclass(frozen=True)
class Rule:
    """One line of the matrix: when it fits, and either the steps or the reason to approve without asking.

    `line` is where the rule stands in the policy file.
    """

    name: str
    when: Conditions = field(default_factory=Conditions)
    steps: tuple[Step, ...] = ()
    auto_approve: str = ""
    line: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        if bool(self.steps) == bool(self.auto_approve):
            raise ValueError(f"rule {self.name!r} needs either steps or a reason to approve by itself")


@dataclass(frozen=True)
class Segregation:
    """Duties that exclude from approving, beside creator, requester and buyer, who never may."""

    receivers: bool = True
    billers: bool = True

    def applied_to(self, order: Order) -> Order:
        """The order with the people of duties that do not count left out."""
        receivers = order.receivers if self.receivers else ()
        billers = order.billers if self.billers else ()
        return replace(order, receivers=receivers, billers=billers)


@dataclass(frozen=True)
class QuestionRules:
    """What holds for questions: the channels in which amounts may be shown, and what a model may use in a day."""

    prices_in_channels: frozenset[str] = frozenset()
    model_tokens_a_day: int = 2_000_000

    def shows_prices(self, channel: str) -> bool:
        """Whether amounts may be shown in a channel, given by its Slack id."""
        return channel in self.prices_in_channels


@dataclass(frozen=True)
class Policy:
    """The approval matrix of a company with all that belongs to it.

    `limits` maps logins to spending limits in company currency, None for no limit; everybody else
    has `default_limit`. `people` maps logins to Slack user ids. `working_hours` are those of people whose
    calendar Odoo does not have. `version` names the content.
    """

    rules: tuple[Rule, ...]
    version: str = ""
    source: str = ""
    segregation: Segregation = field(default_factory=Segregation)
    one_person_one_step: bool = True
    default_limit: Decimal | None = None
    limits: Mapping[str, Decimal | None] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, tuple[Approvers, ...]] = field(default_factory=dict)
    exceptions_owner: tuple[Approvers, ...] = ()
    supplier_mail_owner: tuple[Approvers, ...] = ()
    questions: QuestionRules = field(default_factory=QuestionRules)
    working_hours: OfficeHours = field(default_factory=OfficeHours)
    escalation: Escalation = field(default_factory=Escalation)
    supplier_mail: SupplierMailRules = field(default_factory=SupplierMailRules)


@dataclass(frozen=True)
class Problem:
    """Something wrong in a policy: where, and what."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


class InvalidPolicy(InvalidInput):
    """A policy file that is refused, with everything that is wrong in it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)
        self.where = problems[0].where


def choose(policy: Policy, order: Order) -> Plan | AutoApprove | NoRule:
    """What the policy says about this order: the first rule that fits decides.

    A rule that cannot be judged (no exchange rate) ends the search as `NoRule`, because a later rule
    may be milder than the one that should have held. Only rules that would approve by themselves are
    passed over instead: whatever comes after them asks a person.
    """
    tried: list[Tried] = []
    for rule in policy.rules:
        answer = judge(rule.when, order)
        if rule.auto_approve:
            answer = _never_blindly(answer, order)
        if answer.fit is Fit.YES:
            if rule.auto_approve:
                return AutoApprove(rule.name, f"{rule.auto_approve} ({answer.why})")
            return Plan(rule.name, answer.why, rule.steps)
        tried.append(Tried(rule.name, answer.why))
        if answer.fit is Fit.UNKNOWN:
            return NoRule(f'rule "{rule.name}" cannot be judged: {answer.why}', tuple(tried))
    return NoRule(_none_fits(tried), tuple(tried))


def _never_blindly(answer: Judgement, order: Order) -> Judgement:
    """An order that is empty, worth nothing or of unknown value is not approved without a person."""
    if answer.fit is not Fit.YES:
        return Judgement(Fit.NO, answer.why)
    if not order.lines:
        return Judgement(Fit.NO, "an order without lines is not approved automatically")
    if order.company_amount is None or order.company_amount <= 0:
        return Judgement(Fit.NO, "an order whose value is zero or unknown is not approved automatically")
    return answer


def _none_fits(tried: Sequence[Tried], shown: int = 8) -> str:
    if not tried:
        return "the policy has no rules"
    parts = [f"{short(t.rule)} ({t.why})" for t in tried[:shown]]
    if len(tried) > shown:
        parts.append(f"and {len(tried) - shown} more rules")
    return "no rule of the policy fits: " + "; ".join(parts)


def limit_for(policy: Policy, login: str) -> Decimal | None:
    """The spending limit of this Odoo login in company currency; None for no limit."""
    for name, limit in policy.limits.items():
        if fold(name) == fold(login):
            return limit
    return policy.default_limit


def slack_id_for(policy: Policy, login: str) -> str | None:
    """The Slack user id that the administrator gave this Odoo login; None where e-mails decide."""
    return next((slack for name, slack in policy.people.items() if fold(name) == fold(login)), None)


def login_for(policy: Policy, slack_id: str) -> str | None:
    """The Odoo login that the administrator gave this Slack user; None where e-mails decide."""
    return next((name for name, slack in policy.people.items() if slack == slack_id), None)
