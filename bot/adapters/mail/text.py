"""Cleans text that strangers wrote, and tells the writer's own words from history and footer."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MAX_CHARACTERS = 64_000
MAX_LINES = 2_000
MARKS = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u2060\ufeff\ufe0e\ufe0f"
INVISIBLE = re.compile(rf"[{MARKS}\u200b-\u200f\u202a-\u202e\u2061-\u206f\U000e0000-\U000e007f]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
# A gap in a table is never wider than this.
WIDEST_GAP = 60
SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
# Ligatures and wide letters are spelt out, but ² stays a sign and does not become 2: 97 the m² is no m2.
KEPT = {"²", "³", "½", "¼", "¾", "…", "™", "º", "ª", "№", "¹", "´", "¨", "¸"}

MONTHISH = r"[^\W\d_]{3,10}\.?"
DATEISH = rf"\d{{1,4}}[./\-]\d{{1,2}}[./\-]\d{{1,4}}|\d{{1,2}}\.?\s+(?:de\s+)?{MONTHISH}|{MONTHISH}\s+\d{{1,2}}"
WROTE = (
    "wrote|writes|skrev|skriver|schrieb|schreibt|a écrit|écrit|escribió|ha scritto|scrive|schreef|pisze|napisał|"
    "napisała|napisał\\(a\\)|escreveu|kirjoitti|írta|napsal|napísal"
)
HEADER = (
    "from|von|de|da|van|od|från|fra|enviado por|sent|gesendet|envoyé|enviado|inviato|verzonden|wysłano|skickat|sendt|odesláno|date|"
    "datum|fecha|data|to|an|à|para|a|aan|do|till|til|subject|betreff|objet|asunto|oggetto|onderwerp|temat|ämne|emne|"
    "assunto|cc|kopie|kopia"
)
SUBJECTISH = "subject|betreff|objet|asunto|oggetto|onderwerp|temat|ämne|emne|assunto"
ORIGINAL = (
    "original message|original appointment|reply message|forwarded message|ursprüngliche nachricht|originalnachricht|"
    "weitergeleitete nachricht|message d'origine|message original|message transféré|mensaje original|"
    "mensaje reenviado|messaggio originale|messaggio inoltrato|oorspronkelijk bericht|doorgestuurd bericht|"
    "wiadomość oryginalna|oryginalna wiadomość|ursprungligt meddelande|original besked|oprindelig meddelelse|"
    "mensagem original"
)
HISTORY = (
    re.compile(rf"^\W{{2,}}\s*(?:begin\s+)?(?:{ORIGINAL})\s*\W*$", re.I),
    re.compile(
        rf"^>*\s*(?:[^\n]{{0,120}}\b)?(?:{DATEISH})[^\n]{{0,140}}\b(?:{WROTE})\b(?:[^\n]{{0,80}}:|[^\n]{{0,79}}[^\n.!?])?\s*$",
        re.I,
    ),
    re.compile(rf"^(?:on|am|le|el|il|op|dnia|w dniu|em|den)\b[^\n]{{0,160}}\b(?:{WROTE})\b[^\n]{{0,60}}:\s*$", re.I),
)
# "***" or "____" and then a name with a date: how some systems set off what is quoted.
RULE = re.compile(r"^[*_=\-–—]{3,}\s*$")
ATTRIBUTION = re.compile(rf"^[^\n:]{{3,60}},\s*(?:{DATEISH})[^\n]{{0,30}}:", re.I)
HEAD_LINE = re.compile(rf"^\*?(?:{HEADER})\*?\s*:\*?\s*\S", re.I)
HEAD_FROM = re.compile(r"^\*?(?:from|von|de|da|van|od|från|fra)\*?\s*:", re.I)
HEAD_SENT = re.compile(
    r"^\*?(?:sent|sendt|gesendet|envoyé|enviad[oa](?: el| em)?|inviato|verzonden|wysłano|skickat|odesláno)\*?\s*:", re.I
)
HEAD_SUBJECT = re.compile(rf"^\*?(?:{SUBJECTISH})\*?\s*:", re.I)
FORWARD = re.compile(
    r"forward|weitergeleitet|transféré|reenviado|inoltrat|doorgestuurd|przekazan|vidarebefordra|"
    r"^\s*(?:fwd?|wg|tr|rv|i|vb)\s*:", re.I
)  # fmt: skip
FOOTER = re.compile(
    r"^(?:--|__+|sent from my|von meinem|gesendet von|envoyé de mon|enviado desde|inviato da|verstuurd vanaf|"
    r"wysłane z|skickat från|get outlook|(?:strictly |private and )?confidential\b(?!\s*(?:wire|transfer|deal))|"
    r"this (?:e-?mail|message|communication)\b[^\n]{0,80}\b(?:confidential|intended|privileged|addressee)|"
    r"if you (?:are not|have received this)|disclaimer|diese (?:e-?mail|nachricht) (?:ist|enthält)|sitz der|"
    r"geschäftsführ|handelsregister|ust-?id|amtsgericht|registergericht|ce message|message confidentiel|aviso legal|"
    r"este (?:mensaje|correo)|messaggio riservato|dit bericht|ta wiadomość|org\.? ?nr|company reg|registered (?:in|office)|"
    r"vat (?:no|reg|id)|iban:|bankgiro|think before|please consider the environment|think green|save a tree|"
    r"unsubscribe|abmelden|se désabonner|sarl |s\.a\.r\.l|sas |gmbh &|p\.? ?iva|c\.f\.|kvk|btw|nip[: ]|regon|krs)",
    re.I,
)
FOOTER_BITS = re.compile(
    r"org\.? ?nr|ust-?id|vat (?:no|reg)|company reg|handelsregister|hrb \d|siret|capital de|kvk[ -:]|p\. ?iva|"
    r"terms:|general terms|allgemeinen? (?:geschäfts|liefer)|unsere agb|confidential|bankgiro|privileged|disclaimer",
    re.I,
)


@dataclass(frozen=True)
class Layers:
    """A body taken apart."""

    text: str
    history: str
    footer: str


def clean(text: str) -> str:
    """Text as people see it: composed letters, no invisible signs, plain blanks, no more than we read."""
    text = text[: MAX_CHARACTERS * 2].replace("\r\n", "\n").replace("\r", "\n")
    text = INVISIBLE.sub("", CONTROL.sub(" ", text.replace("\u2028", "\n").replace("\u2029", "\n")))
    if not text.isascii():
        text = "".join(c if c in KEPT or c.isascii() else unicodedata.normalize("NFKC", c) for c in text)
        text = unicodedata.normalize("NFC", text)
    lines = [_blanks(line).rstrip() for line in text.split("\n", MAX_LINES)[:MAX_LINES]]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:MAX_CHARACTERS]


def goes_on(text: str) -> bool:
    """Whether a text is longer than what `clean` keeps of it."""
    return len(text) > MAX_CHARACTERS or text.count("\n") >= MAX_LINES


def _blanks(line: str) -> str:
    """One blank between words. The fields of a table stay where they stand, so that its columns can be told apart."""
    gaps = SPACES.findall(line.strip())
    if sum(len(gap) > 1 or gap == "\t" for gap in gaps) < 2:
        return SPACES.sub(" ", line)
    return SPACES.sub(lambda gap: "\t" if "\t" in gap.group() else " " * min(len(gap.group()), WIDEST_GAP), line)


def layers(text: str, subject: str = "") -> Layers:
    """The writer's own words, the quoted history and the footer. A bare forward is the forwarded words."""
    own: list[str] = []
    history: list[str] = []
    tail: list[str] = []
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.lstrip().startswith(">"):
            history.append(line)
        elif not _starts_history(lines, number):
            own.append(line)
        elif _quotes_by_marks(lines, number):
            history.append(line)
        else:
            tail = lines[number:]
            break
    forwarded = _forwarded(tail) if not _says_much(own) and (_is_forward(tail) or FORWARD.search(subject)) else None
    footer: list[str] = []
    if forwarded is not None:
        own += ["", *forwarded]
    else:
        tail, footer = _footer(tail)
        history += tail
    own, own_footer = _footer(own)
    return Layers(_join(own), _join(history), _join(own_footer + footer))


