"""A suite of questions whose right answers come from Odoo itself, for the sandbox and the real one."""
