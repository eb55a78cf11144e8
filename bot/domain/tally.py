"""How often people took what was suggested about supplier mail: by class, and by vendor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.cases import Case, CaseState
from bot.domain.triage import MailClass


@dataclass(frozen=True)
class Share:
    """Of the settled cases of a class or a vendor: classes left as read, changes applied as proposed."""

    label: MailClass | None
    vendor: str
    classes: int = 0
    classes_right: int = 0
    changes: int = 0
    changes_taken: int = 0


def tally(cases: Iterable[Case]) -> Sequence[Share]:
    """The shares by class, as it was suggested, then by vendor; the most frequent first.

    A case counts once a person settled it: applied something, or said that it is done.
    """
    by_class: dict[MailClass, list[Case]] = {}
    by_vendor: dict[str, list[Case]] = {}
    for case in cases:
        if case.newest.suggestion is None or not (case.applied or case.state is CaseState.DONE):
            continue
        by_class.setdefault(case.newest.suggestion.primary, []).append(case)
        for order in case.orders[:1]:
            by_vendor.setdefault(order.vendor, []).append(case)
    found = [_share(mine, label, "") for label, mine in by_class.items()]
    found.sort(key=lambda one: (-one.classes, one.label or ""))
    vendors = [_share(mine, None, vendor) for vendor, mine in by_vendor.items()]
    vendors.sort(key=lambda one: (-one.classes, one.vendor))
    return [*found, *vendors]


def _share(cases: Sequence[Case], label: MailClass | None, vendor: str) -> Share:
    right = taken = offered = 0
    for case in cases:
        suggested = case.newest.suggestion
        right += case.label is None or (suggested is not None and case.label is suggested.primary)
        applied = [one.change for one in case.applied]
        taken += len([change for change in applied if not change.corrected_by])
        # What a person put right was offered too; what they added was not.
        offered += len([one for one in (*applied, *case.changes) if one.read_as or not one.corrected_by])
    return Share(label, vendor, len(cases), right, offered, taken)
