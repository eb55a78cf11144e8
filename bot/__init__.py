"""The procurement desk in Slack for Odoo."""
