"""The workspace, its people and its conversations."""

from typing import Any

from tests.contract.slack_case import case
from tests.contract.slack_people import T0
from tests.contract.slack_sides import SandboxSide, Side

METHOD = "https://docs.slack.dev/reference/methods/"


@case("auth.test")
def the_token_says_who_the_bot_is(side: Side) -> None:
    answer = side.client.auth_test()
    assert (answer["team_id"], answer["user_id"]) == (side.team_id, side.bot_user)


@case("team.info")
def the_workspace_has_a_name(side: Side) -> None:
    assert side.client.team_info()["team"]["name"] == "Northgate Supply Co."


@case("users.info")
def a_person_is_described(side: Side) -> None:
    user = side.client.users_info(user="U0MAYA")["user"]
    assert (user["name"], user["real_name"], user["team_id"]) == ("maya", "Maya Lindqvist", side.team_id)
    assert (user["profile"]["email"], user["tz"]) == ("maya@northgate.example", "America/New_York")
    assert (user["is_bot"], user["deleted"]) == (False, False)


@case("users.info", source=METHOD + "users.info (user object: is_email_confirmed, is_stranger, is_restricted)")
def a_person_is_confirmed_and_no_stranger(side: SandboxSide) -> None:
    user = side.client.users_info(user="U0MAYA")["user"]
    assert (user["is_email_confirmed"], user["is_stranger"], user["is_restricted"]) == (True, False, False)


@case("users.info", source=METHOD + "users.info (user object: tz_offset in seconds)")
def the_time_zone_is_that_of_the_day(side: SandboxSide) -> None:
    assert side.client.users_info(user="U0MAYA")["user"]["tz_offset"] == -5 * 3600
    side.people.forward(120 * 86400)
    assert side.client.users_info(user="U0MAYA")["user"]["tz_offset"] == -4 * 3600


@case("users.info")
def an_unknown_person_is_refused(side: Side) -> None:
    assert side.error(side.client.users_info, user="U0NOBODY") == "user_not_found"


@case("users.lookupByEmail")
def a_person_is_found_by_address(side: Side) -> None:
    assert side.client.users_lookupByEmail(email="omar@northgate.example")["user"]["id"] == "U0OMAR"
    code = side.error(side.client.users_lookupByEmail, email="nobody@northgate.example")
    assert code == "users_not_found"


@case("users.lookupByEmail", source=METHOD + "users.lookupByEmail (users_not_found for deactivated users)")
def who_left_is_not_found_by_address(side: SandboxSide) -> None:
    side.people.change("omar", deleted=True)
    code = side.error(side.client.users_lookupByEmail, email="omar@northgate.example")
    assert code == "users_not_found"
    assert side.client.users_info(user="U0OMAR")["user"]["deleted"] is True


@case("users.list")
def everybody_is_listed(side: Side) -> None:
    members = {user["id"]: user for user in side.client.users_list()["members"]}
    assert {"U0MAYA", "U0OMAR", side.bot_user} <= members.keys()
    assert members[side.bot_user]["is_bot"] is True


@case("users.list", source="https://docs.slack.dev/apis/web-api/pagination")
def a_long_list_comes_in_pages(side: SandboxSide) -> None:
    pages = [page["members"] for page in side.client.users_list(limit=4)]
    assert [len(page) for page in pages] == [4, 4, 2]
    assert len({user["id"] for page in pages for user in page}) == 10


@case("users.getPresence", source=METHOD + "users.getPresence", wrong=True)
def presence_is_told(side: SandboxSide) -> None:
    side.people.change("maya", presence="away")
    assert side.client.users_getPresence(user="U0MAYA")["presence"] == "away"


@case("users.profile.get", source=METHOD + "users.profile.get", wrong=True)
def a_status_is_told(side: SandboxSide) -> None:
    side.people.change("maya", status_text="On holiday")
    assert side.client.users_profile_get(user="U0MAYA")["profile"]["status_text"] == "On holiday"


@case("dnd.info", source=METHOD + "dnd.info", wrong=True)
def quiet_hours_are_told(side: SandboxSide) -> None:
    assert side.client.dnd_info(user="U0MAYA")["dnd_enabled"] is False
    side.people.change("maya", dnd_from=T0, dnd_until=T0.replace(hour=18))
    told = side.client.dnd_info(user="U0MAYA")
    assert (told["dnd_enabled"], told["next_dnd_end_ts"]) == (True, int(T0.replace(hour=18).timestamp()))


@case("conversations.open")
def a_dm_is_opened_once(side: Side) -> None:
    first = side.client.conversations_open(users="U0MAYA")["channel"]["id"]
    assert first.startswith("D")
    assert side.client.conversations_open(users="U0MAYA")["channel"]["id"] == first
    assert side.client.conversations_open(users="U0OMAR")["channel"]["id"] != first


