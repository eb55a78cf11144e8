"""What every test gets: no Slack call passes unchecked, none is forgotten in the count; and a desk to work at."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook import WebhookClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.adapters.database.engine import open_engine
from bot.adapters.database.upgrade import upgrade
from tests import slack_contract
from tests.contract import odoo_usage
from tests.desk import Desk

CALLS = pytest.StashKey[Counter[str]]()


class SlackCalls:
    """The calls a test made to Slack: names with arguments, and what Slack would have refused."""

    def __init__(self) -> None:
        self.made: list[tuple[str, dict[str, Any]]] = []
        self.problems: list[str] = []

    def check(self, method: str, given: Mapping[str, Any]) -> None:
        """Record a Web API call and judge it."""
        args = {name: value for name, value in given.items() if value is not None and name != "token"}
        texts = {name: value for name, value in args.items() if isinstance(value, str)}
        args |= slack_contract.arguments_of(method, texts)
        self._note(method, args, slack_contract.call_errors(method, args))

    def check_response(self, body: Mapping[str, Any]) -> None:
        """Record a message to a response_url and judge it."""
        self._note("response_url", dict(body), slack_contract.response_errors(body))

    def named(self, method: str) -> list[dict[str, Any]]:
        """The arguments of each call of this method."""
        return [args for name, args in self.made if name == method]

    def _note(self, method: str, args: dict[str, Any], problems: list[slack_contract.Problem]) -> None:
        self.made.append((method, args))
        self.problems += [f"{method}: {problem}" for problem in problems]


@pytest.fixture(autouse=True)
def slack_calls(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[SlackCalls]:
    """Fail the test that sends Slack what Slack refuses. Bolt makes new clients, so the classes are patched."""
    calls = SlackCalls()
    real, real_async = WebClient.api_call, AsyncWebClient.api_call
    respond, respond_async = WebhookClient.send_dict, AsyncWebhookClient.send_dict

    def given(options: Mapping[str, Any]) -> dict[str, Any]:
        return {k: v for part in ("params", "data", "json") for k, v in dict(options.get(part) or {}).items()}

    def api_call(self: WebClient, api_method: str, **options: Any) -> Any:
        calls.check(api_method, given(options))
        return real(self, api_method, **options)

    async def api_call_async(self: AsyncWebClient, api_method: str, **options: Any) -> Any:
        calls.check(api_method, given(options))
        return await real_async(self, api_method, **options)

    def send_dict(self: WebhookClient, body: dict[str, Any], headers: dict[str, str] | None = None) -> Any:
        calls.check_response(body)
        return respond(self, body, headers)

    async def send_dict_async(
        self: AsyncWebhookClient, body: dict[str, Any], headers: dict[str, str] | None = None
    ) -> Any:
        calls.check_response(body)
        return await respond_async(self, body, headers)

    monkeypatch.setattr(WebClient, "api_call", api_call)
    monkeypatch.setattr(AsyncWebClient, "api_call", api_call_async)
    monkeypatch.setattr(WebhookClient, "send_dict", send_dict)
    monkeypatch.setattr(AsyncWebhookClient, "send_dict", send_dict_async)
    yield calls
    request.config.stash.setdefault(CALLS, Counter()).update(name for name, _ in calls.made)
    if calls.problems:
        pytest.fail("Slack would have refused:\n" + "\n".join(calls.problems), pytrace=False)


def pytest_configure() -> None:
    """All processes of a run list the tests in the same order, also where that comes from a set."""
    os.environ.setdefault("PYTHONHASHSEED", "0")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than cores: a part of the time a test waits for a server, a clock or another process."""
    return (os.cpu_count() or 1) + 1


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A process that runs a share of the tests hands its count over."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["slack calls"] = dict(session.config.stash.get(CALLS, Counter()))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """The process that hands out the tests adds the counts up."""
    counted = getattr(node, "workeroutput", {}).get("slack calls", {})
    node.config.stash.setdefault(CALLS, Counter()).update(counted)


@pytest.fixture(scope="session", autouse=True)
def nothing_escapes_the_contract(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Where the contract runs: all that the bot asks of Odoo, in any test, is in it."""
    yield
    if odoo_usage.unwatch():
        from tests.contract import guard  # with all cases, which other runs do without

        own = tmp_path_factory.getbasetemp()
        guard.judge(own.parent if own.name.startswith("popen-") else own)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say how many Slack calls were checked."""
    made = config.stash.get(CALLS, Counter())
    terminalreporter.write_line(f"Slack calls checked: {made.total()}")


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and nothing in them, to be copied: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("database") / "empty.db"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def make_desk(tmp_path: Path, empty_database: Path) -> Iterator[Callable[..., Desk]]:
    """Makes desks: `make_desk(policy, digest_over=3)`, each in a world of its own."""
    made: list[Desk] = []

    def make(policy: str = "", **options: Any) -> Desk:
        folder = tmp_path / f"desk{len(made)}"
        folder.mkdir()
        made.append(Desk(folder, empty_database, policy, **options))
        return made[-1]

    yield make
    for desk in made:
        desk.close()


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    """A desk with the example policy."""
    return make_desk()
