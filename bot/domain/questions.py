"""A buyer's question, and what is meant by it: the nouns of asking, with the labels of the development set."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Intent(StrEnum):
    """What a question is about."""

    PO_STATUS = "po_status"
    CONFIRMATION_STATUS = "confirmation_status"
    LIST_POS = "list_pos"
    LATE_POS = "late_pos"
    ETA = "eta"
    ORDER_CONTENTS = "order_contents"
    RECEIPT_STATUS = "receipt_status"
    BILLING_STATUS = "billing_status"
    APPROVAL_STATUS = "approval_status"
    PRICE_HISTORY = "price_history"
    SPEND_SUMMARY = "spend_summary"
    SUPPLIER_INFO = "supplier_info"
    SUPPLIER_PERFORMANCE = "supplier_performance"
    MAIL_SUMMARY = "mail_summary"
    ACTION_REQUEST = "action_request"
    SMALLTALK = "smalltalk"
    HELP = "help"
    OUT_OF_SCOPE = "out_of_scope"
    INJECTION = "injection"


class Behaviour(StrEnum):
    """How a question is met."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    NOT_FOUND = "not_found"
    REFUSE_ACTION = "refuse_action"
    REFUSE_INJECTION = "refuse_injection"
    DECLINE = "decline"
    SMALLTALK = "smalltalk"
    HELP = "help"


@dataclass(frozen=True)
class Turn:
    """An earlier message of the thread; `role` is `user` or `bot`."""

    role: str
    text: str


@dataclass(frozen=True)
class Question:
    """A question as it was typed, the day it was asked, and the thread it stands in."""

    text: str
    now: date
    thread: tuple[Turn, ...] = ()


@dataclass(frozen=True)
class Entities:
    """What a question names. Vendors, warehouses and people bear the names of the vocabulary.

    `products` are the words of the question in the singular (`corner desk`), for one such word may
    mean several products. `user` is a name, or `me`. `mail_class` is a class of supplier mail.
    """

    po_refs: tuple[str, ...] = ()
    suppliers: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    warehouse: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    status: str | None = None
    qty: Decimal | None = None
    min_amount: Decimal | None = None
    max_amount: Decimal | None = None
    limit: int | None = None
    user: str | None = None
    mail_class: str | None = None

    @property
    def subjects(self) -> bool:
        """Whether anything is named that an answer can be about: an order, a vendor, a product, a place, a person."""
        return bool(self.po_refs or self.suppliers or self.products or self.warehouse or self.user)

    def as_json(self) -> dict[str, object]:
        """The entities that are there, shaped as in the development set."""
        told: dict[str, object] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if value is None or value == ():
                continue
            name = "class" if each.name == "mail_class" else each.name
            if isinstance(value, tuple):
                told[name] = list(value)
            elif isinstance(value, date):
                told[name] = value.isoformat()
            elif isinstance(value, Decimal):
                told[name] = int(value) if value == value.to_integral_value() else float(value)
            else:
                told[name] = value
        return told


@dataclass(frozen=True)
class Plan:
    """What the bot makes of a question, before anything is looked up.

    `choices` are offered when it asks back; `unknown` holds names that the vocabulary does not
    have, with the nearest that it has in `nearest`; `note` is a reason for people to read.
    """

    intent: Intent
    behaviour: Behaviour
    entities: Entities = field(default_factory=Entities)
    choices: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    topic: str = ""
    note: str = ""

    def as_json(self) -> dict[str, object]:
        """Behaviour, intent and entities, as `ask --plan` prints them."""
        return {
            "behaviour": self.behaviour.value,
            "intent": self.intent.value,
            "entities": self.entities.as_json(),
        }
