"""How many of the ordered come, and how many are still open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from bot.adapters.triage import count_roles as roles
from bot.adapters.triage import quantity_patterns as said
from bot.adapters.triage.counts import Count, all_counts, count_in, in_words, made, masked
from bot.adapters.triage.listed_quantities import columns, labelled, slashed, table_rows
from bot.adapters.triage.words import fold, in_figures, number_word, sentences
from bot.domain.triage import Mail, MailClass, Part, Quantity, Reference, Span

# A shortage beside such a matter is told in a mail of its own; counts in it are of parcels or of what was examined.
APART = {MailClass.QUALITY_CLAIM, MailClass.SHIPMENT, MailClass.DOCUMENT, MailClass.INVOICE_PAYMENT}


def quantities(
    mail: Mail, classes: Sequence[MailClass], found: Sequence[Reference], *, deduced: bool = True
) -> tuple[Quantity, ...]:
    """What comes and what is open, per line; nothing unless the mail is about that.

    Without `deduced` only what the mail says outright: two counts alone show no shortage where the class is not known.
    """
    if not classes:
        return ()
    text = masked(mail)
    po = found[0].po if len(found) == 1 else None
    kept: list[Quantity] = []
    if {MailClass.PARTIAL_SHORTAGE, MailClass.ORDER_CONFIRMATION, MailClass.SHIPMENT} & set(classes):
        kept += columns(mail, classes, po)
    if not kept and MailClass.PARTIAL_SHORTAGE in classes and classes[0] not in APART:
        kept += _shortages(mail, text, po, deduced=deduced and classes[0] is MailClass.PARTIAL_SHORTAGE)
    if not kept and (MailClass.CANCELLATION in classes or MailClass.PARTIAL_SHORTAGE in classes):
        kept += _gone(mail, text, po, cancelled=classes[0] is MailClass.CANCELLATION)
    if not kept and classes[0] in {MailClass.ORDER_CONFIRMATION, MailClass.DELAY, MailClass.PRICE_CHANGE}:
        kept += _lines(mail, text, po) if MailClass.ORDER_CONFIRMATION in classes else ()
    if not kept and classes[0] is MailClass.ORDER_CONFIRMATION:
        kept += _counted(mail, text, po)
    if classes[0] is MailClass.QUALITY_CLAIM and re.search(
        r"\b(?:arriv|sent|ship|courier|go|come|leave|deliver|schick|send|liefer|envo|exped|sped|consegn|verz|wysy|livr|follow|versand|versend|geh|raus|expid|segue|skick|leverer|afsend|doraz|odes[il]|dodam|partir|part(?:ent|ono)|sal(?:en|dran)|llega|bring|tausch|wysl|mand|stur|envi|zugestellt)",
        text,
    ):
        kept += _replacements(mail, text, po)
    if classes[0] is MailClass.CANCELLATION or roles.given_up(text):
        kept = [replace(one, backorder=Decimal(0)) for one in kept]
    return tuple({(q.ordered, q.available, q.item): q for q in kept}.values())


def _shortages(mail: Mail, text: str, po: str | None, *, deduced: bool) -> Iterator[Quantity]:
    listed = [*slashed(mail, text, po)] or [*labelled(mail, text, po)]
    yield from listed
    if listed:
        return
    done = False
    for start, line in sentences(text):
        found = [*table_rows(mail, start, line, po)]
        done = done or bool(found)
        yield from found
    if done:
        return
    whole = _triple(text)
    if whole:
        ordered, available, begin, end = whole
        yield made(mail, begin, end, ordered, available, _item(mail, 0, text, begin), po)
        return
    for start, line in sentences(text):
        pair = _pair(line) or _pair(in_figures(line))
        if pair:
            ordered, available, begin, end = pair
            done = True
            yield made(mail, start + begin, start + end, ordered, available, _item(mail, start, line, begin), po)
    if done:
        return
    counts = sorted([*all_counts(text), *in_words(text)], key=lambda count: count.start) if deduced else []
    parts = roles.two_counts(text, counts) if len({count.value for count in counts}) == 2 else None
    gone = roles.none_there(text, counts, roles.NONE_THERE)
    if parts:
        ordered, available, begin, end = parts
        yield made(mail, begin, end, ordered, available, _item(mail, 0, text, begin), po)
    elif gone:
        yield made(mail, gone.start, gone.end, gone.value, Decimal(0), _item(mail, 0, text, gone.start), po)
    else:
        yield from _from_parts(mail, text, po)


def _pair(line: str) -> tuple[Decimal, Decimal, int, int] | None:
    """Ordered and available out of one sentence."""
    if (hit := said.SHORT_ON.search(line)) and (rest := count_in(hit, 1)) and (whole := count_in(hit, 2)):
        return whole.value, whole.value - rest.value, hit.start(), hit.end()
    if (hit := said.NONE_OF.search(line)) and (whole := count_in(hit, 1)):
        return whole.value, Decimal(0), hit.start(), hit.end()
    if (hit := said.HALF_OF.search(line)) and (whole := count_in(hit, 1)) and whole.value % 2 == 0:
        return whole.value, whole.value / 2, hit.start(), hit.end()
    for pattern, ordered_group, available_group in (
        (said.A_INSTEAD_N, 2, 1), (said.INSTEAD_N_A, 1, 2), (said.A_OF_N, 2, 1), (said.N_GIVES_A, 1, 2), (said.SLASHED, 2, 1),
    ):  # fmt: skip
        for hit in pattern.finditer(line):
            ordered, available = count_in(hit, ordered_group), count_in(hit, available_group)
            if not ordered or not available or available.value > ordered.value:
                continue
            last = max(ordered.end, available.end)
            if (
                said.PARTS_OF_ORDER.match(line[ordered.end :])
                or said.PARTS_OF_ORDER.match(line[last:])
                or available.value == ordered.value
            ):
                continue
            value = available.value
            if pattern in (said.A_OF_N, said.N_GIVES_A):
                about = (
                    line[last : last + 45]
                    if pattern is said.A_OF_N
                    else line[min(ordered.end, available.end) : last + 30]
                )
                before = line[: available.start][-25:]
                clause = re.split(r"[,;]| and | but | und | et | y | e | en ", about)[0]
                if (
                    said.LOST.search(clause)
                    or roles.leaning(line, available, []) < -1
                    or re.search(
                        r"\b(?:missing|short|fehlen(?: uns)?|manquent|faltan|faltam|mancano|mangler|saknas|brakuje|chybi|lost|minus|lacking|it's|its|crate)\W*$",
                        before,
                    )
                ):
                    value = ordered.value - available.value
            return ordered.value, value, hit.start(), hit.end()
    return None


def _from_parts(mail: Mail, text: str, po: str | None) -> Iterator[Quantity]:
    """Ordered out of what comes and what is open, wherever in the mail the two stand."""
    rest = _first(said.REST, text) or _first(said.REST_AFTER, text)
    given = next((c for c in (_first(said.NOW, text, avoid=rest), _first(said.ONLY, text, avoid=rest)) if c), None)
    ordered = _first(said.ORDERED_ONLY, text, avoid=rest)
    if given is None and rest is not None:
        others = [
            c for c in all_counts(text) if c.start != rest.start and c.start < rest.start and c.value != rest.value
        ]
        given = others[-1] if others and ordered is None else None
    if ordered and given and given.value < ordered.value:
        yield made(
            mail, min(ordered.start, given.start), max(ordered.end, given.end), ordered.value, given.value, None, po
        )
    elif ordered and rest and rest.value <= ordered.value:
        yield made(
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
        yield made(mail, begin, end, given.value + rest.value, given.value, _item(mail, 0, text, given.start), po)


def _triple(text: str) -> tuple[Decimal, Decimal, int, int] | None:
    """Three counts of which two make up the third: what was ordered, what comes and what is open."""
    counts = sorted([*all_counts(text), *in_words(text)], key=lambda count: count.start)[:12]
    for whole in sorted(counts, key=lambda count: -count.value):
        for number_, one in enumerate(counts):
            for two in counts[number_ + 1 :]:
                if whole in (one, two) or one.value + two.value != whole.value or min(one.value, two.value) < 1:
                    continue
                rest = {hit.start(1) for pattern in (said.REST, said.REST_AFTER) for hit in pattern.finditer(text)}
                heard = roles.towards(text, one.value, counts, two.value) - roles.towards(
                    text, two.value, counts, one.value
                )
                lost = bool(said.LOST.search(re.split(r"[.;,]", text[one.end : one.end + 40])[0])) or one.start in rest
                given = two if heard < 0 or (heard == 0 and lost and two.start not in rest) else one
                return whole.value, given.value, min(one.start, whole.start), max(two.end, whole.end)
    return None


def _first(pattern: re.Pattern[str], text: str, avoid: Count | None = None) -> Count | None:
    for hit in pattern.finditer(text):
        found = count_in(hit, 1)
        if found and (avoid is None or found.start != avoid.start) and not said.PARTS_OF_ORDER.match(text[found.end :]) \
                and not re.match(r"\s?(?:days?|weeks?|tage?|wochen|jours|semaines|dias|semanas|giorni|settimane|dagen|weken|dni|hours|months|%)", text[found.end :]):  # fmt: skip
            return found
    return None


def _gone(mail: Mail, text: str, po: str | None, *, cancelled: bool) -> Iterator[Quantity]:
    """A line that does not come at all."""
    for pattern in (said.GONE, said.TAKEN_OUT):
        for hit in pattern.finditer(text):
            count = count_in(hit, 1)
            if count and not re.search(
                r"\b(?:rest|remaining|restlichen|balance|missing)\b", text[max(0, hit.start() - 20) : hit.end()]
            ):
                item = mail.text[hit.start("item") : hit.end("item")].strip() or None
                span = Span(Part.BODY, hit.start(), mail.text[hit.start() : hit.end()])
                yield Quantity(span, count.value, Decimal(0), Decimal(0) if cancelled else count.value, item, po)
                return
    if cancelled and (gone := roles.none_there(text, [*all_counts(text), *in_words(text)], roles.ENDED)):
        yield made(mail, gone.start, gone.end, gone.value, Decimal(0), _item(mail, 0, text, gone.start), po)


def _lines(mail: Mail, text: str, po: str | None) -> Iterator[Quantity]:
    """The lines of a confirmation: all that was ordered comes. Prices were blanked out, so the mail's own text is read."""
    folded = fold(mail.text)
    for pattern in (said.LINE, said.LINE_FIRST):
        for hit in pattern.finditer(folded):
            count = count_in(hit, 2 if pattern is said.LINE else 1)
            if count and "§" not in text[count.start : count.end]:
                item = mail.text[hit.start("item") : hit.end("item")].strip(" -*•:,\n")
                item = item.rpartition("\n")[2].strip()
                span = Span(Part.BODY, count.start, mail.text[count.start : hit.end()])
                yield Quantity(span, count.value, count.value, Decimal(0), item or None, po)


