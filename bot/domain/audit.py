"""The audit log: each event carries the hash of the one before, so that no row can change unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64


@dataclass(frozen=True)
class AuditEvent:
    """One row of `audit_events`. `at` is ISO 8601 in UTC; `data` is canonical JSON text."""

    seq: int
    at: str
    kind: str
    order_name: str | None
    approval_id: str | None
    actor: str
    data: str
    prev_hash: str
    hash: str

    def as_dict(self) -> dict[str, Any]:
        """For `audit export`: the columns, with `data` as an object."""
        try:
            data: Any = json.loads(self.data)
        except ValueError:
            data = self.data
        return {
            "seq": self.seq,
            "at": self.at,
            "kind": self.kind,
            "order": self.order_name,
            "approval_id": self.approval_id,
            "actor": self.actor,
            "data": data,
            "prev_hash": self.prev_hash,
            "hash": self.hash,
        }


def canonical(data: object) -> str:
    """The one way to write `data` as JSON: sorted keys, no spaces, other types as their text."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def chain_hash(
    prev_hash: str, seq: int, at: str, kind: str, order_name: str | None, approval_id: str | None, actor: str, data: str
) -> str:
    """SHA-256 over the previous hash and every column of the row."""
    row = canonical([prev_hash, seq, at, kind, order_name, approval_id, actor, data])
    return hashlib.sha256(row.encode()).hexdigest()


@dataclass(frozen=True)
class Breach:
    """Where the chain does not hold."""

    seq: int
    what: str


def verify(events: Iterable[AuditEvent], head: tuple[int, str] | None) -> tuple[int, list[Breach]]:
    """Walk the chain in order of `seq`; the number of rows and every breach, by row.

    `head` is the number and hash of the last row as remembered apart from the rows, None when
    nothing was ever written. It gives away rows removed from the end.
    """
    breaches: list[Breach] = []
    expected, prev, count = 1, GENESIS, 0
    for event in events:
        count += 1
        if event.seq > expected:
            gone = f"row {expected}" if event.seq == expected + 1 else f"rows {expected} to {event.seq - 1}"
            breaches.append(Breach(expected, f"{gone} removed (before row {event.seq})"))
        elif event.seq < expected:
            breaches.append(Breach(event.seq, f"row {event.seq} inserted"))
        elif event.prev_hash != prev:
            breaches.append(
                Breach(event.seq, f"row {event.seq} does not follow row {event.seq - 1}: changed or inserted")
            )
        own = chain_hash(
            event.prev_hash,
            event.seq,
            event.at,
            event.kind,
            event.order_name,
            event.approval_id,
            event.actor,
            event.data,
        )
        if own != event.hash:
            breaches.append(Breach(event.seq, f"row {event.seq} changed: its content does not match its hash"))
        prev, expected = event.hash, event.seq + 1
    last = expected - 1
    if head is None:
        if count:
            breaches.append(Breach(last, f"row {last} inserted: the log says that nothing was written"))
    elif head[0] > last:
        breaches.append(Breach(last + 1, f"rows {last + 1} to {head[0]} removed from the end"))
    elif head[0] < last:
        breaches.append(Breach(last, f"row {last} inserted at the end: the log ends at row {head[0]}"))
    elif head[1] != prev:
        breaches.append(Breach(last, f"row {last} changed: it is not the row that was written last"))
    return count, breaches
