"""What is said of a price: old, new, of everything, from when, in the languages of our suppliers."""

from __future__ import annotations

import re

from bot.adapters.triage.day_names import MONTH, MONTH_OF

OLD_BEFORE = re.compile(
    r"(?:\b(?:from|was|were|instead of|in place of|compared (?:with|to)|rather than|replaces|ersetzt|remplace|aus|not|and not|old(?: price)?|previous(?:ly)?|previous price|before(?: it)? was|before|formerly|up to now|so far|until now|till now|currently|current|your (?:order|po|purchase order)(?: \w+)?"
    r"(?: (?:says|shows|has|states|reads))?|(?:you|it|po|order|p\w*\d+) (?:shows?|says?|wrote|have|had|has(?! to\b)|used|put|states?|ordered at|entered)(?: \w+){0,5}|(?:raised|entered|placed|issued|ordered|priced|booked|calculated) (?:at|with)|used to be|you've(?: got)?(?: put)?|est encore a|ist mit|costaba|kostete|coutait|costava|kostade|kostede|kostowal\w*|stala|been paying|paid so far|have been|(?:avete|hai|ha) messo(?: ancora)?|figura|(?:vous avez|a ete) (?:mis|indique|saisi|commande a)|habeis puesto|ha puesto|(?:steht|stehen)(?: noch)?|staat(?: nog)?|jullie (?:hebben|schreven)|widnieje|your price|po price|previous(?:ly)? (?:price|rate|cost)|current (?:price|rate|cost)|can't do [^.,;]{0,30} at|no longer [^.,;]{0,30} at|used to (?:pay|cost)|shows?(?: \w+)?(?: at)?|says|over|against|than|held|at(?= [^.]{0,20}(?:expired|on p))|"
    r"yours?(?: is)?|last year|to date|von|i\.?p\.?v\.?|statt|anstatt|bisher|vorher|alt|alter preis|nicht|steht|ihr preis|gegenuber|de|au lieu de|et non(?: pas)?|avant|ancien prix|jusqu'ici|en lugar de|en vez de|y no|antes|anterior|da|invece di|anziche|e non|"
    r"prima|van|in plaats van|en niet|was|voorheen|z|zamiast|a nie|poprzednio|fran|i stallet for|istallet for|fra|em vez de|e nao|q[1-4]|this month(?=\s*[:=])|last month|last time|may(?=\s*[:=])|oude? prijs)\s*[:=]?\s*(?:(?:it|is|at|the|a|per|ca\.?|about)\s+)?[(]?\s*)$"
)
# "Your order still shows 12.50", "in Ihrer Bestellung ist es noch mit 12,50 angesetzt": what stands in the order is old.
_TURNS = "should|must|soll\\w*|debe|doit|deve|moet|be|to|auf|sur|en|naar|na|til|till|in|para|por|correct\\w*|richtig\\w*|new|now|neu\\w*|jetzt|nu|nouveau|nuevo|nuovo|value|total|and|y|und|et|we|wir|nous|nosotros|noi|wij|vi|factur\\w*|fattur\\w*|fakturuj\\w*|invoic\\w*|berechn\\w*|but|aber|mais|pero|ma|maar|ale"
STILL = re.compile(
    rf"\b(?:still|noch|encore|todavia|aun|ancora|nog|jeszcze|fortfarande|stadig|jeste|(?:your|the|our) (?:order|po)|votre bon|bestellung|commande|pedido|ordine|bestelling|zamowieniu|encomenda|objednavce|(?:er|jeres) ordre?)\b(?:\s(?!(?:{_TURNS})\b)[^\s.;,:]+){{0,5}}\s*$"
)
WAS_BEFORE = re.compile(
    r"\b(?:(?:so far|until now|up to now|to date) (?:you|we) (?:have )?(?:paid|pay|charged)|bisher (?:haben|zahlten|berechneten|galten?|waren)(?: \w+){0,2}|no longer (?:hold|keep|offer|do|supply|sell)(?: \w+){0,3}|bisherigen?|i stedet for|misto|"
    r"(?:vecchi[oa]|precedente|stara|poprzednia|gammalt|gammel|tidigare|tidligere|antig[oa]|anterior) (?:prezzo|cena|pris|preco|precio)|(?:prezzo|preco|precio) (?:vecchio|precedente|anterior|antigo)|"
    r"(?:han puesto|avete (?:indicato|messo|scritto)|hanno messo|haben (?:sie )?(?:noch )?|vous (?:avez|aviez) (?:mis|indique|note)|(?:u|jullie) rekenen|pusieron)(?: nog| noch| encore| ancora| todavia)?(?: met| mit)?)\s*[:=]?\s*$"
)
WILL_BEFORE = re.compile(
    r"\b(?:(?:our|the|current|new|valid|this year's) (?:current |new |valid |price )?(?:list|contract|quotation) (?:shows?|says|has|states)|werden|gultig (?:ist|sind)(?: seit \w+)?|(?:kunftig|inzwischen|nunmehr)(?: (?:sind|ist|waren) es)?|aktuell (?:sind|ist|waren) es|(?:sera|sara|seria|(?:passa|pasa|passera|pasara) a ser|bude|bedzie|wyniesie|wynosi|betragt|bedraagt|blir|bliver|wordt)(?: (?:nun|jetzt|neu|nu|teraz|ahora|ora))?(?: (?:de|di))?|from now on|ab (?:jetzt|sofort)|d'ora in poi|voortaan|a partir de ahora|dorenavant|it (?:is|has been)|het is nu|es sind jetzt|(?:new|nuova?|nowa|nytt|ny|nova|nieuwe) (?:price|prezzo|cena|pris|preco|prijs)|(?:prezzo|preco|precio) (?:nuovo|novo|nuevo)|"
    r"(?:prices?|preis|prix|tarif|precio|tarifa|prezzo|prijs|cena|preco|pris)(?: (?!vecchio|anterior|precedente|ancien|stara)[\w']+){0,3}? (?:is|ist|est|es|e|ar|er|to|je|wynosi|betragt|lautet)(?: now| jetzt| nu| de| desormais| ora| ahora)?)\s*[:=]?\s*$"
)
# "Correct 12.50 to 13.20", in the languages that say it with a word too short to count elsewhere.
CORRECTED = re.compile(
    r"\b(?:corr\w+|wijzig\w*|ander\w*|chang\w*|amend\w*|modif\w*|cambi\w*|alter\w*|zmien\w*|andra\w*|rett\w*)\b"
)
INTO_AFTER = re.compile(
    r"\s*(?:each|piece|per \w+|/\s?\w+\.?)?\s*(?:wijzigen |andern |cambiar |te wijzigen )?(?:to|en|in|por|para|na|auf|naar|till|til)\s(?=(?:[€$£]|eur|usd|gbp)?\s?\d)"
)
# "1.86 for August (July 1.72)": the later month tells the new price.
MONTH_NEAR = re.compile(rf"\b(?P<month>{MONTH})\b[^\d.;]{{0,28}}$")
RISEN_PERCENT = re.compile(
    r"\b(?:from|von|de|du|del|dal|da|van|z|fran|fra)\s*(?:l')?(?P<old>\d{1,2}(?:[.,]\d{1,2})?)\s?(?:%|percent|per cent|prozent|pour cent|por ciento|per cento|procent)?\s*(?:to|auf|a|au|al|naar|do|na|till|til|para)\s*(?P<new>\d{1,2}(?:[.,]\d{1,2})?)\s?(?:%|percent|per cent|prozent|pour cent|por ciento|per cento|procent)"
)
OLD_AFTER = re.compile(
    r"^\s*(?:(?:each|a piece|per \w+|/\s?\w+|the \w+|an? \w+)\s*)?(?:[,)]?\s*)(?:(?:->|>|=>|-->)|to\b|auf\b|a\b(?= [€$£\d])|naar\b|do\b|till\b|(?:as )?(?:in|on) your (?:order|po)|(?:until|till) now|before\b|so far|bisher|avant\b|antes\b|is (?:the )?old|expired|no longer|any ?more|no more|nicht mehr|non piu|niet meer|ya no|angesetzt|eingetragen|hinterlegt|berechnet\b(?=,)|"
    r"price expired|doesn't|(?:[^.;]{0,30}[.;,]|[-:])\s*(?:but |and |mais |aber |ma |pero )?(?:that|this|the|ce|dieser|der|este|ese|questo|quel|die|dat|deze|ta|ten|det|den|tato)\s(?:\w+\s){0,2}(?:is no longer|no longer|isn't|is dead|died|expired|ran out|lapsed|ended|has ended|n'est plus|gilt nicht mehr|ist (?:veraltet|abgelaufen|uberholt|nicht mehr)|ya no|no esta|non e piu|non vale|geldt niet|is niet meer|is vervallen|juz nie|nie jest|galler inte|gaelder ikke|uz ne)|on the (?:order|po)\b|only held|is (?:out ?dated|wrong|not right|last year\b)|(?:on|in) the (?:order|po) is (?:last year|old|out|wrong|from)|\(?(?:old|alt|previous))"
)
NEW_BEFORE = re.compile(
    r"(?:\b(?:invoic\w+(?: \w+){0,2} at|bill(?:ing)?(?: \w+){0,2}(?: at)?|sondern|sino|sino a|mais|bensi|maar|lecz|tylko|utan|men|nybrz|has to be|bon (?:prix|tarif) est(?: de)?|to|now|is|be|cost(?:s)?|need|needs|must be|will be|would be|becomes?|new(?: unit)? price(?: is| of|:)?|price(?: is| of|:)?|current price is|valid price(?: is)?|applicable (?:price|figure|rate)(?: \w+){0,4} is|ours?|at|our price(?: is)?|with|we (?:need|ask|charge|want|must charge)|charge|"
    r"read|should read|amend to|correct is|go(?:es)? (?:up|down) to|increase(?:s|d)? to|rises? to|drops? to|falls? to|lower(?:ed)? to|auf|neu|neuer preis|jetzt|kostet|gultige preis ist|zu|a|passe a|nouveau prix|desormais|ahora|nuevo precio|ora|"
    r"nuovo prezzo|naar|nu|nieuwe prijs|do|teraz|nowa cena|till|nu|til|agora|para)\s*[:=]?\s*(?:the )?|(?:->|>|=>|-->)\s*|\b(?:it's|that's|they're|they are|prezzo e|preis (?:ist|betragt|liegt bei)|prix est|precio (?:es|vigente es)|prijs is|cena (?:to|wynosi)|moet|our price|system price|contract price|list(?: price)? is|(?:our|my|the) (?:quote|quotation|offer|list|price list|contract)(?: \w+)? (?:was|said|says|states|shows?|has|had|read)|quoted(?: at)?|(?:change|amend|correct|update) (?:it|this|that|the price) to|richtig (?:ist|sind|waren?)|listino e|c'est)\s*:?\s*)$"
)
NEW_AFTER = re.compile(
    r"^\s*(?:(?:each|a piece|per \w+|/\s?\w+|the \w+|an? \w+)\s*)?(?:now\b(?!\s*[:=]?\s*[€$£]?\s?\d)|instead of|in place of|compared (?:with|to)|replaces|ersetzt|remplace|rather than|\(?(?:was|were|before|old|previously|previous|bisher|vorher|statt|avant|au lieu|antes|en lugar|en vez|y no|invece|anziche|e non|prima|was|in plaats|i\.?p\.?v|"
    r"voorheen|zamiast|a nie|poprzednio|i stallet|fran|the new|the right|from|from now|statt|so far|up to now|et non|and not|not|, not|your (?:order|po)|you (?:have|had|wrote|used)|now \w+|up from|down from|em vez|this year|valid|as of|it used to|used to be|you've been|up on|up from)\b)|^\s*(?:(?:each|a piece|per \w+|/\s?\w+|an? \w+)\s*)?\((?:was|old|before|now|so far|up to now|q[1-4]|\w+:)"
)
PRICE_CUE = re.compile(
    r"^\s*(?:old|new|alt|neu|ancien|nouveau|vecchio|nuovo|oud|nieuw)\b|\ba (?:kilo|kg|piece|litre|metre|meter|ton(?:ne)?|box|bag|drum|case|cone|roll|pair|sheet|bottle|pack|m2|head|tray)\b|\b(?:becomes?|pric\w*|cost\w*|charg\w*|surcharg\w*|rate\w*|tariff\w*|fee|levy|each|per|a piece|increas\w*|raise\w*|rise\w*|drop\w*|lower\w*|up|down|dearer|cheaper|need|ask|preis\w*|kost\w*|\w*zuschlag\w*|\w*toeslag|\w*tillagg|betragt|erhoh\w*|prix|tarif\w*|surcharge|augment\w*|hausse|"
    r"precio\w*|subi\w*|aument\w*|recargo|prezz\w*|supplement\w*|prij[sz]\w*|toeslag|cen[ay]\w*|doplat\w*|drozej\w*|pris\w*|preco\w*|baf|freight|passa|passe|pasa|gaat|kostet|now|plus|duty|duties|discount|rebate|adjust\w*|pass\w* on)\b|[%€$£]|->|>"
)
MONEY_WORD = re.compile(
    r"\d an? [a-z]{3,}|\d ?/ ?(?:t|to|tonne|kg|100|1[.,]?000|st|stk|pcs?|piece|m|m2|l|unit|ea|ud|szt)\b|\b(?:pric\w*|rates?|an hour|a day|a (?:kilo|kg|piece|litre|metre|meter|ton(?:ne)?|box|bag|drum|case|roll)|cost\w*|charg\w*|surcharg\w*|baf|freight|carriage|haulage|bill\w*|invoic\w*|factur\w*|fattur\w*|fakturuj\w*|fracht|transport|portes?|vracht|tariff\w*|need|ask|pay\w*|dearer|cheaper|each|apiece|per|the m2|preis\w*|kost\w*|zuschlag\w*|prix|tarif\w*|precio\w*|prezz\w*|prij[sz]\w*|cen[ay]\w*|pris\w*|preco\w*)\b"
)
NOT_A_PRICE = re.compile(
    r"^\s*(?:cents?|ct\b|pence|price|prices|list|tariff|pcs|tonnes?|tons?|nos\b|pairs?|rolls?|metres?|meters?|items?|lines?|pieces?|st\b|stk|stuck|units?|uds|unidades|pezzi|stuks|szt|kg\b|t\b|mm|cm|m2|m\b|weeks?|days?|tage|boxes|cartons|pallets|h\b|uhr|hours|months|monate|years|am\b|pm\b|w\b|kw\b|x\b|l\b|litres?|ml|kwh|(?:bij|by|mal|par|por|su|x)\s?\d)"
)
CODE_BEFORE = re.compile(
    r"(?:\b(?:art(?:ikel|icle|\.)?|item|no|nr|pos|position|line|(?<!we )invoice|inv|rev|iso|sku|below|under|over|above|min|moq|week|kw|q|version|below|ab|order value|unter)\.?\s*|#)$"
)
# "on orders under 250 EUR": where a charge begins is no price.
LIMIT_BEFORE = re.compile(
    r"\b(?:(?:rises?|increases?|up|goes up|more|drops?|falls?|down|erhoht sich|steigt|sinkt) (?:by|um)|under|below|above|unter|unterhalb|uber|less than|more than|up to|exceeding|inferieur\w* a|superieur\w* a|moins de|plus de|sotto(?: i)?|oltre|menos de|mas de|inferiores? a|onder(?: de)?|boven(?: de)?|ponizej|powyzej|(?:orders?|value|bestellwert|auftragswert)(?: \w+){0,2} (?:of|from|ab|over|von))\s*(?:[€$£]\s*)?$"
)
# What stays as it is: "the seal stays at 0.80", "unchanged at", unless it can't.
STAYS_BEFORE = re.compile(
    r"(?<!can't )(?<!cannot )(?<!longer )(?<!nicht )(?<!not )\b(?:no change|stays?|staying|remains?|remaining|unchanged|bleib\w*|unverandert\w*|reste|restent|restera|resteront|inchange\w*|se mantien\w*|siguen?|sin cambios?|permanecen?|invariat\w*|resta|restano|rimane|rimangono|blijft|blijven|ongewijzigd|pozostaje|pozostaja|bez zmian|mantem(?:-se)?|mantêm|inalterad\w*|"
    r"oforandra\w*|kvarstar|ligger kvar|forblir|forbliver|uaendret|uændret|zustava|zustavaji|beze zmeny|nezmenena)(?:\s[^\W\d]+){0,3}\s*[:=]?\s*$"
)
STAYS_AFTER = re.compile(
    r"\s*(?:(?:each|a piece|per \w+|/\s?\w+|an? \w+)\s*)?[,(-]?\s*(?:(?:is |are )?(?:unchanged|as ordered|as agreed|as per (?:your |the )?(?:po|order)\b|as before|no change|same|ok\b)|stays?\b|remains?\b|bleib\w*|wie (?:bestellt|bisher|gehabt)|unverandert|inchange\w*|sans changement|reste\b|sin cambios?|igual|se mantiene|invariat\w*|resta\b|ongewijzigd|blijft|bez zmian|oforandra\w*|uaendret)"
)
# "Put the carton up to 2.35" sets no limit.
PUT_UP_TO = re.compile(
    r"\b(?:put|puts|putting|go|goes|going|gone|went|moves?|moved|brings?|pushes|pushed|pushing|come|comes|is|are)\b[^.;,\d]{0,30}\bup to\s*[€$£]?\s*$"
)
# What the supplier pays himself.
OWN_COST_BEFORE = re.compile(
    r"\b(?:our (?:own )?(?:buy\w*|purchas\w*|cost|input|raw material) (?:price|cost)s?|our costs?|we (?:now )?(?:buy|pay)|einkaufspreis\w*|prix d'achat|precio de compra|prezzo d'acquisto|inkoopprijs)\b(?:(?! so | we )[^,;.(]|[.,]\d)*$"
)
# By how much it changes is not what it costs: "up by 0.25", "0.25 more than before".
BY_BEFORE = re.compile(
    r"\b(?:by|um)(?: (?:about|some|roughly|rund|ca\.?|etwa))?\s*$|\b(?:(?:stijg|verho|daal|duurder|omhoog|hoj|stig|okar|sank|sjunk|fald|satt)\w*)\b[^.;,]{0,20}\bmed?t?\s*$|\b(?:wzrast|wzros|rosn|spad|podn|podwyzs|obniz|zvys|zvedn|zdraz|sniz|kles)\w*\b[^.;,]{0,20}\bo\s*$|"
    r"\b(?:sub|aument|baj|increment|sob|desc|rebaj)\w*\b(?: precio| preco)?(?: (?:en|em))(?: unos| cerca de)?\s*$|\b(?:a|ont|has|have|hat|haben|ha|han) (?:deja |already )?(?:pris|gagne|perdu|put on|gained|added|lost|zugelegt|subido|bajado|preso|guadagnato|perso)\s*$"
)
RISES_OF = re.compile(
    r"\b(?:augment\w*|majore\w*|baiss\w*|aument\w*|diminu\w*|hausse|baisse|aumento|increas\w*|rise|increase|subida)\b(?: de prix)? (?:de|di|of)\s*$"
)
TO_AFTER = re.compile(r"^[^\d.;]{0,15}\b(?:to|a|al|ad)\s?(?:[€$£]|[a-z]{3}\s)?\s?\d")
MORE_AFTER = re.compile(
    r"^\s*(?:(?:(?:per|par|pro|je|por|al|a|the|la)\s|/\s?)\w+\s)?(?:more|less|dearer|cheaper|extra|on top|mehr|weniger|teurer|gunstiger|hoher|niedriger|de plus|de moins|plus cher|de mas|mas|menos|in piu|in meno|meer|minder|duurder|goedkoper|wiecej|mniej|drozej|taniej|mer|mindre|mere|dyrare|dyrere|billigare|billigere|a mais|a menos|vice|mene)\b"
)
PERCENT_AFTER = re.compile(r"\s?(?:%|percent|per cent|prozent|pour cent|por ciento|per cento|procent)")
EACH_AFTER = re.compile(r"\s*(?:the|per|a piece|each|/|->|>)")
# "at the price of 64.50" says nothing of old and new, unlike "from 62.00".
PRICE_OF = re.compile(
    r"(?:pri[cs]e|preise?|prix|precio|prezzo|prijs|pris(?:en)?|preco|tarif|est|es|sera|seria|er|ist)\s(?:von|de|di|van|pa|for)\s*$"
)
# "falls 0.12 to 1.88", "scende di 0,12 e diventa 1,88": where a smaller amount follows such a word, it is the step.
MOVING_BEFORE = re.compile(
    r"\b(?:(?:increas|ris|rais|drop|fall|fell|go|mov|climb|decreas|reduc|steig|sink|erhoh|senk|augment|baiss|hauss|subi|sub|baj|aument|diminu|scend|sal|stijg|daal|wzras|wzros|spad|podn|hoj|stig|sank|sjunk|fald|desc|sob|zvys|sniz|kles)\w*|goes|up|down|adding|add|price)(?: (?:by|um|de|di|met|med|o|en|em|of|up|down))?\s*$"
)
FEE_AFTER = re.compile(r"^\s*(?:restocking|cancellation|storno\w*|handling of the return)\b")
BALANCE_BEFORE = re.compile(
    r"\b(?:restocking|cancellation (?:fee|charge)|invoice (?:total|over|of)|total(?: is| of|:)?)\s*(?:charge|fee|of)?\s*[(:]?\s*$|\b(?:totals?|sum|value|order value|\w*gesamt\w*|summe|\w*wert|totale|montant|importe|totaal|suma|difference|differenz|our (?:own )?(?:buy\w* |purchase )?(?:cost|price)s? (?:went|has gone|have gone|rose|moved))\b[^,;.\d(]{0,25}$"
)
PERCENT_OTHER = re.compile(
    r"\b(?:deposit|advance|up front|upfront|down ?payment|restocking|cancellation (?:fee|charge)|sorting|inspected|balance|down-payment|instal?ments?|prepay\w*|retention|charge, (?:[€$£]|eur)|penalty|late fee|interest|anticipo|voorschot|zaliczk\w*|moisture|scrap rate|margin|share|completed?|rabat|rebate|humidity|purity|content|anzahlung|acompte|vat|discount|mwst|tva|iva|btw|skonto|early|within \d+ days|of customers|yield|tolerance|of the order)\b"
)
# "Quitamos el recargo de energía de 45 €", "the pallet charge of £4 no longer applies".
CHARGE = re.compile(
    r"\b(?:[^\W\d_]+ )?(?:\w*surcharge|charges?|fees?|lev(?:y|ies)|\w*zuschlag|\w*pauschale|recargo|supplement\w*|suplemento|frais|surcout|\w*toeslag|doplat\w*|oplat\w*|\w*tillagg\w*|\w*tillaeg\w*|\w*gebyr\w*|\w*avgift\w*|priplat\w*|taxa|sovrapprezzo)(?: (?!of|de \d|von|di \d|w\b|van|na|no\b|is|will|entf|verv|vien)[^\W\d_]+){0,2}"
)
GIVEN_UP = re.compile(
    r"\b(?:(?:no more|drop|abolish|remov|waiv|lift|cancel|scrap|discontinu|withdraw|withdrew)\w*(?! off)|(?:we|i) (?:take|are taking) off|no longer (?:appl\w+|charged?|charging|due|bill\w*|add\w*)|(?:won't|will not|not|stop|stopped) (?:be )?(?:charg|add|bill|appl)\w*|comes? off|falls away|is gone|disappears|"
    r"entfallt|entfallen|fallt weg|streichen|gestrichen|abgeschafft|nicht mehr (?:berechnet|erhoben)|quitamos|eliminamos|suprimimos|desaparece|se elimina|deja de|supprim\w*|retirons|disparait|ne factur\w+ plus|eliminiamo|togliamo|eliminat\w*|decade|schrappen|geschrapt|vervalt|vervallen|znosimy|znika|rezygnujemy z|slopa[rs]|tas bort|tar bort|fjern\w*|bortfalder|rusime|odpada|eliminamos)\b"
)
# What makes a percentage one of prices although a deposit stands in the same sentence, and what keeps it as it is.
UPWARD = re.compile(
    r"\bup\b|increas|\bris(?:e|es|ing)\b|\brais|\bdearer|\+\s?\d|erhoh|teurer|drozej|podroz|augment|\bhausse|\bsub(?:e|en|imos|ida)\b|aument|verhog|duurder|omhoog|podwyz|podnos|wzro|wzras|hoj|stig|zvys"
)
MOVES = re.compile(
    rf"{UPWARD.pattern}|\b(?:rose|climb\w*|go(?:es)?|down|lower\w*|cheaper|drops?|falls?|less|knock\w*|more|mehr|plus|mas|meer|wiecej|anheb\w*|angehoben|senk\w*|gesenkt|baiss\w*|baja\w*|scend\w*|verlag\w*|obniz\w*|sank\w*|adjust\w*)\b"
)
PERCENT_KEPT = re.compile(
    r"\b(?:usual|as always|as before|as ever|keep|keeps|kept|stays?|remains?|unchanged|includes?|including|still|bleib\w*|unverandert\w*|inchange\w*|reste|sin cambios|invariat\w*|resta|blijft|ongewijzigd|bez zmian|oforandra\w*|uaendret)\b"
)
# What the supplier pays himself: why prices move, where the mail also tells by how much they do.
REASON = re.compile(
    r"\b(?:our (?:own )?(?:\w+ )?costs?|costs? (?:rose|went up|are up|(?:have|has) (?:risen|gone up|climbed|increased))|since|inflation|(?:steel|copper|aluminium|paper|pulp|energy|gas|electricity|resin|raw materials?|wages?|labou?r|zinc|nickel|diesel|oil|freight) (?:prices? |costs? )?(?:rose|(?:has|have) (?:gone up|risen|climbed|increased|jumped)|went|is up|are up)|seit|depuis|desde|kosten|lohne|couts?|nos couts|costi|costes?|koszty)\b|\b(?:mill|quarry|supplier|manufacturer|carrier)s?\b.{0,30}\b(?:rais|ask|put|increas|want)\w*"
)
EVERYTHING = re.compile(
    r"\b(?:all|everything|every|our prices?|list prices?|price list|prices|all prices|whole range|across the board|entire|alle|unsere preise|preise|sortiment|listenpreise|toute?s?|nos (?:prix|tarifs)|tous|todos|todas|nuestros precios|nostri prezzi|tutt[ie]|"
    r"onze prijzen|prijzen|nasze ceny|ceny|vara priser|nossos precos|pricing)\b"
)
SURCHARGE = re.compile(
    r"\b((?:\w+ )?(?:surcharge|surcout|supplement|levy|toll|adjustment|charge|duty|tariff|baf|maut|zuschlag|\w+zuschlag|surcharge \w+|recargo(?: \w+)?|supplemento(?: \w+)?|\w*toeslag|doplat\w*(?: \w+)?)(?: per \w+)?)\b"
)
FROM = re.compile(
    r"(?:\b(?:from|as of|as from|effective|effect from|effect on|with effect from|starting|start|valid|valid from|valid as of|applies from|apply from|in force|per|from (?:the )?|ab|zum|ab dem|gultig ab|a compter du|a partir (?:du|del|de|dos?)|applicable au|des le|desde(?: el)?|valida desde(?: el)?|"
    r"dal|dall'|valido dal|decorrenza|vanaf|per|ingang van|od|wazn\w+ od|fran(?: och med)?|fra|on|since|le|au|now)\s*:?\s*(?:the )?)$"
)
FROM_MONTH = re.compile(
    rf"\b(?:from|as of|effective|starting|since|ab|a partir de|a partire da|da|desde|vanaf|od|fran|fra|des|for)\s+(?:the )?(?:1st of )?(?P<month>{MONTH})\b(?!\s*\d)(?:\s+(?P<year>20\d\d))?|\b(?P<sail>{MONTH}) (?:sailings|shipments|deliveries|orders|loadings)\b"
)
DOWNWARD = re.compile(
    r"\b(?:minus|cala\w*|recul\w*|goedkop\w*|tanie\w*|potani\w*|billig\w*|barat\w*|zlevn\w*|lower\w*|off|less|knock\w*|takes? off|taken off|tager|minder|meno|menos|moins|mniej|billiger\w*|gunstiger\w*|rabais|remise|rabat\w*|korting|sconto|descuento|nachlass|decreas\w*|reduc\w*|cheaper|drops?|falls?|down|discount\w*|\w*senk\w*|sink\w*|gunstiger|baiss\w*|baja\w*|rebaj\w*|ribass\w*|scend\w*|dal\w*en|verlag\w*|obniz\w*|sank\w*)\b"
)
NO_GOODS = set(MONTH_OF) | {
    "i",
    "we",
    "you",
    "it",
    "your",
    "our",
    "the",
    "a",
    "an",
    "with",
    "new",
    "each",
    "per",
    "before",
    "so",
    "up",
    "die",
    "der",
    "das",
    "le",
    "la",
    "el",
}
