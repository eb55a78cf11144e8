"""What cannot wait until tomorrow, in the languages of our suppliers."""

from __future__ import annotations

import re

# Harm to people or goods, and suppliers who stop altogether.
DANGER = re.compile(
    r"\b(?:stop using|(?:do not|don't) (?:use|install|eat|serve|pour|sell|open)|unplug|take (?:it|them|any) out of (?:use|service)|recall\w*|allergen\w*|undeclared|contaminat\w*|quarantine|electric shock|fire hazard|fire|flood|earthquake|insolv\w*|bankrupt\w*|closing (?:the )?business|shutting|no forecast|export (?:licen[cs]e|refused)|sanction\w*|"
    r"lawyers?|legal action|nicht (?:mehr )?(?:verwenden|benutzen|einbauen|verzehren|in verkehr)|ausser betrieb nehmen|ruckruf\w*|sperren sie|insolvenz|brand|hochwasser|ne (?:plus )?(?:utilise[rz]|installe[rz]|consomme[rz])|rappel (?:de )?produit|incendie|faillite|inondation|"
    r"no (?:utilice\w*|usar|instale\w*|consuma\w*)|retirada|incendio|inundacion|quiebra|non (?:utilizzare|usare|installare|consumare)|richiamo|alluvione|fallimento|niet (?:meer )?(?:gebruiken|installeren|eten)|terugroep\w*|brandweer|faillissement|"
    r"nie (?:uzywac|stosowac|montowac|spozywac)|wycofanie z rynku|pozar|powodz|upadlosc|nao (?:utiliz\w+|usar|instal\w+|consum\w+)|recolha|falencia|anvand inte|aterkall\w*|konkurs|eldsvada|ma ikke (?:bruges|anvendes|spises)|tilbagekald\w*|nepouziv\w+|stazeni z trhu|stahujeme|pozar|povoden|insolvenc\w*)\b"
)
# The buyer's line, site or customers stand still or soon will.
STANDSTILL = re.compile(
    r"\b(?:(?:your|the) (?:\w+ )?(?:line|production|site|fitters|assembly)\b[^.\n]{0,30}\b(?:stop|stops|stand|stands|standing|will stop|runs? dry|waiting|wait)|line (?:will )?stops?|you'?(?:ve| have) got [^.\n]{0,30}booked for (?:today|tomorrow)|your [^.\n]{0,25}customers? (?:collect|wait)|(?:phone|call|ring) me (?:right )?now|"
    r"(?:ihr|ihre|das|die) (?:band|linie|produktion|baustelle|montage)\b[^.\n]{0,30}\b(?:steht|stillsteht|wartet)|bandstillstand|rufen sie (?:mich )?(?:bitte )?sofort an|votre (?:ligne|production|chantier)\b[^.\n]{0,30}\b(?:arret\w*|attend)|rappelez-moi (?:tout de suite|immediatement)|su (?:linea|produccion|obra)\b[^.\n]{0,30}\b(?:para|parad[ao]|espera)|"
    r"vostra (?:linea|produzione)\b[^.\n]{0,30}\b(?:ferm[ao]|aspetta)|(?:uw|jullie) (?:lijn|productie|band)\b[^.\n]{0,30}\b(?:stil|wacht)|(?:panstwa|wasza) (?:linia|produkcja)\b[^.\n]{0,30}\b(?:stoi|stanie|czeka)|vossa (?:linha|producao)\b[^.\n]{0,30}\b(?:para|parada|espera)|er (?:lina|linje|produktion)\b[^.\n]{0,30}\b(?:star|vantar|stannar)|"
    r"jeres (?:linje|produktion)\b[^.\n]{0,30}\b(?:star|venter|stopper)|vase (?:linka|vyroba)\b[^.\n]{0,30}\b(?:stoji|ceka|zastavi))\b"
)
# A lorry that waits costs money by the hour.
AT_THE_GATE = re.compile(
    r"\b(?:(?:driver|lorry|truck)\b[^.\n]{0,25}\b(?:(?:is |waits? |stands? |standing |waiting )+(?:\w+ ){0,2}(?:outside|at)\b (?:your|the) (?:gate|yard|door|dock|site|barrier|goods)|(?:is )?outside your|(?:is )?(?:here|waiting|refused|turned away))|nobody opens|driver needs|let (?:him|her|them) in\b|"
    r"\bat your gate\b(?=[^.]*\bdriver\b)|(?:fahrer|lkw)\b[^.\n]{0,30}\b(?:steht|wartet)\b[^.\n]{0,30}\b(?:tor|rampe|werk|ihnen)|chauffeur\b[^.\n]{0,30}\b(?:attend|devant)|conductor\b[^.\n]{0,30}\b(?:espera|esta (?:delante|en la puerta))|(?:autista|camion)\b[^.\n]{0,30}\b(?:aspetta|fuori|davanti)|chauffeur\b[^.\n]{0,30}\b(?:wacht|staat)|kierowca\b[^.\n]{0,30}\b(?:czeka|stoi)|"
    r"motorista\b[^.\n]{0,30}\b(?:espera|a porta)|chaufforen\b[^.\n]{0,30}\b(?:vantar|star|venter|holder)|ridic\b[^.\n]{0,30}\b(?:ceka|stoji))\b"
)
_TODAY = r"today|tonight|heute|aujourd'hui|hoy|oggi|vandaag|dzis|dzisiaj|hoje|idag|i dag|dnes"
_MUST = r"need (?:to know|it|an answer|your \w+|a decision)|let (?:me|us) know|(?:answer|reply|confirm|decide|tell (?:me|us)) (?:by|before|until)|brauchen|antwort\w*|bescheid|besoin de|repon\w+|confirmez|necesit\w+|respond\w+|confirm\w+|ci serve|rispost\w*|confermate|nodig|antwoord\w*|potrzeb\w+|odpowied\w+|precisamos|respost\w+|behover|svar\w*|brug for|potrebujeme|odpoved\w*"
# An answer is needed on the same day, or something is lost.
ANSWER_TODAY = re.compile(
    rf"\b(?:{_MUST})\b[^.\n?]{{0,40}}\b(?:by|before|until|bis|avant|antes|entro|voor|do|ate|senast|senest|innan|inden|noch)\b(?:[^.\n?]|(?<=kl)\.){{0,25}}\b(?:{_TODAY})\b|\b(?:{_MUST})\b[^.\n?]{{0,25}}\b(?:{_TODAY})\b[^.\n]{{0,12}}\b(?:or|otherwise|sonst|sinon|si no|altrimenti|anders|inaczej|senao|annars|ellers|jinak)\b"
)
# Nothing is made until the buyer says yes to the new price.
WAITS_FOR_YES = re.compile(
    r"\b(?:(?:without|until) (?:we (?:have )?|you )?(?:your|you|an?|the|written)?\s?(?:agree\w*|approval|yes|ok|answer|confirm\w*)[^.\n]{0,40}\b(?:not|no|nothing|won't|can't|stop|hold|stands)|(?:we|i) (?:do not|don't|will not|won't|can't|cannot) (?:start|begin|cut|make|produce|ship|release)\b[^.\n]{0,40}\b(?:before|until|without)\b[^.\n]{0,25}\b(?:you|your)|tell me yes|say yes and|"
    r"ohne ihre? (?:zustimmung|freigabe|zusage|bestatigung)[^.\n]{0,40}\b(?:nicht|kein\w*)|sans (?:votre )?accord(?: de votre part)?[^.\n]{0,40}\bne\b|sin su (?:conformidad|aprobacion|acuerdo)[^.\n]{0,40}\bno\b|senza (?:la )?vostr[ao] (?:conferma|approvazione|accordo|benestare)[^.\n]{0,40}\bnon\b|zonder (?:uw|jullie) (?:akkoord|goedkeuring)[^.\n]{0,40}\b(?:niet|geen)|"
    r"bez (?:panstwa|waszej) (?:zgody|akceptacji)[^.\n]{0,40}\bnie\b|sem (?:a )?(?:vossa|sua) (?:aprovacao|confirmacao)[^.\n]{0,40}\bnao\b|utan ert (?:godkannande|svar)[^.\n]{0,40}\binte\b|uden jeres (?:godkendelse|accept)[^.\n]{0,40}\bikke\b|bez vaseho (?:souhlasu|schvaleni)[^.\n]{0,40}\bne\w+)\b"
)
# Money without which deliveries stop.
PAY_NOW = re.compile(
    r"\b(?:account (?:is )?(?:now )?(?:on stop|blocked|stopped|on hold|suspended)|on stop|stop (?:your |all |further )?(?:deliveries|supplies)|deliveries (?:are |will be )?(?:stopped|suspended|on hold)|credit hold|final (?:notice|demand|reminder)|letzte mahnung|liefer(?:stopp|sperre)|konto (?:wird |ist )?gesperrt|dernier (?:rappel|avis)|mise en demeure|livraisons (?:sont )?(?:suspendues|bloquees)|"
    r"ultimo (?:aviso|sollecito|avviso)|cuenta bloqueada|suministros? suspendid\w+|forniture sospese|laatste (?:aanmaning|herinnering)|leverstop|ostateczne wezwanie|wstrzym\w+ dostaw\w*|ultimo aviso|entregas suspensas|sista paminnelse\w*|leveransstopp|sidste rykker|leveringsstop|posledni upominka|zastav\w+ dodav\w+)\b"
)
# The order is lost there and then, and the buyer must look elsewhere.
LEFT_ALONE = re.compile(
    r"\b(?:(?:buy|source|order|find|get)\b[^.\n]{0,30}\belsewhere|sealed by|authorit\w+ (?:have |has )?(?:closed|sealed|shut)|credit limit|outside (?:of )?(?:the )?(?:us|usa|uk|eu|country)|not (?:able|allowed|permitted) to (?:ship|export)|export (?:ban|control|restrict\w*)|anderweitig|anderswo|ausfuhrverbot|exportverbot|kreditlimit|ailleurs|plafond de credit|en otro (?:sitio|lugar|proveedor)|limite de credito|"
    r"altrove|limite di credito|elders|kredietlimiet|gdzie indziej|limit kredytow\w*|noutro fornecedor|nagon annanstans|annan leverantor|kreditgrans|andetsteds|anden leverandor|jinde|jineho dodavatele)\b"
)
# The buyer's own lorry would come for nothing.
FOR_NOTHING = re.compile(
    r"\b(?:your (?:truck|lorry|driver|carrier)\b[^.\n]{0,40}\b(?:empty|in vain|for nothing|not come|stay)|(?:collection|pick-?up)\b[^.\n]{0,20}\btomorrow\b[^.\n]{0,20}\b(?:not|off|cancel\w*)|ihr (?:lkw|fahrer|spediteur)\b[^.\n]{0,40}\b(?:leer|umsonst|vergeblich)|votre (?:camion|chauffeur|transporteur)\b[^.\n]{0,40}\b(?:a vide|pour rien)|su (?:camion|transportista)\b[^.\n]{0,40}\b(?:vacio|en balde)|"
    r"vostro (?:camion|corriere|autista)\b[^.\n]{0,40}\b(?:a vuoto|per niente)|(?:uw|jullie) (?:vrachtwagen|chauffeur)\b[^.\n]{0,40}\b(?:leeg|voor niets)|(?:panstwa|wasz) (?:samochod|kierowca|przewoznik)\b[^.\n]{0,40}\b(?:pusty|na prozno)|vosso camiao\b[^.\n]{0,40}\b(?:vazio|em vao)|er (?:lastbil|bil|chauffor)\b[^.\n]{0,40}\b(?:tom|i onodan)|jeres (?:lastbil|chauffor)\b[^.\n]{0,40}\b(?:tom|forgaeves)|vas (?:kamion|ridic)\b[^.\n]{0,40}\b(?:prazdny|zbytecne))\b"
)
# Fraud that plays the boss asks for silence.
DISCREET = re.compile(
    r"\b(?:confiden\w+|discre\w+|diskret\w*|vertraulich|(?:don't|do not) (?:mention|tell)|between us|unter uns|entre nous|entre nosotros|riservat\w+|tra noi|vertrouwelijk|onder ons|poufn\w+|miedzy nami|konfidentiell\w*|mellan oss|fortrolig\w*|duvern\w+|gift ?cards?)\b"
)
