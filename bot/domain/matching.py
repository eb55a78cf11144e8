"""Which order a supplier's mail is about: a ladder of evidence, each step scored and shown.

An order is offered only if it is the sender's, by what Odoo knows of the vendor. What is turned down is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.mail import StoredMail, VendorRef
from bot.domain.placing import goods_named
from bot.domain.supply import SupplyOrder
from bot.domain.triage import Mail, Part, Reference, Span, Suggestion, digits_of


class Rung(StrEnum):
    """A step of the ladder, the strongest first."""

    SUBJECT = "subject"  # our number in the subject
    BODY = "body"  # our number in the text or an attachment
    THREAD = "thread"  # it answers a mail that Odoo sent about the order, or Odoo hung it there
    THEIR_REFERENCE = "their_reference"  # the vendor's own number, as kept on the order
    GOODS = "goods"  # the vendor's only order with these goods and quantities
    ONLY_OPEN = "only_open"  # the vendor's only open order


# How far a step alone carries. Together they add up as independent evidence does: 1 - (1-a)(1-b)...
WEIGHTS = {
    Rung.SUBJECT: 0.80,
    Rung.BODY: 0.75,
    Rung.THREAD: 0.70,
    Rung.THEIR_REFERENCE: 0.65,
    Rung.GOODS: 0.50,
    Rung.ONLY_OPEN: 0.40,
}
NAMED = frozenset({Rung.SUBJECT, Rung.BODY, Rung.THREAD, Rung.THEIR_REFERENCE})
# So much better must the best guess be than the next one, or a person chooses.
MARGIN = 0.15
MOST_CHOICES = 5
OUR_NUMBER = re.compile(r"(?<![\w/])P(?:O|\.O\.)?[ #:.-]{0,2}0*([1-9]\d{1,7})(?![\w/]|[.,]\d)", re.IGNORECASE)
SHORTEST_REFERENCE = 4
PLACES = {Part.SUBJECT: "in the subject", Part.BODY: "in the text", Part.ATTACHMENT: "in an attached file"}


class SenderFit(StrEnum):
    """How the sender belongs to a vendor."""

    ADDRESS = "address"  # the address of one of its contacts
    DOMAIN = "domain"  # an unknown address at its domain
    LOOKALIKE = "lookalike"  # a domain that is made to resemble it
    UNKNOWN = "unknown"  # nobody that Odoo knows
    OTHER = "other"  # belongs to another vendor


OF_THE_VENDOR = frozenset({SenderFit.ADDRESS, SenderFit.DOMAIN})


@dataclass(frozen=True)
class Evidence:
    """One step that holds: how much it counts, and the words or the fact it rests on."""

    rung: Rung
    score: float
    words: str


@dataclass(frozen=True)
class Candidate:
    """An order that the mail may be about."""

    order_id: int
    order_name: str
    vendor: str
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Match:
    """What the ladder led to.

    `chosen` are the orders that the mail is about (a mail may name several); where that is open,
    `candidates` are what a person may choose from. `turned_down` says what was named and is not offered, and why.
    """

    chosen: tuple[Candidate, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    turned_down: tuple[str, ...] = ()
    sender: SenderFit = SenderFit.UNKNOWN
    sender_words: str = ""

    def led_to(self, order_id: int) -> bool:
        """Whether the ladder leads to an order, alone or beside others."""
        return order_id in {one.order_id for one in (*self.chosen, *self.candidates)}

    @property
    def sure_of_sender(self) -> bool:
        """Whether the sender is somebody of the vendor, as far as an address can tell."""
        return self.sender in OF_THE_VENDOR


@dataclass(frozen=True)
class Senders:
    """The vendors that the sender belongs to, by address or by domain; the domain that it resembles."""

    vendors: tuple[VendorRef, ...] = ()
    exact: bool = False
    lookalike_of: str = ""


def match(
    stored: StoredMail,
    mail: Mail,
    suggestion: Suggestion,
    senders: Senders,
    named: Sequence[SupplyOrder],
    open_orders: Sequence[SupplyOrder],
    pointed: Mapping[int, str] | None = None,
) -> Match:
    """The orders a mail is about.

    `named` are the orders that its references, its thread or Odoo point at; `open_orders` those of the sender's
    vendors that goods are still awaited of. Both were read from Odoo just now. `pointed`: orders that the conversation
    or a mark of ours in the mail leads to, with the words for it.
    """
    own = {vendor.id for vendor in senders.vendors}
    turned_down = list(_unknown(suggestion.references, named))
    ours: list[SupplyOrder] = []
    for order in named:
        if own and order.vendor.id not in own:
            whose = ", ".join(vendor.name for vendor in senders.vendors)
            turned_down.append(f"{order.name} is an order to another vendor, and the sender belongs to {whose}.")
        else:
            ours.append(order)
    pool = {order.id: order for order in [*ours, *(open_orders if own else ())]}
    their_goods = {order.id: goods_named(mail, suggestion, order) for order in open_orders if own}
    found = [
        _weigh(stored, mail, suggestion, order, their_goods, open_orders if own else (), pointed or {})
        for order in pool.values()
    ]
    found = sorted((one for one in found if one.evidence), key=lambda one: (-one.score, one.order_name))
    pointed_at = [one for one in found if NAMED & {piece.rung for piece in one.evidence}]
    foreign = len(ours) < len(named) and not pointed_at
    fit, words = sender_fit(stored, senders, foreign)
    by_number = [one for one in pointed_at if {Rung.SUBJECT, Rung.BODY} & {piece.rung for piece in one.evidence}]
    chosen = by_number or pointed_at
    if by_number:
        return Match(tuple(by_number), (), tuple(turned_down), fit, words)
    if len(chosen) == 1:
        return Match(tuple(chosen), (), tuple(turned_down), fit, words)
    if turned_down and not pointed_at:
        # It names an order that is not the sender's: guessing another one instead would be worse than asking nobody.
        return Match((), (), tuple(turned_down), fit, words)
    rest = chosen or found
    if len(rest) == 1 or (len(rest) > 1 and rest[0].score - rest[1].score >= MARGIN):
        return Match((rest[0],), (), tuple(turned_down), fit, words)
    return Match((), tuple(rest[:MOST_CHOICES]), tuple(turned_down), fit, words)


def said_to_be(found: Match, stored: StoredMail, senders: Senders, order: SupplyOrder) -> Match:
    """The match once a person said which order it is: how the sender stands to that one."""
    if found.sender is SenderFit.LOOKALIKE or not senders.vendors:
        return found
    if order.vendor.id in {vendor.id for vendor in senders.vendors}:
        fit, words = sender_fit(stored, senders, only_foreign=False)
        return replace(found, sender=fit, sender_words=words)
    names = ", ".join(vendor.name for vendor in senders.vendors)
    words = f"{stored.sender.email or 'nobody'} belongs to {names}, and {order.name} is an order to {order.vendor.name}"
    return replace(found, sender=SenderFit.UNKNOWN, sender_words=words)


def written(mail: Mail) -> tuple[Reference, ...]:
    """Whatever looks like one of our numbers in subject and text, whether or not an engine took it for an order.

    An engine leaves out what it does not know as open: an order of a minute ago, one that is closed, a foreign one.
    """
    found: dict[str, Reference] = {}
    for part in (Part.SUBJECT, Part.BODY):
        for hit in OUR_NUMBER.finditer(mail.part(part)):
            reference = Reference(f"P{int(hit[1]):05}", Span(part, hit.start(), hit.group()))
            found.setdefault(reference.digits, reference)
    return tuple(found.values())


def _unknown(references: Iterable[Reference], named: Sequence[SupplyOrder]) -> Iterable[str]:
    known = {digits_of(order.name) for order in named}
    for reference in references:
        if reference.digits not in known:
            yield f"{reference.po} is not an order that I can see in Odoo."


def _weigh(
    stored: StoredMail,
    mail: Mail,
    suggestion: Suggestion,
    order: SupplyOrder,
    goods: dict[int, str],
    open_orders: Sequence[SupplyOrder],
    pointed: Mapping[int, str],
) -> Candidate:
    evidence: list[Evidence] = []
    named = [reference for reference in suggestion.references if reference.digits == digits_of(order.name)]
    for reference in named[:1]:
        rung = Rung.SUBJECT if reference.span.part is Part.SUBJECT else Rung.BODY
        evidence.append(_piece(rung, f"“{reference.span.text}” {PLACES[reference.span.part]}"))
    if order.id in stored.answers_orders:
        evidence.append(_piece(Rung.THREAD, f"it answers a mail that Odoo sent about {order.name}"))
    elif stored.order_id == order.id:
        evidence.append(_piece(Rung.THREAD, f"Odoo filed it on {order.name}"))
    elif order.id in pointed:
        evidence.append(_piece(Rung.THREAD, pointed[order.id]))
    if _mentions(mail, order.their_reference):
        evidence.append(_piece(Rung.THEIR_REFERENCE, f"“{order.their_reference}” is the vendor’s number on the order"))
    if goods.get(order.id) and not any(words for other, words in goods.items() if other != order.id):
        evidence.append(_piece(Rung.GOODS, f"the vendor’s only open order with {goods[order.id]}"))
    if [one.id for one in open_orders] == [order.id]:
        evidence.append(_piece(Rung.ONLY_OPEN, "the vendor’s only open order"))
    doubt = 1.0
    for piece in evidence:
        doubt *= 1 - piece.score
    return Candidate(order.id, order.name, order.vendor.name, round(1 - doubt, 2), tuple(evidence))


def _piece(rung: Rung, words: str) -> Evidence:
    return Evidence(rung, WEIGHTS[rung], words)


def _mentions(mail: Mail, reference: str) -> bool:
    """Whether a vendor's own number stands in the mail as a word of its own; very short ones prove nothing."""
    if len(reference) < SHORTEST_REFERENCE or not any(c.isdigit() for c in reference):
        return False
    pattern = re.compile(rf"(?<![\w-]){re.escape(reference)}(?![\w-])", re.IGNORECASE)
    return any(pattern.search(mail.part(part)) for part in (Part.SUBJECT, Part.BODY, Part.ATTACHMENT))


def sender_fit(stored: StoredMail, senders: Senders, only_foreign: bool) -> tuple[SenderFit, str]:
    """Whether the sender belongs to a vendor, and that in words. `only_foreign`: to another one than the order's."""
    address = stored.sender.email or "nobody"
    names = ", ".join(vendor.name for vendor in senders.vendors)
    if senders.lookalike_of:
        return SenderFit.LOOKALIKE, f"{address} only resembles {senders.lookalike_of}"
    if not senders.vendors:
        return SenderFit.UNKNOWN, f"{address} is not known in Odoo as a contact of any vendor"
    if only_foreign:
        return SenderFit.OTHER, f"{address} belongs to {names}, and the order named is not theirs"
    if senders.exact:
        return SenderFit.ADDRESS, f"{address} is a contact of {names}"
    return SenderFit.DOMAIN, f"{address} is not a contact, but writes from the domain of {names}"
