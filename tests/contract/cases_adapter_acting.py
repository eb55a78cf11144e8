"""The bot's own adapter acting: decisions, notes, activities, people, and failures in our words."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.errors import OdooDenied, OdooInvalid, OdooMissing, OdooUnavailable
from bot.domain.orders import OrderState
from tests.contract.odoo_driver import ORDER, Driver

MANAGERS = "purchase.group_purchase_manager"


def approval_is_read_back_with_name_and_time(odoo: Driver) -> None:
    desk, order = odoo.adapter(), odoo.new_order()
    started = odoo.now().replace(microsecond=0)
    assert desk.orders.heads([order])[order].approved_by is None
    desk.approver.approve(order)
    head = desk.orders.heads([order])[order]
    assert head.state is OrderState.PURCHASE
    assert head.approved_by is not None
    assert head.approved_by.id == odoo.uid("bot")
    assert head.approved_at is not None
    assert started <= head.approved_at <= odoo.now()


def forged_approval_is_not_believed(odoo: Driver) -> None:
    desk, order = odoo.adapter(), odoo.new_order()
    desk.approver.approve(order)
    true = desk.orders.heads([order])[order].approved_by
    somebody = odoo.read("res.users", odoo.uid("approver"), "partner_id")["partner_id"][0]
    odoo.call(
        "buyer", ORDER, "message_post", [order],
        body="Approved", subtype_xmlid="purchase.mt_rfq_approved", author_id=somebody, message_type="comment",
    )  # fmt: skip
    assert desk.orders.heads([order])[order].approved_by == true


def approval_by_a_buyer_changes_nothing(odoo: Driver) -> None:
    desk, order = odoo.adapter("buyer"), odoo.new_order()
    desk.approver.approve(order)
    assert desk.orders.heads([order])[order].state is OrderState.TO_APPROVE


def cancelling_is_read_back_and_refused_where_odoo_refuses(odoo: Driver) -> None:
    desk, order = odoo.adapter(), odoo.new_order()
    desk.approver.cancel(order)
    assert desk.orders.heads([order])[order].state is OrderState.CANCEL
    with pytest.raises(OdooInvalid, match="unlock"):
        desk.approver.cancel(odoo.seeded["locked"])
    with pytest.raises(OdooMissing):
        desk.approver.approve(999_999)


def note_keeps_its_lines_and_is_found_again(odoo: Driver) -> None:
    desk, order = odoo.adapter(), odoo.new_order()
    desk.approver.note(order, 'Approved by <b>"L"</b> & Co\nReference A%1_b')
    body = odoo.messages(order)[-1]["body"]
    assert "<b>" not in body
    assert "<br>" in body
    texts = ("A%1_b", "a%1_b", '<b>"L"</b> & Co', "A%", "AA1bb", "A_1")
    assert [desk.approver.has_note(order, text) for text in texts] == [True, True, True, True, False, False]


def activity_is_finished_once(odoo: Driver) -> None:
    desk, order = odoo.adapter(), odoo.new_order()
    activity = desk.approver.assign(order, odoo.uid("approver"), "Mend it", "Odoo said <no>", date(2031, 12, 1))
    assert "&lt;no&gt;" in odoo.read("mail.activity", activity, "note")["note"]
    assert desk.approver.assign(order, odoo.uid("buyer"), "Mend it", "again", date(2031, 12, 1)) == activity
    assert desk.approver.assign(order, odoo.uid("approver"), "Mend that", "", date(2031, 12, 1)) != activity
    desk.approver.finish(activity, "Mended")
    messages = odoo.messages(order)
    desk.approver.finish(activity, "Mended")
    desk.approver.finish(999_999, "Never was")
    assert odoo.messages(order) == messages
    assert desk.approver.assign(order, odoo.uid("approver"), "Mend it", "", date(2031, 12, 1)) != activity


def people_are_found_by_id_login_mail_and_group(odoo: Driver) -> None:
    directory, uid = odoo.adapter().directory, odoo.uid("buyer")
    login = odoo.people["buyer"]
    buyer = directory.users([uid])[uid]
    assert (buyer.login, buyer.active) == (login, True)
    assert directory.by_login([login, "nobody"]) == {login: buyer}
    assert list(directory.by_email(f" {buyer.email.upper()}")) == [buyer]
    assert [*directory.by_email("m%@x.example"), *directory.by_email("")] == []
    managers = {user.login for user in directory.in_group(MANAGERS)}
    assert {odoo.people[part] for part in ("approver", "second approver", "finance lead", "bot")} <= managers
    assert login not in managers
    assert directory.group_id(MANAGERS) in directory.me().groups
    for unknown in ("purchase.no_such_group", "nonsense", "", "base.main_company", ".", "no.module.x"):
        with pytest.raises(OdooMissing):
            directory.group_id(unknown)


def managers_are_found_where_there_are_any(odoo: Driver) -> None:
    directory = odoo.adapter().directory
    manager = directory.manager_of(odoo.uid("buyer"))
    assert manager is not None
    assert manager.id == odoo.uid("approver")
    assert directory.manager_of(odoo.uid("bot")) is None


def failures_come_out_as_ours(odoo: Driver) -> None:
    desk = odoo.adapter()
    assert desk.client.version().startswith("19.")
    desk.client.ping()
    for model, method, args in (
        ("no.model", "search", [[]]),
        (ORDER, "no_method", [[]]),
        (ORDER, "search", [[("no_field", "=", 1)]]),
    ):
        with pytest.raises(OdooInvalid):
            desk.client.call(model, method, args)
    login = odoo.people["buyer"]
    client = type(desk.client)
    with pytest.raises(OdooDenied):
        client(odoo.url, odoo.db, login, "not-the-key").ping()
    with pytest.raises(OdooUnavailable):
        client(odoo.url, "no_such_db", login, odoo.keys[login]).ping()


CASES = (
    approval_is_read_back_with_name_and_time,
    forged_approval_is_not_believed,
    approval_by_a_buyer_changes_nothing,
    cancelling_is_read_back_and_refused_where_odoo_refuses,
    note_keeps_its_lines_and_is_found_again,
    activity_is_finished_once,
    people_are_found_by_id_login_mail_and_group,
    managers_are_found_where_there_are_any,
    failures_come_out_as_ours,
)
