"""How days are written in figures and with months, in the languages of our suppliers."""

from __future__ import annotations

import re

from bot.adapters.triage.day_names import MONTH, SHORT_WEEKDAY, SHORTEST_WEEKDAY, WEEKDAY

# Two figures behind a month are a year only if they can be one: "21 April, 60 of them" is the 21st and a count.
NO_YEAR = r"[\d.:%]|\s?(?:pcs|x|st|kg|%)|\s(?:of|out of|more|pieces|units|von|stuck|stk|sur|su|van|z)\b"
YEAR = rf"(?:20\d\d|'?[23]\d(?!{NO_YEAR}))"
ORDINAL = r"(?:st|nd|rd|th|er|re|ste|de|e|o|º|°|:[ea])?"
OF = r"(?:\s+(?:of|de|del|do|di|den|d'))?"
ISO = re.compile(
    r"(?<!\d)(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)|(?<![\w.,/-])(20[2-3]\d)(0[1-9]|1[0-2])([0-3]\d)(?![\w/-]|[.,]\d)"
)
NUMERIC = re.compile(r"(?<![\d.,/-])(\d{1,2})(?P<mark>[./-])(\d{1,2})(?P=mark)(20\d\d|\d\d)(?![\d/])(?!\.\d)")
SPACED = re.compile(r"(?<![\d.,/-])(\d{1,2})\. ?(\d{1,2})\. (20\d\d)(?!\d)")
DOTTED = re.compile(r"(?<![\d.,/€$£-])(\d{1,2})\.(\d{1,2})\.(?!\d)")
DOTTED_APART = re.compile(r"(?<![\d.,/€$£-])(\d{1,2})\. (\d{1,2})\.(?!\d)")
SHORT = re.compile(
    r"(?<![\w.,/€$£-])(\d{1,2})([/.])(\d{1,2})(?: (20\d\d)\b)?(?![\d/%€$£]|[.,]\d|\s?(?:mm|cm|pcs|st|kg|eur|usd|gbp|\"|inch))"
)
# "op 18-03": Dutch and Danish write it so; "10-12 stuks" are pieces.
DASHED = re.compile(
    r"(?<![\w.,/€$£-])(\d{1,2})-(0\d|1[0-2]|[1-9])(?![\w/%€$£:-]|[.,]\d|\s?(?:stuks?|pcs|stk?|uur|u|h|dagen|dage|weken|uger|werkdagen|mm|cm|m|kg|t|paar|dozen|rollen|x|%|of|to)\b)"
)
DASHED_BEFORE = re.compile(
    rf"(?:(?:^|\b)(?:dan|wel|is|datum|op|naar|van|per|uiterlijk|leverdatum|den|d\.|til|fra|i\.p\.v\.|plaats van|voor|eerst|was|pas|wordt|niet|{WEEKDAY})|->|=>|[:(])\s*$"
)
# Beside "12.50" a "13.10" is a price, unless the word before it is only said of days.
PRICED = re.compile(r"(?<![\d.,])\d+\.(?:1[3-9]|[2-9]\d)(?![\d.])")
SURE_BEFORE = re.compile(r"\b(?:on|by|until|till|due|eta|etd|am|bis|zum|vom|ab|den|le|el|il|termin|dnia|op)\s*$")
DAY_MONTH = re.compile(
    rf"(?<![\w.,])(?P<day>\d{{1,2}}){ORDINAL}\.?{OF}\s?[/-]?\s?(?:the\s+)?(?P<month>{MONTH})\b\.?(?:,?\s?[/-]?\s?(?:de\s+|del\s+)?(?P<year>{YEAR}))?(?![\w]*\d)"
)
MONTH_DAY = re.compile(
    rf"\b(?P<month>{MONTH})\.?\s+(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?![.,/-]\d|:|\s\d{3}[.,]\d\d)(?:,?\s*(?P<year>20\d\d))?"
)
# "22.-24.06.2026", "12 to 14 June": the last day counts.
RANGE = re.compile(
    r"(?<![\d.,/-])\d{1,2}\.?(?:\d{1,2}\.)?\s?(?:-|bis|to|/)\s?(\d{1,2})\.(\d{1,2})\.(20\d\d|\d\d)?(?!\d)"
)
RANGE_BEFORE = re.compile(
    rf"(?:(?<![\w.,/-])\d{{1,2}}{ORDINAL}\.?\s?(?:-|/|to|bis|tot|au|al|till|til)\s?|\b(?:between|zwischen|entre|tra|tussen|mellan|mellem)\s(?:the |dem |le |el |il )?\d{{1,2}}{ORDINAL}\.?\s(?:and|und|et|y|e|en|och|og)\s)(?:the |den |dem |le |el |il )?$"
)
MONTH_BEFORE = re.compile(rf"\b(?:{MONTH})\.?\s$")
TIGHT = re.compile(
    r"(?<!\w)(\d{1,2})(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|okt|nov|dec|dez)(20\d\d|\d\d)?(?!\w)"
)
AMERICAN = re.compile(
    r"\b[A-Z][a-z]+,? (?:AL|AK|AZ|AR|CA|CO|CT|FL|GA|ID|IL|IA|KS|KY|LA|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY)\b|"
    r"\bUSA\b|\bU\.S\.A?\.?|\bUnited States\b|\bPhone: ?\(?\d{3}\)?[ -]\d{3}-\d{4}|\+1[ -(]?\d{3}|\b\(?\d{3}\)? ?\d{3}-\d{4}\b|\b(?:EST|PST|CST|MST|EDT|PDT|CDT)\b"
)
DATE_BEFORE = re.compile(r"(?:\b(?:on|by|before|until|till|from|to|for|due|eta|etd|am|bis|zum|vom|ab|den|der|termin|ankunft|lieferung|le|au|du|el|al|del|il|dal|entro|per|op|naar|van|voor|dnia|do|od|na|den|d\.|til|till|fran|fra|oss|forst|uiterlijk|dan|kunnen|leverdatum|wordt|wel|i\.p\.v\.|dodano|je|date|dates|date of|fecha|data|datum|"
                         r"arrival|arrivee|llegada|arrivo|aankomst|delivery|livraison|entrega|consegna|levering|leverans|dostawa|dostawy|dodani|dodame|dne|week of|w/c|you|here|and|now|comes?|coming|kommt|komt|llega|arriva|arrive|becomes?|works?|offer|ship(?:s|ped|ping)?|leaves?|in|"
                         r"around|approx|about|ready|late|now|is|not|than|of|em|ate|no|dia|a|statt|nicht|nie|niet|pas|pa|av|ar|inte|ikke|eller|fore|for|senast|senest|tidigast|tidligst|utan|kommer|levererar|levereras|leverer|leveres|skickas|sendes|stallet for|lub|z|przed|niz|zamiast|prima del|antes de|misto|pred|nez|nejdrive|nejpozdeji|i|tidigare|was|previously|originally|instead of)|[:(>=~|-])\s*$")  # fmt: skip
