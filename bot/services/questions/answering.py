"""Answers: carries a plan out with the tools, and lets nothing be said that no result holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.domain.answers import Answer, Source
from bot.domain.errors import OdooDenied, OdooError
from bot.domain.lookups import OrderDetail, OrderRow, Outcome, Result, Tools, WaitingRow, Wanted
from bot.domain.questions import Behaviour, Entities, Intent, Plan, Question
from bot.domain.vocabulary import Vocabulary
from bot.services.questions import order_sentences, sentences
from bot.services.questions.engine import Engine
from bot.services.questions.guard import unsupported
from bot.services.questions.prices import without_prices
from bot.services.questions.tables import draw
from bot.services.questions.text import LONGEST

READ_IN_PART = "I read only the beginning and the end of your message: it is very long."
NOTHING_HELD = "I have no figures for that."
ROWS_ONLY = "Here is what Odoo holds:"
CAN_DO = (
    "I look purchases up in Odoo: where an order is, what is late and what that holds up, what arrives when, what is "
    "in an order, what is received, billed or waits for approval, prices paid, spend, how vendors deliver and how to "
    'reach them, and what they wrote. Ask like "where is P00012?" or "what is late from Acme?". I only read; '
    "approvals are decided on their cards."
)
SAID = {
    Behaviour.HELP: CAN_DO,
    Behaviour.SMALLTALK: "Hello! Ask me about purchase orders, deliveries, bills or vendors.",
    Behaviour.DECLINE: "That is outside what I can look up. I answer questions about purchases in Odoo.",
    Behaviour.REFUSE_INJECTION: "I do not do that. I answer questions about purchases, within your own rights.",
}
Guard = Callable[[str, Sequence[Result], Vocabulary | None], tuple[str, ...]]
ONE_ORDER = frozenset(
    {
        Intent.PO_STATUS,
        Intent.CONFIRMATION_STATUS,
        Intent.LATE_POS,
        Intent.ETA,
        Intent.ORDER_CONTENTS,
        Intent.RECEIPT_STATUS,
        Intent.BILLING_STATUS,
        Intent.APPROVAL_STATUS,
    }
)


class AnswerService:
    """Answers one asker's questions; `tools` know whose rights count."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._engine: tuple[Vocabulary, Engine] | None = None

    def answer(self, question: Question, *, prices: bool = True) -> Answer:
        """The embedded engine's answer, with amounts or without. Never raises for what Odoo says or does not."""
        try:
            plan = self.understand(question)
        except OdooError as error:
            plan = Plan(Intent.OUT_OF_SCOPE, Behaviour.DECLINE)
            return Answer(plan, sentences.REFUSED if isinstance(error, OdooDenied) else sentences.AWAY)
        answer = self.carry_out(plan, prices=prices)
        return replace(answer, text=f"{answer.text} {READ_IN_PART}") if len(question.text) > LONGEST else answer

    def understand(self, question: Question) -> Plan:
        """What a question means, with the names that the asker may see. Raises `OdooError`."""
        names = self._tools.names()
        if self._engine is None or self._engine[0] is not names:
            self._engine = names, Engine(names)
        return self._engine[1].plan(question)

    def carry_out(self, plan: Plan, *, prices: bool = True) -> Answer:
        """Look up what a plan needs, and say it."""
        if plan.behaviour in SAID:
            return Answer(plan, SAID[plan.behaviour])
        if plan.behaviour is Behaviour.REFUSE_ACTION:
            return Answer(plan, _refusal(plan.entities))
        if plan.behaviour is Behaviour.CLARIFY:
            return Answer(plan, _ask_back(plan), choices=plan.choices)
        found = self._look_up(plan)
        results = found if prices else without_prices(found)
        return build(plan, _told(plan, results), results, self.vocabulary())

    def vocabulary(self) -> Vocabulary:
        """The names that the questions so far were read with."""
        return self._engine[0] if self._engine else Vocabulary()

    def _look_up(self, plan: Plan) -> list[Result]:
        entities, tools = plan.entities, self._tools
        if plan.intent in ONE_ORDER and entities.po_refs:
            return self._orders(plan)
        wanted = _wanted(entities)
        match plan.intent:
            case Intent.LIST_POS if plan.topic == "replenishment":
                return [tools.replenishment(Wanted(warehouse=wanted.warehouse, limit=wanted.limit))]
            case Intent.LIST_POS:
                return [tools.find_orders(replace(wanted, by_amount=plan.topic == "largest"))]
            case Intent.PO_STATUS:
                found = tools.find_orders(replace(wanted, status="open"))
                return [found] if found.rows else [tools.find_orders(replace(wanted, status=None, limit=5))]
            case Intent.CONFIRMATION_STATUS:
                return [tools.find_orders(replace(wanted, status="unconfirmed"))]
            case Intent.LATE_POS if plan.topic == "at_risk":
                return [tools.held_up(wanted)]
            case Intent.LATE_POS:
                return [tools.late_orders(wanted)]
            case Intent.ETA:
                return [tools.what_arrives(replace(wanted, status=None))]
            case Intent.RECEIPT_STATUS:
                return self._receipts(wanted)
            case Intent.BILLING_STATUS if entities.status in {"unbilled", "received_not_billed"}:
                return [tools.find_orders(wanted)]
            case Intent.BILLING_STATUS:
                return [tools.find_bills(wanted)]
            case Intent.APPROVAL_STATUS:
                return [tools.waiting_for_approval(wanted)]
            case Intent.ORDER_CONTENTS:
                return [tools.find_orders(replace(wanted, status=None, limit=5))]
            case Intent.PRICE_HISTORY:
                return [tools.price_history(wanted)]
            case Intent.SPEND_SUMMARY:
                by = plan.topic.removeprefix("by_") or "vendor"
                return [tools.spend(wanted, by)]
            case Intent.SUPPLIER_INFO | Intent.SUPPLIER_PERFORMANCE if wanted.orders and not wanted.vendors:
                return self._of_their_vendors(plan.intent, wanted)
            case Intent.SUPPLIER_INFO:
                return [tools.vendor_contact(wanted)]
            case Intent.SUPPLIER_PERFORMANCE:
                return [tools.vendor_performance(wanted)]
            case _:
                return [tools.vendor_messages(wanted)]

    def _orders(self, plan: Plan) -> list[Result]:
        """The orders that a question names, in full; what they hold up, or who decides on them, where that is asked."""
        wanted = plan.entities.po_refs
        if plan.topic == "at_risk":
            held = self._tools.held_up(Wanted(orders=wanted))
            return [held] if held.rows else [*self._tools.several_orders(wanted)]
        if plan.intent is not Intent.APPROVAL_STATUS:
            return [*self._tools.several_orders(wanted)]
        waiting = self._tools.waiting_for_approval(Wanted(orders=wanted))
        found = {row.order for row in waiting.rows if isinstance(row, WaitingRow)}
        others = tuple(name for name in wanted if name not in found)
        return [*([waiting] if found else []), *(self._tools.several_orders(others) if others else [])]

    def _of_their_vendors(self, intent: Intent, wanted: Wanted) -> list[Result]:
        """How the vendors of the orders that a question names are reached, or how they deliver."""
        found = self._tools.find_orders(Wanted(orders=wanted.orders))
        vendors = tuple(dict.fromkeys(row.vendor for row in found.rows if isinstance(row, OrderRow)))
        if not vendors:
            return [found]
        look = self._tools.vendor_contact if intent is Intent.SUPPLIER_INFO else self._tools.vendor_performance
        return [look(replace(wanted, orders=(), vendors=vendors))]

    def _receipts(self, wanted: Wanted) -> list[Result]:
        if wanted.status == "open":
            return [self._tools.what_arrives(replace(wanted, status=None))]
        came = self._tools.what_arrived(replace(wanted, status=None))
        if wanted.date_from or wanted.date_to or came.outcome not in {Outcome.FOUND, Outcome.NOTHING}:
            return [came]
        return [came, self._tools.what_arrives(replace(wanted, status=None))]


