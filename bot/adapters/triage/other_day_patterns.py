"""What is said of a day on which no goods of ours come: papers, payments, closing times, news, in the languages of our suppliers."""

from __future__ import annotations

import re

# A report or a paper that follows is no delivery of goods.
PAPER = re.compile(
    r"\b(?:8d|d\d(?:\s?-\s?d?\d)?|(?:final |full |lab |test |8d )?report|analysis|corrective actions?|root cause|certificates?|coa|credit(?: note)?|invoice|drawings?|bericht|rapport|informe|rapporto|gutschrift|avoir|letzte\w* bestell\w*|last (?:order|time buy)\w*|last orders|dernieres commandes|ultim\w+ (?:ordini|pedidos)|laatste bestelling\w*)\b[^.;,]{0,40}$"
)
UPSTREAM = re.compile(
    r"\b(?:to us|reach(?:es)? us|promises? us|gives? us|(?:arriv|com|gett?)\w* (?:here|at our|in our|to our)|we (?:get|receive|expect)(?: to (?:get|receive))? (?:the |our |new |more )?(?:material|parts?|steel|stock|goods|supply|castings?|components?)|our supplier|the mill|bei uns|chez nous|a noi|bij ons|do nas)\b(?![^.;,]*\b(?:chez vous|with you|to you|at your|bei ihnen|bei euch|puis|then|dann|danach|da voi|bij u|bij jullie|a ustedes)\b)[^.;,]{0,45}$"
)
IN_PORT = re.compile(r"\b(?:eta|vessel arrives|ship arrives|arrives? (?:in|at) (?:the )?port|berths?)\b[^.;,]{0,30}$")
TAKEN_BACK = re.compile(
    r"\b(?:collect|fetch|pick up|abholen|holen|recuper\w*|recog\w*|ritir\w*|ophalen|halen)\b[^.;]{0,20}\b(?:bad|faulty|old|rejected|wrong|defekt\w*|fehlerhaft\w*|alten|defectueu\w*|mal\w*|difettos\w*|foute|oude)\b[^.;]{0,20}$"
)
ONLY_IF = re.compile(
    r"^[^.;]{0,30}\bif (?:you|that|it|this)(?:'d| would)? (?:want|like|need|prefer|wish|help\w*|suit\w*|say|agree|can)\b"
)
# "Delivered 21 July" said in June is to come.
DONE = re.compile(
    r"\b(?:delivered|shipped|dispatched|sailed|departed|versandt|geliefert|livree?s?|expedie?e?s?|enviad[oa]s?|entregad[oa]s?|spedit[oa]|consegnat[oa]|verzonden|geleverd)(?: on)?\s*:?\s*(?:the |am |le |el |il |op )?$"
)
OTHER_BEFORE = re.compile(
    r"(?:\b(?:pay(?:able|ment)?(?: is)?(?: due)?(?: by| before| until| on)?|invoice(?: \S+)?(?: is)? due|due date|zahlbar(?: bis)?|fallig(?: am)?|echeance|vencimiento|scadenza|valid(?: until| till| to| from| through)?|validity|"
    r"gultig(?: bis| ab)?|valable(?: jusqu'au)?|valida?(?: hasta(?: el)?)?|valido fino al|geldig tot|wazn\w+ do|expires?(?: on)?|open (?:for|until|till)|effective(?: from| date| as of)?|with effect from|as of|as from|starting|applies from|"
    r"your (?:order|po|mail|message|letter|e-mail|email|call|request|enquiry|inquiry)(?: \S+)?(?: of| from| dated)?|dated|sent(?: on)?|received(?: on)?|ordered(?: on)?|placed(?: on)?|ihre (?:bestellung|mail|anfrage)(?: \S+)? vom|"
    r"votre commande(?: \S+)? du|su pedido(?: \S+)? del?|vostro ordine(?: \S+)? del|uw (?:order|bestelling)(?: \S+)? van|since|seit|depuis|desde|dal|sinds|sedan|closed(?: from| on| until)?|back (?:on|in the office)|away (?:until|till)|"
    r"reply by|answer by|confirm by|respond by|let us know by|decide by|need (?:it|this|an answer|your (?:ok|answer|reply|approval|confirmation)) by|please (?:\w+ ){0,5}by|bitte (?:\w+ ){0,5}bis|order by|born|meeting(?: on)?|call(?: on)?|"
    r"shipped(?: on)?|dispatched(?: on)?|left(?: us)?(?: on)?|sailed(?: on)?|departed(?: on)?|delivered(?: on)?|signed(?: on)?|versandt am|geliefert am|expediee? le|enviado el|spedito il|verzonden op|fixed on|in place since|corrected(?: on)?|"
    r"ends(?: on)?|(?:available|kept|stored|held|free|collect\w*|pick-?up)(?: \w+){0,4} (?:until|till)|storage(?: until| till)?|free time(?: until| ends)?|(?:clos(?:e|ed|ing)|shut|geschlossen|fermes?|cerramos|chius\w|gesloten)(?: (?:from|vom|von|du|del|dal|van))?(?: \d{1,2}\.?(?: \w+)? (?:to|until|till|bis|au|al|tot|-))?|made on|produced on|inspected on|tested on|update(?:s)?(?: you| follows| follow)?(?: on| by| again)?|news(?: on| by)?|tell you(?: more)?(?: on| by)?|inform you(?: again)?(?: on| by)?|(?:know|hear)\b[^.;\d]{0,30}\b(?:by|on)|(?:invoice|rechnung|facture|factura|fattura|factuur|faktura)\b[^.;]{0,80}\b(?:due|fallig|echeance|vence|scade|vervalt)|know more(?: on| by)?|get back to you(?: on| by)?|"
    r"come back to you(?: on| by)?|revert(?: on| by)?|report(?: by| on)?|re-?test(?: on)?|analysis (?:until|by)|back in stock|forecast(?: for)?|price(?:s)? (?:from|until|as of)|report(?:ed)?|ex-factory price|(?:finding|results?|answer|reply|decision|feedback|analysis)(?: \w+){0,4})\s*:?\s*(?:the )?)$"
)
OTHER_AFTER = re.compile(
    r"^\s*(?:,|:)?\s*(?:i|we|you|he|she|they)?\s*(?:'ll| will|'d)?\s*(?:then )?(?:know more|let you know|tell you|call you|update you|inform you|come back|get back|hear more|have news|be closed|is a holiday|public holiday|at the latest we)"
    r"|^\s*(?:is|was) (?:a|our) (?:public |bank )?holiday|^\s*at yours\?|^\s*ok\?$"
)
CLAUSE_OTHER = re.compile(
    r"\b(?:would like|(?<!as )you (?:asked|wanted|requested|wished)|as you want|requested (?:date|delivery)|could (?:also )?(?:send|ship|deliver|do)|if you (?:order|confirm|pay|send|take|approve|sign|release)|provided|in case|wenn sie|falls|"
    r"si vous|si nos|se ci|als u|jezeli|would be possible|might be able|offer(?:ed)? (?:you )?for|invoice|rechnung|facture|factura|fattura|factuur|faktura|payment|fair|messe|exhibition|trade show|webinar|meeting|visit|holiday|ferien|urlaub|closed|conges|vacaciones|price|surcharge|preis(?:e)?|tarif|"
    r"prix|precio|prezz[oi]|prij[sz]|cen[ay]|\w*zuschlag|\w*toeslag|recargo|supplement|supplemento|sovrapprezzo|doplata|sobretaxa|\w*tillagg|\w*tillaeg|priplatek|shall we|should we|may we)\b"
)
# Days of what got in the way, and of what must happen first: they count only where the mail names no better one.
EVENT = re.compile(
    r"\b(?:strike|fire|flood|storm|accident|breakdown|engineer|technician|mechanic|fitter|inspector|auditors?|away|on leave|off sick|until|since|cut-?off|deadline|artwork|approval|(?:re-?)?test\w*|starts?|begins?|missed|holidays?|new year|spring festival|workers?|feiertag\w*|jour ferie|festivo|festa|feestdag|swieto|fitters?|monteurs?|tekniker\w*|serwisant\w*|technik\w*|new parts?|spare parts?|raw material|subject to|on receipt|receipt of|provided|streik|brand|monteure?|techniker|greve|incendie|technicien|depuis|huelga|incendio|tecnico|desde|sciopero|dal|staking|sinds|strajk)\b[^.;]{0,60}$|\b(?:arriv|com|land|gett?)\w* with us\b[^.;]{0,30}$"
)
# Days of offers, prices and invoices; of closing, holidays and meetings; of what we are asked to do; of news to come.
_VALID = "valid|validity|gultig|gilt|gelten|galt|valable|valide|validas?|validos?|geldig|wazn[aey]|obowiazuj\\w+|galler|gælder|gaelder|gyldigt?|plati|platnost|expires?|lauft ab|expire|caduca|scade|verfallt|verloopt|holds? good|fixed"
_PAY = "payment|payable|pay|zahlbar|zahlung|zahlen|fallig|faellig|reglement|regler|paiement|payer|echeance|vencimiento|vence|pago|pagar|pagamento|scadenza|scade|betaling|betalen|betaalbaar|vervaldatum|vervalt|platnosci|platn[aey]|zaplaty|vencimento|pagamento|forfallo\\w*|forfall\\w*|forfalds?\\w*|betalas?|betales|splatn\\w+|invoice is due|invoice due|due date|zaplatit"
_SHUT = "(?:i am|i'm|we are|we're|he is|she is) off|use by|best before|haltbar bis|mhd|expiry date|expiry|a consommer|dlc|consumir preferentemente|scadenza prodotto|tht|closed|shut|geschlossen|betriebsferien|betriebsurlaub|werksferien|ferme[es]*|fermons|fermeture|conges|cerrad[oa]s?|cerramos|cerraremos|chius[oaie]|chiudiamo|gesloten|sluiten|zamknie\\w+|nieczynn\\w+|encerrad[oa]s?|fechad[oa]s?|fechamos|stangt|stanger|lukket|lukker|zavren\\w*|on holiday|on leave|out of (?:the )?office|urlaub|vakantie|vacaciones|ferie|semester|urlop\\w*|dovolen\\w*"
OF_OTHER = re.compile(
    rf"\b(?:{_VALID}|{_PAY}|{_SHUT}|(?:meeting|besuch|visite|reunion|riunione|vergadering|spotkanie|mote|visit)(?: \w+){{0,2}}|invoice date|rechnungsdatum|date de facture|fecha de factura|data fattura|factuurdatum|data faktury|data da fatura|fakturadat[uo]m?|datum faktury|"
    rf"(?:certificate|zertifikat|certificat|certificado|certificato|certificaat) expires?)\b[^.;,\n\d]{{0,28}}$"
)
OF_OTHER_AFTER = re.compile(
    rf"^\s*(?:[^.;,\n\d]{{0,22}}\b)?(?:{_SHUT}|fallig|zahlbar|zu zahlen|zur zahlung|payable|is due for payment)\b|^\s*,?\s*(?:is|ist|est|es|e|er|ar|jest|je|was)\s(?:\w+\s){{0,3}}?(?:holiday|feiertag|ferie|feries|festivo|festa|feestdag|swieto|swietem|feriado|helgdag|helligdag|svatek)\b"
)
_ASK = "please|kindly|pls|bitte|merci de|priere de|veuillez|rogamos|por favor|agradecemos|agradeceriamos|solicitamos|attendiamo|vi preghiamo|vogliate|graag|gelieve|prosimy|prosze|vanligen|venligst|svar|svara|prosime|send us|give us|let us|get back to us|envoyez|envienos|mandenos|inviateci|mandateci|stuur|geef ons|schicken sie uns|geben sie uns|przeslijcie|need your|brauchen (?:wir )?ihre|benotigen (?:wir )?ihre|besoin de votre|approv\\w+|freigabe|your (?:approval|release|answer|reply|confirmation|ok|decision|signature)|reply|answer|respond|antwort\\w*|respuesta|risposta|reponse|repondre|antwoord|odpowiedz|resposta|odpoved"
BY = "by|before|until|till|no later than|not later than|latest|bis(?: spatestens)?(?: zum)?|vor|avant|antes|d'ici|jusqu'au|au plus tard|entro|voor|uiterlijk|do|ate|senast|senest|nejpozdeji|najpozniej|spatestens"
ASKED_BY = re.compile(
    rf"\b(?:{_ASK})\b(?![^.;:\n]{{0,60}}\b(?:plan (?:for|on|with|in)|expect|allow|reckon|rechnen|planen|rekenen|count|compter|contar|note)\b)[^.;:\n\d]{{0,60}}?\b(?:{BY})\s*(?:the |den |dem |le |el |il |del |dnia |dia |ao |o |zum |am )*$"
)
_NEWS = (
    "inform|update|come back to you|revert|get back to you|let you know|notify|advise you|tell you|hear from us|keep you (?:posted|informed)|melden uns|melde mich|bescheid|mitteilen|nennen (?:wir|ich|konnen)|informieren|geben wir ihnen|sagen wir ihnen|"
    "donnerons|reviendrons|reviens vers|tiendrons|tiens au courant|communiquer\\w*|confirmerons|informaremos|informare|daremos|comunicar\\w*|avisaremos|comunicheremo|faremo sapere|daremo|aggiorneremo|vi (?:diremo|confermeremo)|laten (?:het )?(?:u|je|jullie)|laat ik|weten|"
    "(?:te|le|les|os) llam\\w+|(?:ti|vi|la) (?:chiam\\w+|telefon\\w+)|(?:je )?(?:te|vous) (?:appelle\\w*|rappelle\\w*)|(?:bel|bellen) (?:ik |wij? )?(?:je|u|jullie)|rufe? (?:sie|dich|euch)|zadzwoni\\w*|oddzwoni\\w*|ringer (?:dig|jer|er)|zavola\\w*|ligo-(?:te|lhe|vos)|"
    "podamy|damy|poinformujemy|dac znac|informaremos|aterkommer|meddelar|meddela|horar av oss|vender tilbage|giver besked|horer fra os|sdelime|dame vedet|ozveme"
)
NEWS = re.compile(rf"\b(?:{_NEWS})\b(?P<gap>[^.;:\n]{{0,70}})$")
NEWS_AFTER = re.compile(
    rf"^[^.;,:\n\d]{{0,12}}\b(?:{_NEWS}|bescheid|besked|met een nieuwe|with a new date|mit einem neuen)\b|^[^.;,:\n\d]{{0,20}}\b(?:weten|bescheid)\b"
)
NEWS_OF_GOODS = re.compile(
    r"\b(?:that|dass|que|che|dat|ze|att|at|ship\w*|arriv\w*|leav\w*|deliver(?:ed|s|ing)?|will be|versend\w*|versandt|geliefert|liefern|livrer\w*|livree?s?|entreg(?:a|ara|aremos)\b|consegn(?:a|ato|eremo)\b|geleverd|leveren|dostarcz\w+|levereras?|leveres)\b"
)
NEW_DATE = re.compile(
    r"\b(?:new|neue[nrs]?|nouvelle?|nueva|nuova|nieuwe?|now[ay]|nova|nytt|ny|novy|when|wann|quand|cuando|quando|wanneer|kiedy)\b"
)
OF_SUPPLY = re.compile(
    r"\b(?:our supplier|our sub-?supplier|vorlieferant\w*|unterlieferant\w*|notre fournisseur|nos fournisseurs|nuestro proveedor|nostro fornitore|onze leverancier|nasz dostawca|var leverantor|vores leverandor|nas dodavatel|the mill|raw materials?|rohmaterial|vormaterial|rohware|matieres? premieres?|materia prima|grondstof\w*|surowiec|surowce|ravara|ravarer)\b[^.;,\n]{0,50}$"
)
OF_SUPPLY_AFTER = re.compile(
    r"^[^.;,\n\d]{0,30}\b(?:bei uns|with us|at our (?:works|plant|factory)|chez nous|a nuestras|da noi|bij ons|do nas|u nas|hos oss|hos os|k nam|conosco)\b"
)
# What happens on the buyer's side: their line stops, their people are booked.
OF_BUYER = re.compile(
    r"\b(?:runs? (?:dry|out)|line (?:will )?stops?|you(?:'ve| have)? (?:got |already )?[^.;,]{0,30}\bbooked|you (?:told|said|mentioned|wrote)[^.;]{0,60}|your (?:line|people|fitters|shutdown|launch|event|opening|campaign|customer)|ihr (?:band|anlauf|kunde)|votre (?:ligne|client)|su (?:linea|cliente)|vostro cliente|jullie (?:lijn|klant))\b[^.;,\n]{0,40}$"
)
# "Looked at your boards Tuesday": a weekday gone by.
GONE_BY = re.compile(
    r"\b(?:looked|came|visited|collected|arrived|inspected|checked|received|rang|called|spoke|discussed|met|talked|asked|wrote|told|tested|agreed|besprochen|telefoniert|gepruft|geprueft|kam|kamen|erhielten|bekamen|recu|vu|parle|recibimos|hablamos|ricevuto|parlato|ontvangen|gesproken|gekeken)\b(?![^.;]*\b(?:will|'ll|should|can|could|expect|be)\b)[^.;,]{0,40}$"
)
# "If we get your approval by Friday": what the buyer must do first.
_OURS_TO_GIVE = r"approv\w*|release|signature|go-ahead|ok|answer|reply|decision|freigabe|zusage|antwort|genehmigung|unterschrift|accord|validation|bon a tirer|aprobacion|visto bueno|conformidad|approvazione|benestare|riscontro|goedkeuring|akkoord|akceptacj\w+|zgod\w+|aprovacao|godkann\w*|godkend\w*|accept|souhlas\w*|schvalen\w*"
ONCE_GIVEN = re.compile(
    rf"\b(?:if|once|provided|wenn|sofern|sobald|falls|bekommen wir|erhalten wir|si|se|als|indien|zodra|jezeli|jesli|gdy|om|hvis|nar|pokud|kdyz)\b[^.;:\n]{{0,50}}\b(?:{_OURS_TO_GIVE})\b[^.;:\n\d]{{0,40}}$"
)
# "Can you approve the drawing today or tomorrow?"
_CAN_YOU = r"(?:can|could|would|will) you|(?:kun|kunt|kunnen) (?:je|u|jullie)|(?:konnen|konnten) sie|kannst du|(?:konnt|konntet) ihr|pouvez-vous|pourriez-vous|pueden?|podrian?|potete|potreste|puoi|czy (?:moga|mozecie|moze\w*)|podem|poderiam|kan (?:ni|du|i)|muzete"
_GIVE = r"approve|sign|release|confirm|goedkeuren|tekenen|bevestigen|freigeben|bestatigen|unterschreiben|valider|approuver|confirmer|signer|aprobar|confirmar|firmar|approvare|confermare|firmare|zatwierdzic|potwierdzic|aprovar|assinar|godkanna|bekrafta|godkende|bekraefte|schvalit|potvrdit"
REQUESTED = re.compile(rf"\b(?:{_CAN_YOU})\b[^.;:\n?]{{0,80}}$")
TO_GIVE = re.compile(rf"\b(?:{_GIVE})\b[^.\n]{{0,80}}$")
TO_GIVE_AFTER = re.compile(rf"^[^.\n?]{{0,50}}\b(?:{_GIVE})\b[^.\n?]{{0,60}}\?")
ENDS_ASKING = re.compile(r"^[^.\n?]{0,80}\?")
# "Discrepancies must be notified within two working days."
_FAULTS = r"discrepanc\w*|complaints?|claims?|objections?|reklamationen|beanstandungen|mangel|abweichungen|einwande|reclamations?|ecarts|reserves|reclamacion\w*|discrepancias|contestazioni|reclami|klachten|afwijkingen|reklamacj\w+|niezgodnosci|reclamacoes|reklamationer|avvikelser|afvigelser|reklamace|vady"
_NOTIFIED = r"notif\w*|reported|raised|anzuzeigen|zu melden|gemeldet|geltend|mitzuteilen|signale\w*|comunic\w*|segnala\w*|gemeld|melden|zglasz\w*|zglosi\w*|anmalas|anmelas|anmeldes|meldes|oznamit|nahlasit|uplatnit"
TO_NOTIFY = re.compile(rf"\b(?:{_FAULTS})\b[^.;\n]{{0,60}}\b(?:{_NOTIFIED})\b[^.;\n]{{0,30}}$")
FAULTS = re.compile(rf"\b(?:{_FAULTS})\b[^.;\n]{{0,50}}$")
NOTIFY_AFTER = re.compile(rf"^[^.;\n]{{0,30}}\b(?:{_NOTIFIED})\b")
# "Order confirmation 4711 of (today)": when the paper was written.
WRITTEN_ON = re.compile(
    r"\b(?:vom|of|dated|date|du|del|van|z dnia|z|de|da|ze dne|ze|av|fra|datum|data|fecha|dato)\s*:?\s*$"
)
# "On everything we deliver from 1 October": a price begins to count.
ON_ALL = re.compile(
    r"\b(?:all|every\w*|anything|alle\w*|toutes?|tous|tod[oa]s?|tutt[eio]|wszystk\w+|alla|vsechny)\b[^.;,]{0,40}\b(?:deliver\w*|ship\w*|dispatch\w*)[^.;,]{0,12}$"
)
# Whoever says so promises no day by naming that of a fitter or of a supplier.
NO_DATE = re.compile(
    r"\b(?:(?:no|without a) (?:new |firm |reliable )?(?:delivery )?date|(?:unable|cannot|can't|not able|not in a position)(?: \w+){0,3} (?:give|name|offer|confirm|quote|commit)(?: \w+){0,4} (?:date|eta)|(?:noch )?kein(?:en)? (?:neuen |neuer |festen |verbindlichen )?(?:liefer)?termin|"
    r"(?:neuen|festen) (?:liefer)?termin konnen wir[^.]{0,20}nicht|(?:pas|pas encore) de (?:nouvelle )?date|aucune (?:nouvelle )?date|sin (?:nueva )?fecha|no tenemos (?:todavia |aun )?(?:una )?(?:nueva )?fecha|nessuna (?:nuova )?data|non (?:abbiamo|c'e|possiamo)[^.]{0,30} data|geen (?:nieuwe )?(?:lever)?datum|"
    r"terminu (?:jeszcze )?nie|nie (?:mamy|znamy|mozemy podac)[^.]{0,20} termin\w*|nao temos (?:ainda )?(?:uma )?(?:nova )?data|sem (?:nova )?data|(?:inget|nagot) (?:nytt )?(?:leverans)?datum|ingen (?:ny )?(?:leverings)?dato|termin (?:zatim )?(?:nezname|nemame|neni))\b"
)
