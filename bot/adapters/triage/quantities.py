"""How many of the ordered come, and how many are still open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.adapters.triage import references
from bot.adapters.triage.dates import mentions
from bot.adapters.triage.numbers import amounts, number, percents
from bot.adapters.triage.words import fold, number_word, sentences
from bot.domain.triage import Mail, MailClass, Part, Quantity, Reference, Span

N = r"(\d{1,3}(?:[.,'’ ]\d{3})+|\d{1,7}(?:[.,]\d{1,3})?)"
UNIT = r"(?:\s?(?:pcs|pc|pieces?|st|stk|stuck|units?|ea|x|kg|t|tonnes?|tons?|m|m2|l|boxes|cartons|packs?|bags|rolls|pallets|drums|sets?|pairs?|reels|sheets|litres|uds?|unidades|pieces|pezzi|pz|stuks|szt|crates|bottles|cases|sacks)\b\.?)?"
# Up to a few words between a number and what is said of it.
GAP = r"(?:\s(?!\d)[^\s.;:!?\d]+){0,6}?"
OF = r"(?:of|out of|from|von|aus|sur|de|des|su|di|van|z|ze|av|af|over|/)"
INSTEAD = r"(?:instead of|rather than|in place of|not|and not|statt|anstatt|anstelle von|au lieu de|et non|plutot que|en lugar de|en vez de|y no|invece di|anziche|al posto di|e non|in plaats van|en niet|zamiast|a nie|i stallet for|istallet for|i stedet for|em vez de|nicht|und nicht|pas|niet|against your|against the|versus|vs)"
ARTICLE = r"(?:\s(?:the|your|our|those|these|all|den|der|die|ihren|bestellten|les|los|las|i|gli|le|de|uw|panstwa|er|ordered|full|requested|commandes|pedidas|ordinati|bestelde|zamowionych|total))*"

A_OF_N = re.compile(rf"(?<![\d.,/-]){N}{UNIT}{GAP}\s{OF}{ARTICLE}\s{N}(?![\d.,]*\d|\s?(?:%|percent|mm|cm))")
N_GIVES_A = re.compile(
    rf"\b(?:of|out of|von|sur|de|su|di|van|z|av|af){ARTICLE}\s{N}{UNIT}[^.;!?\n]{{0,70}}?(?<![\d.,/-]){N}(?![\d.,]*\d|\s?(?:%|weeks?|days?|tage|jours))"
)
A_INSTEAD_N = re.compile(rf"(?<![\d.,/-]){N}{UNIT}{GAP},?\s{INSTEAD}{ARTICLE}\s{N}(?![\d.,]*\d|\s?%)")
INSTEAD_N_A = re.compile(rf"\b{INSTEAD}{ARTICLE}\s{N}{UNIT}{GAP}[,:]?{GAP}\s{N}(?![\d.,]*\d|\s?%)")
ORDERED = r"(?:ord(?:ered)?|order(?: qty)?|bestellt|commandes?|cde|pedid[oa]s?|ordinat[oi]|besteld|zamowion[oey]|bestallt|encomendad\w+|qty ordered|wanted|asked for)"
GIVEN = r"(?:packed|picked|shipped|sent|delivered|confirmed|available|avail|supplied|in stock|ready|despatched|dispatched|geliefert|bestatigt|verfugbar|livres?|expedies?|disponibles?|servid[oa]s?|enviad[oa]s?|consegnat[oi]|spedit[oi]|disponibili|geleverd|verzonden|beschikbaar|dostarczon[oey]|wyslan[oey]|levererat|del|conf)"
OPEN = r"(?:open|outstanding|backorder(?:ed)?|b/o|missing|short|to follow|balance|rest|offen|fehlen|rueckstand|ruckstand|reliquat|manquants?|pendientes?|mancanti|openstaand|tekort|otwart\w+|brak\w*|restant\w*)"
TABLE_AFTER = re.compile(
    rf"(?<![\d.,]){N}{UNIT}\s?{ORDERED}\b[\s,;:/|=-]*(?:but |and )?{N}{UNIT}\s?{GIVEN}\b(?:[\s,;:/|=-]*(?:and )?{N}{UNIT}\s?{OPEN}\b)?"
)
TABLE_BEFORE = re.compile(
    rf"\b{ORDERED}\s?[:=]?\s?{N}{UNIT}[\s,;:/|=-]*(?:but |and |only |you (?:get|receive) )?{GIVEN}\s?[:=]?\s?(?:only )?{N}{UNIT}(?:[\s,;:/|=-]*{OPEN}\s?[:=]?\s?{N})?"
)
SLASHED = re.compile(rf"(?<![\d.,/-])(\d{{1,5}})\s?/\s?(\d{{1,5}})(?![\d/.,]*\d){UNIT}")
ORDERED_ONLY = re.compile(
    rf"\b(?:you (?:have )?(?:ordered|wanted|asked for|had)|ordered(?: were)?|{ORDERED}|your order (?:is )?(?:for|says)|sie (?:haben )?bestellt(?:en)?)\s?[:=]?\s?{N}"
)
ONLY = re.compile(
    rf"\b(?:only|just|merely|no more than|max(?:imum)?|at most|can (?:do|give|send|ship|deliver|supply|confirm)|could (?:do|rescue|get)|have|got|confirm|nur|lediglich|bestatigen|seulement|uniquement|ne pouvons \w+ que|solo|solamente|unicamente|soltanto|solamente|maar|slechts|"
    rf"alleen|tylko|jedynie|bara|kun|so|apenas|the last|get|send|sending|release|ship|shipped|sent|here are|receive){GAP}\s(?:you )?{N}{UNIT}(?!\s?%|[\d.,]*\d)"
)
REST = re.compile(
    rf"\b(?:remaining|remainder|rest|balance|other|missing|outstanding|open|left|leaves|owe you|restlichen?|rest|fehlenden?|ubrigen|offenen|solde|restants?|reliquat|manquants?|complement|restantes?|pendientes?|faltan|saldo|restanti|rimanenti|mancanti|mancano|"
    rf"overige|resterende|restant|ontbrekende|pozostale|reszta|brakuje|brakujace|resterande|saknas|resten)\b(?:\s(?:of|de|di|the|are|is|von|van))?(?:\s?[:(=]|\s(?!\d)[^\s.;:!?\d]+){{0,2}}?\s?\(?{N}{UNIT}(?!\s?%|[\d.,]*\d)"
)
REST_AFTER = re.compile(
    rf"(?<![\d.,/-]){N}{UNIT}{GAP},?\s(?:are |is |were |have |stay |stayed |still |be |had |staan (?:nog )?|sind |noch |to |in |en |im |sont |estan |sono |stehen |w |on )*(?:missing|short|backorder(?:ed)?|back-?order|back order|open|outstanding|lacking|left behind|stayed behind|to follow|to be made|"
    r"still here|follow|later|owed|behind|fehlen|offen|ruckstand|nachgeliefert|stehen geblieben|manquent|reliquat|manquants?|faltan|pendientes|mancano|nalevering|backorder|ontbreken|brakuje|zaleglosci|saknas|balance|have to be made|will follow|come later)\b"
)
NOW = re.compile(rf"(?<![\d.,/-]){N}{UNIT}{GAP}\s?(?:now|today|immediately|at once|shipped|ship|sent|in stock|available|available now|ready|here|are (?:fine|good|ready|gone|on)|packed|leave|good to go|on (?:their way|today's)|auf lager|sofort|heute|raus|versandbereit|lieferbar|maintenant|expedies?|disponibles?|"
                 rf"en stock|ahora|enviad[oa]s|ora|pronti|spediti|subito|nu|verzonden|op voorraad|teraz|wyslane|dostepn\w+)\b")  # fmt: skip
LOST = re.compile(
    r"\b(?:fail(?:ed)?|reject(?:ed)?|broke(?:n)?|missing|lost|stolen|damaged|scrap(?:ped)?|short|gone|left behind|stayed behind|still here|remain(?:ed)?|are open|outstanding|backorder(?:ed)?|back on order|missed|didn't fit|not fit|ausschuss|kaputt|defekt|fehlen|fehlt|casse\w*|manqu\w*|rebut\w*|faltan|rot[oa]s|"
    r"mancano|rott[ie]|scart\w+|kapot|ontbreken|brakuj\w*|uszkodz\w*|saknas|is still here|one crate|behind|lacking|delayed|to be (?:made|remade))\b"
)
GONE = re.compile(
    rf"\b(?:the|those|these|all|your|die|les|los|le|i|de)?\s*{N}\s(?P<item>[^\W\d_][\w-]*(?:\s[^\W\d_][\w-]*){{0,2}}?)\s(?:on \S+ |from \S+ |for \S+ |in \S+ )?(?:are|is|can't|cannot|won't|will not|aren't|have been|were)\s?(?:a no\b|out\b|off\b|not available|unavailable|not possible|cancelled|"
    r"no longer|not coming|gone|be supplied|be delivered|be made|come|struck|removed|dropped|sold out)"
)
TAKEN_OUT = re.compile(
    rf"\b(?:take|taken|took|remove|removed|strike|struck|cut|delete|deleted|drop|dropped|pull|pulled|gestrichen|entfernt|retir\w+|supprim\w+|elimin\w+|quitad\w+|tolt\w*|schrap\w+|usun\w+){GAP}\s(?:the |these |those |your )?{N}(?P<item>(?:\s[^\W\d_][\w-]*){{0,3}})"
)
LINE = re.compile(
    rf"(?P<item>[^\n;|]{{2,50}}?)[,;:|\s]+(?<![\d.,/-]){N}\s?(?:pcs|pc|pieces?|st|stk|stuck|units?|ea|x|szt|stuks|pz|uds?)\b\.?[^\n]{{0,25}}?(?:@|\bat\b|\ba\b|\bzu(?: je)?\b|\bje\b|\bunit(?: price)?\b)\s?(?:[€$£]|[a-z]{{3}}\b)?\s?\d"
)
LINE_FIRST = re.compile(
    rf"(?:^|[\n;:]\s*|line \d+:?\s)(?<![\d.,/-]){N}\s?(?:x|pcs|pc|st|stk)\s(?P<item>[^\n@;,\d]{{3,40}}?)\s?[,;]?\s?(?:@|\bat\b|\bzu\b|\ba\b)\s?(?:[€$£]|[a-z]{{3}}\b)?\s?\d"
)
REPLACEMENTS = re.compile(
    rf"(?<![\d.,/-]){N}\s(?:new|fresh|replacement|neue|nouvelles?|nouveaux|nuev[oa]s|nuov[ie]|nieuwe|nowe|nya|novas)\s(?P<item>[^\W\d_][\w-]*(?:\s[^\W\d_][\w-]*)?)"
)
PARTS_OF_ORDER = re.compile(
    r"^\s?(?:lines?|positions?|items|lots?|deliver\w+|parts of|weeks?|days?|orders?|batches|trucks|containers|months?|visits?|zeilen|positionen|lignes|lineas|righe|regels|pozycj\w*|customers?)\b"
)
ITEM_AFTER = re.compile(
    r"^\s?(?:pcs|pc|pieces?|x|st\.?|stk|units?|packs?|boxes|bags|kg|rolls|drums|sets|pairs)?\s?(?:of |the |de |of the )?(?P<item>[^\W\d_][\w-]*(?:\s[^\W\d_][\w-]*)?)"
)
WEAK = {"of", "instead", "rather", "and", "or", "are", "is", "now", "today", "can", "will", "in", "on", "for", "to", "have", "we", "you", "pcs", "pieces", "units", "follow", "out", "not", "from", "statt", "von", "sur", "su", "van",
        "au", "de", "en", "z", "szt", "stuck", "st", "stk", "au lieu", "uds", "now and", "more", "good", "left", "today and", "rest", "failed", "shipped", "sent", "were", "still", "stuks", "boxes", "att", "the", "a", "due", "go", "goes",
        "der", "die", "das", "den", "le", "la", "les", "el", "los", "las", "il", "i", "gli", "het", "by", "at", "only", "but", "was", "as"}  # fmt: skip


@dataclass(frozen=True)
class _Count:
    """A number with its place."""

    value: Decimal
    start: int
    end: int


def quantities(mail: Mail, classes: Sequence[MailClass], found: Sequence[Reference]) -> tuple[Quantity, ...]:
    """What comes and what is open, per line; nothing unless the mail is about that."""
    if not classes:
        return ()
    text = _masked(mail)
    po = found[0].po if len(found) == 1 else None
    kept: list[Quantity] = []
    if MailClass.PARTIAL_SHORTAGE in classes:
        kept += _shortages(mail, text, po)
    if not kept and (MailClass.CANCELLATION in classes or MailClass.PARTIAL_SHORTAGE in classes):
        kept += _gone(mail, text, po, cancelled=classes[0] is MailClass.CANCELLATION)
    if not kept and classes[0] in {MailClass.ORDER_CONFIRMATION, MailClass.DELAY, MailClass.PRICE_CHANGE}:
        kept += _lines(mail, text, po) if MailClass.ORDER_CONFIRMATION in classes else ()
    if classes[0] is MailClass.QUALITY_CLAIM and re.search(
        r"\b(?:arriv|sent|ship|courier|go|come|leave|deliver|schick|send|liefer|envo|exped|sped|verz|wysy)", text
    ):
        kept += _replacements(mail, text, po)
    return tuple({(q.ordered, q.available, q.item): q for q in kept}.values())


def _masked(mail: Mail) -> str:
    """The folded text with references, days, prices and percentages blanked out: what is left are counts."""
    folded = fold(mail.text)
    taken: list[tuple[int, int]] = [(a, b) for a, b, _ in references.spans(mail.text)]
    taken += [(day.start, day.end) for day in mentions(mail.text, mail.received_on)]
    taken += [(a.start, a.end) for a in amounts(folded) if a.currency]
    taken += [(p.start, p.end) for p in percents(folded)]
    taken += [
        hit.span()
        for hit in re.finditer(
            r"\b(?:order|po|no|nr|line|position|pos|zeile|ligne|linea|riga|regel|invoice|rechnung|lot|batch|charge|art|tel|phone|week|kw|zone|rev|version)\.?\s?(?:no\.?\s?)?#?\d+(?!\s?(?:pcs|x)\b)",
            folded,
        )
    ]
    taken += [
        hit.span()
        for hit in re.finditer(
            r"\b[a-z]+\d[\w-]*|\b\d+[a-z]{2,}\d*\b(?<!pcs)(?<!kg)|\b\d{1,2}(?::\d\d|\s?[ap]\.?m\b|\s?uhr\b|h\b)", folded
        )
    ]
    for start, end in taken:
        if not re.fullmatch(rf"{N}(?:pcs|pc|kg|st|stk|x|t|m|l)", folded[start:end]):
            folded = folded[:start] + "§" * (end - start) + folded[end:]
    return folded


def _count(hit: re.Match[str], group: int) -> _Count | None:
    value = number(hit.group(group)) if hit.group(group) else None
    return _Count(value, hit.start(group), hit.end(group)) if value is not None else None


def _shortages(mail: Mail, text: str, po: str | None) -> Iterator[Quantity]:
    done = False
    for start, line in sentences(text):
        rows = [*_table_rows(mail, start, line, po)]
        done = done or bool(rows)
        yield from rows
    if done:
        return
    whole = _triple(text)
    if whole:
        ordered, available, begin, end = whole
        yield _quantity(mail, begin, end, ordered, available, _item(mail, 0, text, begin), po)
        return
    for start, line in sentences(text):
        pair = _pair(line)
        if pair:
            ordered, available, begin, end = pair
            done = True
            yield _quantity(mail, start + begin, start + end, ordered, available, _item(mail, start, line, begin), po)
    if not done:
        yield from _from_parts(mail, text, po)


def _table_rows(mail: Mail, start: int, line: str, po: str | None) -> Iterator[Quantity]:
    for pattern in (TABLE_AFTER, TABLE_BEFORE):
        for hit in pattern.finditer(line):
            ordered, available = _count(hit, 1), _count(hit, 2)
            if ordered and available and available.value <= ordered.value:
                item = re.split(r"[,;:|]", mail.text[start : start + hit.start()])[-1].strip(" -*•") or None
                yield _quantity(mail, start + hit.start(), start + hit.end(), ordered.value, available.value, item, po)


def _pair(line: str) -> tuple[Decimal, Decimal, int, int] | None:
    """Ordered and available out of one sentence."""
    for pattern, ordered_group, available_group in (
        (A_INSTEAD_N, 2, 1), (INSTEAD_N_A, 1, 2), (A_OF_N, 2, 1), (N_GIVES_A, 1, 2), (SLASHED, 2, 1),
    ):  # fmt: skip
        for hit in pattern.finditer(line):
            ordered, available = _count(hit, ordered_group), _count(hit, available_group)
            if not ordered or not available or available.value > ordered.value:
                continue
            last = max(ordered.end, available.end)
            if (
                PARTS_OF_ORDER.match(line[ordered.end :])
                or PARTS_OF_ORDER.match(line[last:])
                or available.value == ordered.value
            ):
                continue
            value = available.value
            if pattern in (A_OF_N, N_GIVES_A):
                about = (
                    line[last : last + 45] if pattern is A_OF_N else line[min(ordered.end, available.end) : last + 30]
                )
                before = line[: available.start][-25:]
                clause = re.split(r"[,;]| and | but | und | et | y | e | en ", about)[0]
                if LOST.search(clause) or re.search(
                    r"\b(?:missing|short|fehlen|manquent|faltan|mancano|lost|minus|lacking|it's|its|crate)\W*$", before
                ):
                    value = ordered.value - available.value
            return ordered.value, value, hit.start(), hit.end()
    return None


def _from_parts(mail: Mail, text: str, po: str | None) -> Iterator[Quantity]:
    """Ordered out of what comes and what is open, wherever in the mail the two stand."""
    rest = _first(REST, text) or _first(REST_AFTER, text)
    given = next((c for c in (_first(NOW, text, avoid=rest), _first(ONLY, text, avoid=rest)) if c), None)
    ordered = _first(ORDERED_ONLY, text, avoid=rest)
    if given is None and rest is not None:
        others = [
            c for c in _all_counts(text) if c.start != rest.start and c.start < rest.start and c.value != rest.value
        ]
        given = others[-1] if others and ordered is None else None
    if ordered and given and given.value < ordered.value:
        yield _quantity(
            mail, min(ordered.start, given.start), max(ordered.end, given.end), ordered.value, given.value, None, po
        )
    elif ordered and rest and rest.value <= ordered.value:
        yield _quantity(
            mail,
            min(ordered.start, rest.start),
            max(ordered.end, rest.end),
            ordered.value,
            ordered.value - rest.value,
            None,
            po,
        )
    elif given and rest:
        begin, end = min(given.start, rest.start), max(given.end, rest.end)
        yield _quantity(mail, begin, end, given.value + rest.value, given.value, _item(mail, 0, text, given.start), po)


def _triple(text: str) -> tuple[Decimal, Decimal, int, int] | None:
    """Three counts of which two make up the third: what was ordered, what comes and what is open."""
    counts = sorted([*_all_counts(text), *_in_words(text)], key=lambda count: count.start)[:12]
    for whole in sorted(counts, key=lambda count: -count.value):
        for number_, one in enumerate(counts):
            for two in counts[number_ + 1 :]:
                if whole in (one, two) or one.value + two.value != whole.value or min(one.value, two.value) < 1:
                    continue
                rest = {hit.start(1) for pattern in (REST, REST_AFTER) for hit in pattern.finditer(text)}
                lost = bool(LOST.search(re.split(r"[.;,]", text[one.end : one.end + 40])[0])) or one.start in rest
                given = two if lost and two.start not in rest else one
                return whole.value, given.value, min(one.start, whole.start), max(two.end, whole.end)
    return None


def _in_words(text: str) -> list[_Count]:
    """Counts written out; "one" is too often no count."""
    found = ((hit, number_word(hit.group())) for hit in re.finditer(r"\b[a-z]{3,12}\b", text))
    return [_Count(Decimal(value), hit.start(), hit.end()) for hit, value in found if value is not None and value > 1]


def _first(pattern: re.Pattern[str], text: str, avoid: _Count | None = None) -> _Count | None:
    for hit in pattern.finditer(text):
        found = _count(hit, 1)
        if found and (avoid is None or found.start != avoid.start) and not PARTS_OF_ORDER.match(text[found.end :]) \
                and not re.match(r"\s?(?:days?|weeks?|tage?|wochen|jours|semaines|dias|semanas|giorni|settimane|dagen|weken|dni|hours|months|%)", text[found.end :]):  # fmt: skip
            return found
    return None


def _all_counts(text: str) -> list[_Count]:
    return [found for hit in re.finditer(rf"(?<![\w.,/:-]){N}(?![\w%/:]|[.,]\d)", text) if (found := _count(hit, 1))]


def _gone(mail: Mail, text: str, po: str | None, *, cancelled: bool) -> Iterator[Quantity]:
    """A line that does not come at all."""
    for pattern in (GONE, TAKEN_OUT):
        for hit in pattern.finditer(text):
            count = _count(hit, 1)
            if count and not re.search(
                r"\b(?:rest|remaining|restlichen|balance|missing)\b", text[max(0, hit.start() - 20) : hit.end()]
            ):
                item = mail.text[hit.start("item") : hit.end("item")].strip() or None
                span = Span(Part.BODY, hit.start(), mail.text[hit.start() : hit.end()])
                yield Quantity(span, count.value, Decimal(0), Decimal(0) if cancelled else count.value, item, po)
                return


def _lines(mail: Mail, text: str, po: str | None) -> Iterator[Quantity]:
    """The lines of a confirmation: all that was ordered comes. Prices were blanked out, so the mail's own text is read."""
    folded = fold(mail.text)
    for pattern in (LINE, LINE_FIRST):
        for hit in pattern.finditer(folded):
            count = _count(hit, 2 if pattern is LINE else 1)
            if count and "§" not in text[count.start : count.end]:
                item = mail.text[hit.start("item") : hit.end("item")].strip(" -*•:,\n")
                item = item.rpartition("\n")[2].strip()
                span = Span(Part.BODY, count.start, mail.text[count.start : hit.end()])
                yield Quantity(span, count.value, count.value, Decimal(0), item or None, po)


def _replacements(mail: Mail, text: str, po: str | None) -> Iterator[Quantity]:
    for hit in REPLACEMENTS.finditer(text):
        count = _count(hit, 1)
        if count:
            item = mail.text[hit.start("item") : hit.end("item")]
            yield Quantity(
                Span(Part.BODY, hit.start(), mail.text[hit.start() : hit.end()]),
                count.value,
                count.value,
                Decimal(0),
                item,
                po,
            )


def _quantity(
    mail: Mail, start: int, end: int, ordered: Decimal, available: Decimal, item: str | None, po: str | None
) -> Quantity:
    return Quantity(Span(Part.BODY, start, mail.text[start:end]), ordered, available, ordered - available, item, po)


def _item(mail: Mail, start: int, line: str, begin: int) -> str | None:
    """What is counted, where the words beside the number say it."""
    for hit in re.finditer(N, line[begin:]):
        after = begin + hit.end()
        found = ITEM_AFTER.match(line[after:])
        if found and found["item"].split()[0] not in WEAK and number_word(found["item"].split()[0]) is None:
            words = found["item"].split()
            size = len(words[0]) if len(words) > 1 and words[1] in WEAK else len(found["item"])
            at = start + after + found.start("item")
            return mail.text[at : at + size]
    return None
