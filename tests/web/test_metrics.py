"""The metrics: what is counted while the bot works, and what is read from its records."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from prometheus_client.parser import text_string_to_metric_families as families

from bot.domain.ports import Waiting
from bot.web.app import create_app
from bot.web.health import Health
from bot.web.metrics import Metrics
from tests.builders import T0
from tests.web.serving import served


class FixedClock:
    """Ten minutes after T0."""

    def now(self) -> datetime:
        return T0 + timedelta(minutes=10)


class Counted:
    """A store that knows nothing but its counts."""

    def __init__(self, oldest: datetime | None = T0, *, broken: bool = False) -> None:
        self.oldest = oldest
        self.broken = broken

    @contextmanager
    def read(self) -> Iterator[Any]:
        if self.broken:
            raise ConnectionError("the database is away")
        yield SimpleNamespace(
            approvals=SimpleNamespace(
                counts=lambda: {("pending", "none"): 4, ("approved", "failed"): 1},
                oldest_pending=lambda: self.oldest,
                waiting=lambda since, _now: Waiting(9, 2, tuple(range(1, len(since) + 1))),
            ),
            messages=SimpleNamespace(
                counts=lambda: {"sent": 7}, kinds=lambda: {("reminder", "sent"): 5, ("card", "sent"): 2}
            ),
            watches=SimpleNamespace(overdue=lambda before: 3 if before < T0 + timedelta(minutes=10) else 0),
            troubles=SimpleNamespace(counts=lambda: {("no_rule", "open"): 2}),
            cases=SimpleNamespace(counts=lambda: {("open", "match"): 4}),
            questions=SimpleNamespace(ratings=lambda: {("embedded", "bad"): 5}),
        )

    begin = read


Samples = dict[tuple[str, ...], float]


async def scraped(metrics: Metrics) -> Samples:
    """Each sample by name and the values of its labels, ordered by the labels' names."""
    app = create_app(health=Health({}), metrics=metrics, on_order=lambda _order_id: None)
    async with served(app) as client, client.get("/metrics") as answer:
        assert answer.status == 200
        text = await answer.text()
    return {
        (s.name, *(s.labels[name] for name in sorted(s.labels))): s.value
        for family in families(text)
        for s in family.samples
    }


def watching(store: Counted, depth: Mapping[str, int] | None = None) -> Metrics:
    metrics = Metrics()
    metrics.watch(store, FixedClock(), lambda: depth or {})  # type: ignore[arg-type]
    return metrics


async def test_what_happens_is_counted() -> None:
    metrics = Metrics()
    metrics.odoo_call("purchase.order", "read", 0.02, "ok")
    metrics.odoo_call("purchase.order", "read", 0.3, "ok")
    metrics.slack_call("chat.postMessage", 0.1, "ratelimited")
    metrics.decision("approve", "applied")
    metrics.escalated("remind")
    metrics.click_acked(0.04)
    metrics.hook("accepted")
    said = await scraped(metrics)
    assert said["procurement_odoo_call_seconds_count", "read", "purchase.order", "ok"] == 2
    assert said["procurement_slack_call_seconds_count", "chat.postMessage", "ratelimited"] == 1
    assert said["procurement_decisions_total", "applied", "approve"] == 1
    assert said["procurement_escalation_steps_total", "remind"] == 1
    assert said["procurement_click_ack_seconds_bucket", "0.05"] == 1
    assert said["procurement_odoo_hooks_total", "accepted"] == 1


async def test_the_records_are_read_at_the_scrape() -> None:
    said = await scraped(watching(Counted(), {"work": 3, "post": 0}))
    assert said["procurement_approvals", "pending", "none"] == 4
    assert said["procurement_approvals", "approved", "failed"] == 1
    assert said["procurement_messages", "sent"] == 7
    assert said["procurement_exceptions", "no_rule", "open"] == 2
    assert said["procurement_mail_cases", "open", "match"] == 4
    assert said["procurement_answer_verdicts", "embedded", "bad"] == 5
    assert said["procurement_oldest_pending_seconds",] == 600
    assert said["procurement_jobs", "work"] == 3
    assert said["procurement_records_readable",] == 1


async def test_what_waits_is_told_by_age_and_by_what_was_said() -> None:
    said = await scraped(watching(Counted()))
    ages = {name[1]: value for name, value in said.items() if name[0] == "procurement_waiting_approvals"}
    assert ages == {"under 4 hours": 1, "under 1 day": 1, "under 3 days": 1, "under 7 days": 1, "7 days or more": 5}
    assert said["procurement_snoozed_approvals",] == 2
    assert said["procurement_escalation_overdue",] == 3
    assert said["procurement_escalation_messages", "reminder", "sent"] == 5
    assert ("procurement_escalation_messages", "card", "sent") not in said


async def test_nothing_pending_is_of_age_zero() -> None:
    assert (await scraped(watching(Counted(oldest=None))))["procurement_oldest_pending_seconds",] == 0


async def test_without_a_database_the_rest_is_told() -> None:
    metrics = watching(Counted(broken=True), {"work": 1})
    metrics.decision("reject", "taken")
    said = await scraped(metrics)
    assert said["procurement_records_readable",] == 0
    assert said["procurement_decisions_total", "taken", "reject"] == 1
    assert said["procurement_jobs", "work"] == 1


async def test_two_bots_in_one_process_count_apart() -> None:
    first, second = Metrics(), Metrics()
    first.hook("accepted")
    assert ("procurement_odoo_hooks_total", "accepted") not in await scraped(second)
