"""The policy file's form: which keys there are and what each may hold. Nothing else is accepted."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from bot.adapters.policy_calendars import WorkingHoursForm
from bot.adapters.policy_escalation import EscalationForm
from bot.adapters.policy_supplier_mail import SupplierMailForm
from bot.adapters.policy_words import (
    Amount,
    ChannelIds,
    Limit,
    NamesOrIds,
    Need,
    Origin,
    SlackId,
    Switch,
    Text,
    Texts,
    TokensADay,
)


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class AmountForm(_Form):
    """Bounds in company currency."""

    at_least: Amount | None = Field(default=None, alias="from")
    above: Amount | None = None
    up_to: Amount | None = None
    below: Amount | None = None


class ConditionsForm(_Form):
    """The `when:` of a rule."""

    amount: AmountForm | None = None
    no_rate: Switch | None = None
    company: NamesOrIds = []
    warehouse: Texts = []
    vendor: NamesOrIds = []
    vendor_tag: Texts = []
    product_category: Texts = []
    every_product_category: Texts = []
    buyer: Texts = []
    origin: Origin | None = None
    price_above_list_percent: Amount | None = None
    price_above_last_percent: Amount | None = None
    price_above_list_at_most: Amount | None = None
    price_above_last_at_most: Amount | None = None
    new_vendor: Switch | None = None
    no_list_price: Switch | None = None
    urgent: Switch | None = None


class RoleForm(_Form):
    """A role: the Odoo groups, logins and other roles that make it up."""

    group: Texts = []
    user: Texts = []
    role: Texts = []


class ApproversForm(RoleForm):
    """The approvers of a step: as a role, or the buyer's manager."""

    manager: Switch = False


class StepForm(_Form):
    """One step of a chain."""

    name: Text
    approvers: ApproversForm
    need: Need = 1
    pause_on_question: Switch = False
    escalation: Text | None = None


class AutoApproveForm(_Form):
    """Approval without a person, with the reason that audit and order will state."""

    reason: Text


class RuleForm(_Form):
    """One rule of the matrix."""

    name: Text
    when: ConditionsForm | None = None
    steps: list[StepForm] = []
    auto_approve: AutoApproveForm | None = None
    escalation: Text | None = None


class SegregationForm(_Form):
    """Duties that exclude from approving, beside creator, requester and buyer."""

    receiver: Switch = True
    biller: Switch = True


class ExceptionsForm(_Form):
    """Who owns what could not be done: a role of this file, or an Odoo login."""

    owner: Text


class QuestionsForm(_Form):
    """Answers to questions: where amounts may be shown beside direct messages, and what a model may use in a day."""

    prices_in_channels: ChannelIds = []
    model_tokens_a_day: TokensADay = 2_000_000


class PolicyForm(_Form):
    """The whole file."""

    rules: list[RuleForm]
    roles: dict[Text, RoleForm] = {}
    limits: dict[Text, Limit] = {}
    people: dict[Text, SlackId] = {}
    segregation: SegregationForm = SegregationForm()
    one_person_one_step: Switch = True
    exceptions: ExceptionsForm | None = None
    working_hours: WorkingHoursForm | None = None
    escalation: EscalationForm | None = None
    questions: QuestionsForm = QuestionsForm()
    supplier_mail: SupplierMailForm = SupplierMailForm()
