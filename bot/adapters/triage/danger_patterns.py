"""Dangers as they are put in the languages of our suppliers: orders to a machine, other accounts, lost logins, gift cards."""

from __future__ import annotations

import re

_MACHINE = r"(?:(?:ai|ia|ki|llms?|chat ?bots?|bots?)(?:[- ]?(?:assist\w*|system\w*|tools?|agent\w*|modell?\w*|readers?))?|(?:assist\w+|asist\w+|asystent\w*)(?:(?: d[ei])? (?:ai|ia|ki|artificial\w*|artificiel\w*|automat\w*|virtu\w+|numerique\w*|digital\w*)|\s?(?=[:#]))|(?:automat\w*|virtu\w+|digital\w*|kunstlich\w*|ki-gestutzt\w*) (?:assist\w+|asist\w+|asystent\w*|leser\w*|system\w*)|sprachmodell\w*|language models?|automated (?:readers?|assistants?|systems?))"
_NOTE = r"notes?|remarks?|order|memo|vermerk|remarque|avis|adnotacj\w*|notice|message|attention|hinweis|anweisung\w*|nachricht|auftrag|consignes?|instructions?|instruccion\w*|nota|aviso|istruzion\w*|opdracht|instructies?|bericht|polecen\w+|uwaga|instrukcj\w+|instruc(?:ao|oes)|instruktion\w*|meddelande|instruks\w*|besked|pokyn\w*|zprava"
_FORGET = r"ignor(?:ad|en|ate)|olvidad|olviden|pomin(?:cie)?|ignore[zm]?|ignor(?:a|er|era|uj|ujte|ieren|iere)|zignoruj|vergiss|vergesst|oublie[zr]?|olvid[ae]|dimentica(?:te)?|vergeet|negeer|zapomnij|esque[cç][ae]|glem|glom|zapomen(?:te)?"
ORDERS_TO_A_MACHINE = [
    re.compile(rf"\b(?:{_NOTE})\s(?:for|to|an|fur|pour|a|de|para|per|voor|aan|dla|do|till|til|pro)\s?(?:the |den |die |das |alle |all |any |l'|el |la |il |de |o |os )*{_MACHINE}\b"),
    re.compile(r"\b(?:to|an) (?:all|any|alle) (?:ai|ki|llm)(?:[- ]?\w+)?\s*:|\b(?:task|note|instructions?) for (?:the )?(?:ai |virtual )?(?:assistant|bot|ai)\b"),
    re.compile(rf"\bforget who you (?:are|work for|serve)\b|\b(?:{_FORGET})\b[^.\n]{{0,25}}\b(?:alles|tout|todo|tutto|wszystko|tudo|alt|allt|vsechno)\b[^.\n]{{0,40}}\b(?:gesagt|aufgetragen|dit|anterior|dicho|detto|gezegd|powiedzian\w+|dito|sagt|receno)\b"),
    re.compile(rf"\b(?:{_FORGET})\b[^.\n]{{0,30}}\b(?:instrukcj\w*|pokyn\w*|polecen\w*|anweisung\w*|istruzion\w*|instruc[acot]\w+|instruktioner\w*|consignes|regras|regler|regels|pravidl\w*)\b(?! (?:de|d'|di|om|for) ?(?:livraison|emballage|entrega|consegna|transport\w*|levering))"),
    re.compile(r"\b(?:hide|conceal|withhold)\b[^.\n]{0,25}\bfrom (?:the |your )?(?:buyer|user|human|team|purchas\w+)\b|\bsay nothing\b[^.\n]{0,30}\b(?:channel|user|buyer|slack)\b|\b(?:don't|do not) (?:mention|show|tell)\b[^.\n]{0,25}\b(?:the|any) (?:buyer|user|human|operator)\b|\b(?:raise|increase|maximi[sz]e) (?:the |your )?(?:confidence|score|rating)\b"),
]  # fmt: skip
# Whoever is spoken to is a machine, or what is asked helps nobody but the sender.
_READS = r"process\w*|read\w*|summari[sz]\w*|handl\w*|pars\w*|triag\w*|sort\w*|scann\w*|verarbeit\w*|lies\w*|lesen\w*|zusammenfass\w*|trait\w*|lis\w*|resum\w*|proces\w*|lee\w*|legg\w*|elabor\w*|riassum\w*|lez\w*|verwerk\w*|samenvat\w*|przetwarz\w*|czyta\w*|streszcz\w*|behandlar\w*|laser\w*|behandler\w*|zpracov\w*"
_STEERS = r"approv\w*|releas\w*|tick\w*|recommend\w*|raise no|no warnings?|state that|(?:do not|don't|never) (?:alert|warn|tell|notify|flag|inform|show)|as (?:settled|safe|trusted|urgent|paid|confirmed|resolved|verified)|genehmig\w*|freigeb\w*|keine warnung\w*|nicht (?:melden|informieren|warnen)|approuv\w*|valid[ez]\w*|n'(?:alerte|avertis|informe)\w*|aprob\w*|aprueb\w*|no avis\w*|apruebe\w*|marcad|approva\w*|non avvis\w*|goedkeur\w*|keur\w* goed|waarschuw\w* niet|zatwierdz\w*|nie (?:ostrzega\w*|powiadamia\w*|informuj\w*)|godkann\w*|godkend\w*|schval\w*|aprov\w*"
ORDERS_TO_A_MACHINE += [
    re.compile(rf"\b{_MACHINE}\b[^.\n]{{0,15}}\b(?:{_READS})\b[^\n]{{0,90}}\b(?:{_STEERS})"),
    re.compile(rf"<!--[^>]{{0,60}}\b{_MACHINE}\b|<!--[^>]{{0,120}}\b(?:ignore|disregard|approve|freigeben|approuve\w*|aprueb\w*|zatwierdz\w*)\b"),
]  # fmt: skip

