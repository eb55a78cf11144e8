"""What is said of a day: old, asked for, promised, of leaving or of arriving, in the languages of our suppliers."""

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
NEW_LABEL = re.compile(
    r"\b(?:new|revised|current|committed|confirmed|promised?|recovery|expected|estimated|planned|actual)\s*(?:promised?|confirmed|commit\w*|delivery|ship\w*|arrival)?\s*(?:date|delivery|eta|promise|commit\w*)?\s*[:=]?\s*$|\b(?:recommit|promise|commit)\s*(?:date)?\s*[:=]?\s*$"
)
# "The lorry planned for Monday leaves only on Wednesday."
REPLANNED = re.compile(
    r"^\s*,?\s*(?:ne|n')\s?\w[^.;]{0,40}\bque\b|^\s*(?:can't|cannot|will not|won't) (?:take place|happen|go ahead)|^\s*(?:findet nicht statt|fallt aus|entfallt|gaat niet door|no tendra lugar|salta)\b"
)
# A report or a paper that follows is no delivery of goods.
PAPER = re.compile(
    r"\b(?:8d|d\d(?:\s?-\s?d?\d)?|(?:final |full |lab |test |8d )?report|analysis|corrective actions?|root cause|certificates?|coa|credit(?: note)?|invoice|drawings?|bericht|rapport|informe|rapporto|gutschrift|avoir|letzte\w* bestell\w*|last (?:order|time buy)\w*|last orders|dernieres commandes|ultim\w+ (?:ordini|pedidos)|laatste bestelling\w*)\b[^.;,]{0,40}$"
)
AT_LATEST = re.compile(
    r"\b(?:on or before|on or by|no later than|not later than|latest(?: by)?|at the latest|spatestens(?: am| bis)?|au plus tard(?: le)?|a mas tardar(?: el)?|al piu tardi(?: il)?|uiterlijk|najpozniej)\s*(?:the )?$"
)
PLANNED = re.compile(
    r"\b(?:(?:planned|promised|agreed|due|scheduled|confirmed|expected|booked)(?: originally)? (?:for|on|date)|bestellt fur|geplant(?: fur| am)?|vorgesehen(?: fur| am)?|prevue?s?(?: pour)?(?: le)?|previst[oa]s?(?: para)?(?: el| il| per il)?|zou(?: de| op)?|mial\w* byc|gepland(?: voor| op)?|planowan\w*(?: na)?|skulle)\s*(?:the |den |de )?$"
)
UPSTREAM = re.compile(
    r"\b(?:to us|reach(?:es)? us|promises? us|gives? us|(?:arriv|com|gett?)\w* (?:here|at our|in our|to our)|we (?:get|receive|expect) (?:the |our |new |more )?(?:material|parts?|steel|stock|goods|supply|castings?|components?)|our supplier|the mill|bei uns|chez nous|a noi|bij ons|do nas)\b[^.;]{0,45}$"
)
IN_PORT = re.compile(r"\b(?:eta|vessel arrives|ship arrives|arrives? (?:in|at) (?:the )?port|berths?)\b[^.;,]{0,30}$")
TAKEN_BACK = re.compile(
    r"\b(?:collect|fetch|pick up|abholen|holen|recuper\w*|recog\w*|ritir\w*|ophalen|halen)\b[^.;]{0,20}\b(?:bad|faulty|old|rejected|wrong|defekt\w*|fehlerhaft\w*|alten|defectueu\w*|mal\w*|difettos\w*|foute|oude)\b[^.;]{0,20}$"
)
ONLY_IF = re.compile(
    r"^[^.;]{0,30}\bif (?:you|that|it|this)(?:'d| would)? (?:want|like|need|prefer|wish|help\w*|suit\w*|say|agree|can)\b"
)
# "Delivered 21 July" said in June is to come.
DONE = re.compile(r"\b(?:delivered|shipped|dispatched|sailed|departed)(?: on)?\s*:?\s*(?:the )?$")
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
    r"^(?:'s| is|'s looking| looks) (?:out|off|gone|not on|dead|a non-?starter|a no-?go|no good|not happening|shot|scuppered|toast)\b|^\s*(?:,|\))?\s*(?:is|isn't|are|can|can't|cannot|could|couldn't|won't|will|was|ist|kann|konnen|lasst sich|n'est|ne sera|no es|no se|non e|non sara|is|wordt|nie jest)?\s*"
    r"(?:no longer|not(?! before| until)|n't|isn't|can't|cannot|won't|off|gone|dead|nicht|leider nicht|leider|impossible|pas|plus|imposible|posible|possibile|niet|niemozliw|unrealistic|too (?:soon|early|tight)|out of the question)\b"
    r"|^\s*(?:leider )?(?:nicht|niet) (?:mehr )?(?:halten|gehalten|haltbar|haalbaar|moglich|zu halten)|^\s*(?:won't work|can't be|cannot be|not possible|ist leider nicht|gilt nicht mehr)"
)
ARROW_AFTER = re.compile(
    r"^\s*\)?\s*(?:becomes?|wird(?: zu)?|devient|wordt|se convierte en|diventa)\s*(?:the |den |le |el |il )?$|^\s*\)?\s*(?:-?->|>|=>|-->|to|until|till|auf|au|naar|na|till|al|a|\bnach)\s*(?:the |den |le |el |il |w|kw |week )?\s*$"
)
MOVED = re.compile(
    r"\b(?:from|moved?|moves|moving|shift(?:ed|s)?|slip(?:s|ped)?|postponed|changed?|pushed|reschedul\w+|rebooked|von|vom|verschiebt|verschoben|verschieben|verlegt|passe|reporte\w*|decal\w*|glisse|pasa|passa|aplaza|slitta|spostat\w*|van|schuift|verschoven|przesu\w+|z|skjuts|fran|fra|de)\b"
)
# "15 June (has been) changed to 22 June", whatever stands before.
CHANGED_AFTER = re.compile(
    r"^\s*\)?\s*(?:(?:has|have|is|was|been|now|wird|wurde|ist|est|a ete|se|si|sich|e|e stata|zostal\w*)\s+)*(?:changed?|changes|moves?|moved|revised|rescheduled|postponed|pushed(?: back| out)?|shifts?|shifted|slips?|slipped|delayed|amended|updated|verschiebt|verschoben|verlegt|geandert|rutscht|reportee?s?|decalee?s?|repoussee?s?|glisse|deplacee?|aplazad\w|cambiad\w|pasa|slitta|spostat\w|rinviat\w|verplaatst|verzet|schuift|przesunie\w+)\s+(?:sich\s+)?(?:to|until|till|auf|au|al?|naar|na|til)\b"
)
SHIFTED = re.compile(
    r"\b(?:moved?|moves|moving|shift\w*|slip\w*|postponed|changed?|pushed|reschedul\w+|rebooked|verschieb\w*|verschoben|verlegt|passe|reporte\w*|decal\w*|glisse|pasa|passa|aplaza|slitta|spostat\w*|schuift|verschoven|przesu\w+|skjuts)\b"
)
FROM_BEFORE = re.compile(r"\b(?:from|von|vom|du|del|dal|van|z|od|fran|fra|de)\s*(?:the |week |kw )?$")
OTHER_BEFORE = re.compile(
    r"(?:\b(?:pay(?:able|ment)?(?: is)?(?: due)?(?: by| before| until| on)?|invoice(?: \S+)?(?: is)? due|due date|zahlbar(?: bis)?|fallig(?: am)?|echeance|vencimiento|scadenza|valid(?: until| till| to| from| through)?|validity|"
    r"gultig(?: bis| ab)?|valable(?: jusqu'au)?|valida?(?: hasta(?: el)?)?|valido fino al|geldig tot|wazn\w+ do|expires?(?: on)?|open (?:for|until|till)|effective(?: from| date| as of)?|with effect from|as of|as from|starting|applies from|"
    r"your (?:order|po|mail|message|letter|e-mail|email|call|request|enquiry|inquiry)(?: \S+)?(?: of| from| dated)?|dated|sent(?: on)?|received(?: on)?|ordered(?: on)?|placed(?: on)?|ihre (?:bestellung|mail|anfrage)(?: \S+)? vom|"
    r"votre commande(?: \S+)? du|su pedido(?: \S+)? del?|vostro ordine(?: \S+)? del|uw (?:order|bestelling)(?: \S+)? van|since|seit|depuis|desde|dal|sinds|sedan|closed(?: from| on| until)?|back (?:on|in the office)|away (?:until|till)|"
    r"reply by|answer by|confirm by|respond by|let us know by|decide by|need (?:it|this|an answer|your (?:ok|answer|reply|approval|confirmation)) by|please (?:\w+ ){0,5}by|bitte (?:\w+ ){0,5}bis|order by|born|meeting(?: on)?|call(?: on)?|"
    r"shipped(?: on)?|dispatched(?: on)?|left(?: us)?(?: on)?|sailed(?: on)?|departed(?: on)?|delivered(?: on)?|signed(?: on)?|versandt am|geliefert am|expediee? le|enviado el|spedito il|verzonden op|fixed on|in place since|corrected(?: on)?|"
    r"ends?(?: on)?|(?:available|kept|stored|held|free|collect\w*|pick-?up)(?: \w+){0,4} (?:until|till)|storage(?: until| till)?|free time(?: until| ends)?|(?:clos(?:e|ed|ing)|shut|geschlossen|fermes?|cerramos|chius\w|gesloten)(?: (?:from|vom|von|du|del|dal|van))?(?: \d{1,2}\.?(?: \w+)? (?:to|until|till|bis|au|al|tot|-))?|made on|produced on|inspected on|tested on|update(?:s)?(?: you| follows| follow)?(?: on| by| again)?|news(?: on| by)?|tell you(?: more)?(?: on| by)?|inform you(?: again)?(?: on| by)?|(?:know|hear)\b[^.;\d]{0,30}\b(?:by|on)|(?:invoice|rechnung|facture|factura|fattura|factuur|faktura)\b[^.;]{0,80}\b(?:due|fallig|echeance|vence|scade|vervalt)|know more(?: on| by)?|get back to you(?: on| by)?|"
    r"come back to you(?: on| by)?|revert(?: on| by)?|report(?: by| on)?|re-?test(?: on)?|analysis (?:until|by)|back in stock|forecast(?: for)?|price(?:s)? (?:from|until|as of)|report(?:ed)?|ex-factory price|(?:finding|results?|answer|reply|decision|feedback|analysis)(?: \w+){0,4})\s*:?\s*(?:the )?)$"
)
OTHER_AFTER = re.compile(
    r"^\s*(?:,|:)?\s*(?:i|we|you|he|she|they)?\s*(?:'ll| will|'d)?\s*(?:then )?(?:know more|let you know|tell you|call you|update you|inform you|come back|get back|hear more|have news|be closed|is a holiday|public holiday|at the latest we)"
    r"|^\s*(?:is|was) (?:a|our) (?:public |bank )?holiday|^\s*at yours\?|^\s*ok\?$"
)
CLAUSE_OTHER = re.compile(
    r"\b(?:would like|(?<!as )you (?:asked|wanted|requested|wished)|as you want|requested (?:date|delivery)|could (?:also )?(?:send|ship|deliver|do)|if you (?:order|confirm|pay|send|take|approve|sign|release)|provided|in case|wenn sie|falls|"
    r"si vous|si nos|se ci|als u|jezeli|would be possible|might be able|offer(?:ed)? (?:you )?for|invoice|rechnung|facture|factura|fattura|factuur|faktura|payment|fair|messe|exhibition|trade show|webinar|meeting|visit|holiday|ferien|urlaub|closed|conges|vacaciones|price|surcharge|preis(?:e)?|tarif|"
    r"prix|precio|prezz[oi]|prij[sz]|cen[ay]|shall we|should we|may we)\b"
)
PROMISE_WORDS = re.compile(
    r"\b(?:deliver\w*|arriv\w*|eta|etd|ship\w*|dispatch\w*|despatch\w*|leav\w+|ready|expect\w*|due|comes?|coming|follow\w*|get (?:it|them)|you(?:'ll| will) have|with you|at your|to you|here|confirm\w*|ok(?:ay)?|fine|accept\w*|booked|scheduled|"
    r"planned|stock|available|commit\w*|allocated|fitt\w*|install\w*|replacement|send|sent|bring|land\w*|earliest|safe|firm|realistic|possible|aim\w*|promise\w*|load\w*|sail\w*|finish\w*|complet\w*|done|lie(?:f|v)er\w*|ankunft|kommt|kommen|folg\w*|termin|versand\w*|fertig|"
    r"verfugbar|livr\w*|arriv\w*|exped\w*|suivr\w*|depart|dispo\w*|pret\w*|partir\w*|entreg\w*|lleg\w*|sal(?:e|ida|dra)|envi\w*|consegn\w*|sped\w*|pront\w*|lever\w*|aankomst|verz\w*|klaar|volg\w*|dosta\w*|wysyl\w*|realizac\w*|gotow\w*|"
    r"leverans|skick\w*|framme|klar\w*|kommer|chega\w*|segue\w*|rest|half|first|second|both|balance|remaining|week|collect\w*|pick\w*)\b"
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
LEFT_TODAY = re.compile(r"\b(?:pick-?up(?= ?(?:date)?:)|abholung|enlevement|recogida|ritiro|versanddatum|shipp?ed|sent|left|leaves?|handed|dispatched|despatched|posted|loaded|collected|gone|went|goes|going|raus|versandt|versendet|ubergeben|verschickt|gehen|geht|expedie\w*|parti\w*|remis\w*|enviad\w*|salido|spedit\w*|consegnat\w* (?:al|oggi)|"
                        r"verzonden|overhandigd|wyslan\w*|nadan\w*|skickat\w*|afsendt|box|delivered|delivery|signed|zugestellt|livree?|entregad\w*|bezorgd|doreczon\w*)\b")  # fmt: skip
STILL_TODAY = re.compile(
    r"\b(?:at your|with you|at yours|arriv\w*|out for delivery|to you|be there|delivers? (?:it )?(?:this|today|tonight)|kommt heute|anlieferung|chez vous|llega|arriva|bij u|bij jullie|u jou)\b"
)
PORT = re.compile(r"\b(?:vessel|container|port|b/l|sail\w*|on board|ship's|mv|feeder)\b")
# Days of what got in the way, and of what must happen first: they count only where the mail names no better one.
EVENT = re.compile(
    r"\b(?:strike|fire|flood|storm|accident|breakdown|engineer|technician|mechanic|fitter|inspector|auditors?|away|on leave|off sick|until|since|cut-?off|deadline|artwork|approval|(?:re-?)?test\w*|starts?|begins?|missed|holidays?|feiertag\w*|jour ferie|festivo|festa|feestdag|swieto|new parts?|spare parts?|raw material|subject to|on receipt|receipt of|provided|streik|brand|monteur|techniker|greve|incendie|technicien|depuis|huelga|incendio|tecnico|desde|sciopero|dal|staking|sinds|strajk)\b[^.;]{0,60}$|\b(?:arriv|com|land|gett?)\w* with us\b[^.;]{0,30}$"
)
# "The requested date, 18 June, can be kept."
KEPT_AFTER = re.compile(
    r"^\s*,?\s*(?:can be (?:kept|met|held|done)|is (?:fine|ok|okay|no problem|kept|safe|good)|stands|holds|works|geht klar|passt|ist (?:ok|in ordnung)|halten wir|konnen wir halten|convient|est tenue?|va bene|e confermat\w|conviene|is akkoord|pasuje)\b"
)
