"""Suppliers' mail: the ways in, whether the mailbox can be read, and whose task is what has no buyer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bot.domain.errors import MailboxError
from bot.domain.people import OdooUser
from bot.domain.ports import Mailbox
from bot.services.doctor.findings import Finding, fail, ok, warn

GUIDE = "docs/supplier-mail.md"


def ways_in(mailbox: str, senders: Sequence[str]) -> Iterator[Finding]:
    """`mailbox` is its name, empty without one; `senders` are those whom /hooks/mail would know."""
    ways = [*([f"the mailbox {mailbox}"] if mailbox else []), *(f"/hooks/mail for {who}" for who in senders)]
    yield ok("ways in", "; ".join([*ways, "what vendors write on orders in Odoo"]))


def readable(open_mailbox: Callable[[], Mailbox]) -> Iterator[Finding]:
    """Log in and look at the folder; nothing is fetched and nothing is moved."""
    box = open_mailbox()
    try:
        box.open()
        waiting = len(box.uids(0))
    except MailboxError as error:
        yield fail("mailbox", str(error), f"look at MAILBOX_URL, and at {GUIDE}")
    else:
        yield ok("mailbox", f"{box.name}: {waiting} mail{'' if waiting == 1 else 's'} in the folder now")
    finally:
        box.close()


def owned(channel: str, owners: Sequence[OdooUser], problem: Callable[[OdooUser], str | None]) -> Iterator[Finding]:
    """Somebody looks after mail whose order has no buyer in Slack: by name in a channel, or in person.

    `channel` is that of TRIAGE_CHANNEL, else of EXCEPTIONS_CHANNEL, empty without any; `problem` says why a user is
    nobody in Slack. Raises `SlackError`.
    """
    name, mend = "mail without a buyer", "name somebody with a Slack account under supplier_mail: owner in the policy"
    owner = next((user for user in owners if problem(user) is None), None)
    if owner is not None:
        yield ok(name, f"shown {f'in {channel}, ' if channel else ''}to {owner.name}")
    elif channel:
        yield warn(name, f"shown in {channel}, where it is nobody's task", mend)
    else:
        yield fail(name, "nobody would be shown it", f"set TRIAGE_CHANNEL, or {mend}")
