"""Wires Slack's door: the Bolt app, and which handler listens to what."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from slack_bolt.async_app import AsyncApp

from bot import handlers
from bot.adapters.slack.connection import make_app
from bot.bootstrap import Services
from bot.bootstrap_parts import Parts
from bot.handlers.absence import AbsenceHandlers
from bot.handlers.approvals import ApprovalHandlers
from bot.handlers.clicks import Clicks
from bot.handlers.commands import CommandHandlers
from bot.handlers.errors import ErrorHandler
from bot.handlers.escalation import EscalationHandlers
from bot.handlers.exceptions import ExceptionHandlers
from bot.handlers.home import HomeHandlers
from bot.handlers.keys import KeyHandlers
from bot.handlers.letters import LetterHandlers
from bot.handlers.originals import OriginalHandlers
from bot.handlers.questions import QuestionHandlers
from bot.handlers.status import StatusHandlers
from bot.handlers.threads import Threads
from bot.handlers.triage import TriageHandlers


def slack_app(p: Parts, s: Services, threads: Threads) -> AsyncApp:
    """The Bolt app with every listener."""
    app = make_app(p.settings.slack_bot_token.get_secret_value(), p.settings.slack_api_url)
    office = ZoneInfo(p.settings.timezone)
    errors = ErrorHandler(p.messenger, threads, lambda user: s.people.zone(user) or office)
    home = HomeHandlers(s.home, threads)
    absence = AbsenceHandlers(s.absence, home, p.clock, threads)
    keys = KeyHandlers(p.keys, s.people, threads)
    status = StatusHandlers(s.status, threads)
    mail = s.triage
    clicks = Clicks(s.people, errors, threads)
    triage = TriageHandlers(mail.desk, mail.correcting, mail.applying, s.delivery, clicks, threads)
    letters = LetterHandlers(mail.desk, mail.letters, mail.chasing, clicks, threads)
    originals = OriginalHandlers(mail.originals, clicks)
    handlers.register(
        app,
        ApprovalHandlers(
            s.desk,
            s.conversation,
            s.handing_over,
            s.asking,
            s.applying,
            s.delivery,
            s.people,
            errors,
            threads,
            home.again,
            p.metrics.click_acked,
        ),
        EscalationHandlers(s.escalation.manager, s.escalation.bulk, s.applying, s.people, errors, threads, home.again),
        ExceptionHandlers(s.exceptions, s.people, errors, threads),
        QuestionHandlers(s.questions, s.prompts, errors, threads),
        home,
        absence,
        keys,
        CommandHandlers(status, absence, keys, s.home, s.triage_drawing.shares, threads),
        triage,
        letters,
        originals,
        errors,
    )
    return app
