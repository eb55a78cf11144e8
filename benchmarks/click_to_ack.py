"""Click to ack: the bot against a Bolt app that only acks, on the same transports, side by side in time."""

import asyncio
import itertools
import json
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bots import beside, bot, prepare
from benchmarks.fake_slack import FAILED, SECRET, FakeSlack, click
from benchmarks.odoo_stub import Stub
from benchmarks.tables import ms, percentile, table
from bot.blocks.approvals import ids
from bot.domain.orders import Order
from bot.domain.people import OdooUser
from tests.real.bot_process import BotProcess
from tests.real.slack_standin import free_port

SLOW_CLICKS, FAST_CLICKS, FAST, WARM = 200, 500, 50, 20
BARE = "bare Bolt, acks only"


@dataclass
class App:
    """Something that can be clicked on."""

    name: str
    transport: str
    click: Callable[[str], Awaitable[float]]
    values: Iterator[str]
    stop: Callable[[], object] = dict  # there is nothing to stop of the bare app


async def measure(
    folder: Path, order: Order, users: Sequence[OdooUser], known: dict, databases: dict[str, Callable[[], str]]
) -> str:
    """The table. `databases` makes a fresh database of each kind; `known` is what the Odoo stub answers."""
    count = SLOW_CLICKS + FAST_CLICKS + WARM + 10
    with ExitStack() as stack:
        async with FakeSlack() as slack:
            apps = list(_bare(slack, stack))
            for kind, make in databases.items():
                for transport in ("socket", "http"):
                    name = f"{kind}{transport}"
                    stub_file, stub_port = folder / f"{name}.json", free_port()
                    stub_file.write_text(json.dumps(known | {"count": count}), encoding="utf-8")
                    stack.enter_context(beside("odoo_stub", str(stub_file), str(stub_port)))
                    url = make()
                    made = await asyncio.to_thread(prepare, url, order, users, Stub(known | {"count": count}), count)
                    process = bot(
                        folder / name,
                        name,
                        mode=transport,
                        slack_api=slack.api_url,
                        odoo_url=f"http://127.0.0.1:{stub_port}",
                        database_url=url,
                    )
                    stack.enter_context(_running(process))
                    await asyncio.to_thread(process.wait_until_ready)
                    app = _app(f"bot, {kind}", transport, slack, name, f"{process.url}/slack/events", iter(made))
                    app.stop = process.kill
                    apps.append(app)
            return await _table(apps)


def _bare(slack: FakeSlack, stack: ExitStack) -> Iterator[App]:
    port = free_port()
    stack.enter_context(beside("bare_bolt", slack.api_url, "xapp-bare", SECRET, str(port)))
    for transport in ("socket", "http"):
        yield _app(BARE, transport, slack, "bare", f"http://127.0.0.1:{port}/slack/events", itertools.repeat("x"))


def _app(name: str, transport: str, slack: FakeSlack, key: str, url: str, values: Iterator[str]) -> App:
    async def by_socket(value: str) -> float:
        return await slack.click_by_socket(key, click(value, "U0MAYA", ids.APPROVE))

    async def by_http(value: str) -> float:
        return await slack.click_by_http(url, click(value, "U0MAYA", ids.APPROVE))

    return App(name, transport, by_socket if transport == "socket" else by_http, values)


class _running:  # noqa: N801 - used like a function
    def __init__(self, process: BotProcess) -> None:
        self._process = process

    def __enter__(self) -> None:
        self._process.start(ready=False)

    def __exit__(self, *_: object) -> None:
        self._process.kill()


async def _table(apps: list[App]) -> str:
    for app in apps:
        for _ in range(WARM):
            await _patiently(app)
    slow = await asyncio.gather(*(_at_rate(app, 1, SLOW_CLICKS, index / len(apps)) for index, app in enumerate(apps)))
    fast = []
    for app in apps:
        fast.append(await _at_rate(app, FAST, FAST_CLICKS))
        await asyncio.to_thread(app.stop)  # or what it still carries out would take the cores from the next one
    rows = []
    for rate, results in ((1, slow), (FAST, fast)):
        bare = {app.transport: times for app, times in zip(apps, results, strict=True) if app.name == BARE}
        for app, times in sorted(zip(apps, results, strict=True), key=lambda pair: pair[0].transport):
            base = bare[app.transport]
            p50, p99 = (percentile(times, p) for p in (50, 99))
            ratios = [f"{a / b:.1f}x" for a, b in ((p50, percentile(base, 50)), (p99, percentile(base, 99)))]
            failed = times.count(FAILED)
            rows.append([app.transport, f"{rate}/s", app.name, len(times), failed, ms(p50), ms(p99), *ratios])
    head = ["transport", "rate", "app", "clicks", "no ack", "p50 ms", "p99 ms", "p50 / bare", "p99 / bare"]
    return table(head, rows)


async def _patiently(app: App) -> None:
    for _ in range(100):
        try:
            await app.click(next(app.values))
            return
        except (KeyError, OSError):
            await asyncio.sleep(0.1)
    raise AssertionError(f"{app.name} ({app.transport}) does not answer")


async def _at_rate(app: App, rate: int, count: int, offset: float = 0.0) -> list[float]:
    """Click so often a second, whether or not earlier clicks are acked."""
    start = time.perf_counter() + offset
    clicks = []
    for number in range(count):
        await asyncio.sleep(max(0.0, start + number / rate - time.perf_counter()))
        clicks.append(asyncio.ensure_future(app.click(next(app.values))))
    return list(await asyncio.gather(*clicks))