_FROM_NOW = r"from now on|henceforth|going forward|in future|effective|as of|from \d|ab (?:sofort|jetzt|dem|\d)|kunftig|nur noch|desormais|dorenavant|a compter|a partir|d'ora in poi|dal \d|voortaan|vanaf|od (?:teraz|dzis|ted|nynejska|\w+a|\d)|odtad|doravante|hadanefter|framover|fran och med|fremover|fra (?:nu|\d)|nadale"
_BELOW = r"below|following|folgende\w*|unten|nachstehende\w*|ci-dessous|suivante?|siguiente|abajo|seguente|sotto|onderstaand\w*|volgende?|ponizsz\w+|nastepujac\w+|abaixo|seguinte|nedan\w*|foljande|nedenfor|nedenstaende|nize|nasledujici"
_ACCOUNT = r"iban|account|konto\w*|compte|rib|cuenta|conto|rekening\w*|rachunek|rachunku|conta|bankgiro\w*|plusgiro\w*|ucet|uctu"
OTHER_ACCOUNT = [
    re.compile(rf"\b(?:{_FROM_NOW})\b[^\n]{{0,80}}\b(?:(?:{_BELOW})(?:[ \w]{{0,20}})\b(?:{_ACCOUNT})|(?:{_ACCOUNT})\b.{{0,3}}(?:{_BELOW}))\b"),
    re.compile(rf"\b(?:{_BELOW})\b[ \w]{{0,12}}\b(?:{_ACCOUNT})\b[^\n]{{0,30}}\b(?:{_FROM_NOW})\b|\b(?:pagar|pagare|pagamenti?|pagos?|paguen|betalen|betal\w*|zahl\w*|wplat\w*|plat\w*)\b[^.\n]{{0,15}}\b(?:{_FROM_NOW})\b[^.\n]{{0,20}}\b(?:{_BELOW})\s(?:{_ACCOUNT})\b"),
    re.compile(rf"\b(?:{_FROM_NOW})\b[^\n]{{0,60}}\b(?:paid|pay\w*|settle\w*|remit\w*|transfer\w*)\b[^\n]{{0,80}}\b(?:sort code|iban|aba|routing|account (?:no\.? |number )?\d)"),
    re.compile(r"\b(?:nytt?|nya|nye|nov[eayu]|noveho|zmen\w+|andrat|ændret|aendret)\b(?: \w+){0,2} (?:kontonummer\w*|kontonr|bankgiro\w*|plusgiro\w*|bankkonto\w*|iban|cislo uctu|bankovni\w*)\b|\bna nov[ye] (?:bankovni )?(?:ucet|konto)\b|\bnumer (?:naszego )?(?:konta|rachunku) (?:sie )?zmieni\w+"),
    re.compile(r"\b(?:skiftet|skifter|bytt|byter|bytter|zmenili(?: jsme)?|menime|mudamos de|zmienilismy|gewisseld van)\b(?: \w+)? bank\w*\b"),
    re.compile(r"\bremit(?:tance)?[- ]to\b[^.\n]{0,25}\b(?:chang\w*|new|updat\w*)\b|\b(?:new|changed|updated|different) remit(?:tance)?[- ]?to\b|\bremit(?:tance)? (?:changes?|changed)\b|\b(?:new|changed|updated|different) (?:aba|routing|sort code|iban|swift|bic)\b"),
]  # fmt: skip

