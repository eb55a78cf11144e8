"""The lines of `triage --batch`, and the file of known senders."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.adapters.mail import html
from bot.adapters.mail.headers import address_of
from bot.adapters.mail.text import clean, layers
from bot.domain.errors import InvalidInput
from bot.domain.triage import Attachment, KnownSenders, Mail


class BatchMail(BaseModel):
    """One line of the batch. What the fields mean stands in the development data's README."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str
    sender: str = Field("", alias="from")
    to: str = ""
    date: datetime
    subject: str = ""
    body: str = ""
    attachments: list[str] = []


class _Known(BaseModel):
    domain: str = Field(min_length=1)
    addresses: list[str] = []


def mail_of(line: str) -> Mail:
    """A mail out of a line of JSON. Raises `InvalidInput` that says what is wrong with it."""
    try:
        given = BatchMail.model_validate_json(line)
    except ValidationError as error:
        raise InvalidInput(_first(error)) from error
    body, hidden, history = given.body, "", ""
    if html.looks_like_html(body):
        seen = html.to_text(body.replace("\n", "<br>\n") if "\n" in body and "<br" not in body.lower() else body)
        body, hidden, history = seen.text, clean(seen.hidden), clean(seen.history)
    subject = clean(given.subject)[:500]
    split = layers(clean(body), subject)
    return Mail(
        id=given.id,
        sender=address_of(given.sender),
        received_on=given.date.date(),
        subject=subject,
        text=split.text,
        history="\n".join(filter(None, [split.history, history])),
        footer=split.footer,
        hidden=hidden,
        to=given.to,
        attachments=tuple(Attachment(clean(name)[:200]) for name in given.attachments[:50]),
    )


def known_senders(path: Path) -> KnownSenders:
    """The vendors' domains and addresses of a file. Raises `InvalidInput`."""
    try:
        found = TypeAdapter(list[_Known]).validate_json(path.read_bytes())
    except OSError as error:
        raise InvalidInput(f"cannot be read: {error.strerror}", where=str(path)) from error
    except ValidationError as error:
        raise InvalidInput(_first(error), where=str(path)) from error
    return KnownSenders({entry.domain.lower(): frozenset(a.lower() for a in entry.addresses) for entry in found})


def _first(error: ValidationError) -> str:
    """What is wrong, in a few words, and at which field."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    at = ".".join(map(str, first["loc"]))
    return f"{at}: {first['msg']}" if at else json.dumps(first["msg"])[1:-1]
