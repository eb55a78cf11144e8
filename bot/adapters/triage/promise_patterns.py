"""What is said of a day on which goods come or leave, in the languages of our suppliers."""

from __future__ import annotations

import re

NEW_LABEL = re.compile(
    r"\b(?:new|revised|current|committed|confirmed|promised?|recovery|expected|estimated|planned|actual)\s*(?:promised?|confirmed|commit\w*|delivery|ship\w*|arrival)?\s*(?:date|delivery|eta|promise|commit\w*)?\s*[:=]?\s*$|\b(?:recommit|promise|commit)\s*(?:date)?\s*[:=]?\s*$"
)
AT_LATEST = re.compile(
    r"\b(?:on or before|on or by|no later than|not later than|latest(?: by)?|at the latest|spatestens(?: am| bis)?|au plus tard(?: le)?|a mas tardar(?: el)?|al piu tardi(?: il)?|uiterlijk|najpozniej)\s*(?:the )?$"
)
PROMISE_WORDS = re.compile(
    r"\b(?:deliver\w*|arriv\w*|eta|etd|ship\w*|moved (?:out )?to|slip\w*|pushed|postponed|resched\w+|dispatch\w*|despatch\w*|leav\w+|ready|expect\w*|due|comes?|coming|follow\w*|get (?:it|them)|you(?:'ll| will) have|with you|at your|to you|here|confirm\w*|ok(?:ay)?|fine|accept\w*|booked|scheduled|"
    r"planned|stock|available|commit\w*|allocated|fitt\w*|install\w*|replacement|send|sent|bring|land\w*|earliest|safe|firm|realistic|possible|aim\w*|promise\w*|load\w*|sail\w*|finish\w*|complet\w*|done|lie(?:f|v)er\w*|ankunft|kommt|kommen|folg\w*|termin|versand\w*|fertig|"
    r"verfugbar|livr\w*|arriv\w*|exped\w*|suivr\w*|depart|dispo\w*|pret\w*|partir\w*|entreg\w*|lleg\w*|sal(?:e|ida|dra)|envi\w*|consegn\w*|sped\w*|pront\w*|lever\w*|aankomst|verz\w*|klaar|volg\w*|dosta\w*|wysyl\w*|realizac\w*|gotow\w*|"
    r"leverans|dodam\w*|dodan\w*|doraz\w*|skick\w*|framme|klar\w*|kommer|chega\w*|segue\w*|rest|half|first|second|both|balance|remaining|week|collect\w*|pick\w*)\b"
)
DISPATCH = re.compile(
    r"\b(?:ship(?:s|ping|ment)?(?: date)?|ship on|dispatch\w*|despatch\w*|leave(?:s)?(?! it)|leaving|etd|sail\w*|ready(?: to load| for (?:collection|pick|dispatch|shipment))?|ex works|exw|loading|load(?:ed)?|go(?:es)? out|goes? with|collect(?:ed|ion)?|"
    r"pick(?:ed)?[- ]?up|versand\w*|versend\w*|verlasst|abhol\w*|versandbereit|expedi\w*|depart|part(?:ira|ent|e) |pret(?:e)?(?: a l'enlevement)?|enviar\w*|envio|sale|salida|sped\w*|partenza|pront[oa](?: per)?|verzend\w*|verzond\w*|klaar|"
    r"wysyl\w*|wysla\w*|gotow\w*|skick\w*|avg\w+|afsend\w*|expedid\w*|finish\w*|complet\w+|send|sent)\b"
)
ARRIVAL = re.compile(
    r"\b(?:deliver\w*|arriv\w*|eta|with you|at your|to you|you(?:'ll| will)? (?:get|have|receive)|you get|be there|reach\w*|here|due|comes?|coming|bring\w*|lands?|liefer\w*|ankunft|kommt|kommen|zustell\w*|anliefer\w*|livr\w*|chez vous|"
    r"entreg\w*|lleg\w*|consegn\w*|lever\w*|aankomst|bezorg\w*|dosta\w*|framme|chega\w*)\b"
)
LEFT_TODAY = re.compile(r"\b(?:pick-?up(?= ?(?:date)?:)|abholung|enlevement|recogida|ritiro|versanddatum|shipp?ed|sent|left|leaves?|handed|dispatched|despatched|posted|loaded|collected|gone|went|goes|going|raus|versandt|versendet|ubergeben|verschickt|gehen|geht|expedie\w*|parti\w*|remis\w*|enviad\w*|salido|spedit\w*|consegnat\w* (?:al|oggi)|"
                        r"verzonden|overhandigd|wyslan\w*|nadan\w*|skickat\w*|afsendt|box|delivered|delivery|signed|zugestellt|livree?|entregad\w*|bezorgd|doreczon\w*)\b")  # fmt: skip
