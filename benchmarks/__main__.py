"""`make bench`: starts a throwaway Odoo and PostgreSQL where nothing but loopback exists, measures, prints.

    python -m benchmarks [ack] [applied] [calls] [questions] [escalation] [triage]

All of them by default. The results are also written to benchmarks/RESULTS.md.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import psycopg
from psycopg import sql

from benchmarks import click_to_ack, click_to_applied, escalation, generic_server, odoo_calls, questions, triage
from benchmarks.facts import facts
from benchmarks.fake_slack import FakeSlack
from benchmarks.odoo_stub import capture
from bot.adapters.odoo.client import OdooClient
from bot.adapters.odoo.directory import OdooDirectory
from bot.adapters.odoo.orders import OdooOrders
from tests.real.conftest import POSTGRES, only_loopback
from tests.real.odoo_server import PROGRAM, OdooServer

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "RESULTS.md"
ISOLATED = HERE.parent / "testbed" / "isolated"
HOW_QUESTIONS = (
    f"Sixteen questions of the suite, answered from the same seeded Odoo by us and with {generic_server.PACKAGE} from",
    "PyPI. A token is four characters, for both alike. Its side is scripted as a model would use it that makes no",
    "mistake and names just the fields it needs; `benchmarks/questions.py` says what each asks. Odoo calls are counted",
    "at a proxy; names of vendors, products and people are read every ten minutes and not counted.",
)
PARTS = ("ack", "applied", "calls", "questions", "escalation", "triage")


class Databases:
    """Fresh databases of both kinds."""

    def __init__(self, folder: Path, postgres: str) -> None:
        self._folder = folder
        self._postgres = postgres
        self._made = 0

    def makers(self) -> dict[str, Callable[[], str]]:
        """By the name of the kind."""
        return {"SQLite": self._sqlite, "PostgreSQL": self._in_postgres}

    def _sqlite(self) -> str:
        self._made += 1
        return f"sqlite:///{self._folder / f'bench{self._made}.db'}"

    def _in_postgres(self) -> str:
        self._made += 1
        name = f"bench_{os.getpid()}_{self._made}"
        with psycopg.connect(self._postgres, autocommit=True) as connection:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        return f"{self._postgres.rpartition('/')[0]}/{name}"


def main(wanted: list[str]) -> None:
    """Measure, print, and keep what was printed."""
    unknown = set(wanted) - set(PARTS)
    if unknown:
        sys.exit(f"{__doc__}\nunknown: {', '.join(sorted(unknown))}")
    needs_odoo = bool(set(wanted or PARTS) - {"escalation", "triage"})
    if not only_loopback():
        if needs_odoo:
            subprocess.run(
                [PROGRAM, "setup"], check=True, stdout=sys.stderr
            )  # fetches what is missing from the network
        if "questions" in (wanted or PARTS):
            generic_server.install()
        if "triage" in (wanted or PARTS):
            subprocess.run([triage.MODEL_SERVER, "setup"], stdout=sys.stderr)  # without it the table says so
        os.execv(ISOLATED, [str(ISOLATED), sys.executable, "-m", "benchmarks", *wanted])
    odoo = OdooServer.start() if needs_odoo else None
    postgres = subprocess.run([POSTGRES, "start"], check=True, capture_output=True, text=True).stdout.strip()
    try:
        with tempfile.TemporaryDirectory() as folder:
            with psycopg.connect(postgres) as connection:
                version = f"{connection.info.server_version // 10000}.{connection.info.server_version % 10000}"
            makers = Databases(Path(folder), postgres).makers()
            if "triage" in (wanted or PARTS):
                keep(readings(version))
            if "escalation" in (wanted or PARTS):
                keep(sweeps(makers, version))
            if odoo is not None:
                keep(asyncio.run(measure(Path(folder), odoo, makers, version, wanted or list(PARTS))))
    finally:
        if odoo is not None:
            odoo.reset()
            odoo.stop()
        subprocess.run([POSTGRES, "stop"], check=True, capture_output=True)


def sweeps(makers: Mapping[str, Callable[[], str]], postgres: str) -> dict[str, str]:
    """What a sweep costs, which asks nothing of Odoo."""
    title, before = "Escalation sweep, in milliseconds", facts(None, postgres)
    said = "\n".join([f"## {title}", "", before, "", escalation.ABOUT, "", escalation.measure(makers), ""])
    print(said, flush=True)
    return {title: said}


def readings(postgres: str) -> dict[str, str]:
    """What reading a supplier's mail costs, which asks nothing of Odoo either."""
    title, before = "Reading supplier mail", facts(None, postgres)
    said = "\n".join([f"## {title}", "", before, "", *triage.ABOUT, "", triage.measure(), ""])
    print(said, flush=True)
    return {title: said}


