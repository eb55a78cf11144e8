"""The page's server: whom it answers, what it sends, and whether the committed page is the one of its sources."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from aiohttp import ClientResponse, ClientSession, WSServerHandshakeError
from starlette.responses import PlainTextResponse

from bot.domain.errors import InvalidInput
from bot.sandbox import demo as demos
from bot.sandbox.demo import Demo, RunningBot
from bot.sandbox.folder import Folder
from bot.sandbox.page import server as servers
from bot.sandbox.page.bell import Bell
from bot.sandbox.page.build import DIST, FOLDER, built_from, digest
from bot.sandbox.page.guard import Guard
from bot.sandbox.page.view import local_moment, plain
from bot.sandbox.slack.websockets import websocket_protocol
from bot.sandbox.workspace import ACTORS
from tests.builders import T0
from tests.contract.served import write_story

PORT = 8765
OWN = f"127.0.0.1:{PORT}"
INES, TOMASZ = ACTORS[0].slack_id, ACTORS[1].slack_id


def no_bot(*_: object) -> RunningBot:
    raise AssertionError("no bot here")


class IdleBot:
    """A bot that does nothing but count how often it was told that the clock moved."""

    def __init__(self) -> None:
        self.told = 0
        self.web = PlainTextResponse("idle")

    async def start(self) -> None:
        """Nothing to start."""

    async def stop(self) -> None:
        """Nothing to stop."""

    def time_moved(self) -> None:
        """The clock moved."""
        self.told += 1


@dataclass
class Visit:
    """A demo without its bot, served on loopback, and a visitor."""

    demo: Demo
    session: ClientSession

    async def post(self, path: str, given: object = None, **more: Any) -> tuple[int, str]:
        """What a deed is answered with."""
        body = more or {"json": {} if given is None else given}
        async with self.session.post(f"{self.demo.url}/page/api/{path}", **body) as answer:
            return answer.status, await answer.text()

    async def get(self, path: str = "/") -> ClientResponse:
        """A page or a file."""
        answer = await self.session.get(self.demo.url + path)
        await answer.read()
        return answer

    def line(self, person: str = "ines", **headers: str) -> Any:
        """What a tab hears."""
        return self.session.ws_connect(f"{self.demo.url}/page/live?as={person}", headers=headers)


@pytest.fixture(scope="module")
def began() -> datetime:
    """When the story of all these demos was told."""
    return datetime.now(UTC)


@pytest.fixture
async def visit(tmp_path: Path, began: datetime) -> AsyncIterator[Visit]:
    listener = demos.listen(0)
    folder = Folder(tmp_path)
    with folder.opened(reset=False):
        write_story(folder.odoo_db, began)
        demo = Demo(folder, listener.getsockname()[1], no_bot)
        config = uvicorn.Config(demo.app, ws=websocket_protocol, log_config=None, lifespan="off", access_log=False)
        server = demos.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        async with demo.watched(), ClientSession() as session:
            yield Visit(demo, session)
        await demo.close()
        server.should_exit = True
        await serving


def test_committed_page_was_built_from_the_committed_sources() -> None:
    assert built_from() == digest(), "run `make page`: the sources of the page changed after it was built"


def test_built_page_knows_its_sources() -> None:
    assert built_from() in (DIST / "assets" / "page.js").read_text(encoding="utf-8")


def test_page_names_no_other_host() -> None:
    for path in (DIST / "index.html", DIST / "assets" / "index.css"):
        assert re.findall(r"""(?:src|href|url)\W{0,2}(?:https?:)?//[^"')\s]+""", path.read_text(encoding="utf-8")) == []


def test_page_draws_every_block_and_element_of_the_bot() -> None:
    used = {
        found
        for path in (FOLDER.parents[1] / "blocks").rglob("*.py")
        for found in re.findall(r'"type": "(\w+)"', path.read_text(encoding="utf-8"))
    }
    drawn = {
        found
        for path in (FOLDER / "src" / "slack").glob("*.tsx")
        for found in re.findall(r'(?:case|===) "(\w+)"', path.read_text(encoding="utf-8"))
    }
    shapes_of_text = {"mrkdwn", "plain_text", "raw_text", "raw_number"}
    views = {"home", "modal"}
    assert used > {"header", "section", "actions", "button", "input"}
    assert used - drawn - shapes_of_text - views == set(), "the page has to learn to draw it"


