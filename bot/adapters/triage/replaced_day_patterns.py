"""What is said of a day that holds no longer, or was only asked for, in the languages of our suppliers."""

from __future__ import annotations

import re

OLD_BEFORE = re.compile(
    r"(?:\b(?:instead of|rather than|and not|but not|not(?! (?:before|until|earlier|later))|no longer|previously|previous(?: date)?|originally|formerly|was(?: (?:meant|supposed|due|planned|going|hoping))?(?: to (?:leave|ship|arrive|come|go|be \w+)(?: out)?)?|were|had been|should have \w+|no longer(?: \w+){1,2}|old(?: date)?|"
    r"as (?:planned|promised|agreed|ordered)|(?:wanted|asked|hoped|getting)(?: originally)? (?:for|on|date)|you(?:r| have) (?:requested|ordered|wanted)(?: date)?(?: of)?|your requested date|"
    r"than(?: say)?|later than|after missing|before\)?:?|statt|anstatt|anstelle(?: des| von)?|und nicht|nicht|nicht mehr|bisher(?:iger)?(?: termin)?|ursprunglich|alter termin|bestatigten? termin(?: am| vom)?|wunschtermin|geplant(?:en)?(?: termin)?(?: am)?|"
    r"au lieu du|et non(?: pas)?(?: le)?|initialement(?: prevue?)?(?: le)?|pas le|plutot que le|en lugar del?|en vez del?|y no(?: el)?|inicialmente|anteriormente|invece del|anziche(?: il)?|e non(?: il)?|"
    r"inizialmente|in plaats van|en niet|niet op|eerst|zamiast|a nie|nie na|i stallet for|istallet for|i stedet for|em vez de|no (?:\w+ ){1,3}(?:on|for)|planowan\w+(?: na)?)\s*(?:the |den |dem |der |le |el |il |am |on |for |by )?\s*[:(]?\s*)$"
)
# Words a few places before the day that call it off: "instead of the first lorry on the 23rd".
REPLACED = re.compile(
    r"\b(?:instead of|rather than|in place of|statt|anstatt|anstelle|au lieu d\w*|plutot que|en lugar de\w*|en vez de\w*|invece de\w*|anziche|in plaats van|zamiast|istallet for|i stallet for)\b(?:\s[^\s.;\d]+){0,7}\s*$"
)
# Labels of systems: what stands behind them is old, or asked for, or promised.
OLD_LABEL = re.compile(
    r"(?:^|[\n|;,.]|\s{2})\s*(?:(?:previous|prior|old|original|initial|last|former|requested|request|required|wanted|needed|bisheriger|alter|ursprunglicher|gewunschter|ancienne|initiale|demandee|anterior|solicitada|precedente|richiesta|oude|gevraagde|poprzedni)\s*(?:promised?|confirmed|commit\w*|delivery|ship\w*|due|req|liefer\w*)?\s*(?:date|delivery|eta|promise|commit\w*|termin|datum|date de livraison|fecha|data|leverdatum|termin)?|(?:previous|prior|old|original|first|alte|ancienne|anterior|vecchi[oa]|oude) (?:eta|etd)(?: \w+){1,2}|wunschtermin|document date|order date|bestelldatum|po date)\s*[:=]?\s*$"
)
# "The lorry planned for Monday leaves only on Wednesday."
REPLANNED = re.compile(
    r"^\s*,?\s*(?:ne|n')\s?\w[^.;]{0,40}\bque\b|^\s*(?:can't|cannot|will not|won't) (?:take place|happen|go ahead)|^\s*(?:findet nicht statt|fallt aus|entfallt|gaat niet door|no tendra lugar|salta)\b"
)
PLANNED = re.compile(
    r"\b(?:(?:planned|promised|agreed|due|scheduled|confirmed|expected|booked)(?: originally)? (?:for|on|date)|bestellt fur|geplant(?: fur| am)?|vorgesehen(?: fur| am)?|prevue?s?(?: pour)?(?: le)?|previst[oa]s?(?: para)?(?: el| il| per il)?|zou(?: de| op)?|mial\w* byc|gepland(?: voor| op)?|planowan\w*(?: na)?|skulle)\s*(?:the |den |de )?$"
)
CANNOT = (
    r"(?:can't|cannot|can not|couldn't|could not|won't|will not|wont|cant|don't|do not|didn't|unable to|not able to|not be able to|(?:isn't|is not|aren't|not) going to|isn't possible to|impossible to|struggle (?:with|to)|fail(?:ed)? to|"
    r"ne pourrons pas|ne pouvons pas|pas possible de|n'arriverons pas a|no llegamos(?: al?)?|no podemos|no podremos|non riusciamo(?: per il)?|non possiamo|"
    r"nie zdazymy(?: na)?|nie mozemy|kan inte|hinner inte)"
)
KEEP = (
    r"(?:\s+(?:make|making|catch|be|going to|with you|at yours|sail|hold|meet|meeting|keep|keeping|manage|do|deliver|ship|honou?r|achieve|reach|be (?:ready|there|with you|shipped|delivered)|make it|get it (?:done|out|to you)|finish|tenir|respecter|livrer|cumplir|entregar|"
    r"consegnare|rispettare|halen|leveren|dotrzymac|dostarczyc|halla|leverera|den|die|das|zum|am|wir|sie|es|leider|it|them|this|that|the|for|on|by|to|our|your|date|of|termin|bestatigten|le|la|del|al|per il|il|na|before|"
    r"promised|planned|delivery|vor|week|op|your goods|goods|po\w*\d+|p\d+|any of|all of|in|until))*\s*$"
)
CANNOT_BEFORE = re.compile(rf"\b{CANNOT}{KEEP}")
NOT_BEFORE = re.compile(
    r"\b(?:before|until|till|earlier than|prior to|vor|vor dem|avant(?: le)?|antes del?|prima del?|voor|przed|fore|fore den|(?:ikke|inte)(?: \w+){0,2} for(?: den| d\.)?|(?:earlier|sooner) than|(?:eerder|vroeger) dan|wczesniej niz|fruher als|plus tot que|driv?e nez|pred)\s*(?:the |week |am |den )?$"
)
OLD_AFTER = re.compile(
    r"^(?:'s| is|'s looking| looks) (?:out|off|gone|not on|dead|a non-?starter|a no-?go|no good|not happening|shot|scuppered|toast)\b|^\s*(?:,|\))?\s*(?:is|isn't|are|can|can't|cannot|could|couldn't|won't|will|was|ist|kann|konnen|lasst sich|n'est|ne sera|no es|no se|non e|non sara|is|wordt|nie jest)?\s*"
    r"(?:no longer|not(?! before| until)|n't|isn't|can't|cannot|won't|off|gone|dead|nicht|leider nicht|leider|impossible|pas|plus|imposible|posible|possibile|niet|niemozliw|unrealistic|too (?:soon|early|tight)|out of the question)\b"
    r"|^\s*(?:leider )?(?:nicht|niet) (?:mehr )?(?:halten|gehalten|haltbar|haalbaar|moglich|zu halten)|^\s*(?:won't work|can't be|cannot be|not possible|ist leider nicht|gilt nicht mehr)"
)
# "The 9th is void now", with a word or two between.
VOID_AFTER = re.compile(
    r"^\)?[^.;,:\n\d]{0,20}(?:\bp\w?\d+)?[^.;,:\n\d]{0,25}\b(?:void|obsolete|superseded|overtaken|history|no longer (?:valid|holds|applies|stands)|hinfallig|obsolet|gegenstandslos|uberholt|vom tisch|caduque|caduc|n'est plus (?:valable|d'actualite)|sin efecto|ya no (?:es valid|vale|rige)\w*|superat[oa]|"
    r"decadut[oa]|non e piu valid[oa]|vervallen|achterhaald|niet meer geldig|nieaktualn\w+|sem efeito|ja nao e valid[oa]|galler inte langre|inte aktuell\w*|gaelder ikke laengere|gælder ikke længere|ikke aktuel|bortfalder|neplati|neplatn[yaei]|odpada)\b"
)
ARROW_AFTER = re.compile(
    r"^\s*\)?\s*(?:becomes?|wird(?: zu)?|devient|wordt|se convierte en|diventa|bliver|blir|passa a ser)\s*(?:the |den |dem |der |le |la |l'|el |il |los |w |kw |week |dia |dnia |o |a |d\. |tydzien |w/c |week commencing |week of |cw )*$|^\s*\)?\s*(?:-?->|>|=>|-->|to|until|till|auf|au|naar|na|do|till|til|al|alla|a|para|\bnach|verso)\s*(?:the |den |dem |der |le |la |l'|el |il |los |w |kw |week |dia |dnia |o |a |d\. |tydzien |w/c |week commencing |week of |cw )*\s*(?:w)?$"
)
MOVED = re.compile(
    r"\b(?:from|moved?|moves|moving|shift(?:ed|s)?|slip(?:s|ped)?|postponed|changed?|pushed|reschedul\w+|rebooked|von|vom|verschiebt|verschoben|verschieben|verlegt|passe|reporte\w*|decal\w*|glisse|pasa|passa|aplaza|slitta|spostat\w*|van|schuift|verschoven|przesu\w+|z|skjuts|fran|fra|de)\b"
)
# "15 June (has been) changed to 22 June", whatever stands before.
CHANGED_AFTER = re.compile(
    r"^\s*\)?\s*(?:(?:has|have|is|was|been|now|wird|wurde|ist|est|a ete|se|si|sich|e|e stata|zostal\w*)\s+)*(?:changed?|changes|moves?|moved|revised|rescheduled|postponed|pushed(?: back| out)?|shifts?|shifted|slips?|slipped|delayed|amended|updated|verschiebt|verschoben|verlegt|geandert|rutscht|reportee?s?|decalee?s?|repoussee?s?|glisse|deplacee?|aplazad\w|cambiad\w|pasa|slitta|spostat\w|rinviat\w|verplaatst|verzet|schuift|przesunie\w+)\s+(?:sich\s+)?(?:to|until|till|auf|au|al?|naar|na|til)\b"
)
# "Leveransen den 15 maj blir försenad till": moved to the day that follows.
DELAYED_TO = re.compile(
    r"^[^.;,\n]{0,40}\b(?:forsenad\w*|forsinket|framflytta\w*|udskudt|przesun\w+(?: sie)?|przelozon\w+|verspatet sich|verzogert sich|delayed|postponed|pushed(?: back| out)?|aplazad\w|retrasad\w|reportee?|retardee?|decalee?|rinviat\w|spostat\w|uitgesteld|vertraagd|adiad\w|atrasad\w)\s(?:to|until|till|til|na|do|auf|bis|al?|au|naar|tot|para|jusqu'au|hasta|fino al?)\b"
)
SHIFTED = re.compile(
    r"\b(?:moved?|moves|moving|shift\w*|slip\w*|postponed|changed?|pushed|reschedul\w+|rebooked|verschieb\w*|verschoben|verlegt|passe|reporte\w*|decal\w*|glisse|pasa|passa|aplaza|slitta|spostat\w*|schuift|verschuift|verschoven|verplaatst|przesu\w+|przeloz\w+|skjuts|flytt\w*|rykk\w*|udsky\w*|posouv\w*|posun\w*|adiad\w*|passou|adi\w+|prorrog\w*|retras\w*|rinvia\w*|posticip\w*|repouss\w*|rutscht|verzoger\w*|verleg\w*|modif\w*|cambi\w*|ander\w*|wijzig\w*|zmien\w*|zmian\w*|altera\w*|andra\w*|men[ií]\w*|amend\w*|push\w*|delay\w*|chang\w*)\b"
)
FROM_BEFORE = re.compile(
    r"\b(?:from|von|vom|du|del|dal|dalla|da|van|z|ze|od|fran|fra|de|do)\s*(?:the |den |dem |der |le |la |l'|el |il |los |w |kw |week |dia |dnia |o |a |d\. |tydzien |w/c |week commencing |week of |cw )*$"
)
# Small words between what is said of a day and the day: "instead of in week 24", "statt am Freitag".
LEAD = re.compile(
    r"(?:(?<![\w'])(?:on|in|at|by|the|for|date|of|am|im|den|dem|der|des|zum|um|auf|vom|von|le|la|l'|en|au|du|de|el|los|al|del|para|pour|il|lo|nel|nella|a|alla|alle|da|dal|dalla|di|per|che|op|het|na|w|dniu|dnia|z|em|no|o|do|dia|ate|"
    r"i|pa|till|til|d\.|dne|v|data|datum|termin|fur|om|voor(?= (?:eind|week|half))|dato|leverdatum|liefertermin|lieferdatum|leveringsdato|leveransdatum)(?:\s*[:(])?\s*)+$"
)
# What stands right before a day that holds no longer, or that the buyer asked for.
OLD_WORDS = re.compile(
    r"(?:\b(?:vorher|zuvor|alt|auparavant|precedemment|au lieu|demandee?|demande|demandiez|souhaite|souhaitee?|initialement|solicitad[oa]|pidieron|pedian|anterior|inicialmente|precedente|inizialmente|richiest[oa]|chiesto|non sara|no sera|nao sera|invece|anziche|vecchi[oa]|"
    r"voorheen|gevraagd|gewenste?|vroeg|i\.?p\.?v\.?|oude?|niet|bylo|poprzednio|pierwotnie|zamiast|star[ye]|nie|em vez|pediram|e nao|tidigare|ursprungligen|gammalt|onskat|och inte|inte|tidligere|oprindeligt|gammel|onsket|og ikke|ikke|"
    r"misto|puvodne|drive|stary|pozadovan[ya]|gewunscht|wunschten|nicht|i stedet|i stallet|istallet|en lugar|en vez|in (?:de )?plaats|al posto|instead|statt|anstatt|instead of|rather than|than the (?:confirmed|promised|planned|agreed|requested|original|first)|later than|"
    r"(?:miss(?:ed|ing)?|asked|wanted|wished|requested|hoped)(?: it| them| the goods| delivery| us)?(?: for)?)|, (?:not|ne|nicht|niet|non|nie)|^(?:not|nicht|niet|nie|inte|ikke|non|no|nao|ne|pas))\s*[:(]?\s*$"
)
# "(before 4 May)", "(avant 4 mai)", and the same behind a comma: what was before.
BEFORE_LABEL = re.compile(
    r"(?:\(\s*(?:before|vorher|fruher|avant|antes|prima|voorheen|fore|for|przedtem)|\b(?:before|vorher|fruher|avant|antes|prima|voorheen|przedtem))\s*:\s*$|\(\s*(?:before|vorher|fruher|avant|antes|prima|voorheen|fore|for|przedtem)\s*(?:the |den |d\. |dem |le |el |il )?$|,\s*(?:before|vorher)\s*$"
)
# What cannot be, up to the day; words that turn the sense ("until", "but") end it.
_STOP = "before|until|till|earlier|later|than|but|only|then|que|hasta|antes|avant|prima|przed|wczesniej|pozniej|vor|bis|voor|eerder|pas|fore|forran|tidigare|pred|driv?e|aber|sondern|erst|mais|pero|sino|ma|maar|ale|lecz|men|utan|so|solo|will|is|as"
_WORDS = rf"(?:\s+(?!(?:{_STOP})\b)[^\s.;,:]+){{0,9}}\s*$"
_NORDIC = rf"(?:\s+(?!(?:{_STOP}|for)\b)[^\s.;,:]+){{0,9}}\s*$"
NEVER = re.compile(
    rf"\b(?:(?:can't|cannot|can not|couldn't|could not|won't|will not|cant|unable to|not able to|not be able to|(?:going to|will) miss|missed|(?:isn't|not) possible to|impossible to|fail(?:ed)? to|not (?:make|manage|meet|keep|hold))"
    rf"|n(?:e |')\w+ (?:\w+ )?(?:pas|plus)|impossible de|no (?:se |nos |vamos a |ha sido )?(?:podemos|podremos|podra|podran|llegamos|llegaremos|posible|conseguimos|cumplimos|cumpliremos|alcanzamos|entregaremos|entregara|sera posible|es posible|poder)"
    rf"|non (?:riusciamo|riusciremo|possiamo|potremo|puo|potra|siamo in grado|e possibile|sara possibile|ce la facciamo|consegneremo|arrivera)|nie (?:zdazymy|mozemy|damy rady|dotrzymamy|bedziemy w stanie|uda sie|jestesmy w stanie|jest mozliwe|bedzie)"
    rf"|nao (?:conseguimos|conseguiremos|podemos|poderemos|sera possivel|e possivel|vamos conseguir|cumprimos)|nemuzeme|nestihneme|nestihame|nebudeme|nedokazeme|nedodrzime|nelze|neni mozne){_WORDS}"
    rf"|\b(?:(?:kan|hinner|kommer|klarar|nar|vil)(?: \w+){{0,2}} (?:inte|ikke)){_NORDIC}"
)
# The same behind the day: "den 4. Mai können wir nicht halten".
NEVER_AFTER = re.compile(
    r"^\)?\s*[^.;,:\n]{0,45}?\b(?:nicht|niet|nie|inte|ikke|keinesfalls)\b(?!\s*(?:vor|voor|bis|eher|fruher|fore|for|wczesniej|nur|mehr als|zu spat)\b)(?!\s*(?:am|den|in|op|na|w|till|til|im|zum)?\s*$)"
    r"|^\)?\s*[^.;,:\n]{0,30}?\bn(?:e |')\w+ (?:\w+ )?(?:pas|plus)\b(?! avant)|^\)?\s*[^.;,:\n]{0,25}?\bno (?:es|sera|se puede|se podra|podra|nos es|va a ser|llegamos)\b|^\)?\s*[^.;,:\n]{0,25}?\bnon (?:e|sara|si puo|puo|verra|ce la|riusciamo|possiamo)\b(?! prima)"
    r"|^\)?\s*[^.;,:\n]{0,25}?\bnao (?:e|sera|pode|vai|conseguimos)\b|^\)?\s*(?:jest|bedzie|to)?\s*(?:niemozliw\w+|nierealn\w+)|^\)?\s*[^.;,:\n]{0,15}?(?:nestihneme|nelze|neni mozn\w+|nedodrzime|neplati|nestihame)\b"
    r"|^\)?\s*(?:is|es|est|e|jest|er|ar)\s(?:leider |sadly |unfortunately |not |non |pas )?(?:gone|lost|off|unmoglich|imposible|impossibile|impossivel|onmogelijk|omojligt|umuligt|nemozne)\b"
)
# "4 May, not 1 May": the "not" is said of the day that follows.
NOT_THE_NEXT = re.compile(
    r"\s*,?\s*(?:and |but |und |et |en |e |y |a |och |og )?(?:not|nicht|niet|pas|non|no|nao|nie|inte|ikke|ne)\s*(?:\w{1,4}\.? ){0,2}$"
)
# A day of a plan: it counts only where the mail names no better one.
PLANNED_BEFORE = re.compile(
    r"\b(?:(?:we|i) (?:had )?(?:said|told you)|(?:we hadden|hadden we) gezegd|(?:wir|ich) (?:hatten|sagten|hatte) |on avait dit|habiamos dicho|avevamo detto|(?:planned|promised|scheduled|confirmed|quoted|announced|expected|due|agreed|booked|geplant|zugesagt|vorgesehen|bestatigt|versprochen|angekundigt|avisiert)(?: you| to you)?(?: war(?:en)?| wurden?)?|(?:prevue?s?|promise?s?|annoncee?s?|confirmee?s?|programmee?s?)|(?:previst|prometid|anunciad|confirmad|programad)[oa]s?|(?:promess|confermat|annunciat|programmat)[oaie]|"
    r"(?:gepland|beloofd|toegezegd|bevestigd)(?: stond| was)?(?: voor| op)?|(?:planowan\w+|obiecan\w+|potwierdzon\w+)|(?:planerad\w*|utlovad\w*|bekraftad\w*)|(?:planlagt|lovet|bekraeftet)|(?:planovan\w+|slibovan\w+|potvrzen\w+))\s*$"
)
SUPPOSED = re.compile(
    r"\b(?:sollten?|eigentlich|should have|(?:was|were) (?:supposed|meant|planned|due|scheduled|going) to|(?:was|were) (?:planned|due|scheduled)|originally|devai(?:t|ent)|debian?|dovev(?:a|ano)|zou(?:den)?|mial[aoy]?|devia[m]?|skulle|mel[ao]|ursprunglich|initialement|inicialmente|inizialmente|oorspronkelijk|pierwotnie|ursprungligen|oprindeligt|puvodne)\b[^.;,\n]{0,50}$"
)
PLANNED_AFTER = re.compile(
    r"^\s*(?:geplant\w*|vorgesehen\w*|zugesagt\w*|versprochen\w*|angekundigt\w*|avisiert\w*|gepland\w*|toegezegde?|beloofd\w*|planned|scheduled|promised|planerad\w*|planlagte?)\b"
)
# "The delivery planned for 4 May is delayed", and no word of another day.
DELAYED_AFTER = re.compile(
    r"^[^.;\n]{0,60}?\b(?:verzogert sich(?! bis| auf)|verspatet sich(?! bis| auf)|is (?:\w+ )?delayed(?! to| until| till)|(?:has|have) been delayed(?! to| until)|will be (?:late|delayed)(?! until)|is running late|est retardee?s?(?! au| jusqu)|se retrasa(?! al| a | hasta)|e in ritardo|subira un ritardo|is vertraagd(?! tot| naar)|opoznia sie(?! do)|ar forsenad|er forsinket|ma zpozdeni)\b"
)
RANGED = re.compile(r"\s*(?:to|till|until|bis(?: zum| einschliesslich)?|-|and|und|au|al?|tot(?: en met)?|t/m|do|till|til|ate|e|et|y)\s*(?:the |den |le |el |il |dia |dnia |d\. )?")  # fmt: skip
