"""What the bot needs from outside, each a small protocol named for the need."""

from bot.domain.ports.machine import Clock, Jobs, Locks
from bot.domain.ports.mail import ChatterMail, Letter, Mailbox, Mails, Readings, VendorBook, VendorMessages
from bot.domain.ports.odoo import ChangedOrder, Directory, PurchaseOrderApprover, PurchaseOrderReader
from bot.domain.ports.records import Approvals, Audit, Cursors, Messages, People, Store, Transaction, Troubles
from bot.domain.ports.slack import Members, Messenger, Picture, Posted

__all__ = [
    "Approvals",
    "Audit",
    "ChangedOrder",
    "ChatterMail",
    "Clock",
    "Cursors",
    "Directory",
    "Jobs",
    "Letter",
    "Locks",
    "Mailbox",
    "Mails",
    "Members",
    "Messages",
    "Messenger",
    "People",
    "Picture",
    "Posted",
    "PurchaseOrderApprover",
    "PurchaseOrderReader",
    "Readings",
    "Store",
    "Transaction",
    "Troubles",
    "VendorBook",
    "VendorMessages",
]
