"""Which Slack statuses mean that somebody is away, and not merely in a meeting or at home."""

from __future__ import annotations

import re

_EMOJI = frozenset(
    {
        "palm_tree", "desert_island", "beach_with_umbrella", "airplane", "airplane_departure", "camping",
        "ski", "face_with_thermometer", "thermometer", "hospital", "baby_bottle",
    }
)  # fmt: skip
_WORDS = re.compile(
    r"\b(vacation(ing)?|(on|public|bank) holiday|out of (the )?office|ooo|out sick|sick( leave)?|on leave|"
    r"annual leave|parental leave|maternity leave|paternity leave|pto|day off|time off|away until|"
    r"urlaub|im urlaub|krank|elternzeit|en vacances|en conges|de vacaciones|in ferie|op vakantie|na urlopie)\b",
    re.IGNORECASE,
)


def means_away(emoji: str, text: str) -> bool:
    """Whether a status says that the person does not work: "Vacationing" and "Out sick" of Slack's own, and the like.

    `emoji` is as Slack gives it (`:palm_tree:`, perhaps with a skin tone), `text` what the person wrote.
    """
    name = emoji.strip(":").partition("::")[0]
    return name in _EMOJI or bool(_WORDS.search(text))
