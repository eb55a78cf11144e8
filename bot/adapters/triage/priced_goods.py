"""For which goods or which charge a price is."""

from __future__ import annotations

import re

from bot.adapters.triage import price_patterns as said
from bot.adapters.triage.words import fold
from bot.domain.triage import Mail


def goods_named(mail: Mail, start: int, text: str, begin: int) -> str | None:
    """The goods named right before the price, as far as the words allow."""
    found = said.SURCHARGE.search(text)
    if found:
        return mail.text[start + found.start(1) : start + found.end(1)].strip()
    before = mail.text[start : start + begin]
    tail = re.split(
        r"[.;:,(]|\b(?:but|and|now|that|your|the|our|dass|der|die|das|le|la|el|il|de|het|zu|mais|aber)\b", before
    )[-1]
    words = re.findall(
        r"[^\W\d_][\w/&-]*",
        re.sub(
            r"\b(?:is|was|are|now|costs?|from|to|at|of|rises?|drops?|drop|need|for|price|shows?|says|von|kostet|passe|pasa|passa|gaat|van|da|de|increases?|goes|up|down)\b",
            " ",
            tail,
            flags=re.I,
        ),
    )
    words = [word for word in words if fold(word) not in said.NO_GOODS and not re.fullmatch(r"[Pp][Oo]?\d+", word)]
    return " ".join(words[-4:]) or None
