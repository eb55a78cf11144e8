"""Odoo, spoken to through odoorpc: one client, and the ports built on it."""

from bot.adapters.odoo.approver import OdooApprover
from bot.adapters.odoo.client import OdooClient
from bot.adapters.odoo.directory import OdooDirectory
from bot.adapters.odoo.orders import OdooOrders

__all__ = ["OdooApprover", "OdooClient", "OdooDirectory", "OdooOrders"]
