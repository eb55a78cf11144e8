"""The real parts: Odoo 19, PostgreSQL and a Slack stand-in, and how many tests ran on each.

A part that cannot be had skips its tests and says why; with REAL_PARTS=required (as `.ci/run` sets it) it fails them.
"""

import contextlib
import fcntl
import json
import os
import socket
import struct
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

import pytest

from tests.free_ports import free_port
from tests.real.databases import fresh_database
from tests.real.desk import Desk, Purchase, open_desk
from tests.real.dovecot import Dovecot, NoDovecot, running_dovecot
from tests.real.odoo_server import OdooServer
from tests.real.slack_standin import SlackStandin
from tests.slack_proxy import SlackProxy

TESTBED = Path(__file__).resolve().parents[2] / "testbed"
POSTGRES = TESTBED / "postgres" / "postgres-server"
PARTS = {"odoo": "Odoo 19", "postgres": "PostgreSQL", "slack_standin": "Slack stand-in", "dovecot": "Dovecot"}
NEEDED_BY = {
    "odoo": "odoo",
    "postgres_url": "postgres",
    "start_slack": "slack_standin",
    "start_desk": "slack_standin",
    "dovecot": "dovecot",
}
GET_FLAGS, UP = 0x8913, 0x1


def pytest_configure() -> None:
    """Of several processes that share the tests, each has servers of its own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        os.environ["TESTBED_INSTANCE"] = "-".join(filter(None, (os.environ.get("TESTBED_INSTANCE"), worker)))


def unavailable(reason: str) -> NoReturn:
    """Skip, or fail where every part is required."""
    if os.environ.get("REAL_PARTS") == "required":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def only_loopback() -> bool:
    """Are we in a network namespace where nothing but loopback is up?"""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        for _, name in socket.if_nameindex():
            answer = fcntl.ioctl(control, GET_FLAGS, struct.pack("16sh14x", name.encode(), 0))
            if name != "lo" and struct.unpack_from("16xh", answer)[0] & UP:
                return False
    return True


@pytest.fixture(scope="session")
def odoo() -> Iterator[OdooServer]:
    """The real Odoo. Tests that write work on orders of their own (`odoo.new_order`), or call `odoo.reset`."""
    ran_before = OdooServer.running()
    try:
        server = OdooServer.start()
    except RuntimeError as error:
        unavailable(f"no Odoo: {error}; `testbed/odoo/odoo-server setup` fetches it")
    server.reset()  # whoever used it before may have left orders behind
    yield server
    if not ran_before:
        server.stop()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server whose superuser we are."""
    ran_before = subprocess.run([POSTGRES, "url"], capture_output=True).returncode == 0
    result = subprocess.run([POSTGRES, "start"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if result.returncode:
        unavailable(f"no PostgreSQL: {result.stderr.strip()[-500:]}")
    yield result.stdout.strip()
    if not ran_before:
        subprocess.run([POSTGRES, "stop"], check=True)


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of a fresh, empty PostgreSQL database."""
    with fresh_database(postgres_server) as url:
        yield url


@contextlib.contextmanager
def slack_standins() -> Iterator[Callable[..., SlackStandin]]:
    """Starts Slack stand-ins, and ends them."""
    if not only_loopback():
        unavailable("the Slack stand-in runs only where nothing but loopback is up: `make real`, or testbed/isolated")
    installed = subprocess.run([TESTBED / "slack" / "slack-standin", "install"], capture_output=True, text=True)
    if installed.returncode:
        unavailable(f"no Slack stand-in: {installed.stderr.strip()[-500:]}; `testbed/slack/slack-standin install`")
    running: list[SlackStandin] = []

    def start(mode: str = "socket", request_url: str = "", port: int = 0) -> SlackStandin:
        running.append(SlackStandin(mode, request_url, port).__enter__())
        return running[-1]

    try:
        yield start
    finally:
        for standin in running:
            standin.__exit__()


@pytest.fixture
def start_slack() -> Iterator[Callable[..., SlackStandin]]:
    """Starts Slack stand-ins: `start_slack()` for Socket Mode, `start_slack("events", request_url)` for HTTP."""
    with slack_standins() as start:
        yield start


def as_seeded(odoo: OdooServer) -> bool:
    """Do the orders of the seed wait for approval, and no others?"""
    waiting = odoo.execute("admin", "purchase.order", "search", [("state", "=", "to approve")])
    return set(waiting) == {o["id"] for o in odoo.records["scenarios"].values() if o["state"] == "to approve"}


@pytest.fixture(scope="module")
def start_desk(
    request: pytest.FixtureRequest, odoo: OdooServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Desk]]:
    """Starts whole bots on the seeded Odoo: `start_desk(database="postgresql", mode="http", DIGEST_OVER="5")`.

    When they are stopped, everything that must hold for any of them is checked.
    """
    if not as_seeded(odoo):  # a run that was cut off leaves its orders behind
        odoo.reset()
    with contextlib.ExitStack() as stack:
        stack.callback(odoo.reset)
        start_standin = stack.enter_context(slack_standins())

        def start(*, database: str = "sqlite", mode: str = "socket", **settings: str) -> Desk:
            folder = tmp_path_factory.mktemp("bot")
            url = f"sqlite:///{folder / 'bot.db'}"
            if database == "postgresql":
                url = stack.enter_context(fresh_database(request.getfixturevalue("postgres_server")))
            return stack.enter_context(open_desk(odoo, start_standin, folder, url, mode, settings))

        yield start


@pytest.fixture
def order(desk: Desk) -> Purchase:
    """An ordinary order of Bella's, on everybody's card."""
    order = desk.new_order()
    desk.everybody_asked(order)
    return order


@contextlib.contextmanager
def mail_server() -> Iterator[Dovecot]:
    """A running dovecot, or the reason why there is none."""
    with contextlib.ExitStack() as stack:
        try:
            server = stack.enter_context(running_dovecot())
        except NoDovecot as error:
            unavailable(f"{error}: install the Debian package dovecot-imapd")
        yield server


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    """An IMAP server with empty mailboxes, for one test."""
    with mail_server() as server:
        yield server


@pytest.fixture
def slack_standin(start_slack: Callable[..., SlackStandin]) -> SlackStandin:
    """A fresh Slack workspace that speaks Socket Mode."""
    return start_slack()


@pytest.fixture
def slack_proxy(slack_standin: SlackStandin) -> Iterator[SlackProxy]:
    """What the bot takes for Slack, in front of `slack_standin`: every call is checked against the contract."""
    with SlackProxy(slack_standin.url) as proxy:
        yield proxy


@pytest.fixture
def slack_over_http(start_slack: Callable[..., SlackStandin]) -> Iterator[tuple[SlackStandin, SlackProxy]]:
    """A fresh workspace that sends signed HTTP requests, and the proxy before it; set `proxy.bot_url` to the bot's."""
    port = free_port()
    with SlackProxy(f"http://127.0.0.1:{port}") as proxy:
        yield start_slack("events", proxy.events_url, port), proxy


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that uses a part carries its marker."""
    for item in items:
        for fixture, marker in NEEDED_BY.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(getattr(pytest.mark, marker))


def counted(stats: Mapping[str, Sequence[pytest.TestReport]]) -> dict[str, Counter[str]]:
    """For each part, how many of its tests passed, failed, were skipped, or could not start."""
    ran = {part: Counter[str]() for part in PARTS}
    for outcome, kept_as in {"passed": "passed", "failed": "failed", "skipped": "skipped", "broken": "error"}.items():
        for report in stats.get(kept_as, ()):
            if report.when != "teardown":
                for part in PARTS.keys() & report.keywords.keys():
                    ran[part][outcome] += 1
    return ran


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests printed, though they passed; then one line a part, also as JSON where REAL_REPORT says."""
    for report in terminalreporter.stats.get("passed", ()):
        if report.when == "call" and report.capstdout.strip():
            terminalreporter.write_sep("-", report.nodeid.rpartition("/")[2])
            terminalreporter.write_line(report.capstdout.strip())
    ran = counted(terminalreporter.stats)
    for part, title in PARTS.items():
        count = ran[part]
        done = (
            f"{count['passed'] + count['failed']} tests ran on it: {count['passed']} passed, {count['failed']} failed"
        )
        terminalreporter.write_line(f"{title}: {done}, {count['skipped']} skipped, {count['broken']} could not start")
    if os.environ.get("REAL_REPORT"):
        Path(os.environ["REAL_REPORT"]).write_text(json.dumps({PARTS[p]: dict(c) for p, c in ran.items()}))
