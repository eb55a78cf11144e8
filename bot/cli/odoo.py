"""`odoo install-webhook` and `odoo remove-webhook`: let Odoo tell the bot at once."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from bot.cli.common import NOT_IN_ORDER, expected, group, odoo_client, settings, stop
from bot.domain.errors import BotError, InvalidInput

if TYPE_CHECKING:
    from bot.adapters.odoo.client import OdooClient
    from bot.settings import Settings

app = group("Odoo's automation rules that tell the bot at once when an order changes.")
KEY = "ODOO_ADMIN_KEY"
REMEMBERED = "odoo.webhook"
SECONDS = 15.0
MAKE_ONE = 'python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
Login = Annotated[
    str, typer.Option("--login", help=f"An Odoo administrator; the password or key comes from {KEY} or is asked for.")
]


@app.command("install-webhook")
@expected
def install_webhook(
    url: Annotated[str, typer.Option("--url", help="Where Odoo reaches the bot, like https://bot.example.com.")] = "",
    login: Login = "admin",
) -> None:
    """Install the rules, or point them here, and check that Odoo's call arrives."""
    given = settings()
    given.require_odoo()
    if not given.webhook_secrets:
        raise InvalidInput(
            f"ODOO_WEBHOOK_SECRET is missing: make one with\n  {MAKE_ONE}\n"
            "put it into the settings, restart the bot, and call this again"
        )
    base = _base(url, given)
    admin = _admin(given, login)
    from bot.adapters.odoo import webhook
    from bot.cli.listening import listening

    with listening(given) as heard:
        webhook.install(admin, f"{base}/hooks/odoo/{given.webhook_secrets[0]}")
        arrived = heard(webhook.check_fires(admin), SECONDS)
    _remember(given, f"{datetime.now(UTC):%Y-%m-%d}")
    if not arrived:
        raise stop(
            f"The rules are installed, but no call arrived within {SECONDS:.0f} seconds: can Odoo reach {base}?\n"
            "Until it can, the bot polls. `procurement-bot odoo remove-webhook` takes the rules away.",
            NOT_IN_ORDER,
        )
    typer.echo(f"Installed and tried: Odoo calls {base}/hooks/odoo/<secret>")


@app.command("remove-webhook")
@expected
def remove_webhook(login: Login = "admin") -> None:
    """Take the rules away again; the bot then polls."""
    given = settings()
    given.require_odoo()
    from bot.adapters.odoo import webhook

    removed = webhook.remove(_admin(given, login))
    _remember(given, "")
    typer.echo(f"Removed {removed} rules" if removed else "There was nothing to remove")


def _base(url: str, given: Settings) -> str:
    """Where Odoo shall call, without a slash at the end."""
    if not url:
        if given.http_host in {"0.0.0.0", "::"} or given.http_port == 0:  # noqa: S104 - it is compared, not bound
            raise InvalidInput("say with --url where Odoo reaches the bot, like https://bot.example.com")
        host = f"[{given.http_host}]" if ":" in given.http_host else given.http_host
        return f"http://{host}:{given.http_port}"
    try:
        parts = urlsplit(url)
        sound = parts.scheme in {"http", "https"} and parts.hostname and not parts.query and not parts.fragment
        _ = parts.port
    except ValueError:
        sound = False
    if not sound:
        raise InvalidInput(f"{url!r} is not a web address like https://bot.example.com", where="--url")
    return url.rstrip("/")


def _admin(given: Settings, login: str) -> OdooClient:
    """An administrator's line to Odoo, tried at once. The key is never an option: options show in process lists."""
    key = os.environ.get(KEY, "").strip()
    if not key and not sys.stdin.isatty():
        raise InvalidInput(f"no password or key for {login}: set {KEY}, or call this from a terminal")
    key = key or typer.prompt(f"Password or API key of {login} in Odoo", hide_input=True, err=True)
    client = odoo_client(given, login=login, secret=key)
    client.ping()
    return client


def _remember(given: Settings, when: str) -> None:
    """For `doctor`: Odoo shows its rules to administrators only. Where there is no database yet, nothing is kept."""
    from bot.cli.common import store

    try:
        records = store(given)
    except BotError:
        return
    with records.begin() as tx:
        tx.cursors.set(REMEMBERED, when)
