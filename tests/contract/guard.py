"""At the end of a run of the tests: whether all that the bot asked of Odoo, in any of them, is in the contract."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.contract import odoo_usage
from tests.contract.odoo_cases import CASES
from tests.contract.odoo_usage import ASKED, COVERED
from tests.contract.served import sandbox_driver


def judge(folder: Path) -> None:
    """What this process saw is put into `folder`; the last process of a run judges what all of them saw.

    Raises `pytest.fail.Exception` naming what the bot asked and no case covers.
    """
    told = _tell(folder)
    if told is None:
        return
    asked, covered = told
    if asked - covered:
        covered |= _covered_by_the_rest(folder)
    if asked - covered:
        escaped = "\n".join(sorted(asked - covered))
        pytest.fail(f"add a case to tests/contract, and run it on the real Odoo too:\n{escaped}", pytrace=False)


def _tell(folder: Path) -> tuple[set[str], set[str]] | None:
    """What the bot asked and what the cases that ran cover, in all processes; None until all of them have told."""
    worker, count = os.environ.get("PYTEST_XDIST_WORKER", "only"), os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")
    fresh = folder / f"asked-{worker}.new"
    fresh.write_text(json.dumps([sorted(ASKED), sorted(set[str]().union(*COVERED.values()))]), encoding="utf-8")
    fresh.rename(folder / f"asked-{worker}.json")
    told = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("asked-*.json")]
    if len(told) < int(count):
        return None
    return {line for asked, _ in told for line in asked}, {line for _, covered in told for line in covered}


def _covered_by_the_rest(folder: Path) -> set[str]:
    """What those cases cover that did not run: this was a run of some tests only."""
    found: set[str] = set()
    with pytest.MonkeyPatch.context() as patch, sandbox_driver(folder) as (_, odoo):
        for case in CASES:
            if case not in COVERED:
                with odoo_usage.recorded(patch, found):
                    case(odoo)
                odoo.tidy()
    return found
