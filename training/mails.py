"""Makes mails of the phrase bank: slots filled, greetings and small talk around, typing errors, several matters in one."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.adapters.triage.senders import Standing
from bot.domain.triage import Address, Attachment, Mail, MailClass
from training.bank import Phrase

DAY = date(2026, 3, 2)
ITEMS = {
    "en": "cable drums,hinges,pallet wrap,ball bearings,oak boards,copper tube,gaskets,seat covers,printed sleeves,bread rolls,coffee beans,solvent,wall tiles,safety boots,LED drivers,hydraulic hoses,glass jars,springs,"
    "labels,brackets,circuit boards,motors,filters,paint tins,notebooks,fabric,screws,lamps,pumps,housings,doors,knives,crates of apples,cartons,castings,lenses,tyres,rods,sensors,cushions",
    "de": "Kabeltrommeln,Scharniere,Dichtungen,Lager,Platten,Federn,Rohre,Etiketten,Motoren,Filter",
    "fr": "charnières,joints,tubes,étiquettes,moteurs,filtres,planches,ressorts,lampes",
    "es": "bisagras,juntas,tubos,etiquetas,motores,filtros,tableros,lámparas",
    "it": "cerniere,guarnizioni,tubi,etichette,motori,filtri,tavole,lampade",
    "nl": "scharnieren,pakkingen,buizen,etiketten,motoren,filters,planken,lampen",
    "pl": "zawiasy,uszczelki,rury,etykiety,silniki,filtry,deski,lampy",
    "sv": "gångjärn,packningar,rör,etiketter,motorer,filter",
}
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
}
WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday", "de": "Montag Dienstag Mittwoch Donnerstag Freitag",
    "fr": "lundi mardi mercredi jeudi vendredi", "es": "lunes martes miércoles jueves viernes",
    "it": "lunedì martedì mercoledì giovedì venerdì", "nl": "maandag dinsdag woensdag donderdag vrijdag",
    "pl": "poniedziałek wtorek środa czwartek piątek", "sv": "måndag tisdag onsdag torsdag fredag",
}  # fmt: skip
GREETINGS = {
    "en": "Hi {name},|Dear {name},|Hello,|Dear Sir or Madam,|Good morning {name},|Hey {name}|Dear team,|Dear customer,|Hiya|{name},|Morning,|Dear Mr {name},|Hello dear,|Good day",
    "de": "Guten Tag,|Sehr geehrte Damen und Herren,|Hallo {name},|Guten Morgen,|Sehr geehrter Herr {name},|Moin,",
    "fr": "Bonjour,|Madame, Monsieur,|Bonjour {name},|Cher client,", "es": "Hola {name},|Buenos días:|Estimado cliente:|Estimados señores,",
    "it": "Buongiorno,|Gentile cliente,|Ciao {name},|Spett.le ditta,", "nl": "Hallo {name},|Beste {name},|Goedemorgen,|Geachte klant,|Dag,",
    "pl": "Dzień dobry,|Szanowni Państwo,|Witam,", "sv": "Hej {name},|Hej!|God morgon,|Olá {name},|Exmos. senhores,",
}  # fmt: skip
CLOSINGS = {
    "en": "Kind regards\n{me}|Best regards, {me}|Thanks, {me}|Cheers\n{me}|{me}|Regards\n{me}\n{co}|Many thanks|Yours sincerely\n{me}|Have a nice day!|Ta, {me}|/{me}|B.rgds {me}|Thank you!|All the best\n{me}|x {me}",
    "de": "Mit freundlichen Grüßen\n{me}|Viele Grüße {me}|Gruß {me}|MfG\n{me}", "fr": "Cordialement,\n{me}|Bien à vous|Bonne journée",
    "es": "Un saludo,\n{me}|Saludos|Gracias, {me}", "it": "Cordiali saluti\n{me}|Grazie, {me}|Distinti saluti",
    "nl": "Met vriendelijke groet,\n{me}|Groet {me}|Mvg {me}", "pl": "Pozdrawiam\n{me}|Z poważaniem {me}", "sv": "Med vänlig hälsning {me}|Hälsningar {me}|Cumprimentos {me}",
}  # fmt: skip
TALK = {
    "en": "Hope you are well.|Hope all is good with you.|Let me know if you need anything else.|Do not hesitate to contact us.|Have a great weekend!|It was nice to see you last week.|Please let me know if you have any questions.|We value your business.|"
    "Sorry for the short mail, I'm on the road.|Give my regards to the team.|Any questions, just call.|Weather is lovely here by the way.|This mailbox is not monitored.|Your customer service team|Terms and conditions apply.|"
    "It has been one of those weeks.|We had the auditors in.|Our new press is being put in.|The whole office was at the fair.|I was off yesterday.|I tried to call but got your voicemail.|As discussed on the phone.|Following up on my earlier mail.|See below for the details.|I know this matters to you.|"
    "Just so we are on the same page.|I've copied in my colleague.|Thanks for your patience with us.|Many thanks for chasing this up.|It's been a pleasure as always.|As you know we are a small shop.|I checked with the warehouse.|I checked with production this morning.|Our system was down so this comes late.|"
    "Please quote your order number on all correspondence.|Ask us about our new range!|Follow us on LinkedIn.|Delivered with care.|We ship worldwide.|All orders subject to our terms.|Invoices to accounts@ only please.|Please keep this for your records.",
    "de": "Bei Fragen melden Sie sich gerne.|Ich hoffe, es geht Ihnen gut.|Schönes Wochenende!|Bitte geben Sie immer die Bestellnummer an.|Vielen Dank für Ihr Vertrauen.",
    "fr": "N'hésitez pas à me contacter.|Merci de votre confiance.|Bon week-end.|Merci de rappeler la référence.", "es": "Quedamos a su disposición.|Gracias por su confianza.|Buen fin de semana.",
    "it": "Restiamo a disposizione.|Grazie per la fiducia.", "nl": "Heeft u vragen, bel gerust.|Fijn weekend!", "pl": "W razie pytań proszę o kontakt.|Miłego dnia.", "sv": "Hör av dig om du undrar något.|Trevlig helg!",
}  # fmt: skip
# What stands beside a main matter and does not change it.
BESIDE: dict[str, list[tuple[MailClass, str]]] = {
    "en": [
        (MailClass.INVOICE_PAYMENT, "The invoice is attached."), (MailClass.INVOICE_PAYMENT, "Invoice follows separately by mail with your PO number on it, please pay as usual."),
        (MailClass.QUESTION, "Is that ok for you?"), (MailClass.QUESTION, "Please let me know what you prefer?"), (MailClass.QUESTION, "Who should we ask for at the gate?"),
        (MailClass.QUESTION, "What shall we do?"), (MailClass.QUESTION, "Can you live with that?"), (MailClass.DOCUMENT, "Certificate attached as well."),
        (MailClass.DOCUMENT, "The data sheet is enclosed too."),
    ],
    "de": [(MailClass.QUESTION, "Passt das so?"), (MailClass.INVOICE_PAYMENT, "Die Rechnung liegt bei.")],
    "fr": [(MailClass.QUESTION, "Cela vous convient-il ?"), (MailClass.INVOICE_PAYMENT, "La facture est jointe.")],
    "es": [(MailClass.QUESTION, "¿Le parece bien?")], "it": [(MailClass.QUESTION, "Va bene così?")], "nl": [(MailClass.QUESTION, "Is dat akkoord?")],
    "pl": [(MailClass.QUESTION, "Czy to odpowiada?")], "sv": [(MailClass.QUESTION, "Går det bra?")],
}  # fmt: skip
TAKES_MORE = {
    MailClass.ORDER_CONFIRMATION, MailClass.DELAY, MailClass.PARTIAL_SHORTAGE, MailClass.PRICE_CHANGE, MailClass.SHIPMENT,
    MailClass.QUALITY_CLAIM, MailClass.CANCELLATION,
}  # fmt: skip
NAMES = [
    "Anna",
    "Peter",
    "Sofia",
    "Lars",
    "Maria",
    "James",
    "Olivia",
    "Henrik",
    "Eva",
    "Tomas",
    "Grace",
    "Paul",
    "Ingrid",
    "Lucas",
    "Nina",
    "Oscar",
    "Brooks",
    "Meyer",
]
FIRMS = [
    "Altmann",
    "Beacon Tools",
    "Cortez",
    "Dunmore",
    "Estrella",
    "Fabrik Nord",
    "Greenfold",
    "Haas",
    "Ironside",
    "Jansen",
    "Kestrel",
    "Lund",
]
LOCALS = {
    MailClass.INVOICE_PAYMENT: "accounts finance billing ar invoices buchhaltung compta administracion contabilita boekhouding credit ap",
    MailClass.QUALITY_CLAIM: "quality qa qm qs rma claims support service qualite calidad qualita kwaliteit safety",
    MailClass.DOCUMENT: "docs quality compliance technical ehs doku documents certs legal export",
    MailClass.SHIPMENT: "warehouse logistics shipping dispatch noreply tracking ops versand expedition almacen spedizioni magazijn spedycja",
    MailClass.OTHER: "noreply support news hr events info marketing postmaster",
    MailClass.QUOTE: "quotes sales angebote devis offers", MailClass.SPAM_PHISHING: "info admin ceo security alert promo offers it support no-reply billing",
}  # fmt: skip
SALES = "sales orders office info desk export vertrieb ventes ventas vendite verkoop biuro noreply innendienst support"
CARRIERS = ["DHL", "UPS", "FedEx", "GLS", "DPD", "TNT", "Schenker", "DSV"]
PORTS = ["Hamburg", "Antwerp", "Felixstowe", "Genoa", "Gdansk", "Valencia", "Ningbo"]
FILES = {
    MailClass.INVOICE_PAYMENT: ["invoice.pdf", "INV-2231.pdf", "rechnung.pdf", "facture.pdf", "statement.xlsx", "creditnote.pdf"],
    MailClass.DOCUMENT: ["certificate.pdf", "coc.pdf", "sds.pdf", "drawing.dwg", "contract.pdf", "form.docx", "iso9001.pdf", "manual.pdf"],
    MailClass.QUOTE: ["offer.pdf", "quotation_112.pdf", "angebot.pdf", "devis.pdf"], MailClass.ORDER_CONFIRMATION: ["OC-1123.pdf", "confirmation.pdf", "AB.pdf"],
    MailClass.PRICE_CHANGE: ["pricelist.xlsx", "prices2026.pdf"], MailClass.SHIPMENT: ["packinglist.pdf", "BL.pdf", "POD.pdf", "deliverynote.pdf"],
    MailClass.QUALITY_CLAIM: ["8D.pdf", "photos.zip", "report.pdf"], MailClass.SPAM_PHISHING: ["invoice.html", "scan.htm", "catalog.pdf"],
}  # fmt: skip
# What decides where a mail confirms and deviates, and how many of the made mails have a second matter.
WEIGHS = {
    MailClass.CANCELLATION: 5, MailClass.PARTIAL_SHORTAGE: 4, MailClass.DELAY: 3, MailClass.PRICE_CHANGE: 3,
    MailClass.SHIPMENT: 2, MailClass.ORDER_CONFIRMATION: 1,
}  # fmt: skip
LESSER = (
    MailClass.ORDER_CONFIRMATION, MailClass.ORDER_CONFIRMATION, MailClass.QUESTION, MailClass.SHIPMENT,
    MailClass.PRICE_CHANGE, MailClass.INVOICE_PAYMENT,
)  # fmt: skip
BUT = ("But:", "However,", "One thing though:", "Only,", "Except that", "Sadly,", "Just one snag:", "But")
MIXED = 0.16
# Phrases are left out of training in so many turns; a mixed mail never joins two turns.
FOLDS = 5
SLOT = re.compile(r"\{(\w+)\}")
CHOICE = re.compile(r"<([^<>/]+(?:/[^<>/]+)+)>")


@dataclass(frozen=True)
class Example:
    """A made mail with its answer; `phrase` tells which line it came from, so that none is both learned and tested."""

    mail: Mail
    standing: Standing
    label: MailClass
    secondary: tuple[MailClass, ...]
    phrase: int


def make(bank: list[Phrase], seed: int, copies: int) -> Iterator[Example]:
    """Several mails of each phrase, always the same for the same seed."""
    beside: dict[tuple[str, MailClass, int], list[str]] = {}
    for phrase in bank:
        if not phrase.secondary and 3 <= len(phrase.body.split()) <= 22:
            beside.setdefault((phrase.language, phrase.label, phrase.number % FOLDS), []).append(phrase.body)
    for phrase in bank:
        dice = random.Random(f"{seed}:{phrase.language}:{phrase.label}:{phrase.subject}:{phrase.body}")  # noqa: S311 - made mails, no secrets
        for copy in range(copies):
            yield _one(_mixed(phrase, beside, dice) if copy else phrase, dice, plain=copy == 0)


def _mixed(phrase: Phrase, beside: dict[tuple[str, MailClass, int], list[str]], dice: random.Random) -> Phrase:
    """Now and then a second matter behind the first: one that weighs less, in the order of precedence."""
    if phrase.secondary or phrase.label not in WEIGHS or dice.random() >= MIXED:
        return phrase
    other = dice.choice([label for label in LESSER if WEIGHS[phrase.label] > WEIGHS.get(label, 0)])
    options = beside.get((phrase.language, other, phrase.number % FOLDS))
    if not options:
        return phrase
    words = dice.choice(options)
    body = f"{phrase.body}{' ' if dice.random() < 0.6 else chr(10)}{words}"
    if other is MailClass.ORDER_CONFIRMATION and dice.random() < 0.5:
        body = f"{words} {dice.choice(BUT)} {phrase.body}" if phrase.language == "en" else f"{words} {phrase.body}"
    return replace(phrase, body=body, secondary=(other,))


def _one(phrase: Phrase, dice: random.Random, *, plain: bool) -> Example:
    language = phrase.language.partition("_")[0]
    slots = _slots(language, dice)
    subject, body, secondary = phrase.subject, phrase.body, phrase.secondary
    if not plain:
        subject, body, secondary = _varied(phrase, language, dice)
    subject, body = _fill(subject, slots, dice), _fill(body, slots, dice)
    if not plain:
        body = _around(body, language, slots, dice)
        subject, body = _mistyped(subject, dice), _mistyped(body, dice)
    local = dice.choice((LOCALS.get(phrase.label, SALES) if dice.random() < 0.6 else SALES).split())
    if dice.random() < 0.3:
        local = dice.choice(NAMES).lower()
    files = (
        tuple(Attachment(name) for name in [dice.choice(FILES[phrase.label])])
        if phrase.label in FILES and dice.random() < _attached(phrase)
        else ()
    )
    sender = Address(dice.choice(NAMES), f"{local}@{dice.choice(FIRMS).lower().replace(' ', '')}.example")
    automatic = phrase.label is MailClass.OTHER and dice.random() < 0.3
    mail = Mail("", sender, DAY, subject, body.strip(), attachments=files, automatic=automatic)
    return Example(mail, _standing(phrase, dice), phrase.label, secondary, phrase.number)


def _attached(phrase: Phrase) -> float:
    wanted = {MailClass.DOCUMENT: 0.7, MailClass.INVOICE_PAYMENT: 0.4, MailClass.QUOTE: 0.4}.get(phrase.label, 0.12)
    return (
        min(1.0, wanted + 0.2)
        if re.search(r"attach|anbei|jointe?|adjunt|allegat|bijga|zalacz|bifog", phrase.body)
        else wanted
    )


def _standing(phrase: Phrase, dice: random.Random) -> Standing:
    if phrase.label is MailClass.SPAM_PHISHING:
        return dice.choices(
            [Standing.STRANGER, Standing.FREE, Standing.LOOKALIKE, Standing.UNCHECKED, Standing.KNOWN],
            [50, 8, 10, 28, 4],
        )[0]
    if "{po" not in phrase.subject + phrase.body and dice.random() < 0.8:
        return dice.choices([Standing.KNOWN, Standing.KNOWN_DOMAIN, Standing.UNCHECKED], [60, 12, 28])[0]
    return dice.choices(
        [Standing.KNOWN, Standing.KNOWN_DOMAIN, Standing.UNCHECKED, Standing.STRANGER, Standing.OWN], [58, 10, 25, 6, 1]
    )[0]


def _varied(phrase: Phrase, language: str, dice: random.Random) -> tuple[str, str, tuple[MailClass, ...]]:
    subject, body, secondary = phrase.subject, phrase.body, phrase.secondary
    roll = dice.random()
    if roll < 0.16:
        subject = dice.choice(
            [
                "{po}",
                "Re: {po}",
                "PO {po}",
                "",
                "{item}",
                "Re: your order",
                "Hello",
                "FW: {po}",
                "update",
                "Your order {po}",
                "Re: Re: {po}",
            ]
        )
    elif roll < 0.24:
        subject = f"{dice.choice(['RE:', 'Fwd:', 'AW:', 'SV:', 'TR:'])} {subject}"
    elif roll < 0.30 and len(body.split()) > 5:
        subject, body = "", f"{subject}. {body}"
    if not secondary and phrase.label in TAKES_MORE and dice.random() < 0.14:
        other, words = dice.choice(BESIDE.get(language, BESIDE["en"]))
        body = f"{body} {words}"
        secondary = (other,)
    return subject, body, secondary


def _around(body: str, language: str, slots: dict[str, str], dice: random.Random) -> str:
    join = dice.choice(["\n\n", "\n", " "])
    if dice.random() < 0.55:
        body = _fill(dice.choice(GREETINGS.get(language, GREETINGS["en"]).split("|")), slots, dice) + join + body
    if dice.random() < 0.22:
        body += dice.choice(["\n", " "]) + dice.choice(TALK.get(language, TALK["en"]).split("|"))
    if dice.random() < 0.4:
        body += dice.choice(["\n\n", "\n"]) + _fill(
            dice.choice(CLOSINGS.get(language, CLOSINGS["en"]).split("|")), slots, dice
        )
    return body


def _mistyped(text: str, dice: random.Random) -> str:
    """Now and then all small letters, or a letter lost or swapped."""
    if dice.random() < 0.08:
        text = text.lower()
    if dice.random() < 0.12 and len(text) > 12:
        at = dice.randrange(2, len(text) - 2)
        if text[at].isalpha() and text[at + 1].isalpha():
            text = (
                text[:at]
                + (text[at + 1] + text[at] if dice.random() < 0.5 else "")
                + text[at + 2 if dice.random() < 0.5 else at + 1 :]
            )
    return text


def _fill(text: str, slots: dict[str, str], dice: random.Random) -> str:
    text = CHOICE.sub(lambda hit: dice.choice(hit.group(1).split("/")), text)
    return SLOT.sub(lambda hit: slots.get(hit.group(1), hit.group()), text)


def _slots(language: str, dice: random.Random) -> dict[str, str]:
    old = DAY + timedelta(days=dice.randrange(3, 40))
    new = old + timedelta(days=dice.randrange(3, 40))
    ordered = dice.choice([10, 12, 20, 24, 30, 50, 60, 80, 100, 120, 150, 200, 250, 300, 500, 1000, 2500])
    rest = max(1, ordered * dice.randrange(5, 60) // 100)
    price = dice.randrange(80, 30000) / 100
    items = ITEMS.get(language, ITEMS["en"]).split(",")
    number = dice.randrange(100, 900)
    style = dice.choice(["P{:05d}", "P{:05d}", "PO{:05d}", "PO {:05d}", "PO-{}", "P{:05d}", "45000{:05d}"])
    return {
        "po": style.format(number), "po2": style.format(number + dice.randrange(1, 9)), "so": f"{dice.choice(['SO-', 'A', '', 'AB', 'LW-'])}{dice.randrange(10000, 99999)}",
        "d": _date(new, language, dice), "od": _date(old, language, dice), "w": str(new.isocalendar().week), "ow": str(old.isocalendar().week),
        "wd": dice.choice(WEEKDAYS.get(language, WEEKDAYS["en"]).split()), "n": str(ordered), "a": str(ordered - rest), "b": str(rest),
        "item": dice.choice(items), "item2": dice.choice(items), "m": _money(price * dice.uniform(1.02, 1.2), language, dice),
        "om": _money(price, language, dice), "t": _money(price * dice.randrange(5, 60), language, dice),
        "p": dice.choice(["2", "2.5", "3", "4", "4,5", "5", "6", "7", "8", "10", "12"]), "inv": f"{dice.choice(['INV-', 'R', '', '26-', 'F'])}{dice.randrange(1000, 99999)}",
        "trk": f"{dice.choice(['1Z', '0034', 'JD'])}{dice.randrange(10**7, 10**9)}", "car": dice.choice(CARRIERS), "port": dice.choice(PORTS),
        "doc": "document.pdf", "name": dice.choice(NAMES), "me": dice.choice(NAMES), "co": dice.choice(FIRMS),
    }  # fmt: skip


def _date(day: date, language: str, dice: random.Random) -> str:
    months = MONTHS.get(language, MONTHS["en"]).split()
    month = months[day.month - 1]
    if language == "en":
        return dice.choice([f"{day.day} {month}", f"{month} {day.day}", f"{day:%d/%m/%Y}", f"{day:%Y-%m-%d}", f"{day.day} {month[:3]}", f"the {day.day}th",
                            f"{day:%a} {day.day} {month}", f"{day.day}.{day.month}.", f"week {day.isocalendar().week}", f"{day.day}-{month[:3]}", "next week"])  # fmt: skip
    between = " de " if language == "es" else ". " if language == "de" else " "
    return dice.choice(
        [
            f"{day.day}{between}{month}",
            f"{day:%d.%m.%Y}",
            f"{day:%d.%m.}" if language in {"de", "pl"} else f"{day:%d/%m}",
            f"{day:%d/%m/%Y}" if language != "de" else f"{day:%d.%m.%y}",
        ]
    )


def _money(value: float, language: str, dice: random.Random) -> str:
    comma = language not in {"en", "sv"} or dice.random() < 0.1
    text = f"{value:,.2f}"
    if comma:
        text = text.replace(",", "~").replace(".", ",").replace("~", ".")
    sign = dice.choice(["EUR", "€"]) if language != "pl" else "PLN"
    if language == "en":
        sign = dice.choice(["EUR", "€", "$", "£", "USD", "SEK"])
    if language != "en" or dice.random() < 0.3:
        return f"{text} {sign}"
    return f"{sign}{text}" if sign in "€$£" else f"{sign} {text}"
