"""What a count is for, by the words beside it: it comes, it does not, it never will."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from bot.adapters.triage.counts import Count
from bot.adapters.triage.words import sentences

# Where what is said of one count ends.
CLAUSE = re.compile(r"[.;:!?\n](?!\d)|,(?!\d)|\s-\s|\b(?:and|und|et|y|e|en|i|och|og|but|aber|mais|pero|ma|maar|ale|so|while|the other)\b")  # fmt: skip
COMES = re.compile(
    r"\b(?:ship(?:s|ping|ped)?|sen[dt]|sending|leav(?:e|es|ing)|go(?:es|ing)?|gone|pack(?:ed)?|pick(?:ed)?|ready|available|stock|shelf|hand|boxed|box|confirm(?:ed)?|allocated|deliver(?:ed)?|d?espatch(?:ed)?|dispatch(?:ed)?|receive|get|got|have|fine|ok|good|on (?:its|their|the) way|"
    r"loaded|done|built|passed|finished|come|arrives?|invoice|today|tonight|now|this week|tomorrow|yield|"
    r"heute|sofort|jetzt|morgen|versandbereit|bereit|verfugbar|lieferbar|lager|gehen|liefern|bekommen|schicken|kommen|fertig|geliefert|raus|berechnen|"
    r"expedi\w+|livr(?:ons|ees?|es?|er)|partent|disponibles?|prets?|pretes?|aujourd'hui|demain|recevrez|"
    r"enviamos|enviar|servi[rdm]\w*|salen|van|tenemos|hoy|manana|listas|listos|disponible|"
    r"spedi\w+|partono|pront[ie]|consegn\w+|oggi|subito|domani|disponibili|"
    r"verzonden|leveren|geleverd|voorraad|sturen|gaan|klaar|zitten|vandaag|nu|"
    r"wysyl\w+|wysl\w+|mamy|gotow\w+|dzis|jutro|dostarcz\w+|dostepn\w+|skicka\w*|idag|leverera\w*|lager|sende|sendes|seguem|saem|posil\w+|skladem|odesl\w+)\b"
)
LACKS = re.compile(
    r"\b(?:short(?:age|fall)?|missing|remaining|remainder|rest|balance|outstanding|back-?\s?order(?:ed)?|open|follow(?:s|ing)?|later|owe|owed|scrap(?:ped)?|fail(?:ed)?|reject(?:ed)?|broke(?:n)?|(?:is|are|still) stuck|wet|wrong|lost|damaged|behind|light|minus|still|next|when|more to|last|replacements?|delayed|to come|(?:pieces|pcs|units) under|rerun|re-?(?:made|make|glu\w+|build|cast)|"
    r"scratch|defect\w*|dropped|held|fehl\w+|mangelt|rest|restliche[nr]?|ubrigen?r?|ubrige[nr]?|ausschuss|lunker|nach|spater|offen\w*|folg\w+|ruckstand\w*|nachlieferung|defekt\w*|nachste\w*|beschadigt|"
    r"manqu\w+|mancan\w+|restants?|restantes?|reliquat|solde|rebut\w+|suivr\w+|suiv\w+|abim\w+|falt\w+|pendiente\w*|resta[nm]\w*|restent|restanti|rimanent\w+|saldo|altr[ie]|otr[oa]s|scartat\w+|"
    r"ontbre\w+|mist|tekort|overige|andere|resterende|laatste|backorder|volg\w+|brak\w*|pozostal\w*|reszt\w*|kolejn\w+|nastepn\w+|resterande|restnoter\w+|saknas|sidste|resterende|mangler|chyb\w+|zbyva\w*|em falta|faltam|seguintes)\b"
)
# A rest that is given up; "not before June" is only late.
NEVER = re.compile(
    r"\b(?:(?:will not|won't|not going to|do not|don't)(?: be)? (?:\w+ )?(?:supplied|supply|produced?|made|make|remade|remake|re-?run|run|rebuil[dt]|build|follow|come|replaced?|re-?make)|no (?:more|further) (?:will|deliver\w+|to come|production)|close\w* (?:\S+ ){0,3}(?:short|with)|"
    r"(?:discontinued|dropped) and|cancel\w* the (?:rest|balance|remain\w+|other|last)|(?:line|range|article|crop|season) is (?:finished|over)|the last (?:there|we)|"
    r"nicht(?: mehr)? nach\w+|nachlieferung(?: \w+)? nicht|keine nachlieferung|nachfertig\w* lohnt|entfall(?:t|en)|(?:wird|werden) (?:nicht mehr|gestrichen|storniert)|schliessen den auftrag|restmenge (?:ist )?(?:gestrichen|storniert)|"
    r"pas de (?:complement|reliquat|suite)|ne ser(?:a|ont) (?:pas|plus|jamais)|(?:solde|reliquat) (?:est )?annul\w+|annul\w+ le (?:solde|reliquat)|ne viendr\w+ pas|"
    r"no se (?:servi|entrega|suministra|fabrica|envia|produci)\w+|no habra|se anulan?|ya no (?:llega|viene|vendra)\w*|non (?:verra\w*|sara\w*)(?: piu)? (?:forni|consegna|spedi|prodo)\w+|non ci sar\w+|(?:saldo|residuo) annullat\w+|"
    r"(?:komen|komt|worden|wordt) niet meer|niet (?:meer )?na(?:geleverd|geproduceerd)|verval(?:t|len)|geen nalevering|juz nie|nie (?:bedzie|zostan\w+) (?:juz )?(?:dosl|dostarcz|uzupeln|wyprodukowan)\w+|(?:anulujemy|anulowan\w*) (?:reszt|brak|pozosta)\w+|"
    r"kommer inte (?:mer|att)|levereras inte|utgar|kommer ikke|leveres ikke|udgar|nao (?:serao|havera|serao entregues)|ja nao|uz ne\w+|jiz ne\w+|nedodame)\b"
    r"(?![^.;\n]*(?:\b(?:before|until|till|yet|today|this week|tomorrow|vor|bis|avant|antes|prima|fino|voor|przed|fore|heute)\b|§))"
)
# A whole line that cannot come now.
NONE_THERE = re.compile(
    r"\b(?:(?:on|in) back-?\s?order|back-?ordered|out of stock|sold out|unavailable|not available|not in stock|none in stock|im ruckstand|nicht lieferbar|nicht verfugbar|nicht vorratig|nicht auf lager|ausverkauft|vergriffen|en rupture|epuise\w*|indisponibles?|manquants?|agotad\w+|sin stock|sin existencias|no disponibles?|"
    r"non (?:sono |e )?disponibil\w+|esaurit\w+|niet op voorraad|niet leverbaar|uitverkocht|in backorder|niedostepn\w+|wyprzedan\w+|nie ma na stanie|slut i lager|ej i lager|restnoterad\w*|ikke pa lager|udsolgt|i restordre|esgotad\w+|sem stock|vyprodan\w+|nejsou skladem|neni skladem|is a no|are a no|everything (?:but|except)|all but|alles ausser|tout sauf|todo menos|tutto tranne|alles behalve|wszystko oprocz)\b"
)
ENDED = re.compile(
    r"\b(?:cancel\w*|discontinued|no longer|not? (?:be )?(?:made|produced)|taken? (?:\S+ ){0,4}(?:off|out)|removed?|struck|deleted|withdr\w+|stornier\w*|gestrichen|ausgelaufen|nicht mehr|annul\w*|supprim\w*|retir\w*|anulad\w+|cancelad\w+|descatalogad\w+|eliminad\w+|fuori produzione|geannuleerd|geschrapt|verval\w*|anulowan\w*|wycofan\w*|avbest\w*|utgatt|annuller\w*|udga\w*|zrusen\w*|stornovan\w*)\b"
)


# What stands before the number that was ordered.
WANTED = re.compile(
    r"\b(?:order(?:ed)?|wanted|asked for|requested|p\.?o\.?|total|bestell\w*|command\w*|pedi(?:do|ste|steis|mos)?|pid(?:io|ieron)|ordin\w*|bestel\w*|zamow\w*|bestall\w*|bestil\w*|encomend\w*|objedn\w*)\b[^.;\n\d]{0,30}$"
)
DATED = re.compile(r"[^.;,\n\d§]{0,25}§")
PART = re.compile(r"\b(?:rest\w*|remaining|balance|missing|other|last|within|in|over|for|ubrigen|autres|otros|altri|overige|pozosta\w*)\b\W*(?:\w+\W+)?$")  # fmt: skip
NOUN = re.compile(
    r"\s?[^\W\d_]{1,}(?<!day)(?<!days)(?<!weeks)(?<!hours)(?<!tage)(?<!tagen)(?<!wochen)(?<!jours)(?<!dias)(?<!giorni)(?<!dagen)(?<!dni)(?<!people)(?<!years)(?<!lines)(?<!items)\b"
)


def leaning(text: str, count: Count, others: Iterable[Count]) -> int:
    """Above 0: the words beside this count say that it comes; below 0: that it does not (yet)."""
    cuts = [cut for cut in CLAUSE.finditer(text) if not (count.start < cut.end() and cut.start() < count.end)]
    left = max((cut.end() for cut in cuts if cut.end() <= count.start), default=0)
    right = min((cut.start() for cut in cuts if cut.start() >= count.end), default=len(text))
    left = max([left, *(one.end for one in others if one.end <= count.start)])
    right = min([right, *(one.start for one in others if one.start >= count.end)])
    before, after = text[left : count.start], text[count.end : right]
    near = " ".join([*before.split()[-5:], "#", *after.split()[:9]])
    return bool(COMES.search(near)) - 2 * bool(LACKS.search(near))


def towards(text: str, value: Decimal, counts: Iterable[Count], other: Decimal) -> int:
    """What is said of a number wherever it stands in the mail, taken together."""
    counts = list(counts)
    others = [one for one in counts if one.value == other]
    return sum(leaning(text, one, others) for one in counts if one.value == value)


def two_counts(text: str, counts: list[Count]) -> tuple[Decimal, Decimal, int, int] | None:
    """Ordered and available where the mail has two counts: all and a part of it, or what comes now and later."""
    one = counts[0]
    two = next(count for count in counts if count.value != one.value)
    if any(count.value != int(count.value) or count.value < 1 for count in (one, two)):
        return None
    least, most = sorted((one.value, two.value))
    begin, end = one.start, two.end
    lean = towards(text, least, counts, most)
    if any(WANTED.search(text[: count.start]) for count in counts if count.value == most):
        return (most, most - least if lean < 0 else least, begin, end) if lean else None
    first, second = (towards(text, a, counts, b) for a, b in ((one.value, two.value), (two.value, one.value)))
    dated = [bool(DATED.match(text[count.end :])) for count in (one, two)]
    if (first > 0 or dated[0]) and first >= 0 and (second < 0 or dated[1]):
        return one.value + two.value, one.value, begin, end
    if first < 0 < second:
        return one.value + two.value, two.value, begin, end
    return None


def none_there(text: str, counts: list[Count], pattern: re.Pattern[str]) -> Count | None:
    """The only count of a mail, where its sentence says that none of it can come."""
    if len({count.value for count in counts}) != 1:
        return None
    count = counts[0]
    line = next((line for start, line in sentences(text) if start <= count.start < start + len(line)), "")
    before = text[max(0, count.start - 25) : count.start]
    if not pattern.search(line) or PART.search(before) or not NOUN.match(text[count.end :]):
        return None
    return count


def given_up(text: str) -> bool:
    """Whether the mail says that what is open will never come."""
    return any(NEVER.search(line) for _, line in sentences(text))
