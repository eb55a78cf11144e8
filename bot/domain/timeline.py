"""What was done about an approval, as a manager reads it: one sentence for each thing, told once, the oldest first."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.audit import AuditEvent

TOGETHER = timedelta(minutes=5)  # what is done about several who are asked in the same step comes within seconds

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Past:
    """One thing that was done about an approval, as a sentence without full stop."""

    at: datetime
    words: str


def history(events: Iterable[AuditEvent]) -> tuple[Past, ...]:
    """What was done about an approval, from its audit events, the oldest first; what concerns nobody is left out.

    A reminder or a level that several people of a step get at the same time is one thing.
    """
    found: list[tuple[datetime, AuditEvent, list[Data]]] = []
    for event in events:
        if event.kind not in _TOLD:
            continue
        at, data = datetime.fromisoformat(event.at), json.loads(event.data)
        for began, first, group in found:
            if at - began <= TOGETHER and _deed(first, group[0]) == _deed(event, data):
                group.append(data)
                break
        else:
            found.append((at, event, [data]))
    return tuple(Past(at, _TOLD[event.kind](event.actor, group)) for at, event, group in found)


def listed(things: Sequence[str]) -> str:
    """Several things in a sentence: "Ann, Bob and Cid"."""
    return " and ".join([", ".join(things[:-1]), things[-1]] if len(things) > 1 else things)


def _deed(event: AuditEvent, data: Data) -> tuple[object, ...]:
    """What several may get together; each of all else is a thing of its own."""
    if event.kind not in _SHARED:
        return (event.seq,)
    return (event.kind, event.actor, *(data.get(name) for name in ("step", "level", "number")))


def _all(group: Sequence[Data], name: str) -> list[str]:
    """What the events of a group say under this name, each once."""
    values = [data.get(name) for data in group]
    flat = [str(one) for value in values if value for one in (value if isinstance(value, list) else [value])]
    return list(dict.fromkeys(flat))


def _asked(_by: str, group: Sequence[Data]) -> str:
    changed = "; ".join(_all(group, "changes")[:3])
    return (f"the order changed ({changed}): " if changed else "") + f"asked {listed(_all(group, 'asked')) or 'nobody'}"


def _step(_by: str, group: Sequence[Data]) -> str:
    data = group[0]
    return f"step {data.get('step')} of {data.get('of')}: {_asked(_by, group)}"


def _reminded(_by: str, group: Sequence[Data]) -> str:
    waited = _all(group, "waited")
    return f"reminded {listed(_all(group, 'to'))}" + (f" after {waited[0]}" if len(waited) == 1 else "")


def _escalated(_by: str, group: Sequence[Data]) -> str:
    silent = listed(_all(group, "waits_for"))
    did = "; ".join(_all(group, "did")) or "nobody was told"
    return "escalated" + (f", for {silent} had not decided" if silent else "") + f": {did}"


def _one(tell: Callable[[str, Data], str]) -> Callable[[str, Sequence[Data]], str]:
    return lambda by, group: tell(by, group[0])


def _decided(by: str, data: Data) -> str:
    verdict = {"approve": "decided to approve", "reject": "decided to reject"}.get(str(data.get("verdict")), "decided")
    place = f" in the place of {data['in_place_of']}" if data.get("in_place_of") else ""
    return f"{by} {verdict}{place}"


_SHARED = frozenset({"escalation.reminded", "escalation.taken", "escalation.nudged"})
_TOLD: Mapping[str, Callable[[str, Sequence[Data]], str]] = {
    "approval.opened": _asked,
    "step.opened": _step,
    "step.reseated": _asked,
    "step.handed_over": _one(lambda by, data: f"{by} handed it over to {data.get('to')}"),
    "step.hand_over_kept": _one(lambda _by, data: f"{data.get('giver')}'s hand-over to {data.get('to')} still holds"),
    "step.hand_over_lapsed": _one(
        lambda _by, data: f"{data.get('giver')}'s hand-over to {data.get('to')} no longer holds: {data.get('why')}"
    ),
    "question.asked": _one(lambda by, _data: f"{by} asked the buyer a question"),
    "question.answered": _one(lambda by, _data: f"{by} answered"),
    "decision.taken": _one(_decided),
    "escalation.reminded": _reminded,
    "escalation.taken": _escalated,
    "escalation.stood_in": _one(lambda _by, data: f"{data.get('away')} is away: {data.get('deputy')} stands in"),
    "escalation.nobody_stands_in": _one(lambda _by, data: f"{data.get('away')} is away, and nobody can stand in"),
    "escalation.back": _one(lambda by, _data: f"{by} is back"),
    "escalation.nudged": lambda by, group: f"{by} nudged {listed(_all(group, 'to'))}",
    "escalation.snoozed": _one(lambda by, _data: f"{by} gave it more time"),
}