# "We never change our bank details by e-mail": a footer that warns of this very fraud.
NEVER_CHANGES = re.compile(
    r"\b(?:never|not|no|nie|niemals|nunca|jamais|mai|nooit|nigdy|aldrig|nikdy|jamas|won't|don't|doesn't|keine?\w*|kein|geen|nao|non|ne|ni)\b[^.!?\n]{0,45}\b(?:chang\w*|alter\w*|amend\w*|updat\w*|ander\w*|mitteil\w*|modifi\w*|cambi\w*|comunic\w*|wijzig\w*|zmieni\w*|andr\w*|aendr\w*|meni\w*|new|neue?\w*|send\w*|announce\w*|notif\w*)\b[^.!?\n]{0,60}\b(?:e-?mail\w*|mail\w*|post|letter|correo\w*|courriel\w*|brief\w*|phone|telephone|wiadomosc\w*|mejl\w*)\b|"
    r"\b(?:bank\w*|konto\w*|iban|account)\b[^.!?\n]{0,30}\b(?:never|niemals|nie|jamais|nunca|mai|nooit|nigdy|aldrig|nikdy|not)\b[^.!?\n]{0,30}\b(?:chang\w*|ander\w*|geandert|modifi\w*|cambi\w*|gewijzigd|wijzig\w*|zmieni\w*|andr\w*|aendr\w*|meni\w*)\b"
)
# Money out of an estate or a box, a password for a packed file, a password to prove who one is, a threat of seizure.
HOOK = re.compile(
    r"\b(?:clearing|clearance|processing|legal|transfer|activation|handling|administration) (?:charge|fee|cost)s?\b[^\n]{0,60}\b(?:only|just|of|is)\b|\b(?:your|copy of (?:your )?)\s?(?:passport|id card|driving licen[cs]e)(?: copy)?\b|\b(?:copia|copie|kopie|kopia|kopi)\b[^.\n]{0,20}\b(?:pasaporte|passeport|passaporto|paspoort|ausweis\w*|reisepass\w*|paszport\w*|pass)\b|\bconsignment box\b|\bsame (?:sur)?name\b|\battn:? beneficiary\b|"
    r"\b(?:kennwort|passwort|password|pass ?code|mot de passe|contrasena|wachtwoord|haslo|losenord|adgangskode|heslo|senha)\b:? ?\(?(?=[a-z]*\d)[a-z\d]{3,12}\b|\b(?:password|kennwort|passwort|mot de passe|contrasena|wachtwoord|haslo|losenord|adgangskode|heslo|senha|credentials?|zugangsdaten|identifiants|credenciales|credenziali|inloggegevens)\b[^.\n]{0,40}\b(?:within|innerhalb|binnen|sous|dentro|entro|to (?:prove|verify|confirm|continue|release|keep|avoid|unlock)|expire\w*|erneuern|renouvel\w*|renovar|rinnov\w*|vernieuw\w*)\b|"
    r"\b(?:confirm\w*|verify\w*|enter\w*|provid\w*|updat\w*|validat\w*|re-?enter\w*|sign in with|log ?in with|bestatig\w*|eingeb\w*|angeb\w*|confirm[ae]\w*|saisi\w*|introdu\w*|inseri\w*|verif\w*|bevestig\w*|invoer\w*|podaj\w*|potwierdz\w*|bekraft\w*|ange|bekraeft\w*|indtast\w*|zadej\w*|potvrd\w*)\b[^.\n]{0,60}\b(?:passwords?|kennwort|passwort|mot de passe|contrasena|wachtwoord|haslo|losenord\w*|adgangskode\w*|heslo|senha|zugangsdaten|identifiants|credenciales|credenziali|inloggegevens)\b|"
    r"\b(?:gepfandet|pfandung\w*|gerichtsvollzieher\w*|saisie sur|embargo de|pignorament\w*|beslag op|komornik\w*)\b|\b(?:messages?|e-?mails?|nachrichten|mensajes|messaggi|berichten|wiadomosci)\b[^.\n]{0,25}\b(?:held|quarantined?|on hold|blocked|undelivered|zuruckgehalten|retenus?|retenidos?|trattenut\w+|vastgehouden|wstrzyman\w+)\b"
)

