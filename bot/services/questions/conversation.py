"""A conversation in Slack: a question is recorded, a message is opened that says so, and filled with the answer.

The message is opened before the answer is there and its address is stored, so after a crash the same
message is filled: an answer is neither lost nor given twice.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import structlog

from bot.blocks import questions as drawing
from bot.domain.conversations import Asked, AskedState, Said, Speaker, Verdict
from bot.domain.errors import Conflict, Refused, SlackRefused, SlackUnavailable
from bot.domain.ports import Clock, Locks, Store
from bot.services.questions.replying import Respondent

ANSWER_JOB = "answer"
LOOK_AFTER = 10.0  # seconds after which the job looks whether whoever heard the question has answered it
OVERDUE = timedelta(minutes=1)  # the sweep takes up what then is still not answered
LATELY = timedelta(minutes=15)  # so long a message outside any thread may go on from the thread before
REMEMBERED = 8  # earlier questions of a thread that count
KEEP = timedelta(days=30)
LONGEST = 4000  # characters of a question that are kept

log = structlog.get_logger(__name__)


class ConversationService:
    """Takes questions in, answers each once, and keeps what people think of the answers.

    `counted` is told (engine, behaviour, why a model's words were not used) of each answer.
    """

    def __init__(
        self,
        store: Store,
        speaker: Speaker,
        respondent: Respondent,
        clock: Clock,
        locks: Locks,
        counted: Callable[[str, str, str], None] = lambda *_: None,
    ) -> None:
        self._store = store
        self._speaker = speaker
        self._respondent = respondent
        self._clock = clock
        self._locks = locks
        self._counted = counted

    def hear(self, said: Said) -> str | None:
        """Record a question with the job that answers it; its id, None when it was heard before."""
        return self._record(replace(said, text=said.text[:LONGEST]), said.key)

    def answer(self, question_id: str) -> None:
        """Bring a question to its answer; may be called again and again.

        Raises `Conflict` while somebody else is at it, and `SlackUnavailable`: then it is to be tried later.
        """
        with self._locks.hold(f"question:{question_id}") as held:
            if not held:
                raise Conflict("this question is being answered")
            with self._store.read() as tx:
                asked = tx.questions.get(question_id)
            if asked is None or asked.state in {AskedState.ANSWERED, AskedState.FAILED}:
                return
            try:
                self._fill(self._composed(self._opened(asked)))
            except SlackRefused as error:
                log.warning("Slack refused an answer", code=error.code, method=error.method)
                self._save(replace(asked, state=AskedState.FAILED))

    def choose(self, question_id: str, number: int, slack_id: str) -> str:
        """Somebody chose what they mean: that is a question of its own, asked once; its id. Raises `Refused`."""
        with self._store.read() as tx:
            origin = tx.questions.get(question_id)
        if origin is None or number >= len(origin.choices):
            raise Refused("That question is no longer on record. Please ask again.", code="gone")
        if origin.said.slack_id != slack_id:
            raise Refused("Only the person who asked can choose here. Please ask me yourself.", code="not_yours")
        chosen = origin.choices[number]
        new = self._record(replace(origin.said, text=chosen), f"choice:{origin.id}")
        if new is None:
            raise Refused("You have chosen already; the answer is in this thread.", code="chosen")
        return new

    def show_chosen(self, question_id: str, number: int) -> None:
        """Take the buttons away with which somebody has chosen."""
        with self._store.read() as tx:
            origin = tx.questions.get(question_id)
        if origin is not None and origin.reply is not None:
            reply = drawing.chosen(origin.reply, origin.choices[number])
            self._speaker.fill(replace(origin, streaming=False), reply)
            self._save(replace(origin, reply=reply))

    def rate(self, question_id: str, slack_id: str, verdict: Verdict) -> None:
        """Keep what somebody thinks of an answer. Raises `Refused` when it is no longer on record."""
        with self._store.begin() as tx:
            if tx.questions.get(question_id) is None:
                raise Refused("That answer is no longer on record.", code="gone")
            tx.questions.rate(question_id, slack_id, verdict, self._clock.now())

    def overdue(self) -> list[str]:
        """Questions that should have been answered by now."""
        with self._store.read() as tx:
            return list(tx.questions.unanswered(self._clock.now() - OVERDUE))

    def forget(self) -> int:
        """Drop old questions; how many."""
        with self._store.begin() as tx:
            return tx.questions.forget(self._clock.now() - KEEP)

    def _record(self, said: Said, key: str) -> str | None:
        asked = Asked(id=uuid.uuid4().hex, key=key, said=said, asked_at=self._clock.now())
        with self._store.begin() as tx:
            if not tx.questions.add(asked):
                return None
            tx.jobs.enqueue(ANSWER_JOB, asked.id, delay=LOOK_AFTER)
        return asked.id

    def _opened(self, asked: Asked) -> Asked:
        """The question with the message that its answer goes into."""
        if asked.state is AskedState.OPEN:
            return asked
        if asked.state is AskedState.ASKED:
            self._speaker.looking(asked.said)
            self._save(replace(asked, state=AskedState.OPENING))
            found = None
        else:
            found = self._speaker.find(asked.said, asked.id)
        try:
            ts, streaming = found or self._speaker.open(asked.said, asked.id)
        except SlackUnavailable as error:
            if error.retry_after is not None:  # Slack surely did nothing
                self._save(replace(asked, state=AskedState.ASKED))
            raise
        return self._save(replace(asked, state=AskedState.OPEN, reply_ts=ts, streaming=streaming))

    def _composed(self, asked: Asked) -> Asked:
        """The question with its answer, made once: a model is not asked again because Slack was away."""
        if asked.reply is not None:
            return asked
        with self._store.read() as tx:
            earlier = tx.questions.before(asked, REMEMBERED)
            alone = asked.said.direct and asked.said.thread == asked.said.ts and not earlier
            lately = tx.questions.lately(asked, asked.asked_at - LATELY, REMEMBERED) if alone else ()
        steps = iter(range(1, 100))
        told = self._respondent.reply(
            asked, earlier, lambda title: self._speaker.step(asked, title, next(steps)), lately=lately
        )
        self._counted(told.engine, told.behaviour, told.fell_back)
        return self._save(told)

    def _fill(self, asked: Asked) -> None:
        assert asked.reply is not None
        self._speaker.fill(asked, asked.reply)
        self._save(replace(asked, state=AskedState.ANSWERED))

    def _save(self, asked: Asked) -> Asked:
        with self._store.begin() as tx:
            tx.questions.save(asked)
        return asked
