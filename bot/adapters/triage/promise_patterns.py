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
    r"leverans|skick\w*|framme|klar\w*|kommer|chega\w*|segue\w*|rest|half|first|second|both|balance|remaining|week|collect\w*|pick\w*)\b"
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
PORT = re.compile(r"\b(?:vessel|container|port|b/l|sail\w*|on board|ship's|mv|feeder)\b")
# "The requested date, 18 June, can be kept."
KEPT_AFTER = re.compile(
    r"^\s*,?\s*(?:can be (?:kept|met|held|done)|is (?:fine|ok|okay|no problem|kept|safe|good)|stands|holds|works|geht klar|passt|ist (?:ok|in ordnung)|halten wir|konnen wir halten|convient|est tenue?|va bene|e confermat\w|conviene|is akkoord|pasuje)\b"
)
# Labels that yield where the mail names a newer day.
CONFIRMED_LABEL = re.compile(
    r"\b(?:confirmed|promised?|committed|current|planned|estimated|expected|scheduled)\s*(?:delivery|ship\w*|arrival|dispatch|due)?\s*(?:date|delivery|eta|etd)\s*[:=]?\s*$|\b(?:scheduled|planned|promised|committed|current)\s*:\s*$"
)
