"""What a promised day is for, in the mail's own words: the rest, `40 valves`, `shower sets`."""

from __future__ import annotations

import re

from bot.adapters.triage import references
from bot.adapters.triage.dates import mentions
from bot.adapters.triage.tables import rows
from bot.adapters.triage.words import fold, sentences
from bot.domain.triage import Mail, Part, PromisedDate

REST = "the rest"
LONGEST = 40
_REST = re.compile(
    r"\b(?:remaining|remainder|rest|balance|missing|ubrigen?|restlichen?|restmenge|fehlenden?|reste|solde|reliquat|restantes?|resto|saldo|restanti|rimanenti|overige|resterende|ontbrekende|reszta|pozostal\w+|brakuj\w+|resten|resterande|zbytek|zbyvajici)\b"
)
# Goods stand at the beginning of their clause: "but the shower sets are", "40 valves ship".
_CLAUSE = re.compile(
    r"[,;:(|]|\s(?:and|but|while|und|aber|sowie|et|mais|y|pero|ma|mentre|en|maar|oraz|ale|mas|och|men|og)\s"
)
_GOODS = re.compile(
    r"^\W*(?:then |dann |and |but |und |aber )?(?P<named>(?:the|your|our|die|der|das|den|ihre?|les?|la|los|las|el|i|gli|il|de|het|os?|as?)\s)?(?P<goods>(?:\d[\d.,]{0,7}\s?)?[^\W\d_][\w-]*(?:\s(?:of\s|de\s|di\s)?[^\W\d_][\w-]*)?)\s+"
    r"(?P<verb>is|are|will|can|cannot|could|should|ship\w*|leave\w*|arriv\w*|come|comes|go|goes|follow\w*|deliver\w*|move\w*|slip\w*|sind|ist|wird|werden|kommt|kommen|geht|gehen|folgt|folgen|sera|seront|part|partent|arrive\w*|suiv\w+|sale|salen|llega\w*|sera\w*|siguen?|parte|partono|arriva\w*|segue|seguono|komt|komen|gaat|gaan|volgt|volgen|zijn|wordt|worden|"
    r"jest|sa|beda|bedzie|przyjd\w+|dotr\w+|chega\w*|seguem|kommer|ar|blir|er|bliver|dorazi|prijd\w+|odejd\w+)\b"
)
_NO_GOODS = re.compile(
    r"\b(?:new|old|planned|previous|requested|confirmed|will|would|be|not|vous|you|ihnen|u|ci|se|are|is|on|by|we|it|they|this|that|these|those|there|i|you|he|she|which|what|who|all|everything|goods|order|orders|delivery|deliveries|shipment|date|eta|etd|unfortunately|now|today|wir|es|sie|er|das|ich|leider|ware|waren|lieferung|liefertermin|termin|bestellung|auftrag|nous|ils?|elles?|livraison|commande|marchandise|cela|"
    r"nosotros|pedido|entrega|mercancia|esto|consegna|ordine|merce|questo|noi|wij|we|levering|bestelling|goederen|dit|deze|my|dostawa|zamowienie|towar|to|encomenda|mercadoria|nos|vi|det|den|leverans\w*|godset|order\w*|varerne|ordren|dodavka|zbozi|objednavka|truck|lorry|driver|vessel|ship|container|carrier|lkw|fahrer)\b"
)


def goods_of(mail: Mail, promise: PromisedDate) -> str:
    """`the rest`, or the goods as the mail calls them; empty where it does not say."""
    if promise.span.part is not Part.BODY:
        return promise.item or ""
    clause_start, clause = _clause(mail, promise.span.start)
    if _REST.search(fold(clause)):
        return REST
    if named := promise.item or _listed(mail, promise):
        return named
    found = _GOODS.match(fold(clause))
    if not found or _NO_GOODS.search(found["goods"]):
        return ""
    if " " not in found["goods"] and not found["named"]:
        return ""  # one word without an article may be anything
    start, end = found.span("goods")
    return mail.text[clause_start + start : clause_start + end][:LONGEST]


def _listed(mail: Mail, promise: PromisedDate) -> str:
    """The goods of the lines of a table that name the day; empty where it stands in none."""
    ends = [(row, mail.text.find("\n", row.start)) for row in rows(mail.text)]
    lines = [(row, row.start, end if end >= 0 else len(mail.text)) for row, end in ends]
    if not any(start <= promise.span.start < end for _, start, end in lines):
        return ""
    days = [day for day in mentions(mail.text, mail.received_on) if day.date == promise.date]
    named = [row.item for row, start, end in lines if row.item and any(start <= day.start < end for day in days)]
    return ", ".join(named[:2]) + (f" and {len(named) - 2} more" if len(named) > 2 else "")


def _clause(mail: Mail, day: int) -> tuple[int, str]:
    """The words that lead to a day, from the last day, order or comma before it, and where they start."""
    start = max((at for at, _ in sentences(mail.text) if at <= day), default=0)
    start = max([start, *(one.end for one in mentions(mail.text, mail.received_on) if one.end <= day)])
    start = max([start, *(end for _, end, _ in references.spans(mail.text) if end <= day)])
    cut = max((hit.end() for hit in _CLAUSE.finditer(fold(mail.text[start:day]))), default=0)
    return start + cut, mail.text[start + cut : day]
