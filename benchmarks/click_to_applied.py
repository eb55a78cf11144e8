"""Click to applied: from the click until Odoo has the approval and its note, against the calls that any tool makes."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import odoorpc

from benchmarks.bots import SLACK_IDS, bot
from benchmarks.fake_slack import FakeSlack, click
from benchmarks.tables import ms, percentile, table
from bot.adapters.odoo.rows import HEAD
from bot.blocks.approvals import ids
from bot.domain.approvals import Approval
from tests.odoo_proxy import OdooProxy
from tests.real.killing import Records, orders_for
from tests.real.odoo_server import OdooServer

ORDERS = 40
WARM = 4
BARE = "bare odoorpc: read, button_approve, read back, note"


async def measure(folder: Path, odoo: OdooServer, databases: dict[str, Callable[[], str]]) -> str:
    """The table: bare calls and the bot on each database take turns, one order at a time."""
    count = ORDERS + WARM
    orders = await asyncio.to_thread(orders_for, odoo, "approve_just_over", count * (1 + len(databases)), "bella")
    with OdooProxy(odoo.url) as proxy:
        async with FakeSlack() as slack:
            runs = {BARE: _bare(proxy, odoo, orders[:count])}
            bots = []
            try:
                for number, (kind, make) in enumerate(databases.items(), start=1):
                    url = make()
                    process = bot(
                        folder / kind,
                        kind,
                        mode="socket",
                        slack_api=slack.api_url,
                        odoo_url=proxy.url,
                        database_url=url,
                    )
                    bots.append(process)
                    await asyncio.to_thread(process.start)
                    mine = orders[count * number : count * (number + 1)]
                    runs[f"bot, {kind}"] = await _clicker(slack, proxy, kind, url, mine)
                times: dict[str, list[float]] = {name: [] for name in runs}
                for number in range(count):
                    for name, run in runs.items():
                        taken = await run(number)
                        if number >= WARM:
                            times[name].append(taken)
            finally:
                for process in bots:
                    process.kill()
    base = times[BARE]
    rows = []
    for name, taken in times.items():
        p50, p95 = percentile(taken, 50), percentile(taken, 95)
        ratios = [f"{p50 / percentile(base, 50):.2f}x", f"{p95 / percentile(base, 95):.2f}x"]
        rows.append([name, len(taken), ms(p50), ms(p95), *ratios])
    return table(["who", "orders", "p50 ms", "p95 ms", "p50 / bare", "p95 / bare"], rows)


def latencies(odoo: OdooServer, count: int = 8) -> dict[str, float]:
    """Seconds the real Odoo takes for each call of a decision, idle: the median of some."""
    taken: dict[str, list[float]] = {}
    for order in orders_for(odoo, "approve_just_over", count, "bella"):
        for method, arguments, keywords in (
            ("web_search_read", [[("id", "=", order)]], {"specification": HEAD}),
            ("button_approve", [[order]], {}),
            ("message_post", [[order]], {"body": "Approved by Maya Lindqvist via Slack"}),
        ):
            started = time.perf_counter()
            odoo.execute("procurebot-approve", "purchase.order", method, *arguments, **keywords)
            taken.setdefault(f"purchase.order.{method}", []).append(time.perf_counter() - started)
    found = {name: round(percentile(times, 50), 3) for name, times in taken.items()}
    return found | {"other": found["purchase.order.web_search_read"] / 2}


def _bare(proxy: OdooProxy, odoo: OdooServer, orders: list[int]) -> Callable:
    client = odoorpc.ODOO("127.0.0.1", port=int(proxy.url.rpartition(":")[2]), timeout=30)
    client.login(odoo.db, "procurebot-approve", odoo.logins["procurebot-approve"]["password"])
    note = {"body": "Approved by Maya Lindqvist via Slack", "message_type": "comment", "subtype_xmlid": "mail.mt_note"}

    def calls(order: int) -> None:
        client.execute_kw("purchase.order", "read", [[order], ["state", "amount_total", "order_line"]], {})
        client.execute_kw("purchase.order", "button_approve", [[order]], {})
        client.execute_kw("purchase.order", "read", [[order], ["state"]], {})
        client.execute_kw("purchase.order", "message_post", [[order]], note)

    async def run(number: int) -> float:
        started = time.perf_counter()
        await asyncio.to_thread(calls, orders[number])
        return time.perf_counter() - started

    return run


def _approvals_of(url: str, orders: list[int]) -> dict[int, Approval]:
    """As soon as the bot has opened them all."""
    records = Records(url)
    while len(found := records.of(orders)) < len(orders):
        time.sleep(0.2)
    records.engine.dispose()
    return found


async def _clicker(slack: FakeSlack, proxy: OdooProxy, app: str, url: str, orders: list[int]) -> Callable:
    found = await asyncio.to_thread(_approvals_of, url, orders)

    async def run(number: int) -> float:
        order = orders[number]
        started = time.time()
        await slack.click_by_socket(app, click(found[order].id, SLACK_IDS["maya"], ids.APPROVE))

        def noted() -> list[float]:
            return [
                c.at + c.seconds for c in proxy.calls if c.method == "message_post" and c.ids == [order] and c.status
            ]

        ended = await proxy.until(noted, 30, "the note")
        await asyncio.sleep(0.3)  # the cards are redrawn after it; the next measurement begins when all is quiet
        return ended[0] - started

    return run
