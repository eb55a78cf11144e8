"""Names of months and weekdays in the languages of our suppliers, in full, bent and cut short, without accents."""

from __future__ import annotations

MONTHS = {
    1: "january jan januar janner janvier janv enero ene gennaio genn gen januari styczen stycznia styczniu sty janeiro leden ledna lednu",
    2: "february feb februar feber fevrier fevr febrero febbraio febbr februari luty lutego lutym lut fevereiro fev unor unora unoru",
    3: "march mar marz mrz maerz mars marzo maart mrt marzec marca marcu marco marts brezen brezna breznu",
    4: "april apr avril avr abril abr aprile kwiecien kwietnia kwietniu kwi duben dubna dubnu",
    5: "may mai mayo maggio magg mag mei maja maju maj maio kveten kvetna kvetnu",
    6: "june jun juni juin junio giugno giu czerwiec czerwca czerwcu cze junho cerven cervna cervnu",
    7: "july jul juli juillet juil julio luglio lug lipiec lipca lipcu lip julho cervenec cervence cervenci",
    8: "august aug aout agosto ago augustus sierpien sierpnia sierpniu sie augusti srpen srpna srpnu",
    9: "september sep sept septembre septiembre settembre sett set wrzesien wrzesnia wrzesniu wrz setembro zari",
    10: "october oct oktober okt octobre octubre ottobre ott pazdziernik pazdziernika pazdzierniku paz outubro out rijen rijna rijnu",
    11: "november nov novembre noviembre listopad listopada listopadu listopadzie lis novembro",
    12: "december dec dezember dez decembre diciembre dicembre dic grudzien grudnia grudniu gru dezembro prosinec prosince prosinci",
}
MONTH_OF = {word: number for number, words in MONTHS.items() for word in words.split()}
# Months cut short that are words of their own in one language or another: "20 set", "w lipcu" but no "lip".
ODD_MONTHS = {"set", "out", "lis", "lip", "sie", "mag", "gen", "gru", "cze", "paz"}
WEEKDAYS = {
    0: "monday mon montag lundi lunes lunedi maandag poniedzialek poniedzialku mandag segunda-feira pondeli",
    1: "tuesday tue tues dienstag mardi martes martedi dinsdag wtorek wtorku tisdag tirsdag terca-feira utery",
    2: "wednesday wed weds mittwoch mercredi miercoles mercoledi woensdag sroda srode onsdag quarta-feira streda stredu",
    3: "thursday thu thur thurs donnerstag jeudi jueves giovedi donderdag czwartek czwartku torsdag quinta-feira ctvrtek",
    4: "friday fri freitag vendredi viernes venerdi vrijdag piatek piatku fredag sexta-feira patek",
    5: "saturday samstag sonnabend samedi sabado sabato zaterdag sobota sobote sobotu lordag",
    6: "sunday sonntag dimanche domingo domenica zondag niedziela niedziele sondag nedele nedeli",
}
WEEKDAY_OF = {word: number for number, words in WEEKDAYS.items() for word in words.split()}
MONTH = "|".join(sorted(MONTH_OF, key=len, reverse=True))
WEEKDAY = "|".join(sorted(WEEKDAY_OF, key=len, reverse=True))
# Weekdays of two or three letters: read only right before a date, for most are words of their own.
SHORT_WEEKDAY = "mo|mi|fr|sa|di|lun|mer|jeu|ven|sam|dim|ma|wo|vr|za|zo|gio|jue|vie|mie|pon|wt|sr|czw|pt|seg|ter|qua|qui|sex|tis|ons|tors|fre|tir|man|lor|son"
# These are read only with a comma or a dot behind them, or behind "am" and "op": "do" is Polish for until.
SHORTEST_WEEKDAY = "do|so|mar"
# Names of days in English that are words of their own elsewhere.
SHORT_DAYS = {"mon", "wed", "sun", "mar", "tue", "thu", "fri"}
