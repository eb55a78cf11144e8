"""Dangers in a mail: changed bank details, fraud, and text that wants to steer a machine."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.adapters.triage.danger_patterns import (
    BAIT,
    HOOK,
    NEVER_CHANGES,
    ORDERS_TO_A_MACHINE,
    OTHER_ACCOUNT,
    PASSWORD_ASKED,
)
from bot.adapters.triage.judged_dangers import KNOWN_SENDER, judged_dangers
from bot.adapters.triage.senders import TRUSTED, Standing, borrowed_name, imitated
from bot.adapters.triage.words import fold, sentences
from bot.domain.triage import KnownSenders, Mail, Part, Risk, RiskFlag, Span

ACCOUNT = (
    r"(?:bank(?:ing)?(?: account)?(?: details| information| data| coordinates)?|iban|swift|sort code|routing number|beneficiary|payee|account (?:details|number|information)|payment details|remittance (?:details|address)|bankverbindung|bankdaten|kontoverbindung|kontonummer|bankkonto|"
    r"\brib\b|coordonnees bancaires|compte bancaire|domiciliation|cuenta bancaria|datos bancarios|numero de cuenta|coordinate bancarie|conto corrente|conto bancario|iban|bankrekening|rekeningnummer|bankgegevens|rachun(?:ek|ku) bankow\w+|numer konta|konto bankowe|rachun(?:ek|ku)|bankkonto|"
    r"kontouppgifter|bankuppgifter|conta bancaria|dados bancarios|banca|banque|banco|bankom?)"
)
NEW = (
    r"(?:new|chang\w*|updat\w*|switch\w*|mov(?:ed|ing)|replac\w*|revis\w*|different|amend\w*|neue?[nrms]?|geander\w*|ander\w*|gewechselt|wechsel\w*|aktualisier\w*|nouve\w+|chang\w+|modifi\w+|nuev\w+|cambi\w+|actualiz\w+|nuov\w+|aggiorn\w+|variazion\w+|nieuw\w*|gewijzigd\w*|"
    r"wijzig\w*|verander\w*|now\w{1,3}|zmian\w*|zmien\w*|ny(?:tt|a)?|byter|byt\w*|nov\w+|mud\w+|alter\w*)"
)
BANK_CHANGE = [
    re.compile(rf"\b{NEW}\b(?:\W+\w+){{0,4}}?\W+\b{ACCOUNT}\b"),
    re.compile(rf"\b{ACCOUNT}\b(?:\W+\w+){{0,4}}?\W+\b{NEW}\b"),
    re.compile(r"\b(?:pay|send|wire|transfer|redirect|remit|deposit|settle|payments?)\b[^.\n]{0,80}\b(?:to|into|on|onto)\b[^.\n]{0,25}\b(?:new|this|other|another|following|below|attached|different|updated)\s+(?:\w+\s)?(?:account|iban|bank)\b"),
    re.compile(r"\b(?:new|different|other|another|attached|below|updated|following|alternative|replacement|neues|neuen|nouveau|nueva|nuovo|nieuwe|nowe|nytt) (?:\w+ )?(?:account|konto|compte|cuenta|conto|rekening)\b(?! (?:manager|team|executive|rep\w*|director|with us|holder|is active|was created|for our|overview|statement|summary))"),
    re.compile(r"\b(?:old|previous|former|alte[sn]?|ancien|antigua|vecchio|oude) (?:bank |bank-)?(?:account|konto|compte|cuenta|conto|rekening|iban)\b"),
    re.compile(r"\bpayments?\b[^.\n]{0,40}\b(?:to|with) (?:our|a|the) (?:new )?(?:factor|factoring|house of factoring)\b|\b(?:factoring|factor)\b[^.\n]{0,60}\b(?:account|pay|assigned)|\bassigned to (?:a )?factor"),
    re.compile(r"\b(?:change|changing|changed|switch\w*|moved?|moving)\b(?: \w+){0,3} banks?\b|\bbank(?:ing)? (?:is |has |have |was )?chang\w+|\bbanks? (?:with|at) another\b"),
    re.compile(r"\b(?:our|unser\w*|notre|nuestr[ao]|nostro|onze|nasz\w*)\b[^.\n]{0,25}\b(?:account|bank|konto|hausbank|compte|cuenta|conto|rekening|rachunek|konta)\b[^.\n]{0,60}\b(?:gesperrt|blocked|frozen|suspended|closed|on hold|audit\w*|review\w*|betriebsprufung|bloque|bloquead\w|bloccato|geblokkeerd|zablokowan\w*)\b"),
    re.compile(r"\b(?:pay\w*|route|rout\w+|redirect\w*|direct|remit\w*|settle\w*|send|transfer\w*)\b[^.\n]{0,60}\b(?:via|through|to|with|into)\b[^.\n]{0,20}\b(?:sister|partner|parent|affiliate\w*|associated?|subsidiary|agent|holding|group|third)\b[^.\n]{0,15}\b(?:company|firm|account|entity|party)\b|\b(?:revised|new|updated|attached|changed|amended) (?:remittance|settlement|payment|beneficiary) (?:sheet|instructions?|form|advice details|details)\b"),
    re.compile(r"\b(?:receivables?|invoices|claims?|forderungen|creances|creditos|crediti|vorderingen)\b[^.\n]{0,60}\b(?:assigned|assignment|ceded|abgetreten|cedees?|cedid[oa]s|cedut[ie]|gecedeerd)\b|\bwechsel\w*\b[^.\n]{0,40}\bhausbank\b"),
    re.compile(r"\b(?:sell|sold|selling|assign(?:ing)?|verkauf\w*|treten|cedons|vendons|cedemos|vendemos|cediamo|vendiamo|verkopen|verkocht)\b[^.\n]{0,30}\b(?:receivables?|invoices|debts?|forderungen|creances|creditos|crediti|vorderingen)\b|\bpayable (?:only )?to (?:them|him|her)\b|\bzahlbar (?:nur )?an (?:diese|die factoring)\b"),
    re.compile(r"\b(?:account|konto|iban|bank)\b[^.\n]{0,40}\b(?:under audit|blocked for incoming|can no longer receive|frozen)\b"),
    *OTHER_ACCOUNT,
]  # fmt: skip
NOT_BANK = re.compile(
    r"\baccount manager|\bbank holiday|\bupdate your (?:card|payment method)|\bgreen bank|\bbank guarantee|\bno change (?:to|of|in) (?:our )?bank|\bnew account overview|\bdata ?bank|\bsand ?bank|\bbankrupt"
)
NOT_OURS = re.compile(r"\b(?:your (?:new )?(?:bank|account|iban)|ihre bankverbindung|salary account|payroll)\b")

PRESSURE = re.compile(
    r"\b(?:urgent\w*|today|immediately|right now|right away|asap|at once|before (?:the )?(?:end of|close of|noon|holidays|weekend|board)|within (?:24|48|12) ?h\w*|confidential\w*|discreet\w*|discretion|diskret\w*|discrecion|discrezione|avant midi|keep (?:this|it) (?:between|to yourself|quiet)|sofort|dringend|heute|vertraulich|umgehend|urgent\w*|aujourd'hui|"
    r"immediatement|confidentiel\w*|hoy|urgente\w*|inmediat\w*|confidencial|oggi|subito|riservat\w*|vandaag|dringend|spoed|vertrouwelijk|dzis\w*|pilne\w*|poufn\w*|idag|bradskande|konfidentiell\w*)\b"
)
NO_CALL = re.compile(
    r"\b(?:do(?:n't| not) (?:call|phone|ring)|no need to (?:call|phone|ring|verify)|without (?:a )?call\w*|no calls?|can(?:'t|not) (?:talk|take calls|be reached|call|phone)|(?:phones?|lines?|telephone)\w* (?:is|are|down|out)|(?:answer|reply|respond) (?:only )?by (?:e-?)?mail only|by mail only|only by (?:e-?)?mail|"
    r"nicht anrufen|nicht erreichbar|telefonisch nicht|keine anrufe|n'appelez pas|ne pas appeler|pas joignable|lignes sont coupees|no llame\w*|telefonos no|non chiamare|telefoni non|niet bellen|(?:uniquement|seulement) par (?:e-?)?mail|nur per (?:e-?)?mail|(?:solo|solamente|unicamente) (?:por correo|via (?:e-?)?mail|per (?:e-?)?mail|por (?:e-?)?mail)|alleen per (?:e-?)?mail|tylko mailowo|telefoon is defect|nie dzwonic|telefony nie|ring inte)\b"
)
CREDENTIALS = re.compile(
    r"\b(?:(?:log|sign)[- ]?(?:in|on)|authenticate|authentifiez|click|tap|verify|confirm|validate|re-?activate|restore|keep|unlock|enter|submit|update|anmelden|klicken|bestatigen|verifizieren|einloggen|connectez|cliquez|confirmez|confirmer|verifier|haga clic|haz clic|verifi\w+|inicie|clicca\w*|accedi|accedere|klik\w*|inloggen|"
    r"zaloguj\w*|kliknij|potwierdz\w*|klicka|logga|clique)\b[^\n]{0,90}\b(?:password|mailbox|quota|account|identity|credentials|e-?mail|office ?365|microsoft|onedrive|sharepoint|card|link|here|passwort|konto|daten|postfach|mot de passe|identifiants|compte|ici|contrasena|cuenta|datos|aqui|password|qui|"
    r"account|dati|wachtwoord|hier|haslo|dane|konto|har|aqui|shared|scan\w*|fax|read|view)\b"
)
# The number of a card is asked for by nobody who sells to companies on account.
CARD = re.compile(
    r"\b(?:kreditkarten?|kartendaten|kartennummer|kortuppgifter|kortnummer|kortoplysninger|creditcardgegevens|kaartgegevens|creditcardnummer|(?:card|carte|tarjeta|carta|cartao|karty|karta)\b[^.\n]{0,12}\b(?:number|details|data|bancaire|de credit\w*|di credito)|"
    r"(?:number|details|numero|coordonnees|datos|dati|dados|dane|numer|cislo|udaje)\b(?: \w+){0,2} (?:card|carte|tarjeta|carta|cartao|karty))\b"
)
CARD_ASKED = re.compile(
    r"\b(?:confirm\w*|enter|verify|give|provide|indi\w+|introdu\w+|insir\w*|inser\w+|conferm\w+|ange|bekrafta|indtast|bekraeft|potvr\w+|potwierd\w+|zadejte|podaj\w*|vul|bevestig|geben|bestatigen|donnez|saisissez|facilite)\b"
)
LURE = re.compile(
    r"\b(?:\d[\d.,]* ?(?:million|millionen|millions|millones|milioni|miljoen|milion\w*)\b[^\n]{0,60}(?:dollars?|euros?|usd|eur|pounds|dolar\w*)|widow|late (?:husband|client|mr|mrs)|deceased|without heirs|verstorben\w*|erbschaft|decede sans|heritier|herencia|eredita|senza eredi|dziedzic\w*|spadk\w*|two-factor|re-?activate your|(?:wird|werden) (?:deaktiviert|gesperrt|geschlossen)|pay within (?:24|48) hours|within (?:24|48) hours to avoid|domain (?:name )?(?:expir\w+|renewal)|log in to (?:acknowledge|review|read|view|keep|confirm|accept)|qr[- ]code|pending refund|mailbox (?:is|will|has)(?: \w+){0,3} (?:full|closed|suspended|disabled|deleted|exceeded|deactivated|limit)|(?:mail)?box[^\n]{0,20}(?:full|quota|storage)|password (?:expires?|will expire|has expired|lauft)|unusual (?:sign|log)-?in|suspicious (?:sign|log)-?in|suspended|deactivated|gift ?cards?|itunes|(?:steam|amazon|apple) cards?|wire (?:transfer|now)|confidential (?:wire|transfer|transaction|acquisition|payment)|"
    r"bank transfer|transfer of|buy (?:\w+ ){0,3}cards|bitcoin|crypto\w*|lottery|you(?:'ve| have)? won|inheritance|next of kin|beneficiary of|unclaimed|customs fee|redelivery fee|(?:(?:release|redelivery|customs|import) (?:fee|charge)|delivery fee)|pay[^\n]{0,40}to release|voice ?(?:mail|message)|scanned document|"
    r"shared (?:a )?(?:document|file)|docusign|encrypted message|secure document|tax refund|traffic fine|i recorded you|eligible for|employee (?:list|data|records)|salar(?:y|ies)|w-?2s?\b|passwort lauft|konto (?:wurde )?gesperrt|paket[^\n]{0,40}(?:zoll|gebuhr)|gewonnen|ganhou|foi (?:selecionad|sorteado|contemplad)\w*|premio do sorteio|sorteio|du har vunnit|ni har vunnit|har vundet|vyhral\w*|(?:hai|avete) vinto|hat gewonnen|heeft gewonnen|zostal\w* wybran\w*|compte (?:est )?(?:suspendu|bloque)|"
    r"(?:colis|parcel|package|paket|paquete|pacco|pakket|paczk\w)\b[^\n]{0,80}(?:\d(?=\s?[€$£])|[€$£]\s?\d|\beur\b|\bfee\b|gebuhr|frais|douane|aduana|dogana|doplat)|gagne|virement|cuenta (?:esta )?(?:bloqueada|suspendida)|paquete[^\n]{0,40}(?:aduana|retenido)|ha ganado|transferencia|account (?:e )?bloccato|pacco[^\n]{0,40}(?:dogana|giacenza)|vinto|bonifico|account (?:is )?geblokkeerd|pakket[^\n]{0,40}(?:invoer|kosten)|gewonnen|"
    r"maak[^\n]{0,30}over|konto (?:zostalo )?zablokowane|paczka[^\n]{0,40}(?:doplac|wstrzym)|wygral\w*|przelew\w*|konto sparrat|overforing|conta bloqueada|expir\w+ today|supplier (?:list|database)|list of (?:all )?(?:open invoices|suppliers|vendors)|vendor (?:list|database|master)|api key|customer database|"
    r"renew (?:now|today) or|register[^\n]{0,30}\bpay\b|send (?:me|us) (?:the|your|all)[^\n]{0,40}(?:list|passwords?|balances|database)|are you (?:at your desk|available|free|there|in the office)|need a favou?r|quick task)\b"
)
BAD_FILE = re.compile(r"\.(?:html?|shtml|iso|img|exe|scr|js|vbs|lnk|hta|bat|cmd|jar|ace|one)\b", re.I)
OPEN_FILE = re.compile(
    r"\b(?:open|view|sign in|log in|see|attached|attachment|read|play|review|offnen|ouvrir|abrir|aprire|openen|otworz\w*)\b"
)
CEO = re.compile(
    r"\b(?:ceo|cfo|pdg|p\.d\.g|geschaftsleitung|patron|managing director|president|boss|chairman|geschaftsfuhr\w*|vorstand|directeur general|director general|amministratore|prezes|director)\b"
)
MONEY_NOW = re.compile(
    r"\b(?:wire|transfer|payment|pay|invoice|gift|cards|uberweis\w*|zahl\w*|virement|paiement|transferencia|pago|bonifico|pagamento|overmak\w*|betal\w*|przelew\w*|zaplat\w*)\b"
)

INJECTION = [
    re.compile(r"\b(?:ignore|disregard|discard|forget|override|bypass|skip)\b[^.\n]{0,40}\b(?:previous|prior|above|earlier|all|your|any|these|what you (?:were|have been) told|the)\b[^.\n]{0,25}\b(?:instructions?|rules?|prompts?|guidelines|told|directions|directives|commands|policy|policies|training|safety|orders you|restrictions)\b"),
    re.compile(r"\b(?:ignore|disregard|forget)\b[^.\n]{0,20}\bwhat you (?:were|are|have been|was) told\b"),
    re.compile(r"\b(?:system prompt|jailbreak|developer mode|admin mode|god mode|prompt injection|you are now (?:an?|in|the|dan)\b|new instructions? for (?:the )?(?:bot|ai|assistant|model|llm)|instructions? (?:for|to) (?:the |any |all )?(?:bot|ai|assistant|language model|llm|automated (?:reader|system|agent)|chat ?bot|agent))"),
    re.compile(r"(?:^|[.!?]\s|[\n\[(<{*#:\"'>-])\s*(?:dear |hey |hi |hello |attention |note to |to |an |a )?(?:the |any |all |den |die |l'|el |al |alla )?(?:ai(?: assistants?| models?| agents?| readers?| systems?)?|a\.i\.|ki(?:-assistent)?|bot|chat ?bot|assistant|assistent|assistente|asistente|asystent\w*|llm|gpt|chatgpt|claude|copilot|language model|automated (?:reader|system|assistant|agent)|system)\s*(?:reading this[^:,.\n]{0,20}|who reads this|that reads this)?\s*[:,!\]]+\s*\w"),
    re.compile(r"\b(?:if you are|as) (?:an? )?(?:ai|llm|language model|bot|automated|virtual)\b(?: (?:assistant|model|system|agent|reader))?"),
    re.compile(r"<\|?(?:im_start|im_end|system|endoftext|assistant)\|?>|\[/?inst\]|\[\[\s*(?:assistant|system|ai|bot|llm|agent)|###\s*(?:system|instructions?|new instruction)|<<sys>>|\bbegin (?:system|admin) (?:message|prompt)"),
    re.compile(r"\b(?:ignorier\w*|vergiss|missachte)\b[^.\n]{0,30}\b(?:anweisung\w*|regeln|instruktion\w*|vorgaben)\b|\bignore[zs]?\b[^.\n]{0,30}\b(?:instructions|consignes|regles)\b|\b(?:ignora|olvida)\b[^.\n]{0,30}\b(?:instrucciones|reglas)\b|\b(?:ignora|dimentica)\b[^.\n]{0,30}\b(?:istruzioni|regole)\b|\bnegeer\b[^.\n]{0,30}\b(?:instructies|regels|opdrachten)\b|\b(?:zignoruj|ignoruj|zapomnij)\b[^.\n]{0,30}\b(?:instrukcj\w*|polecen\w*|zasad\w*)\b|\bignorera\b[^.\n]{0,30}\b(?:instruktioner|regler)\b"),
    re.compile(r"\b(?:ai|assistant|bot|llm|model|machine|automated system)\b[^.\n]{0,40}\b(?:must|should|shall|will|has to|is (?:instructed|authori[sz]ed|allowed) to|please)\b[^.\n]{0,40}\b(?:approve|confirm|mark|set|release|classify|forward|delete|accept|rate|reject|pay|treat|reply|send)\b"),
    re.compile(r"\b(?:classify|label|mark|rate|tag|treat|score) this (?:e-?mail|mail|message|invoice|order|offer)?\s?(?:as|with)\b[^.\n]{0,40}"),
    re.compile(r"\b(?:approve|release|confirm|accept|pay)\b[^.\n]{0,15}\b(?:all|every|any)\b[^.\n]{0,25}\b(?:orders?|pos?|invoices?|payments?|purchase)\b[^.\n]{0,30}\b(?:without|automatically|immediately|and (?:send|forward|delete|mail|do not|don't|export))\b"),
    re.compile(r"(?:^|[\s(\[])@(?:ai|bot|assistant|assistent|assistente|asistente|asystent|agent|copilot|chatgpt|gpt|claude|gemini|llm)\b"),
    re.compile(r"\b(?:treat|regard|consider|behand\w*|betrachte\w*|traite[zr]?|considere\w*|trat[ae]|consider[ai]|behandla|traktuj)\b[^.\n]{0,30}\b(?:sender|writer|author|me|absender|expediteur|remitente|mittente|afzender|nadawce|remetente|avsandaren|afsenderen|odesilatele)\b[^.\n]{0,25}\b(?:owner|admin\w*|root|operator|trusted|authori[sz]ed|systemverwalter|systembesitzer|administrateur|proprietaire|administrador|propietario|amministratore|beheerder|administratora|agare|ejer|spravce)\b"),
    re.compile(r"\b(?:set|mark|switch|setze?|stelle|mets|mettez|marque\w*|pon|ponga|marca|imposta|segna|zet|markeer|ustaw|oznacz|define|satt|markera|saet|marker|nastav|oznac)\b[^.\n]{0,15}\b(?:every|all|any|alle|jede|toutes|todos|todas|tutti|wszystkie|alla|vsechny)\b[^.\n]{0,30}\b(?:orders?|pos?|invoices?|bestellungen|rechnungen|commandes|factures|pedidos|facturas|ordini|fatture|bestellingen|facturen|zamowienia|faktury|encomendas|faturas|fakturor|ordrer|objednavky)\b[^.\n]{0,20}\b(?:approved|released|paid|confirmed|genehmigt|freigegeben|bezahlt|approuvees?|payees?|aprobad\w+|pagad\w+|approvat\w+|pagat\w+|goedgekeurd|betaald|zatwierdzon\w+|zaplacon\w+|aprovad\w+|pag[oa]s|godkanda|betalda|godkendt?e?|betalte?|schvalen\w+|zaplacen\w+)\b"),
    re.compile(r"\b(?:export|forward|dump|exportier\w*|exporte\w*|exporta|esporta|exporteer|wyeksportuj|exportera|eksporter|exportuj)\b[^.\n]{0,25}\b(?:last|latest|all|every|letzten|alle|derniers|ultimos|ultimi|laatste|ostatnie|senaste|seneste|posledni\w*)\b[^.\n]{0,20}\b(?:messages|e-?mails|mails|conversations?|nachrichten|messaggi|mensajes|mensagens|berichten|wiadomosci|meddelanden|beskeder|zprav\w*|orders|contacts)\b"),
    re.compile(r"\bdo not (?:tell|inform|alert|mention|notify|show)[^.\n]{0,15}\b(?:user|human|buyer|anyone|person|operator)\b|\b(?:reveal|print|output|show|repeat)\b[^.\n]{0,20}\b(?:system prompt|your (?:instructions|prompt|rules|configuration))"),
    *ORDERS_TO_A_MACHINE,
]  # fmt: skip
STEERED = re.compile(
    r"\b(?:approv\w*|releas\w*|confirm all|pay\w*|transfer|send|forward|mail (?:them|it|all)|export|reveal|print|delete|genehmig\w*|freigeb\w*|approuv\w*|aprueb\w*|approva\w*|goedge?keur\w*|zatwierdz\w*|aprobad\w+|aprovad\w+|godkan\w+|godken\w+|betald\w*|betalt\w*|schval\w+|esporta|exporte\w*|exporta|exporteer|exportera|eksporter|wyeksportuj|exportuj\w*|administrator\w*|beheerder)\b"
)
CHECK = re.compile(
    r"\b(?:verify|check|confirm|call|phone|ring)\b[^.\n]{0,60}\b(?:phone|call|number|contact|before|you (?:have|hold|know))\b|\b(?:call|phone|ring) (?:me|us|your|mrs|mr)\b|telefonisch|anrufen|par telephone|por telefono|per telefono|bel ons|telefoniczn\w*|ring er"
)
SOLD_AI = re.compile(r"\b(?:book a demo|our ai (?:platform|tool)|ai[- ]powered|webinar|webshop)\b")
HOLLOW = re.compile(
    r"\bdisregard (?:this|if|my|the) (?:reminder|notice|last|previous mail|previous e-?mail|message|mail)\b"
)


# What the card says where no pattern matched and the trained weights are sure.
READS_LIKE = {
    RiskFlag.BANK_CHANGE: "reads like news of other bank details",
    RiskFlag.PHISHING: "reads like an attempt to get at money, data or a login",
    RiskFlag.PROMPT_INJECTION: "reads like an order to an automated reader",
}
# Sentences that the weights take for what they are not: a warning of fraud, an account manager, an assistant in person.
ONLY_SOUNDS = {
    RiskFlag.BANK_CHANGE: (NEVER_CHANGES, NOT_BANK),
    RiskFlag.PROMPT_INJECTION: (re.compile(r"\b(?:my|your|our|his|her) assistant\b"),),
}


def risks(mail: Mail, standing: Standing, known: KnownSenders) -> tuple[Risk, ...]:
    """Every danger, with why and the words: what patterns know, and what only reads like one."""
    learned = _learned(mail, standing)
    injected = next(_injections(mail), None) or learned.get(RiskFlag.PROMPT_INJECTION)
    money = tuple(_money(mail, standing, known, learned.get(RiskFlag.BANK_CHANGE)))
    lured = None if any(risk.flag is RiskFlag.PHISHING for risk in money) else learned.get(RiskFlag.PHISHING)
    return (*((injected,) if injected else ()), *money, *((lured,) if lured else ()))


def _learned(mail: Mail, standing: Standing) -> dict[RiskFlag, Risk]:
    """What the trained weights are sure of; of somebody we know fraud is believed less easily."""
    found: dict[RiskFlag, Risk] = {}
    for part, text in ((Part.BODY, mail.text), (Part.SUBJECT, mail.subject), (Part.BODY, mail.hidden)):
        for one in judged_dangers(text):
            needed = KNOWN_SENDER if standing in TRUSTED and one.flag is RiskFlag.PHISHING else 0.0
            if one.beyond > needed and not any(said.search(fold(one.text)) for said in ONLY_SOUNDS.get(one.flag, ())):
                found.setdefault(one.flag, Risk(one.flag, READS_LIKE[one.flag], Span(part, one.start, one.text)))
    return found


def steering(mail: Mail) -> tuple[tuple[int, int], ...]:
    """Start and end of each sentence that speaks to an automated reader: what it names is not what the mail is about."""
    learned = [one.start for one in judged_dangers(mail.text) if one.flag is RiskFlag.PROMPT_INJECTION]
    return tuple(
        (start, start + len(sentence))
        for start, sentence in sentences(mail.text)
        if any(start <= at < start + len(sentence) for at in learned)
        or any(pattern.search(fold(sentence)) for pattern in INJECTION)
    )


def after_money(mail: Mail) -> bool:
    """Whether the words alone, whoever wrote them, are those of fraud."""
    folded = fold(f"{mail.subject}\n{mail.text}")
    if _lure(folded) or any(_injections(mail)):
        return True
    return bool(MONEY_NOW.search(folded) and (NO_CALL.search(folded) or (PRESSURE.search(folded) and _bank(mail))))


def _injections(mail: Mail) -> Iterator[Risk]:
    attached = mail.part(Part.ATTACHMENT)
    for part, text in (
        (Part.SUBJECT, mail.subject),
        (Part.BODY, mail.text),
        (Part.BODY, mail.footer),
        (Part.BODY, mail.hidden),
        (Part.ATTACHMENT, attached),
    ):
        folded = fold(text)
        for pattern in INJECTION:
            hit = pattern.search(folded)
            if (
                hit
                and not HOLLOW.search(folded[hit.start() : hit.end() + 20])
                and not (SOLD_AI.search(folded) and hit.group().strip().startswith(("ai", "our")))
            ):
                why = (
                    "hidden text speaks to an automated reader"
                    if text is mail.hidden
                    else "text speaks to an automated reader and wants to steer it"
                )
                yield Risk(
                    RiskFlag.PROMPT_INJECTION,
                    why,
                    Span(part, hit.start(), text[hit.start() : hit.end()].strip("\n") or text[:40]),
                )
                return


def _money(mail: Mail, standing: Standing, known: KnownSenders, learned: Risk | None) -> Iterator[Risk]:
    bank = _bank(mail) or learned
    if bank is not None:
        yield bank
    trusted = standing in TRUSTED
    text = f"{mail.subject}\n{mail.text}"
    folded = fold(text)
    pressed = PRESSURE.search(folded) or NO_CALL.search(folded)
    sender = Span(Part.SENDER, 0, mail.sender.email or mail.sender.name or "?")
    if standing is Standing.LOOKALIKE:
        vendor = imitated(mail.sender, known)
        yield Risk(RiskFlag.PHISHING, f"the sender resembles {vendor} but is not it", sender)
    elif bank and standing is Standing.UNCHECKED and not (pressed and not CHECK.search(folded)):
        return  # nobody to compare the sender with: the change itself is flagged
    elif bank and not trusted:
        yield Risk(RiskFlag.PHISHING, "bank details from a sender we do not know", sender)
    elif bank and (hit := NO_CALL.search(folded)):
        yield Risk(RiskFlag.PHISHING, "new bank details, and nobody shall call", _span(mail, hit))
    elif mail.reply_to and mail.reply_to.domain != mail.sender.domain and bank:
        yield Risk(
            RiskFlag.PHISHING,
            "new bank details, and answers go to another domain",
            Span(Part.SENDER, 0, mail.sender.email),
        )
    elif standing in {Standing.STRANGER, Standing.FREE} and (steered := _steered(mail)) is not None:
        yield Risk(RiskFlag.PHISHING, "a stranger tells a machine to release or send something", steered)
    elif trusted and (hit := PASSWORD_ASKED.search(folded)):
        yield Risk(RiskFlag.PHISHING, "a vendor's address asks for a password", _span(mail, hit))
    elif not trusted:
        yield from _lures(mail, folded, standing, known, bool(pressed))


def _steered(mail: Mail) -> Span | None:
    """The words of a stranger's injection, where it goes for orders, money or data."""
    injected = next(_injections(mail), None)
    wanted = STEERED.search(fold(f"{mail.subject}\n{mail.text}\n{mail.hidden}"))
    return injected.span if injected and wanted else None


