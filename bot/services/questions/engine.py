"""The embedded engine: from a question as typed to a plan, without any model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain.questions import Behaviour, Entities, Intent, Plan, Question, Turn
from bot.domain.vocabulary import Vocabulary, nearest
from bot.services.questions import amounts, follow_up
from bot.services.questions.dates import Leaning, NoSuchDay, Period
from bot.services.questions.intents import intent_of, promised
from bot.services.questions.naming import Finder
from bot.services.questions.reading import Reading, names_of, products_of, read

_AHEAD = frozenset({Intent.ETA, Intent.ACTION_REQUEST})
_NEEDS_ORDER = frozenset({Intent.PO_STATUS, Intent.CONFIRMATION_STATUS, Intent.ORDER_CONTENTS})
_FROM_MAIL = frozenset({Intent.MAIL_SUMMARY})
_CAN_BE_MINE = frozenset({Intent.APPROVAL_STATUS, Intent.LIST_POS, Intent.LATE_POS})
_EARLIER = 6  # messages of a thread that are looked at
_ASKS_ONE = re.compile(
    r"(?<!\S)(?:it|that|this|its|they|them|those|these|the order|that order|this order|the po|my "
    r"order|our order|es|il|elle|lo|het|dat|ono)(?!\S)"
)


_BY = r"(?<!\S)(?:per|by|for each|each|every|je|nach|pro|par|por|na|voor elke|przez|wg|wedlug) "
GROUPED = {
    "by_month": re.compile(_BY + r"(?:month|monat|mois|mes|mese|maand|miesiac)|monthly|monatlich|mensuel"),
    "by_category": re.compile(r"categor|warengruppe|kategor|product ?group|produktgruppe|productgroep"),
    "by_product": re.compile(_BY + r"(?:product|item|article|artikel|produkt|produit|producto|prodotto)"),
    "by_buyer": re.compile(_BY + r"(?:buyer|purchaser|einkaufer|acheteur|comprador|acquirente|inkoper|kupujac)"),
    "by_warehouse": re.compile(_BY + r"(?:warehouse|site|depot|lager|entrepot|almacen|magazzino|magazijn|magazyn)"),
}


class Engine:
    """Understands questions about one company's purchases. Pure: the vocabulary and the day are given."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._finder = Finder(vocabulary)

    def plan(self, question: Question) -> Plan:
        """What a question means, in the light of its thread."""
        thread = question.thread[-_EARLIER:]
        reading = read(question.text, self._finder)
        social = self._social(reading, bool(thread))
        if social is not None:
            return social
        try:
            return self._business(reading, question.now, thread)
        except NoSuchDay as error:
            note = f"There is no {error} in the calendar"
            intent = intent_of(reading) or Intent.LIST_POS
            return Plan(intent, Behaviour.CLARIFY, self._named(reading), note=note)

    def _social(self, r: Reading, in_thread: bool) -> Plan | None:
        """What is no question about purchases."""
        if r.injection:
            return Plan(Intent.INJECTION, Behaviour.REFUSE_INJECTION)
        if r.empty:
            return Plan(Intent.SMALLTALK, Behaviour.SMALLTALK)
        named = bool(r.refs or r.names.suppliers or r.names.products or r.names.doubtful)
        if r.help and not named:
            return Plan(Intent.HELP, Behaviour.HELP)
        if r.foreign and not named and (r.action or not r.says("order", "bill", "approval", "price", "arrive", "mail")):
            return Plan(Intent.OUT_OF_SCOPE, Behaviour.DECLINE)
        if r.action:
            return None
        if r.chat and not named and not (in_thread and r.period is not None):
            return Plan(Intent.SMALLTALK, Behaviour.SMALLTALK)
        if r.foreign and not r.refs and not r.names.suppliers:
            return Plan(Intent.OUT_OF_SCOPE, Behaviour.DECLINE)
        return None

    def _business(self, r: Reading, now: date, thread: Sequence[Turn]) -> Plan:
        before = self._before(thread, now)
        if r.action:
            return self._action(r, now, before)
        intent = intent_of(r)
        if intent is Intent.ETA and self._is_over(r, now) and not promised(r):
            intent = Intent.RECEIPT_STATUS  # what arrives on a day that has passed is what arrived
        if before is not None and follow_up.continues(r, intent):
            merged = follow_up.merge(r, intent, before, lambda chosen: self._entities(r, chosen, now), thread)
            return self._judged(merged, r, before)
        if intent is None:
            intent = self._bare(r)
            if intent is None:
                return Plan(Intent.OUT_OF_SCOPE, Behaviour.DECLINE)
        plan = Plan(intent, Behaviour.ANSWER, self._entities(r, intent, now), topic=_topic(r, intent))
        if before is not None:
            plan = follow_up.fill(plan, r, before, thread)
        return self._judged(plan, r, before)

    def _bare(self, r: Reading) -> Intent | None:
        """Nothing but a name: what people most probably want to know of it."""
        if r.refs:
            return Intent.PO_STATUS
        if r.names.suppliers or r.names.doubtful or r.unknown_vendors:
            return Intent.LIST_POS
        if r.names.products or r.names.warehouses:
            return Intent.ETA
        if r.names.users and r.says("order"):
            return Intent.LIST_POS
        return None

    def _before(self, thread: Sequence[Turn], now: date) -> Plan | None:
        """The plan of the last message of the thread that asked something."""
        for at in range(len(thread) - 1, -1, -1):
            if thread[at].role != "user":
                continue
            plan = self.plan(Question(thread[at].text, now, tuple(thread[:at])))
            if plan.behaviour not in {
                Behaviour.SMALLTALK,
                Behaviour.HELP,
                Behaviour.DECLINE,
                Behaviour.REFUSE_INJECTION,
            }:
                return plan
        return None

    def _action(self, r: Reading, now: date, before: Plan | None) -> Plan:
        entities = self._named(r)
        qty = amounts.quantity(r.text)
        period = self._period(r, Intent.ACTION_REQUEST, now)
        entities = replace(entities, qty=qty, date_from=period.start, date_to=period.end)
        if before is not None and not (entities.po_refs or entities.suppliers or entities.products):
            entities = replace(entities, po_refs=before.entities.po_refs)
            if not before.entities.po_refs:
                entities = replace(entities, suppliers=before.entities.suppliers, products=before.entities.products)
        return Plan(Intent.ACTION_REQUEST, Behaviour.REFUSE_ACTION, entities)

    def _named(self, r: Reading) -> Entities:
        """The names in a message, without what depends on the intent."""
        suppliers = (*names_of(r.names.suppliers), *r.unknown_vendors)
        place = r.names.warehouses[0] if r.names.warehouses else None
        return Entities(
            po_refs=r.refs,
            suppliers=suppliers or names_of(list(r.names.doubtful)),
            products=products_of(r) if r.names.products or r.action else (),
            warehouse=(place.code or place.name) if place else None,
            user=r.names.users[0].name if r.names.users else None,
        )

    def _entities(self, r: Reading, intent: Intent, now: date) -> Entities:
        period = self._period(r, intent, now)
        named = self._named(r)
        if intent is Intent.PRICE_HISTORY:
            named = replace(named, products=products_of(r))
        elif intent is Intent.ETA and not named.subjects and r.period is None:
            named = replace(named, products=r.unknown_products)
        mine = intent in _CAN_BE_MINE and r.says("mine") and not r.refs and not named.user
        return replace(
            named,
            date_from=period.start,
            date_to=period.end,
            status=_status(r, intent),
            min_amount=r.numbers.min_amount,
            max_amount=r.numbers.max_amount,
            limit=r.numbers.limit,
            user="me" if mine else named.user,
            mail_class=r.mail_class if intent in _FROM_MAIL else None,
        )

    def _is_over(self, r: Reading, now: date) -> bool:
        """Whether a period is named that has passed, however one takes it."""
        end = self._period(r, Intent.ETA, now).end
        return end is not None and end < now

    def _period(self, r: Reading, intent: Intent, now: date) -> Period:
        if r.period is None:
            return Period(None, None)
        return r.period(now, Leaning.AHEAD if intent in _AHEAD else Leaning.BEHIND)

    def _judged(self, plan: Plan, r: Reading, before: Plan | None) -> Plan:
        """Whether a plan can be answered, has to be asked back, or names somebody whom nobody knows."""
        entities = plan.entities
        if plan.behaviour is not Behaviour.ANSWER:
            return plan
        if r.names.doubtful and not names_of(r.names.suppliers):
            choices = names_of(list(r.names.doubtful))
            return replace(plan, behaviour=Behaviour.CLARIFY, choices=choices, note="Which vendor do you mean?")
        if r.names.doubtful_users and not r.names.users:
            choices = names_of(list(r.names.doubtful_users))
            return replace(plan, behaviour=Behaviour.CLARIFY, choices=choices, note="Whom do you mean?")
        if r.unknown_vendors and not r.names.suppliers:
            near = tuple(n for u in r.unknown_vendors for n in nearest(u, self._vocabulary.suppliers))
            return replace(plan, behaviour=Behaviour.NOT_FOUND, unknown=r.unknown_vendors, nearest=near)
        if r.unknown_products and entities.products == r.unknown_products:
            near = tuple(n for u in r.unknown_products for n in nearest(u, self._vocabulary.products))
            return replace(plan, behaviour=Behaviour.NOT_FOUND, unknown=r.unknown_products, nearest=near)
        if self._too_little(plan, r):
            return replace(plan, behaviour=Behaviour.CLARIFY, note=_ask_back(plan.intent))
        return plan

    def _too_little(self, plan: Plan, r: Reading) -> bool:
        """Whether it isn't said which order, vendor or product is meant."""
        entities, intent = plan.entities, plan.intent
        about = entities.po_refs or entities.suppliers or entities.products or entities.warehouse
        if about or plan.topic:
            return False
        if intent in _NEEDS_ORDER:
            return True
        if intent is Intent.PRICE_HISTORY:
            return True
        if intent is Intent.SUPPLIER_INFO:
            return True
        narrowed = entities.date_from or entities.date_to or entities.status or entities.user
        one = _ASKS_ONE.search(r.line) is not None
        if intent is Intent.RECEIPT_STATUS:
            return not (entities.date_from or entities.date_to) and (one or not r.says("list", "plural", "missing"))
        if intent in {Intent.ETA, Intent.BILLING_STATUS, Intent.APPROVAL_STATUS}:
            if one and not r.says("plural", "list"):
                return intent is not Intent.APPROVAL_STATUS or entities.user is None
            return intent is Intent.ETA and not narrowed and r.says("when")
        if intent is Intent.LATE_POS:
            return one and not r.says("list", "plural") and re.search(r"which|what", r.line) is None
        return False


