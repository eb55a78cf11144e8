"""Users, groups and managers of the real Odoo 19."""

from __future__ import annotations

import pytest

from bot.domain.errors import OdooMissing
from tests.real.odoo_adapter.desk import Desk
from tests.real.odoo_server import OdooServer

pytestmark = pytest.mark.odoo
APPROVERS = {"maya", "omar", "fiona", "procurebot-approve"}


def test_approver_group_is_that_of_the_seed(desk: Desk) -> None:
    found = desk.directory.in_group("purchase.group_purchase_manager")
    assert {user.login for user in found} - {"admin"} == APPROVERS
    group = desk.directory.group_id("purchase.group_purchase_manager")
    assert all(group in user.groups for user in found)


def test_implied_group_counts(desk: Desk) -> None:
    users = {user.login for user in desk.directory.in_group("purchase.group_purchase_user")}
    assert users >= APPROVERS | {"bella", "ben"}
    assert "rosa" not in users


@pytest.mark.parametrize("name", ["purchase.no_such_group", "nonsense", "", "base.main_company", ".", "no.module.x"])
def test_unknown_group_is_missing(desk: Desk, name: str) -> None:
    with pytest.raises(OdooMissing):
        desk.directory.group_id(name)


def test_people_are_found_by_id_login_and_mail(odoo: OdooServer, desk: Desk) -> None:
    maya = odoo.records["users"]["maya"]
    by_id = desk.directory.users([maya["id"]])[maya["id"]]
    assert (by_id.login, by_id.name, by_id.partner_id) == ("maya", maya["name"], maya["partner_id"])
    assert (by_id.email, by_id.tz) == ("maya@northgate.example", "America/New_York")
    assert desk.directory.by_login(["maya", "nobody"]) == {"maya": by_id}
    assert list(desk.directory.by_email(" Maya@Northgate.EXAMPLE")) == [by_id]
    assert [*desk.directory.by_email("m%@northgate.example"), *desk.directory.by_email("")] == []


def test_the_bot_knows_itself(odoo: OdooServer, desk: Desk) -> None:
    assert desk.directory.me().login == "procurebot-approve"
    assert desk.client.uid == odoo.records["users"]["procurebot-approve"]["id"]


def test_manager_is_the_one_of_hr(odoo: OdooServer, desk: Desk) -> None:
    ids = {login: user["id"] for login, user in odoo.records["users"].items()}
    managers = {login: desk.directory.manager_of(ids[login]) for login in ("bella", "maya", "fiona", "procurebot")}
    assert {login: manager and manager.login for login, manager in managers.items()} == {
        "bella": "maya",
        "maya": "fiona",
        "fiona": None,
        "procurebot": None,
    }


def test_archived_and_portal_users_are_not_offered(odoo: OdooServer, desk: Desk) -> None:
    portal = odoo.execute("admin", "ir.model.data", "check_object_reference", "base", "group_portal")[1]
    made = odoo.execute(
        "admin", "res.users", "create",
        [
            {"name": "Vendor V", "login": "v@x.example", "email": "v@x.example", "group_ids": [(6, 0, [portal])]},
            {"name": "Gone G", "login": "g@x.example", "email": "g@x.example"},
        ],
    )  # fmt: skip
    try:
        odoo.execute("admin", "res.users", "write", made[1:], {"active": False})
        assert [*desk.directory.by_email("v@x.example"), *desk.directory.by_email("g@x.example")] == []
        assert desk.directory.by_login(["v@x.example", "g@x.example"]) == {}
        assert {user.name: user.active for user in desk.directory.users(made).values()} == {
            "Vendor V": True,
            "Gone G": False,
        }
    finally:
        odoo.execute("admin", "res.users", "unlink", made)
