"""Odoo: reachable, of a known version, and the bot's user may do what it must."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.people import OdooUser
from bot.domain.words import day
from bot.services.doctor.findings import Finding, fail, ok, warn

TESTED = "19"
SOON = timedelta(days=14)
IDENTITIES = {
    "integration": "the bot's own user acts, the note on the order names the person; our own checks of rights are all",
}
SEEN = {
    "sale.order": "sales orders that late orders hold up",
    "stock.warehouse.orderpoint": "stock below its minimum",
    "account.move": "vendor bills",
}
"""What answers to questions hold besides orders, by the model that the bot's user must see for it."""


class Odoo(Protocol):
    """Facts about Odoo. Methods raise Odoo's errors of `domain.errors`."""

    def version(self) -> str:
        """Like `19.0`."""
        ...

    def me(self) -> OdooUser:
        """The bot's own user."""
        ...

    def may_read_orders(self) -> bool:
        """Whether that user sees purchase orders."""
        ...

    def knows_receipts(self) -> bool:
        """Whether orders know their receipts: Inventory is installed beside Purchase (`purchase_stock`)."""
        ...

    def may_approve(self) -> bool:
        """Whether that user is a purchase administrator."""
        ...

    def sees(self, model: str) -> bool | None:
        """Whether that user may read such records; None where the app for them is not installed."""
        ...

    def has_hr(self) -> bool:
        """Whether employees and their managers are known."""
        ...

    def webhook(self) -> bool | None:
        """Whether the automation rules are there; None when Odoo does not show them to this user."""
        ...

    def key_ends(self) -> Sequence[datetime | None]:
        """When the keys of this user end, None for never; nothing when Odoo does not say."""
        ...

    def time(self) -> datetime | None:
        """What Odoo's clock says."""
        ...


@dataclass(frozen=True)
class Expected:
    """What the settings say about Odoo. `installed_on` is when this bot installed the webhook."""

    url: str
    login: str
    identity: str
    poll_seconds: int
    secret_set: bool
    key_is_key: bool
    installed_on: str = ""


def reachable(odoo: Odoo, expected: Expected) -> Iterator[Finding]:
    """Odoo answers, and is of a version that we test."""
    version = odoo.version()
    if version.split(".")[0].rpartition("~")[2].rpartition("-")[2] == TESTED:
        yield ok("reachable", f"Odoo {version} at {expected.url}")
    else:
        yield warn("reachable", f"Odoo {version} at {expected.url}", f"only Odoo {TESTED} is tested")


def login(odoo: Odoo, expected: Expected) -> Iterator[Finding]:
    """The login works, and shows purchase orders."""
    me = odoo.me()
    yield ok("login", f"{expected.login} ({me.name})")
    if odoo.may_read_orders():
        yield ok("reads orders", "may read purchase orders")
    else:
        yield fail("reads orders", "may not read purchase orders", "give the bot's user rights in Purchase")


def apps(odoo: Odoo) -> Iterator[Finding]:
    """Whether the apps are there whose fields every order is read with."""
    if odoo.knows_receipts():
        yield ok("apps", "Purchase and Inventory are installed")
    else:
        yield fail(
            "apps", "Inventory is not installed: orders have no receipts and no stock", "install Inventory in Odoo"
        )


def rights(odoo: Odoo, expected: Expected) -> Iterator[Finding]:
    """Who acts in Odoo, and whether they may."""
    yield ok("identity", f"{expected.identity}: {IDENTITIES.get(expected.identity, 'not built yet')}")
    if odoo.may_approve():
        yield ok("may approve", "is a purchase administrator (purchase.group_purchase_manager)")
    else:
        yield fail(
            "may approve",
            f"{expected.login} is not a purchase administrator, and Odoo then says nothing and approves nothing",
            f"Settings, Users, {expected.login}: Purchase: Administrator",
        )


def sight(odoo: Odoo, expected: Expected) -> Iterator[Finding]:
    """What answers must leave out, for the bot's user does not see it."""
    hidden = [what for model, what in SEEN.items() if odoo.sees(model) is False]
    if hidden:
        mend = f"Settings, Users, {expected.login}: Inventory: User shows sales and stock, Purchase: User bills"
        yield warn("answers", f"leave out {', '.join(hidden)}: {expected.login} does not see them", mend)
    else:
        yield ok("answers", "hold all that questions may be about")


def hr(odoo: Odoo) -> Iterator[Finding]:
    """Whether the buyer's manager can be asked."""
    if odoo.has_hr():
        yield ok("employees", "Employees is installed: the buyer's manager can be asked")
    else:
        yield ok("employees", "Employees is not installed: steps that ask the buyer's manager become exceptions")


def webhook(odoo: Odoo, expected: Expected) -> Iterator[Finding]:
    """Whether Odoo tells the bot at once."""
    shown = odoo.webhook()
    polling = f"the bot hears of changes by polling only, every {expected.poll_seconds} s"
    install = "procurement-bot odoo install-webhook"
    if not expected.secret_set:
        yield warn("webhook", f"no ODOO_WEBHOOK_SECRET: {polling}", f"set one, then {install}")
    elif shown:
        yield ok("webhook", "the automation rules are installed and active")
    elif shown is None and expected.installed_on:
        yield ok("webhook", f"installed on {expected.installed_on} (Odoo shows its rules to administrators only)")
    else:
        yield warn("webhook", f"not installed: {polling}", install)


def key(odoo: Odoo, expected: Expected, now: datetime) -> Iterator[Finding]:
    """When the bot's key ends."""
    if not expected.key_is_key:
        yield ok("key", "a password is used; an API key could be taken away without changing the password")
        return
    ends = sorted(end for end in odoo.key_ends() if end is not None)
    if ends and ends[0] - now < SOON:
        word = "ended" if ends[0] <= now else "ends"
        mend = "make a new key in Odoo and set ODOO_API_KEY"
        yield warn("key", f"a key of {expected.login} {word} on {day(ends[0])}", mend)
    elif ends:
        yield ok("key", f"the first key of {expected.login} ends on {day(ends[0])}")
    else:
        yield ok("key", "no end is known")