def _lure(folded: str) -> re.Match[str] | None:
    """The words that are after a login, a card, money or data."""
    card = CARD.search(folded) if CARD_ASKED.search(folded) else None
    return CREDENTIALS.search(folded) or LURE.search(folded) or BAIT.search(folded) or HOOK.search(folded) or card


def _lures(mail: Mail, folded: str, standing: Standing, known: KnownSenders, pressed: bool) -> Iterator[Risk]:
    hit = _lure(folded)
    if hit is not None:
        yield Risk(RiskFlag.PHISHING, "a stranger is after a login, money or data", _span(mail, hit))
        return
    bad = next((a.name for a in mail.attachments if BAD_FILE.search(a.name)), None)
    if bad and (OPEN_FILE.search(folded) or standing is not Standing.UNCHECKED):
        yield Risk(
            RiskFlag.PHISHING, "a stranger sends a file that can run or imitate a login", Span(Part.ATTACHMENT, 0, bad)
        )
        return
    boss = CEO.search(fold(f"{mail.sender.name} {mail.sender.local}"))
    money = MONEY_NOW.search(folded)
    if (
        money
        and pressed
        and (boss or standing is Standing.FREE or borrowed_name(mail.sender, known) or NO_CALL.search(folded))
    ):
        yield Risk(RiskFlag.PHISHING, "a stranger presses for a payment", _span(mail, money))


