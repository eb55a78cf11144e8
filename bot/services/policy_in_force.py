"""Which policy is in force, on record: another one does not change the requests that are open."""

from __future__ import annotations

from collections import Counter

from bot.domain.policy import Policy
from bot.domain.ports import Clock, Locks, Store

IN_FORCE = "policy.in_force"
PATIENCE = 30.0


def note_policy(store: Store, policy: Policy, clock: Clock, locks: Locks) -> bool:
    """Audit that this policy took over, with the open requests that keep the one they were opened under.

    Called at each start, by one replica after the other; whether the policy was another one before.
    """
    with locks.hold(IN_FORCE, wait=PATIENCE), store.begin() as tx:
        before = tx.cursors.get(IN_FORCE)
        if before == policy.version:
            return False
        tx.cursors.set(IN_FORCE, policy.version)
        tx.audit.append(
            "policy.in_force",
            actor="bot",
            at=clock.now(),
            version=policy.version,
            file=policy.source,
            before=before,
            open_requests_keep=Counter(approval.policy_version for approval in tx.approvals.pending()),
        )
    return True
