"""Scores what a model looks up for labelled questions: the right tool, for the names and days that were meant.

Nothing is asked of Odoo: the look-ups are only noted. What a model words is not scored here; the number guard
judges that (tests/adapters/llm). Questions that never reach the model are left out.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from bot.adapters.llm.calls import TAKES
from bot.cli.questions_file import QuestionLine
from bot.domain.advice import Adviser, NoAdvice
from bot.domain.lookups import Outcome, Result, Tools, Wanted
from bot.domain.references import references
from bot.domain.vocabulary import Vocabulary
from bot.services.questions.advising import OF_USE
from bot.services.questions.engine import Engine
from bot.tools import Toolbox
from evals.questions import Score, same

RIGHT: dict[str, frozenset[str]] = {
    "po_status": frozenset({"one_order", "find_orders"}),
    "confirmation_status": frozenset({"one_order", "find_orders"}),
    "list_pos": frozenset({"find_orders", "replenishment", "late_orders"}),
    "late_pos": frozenset({"late_orders", "held_up", "one_order", "find_orders"}),
    "eta": frozenset({"what_arrives", "one_order"}),
    "order_contents": frozenset({"one_order"}),
    "receipt_status": frozenset({"what_arrived", "what_arrives", "one_order"}),
    "billing_status": frozenset({"find_bills", "one_order", "find_orders"}),
    "approval_status": frozenset({"waiting_for_approval", "one_order"}),
    "price_history": frozenset({"price_history"}),
    "spend_summary": frozenset({"spend"}),
    "supplier_info": frozenset({"vendor_contact"}),
    "supplier_performance": frozenset({"vendor_performance"}),
    "mail_summary": frozenset({"vendor_messages"}),
}
COMPARED = ("po_refs", "suppliers", "products", "warehouse", "date_from", "date_to", "min_amount")


@dataclass
class Noted:
    """Tools that find nothing and note what was asked."""

    vocabulary: Vocabulary
    calls: list[tuple[str, Wanted]] = field(default_factory=list)

    def names(self) -> Vocabulary:
        """The names that can be used."""
        return self.vocabulary

    def __getattr__(self, tool: str) -> Any:
        if tool not in TAKES:
            raise AttributeError(tool)

        def look(wanted: Wanted | str, *_more: str) -> Result:
            asked = Wanted(orders=(wanted,)) if isinstance(wanted, str) else wanted
            self.calls.append((tool, asked))
            return Result(tool, {}, Outcome.NOTHING, datetime.now(UTC))

        look.__doc__ = getattr(Toolbox, tool).__doc__
        return look


def score(labelled: Iterable[dict[str, Any]], adviser: Adviser, vocabulary: Vocabulary) -> Score:
    """Compare what a model looks up with the labels. `behaved`: it looked something up at all."""
    result, engine = Score(), Engine(vocabulary)
    for row in labelled:
        line = QuestionLine.model_validate({key: value for key, value in row.items() if key != "gold"})
        assert line.now is not None, f"{row['id']} has no day"
        question, gold = line.question(line.now), row["gold"]
        if gold["intent"] not in RIGHT or engine.plan(question).behaviour not in OF_USE:
            continue
        noted = Noted(vocabulary)
        begun = time.perf_counter()
        with contextlib.suppress(NoAdvice):  # what it looked up before counts all the same
            adviser.advise(question, cast(Tools, noted), asker="A buyer", see=lambda r: r, step=lambda _title: None)
        result.seconds += time.perf_counter() - begun
        wanted = {name: gold["entities"][name] for name in COMPARED if name in gold["entities"]}
        looked = [(tool, entities(asked, vocabulary)) for tool, asked in noted.calls]
        meant = any(tool in RIGHT[gold["intent"]] and same(said, wanted) for tool, said in looked)
        for tally in (result.all, result.by_intent[gold["intent"]], result.by_language[row.get("lang", "en")]):
            tally.add(meant, bool(looked))
        if not meant:
            result.wrong.append((row, {"looked up": [f"{tool} {said}" for tool, said in looked]}))
    return result


def entities(asked: Wanted, vocabulary: Vocabulary) -> dict[str, object]:
    """What a look-up was limited by, shaped as in the labels; vendors bear the names of the vocabulary."""
    vendors = [known[0].name if (known := vocabulary.suppliers_of(name)) else name for name in asked.vendors]
    told: dict[str, object] = {
        "po_refs": [ref for name in asked.orders for ref in references(name) or [name]],
        "suppliers": vendors,
        "products": list(asked.products),
        "warehouse": asked.warehouse,
        "date_from": asked.date_from and asked.date_from.isoformat(),
        "date_to": asked.date_to and asked.date_to.isoformat(),
        "min_amount": asked.min_amount and float(asked.min_amount),
    }
    return {name: value for name, value in told.items() if value}
