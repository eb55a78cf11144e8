"""Hand-written evidence: what the finders see in a mail says much about what it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.adapters.triage import promises, quantities, references, risks
from bot.adapters.triage.prices import price_changes
from bot.adapters.triage.senders import Standing
from bot.adapters.triage.words import fold
from bot.domain.triage import Mail, MailClass

LESS = re.compile(r"\b(?:missing|short(?:fall|age)?|only|rest|remaining|balance|backorder\w*|instead of|light|fewer|less|nur|bloss|lediglich|ubrigen|restlich\w*|fehl\w*|seulement|manqu\w*|reliquat|derniers|solde|restant\w*|solo|falt\w*|otr[oa]s|mancan\w*|"
                  r"restant\w*|altri|maar|slechts|overige|laatste|tylko|pozosta\w*|brak\w*|bara|resterande)\b")  # fmt: skip
ASKED = re.compile(
    r"\b(?:kindly|please|pls|plz|bitte|merci de|prosimy|proszę|graag|por favor|per favore)\b(?:\s\w+){0,3}?\s\b(?:tell|advise|clarify|specify|let (?:us|me) know|inform|choose|decide|indicate|state|mitteilen|angeben|preciser|indiquer|"
    r"indicar|indicare|doorgeven|laten weten|podac|o informacj\w+)\b|\b(?:sollen wir|soll ich|shall (?:we|i)|should (?:we|i)|would you (?:like|prefer|rather)|do you (?:want|need|prefer)|which|what size|where (?:do|shall|should))\b"
)
CLOSED = re.compile(
    r"\b(?:closed|shut|away|out of (?:the )?office|on leave|holiday|vacation|re-?open\w*|back (?:on|in|at)|urlaub|ferien|betriebsruhe|geschlossen|wieder (?:da|erreichbar|zuruck)|ruht|conges|ferme\w*|vacances|vacaciones|cerrad\w*|cerramos|"
    r"ferie|chius\w*|vakantie|gesloten|urlop\w*|nieczynn\w*|semester|stangt|ferias)\b"
)
OFFERED = re.compile(
    r"\b(?:per (?:metre|meter|tonne|ton|piece|pc|kg|m2|unit|hour|day)|the (?:metre|lot|piece|tonne)|each|a (?:ton|piece|metre|kg)|all in|moq|lead time|ex works|fob|exw|delivered|lieferzeit|stuck|piece|ud|cad|per stuk|za szt|st)\b"
)
STOPPED = re.compile(
    r"\b(?:no longer|not any ?more|any ?more|anymore|discontinued|given up|gave up|stopped|ceased|cease|torn|tore|struck|strike|scrapped|binned|void\w*|absag\w*|ablehn\w*|deleted|removed|took it off|taken off|off your order|returned|sent back|not in a position to|"
    r"won't be (?:supplying|making|able to supply)|nicht mehr|gestrichen|eingestellt|storniert|ausgelaufen|plus fabrique|annul\w*|sans suite|supprim\w*|descatalogad\w*|anulad\w*|cancelad\w*|fuori produzione|niet meer|geschrapt|vervalt|"
    r"geannuleerd|wycofan\w*|anulowa\w*|utgatt|avbest\w*|cancel\w*|withdr\w*|declin\w*|refus\w*|reject\w*)\b"
)
MONEY = re.compile(
    r"(?:[€$£]|\b(?:eur|usd|gbp|sek|pln|chf|dkk|euro)\b)\s?\d|\d\s?(?:[€$£]|(?:eur|usd|gbp|sek|pln|chf|dkk|euros?|zl)\b)"
)
BILLED = re.compile(
    r"\b(?:invoic\w*|paid|pay\w*|due|overdue|open|owe\w*|account|balance|credit\w*|refund\w*|charged|receipt|statement|bill\w*|total due|vat|rechnung\w*|mahnung|zahl\w*|offen\w*|betrag|ausgleich|gutschrift|facture\w*|impaye\w*|"
    r"reglement|avoir|solde|factura\w*|pago|saldo|abono|fattur\w*|pagament\w*|scadut\w*|factuur|betal\w*|openstaand|faktur\w*|platn\w*|zaplat\w*|parcel|colis|paket|customs)\b"
)
LASTS = re.compile(
    r"\b(?:\d{1,3}|one|two|three|four|five|six|eight|ten|twelve|zwei|drei|vier|deux|trois|quatre|dos|tres|due|tre|twee|drie|tien)(?:\s?-\s?\d+)?\s?(?:working |business )?(?:weeks?|days?|wks?|wochen|tagen?|semaines?|jours?|semanas?|dias|settimane|giorni|"
    r"weken|dagen|tygodni\w*|dni|veckor|dagar)\b|\bin stock\b|\blead ?time\b|\blieferzeit\b|\bvalid\b|\bmoq\b|\bminimum\b"
)
PASSED_TODAY = re.compile(
    r"\b(?:left|went|gone|shipped|dispatched|despatched|sent|handed|collected|loaded|posted|consigned|delivered|dropped|unloaded|raus|versandt|ubergeben|parti\w*|expedie\w*|salido|enviad\w*|spedit\w*|partit\w*|verzonden|nadal\w*|wyslan\w*|skickat\w*)\b"
)
OFF_SAID = re.compile(
    r"\b(?:late|later|delay\w*|slip\w*|push\w*|postpon\w*|behind|instead|rather than|not before|bumped|held up|stuck|waiting|longer|broke\w*|gone|repair|verspat\w*|verzog\w*|erst|statt|retard|report\w*|decal\w*|retras\w*|ritard\w*|solo il|vertraag\w*|pas op|opozn\w*|dopiero|zamiast|forsen\w*)\b"
)


def _sender(mail: Mail, standing: Standing, named: bool) -> Iterator[str]:
    """What the sender and the files alone say."""
    if re.fullmatch(r"postmaster|mailer-?daemon|mdaemon|bounces?\b.*", mail.sender.local):
        yield "a bounce"
    if standing in {Standing.STRANGER, Standing.FREE} and not named:
        yield "a stranger names no order"
    if mail.attachments and len(mail.text.split()) < 25 and "?" not in mail.text:
        yield "little said beside a file"


def signs(mail: Mail, standing: Standing = Standing.UNCHECKED) -> Iterator[str]:
    """Names of what was found."""
    folded = fold(mail.text)
    named = bool(references.references(mail))
    yield from _sender(mail, standing, named)
    every = list(MailClass)
    found = quantities.quantities(mail, [MailClass.PARTIAL_SHORTAGE], (), deduced=False)
    counts = [one for one in found if one.available < one.ordered]
    if counts:
        yield "less than ordered"
        if LESS.search(folded):
            yield "less, and said so"
    changed = price_changes(mail, every)
    both = [(change.old, change.new) for change in changed if change.old is not None and change.new is not None]
    if both:
        yield "old and new price"
        if all(new < old for old, new in both):
            yield "the price falls"
    if any(change.pct is not None for change in changed):
        yield "per cent of prices"
    if any(change.effective is not None for change in changed):
        yield "a price from a day on"
    kept, dropped = promises.sides(mail)
    if kept:
        yield "a day to come"
    if kept and dropped:
        yield "later than before" if max(kept) > max(dropped) else "sooner than before"
    elif dropped:
        yield "a day is off"
    if kept and OFF_SAID.search(folded):
        yield "a day, and it slipped"
    if ASKED.search(folded):
        yield "asks for something"
        if len(mail.text.split()) < 30 and not kept:
            yield "short and asks"
    if CLOSED.search(folded) or CLOSED.search(fold(mail.subject)):
        yield "closed or away"
    moved = any(c.old is not None or c.pct is not None or c.effective is not None for c in changed)
    if not moved and not named and MONEY.search(folded) and not BILLED.search(folded):
        yield "a price and no order"
        if LASTS.search(folded):
            yield "a price and how long it takes"
    if not moved and OFFERED.search(folded) and re.search(r"[€$£]|\b(?:eur|usd|gbp|sek|pln)\b", folded):
        yield "an offered price"
    if STOPPED.search(folded):
        yield "something ends"
    if PASSED_TODAY.search(folded):
        yield "goods moved"
    if standing in {Standing.UNCHECKED, Standing.STRANGER, Standing.FREE, Standing.LOOKALIKE} and risks.after_money(
        mail
    ):
        yield "after money or data"
