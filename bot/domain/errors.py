"""Every error the bot knows.

BotError
├── Refused                  a person may not do this now; the text is for them
├── Conflict                 somebody else changed the record first; read it again
├── InvalidInput             something handed to us is malformed; says what and where
├── OdooError
│   ├── OdooDenied           Odoo's access rights say no
│   ├── OdooMissing          the record is gone
│   ├── OdooInvalid          Odoo's own validation says no
│   ├── OdooUnavailable      nothing was done; try again later
│   └── OdooUnknownOutcome   a write may or may not have happened; read back first
├── MailboxError
│   ├── MailboxUnavailable   the mail server could not be reached or hung up; try again later
│   └── MailboxRefused       the mail server says no: login, folder, rights
└── SlackError
    ├── SlackUnavailable     nothing was done; try again later (`retry_after` seconds)
    └── SlackRefused         Slack says no and will say no again (`code`)
"""

from __future__ import annotations


class BotError(Exception):
    """Base of everything the bot raises on purpose."""


class Refused(BotError):
    """A person may not do this now. The text is one sentence for that person.

    `where` names what in a form it is about, where the form has several inputs of a kind.
    """

    def __init__(self, reason: str, *, code: str = "refused", where: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code
        self.where = where


class Conflict(BotError):
    """Somebody else changed the record first."""


class InvalidInput(BotError):
    """Something handed to the bot is malformed: a file, a setting, a request."""

    def __init__(self, what: str, *, where: str = "") -> None:
        super().__init__(f"{where}: {what}" if where else what)
        self.what = what
        self.where = where


class OdooError(BotError):
    """Odoo did not do what was asked. The text is safe to show to an administrator."""


class OdooDenied(OdooError):
    """Odoo's access rights do not allow it."""


class OdooMissing(OdooError):
    """The record does not exist, or no longer."""


class OdooInvalid(OdooError):
    """Odoo's validation refused it."""


class OdooUnavailable(OdooError):
    """Odoo could not be reached, and nothing was done."""


class OdooUnknownOutcome(OdooError):
    """A write was sent and no answer came: it may have happened."""


class MailboxError(BotError):
    """The mail server did not do what was asked. The text is safe to show to an administrator."""


class MailboxUnavailable(MailboxError):
    """The mail server could not be reached, or the connection broke."""


class MailboxRefused(MailboxError):
    """The mail server says no and will say no again: login, folder, rights."""


class SlackError(BotError):
    """Slack did not do what was asked."""


class SlackUnavailable(SlackError):
    """Slack could not be reached or asked us to wait; nothing was done."""

    def __init__(self, what: str, *, retry_after: float | None = None) -> None:
        super().__init__(what)
        self.retry_after = retry_after


class SlackRefused(SlackError):
    """Slack refused the call for good; `code` is Slack's own error code."""

    def __init__(self, code: str, *, method: str = "") -> None:
        super().__init__(f"{method}: {code}" if method else code)
        self.code = code
        self.method = method
