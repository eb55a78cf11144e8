"""What all commands share: settings, errors in plain words, output."""

from __future__ import annotations

import functools
import getpass
import json
import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec, TypeVar

import typer

from bot.domain.errors import BotError, InvalidInput, OdooUnavailable, Refused

if TYPE_CHECKING:
    import sqlalchemy as sa

    from bot.adapters.database.store import SqlStore
    from bot.adapters.odoo.client import OdooClient
    from bot.settings import Settings

NOT_IN_ORDER, WRONG_USE = 1, 2
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON alone on standard output.")]

_CALL = re.compile(r"^[\w.]+\.\w+: ")

P = ParamSpec("P")
T = TypeVar("T")


def group(help_text: str) -> typer.Typer:
    """A group of commands."""
    return typer.Typer(help=help_text, no_args_is_help=True, rich_markup_mode=None)


def expected(command: Callable[P, T]) -> Callable[P, T]:
    """Turn the errors that we know into a few clear lines on standard error and an exit status."""

    @functools.wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except (InvalidInput, Refused) as error:
            raise stop(str(error), WRONG_USE) from error
        except OdooUnavailable as error:
            raise stop(odoo_away(error), NOT_IN_ORDER) from error
        except BotError as error:
            raise stop(str(error), NOT_IN_ORDER) from error
        except KeyboardInterrupt as error:
            raise typer.Exit(130) from error
        except Exception as error:
            told = _database_trouble(error)
            if told is None:
                raise
            raise stop(told, NOT_IN_ORDER) from error

    return guarded


def odoo_away(error: OdooUnavailable) -> str:
    """That Odoo does not answer, and what to do, without the name of the call that found out."""
    why = _CALL.sub("", str(error))
    why = why if why.startswith("Odoo") else f"Odoo does not answer ({why or 'no reason given'})"
    return (
        f"{why}, so nothing was done. See that it runs and that ODOO_URL leads to it "
        "(`procurement-bot doctor` looks), then give the command again."
    )


def stop(text: str, status: int) -> typer.Exit:
    """Say why on standard error; raise what this returns."""
    typer.echo(text, err=True)
    return typer.Exit(status)


def show_json(value: object) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False, default=str) + "\n")


def whoever() -> str:
    """Whoever sits at the terminal, as the audit log shall name them."""
    try:
        return f"{getpass.getuser()} (command line)"
    except (KeyError, OSError):  # a user id without a name, as in a container
        return "command line"


def settings() -> Settings:
    """The settings, with the log set up by them. Raises `InvalidInput`."""
    from bot import logs
    from bot.settings import load

    loaded = load()
    logs.configure(loaded.log_format, secrets=loaded.secrets())
    return loaded


def odoo_client(given: Settings, *, login: str = "", secret: str = "") -> OdooClient:
    """A line to Odoo: the bot's own, or that of another user."""
    from bot.adapters.odoo.client import OdooClient

    given.require_odoo()
    key = secret or given.odoo_api_key.get_secret_value()
    return OdooClient(given.odoo_url, given.odoo_db, login or given.odoo_login, key)


def engine(given: Settings) -> sa.Engine:
    """The database. Raises `InvalidInput` when a SQLite file is not there, instead of making one."""
    from pathlib import Path

    from bot.adapters.database.engine import database_url, open_engine

    url = database_url(given.database_url.get_secret_value())
    if url.drivername == "sqlite" and not Path(str(url.database)).is_file():
        raise InvalidInput(f"there is no database yet at {url.database}: {UPGRADE}", where="DATABASE_URL")
    return open_engine(given.database_url.get_secret_value())


UPGRADE = "`procurement-bot db upgrade` makes it"


def store(given: Settings, *, jobs: bool = False) -> SqlStore:
    """The records; with `jobs`, what is changed starts work in the bot that runs elsewhere.

    Raises `InvalidInput` when the tables are not those of this version.
    """
    from bot.adapters.database import upgrade
    from bot.adapters.database.store import SqlStore

    opened = engine(given)
    revision = upgrade.current(opened)
    if revision != upgrade.head():
        at = f"at revision {revision}" if revision else "not there"
        raise InvalidInput(f"the tables are {at}, needed is {upgrade.head()}: {UPGRADE}", where="DATABASE_URL")
    if not jobs:
        return SqlStore(opened)
    from bot.adapters.engine import JobEngine

    job_engine = JobEngine(opened)
    if not job_engine.installed():  # no bot ever ran here: there is nothing that could have failed
        return SqlStore(opened)
    job_engine.connect()
    return SqlStore(opened, job_engine.jobs_of)


def _database_trouble(error: Exception) -> str | None:
    """A database that cannot be reached or does not do as told, in one line; None for other errors."""
    if "sqlalchemy" not in sys.modules:
        return None
    from sqlalchemy.exc import DBAPIError

    from bot.logs import redact

    if not isinstance(error, DBAPIError):
        return None
    first: Any = str(error.orig).strip().splitlines() or [type(error).__name__]
    return redact(f"DATABASE_URL: {first[0]}")