@case("conversations.open", source=METHOD + "conversations.open (user_not_found, user_disabled)")
def a_dm_with_nobody_is_refused(side: SandboxSide) -> None:
    assert side.error(side.client.conversations_open, users="U0NOBODY") == "user_not_found"
    side.people.change("omar", deleted=True)
    assert side.error(side.client.conversations_open, users="U0OMAR") == "user_disabled"


@case("conversations.open", source=METHOD + "conversations.open (several users: a group DM)")
def several_people_share_a_group_dm(side: SandboxSide) -> None:
    channel = side.client.conversations_open(users="U0MAYA,U0OMAR", return_im=True)["channel"]
    assert channel["is_mpim"] is True
    side.client.chat_postMessage(channel=channel["id"], text="both of you")
    states = [side.people.state(who) for who in ("maya", "omar", "ben")]
    assert [channel["id"] in {room["id"] for room in state["channels"]} for state in states] == [True, True, False]


@case("conversations.info")
def a_channel_is_described(side: Side) -> None:
    channel = side.client.conversations_info(channel=side.people.channel("general"))["channel"]
    assert (channel["name"], channel["is_channel"], channel["is_member"]) == ("general", True, True)
    assert (channel["is_im"], channel["is_archived"]) == (False, False)


@case("conversations.list")
def channels_are_listed(side: Side) -> None:
    names = {channel["name"] for channel in side.client.conversations_list()["channels"]}
    assert names == {"general", "purchasing-exceptions", "purchasing-escalations", "purchasing-triage"}


@case("conversations.members")
def the_members_of_a_channel_are_listed(side: Side) -> None:
    members = side.client.conversations_members(channel=side.people.channel("purchasing-triage"))["members"]
    assert set(members) == {"U0MAYA", "U0BELLA", "U0BEN", side.bot_user}


@case("conversations.history")
def history_is_the_newest_first_without_replies(side: Side) -> None:
    channel = side.people.channel("general")
    posted = [side.client.chat_postMessage(channel=channel, text=text)["ts"] for text in ("one", "two", "three")]
    side.client.chat_postMessage(channel=channel, text="aside", thread_ts=posted[0])
    history = side.client.conversations_history(channel=channel)["messages"]
    assert [message["text"] for message in history] == ["three", "two", "one"]


@case("conversations.history", source=METHOD + "conversations.history (oldest, latest, limit)")
def history_pages_back_from_the_latest_and_forward_from_the_oldest(side: SandboxSide) -> None:
    channel = side.people.channel("general")
    posted = [
        side.client.chat_postMessage(channel=channel, text=text)["ts"] for text in ("one", "two", "three", "four")
    ]

    def texts(**given: Any) -> list[str]:
        answer = side.client.conversations_history(channel=channel, limit=2, **given)
        assert answer["has_more"] is (len(given) < 2)
        return [message["text"] for message in answer["messages"]]

    assert texts() == ["four", "three"]
    assert texts(latest=posted[3]) == ["three", "two"]
    assert texts(oldest=posted[0]) == ["three", "two"]
    assert texts(oldest=posted[1], latest=posted[3]) == ["three"]
    assert texts(oldest=posted[2], latest=posted[3], inclusive=True) == ["four", "three"]


@case("conversations.history", source=METHOD + "chat.postEphemeral (ephemeral messages do not persist)")
def history_holds_no_ephemerals(side: SandboxSide) -> None:
    channel = side.people.channel("general")
    side.client.chat_postEphemeral(channel=channel, user="U0MAYA", text="Only you")
    assert side.client.conversations_history(channel=channel)["messages"] == []


@case("conversations.replies", source=METHOD + "conversations.replies (thread_not_found)")
def a_thread_that_is_not_there_is_refused(side: SandboxSide) -> None:
    channel = side.people.channel("general")
    assert side.error(side.client.conversations_replies, channel=channel, ts="1.000001") == "thread_not_found"


@case("files.getUploadURLExternal", "files.completeUploadExternal")
def a_file_is_shared_in_its_channel(side: Side) -> None:
    channel = side.people.channel("general")
    answer = side.client.files_upload_v2(channel=channel, content="a;b\n1;2\n", filename="lines.csv", title="Lines")
    assert answer["files"][0]["title"] == "Lines"
    shown = side.people.wait_for(
        lambda: [message for message in side.people.messages("general") if message.get("files")], what="the file"
    )
    assert [file["name"] for file in shown[0]["files"]] == ["lines.csv"]


@case("files.completeUploadExternal", source=METHOD + "files.completeUploadExternal (file_not_found)")
def a_file_without_bytes_is_refused(side: SandboxSide) -> None:
    wanted = side.client.files_getUploadURLExternal(filename="a.txt", length=5)["file_id"]
    assert (
        side.error(side.client.files_completeUploadExternal, files=[{"id": wanted, "title": "A"}]) == "file_not_found"
    )
