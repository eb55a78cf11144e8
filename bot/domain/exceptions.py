"""What could not be done, who owns it, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ExceptionKind(StrEnum):
    """Why a person must look."""

    NO_RULE = "no_rule"  # no policy rule fits the order
    NOBODY = "nobody"  # a step has nobody who could decide
    NOT_APPLIED = "not_applied"  # Odoo refused a decision, or did something else
    UNKNOWN_OUTCOME = "unknown_outcome"  # Odoo never said whether it happened
    STUCK = "stuck"  # nobody decides, and nobody who could move it on can be reached
    NOT_DELIVERED = "not_delivered"  # Slack refused a message for good
    MAIL_NOT_APPLIED = "mail_not_applied"  # Odoo refused what a person took over from a supplier's mail
    SUPPLIER_MAIL = "supplier_mail"  # a person wants a supplier's mail looked after
    GREW = "grew_after_approval"  # the order was enlarged in Odoo after its approval


# What the course of an approval says nothing about: people settle it.
OF_SUPPLIER_MAIL = frozenset({ExceptionKind.MAIL_NOT_APPLIED, ExceptionKind.SUPPLIER_MAIL})
OF_APPROVAL = frozenset(ExceptionKind) - OF_SUPPLIER_MAIL


class ExceptionState(StrEnum):
    """Where an exception stands."""

    OPEN = "open"
    RESOLVED = "resolved"
    DISMISSED = "dismissed"


@dataclass(frozen=True)
class OfMail:
    """The supplier's mail that a person made an exception of; `note` says who really wrote it, and its risks.

    The note holds an address: it goes when the mail is erased, and is not in the audit log.
    """

    case_id: str
    mail_id: str
    note: str = ""


@dataclass(frozen=True)
class Trouble:
    """One exception: what failed, on which order, who owns it. `of_mail` is given where a person made it of a mail."""

    id: int
    kind: ExceptionKind
    summary: str
    order_id: int
    order_name: str
    opened_at: datetime
    state: ExceptionState = ExceptionState.OPEN
    approval_id: str | None = None
    owner_id: int | None = None
    owner_name: str = ""
    owner_slack: str | None = None
    activity_id: int | None = None
    attempts: int = 0
    closed_at: datetime | None = None
    closed_by: str = ""
    closing_reason: str = ""
    of_mail: OfMail | None = None

    @property
    def told(self) -> str:
        """The summary, and who really wrote the mail that it is about."""
        return f"{self.summary} {self.of_mail.note if self.of_mail else ''}".rstrip()
