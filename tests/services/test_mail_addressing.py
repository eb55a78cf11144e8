"""Who is shown a supplier's mail: its buyer, or somebody whose task it is. Nobody's mail is nobody's no longer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.adapters.policy_file import parse
from bot.domain.cases import CaseWork
from bot.domain.orders import UserRef
from bot.domain.supply import SupplyOrder
from bot.services.policy import check
from tests.desk import ADMIN, EXCEPTIONS, ONE_STEP, Desk, bella, ben, northgate, omar
from tests.mail_desk import MailDesk, buttons, words
from tests.supply import make_suggestion, make_supply

OWNED = f"{ONE_STEP}\nexceptions: {{owner: maya}}\nsupplier_mail: {{owner: omar}}\n"
NO_BUYER = make_supply(buyer=None)
STRANGE = "Hello, when do you open?"


@pytest.fixture
def made(make_desk: Callable[..., Desk]) -> Callable[..., MailDesk]:
    def make(*orders: SupplyOrder, policy: str = OWNED, **how: str) -> MailDesk:
        return MailDesk(make_desk(policy, **how), *orders)

    return make


def shown_to(mail: MailDesk) -> list[str]:
    return [one.recipient for one in mail.desk.slack.shown if one.key.startswith("case:")]


@pytest.mark.parametrize("buyer", [None, UserRef(ADMIN.id, ADMIN.name, ADMIN.login)])
def test_mail_without_a_buyer_in_slack_is_shown_in_the_channel_to_its_owner(
    made: Callable[..., MailDesk], buyer: UserRef | None
) -> None:
    mail = made(make_supply(buyer=buyer))
    case = mail.arrives("P00036 is late.", make_suggestion())
    assert shown_to(mail) == [EXCEPTIONS]
    assert "*Owner* <@U0OMAR>: no buyer in Slack is known for it" in words(mail.card(case))


def test_mail_without_an_order_has_an_owner_too(made: Callable[..., MailDesk]) -> None:
    mail = made()
    case = mail.arrives(STRANGE, make_suggestion(), subject="Hello", thread="<9@elsewhere>")
    mail.put(make_supply(40))
    other = mail.arrives(STRANGE, make_suggestion(), subject="Hi", message_id="<x@holmvalves.example>", thread="")
    assert (case.owner is None, shown_to(mail)) == (True, [bella, EXCEPTIONS]), (
        "one open order is a match, two are none"
    )
    assert other.owner is not None
    assert "*Owner* <@U0OMAR>" in words(mail.card(other))


def test_buyers_card_names_no_owner(made: Callable[..., MailDesk]) -> None:
    mail = made()
    case = mail.arrives("P00036 is late.", make_suggestion())
    assert (shown_to(mail), "*Owner*" in words(mail.card(case))) == ([bella], False)


def test_without_a_channel_the_owner_gets_it(made: Callable[..., MailDesk]) -> None:
    mail = made(NO_BUYER, channel="")
    mail.arrives("P00036 is late.", make_suggestion())
    assert shown_to(mail) == [omar]


def test_without_an_owner_of_mail_whoever_owns_exceptions_has_it(made: Callable[..., MailDesk]) -> None:
    mail = made(NO_BUYER, policy=f"{ONE_STEP}\nexceptions: {{owner: ben}}\n")
    assert "*Owner* <@U0BEN>" in words(mail.card(mail.arrives("P00036 is late.", make_suggestion())))


def test_mail_that_nobody_could_be_shown_waits_and_is_shown_when_somebody_can(made: Callable[..., MailDesk]) -> None:
    mail = made(NO_BUYER, policy=f"{ONE_STEP}\nsupplier_mail: {{owner: admin}}\n", channel="")
    case = mail.arrives("P00036 is late.", make_suggestion())
    assert (shown_to(mail), case.work) == ([], CaseWork.MATCH)
    mail.desk.restart(OWNED)
    mail.desk.clock.advance(minutes=11)
    mail.desk.mail_rounds.sweep()
    mail.desk.run()
    assert (shown_to(mail), mail.case(case.id).work) == ([omar], CaseWork.NONE)


def test_buyer_of_an_order_that_is_found_later_gets_the_card_once(made: Callable[..., MailDesk]) -> None:
    mail = made(NO_BUYER, make_supply(40))
    case = mail.arrives("P00036 is late.", make_suggestion())
    desk = mail.desk.services.triage.correcting
    mail.desk.services.people.who(ben)
    for reference in ("P00040", "P00036", "P00040"):
        desk.correct(case.id, ben, None, reference, {})
        mail.desk.run()
    assert shown_to(mail) == [EXCEPTIONS, bella]
    cards = [one.pictures[-1] for one in mail.desk.slack.shown if one.key.startswith("case:")]
    assert [card.text for card in cards] == [cards[0].text] * 2, "both show what is true now"
    assert all("Done" in buttons(card) for card in cards)


def test_card_that_somebody_has_is_not_shown_to_the_channel_as_well(made: Callable[..., MailDesk]) -> None:
    mail = made()
    case = mail.arrives("P00036 is late.", make_suggestion())
    mail.desk.supply.put(make_supply(buyer=None))
    mail.desk.services.triage.correcting.correct(case.id, bella, "question", None, {})
    mail.desk.run()
    assert shown_to(mail) == [bella]
    assert "*Owner* <@U0OMAR>" in words(mail.card(case))


def test_orders_without_a_buyer_are_chased_by_their_owner(made: Callable[..., MailDesk]) -> None:
    mail = made()
    day = mail.desk.clock.now().date() - timedelta(days=30)
    late = tuple(replace(line, day=day) for line in make_supply().lines)
    mail.desk.supply.put(make_supply(buyer=None, lines=late, confirmed_on=date(2020, 1, 1)))
    for _ in range(3):
        mail.desk.services.triage.chasing.look()
        mail.desk.run()
    assert [one.recipient for one in mail.desk.slack.shown if one.key.startswith("chasing:")] == [omar]


def test_owner_whom_odoo_does_not_know_is_complained_about() -> None:
    policy = parse(f"{ONE_STEP}\nsupplier_mail: {{owner: nobody}}\n")
    (problem,) = check(policy, northgate())
    assert "supplier_mail: owner" in str(problem)
    assert "nobody" in str(problem)
