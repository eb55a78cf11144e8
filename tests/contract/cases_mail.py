"""Whose mail it is: vendors by their contacts' addresses, and what they write on orders."""

from __future__ import annotations

import base64
from datetime import UTC

from bot.adapters.odoo.chatter import OdooVendorMessages
from bot.adapters.odoo.vendors import OdooVendorBook
from bot.domain.triage import Address
from tests.contract.odoo_driver import ORDER, Driver


def _book(odoo: Driver) -> OdooVendorBook:
    return OdooVendorBook(odoo.adapter().client, UTC, odoo.now)


def _vendor(odoo: Driver, order: int) -> tuple[int, str]:
    """The vendor of an order, and its address."""
    partner = odoo.order(order, "partner_id")[0]
    return partner, str(odoo.read("res.partner", partner, "email")["email"])


def _say(odoo: Driver, order: int, body: str, **how: object) -> int:
    told = odoo.call("buyer", ORDER, "message_post", [order], body=body, **how)
    return int(told[0] if isinstance(told, list) else told)


def vendor_is_known_by_address_and_by_domain(odoo: Driver) -> None:
    vendor, email = _vendor(odoo, odoo.new_order())
    book, domain = _book(odoo), email.partition("@")[2]
    exact, sure = book.of(Address("", email.upper()))
    near, unsure = book.of(Address("", f"somebody.new@mail.{domain}"))
    assert ([one.id for one in exact], sure) == ([vendor], True)
    assert (vendor in [one.id for one in near], unsure) == (True, False)
    assert book.of(Address("", "a@nobody-here.example")) == ((), False)
    assert book.senders().knows(Address("", email))
    assert book.of_partner(vendor) == exact[0]


def colleagues_are_no_vendors(odoo: Driver) -> None:
    partner = odoo.read("res.users", odoo.uid("buyer"), "partner_id")["partner_id"][0]
    assert _book(odoo).of_partner(partner) is None


def open_orders_have_the_days_promised_so_far(odoo: Driver) -> None:
    order = odoo.new_order()
    name = odoo.order(order, "name")
    planned = {odoo.read("purchase.order.line", line, "date_planned")["date_planned"] for line in odoo.lines(order)}
    assert [day.isoformat() for day in _book(odoo).open_orders()[name]] == sorted({day[:10] for day in planned if day})
    odoo.call("administrator", ORDER, "button_cancel", [order])
    assert name not in _book(odoo).open_orders()


def what_a_vendor_writes_on_an_order_is_read(odoo: Driver) -> None:
    order = odoo.new_order()
    vendor, email = _vendor(odoo, order)
    messages = OdooVendorMessages(odoo.adapter().client, _book(odoo))
    before = messages.newest_id()
    values = {"name": "dates.csv", "datas": base64.b64encode(b"item;day").decode(), "res_model": ORDER, "res_id": order}
    file = odoo.call("buyer", "ir.attachment", "create", values)
    theirs = _say(
        odoo, order, "the goods come later", message_type="comment", subtype_xmlid="mail.mt_comment", author_id=vendor,
        attachment_ids=[file],
    )  # fmt: skip
    _say(odoo, order, "a colleague's word", message_type="comment", subtype_xmlid="mail.mt_comment")
    _say(odoo, order, "a note of Odoo's own", author_id=vendor)
    (mail,) = messages.read(messages.ids_since(before))
    assert (mail.id, mail.order_id, mail.sender.email) == (theirs, order, email)
    assert "the goods come later" in mail.html
    assert mail.attachments == (("dates.csv", b"item;day"),)
    assert mail.message_id.startswith("<")
    assert mail.sent_at.tzinfo is UTC


CASES = (
    vendor_is_known_by_address_and_by_domain,
    colleagues_are_no_vendors,
    open_orders_have_the_days_promised_so_far,
    what_a_vendor_writes_on_an_order_is_read,
)
