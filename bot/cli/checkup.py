"""The facts that `doctor` looks at, from the real database, Odoo and Slack."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from slack_sdk import WebClient

from bot.adapters.database import upgrade
from bot.adapters.database.engine import database_url, open_engine
from bot.adapters.odoo import OdooClient, OdooDirectory, webhook
from bot.adapters.slack.faults import slack_call
from bot.cli.common import store
from bot.cli.odoo import REMEMBERED
from bot.domain.errors import BotError, InvalidInput, OdooDenied, OdooInvalid
from bot.domain.people import OdooUser
from bot.services.approvers import PURCHASE_MANAGER
from bot.services.doctor.ground import Database
from bot.services.doctor.odoo import Odoo
from bot.services.doctor.slack import Hello, Slack
from bot.settings import Settings

FAR = 100 * 24 * 3600  # seconds; Slack schedules at most 120 days ahead
REHEARSAL = "A rehearsal of the procurement bot, taken back at once."


class RealDatabase(Database):
    """The database that `DATABASE_URL` names; looking at it makes no file."""

    def __init__(self, given: Settings) -> None:
        self._text = given.database_url.get_secret_value()
        self._url = database_url(self._text)
        self._engine: sa.Engine | None = None

    def exists(self) -> bool:
        """Whether there is one yet."""
        if self._url.drivername != "sqlite":
            return True
        path = Path(str(self._url.database)).absolute()
        if not path.parent.is_dir():
            raise InvalidInput(f"the folder {path.parent} does not exist", where="DATABASE_URL")
        return path.is_file()

    def kind(self) -> str:
        """Which database, with its version."""
        try:
            with self._opened().connect() as connection:
                version = ".".join(map(str, connection.dialect.server_version_info or ()))
        except sa.exc.DBAPIError as error:
            first = (str(error.orig).strip().splitlines() or ["no reason given"])[0]
            raise InvalidInput(first, where="DATABASE_URL") from error
        if self._url.drivername == "sqlite":
            return f"SQLite {version} at {self._url.database}"
        return f"PostgreSQL {version} at {self._url.host}"

    def revision(self) -> str | None:
        """The revision of the tables."""
        return upgrade.current(self._opened())

    def revisions(self) -> Sequence[str]:
        """The revisions that this bot knows, the newest first."""
        scripts = ScriptDirectory(str(upgrade.MIGRATIONS))
        return [script.revision for script in scripts.walk_revisions()]

    def fits(self) -> None:
        """Whether the job engine can work with it, and may make its tables."""
        from bot.adapters.engine import check_sqlite

        if self._url.drivername == "sqlite":
            check_sqlite()
            return
        may = sa.text("SELECT has_database_privilege(current_database(), 'CREATE')")
        with self._opened().connect() as connection:
            if not connection.execute(may).scalar():
                raise InvalidInput("this user may not create a schema: GRANT CREATE ON DATABASE ... TO ...")

    def _opened(self) -> sa.Engine:
        if self._engine is None:
            self._engine = open_engine(self._text)
        return self._engine


class RealOdoo(Odoo):
    """Odoo, asked as the bot's own user."""

    def __init__(self, client: OdooClient) -> None:
        self._client = client
        self.directory = OdooDirectory(client)

    def version(self) -> str:
        """Like `19.0`."""
        return self._client.version()

    def me(self) -> OdooUser:
        """The bot's own user."""
        return self.directory.me()

    def may_read_orders(self) -> bool:
        """Whether that user sees purchase orders."""
        return self.sees("purchase.order") is True

    def knows_receipts(self) -> bool:
        """Whether orders know their receipts: Inventory is installed beside Purchase (`purchase_stock`)."""
        return bool(self._client.call("purchase.order", "fields_get", [["receipt_status"], ["type"]]))

    def may_approve(self) -> bool:
        """Whether that user is a purchase administrator."""
        return self.directory.group_id(PURCHASE_MANAGER) in self.me().groups

    def sees(self, model: str) -> bool | None:
        """Whether that user may read such records; None where the app for them is not installed."""
        try:
            return bool(self._client.call(model, "has_access", [[], "read"]))
        except OdooInvalid:
            return None

    def has_hr(self) -> bool:
        """Whether employees are known."""
        try:
            self._client.call("hr.employee.public", "search_count", [[]])
        except (OdooInvalid, OdooDenied):
            return False
        return True

    def webhook(self) -> bool | None:
        """Whether the automation rules are there; only administrators are shown them."""
        try:
            return webhook.installed(self._client)
        except OdooDenied:
            return None
        except OdooInvalid:  # base_automation is not installed
            return False

    def key_ends(self) -> Sequence[datetime | None]:
        """When the keys of this user end."""
        fields = {"fields": ["expiration_date"]}
        try:
            rows = self._client.call("res.users.apikeys", "search_read", [[("user_id", "=", self._client.uid)]], fields)
        except (OdooDenied, OdooInvalid):
            return []
        return [_utc(row["expiration_date"]) for row in rows]

    def time(self) -> datetime | None:
        """What Odoo's web server says the time is."""
        parts = urlsplit(self._client.url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=10)
        try:
            connection.request("HEAD", "/web/health")
            return _date(dict(connection.getresponse().headers))
        except (OSError, HTTPException):
            return None
        finally:
            connection.close()


class RealSlack(Slack):
    """Slack, asked with the bot's and the app's tokens."""

    def __init__(self, client: WebClient, app_token: str, now: Callable[[], float] = time.time) -> None:
        self._client = client
        self._app_token = app_token
        self._now = now

    def hello(self) -> Hello:
        """Who we are, with which scopes, and Slack's time."""
        with slack_call("auth.test"):
            answer = self._client.auth_test()
        headers = {str(name).lower(): value for name, value in (answer.headers or {}).items()}
        scopes = headers.get("x-oauth-scopes")
        told = frozenset(part.strip() for part in str(scopes).split(",")) if scopes else None
        return Hello(str(answer.get("team")), str(answer.get("user")), told, _date(headers))

    def open_socket(self) -> None:
        """Ask for a socket, without opening it."""
        with slack_call("apps.connections.open"):
            self._client.apps_connections_open(app_token=self._app_token)

    def rehearse(self, channel: str) -> None:
        """Plan a message for a far day and take it back: needs no scope but that for writing, and nobody sees it."""
        from bot.adapters.slack.messenger import channel_ref

        with slack_call("chat.scheduleMessage"):
            answer = self._client.chat_scheduleMessage(
                channel=channel_ref(channel), post_at=int(self._now()) + FAR, text=REHEARSAL
            )
        planned: Any = answer.get("scheduled_message_id")
        with slack_call("chat.deleteScheduledMessage"):
            self._client.chat_deleteScheduledMessage(channel=str(answer["channel"]), scheduled_message_id=planned)


def installed_on(given: Settings) -> str:
    """When `odoo install-webhook` was last done with this database; empty for never."""
    try:
        with store(given).read() as tx:
            return tx.cursors.get(REMEMBERED) or ""
    except (BotError, sa.exc.DBAPIError):
        return ""


def _utc(text: object) -> datetime | None:
    return datetime.fromisoformat(str(text)).replace(tzinfo=UTC) if text else None


def _date(headers: Mapping[str, Any]) -> datetime | None:
    value = headers.get("date") or headers.get("Date")
    with suppress(ValueError, TypeError):
        return parsedate_to_datetime(str(value[0] if isinstance(value, list) else value))
    return None
