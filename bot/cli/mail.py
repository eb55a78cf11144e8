"""`mail forget|erase|hold|release|holds`: how long suppliers' mail is kept, and for whom."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.common import AsJson, engine, expected, group, settings, show_json, store, whoever
from bot.domain.errors import InvalidInput
from bot.domain.words import day

if TYPE_CHECKING:
    from bot.domain.mail import Hold, Whose
    from bot.services.triage.retention import RetentionService

app = group("How long suppliers' mail is kept, and for whom.")
DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
Who = Annotated[
    str, typer.Argument(metavar="WHO", help="A person's address, a vendor's domain, or a vendor's number in Odoo.")
]
Reason = Annotated[str, typer.Option("--reason", help="Why; kept in the audit log, so name nobody.")]


@app.command("forget")
@expected
def forget() -> None:
    """Drop the texts of mails that were kept long enough (MAIL_KEEP_DAYS); a running bot does it every hour."""
    typer.echo(f"{_mails(_service().forget_old())}: text and files dropped, evidence kept")


@app.command("erase")
@expected
def erase(who: Who) -> None:
    """Drop all that tells of people in somebody's mails: text, names, quoted words. It cannot be undone."""
    done = _service().erase(whose(who), who, whoever())
    held = f"; {_mails(done.held)} on legal hold" if done.held else ""
    typer.echo(f"{_mails(done.erased)} erased{held}")


@app.command("hold")
@expected
def hold(who: Who, reason: Reason) -> None:
    """Place a legal hold: until it is released, nothing of these mails goes, neither by age nor on request."""
    placed = _service().place_hold(whose(who), who, reason, whoever())
    typer.echo(f"Hold {placed.id} covers the mails of {who}")


@app.command("release")
@expected
def release(number: Annotated[str, typer.Argument(metavar="HOLD", help="As `mail holds` shows it.")]) -> None:
    """Lift a legal hold."""
    lifted = _service().lift_hold(number, whoever())
    typer.echo(f"Hold {number} on the mails of {lifted.what} is lifted")


@app.command("holds")
@expected
def holds(
    everything: Annotated[bool, typer.Option("--all", help="Lifted ones too.")] = False, as_json: AsJson = False
) -> None:
    """List legal holds."""
    found = _service().holds(only_standing=not everything)
    if as_json:
        show_json([asdict(one) | {"whose": _whose_json(one)} for one in found])
        return
    for one in found:
        lifted = f"  [lifted {day(one.lifted_at)} by {one.lifted_by}]" if one.lifted_at else ""
        typer.echo(f"{one.id}  {one.what}  since {day(one.placed_at)} by {one.placed_by}: {one.reason}{lifted}")
    if not found:
        typer.echo("No legal holds" if everything else "No standing legal holds")


def _mails(count: int) -> str:
    return f"{count} mail" if count == 1 else f"{count} mails"


def whose(text: str) -> Whose:
    """The mails of a person (`ida@holm.example`), a domain (`holm.example`) or a vendor in Odoo (`36`)."""
    from bot.domain.mail import Whose

    wanted = text.strip().lower()
    if wanted.isdigit():
        return Whose(vendor_id=int(wanted))
    if "@" in wanted.strip("@") and " " not in wanted:
        return Whose(emails=frozenset({wanted}))
    if DOMAIN.fullmatch(wanted.removeprefix("@")):
        return Whose(domains=frozenset({wanted.removeprefix("@")}))
    raise InvalidInput("is no e-mail address, no domain and no vendor's number", where=text)


def _whose_json(one: Hold) -> dict[str, object]:
    return {
        "emails": sorted(one.whose.emails),
        "domains": sorted(one.whose.domains),
        "vendor_id": one.whose.vendor_id,
    }


def _service() -> RetentionService:
    """The use cases over the records; a running bot draws the cards anew."""
    given = settings()
    records = store(given, jobs=True)
    from bot.adapters.clock import SystemClock
    from bot.adapters.database.locks import open_locks
    from bot.services.messages import Outbox
    from bot.services.triage.retention import RetentionService

    clock = SystemClock()
    return RetentionService(records, Outbox(clock), clock, open_locks(engine(given)), given.mail_keep_days)
