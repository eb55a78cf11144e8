"""Who is who: a Slack account and an Odoo user, matched by a confirmed e-mail address or by the policy."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.domain.approvals import Verdict
from bot.domain.errors import Refused, SlackUnavailable
from bot.domain.people import MatchedBy
from tests.builders import make_user
from tests.desk import MAYA, OMAR, ONE_STEP, Desk, maya, olga, omar, slack_user

MakeDesk = Callable[..., Desk]


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    return make_desk(ONE_STEP)


def refusal(desk: Desk, who: str) -> Refused:
    with pytest.raises(Refused) as refused:
        desk.services.people.who(who)
    return refused.value


def test_confirmed_address_matches(desk: Desk) -> None:
    person = desk.services.people.who(maya)
    assert (person.user.id, person.matched_by) == (MAYA.id, MatchedBy.EMAIL)


def test_letter_case_of_the_address_does_not_count(desk: Desk) -> None:
    desk.slack.people[maya] = replace(desk.slack.people[maya], email="Maya@Northgate.EXAMPLE")
    assert desk.services.people.who(maya).user.id == MAYA.id


def test_login_counts_as_address(desk: Desk) -> None:
    desk.directory.everybody[40] = make_user("carla@northgate.example", 40, email="")
    desk.slack.people["U0CARLA"] = slack_user("U0CARLA", "Carla", "carla@northgate.example")
    assert desk.services.people.who("U0CARLA").user.id == 40


def test_unknown_person_is_told_and_not_remembered(desk: Desk) -> None:
    assert refusal(desk, olga).code == "unmatched"
    with pytest.raises(Refused) as refused:
        desk.services.people.on_record(olga)
    assert refused.value.code == "lookup"


def test_address_that_two_odoo_users_have_matches_nobody(desk: Desk) -> None:
    desk.directory.everybody[40] = make_user("maya2", 40, email="maya@northgate.example")
    assert "several Odoo users" in refusal(desk, maya).reason


def test_bot_is_nobody(desk: Desk) -> None:
    desk.slack.people[maya] = replace(desk.slack.people[maya], is_bot=True)
    assert "is a bot" in refusal(desk, maya).reason


def test_mapping_of_the_policy_counts_before_addresses(make_desk: MakeDesk) -> None:
    desk = make_desk(ONE_STEP + f"people: {{maya: {olga}}}\n")
    person = desk.services.people.who(olga)
    assert (person.user.id, person.matched_by) == (MAYA.id, MatchedBy.POLICY)
    assert refusal(desk, maya).code == "unmatched"


def test_match_is_kept_for_an_hour_and_then_checked(desk: Desk) -> None:
    desk.services.people.who(maya)
    desk.wire.calls.clear()
    desk.clock.advance(minutes=59)
    desk.services.people.who(maya)
    assert desk.wire.calls == []
    desk.clock.advance(minutes=1)
    desk.services.people.who(maya)
    assert desk.wire.count("member") == 1


def test_old_match_is_used_while_slack_is_away(desk: Desk) -> None:
    desk.services.people.who(maya)
    desk.clock.advance(hours=2)
    desk.slack.fail("member", SlackUnavailable("away"))
    assert desk.services.people.who(maya).user.id == MAYA.id


def test_nobody_is_guessed_while_slack_or_odoo_is_away(desk: Desk) -> None:
    desk.slack.fail("member", SlackUnavailable("away"))
    assert refusal(desk, maya).code == "unavailable"
    desk.odoo.down()
    assert refusal(desk, maya).code == "unavailable"


def test_account_that_changes_hands_belongs_to_the_newest_match(desk: Desk) -> None:
    desk.services.people.who(maya)
    desk.clock.advance(hours=2)
    desk.slack.people[maya] = replace(desk.slack.people[maya], email="omar@northgate.example")
    del desk.slack.people[omar]
    assert desk.services.people.who(maya).user.id == OMAR.id


def test_decision_of_an_account_that_changed_hands_does_not_count(desk: Desk) -> None:
    approval = desk.open()
    desk.services.people.who(maya)
    desk.clock.advance(hours=2)
    desk.slack.people[maya] = replace(desk.slack.people[maya], email="ben@northgate.example")
    taken = desk.services.desk.decide(approval.id, maya, Verdict.APPROVE)
    desk.services.applying.settle(taken.id)
    desk.run()
    assert desk.odoo.approve_calls == []
    assert "another Odoo user" in desk.slack.told(maya)[0]


def test_people_without_account_stay_on_record_side_by_side(desk: Desk) -> None:
    """Two service accounts: looking one up does not forget the other."""
    ghosts = [make_user("ghost1", 41), make_user("ghost2", 42)]
    assert desk.services.people.seats(ghosts) == {}
    assert sorted(p.user.login for p in desk.services.people.without_slack()) == ["ghost1", "ghost2"]
    desk.wire.calls.clear()
    desk.services.people.seats(ghosts)
    assert desk.wire.count("by_email") == 0


def test_missing_account_is_looked_for_again_after_five_minutes(desk: Desk) -> None:
    ghost = make_user("carla", 41)
    desk.services.people.seats([ghost])
    desk.slack.people["U0CARLA"] = slack_user("U0CARLA", "Carla", "carla@northgate.example")
    desk.clock.advance(minutes=5)
    assert desk.services.people.seats([ghost]) == {41: "U0CARLA"}
