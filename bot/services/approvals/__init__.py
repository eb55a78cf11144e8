"""Approvals: opened when an order waits, decided by clicks, applied in Odoo."""
