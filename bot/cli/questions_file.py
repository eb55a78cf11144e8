"""Reads questions and vocabularies from files; what is malformed is named by file and line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from bot.domain.errors import InvalidInput
from bot.domain.questions import Question, Turn
from bot.domain.vocabulary import Vocabulary

LONGEST = 100_000  # characters of one line
Text = Annotated[str, StringConstraints(max_length=LONGEST)]
Names = tuple[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)], ...]


class TurnLine(BaseModel):
    """An earlier message."""

    role: Literal["user", "bot"]
    text: Text


class QuestionLine(BaseModel):
    """One line of a batch; `lang`, `gold` and others are allowed and not looked at."""

    model_config = ConfigDict(extra="ignore")

    id: Annotated[str, StringConstraints(min_length=1, max_length=200)] | int
    text: Text
    now: date | None = None
    thread: tuple[TurnLine, ...] = Field(default=(), max_length=200)

    def question(self, today: date) -> Question:
        """The question as the domain sees one."""
        return Question(self.text, self.now or today, tuple(Turn(turn.role, turn.text) for turn in self.thread))


class VocabularyFile(BaseModel):
    """The names that the ERP would give."""

    model_config = ConfigDict(extra="ignore")

    suppliers: Names = ()
    products: Names = ()
    warehouses: Names = ()
    users: Names = ()


def questions(path: Path) -> Iterator[QuestionLine | InvalidInput]:
    """The questions of a file of JSON lines, and in the place of each bad line what is wrong with it."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"cannot be read: {error.strerror}", where=str(path)) from error
    for number, line in enumerate(content.split(b"\n"), 1):
        where = f"{path}:{number}"
        if not line.strip():
            continue
        try:
            yield QuestionLine.model_validate_json(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        except UnicodeDecodeError:
            yield InvalidInput("is not UTF-8", where=where)
        except ValidationError as error:
            yield InvalidInput(_told(error), where=where)
        except (ValueError, RecursionError):
            yield InvalidInput("is not JSON", where=where)


def vocabulary(path: Path) -> Vocabulary:
    """The names of a vocabulary file."""
    try:
        told = VocabularyFile.model_validate_json(path.read_bytes())
    except OSError as error:
        raise InvalidInput(f"cannot be read: {error.strerror}", where=str(path)) from error
    except ValidationError as error:
        raise InvalidInput(_told(error), where=str(path)) from error
    return Vocabulary.of(told.suppliers, told.products, told.warehouses, told.users)


def _told(error: ValidationError) -> str:
    """The first complaint in a few words."""
    first = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    return f"{field}: {first['msg']}" if field else first["msg"]
