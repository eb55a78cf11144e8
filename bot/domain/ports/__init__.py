"""What the bot needs from outside, each a small protocol named for the need."""

from bot.domain.ports.machine import Clock, Jobs, Locks
from bot.domain.ports.odoo import ChangedOrder, Directory, PurchaseOrderApprover, PurchaseOrderReader
from bot.domain.ports.records import Approvals, Audit, Cursors, Messages, People, Store, Transaction, Troubles
from bot.domain.ports.slack import Members, Messenger, Picture, Posted

__all__ = [
    "Approvals",
    "Audit",
    "ChangedOrder",
    "Clock",
    "Cursors",
    "Directory",
    "Jobs",
    "Locks",
    "Members",
    "Messages",
    "Messenger",
    "People",
    "Picture",
    "Posted",
    "PurchaseOrderApprover",
    "PurchaseOrderReader",
    "Store",
    "Transaction",
    "Troubles",
]
