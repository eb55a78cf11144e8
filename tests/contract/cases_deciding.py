"""Confirming, approving and cancelling: what Odoo does, and what it does not check."""

from __future__ import annotations

import pytest

from tests.contract.odoo_driver import LINE, ORDER, Driver, OdooSays


def _events(odoo: Driver, order: int) -> list[tuple[str, int]]:
    """Odoo's own messages about the state: what, and who."""
    return [
        (message["subtype_id"][1], message["create_uid"][0])
        for message in odoo.messages(order)
        if message["subtype_id"][1].startswith("RFQ")
    ]


def copy_is_a_draft_with_the_same_lines_and_a_new_number(odoo: Driver) -> None:
    order, source = odoo.new_order(confirm=False), odoo.seeded["ordinary"]
    assert odoo.order(order, "state") == "draft"
    assert odoo.order(order, "name") != odoo.order(source, "name")
    assert odoo.order(order, "amount_total") == odoo.order(source, "amount_total")
    assert odoo.order(order, "create_uid")[0] == odoo.uid("buyer")
    assert odoo.messages(order)[0]["body"] == "<p>Purchase Order created</p>"


def buyer_over_the_limit_must_wait(odoo: Driver) -> None:
    order = odoo.new_order(confirm=False)
    assert odoo.call("buyer", ORDER, "button_confirm", [order]) is True
    assert odoo.order(order, "state") == "to approve"
    assert odoo.order(order, "picking_ids") == []
    assert _events(odoo, order) == [("RFQ Confirmed", odoo.uid("buyer"))]


def exactly_the_limit_must_wait_and_a_cent_less_must_not(odoo: Driver) -> None:
    for price, state in ((5000.00, "to approve"), (4999.99, "purchase")):
        order = odoo.new_order(confirm=False)
        keep, *rest = odoo.lines(order)
        odoo.call("buyer", LINE, "unlink", rest)
        odoo.call("buyer", LINE, "write", [keep], {"product_qty": 1, "price_unit": price})
        odoo.call("buyer", ORDER, "button_confirm", [order])
        assert odoo.order(order, "state") == state


def limit_is_counted_in_the_companys_currency(odoo: Driver) -> None:
    order = odoo.new_order("foreign", confirm=False)
    keep, *rest = odoo.lines(order)
    odoo.call("buyer", LINE, "unlink", rest)
    rate = odoo.order(order, "currency_rate")
    odoo.call("buyer", LINE, "write", [keep], {"product_qty": 1, "price_unit": round(5000 * rate, 2) - 0.01})
    odoo.call("buyer", ORDER, "button_confirm", [order])
    assert (rate < 1, odoo.order(order, "state")) == (True, "purchase")


def administrator_of_purchasing_confirms_without_waiting(odoo: Driver) -> None:
    order = odoo.new_order(confirm=False)
    odoo.call("approver", ORDER, "button_confirm", [order])
    assert odoo.order(order, "state") == "purchase"
    assert _events(odoo, order) == [("RFQ Confirmed", odoo.uid("approver"))]


def confirming_anything_but_a_draft_does_nothing(odoo: Driver) -> None:
    order = odoo.new_order()
    before = len(odoo.messages(order))
    assert odoo.call("approver", ORDER, "button_confirm", [order]) is True
    assert (odoo.order(order, "state"), len(odoo.messages(order))) == ("to approve", before)


def approval_makes_a_receipt_and_names_who(odoo: Driver) -> None:
    order = odoo.new_order()
    assert odoo.call("approver", ORDER, "button_approve", [order]) == {}
    told = odoo.read(ORDER, order, "state", "date_approve", "receipt_status", "locked", "picking_ids", "name")
    assert (told["state"], told["receipt_status"], told["locked"]) == ("purchase", "pending", False)
    assert told["date_approve"]
    assert _events(odoo, order)[-1] == ("RFQ Approved", odoo.uid("approver"))
    picking = odoo.read("stock.picking", told["picking_ids"][0], "state", "origin", "purchase_id")
    assert (picking["state"], picking["origin"], picking["purchase_id"][0]) == ("assigned", told["name"], order)
    asked = [odoo.read(LINE, line, "product_qty")["product_qty"] for line in odoo.lines(order)]
    moves = odoo.call(
        "administrator", "stock.move", "search_read", [("purchase_line_id.order_id", "=", order)], ["product_uom_qty"]
    )
    assert sorted(move["product_uom_qty"] for move in moves) == sorted(asked)


