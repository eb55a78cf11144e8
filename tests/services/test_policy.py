"""Who is asked for an order and who is not, and whether Odoo knows everybody whom the policy names."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.policy_file import load, parse
from bot.domain.orders import OrderState, UserRef
from bot.domain.people import OdooUser
from bot.domain.policy import Policy, Step
from bot.domain.roles import ApproverKind, Approvers
from bot.services.approvers import ApproverProblem, ApproverService
from bot.services.policy import PolicyService, check, policy_check_json, policy_check_lines
from bot.services.policy_in_force import note_policy
from tests.builders import make_order, make_user, make_vendor
from tests.desk import ONE_STEP, TWO_STEPS, Desk
from tests.fakes import FakeDirectory

EXAMPLE = Path(__file__).parent.parent.parent / "policy.example.yaml"
BOT = 14
PURCHASING, ACCOUNTING = "purchase.group_purchase_manager", "account.group_account_manager"


def northgate(**overrides: Any) -> FakeDirectory:
    """The people of the seeded Odoo."""
    users = [
        make_user("admin", 2, "Administrator"),
        make_user("bella", 6, "Bella Ortiz"),
        make_user("ben", 7, "Ben Kaya"),
        make_user("maya", 8, "Maya Lindqvist"),
        make_user("omar", 9, "Omar Haddad"),
        make_user("fiona", 10, "Fiona Price"),
        make_user("procurebot-approve", BOT, "Procurement Bot"),
        make_user("left", 20, "Lena Left", active=False),
    ]
    given = {
        "users": users,
        "groups": {
            PURCHASING: ["admin", "maya", "omar", "fiona", "procurebot-approve"],
            ACCOUNTING: ["admin", "fiona"],
            "base.group_empty": [],
            "base.group_user": ["admin", "bella", "ben", "maya", "omar", "fiona"],
        },
        "managers": {6: "maya"},
    } | overrides
    return FakeDirectory(**given)


def seat_of(user: OdooUser) -> str | None:
    """Everybody but the service accounts has a Slack account."""
    return None if user.login == "admin" else f"U{user.id:06}"


def desk(policy: Policy | str = "", directory: FakeDirectory | None = None) -> PolicyService:
    """The policy desk of Northgate, with the example policy or another."""
    if isinstance(policy, str):
        policy = parse(policy) if policy else load(EXAMPLE)
    return PolicyService(policy, directory or northgate(), integration_uid=lambda: BOT, seat_of=seat_of)


def approvers(**overrides: Any) -> ApproverService:
    return ApproverService(northgate(**overrides), integration_uid=lambda: BOT)


def step(kind: ApproverKind, *values: str, need: int | None = 1) -> Step:
    return Step("Purchasing", (Approvers(kind, values),), need=need)


def logins(users: Any) -> list[str]:
    return [user.login for user in users]


def one_step(source: str, more: str = "") -> str:
    """A policy of one rule with one step."""
    return f"rules: [{{name: All, steps: [{{name: Purchasing, approvers: {{{source}}}{more}}}]}}]"


def test_a_group_is_its_people_without_the_bot_itself() -> None:
    found = approvers().candidates(make_order(), step(ApproverKind.GROUP, PURCHASING))
    assert logins(found) == ["admin", "fiona", "maya", "omar"]


def test_users_are_found_by_login() -> None:
    assert logins(approvers().candidates(make_order(), step(ApproverKind.USERS, "omar", "ben"))) == ["ben", "omar"]


def test_the_manager_is_the_buyers() -> None:
    assert logins(approvers().candidates(make_order(), step(ApproverKind.MANAGER))) == ["maya"]


def test_several_sources_name_each_person_once() -> None:
    both = Step("s", (Approvers(ApproverKind.GROUP, (ACCOUNTING,)), Approvers(ApproverKind.USERS, ("fiona", "ben"))))
    assert logins(approvers().candidates(make_order(), both)) == ["admin", "ben", "fiona"]


@pytest.mark.parametrize(
    ("asked", "order", "problem"),
    [
        (step(ApproverKind.GROUP, "purchase.group_gone"), make_order(), 'Odoo has no group "purchase.group_gone"'),
        (step(ApproverKind.USERS, "left"), make_order(), 'Odoo has no active user with the login "left"'),
        (step(ApproverKind.MANAGER), make_order(buyer=UserRef(7, "Ben Kaya")), "Odoo knows no manager of Ben Kaya"),
        (step(ApproverKind.MANAGER), make_order(buyer=None), "the order names no buyer"),
        (step(ApproverKind.GROUP, "base.group_empty"), make_order(), "there is nobody to ask"),
        (step(ApproverKind.USERS, "maya", "left", need=None), make_order(), "all must agree, but Odoo has no active"),
        (step(ApproverKind.USERS, "maya", "left", need=2), make_order(), "2 must agree, but only 1 can be asked"),
        (step(ApproverKind.USERS, "procurebot-approve"), make_order(), "there is nobody to ask"),
    ],
)
def test_a_step_that_cannot_be_carried_out_names_rule_step_and_whom(asked: Step, order: Any, problem: str) -> None:
    with pytest.raises(ApproverProblem) as raised:
        approvers().candidates(order, asked, rule="Large")
    assert str(raised.value).startswith('rule "Large", step "Purchasing": ')
    assert problem in str(raised.value)


def test_somebody_who_left_does_not_stop_a_step_with_enough_others() -> None:
    resolved = approvers().resolve(step(ApproverKind.USERS, "maya", "left"), make_order())
    assert logins(resolved.users) == ["maya"]
    assert [p.what for p in resolved.problems] == ['Odoo has no active user with the login "left"']
    assert resolved.incomplete == ""


def test_exceptions_are_owned_by_the_people_of_the_role() -> None:
    assert logins(approvers().owners(load(EXAMPLE)).users) == ["admin", "fiona", "maya", "omar"]
    assert logins(approvers().owners(parse("exceptions: {owner: ben}\n" + one_step("user: maya"))).users) == ["ben"]
    lost = approvers().owners(parse("exceptions: {owner: nobody}\n" + one_step("user: maya")))
    assert [str(p) for p in lost.problems] == ['exceptions: owner: Odoo has no active user with the login "nobody"']


def test_an_ordinary_order_is_explained_in_words() -> None:
    assert desk().explain(make_order(amount="5014")).text().splitlines() == [
        "P00036: Acme Fasteners Inc., 5,014.00 USD, to approve",
        "Rule: Ordinary order",
        "Why: 5,014.00 USD is at or below 25,000.00 USD",
        "Step 1, Purchasing: any one of purchasing: group purchase.group_purchase_manager",
        "  asked: Fiona Price (fiona), Maya Lindqvist (maya), Omar Haddad (omar)",
        "  not asked: Administrator (admin): no Slack account matches",
        (
            "  note: while nobody decides: a reminder after 4h, then every 1d, 3 in all; after 1d tell the manager; "
            "after another 1d card to the manager, tell the buyer; after another 2d card to accounting: group "
            "account.group_account_manager (chain usual)"
        ),
        (
            "  note: when it is urgent: a reminder after 1h, then every 3h, 3 in all; after 3h card to the manager, "
            "tell the buyer; after another 4h card to accounting: group account.group_account_manager"
        ),
        f"Policy: {EXAMPLE} version {load(EXAMPLE).version}",
    ]


def test_whoever_buys_is_not_asked() -> None:
    maya = UserRef(8, "Maya Lindqvist", "maya")
    explained = desk().explain(make_order(amount="5425", buyer=maya, creator=maya))
    assert explained.steps[0].asked == ("Fiona Price (fiona)", "Omar Haddad (omar)")
    assert ("maya", "is the buyer of this order (segregation of duties)") in [
        (e.login, e.why) for e in explained.steps[0].excluded
    ]


@pytest.mark.parametrize(
    ("overrides", "why"),
    [
        ({"creator": UserRef(9, "Omar")}, "created this order"),
        ({"requester": UserRef(9, "Omar")}, "requested this order"),
        ({"receivers": (UserRef(9, "Omar"),)}, "receives the goods of this order"),
        ({"billers": (UserRef(9, "Omar"),)}, "handles the bill of this order"),
    ],
)
def test_each_duty_is_told_about_the_person(overrides: dict[str, Any], why: str) -> None:
    excluded = {e.login: e.why for e in desk().explain(make_order(**overrides)).steps[0].excluded}
    assert excluded["omar"] == f"{why} (segregation of duties)"


def test_receivers_may_approve_where_the_policy_lets_them() -> None:
    policy = parse("segregation: {receiver: false}\n" + one_step("user: [omar]"))
    explained = desk(policy).explain(make_order(receivers=(UserRef(9, "Omar Haddad"),)))
    assert explained.steps[0].asked == ("Omar Haddad (omar)",)


def test_whoever_is_over_their_limit_is_not_asked() -> None:
    policy = parse("limits: {default: 100, omar: unlimited}\n" + one_step("user: [omar, maya]"))
    explained = desk(policy).explain(make_order())
    assert explained.steps[0].asked == ("Omar Haddad (omar)",)
    assert explained.steps[0].excluded[0].why == "their limit is 100.00 USD and the order is 7,000.00 USD"


def test_a_step_with_nobody_left_is_not_in_order() -> None:
    explained = desk(one_step("user: bella")).explain(make_order())
    assert not explained.in_order
    assert "  asked: nobody" in explained.text()
    assert explained.steps[0].problems == ("1 must agree, but only 0 can be asked",)


def test_an_unknown_group_is_told_in_the_explanation() -> None:
    explained = desk(one_step("group: purchase.group_gone")).explain(make_order())
    assert explained.steps[0].problems[0] == 'Odoo has no group "purchase.group_gone"'


def test_the_only_person_of_a_later_step_must_leave_the_first_to_others() -> None:
    explained = desk().explain(make_order(amount="48300", vendor=make_vendor(tags=("Supplier: critical",))))
    assert [s.asked for s in explained.steps][1] == ("Fiona Price (fiona)",)
    assert explained.in_order
    assert "Fiona Price (fiona) must leave the approval of this step to the others" in explained.text()


def test_two_steps_that_only_the_same_person_could_take_are_not_in_order() -> None:
    steps = "steps: [{name: a, approvers: {user: fiona}}, {name: b, approvers: {user: fiona}}]"
    rules = "rules: [{name: All, " + steps + "}]"
    assert not desk(rules).explain(make_order()).in_order
    assert desk("one_person_one_step: false\n" + rules).explain(make_order()).in_order


def test_an_order_without_rule_is_explained_as_an_exception() -> None:
    policy = "rules: [{name: Urgent, when: {urgent: true}, steps: [{name: a, approvers: {user: maya}}]}]"
    explained = desk(policy).explain(make_order())
    assert explained.outcome == "exception"
    assert not explained.in_order
    assert 'Not rule "Urgent": the order is not starred in Odoo' in explained.text()


def test_an_automatic_approval_is_explained_with_its_reason() -> None:
    policy = "rules: [{name: Small, when: {amount: {up_to: 9000}}, auto_approve: {reason: small}}]"
    explained = desk(policy).explain(make_order())
    assert explained.outcome == "auto_approve"
    assert "Approved automatically: nobody is asked" in explained.text()


def test_an_order_that_does_not_wait_is_said_not_to() -> None:
    assert "does not wait for approval" in desk().explain(make_order(state=OrderState.DRAFT)).text()


def test_an_explanation_is_also_json() -> None:
    told = json.loads(json.dumps(desk().explain(make_order()).as_json()))
    assert told["rule"] == "Ordinary order"
    assert told["steps"][0]["excluded"][0]["login"] == "admin"
    assert told["in_order"] is True


def test_the_buyers_login_is_looked_up_where_a_rule_asks_for_it() -> None:
    policy = (
        "rules: [{name: Bens, when: {buyer: ben}, steps: [{name: a, approvers: {user: omar}}]},"
        "{name: Rest, steps: [{name: a, approvers: {user: maya}}]}]"
    )
    assert desk(policy).explain(make_order(buyer=UserRef(7, "Somebody"))).rule == "Bens"
    assert desk(policy).explain(make_order(buyer=UserRef(6, "Somebody"))).rule == "Rest"


def test_a_policy_that_odoo_knows_is_in_order() -> None:
    policy = load(EXAMPLE)
    assert check(policy, northgate()) == []
    assert policy_check_lines(policy, []) == [f"{EXAMPLE}: 4 rules, version {policy.version}: in order"]


def test_check_names_everybody_whom_odoo_does_not_know() -> None:
    policy = parse(
        "roles: {finance: {group: account.group_gone}}\n"
        "limits: {omr: 5}\npeople: {left: U02ABCDEF}\nexceptions: {owner: finanse}\n"
        "rules:\n- name: All\n  steps: [{name: a, approvers: {role: finance, user: maja, group: base.group_empty}}]",
        "p.yaml",
    )
    found = check(policy, northgate())
    assert [str(problem) for problem in found] == [
        'role "finance": Odoo has no group "account.group_gone"',
        'p.yaml:6: rule "All", step "a": nobody is in the Odoo group "base.group_empty"',
        'p.yaml:6: rule "All", step "a": Odoo has no active user with the login "maja", did you mean "maya"?',
        'exceptions: owner: Odoo has no active user with the login "finanse", did you mean "finance"?',
        'limits: Odoo has no active user with the login "omr", did you mean "omar"?',
        'people: Odoo has no active user with the login "left"',
    ]
    assert policy_check_lines(policy, found)[-1].endswith("6 to mend")
    assert policy_check_json(policy, found)["ok"] is False


def test_check_says_what_it_did_not_check_and_what_is_automatic() -> None:
    policy = parse("rules: [{name: Small, when: {amount: {up_to: 9}}, auto_approve: {reason: small}}]")
    automatic, verdict = policy_check_lines(policy, [], odoo_asked=False)
    assert automatic == "approves without asking anybody: Small"
    assert verdict.endswith(
        "in order as far as the file goes; Odoo was not asked, so its groups and logins were not checked"
    )
    assert policy_check_json(policy, [], odoo_asked=False)["auto_approve"] == ["Small"]


def test_limits_are_decimals_of_the_company_currency() -> None:
    assert parse("limits: {maya: 10.50}\n" + one_step("user: maya")).limits == {"maya": Decimal("10.50")}


def test_another_policy_is_on_record_with_the_requests_that_keep_theirs(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(ONE_STEP)
    assert note_policy(desk.store, desk.policy, desk.clock, desk.locks)
    approval = desk.open()
    assert not note_policy(desk.store, desk.policy, desk.clock, desk.locks), "the same again"
    desk.restart(TWO_STEPS)
    assert note_policy(desk.store, desk.policy, desk.clock, desk.locks)
    last = json.loads(desk.events("policy.in_force")[-1].data)
    assert last["open_requests_keep"] == {approval.policy_version: 1}
    assert (last["before"], last["version"]) == (approval.policy_version, desk.policy.version)
    assert len(desk.get(approval.id).steps) == 1


def test_explanation_says_what_happens_while_nobody_decides() -> None:
    said = PolicyService(load(EXAMPLE), northgate(), integration_uid=lambda: BOT, seat_of=lambda _user: "U1")
    text = said.explain(make_order()).text()
    assert "while nobody decides: a reminder after 4h, then every 1d, 3 in all; after 1d tell the manager;" in text
    assert "when it is urgent: a reminder after 1h" in text
