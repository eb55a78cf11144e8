"""A sandbox Odoo 19: the purchase app as far as the bot uses it, to try and to test the bot without a server."""

from bot.sandbox.odoo.sandbox import SandboxOdoo

__all__ = ["SandboxOdoo"]