def approving_messages_are_odoos_own(odoo: Driver) -> None:
    order = odoo.new_order()
    odoo.call("approver", ORDER, "button_approve", [order])
    newest = odoo.messages(order)[-1]
    assert (newest["message_type"], newest["body"]) == ("notification", "")


def approval_by_somebody_who_may_not_says_nothing_and_does_nothing(odoo: Driver) -> None:
    order = odoo.new_order()
    before = odoo.messages(order)
    assert odoo.call("buyer", ORDER, "button_approve", [order]) == {}
    assert odoo.order(order, "state") == "to approve"
    assert odoo.messages(order) == before


def second_approval_changes_nothing_but_the_date(odoo: Driver) -> None:
    order = odoo.new_order()
    odoo.call("approver", ORDER, "button_approve", [order])
    first, messages, receipts = (
        odoo.order(order, "date_approve"), odoo.messages(order), odoo.order(order, "picking_ids"),
    )  # fmt: skip
    odoo.tick()
    assert odoo.call("second approver", ORDER, "button_approve", [order]) == {}
    assert odoo.order(order, "date_approve") > first
    assert (odoo.messages(order), odoo.order(order, "picking_ids")) == (messages, receipts)


def approval_looks_at_no_state(odoo: Driver) -> None:
    draft = odoo.new_order(confirm=False)
    odoo.call("approver", ORDER, "button_approve", [draft])
    cancelled = odoo.new_order()
    odoo.call("buyer", ORDER, "button_cancel", [cancelled])
    odoo.call("approver", ORDER, "button_approve", [cancelled])
    for order in (draft, cancelled):
        assert (odoo.order(order, "state"), odoo.order(order, "receipt_status")) == ("purchase", "pending")
        assert _events(odoo, order)[-1] == ("RFQ Confirmed", odoo.uid("approver"))


def services_are_never_received(odoo: Driver) -> None:
    order = odoo.new_order("service")
    odoo.call("approver", ORDER, "button_approve", [order])
    told = odoo.read(ORDER, order, "state", "picking_ids", "receipt_status", "invoice_status")
    assert (told["state"], told["picking_ids"], told["receipt_status"]) == ("purchase", [], False)
    assert told["invoice_status"] == "to invoice"


def cancelling_takes_the_receipt_along(odoo: Driver) -> None:
    order = odoo.new_order()
    odoo.call("approver", ORDER, "button_approve", [order])
    assert odoo.call("buyer", ORDER, "button_cancel", [order]) is None
    told = odoo.read(ORDER, order, "state", "picking_ids", "receipt_status")
    assert (told["state"], told["receipt_status"]) == ("cancel", False)
    assert odoo.read("stock.picking", told["picking_ids"][0], "state")["state"] == "cancel"


def locked_order_cannot_be_cancelled(odoo: Driver) -> None:
    order = odoo.seeded["locked"]
    shown = odoo.order(order, "display_name")
    with pytest.raises(OdooSays) as said:
        odoo.call("bot", ORDER, "button_cancel", [order])
    assert said.value.name == "odoo.exceptions.UserError"
    assert str(said.value) == f"Unable to cancel purchase order(s): {shown}. You must first unlock them."


def billed_order_cannot_be_cancelled(odoo: Driver) -> None:
    order = odoo.seeded["billed"]
    with pytest.raises(OdooSays) as said:
        odoo.call("bot", ORDER, "button_cancel", [order])
    shown = odoo.order(order, "display_name")
    expected = f"Unable to cancel purchase order(s): {shown}. You must first cancel their related vendor bills."
    assert (said.value.name, str(said.value)) == ("odoo.exceptions.UserError", expected)


