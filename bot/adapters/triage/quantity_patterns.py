"""What is said of a count: ordered, given, still open, gone, in the languages of our suppliers."""

from __future__ import annotations

import re

N = r"(\d{1,3}(?:[.,'’ ]\d{3})+|\d{1,7}(?:[.,]\d{1,3})?)"
UNIT = r"(?:\s?(?:pcs|pc|pieces?|st|stk|stuck|units?|ea|x|kg|t|tonnes?|tons?|m|m2|l|boxes|cartons|packs?|bags|rolls|pallets|drums|sets?|pairs?|reels|sheets|litres|uds?|unidades|pieces|pezzi|pz|stuks|szt|crates|bottles|cases|sacks)\b\.?)?"
# Up to a few words between a number and what is said of it.
GAP = r"(?:\s(?!\d)[^\s.;:!?\d]+){0,6}?"
OF = r"(?:dei|delle|degli|das|dos|of|out of|der|ihrer|dieser|from|von|aus|sur|de|des|su|di|van|z|ze|av|af|over|/)"
INSTEAD = r"(?:instead of|rather than|in place of|not|and not|statt|anstatt|anstelle von|au lieu de|et non|plutot que|en lugar de|en vez de|y no|invece di|anziche|al posto di|e non|in plaats van|en niet|zamiast|a nie|i stallet for|istallet for|i stedet for|em vez de|nicht|und nicht|pas|niet|against|versus|vs)"
ARTICLE = r"(?:\s(?:the|your|our|those|these|all|den|der|die|ihren|bestellten|les|los|las|i|gli|le|de|uw|panstwa|er|ordered|full|requested|commandes|pedidas|ordinati|bestelde|zamowionych|total))*"
A_OF_N = re.compile(rf"(?<![\d.,/-]){N}{UNIT}{GAP}\s{OF}{ARTICLE}\s{N}(?![\d.,]*\d|\s?(?:%|percent|mm|cm))")
N_GIVES_A = re.compile(
    rf"\b(?:of|out of|von|sur|de|su|di|dei|delle|das|dos|van|ze?|av|af){ARTICLE}\s{N}{UNIT}[^.;!?\n]{{0,70}}?(?<![\d.,/-]){N}(?![\d.,]*\d|\s?(?:%|weeks?|days?|tage|jours))"
)
A_INSTEAD_N = re.compile(rf"(?<![\d.,/-]){N}{UNIT}{GAP},?\s{INSTEAD}{ARTICLE}\s{N}(?![\d.,]*\d|\s?%)")
INSTEAD_N_A = re.compile(rf"\b{INSTEAD}{ARTICLE}\s{N}{UNIT}{GAP}[,:]?{GAP}\s{N}(?![\d.,]*\d|\s?%)")
ORDERED = r"(?:ord(?:ered)?|order(?: qty)?|bestellt|commandes?|cde|pedid[oa]s?|ordinat[oi]|besteld|zamowion[oey]|bestallt|encomendad\w+|qty ordered|wanted|asked for)"
GIVEN = r"(?:packed|picked|shipped|sent|delivered|confirmed|available|avail|supplied|in stock|ready|despatched|dispatched|geliefert|bestatigt|verfugbar|livres?|expedies?|disponibles?|servid[oa]s?|enviad[oa]s?|consegnat[oi]|spedit[oi]|disponibili|geleverd|verzonden|beschikbaar|dostarczon[oey]|wyslan[oey]|levererat|del|conf)"
OPEN = r"(?:open|outstanding|backorder(?:ed)?|b/o|missing|short|to follow|balance|rest|offen|fehlen|rueckstand|ruckstand|reliquat|manquants?|pendientes?|mancanti|openstaand|tekort|otwart\w+|brak\w*|restant\w*)"
SHORT_ON = re.compile(
    rf"(?<![\d.,/-]){N}{UNIT} (?:short|light|down|under|missing) (?:on|of|from|against){ARTICLE}\s{N}"
)
NONE_OF = re.compile(
    rf"\b(?:none|not one|not a single one|kein\w*|aucun\w*|ninguna?|nessun\w*|geen(?: enkele)?|zadn\w*) {OF}{ARTICLE}\s{N}"
)
HALF_OF = re.compile(
    rf"\b(?:half|50 ?%|(?:die )?halfte|la moitie|la mitad|la meta|de helft|polowa)(?: {OF})?{ARTICLE}\s{N}(?!\s?(?:%|weeks?|days?))"
)
SLASHED_LINE = re.compile(
    r"(?m)^(?P<item>[^\n\d/][^\n/]{0,50}?)[:\s]+(\d{1,6})\s?(?:/|of|von|sur|de|di|su|van|z|ze|av|af)\s?(\d{1,6})\s?(?:pcs|st|stk|x)?\.?(?:$|[ ,;(][^\n/\d]*[^\n/]{0,40}$)"
)
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
    r"\b(?:leaked|leak|spoil(?:t|ed)|burst|cracked|unusable|bad|went wrong|fail(?:ed)?|reject(?:ed)?|broke(?:n)?|missing|lost|stolen|damaged|scrap(?:ped)?|short|gone|left behind|stayed behind|still here|remain(?:ed)?|are open|outstanding|backorder(?:ed)?|back on order|missed|didn't fit|not fit|ausschuss|kaputt|defekt|fehlen|fehlt|casse\w*|manqu\w*|rebut\w*|faltan|rot[oa]s|"
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
LABELLED = {
    name: re.compile(rf"(?<![\w-])(?:qty\.? |quantity )?(?:{words})(?: qty| quantity)?\s?[:=]?\s?{N}{UNIT}(?![\d.,:/]*\d|\w)")
    for name, words in (("ordered", ORDERED + r"|your order|requested|order quantity|po qty"), ("given", GIVEN + r"|allocated|filled|received|despatch"),
                        ("open", OPEN + r"|shortage|shortfall|backorder|b/o|back order|remaining|unconfirmed"))
}  # fmt: skip
# "order 20 available 7" counts; "order 4711" alone is a number.
BESIDE_ORDER = re.compile(rf"^\s*[,;:/|-]?\s*(?:{GIVEN}|{OPEN}|ok|shortage|complete)\b")
COUNTED = re.compile(
    rf"(?<![\d.,/-]){N}\s?(?:pcs|pc|pieces|nos|units|ea|szt|stuks|stuck|stk|pezzi|pz|uds|unidades|pieces|boxes|cartons|kartons?|askar|dozen|cajas|scatole|rolls|rollen)\b"
)
CONFIRMED = re.compile(
    rf"\b(?:confirm|bestatigen|confirmons|confirmamos|confermiamo|bevestigen|potwierdzamy|bekraftar|bekr(?:ae|æ)fter|potvrzujeme)\s{N}(?=\s[^\W\d]{{3}})"
)
REPLACING = re.compile(
    r"\b(?:replac\w*|remak\w*|redo|re-?send|new ones|swap\w*|sostitu\w*|cambio|ersatz|ersetz\w*|neu liefern|remplac\w*|refais\w*|refaisons|repon\w*|reemplaz\w*|vervang\w*|wymien\w*|wymian\w*|nowe sztuki|neufs|neuves|nieuwe|nowe|ersatt\w*|erstat\w*|ombytning|substitu\w*|reposic\w*|reposto|nahrad\w*|vymen\w*|ruil\w*)\b"
)
REPLACEMENTS = re.compile(
    rf"(?<![\d.,/-]){N}\s(?:new|fresh|replacement|neue|nouvelles?|nouveaux|nuev[oa]s|nuov[ie]|nieuwe|nowe|nya|novas)\s(?P<item>[^\W\d_][\w-]*(?:\s[^\W\d_][\w-]*)?)"
)
PARTS_OF_ORDER = re.compile(
    r"^\s?(?:lines?|positions?|items|lots?|deliver\w+|parts of|weeks?|days?|orders?|batches|trucks|containers|months?|visits?|zeilen|positionen|lignes|lineas|righe|regels|pozycj\w*|customers?)\b"
)
ITEM_AFTER = re.compile(
    r"^\s?(?:(?:pcs|pc|pieces?|x|st|stk|stuck|units?|packs?|boxes|bags|kg|rolls|drums|sets|pairs)\b\.?)?\s?(?:of |the |de |of the )?(?P<item>[^\W\d_][\w-]*(?:\s[^\W\d_][\w-]*)?)"
)
PRONOUN = re.compile(r"\b(?:we|wir|ich|nous|nosotros|noi|wij|vi|i)\b")
WEAK = {"folgt", "folgen", "kommt", "kommen", "your", "our", "ihre", "ihrer", "votre", "vos", "heraus", "verfugbar", "lieferbar", "of", "instead", "rather", "and", "or", "are", "is", "now", "today", "can", "will", "in", "on", "for", "to", "have", "we", "you", "pcs", "pieces", "units", "follow", "out", "not", "from", "statt", "von", "sur", "su", "van",
        "au", "de", "en", "z", "szt", "stuck", "st", "stk", "au lieu", "uds", "now and", "more", "good", "left", "today and", "rest", "failed", "shipped", "sent", "were", "still", "stuks", "boxes", "att", "the", "a", "due", "go", "goes",
        "der", "die", "das", "den", "le", "la", "les", "el", "los", "las", "il", "i", "gli", "het", "by", "at", "only", "but", "was", "as"}  # fmt: skip
