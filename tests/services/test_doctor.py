"""Doctor: what each check says about a sound world and about a broken one."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.policy_file import load, parse
from bot.domain.errors import InvalidInput, OdooUnavailable, SlackRefused, SlackUnavailable
from bot.domain.people import OdooUser, SlackUser
from bot.services.doctor import Finding, Section, Status, examine, ground, in_order, odoo, policy, slack
from tests.builders import T0, make_user
from tests.fakes import FakeDirectory

ROOT = Path(__file__).resolve().parents[2]
SOON = timedelta(days=3)


class FakeDatabase(ground.Database):
    """A database at a revision of ours, unless told otherwise."""

    def __init__(self, revision: str | None = "0002", *, there: bool = True, fit: bool = True) -> None:
        self.at, self.there, self.fit = revision, there, fit

    def exists(self) -> bool:
        return self.there

    def kind(self) -> str:
        return "SQLite 3.46.0"

    def revision(self) -> str | None:
        return self.at

    def revisions(self) -> Sequence[str]:
        return ["0002", "0001"]

    def fits(self) -> None:
        if not self.fit:
            raise InvalidInput("needs SQLite 3.42 or newer", where="DATABASE_URL")


class FakeOdoo(odoo.Odoo):
    """An Odoo 19 where the bot may do everything; `says` answers otherwise."""

    def __init__(self, **says: Any) -> None:
        self.says = {
            "version": "19.0",
            "may_read_orders": True,
            "knows_receipts": True,
            "may_approve": True,
            "has_hr": True,
            "webhook": True,
            "key_ends": [None],
            "hidden": (),
        } | says

    def version(self) -> str:
        return str(self.says["version"])

    def me(self) -> OdooUser:
        return make_user("bot", 90, "Procurement Bot")

    def may_read_orders(self) -> bool:
        return bool(self.says["may_read_orders"])

    def knows_receipts(self) -> bool:
        return bool(self.says["knows_receipts"])

    def may_approve(self) -> bool:
        return bool(self.says["may_approve"])

    def sees(self, model: str) -> bool | None:
        return None if model == "account.move" else model not in self.says["hidden"]

    def has_hr(self) -> bool:
        return bool(self.says["has_hr"])

    def webhook(self) -> bool | None:
        shown: bool | None = self.says["webhook"]
        return shown

    def key_ends(self) -> Sequence[datetime | None]:
        ends: Sequence[datetime | None] = self.says["key_ends"]
        return ends

    def time(self) -> datetime | None:
        return T0


class FakeSlack(slack.Slack):
    """A Slack where only these channels may be written to, and `refusal` answers for the rest."""

    def __init__(self, *channels: str, refusal: Exception | None = None) -> None:
        self.channels = channels
        self.refusal = refusal or SlackRefused("not_in_channel", method="chat.scheduleMessage")

    def hello(self) -> slack.Hello:
        return slack.Hello("Northgate", "procurement", slack.SCOPES, T0)

    def open_socket(self) -> None:
        if not self.channels:
            raise SlackRefused("missing_scope", method="apps.connections.open")

    def rehearse(self, channel: str) -> None:
        if channel not in self.channels:
            raise self.refusal


class FakeMembers:
    """A workspace of these people."""

    def __init__(self, *members: SlackUser) -> None:
        self.everybody = members

    def team_id(self) -> str:
        return "T1"

    def member(self, slack_id: str) -> SlackUser | None:
        return next((m for m in self.everybody if m.id == slack_id), None)

    def by_email(self, email: str) -> SlackUser | None:
        return next((m for m in self.everybody if m.email == email), None)


def member(login: str, **overrides: Any) -> SlackUser:
    given = {"id": f"U{login.upper()}", "name": login.title(), "email": f"{login}@northgate.example"}
    return SlackUser(**given | {"email_confirmed": True, "team_id": "T1"} | overrides)


def expected(**overrides: Any) -> odoo.Expected:
    return odoo.Expected(
        **{
            "url": "https://odoo.example",
            "login": "bot",
            "identity": "integration",
            "poll_seconds": 30,
            "secret_set": True,
            "key_is_key": True,
        }
        | overrides
    )


def only(findings: Iterable[Finding]) -> Finding:
    (finding,) = findings
    return finding


def statuses(findings: Iterable[Finding]) -> dict[str, str]:
    return {finding.name: finding.status.value for finding in findings}


def test_whatever_is_not_ok_says_how_to_mend_it() -> None:
    broken = FakeOdoo(version="17.0", may_read_orders=False, may_approve=False, webhook=False, key_ends=[T0])
    found = [
        *ground.database_reachable(FakeDatabase(there=False)),
        *ground.database_current(FakeDatabase("0001")),
        *ground.database_current(FakeDatabase("9999")),
        *ground.database_fits(FakeDatabase(fit=False)),
        *ground.webhook_secret([]),
        *ground.rotation("SLACK_SIGNING_SECRET", [], needed=True, purpose="it proves"),
        *odoo.reachable(broken, expected()),
        *odoo.login(broken, expected()),
        *odoo.rights(broken, expected()),
        *odoo.webhook(broken, expected()),
        *odoo.key(broken, expected(), T0),
        *slack.scopes(slack.Hello("Northgate", "procurement", frozenset(), T0)),
        *slack.socket(FakeSlack()),
        *slack.channels(FakeSlack(), {"EXCEPTIONS_CHANNEL": "oops"}),
    ]
    assert [f.name for f in found if f.status is not Status.OK and not f.mend] == []
    assert len([f for f in found if f.status is not Status.OK]) == 14


def away() -> list[Finding]:
    raise OdooUnavailable("Odoo cannot be reached")


def never() -> list[Finding]:
    pytest.fail("not to be looked at")


def sound() -> list[Finding]:
    return [Finding("sound", Status.OK, "fine")]


def test_what_depends_on_a_broken_thing_is_not_checked_and_the_trouble_is_told_once() -> None:
    found = examine(
        [
            Section("Odoo", [("reachable", away), ("clock", never)], "look at ODOO_URL"),
            Section("Odoo user", [("login", never), ("rights", never)], needs=["Odoo"]),
            Section("Slack", [("bot token", sound)]),
            Section("people", [("matched", never)], needs=["Odoo user", "Slack"]),
        ]
    )
    unchecked = "not checked: Odoo must work first"
    assert [(section, f.name, f.status, f.found) for section, f in found] == [
        ("Odoo", "reachable", Status.FAIL, "Odoo cannot be reached"),
        ("Odoo", "clock", Status.SKIP, unchecked),
        ("Odoo user", "login, rights", Status.SKIP, unchecked),
        ("Slack", "sound", Status.OK, "fine"),
        ("people", "matched", Status.SKIP, unchecked),
    ]
    assert found[0][1].mend == "look at ODOO_URL"


def test_all_that_is_missing_is_named_for_what_depends_on_it() -> None:
    found = examine(
        [
            Section("Odoo", [("reachable", away)]),
            Section("Slack", [("bot token", away)]),
            Section("people", [("matched", never)], needs=["Odoo", "Slack"]),
        ]
    )
    assert found[-1][1].found == "not checked: Odoo and Slack must work first"


def test_a_check_that_breaks_does_not_hide_the_others() -> None:
    def broken() -> list[Finding]:
        raise ZeroDivisionError

    found = examine([Section("x", [("sound", sound), ("broken", broken), ("sound", sound)])])
    assert [f.status.value for _, f in found] == ["ok", "fail", "ok"]
    assert "ZeroDivisionError" in found[1][1].found


@pytest.mark.parametrize(
    ("status", "sound"), [(Status.OK, True), (Status.WARN, True), (Status.SKIP, True), (Status.FAIL, False)]
)
def test_only_a_failure_is_out_of_order(status: Status, sound: bool) -> None:
    assert in_order([("x", Finding("x", status, "x"))]) is sound


def test_a_finding_is_json() -> None:
    assert json.loads(json.dumps(Finding("clock", Status.WARN, "apart", "NTP").as_json("Odoo"))) == {
        "section": "Odoo",
        "name": "clock",
        "status": "warn",
        "found": "apart",
        "mend": "NTP",
    }


@pytest.mark.parametrize(
    ("database", "status"),
    [
        (FakeDatabase(), "ok"),
        (FakeDatabase("0001"), "warn"),
        (FakeDatabase(None), "warn"),
        (FakeDatabase(there=False), "warn"),
        (FakeDatabase("9999"), "fail"),
    ],
)
def test_the_tables_are_compared_with_this_version(database: FakeDatabase, status: str) -> None:
    assert only(ground.database_current(database)).status == status


@pytest.mark.parametrize(("seconds", "status"), [(0, "ok"), (9, "ok"), (-11, "warn"), (59, "warn"), (-61, "fail")])
def test_clocks_are_compared(seconds: int, status: str) -> None:
    assert only(ground.clock("Odoo", T0 + timedelta(seconds=seconds), T0)).status == status


def test_a_clock_that_is_not_told_is_a_warning() -> None:
    assert only(ground.clock("Slack", None, T0)).status == "warn"


@pytest.mark.parametrize(
    ("secrets", "status"),
    [
        ((), "warn"),
        (("abcdefghijklmnop",), "warn"),
        (("a" * 40,), "warn"),
        (("kU8s-4GdV2s_pQ0w9zLmXwRt7yBnC3xZ",), "ok"),
        (("kU8s-4GdV2s_pQ0w9zLmXwRt7yBnC3xZ", "short-and-guessable"), "warn"),
    ],
)
def test_a_webhook_secret_is_judged_by_its_strength(secrets: tuple[str, ...], status: str) -> None:
    finding = only(ground.webhook_secret(secrets))
    assert finding.status == status
    assert not any(secret in finding.found + finding.mend for secret in secrets)


@pytest.mark.parametrize(
    ("secrets", "needed", "status"),
    [((), True, "fail"), ((), False, "ok"), (("a",), True, "ok"), (("a", "b"), True, "warn")],
)
def test_a_secret_is_missing_only_where_it_is_needed(secrets: tuple[str, ...], needed: bool, status: str) -> None:
    found = only(ground.rotation("SLACK_SIGNING_SECRET", secrets, needed=needed, purpose="it proves"))
    assert found.status == status


@pytest.mark.parametrize(
    ("version", "status"),
    [("19.0", "ok"), ("19.0-20260101", "ok"), ("saas~19.1+e", "ok"), ("18.0", "warn"), ("20.0", "warn")],
)
def test_odoo_19_is_the_one_that_is_tested(version: str, status: str) -> None:
    assert only(odoo.reachable(FakeOdoo(version=version), expected())).status == status


def test_a_bot_that_may_not_approve_is_a_failure() -> None:
    assert statuses(odoo.rights(FakeOdoo(), expected())) == {"identity": "ok", "may approve": "ok"}
    assert statuses(odoo.rights(FakeOdoo(may_approve=False), expected()))["may approve"] == "fail"
    assert statuses(odoo.login(FakeOdoo(may_read_orders=False), expected()))["reads orders"] == "fail"


def test_odoo_without_inventory_is_a_failure() -> None:
    assert only(odoo.apps(FakeOdoo())).status is Status.OK
    finding = only(odoo.apps(FakeOdoo(knows_receipts=False)))
    assert (finding.status, finding.mend) == (Status.FAIL, "install Inventory in Odoo")


def test_what_answers_must_leave_out_is_told() -> None:
    assert only(odoo.sight(FakeOdoo(), expected())).status is Status.OK
    finding = only(odoo.sight(FakeOdoo(hidden=("sale.order",)), expected()))
    assert (finding.status, finding.found) == (
        Status.WARN,
        "leave out sales orders that late orders hold up: bot does not see them",
    )


def test_the_identity_in_force_is_explained() -> None:
    identity = next(iter(odoo.rights(FakeOdoo(), expected())))
    assert identity.found.startswith("integration: the bot's own user acts")


def test_without_employees_it_is_said_what_happens_then() -> None:
    assert "become exceptions" in only(odoo.hr(FakeOdoo(has_hr=False))).found


@pytest.mark.parametrize(
    ("shown", "given", "status"),
    [
        (True, {}, "ok"),
        (False, {}, "warn"),
        (None, {}, "warn"),
        (None, {"installed_on": "2026-03-01"}, "ok"),
        (False, {"installed_on": "2026-03-01"}, "warn"),
        (True, {"secret_set": False}, "warn"),
    ],
)
def test_without_the_webhook_the_bot_polls_only(shown: bool | None, given: dict[str, Any], status: str) -> None:
    finding = only(odoo.webhook(FakeOdoo(webhook=shown), expected(**given)))
    assert finding.status == status
    assert ("polling only, every 30 s" in finding.found) is (status == "warn")


@pytest.mark.parametrize(
    ("ends", "status", "words"),
    [
        ([], "ok", "no end"),
        ([None], "ok", "no end"),
        ([None, T0 + timedelta(days=80)], "ok", "21 May 2026"),
        ([T0 + SOON], "warn", "ends on 5 Mar 2026"),
        ([T0 - SOON], "warn", "ended on 27 Feb 2026"),
    ],
)
def test_a_key_that_ends_soon_is_told(ends: list[datetime | None], status: str, words: str) -> None:
    finding = only(odoo.key(FakeOdoo(key_ends=ends), expected(), T0))
    assert finding.status == status
    assert words in finding.found


@pytest.mark.parametrize("manifest", ["manifest.json", "manifest.http.json"])
def test_the_scopes_are_those_of_the_manifest(manifest: str) -> None:
    asked = json.loads((ROOT / "slack" / manifest).read_text())["oauth_config"]["scopes"]["bot"]
    assert set(asked) == slack.SCOPES


def test_a_missing_scope_is_named() -> None:
    lacking = slack.Hello("Northgate", "procurement", slack.SCOPES - {"im:write"}, T0)
    assert "im:write" in only(slack.scopes(lacking)).found
    assert only(slack.scopes(lacking)).status == "fail"
    assert only(slack.scopes(FakeSlack().hello())).status == "ok"
    assert only(slack.scopes(slack.Hello("Northgate", "procurement", None, T0))).status == "warn"


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (SlackRefused("channel_not_found"), "fail"),
        (SlackRefused("not_in_channel"), "fail"),
        (SlackRefused("unknown_method"), "warn"),
        (SlackUnavailable("ratelimited"), "warn"),
    ],
)
def test_a_channel_the_bot_cannot_write_to_is_told(refusal: Exception, status: str) -> None:
    told = FakeSlack("purchasing", refusal=refusal)
    found = statuses(slack.channels(told, {"EXCEPTIONS_CHANNEL": "purchasing", "TRIAGE_CHANNEL": "gone"}))
    assert found == {"EXCEPTIONS_CHANNEL": "ok", "TRIAGE_CHANNEL": status}


def test_without_an_exceptions_channel_it_is_said_what_happens_then() -> None:
    finding = only(slack.channels(FakeSlack(), {"EXCEPTIONS_CHANNEL": "", "TRIAGE_CHANNEL": ""}))
    assert (finding.name, finding.status) == ("EXCEPTIONS_CHANNEL", Status.WARN)
    assert "to its owner alone" in finding.found


MAYA, OMAR, SERVICE, BOT = make_user("maya", 8), make_user("omar", 9), make_user("service", 80), make_user("bot", 90)
GROUPED = FakeDirectory(
    [MAYA, OMAR, SERVICE, BOT], {"purchase.group_purchase_manager": ["maya", "omar", "service", "bot"]}
)
RULES = "rules: [{name: All, steps: [{name: a, approvers: {group: purchase.group_purchase_manager}}]}]"


def people(members: FakeMembers, text: str = RULES) -> Finding:
    return only(policy.people(parse(text), GROUPED, members, own_id=BOT.id))


def test_approvers_without_a_slack_account_are_listed_and_the_bot_itself_is_not() -> None:
    finding = people(FakeMembers(member("maya"), member("omar", email_confirmed=False)))
    assert finding.status is Status.WARN
    assert finding.found.startswith("1 of 3 have a Slack account; never asked: omar (Slack says")
    assert "service (Slack knows no account with this e-mail address)" in finding.found
    assert "bot" not in finding.found


def test_a_group_in_which_everybody_is_matched_is_in_order() -> None:
    assert people(FakeMembers(member("maya"), member("omar"), member("service"))).status is Status.OK


def test_a_group_in_which_nobody_is_matched_is_a_failure() -> None:
    assert people(FakeMembers(member("maya", team_id="T2"))).status is Status.FAIL


def test_people_mapped_in_the_policy_count_as_matched() -> None:
    text = RULES + "\npeople: {maya: U0MAYA1}"
    finding = people(
        FakeMembers(member("maya", id="U0MAYA1", email="private@example.com", email_confirmed=False)), text
    )
    assert "maya" not in finding.found


def test_a_mapping_to_nobody_is_a_failure() -> None:
    rules = parse(RULES + "\npeople: {maya: U0MAYA1, omar: U0OMAR1, ben: U0BEN01}")
    members = FakeMembers(member("maya", id="U0MAYA1"), member("omar", id="U0OMAR1", deleted=True))
    found = statuses(policy.mapped(rules, members))
    assert found == {"people: maya": "ok", "people: omar": "fail", "people: ben": "fail"}


def test_what_odoo_does_not_know_of_the_policy_is_a_failure() -> None:
    example = load(ROOT / "policy.example.yaml")
    assert only(policy.valid(lambda: example)).status is Status.OK
    finding = only(policy.known(example, GROUPED))
    assert finding.status is Status.FAIL
    assert 'Odoo has no group "account.group_account_manager"' in finding.found


def test_a_policy_that_cannot_be_read_is_told_in_full() -> None:
    checks: list[tuple[str, Callable[[], Iterable[Finding]]]] = [
        ("file", lambda: policy.valid(lambda: parse("rule: 1")))
    ]
    ((_, finding),) = examine([Section("policy", checks, "correct the policy file")])
    assert finding.status is Status.FAIL
    assert 'did you mean "rules"' in finding.found
