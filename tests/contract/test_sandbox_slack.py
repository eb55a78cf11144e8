"""The contract holds in the sandbox, and notices when it does not."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from bot.sandbox.slack import SandboxSlack
from bot.sandbox.slack.methods import METHODS
from tests.conftest import SlackCalls
from tests.contract import slack_bot
from tests.contract.slack import answers, events, messages, modals, refusals
from tests.contract.slack_cases import BOTH_SIDES, CASES, SANDBOX_ONLY, Case, covered
from tests.contract.slack_sides import sandbox_side
from tests.contract.slack_used import methods_in, methods_of_the_bot

Deviate = Callable[[SandboxSlack], object]


def run(case: Case, slack_calls: SlackCalls, deviate: Deviate | None = None) -> None:
    """One case against a fresh sandbox. What it says wrongly on purpose is not held against it."""
    try:
        with sandbox_side(over_http=case.over_http, shipped=case.shipped, deviate=deviate) as side:
            case.run(side)
    finally:
        if case.wrong or deviate:
            slack_calls.problems.clear()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_sandbox(case: Case, slack_calls: SlackCalls) -> None:
    run(case, slack_calls)
    assert set(case.methods) <= {name for name, _ in slack_calls.made}, "it says that it covers what it does not call"


def nothing(*_: Any, **__: Any) -> None:
    """Does not object."""


def no_429(slack: SandboxSlack) -> None:
    slack.world.rates.posting = nothing  # type: ignore[method-assign]
    slack.rate_limit = nothing  # type: ignore[method-assign]


def no_block_check(slack: SandboxSlack) -> None:
    slack.world.contract.blocks = nothing  # type: ignore[method-assign]


def no_scope_check(slack: SandboxSlack) -> None:
    slack.world.manifest.require = nothing  # type: ignore[method-assign]


def no_second_delivery(slack: SandboxSlack) -> None:
    slack.world.outbox.again_after = ()


def triggers_without_end(slack: SandboxSlack) -> None:
    slack.world.triggers.exchange = lambda _: "U0MAYA"  # type: ignore[method-assign]


def whispers_aloud(slack: SandboxSlack) -> None:
    add = slack.world.messages.add
    slack.world.messages.add = lambda channel, body, to=None: add(channel, body)  # type: ignore[method-assign]


def endless_response_urls(slack: SandboxSlack) -> None:
    use = slack.world.triggers.use

    def refilled(key: str) -> Any:
        answer = use(key)
        answer.left = 5
        return answer

    slack.world.triggers.use = refilled  # type: ignore[method-assign]


DEVIATIONS: dict[str, tuple[Deviate, ModuleType, set[str]]] = {
    "a missing 429": (
        no_429,
        refusals,
        {"a_channel_takes_one_message_a_second_after_a_burst", "too_many_calls_are_told_when_to_come_back"},
    ),
    "blocks unchecked": (
        no_block_check,
        refusals,
        {"a_wrong_block_is_refused_with_its_place", "a_message_whose_blocks_are_too_long_is_refused"},
    ),
    "scopes unchecked": (no_scope_check, refusals, {"what_our_manifest_does_not_ask_for_is_refused"}),
    "events sent once": (no_second_delivery, events, {"an_event_that_is_not_acknowledged_comes_again_three_times"}),
    "triggers without end": (
        triggers_without_end,
        modals,
        {"a_trigger_lives_three_seconds", "a_trigger_opens_one_modal", "a_made_up_trigger_is_refused"},
    ),
    "whispers aloud": (whispers_aloud, messages, {"an_ephemeral_message_is_seen_by_one"}),
    "response_urls without end": (endless_response_urls, answers, {"an_address_takes_five_answers"}),
}


@pytest.mark.parametrize(("deviate", "subject", "noticed_by"), DEVIATIONS.values(), ids=DEVIATIONS)
def test_contract_notices(
    deviate: Deviate,
    subject: ModuleType,
    noticed_by: set[str],
    slack_calls: SlackCalls,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(slack_bot, "PATIENCE", 1.0)
    failed = set()
    for case in CASES.values():
        if case.run.__module__ != subject.__name__ or (subject is events and case.name not in noticed_by):
            continue
        try:
            run(case, slack_calls, deviate)
        except (Exception, pytest.fail.Exception):  # noqa: BLE001 - however a case fails, it has noticed
            failed.add(case.name)
    assert noticed_by <= failed


def test_every_method_that_the_bot_uses_is_covered() -> None:
    missing = methods_of_the_bot() - covered()
    assert not missing, f"cases are needed for {sorted(missing)}"


def test_every_method_of_the_sandbox_is_covered() -> None:
    assert METHODS.keys() - covered() == {"api.test"}


def test_the_guard_sees_what_the_bot_uses_now() -> None:
    assert {
        "chat.postMessage",
        "chat.update",
        "views.open",
        "users.lookupByEmail",
        "response_url",
    } <= methods_of_the_bot()
    assert "apps.connections.open" in methods_of_the_bot()


def test_the_guard_sees_a_method_that_is_new() -> None:
    code = "async def f(client):\n    await client.reactions_add(name='eyes')\n    client.api_call('dnd.setSnooze')"
    assert methods_in(code) == {"reactions.add", "dnd.setSnooze"}


def test_most_cases_that_the_stand_in_can_run_are_run_on_it() -> None:
    assert len(BOTH_SIDES) >= 40
    assert all(case.source.startswith("https://") for case in SANDBOX_ONLY)
