"""Every case of the Slack contract. Each folder-mate of `tests.contract.slack` adds those on its subject."""

from tests.contract.slack import agent, answers, events, messages, modals, places, refusals
from tests.contract.slack_case import CASES, Case

SUBJECTS = (messages, places, refusals, events, answers, modals, agent)
BOTH_SIDES = [case for case in CASES.values() if not case.sandbox_only]
SANDBOX_ONLY = [case for case in CASES.values() if case.sandbox_only]


def covered() -> set[str]:
    """The Web API methods, and `response_url`, that some case covers."""
    return {method for case in CASES.values() for method in case.methods}


__all__ = ["BOTH_SIDES", "CASES", "SANDBOX_ONLY", "SUBJECTS", "Case", "covered"]
