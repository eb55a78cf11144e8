"""Tells a wish to change something, and an attempt to misuse the bot, from a question."""

from __future__ import annotations

import re

LEAD = (
    r"(?:(?:please|pls|plz|kindly|hey|hi|hello|ok|okay|so|and|now|then|just|yes|yeah|yep|sure|bot|"
    r"also|thanks|great|fine|good|right|alright"
    r"|(?:can|could|would|will|should) (?:you|u|we|i|someone|somebody)|(?:i|we) (?:want|need|would "
    r"like|d like|wish)(?: you)?(?: to)?|you (?:should|must|can|may|need to|have to)"
    r"|let s|lets|let us|go ahead and|go and|help me|help me to|would you mind|do me a favour and|do "
    r"me a favor and|get me to|do"
    r"|bitte|mal|jetzt|dann|(?:kannst|konntest|wurdest|willst) du(?: bitte| mal)?|konnen sie|konnen "
    r"wir|ich (?:will|mochte|muss)|wir (?:wollen|mochten|mussen)|und|ja"
    r"|s il te plait|s il vous plait|stp|svp|peux tu|tu peux|pourrais tu|pouvez vous|pourriez vous|"
    r"veuillez|je veux|je voudrais|il faut|oui|merci de|et"
    r"|por favor|puedes|podrias|puede|quiero|necesito|si|y|per favore|puoi|potresti|puo|vorrei|voglio|devi|e"
    r"|alsjeblieft|aub|kun je|kan je|kunt u|wil je|zou je|graag|ik wil|ja en|en|prosze|czy mozesz|"
    r"mozesz|moglbys|chce|i|tak)\s+)*"
)
_THING = (
    r"(?:poref|vendorname|productname|personname|the|this|that|these|those|it|them|all|every|"
    r"everything|my|our|its|his|her|a|an|another|some|more|line|order|orders|po|pos|qty|quantity|"
    r"price|date|delivery|bill|bills|invoice|\d+)"
)
ENGLISH = (
    r"(?:approve|reject|cancel|drop|delete|remove|sign off|sign|authori[sz]e|decline|deny|refuse|"
    r"release|reorder|re order|buy|create|issue"
    rf"|bump|increase|decrease|reduce|raise|lower|modify|amend|edit|postpone|reschedule|expedite|"
    rf"remind|chase|nudge|forward|notify|inform"
    rf"|reopen|unlock|reassign|split|merge|duplicate|archive|submit|convert|escalate|negotiate|"
    rf"renegotiate|override|register|void|withdraw|revert"
    rf"|undo|acknowledge|validate|transfer|swap|replace|double|halve|overwrite|renew|mark|assign|"
    rf"allocate|upload|attach|combine|scrap|kill|get rid of"
    rf"|call off|write off|bypass|skip|circumvent|follow up with|speed up|hurry|okay(?= {_THING})|"
    rf"ok(?= poref)|give (?:the )?(?:approval|green light|go ahead)|get (?:approval|sign off)"
    rf"|(?:confirm|change|add|put|move|push|shift|close|lock|block|accept|return|refund|process|"
    rf"finali[sz]e|complete|place|make|set|stop|hold|settle|copy|schedule|book|post|apply|delay|"
    rf"receive|pay|bring forward|pull in|draft|prepare|fix|correct|adjust|extend|reset|start|trigger|"
    rf"execute|switch|rename|purchase(?! orders?\b)) (?={_THING})"
    r"|purchase (?=\d)|order (?=\d|more |some |another |extra |additional |a |an |us |me |the "
    r"productname|productname|new )"
    r"|update (?=the |its |qty |quantity |price |date |poref (?:to|with|qty|quantity|price|date|line|"
    r"so|and set)|delivery |line )"
    r"|(?:tell|ask|inform|warn|contact|call|write|write to|reply to|respond to|answer|email|e mail|"
    r"mail|message|ping|text|write back to) (?=vendorname|personname|(?:the )?(?:vendor|supplier|"
    r"seller|buyer|manager)|them|him|her)"
    r"|send (?=poref|vendorname|personname|it|them|a |an |the |this |that |that |reminder|all "
    r")(?!.*\b(?:to|for) (?:me|us)$)(?!(?:a|the) (?:list|summary|overview|status))"
    r"|do (?:it|that|so|this)$|do it (?:now|please|for me)|go ahead$|proceed$|make it so|go for it|"
    r"yes do|just do it|carry on with it|sort it out|take care of (?:it|that))"
)
OTHERS = (
    r"(?:genehmige|genehmigen|freigeben|gib (?:\S+ )*frei|storniere|stornieren|storno|losche|loschen|"
    r"bestelle?(?= )|bestell|bestellen|nachbestellen|kaufe?|kaufen|andere(?= (?:die|den|das|poref|"
    r"menge|preis))|andern"
    r"|erhohe|erhohen|reduziere|reduzieren|setze?|verschiebe|verschieben|schicke?|schicken|sende|"
    r"senden|sage?(?= )|frage?(?= (?:bei|den|die|mal|vendorname))|erinnere|mahne|mahnen|bestatige|"
    r"bestatigen|lehne|ablehnen|erstelle|erstellen"
    r"|lege?(?= )|anlegen|bezahle|zahle|buche|buchen|schreibe?|schreiben|unterschreibe?|"
    r"unterschreiben|aktualisiere|entferne|streiche|streichen|schliesse|mach(?: das| es|s)|tu es"
    r"|approuve|approuver|approuvez|valide|valider|validez|annule|annuler|annulez|supprime|supprimer|"
    r"supprimez|commande(?= (?:\d|des|encore|productname|cinq|dix))|commander|commandez|achete|"
    r"acheter|achetez"
    r"|changer?|changez|modifie|modifier|modifiez|augmente|augmenter|augmentez|reduis|envoie|envoyer|"
    r"envoyez|dis(?= a)|dites|demande(?= a)|demander|relance|relancer|relancez|refuse|refuser|rejette|"
    r"rejeter|cree|creer|creez|paie|paye|payer|payez"
    r"|confirme|confirmer|confirmez|signe|signer|signez|ecris|ecrire|mets|mettre|passe(?= )|passer|"
    r"reporte|reporter|ajoute|ajouter|fais le|vas y"
    r"|aprueba|aprobar|apruebe|autoriza|autorizar|cancela|cancelar|cancele|anula|anular|borra|borrar|"
    r"elimina|eliminar|pide|pedir|encarga|encargar|compra(?= (?:\d|mas|otr))|comprar|cambia|cambiar|"
    r"modifica|modificar|aumenta|aumentar|reduce|envia|enviar|manda"
    r"|mandar|dile|di a|pregunta|recuerda\w*|rechaza|rechazar|crea|crear|haz(?:lo)?|paga(?= )|pagar|"
    r"confirma|confirmar|firma|firmar|escribe|escribir|pon|mueve|aplaza|aplazar|anade|agrega"
    r"|approva|approvare|annulla|annullare|cancella|cancellare|ordina(?= )|ordinare|comprare|"
    r"aumentare|riduci|invia|inviare|mandare|di al?(?= )|chiedi|ricorda|sollecita|sollecitare|rifiuta|"
    r"rifiutare|respingi|creare|pagare|conferma(?= poref)|confermare|firmare|scrivi|scrivere|sposta"
    r"|spostare|rimanda|aggiungi|aggiungere|fallo"
    r"|keur|goedkeuren|annuleer|annuleren|verwijder|verwijderen|bestel(?= )|koop|kopen|wijzig|"
    r"wijzigen|verander|veranderen|verhoog|verhogen|verlaag|stuur|sturen|zeg|vraag|herinner|weiger|"
    r"afkeuren|wijs|maak|maken|betaal|bevestig|bevestigen|teken|schrijf"
    r"|verplaats|verplaatsen|verzet|voeg|zet|doe het|doe maar"
    r"|zatwierdz|zatwierdzic|zaakceptuj|zaakceptowac|anuluj|anulowac|usun|usunac|zamow|zamowic|kup|"
    r"kupic|zmien|zmienic|zwieksz|zwiekszyc|zmniejsz|wyslij|wyslac|powiedz|zapytaj|przypomnij|odrzuc|"
    r"odrzucic|utworz|stworz|zaplac|potwierdz|potwierdzic|podpisz|napisz"
    r"|przesun|dodaj|zrob to|aprova|aprovar|cancela|encomenda(?= \d))"
)
FOR_ME = (
    r"(?:send|tell|give|mail|email|manda|envia|envoie|dis|schicke?|sage?|stuur|zeg|mandami|dimmi|"
    r"inviami|dime|wyslij|powiedz|muestra) (?:me|us|mir|uns|moi|nous|mi|nos|mij|ons|it to me|them to "
    r"me)\b"
)
IMPERATIVE = re.compile(rf"^{LEAD}(?!{FOR_ME})(?:{ENGLISH}|{OTHERS})(?:(?<=\s)|(?!\S))")
LATER = re.compile(  # the wish comes after the order, or is clothed in a sentence
    r"poref (?:please |bitte |can be |should be |must be |kann |soll |needs to be )?(?:approve|reject|"
    r"cancel|freigeben|stornieren|genehmigen|bestatigen|ablehnen|loschen|annuler|approuver|valider|"
    r"aprobar|cancelar|approvare|annullare|goedkeuren|annuleren|zatwierdzic|anulowac)(?: please| bitte| now| asap)?$"
    rf"|^{LEAD}(?:i|we|ich|wir)? ?(?:need|want|would like|require|brauche|brauchen|benotige\w*|besoin "
    rf"de|necesito|necesitamos|abbiamo bisogno di|nodig|potrzebuj\w+) (?:another |some |noch |an extra "
    rf"|an additional )?(?:\d+|a dozen|two|three|five|ten) (?:more |extra |additional |weitere |mehr |"
    rf"new )?productname"
    r"|(?:bitte|kannst du|konntest du|konnen sie|kun je|kan je|peux tu|pouvez vous) .*(?:freigeben|"
    r"genehmigen|stornieren|loschen|bestellen|andern|ablehnen|bestatigen|anlegen|verschieben|erhohen|"
    r"schicken|mahnen|goedkeuren|annuleren|verwijderen|wijzigen|sturen|bevestigen)$"
    r"|productname (?:bestellen|nachbestellen|ordern|bestellen bitte|commander|pedir|ordinare)$"
    r"|(?:get|have|want|need|like) (?:\S+ ){0,3}poref (?:\S+ ){0,2}(?:approved|cancelled|canceled|"
    r"rejected|deleted|confirmed|changed|closed|paid|removed)(?!\S)"
    r"|(?:approve|reject|cancel) (?:it|this|that|them|everything|all)(?: \S+){0,3}$"
    r"|on my behalf|(?:approve|sign|reject|cancel) (?:it |this |that |them )?for me"
)
ASKS = re.compile(
    r"^(?:who|what|when|where|why|which|how|is|are|was|were|did|does|has|have|wer|was|wann|wo|warum|"
    r"wie|qui|quand|quien|cuando|chi|wie|kto|kiedy|czy|est ce)(?!\S)"
)
INJECTION = re.compile(
    r"(?:ignore|disregard|forget|bypass|override|skip|neglect|drop|overrule|circumvent|discard|do not "
    r"follow|don t follow|stop following|break|violate)"
    r"(?: \S+){0,4} (?:instruction\w*|rule\w*|prompt\w*|polic\w+|guideline\w*|restriction\w*|"
    r"constraint\w*|training|programming|guardrail\w*|safet\w*|filter\w*|everything (?:above|before|"
    r"you)|previous|above|told|limits|permissions?|checks?)"
    r"|(?:ignorier\w*|vergiss|vergesse\w*|umgehe\w*|missachte\w*)(?: \S+){0,5} (?:anweisung\w*|"
    r"regel\w*|vorgabe\w*|instruktion\w*|befehl\w*|alles)"
    r"|(?:ignore\w*|oublie\w*|contourne\w*)(?: \S+){0,4} (?:instruction\w*|consigne\w*|regle\w*)"
    r"|(?:ignora\w*|olvida\w*|dimentica\w*|omite|salta)(?: \S+){0,4} (?:instruccion\w*|regla\w*|"
    r"istruzion\w*|regol\w*|normas|ordenes)"
    r"|(?:negeer|vergeet|omzeil)(?: \S+){0,4} (?:instructie\w*|regel\w*|opdracht\w*)"
    r"|(?:zignoruj|ignoruj|zapomnij|pomin)(?: \S+){0,4} (?:instrukcj\w*|zasad\w*|polecen\w*|regul\w*)|"
    r"(?:ignore|esqueca)(?: \S+){0,3} (?:instrucoes|regras)"
    r"|(?:system|hidden|initial|original|secret|developer|your|internal) ?(?:prompt|instructions?|"
    r"rules)(?!\S)|systemprompt|system ?message|prompt systeme|prompt de sistema"
    r"|you are (?:now|no longer)|you re now|from now on(?: you)?|act as (?!soon)|acting as|pretend|"
    r"role ?play|roleplay|developer mode|debug mode|god mode|admin mode|dev mode|maintenance mode|"
    r"jailbreak\w*|do anything now|(?<!\S)dan mode|unrestricted|without (?:any )?(?:restrictions|"
    r"limits|filters)|sudo|i am (?:the|your) (?:admin\w*|developer|root|owner|creator|ceo)(?: now)?|"
    r"as (?:the|an) admin(?:istrator)?(?: i)?"
    r"|new instructions|du bist (?:jetzt|nun)|tu es maintenant|ahora eres|adesso sei|je bent nu|"
    r"jestes teraz|tu so als|fais comme si|tu eres ahora"
    r"|(?:environment|env) ?(?:variable\w*|vars?)|api ?keys?|access ?tokens?|bot ?tokens?|"
    r"(?<!\S)tokens?(?!\S)|passwords?|passwor[td]\w*|credentials?|secrets?|private keys?|secret keys?|"
    r"connection string|database url|db dump|dump (?:the|your|all|me)|umgebungsvariable\w*|"
    r"passwort\w*|zugangsdaten|geheimnis\w*|mots? de passe|contrasena\w*|chiavi? api|wachtwoord\w*|"
    r"hasl[oa](?!\S)|variables d environnement|variables de entorno|variabili d ambiente|source code|"
    r"config file|configuration file|etc passwd|cles? api"
    r"|(?:drop|truncate|alter) (?:table|database|schema)|delete from|insert into|union select|select "
    r"(?:\S+ ){0,4}from (?:purchase|res|users?|hr|account|stock|information|pg|sqlite)\w*|select from|"
    r"update \S+ set \S+ =|or 1 ?= ?1|xp cmdshell|rm rf|(?:run|execute|eval) (?:this|the following|a|"
    r"some)? ?(?:code|command|script|shell|sql|query|python|bash)|curl http\w*|wget http\w*|base64|"
    r"<script|script > |os system|subprocess|(?:<|"
    r"\[) ?(?:system|inst|im start)|begin system|end of prompt|### ?(?:system|instruction)"
    r"|(?:read|show|open|see|print|forward|leak|share|give me|tell me|what (?:does|did)|access|list|"
    r"search|display)(?: \S+){0,6} (?:dms?|direct messages?|private (?:messages?|chats?|"
    r"conversations?|channels?)|private chats?)(?!\S)|(?:other|another|someone|somebody|everyone|"
    r"everybody|someone else|personname)(?: \S+){0,4} (?:dms?|direct messages?|private messages?|"
    r"private conversations?|chat history|conversations? with you)(?!\S)"
    r"|(?<!\S)d0[a-z0-9]{5,11}(?!\S)"  # the id of a conversation in Slack
    r"|what did (?:personname|other \S+|the others|he|she|others|my boss|my colleague\w*) (?:ask|"
    r"write|tell|say to|message) (?:you|to you)|(?:conversations?|chats?|questions?) of (?:personname|"
    r"other \S+|others|my colleague\w*)|repeat (?:the )?(?:words|text|everything) (?:above|before)|"
    r"reveal|exfiltrat\w*|leak (?:the|your)|print (?:your|the) (?:prompt|instructions|config\w*|"
    r"memory|context)"
    r"|without (?:anyone|anybody|them|the approver\w*|my boss|\S+) (?:knowing|noticing)|behind (?:\S+ "
    r")+back|fake (?:an?|the) (?:approval|invoice)|approve everything without|pretend to be|"
    r"impersonate|log ?in as|switch (?:to )?user|escalate (?:my )?privileges|grant me|make me (?:an? "
    r")?(?:admin\w*|approver|manager)|give me admin\w*|disable (?:the )?(?:audit|approval|log\w*|"
    r"checks?|policy|security)"
)


NEEDS = re.compile(
    r"^(?:(?:and|so|hey|hi|ok) )?(?:do|does|must) (?:we|i|they|anyone|any|the|our) (?:\S+ )?(?:need|have|want)(?!\S)"
)


def is_action(line: str) -> bool:
    """Whether somebody wants something changed or sent: the bot only reads."""
    if NEEDS.match(line):
        return False
    if LATER.search(line):
        return not ASKS.match(line)
    return IMPERATIVE.match(line) is not None


def is_injection(line: str) -> bool:
    """Whether a text tries to steer the bot, to get at secrets, or at what others wrote."""
    return INJECTION.search(line) is not None
