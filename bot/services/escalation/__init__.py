"""Escalation: nobody who is asked is forgotten, and nobody is disturbed at night. The rules: docs/escalation.md."""
