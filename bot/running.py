"""A bot that runs: what is started in which order, and how it stops."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys

import sqlalchemy as sa
import structlog

from bot import jobs
from bot.adapters.database.upgrade import upgrade
from bot.adapters.slack.connection import Socket
from bot.bootstrap import services
from bot.bootstrap_mail import mail_services
from bot.bootstrap_parts import parts
from bot.bootstrap_slack import slack_app
from bot.domain.errors import InvalidInput, OdooError, SlackError
from bot.domain.ports import Clock
from bot.handlers.threads import Threads
from bot.jobs.clock import CLEAN_SECONDS, SWEEP_SECONDS, Rounds, Ticker
from bot.jobs.escalation import EVERY_SECONDS as ESCALATION_SECONDS
from bot.jobs.escalation import EscalationRounds
from bot.jobs.memory import EVERY_SECONDS as MEMORY_SECONDS
from bot.jobs.memory import MemoryRounds, spare_what_was_loaded
from bot.jobs.questions import EVERY_SECONDS, QuestionRounds
from bot.jobs.triage import CHASE_SECONDS, TriageRounds
from bot.jobs.triage import SWEEP_SECONDS as MAIL_SECONDS
from bot.services.policy_in_force import note_policy
from bot.settings import Settings
from bot.web.app import create_app, server
from bot.web.health import Check, Health
from bot.web.mail import MailHook
from bot.web.mail_senders import Senders

HAND_OVER_SECONDS = 0.0001  # Python's 5 ms, times the threads that carry decisions out, would stand before every ack

log = structlog.get_logger(__name__)


class Bot:
    """The work of the bot, apart from the doors that let Slack and HTTP in."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.parts = parts(settings, clock)
        self.services = services(self.parts)
        self.mail = mail_services(
            settings,
            store=self.parts.store,
            odoo=self.parts.odoo,
            on_read=self.services.triage.cases.on_read,
            clock=self.parts.clock,
            locks=self.parts.locks,
        )
        self.threads = Threads()
        self.app = slack_app(self.parts, self.services, self.threads)
        self.socket: Socket | None = None
        if settings.slack_mode == "socket":
            app_token = settings.slack_app_token.get_secret_value()
            self.socket = Socket(self.app, app_token, settings.slack_api_url)
        self._tickers: list[Ticker] = []
        self._working = False

    def start_work(self) -> None:
        """Migrate, take up what was cut off, and start polling and sweeping. Blocks for a moment."""
        p, s = self.parts, self.services
        upgrade(p.engine)
        table = jobs.table(
            s.applying,
            s.seating,
            s.conversation,
            s.delivery,
            s.exceptions,
            s.reconciliation,
            s.questions,
            s.triage.applying,
            s.triage.letters,
        )
        p.job_engine.launch(table)
        note_policy(p.store, p.policy, p.clock, p.locks)
        p.metrics.watch(p.store, p.clock, p.job_engine.depth)
        rounds = Rounds(
            p.store, p.clock, p.locks, s.applying, s.reconciliation, s.exceptions, p.job_engine.forget_finished
        )
        mail = TriageRounds(p.store, p.clock, s.triage.applying, s.triage.letters, s.triage.chasing)
        self._tickers = [
            Ticker("poll", p.settings.poll_seconds, rounds.poll),
            Ticker("sweep", SWEEP_SECONDS, rounds.sweep),
            Ticker("clean", CLEAN_SECONDS, rounds.clean),
            Ticker("supplier mail", MAIL_SECONDS, mail.sweep),
            Ticker("chasing", CHASE_SECONDS, mail.chase),
            Ticker(
                "escalation",
                ESCALATION_SECONDS,
                EscalationRounds(s.escalation.sweeping, s.escalation.mornings, s.releasing).look,
            ),
            Ticker("questions", EVERY_SECONDS, QuestionRounds(s.questions).look),
            Ticker("memory", MEMORY_SECONDS, MemoryRounds(self.threads.rush.on).look),
            *self.mail.tickers,
        ]
        for ticker in self._tickers:
            ticker.start()
        if self.mail.listener is not None:
            self.mail.listener.start()
        if p.adviser is not None:
            p.adviser.warm_up()
        self._working = True

    def stop_work(self) -> None:
        """Finish what is running; what is left is on record and taken up at the next start."""
        self._working = False
        if self.mail.listener is not None:
            self.mail.listener.stop()
        for ticker in self._tickers:
            ticker.stop()
        self.threads.stop()
        self.parts.job_engine.stop()
        self.parts.locks.close()
        self.parts.engine.dispose()

    def time_moved(self) -> None:
        """The clock was moved by hand: look at once at what is due by now, instead of at the next round.

        What was put off for some seconds of real time is then due as well: running it early does no harm.
        """
        for ticker in self._tickers:
            ticker.soon()

    def order_changed(self, order_id: int) -> None:
        """Odoo says that an order changed: look at it, durably."""
        with self.parts.store.begin() as tx:
            tx.jobs.enqueue("reconcile", str(order_id))

    def mail_hook(self) -> MailHook:
        """What answers `POST /hooks/mail`."""
        return MailHook(Senders(self.parts.settings.mail_secrets), self.mail.hand_in, on_hook=self.parts.metrics.mail)

    def health(self) -> Health:
        """What `/readyz` asks."""
        return Health(
            {
                "database": Check(self._database),
                "jobs": Check(self._jobs),
                "odoo": Check(self._odoo),
                "slack": Check(self._slack),
            }
        )

    def _database(self) -> str | None:
        with self.parts.engine.connect() as connection:
            connection.execute(sa.text("SELECT 1"))
        return None

    def _jobs(self) -> str | None:
        if not self._working:
            return "not started"
        self.parts.job_engine.depth()
        return None

    def _odoo(self) -> str | None:
        try:
            self.parts.odoo.ping()
        except OdooError as error:
            return str(error)
        return None

    async def _slack(self) -> str | None:
        if self.socket is not None:
            return None if await self.socket.healthy() else "the socket is not open"
        try:
            await asyncio.to_thread(self.parts.members.ping)
        except SlackError as error:
            return str(error)
        return None


