"""Listens to a mailbox for as long as the bot runs; one replica at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

import structlog

from bot.domain.errors import MailboxRefused, MailboxUnavailable
from bot.domain.ports import Locks, Mailbox
from bot.services.triage.mailbox import MailboxService

IDLE_SECONDS = 55.0  # many servers and firewalls let go of a silent connection long before IMAP's half hour
AGAIN_SECONDS = 5.0
AGAIN_MOST = 60.0
REFUSED_SECONDS = 300.0

log = structlog.get_logger(__name__)


class Interruptible(Mailbox, Protocol):
    """A mailbox whose wait another thread can cut short."""

    def interrupt(self) -> None:
        """Cut the wait short, for good."""
        ...


class MailboxListener:
    """A thread that takes in what arrives, comes back after each fault, and ends when told to."""

    def __init__(
        self, mailbox: Interruptible, service: MailboxService, locks: Locks, on_state: Callable[[str | None], None]
    ) -> None:
        """`on_state` hears why the mailbox cannot be read, and None once it can."""
        self._mailbox = mailbox
        self._service = service
        self._locks = locks
        self._on_state = on_state
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mailbox", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self, seconds: float = 15.0) -> None:
        """Stop after the mail that is being stored."""
        self._stopping.set()
        self._mailbox.interrupt()
        self._thread.join(timeout=seconds)

    def _run(self) -> None:
        pause = AGAIN_SECONDS
        while not self._stopping.is_set():
            with self._locks.hold(f"mailbox:{self._mailbox.name}") as held:
                if held:
                    pause = self._listen(pause)
            self._stopping.wait(pause if held else AGAIN_MOST)

    def _listen(self, pause: float) -> float:
        """Listen until something goes wrong; how long to leave the server alone then, in seconds."""
        try:
            validity = self._mailbox.open()
            while not self._stopping.is_set():
                taken = self._service.take_in(self._mailbox, validity)
                self._on_state(None)
                pause = AGAIN_SECONDS
                if taken:  # what arrived meanwhile was told between the lines, so look again before waiting
                    log.info("mail taken in", mailbox=self._mailbox.name, mails=taken)
                else:
                    self._mailbox.wait(IDLE_SECONDS)
        except MailboxRefused as error:
            log.error("the mailbox cannot be read", mailbox=self._mailbox.name, why=str(error))
            self._on_state(str(error))
            return REFUSED_SECONDS
        except MailboxUnavailable as error:
            if not self._stopping.is_set():
                log.warning("the mailbox is away, will try again", mailbox=self._mailbox.name, why=str(error))
                self._on_state(str(error))
        except Exception:
            log.exception("taking mail in failed, will try again", mailbox=self._mailbox.name)
            self._on_state("it failed in a way nobody expected; the log tells more")
        finally:
            self._mailbox.close()
        return min(pause * 2, AGAIN_MOST)