def build(
    plan: Plan,
    prose: str,
    results: Sequence[Result],
    vocabulary: Vocabulary | None = None,
    guards: Sequence[Guard] = (unsupported,),
) -> Answer:
    """The answer of either engine: prose if every figure and name in it is held, rows drawn by code in any case.

    Only our own sentences on what was not found may repeat what was asked: arguments of a model prove nothing.
    """
    not_found = [sentences.missing(result) for result in results if not result.rows]
    checked = prose
    for sentence in not_found:
        checked = checked.replace(sentence, " ")
    dropped = tuple(dict.fromkeys(lie for guard in guards for lie in guard(checked, results, vocabulary)))
    tables = tuple(table for result in results for table in draw(result))
    if dropped:
        prose = " ".join([*dict.fromkeys(not_found), *([ROWS_ONLY] if tables else [])]) or NOTHING_HELD
    notes = dict.fromkeys(note for result in results for note in _notes(result))
    behaviour = plan.behaviour
    unknown = bool(results) and all(result.outcome is Outcome.NOT_FOUND for result in results)
    if behaviour is Behaviour.ANSWER and unknown:
        behaviour = Behaviour.NOT_FOUND
    elif behaviour is Behaviour.NOT_FOUND and not unknown:
        behaviour = Behaviour.ANSWER
    nearest = tuple(dict.fromkeys(name for result in results for name in result.nearest))
    return Answer(
        plan=replace(plan, behaviour=behaviour),
        text=" ".join([prose, *notes]).strip(),
        tables=tables,
        choices=nearest if unknown else (),
        sources=tuple(source_of(result) for result in results),
        dropped=dropped,
    )


