"""Turns of phrase for days: weeks, parts of months, weekdays, "in two weeks", in the languages of our suppliers."""

from __future__ import annotations

import re

from bot.adapters.triage.day_names import MONTH, WEEKDAY

WEEK_WORD = (
    r"calendar week|week(?: no\.?| number| commencing)?|weeks|weeknummer|wk|cw|kw|kt|kalenderwoche|wochen|woche|semaine|sem\.|sem(?= ?\d)|semana|settimana|sett\.|sett(?= ?\d)|"
    r"tydzien|tygodni[ua]|tydz\.?|tyg\.|tyden|tydnu|tydne|vecka|veckan|uge|uke"
)
WEEK = re.compile(
    rf"\b(?:(?:the )?(?:end|beginning|start|middle|course) of |(?:bis )?ende (?:der )?|anfang (?:der )?|mitte (?:der )?|im laufe (?:der )?|fin (?:de )?(?:la )?|fine |debut |courant |finales de (?:la )?|einde? (?:van )?|begin |pod koniec |koniec |slutet av |slutningen af |konec )?(?:{WEEK_WORD})"
    r"\.?\s?(?:#|no\.? ?|nr\.? ?|n° ?|n\. ?)?(?P<a>\d{1,2})(?:\s?(?:-|/|to|bis|a|or|oder|tot|til|till|au|do)\s?(?:kw |week )?(?P<b>\d{1,2}))?(?![\d.,%]*\d)(?:(?:\s?[/ ]\s?|\sde\s|\sof\s)(?P<year>20\d\d))?"
)
# "24. KW", "24 tydzien", "week 24" said the other way round.
WEEK_AFTER = re.compile(
    r"(?<![\w.,/-])(?P<a>[0-5]?\d)(?P<b>)(?:\.|th|nd|rd|st|e|eme)? ?(?:kw|kalenderwoche|tydzien|tygodni[ua]|tyden|tydnu|calendar week|week of (?=20)|(?<=[htd] )week|(?<=e )semaine)\b(?: (?P<year>20\d\d))?"
)
WEEK_TIGHT = re.compile(
    r"(?<![\w/-])(?:v\.|s|w)\.? ?(?<!s )(?<!w )(?P<a>[0-5]?\d)(?:\s?[-/]\s?(?P<b>[0-5]?\d))?(?:[/ ](?P<year>20\d\d))?(?!\w|[.,]\d)"
)
# Swedish "v 24" and "v24"; elsewhere a "V24" is a valve.
WEEK_SWEDISH = re.compile(
    r"(?<![\w/-])v ?(?P<a>[0-5]?\d)(?:\s?[-/]\s?(?P<b>[0-5]?\d))?(?:[/ ](?P<year>20\d\d))?(?!\w|[.,]\d)"
)
SWEDISH = re.compile(
    r"\b(?:och|att|ni|inte|vecka|leverans\w*|levererar?s?|godset|skickar?s?|ert|nytt|vi|tidigast|senast|kommer|resten|klart|istallet|stallet|fran|till|tidigare|datum|onskat|bekraftat|hamtning)\b"
)
ISO_WEEK = re.compile(r"\b(?P<year>20\d\d)-?w(?P<a>[0-5]\d)(?P<b>)\b")
THE_DAY = re.compile(r"\b(?:the|(?:op )?de(?=\s\d{1,2}(?:e|ste|de)\b)|am|zum|bis zum|le|el|dia|il|den|d\.)\s(?P<day>\d{1,2})(?:(?:st|nd|rd|th|\.|:e|e|ste|de)(?!\w)|(?=\s*(?:[.,;!?)]|$)(?!\d))|"
                     r"(?=\s(?:of|and|or|as|instead|at|in|is|will|for|to|but|with|und|statt|et|au|y|en|e|i|och)\b))(?![.,]?\d)")  # fmt: skip
# "15th > 22nd", "call it 22nd": an ordinal where only a day makes sense.
ORDINAL_ALONE = re.compile(
    r"(?:(?:^|[>\n(])\s*|\b(?:on|by|till?|until|from|to|not|than|say|call it)\s)(?P<day>\d{1,2})(?:st|nd|rd|th)(?=\s*(?:[.,;!?)>\n]|->|$|(?:is|at|and|or|instead|if|not)\b))"
)
WEEKDAY_RANGE = re.compile(rf"\b(?:{WEEKDAY})\b\.?\s?(?:-|to|through|bis|a|au|al|tot|do|till)\s?(?:{WEEKDAY})\b")
WEEKDAY_ALONE = re.compile(rf"\b(?P<next>(?:next|a week on|week on|this|coming|nachsten?|kommenden?|diesen?|prossimo|proximo|volgende|komende|aanstaande|przyszly|nasta|naesta|naeste|pristi)\s+)?"
                           rf"(?P<day>{WEEKDAY})\b\.?(?P<after>\s+(?:next|after next|week|prochain|proximo|prossimo|in a week))?")  # fmt: skip
