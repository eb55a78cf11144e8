"""One outside system each: Odoo, Slack, the database, the job engine, the policy file."""
