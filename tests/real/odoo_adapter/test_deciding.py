"""Approving, cancelling, notes and activities on the real Odoo 19, read back each time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.domain.errors import OdooInvalid, OdooMissing
from bot.domain.orders import OrderState
from tests.real.odoo_adapter.desk import Desk, seeded
from tests.real.odoo_server import OdooServer

pytestmark = pytest.mark.odoo


def test_approval_is_read_back_with_name_and_time(odoo: OdooServer, desk: Desk, new_order: Any) -> None:
    order = new_order()
    started = datetime.now(UTC).replace(microsecond=0)
    assert desk.orders.heads([order])[order].approved_by is None
    desk.approver.approve(order)
    head = desk.orders.heads([order])[order]
    assert head.state is OrderState.PURCHASE
    assert head.approved_by is not None
    assert head.approved_by.id == odoo.records["users"]["procurebot-approve"]["id"]
    assert head.approved_at is not None
    assert started <= head.approved_at <= datetime.now(UTC)


def test_second_approval_does_not_rename_the_first(odoo: OdooServer, desk: Desk, new_order: Any) -> None:
    order = new_order()
    Desk(odoo, "maya").approver.approve(order)
    desk.approver.approve(order)
    approved_by = desk.orders.heads([order])[order].approved_by
    assert approved_by is not None
    assert approved_by.name == "Maya Lindqvist"


def test_forged_approval_message_is_not_believed(odoo: OdooServer, desk: Desk, new_order: Any) -> None:
    order = new_order()
    desk.approver.approve(order)
    true = desk.orders.heads([order])[order].approved_by
    maya = odoo.records["users"]["maya"]["partner_id"]
    odoo.execute(
        "bella", "purchase.order", "message_post", [order],
        body="Approved", subtype_xmlid="purchase.mt_rfq_approved", author_id=maya, message_type="comment",
    )  # fmt: skip
    assert desk.orders.heads([order])[order].approved_by == true


def test_approval_by_somebody_who_may_not_changes_nothing(odoo: OdooServer, new_order: Any) -> None:
    order, buyer = new_order(), Desk(odoo, "bella")
    buyer.approver.approve(order)
    assert buyer.orders.heads([order])[order].state is OrderState.TO_APPROVE


def test_cancelling_is_read_back(desk: Desk, new_order: Any) -> None:
    order = new_order()
    desk.approver.cancel(order)
    assert desk.orders.heads([order])[order].state is OrderState.CANCEL


def test_locked_order_refuses_to_be_cancelled(odoo: OdooServer, desk: Desk) -> None:
    with pytest.raises(OdooInvalid, match="unlock"):
        desk.approver.cancel(seeded(odoo, "open_locked"))


def test_missing_order_is_missing(desk: Desk) -> None:
    with pytest.raises(OdooMissing):
        desk.approver.approve(999_999)


def test_note_keeps_lines_and_is_harmless(odoo: OdooServer, desk: Desk, new_order: Any) -> None:
    order = new_order()
    desk.approver.note(order, 'Approved by Maya <b>"L"</b> & Co\nReference A%1_b')
    body = odoo.notes(order)[-1]
    assert "<b>" not in body
    assert "&lt;b&gt;" in body
    assert "<br" in body
    found = [
        desk.approver.has_note(order, text) for text in ("A%1_b", "a%1_b", '<b>"L"</b> & Co', "A%", "AA1bb", "A_1")
    ]
    assert found == [True, True, True, True, False, False]


def test_note_is_internal_and_tells_nobody(odoo: OdooServer, desk: Desk, new_order: Any) -> None:
    order = new_order()
    desk.approver.note(order, "For the file")
    domain = [("model", "=", "purchase.order"), ("res_id", "=", order)]
    newest = odoo.execute(
        "admin", "mail.message", "search_read", domain, ["subtype_id", "notified_partner_ids", "author_id"],
        order="id desc", limit=1,
    )[0]  # fmt: skip
    subtype = odoo.read("mail.message.subtype", newest["subtype_id"][0], "internal")
    assert subtype["internal"] is True
    assert newest["notified_partner_ids"] == []
    assert newest["author_id"][0] == odoo.records["users"]["procurebot-approve"]["partner_id"]


def test_activity_is_planned_and_finished_once(odoo: OdooServer, desk: Desk, new_order: Any) -> None:
    order, maya = new_order(), odoo.records["users"]["maya"]["id"]
    activity = desk.approver.assign(order, maya, "Mend it", "Odoo said <no>", date(2026, 12, 1))
    planned = odoo.read("mail.activity", activity, "user_id", "summary", "date_deadline", "res_id", "note")
    assert (planned["user_id"][0], planned["summary"], planned["res_id"]) == (maya, "Mend it", order)
    assert planned["date_deadline"] == "2026-12-01"
    assert "&lt;no&gt;" in planned["note"]
    desk.approver.finish(activity, "Mended")
    notes = len(odoo.notes(order))
    desk.approver.finish(activity, "Mended")
    desk.approver.finish(999_999, "Never was")
    assert len(odoo.notes(order)) == notes
    assert odoo.read("purchase.order", order, "activity_ids")["activity_ids"] == []
