"""`escalation:` of the policy file: what it says is what holds, and what cannot work is refused with its line."""

import pytest

from bot.adapters.policy_file import parse
from bot.domain.chains import Action, Chain, Does, Level, Whom
from bot.domain.durations import Duration
from bot.domain.policy import InvalidPolicy
from bot.domain.roles import ApproverKind, Approvers

RULES = """\
roles:
  board: {user: [ceo, cfo]}
  finance: {group: account.group_account_manager}
rules:
  - name: Every order
    steps:
      - name: Purchasing
        approvers: {user: [maya, omar]}
"""
CHAIN = """\
escalation:
  default: usual
  chains:
    usual:
      remind_after: 4h
      repeat: 1d
      reminders: 5
      levels:
        - escalate_after: 1d
          then: [tell_manager, tell_buyer]
        - escalate_after: 2d clock
          then: [card_to_manager, {card_to: {role: finance}}, {hand_over: {user: ceo}}]
      urgent:
        remind_after: 30m
"""


def chain(text: str = CHAIN) -> Chain:
    found = parse(RULES + text).rules[0].steps[0].escalation
    assert found is not None
    return found


def problems(text: str, rules: str = RULES) -> str:
    with pytest.raises(InvalidPolicy) as refused:
        parse(rules + text)
    return str(refused.value)


def test_chain_is_read_as_it_is_written() -> None:
    usual = chain().usual
    assert (usual.remind_after, usual.repeat) == (Duration.parse("4h"), Duration.parse("1d"))
    assert usual.reminders == 5
    first, second = usual.levels
    assert first == Level(Duration.parse("1d"), (Action(Does.TELL, Whom.MANAGER), Action(Does.TELL, Whom.BUYER)))
    assert second.after.clock
    finance = Approvers(ApproverKind.GROUP, ("account.group_account_manager",), "finance")
    assert second.then[1] == Action(Does.CARD, Whom.PEOPLE, (finance,))
    assert second.then[2] == Action(Does.HAND_OVER, Whom.PEOPLE, (Approvers(ApproverKind.USERS, ("ceo",)),))


def test_urgent_keeps_what_it_does_not_say() -> None:
    found = chain()
    urgent = found.pace(urgent=True)
    assert urgent.remind_after == Duration.parse("30m")
    assert (urgent.repeat, urgent.reminders, urgent.levels) == (
        found.usual.repeat,
        found.usual.reminders,
        found.usual.levels,
    )


def test_rule_and_step_name_their_own() -> None:
    text = CHAIN.replace("    usual:\n", "    slow: {remind_after: 3d}\n    usual:\n", 1)
    rules = """\
rules:
  - name: Every order
    escalation: slow
    steps:
      - {name: a, approvers: {user: maya}}
      - {name: b, approvers: {user: omar}, escalation: none}
      - {name: c, approvers: {user: ben}, escalation: usual}
roles:
  finance: {group: account.group_account_manager}
"""
    steps = parse(rules + text).rules[0].steps
    assert [step.escalation.name if step.escalation else None for step in steps] == ["slow", None, "usual"]


def test_without_the_section_nothing_is_escalated() -> None:
    policy = parse(RULES)
    assert policy.rules[0].steps[0].escalation is None
    assert not policy.escalation.morning_digest


def test_another_chain_is_another_version() -> None:
    assert parse(RULES + CHAIN).version != parse(RULES + CHAIN.replace("4h", "5h")).version


@pytest.mark.parametrize(
    ("wrong", "line", "words"),
    [
        (("default: usual", "default: usal"), 10, 'no chain "usal", did you mean "usual"?'),
        (("remind_after: 4h", "remind_after: 4 hrs"), 13, '"4 hrs" is not a length of time'),
        (("remind_after: 4h", "remind_after: 4"), 13, "expected a length of time"),
        (("remind_after: 4h", "remind_after: 0h"), 13, "no time at all"),
        (("reminders: 5", "reminders: 21"), 15, "a whole number from 1 to 20"),
        (("      remind_after: 4h\n", ""), 13, "repeat needs remind_after"),
        (("      repeat: 1d\n", ""), 14, "reminders needs repeat"),
        (("[tell_manager, tell_buyer]", "[tell_boss]"), 18, 'there is no action "tell_boss"'),
        (("[tell_manager, tell_buyer]", "[card_to]"), 18, '"card_to" needs people'),
        (("[tell_manager, tell_buyer]", "[]"), 18, "the list is empty"),
        (("[tell_manager, tell_buyer]", "{tell_manager: false}"), 18, "escalates to nobody"),
        (("{card_to: {role: finance}}", "{card_to: {role: financ}}"), 20, 'no role "financ", did you mean "finance"?'),
        (("{hand_over: {user: ceo}}", "{hand_over: {user: []}}"), 20, "the list is empty"),
        (("[tell_manager, tell_buyer]", "{card_to: {user: [omar, Maya]}}"), 7, "to the same people who are asked"),
        (("[tell_manager, tell_buyer]", "[card_to_manager]"), 19, "goes in a circle: level 1 brought it to"),
        (("{card_to: {role: finance}}", "{hand_over: {}}"), 20, "this names nobody"),
    ],
)  # fmt: skip
def test_chain_that_cannot_work_is_refused_with_its_line(wrong: tuple[str, str], line: int, words: str) -> None:
    found = problems(CHAIN.replace(*wrong, 1)).splitlines()
    assert any(f"policy.yaml:{line}:" in problem and words in problem for problem in found), found


def test_chain_that_does_nothing_is_refused() -> None:
    assert "does nothing" in problems("escalation: {default: usual, chains: {usual: {reminders: 2, repeat: 1d}}}\n")


def test_chain_that_a_step_names_and_nobody_has_is_refused_at_the_step() -> None:
    rules = RULES.replace("[maya, omar]}", "[maya, omar]}\n        escalation: fast")
    assert 'policy.yaml:9:9: there is no chain "fast"' in problems(CHAIN, rules)


def test_who_is_their_own_deputy_is_refused() -> None:
    assert "maya cannot be their own deputy" in problems(CHAIN + "  deputies: {maya: Maya}\n")


def test_rule_that_asks_nobody_has_no_chain() -> None:
    rules = "rules: [{name: a, when: {amount: {up_to: 5}}, auto_approve: {reason: small}, escalation: usual}]\n"
    text = "escalation: {chains: {usual: {remind_after: 1h}}}\n"
    assert "has nobody to remind" in problems(text, rules)
