"""`keys list|give|forget`: people's own Odoo keys, with which Odoo is asked as them."""

from __future__ import annotations

import getpass
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import AsJson, expected, group, odoo_client, settings, show_json, store, whoever
from bot.domain.errors import InvalidInput
from bot.domain.words import day

if TYPE_CHECKING:
    from bot.domain.keys import PersonalKey
    from bot.domain.people import OdooUser
    from bot.services.keys import KeyService
    from bot.settings import Settings

app = group("People's own Odoo keys: with one, questions are answered as Odoo itself answers that person.")
Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The person's e-mail address or login in Odoo.")]


@app.command("list")
@expected
def list_them(as_json: AsJson = False) -> None:
    """List whose keys there are and when they end; never the keys."""
    service, now = _service(settings()), _now()
    keys = service.listed()
    if as_json:
        show_json(
            [
                {
                    "login": key.login,
                    "name": key.name,
                    "given_at": key.given_at,
                    "ends": key.ends,
                    "usable": key.usable(now),
                }
                for key in keys
            ]
        )
        return
    for key in keys:
        typer.echo(f"{key.login}  {key.name}  {standing(key)}")
    if not keys:
        typer.echo("No keys")


@app.command("give")
@expected
def give(email: Email) -> None:
    """Keep a person's API key, sealed with SECRET_KEY. It is typed unseen, or read from standard input."""
    given = settings()
    service, user = _service(given), _user(given, email)
    secret = getpass.getpass(f"Odoo API key of {user.name}: ") if sys.stdin.isatty() else sys.stdin.readline()
    key = service.give(user, secret, actor=whoever())
    typer.echo(f"The key of {key.name} is kept; {standing(key)}")


@app.command("forget")
@expected
def forget(email: Email) -> None:
    """Forget a person's key; revoke it in Odoo too."""
    given = settings()
    user = _user(given, email)
    if not _service(given).forget(user, actor=whoever()):
        raise InvalidInput(f"there is no key of {user.name}", where="EMAIL")
    typer.echo(f"The key of {user.name} is forgotten")


def standing(key: PersonalKey) -> str:
    """How a key stands, in words."""
    if key.refused_at is not None:
        return f"refused by Odoo on {day(key.refused_at)}"
    if key.ends is None:
        return "it has no end that Odoo tells"
    return f"it {'ended' if key.ends <= _now() else 'ends'} on {day(key.ends)}"


def _service(given: Settings) -> KeyService:
    from bot.adapters.clock import SystemClock
    from bot.adapters.odoo.keys import OdooKeys
    from bot.adapters.vault import FernetVault
    from bot.services.keys import KeyService

    if not given.secret_keys:
        raise InvalidInput("is missing: it encrypts people's keys; see .env.example", where="SECRET_KEY")
    given.require_odoo()
    check = OdooKeys(given.odoo_url, given.odoo_db)
    return KeyService(store(given), FernetVault(given.secret_keys), check, SystemClock())


def _user(given: Settings, email: str) -> OdooUser:
    from bot.adapters.odoo.directory import OdooDirectory

    users = OdooDirectory(odoo_client(given)).by_email(email)
    if len(users) != 1:
        many = "several active Odoo users have" if users else "no active Odoo user has"
        raise InvalidInput(f"{many} the e-mail address {email!r}", where="EMAIL")
    return users[0]


def _now() -> datetime:
    return datetime.now(UTC)