def _topic(r: Reading, intent: Intent) -> str:
    """What is asked for within an intent where that makes another look-up of it."""
    if intent is Intent.LIST_POS and r.says("replenish"):
        return "replenishment"
    if intent is Intent.LIST_POS and re.search(
        r"(?<!\S)(?:biggest|largest|highest|most expensive|grossten|teuersten|plus grosses|mayores|"
        r"maggiori|grootste|najwieksze)",
        r.line,
    ):
        return "largest"
    if intent is Intent.LATE_POS and r.says("holds"):
        return "at_risk"
    if intent is Intent.SPEND_SUMMARY:
        grouped = (topic for topic, pattern in GROUPED.items() if pattern.search(r.line))
        return next(grouped, "")
    return ""


def _status(r: Reading, intent: Intent) -> str | None:
    if intent is Intent.LATE_POS:
        return "late"
    if intent is Intent.SUPPLIER_PERFORMANCE:
        return "late" if r.says("late") else None
    if intent is Intent.RECEIPT_STATUS:
        return "open" if r.says("missing") else None
    if intent is Intent.APPROVAL_STATUS:
        past = re.search(
            r"(?<!\S)(?:who|when|did|have|has) (?:\S+ )?approved|approved (?:by|last|this|yesterday|today|periodname)",
            r.line,
        )
        return "to_approve" if not r.refs and not past and not _ASKS_ONE.search(r.line) else None
    if intent is Intent.BILLING_STATUS and not r.refs:
        return _bill_status(r)
    if intent is Intent.LIST_POS:
        for meaning, status in (
            ("unconfirmed", "unconfirmed"), ("sent", "sent"), ("cancelled", "cancelled"), ("supplied", "confirmed"),
            ("draft", "draft"), ("missing", "open"), ("open", "open"),
        ):  # fmt: skip
            if r.says(meaning):
                return status
    return None


def _bill_status(r: Reading) -> str | None:
    if r.says("received", "arrive") and r.says("not", "unbilled") and not r.says("unpaid"):
        return "received_not_billed"
    if r.says("unpaid"):
        return "unpaid"
    if r.says("unbilled"):
        return "unbilled"
    if r.says("late"):
        return "unpaid"
    return "unpaid" if r.says("open", "waiting") else None


def _ask_back(intent: Intent) -> str:
    if intent is Intent.PRICE_HISTORY:
        return "Which product do you mean?"
    if intent is Intent.SUPPLIER_INFO:
        return "Which vendor do you mean?"
    return "Which order do you mean?"