def _starts_history(lines: list[str], number: int) -> bool:
    line = lines[number].strip()
    if not line:
        return False
    after = next((rest.strip() for rest in lines[number + 1 : number + 3] if rest.strip()), "")
    two = f"{line} {after}"
    if any(pattern.match(line) for pattern in HISTORY) or (len(line) < 90 and HISTORY[2].match(two)):
        return True
    if RULE.match(line) and (ATTRIBUTION.match(after) or HEAD_FROM.match(after)):
        return True
    if HEAD_FROM.match(line):
        block = [rest.strip() for rest in lines[number : number + 7]]
        whole = sum(bool(HEAD_LINE.match(rest)) for rest in block) >= 3 and any(map(HEAD_SUBJECT.match, block))
        # Some programs leave the subject out, and people cut the rest: who and when it was sent is enough.
        return whole or any(HEAD_SENT.match(rest) and re.search(DATEISH, rest) for rest in block[1:3])
    return False


def _quotes_by_marks(lines: list[str], number: int) -> bool:
    """Whether what follows is quoted line by line, so that a reply may stand below it."""
    after = next((rest for rest in lines[number + 1 : number + 4] if rest.strip()), "")
    return after.lstrip().startswith(">")


def _says_much(own: list[str]) -> bool:
    """Whether the writer added words of their own; "FYI" before a forward is none."""
    return len(" ".join(own).split()) > 12


def _is_forward(tail: list[str]) -> bool:
    return bool(tail) and bool(FORWARD.search(tail[0]))


def _forwarded(tail: list[str]) -> list[str]:
    """The words of the forwarded mail without its header lines, and without what that one quoted in turn."""
    body = tail[1:] if tail and not HEAD_LINE.match(tail[0].strip()) else tail
    while body and (not body[0].strip() or HEAD_LINE.match(body[0].strip())):
        body = body[1:]
    for number in range(len(body)):
        if _starts_history(body, number):
            return body[:number]
    return [line for line in body if not line.lstrip().startswith(">")]


def _footer(lines: list[str]) -> tuple[list[str], list[str]]:
    """Splits off a footer: the first line that reads like one, with what follows it, in the lower part of a mail."""
    first = next((i for i, line in enumerate(lines) if line.strip()), len(lines))
    for number in range(first + 1, len(lines)):
        line = lines[number].strip()
        if not line:
            continue
        opens = FOOTER.match(line) or (line.count("|") >= 2 and FOOTER_BITS.search(line)) or FOOTER_BITS.match(line)
        if (opens and not lines[number - 1].strip()) or line == "--":
            return lines[:number], lines[number:]
    return lines, []


def _join(lines: list[str]) -> str:
    return "\n".join(lines).strip()