WEEKDAY_BEFORE = re.compile(
    rf"(?:\b(?:{WEEKDAY})\b(?:(?<=\b\w\w)\.|(?<=\b\w\w\w)\.|(?<=\b\w\w\w\w)\.)?|\b(?:{SHORT_WEEKDAY})\b[.,]{{0,2}}|\b(?:{SHORTEST_WEEKDAY})\b(?:[.,]{{1,2}}|(?<=\bam \w\w)|(?<=\bop \w\w)|(?<=termin \w\w)|(?<=: \w\w)|(?<=\(\w\w)))"
    r",?\s*(?:the\s+|den\s+|dem\s+|d\.\s*|le\s+|el\s+|dia\s+|il\s+)?(?:morning\s+|evening\s+)?$"
)
WEEKDAY_AFTER = re.compile(rf"\s?\(\s?(?:{WEEKDAY})\s?\)")
# "4/6 instead of", "4/6 ->": what only stands behind days.
DATE_AFTER = re.compile(
    r"\s*(?:->|=>|\((?:was|war|bisher|eerst|voorheen|bylo|poprzednio|pierwotnie|tidigare|ursprungligen|previously|originally|avant|antes|prima)|in plaats van|instead of|rather than|statt|istallet|i stallet|i stedet|en niet|and not|och inte|og ikke|en vez|en lugar|au lieu|zamiast|, a nie)"
)
# "30.04.2026 r." and "13 maja br.": Polish for "of the year".
YEAR_MARK = re.compile(r"\s?(?:r\.|br\.|b\.r\.|roku\b)")
# Where days are written "4/6" and "4. 6." without further words.
NORDIC = re.compile(
    r"\b(?:och|att|ni|inte|leverans\w*|levererar?s?|godset|skickar?s?|nytt|vi|hamtning|istallet|leverer|leveres|levering|ikke|varerne|stedet)\b"
)
CZECH = re.compile(r"\b(?:dodani|dodame|dodano|dodavk\w+|termin|zbozi|prosim\w*|dne|novy|misto|puvodne|zbytek)\b")
