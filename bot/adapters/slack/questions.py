"""Answers in Slack: a stream where Slack allows one, a plain message that is filled in where it does not."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

import structlog
from slack_sdk import WebClient

from bot.adapters.slack.faults import OnCall, ignore, slack_call
from bot.blocks import questions as drawing
from bot.blocks.kit import section
from bot.domain.conversations import Asked, Prompt, Reply, Said, Speaker
from bot.domain.errors import SlackError, SlackRefused, SlackUnavailable
from bot.domain.questions import Behaviour

REFUSED_FOR = 600.0  # seconds for which a feature that Slack refused is not tried again
REPLIES = 100
MOST_WAITS, LONGEST_WAIT = 4, 5.0  # times and seconds that somebody who asked may wait for a busy conversation
STATUS = "is looking in Odoo …"
# What Slack answers when it is the blocks, or the stream, that it does not take.
NOT_THESE_BLOCKS = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "invalid_chunks", "invalid_arguments", "msg_blocks_too_long"}
    | {"only_one_table_allowed", "msg_too_long", "block_mismatch"}
)
LOOKED_UP = frozenset({Behaviour.ANSWER, Behaviour.NOT_FOUND})
NO_STREAM = frozenset({"message_not_in_streaming_state", "unknown_method", "method_not_supported_for_channel_type"})

T = TypeVar("T")
Show = Callable[[Asked, Reply, Sequence[Mapping[str, Any]]], None]
Forms = list[tuple[Show, Sequence[Mapping[str, Any]]]]

log = structlog.get_logger(__name__)


class SlackSpeaker(Speaker):
    """Says that it is looking, opens a message, and fills it: by stream first, by plain message else."""

    def __init__(
        self,
        client: WebClient,
        *,
        on_call: OnCall = ignore,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._client = client
        self._on_call = on_call
        self._monotonic = monotonic
        self._sleep = sleep
        self._not_before: dict[tuple[str, bool], float] = {}  # by method, and whether it is a direct message

    def looking(self, said: Said) -> None:
        """Show the status; Slack takes it away when the answer comes."""
        self._try(
            "assistant.threads.setStatus",
            said.direct,
            lambda: self._client.assistant_threads_setStatus(
                channel_id=said.channel, thread_ts=said.thread, status=STATUS
            ),
        )

    def open(self, said: Said, key: str) -> tuple[str, bool]:
        """Open a stream, or post a message that says what is under way."""
        if self._allowed("chat.startStream", said.direct):
            try:
                return self._patiently(lambda: self._start(said, key)), True
            except SlackRefused as error:
                self._refused("chat.startStream", said.direct, error)
        return self._patiently(lambda: self._post(said, key)), False

    def find(self, said: Said, key: str) -> tuple[str, bool] | None:
        """Look for the message by the name of its block or task; None where the thread is not ours to read."""
        try:
            with slack_call("conversations.replies", self._on_call):
                answer = self._client.conversations_replies(
                    channel=said.channel, ts=said.thread, oldest=said.thread, limit=REPLIES
                )
        except SlackRefused:
            return None
        for message in answer.get("messages") or []:
            for block in message.get("blocks") or ():
                if block.get("task_id") == key:
                    return str(message["ts"]), True
                if block.get("block_id") == key:
                    return str(message["ts"]), False
        return None

    def step(self, asked: Asked, title: str, number: int) -> None:
        """Add a task to a stream: what is being looked up."""
        if not asked.streaming or asked.reply_ts is None:
            return
        ts, chunk = asked.reply_ts, _task(f"{asked.id}.{number}", title, "complete")
        self._try(
            "chat.appendStream",
            asked.said.direct,
            lambda: self._client.chat_appendStream(channel=asked.said.channel, ts=ts, chunks=[chunk]),
        )

    def fill(self, asked: Asked, reply: Reply) -> None:
        """Put the answer in; what Slack refuses is said in plainer blocks, at last in words alone."""
        streamed: Forms = [(self._stop, reply.blocks), (self._stop, reply.plain[1:])]
        words_alone = [section(drawing.words(reply.text))]
        posted: Forms = [(self._update, form) for form in (drawing.whole(reply), reply.plain, words_alone)]
        every = [*(streamed if asked.streaming else []), *posted]
        for number, (show, blocks) in enumerate(every):
            try:
                self._patiently(partial(show, asked, reply, blocks))
            except SlackRefused as error:
                if number + 1 == len(every) or error.code not in NOT_THESE_BLOCKS | NO_STREAM:
                    raise
                log.info("Slack refused a form of an answer", code=error.code, method=error.method)
            else:
                return

    def prompts(self, channel: str, prompts: Sequence[Prompt]) -> None:
        """Offer things to ask."""
        offered: list[dict[str, str]] = [{"title": p.title, "message": p.message} for p in prompts]
        self._try(
            "assistant.threads.setSuggestedPrompts",
            True,
            lambda: self._client.assistant_threads_setSuggestedPrompts(
                channel_id=channel,
                prompts=offered,
            ),
        )

    def _patiently(self, call: Callable[[], T]) -> T:
        """Slack takes one message a second in a conversation: whoever asks at a busy moment waits a little."""
        for _ in range(MOST_WAITS):
            try:
                return call()
            except SlackUnavailable as error:
                if error.retry_after is None or error.retry_after > LONGEST_WAIT:
                    raise
                self._sleep(error.retry_after)
        return call()

    def _post(self, said: Said, key: str) -> str:
        with slack_call("chat.postMessage", self._on_call):
            answer = self._client.chat_postMessage(
                channel=said.channel,
                thread_ts=said.thread,
                text=drawing.LOOKING,
                blocks=[section(drawing.LOOKING, block_id=key)],
            )
        return str(answer["ts"])

    def _start(self, said: Said, key: str) -> str:
        with slack_call("chat.startStream", self._on_call):
            answer = self._client.chat_startStream(
                channel=said.channel,
                thread_ts=said.thread,
                recipient_team_id=said.team or None,
                recipient_user_id=said.slack_id,
                chunks=[_task(key, drawing.LOOKING, "in_progress")],
            )
        return str(answer["ts"])

    def _stop(self, asked: Asked, reply: Reply, blocks: Sequence[Mapping[str, Any]]) -> None:
        words = {"type": "markdown_text", "text": drawing.markdown(reply.text)}
        done = drawing.LOOKED if asked.behaviour in LOOKED_UP else drawing.READ
        with slack_call("chat.stopStream", self._on_call):
            self._client.chat_stopStream(
                channel=asked.said.channel,
                ts=str(asked.reply_ts),
                chunks=[_task(asked.id, done, "complete"), words],
                blocks=[dict(block) for block in blocks] or None,
            )

    def _update(self, asked: Asked, reply: Reply, blocks: Sequence[Mapping[str, Any]]) -> None:
        with slack_call("chat.update", self._on_call):
            self._client.chat_update(
                channel=asked.said.channel,
                ts=str(asked.reply_ts),
                text=reply.text,
                blocks=[dict(block) for block in blocks],
            )

    def _try(self, method: str, direct: bool, call: Callable[[], object]) -> None:
        """What is nice to have: whoever cannot have it gets the answer all the same."""
        if not self._allowed(method, direct):
            return
        try:
            with slack_call(method, self._on_call):
                call()
        except SlackRefused as error:
            self._refused(method, direct, error)
        except SlackError as error:
            log.info("Slack did not take this", method=method, error=str(error))

    def _allowed(self, method: str, direct: bool) -> bool:
        return self._monotonic() >= self._not_before.get((method, direct), 0.0)

    def _refused(self, method: str, direct: bool, error: SlackRefused) -> None:
        log.info("Slack does not allow this here", method=method, code=error.code)
        self._not_before[method, direct] = self._monotonic() + REFUSED_FOR


def _task(task_id: str, title: str, status: str) -> dict[str, str]:
    return {"type": "task_update", "id": task_id, "title": title, "status": status}
