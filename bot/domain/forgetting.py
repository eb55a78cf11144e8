"""What stays of a case once a mail of it was erased: decisions, orders, days and numbers; no words, no people."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.cases import Applying, Case
from bot.domain.proposals import Change
from bot.domain.triage import Address, without_words


def without_mail(case: Case, mail_id: str) -> Case:
    """A case without what this mail of it said and who wrote it."""
    return replace(
        case,
        mails=tuple(
            replace(
                mail,
                sender=Address(),
                subject="",
                why="",
                suggestion=without_words(mail.suggestion) if mail.suggestion else None,
            )
            if mail.mail_id == mail_id
            else mail
            for mail in case.mails
        ),
        match=replace(case.match, sender_words="", turned_down=()) if case.match else None,
        changes=_blank(case.changes, mail_id),
        applying=_applying(case.applying, mail_id),
        applied=tuple(replace(done, change=_blank((done.change,), mail_id)[0]) for done in case.applied),
        not_offered=() if case.newest.mail_id == mail_id else case.not_offered,
    )


def _applying(applying: Applying | None, mail_id: str) -> Applying | None:
    return replace(applying, changes=_blank(applying.changes, mail_id)) if applying else None


def _blank(changes: tuple[Change, ...], mail_id: str) -> tuple[Change, ...]:
    return tuple(replace(change, quote="") if change.mail_id == mail_id else change for change in changes)
