"""Who is let in, and how Odoo words a refusal."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.contract.odoo_driver import LINE, ORDER, Driver, OdooSays


def version_is_told_without_login(odoo: Driver) -> None:
    told = odoo.rpc("common", "version")
    assert told["server_serie"] == "19.0"
    assert told["server_version_info"][:2] == [19, 0]
    assert set(told) == {"server_version", "server_version_info", "server_serie", "protocol_version"}
    assert odoo.get("/web/version")["version_info"][:2] == [19, 0]
    assert odoo.get("/web/health") == {"status": "pass"}


def wrong_key_is_false_at_login(odoo: Driver) -> None:
    login = odoo.people["buyer"]
    assert odoo.rpc("common", "login", odoo.db, login, "wrong") is False
    assert odoo.rpc("common", "login", odoo.db, "nobody", odoo.keys[login]) is False
    assert odoo.rpc("common", "authenticate", odoo.db, login, odoo.keys[login], {}) == odoo.uid("buyer")


def wrong_key_is_access_denied_in_a_call(odoo: Driver) -> None:
    with pytest.raises(OdooSays, match=r"^Access Denied$") as said:
        odoo.rpc("object", "execute_kw", odoo.db, odoo.uid("buyer"), "wrong", "res.users", "context_get", [], {})
    assert said.value.name == "odoo.exceptions.AccessDenied"


def key_of_another_is_access_denied(odoo: Driver) -> None:
    key = odoo.keys[odoo.people["buyer"]]
    with pytest.raises(OdooSays, match="Access Denied"):
        odoo.rpc("object", "execute_kw", odoo.db, odoo.uid("approver"), key, "res.users", "context_get", [], {})


def unknown_database_is_an_error_of_postgres(odoo: Driver) -> None:
    with pytest.raises(OdooSays, match='database "no_such_db" does not exist') as said:
        odoo.rpc("common", "login", "no_such_db", "a", "b")
    assert said.value.name == "psycopg2.OperationalError"


def errors_have_one_shape(odoo: Driver) -> None:
    with pytest.raises(OdooSays) as said:
        odoo.call("bot", ORDER, "no_method", [])
    error = said.value.error
    assert set(error) == {"code", "message", "data"}
    assert (error["code"], error["message"]) == (0, "Odoo Server Error")
    assert set(error["data"]) == {"name", "message", "arguments", "context", "debug"}
    assert (error["data"]["arguments"], error["data"]["context"]) == ([error["data"]["message"]], {})
    assert "Traceback" in error["data"]["debug"]


_SENSELESS: tuple[tuple[str, str, tuple[Any, ...], dict[str, Any], str, str], ...] = (
    ("no.model", "search", ([],), {}, "odoo.exceptions.UserError", "Object no.model doesn't exist"),
    (ORDER, "no_method", ([],), {}, "builtins.AttributeError", "The method 'purchase.order.no_method' does not exist"),
    (
        ORDER, "_approval_allowed", ([1],), {}, "odoo.exceptions.AccessError",
        "Private methods (such as 'purchase.order._approval_allowed') cannot be called remotely.",
    ),
    (
        ORDER, "search", ([("nofield", "=", 1)],), {}, "builtins.ValueError",
        "Invalid field purchase.order.nofield in condition ('nofield', '=', 1)",
    ),
    (
        ORDER, "search", ([("partner_id.nofield", "=", 1)],), {}, "builtins.ValueError",
        "Invalid field res.partner.nofield in condition ('nofield', '=', 1)",
    ),
    (ORDER, "search_read", ([], ["nofield"]), {}, "builtins.ValueError", "Invalid field 'nofield' on 'purchase.order'"),
    (
        ORDER, "web_search_read", ([], {"partner_id": {"fields": {"nofield": {}}}}), {"limit": 1},
        "builtins.ValueError", "Invalid field 'nofield' on 'res.partner'",
    ),
    (
        ORDER, "search", ([],), {"order": "nofield desc"}, "builtins.ValueError",
        "Invalid field 'nofield' on model 'purchase.order'",
    ),
    (
        ORDER, "formatted_read_group", ([], ["nofield"], ["__count"]), {}, "builtins.ValueError",
        "Invalid field 'nofield' on model 'purchase.order'",
    ),
    (
        LINE, "search", ([("price_unit_discounted", "=", 1)],), {}, "builtins.ValueError",
        "Cannot convert purchase.order.line.price_unit_discounted to SQL because it is not stored",
    ),
    (
        ORDER, "search", ([("id", "~", 1)],), {}, "builtins.ValueError",
        "Invalid operator in condition ('id', '~', 1)",
    ),
    (
        ORDER, "search", (["|", ("id", "=", 1)],), {}, "builtins.ValueError",
        "Domain() malformed domain ['|', ['id', '=', 1]]",
    ),
    (ORDER, "search", ([("id", "=")],), {}, "builtins.ValueError", "Domain() invalid item in domain: ['id', '=']"),
    (
        ORDER, "button_approve", ([1],), {"foo": 1}, "builtins.TypeError",
        "PurchaseOrder.button_approve() got an unexpected keyword argument 'foo'",
    ),
    (
        ORDER, "search", ([],), {"foo": 1}, "builtins.TypeError",
        "BaseModel.search() got an unexpected keyword argument 'foo'",
    ),
    (ORDER, "create", ({"nofield": 1},), {}, "builtins.ValueError", "Invalid field 'nofield' in 'purchase.order'"),
)  # fmt: skip


def calls_without_sense_are_refused_in_odoos_words(odoo: Driver) -> None:
    for model, method, args, kwargs, name, message in _SENSELESS:
        with pytest.raises(OdooSays) as said:
            odoo.call("bot", model, method, *args, **kwargs)
        assert (said.value.name, str(said.value)) == (name, message)


def records_that_are_gone_are_missing_to_writers_only(odoo: Driver) -> None:
    assert odoo.call("bot", ORDER, "read", [999_999], ["name"]) == []
    assert odoo.call("bot", ORDER, "web_read", [999_999], {"name": {}}) == []
    message = f"Record does not exist or has been deleted.\n(Record: purchase.order(999999,), User: {odoo.uid('bot')})"
    for method in ("button_approve", "button_cancel", "button_confirm"):
        with pytest.raises(OdooSays, match=re.escape(message)) as said:
            odoo.call("bot", ORDER, method, [999_999])
        assert said.value.name == "odoo.exceptions.MissingError"
    for method, values in (("write", {"origin": "x"}), ("message_post", {})):
        with pytest.raises(OdooSays, match=re.escape(message)):
            odoo.call("bot", ORDER, method, [999_999], *([values] if values else []))


def company_that_is_not_the_users_is_refused(odoo: Driver) -> None:
    context = {"allowed_company_ids": [999_999]}
    with pytest.raises(OdooSays) as said:
        odoo.call("bot", ORDER, "search", [], context=context)
    assert said.value.name == "odoo.exceptions.AccessError"


def context_names_language_and_zone(odoo: Driver) -> None:
    told = odoo.call("buyer", "res.users", "context_get")
    assert (told["uid"], told["lang"]) == (odoo.uid("buyer"), "en_US")
    assert set(told) == {"lang", "tz", "uid"}


def archived_user_is_out_at_once(odoo: Driver) -> None:
    made = odoo.call("administrator", "res.users", "create", [{"name": "Gone G", "login": "gone@x.example"}])
    try:
        odoo.call("administrator", "res.users", "write", made, {"active": False})
        assert odoo.call("bot", "res.users", "search", [("login", "=", "gone@x.example")]) == []
        both = [("login", "=", "gone@x.example"), ("active", "in", [True, False])]
        assert odoo.call("bot", "res.users", "search", both) == made
    finally:
        odoo.call("administrator", "res.users", "unlink", made)


CASES = (
    version_is_told_without_login,
    wrong_key_is_false_at_login,
    wrong_key_is_access_denied_in_a_call,
    key_of_another_is_access_denied,
    unknown_database_is_an_error_of_postgres,
    errors_have_one_shape,
    calls_without_sense_are_refused_in_odoos_words,
    records_that_are_gone_are_missing_to_writers_only,
    company_that_is_not_the_users_is_refused,
    context_names_language_and_zone,
    archived_user_is_out_at_once,
)
