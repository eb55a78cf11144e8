"""What comes in over HTTP: Slack's requests, Odoo's webhook, and the questions of whoever watches the bot."""
