"""How a policy names people: by Odoo group, by login, as the buyer's manager, or by a role of its own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ApproverKind(StrEnum):
    """How a step names its approvers."""

    GROUP = "group"  # an Odoo group, by XML id (purchase.group_purchase_manager)
    USERS = "users"  # Odoo logins
    MANAGER = "manager"  # the buyer's manager from hr.employee
    ROLE = "role"  # a role mapped in the policy file; resolved while the file is read


@dataclass(frozen=True)
class Approvers:
    """One source of approvers of a step. `values`: XML ids, logins, or nothing for the manager.

    `role` is the role of the policy file that named it, empty where the step did so itself.
    """

    kind: ApproverKind
    values: tuple[str, ...] = ()
    role: str = ""

    def in_words(self) -> str:
        """As a person says it, for cards and `policy explain`."""
        prefix = f"{self.role}: " if self.role else ""
        match self.kind:
            case ApproverKind.MANAGER:
                return f"{prefix}the buyer's manager"
            case ApproverKind.GROUP:
                return f"{prefix}group " + ", ".join(self.values)
            case _:
                return prefix + ", ".join(self.values)