async def run(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT. Raises `InvalidInput` for settings that cannot work."""
    sys.setswitchinterval(HAND_OVER_SECONDS)
    bot = Bot(settings)
    listener = _listen(settings.http_host, settings.http_port)
    web = server(
        create_app(
            health=bot.health(),
            metrics=bot.parts.metrics,
            webhook_secrets=settings.webhook_secrets,
            on_order=bot.order_changed,
            mail=bot.mail_hook(),
            slack=None if bot.socket else bot.app,
            signing_secrets=settings.signing_secrets,
        ),
        settings.http_host,
        settings.http_port,
    )
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await asyncio.to_thread(bot.start_work)
    serving = asyncio.create_task(web.serve(sockets=[listener]), name="http")
    if bot.socket is not None:
        await bot.socket.open()
    spare_what_was_loaded()
    address = "http://{}:{}".format(*listener.getsockname()[:2])
    log.info("running", http=address, slack=settings.slack_mode, identity=settings.odoo_identity)
    waiting = asyncio.create_task(stop.wait(), name="stop")
    await asyncio.wait({waiting, serving}, return_when=asyncio.FIRST_COMPLETED)
    log.info("stopping")
    if bot.socket is not None:
        await bot.socket.close()
    web.should_exit = True
    await asyncio.gather(serving, return_exceptions=True)
    waiting.cancel()
    await asyncio.to_thread(bot.stop_work)
    log.info("stopped")


def _listen(host: str, port: int) -> socket.socket:
    """The HTTP port, taken before anything else is started."""
    try:
        return socket.create_server((host, port), reuse_port=False)
    except OSError as error:
        raise InvalidInput(f"cannot listen on {host}:{port}: {error.strerror}", where="HTTP_PORT") from error
