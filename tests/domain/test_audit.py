"""Promise 10, evidence: the chain gives away whatever was changed, removed or inserted, by row."""

from dataclasses import replace

import pytest

from bot.domain.audit import GENESIS, AuditEvent, canonical, chain_hash, verify

AT = "2026-03-02T09:30:00+00:00"


def chain(length: int) -> list[AuditEvent]:
    """A sound log."""
    events: list[AuditEvent] = []
    prev = GENESIS
    for seq in range(1, length + 1):
        data = canonical({"number": seq})
        own = chain_hash(prev, seq, AT, "decision.taken", "P00036", "a1", "Maya", data)
        events.append(AuditEvent(seq, AT, "decision.taken", "P00036", "a1", "Maya", data, prev, own))
        prev = own
    return events


def head(events: list[AuditEvent]) -> tuple[int, str] | None:
    return (events[-1].seq, events[-1].hash) if events else None


def found(events: list[AuditEvent], tip: tuple[int, str] | None) -> list[str]:
    return [breach.what for breach in verify(events, tip)[1]]


@pytest.mark.parametrize("length", [0, 1, 5])
def test_sound_log_has_no_breach(length: int) -> None:
    events = chain(length)
    assert verify(events, head(events)) == (length, [])


@pytest.mark.parametrize("seq", [1, 3, 5])
@pytest.mark.parametrize(
    "change",
    [
        {"actor": "Omar"},
        {"at": "2026-03-02T09:30:01+00:00"},
        {"kind": "decision.refused"},
        {"order_name": "P00037"},
        {"order_name": None},
        {"approval_id": "a2"},
        {"data": '{"number":9}'},
    ],
)
def test_changed_row_is_named(seq: int, change: dict[str, object]) -> None:
    events = chain(5)
    tip = head(events)
    events[seq - 1] = replace(events[seq - 1], **change)
    (what,) = found(events, tip)
    assert f"row {seq} changed" in what


def test_changed_row_with_a_new_hash_of_its_own_breaks_the_next() -> None:
    events = chain(5)
    row = replace(events[2], actor="Omar")
    own = chain_hash(row.prev_hash, row.seq, row.at, row.kind, row.order_name, row.approval_id, row.actor, row.data)
    events[2] = replace(row, hash=own)
    (what,) = found(events, head(chain(5)))
    assert "row 4 does not follow row 3" in what


@pytest.mark.parametrize("seq", [1, 3])
def test_removed_row_is_named(seq: int) -> None:
    events = chain(5)
    tip = head(events)
    del events[seq - 1]
    assert any(f"row {seq} removed" in what for what in found(events, tip))


def test_removed_rows_are_named_together() -> None:
    events = chain(6)
    tip = head(events)
    del events[1:4]
    assert "rows 2 to 4 removed" in found(events, tip)[0]


def test_cut_tail_is_named() -> None:
    events = chain(5)
    assert found(events[:3], head(events)) == ["rows 4 to 5 removed from the end"]


def test_emptied_log_is_noticed() -> None:
    assert found([], head(chain(4))) == ["rows 1 to 4 removed from the end"]


def test_inserted_row_is_named() -> None:
    """Between 2 and 3, with every later number moved up."""
    events = chain(5)
    tip = (6, events[-1].hash)
    forged = replace(events[1], seq=3, prev_hash=events[1].hash, actor="Mallory")
    own = chain_hash(
        forged.prev_hash, 3, forged.at, forged.kind, forged.order_name, forged.approval_id, "Mallory", forged.data
    )
    later = [replace(e, seq=e.seq + 1) for e in events[2:]]
    breaches = verify([*events[:2], replace(forged, hash=own), *later], tip)[1]
    assert {breach.seq for breach in breaches} >= {4}


def test_row_added_at_the_end_is_named() -> None:
    events = chain(6)
    assert found(events, head(events[:5])) == ["row 6 inserted at the end: the log ends at row 5"]


def test_row_in_a_log_where_nothing_was_written_is_named() -> None:
    assert "inserted" in found(chain(1), None)[0]


def test_last_row_replaced_by_a_consistent_other_is_noticed() -> None:
    events = chain(3)
    tip = head(events)
    row = replace(events[2], actor="Omar")
    own = chain_hash(row.prev_hash, row.seq, row.at, row.kind, row.order_name, row.approval_id, row.actor, row.data)
    events[2] = replace(row, hash=own)
    assert found(events, tip) == ["row 3 changed: it is not the row that was written last"]


def test_each_column_counts_by_its_place() -> None:
    """Moving text from one column to the next is a change."""
    same = chain_hash(GENESIS, 1, AT, "a", "b", "c", "d", "{}")
    moved = chain_hash(GENESIS, 1, AT, "ab", "", "c", "d", "{}")
    assert same != moved


def test_export_shows_data_as_an_object_and_broken_data_as_text() -> None:
    event = chain(1)[0]
    assert event.as_dict()["data"] == {"number": 1}
    assert replace(event, data="{broken").as_dict()["data"] == "{broken"