# A vendor's own mailbox, taken over, asks for a password on a page: no vendor needs ours.
PASSWORD_ASKED = re.compile(
    r"\b(?:(?:sign|log)[- ]?(?:in|on)|enter|confirm\w*|verify\w*|authenticat\w*|re-?enter|anmeld\w*|melden|eingeb\w*|geben|bestatig\w*|connect\w*|saisi\w*|inici\w*|introdu\w*|accede\w*|acced\w*|inseri\w*|inlogg\w*|log|voer|vul|zalog\w*|podaj\w*|logga|ange|indtast\w*|prihlas\w*|zadej\w*)\b[^.\n]{0,60}\b(?:your|ihre\w*|votre|vos|su|sus|la sua|il suo|i suoi|uw|je|ditt|dit|din|jeres|swoj\w*|sw\w*|sve\w*|o seu|a sua)\b[^.\n]{0,40}\b(?:passwords?|kennwort|passwort|mot de passe|contrasena|wachtwoord|haslo\w*|haslem|losenord\w*|adgangskode\w*|hesl\w+|senha)\b"
)

# A login that runs out, and cards to buy: bait in any language.
BAIT = re.compile(
    r"\b(?:zugang|zugriff|acces|access|acceso|accesso|toegang|dostep|acesso|atkomst|adgang|pristup|account|konto)\b[^.\n]{0,50}\b(?:lauft ab|lauft (?:heute|morgen|bald) ab|erlischt|expir\w+|caduca|scade|verloopt|wygasa|wygasnie|gar ut|udlober|vyprsi|gesperrt|bloqueado|bloccato|geblokkeerd|zablokowan\w+|sparrat|spaerret|zablokovan)\b|"
    r"\b(?:gutscheinkarten?|geschenkkarten?|guthabenkarten?|cartes? cadeaux?|tarjetas? (?:de )?regalo|carte regalo|buoni regalo|cadeaukaart\w*|cadeaubon\w*|kart\w* podarunkow\w+|cartoes[- ](?:de[- ])?(?:presente|oferta)|presentkort|gavekort|darkov\w+ (?:kart\w+|poukaz\w+))\b"
)
