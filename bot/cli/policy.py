"""`policy check` and `policy explain`: is the policy sound, and why does an order go to whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.common import NOT_IN_ORDER, AsJson, expected, group, odoo_client, settings, show_json
from bot.cli.simulation import simulate
from bot.domain.errors import InvalidInput, OdooDenied, OdooUnavailable, SlackError

if TYPE_CHECKING:
    from bot.domain.people import OdooUser
    from bot.domain.policy import InvalidPolicy, Policy, Problem
    from bot.settings import Settings

app = group("The approval matrix.")
app.command("simulate")(simulate)
EVERYBODY = "Slack was not asked: everybody counts as matched"


@app.command("check")
@expected
def check(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Another file than POLICY_FILE.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check the policy file; where Odoo is configured, also that it knows the groups and people named."""
    given = settings()
    if file is not None:
        if not file.exists():
            raise InvalidInput(f"there is no file {file}")
        given = given.model_copy(update={"policy_file": file.absolute()})
    from bot.domain.policy import InvalidPolicy
    from bot.services.policy import policy_check_json, policy_check_lines

    try:
        policy = policy_of(given)
    except InvalidPolicy as error:
        _refuse(error, given, as_json=as_json)
        raise typer.Exit(NOT_IN_ORDER) from error
    problems = _ask_odoo(given, policy)
    found, asked = problems or [], problems is not None
    if as_json:
        show_json(policy_check_json(policy, found, odoo_asked=asked))
    else:
        typer.echo("\n".join(policy_check_lines(policy, found, odoo_asked=asked)))
    if found:
        raise typer.Exit(NOT_IN_ORDER)


@app.command("explain")
@expected
def explain(
    order: Annotated[str, typer.Argument(metavar="PO", help="The order's reference, like P00036.")],
    as_json: AsJson = False,
) -> None:
    """Say which rule takes an order and why, who is asked and who is not."""
    given = settings()
    client = odoo_client(given)
    from bot.adapters.odoo.directory import OdooDirectory
    from bot.adapters.odoo.orders import OdooOrders
    from bot.services.policy import PolicyService

    policy, reader = policy_of(given), OdooOrders(client)
    order_id = reader.find(order.strip().upper())
    found = reader.orders([order_id]).get(order_id) if order_id is not None else None
    if found is None:
        raise InvalidInput(f"Odoo has no purchase order {order.strip()!r} that the bot may see")
    seat_of, asked = seats_of(given, policy)
    uid = client.uid
    explained = PolicyService(policy, OdooDirectory(client), integration_uid=lambda: uid, seat_of=seat_of).explain(
        found
    )
    if as_json:
        show_json(explained.as_json() | {"slack_asked": asked})
    else:
        typer.echo(explained.text() + ("" if asked else f"\n{EVERYBODY}"))
    if not explained.in_order:
        raise typer.Exit(NOT_IN_ORDER)


def policy_of(given: Settings) -> Policy:
    """The policy of POLICY_FILE. Raises `InvalidInput`."""
    from bot.adapters.policy_file import load

    if not given.policy_file.exists():
        raise InvalidInput(f"there is no file {given.policy_file}", where="POLICY_FILE")
    return load(given.policy_file)


def _refuse(error: InvalidPolicy, given: Settings, *, as_json: bool) -> None:
    if as_json:
        problems = [asdict(problem) for problem in error.problems]
        show_json({"ok": False, "file": str(given.policy_file), "odoo_asked": False, "problems": problems})
    else:
        typer.echo(str(error), err=True)


def _ask_odoo(given: Settings, policy: Policy) -> list[Problem] | None:
    """What Odoo does not know of the policy; None when it could not be asked."""
    if given.odoo_missing():
        return None
    from bot.adapters.odoo.directory import OdooDirectory
    from bot.services.policy import check as check_with_odoo

    try:
        return check_with_odoo(policy, OdooDirectory(odoo_client(given)))
    except (OdooUnavailable, OdooDenied) as error:
        typer.echo(f"Odoo could not be asked: {error}", err=True)
        return None


def seats_of(given: Settings, policy: Policy) -> tuple[Callable[[OdooUser], str | None], bool]:
    """The Slack ids of Odoo users, and whether Slack was asked for them."""
    token = given.slack_bot_token.get_secret_value()
    if not token:
        return (lambda user: user.login), False
    from slack_sdk import WebClient

    from bot.adapters.slack.messenger import SlackMembers
    from bot.services.doctor.policy import account

    members: Any = SlackMembers(WebClient(token=token, base_url=given.slack_api_url, timeout=10))
    try:
        members.team_id()
    except SlackError as error:
        typer.echo(f"Slack could not be asked: {error}", err=True)
        return (lambda user: user.login), False

    def seat_of(user: OdooUser) -> str | None:
        member, _ = account(user, policy, members)
        return member.id if member else None

    return seat_of, True
