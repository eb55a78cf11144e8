"""Suppliers' mail: the ways in, and whether the mailbox can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bot.domain.errors import MailboxError
from bot.domain.ports import Mailbox
from bot.services.doctor.findings import Finding, fail, ok

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
