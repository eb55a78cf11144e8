"""The sandbox describes its fields as the real Odoo 19 does, by what was recorded from it."""

from __future__ import annotations

import pytest

from bot.sandbox.odoo import SandboxOdoo
from bot.sandbox.odoo.fields import COMPUTED, RELATED
from bot.sandbox.odoo.schema import models
from tests.contract.record_odoo import Described, described, recorded
from tests.contract.served import Hands


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Described:
    """What the sandbox tells over its own `fields_get`."""
    sandbox = SandboxOdoo(tmp_path_factory.mktemp("fields") / "odoo.sqlite", Hands())
    try:
        admin = sandbox.server.uid("admin")
        assert admin is not None
        return described(lambda model, fields: sandbox.server.execute(admin, model, "fields_get", [fields], {}))
    finally:
        sandbox.close()


@pytest.mark.parametrize("model", sorted(models()))
def test_fields_are_described_as_on_the_real_server(model: str, told: Described) -> None:
    assert told[model] == recorded()[model]


def test_every_field_of_the_sandbox_exists_in_odoo() -> None:
    assert {model: sorted(described.fields) for model, described in models().items()} == {
        model: sorted(fields) for model, fields in recorded().items()
    }


def test_every_rule_for_a_field_is_for_one_that_exists() -> None:
    known = {(model, field) for model, described in models().items() for field in described.fields}
    assert set(COMPUTED) | set(RELATED) <= known


def test_relations_stay_within_the_sandbox() -> None:
    related = {field.relation for model in models().values() for field in model.fields.values()} - {""}
    assert related <= set(models())
