"""That a vendor confirms an order: by words that say so, not because the order's number stands in the mail."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.domain.orders import OrderState
from bot.domain.placing import SENTENCE
from bot.domain.proposals import Field
from bot.domain.proposing.draft import Draft
from bot.domain.spelling import flat
from bot.domain.triage import Mail, MailClass, Part, Reference, Span, digits_of

LONGEST_QUOTE = 160
# What may stand beside a confirmation: "confirmed, but it comes a week later". Other classes confirm nothing.
CARRIES = {
    MailClass.ORDER_CONFIRMATION,
    MailClass.DELAY,
    MailClass.PARTIAL_SHORTAGE,
    MailClass.PRICE_CHANGE,
    MailClass.SHIPMENT,
}
AN_ORDER = (
    r"(?:purchase orders?|orders?|po|p0*\d{2,8}|bestellung(?:en)?|auftrag|auftrags|commandes?|pedidos?|ordine|ordini|"
    r"bestelling(?:en)?|zamowieni\w+|ordern?|ordre[nr]?)"
)
CONFIRMING = (
    r"(?:confirm\w*|conferm\w*|acknowledg\w*|accept(?:ed|s)?|bestatig\w*|bevestig\w*|potwierdz\w*|"
    r"bekraft\w*|bekreft\w*)"
)
# "Order confirmation", in one word or in several: a name for the mail itself.
NAMED = re.compile(
    r"\b(?P<ours>(?:your|ihre|votre|su|vostra|uw) )?(?:auftragsbestatigung|bestellbestatigung|"
    r"orderbevestiging|orderbekraftelse|ordrebekreftelse|"
    r"order (?:confirmation|acknowledge?ment)|(?:confirmation de|confirmacion de|conferma d|conferma dell|"
    r"potwierdzenie) (?:commande|pedido|ordine|zamowienia))\b"
)
SAYS = re.compile(
    rf"\b(?:{CONFIRMING}\b(?P<after>.{{0,60}}?)\b{AN_ORDER}|{AN_ORDER}\b(?P<before>.{{0,60}}?)\b{CONFIRMING})\b"
)
# Between the two words these tell that something else is confirmed: a slip, a price, that a mail came in.
SOMETHING_ELSE = re.compile(
    r"\b(?:delay\w*|late\w*|postpon\w*|chang\w*|new|prices?|receipt|received?|cancel\w*|e-?mail|"
    r"verspat\w*|verzog\w*|neuen?|preise?|erhalt\w*|eingang|retard\w*|prix|reception|retras\w*|precios?|recepcion|"
    r"ritard\w*|prezz[oi]|ricezione|vertrag\w*|vertraag\w*|prijs\w*|ontvangst|opozn\w*|ceny|but|however|aber|mais|pero)\b"
)
# Right before the word: it is refused, asked of us, or still to come.
NOT_YET = re.compile(
    r"\b(?:not|cannot|can t|couldn t|unable|never|without|unless|until|once|if|whether|as soon as|before|"
    r"(?:please|kindly|bitte)(?! (?:find|see|note|be|finden|beachten))|could you|can you|will|shall|to be|await\w*|"
    r"wait\w*|pending|nicht|keine?|werden wir|sobald|falls|ne|pas|merci de|veuillez|des que|no(?!\.?\s*#?p?\d)|"
    r"por favor|favor de|non|prego|appena|niet|gelieve|zodra|nie|prosimy|prosze|inte|ikke)\b"
)
TO_FOLLOW = re.compile(r"^\W*(?:\w+\W+){0,2}?(?:follow\w*|folgt|suivra|suit|seguira|segue|volgt|pending|later)\b")
NEAR = 32  # letters before the word that can take it back


def confirmation(draft: Draft) -> None:
    """Add that the vendor confirms the order, with the sentence that says so."""
    order, said = draft.order, draft.suggestion
    if order.acknowledged or order.state is not OrderState.PURCHASE or said.primary not in CARRIES:
        return
    span, taken_back = _words(draft.mail, digits_of(order.name), said.references)
    if span is None and said.primary is MailClass.ORDER_CONFIRMATION and not taken_back:
        named = [one.span for one in said.references if one.digits == digits_of(order.name)]
        span = next(filter(draft.supported, named), None)
    if span is not None:
        draft.add(Field.CONFIRMED, None, "no", "yes", "", span, caution=draft.caution())


def _words(mail: Mail, order: str, references: Sequence[Reference]) -> tuple[Span | None, bool]:
    """The sentence that confirms the order with these digits; and whether one asks for that instead, or refuses it."""
    taken_back = False
    several = len({one.digits for one in references}) > 1
    cuts = [0, *(cut.end() for cut in SENTENCE.finditer(mail.text)), len(mail.text)]
    for start, end in pairwise(cuts):
        sentence = mail.text[start:end].strip()
        says = _confirms(sentence)
        if says is None:
            continue
        here = {one.digits for one in references if one.span.part is Part.BODY and start <= one.span.start < end}
        if not says:
            taken_back = True
        elif order in here or not (here or several):
            return Span(Part.BODY, mail.text.index(sentence, start), sentence[:LONGEST_QUOTE].rstrip()), taken_back
    return None, taken_back


def _confirms(sentence: str) -> bool | None:
    """Whether a sentence confirms an order, or takes that back; None where it speaks of something else."""
    folded = flat(sentence)
    hits = [hit for hit in SAYS.finditer(folded) if not SOMETHING_ELSE.search(hit["after"] or hit["before"] or "")]
    hits += NAMED.finditer(folded)
    if not hits:
        return None
    return not folded.endswith("?") and not any(map(_taken_back, hits))


def _taken_back(hit: re.Match[str]) -> bool:
    near = hit.string[max(0, hit.start() - NEAR) : hit.start()].rpartition(",")[2]
    between, asked_of_us = hit.groupdict().get("before") or "", hit.groupdict().get("ours")
    return bool(
        asked_of_us or NOT_YET.search(near) or NOT_YET.search(between) or TO_FOLLOW.search(hit.string[hit.end() :])
    )