def _counted(mail: Mail, text: str, po: str | None) -> Iterator[Quantity]:
    """The one count of a short confirmation: `hand towel 2400 pcs`, "we confirm 100 hinges"."""
    hits = list(said.COUNTED.finditer(text)) or list(said.CONFIRMED.finditer(text))
    if len(hits) == 1 and (count := count_in(hits[0], 1)):
        yield made(mail, count.start, count.end, count.value, count.value, None, po)


def _replacements(mail: Mail, text: str, po: str | None) -> Iterator[Quantity]:
    hits = list(said.REPLACEMENTS.finditer(text))
    counts = [
        count for count in [*all_counts(text), *in_words(text)] if count.value >= 2 and count.value == int(count.value)
    ]
    if not hits and len({count.value for count in counts}) == 1 and said.REPLACING.search(text):
        one = counts[0]
        yield made(mail, one.start, one.end, one.value, one.value, None, po)
    for hit in hits:
        count = count_in(hit, 1)
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


def _item(mail: Mail, start: int, line: str, begin: int) -> str | None:
    """What is counted, where the words beside the number say it."""
    for hit in re.finditer(said.N, line[begin:]):
        after = begin + hit.end()
        found = said.ITEM_AFTER.match(line[after:])
        if (
            found
            and not said.PRONOUN.search(found["item"])
            and found["item"].split()[0] not in said.WEAK
            and number_word(found["item"].split()[0]) is None
        ):
            words = found["item"].split()
            size = len(words[0]) if len(words) > 1 and words[1] in said.WEAK else len(found["item"])
            at = start + after + found.start("item")
            return mail.text[at : at + size]
    return None
