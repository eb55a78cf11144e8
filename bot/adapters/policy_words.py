"""What single values of the policy file may be, and the words that refuse what they may not."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from bot.domain.words import did_you_mean


def wrong(text: str) -> PydanticCustomError:
    """An error of a value in our own words."""
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
        raise wrong(f"expected text, got {shown(value)}{hint}")
    text = " ".join(value.split())
    if not text or not text.isprintable():
        raise wrong("expected text, got a blank" if not text else "text must not hold control characters")
    if len(text) > 300:
        raise wrong(f"text is too long ({len(text)} characters, at most 300)")
    return text


def _amount(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise wrong(f"expected a number such as 25000 or 25000.50 (no separators, no currency), got {shown(value)}")
    if value < 0:
        raise wrong(f"must not be negative, got {shown(value)}")
    return Decimal(value)


def _limit(value: object) -> Decimal | None:
    if value == "unlimited":
        return None
    if isinstance(value, str):
        raise wrong(f"expected a number such as 25000 or 25000.50, or the word unlimited, got {shown(value)}")
    return _amount(value)


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise wrong(f"expected true or false, got {shown(value)}")
    return value


def _need(value: object) -> int | Literal["all"]:
    if value == "all":
        return "all"
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise wrong(f"expected how many must agree (1, 2, ...) or the word all, got {shown(value)}")
    return value


def one_or_more(value: object) -> object:
    """A single value is a list of one; an empty list is refused."""
    if isinstance(value, list) and not value:
        raise wrong("the list is empty")
    return value if isinstance(value, list) else [value]


def _name_or_id(value: object) -> str | int:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    return _text(value)


def _origin(value: object) -> str:
    if value not in ("replenishment", "by_hand"):
        raise wrong(f"expected replenishment or by_hand, got {shown(value)}{did_you_mean(value, _ORIGINS)}")
    return str(value)


def _slack_id(value: object) -> str:
    text = _text(value)
    if not (text[0] in "UW" and len(text) >= 6 and text.isascii() and text.isalnum() and text.isupper()):
        raise wrong(f'expected a Slack member id such as U02ABCDEF (profile, "Copy member ID"), got {shown(text)}')
    return text


def _channel_id(value: object) -> str:
    text = _text(value)
    if not (text[0] in "CG" and len(text) >= 6 and text.isascii() and text.isalnum() and text.isupper()):
        raise wrong(f"expected a Slack channel id such as C02ABCDEF (channel details, at the end), got {shown(text)}")
    return text


def _tokens(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise wrong(f"expected a whole number of tokens, 0 for none, got {shown(value)}")
    return value


_ORIGINS = ("replenishment", "by_hand")
Text = Annotated[str, BeforeValidator(_text)]
Texts = Annotated[list[Text], BeforeValidator(one_or_more)]
NamesOrIds = Annotated[list[Annotated[str | int, BeforeValidator(_name_or_id)]], BeforeValidator(one_or_more)]
Amount = Annotated[Decimal, BeforeValidator(_amount)]
Limit = Annotated[Decimal | None, BeforeValidator(_limit)]
Switch = Annotated[bool, BeforeValidator(_switch)]
Origin = Annotated[str, BeforeValidator(_origin)]
SlackId = Annotated[str, BeforeValidator(_slack_id)]
Need = Annotated[int | Literal["all"], BeforeValidator(_need)]
ChannelIds = Annotated[list[Annotated[str, BeforeValidator(_channel_id)]], BeforeValidator(one_or_more)]
TokensADay = Annotated[int, BeforeValidator(_tokens)]


@dataclass(frozen=True)
class Bounded:
    """A whole number from `least` to `most`."""

    least: int
    most: int

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Checks before pydantic does, for an error in our words."""
        return core_schema.no_info_before_validator_function(self._check, handler(source))

    def _check(self, value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, int) or not self.least <= value <= self.most:
            raise wrong(f"expected a whole number from {self.least} to {self.most}, got {shown(value)}")
        return value
