"""The people that Odoo knows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator

from bot.adapters.odoo.client import OdooClient
from bot.adapters.odoo.values import Named, Row, Text, like
from bot.domain.errors import OdooInvalid, OdooMissing
from bot.domain.people import OdooUser
from bot.domain.ports import Directory

_FIELDS = ["login", "name", "email", "partner_id", "active", "tz", "all_group_ids"]
_INTERNAL: list[Any] = [("share", "=", False), ("active", "=", True)]


class DirectoryRow(Row):
    """A user. `all_group_ids` holds the implied groups too."""

    id: int
    login: Text
    name: Text
    email: Text
    partner_id: Named
    active: bool
    tz: Annotated[str, BeforeValidator(lambda v: v or "UTC")]
    all_group_ids: frozenset[int]

    def user(self) -> OdooUser:
        """The user as the domain sees one."""
        return OdooUser(
            id=self.id,
            login=self.login,
            name=self.name,
            email=self.email.strip(),
            partner_id=self.partner_id.id,
            active=self.active,
            tz=self.tz,
            groups=self.all_group_ids,
        )


class OdooDirectory(Directory):
    """Users, groups and managers. All methods raise `OdooUnavailable` or `OdooDenied`; each costs 1 to 3 calls."""

    def __init__(self, client: OdooClient) -> None:
        self._client = client

    def users(self, ids: Collection[int]) -> Mapping[int, OdooUser]:
        """Users by id, inactive ones and those of the portal too."""
        found = self._read([("id", "in", sorted(set(ids))), ("active", "in", [True, False])]) if ids else []
        return {user.id: user for user in found}

    def by_login(self, logins: Collection[str]) -> Mapping[str, OdooUser]:
        """Active internal users by login, spelled exactly so."""
        found = self._read([("login", "in", sorted(set(logins))), *_INTERNAL]) if logins else []
        return {user.login: user for user in found}

    def by_email(self, email: str) -> Sequence[OdooUser]:
        """Active internal users with this e-mail address or login, letter case apart."""
        wanted = email.strip().casefold()
        if not wanted:
            return []
        pattern = like(wanted)
        found = self._read(["|", ("email", "=ilike", pattern), ("login", "=ilike", pattern), *_INTERNAL])
        return [user for user in found if wanted in {user.email.casefold(), user.login.casefold()}]

    def in_group(self, xml_id: str) -> Sequence[OdooUser]:
        """Active internal users of a group, also by implication. Raises `OdooMissing` for an unknown group."""
        return self._read([("all_group_ids", "in", [self.group_id(xml_id)]), *_INTERNAL])

    def group_id(self, xml_id: str) -> int:
        """The id of a group like `purchase.group_purchase_manager`. Raises `OdooMissing` when there is none."""
        module, dot, name = xml_id.partition(".")
        if not (module and dot and name):
            raise OdooMissing(f"{xml_id!r} is not the XML id of a group: it must be like module.name")
        try:
            model, group_id = self._client.call("ir.model.data", "check_object_reference", [module, name])
        except OdooInvalid as error:
            raise OdooMissing(f"Odoo has no group {xml_id!r}") from error
        if model != "res.groups" or not group_id:
            raise OdooMissing(f"Odoo has no group {xml_id!r}")
        return int(group_id)

    def manager_of(self, user_id: int) -> OdooUser | None:
        """The manager from HR, if an active internal user; None without HR, employee, manager or user."""
        domain = [("user_id", "=", user_id), ("parent_id.user_id", "!=", False)]
        specification: dict[str, Any] = {"parent_id": {"fields": {"user_id": {}}}}
        try:
            answer = self._client.call(
                "hr.employee.public", "web_search_read", [domain], {"specification": specification, "limit": 1}
            )
        except OdooInvalid:  # "Object hr.employee.public doesn't exist": HR is not installed
            return None
        ids = [row["parent_id"]["user_id"] for row in answer["records"]]
        found = self._read([("id", "in", ids), *_INTERNAL]) if ids else []
        return next(iter(found), None)

    def me(self) -> OdooUser:
        """The user that the bot itself is logged in as."""
        return self.users([self._client.uid])[self._client.uid]

    def _read(self, domain: list[Any]) -> list[OdooUser]:
        answer = self._client.call("res.users", "search_read", [domain], {"fields": _FIELDS, "order": "id"})
        return [DirectoryRow.model_validate(row).user() for row in answer]