async def measure(
    folder: Path, odoo: OdooServer, makers: Mapping[str, Callable[[], str]], version: str, wanted: list[str]
) -> dict[str, str]:
    """Everything that is wanted of Odoo, printed as it comes, by title."""
    client = OdooClient(odoo.url, odoo.db, "procurebot-approve", odoo.logins["procurebot-approve"]["password"])
    said: dict[str, str] = {}

    def say(title: str, before: str, *lines: str) -> None:
        said[title] = "\n".join([f"## {title}", "", before, "", *lines, ""])
        print(said[title], flush=True)

    if "applied" in wanted:
        before = facts(client.version(), version)
        found = await click_to_applied.measure(folder, odoo, makers)
        what = "Real Odoo, one order at a time, taking turns; until `button_approve` and its note are answered."
        say("Click to applied, in milliseconds", before, what, "", found)
    if "ack" in wanted:
        before = facts(client.version(), version)
        known, order, users = await asyncio.to_thread(_from_odoo, odoo, client)
        found = await click_to_ack.measure(folder, order, users, known, makers)
        say(
            "Click to ack, in milliseconds",
            before,
            "Each click on an approval of its own, and each is then carried out by the bot, against an Odoo stub that",
            f"answers as the real one did, as slowly: {json.dumps(known['latencies'])} seconds.",
            "1/s: all apps at the same time; 50/s: one after the other.",
            "",
            found,
        )
    if "questions" in wanted:
        before = facts(client.version(), version)
        found = await asyncio.to_thread(questions.measure, odoo)
        say("Questions", before, *HOW_QUESTIONS, "", *found)
    if "calls" in wanted:
        before = facts(client.version(), version)
        state = json.loads(OdooServer._command("status"))["postgres"]
        async with FakeSlack() as slack:
            found = await asyncio.to_thread(odoo_calls.measure, folder, odoo, slack.api_url, state)
        say("Odoo calls", before, "Counted at a proxy before the real Odoo; seconds are those of the work.", "", found)
    return said


def keep(said: dict[str, str]) -> None:
    """Put what was measured in place of what was measured before."""
    kept = RESULTS.read_text(encoding="utf-8").split("\n## ")[1:] if RESULTS.exists() else []
    known = {text.partition("\n")[0]: f"## {text.rstrip()}\n" for text in kept}
    names = " ".join(f"[{part}]" for part in PARTS)
    head = f"# Benchmarks\n\nThe last results of `make bench`, which is `python -m benchmarks {names}`.\n"
    RESULTS.write_text("\n".join([head, *(known | said).values()]), encoding="utf-8")


def _from_odoo(odoo: OdooServer, client: OdooClient) -> tuple:
    """A waiting order of the seed, its approvers, and what the stub must know."""
    order_id = odoo.scenario("approve_just_over")["id"]
    directory = OdooDirectory(client)
    users = [directory.by_login([login])[login] for login in ("maya", "omar", "fiona")]
    taken = click_to_applied.latencies(odoo)
    known = capture(client, order_id, 0, taken)
    return known, OdooOrders(client).orders([order_id])[order_id], users


if __name__ == "__main__":
    main(sys.argv[1:])
