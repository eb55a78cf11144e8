"""What the page and the demo use of the sandbox Slack, besides what the bot sees."""

from __future__ import annotations

import asyncio
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox.slack import NotThere, OtherVersion, SandboxSlack, serve
from bot.sandbox.slack.kept import Kept
from tests.contract.slack.drawn import CARD, home, modal
from tests.contract.slack_people import SandboxPeople, StandingClock, company
from tests.contract.slack_sides import SandboxSide, sandbox_side, wide_manifest


@pytest.fixture
def side() -> Iterator[SandboxSide]:
    with sandbox_side() as side:
        yield side


def unread(side: SandboxSide, person: str, channel: str = "general") -> int:
    rooms = side.people.state(person)["channels"]
    return next(int(room["unread"]) for room in rooms if room["id"] == side.people.channel(channel))


def test_a_person_sees_only_where_they_are(side: SandboxSide) -> None:
    names = {room["name"] for room in side.people.state("bella")["channels"]}
    assert names == {"general", "purchasing-triage"}


def test_a_dm_is_not_seen_by_others(side: SandboxSide) -> None:
    side.client.chat_postMessage(channel="U0MAYA", text="For you")
    assert [room["kind"] for room in side.people.state("maya")["channels"]].count("im") == 1
    assert [room["kind"] for room in side.people.state("omar")["channels"]].count("im") == 0


def test_unread_counts_what_others_wrote_since(side: SandboxSide) -> None:
    first = side.client.chat_postMessage(channel="#general", text="one")
    side.client.chat_postMessage(channel="#general", text="two", thread_ts=first["ts"])
    assert unread(side, "maya") == 2
    side.people.served.do(side.slack.mark_read("maya", "general", first["ts"]))
    assert (unread(side, "maya"), unread(side, "omar")) == (1, 2)
    side.people.say("maya", "general", "I see")
    assert (unread(side, "maya"), unread(side, "omar")) == (0, 3)


def test_threads_stand_apart_from_the_channel(side: SandboxSide) -> None:
    first = side.client.chat_postMessage(channel="#general", text="one")
    side.client.chat_postMessage(channel="#general", text="two", thread_ts=first["ts"])
    room = next(room for room in side.people.state("maya")["channels"] if room["name"] == "general")
    assert [message["text"] for message in room["messages"]] == ["one"]
    assert [message["text"] for message in room["threads"][first["ts"]]] == ["two"]


def test_whoever_is_elsewhere_can_do_nothing_there(side: SandboxSide) -> None:
    posted = side.client.chat_postMessage(channel="#purchasing-triage", text="x", blocks=CARD)
    where, ts = posted["channel"], posted["ts"]
    for act in (
        side.slack.say("olga", where, "let me in"),
        side.slack.click("olga", where, ts, "decide", "approve"),
        side.slack.click("maya", where, ts, "decide", "nonsense"),
        side.slack.click("nobody", where, ts, "decide", "approve"),
        side.slack.command("maya", where, "/unknown"),
        side.slack.submit("maya", "V0NOWHERE", {}),
    ):
        with pytest.raises(NotThere):
            side.people.served.do(act)


def test_a_modal_belongs_to_who_opened_it(side: SandboxSide) -> None:
    trigger = side.people.served.call(lambda: side.slack.world.triggers.trigger("U0MAYA"))
    view = side.client.views_open(trigger_id=trigger, view=modal("x"))["view"]
    with pytest.raises(NotThere):
        side.people.served.do(side.slack.submit("omar", view["id"], {}))


def test_hostile_text_is_kept_as_it_is(side: SandboxSide) -> None:
    evil = "<script>alert(1)</script> & <!channel> \u202e\x00 'quoted\" `"
    side.people.say("maya", "general", evil)
    assert side.people.messages("general")[0]["text"] == evil


@pytest.mark.parametrize("text", ["", "  \n", "x" * 12_001])
def test_nobody_writes_nothing_or_too_much(side: SandboxSide, text: str) -> None:
    with pytest.raises(ValueError, match="1 to 12000 characters"):
        side.people.say("maya", "general", text)


def test_a_person_edits_and_deletes_their_own(side: SandboxSide) -> None:
    said = side.people.say("maya", "general", "P0003")
    side.people.served.do(side.slack.edit("maya", "general", said["ts"], "P00036"))
    assert side.people.messages("general")[0]["text"] == "P00036"
    with pytest.raises(NotThere):
        side.people.served.do(side.slack.delete("omar", "general", said["ts"]))
    side.people.served.do(side.slack.delete("maya", "general", said["ts"]))
    assert not side.people.messages("general")


