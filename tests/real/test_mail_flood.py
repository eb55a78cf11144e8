"""Mail through /hooks/mail while the bot is killed with SIGKILL: each is stored once and read once.

Whoever posts does what mail services do: whatever is not answered with 200 is posted again, and some of what was is
too. MAIL_FLOOD says how many mails; MAIL_FLOOD_SEED gives the same plan again.
"""

import http.client
import json
import os
import queue
import random
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.domain.mail import Quiet
from bot.services.triage.reading import FLOOD
from tests.real.desk import Desk

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

MAILS = int(os.environ.get("MAIL_FLOOD", "10000"))
SECRET = "a-secret-for-handing-in-mail"
DOMAINS = ("flood-one.example", "flood-two.example", "flood-three.example")
POSTING = 6
KILLS = 5
TWICE = 0.05
READ_WITHIN = 240.0


def raw(number: int) -> bytes:
    """One of many mails that are not the same."""
    domain = DOMAINS[number % len(DOMAINS)]
    return (
        f"From: Sender {number} <s{number}@{domain}>\r\nTo: buying@us.example\r\nSubject: Order {number}: new date\r\n"
        f"Message-ID: <{number}@{domain}>\r\nDate: Mon, 02 Mar 2026 09:{number % 60:02}:00 +0000\r\n\r\n"
        f"Hello,\r\n\r\nwe are sorry, the goods of order {number} will arrive a week later.\r\n\r\nSender {number}\r\n"
    ).encode()


@dataclass
class Service:
    """A mail service: posts what it has with several hands, and again whatever was not taken."""

    url: str
    waiting: "queue.Queue[int]" = field(default_factory=queue.Queue)
    answers: Counter[str] = field(default_factory=Counter)
    taken: set[int] = field(default_factory=set)
    done: threading.Event = field(default_factory=threading.Event)

    def post_all(self, count: int, chance: random.Random) -> list[threading.Thread]:
        """Begin to post so many mails."""
        for number in range(count):
            self.waiting.put(number)
            if chance.random() < TWICE:
                self.waiting.put(number)
        hands = [threading.Thread(target=self._work, daemon=True) for _ in range(POSTING)]
        for hand in hands:
            hand.start()
        return hands

    def _work(self) -> None:
        connection: http.client.HTTPConnection | None = None
        while not self.done.is_set():
            try:
                number = self.waiting.get(timeout=0.2)
            except queue.Empty:
                if self.waiting.empty():
                    break
                continue
            try:
                connection = connection or http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=20)
                head = {"Authorization": f"Bearer {SECRET}", "Content-Type": "message/rfc822"}
                connection.request("POST", "/hooks/mail", raw(number), head)
                answer = connection.getresponse()
                said = answer.read().decode()
                self.answers[f"{answer.status} {said}"] += 1
                taken = answer.status == 200
            except (OSError, http.client.HTTPException):
                self.answers["no answer"] += 1
                if connection is not None:
                    connection.close()
                connection, taken = None, False
                self.done.wait(0.2)
            if taken:
                self.taken.add(number)
            else:
                self.waiting.put(number)
        if connection is not None:
            connection.close()


def counts(database: Path) -> dict[str, int]:
    """What is on record."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30) as records:
        one = records.execute("SELECT count(*) FROM mails").fetchone()[0]
        states = dict(records.execute("SELECT state, count(*) FROM mail_readings GROUP BY state").fetchall())
    return {"mails": one, "read": states.get("read", 0), "waiting": states.get("waiting", 0), **states}


def test_every_mail_is_stored_once_and_read_once_though_the_bot_is_killed(start_desk: Callable[..., Desk]) -> None:
    seed = int(os.environ.get("MAIL_FLOOD_SEED", "0")) or random.randrange(1, 10**6)
    chance = random.Random(seed)
    desk = start_desk(MAIL_HOOK_SECRET=SECRET)
    database = Path(desk.bot.settings["DATABASE_URL"].removeprefix("sqlite:///"))
    service = Service(desk.bot.url)
    started = time.monotonic()
    hands = service.post_all(MAILS, chance)
    kills = sorted(chance.sample(range(MAILS // 50, MAILS - MAILS // 50), KILLS))
    for at in kills:
        while len(service.taken) < at and any(hand.is_alive() for hand in hands):
            time.sleep(0.01)
        desk.bot.kill()
        desk.bot.start()
    for hand in hands:
        hand.join(timeout=600)
    posted = time.monotonic() - started
    desk.bot.kill()  # and once more while the last ones are read
    desk.bot.start()
    until = time.monotonic() + READ_WITHIN
    while counts(database)["waiting"] and time.monotonic() < until:
        time.sleep(0.2)
    took = time.monotonic() - started

    found = counts(database)
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as records:
        told = Counter(
            (kind, json.loads(data)["mail"])
            for kind, data in records.execute("SELECT kind, data FROM audit_events WHERE kind LIKE 'mail.re%'")
        )
        shown = [
            mail["mail_id"]
            for (body,) in records.execute("SELECT body FROM mail_cases").fetchall()
            for mail in json.loads(body)["mails"]
        ]
        quiet = Counter(json.loads(body)["quiet"] for (body,) in records.execute("SELECT body FROM mail_readings"))
    print(
        f"{MAILS} mails through /hooks/mail, {KILLS + 1} kills (seed {seed}): posted in {posted:.0f} s, "
        f"read after {took:.0f} s; answers {dict(service.answers)}; on record {found}; "
        f"in cases {len(shown)}, quiet {dict(quiet)}"
    )
    assert service.taken == set(range(MAILS))
    assert (found["mails"], found["read"], found["waiting"]) == (MAILS, MAILS, 0)
    assert Counter(kind for kind, _ in told) == {"mail.received": MAILS, "mail.read": MAILS}
    assert set(told.values()) == {1}
    assert len(shown) == len(set(shown)) == quiet[Quiet.NO.value]
    assert quiet[Quiet.NO.value] >= min(MAILS, FLOOD * len(DOMAINS))
