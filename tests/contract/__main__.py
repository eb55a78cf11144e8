"""Lists in words what the sandboxes are held to: `python -m tests.contract`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from types import ModuleType

from tests.contract import odoo_cases, slack_cases

ODOO = "What Odoo does: {count} cases, each on the sandbox (make test) and on a real Odoo 19 (make real)"
SLACK = "What Slack does: {count} cases, {both} of them also on an independent stand-in (make real)"


def lines() -> Iterator[str]:
    """Every case of both contracts under its subject; with Slack's own page where no stand-in does it."""
    yield ODOO.format(count=len(odoo_cases.CASES))
    for module, cases in groupby(odoo_cases.CASES, lambda case: case.__module__):
        yield from _subject(sys.modules[module])
        yield from (f"  - {_words(case.__name__)}" for case in cases)
    yield ""
    yield SLACK.format(count=len(slack_cases.CASES), both=len(slack_cases.BOTH_SIDES))
    for subject in slack_cases.SUBJECTS:
        yield from _subject(subject)
        for case in slack_cases.CASES.values():
            if case.run.__module__ == subject.__name__:
                yield f"  - {_words(case.name)}" + (f" [{case.source}]" if case.sandbox_only else "")


def _subject(module: ModuleType) -> Iterator[str]:
    yield ""
    yield (module.__doc__ or module.__name__).splitlines()[0]


def _words(name: str) -> str:
    return name.replace("_", " ")


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines()) + "\n")
