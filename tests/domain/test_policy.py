"""The approval matrix: which rule takes an order, and in which words."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.conditions import AmountRange, Conditions, Origin
from bot.domain.orders import PastPrice, UserRef
from bot.domain.policy import (
    AutoApprove,
    NoRule,
    Plan,
    Policy,
    Rule,
    Segregation,
    Step,
    choose,
    limit_for,
    login_for,
    slack_id_for,
)
from bot.domain.roles import ApproverKind, Approvers
from tests.builders import T0, make_line, make_order, make_vendor

STEP = Step("Purchasing", (Approvers(ApproverKind.GROUP, ("purchase.group_purchase_manager",), "purchasing"),))


def rule(name: str, **when: Any) -> Rule:
    """A rule with one step."""
    return Rule(name, Conditions(**when), (STEP,))


def auto(name: str, **when: Any) -> Rule:
    """A rule that approves by itself."""
    return Rule(name, Conditions(**when), auto_approve="small and expected")


def chosen(order: Any, *rules: Rule) -> Any:
    """What a policy of these rules says."""
    return choose(Policy(rules), order)


def fits(order: Any, **when: Any) -> bool:
    """Whether a single rule with these conditions takes the order."""
    return isinstance(chosen(order, rule("r", **when)), Plan)


def up_to(amount: str) -> AmountRange:
    return AmountRange(up_to=Decimal(amount))


def test_the_first_rule_that_fits_decides() -> None:
    assert chosen(make_order(), rule("a", urgent=True), rule("b"), rule("c")).rule == "b"


def test_no_matching_rule_is_an_exception_that_names_what_was_tried() -> None:
    said = chosen(make_order(), rule("Urgent", urgent=True), rule("Large", amount=AmountRange(above=Decimal(25000))))
    assert isinstance(said, NoRule)
    assert [t.rule for t in said.tried] == ["Urgent", "Large"]
    assert "Large (7,000.00 USD is not above 25,000.00 USD)" in said.reason


def test_a_policy_without_rules_approves_nothing() -> None:
    assert isinstance(chosen(make_order()), NoRule)


def test_many_rules_that_do_not_fit_are_told_briefly() -> None:
    said = chosen(make_order(), *(rule(f"rule {i}", urgent=True) for i in range(40)))
    assert said.reason.endswith("and 32 more rules")
    assert len(said.tried) == 40


def test_the_reason_names_both_bounds_of_the_amount() -> None:
    between = AmountRange(at_least=Decimal(5000), below=Decimal(25000))
    assert chosen(make_order(amount="14250"), rule("r", amount=between)).reason == (
        "14,250.00 USD is at or above 5,000.00 USD and below 25,000.00 USD"
    )


def test_a_foreign_amount_is_compared_in_company_currency_and_shows_its_rate() -> None:
    order = make_order(amount="7200", currency="EUR", rate=Decimal("0.92"))
    assert chosen(order, rule("r", amount=AmountRange(above=Decimal(7500)))).reason == (
        "7,826.09 USD (7,200.00 EUR at 0.92 EUR per USD) is above 7,500.00 USD"
    )


@pytest.mark.parametrize(
    ("bounds", "fitting"),
    [
        (AmountRange(at_least=Decimal(5000)), True),
        (AmountRange(above=Decimal(5000)), False),
        (AmountRange(up_to=Decimal(5000)), True),
        (AmountRange(below=Decimal(5000)), False),
    ],
)
def test_from_and_up_to_include_their_bound(bounds: AmountRange, fitting: bool) -> None:
    assert fits(make_order(amount="5000"), amount=bounds) is fitting


def test_an_amount_without_rate_is_never_small() -> None:
    order = make_order(amount="7", currency="XAF", rate=None)
    said = chosen(order, rule("Small", amount=up_to("500")), rule("Everything else"))
    assert isinstance(said, NoRule)
    assert said.reason == (
        'rule "Small" cannot be judged: Odoo knows no rate for XAF, so 7.00 XAF cannot be compared in USD'
    )


def test_an_amount_without_rate_is_taken_by_an_earlier_rule_without_amount() -> None:
    order = make_order(currency="XAF", rate=None)
    assert chosen(order, rule("No rate", no_rate=True), rule("Small", amount=up_to("500"))).rule == "No rate"


def test_a_rule_that_fails_for_another_reason_needs_no_rate() -> None:
    order = make_order(currency="XAF", rate=None)
    assert chosen(order, rule("Urgent", urgent=True, amount=up_to("500")), rule("Rest")).rule == "Rest"


def test_a_rule_for_unknown_rates_leaves_other_orders_alone() -> None:
    assert not fits(make_order(), no_rate=True)


@pytest.mark.parametrize("tag", ["Supplier: risky", "supplier:  RISKY", "Vendors / Supplier: risky"])
def test_a_vendor_tag_is_found_whatever_its_case_and_place(tag: str) -> None:
    order = make_order(vendor=make_vendor(tags=("Local", tag)))
    said = chosen(order, rule("r", vendor_tag=("Supplier: risky",)))
    assert said.reason == f"vendor is tagged {tag}"


def test_a_tag_is_not_found_inside_another_word() -> None:
    assert not fits(make_order(vendor=make_vendor(tags=("not risky",))), vendor_tag=("risky",))


@pytest.mark.parametrize("wanted", ["Goods", "goods / fasteners", "Fasteners", "Goods / Fasteners / Bolts"])
def test_a_category_is_found_by_itself_or_any_ancestor(wanted: str) -> None:
    order = make_order(lines=(make_line(), make_line(id=2, category="Goods / Fasteners / Bolts")))
    assert fits(order, product_category=(wanted,))


@pytest.mark.parametrize("wanted", ["Bolt", "Goods / Bolts", "Fasteners / Goods", "Goods / Fasteners / Bolts / M8"])
def test_a_category_is_not_found_by_another_path(wanted: str) -> None:
    order = make_order(lines=(make_line(category="Goods / Fasteners / Bolts"),))
    assert not fits(order, product_category=(wanted,))


def test_every_product_must_be_in_the_category_when_the_rule_says_every() -> None:
    mixed = make_order(lines=(make_line(), make_line(id=2, category="Machines")))
    assert fits(mixed, product_category=("Goods",))
    assert not fits(mixed, every_product_category=("Goods",))
    assert fits(mixed, every_product_category=("Goods", "Machines"))


@pytest.mark.parametrize(
    "when",
    [
        {"company": ("northgate supply co.",)},
        {"company": (1,)},
        {"vendor": ("ACME Fasteners Inc.",)},
        {"vendor": ("Nobody", 16)},
        {"warehouse": ("main",)},
        {"warehouse": ("Main DC",)},
        {"buyer": ("bella",)},
        {"buyer": ("Bella Ortiz",)},
        {"origin": Origin.BY_HAND},
        {"new_vendor": False},
        {"no_list_price": False},
        {"urgent": False},
    ],
)
def test_each_condition_knows_its_order(when: dict[str, Any]) -> None:
    assert fits(make_order(), **when)


@pytest.mark.parametrize(
    "when",
    [
        {"company": ("Southgate",)},
        {"vendor": (17, "Acme")},
        {"warehouse": ("WEST",)},
        {"buyer": ("ben",)},
        {"origin": Origin.REPLENISHMENT},
        {"new_vendor": True},
        {"no_list_price": True},
        {"urgent": True},
        {"product_category": ("Machines",)},
    ],
)
def test_each_condition_leaves_other_orders_alone(when: dict[str, Any]) -> None:
    assert isinstance(chosen(make_order(), rule("r", **when)), NoRule)


def test_an_order_without_warehouse_or_buyer_fits_no_rule_about_them() -> None:
    order = make_order(warehouse=None, buyer=None)
    assert not fits(order, warehouse=("MAIN",))
    assert not fits(order, buyer=("bella",))


def test_a_buyer_whose_login_was_not_read_is_no_stranger_to_the_rule() -> None:
    said = chosen(make_order(buyer=UserRef(6, "Bella Ortiz")), rule("Bella's", buyer=("bella",)), rule("Rest"))
    assert isinstance(said, NoRule)
    assert "login of the buyer Bella Ortiz is not known" in said.reason


def test_a_price_above_the_list_names_the_worst_product() -> None:
    lines = (make_line(unit_price=Decimal(77)), make_line(id=2, product="Cable", unit_price=Decimal("82.60")))
    said = chosen(make_order(lines=lines), rule("r", price_above_list_percent=Decimal(5)))
    assert said.reason == "unit price of Cable is 18.0 % above the vendor price list (and 1 more above 5 %)"


def test_a_price_above_the_last_purchases_is_found() -> None:
    line = make_line(past_prices=(PastPrice("P1", T0, "Acme", Decimal(50)),))
    assert fits(make_order(lines=(line,)), price_above_last_percent=Decimal(39))
    assert not fits(make_order(lines=(line,)), price_above_last_percent=Decimal(40))


def test_at_most_asks_every_line_and_wants_a_price_to_compare_with() -> None:
    fine, bare = make_line(), make_line(id=2, list_price=None)
    assert fits(make_order(lines=(fine,)), price_above_list_at_most=Decimal(2))
    assert not fits(make_order(lines=(fine, bare)), price_above_list_at_most=Decimal(2))
    assert not fits(
        make_order(lines=(fine, make_line(id=3, unit_price=Decimal(90)))), price_above_list_at_most=Decimal(2)
    )


@pytest.mark.parametrize("name", ["price_above_list_at_most", "price_above_last_at_most"])
def test_an_order_without_lines_has_nothing_in_order(name: str) -> None:
    assert not fits(make_order(lines=()), **{name: Decimal(5)})
    assert not fits(make_order(lines=()), every_product_category=("Goods",))


def test_a_list_price_of_zero_is_no_price() -> None:
    assert fits(make_order(lines=(make_line(list_price=Decimal(0)),)), no_list_price=True)


def test_a_vendor_name_of_300_characters_makes_a_short_reason() -> None:
    vendor = make_vendor(name="<!channel> \n🎉" + "x" * 300)
    said = chosen(make_order(vendor=vendor), rule("r", vendor=(16,)))
    assert len(said.reason) < 80
    assert "\n" not in said.reason


def test_auto_approve_states_its_reason() -> None:
    said = chosen(make_order(amount="120"), auto("Small", amount=up_to("500")))
    assert said == AutoApprove("Small", "small and expected (120.00 USD is at or below 500.00 USD)")


@pytest.mark.parametrize(
    "order",
    [
        make_order(lines=()),
        make_order(amount="0"),
        make_order(amount="-20"),
        make_order(amount="100", currency="XAF", rate=None),
    ],
    ids=["no lines", "zero", "negative", "no rate"],
)
def test_an_empty_worthless_or_unvalued_order_always_asks_a_person(order: Any) -> None:
    assert isinstance(chosen(order, auto("Small", amount=up_to("500")), rule("People")), Plan)
    assert isinstance(chosen(order, auto("Anything"), rule("People")), Plan)


def test_a_rule_has_either_steps_or_a_reason() -> None:
    with pytest.raises(ValueError, match="needs either"):
        Rule("nothing")
    with pytest.raises(ValueError, match="needs either"):
        Rule("both", steps=(STEP,), auto_approve="why not")


def test_a_limit_is_the_persons_own_or_the_default() -> None:
    policy = Policy((), default_limit=Decimal(5000), limits={"omar": Decimal(100), "fiona": None})
    assert limit_for(policy, "Omar") == 100
    assert limit_for(policy, "fiona") is None
    assert limit_for(policy, "maya") == 5000
    assert limit_for(Policy(()), "maya") is None


def test_the_administrators_mapping_is_read_both_ways() -> None:
    policy = Policy((), people={"maya": "U02ABCDEF"})
    assert slack_id_for(policy, "Maya") == "U02ABCDEF"
    assert login_for(policy, "U02ABCDEF") == "maya"
    assert slack_id_for(policy, "omar") is None


def test_segregation_can_leave_out_receivers_and_billers_only() -> None:
    order = make_order(receivers=(UserRef(11, "Wes"),), billers=(UserRef(10, "Fiona"),))
    lenient = Segregation(receivers=False, billers=False).applied_to(order)
    assert lenient == replace(order, receivers=(), billers=())
    assert Segregation().applied_to(order) == order


def test_a_step_says_who_must_agree() -> None:
    users = (Approvers(ApproverKind.USERS, ("maya", "omar")), Approvers(ApproverKind.MANAGER))
    assert STEP.in_words() == "any one of purchasing: group purchase.group_purchase_manager"
    assert Step("s", users, need=None).in_words() == "all of maya, omar; the buyer's manager"
    assert Step("s", users, need=2).in_words() == "any 2 of maya, omar; the buyer's manager"


amounts = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False)
conditions = st.builds(
    Conditions,
    amount=st.none() | st.builds(AmountRange, above=st.none() | amounts, up_to=st.none() | amounts),
    urgent=st.none() | st.booleans(),
    new_vendor=st.none() | st.booleans(),
    vendor_tag=st.sampled_from([(), ("risky",), ("Supplier: standard",)]),
    price_above_list_at_most=st.none() | amounts,
)
asking = st.builds(lambda when: Rule("asks", when, (STEP,)), conditions)
approving = st.builds(lambda when: Rule("approves", when, auto_approve="small"), conditions)
orders = st.builds(
    lambda amount, urgent, rate: make_order(amount=amount, urgent=urgent, currency="EUR", rate=rate),
    amounts,
    st.booleans(),
    st.sampled_from([None, Decimal("0.92"), Decimal(3)]),
)


@given(st.lists(asking, max_size=6), orders)
def test_nothing_is_approved_automatically_unless_a_rule_says_so(rules: list[Rule], order: Any) -> None:
    assert not isinstance(choose(Policy(tuple(rules)), order), AutoApprove)


@given(st.lists(asking | approving, max_size=6), orders)
def test_what_is_approved_automatically_is_known_and_worth_something(rules: list[Rule], order: Any) -> None:
    said = choose(Policy(tuple(rules)), order)
    if isinstance(said, AutoApprove):
        assert said.rule == "approves"
        assert order.lines
        assert order.company_amount > 0


@given(st.lists(asking | approving, max_size=6), orders)
def test_a_plan_always_asks_somebody(rules: list[Rule], order: Any) -> None:
    said = choose(Policy(tuple(rules)), order)
    assert said.reason
    assert not isinstance(said, Plan) or said.steps


@given(st.lists(amounts, min_size=1, max_size=6, unique=True), amounts, amounts)
def test_adding_money_never_moves_an_order_to_a_smaller_bound(
    bounds: list[Decimal], less: Decimal, more: Decimal
) -> None:
    ladder = [Rule(str(i), Conditions(amount=AmountRange(up_to=b)), (STEP,)) for i, b in enumerate(sorted(bounds))]
    policy = Policy((*ladder, Rule(str(len(bounds)), steps=(STEP,))))
    small, large = sorted((less, more))
    low, high = choose(policy, make_order(amount=small)), choose(policy, make_order(amount=large))
    assert isinstance(low, Plan)
    assert isinstance(high, Plan)
    assert int(low.rule) <= int(high.rule)