BARE_DAY = re.compile(
    rf"\b(?P<wd>{WEEKDAY})\b\.?,?\s+(?:the\s+|den\s+|dem\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.|:e|e)?(?![\w/:%€$£-]*\d|[.,]\d|\s?(?:h|uhr|am|pm|o'clock)\b)"
)
RELATIVE = {
    "day after tomorrow|ubermorgen|apres-demain|pasado manana|dopodomani|overmorgen|pojutrze|i overmorgon|i overmorgen|pozitri|depois de amanha": 2,
    "tomorrow|tmrw|tomorow|(?<!guten )(?<!schonen )(?<!god )(?<!am )(?<!heute )(?<!jeden )morgen(?: fruh| vormittag| nachmittag| abend|ochtend|middag)?|demain|(?<!la )(?<!esta )manana|domani|jutro|imorgon|i morgon|amanha|i morgen|zitra": 1,
    "today|tonight|heute|heute abend|aujourd'hui|ce jour|ce soir|hoy|oggi|stasera|vandaag|dzisiaj|dzis|idag|i dag|hoje|dnes": 0,
}
RELATIVE_DAY = [(re.compile(rf"\b(?:{words})\b"), days) for words, days in RELATIVE.items()]
_END = r"(?:the )?end of |late |ende |fin (?:de )?(?:la )?|(?:a )?finales de (?:la )?|fine |eind(?:e)? (?:van )?|pod koniec |koniec |slutet av |slutningen af |fim da |final da |koncem "
NEXT_WEEK = re.compile(rf"\b(?P<end>{_END})?"
                       r"(?P<which>next(?: calendar)? week|the following week|(?:der )?nachste[rn]? (?:kalender)?woche|(?:der )?kommende[rn]? woche|folgewoche|la semaine prochaine|semaine prochaine|la proxima semana|proxima semana|la semana que viene|na? proxima semana|"
                       r"la prossima settimana|settimana prossima|prossima settimana|volgende week|komende week|w przyszlym tygodniu|przyszlego tygodnia|nasta vecka|naeste uge|pristi tyden)\b")  # fmt: skip
THIS_WEEK = re.compile(r"\b(?:end of (?:the|this) (?:calendar )?week|end of (?:calendar )?week(?! ?(?:\d|no|#))|(?:the )?week ?end|ende der (?:kalender)?woche|ende (?:dieser|der laufenden) woche|wochenende|fin de (?:la |cette )?semaine|fin de (?:la |esta )?semana|fine (?:della )?settimana|fim da semana|eind(?:e)? (?:van )?de(?:ze)? week|"
                       r"later this week|pod koniec tygodnia|koniec tygodnia|konca tygodnia|slutet av veckan|slutningen af ugen|konec tydne|konce tydne|(?<=ship )this week|(?<=deliver )this week|(?<=leave )this week)\b")  # fmt: skip
_LAST = (
    r"(?:the )?(?:very )?end(?: of)?(?: the)?|ende|monatsende|fin(?: (?:du mois )?de)?|final(?:es)? de|a finales de|fine(?: (?:di|del mese di))?|einde?(?: van)?|koniec|konca|koncem|slutet (?:av|pa)|slutningen af|ultimo|fi[mn](?:ais|al)? d[eo]|final de|konec|konce|koncem|"
    r"(?:the )?(?:last week|last days?|second half|latter part) of|late|letzte woche(?: im)?|zweite halfte|derniere semaine (?:de|d')|ultima semana de|ultima settimana di|laatste week van"
)
_MIDDLE = r"mid-?(?: of)?|(?:the )?middle of(?: the)?|mitte|mi|mi-|mediados de|meta(?: di)?|half|medio|polow[aey]|polowie|mitten av|midten af|meados de|polovin[aey]|(?:the )?first half of|erste halfte|premiere quinzaine de"
_FIRST = r"early(?: in)?|(?:the )?(?:beginning|start|first days?) of(?: the)?|anfang|beginn?|debut|principios de|inicios de|inizio|begin|poczatek|poczatku|poczatkiem|borjan av|begyndelsen af|primo|inicio de|zacatek|zacatku|zacatkem"
MIDDLE, FIRST = re.compile(_MIDDLE), re.compile(_FIRST)
MONTH_PART = re.compile(rf"\b(?P<which>{_LAST}|{_MIDDLE}|{_FIRST})[\s-]*(?:de |van |di )?"
                        rf"(?P<month>{MONTH}|(?:the |this |next |diesen |nachsten |des |of the )?month|monats|du mois|(?:de|del|este) mes|mese|(?:van )?de maand|(?:av )?manaden|maneden|miesiaca|do mes|mesice)\b(?!\s+\d{{1,2}}\b)(?:\s+(?:de\s+)?(?P<year>20\d\d))?")  # fmt: skip
