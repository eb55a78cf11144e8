"""Searching, sorting, nesting and grouping."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.odoo_driver import LINE, ORDER, Driver, OdooSays


def _all(odoo: Driver) -> list[dict[str, Any]]:
    names = ["name", "state", "amount_total", "partner_id", "user_id", "origin", "priority", "write_date", "order_line"]
    found: list[dict[str, Any]] = odoo.call("bot", ORDER, "search_read", [], names, order="id")
    return found


def empty_values_are_false_and_references_are_pairs(odoo: Driver) -> None:
    order = odoo.new_order(confirm=False)
    told = odoo.read(ORDER, order, "origin", "date_approve", "partner_id", "order_line", "priority", "receipt_status")
    assert (told["origin"], told["date_approve"], told["receipt_status"]) == (False, False, False)
    assert told["partner_id"] == [
        told["partner_id"][0],
        odoo.read("res.partner", told["partner_id"][0], "name")["name"],
    ]
    assert all(isinstance(line, int) for line in told["order_line"])
    assert told["priority"] == "0"


def conditions_mean_what_they_mean_in_plain_words(odoo: Driver) -> None:
    rows = _all(odoo)
    some, middle = rows[5], sorted(row["amount_total"] for row in rows)[len(rows) // 2]
    vendor = some["partner_id"]
    fragment = vendor[1][2:7].upper()
    for domain, wanted in (
        ([("state", "=", "to approve")], lambda r: r["state"] == "to approve"),
        ([("state", "!=", "to approve")], lambda r: r["state"] != "to approve"),
        ([("state", "in", ["draft", "cancel"])], lambda r: r["state"] in ("draft", "cancel")),
        ([("state", "not in", ["draft", "cancel"])], lambda r: r["state"] not in ("draft", "cancel")),
        ([("amount_total", ">", middle)], lambda r: r["amount_total"] > middle),
        ([("amount_total", "<=", middle)], lambda r: r["amount_total"] <= middle),
        ([("partner_id", "=", vendor[0])], lambda r: r["partner_id"] == vendor),
        ([("partner_id.name", "ilike", fragment)], lambda r: fragment.lower() in r["partner_id"][1].lower()),
        ([("partner_id", "child_of", vendor[0])], lambda r: r["partner_id"] == vendor),
        ([("origin", "=", False)], lambda r: r["origin"] is False),
        ([("origin", "!=", "nothing like it")], lambda r: True),
        ([("name", "=ilike", some["name"].lower())], lambda r: r["name"] == some["name"]),
        ([("name", "=ilike", "p%")], lambda r: True),
        ([("name", "=ilike", "P000__")], lambda r: r["name"].startswith("P000")),
        ([("name", "=ilike", "P000\\__")], lambda r: False),
        (["!", ("state", "=", "draft"), ("id", ">", 3)], lambda r: r["state"] != "draft" and r["id"] > 3),
        (["|", ("state", "=", "draft"), ("state", "=", "sent")], lambda r: r["state"] in ("draft", "sent")),
        (
            ["|", "&", ("state", "=", "draft"), ("priority", "=", "0"), ("priority", "=", "1")],
            lambda r: r["state"] == "draft" or r["priority"] == "1",
        ),
    ):
        found = odoo.call("bot", ORDER, "search", domain, order="id")
        assert found == [row["id"] for row in rows if wanted(row)], domain
        assert odoo.call("bot", ORDER, "search_count", domain) == len(found)


def orders_are_found_by_their_lines(odoo: Driver) -> None:
    found = odoo.call("bot", ORDER, "search", [("order_line.product_qty", ">", 100)])
    many = odoo.call("bot", LINE, "search_read", [("product_qty", ">", 100)], ["order_id"])
    assert set(found) == {line["order_id"][0] for line in many} != set()


def moments_are_compared_in_whole_seconds(odoo: Driver) -> None:
    order = odoo.new_order(confirm=False)
    moment, mine = odoo.order(order, "write_date"), ("id", "=", order)
    fits = {
        op: odoo.call("bot", ORDER, "search", [("write_date", op, moment), mine]) == [order]
        for op in ("<", "<=", ">", ">=")
    }
    assert fits == {"<": False, "<=": True, ">": False, ">=": True}
    assert len(moment) == len("2026-01-01 00:00:00")


def change_of_a_line_is_found_through_the_order(odoo: Driver) -> None:
    order = odoo.new_order()
    odoo.tick()
    odoo.call("buyer", LINE, "write", odoo.lines(order)[:1], {"sequence": 11})
    since = odoo.read(LINE, odoo.lines(order)[-1], "write_date")["write_date"]
    newest = max(odoo.read(LINE, line, "write_date")["write_date"] for line in odoo.lines(order))
    assert order in odoo.call("bot", ORDER, "search", [("order_line.write_date", ">=", newest)])
    assert order not in odoo.call("bot", ORDER, "search", [("write_date", ">=", newest)])
    assert since <= newest


def urgent_orders_come_first_then_the_newest(odoo: Driver) -> None:
    rows = sorted(_all(odoo), key=lambda r: (r["priority"], r["id"]), reverse=True)
    found = odoo.call("bot", ORDER, "search", [])
    assert found == [row["id"] for row in rows]
    assert odoo.call("bot", ORDER, "search", [], 2, 3) == found[2:5]


def lines_follow_their_orders(odoo: Driver) -> None:
    orders = odoo.call("bot", ORDER, "search", [])
    lines = odoo.call("bot", LINE, "search_read", [], ["order_id"])
    places = [orders.index(line["order_id"][0]) for line in lines]
    assert places == sorted(places)


def empty_dates_come_first_when_the_newest_do(odoo: Driver) -> None:
    rows = odoo.call("bot", LINE, "search_read", [], ["date_approve"], order="date_approve desc, id desc")
    without = [row["date_approve"] is False for row in rows]
    assert without == sorted(without, reverse=True)
    dates = [row["date_approve"] for row in rows if row["date_approve"]]
    assert dates == sorted(dates, reverse=True)


def nested_reading_follows_the_specification(odoo: Driver) -> None:
    order = odoo.seeded["foreign"]
    specification = {
        "name": {},
        "user_id": {},
        "partner_id": {"fields": {}},
        "currency_id": {"fields": {"name": {}, "decimal_places": {}}},
        "date_approve": {},
        "picking_ids": {},
        "order_line": {
            "fields": {"product_id": {"fields": {"display_name": {}}}, "product_uom_id": {"fields": {"factor": {}}}}
        },
    }
    answer = odoo.call("bot", ORDER, "web_search_read", [("id", "=", order)], specification)
    flat = odoo.read(ORDER, order, "name", "user_id", "partner_id", "currency_id", "order_line")
    (row,) = answer["records"]
    assert (answer["length"], row["id"], row["name"]) == (1, order, flat["name"])
    assert (row["user_id"], row["partner_id"]) == (flat["user_id"][0], {"id": flat["partner_id"][0]})
    assert (row["currency_id"]["name"], row["currency_id"]["decimal_places"]) == (flat["currency_id"][1], 2)
    assert (row["date_approve"], row["picking_ids"]) == (False, [])
    assert [line["id"] for line in row["order_line"]] == flat["order_line"]
    for line in row["order_line"]:
        product = odoo.read(LINE, line["id"], "product_id")["product_id"]
        assert [line["product_id"]["id"], line["product_id"]["display_name"]] == product
        assert line["product_uom_id"]["factor"] == 1.0
    assert odoo.call("bot", ORDER, "web_read", [order], specification) == answer["records"]


def length_of_a_page_is_counted_as_far_as_asked(odoo: Driver) -> None:
    total = odoo.call("bot", ORDER, "search_count", [])

    def length(**options: int) -> int:
        return int(odoo.call("bot", ORDER, "web_search_read", [], {"name": {}}, **options)["length"])

    assert (length(), length(limit=2), length(limit=2, count_limit=1), length(limit=2, count_limit=5)) == (
        total,
        total,
        2,
        5,
    )


def groups_count_and_sum(odoo: Driver) -> None:
    waiting = [row for row in _all(odoo) if row["state"] == "to approve"]
    domain = [("state", "=", "to approve")]
    groups = odoo.call("bot", ORDER, "formatted_read_group", domain, ["partner_id"], ["amount_total:sum", "__count"])
    vendors = sorted({(row["partner_id"][1], row["partner_id"][0]) for row in waiting})
    assert [group["partner_id"] for group in groups] == [[vendor, name] for name, vendor in vendors]
    for group in groups:
        of = [row["amount_total"] for row in waiting if row["partner_id"] == group["partner_id"]]
        assert (group["__count"], round(group["amount_total:sum"], 2)) == (len(of), round(sum(of), 2))
        assert group["__extra_domain"] == [["partner_id", "=", group["partner_id"][0]]]
    assert odoo.call("bot", ORDER, "formatted_read_group", [("id", "=", 0)], ["partner_id"], ["__count"]) == []
    (nothing,) = odoo.call("bot", ORDER, "formatted_read_group", [("id", "=", 0)], [], ["__count"])
    assert nothing == {"__extra_domain": [[1, "=", 1]], "__count": 0}
    older = odoo.call("bot", ORDER, "read_group", domain, ["amount_total:sum"], ["partner_id"])
    assert [(g["partner_id"], g["partner_id_count"]) for g in older] == [
        (g["partner_id"], g["__count"]) for g in groups
    ]
    assert older[0]["__domain"] == ["&", ["state", "=", "to approve"], ["partner_id", "=", groups[0]["partner_id"][0]]]


def stock_is_counted_by_warehouse(odoo: Driver) -> None:
    warehouses = odoo.call("bot", "stock.warehouse", "search", [])
    product = odoo.read(LINE, odoo.lines(odoo.seeded["ordinary"])[0], "product_id")["product_id"][0]
    names = ["qty_available", "virtual_available", "incoming_qty", "outgoing_qty"]

    def stock(**context: int) -> dict[str, float]:
        row: dict[str, float] = odoo.call("bot", "product.product", "read", [product], names, context=context)[0]
        return row

    parts = [stock(warehouse_id=warehouse) for warehouse in warehouses]
    assert len(warehouses) == 3
    assert sum(part["qty_available"] for part in parts) == stock()["qty_available"] > 0
    for part in parts:
        assert part["virtual_available"] == part["qty_available"] + part["incoming_qty"] - part["outgoing_qty"]


def approved_goods_are_forecast_in_their_warehouse(odoo: Driver) -> None:
    order = odoo.new_order()
    line = odoo.read(LINE, odoo.lines(order)[0], "product_id", "product_qty")
    kind = odoo.order(order, "picking_type_id")[0]
    warehouse = odoo.read("stock.picking.type", kind, "warehouse_id")["warehouse_id"][0]
    context = {"warehouse_id": warehouse}

    def forecast() -> float:
        product, names = [line["product_id"][0]], ["virtual_available"]
        return float(
            odoo.call("bot", "product.product", "read", product, names, context=context)[0]["virtual_available"]
        )

    before = forecast()
    odoo.call("approver", ORDER, "button_approve", [order])
    assert forecast() == before + line["product_qty"]


def punctual_vendors_are_told_from_late_ones(odoo: Driver) -> None:
    rates = {
        part: odoo.read("res.partner", odoo.order(odoo.seeded[part], "partner_id")[0], "on_time_rate")["on_time_rate"]
        for part in ("large", "risky")
    }
    assert 0 <= rates["risky"] < rates["large"] <= 100
    assert odoo.read("res.partner", odoo.order(odoo.seeded["risky"], "partner_id")[0], "category_id")["category_id"]
    people = odoo.read("res.users", odoo.uid("buyer"), "partner_id")["partner_id"][0]
    assert odoo.read("res.partner", people, "on_time_rate")["on_time_rate"] == -1


def managers_are_those_of_hr(odoo: Driver) -> None:
    domain = [("user_id", "=", odoo.uid("buyer")), ("parent_id.user_id", "!=", False)]
    specification = {"parent_id": {"fields": {"user_id": {}}}}
    answer = odoo.call("bot", "hr.employee.public", "web_search_read", domain, specification, limit=1)
    assert [row["parent_id"]["user_id"] for row in answer["records"]] == [odoo.uid("approver")]
    below = [("parent_id", "child_of", answer["records"][0]["parent_id"]["id"]), ("user_id", "=", odoo.uid("buyer"))]
    assert odoo.call("bot", "hr.employee.public", "search_count", below) == 1


def groups_hold_by_implication(odoo: Driver) -> None:
    def group(xml_id: str) -> int:
        return int(odoo.call("stranger", "ir.model.data", "check_object_reference", "purchase", xml_id)[1])

    user, manager = group("group_purchase_user"), group("group_purchase_manager")
    groups = odoo.read("res.users", odoo.uid("approver"), "all_group_ids", "group_ids", "share")
    assert {user, manager} <= set(groups["all_group_ids"])
    assert user not in groups["group_ids"]
    assert groups["share"] is False
    found = odoo.call("stranger", "res.users", "search", [("all_group_ids", "in", [user])])
    assert {odoo.uid("buyer"), odoo.uid("approver")} <= set(found)
    assert odoo.uid("stranger") not in found
    found = odoo.call("stranger", "res.users", "search", [("all_group_ids", "in", [manager])])
    assert odoo.uid("buyer") not in found


def xml_ids_are_told_to_everybody(odoo: Driver) -> None:
    model, _ = odoo.call("stranger", "ir.model.data", "check_object_reference", "purchase", "mt_rfq_confirmed")
    assert model == "mail.message.subtype"
    with pytest.raises(OdooSays, match=r"^External ID not found in the system: purchase\.nono$"):
        odoo.call("stranger", "ir.model.data", "check_object_reference", "purchase", "nono")


def company_says_from_which_amount_approval_is_needed(odoo: Driver) -> None:
    company = odoo.order(odoo.seeded["ordinary"], "company_id")[0]
    names = ["po_double_validation", "po_double_validation_amount", "po_lock", "currency_id"]
    (told,) = odoo.call("stranger", "res.company", "read", [company], names)
    assert (told["po_double_validation"], told["po_double_validation_amount"], told["po_lock"]) == (
        "two_step",
        5000.0,
        "edit",
    )


CASES = (
    empty_values_are_false_and_references_are_pairs,
    conditions_mean_what_they_mean_in_plain_words,
    orders_are_found_by_their_lines,
    moments_are_compared_in_whole_seconds,
    change_of_a_line_is_found_through_the_order,
    urgent_orders_come_first_then_the_newest,
    lines_follow_their_orders,
    empty_dates_come_first_when_the_newest_do,
    nested_reading_follows_the_specification,
    length_of_a_page_is_counted_as_far_as_asked,
    groups_count_and_sum,
    stock_is_counted_by_warehouse,
    approved_goods_are_forecast_in_their_warehouse,
    punctual_vendors_are_told_from_late_ones,
    managers_are_those_of_hr,
    groups_hold_by_implication,
    xml_ids_are_told_to_everybody,
    company_says_from_which_amount_approval_is_needed,
)
