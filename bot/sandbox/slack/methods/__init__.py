"""The methods of the Web API that the sandbox knows: reading METHODS tells which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.slack.arguments import Arguments
from bot.sandbox.slack.methods import agents, auth, chat, conversations, files, schedule, streams, users, views
from bot.sandbox.slack.refusals import Json
from bot.sandbox.slack.world import World

Handler = Callable[[World, Arguments], Json]


@dataclass(frozen=True)
class Method:
    """What is called, what it cannot do without, and the scopes of which the app needs one."""

    call: Handler
    needs: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    app_token: bool = False


WRITE = ("chat:write",)
ASSISTANT = ("assistant:write",)
METHODS: dict[str, Method] = {
    "agents.sessions.setStatus": Method(agents.set_session_status, ("channel_id", "status"), WRITE),
    "api.test": Method(auth.api_test),
    "apps.connections.open": Method(auth.open_connection, app_token=True),
    "assistant.threads.setStatus": Method(
        agents.set_status, ("channel_id", "thread_ts"), ("assistant:write", "chat:write")
    ),
    "assistant.threads.setSuggestedPrompts": Method(agents.set_prompts, ("channel_id", "prompts"), ASSISTANT),
    "assistant.threads.setTitle": Method(agents.set_title, ("channel_id", "thread_ts", "title"), ASSISTANT),
    "auth.test": Method(auth.test),
    "chat.appendStream": Method(streams.append, ("channel", "ts"), WRITE),
    "chat.delete": Method(chat.delete, ("channel", "ts"), WRITE),
    "chat.deleteScheduledMessage": Method(schedule.delete, ("channel", "scheduled_message_id"), WRITE),
    "chat.getPermalink": Method(chat.permalink, ("channel", "message_ts")),
    "chat.postEphemeral": Method(chat.post_ephemeral, ("channel", "user"), WRITE),
    "chat.postMessage": Method(chat.post_message, ("channel",), WRITE),
    "chat.scheduleMessage": Method(schedule.add, ("channel", "post_at"), WRITE),
    "chat.startStream": Method(streams.start, ("channel", "thread_ts"), WRITE),
    "chat.stopStream": Method(streams.stop, ("channel", "ts"), WRITE),
    "chat.update": Method(chat.update, ("channel", "ts"), WRITE),
    "conversations.history": Method(conversations.history, ("channel",)),
    "conversations.info": Method(conversations.info, ("channel",)),
    "conversations.list": Method(conversations.everything),
    "conversations.members": Method(conversations.members, ("channel",)),
    "conversations.open": Method(conversations.open_direct),
    "conversations.replies": Method(conversations.replies, ("channel", "ts")),
    "dnd.info": Method(users.dnd, scopes=("dnd:read",)),
    "files.completeUploadExternal": Method(files.complete, ("files",), ("files:write",)),
    "files.getUploadURLExternal": Method(files.upload_url, ("filename", "length"), ("files:write",)),
    "team.info": Method(auth.team, scopes=("team:read",)),
    "users.getPresence": Method(users.presence, ("user",), ("users:read",)),
    "users.info": Method(users.info, ("user",), ("users:read",)),
    "users.list": Method(users.everybody, scopes=("users:read",)),
    "users.lookupByEmail": Method(users.by_email, ("email",), ("users:read.email",)),
    "users.profile.get": Method(users.profile, ("user",), ("users.profile:read",)),
    "views.open": Method(views.open_modal, ("trigger_id", "view")),
    "views.publish": Method(views.publish, ("user_id", "view")),
    "views.push": Method(views.push, ("trigger_id", "view")),
    "views.update": Method(views.update, ("view",)),
}
