"""The policy file: what people write is what is read, and what is wrong is named with its line."""

import contextlib
import os
import re
import time
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.policy_file import LARGEST, load, parse, version_of
from bot.domain.calendars import OfficeHours
from bot.domain.conditions import Conditions
from bot.domain.errors import InvalidInput
from bot.domain.policy import AutoApprove, InvalidPolicy, Plan, choose, limit_for
from bot.domain.roles import ApproverKind, Approvers
from tests.builders import make_line, make_order, make_vendor

HERE = Path(__file__).parent.parent
EXAMPLE = HERE.parent / "policy.example.yaml"
ONE_RULE = "rules:\n  - name: All\n    steps: [{name: a, approvers: {user: maya}}]\n"


def problems_of(path: Path | str) -> list[str]:
    """What the file is refused for."""
    with pytest.raises(InvalidInput) as refused:
        load(path)
    assert isinstance(refused.value, InvalidPolicy)
    assert str(refused.value).splitlines() == [str(p) for p in refused.value.problems]
    return [str(p) for p in refused.value.problems]


@pytest.mark.parametrize("path", sorted((HERE / "policy_files").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_bad_file_is_refused_with_place_and_reason(path: Path) -> None:
    expected = re.findall(r"^# expect (.*)$", path.read_text("utf-8"), flags=re.MULTILINE)
    assert sorted(problems_of(path)) == sorted(f"{path}:{line}" for line in expected)


def test_working_hours_are_read_and_cut_at_midnight() -> None:
    hours = """
rules: [{name: All, steps: [{name: a, approvers: {user: maya}}]}]
working_hours:
  monday: ["09:00-12:30", "13:30-18:00"]
  saturday: 22:00-06:00
  sunday: 00:00-24:00
  holidays: DE-BY
  closed: 2026-12-24
"""
    office = parse(hours).working_hours
    assert [(s.weekday, s.start / 60, s.end / 60) for s in office.shifts] == [
        (0, 9, 12.5),
        (0, 13.5, 18),
        (5, 22, 24),
        (6, 0, 6),
        (6, 0, 24),
    ]
    assert (office.holidays, office.closed) == ("DE-BY", frozenset({date(2026, 12, 24)}))


def test_without_working_hours_it_is_nine_to_five_and_the_companys_country() -> None:
    rules = "rules: [{name: All, steps: [{name: a, approvers: {user: maya}}]}]"
    assert parse(rules).working_hours == OfficeHours()
    assert parse(rules + "\nworking_hours: {holidays: none}").working_hours == OfficeHours(holidays="")


def test_the_example_is_in_order() -> None:
    policy = load(EXAMPLE)
    assert [rule.name for rule in policy.rules] == [
        "Risky vendor",
        "No exchange rate",
        "Large order",
        "Ordinary order",
    ]
    assert not any(rule.auto_approve for rule in policy.rules)
    assert re.fullmatch("[0-9a-f]{12}", policy.version)
    assert policy.exceptions_owner == policy.roles["purchasing"]


@pytest.mark.parametrize(
    ("amount", "tags", "currency", "steps"),
    [
        ("0", (), "USD", 1),
        ("5000", ("Supplier: standard",), "USD", 1),
        ("25000", (), "USD", 1),
        ("25000.01", (), "USD", 2),
        ("5014", ("Supplier: risky",), "USD", 2),
        ("5014", ("Risky",), "USD", 2),
        ("5014", ("Supplier / Risky",), "USD", 2),
        ("5014", ("not risky",), "USD", 1),
        ("7", (), "XAF", 2),
    ],
)
def test_the_example_finds_a_rule_for_every_order(
    amount: str, tags: tuple[str, ...], currency: str, steps: int
) -> None:
    rate = Decimal(1) if currency == "USD" else None
    order = make_order(amount=amount, vendor=make_vendor(tags=tags), currency=currency, rate=rate)
    plan = choose(load(EXAMPLE), order)
    assert isinstance(plan, Plan)
    purchasing = Approvers(ApproverKind.GROUP, ("purchase.group_purchase_manager",), "purchasing")
    accounting = Approvers(ApproverKind.GROUP, ("account.group_account_manager",), "accounting")
    assert [step.approvers for step in plan.steps] == [(purchasing,), (accounting,)][:steps]
    assert all(step.need == 1 for step in plan.steps)


def uncommented(text: str) -> str:
    """The example with everything on that it shows commented out."""
    text = re.sub(r"^  # (- name: Routine|  \w|    \w)", r"  \1", text, flags=re.MULTILINE)
    text = re.sub(r"^  # (board:|  user:|deputies:)", r"  \1", text, flags=re.MULTILINE)
    text = re.sub(r"^# (limits:|people:|  default:|  omar:|  fiona:|  maya:)", r"\1", text, flags=re.MULTILINE)
    return re.sub(r"^        # (need|pause_on_question|escalation):", r"        \1:", text, flags=re.MULTILINE)


def test_what_the_example_shows_commented_out_works_too() -> None:
    policy = parse(uncommented(EXAMPLE.read_text("utf-8")))
    assert "Routine replenishment" in [rule.name for rule in policy.rules]
    assert limit_for(policy, "omar") == 20000
    assert limit_for(policy, "fiona") is None
    assert policy.people == {"maya": "U02ABCDEF"}
    assert "board" in policy.roles
    assert policy.rules[-1].steps[0].pause_on_question
    assert policy.rules[-1].steps[0].escalation is None
    assert policy.escalation.deputies == {"maya": "omar"}
    order = make_order(from_replenishment=True, lines=(make_line(quantity=Decimal(2)),))
    assert isinstance(choose(policy, order), AutoApprove)


def test_a_word_is_read_as_it_is_written() -> None:
    text = "rules:\n  - name: NO\n    when: {warehouse: [NO, 01], vendor: [7, '7']}\n" + ONE_RULE.splitlines()[2]
    policy = parse(text)
    assert policy.rules[0].name == "NO"
    assert policy.rules[0].when.warehouse == ("NO", "01")
    assert policy.rules[0].when.vendor == (7, "7")


def test_an_amount_keeps_its_digits() -> None:
    policy = parse("limits: {maya: 1.10, omar: 0}\n" + ONE_RULE)
    assert policy.limits == {"maya": Decimal("1.10"), "omar": Decimal(0)}


def test_roles_may_hold_roles() -> None:
    policy = parse(
        "roles: {board: {role: [finance], user: ceo}, finance: {group: account.group_account_manager}}\n"
        "rules: [{name: All, steps: [{name: a, approvers: {role: board, manager: true}, need: all}]}]"
    )
    step = policy.rules[0].steps[0]
    assert step.need is None
    assert [(a.kind, a.values, a.role) for a in step.approvers] == [
        (ApproverKind.USERS, ("ceo",), "board"),
        (ApproverKind.GROUP, ("account.group_account_manager",), "board"),
        (ApproverKind.MANAGER, (), ""),
    ]


def test_roles_that_multiply_are_read_in_no_time() -> None:
    roles = "".join(
        f"  r{i}: {{role: [r{i + 1}, s{i + 1}]}}\n  s{i}: {{role: [r{i + 1}, s{i + 1}]}}\n" for i in range(18)
    )
    start = time.monotonic()
    parse(f"roles:\n{roles}  r18: {{user: a}}\n  s18: {{user: b}}\n" + ONE_RULE)
    assert time.monotonic() - start < 5


def test_roles_in_a_very_long_row_are_refused() -> None:
    roles = "".join(f"  r{i}: {{role: r{i + 1}}}\n" for i in range(300))
    with pytest.raises(InvalidPolicy, match="go too deep"):
        parse(f"roles:\n{roles}  r300: {{user: a}}\n" + ONE_RULE)


def test_the_owner_of_exceptions_is_a_role_or_a_login() -> None:
    login = parse("exceptions: {owner: admin}\n" + ONE_RULE)
    role = parse("roles: {desk: {user: [bella]}}\nexceptions: {owner: desk}\n" + ONE_RULE)
    assert login.exceptions_owner == (Approvers(ApproverKind.USERS, ("admin",)),)
    assert role.exceptions_owner == (Approvers(ApproverKind.USERS, ("bella",), "desk"),)


def test_the_version_follows_the_content_alone() -> None:
    plain = parse("one_person_one_step: true\n" + ONE_RULE).version
    assert parse("# why\n" + ONE_RULE + "\n\none_person_one_step:   true\n").version == plain
    assert parse("one_person_one_step: false\n" + ONE_RULE).version != plain
    assert version_of({"a": 25000}) == version_of({"a": Decimal("25000.00")}) != version_of({"a": "25000"})


def test_a_mistake_elsewhere_is_reported_in_the_same_run() -> None:
    with pytest.raises(InvalidPolicy) as refused:
        parse(
            "exceptions: {}\nlimts: {}\n" + ONE_RULE.replace("name: All", "nam: All").replace("user: maya", "role: x")
        )
    assert [p.where.split(":", 1)[1] for p in refused.value.problems] == ["1:1", "2:1", "4:5", "4:5", "5:35"]


def test_only_so_many_problems_are_listed() -> None:
    with pytest.raises(InvalidPolicy) as refused:
        parse(ONE_RULE + "".join(f"k{i}: 1\n" for i in range(100)))
    assert len(refused.value.problems) == 31
    assert refused.value.problems[-1].what == "and 70 more problems"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "nowhere.yaml") == [
        f"{tmp_path}/nowhere.yaml: there is no such file: copy policy.example.yaml, or set POLICY_FILE"
    ]


def test_a_directory_is_refused(tmp_path: Path) -> None:
    assert problems_of(tmp_path) == [f"{tmp_path}: this is a directory, not a file"]


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert problems_of(tmp_path / "pipe") == [f"{tmp_path}/pipe: this is not an ordinary file"]


def test_a_name_that_no_file_can_have_is_refused() -> None:
    assert "cannot be read" in problems_of("a\0b")[0] or "no such file" in problems_of("a\0b")[0]


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "huge.yaml").write_bytes(b"a: b\n" * 2_000_000)
    assert problems_of(tmp_path / "huge.yaml") == [
        f"{tmp_path}/huge.yaml: the file is too large for a policy (over 256 KB)"
    ]


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\x00\xff", ONE_RULE.encode("utf-16"), b"a: \xff"])
def test_a_binary_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "binary.yaml").write_bytes(content)
    assert "this is not a text file in UTF-8" in problems_of(tmp_path / "binary.yaml")[0]


