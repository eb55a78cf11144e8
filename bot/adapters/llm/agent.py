"""The model's part in answering: the same look-ups as the embedded engine, chosen by a model, within limits."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Collection

import structlog

from bot.adapters.llm import prompts
from bot.adapters.llm.calls import Calls
from bot.adapters.llm.limits import Limits
from bot.domain.advice import Advice, Adviser, NoAdvice, See, Step
from bot.domain.lookups import Tools
from bot.domain.questions import Question

EARLIER = 6  # messages of the thread that the model is told
LONGEST = 2000  # characters of a message that it is told

log = structlog.get_logger(__name__)


class Agent(Adviser):
    """A model behind an OpenAI-compatible API. Each question is one run; nothing is kept between runs."""

    def __init__(self, model: str, *, api_key: str, base_url: str, limits: Limits | None = None) -> None:
        self._model = model
        self._api_key = api_key
        self._base_url = base_url
        self._limits = limits or Limits()
        self._system = prompts.load("answering")
        self._question = prompts.load("question", "weekday", "today", "asker", "question")
        self._free = threading.BoundedSemaphore(self._limits.at_once)

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model

    def warm_up(self) -> None:
        """Import the libraries now, in a thread: it takes seconds that nobody should wait for."""
        threading.Thread(target=lambda: __import__("bot.adapters.llm.run"), name="warm-up", daemon=True).start()

    def advise(
        self, question: Question, tools: Tools, *, asker: str, see: See, step: Step, offered: Collection[str] = ()
    ) -> Advice:
        """Ask the model. Raises `NoAdvice`, also when it takes too long: its thread then ends by itself."""
        if not self._free.acquire(blocking=False):
            raise NoAdvice("busy")
        answers: queue.SimpleQueue[Advice | NoAdvice] = queue.SimpleQueue()
        calls = Calls(tools, see, step, tuple(offered))
        worker = threading.Thread(
            target=self._work, args=(question, asker, calls, answers.put), name="model", daemon=True
        )
        worker.start()
        try:
            answer = answers.get(timeout=self._limits.seconds + 1.0)
        except queue.Empty:
            calls.over.set()
            raise NoAdvice("slow") from None
        if isinstance(answer, NoAdvice):
            raise answer
        return answer

    def _work(self, question: Question, asker: str, calls: Calls, done: Callable[[Advice | NoAdvice], None]) -> None:
        try:
            done(self._run(question, asker, calls))
        except NoAdvice as error:
            done(error)
        except Exception:
            log.exception("the model could not be asked")
            done(NoAdvice("broken"))
        finally:
            self._free.release()

    def _run(self, question: Question, asker: str, calls: Calls) -> Advice:
        from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

        from bot.adapters.llm.run import chat_model, run

        earlier: list[BaseMessage] = [
            (HumanMessage if turn.role == "user" else AIMessage)(turn.text[:LONGEST])
            for turn in question.thread[-EARLIER:]
        ]
        asked = self._question.filled(
            weekday=f"{question.now:%A}",
            today=question.now.isoformat(),
            asker=asker or "A buyer",
            question=question.text[:LONGEST],
        )
        log.info("asking the model", model=self._model, prompts=f"{self._system.mark} {self._question.mark}")
        model = chat_model(self._model, self._api_key, self._base_url, self._limits)
        return run(model, self._system.filled(), [*earlier, HumanMessage(asked)], calls, self._limits)
