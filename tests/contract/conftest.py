"""Watches during the whole run what the bot asks of Odoo, so that nothing escapes the contract."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contract import odoo_usage

GUARD = "test_bot_asks_nothing_of_odoo_that_the_contract_does_not_cover"
_PATCH = pytest.MonkeyPatch()
_WATCH: list[Iterator[None]] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """From here on everything is noted; the guard runs last, when all is known."""
    if not _WATCH:
        watch = odoo_usage.watched(_PATCH, odoo_usage.ASKED)
        next(watch)
        _WATCH.append(watch)
    items.sort(key=lambda item: item.name == GUARD)


def pytest_unconfigure() -> None:
    """Watch no longer."""
    for watch in _WATCH:
        next(watch, None)
    _WATCH.clear()