def _bank(mail: Mail) -> Risk | None:
    for part, text in (
        (Part.BODY, mail.text),
        (Part.SUBJECT, mail.subject),
        (Part.BODY, mail.footer),
        (Part.ATTACHMENT, mail.part(Part.ATTACHMENT)),
    ):
        folded = fold(text)
        for pattern in BANK_CHANGE:
            for hit in pattern.finditer(folded):
                near = folded[max(0, hit.start() - 15) : hit.end() + 15]
                if any(said.start() <= hit.start() < said.end() for said in NEVER_CHANGES.finditer(folded)):
                    continue
                if NOT_BANK.search(near) or (NOT_OURS.search(near) and not re.search(r"\bour\b|unser", near)):
                    continue
                if text is mail.footer and not re.search(
                    r"\bnew\b|\bneue|\bnouve|\bnuev|\bnuov|\bnieuw|\bnow", hit.group()
                ):
                    continue
                return Risk(
                    RiskFlag.BANK_CHANGE,
                    "the mail speaks of other bank details",
                    Span(part, hit.start(), text[hit.start() : hit.end()]),
                )
    return None


def _span(mail: Mail, hit: re.Match[str]) -> Span:
    """A hit in subject and text joined by a line end, as a span of the one or the other."""
    start, end = hit.span()
    edge = len(mail.subject) + 1
    if start >= edge:
        return Span(Part.BODY, start - edge, mail.text[start - edge : end - edge])
    return Span(Part.SUBJECT, start, mail.subject[start : min(end, edge - 1)])
