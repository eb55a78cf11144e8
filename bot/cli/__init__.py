"""The commands. What a command needs is imported inside it, so that `--help` is quick."""

from __future__ import annotations

from typing import Annotated

import typer
from typer.core import TyperGroup

from bot.cli import ask, audit, database, demo, doctor, exceptions, keys, mail, odoo, policy, run, triage
from bot.cli.common import WRONG_USE, stop

app = typer.Typer(
    name="procurement-bot",
    help="The procurement desk in Slack for Odoo. Settings come from the environment and from .env.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("demo")(demo.demo)
app.command("run")(run.run)
app.command("doctor")(doctor.doctor)
app.command("ask")(ask.ask)
app.command("triage")(triage.triage)
app.add_typer(policy.app, name="policy")
app.add_typer(audit.app, name="audit")
app.add_typer(exceptions.app, name="exceptions")
app.add_typer(database.app, name="db")
app.add_typer(odoo.app, name="odoo")
app.add_typer(keys.app, name="keys")
app.add_typer(mail.app, name="mail")


@app.command("help")
def tell(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="[COMMAND]...", show_default=False)] = None,
) -> None:
    """Tell what there is, or how a command is used: `help policy check`."""
    told = context.parent or context
    for word in words or []:
        found = told.command.get_command(told, word) if isinstance(told.command, TyperGroup) else None
        if found is None:
            raise stop(f"there is no command {' '.join(words or [])!r}: `procurement-bot help` names all", WRONG_USE)
        told = type(told)(found, info_name=word, parent=told)
    typer.echo(told.get_help())


def main() -> int:
    """Run a command; its exit status: 0 done, 1 the thing asked about is not in order, 2 wrong use."""
    try:
        app(prog_name="procurement-bot")
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else int(done.code is not None)
    return 0


__all__ = ["app", "main"]
