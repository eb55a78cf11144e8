"""The languages that suppliers write in: which one a text is in, and how it writes days and figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bot.domain.spelling import word_set, words

LEAST = 2  # telling words, below which a text is in no language for sure
NO_BREAK = "\u00a0"


class Language(StrEnum):
    """A language by its ISO code."""

    ENGLISH = "en"
    GERMAN = "de"
    FRENCH = "fr"
    SPANISH = "es"
    ITALIAN = "it"
    DUTCH = "nl"
    POLISH = "pl"
    PORTUGUESE = "pt"
    SWEDISH = "sv"
    DANISH = "da"

    @property
    def called(self) -> str:
        """Its own name, for whoever speaks it."""
        return NAMES[self]


NAMES: Mapping[Language, str] = {
    Language.ENGLISH: "English",
    Language.GERMAN: "Deutsch",
    Language.FRENCH: "Français",
    Language.SPANISH: "Español",
    Language.ITALIAN: "Italiano",
    Language.DUTCH: "Nederlands",
    Language.POLISH: "Polski",
    Language.PORTUGUESE: "Português",
    Language.SWEDISH: "Svenska",
    Language.DANISH: "Dansk",
}
# Small words and greetings that give a language away; words of several languages count for each of them.
TELLING: Mapping[Language, frozenset[str]] = {
    Language.ENGLISH: word_set(
        "the and of to is are was be been we you your our will have has not with for this that from please thanks "
        "hello regards dear can it on by shipped delivery late sorry order"
    ),
    Language.GERMAN: word_set(
        "der die das und ist sind wir sie ihre ihrer ihren ihr nicht mit fur von zu zum zur den dem des ein eine einen "
        "wird werden haben hat leider auf im am bei uns unsere bitte hallo guten sehr geehrte grusse gruss "
        "mfg danke bestellung lieferung liefern anbei wie noch aus erst geht moin oder"
    ),
    Language.FRENCH: word_set(
        "le la les et est sont nous vous votre vos notre nos ne pas avec pour de du des un une sur dans par sera au "
        "aux bonjour cordialement merci commande livraison ce cette ci joint veuillez suite est qui que je te tu"
    ),
    Language.SPANISH: word_set(
        "el la los las y es son su sus nuestro nuestra no con para de del un una en por se que le les estimado "
        "estimados hola buenos buenas dias tardes saludos saludo gracias pedido entrega adjunto adjuntamos pero esta "
        "tenemos lo ha"
    ),
    Language.ITALIAN: word_set(
        "il lo la gli le e di del della dei delle non con per un una in che si sono vi ci vostro vs ns nostra nostro "
        "buongiorno buonasera cordiali saluti distinti gentile spett grazie ordine consegna allegato alla al dal "
        "abbiamo purtroppo questo ma"
    ),
    Language.DUTCH: word_set(
        "de het een en is zijn wij we u uw ons onze niet met voor van op te dat dit wordt worden hebben heeft helaas "
        "bij aan beste hallo hoi groet groeten vriendelijke bedankt dank bestelling levering jullie je nog ook kunnen"
    ),
    Language.POLISH: word_set(
        "i w z na do nie sie jest sa za od ze prosze panstwa pan pani dzien dobry witam pozdrawiam pozdrowieniami "
        "dziekuje szanowni zamiast "
        "zamowienie zamowienia zamowieniu dostawa dostawy szt niestety nasz nasza bedzie oraz dla przez jak to"
    ),
    Language.PORTUGUESE: word_set(
        "o a os as e do da dos das no na nos nas nao com para um uma em por que se sao sua seu vossa vosso ao pela "
        "bom boa dia tarde cumprimentos obrigado obrigada encomenda entrega segue anexo agradecemos conforme informamos"
    ),
    Language.SWEDISH: word_set(
        "och ar att det en ett vi ni er era inte med for av pa som den till har kan blir vara var hej tack halsning "
        "halsningar vanlig vanliga bestallning leverans levereras vecka tyvarr mvh fran vid om oss"
    ),
    Language.DANISH: word_set(
        "og er at det en et vi i jer jeres ikke med for af pa som den til har kan bliver vaere hej tak hilsen venlig "
        "venlige bestilling ordre levering leveres uge desvaerre mvh fra ved om os der vores"
    ),
}
# Letters that only some of our languages have, before accents are taken off.
LETTERS: Mapping[str, frozenset[Language]] = {
    "ß": frozenset({Language.GERMAN}),
    "ü": frozenset({Language.GERMAN}),
    "ñ": frozenset({Language.SPANISH}),
    "¿": frozenset({Language.SPANISH}),
    "ã": frozenset({Language.PORTUGUESE}),
    "õ": frozenset({Language.PORTUGUESE}),
    "å": frozenset({Language.SWEDISH, Language.DANISH}),
    "ø": frozenset({Language.DANISH}),
    "æ": frozenset({Language.DANISH}),
    "ł": frozenset({Language.POLISH}),
    "ś": frozenset({Language.POLISH}),
    "ż": frozenset({Language.POLISH}),
    "ę": frozenset({Language.POLISH}),
}
MONTHS: Mapping[Language, str] = {
    Language.ENGLISH: "January February March April May June July August September October November December",
    Language.GERMAN: "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    Language.FRENCH: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    Language.SPANISH: "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    Language.ITALIAN: "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    Language.DUTCH: "januari februari maart april mei juni juli augustus september oktober november december",
    Language.POLISH: "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października "
    "listopada grudnia",
    Language.PORTUGUESE: "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    Language.SWEDISH: "januari februari mars april maj juni juli augusti september oktober november december",
    Language.DANISH: "januar februar marts april maj juni juli august september oktober november december",
}
DAY_FORMS = {
    Language.GERMAN: "{0}. {1} {2}",
    Language.DANISH: "{0}. {1} {2}",
    Language.SPANISH: "{0} de {1} de {2}",
    Language.PORTUGUESE: "{0} de {1} de {2}",
}
# What stands between thousands, and from how many figures before the point on (Unicode CLDR).
GROUPING = {
    Language.ENGLISH: (",", 4),
    Language.FRENCH: ("\u202f", 4),
    Language.SPANISH: (".", 5),
    Language.POLISH: (NO_BREAK, 5),
    Language.PORTUGUESE: (NO_BREAK, 5),
    Language.SWEDISH: (NO_BREAK, 4),
}


def of_locale(code: str) -> Language:
    """The language of Odoo's `de_DE` or `pt_BR`; English for one that we do not write."""
    short = code.replace("-", "_").partition("_")[0].lower()
    return Language(short) if short in set(Language) else Language.ENGLISH


