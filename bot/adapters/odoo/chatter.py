"""What vendors wrote on orders: mail that Odoo's own gateway took in, and notes from its portal."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from email.utils import getaddresses

from bot.adapters.odoo.client import OdooClient
from bot.adapters.odoo.values import Moment, Named, Row, Text
from bot.adapters.odoo.vendors import OdooVendorBook
from bot.domain.ports import ChatterMail, VendorMessages
from bot.domain.triage import Address

MOST_FILES = 40
MOST_BYTES = 20_000_000
MESSAGE = [
    "res_id",
    "message_id",
    "author_id",
    "email_from",
    "subject",
    "body",
    "date",
    "attachment_ids",
    "message_type",
]
EMAIL = "email"


class MessageRow(Row):
    """One message on an order."""

    id: int
    res_id: int
    message_id: Text = ""
    author_id: Named | None
    email_from: Text
    subject: Text
    body: Text
    date: Moment
    attachment_ids: tuple[int, ...] = ()
    message_type: Text


class FileRow(Row):
    """A file of a message."""

    id: int
    name: Text
    datas: Text = ""


class OdooVendorMessages(VendorMessages):
    """Reads the messages of orders; at most three calls, whatever their number. Raises `OdooError`."""

    def __init__(self, client: OdooClient, vendors: OdooVendorBook) -> None:
        self._client = client
        self._vendors = vendors

    def newest_id(self) -> int:
        """The id of the newest message on any order; 0 where there is none."""
        found = self._client.call(
            "mail.message", "search_read", [[("model", "=", "purchase.order")]],
            {"fields": ["res_id"], "order": "id desc", "limit": 1},
        )  # fmt: skip
        return int(found[0]["id"]) if found else 0

    def ids_since(self, after_id: int, limit: int = 200) -> Sequence[int]:
        """The ids above `after_id` of messages that a vendor may have written, ascending."""
        found = self._client.call(
            "mail.message", "search_read", [_written(("id", ">", after_id))],
            {"fields": ["res_id"], "order": "id", "limit": limit},
        )  # fmt: skip
        return [int(row["id"]) for row in found]

    def read(self, ids: Sequence[int]) -> Sequence[ChatterMail]:
        """Those of these messages that vendors wrote, ascending; what colleagues wrote is left out."""
        if not ids:
            return ()
        answer = self._client.call(
            "mail.message", "search_read", [_written(("id", "in", list(ids)))], {"fields": MESSAGE, "order": "id"}
        )
        rows = [row for row in map(MessageRow.model_validate, answer) if self._is_vendors(row)]
        files = self._files([number for row in rows for number in row.attachment_ids][:MOST_FILES])
        return [self._mail(row, files) for row in rows]

    def _is_vendors(self, row: MessageRow) -> bool:
        """By an author who belongs to a vendor; mail that Odoo found no author for is read as a stranger's."""
        if row.author_id is None:
            return row.message_type == EMAIL and bool(row.email_from)
        return self._vendors.of_partner(row.author_id.id) is not None

    def _files(self, ids: Sequence[int]) -> dict[int, tuple[str, bytes]]:
        if not ids:
            return {}
        answer = self._client.call(
            "ir.attachment", "search_read", [[("id", "in", list(ids))]], {"fields": ["name", "datas"]}
        )
        found: dict[int, tuple[str, bytes]] = {}
        size = 0
        for row in map(FileRow.model_validate, answer):
            try:
                content = base64.b64decode(row.datas)
            except (ValueError, binascii.Error):
                content = b""
            size += len(content)
            found[row.id] = row.name, content if size <= MOST_BYTES else b""
        return found

    def _mail(self, row: MessageRow, files: dict[int, tuple[str, bytes]]) -> ChatterMail:
        name, email = next(iter(getaddresses([row.email_from])), ("", ""))
        return ChatterMail(
            id=row.id,
            order_id=row.res_id,
            message_id=row.message_id,
            sender=Address(name, email),
            subject=row.subject,
            html=row.body,
            sent_at=row.date,
            attachments=tuple(files[number] for number in row.attachment_ids if number in files),
        )


def _written(which: tuple[str, str, object]) -> list[tuple[str, str, object]]:
    """Messages on orders that people wrote: from the mail gateway or from the portal, with words in them."""
    return [
        ("model", "=", "purchase.order"),
        which,
        ("message_type", "in", [EMAIL, "comment"]),
        ("is_internal", "=", False),
        ("body", "!=", False),
    ]
