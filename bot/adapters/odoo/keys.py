"""What Odoo says of a person's API key."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.adapters.odoo.client import OdooClient
from bot.domain.errors import OdooDenied, OdooInvalid
from bot.domain.keys import KeyCheck


class OdooKeys(KeyCheck):
    """Logs in with a key, and reads when it ends."""

    def __init__(self, url: str, db: str) -> None:
        self._url, self._db = url, db

    def ends(self, login: str, secret: str) -> datetime | None:
        """When the key ends, None for never. Raises `OdooDenied` for one that Odoo does not take.

        Odoo does not say which of a user's keys this is: it is taken for the newest, which was just made.
        """
        client = OdooClient(self._url, self._db, login, secret)
        wanted = {"fields": ["expiration_date"], "order": "id desc", "limit": 1}
        own = [("user_id", "=", client.uid)]
        try:
            rows = client.call("res.users.apikeys", "search_read", [own], wanted)
        except (OdooDenied, OdooInvalid):  # it works, though its end is not told
            return None
        ends = rows[0]["expiration_date"] if rows else None
        return datetime.fromisoformat(ends).replace(tzinfo=UTC) if ends else None