def written_in(text: str) -> Language:
    """The language of a text by its small words and letters; English where they do not tell."""
    said = Counter(words(text))
    points = {language: sum(said[word] for word in telling) for language, telling in TELLING.items()}
    for letter, languages in LETTERS.items():
        for language in languages if letter in text.lower() else ():
            points[language] += 1
    (best, most), (_, next_most) = Counter(points).most_common(2)
    return best if most >= LEAST and most > next_most else Language.ENGLISH


def day(when: date, language: Language) -> str:
    """A day with its month's name, so that nobody takes the month for the day: `14. April 2026`."""
    month = MONTHS[language].split()[when.month - 1]
    number = "1er" if language is Language.FRENCH and when.day == 1 else str(when.day)
    return DAY_FORMS.get(language, "{0} {1} {2}").format(number, month, when.year)


def figure(value: Decimal, language: Language, least_decimals: int = 0) -> str:
    """A number as the language writes it, with the decimals it has: `1.234,5`."""
    whole, _, decimals = f"{value.normalize():f}".partition(".")
    between, least = GROUPING.get(language, (".", 4))
    if len(whole.lstrip("-")) >= least:
        whole = f"{int(whole):,}".replace(",", between)
    decimals = decimals.ljust(least_decimals, "0")
    point = "." if language is Language.ENGLISH else ","
    return f"{whole}{point}{decimals}" if decimals else whole