def _told(plan: Plan, results: Sequence[Result]) -> str:
    """The embedded engine's sentences."""
    parts: list[str] = []
    for result in results:
        if not result.rows:
            parts.append(sentences.missing(result))
        elif isinstance(result.rows[0], OrderDetail):
            parts.append(order_sentences.of_order(result.rows[0], plan.intent))
        else:
            parts.append(sentences.of_rows(result, plan.intent))
    if plan.intent is Intent.MAIL_SUMMARY and plan.entities.mail_class and any(result.rows for result in results):
        parts.append("They are not sorted by what they are about.")
    return " ".join(dict.fromkeys(parts))


def _notes(result: Result) -> list[str]:
    """What has to be said beside the prose: what was left out, and what was not looked at."""
    left = f"Shown: {len(result.rows)} of {result.total}." if result.rows and result.left_out else ""
    said = [f"{note[0].upper()}{note[1:]}." for note in result.notes]
    if result.outcome in {Outcome.FOUND, Outcome.NOTHING}:
        said.append(f"As of {result.as_of:%Y-%m-%d %H:%M %Z}.")
    return [part for part in (left, *said) if part]


def source_of(result: Result) -> Source:
    """The look-up behind a result."""
    return Source(result.tool, tuple(result.asked.items()), result.total, len(result.rows), result.as_of)


def _wanted(entities: Entities) -> Wanted:
    return Wanted(
        orders=entities.po_refs,
        vendors=entities.suppliers,
        products=entities.products,
        warehouse=entities.warehouse,
        person=entities.user,
        status=entities.status,
        date_from=entities.date_from,
        date_to=entities.date_to,
        min_amount=entities.min_amount,
        max_amount=entities.max_amount,
        limit=entities.limit,
    )


def _refusal(entities: Entities) -> str:
    about = f" {', '.join(entities.po_refs)}" if entities.po_refs else ""
    where = f"on the card of{about}" if about else "on the order's card"
    return (
        f"I only look things up and change nothing. Approvals are decided {where} here in Slack; "
        "everything else is done in Odoo."
    )


def _ask_back(plan: Plan) -> str:
    offered = f" {' or '.join(plan.choices)}?" if plan.choices else ""
    question = plan.note or "What do you mean?"
    return f"{question}{offered}" if question.endswith("?") else f"{question}. Which day do you mean?"
