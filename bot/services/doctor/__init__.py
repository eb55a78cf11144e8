"""What `doctor` looks at: each check says what it found and how to mend it. Pure; the facts come from outside."""

from bot.services.doctor.findings import Finding, Section, Status, examine, in_order

__all__ = ["Finding", "Section", "Status", "examine", "in_order"]
