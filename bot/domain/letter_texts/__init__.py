"""The sentences of our drafts to vendors: a file a language, so that whoever speaks it can read all of it at once."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.languages import Language
from bot.domain.letter_texts.danish import DANISH
from bot.domain.letter_texts.dutch import DUTCH
from bot.domain.letter_texts.english import ENGLISH
from bot.domain.letter_texts.french import FRENCH
from bot.domain.letter_texts.german import GERMAN
from bot.domain.letter_texts.italian import ITALIAN
from bot.domain.letter_texts.polish import POLISH
from bot.domain.letter_texts.portuguese import PORTUGUESE
from bot.domain.letter_texts.spanish import SPANISH
from bot.domain.letter_texts.swedish import SWEDISH
from bot.domain.letter_texts.wording import Texts

__all__ = ["TEXTS", "Texts"]

TEXTS: Mapping[Language, Texts] = {
    Language.ENGLISH: ENGLISH,
    Language.GERMAN: GERMAN,
    Language.FRENCH: FRENCH,
    Language.SPANISH: SPANISH,
    Language.ITALIAN: ITALIAN,
    Language.DUTCH: DUTCH,
    Language.POLISH: POLISH,
    Language.PORTUGUESE: PORTUGUESE,
    Language.SWEDISH: SWEDISH,
    Language.DANISH: DANISH,
}
