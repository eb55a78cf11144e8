"""What the bot counts, for Prometheus. Labels never hold an order, a person or a text."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response

from bot.domain.ports import Clock, Store
from bot.web.escalation import waiting_gauges

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 15)
ACK_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 3)
OVERDUE = timedelta(minutes=5)

log = structlog.get_logger(__name__)


class Metrics:
    """One registry and everything that is counted while the bot works; safe between threads."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._odoo = Histogram(
            "procurement_odoo_call_seconds",
            "Calls to Odoo",
            ["model", "method", "outcome"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self._slack = Histogram(
            "procurement_slack_call_seconds",
            "Calls to Slack",
            ["method", "outcome"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self._decisions = Counter(
            "procurement_decisions", "Decisions by what became of them", ["verdict", "outcome"], registry=self.registry
        )
        self._escalations = Counter(
            "procurement_escalation_steps", "What escalation did, by deed", ["deed"], registry=self.registry
        )
        self._acks = Histogram(
            "procurement_click_ack_seconds",
            "From a click's arrival to its ack",
            buckets=ACK_SECONDS,
            registry=self.registry,
        )
        self._answers = Counter(
            "procurement_answers",
            "Questions answered, by who worded it, how the question was met, and why a model's words were not used",
            ["engine", "behaviour", "fell_back"],
            registry=self.registry,
        )
        self._mails = Counter(
            "procurement_mail_hooks", "Mails handed in over HTTP", ["outcome"], registry=self.registry
        )
        self._hooks = Counter("procurement_odoo_hooks", "Hints from Odoo", ["outcome"], registry=self.registry)

    def odoo_call(self, model: str, method: str, seconds: float, outcome: str) -> None:
        """A call to Odoo has ended."""
        self._odoo.labels(model, method, outcome).observe(seconds)

    def slack_call(self, method: str, seconds: float, outcome: str) -> None:
        """A call to Slack has ended."""
        self._slack.labels(method, outcome).observe(seconds)

    def decision(self, verdict: str, outcome: str) -> None:
        """A decision was taken, applied, failed, ..."""
        self._decisions.labels(verdict, outcome).inc()

    def escalated(self, deed: str) -> None:
        """A person who is asked was looked at: waited for, reminded, escalated, stood in for, ..."""
        self._escalations.labels(deed).inc()

    def click_acked(self, seconds: float) -> None:
        """A click was acked, so long after it arrived."""
        self._acks.observe(seconds)

    def answered(self, engine: str, behaviour: str, fell_back: str) -> None:
        """A question was answered."""
        self._answers.labels(engine, behaviour, fell_back).inc()

    def mail(self, outcome: str) -> None:
        """A mail was handed in over HTTP."""
        self._mails.labels(outcome).inc()

    def hook(self, outcome: str) -> None:
        """Odoo's webhook was called."""
        self._hooks.labels(outcome).inc()

    def watch(self, store: Store, clock: Clock, depth: Callable[[], Mapping[str, int]]) -> None:
        """Read the records at each scrape; `depth` tells the number of jobs that wait or run, by queue."""
        self.registry.register(_Records(store, clock, depth))

    async def scrape(self, _request: Request) -> Response:
        """`GET /metrics`."""
        text = await asyncio.to_thread(generate_latest, self.registry)
        return Response(text, media_type=CONTENT_TYPE_LATEST)


class _Records(Collector):
    """Gauges read from the records when they are asked for; a database that is away costs only these."""

    def __init__(self, store: Store, clock: Clock, depth: Callable[[], Mapping[str, int]]) -> None:
        self._store = store
        self._clock = clock
        self._depth = depth

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Nothing: registering must not touch the database."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges, and whether the records could be read."""
        gauges: list[GaugeMetricFamily] = []
        readable = 1
        for read in (self._from_store, self._from_jobs):
            try:
                gauges += read()
            except Exception as error:  # noqa: BLE001 - a scrape tells what can be told
                log.warning("metrics without records", error=type(error).__name__)
                readable = 0
        yield GaugeMetricFamily("procurement_records_readable", "Whether all records could be read", value=readable)
        yield from gauges

    def _from_store(self) -> list[GaugeMetricFamily]:
        with self._store.read() as tx:
            approvals, messages = tx.approvals.counts(), tx.messages.counts()
            exceptions, oldest = tx.troubles.counts(), tx.approvals.oldest_pending()
            overdue = tx.watches.overdue(self._clock.now() - OVERDUE)
            waiting = waiting_gauges(tx, self._clock.now())
            cases, verdicts = tx.cases.counts(), tx.questions.ratings()
        age = 0.0 if oldest is None else max((self._clock.now() - oldest).total_seconds(), 0.0)
        return [
            *waiting,
            _gauge("approvals", "Approvals by state and by what Odoo is owed", ["state", "work"], approvals.items()),
            _gauge("messages", "Messages by state", ["state"], [((state,), n) for state, n in messages.items()]),
            _gauge("mail_cases", "Supplier mail by state and by what is owed", ["state", "work"], cases.items()),
            _gauge("answer_verdicts", "What people think of answers", ["engine", "verdict"], verdicts.items()),
            _gauge("exceptions", "Exceptions", ["kind", "state"], exceptions.items()),
            GaugeMetricFamily(
                "procurement_escalation_overdue", "Steps that should have been looked at minutes ago", value=overdue
            ),
            GaugeMetricFamily(
                "procurement_oldest_pending_seconds", "Age of the longest-waiting approval; 0 for none", value=age
            ),
        ]

    def _from_jobs(self) -> list[GaugeMetricFamily]:
        depth = [((queue,), count) for queue, count in self._depth().items()]
        return [_gauge("jobs", "Jobs that wait or run", ["queue"], depth)]


def _gauge(name: str, what: str, labels: list[str], counts: Iterable[tuple[tuple[str, ...], int]]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"procurement_{name}", what, labels=labels)
    for values, count in counts:
        family.add_metric(list(values), count)
    return family
