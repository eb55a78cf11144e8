"""Which of the days in a mail are promises of goods to come, and which are old, asked for, or about something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.adapters.triage.dates import Mention, mentions, shift
from bot.adapters.triage.words import fold, sentences
from bot.domain.triage import DateKind, Mail, MailClass, Part, PromisedDate, Reference, Span, digits_of

PROMISING = {
    MailClass.ORDER_CONFIRMATION, MailClass.DELAY, MailClass.PARTIAL_SHORTAGE, MailClass.SHIPMENT,
    MailClass.QUALITY_CLAIM,
}  # fmt: skip
# Beside another matter a promise needs its own words: "delivery", "arrives", "ready".
NEEDS_WORDS = {MailClass.PRICE_CHANGE, MailClass.CANCELLATION, MailClass.QUESTION, MailClass.INVOICE_PAYMENT}

OLD_BEFORE = re.compile(
    r"(?:\b(?:instead of|rather than|and not|but not|not(?! (?:before|until|earlier|later))|no longer|previously|previous(?: date)?|originally|formerly|was(?: to (?:leave|ship|arrive|come))?|were|had been|old(?: date)?|"
    r"as (?:planned|promised|agreed|ordered)|(?:planned|promised|agreed|due|scheduled|confirmed|wanted|asked|hoped|expected|getting)(?: originally)? (?:for|on|date)|you(?:r| have) (?:requested|ordered|wanted)(?: date)?(?: of)?|your requested date|"
    r"than|later than|after missing|before\)?:?|statt|anstatt|anstelle(?: des| von)?|und nicht|nicht|nicht mehr|bisher(?:iger)?(?: termin)?|ursprunglich|alter termin|bestatigten? termin(?: am| vom)?|wunschtermin|geplant(?:en)?(?: termin)?(?: am)?|"
    r"au lieu du|et non(?: pas)?(?: le)?|initialement(?: prevue?)?(?: le)?|pas le|plutot que le|en lugar del?|en vez del?|y no(?: el)?|inicialmente|anteriormente|invece del|anziche(?: il)?|e non(?: il)?|"
    r"inizialmente|in plaats van|en niet|niet op|eerst|zamiast|a nie|nie na|i stallet for|istallet for|i stedet for|em vez de|no (?:\w+ ){1,3}(?:on|for)|planowan\w+(?: na)?)\s*(?:the |den |dem |der |le |el |il |am |on |for |by )?\s*[:(]?\s*)$"
)
CANNOT = (
    r"(?:can't|cannot|can not|couldn't|could not|won't|will not|wont|cant|don't|do not|didn't|unable to|not able to|not be able to|(?:isn't|is not|aren't|not) going to|isn't possible to|impossible to|struggle (?:with|to)|fail(?:ed)? to|"
    r"konnen|kann|schaffen|werden|lasst sich|ne pourrons pas|ne pouvons pas|pas possible de|n'arriverons pas a|no llegamos(?: al?)?|no podemos|no podremos|non riusciamo(?: per il)?|non possiamo|redden|"
    r"kunnen|nie zdazymy(?: na)?|nie mozemy|kan inte|hinner inte)"
)
KEEP = (
    r"(?:\s+(?:make|making|catch|be|going to|with you|at yours|sail|hold|meet|meeting|keep|keeping|manage|do|deliver|ship|honou?r|achieve|reach|be (?:ready|there|with you|shipped|delivered)|make it|get it (?:done|out|to you)|finish|tenir|respecter|livrer|cumplir|entregar|"
    r"consegnare|rispettare|halen|leveren|dotrzymac|dostarczyc|halla|leverera|den|die|das|zum|am|wir|sie|es|leider|it|them|this|that|the|for|on|by|to|our|your|date|of|termin|bestatigten|le|la|del|al|per il|il|na|before|"
    r"promised|planned|delivery|vor|week|op|your goods|goods|po\w*\d+|p\d+|any of|all of|in|until))*\s*$"
)
CANNOT_BEFORE = re.compile(rf"\b{CANNOT}{KEEP}")
NOT_BEFORE = re.compile(
    r"\b(?:before|until|till|earlier than|prior to|vor|vor dem|avant(?: le)?|antes del?|prima del?|voor|przed|wczesniej niz|fore|fore den|than)\s*(?:the |week )?$"
)
OLD_AFTER = re.compile(
    r"^(?:'s| is) (?:out|off|gone|not on)\b|^\s*(?:,|\))?\s*(?:is|isn't|are|can|can't|cannot|could|couldn't|won't|will|was|ist|kann|konnen|lasst sich|n'est|ne sera|no es|no se|non e|non sara|is|wordt|nie jest)?\s*"
    r"(?:no longer|not(?! before| until)|n't|isn't|can't|cannot|won't|off|gone|dead|nicht|leider nicht|leider|impossible|pas|plus|imposible|posible|possibile|niet|niemozliw|unrealistic|too (?:soon|early|tight)|out of the question)\b"
    r"|^\s*(?:leider )?(?:nicht|niet) (?:mehr )?(?:halten|gehalten|haltbar|haalbaar|moglich|zu halten)|^\s*(?:won't work|can't be|cannot be|not possible|ist leider nicht|gilt nicht mehr)"
)
ARROW_AFTER = re.compile(
    r"^\s*\)?\s*(?:-?->|>|=>|-->|to|until|till|auf|au|naar|na|till|al|a|\bnach)\s*(?:the |den |le |el |il |w|kw |week )?\s*$"
)
MOVED = re.compile(
    r"\b(?:from|moved?|moves|moving|shift(?:ed|s)?|slip(?:s|ped)?|postponed|changed?|pushed|reschedul\w+|rebooked|von|vom|verschiebt|verschoben|verschieben|verlegt|passe|reporte\w*|decal\w*|glisse|pasa|passa|aplaza|slitta|spostat\w*|van|schuift|verschoven|przesu\w+|z|skjuts|fran|fra|de)\b"
)
FROM_BEFORE = re.compile(r"\b(?:from|von|vom|du|del|dal|van|z|od|fran|fra|de)\s*(?:the |week |kw )?$")
OTHER_BEFORE = re.compile(
    r"(?:\b(?:pay(?:able|ment)?(?: is)?(?: due)?(?: by| before| until| on)?|invoice(?: \S+)?(?: is)? due|due date|zahlbar(?: bis)?|fallig(?: am)?|echeance|vencimiento|scadenza|valid(?: until| till| to| from| through)?|validity|"
    r"gultig(?: bis| ab)?|valable(?: jusqu'au)?|valida?(?: hasta(?: el)?)?|valido fino al|geldig tot|wazn\w+ do|expires?(?: on)?|open (?:for|until|till)|effective(?: from| date| as of)?|with effect from|as of|as from|starting|applies from|"
    r"your (?:order|po|mail|message|letter|e-mail|email|call|request|enquiry|inquiry)(?: \S+)?(?: of| from| dated)?|dated|sent(?: on)?|received(?: on)?|ordered(?: on)?|placed(?: on)?|ihre (?:bestellung|mail|anfrage)(?: \S+)? vom|"
    r"votre commande(?: \S+)? du|su pedido(?: \S+)? del?|vostro ordine(?: \S+)? del|uw (?:order|bestelling)(?: \S+)? van|since|seit|depuis|desde|dal|sinds|sedan|closed(?: from| on| until)?|back (?:on|in the office)|away (?:until|till)|"
    r"reply by|answer by|confirm by|respond by|let us know by|decide by|need (?:it|this|an answer|your (?:ok|answer|reply|approval|confirmation)) by|please (?:\w+ ){0,5}by|bitte (?:\w+ ){0,5}bis|order by|born|meeting(?: on)?|call(?: on)?|"
    r"shipped(?: on)?|dispatched(?: on)?|left(?: us)?(?: on)?|sailed(?: on)?|departed(?: on)?|delivered(?: on)?|signed(?: on)?|versandt am|geliefert am|expediee? le|enviado el|spedito il|verzonden op|fixed on|in place since|corrected(?: on)?|"
    r"made on|produced on|inspected on|tested on|update(?:s)?(?: you| follows| follow)?(?: on| by| again)?|news(?: on| by)?|tell you(?: more)?(?: on| by)?|inform you(?: again)?(?: on| by)?|know more(?: on| by)?|get back to you(?: on| by)?|"
    r"come back to you(?: on| by)?|revert(?: on| by)?|report(?: by| on)?|re-?test(?: on)?|analysis (?:until|by)|back in stock|forecast(?: for)?|price(?:s)? (?:from|until|as of)|report(?:ed)?|ex-factory price|(?:finding|results?|answer|reply|decision|feedback|analysis)(?: \w+){0,4})\s*:?\s*(?:the )?)$"
)
OTHER_AFTER = re.compile(
    r"^\s*(?:,|:)?\s*(?:i|we|you|he|she|they)?\s*(?:'ll| will|'d)?\s*(?:then )?(?:know more|let you know|tell you|call you|update you|inform you|come back|get back|hear more|have news|be closed|is a holiday|public holiday|at the latest we)"
    r"|^\s*(?:is|was) (?:a|our) (?:public |bank )?holiday|^\s*at yours\?|^\s*ok\?$"
)
CLAUSE_OTHER = re.compile(
    r"\b(?:would like|you (?:asked|wanted|requested|wished)|as you want|requested (?:date|delivery)|could (?:also )?(?:send|ship|deliver|do)|if you (?:order|confirm|pay|send|take|approve|sign|release)|provided|in case|wenn sie|falls|"
    r"si vous|si nos|se ci|als u|jezeli|would be possible|might be able|offer(?:ed)? (?:you )?for|invoice|rechnung|facture|factura|fattura|factuur|faktura|payment|holiday|ferien|urlaub|closed|conges|vacaciones|price|surcharge|preis(?:e)?|tarif|"
    r"prix|precio|prezz[oi]|prij[sz]|cen[ay]|shall we|should we|may we)\b"
)
PROMISE_WORDS = re.compile(
    r"\b(?:deliver\w*|arriv\w*|eta|etd|ship\w*|dispatch\w*|despatch\w*|leav\w+|ready|expect\w*|due|comes?|coming|follow\w*|get (?:it|them)|you(?:'ll| will) have|with you|at your|to you|here|confirm\w*|ok(?:ay)?|fine|accept\w*|booked|scheduled|"
    r"planned|stock|available|replacement|send|sent|bring|land\w*|earliest|safe|firm|realistic|possible|aim\w*|promise\w*|load\w*|sail\w*|finish\w*|complet\w*|done|lie(?:f|v)er\w*|ankunft|kommt|kommen|folg\w*|termin|versand\w*|fertig|"
    r"verfugbar|livr\w*|arriv\w*|exped\w*|suivr\w*|depart|dispo\w*|pret\w*|partir\w*|entreg\w*|lleg\w*|sal(?:e|ida|dra)|envi\w*|consegn\w*|sped\w*|pront\w*|lever\w*|aankomst|verz\w*|klaar|volg\w*|dosta\w*|wysyl\w*|realizac\w*|gotow\w*|"
    r"leverans|skick\w*|framme|klar\w*|kommer|chega\w*|segue\w*|rest|balance|remaining|week|collect\w*|pick\w*)\b"
)
DISPATCH = re.compile(
    r"\b(?:ship(?:s|ping|ment)?(?: date)?|ship on|dispatch\w*|despatch\w*|leave(?:s)?(?! it)|leaving|etd|sail\w*|ready(?: to load| for (?:collection|pick|dispatch|shipment))?|ex works|exw|loading|load(?:ed)?|go(?:es)? out|goes? with|collect(?:ed|ion)?|"
    r"pick(?:ed)?[- ]?up|versand\w*|versend\w*|verlasst|abhol\w*|versandbereit|expedi\w*|depart|part(?:ira|ent|e) |pret(?:e)?(?: a l'enlevement)?|enviar\w*|envio|sale|salida|sped\w*|partenza|pront[oa](?: per)?|verzend\w*|verzond\w*|klaar|"
    r"wysyl\w*|wysla\w*|gotow\w*|skick\w*|avg\w+|afsend\w*|expedid\w*|finish\w*|complet\w+|send|sent)\b"
)
ARRIVAL = re.compile(
    r"\b(?:deliver\w*|arriv\w*|eta|with you|at your|to you|you(?:'ll| will)? (?:get|have|receive)|you get|be there|reach\w*|here|due|comes?|coming|bring\w*|lands?|liefer\w*|ankunft|kommt|kommen|zustell\w*|anliefer\w*|livr\w*|chez vous|"
    r"entreg\w*|lleg\w*|consegn\w*|lever\w*|aankomst|bezorg\w*|dosta\w*|framme|chega\w*)\b"
)
LEFT_TODAY = re.compile(r"\b(?:shipp?ed|sent|left|leaves?|handed|dispatched|despatched|posted|loaded|collected|gone|went|goes|going|raus|versandt|versendet|ubergeben|verschickt|gehen|geht|expedie\w*|parti\w*|remis\w*|enviad\w*|salido|spedit\w*|consegnat\w* (?:al|oggi)|"
                        r"verzonden|overhandigd|wyslan\w*|nadan\w*|skickat\w*|afsendt|box|delivered|delivery|signed|zugestellt|livree?|entregad\w*|bezorgd|doreczon\w*)\b")  # fmt: skip
STILL_TODAY = re.compile(
    r"\b(?:at your|with you|at yours|arriv\w*|out for delivery|to you|be there|delivers? (?:it )?(?:this|today|tonight)|kommt heute|anlieferung|chez vous|llega|arriva|bij u|bij jullie|u jou)\b"
)


# How far from a day the words that explain it may stand, and how many days of a mail are looked at.
NEAR = 120
MOST = 60
PORT = re.compile(r"\b(?:vessel|container|port|b/l|sail\w*|on board|ship's|mv|feeder)\b")


@dataclass(frozen=True)
class _Line:
    """A sentence of the mail with the days in it."""

    start: int
    text: str
    days: list[Mention]


def promised_dates(mail: Mail, classes: Sequence[MailClass], found: Sequence[Reference],
                   open_orders: dict[str, tuple[date, ...]] | None = None) -> tuple[PromisedDate, ...]:  # fmt: skip
    """The days on which goods shall arrive or leave, with their order where the mail tells."""
    if not classes or not (classes[0] in PROMISING or (classes[0] in NEEDS_WORDS and PROMISING & set(classes[1:]))):
        return ()
    named = mentions(mail.text, mail.received_on, signature=f"{mail.footer} {mail.sender.name}")
    folded = fold(mail.text)
    kept: list[PromisedDate] = []
    arrivals = bool(
        re.search(
            r"\b(?:eta|arriv\w*|deliver\w*|ankunft|lieferung|livraison|entrega|consegna|levering|dostawa)\b", folded
        )
    )
    for line in _lines(folded, named):
        for number, day in enumerate(line.days):
            if not _is_promise(line, number, classes, mail.received_on):
                continue
            kind = _kind(line, number)
            if (
                kind is DateKind.DISPATCH
                and arrivals
                and re.search(r"\b(?:etd|sail\w*|vessel)\b", _before(line, number))
            ):
                continue
            kept.append(_promise(mail, day, kind, found))
    if not kept and mail.subject and classes[0] in PROMISING:
        kept += _from_subject(mail, classes, found)
    if not kept and open_orders and classes[0] is MailClass.DELAY:
        kept += _shifted(mail, found, open_orders)
    return _distinct(kept)


def sides(mail: Mail) -> tuple[list[date], list[date]]:
    """The days that a mail holds out, and those that it calls off, whatever it is about."""
    kept: list[date] = []
    dropped: list[date] = []
    for line in _lines(fold(mail.text), mentions(mail.text, mail.received_on)):
        for number, day in enumerate(line.days):
            if _is_old(line, number, _before(line, number), _after(line, number)):
                dropped.append(day.date)
            elif _is_promise(line, number, [MailClass.DELAY], mail.received_on):
                kept.append(day.date)
    return kept, dropped


def _lines(folded: str, named: Sequence[Mention]) -> Iterator[_Line]:
    for start, text in sentences(folded):
        days = [day for day in named[:MOST] if start <= day.start < start + len(text)]
        if days:
            yield _Line(start, text, days)


def _before(line: _Line, number: int) -> str:
    start = line.days[number - 1].end - line.start if number else 0
    at = line.days[number].start - line.start
    return line.text[max(0, start, at - NEAR) : at]


def _after(line: _Line, number: int) -> str:
    end = line.days[number + 1].start - line.start if number + 1 < len(line.days) else len(line.text)
    start = line.days[number].end - line.start
    return line.text[start : min(end, start + NEAR)]


def _is_promise(line: _Line, number: int, classes: Sequence[MailClass], today: date) -> bool:
    day = line.days[number]
    before, after = _before(line, number), _after(line, number)
    whole = line.text[max(0, day.start - line.start - NEAR) : day.start - line.start]
    if day.date < today and (day.alternative is None or day.alternative < today):
        return False
    if _is_old(line, number, before, after) or OTHER_BEFORE.search(whole) or OTHER_AFTER.search(after):
        return False
    if day.date == today and (LEFT_TODAY.search(line.text) and not STILL_TODAY.search(line.text)):
        return False
    if day.relative and day.date == today and not STILL_TODAY.search(line.text) and not ARRIVAL.search(line.text):
        return False
    clause = _clause(line, number)
    words = bool(PROMISE_WORDS.search(clause))
    about_else = bool(CLAUSE_OTHER.search(clause))
    if classes[0] in NEEDS_WORDS:
        return (
            words
            and not (
                about_else
                and not re.search(r"\b(?:deliver\w*|liefer\w*|livr\w*|ok for|confirm\w*|accept\w*|fine)\b", clause)
            )
            and not _effective(before)
        )
    if (
        _effective(before)
        and (about_else or day.bare_month)
        and not re.search(r"\b(?:ready|available|verfugbar|deliver|collection|stock|dispo)", clause)
    ):
        return False
    return words or not about_else


def _effective(before: str) -> bool:
    """`from 1 May` and its sisters: a price begins to count."""
    return bool(
        re.search(
            r"\b(?:from|as of|as from|ab|zum|effective|a compter du|a partir (?:du|del|de)|desde(?: el)?|dal|vanaf|per|od|fran|i|per il)\s*(?:the )?$",
            before,
        )
    )


def _is_old(line: _Line, number: int, before: str, after: str) -> bool:
    if NOT_BEFORE.search(before):
        # "not before the 29th" is a promise; "before 12 March" said of a date that went is not.
        if number + 1 < len(line.days) and re.search(
            r"\b(?:so|therefore|please plan|daher|deshalb|donc|por lo que|quindi|dus|wiec)\b", after
        ):
            return True
        return not re.search(
            r"\b(?:not|n't|cannot|can't|nicht|kein\w*|pas|no|non|niet|nie|inte|unmoglich|impossible|earliest|only|won't)\b",
            before,
        ) and bool(OLD_BEFORE.search(before))
    if OLD_BEFORE.search(before) or CANNOT_BEFORE.search(before):
        return True
    last = number + 1 == len(line.days)
    if not last and (
        ARROW_AFTER.match(after) and (MOVED.search(line.text[: line.days[number].start - line.start]) or ">" in after)
    ):
        return True
    if not last and FROM_BEFORE.search(before) and MOVED.search(line.text):
        return not re.search(r"\b(?:instead of|statt|au lieu|not)\b", after)
    return bool(OLD_AFTER.match(after))


def _clause(line: _Line, number: int) -> str:
    """The words around a day, up to the next comma and conjunction on both sides."""
    day = line.days[number]
    before = re.split(
        r"[,;(]| but | aber | mais | pero | ma | maar | ale | and | und ", line.text[: day.start - line.start]
    )
    near = before[-1] if len(before[-1]) > 12 or len(before) == 1 else before[-2] + before[-1]
    after = re.split(
        r"[,;)]| but | aber | mais | pero | ma | maar | ale ",
        line.text[day.end - line.start : day.end - line.start + NEAR],
    )[0]
    return near + " " + after


def _kind(line: _Line, number: int) -> DateKind:
    clause = _clause(line, number)
    if ARRIVAL.search(clause):
        nearest = max((hit.end() for hit in ARRIVAL.finditer(_before(line, number))), default=-1)
        sent = max((hit.end() for hit in DISPATCH.finditer(_before(line, number))), default=-1)
        return DateKind.DISPATCH if sent > nearest >= 0 and "deliver" not in clause else DateKind.DELIVERY
    return DateKind.DISPATCH if DISPATCH.search(clause) else DateKind.DELIVERY


def _promise(
    mail: Mail, day: Mention, kind: DateKind, found: Sequence[Reference], part: Part = Part.BODY
) -> PromisedDate:
    text = mail.text if part is Part.BODY else mail.subject
    span = Span(part, day.start, text[day.start : day.end])
    at_port = bool(re.search(r"\beta\b[^.]{0,25}$", fold(text[: day.start])) and PORT.search(fold(text)))
    return PromisedDate(
        day.date, kind, span, _order_for(day, found, part), None, day.approx or at_port, day.alternative
    )


def _order_for(day: Mention, found: Sequence[Reference], part: Part) -> str | None:
    """The order named last before the day, or the only one."""
    if len(found) == 1:
        return found[0].po
    earlier = [reference for reference in found if reference.span.part is part and reference.span.start < day.start]
    return max(earlier, key=lambda reference: reference.span.start).po if earlier else None


def _from_subject(mail: Mail, classes: Sequence[MailClass], found: Sequence[Reference]) -> Iterator[PromisedDate]:
    folded = fold(mail.subject)
    days = [day for day in mentions(mail.subject, mail.received_on) if not day.relative]
    line = _Line(0, folded, days)
    for number, day in enumerate(days):
        if (
            PROMISE_WORDS.search(folded)
            and not CLAUSE_OTHER.search(folded)
            and _is_promise(line, number, classes, mail.received_on)
        ):
            yield _promise(mail, day, _kind(line, number), found, Part.SUBJECT)


def _shifted(
    mail: Mail, found: Sequence[Reference], open_orders: dict[str, tuple[date, ...]]
) -> Iterator[PromisedDate]:
    """`a week later`, counted from the only date promised so far for the order."""
    moved = shift(fold(mail.text))
    if moved is None:
        return
    start, end, length = moved
    by_digits = {digits_of(name): days for name, days in open_orders.items()}
    for reference in found:
        known = by_digits.get(reference.digits, ())
        if len(known) == 1:
            span = Span(Part.BODY, start, mail.text[start:end])
            yield PromisedDate(known[0] + length, DateKind.DELIVERY, span, reference.po, None, True)


def _distinct(promises: list[PromisedDate]) -> tuple[PromisedDate, ...]:
    kept: dict[tuple[date, str | None], PromisedDate] = {}
    for promise in promises:
        kept.setdefault((promise.date, promise.po), promise)
    return tuple(kept.values())
