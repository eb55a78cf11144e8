"""How orders wait, for `/metrics`: for how long, and what was said about it."""

from __future__ import annotations

from datetime import datetime, timedelta

from prometheus_client.core import GaugeMetricFamily

from bot.domain.messages import MessageKind
from bot.domain.ports import Transaction

AGES = {
    "under 4 hours": timedelta(hours=4),
    "under 1 day": timedelta(days=1),
    "under 3 days": timedelta(days=3),
    "under 7 days": timedelta(days=7),
}
OLDER = "7 days or more"
SAID = (MessageKind.REMINDER, MessageKind.ESCALATION, MessageKind.STUCK, MessageKind.GATHERED, MessageKind.MORNING)


def waiting_gauges(tx: Transaction, now: datetime) -> list[GaugeMetricFamily]:
    """What waits by age of its step (by the clock), what is snoozed, and what was said about it."""
    waiting = tx.approvals.waiting([now - age for age in AGES.values()], now)
    by_age = GaugeMetricFamily(
        "procurement_waiting_approvals", "Approvals that wait, by how long their step has", labels=["waiting"]
    )
    before = 0
    for age, younger in zip(AGES, waiting.since, strict=True):
        by_age.add_metric([age], younger - before)
        before = younger
    by_age.add_metric([OLDER], waiting.total - before)
    said = GaugeMetricFamily(
        "procurement_escalation_messages",
        "Reminders, escalations, word to buyers, lists and morning digests, by what became of them",
        labels=["kind", "state"],
    )
    for (kind, state), count in tx.messages.kinds().items():
        if kind in SAID:
            said.add_metric([kind, state], count)
    return [
        by_age,
        said,
        GaugeMetricFamily("procurement_snoozed_approvals", "Approvals that are snoozed", value=waiting.snoozed),
    ]