NEXT_MONTH = re.compile(r"next|nachst")
_COUNT = r"(?:\d{1,2}\s?(?:-|to|bis|a|or|oder|tot|do|till|til)\s?)?(?P<n>\d{1,2}|[a-z]+)"
_WORKING = r"working days?'?|business days?'?|workdays?|werktag(?:en?)?|arbeitstag(?:en?)?|jours ouvres|jours ouvrables|dias (?:habiles|laborables|uteis)|giorni (?:lavorativi|lav\.)|werkdag(?:en)?|dni roboczych|arbetsdagar|arbejdsdage|hverdage|pracovnich dn[ui]"
WORKING = re.compile(_WORKING)
_UNIT = rf"{_WORKING}|(?:calendar )?days?'?|tag(?:en?)?|jours?|dias?|giorn[oi]|dagen|dag|dni|dnu|dagar|dage|weeks?'?|wks?|woche[n]?|semaines?|semanas?|settiman[ae]|weken|week|tygodni[eu]?|tydny|tydnu|veckor|vecka|uger|uge|fortnight|months?'?|monat(?:en?)?|mois|mes(?:es)?|mes[ei]|maanden|miesiace"
IN_DAYS = re.compile(r"\b(?:in|within|innerhalb(?: von| der)?|binnen|dans|sous|d'ici|en|dentro de|tra|fra|entro|over|za|om|inom|inden(?: for)?|em|w ciagu|behem|do)\s+(?:the next |the |another |about |approx\.? |approximately |roughly |around |ca\.? |circa |etwa |rund |den nachsten |der nachsten |nachsten |les |los |aproximadamente |environ |unos |ungeveer |okolo |i |cerca de )*"
                     rf"{_COUNT}\s+(?P<unit>{_UNIT})\b")  # fmt: skip
FORTNIGHT = re.compile(r"\bin a fortnight\b|\ba fortnight\b|\bfortnight's time\b|\bin 14 tagen\b")
QUARTER = re.compile(
    rf"\b(?:{_LAST})\s*(?:(?:q|quartal |quarter )(?P<q>[1-4])|(?P<which>(?:this |the |des |du |del |the current )?(?:quarter|quartals|trimestre|kwartaal|year|jahres|jaar|annee|ano|anno|roku|aret)))\b(?:\s*(?P<year>20\d\d))?"
)
MONTH_ONLY = re.compile(
    rf"\b(?:in|by|until|till|im|bis|en|in het|w|v|i|em|during|in the course of|im laufe des|courant|ate|nel mese di|en el mes de)\s+(?P<month>{MONTH})\b(?!\s*\d|\s+(?:the\s+)?\d)(?:\s+(?:de\s+)?(?P<year>20\d\d))?"
)
LATER = re.compile(r"\b(?P<n>\d{1,2}|[a-z]+)\s(?P<unit>working days?|days?|weeks?|tage?n?|wochen?|jours?|semaines?|dias?|semanas?|giorn[oi]|settiman[ae]|dag(?:en)?|week|weken|dni|tygodni\w*)\s"
                   r"(?:later|late|spater|plus tard|de retard|mas tarde|de retraso|dopo|di ritardo|later|vertraging|pozniej)\b")  # fmt: skip
AFTER_THAT = re.compile(
    rf"\bthe (?P<day>{WEEKDAY}|week|day) after\b(?!\s+(?:tomorrow|next))|\b(?:a|one) (?P<unit>week|day) (?:later|after(?: that)?)\b(?!\s+(?:we|you|i|it|your|our|receipt|order|the)\b)"
)
