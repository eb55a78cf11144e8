"""What Odoo tells of an order, field by field: what is read, and the rows that it becomes."""

from __future__ import annotations

from datetime import date

from bot.adapters.odoo.lookups.scope import NAME, PLAIN, CurrencyName, Scope, Spec
from bot.adapters.odoo.values import Moment, NameRow, Price, Quantity, Row, Text
from bot.domain.lookups import BillRow, OrderLineRow, OrderRow

STATES = {
    "draft": "RFQ",
    "sent": "RFQ sent",
    "to approve": "waiting for approval",
    "purchase": "confirmed",
    "done": "confirmed",
    "cancel": "cancelled",
}
RECEIVED = {"pending": "nothing received", "partial": "partly received", "full": "received"}
BILLED = {"to invoice": "to be billed", "invoiced": "billed"}
PAYMENTS = {
    "paid": "paid",
    "in_payment": "paid",
    "partial": "partly paid",
    "reversed": "reversed",
    "not_paid": "not paid",
}
HEAD: Spec = {
    "name": {},
    "state": {},
    "partner_id": NAME,
    "amount_total": {},
    "currency_id": PLAIN,
    "user_id": NAME,
    "date_order": {},
    "date_planned": {},
    "receipt_status": {},
    "invoice_status": {},
    "acknowledged": {},
}
LINE: Spec = {
    "product_id": NAME,
    "name": {},
    "display_type": {},
    "product_qty": {},
    "product_uom_id": NAME,
    "price_unit_discounted": {},
    "qty_received": {},
    "qty_invoiced": {},
    "date_planned": {},
}
BILL: Spec = {
    "name": {},
    "state": {},
    "payment_state": {},
    "partner_id": NAME,
    "amount_total": {},
    "amount_residual": {},
    "currency_id": PLAIN,
    "invoice_date_due": {},
    "ref": {},
    "invoice_origin": {},
    "move_type": {},
}
FULL: Spec = HEAD | {
    "partner_ref": {},
    "effective_date": {},
    "picking_type_id": {"fields": {"warehouse_id": {"fields": {"code": {}}}}},
    "order_line": {"fields": LINE},
    "picking_ids": {"fields": {"name": {}, "state": {}, "scheduled_date": {}, "date_done": {}}},
    "invoice_ids": {"fields": BILL},
}
MESSAGE: Spec = {
    "res_id": {},
    "date": {},
    "author_id": NAME,
    "create_uid": NAME,
    "email_from": {},
    "body": {},
    "message_type": {},
    "subtype_id": {},
}


class HeadLine(Row):
    """An order in a list."""

    id: int
    name: str
    state: str
    partner_id: NameRow
    amount_total: Price
    currency_id: CurrencyName
    user_id: NameRow | None
    date_order: Moment | None
    date_planned: Moment | None
    receipt_status: Text
    invoice_status: Text
    acknowledged: bool

    def row(self, scope: Scope, *, late: bool = False) -> OrderRow:
        """The order as the domain sees it; `late` when Odoo itself counts it among the late ones."""
        planned = scope.maybe_day(self.date_planned)
        owed = late or (self.state in {"purchase", "done"} and self.receipt_status in {"pending", "partial"})
        return OrderRow(
            id=self.id,
            name=self.name,
            vendor=self.partner_id.display_name,
            state=STATES.get(self.state, self.state),
            amount=self.amount_total,
            currency=self.currency_id.name,
            buyer=self.user_id.display_name if self.user_id else "",
            ordered=scope.maybe_day(self.date_order),
            planned=planned,
            received=RECEIVED.get(self.receipt_status, ""),
            billed=BILLED.get(self.invoice_status, ""),
            confirmed_by_vendor=self.acknowledged,
            days_late=max((scope.today - planned).days, 0) if owed and planned else 0,
        )


class Line(Row):
    """An order line."""

    product_id: NameRow | None
    name: Text
    display_type: Text
    product_qty: Quantity
    product_uom_id: NameRow | None
    price_unit_discounted: Price
    qty_received: Quantity
    qty_invoiced: Quantity
    date_planned: Moment | None

    def row(self, scope: Scope, order: str, currency: str) -> OrderLineRow:
        """The line as the domain sees it; `order` is its reference."""
        return OrderLineRow(
            order=order,
            product=self.product_id.display_name if self.product_id else self.name,
            quantity=self.product_qty,
            unit=self.product_uom_id.display_name if self.product_uom_id else "",
            unit_price=self.price_unit_discounted,
            currency=currency,
            received=self.qty_received,
            billed=self.qty_invoiced,
            planned=scope.maybe_day(self.date_planned),
        )


class Warehouse(Row):
    """A warehouse by code."""

    code: Text


class PickingType(Row):
    """What kind of receipt, and so where to."""

    warehouse_id: Warehouse | None


class Picking(Row):
    """A receipt."""

    name: str
    state: str
    scheduled_date: Moment | None
    date_done: Moment | None


class Bill(Row):
    """A vendor bill or refund; a draft has no name yet."""

    id: int
    name: Text
    state: str
    payment_state: Text
    partner_id: NameRow | None
    amount_total: Price
    amount_residual: Price
    currency_id: CurrencyName
    invoice_date_due: date | None
    ref: Text
    invoice_origin: Text
    move_type: Text

    def row(self) -> BillRow:
        """The bill as the domain sees it; what a refund gives back is negative."""
        sign = -1 if self.move_type == "in_refund" else 1
        return BillRow(
            id=self.id,
            name="" if self.name == "/" else self.name,
            vendor=self.partner_id.display_name if self.partner_id else "",
            state={"cancel": "cancelled"}.get(self.state, self.state),
            payment=PAYMENTS.get(self.payment_state, self.payment_state),
            total=sign * self.amount_total,
            open=sign * self.amount_residual,
            currency=self.currency_id.name,
            due=self.invoice_date_due,
            reference=self.ref,
            order=self.invoice_origin,
        )


class FullOrder(HeadLine):
    """An order in full."""

    partner_ref: Text
    effective_date: Moment | None
    picking_type_id: PickingType | None
    order_line: tuple[Line, ...]
    picking_ids: tuple[Picking, ...]
    invoice_ids: tuple[Bill, ...] = ()

    @property
    def place(self) -> str:
        """The code of the warehouse that it goes to."""
        warehouse = self.picking_type_id.warehouse_id if self.picking_type_id else None
        return warehouse.code if warehouse else ""


class Message(Row):
    """A message on an order."""

    res_id: int
    date: Moment
    author_id: NameRow | None
    create_uid: NameRow | None
    email_from: Text
    body: Text
    message_type: Text
    subtype_id: int | None
