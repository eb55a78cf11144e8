"""Failures as the real Odoo 19 words them."""

from __future__ import annotations

import pytest

from bot.adapters.odoo import OdooClient
from bot.domain.errors import OdooDenied, OdooInvalid, OdooUnavailable
from tests.real.odoo_adapter.desk import Desk
from tests.real.odoo_server import OdooServer

pytestmark = pytest.mark.odoo


def test_wrong_key_is_denied(odoo: OdooServer) -> None:
    with pytest.raises(OdooDenied) as caught:
        OdooClient(odoo.url, odoo.db, "maya", "not-the-key").ping()
    assert "not-the-key" not in str(caught.value)


def test_unknown_database_is_unavailable(odoo: OdooServer) -> None:
    with pytest.raises(OdooUnavailable, match="no_such_db"):
        OdooClient(odoo.url, "no_such_db", "maya", "maya").ping()


def test_call_that_makes_no_sense_is_invalid(desk: Desk) -> None:
    for model, method, args in (
        ("no.model", "search", [[]]),
        ("purchase.order", "no_method", [[]]),
        ("purchase.order", "search", [[("no_field", "=", 1)]]),
    ):
        with pytest.raises(OdooInvalid):
            desk.client.call(model, method, args)


def test_version_is_19(desk: Desk) -> None:
    assert desk.client.version().startswith("19.")
    desk.client.ping()
