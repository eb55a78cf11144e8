"""Dangers as they are put in the languages of our suppliers: orders to a machine, other accounts, lost logins, gift cards."""

from __future__ import annotations

import re

_MACHINE = r"(?:(?:ai|ia|ki|llms?|chat ?bots?|bots?)(?:[- ]?(?:assist\w*|system\w*|tools?|agent\w*|modell?\w*|readers?))?|(?:assist\w+|asystent\w*|asistent\w*)(?:(?: d[ei])? (?:ai|ia|ki)|\s?(?=[:#]))|sprachmodell\w*|language models?|automated (?:readers?|assistants?|systems?))"
_NOTE = r"note|notice|message|attention|hinweis|anweisung\w*|nachricht|auftrag|consignes?|instructions?|instruccion\w*|nota|aviso|istruzion\w*|opdracht|instructies?|bericht|polecen\w+|uwaga|instrukcj\w+|instruc(?:ao|oes)|instruktion\w*|meddelande|instruks\w*|besked|pokyn\w*|zprava"
_FORGET = r"ignore[zm]?|ignor(?:a|er|era|uj|ujte|ieren|iere)|zignoruj|vergiss|vergesst|oublie[zr]?|olvid[ae]|dimentica(?:te)?|vergeet|negeer|zapomnij|esque[cç][ae]|glem|glom|zapomen(?:te)?"
ORDERS_TO_A_MACHINE = [
    re.compile(rf"\b(?:{_NOTE})\s(?:for|to|an|fur|pour|a|de|para|per|voor|aan|dla|do|till|til|pro)\s?(?:the |den |die |das |alle |all |any |l'|el |la |il |de |o |os )*{_MACHINE}\b"),
    re.compile(r"\b(?:to|an) (?:all|any|alle) (?:ai|ki|llm)(?:[- ]?\w+)?\s*:|\b(?:task|note|instructions?) for (?:the )?(?:ai |virtual )?(?:assistant|bot|ai)\b"),
    re.compile(rf"\bforget who you (?:are|work for|serve)\b|\b(?:{_FORGET})\b[^.\n]{{0,25}}\b(?:alles|tout|todo|tutto|wszystko|tudo|alt|allt|vsechno)\b[^.\n]{{0,40}}\b(?:gesagt|aufgetragen|dit|anterior|dicho|detto|gezegd|powiedzian\w+|dito|sagt|receno)\b"),
    re.compile(rf"\b(?:{_FORGET})\b[^.\n]{{0,30}}\b(?:instrukcj\w*|pokyn\w*|instruc[acot]\w+|instruktioner\w*|consignes|regras|regler|regels|pravidl\w*)\b(?! (?:de|d'|di|om|for) ?(?:livraison|emballage|entrega|consegna|transport\w*|levering))"),
    re.compile(r"\b(?:hide|conceal|withhold)\b[^.\n]{0,25}\bfrom (?:the |your )?(?:buyer|user|human|team|purchas\w+)\b|\bsay nothing\b[^.\n]{0,30}\b(?:channel|user|buyer|slack)\b|\b(?:don't|do not) (?:mention|show|tell)\b[^.\n]{0,25}\b(?:the|any) (?:buyer|user|human|operator)\b|\b(?:raise|increase|maximi[sz]e) (?:the |your )?(?:confidence|score|rating)\b"),
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

# A login that runs out, and cards to buy: bait in any language.
BAIT = re.compile(
    r"\b(?:zugang|zugriff|acces|access|acceso|accesso|toegang|dostep|acesso|atkomst|adgang|pristup|account|konto)\b[^.\n]{0,50}\b(?:lauft ab|lauft (?:heute|morgen|bald) ab|erlischt|expir\w+|caduca|scade|verloopt|wygasa|wygasnie|gar ut|udlober|vyprsi|gesperrt|bloqueado|bloccato|geblokkeerd|zablokowan\w+|sparrat|spaerret|zablokovan)\b|"
    r"\b(?:gutscheinkarten?|geschenkkarten?|guthabenkarten?|cartes? cadeaux?|tarjetas? (?:de )?regalo|carte regalo|buoni regalo|cadeaukaart\w*|cadeaubon\w*|kart\w* podarunkow\w+|cartoes[- ](?:de[- ])?(?:presente|oferta)|presentkort|gavekort|darkov\w+ (?:kart\w+|poukaz\w+))\b"
)
