"""The demo's own policy fits the demo's own people."""

from __future__ import annotations

from bot.adapters.policy_file import load
from bot.domain.chains import Does, Whom
from bot.domain.roles import ApproverKind
from bot.sandbox.demo import POLICY
from bot.sandbox.odoo import SandboxOdoo

PEOPLE = {person.login: person for person in SandboxOdoo.people}
APPROVER = "purchase.group_purchase_manager"


def asked() -> set[str]:
    """The logins of everybody whom a step names."""
    sources = [source for rule in load(POLICY).rules for step in rule.steps for source in step.approvers]
    assert {source.kind for source in sources} == {ApproverKind.USERS}
    return {login for source in sources for login in source.values}


def test_everybody_who_is_asked_may_approve_in_odoo() -> None:
    assert asked() <= PEOPLE.keys()
    assert all(APPROVER in PEOPLE[login].groups for login in asked())


def test_the_manager_of_who_is_asked_gets_a_card_and_may_decide() -> None:
    chains = {step.escalation for rule in load(POLICY).rules for step in rule.steps}
    (chain,) = chains
    assert chain is not None
    assert (Does.CARD, Whom.MANAGER) in {(action.does, action.whom) for action in chain.actions()}
    managers = {PEOPLE[login].manager for login in asked()}
    assert managers.isdisjoint(asked())
    assert all(APPROVER in PEOPLE[manager].groups for manager in managers)