@pytest.mark.parametrize("folder", [FOLDER, FOLDER.parents[2] / "testbed" / "slack"])
def test_lock_file_names_packages_by_hash_and_no_address(folder: Path) -> None:
    text = (folder / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in text, "run `npm run relock`"
    packages = {name: one for name, one in json.loads(text)["packages"].items() if name}
    assert packages
    assert [name for name, one in packages.items() if not one.get("integrity", "").startswith("sha512-")] == []


async def test_page_forbids_what_is_not_its_own(visit: Visit) -> None:
    answer = await visit.get()
    assert answer.status == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"host": "evil.example:8765"}, "own address"),  # a name of theirs that leads to 127.0.0.1
        ({"host": "127.0.0.1:9999"}, "own address"),
        ({"host": "[::1]"}, "own address"),
        ({"origin": "https://evil.example"}, "other origins"),
        ({"origin": "null"}, "other origins"),
        ({"origin": "http://localhost:3000"}, "other origins"),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, "other sites"),
        ({"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"}, "other sites"),
    ],
)
async def test_foreign_pages_are_refused(visit: Visit, headers: dict[str, str], words: str) -> None:
    status, text = await visit.post("odoo/stop", json={}, headers=headers)
    assert (status, words in text) == (403, True)
    assert not visit.demo.odoo.stopped


async def test_foreign_pages_get_no_line(visit: Visit) -> None:
    with pytest.raises(WSServerHandshakeError) as refused:
        await visit.line(origin="https://evil.example")
    assert refused.value.status == 403


@pytest.mark.parametrize("peer", ["192.168.1.20", "10.0.0.1", "8.8.8.8", "fe80::1", "nonsense"])
def test_other_machines_are_refused(peer: str) -> None:
    guard = Guard(no_bot, PORT)  # type: ignore[arg-type]
    scope = {"type": "http", "method": "GET", "headers": [(b"host", OWN.encode())], "client": (peer, 1)}
    assert "this machine only" in guard.refusal(scope)


@pytest.mark.parametrize("host", [OWN, f"localhost:{PORT}", f"[::1]:{PORT}"])
def test_own_names_are_answered(host: str) -> None:
    guard = Guard(no_bot, PORT)  # type: ignore[arg-type]
    headers = [(b"host", host.encode()), (b"origin", f"http://{host}".encode())]
    scope = {"type": "http", "method": "POST", "headers": headers, "client": ("127.0.0.1", 1)}
    assert guard.refusal(scope) == ""


def test_link_from_elsewhere_may_lead_to_the_page() -> None:
    guard = Guard(no_bot, PORT)  # type: ignore[arg-type]
    headers = [(b"host", OWN.encode()), (b"sec-fetch-site", b"cross-site"), (b"sec-fetch-mode", b"navigate")]
    scope = {"type": "http", "method": "GET", "headers": headers, "client": ("127.0.0.1", 1)}
    assert guard.refusal(scope) == ""


async def test_tab_hears_what_happens_to_its_person(visit: Visit) -> None:
    async with visit.line("ines") as line:
        assert (await line.receive_json())["type"] == "hello"
        first = (await line.receive_json())["snapshot"]
        assert first["desk"]["me"] == INES
        await visit.post("say", {"as": TOMASZ, "conversation": "purchasing", "text": "Good <b>morning</b>"})
        second = (await line.receive_json())["snapshot"]
        channel = next(room for room in second["desk"]["conversations"] if room["name"] == "purchasing")
        assert [message["text"] for message in channel["messages"]] == ["Good <b>morning</b>"]
        assert channel["unread"] == 1
        seen = channel["messages"][0]["ts"]
        await visit.post("read", {"as": INES, "conversation": channel["id"], "ts": seen})
        third = (await line.receive_json())["snapshot"]
        assert next(actor for actor in third["actors"] if actor["id"] == INES)["unread"] == 0


async def test_tab_is_told_of_a_page_that_is_newer_than_the_process(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "built_from", lambda: "newer")
    async with visit.line() as line:
        assert (await line.receive_json())["sources"] == "newer"


async def test_two_tabs_act_as_different_people(visit: Visit) -> None:
    async with visit.line("ines") as one, visit.line("tomasz") as other:
        for line in (one, other):
            await line.receive_json()
        assert (await one.receive_json())["snapshot"]["desk"]["me"] == INES
        assert (await other.receive_json())["snapshot"]["desk"]["me"] == TOMASZ


