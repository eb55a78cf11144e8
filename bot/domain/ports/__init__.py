"""What the bot needs from outside, each a small protocol named for the need."""

from bot.domain.ports.escalation import Mornings, Watches
from bot.domain.ports.machine import Clock, Jobs, Locks
from bot.domain.ports.mail import ChatterMail, Letter, Mailbox, Mails, Readings, VendorBook, VendorMessages
from bot.domain.ports.odoo import ChangedOrder, Directory, PurchaseOrderApprover, PurchaseOrderReader
from bot.domain.ports.records import (
    Approvals,
    Audit,
    Cursors,
    Messages,
    People,
    Store,
    Transaction,
    Troubles,
    Waiting,
)
from bot.domain.ports.slack import Members, Messenger, Picture, Posted
from bot.domain.ports.supply import Cases, Habits, LineValues, OrderAmender, SupplyOrders, VendorLetters

__all__ = [
    "Approvals",
    "Audit",
    "Cases",
    "ChangedOrder",
    "ChatterMail",
    "Clock",
    "Cursors",
    "Directory",
    "Habits",
    "Jobs",
    "Letter",
    "LineValues",
    "Locks",
    "Mailbox",
    "Mails",
    "Members",
    "Messages",
    "Messenger",
    "Mornings",
    "OrderAmender",
    "People",
    "Picture",
    "Posted",
    "PurchaseOrderApprover",
    "PurchaseOrderReader",
    "Readings",
    "Store",
    "SupplyOrders",
    "Transaction",
    "Troubles",
    "VendorBook",
    "VendorLetters",
    "VendorMessages",
    "Waiting",
    "Watches",
]
