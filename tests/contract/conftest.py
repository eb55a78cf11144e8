"""Watches during the whole run what the bot asks of Odoo, so that nothing escapes the contract."""

from tests.contract import odoo_usage


def pytest_collection_modifyitems() -> None:
    """Where the contract is among the tests, everything is noted from here on; `guard` judges at the end."""
    odoo_usage.watch()