def test_control_characters_are_refused_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_bytes(ONE_RULE.encode() + b"a: \x00\n")
    assert problems_of(tmp_path / "p.yaml") == [
        f"{tmp_path}/p.yaml:4:1: a character that does not belong in a text file"
    ]


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_bytes(b"\xef\xbb\xbf" + ONE_RULE.replace("\n", "\r\n").encode())
    assert load(tmp_path / "p.yaml").version == parse(ONE_RULE).version


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_is_refused(opening: str) -> None:
    with pytest.raises(InvalidPolicy, match=r"nested too deeply|not valid YAML"):
        parse("rules: " + opening * (LARGEST // 8))


@given(st.text(max_size=200))
def test_any_text_is_either_a_policy_or_refused(text: str) -> None:
    with pytest.raises(InvalidPolicy):
        parse(text)


@given(st.integers(0, len(ONE_RULE)), st.text(alphabet="-:[]{}#&*!|>'\"%@`,? \n\tab0.~<", min_size=1, max_size=4))
def test_a_slip_of_the_pen_never_crashes(at: int, slip: str) -> None:
    with contextlib.suppress(InvalidPolicy):
        parse(ONE_RULE[:at] + slip + ONE_RULE[at:])


def test_every_condition_that_the_example_explains_is_one() -> None:
    shown = EXAMPLE.read_text("utf-8").split("# All that `when:` can ask for.")[1].split("# All that `approvers:`")[0]
    conditions = re.findall(r"^#   (\w+: .*?)(?:  .*)?$", shown, flags=re.MULTILINE)
    assert {line.split(":")[0] for line in conditions} == {field.name for field in fields(Conditions)}
    for condition in conditions:
        assert parse(ONE_RULE + f"    when:\n      {condition}\n").rules[0].when != Conditions()