def unlocked_order_can_be_cancelled(odoo: Driver) -> None:
    order = odoo.new_order()
    odoo.call("approver", ORDER, "button_approve", [order])
    assert odoo.call("approver", ORDER, "button_lock", [order]) is None
    assert odoo.order(order, "locked") is True
    assert odoo.call("approver", ORDER, "button_unlock", [order]) is None
    odoo.call("approver", ORDER, "button_cancel", [order])
    assert odoo.order(order, "state") == "cancel"


def back_to_draft_from_anything(odoo: Driver) -> None:
    order = odoo.new_order()
    assert odoo.call("buyer", ORDER, "button_draft", [order]) == {}
    assert odoo.order(order, "state") == "draft"


def only_cancelled_orders_are_deleted(odoo: Driver) -> None:
    order = odoo.new_order()
    odoo.call("bot", ORDER, "message_post", [order], body="x")
    with pytest.raises(OdooSays, match=r"^In order to delete a purchase order, you must cancel it first\.$"):
        odoo.call("buyer", ORDER, "unlink", [order])
    odoo.call("buyer", ORDER, "button_cancel", [order])
    assert odoo.call("buyer", ORDER, "unlink", [order]) is True
    assert odoo.messages(order) == []
    with pytest.raises(OdooSays, match="does not exist or has been deleted"):
        odoo.call("buyer", ORDER, "unlink", [order])


def buyer_may_write_the_state_and_skip_approval_and_receipt(odoo: Driver) -> None:
    order = odoo.new_order()
    odoo.call("buyer", ORDER, "write", [order], {"state": "purchase"})
    assert (odoo.order(order, "state"), odoo.order(order, "picking_ids")) == ("purchase", [])
    odoo.call("buyer", ORDER, "write", [order], {"state": "draft"})


def internal_user_may_not_touch_orders(odoo: Driver) -> None:
    order = odoo.seeded["ordinary"]
    for method, args in (("search", ([],)), ("read", ([order], ["name"])), ("button_approve", ([order],))):
        with pytest.raises(OdooSays) as said:
            odoo.call("stranger", ORDER, method, *args)
        assert said.value.name == "odoo.exceptions.AccessError"
        assert str(said.value).startswith(
            "You are not allowed to access 'Purchase Order' (purchase.order) records.\n\n"
        )
        assert "\n\t- Purchase/Administrator\n\t- Purchase/User\n" in str(said.value)


def warehouse_reads_orders_and_changes_none(odoo: Driver) -> None:
    assert odoo.call("warehouse", ORDER, "search_count", []) > 10
    with pytest.raises(OdooSays, match=r"^You are not allowed to modify 'Purchase Order' \(purchase\.order\) records"):
        odoo.call("warehouse", ORDER, "write", [odoo.seeded["ordinary"]], {"origin": "x"})
    with pytest.raises(OdooSays, match=r"^You are not allowed to create 'Purchase Order' \(purchase\.order\) records"):
        odoo.call("warehouse", ORDER, "create", [{"partner_id": 1}])


CASES = (
    copy_is_a_draft_with_the_same_lines_and_a_new_number,
    buyer_over_the_limit_must_wait,
    exactly_the_limit_must_wait_and_a_cent_less_must_not,
    limit_is_counted_in_the_companys_currency,
    administrator_of_purchasing_confirms_without_waiting,
    confirming_anything_but_a_draft_does_nothing,
    approval_makes_a_receipt_and_names_who,
    approving_messages_are_odoos_own,
    approval_by_somebody_who_may_not_says_nothing_and_does_nothing,
    second_approval_changes_nothing_but_the_date,
    approval_looks_at_no_state,
    services_are_never_received,
    cancelling_takes_the_receipt_along,
    locked_order_cannot_be_cancelled,
    billed_order_cannot_be_cancelled,
    unlocked_order_can_be_cancelled,
    back_to_draft_from_anything,
    only_cancelled_orders_are_deleted,
    buyer_may_write_the_state_and_skip_approval_and_receipt,
    internal_user_may_not_touch_orders,
    warehouse_reads_orders_and_changes_none,
)
