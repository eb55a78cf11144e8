"""Months, weekdays and stretches of time, as people name them in eight languages (flat: without accents)."""

from __future__ import annotations


def _numbered(*rows: str) -> dict[str, int]:
    return {word: number for number, row in enumerate(rows, 1) for word in row.split()}


MONTHS = _numbered(
    "january januar janvier enero gennaio januari styczen stycznia styczniu janeiro",
    "february februar fevrier febrero febbraio februari luty lutego lutym fevereiro",
    "march marz maerz mars marzo maart marzec marca marcu marco",
    "april avril abril aprile kwiecien kwietnia kwietniu",
    "may mai mayo maggio mei maj maja maju maio",
    "june juni juin junio giugno czerwiec czerwca czerwcu junho",
    "july juli juillet julio luglio lipiec lipca lipcu julho",
    "august aout agosto augustus sierpien sierpnia sierpniu",
    "september septembre septiembre settembre wrzesien wrzesnia wrzesniu setembro",
    "october oktober octobre octubre ottobre pazdziernik pazdziernika pazdzierniku outubro",
    "november novembre noviembre listopad listopada listopadzie novembro",
    "december dezember decembre diciembre dicembre grudzien grudnia grudniu dezembro",
)
SHORT_MONTHS = _numbered(
    "jan ene gen sty", "feb fev", "mar mrz", "apr avr abr", "may", "jun", "jul", "aug ago", "sep sept set"
    "oct okt ott",
    "nov", "dec dez dic",
)  # fmt: skip
WEEKDAYS = _numbered(
    "monday montag lundi lunes lunedi maandag poniedzialek poniedzialku",
    "tuesday dienstag mardi martes martedi dinsdag wtorek wtorku",
    "wednesday mittwoch mercredi miercoles mercoledi woensdag sroda srode srody",
    "thursday donnerstag jeudi jueves giovedi donderdag czwartek czwartku",
    "friday freitag vendredi viernes venerdi vrijdag piatek piatku",
    "saturday samstag sonnabend samedi sabado sabato zaterdag sobota sobote soboty",
    "sunday sonntag dimanche domingo domenica zondag niedziela niedziele niedzieli",
)
SHORT_WEEKDAYS = _numbered("mon", "tue tues", "wed", "thu thur thurs", "fri", "sat", "sun")
UNITS = {
    word: unit
    for unit, row in {
        "day": "day days tag tage tagen jour jours dia dias giorno giorni dag dagen dzien dni",
        "week": "week weeks woche wochen semaine semaines semana semanas settimana settimane weken tydzien tygodniu "
        "tygodnia tygodnie tygodni",
        "month": "month months monat monats monate monaten mois mes meses mese mesi maand maanden miesiac miesiacu "
        "miesiaca miesiace miesiecy",
        "quarter": "quarter quarters quartal quartals trimestre kwartaal kwartal kwartale kwartalu",
        "year": "year years jahr jahres jahre jahren annee annees an ans ano anos anno anni jaar jaren rok roku lata",
    }.items()
    for word in row.split()
}
TODAY = "today heute aujourd hui hoy oggi vandaag dzis dzisiaj hoje tonight"
TOMORROW = "tomorrow morgen demain manana domani jutro amanha"
YESTERDAY = "yesterday gestern hier ayer ieri gisteren wczoraj ontem"
DAYS = {
    "today": 0, "heute": 0, "aujourd hui": 0, "hoy": 0, "oggi": 0, "vandaag": 0, "dzis": 0, "dzisiaj": 0, "hoje": 0,
    "tonight": 0, "tomorrow": 1, "morgen": 1, "demain": 1, "manana": 1, "domani": 1, "jutro": 1, "amanha": 1,
    "yesterday": -1, "gestern": -1, "hier": -1, "ayer": -1, "ieri": -1, "gisteren": -1, "wczoraj": -1, "ontem": -1,
    "day after tomorrow": 2, "ubermorgen": 2, "apres demain": 2, "pasado manana": 2, "dopodomani": 2, "overmorgen": 2,
    "pojutrze": 2, "day before yesterday": -2, "vorgestern": -2, "avant hier": -2, "anteayer": -2, "altro ieri": -2,
    "eergisteren": -2, "przedwczoraj": -2,
}  # fmt: skip
THIS = (
    r"(?:this|the current|current|dies\w*|aktuelle\w*|laufende\w*|cette|ce|cet|esta|este|questa|questo|quest|deze|dit|"
    r"(?:w )?tym|(?:w )?ten|biezac\w*|neste|nesta)"
)
LAST = (
    r"(?:the last|last|previous|past|prior|letzte\w*|vergangene\w*|vorige\w*|derni[e]?r\w*|passee?|pasad[oa]s?|"
    r"ultim\w+|scors[oaie]|passat[oaie]|vorig|afgelopen|laatste|(?:w )?zeszly\w*|(?:w )?zeszle\w*|ostatni\w*|"
    r"(?:w )?poprzedni\w*|passad[oa])"
)
NEXT = (
    r"(?:the next|next|coming|the coming|upcoming|following|nachste\w*|kommende\w*|prochaine?s?|suivante?|proxim[oa]s?|"
    r"que viene|prossim[oaie]|volgende?|komende?|aankomende|(?:w )?przyszly\w*|(?:w )?nastepn\w*|najblizsz\w*)"
)
NUMBERS = {
    word: number
    for number, row in enumerate(
        (
            "one a an ein eine einen un une uno una een jeden jedna",
            "two zwei deux dos due twee dwa dwie couple",
            "three drei trois tres tre drie trzy",
            "four vier quatre cuatro quattro cztery",
            "five funf cinq cinco cinque vijf piec",
            "six sechs seis sei zes szesc",
            "seven sieben sept siete sette zeven siedem",
            "eight acht huit ocho otto osiem",
            "nine neun neuf nueve nove negen dziewiec",
            "ten zehn dix diez dieci tien dziesiec",
        ),
        1,
    )
    for word in row.split()
} | {"twelve": 12, "dozen": 12, "twenty": 20, "thirty": 30}
SINCE = r"(?:since|starting|from|after|seit|ab|nach|depuis|a partir de|desde|da|dal|dalla|sinds|vanaf|na|od)"
UNTIL = (
    r"(?:until|till|til|by|before|up to|no later than|bis|bis zum|vor|spatestens|jusqu a|jusqu|avant|"
    r"d ici|hasta|antes de|"
    r"entro|fino a|prima di|tot|voor|uiterlijk|do|przed|ate)"
)
BETWEEN = r"(?:between|from|zwischen|von|vom|entre|de|du|del|desde|tra|fra|da|dal|tussen|van|miedzy|od)"
AND = r"(?:and|to|until|till|through|und|bis|et|au|a|y|al|hasta|e|en|tot|i|do|-)"
END_OF = (
    r"(?:(?:the )?end of(?: the)?|ende(?: des| der)?|fin(?: de| du| de la)?|final(?:es)? de|fine(?: "
    r"del| della)?|eind(?:e)?(?: van(?: de| het)?)?|koniec|konca?)"
)
WEEKEND = r"(?:weekend|wochenende|week end|fin de semana|fine settimana)"
