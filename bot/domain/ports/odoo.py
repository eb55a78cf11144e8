"""Odoo: reading and changing are two ports, so whoever is given a reader has nothing to change things with."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.domain.orders import Head, Order
from bot.domain.people import OdooUser


@dataclass(frozen=True)
class ChangedOrder:
    """One row of a poll: enough to know whether the order matters to us."""

    id: int
    name: str
    state: str
    write_date: datetime


class PurchaseOrderReader(Protocol):
    """Reads purchase orders. Every method is one to a handful of calls, whatever the number of ids."""

    def changed(self, since: datetime, *, after_id: int = 0, limit: int = 1000) -> Sequence[ChangedOrder]:
        """Orders (or their lines) written at or after `since`, ascending by id, with id above `after_id`."""
        ...

    def waiting(self, *, after_id: int = 0, limit: int = 1000) -> Sequence[ChangedOrder]:
        """Orders in `to approve`, ascending by id, with id above `after_id`."""
        ...

    def heads(self, ids: Collection[int]) -> Mapping[int, Head]:
        """State and fingerprint of these orders now; ids that no longer exist are left out."""
        ...

    def orders(self, ids: Collection[int]) -> Mapping[int, Order]:
        """These orders in full; ids that no longer exist are left out."""
        ...

    def find(self, name: str) -> int | None:
        """The id of the order with this reference (`P00036`), None when there is none."""
        ...


class PurchaseOrderApprover(Protocol):
    """Carries decisions out in Odoo. Callers read back afterwards: Odoo's answers say nothing."""

    def approve(self, order_id: int) -> None:
        """Ask Odoo to approve (`button_approve`). Raises `OdooUnknownOutcome` when no answer came."""
        ...

    def cancel(self, order_id: int) -> None:
        """Ask Odoo to cancel (`button_cancel`)."""
        ...

    def note(self, order_id: int, text: str) -> None:
        """Leave an internal note on the order; `text` is plain text, lines separated by newlines."""
        ...

    def has_note(self, order_id: int, reference: str) -> bool:
        """Whether a note holding `reference` is already on the order."""
        ...

    def assign(self, order_id: int, user_id: int, summary: str, note: str, due: date) -> int:
        """Plan an activity for `user_id` on the order; its id. An open one with this `summary` is not planned twice."""
        ...

    def finish(self, activity_id: int, feedback: str) -> None:
        """Close an activity with `feedback`; one that is gone already is fine."""
        ...


class Directory(Protocol):
    """The people that Odoo knows."""

    def users(self, ids: Collection[int]) -> Mapping[int, OdooUser]:
        """Users by id, inactive ones too."""
        ...

    def by_login(self, logins: Collection[str]) -> Mapping[str, OdooUser]:
        """Active internal users by login."""
        ...

    def by_email(self, email: str) -> Sequence[OdooUser]:
        """Active internal users with this e-mail address or login, letter case apart."""
        ...

    def in_group(self, xml_id: str) -> Sequence[OdooUser]:
        """Active internal users of a group, also by implication. Raises `OdooMissing` for an unknown group."""
        ...

    def group_id(self, xml_id: str) -> int:
        """The id of a group. Raises `OdooMissing` when there is none of that name."""
        ...

    def manager_of(self, user_id: int) -> OdooUser | None:
        """The manager from `hr.employee`; None without HR, employee, manager or manager's user."""
        ...
