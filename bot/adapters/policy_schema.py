"""The policy file's form: which keys there are and what each may hold. Nothing else is accepted."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from bot.adapters.policy_calendars import WorkingHoursForm
from bot.domain.words import did_you_mean


def _wrong(text: str) -> PydanticCustomError:
    return PydanticCustomError("policy", "{text}", {"text": text})


def shown(value: object) -> str:
    """A value of the file as an error message repeats it."""
    match value:
        case dict():
            return "a group of keys"
        case list():
            return "a list"
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value}"' if len(value) <= 48 else f'"{value[:48]}…"'
        case _:
            return str(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        hint = f', write it in quotes: "{shown(value)}"' if isinstance(value, bool | int | Decimal) else ""
        raise _wrong(f"expected text, got {shown(value)}{hint}")
    text = " ".join(value.split())
    if not text or not text.isprintable():
        raise _wrong("expected text, got a blank" if not text else "text must not hold control characters")
    if len(text) > 300:
        raise _wrong(f"text is too long ({len(text)} characters, at most 300)")
    return text


def _amount(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _wrong(f"expected a number such as 25000 or 25000.50 (no separators, no currency), got {shown(value)}")
    if value < 0:
        raise _wrong(f"must not be negative, got {shown(value)}")
    return Decimal(value)


def _limit(value: object) -> Decimal | None:
    if value == "unlimited":
        return None
    if isinstance(value, str):
        raise _wrong(f"expected a number such as 25000 or 25000.50, or the word unlimited, got {shown(value)}")
    return _amount(value)


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise _wrong(f"expected true or false, got {shown(value)}")
    return value


def _need(value: object) -> int | Literal["all"]:
    if value == "all":
        return "all"
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise _wrong(f"expected how many must agree (1, 2, ...) or the word all, got {shown(value)}")
    return value


def _one_or_more(value: object) -> object:
    if isinstance(value, list) and not value:
        raise _wrong("the list is empty")
    return value if isinstance(value, list) else [value]


def _name_or_id(value: object) -> str | int:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    return _text(value)


def _origin(value: object) -> str:
    if value not in ("replenishment", "by_hand"):
        raise _wrong(f"expected replenishment or by_hand, got {shown(value)}{did_you_mean(value, _ORIGINS)}")
    return str(value)


def _slack_id(value: object) -> str:
    text = _text(value)
    if not (text[0] in "UW" and len(text) >= 6 and text.isascii() and text.isalnum() and text.isupper()):
        raise _wrong(f'expected a Slack member id such as U02ABCDEF (profile, "Copy member ID"), got {shown(text)}')
    return text


def _channel_id(value: object) -> str:
    text = _text(value)
    if not (text[0] in "CG" and len(text) >= 6 and text.isascii() and text.isalnum() and text.isupper()):
        raise _wrong(f"expected a Slack channel id such as C02ABCDEF (channel details, at the end), got {shown(text)}")
    return text


def _tokens(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _wrong(f"expected a whole number of tokens, 0 for none, got {shown(value)}")
    return value


_ORIGINS = ("replenishment", "by_hand")
Text = Annotated[str, BeforeValidator(_text)]
Texts = Annotated[list[Text], BeforeValidator(_one_or_more)]
NamesOrIds = Annotated[list[Annotated[str | int, BeforeValidator(_name_or_id)]], BeforeValidator(_one_or_more)]
Amount = Annotated[Decimal, BeforeValidator(_amount)]
Limit = Annotated[Decimal | None, BeforeValidator(_limit)]
Switch = Annotated[bool, BeforeValidator(_switch)]
Need = Annotated[int | Literal["all"], BeforeValidator(_need)]
ChannelIds = Annotated[list[Annotated[str, BeforeValidator(_channel_id)]], BeforeValidator(_one_or_more)]
TokensADay = Annotated[int, BeforeValidator(_tokens)]


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
    origin: Annotated[str, BeforeValidator(_origin)] | None = None
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


class AutoApproveForm(_Form):
    """Approval without a person, with the reason that audit and order will state."""

    reason: Text


class RuleForm(_Form):
    """One rule of the matrix."""

    name: Text
    when: ConditionsForm | None = None
    steps: list[StepForm] = []
    auto_approve: AutoApproveForm | None = None


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
    people: dict[Text, Annotated[str, BeforeValidator(_slack_id)]] = {}
    segregation: SegregationForm = SegregationForm()
    one_person_one_step: Switch = True
    exceptions: ExceptionsForm | None = None
    working_hours: WorkingHoursForm | None = None
    questions: QuestionsForm = QuestionsForm()
