"""What a vendor says of the goods that are missing: which of the days in a mail is theirs, or that they never come."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.domain.placing import SENTENCE, around
from bot.domain.proposals import Change
from bot.domain.spelling import flat
from bot.domain.triage import Mail, Part, PromisedDate, Suggestion, digits_of

# How vendors call what is still to come, in the languages of `bot.domain.languages`, flat.
REST = re.compile(
    r"\b(?:rest|rests|remain\w*|balance|outstanding|back-?orders?|backordered|b/o|missing|others?|"
    r"restliche\w*|restmenge|ubrige\w*|fehlende\w*|reliquat|solde|manquant\w*|restant\w*|"
    r"resto|restante\w*|pendiente\w*|faltan\w*|saldo|rimanent\w*|residu\w*|mancant\w*|overige|resterende|"
    r"nalever\w*|ontbrekende|"
    r"reszt\w*|pozostal\w*|brakujac\w*|em falta|resten|resterande|aterstaende|saknade|sista|restordre|"
    r"sidste|manglende)\b"
)

# How they say that something will not come at all. A word that denies it may stand before the first kind of words; what
# may only hold for now is told from the second kind by the words of TIME beside it.
GONE = re.compile(
    r"\b(?:discontinu\w*|no longer (?:\w+ ){0,2}(?:made|produced|manufactured|available|supplied|sold|deliver\w*|"
    r"stock\w*|in production)|end of life|out of production|phased out|cancel\w*|"
    r"eingestellt|nicht mehr (?:\w+ ){0,3}(?:\w*liefer\w*|hergestellt|produziert|gefertigt|verfugbar|erhaltlich)|"
    r"storni\w*|entfall\w*|ausgelaufen|abgekundigt|keine nachlieferung|"
    r"n.?(?:est|sont|sera|seront) plus (?:\w+ )?(?:fabriqu\w*|produit\w*|disponible\w*|livr\w*|commercialis\w*)|"
    r"arrete\w*|abandonne\w*|annul\w*|supprim\w*|fin de (?:vie|serie)|"
    r"descatalogad\w*|d[ei]scontinuad\w*|ya no (?:\w+ ){0,2}(?:fabric\w*|produc\w*|disponible\w*|"
    r"suministr\w*|entreg\w*)|"
    r"anul\w*|fuori produzione|"
    r"non (?:\w+ )?piu (?:\w+ )?(?:prodott\w*|disponibil\w*|fornit\w*|fabbricat\w*|consegna\w*)|"
    r"niet meer (?:\w+ ){0,2}(?:lever\w*|gelever\w*|geproduceerd|gemaakt|verkrijgbaar|beschikbaar)|vervalt|vervallen|"
    r"geannuleerd|uit productie|wycofan\w*|"
    r"(?:juz nie|nie (?:\w+ )?juz) (?:\w+ )?(?:produk\w*|dostepn\w*|dostarcz\w*)|"
    r"fora de producao|ja nao (?:\w+ ){0,2}(?:fabric\w*|produz\w*|dispon\w*|fornec\w*|entreg\w*)|"
    r"utgatt|utgangen|inte langre (?:\w+ )?(?:tillverk\w*|tillgangl\w*|lever\w*|producer\w*)|"
    r"(?:tillverkas|levereras|produceras) inte langre|avbestall\w*|"
    r"udgaet|ikke la?e?ngere (?:\w+ )?(?:lever\w*|producer\w*|fremstill\w*|tilgaengel\w*)|"
    r"(?:produceres|leveres|fremstilles) ikke (?:la?e?ngere|mere)|bortfald\w*)\b"
)
NOT_TO_COME = re.compile(
    r"\b(?:(?:will|can) ?not (?:be )?(?:deliver\w*|suppl\w*|follow\w*|come|ship\w*|sent)|"
    r"(?:wird|werden|kann|konnen) (?:\w+ )?nicht (?:\w+ )?(?:nach)?geliefert|"
    r"ne (?:sera|seront|peut|peuvent) pas (?:etre )?(?:livr\w*|fourni\w*)|"
    r"no (?:se )?(?:entregar\w*|servir\w*|suministrar\w*)|"
    r"non (?:verra|verranno|sara|saranno) (?:consegnat\w*|fornit\w*)|"
    r"(?:wordt|worden) niet (?:na)?geleverd|nie (?:zostan\w*|bedzie|beda) (?:dostarcz\w*|zrealizow\w*|wyslan\w*)|"
    r"nao (?:sera|serao) (?:entregue\w*|fornecid\w*)|(?:levereras|leveras) inte|leveres ikke)\b"
)
DENIED = re.compile(r"\b(?:not|nicht|pas|no|non|niet|nie|nao|inte|ikke|never)\W+(?:\w+\W+){0,2}$")
TIME = re.compile(
    r"\b(?:before|until|till|yet|this|next|in time|on time|moment|now|today|together|week|vor|bis|noch|diese\w*|"
    r"nachste\w*|heute|rechtzeitig|woche|avant|encore|cette|temps|semaine|antes|todavia|aun|esta|tiempo|semana|prima|ancora|questa|"
    r"tempo|settimana|voor|nog|deze|tijd|week|przed|jeszcze|tym|czas\w*|tygodni\w*|ainda|fore|annu|denna|tid|vecka\w*|"
    r"for|endnu|denne|uge)\b"
)


def never_comes(mail: Mail | None, change: Change) -> bool:
    """Whether a mail says that what is missing of a line will not come at all; no without the mail's text.

    It is said in a sentence that speaks of the rest or names the missing quantity, or in the sentence of the change or
    right behind it.
    """
    if mail is None:
        return False
    missing = re.compile(rf"(?<![\d.,]){_figures(Decimal(change.old) - Decimal(change.new))}(?!\d|[.,]\d)")
    sentences = SENTENCE.split(mail.text)
    own = next((at for at, words in enumerate(sentences) if change.quote and change.quote in words), None)
    for at, words in enumerate(sentences):
        folded = flat(words)
        beside = own is not None and own <= at <= own + 1
        if (beside or REST.search(folded) or missing.search(folded)) and _says_gone(folded):
            return True
    return False


def _says_gone(folded: str) -> bool:
    if folded.endswith("?"):
        return False
    hits = [hit for hit in GONE.finditer(folded) if not DENIED.search(folded[: hit.start()])]
    return bool(hits) or bool(NOT_TO_COME.search(folded) and not TIME.search(folded))


def day_of_rest(mail: Mail | None, suggestion: Suggestion, change: Change) -> PromisedDate | None:
    """The day that a mail gives for what is missing of a line; None where it gives none.

    It is the last day whose words speak of a rest or name the missing quantity; unknown without the mail's text.
    """
    if mail is None:
        return None
    days = [
        one
        for one in suggestion.promised
        if mail.holds(one.span) and (one.po is None or digits_of(one.po) == digits_of(change.order_name))
    ]
    counts = [one.backorder for one in suggestion.quantities if one.span.text == change.quote]
    figures = "|".join(map(_figures, [Decimal(change.old) - Decimal(change.new), *counts]))
    missing = re.compile(rf"(?<![\d.,])(?:{figures})(?!\d|[.,]\d)")
    meant = [one for one in days if _speaks_of(mail, days, one, missing)]
    return max(meant, key=lambda one: one.date, default=None)


def _speaks_of(mail: Mail, days: list[PromisedDate], one: PromisedDate, missing: re.Pattern[str]) -> bool:
    """Whether the words before a day, back to the day before it, or right behind it, are about the rest."""
    if one.span.part is not Part.BODY:
        return False
    spans = [day.span for day in days if day.span.part is Part.BODY]
    before, after = around(mail.text, spans, spans.index(one.span))
    if len(spans) > 1 and before.strip():
        after = ""
    words = f"{before} {one.span.text} {after}"
    return bool(REST.search(flat(words)) or missing.search(words))


def _figures(number: Decimal) -> str:
    """A number as mails write it: 1500, 1.500, 1,500 or 1 500."""
    whole = f"{number.normalize():f}"
    if "." in whole:
        return re.escape(whole).replace(r"\.", "[.,]")
    return f"{int(whole):,}".replace(",", r"[.,'\s]?")