STILL_TODAY = re.compile(
    r"\b(?:at your|with you|at yours|arriv\w*|out for delivery|to you|be there|delivers? (?:it )?(?:this|today|tonight)|kommt heute|anlieferung|chez vous|llega|arriva|bij u|bij jullie|u jou)\b"
)
# "It leaves Friday and is with you on Monday": what counts is the day behind these words.
THEN_ARRIVES = re.compile(
    r"^\)?\s?[,;]?[^.;\n]{0,40}?\b(?:eta|arriv\w*|with you|at your\w*|tips?|reach\w*|gets? to you|you(?:'ll| will)? (?:get|have|receive)|lands?|bei ihnen|bei euch|ankunft|trifft|eintreff\w*|anlieferung|chez vous|arrivee|llegada|llega\w*|arrivo|da voi|aankomst|komt aan|bij u|bij jullie|u panstwa|dotrze|dojedzie|"
    r"chega\w*|hos er|framme|ankomst|ankommer|hos jer|fremme|u vas|dorazi)\b[^;\n]{0,25}$"
)
AND_IS = re.compile(r"^\)?\s?,?\s?(?:and|und|et|y|e|en|i|och|og|a)\s(?:[^\W\d]+\s){0,2}$")
WITH_YOU = re.compile(
    r"^\s*(?:with you|at your|bei ihnen|bei euch|chez vous|da voi|bij u|bij jullie|u panstwa|hos er|hos jer|u vas)\b"
)
LEAVES = re.compile(
    r"\b(?:geht|gehen|part|partent|partira|vertrekt|vertrekken|wyjezdza|wyjedzie|wysyl\w*|sai|seguem?|sendes|afsendes|afgar|avgar|odjizdi|odjede|expeduj\w+|odesleme)\b"
)
OTHER_GOODS = re.compile(
    r"\b(?:rest\w*|balance|remain\w*|others?|second|half|zweite\w*|halfte|solde|reliquat|saldo|overige|pozosta\w*|reszta|zbytek|zbyvajici|ovriga|p\w?\d+)\b"
)
_REST = "remaining|rest|others?|balance|ubrigen?|restlichen?|anderen|autres|reste|solde|resto|restantes?|demas|altr[ei]|restanti|overige|andere|pozostal\\w+|reszta|ovriga|resterande|ovrige|resterende|resten|ostatni|zbyvajici|zbytek"
_COMES = "deliver\\w*|ship\\w*|arriv\\w*|come|comes|follow\\w*|leave|liefer\\w*|geliefert|kommen|folgen|livr\\w*|exped\\w*|entreg\\w*|lleg\\w*|consegn\\w*|lever\\w*|geleverd|dostar\\w*|chega\\w*|skick\\w*|dodame|dorazi"
# What is left of an order that is ended in part: its day is a promise.
REST_COMES = re.compile(
    rf"\b(?:{_REST})\b[^.;\n]{{0,60}}\b(?:{_COMES})\b|\b(?:{_COMES})\b[^.;\n]{{0,40}}\b(?:{_REST})\b"
)
PORT = re.compile(r"\b(?:vessel|container|port|b/l|sail\w*|on board|ship's|mv|feeder)\b")
# "The requested date, 18 June, can be kept."
KEPT_AFTER = re.compile(
    r"^\s*,?\s*(?:can be (?:kept|met|held|done)|is (?:fine|ok|okay|no problem|kept|safe|good)|stands|holds|works|geht klar|passt|haut hin|klappt|(?:ist )?machbar|ist (?:ok|in ordnung|moglich)|halten wir|konnen wir halten|is (?:doable|feasible|possible)|suits(?: us)?|(?:nous )?convient|est (?:tenue?|possible|faisable)|va bene|ci va bene|e confermat\w|e (?:possibile|fattibile)|"
    r"conviene|nos (?:va|viene) bien|es (?:posible|factible)|is (?:akkoord|haalbaar|mogelijk)|lukt|(?:nam )?pasuje|jest mozliwy|serve-nos|e possivel|fungerar|gar bra|ar mojligt|passer(?: os)?|er (?:muligt?|i orden)|nam vyhovuje|vyhovuje|je mozny)\b"
)
# Labels that yield where the mail names a newer day.
CONFIRMED_LABEL = re.compile(
    r"\b(?:confirmed|promised?|committed|current|planned|estimated|expected|scheduled)\s*(?:delivery|ship\w*|arrival|dispatch|due)?\s*(?:date|delivery|eta|etd)\s*[:=]?\s*$|\b(?:scheduled|planned|promised|committed|current)\s*:\s*$"
)
