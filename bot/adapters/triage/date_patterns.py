"""How days are written in the languages of our suppliers: names of months and weekdays, figures, weeks, turns of phrase."""

from __future__ import annotations

import re

MONTHS = {
    1: "january jan januar janner janvier janv enero ene gennaio genn januari stycznia styczen januari janeiro sty leden ledna",
    2: "february feb februar fevrier fevr febrero febbraio febbr februari lutego luty fevereiro fev lut unora unor",
    3: "march mar marz mrz maerz mars marzo maart mrt marca marzec marts marco brezna",
    4: "april apr avril avr abril abr aprile kwietnia kwiecien kwi dubna",
    5: "may mai mayo maggio magg mei maja maj maio kvetna",
    6: "june jun juni juin junio giugno giu czerwca czerwiec cze junho cervna",
    7: "july jul juli juillet juil julio luglio lug lipca lipiec lip julho cervence",
    8: "august aug aout agosto ago augustus sierpnia sierpien sie augusti srpna",
    9: "september sep sept septembre septiembre settembre sett set wrzesnia wrzesien wrz setembro zari",
    10: "october oct oktober okt octobre octubre ottobre ott pazdziernika pazdziernik paz outubro out rijna",
    11: "november nov novembre noviembre listopada listopad lis novembro",
    12: "december dec dezember dez decembre diciembre dic dicembre grudnia grudzien gru dezembro prosince",
}
MONTH_OF = {word: number for number, words in MONTHS.items() for word in words.split()}
WEEKDAYS = {
    0: "monday mon montag lundi lunes lunedi maandag poniedzialek poniedzialku mandag segunda-feira",
    1: "tuesday tue tues dienstag mardi martes martedi dinsdag wtorek tisdag tirsdag terca-feira",
    2: "wednesday wed weds mittwoch mercredi miercoles mercoledi woensdag sroda srode onsdag quarta-feira",
    3: "thursday thu thur thurs donnerstag jeudi jueves giovedi donderdag czwartek torsdag quinta-feira",
    4: "friday fri freitag vendredi viernes venerdi vrijdag piatek fredag sexta-feira",
    5: "saturday samstag sonnabend samedi sabado sabato zaterdag sobota sobote lordag",
    6: "sunday sonntag dimanche domingo domenica zondag niedziela niedziele sondag",
}
WEEKDAY_OF = {word: number for number, words in WEEKDAYS.items() for word in words.split()}
MONTH = "|".join(sorted(MONTH_OF, key=len, reverse=True))
WEEKDAY = "|".join(sorted(WEEKDAY_OF, key=len, reverse=True))
# Two figures behind a month are a year only if they can be one: "21 April, 60 of them" is the 21st and a count.
NO_YEAR = r"[\d.:%]|\s?(?:pcs|x|st|kg|%)|\s(?:of|out of|more|pieces|units|von|stuck|stk|sur|su|van|z)\b"
YEAR = rf"(?:20\d\d|'?[23]\d(?!{NO_YEAR}))"
ORDINAL = r"(?:st|nd|rd|th|er|re|ste|de|e|º|°|:e)?"
OF = r"(?:\s+(?:of|de|del|di|den|d'))?"
ISO = re.compile(r"(?<!\d)(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
NUMERIC = re.compile(r"(?<![\d.,/-])(\d{1,2})(?P<mark>[./-])(\d{1,2})(?P=mark)(20\d\d|\d\d)(?![\d/])(?!\.\d)")
SPACED = re.compile(r"(?<![\d.,/-])(\d{1,2})\. (\d{1,2})\. (20\d\d)(?!\d)")
DOTTED = re.compile(r"(?<![\d.,/€$£-])(\d{1,2})\.(\d{1,2})\.(?!\d)")
SHORT = re.compile(
    r"(?<![\w.,/€$£-])(\d{1,2})([/.])(\d{1,2})(?![\d/%€$£]|[.,]\d|\s?(?:mm|cm|pcs|st|kg|eur|usd|gbp|\"|inch))"
)
# Beside "12.50" a "13.10" is a price, unless the word before it is only said of days.
PRICED = re.compile(r"(?<![\d.,])\d+\.(?:1[3-9]|[2-9]\d)(?![\d.])")
SURE_BEFORE = re.compile(r"\b(?:on|by|until|till|due|eta|etd|am|bis|zum|vom|ab|den|le|el|il|termin|dnia|op)\s*$")
DAY_MONTH = re.compile(
    rf"(?<![\w.,])(?P<day>\d{{1,2}}){ORDINAL}\.?{OF}[\s-]*(?:the\s+)?(?P<month>{MONTH})\b\.?(?:,?[\s-]*(?:de\s+|del\s+)?(?P<year>{YEAR}))?(?![\w]*\d)"
)
MONTH_DAY = re.compile(
    rf"\b(?P<month>{MONTH})\.?\s+(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\.\d|:)(?:,?\s*(?P<year>20\d\d))?"
)
# "22.-24.06.2026": the last day counts; "26JUN26".
RANGE = re.compile(
    r"(?<![\d.,/-])\d{1,2}\.?(?:\d{1,2}\.)?\s?(?:-|bis|to|/)\s?(\d{1,2})\.(\d{1,2})\.(20\d\d|\d\d)?(?!\d)"
)
TIGHT = re.compile(r"(?<!\w)(\d{1,2})(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(20\d\d|\d\d)(?!\w)")
WEEK = re.compile(
    r"\b(?:calendar week|week no\.?|weeks|week|wk|cw|kw|kalenderwoche|wochen|woche|semaine|sem\.|semana|settimana|tydzien|tygodni[ua]|vecka|uge)"
    r"\.?\s?(?:no\.? ?|nr\.? ?|n° ?)?(?P<a>\d{1,2})(?:\s?(?:-|/|to|bis|a|or|oder|tot)\s?(?P<b>\d{1,2}))?(?![\d.,%]*\d)(?:\s?[/ ]\s?(?P<year>20\d\d))?"
)
WEEK_TIGHT = re.compile(
    r"(?<![\w/-])(?:v\.|s|w)\.?(?P<a>[0-5]?\d)(?:\s?[-/]\s?(?P<b>[0-5]?\d))?(?:[/ ](?P<year>20\d\d))?(?!\w|[.,]\d)"
)
THE_DAY = re.compile(r"\b(?:the|(?:op )?de(?=\s\d{1,2}(?:e|ste|de)\b)|am|zum|bis zum|le|el|dia|il|den|d\.)\s(?P<day>\d{1,2})(?:(?:st|nd|rd|th|\.|:e|e|ste|de)(?!\w)|(?=\s*(?:[.,;!?)]|$)(?!\d))|"
                     r"(?=\s(?:of|and|or|as|instead|at|in|is|will|for|to|but|with|und|statt|et|au|y|en|e|i|och)\b))(?![.,]?\d)")  # fmt: skip
# "15th > 22nd", "call it 22nd": an ordinal where only a day makes sense.
ORDINAL_ALONE = re.compile(
    r"(?:(?:^|[>\n(])\s*|\b(?:on|by|till?|until|from|to|not|than|say|call it)\s)(?P<day>\d{1,2})(?:st|nd|rd|th)(?=\s*(?:[.,;!?)>\n]|->|$|(?:is|at|and|or|instead|if|not)\b))"
)
WEEKDAY_RANGE = re.compile(rf"\b(?:{WEEKDAY})\b\.?\s?(?:-|to|through|bis|a|au|al|tot|do|till)\s?(?:{WEEKDAY})\b")
WEEKDAY_ALONE = re.compile(rf"\b(?P<next>(?:next|a week on|week on|this|coming|nachsten?|kommenden?|diesen?|prossimo|proximo|volgende|komende|aanstaande|przyszly|nasta)\s+)?"
                           rf"(?P<day>{WEEKDAY})\b\.?(?P<after>\s+(?:next|after next|week|prochain|proximo|prossimo|in a week))?")  # fmt: skip
WEEKDAY_BEFORE = re.compile(
    rf"\b(?:{WEEKDAY})\b(?:(?<=\b\w\w)\.|(?<=\b\w\w\w)\.|(?<=\b\w\w\w\w)\.)?,?\s*(?:the\s+|den\s+|dem\s+|le\s+|el\s+|dia\s+|il\s+)?(?:morning\s+|evening\s+)?$"
)
BARE_DAY = re.compile(
    rf"\b(?P<wd>{WEEKDAY})\b\.?,?\s+(?:the\s+|den\s+|dem\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.|:e|e)?(?![\w/:%€$£-]*\d|[.,]\d|\s?(?:h|uhr|am|pm|o'clock)\b)"
)
RELATIVE = {
    "day after tomorrow|ubermorgen|apres-demain|pasado manana|dopodomani|overmorgen|pojutrze|i overmorgon": 2,
    "tomorrow|tmrw|tomorow|morgen(?! fruh)|morgen fruh|demain|manana|domani|jutro|imorgon|i morgon|amanha|i morgen": 1,
    "today|tonight|heute|heute abend|aujourd'hui|ce jour|ce soir|hoy|oggi|stasera|vandaag|dzisiaj|dzis|idag|i dag|hoje": 0,
}
RELATIVE_DAY = [(re.compile(rf"\b(?:{words})\b"), days) for words, days in RELATIVE.items()]
NEXT_WEEK = re.compile(r"\b(?P<end>(?:the )?end of |late |ende |fin (?:de )?(?:la )?|(?:a )?finales de (?:la )?|fine |eind(?:e)? |pod koniec |slutet av )?"
                       r"(?P<which>next week|nachster? woche|kommender? woche|la semaine prochaine|semaine prochaine|la proxima semana|proxima semana|la semana que viene|"
                       r"la prossima settimana|settimana prossima|prossima settimana|volgende week|w przyszlym tygodniu|przyszlego tygodnia|nasta vecka)\b")  # fmt: skip
THIS_WEEK = re.compile(r"\b(?:end of (?:the|this) week|by the weekend|ende der woche|ende dieser woche|fin de (?:la )?semaine|fin de semana|fine settimana|eind(?:e)? van de(?:ze)? week|"
                       r"later this week|pod koniec tygodnia)\b")  # fmt: skip
MONTH_PART = re.compile(rf"\b(?P<which>end(?: of)?(?: the)?|ende|fin(?: de)?|(?:a )?finales de|fine|eind(?:e)?|koniec|konca|slutet av|mid-?(?: of)?|middle of|mitte|mi-|mediados de|meta|half|polowa|"
                        rf"early|beginning of|start of|anfang|debut|principios de|inizio|begin|poczatek)[\s-]*(?P<month>{MONTH}|(?:the |this |next )?month|monats|du mois|de mes|mese|maand)\b(?!\s+\d{{1,2}}\b)(?:\s+(?P<year>20\d\d))?")  # fmt: skip
IN_DAYS = re.compile(r"\b(?:in|within|innerhalb von|binnen|dans|sous|en|dentro de|tra|fra|entro|over|za|om)\s+(?:about |another |ca\.? |etwa |around |the next )?(?P<n>\d{1,2}|[a-z]+)\s+"
                     r"(?P<unit>working days?|business days?|werktagen?|arbeitstagen?|jours ouvres|days?|tagen?|jours?|dias|giorni|dagen|dni|dagar|weeks?|wochen?|semaines?|semanas?|settimane|weken|tygodnie|veckor|fortnight)\b")  # fmt: skip
FORTNIGHT = re.compile(r"\bin a fortnight\b|\ba fortnight\b|\bfortnight's time\b")
MONTH_ONLY = re.compile(
    rf"\b(?:in|by|until|till|im|bis|en|in het|w|i|em|during)\s+(?P<month>{MONTH})\b(?!\s*\d|\s+(?:the\s+)?\d)(?:\s+(?P<year>20\d\d))?"
)
LATER = re.compile(r"\b(?P<n>\d{1,2}|[a-z]+)\s(?P<unit>working days?|days?|weeks?|tage?n?|wochen?|jours?|semaines?|dias?|semanas?|giorn[oi]|settiman[ae]|dag(?:en)?|week|weken|dni|tygodni\w*)\s"
                   r"(?:later|late|spater|plus tard|de retard|mas tarde|de retraso|dopo|di ritardo|later|vertraging|pozniej)\b")  # fmt: skip
AFTER_THAT = re.compile(
    rf"\bthe (?P<day>{WEEKDAY}|week|day) after\b(?!\s+(?:tomorrow|next))|\ba (?P<unit>week|day) later\b"
)
AMERICAN = re.compile(
    r"\b[A-Z][a-z]+,? (?:AL|AK|AZ|AR|CA|CO|CT|FL|GA|ID|IL|IA|KS|KY|LA|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY)\b|"
    r"\bUSA\b|\bU\.S\.A?\.?|\bUnited States\b|\bPhone: ?\(?\d{3}\)?[ -]\d{3}-\d{4}|\+1[ -(]?\d{3}|\b\(?\d{3}\)? ?\d{3}-\d{4}\b|\b(?:EST|PST|CST|MST|EDT|PDT|CDT)\b"
)
DATE_BEFORE = re.compile(r"(?:\b(?:on|by|before|until|till|from|to|for|due|eta|etd|am|bis|zum|vom|ab|den|der|termin|ankunft|lieferung|le|au|du|el|al|del|il|entro|per|op|naar|van|voor|dnia|do|od|na|den|til|till|date|dates|"
                         r"arrival|arrivee|llegada|arrivo|aankomst|delivery|livraison|entrega|consegna|levering|dostawa|week of|w/c|you|here|and|now|comes?|coming|kommt|komt|llega|arriva|arrive|becomes?|works?|offer|ship(?:s|ped|ping)?|leaves?|in|"
                         r"around|approx|about|ready|late|now|is|not|than|of|em|em|dia|a)|[:(>=~-])\s*$")  # fmt: skip
# Short names of days that are words of their own in one language or another.
SHORT_DAYS = {"mon", "wed", "sun", "mar", "tue", "thu", "fri"}
