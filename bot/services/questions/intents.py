"""What a message is about: rules over the meanings of its words, the more telling ones first."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.domain.questions import Intent
from bot.services.questions.lexicon import FILLER, PATTERNS
from bot.services.questions.reading import Reading

Rule = Callable[[Reading], bool]

ONLY_BY_MAIL = frozenset({"quality_claim", "partial_shortage", "spam_phishing"})  # Odoo's orders do not hold these
WHO_IS_LATE = re.compile(
    r"(?:who|which (?:vendor|supplier)s?|wer|welche\w* lieferant\w*|qui|quels? fournisseurs?|quien|"
    r"que proveedor\w*|chi|quali? fornitor\w|wie|welke leverancier\w*|kto|ktor\w+ dostawc\w+)"
    r"(?: \S+){0,4} (?:most|often|usually|always|mostly|regularly|frequently|worst|least|best|"
    r"haufig\w*|oft|meist\w*|souvent|frecuen\w*|menudo|spesso|vaak\w*|czesto|najczesciej)"
)
CONTACT_NOUN = re.compile(
    r"(?:e ?mail|phone|telephone|mobile|number|address|contact|rep)s? (?:address |number |person |"
    r"details )?(?:of|for|at|from our|de|von|fur|van|di|do)(?: (?:our|the|my|unser\w*|notre|nuestro|"
    r"nostro|onze))*(?: (?:rep|contact|sales\w*|account|person|guy|lady|manager|agent|desk)\w*(?: "
    r"(?:at|of|for|with))?)* (?:vendorname|personname|vendor|supplier|rep|contact)"
    r"|vendorname(?: s)? (?:phone|e ?mail(?! \S*(?:today|this))|email address|contact|address|"
    r"telephone|number)(?: \?)?$"
)
HERE_YET = re.compile(r"(?:here|there|in) (?:yet|already|now)|(?:is|are) (?:\S+ ){1,3}(?:here|in)(?:\s\?)?$")
WHEN_FUTURE = re.compile(
    r"(?<!\S)(?:will|does|do|is|are|should|can|going to|expected|due|wird|werden|kommt|kommen|"
    r"arrivera\w*|llegara\w*)(?!\S)"
)
ON_TIME_QUESTION = re.compile(
    r"(?:is|are|will|does|do) .*on time|in time|still on track|on track|on schedule|punktlich|a temps|"
    r"a tiempo|puntuale|in orario|op tijd|na czas"
)
HOW_GOES = re.compile(
    r"how(?: is| s|s| are)(?: \S+){0,4} (?:orders?|poref|po)(?: \S+){0,2} (?:going|doing|coming along|"
    r"getting on|looking)|where(?: is| s|s) (?:my|our|the|that|this) (?:\S+ ){0,2}(?:order|"
    r"po)(?!\S)(?! \w)"
)
LINE_OF = re.compile(
    r"(?:line|position|zeile|ligne|linea|riga|regel|pozycj\w) \d|(?:lines|items|contents?) (?:of|on|in)"
)


def intent_of(r: Reading) -> Intent | None:
    """The intent that the words of one message carry by themselves; None when they carry none."""
    for intent, rule in RULES:
        if rule(r):
            return intent
    return None


def _mail(r: Reading) -> bool:
    if CONTACT_NOUN.search(r.line):
        return False
    if (
        r.says("mail")
        and not (r.says("confirm") and r.refs)
        and not (r.says("contact") and not r.says("digest", "top", "reported"))
    ):
        return not r.says("approval") or r.says("digest")
    if r.says("digest") and (r.refs or r.names.suppliers):
        return True
    told = r.says("reported") or (
        r.mail_class in ONLY_BY_MAIL and r.says("list", "plural") and not r.names.products and not r.says("price")
    )
    return (
        r.mail_class is not None
        and told
        and not r.refs
        and not (r.says("received", "arrive") and r.mail_class == "shipment")
    )


def _approval(r: Reading) -> bool:
    if r.says("confirm") and (r.names.suppliers or r.says("vendor")) and not r.says("who"):
        return False
    if r.says("unconfirmed") or (r.says("bill", "unpaid") and not r.says("who")):
        return False
    return r.says("approval")


def _confirmation(r: Reading) -> bool:
    if not r.says("confirm", "unconfirmed"):
        return False
    if r.refs or r.says("pronoun"):
        return not (r.says("received", "arrive") and r.says("when"))
    return bool(r.names.suppliers) and not r.says("unconfirmed", "plural", "list", "supplied")


def _billing(r: Reading) -> bool:
    if r.says("bill", "unpaid", "unbilled"):
        return True
    return r.says("pay") and not (r.says("price", "contact") and not r.refs) and not (r.names.products and not r.refs)


def _performance(r: Reading) -> bool:
    if r.refs or r.says("bill"):
        return False
    if WHO_IS_LATE.search(r.line) or (r.says("late most") and r.says("who", "vendor")):
        return True
    return r.says("performance") and (
        r.says("vendor", "who", "late", "pronoun") or bool(r.names.suppliers or r.unknown_vendors)
    )


def _late(r: Reading) -> bool:
    return r.says("late") or r.says("holds") or (ON_TIME_QUESTION.search(r.line) is not None and bool(r.refs))


def _price(r: Reading) -> bool:
    named = r.says("price") or (r.says("pay") and bool(r.names.products))
    return named and not r.refs and not r.says("spend", "contact")


def _contents(r: Reading) -> bool:
    if not r.refs and not (r.says("pronoun") or r.names.suppliers):
        return False
    if r.says("contents") and not r.refs:
        return _asks_inside(r) and not r.says("spend")
    if r.says("price"):
        return True
    return (
        r.says("contents")
        and not (r.says("missing", "received") and not LINE_OF.search(r.line))
        and not (r.says("arrive") and r.says("when"))
    )


def _asks_inside(r: Reading) -> bool:
    return (
        re.search(
            r"what(?: is| s|s) (?:in|on|inside) (?:it|the|that|this)|its (?:lines?|items|contents?)|"
            r"contents? of|lines? (?:of|on)|items "
            r"(?:of|on|in)|was ist (?:in|drin)|was steht",
            r.line,
        )
        is not None
    )


def _received(r: Reading) -> bool:
    if r.says("when") and not _past(r):
        return False
    if r.says("missing") and not r.says("bill"):
        return bool(r.refs or not r.says("open") or not (r.says("plural", "list", "order") or r.names.suppliers))
    return (r.says("received") and _past(r)) or (r.says("arrive") and HERE_YET.search(r.line) is not None)


def _past(r: Reading) -> bool:
    """Whether it is asked what came, not what comes."""
    if re.search(
        r"(?<!\S)(?:received|recieved|receipt|receipts|came in|booked in|recu\w*|recibid\w*|ricevut\w*|"
        r"ontvangen|otrzyma\w*|kam|kamen|gekommen|reingekommen|kwam|kwamen|gekomen|eingegangen|angekommen|"
        r"eingetroffen|erhalten|arrived|landed|goods in|"
        r"grn)(?!\S)",
        r.line,
    ):
        return True
    return r.says("did") and not _ahead(r)


def _ahead(r: Reading) -> bool:
    """Whether it is asked what was or is to come, not what came."""
    nouns = (
        r"(?<!\S)(?:qu est ce|when|arrivals|deliveries|delivery|wann|quand|cuando|quando|wanneer|kiedy|entrega|"
        r"livraison|levering|dostaw\w*|lieferung\w*|lieferdatum|liefertermin)(?!\S)"
    )
    return promised(r) or re.search(nouns, r.line) is not None


def promised(r: Reading) -> bool:
    """Whether it is asked what somebody promised or expects."""
    words = (
        r"(?<!\S)(?:due|expected|expecting|will|scheduled|promised|eta|prevu\w*|previst\w*|attendu\w*|attes\w*|"
        r"erwartet\w*|fallig\w*|verwacht\w*|oczekiw\w*)(?!\S)"
    )
    return re.search(words, r.line) is not None


def _arrives(r: Reading) -> bool:
    return r.says("arrive") or (r.says("when") and bool(r.names.products) and not r.says("order"))


def _shipped(r: Reading) -> bool:
    return r.says("ship") and not r.says("list", "plural")


def _single(r: Reading) -> bool:
    """One order is asked about: by number, or `the Acme order`."""
    if r.refs:
        return True
    one = re.search(
        r"(?<!\S)(?:order|po|purchase order|bestellung|commande|pedido|ordine|bestelling|zamowieni[ea])(?!\S)", r.line
    )
    return bool(one and r.names.suppliers and r.says("status") and not r.says("list"))


def _list(r: Reading) -> bool:
    if r.says("cancelled", "draft", "unconfirmed", "supplied", "sent"):
        return True
    return (r.says("order", "plural") and (r.says("order") or r.says("list", "open"))) or (
        r.says("open") and bool(r.names.suppliers)
    )


def _content(r: Reading) -> bool:
    """Whether anything is left besides the word for status and small words."""
    left = PATTERNS["status"].sub(" ", r.line)
    return any(w not in FILLER and w != "?" for w in left.split())


RULES: tuple[tuple[Intent, Rule], ...] = (
    (Intent.SUPPLIER_INFO, lambda r: CONTACT_NOUN.search(r.line) is not None and not r.refs),
    (Intent.PO_STATUS, lambda r: HOW_GOES.search(r.line) is not None),
    (Intent.SUPPLIER_PERFORMANCE, _performance),
    (Intent.MAIL_SUMMARY, _mail),
    (
        Intent.LIST_POS,
        lambda r: r.says("unconfirmed") and not r.refs and not re.match(r"(?:has|did|hat|ont|ha)(?!\S)", r.line),
    ),
    (
        Intent.BILLING_STATUS,
        lambda r: _billing(r) and not (r.says("approval") and r.says("who") and not r.says("bill")),
    ),
    (Intent.APPROVAL_STATUS, _approval),
    (Intent.CONFIRMATION_STATUS, _confirmation),
    (Intent.LATE_POS, _late),
    (Intent.SPEND_SUMMARY, lambda r: r.says("spend") and not r.refs),
    (Intent.RECEIPT_STATUS, lambda r: r.says("missing") and bool(r.refs) and not LINE_OF.search(r.line)),
    (Intent.ETA, lambda r: r.says("arrive") and r.says("when") and not _past(r)),
    (
        Intent.PRICE_HISTORY,
        lambda r: _price(r) and (bool(r.names.products or r.unknown_products) or not r.says("order")),
    ),
    (Intent.ORDER_CONTENTS, lambda r: _contents(r) and not (_arrives(r) and not r.says("price"))),
    (Intent.SUPPLIER_INFO, lambda r: r.says("contact") and not r.refs),
    (Intent.RECEIPT_STATUS, _received),
    (Intent.ETA, lambda r: _arrives(r) and not (r.says("missing") and not r.says("when"))),
    (Intent.PO_STATUS, _shipped),
    (Intent.LIST_POS, lambda r: r.says("replenish")),
    (Intent.PO_STATUS, lambda r: r.says("buyer") and r.says("who") and not r.says("plural", "list", "open")),
    (Intent.PO_STATUS, _single),
    (Intent.LIST_POS, _list),
    (Intent.APPROVAL_STATUS, lambda r: r.says("waiting") and r.says("mine")),
    (Intent.PRICE_HISTORY, _price),
    (
        Intent.PO_STATUS,
        lambda r: r.says("status") and (bool(r.names.suppliers) or r.says("pronoun", "order") or not _content(r)),
    ),
)