def slack_at(path: Path, clock: StandingClock) -> SandboxSlack:
    return SandboxSlack(company(), clock, path, manifest=wide_manifest())


def test_what_was_said_outlives_a_restart(tmp_path: Path) -> None:
    path, clock = tmp_path / "slack.db", StandingClock()
    with serve(lambda: slack_at(path, clock)) as served:
        before = SandboxSide(SandboxPeople(served, clock))
        dm = before.client.conversations_open(users="U0MAYA")["channel"]["id"]
        posted = before.client.chat_postMessage(channel=dm, text="P00036 waits", blocks=CARD)
        before.client.views_publish(user_id="U0MAYA", view=home("One order waits"))
        before.client.chat_scheduleMessage(channel=dm, text="later", post_at=int(clock().timestamp()) + 60)
        before.people.served.do(before.slack.mark_read("maya", dm, posted["ts"]))
    with serve(lambda: slack_at(path, clock)) as served:
        after = SandboxSide(SandboxPeople(served, clock))
        assert after.client.conversations_open(users="U0MAYA")["channel"]["id"] == dm
        assert [m["ts"] for m in after.people.messages("maya")] == [posted["ts"]]
        assert unread(after, "maya", "maya") == 0
        assert after.people.home("maya") is not None
        assert after.client.chat_postMessage(channel=dm, text="next")["ts"] > posted["ts"]
        after.people.forward(61)
        after.people.wait_for_message("maya", "later")


def test_a_reset_forgets_everything(side: SandboxSide) -> None:
    side.client.chat_postMessage(channel="U0MAYA", text="x")
    side.people.served.call(side.slack.reset)
    state = side.people.state("maya")
    assert [room["messages"] for room in state["channels"]] == [[], [], [], []]


def test_a_file_of_another_version_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "slack.db"
    Kept(path)._file.execute("PRAGMA user_version=99")
    with pytest.raises(OtherVersion, match="another version"):
        Kept(path)


async def test_changes_are_told_as_they_happen() -> None:
    slack = SandboxSlack(company(), StandingClock())
    changes = slack.subscribe()
    said = await slack.say("maya", "general", "hello")
    await slack.mark_read("omar", "general", said["ts"])
    seen = [await anext(changes), await anext(changes)]
    assert seen[0] == {"type": "message", "channel": "C0GENERAL", "ts": said["ts"], "to": None}
    assert seen[1] == {"type": "read", "to": "U0OMAR", "channel": "C0GENERAL", "ts": said["ts"]}
    await slack.close()
    assert [change async for change in changes] == []


async def test_who_does_not_listen_is_told_to_load_anew() -> None:
    slack = SandboxSlack(company(), StandingClock())
    changes = slack.subscribe()
    for number in range(1002):
        slack.world.changes.tell("message", ts=str(number))
    assert (await anext(changes))["type"] == "reload"
    await slack.close()


async def test_one_page_cannot_stop_another() -> None:
    slack = SandboxSlack(company(), StandingClock())
    one, two = slack.subscribe(), slack.subscribe()
    one.close()
    await slack.say("maya", "general", "hello")
    assert (await asyncio.wait_for(anext(two), 1))["type"] == "message"
    await slack.close()


def test_a_file_is_downloaded_and_never_shown(side: SandboxSide) -> None:
    side.client.files_upload_v2(channel="C0GENERAL", content="<script>", filename="evil.html", title="x")
    address = side.people.messages("general")[0]["files"][0]["url_private"]
    with urllib.request.urlopen(address) as answer:
        assert answer.read() == b"<script>"
        assert answer.headers["Content-Disposition"] == "attachment"
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{side.people.served.url}/files/F0NOWHERE")


def test_the_last_calls_are_written_down(side: SandboxSide) -> None:
    side.client.chat_postMessage(channel="#general", text="x")
    side.error(side.client.users_info, user="U0NOBODY")
    assert [(call.method, call.error) for call in side.slack.calls] == [
        ("chat.postMessage", ""),
        ("users.info", "user_not_found"),
    ]
    assert "token" not in side.slack.calls[0].arguments


@pytest.mark.parametrize(("mode", "says"), [("http", "needs request_url"), ("carrier pigeon", "socket or http")])
def test_a_wrong_mode_is_refused_by_name(mode: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        SandboxSlack(company(), StandingClock(), mode=mode)


def test_a_busy_port_is_said(side: SandboxSide) -> None:
    port = int(side.people.served.url.rpartition(":")[2])
    with pytest.raises(OSError, match="in use"), serve(lambda: SandboxSlack(company(), StandingClock()), port):
        pass