async def test_new_order_waits_and_is_listed_first(visit: Visit) -> None:
    async with visit.line() as line:
        await line.receive_json()
        kinds = (await line.receive_json())["snapshot"]["world"]["kinds"]
        assert [kind["kind"] for kind in kinds] == [
            "ordinary",
            "large",
            "risky",
            "price_up",
            "foreign",
            "urgent",
            "own",
        ]
        made = json.loads((await visit.post("orders/new", {"kind": "urgent"}))[1])
        listed = (await line.receive_json())["snapshot"]["world"]["orders"][0]
        assert (listed["name"], listed["state"]) == (made["order"], "to approve")
        full = await (await visit.get(f"/page/api/orders/{listed['id']}")).json()
        assert full["urgent"]
        assert full["lines"][0]["quantity"] == "18"


@pytest.mark.parametrize(
    ("path", "given", "status", "words"),
    [
        ("orders/new", {"kind": "nonsense"}, 409, "nonsense"),
        ("orders/99999/change", {}, 409, "no such order"),
        ("orders/{waiting}/approve", {"login": "freya"}, 409, "may not"),
        ("say", {"as": INES, "conversation": "C-nowhere", "text": "hi"}, 409, "not there"),
        ("say", {"as": INES, "conversation": "purchasing", "text": ""}, 400, "not what the page sends"),
        ("say", {"as": INES, "conversation": "purchasing", "text": "x" * 4001}, 400, "not what the page sends"),
        ("click", {"as": INES, "channel": "C", "ts": "1", "block": "b", "action": "a"}, 409, "not there any more"),
        ("clock", {"to": "yesterday"}, 400, "not what the page sends"),
        ("odoo/stop", {"surprise": 1}, 400, "not what the page sends"),
    ],
)
async def test_what_cannot_be_is_said_in_words(visit: Visit, path: str, given: object, status: int, words: str) -> None:
    waiting = visit.demo.odoo.scenario("ordinary")
    answered, text = await visit.post(path.format(waiting=waiting), given)
    assert answered == status
    assert words in json.loads(text)["error"]


async def test_body_must_be_json_of_a_sane_size(visit: Visit) -> None:
    text = {"content-type": "application/json"}
    assert (await visit.post("odoo/stop", data={"a": "b"}))[0] == 415
    assert (await visit.post("odoo/stop", data=b"{", headers=text))[0] == 400
    assert (await visit.post("say", {"as": INES, "conversation": "C", "text": "x" * 70_000}))[0] == 413
    assert (await visit.post("say", [1]))[0] == 400


async def test_nothing_is_made_in_an_odoo_that_is_down(visit: Visit) -> None:
    await visit.post("odoo/stop")
    assert visit.demo.odoo.stopped
    assert "Odoo is stopped: start it first." in (await visit.post("orders/new", {"kind": "ordinary"}))[1]


async def test_moved_clock_is_kept_for_the_next_start(visit: Visit, tmp_path: Path) -> None:
    await visit.post("clock", {"to": "hour"})
    assert visit.demo.clock.ahead == timedelta(hours=1)
    assert json.loads((tmp_path / "demo.json").read_text())["ahead_seconds"] == 3600


@pytest.mark.parametrize(("to", "least"), [("hour", 3600), ("day", 86_400), ("morning", 1)])
async def test_moved_clock_is_told_to_the_bot_at_once(visit: Visit, to: str, least: int) -> None:
    bot = IdleBot()
    visit.demo._start_bot = lambda *_: bot
    await visit.demo.start_bot()
    status, said = await visit.post("clock", {"to": to})
    assert (status, "It is now" in said) == (200, True)
    assert (bot.told, visit.demo.clock.ahead.total_seconds() >= least) == (1, True)


async def test_unknown_order_is_not_found(visit: Visit) -> None:
    assert (await visit.get("/page/api/orders/999999")).status == 404


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>Approved by <b>Ines</b></p>", "Approved by Ines"),
        ("<div>one<br>two</div><p>three</p>", "one\ntwo\nthree"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
        ("", ""),
    ],
)
def test_notes_of_odoo_become_words(html: str, words: str) -> None:
    assert plain(html) == words


def test_busy_port_is_named_and_the_next_offered() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InvalidInput, match=rf"port {port} is taken by another program; \d+ is free: --port \d+"):
            demos.listen(port)


def test_bell_rings_after_the_loop_is_gone() -> None:
    async def make() -> Bell:
        return Bell()

    asyncio.run(make()).ring()  # Odoo's thread may be the last to finish


def test_moments_are_in_the_companys_zone() -> None:
    assert local_moment(f"{T0:%Y-%m-%d %H:%M:%S}") == "Mon 2 Mar, 10:30"
