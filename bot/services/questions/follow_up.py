"""What a message means that goes on from an earlier one: `and the other one?`, `only may`, `what about Lumber?`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.domain.questions import Behaviour, Entities, Intent, Plan, Turn
from bot.domain.references import references
from bot.services.questions.lexicon import FILLER
from bot.services.questions.reading import Reading

ELLIPSIS = re.compile(
    r"^(?:and|or|what about|how about|what of|and for|and what about|only|just|same for|also|but|und|"
    r"und was ist mit|was ist mit|nur|auch|et|et pour|seulement|juste|y|y de|y para|solo|e|e per|"
    r"soltanto|en|en voor|alleen|a|i|a co z|tylko|then|ok|for|no|not|instead|rather|make that|i meant|"
    r"i mean|sorry|the|all|more|show|which|why|from|in|since|until|with)(?!\S)"
)
OTHER = re.compile(
    r"(?<!\S)(?:the other(?: one| order| po)?|other one|das andere|die andere|der andere|l autre|el "
    r"otro|la otra|l altro|l altra|de andere|ten drugi|to drugie|drugie|o outro)(?!\S)"
)
ORDINALS = (
    re.compile(r"(?<!\S)(?:the )?(?:first|1st|former|erste\w*|premier\w*|primer\w*|prim[oa]|eerste|"
        r"pierwsz\w*)(?: one| order| po)?(?!\S)"),
    re.compile(r"(?<!\S)(?:the )?(?:second|2nd|latter|zweite\w*|deuxieme|second[eoa]?|segund[oa]|tweede|"
        r"drugi\w*)(?: one| order| po)?(?!\S)"),
    re.compile(r"(?<!\S)(?:the )?(?:third|3rd|dritte\w*|troisieme|tercer\w*|terz[oa]|derde|trzeci\w*)(?: one| "
        r"order| po)?(?!\S)"),
)  # fmt: skip
ALREADY_NAMED = re.compile(r"(?<!\S)(?:it|its|they|their|them|those|these)(?!\S)")
BILLS = re.compile(r"(?<!\S)(?:bills|invoices|rechnungen|factures|facturas|fatture|facturen|faktury)(?!\S)")
WHAT = re.compile(
    r"(?:what|which|was|welche\w*|que|qu est ce qui|quoi|quelles?|quels?|cosa|che|wat|welke|co|ktore)(?!\S)"
)
NOT_OF_ONE = frozenset({Intent.LIST_POS, Intent.SPEND_SUMMARY, Intent.SUPPLIER_INFO, Intent.SUPPLIER_PERFORMANCE})
LAST_ONE = re.compile(r"(?<!\S)the last (?:one|order|po)(?!\S)")
BOTH = re.compile(r"(?<!\S)(?:both|all of them|all|beide|les deux|ambos|entrambi|beiden|oba)(?!\S)")


def continues(r: Reading, intent: Intent | None) -> bool:
    """Whether a message takes its meaning from the one before."""
    if intent is None or _bare(r):
        return True
    words = [w for w in r.text.words if w.flat != "?"]
    if _picks(r) and intent in {Intent.PO_STATUS, Intent.LIST_POS}:
        return True
    short = len(words) <= 4 and ELLIPSIS.match(r.line) is not None
    return (
        short
        and intent in {Intent.PO_STATUS, Intent.LIST_POS}
        and not r.says("late", "ship", "draft", "cancelled", "unconfirmed", "open", "replenish")
        and not (r.says("status") and not re.match(r"(?:what|how) about|was ist mit|a co z", r.line))
    )


def _bare(r: Reading) -> bool:
    """Nothing but names and small words: `P00215`, `Lumber please`; `where is P00215` is a question of its own."""
    if r.says("status") and ELLIPSIS.match(r.line) is None:
        return False
    small = FILLER | {"?", "order", "po", "please"}
    return bool(r.refs or r.names.suppliers) and all(w.taken or w.flat in small for w in r.text.words)


def _picks(r: Reading) -> bool:
    return any(p.search(r.line) for p in (OTHER, LAST_ONE, *ORDINALS[:])) and not r.refs


def merge(
    r: Reading, intent: Intent | None, before: Plan, read_as: Callable[[Intent], Entities], thread: Sequence[Turn]
) -> Plan:
    """The earlier question, with what the message says anew laid over it."""
    wanted = before.intent
    if wanted is Intent.ACTION_REQUEST:
        said = read_as(Intent.PO_STATUS)
        if not said.subjects and not _picks(r):
            return Plan(Intent.OUT_OF_SCOPE, Behaviour.DECLINE)
        return Plan(Intent.ACTION_REQUEST, Behaviour.REFUSE_ACTION, _over(before.entities, said))
    said = read_as(wanted)
    picked = _picked(r, before, thread)
    if picked is not None:
        said = replace(said, po_refs=picked)
    elif _picks(r):
        return replace(
            before,
            behaviour=Behaviour.CLARIFY,
            entities=replace(before.entities, po_refs=()),
            note="Which order do you mean?",
        )
    if said.po_refs and wanted in NOT_OF_ONE:
        return Plan(Intent.PO_STATUS, Behaviour.ANSWER, read_as(Intent.PO_STATUS))
    anything = said.subjects or said.date_from or said.date_to or said.limit or said.min_amount or said.max_amount
    if not anything and not r.names.doubtful and not r.unknown_vendors:
        if r.line.split() and not ELLIPSIS.match(r.line):
            return Plan(Intent.OUT_OF_SCOPE, Behaviour.DECLINE)
        return replace(before, behaviour=Behaviour.ANSWER if before.entities.subjects else Behaviour.CLARIFY)
    return Plan(wanted, Behaviour.ANSWER, _over(before.entities, said), topic=before.topic)


def fill(plan: Plan, r: Reading, before: Plan, thread: Sequence[Turn]) -> Plan:
    """A question of its own that says `it`, or not at all what it is about: that stands in the thread."""
    entities = plan.entities
    if entities.po_refs or entities.suppliers or entities.products or r.names.doubtful or r.unknown_vendors:
        return plan
    picked = _picked(r, before, thread)
    if picked is not None:
        return replace(plan, entities=replace(entities, po_refs=picked))
    if _new_topic(plan.intent, r) or (plan.intent is Intent.SPEND_SUMMARY and (before.entities.po_refs or plan.topic)):
        return plan
    if (
        plan.intent in {Intent.SUPPLIER_INFO, Intent.SUPPLIER_PERFORMANCE, Intent.SPEND_SUMMARY, Intent.MAIL_SUMMARY}
        and not before.entities.po_refs
    ):
        if plan.intent is not Intent.SUPPLIER_PERFORMANCE or not r.says("who"):
            return replace(plan, entities=replace(entities, suppliers=before.entities.suppliers))
        return plan
    if plan.intent in {Intent.LIST_POS, Intent.LATE_POS} and not before.entities.po_refs and not r.says("pronoun"):
        return plan
    if before.entities.po_refs and not entities.user:
        intent = Intent.ORDER_CONTENTS if plan.intent is Intent.PRICE_HISTORY else plan.intent
        return replace(plan, intent=intent, entities=replace(entities, po_refs=before.entities.po_refs))
    if before.entities.suppliers or before.entities.products:
        return replace(
            plan, entities=replace(entities, suppliers=before.entities.suppliers, products=before.entities.products)
        )
    told = _last_told(thread)
    if len(told) == 1:
        return replace(plan, entities=replace(entities, po_refs=told))
    return plan


def _new_topic(intent: Intent, r: Reading) -> bool:
    """Whether a question is whole without its thread: it asks for a list, or `what` in a period of its own."""
    if ALREADY_NAMED.search(r.line):
        return False
    if r.says("list", "plural") or (r.says("unpaid", "unbilled") and BILLS.search(r.line)):
        return True
    asks_what = WHAT.match(r.line) is not None and not r.says("pronoun")
    return asks_what and (intent in {Intent.APPROVAL_STATUS, Intent.LATE_POS} or r.period is not None)


def _over(before: Entities, said: Entities) -> Entities:
    """Earlier entities with later ones laid over: an order replaces an order, a vendor a vendor, a period a period."""
    merged = replace(
        before,
        status=said.status or before.status,
        limit=said.limit or before.limit,
        min_amount=said.min_amount or before.min_amount,
        max_amount=said.max_amount or before.max_amount,
        warehouse=said.warehouse or before.warehouse,
        user=said.user or before.user,
        products=said.products or before.products,
        suppliers=said.suppliers or before.suppliers,
        po_refs=said.po_refs or before.po_refs,
    )
    if said.po_refs:
        merged = replace(merged, suppliers=said.suppliers, products=said.products)
    elif said.suppliers or said.products:
        merged = replace(merged, po_refs=())
    if said.suppliers and not said.products and before.products and not before.suppliers:
        merged = replace(merged, products=before.products)
    if said.date_from or said.date_to:
        merged = replace(merged, date_from=said.date_from, date_to=said.date_to)
    return merged


def _picked(r: Reading, before: Plan, thread: Sequence[Turn]) -> tuple[str, ...] | None:
    """The orders that `the other one` or `the second` mean; None when that is not said or not clear."""
    if r.refs:
        return None
    every = tuple(dict.fromkeys(ref for turn in thread for ref in references(turn.text)))
    if OTHER.search(r.line):
        others = tuple(ref for ref in every if ref not in before.entities.po_refs)
        return others if len(others) == 1 else None
    told = _last_told(thread) or every
    if LAST_ONE.search(r.line) and told:
        return told[-1:]
    if BOTH.search(r.line) and len(told) == 2:
        return told
    for index, pattern in enumerate(ORDINALS):
        if pattern.search(r.line) and index < len(told) and not r.says("when"):
            return told[index : index + 1]
    return None


def _last_told(thread: Sequence[Turn]) -> tuple[str, ...]:
    """The orders in the last message that names any."""
    for turn in reversed(thread):
        if found := references(turn.text):
            return found
    return ()
