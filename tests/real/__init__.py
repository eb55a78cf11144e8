"""The same promises on a real Odoo, a real PostgreSQL and a Slack stand-in."""
