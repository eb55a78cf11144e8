"""A message of Odoo's chatter as raw MIME, so that it is kept, read and attached like any other mail."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from bot.domain.ports import ChatterMail


def as_mail(message: ChatterMail) -> bytes:
    """The bytes of a mail with the message's sender, words and files."""
    mail = EmailMessage()
    if message.sender.email.isascii() and message.sender.email:
        mail["From"] = formataddr((_line(message.sender.name), _line(message.sender.email)))
    else:
        mail["From"] = _line(message.sender.name) or "unknown"
    mail["Subject"] = _line(message.subject)
    mail["Date"] = format_datetime(message.sent_at)
    if message.message_id:
        mail["Message-ID"] = _line(message.message_id)
    mail.set_content(message.html, subtype="html")
    for name, content in message.attachments:
        mail.add_attachment(content, "application", "octet-stream", filename=_line(name) or "unnamed")
    return mail.as_bytes()


def _line(text: str) -> str:
    """Text for a header: on one line."""
    return " ".join(text.split())
