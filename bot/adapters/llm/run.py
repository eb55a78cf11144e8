"""One run of the agent: LangChain's loop over our look-ups, within limits. Importing this takes seconds."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

os.environ["LANGSMITH_TRACING"] = "false"  # nothing of a question may leave but to the model that was set
os.environ["LANGCHAIN_TRACING_V2"] = "false"

import openai
import structlog
from langchain.agents import create_agent
from langchain.agents.middleware import AgentMiddleware, ModelCallLimitMiddleware, ToolCallLimitMiddleware
from langchain.agents.middleware.model_call_limit import ModelCallLimitExceededError
from langchain.agents.middleware.tool_call_limit import ToolCallLimitExceededError
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.tools import StructuredTool
from langchain_openai import ChatOpenAI
from langgraph.errors import GraphRecursionError

from bot.adapters.llm.calls import Calls, schema_of
from bot.adapters.llm.limits import Limits
from bot.domain.advice import Advice, NoAdvice

log = structlog.get_logger(__name__)


class Spent(Exception):
    """The run has used its time or its tokens."""


@dataclass
class Spending(AgentMiddleware[Any, Any]):
    """Counts tokens after each answer of the model, and ends a run that costs too much or takes too long."""

    limits: Limits
    begun: float = field(default_factory=monotonic)
    tokens: int = 0

    def after_model(self, state: Any, runtime: Any) -> dict[str, Any] | None:
        """Look at what the model has just used."""
        last = state["messages"][-1]
        if isinstance(last, AIMessage):
            self.tokens += last.usage_metadata["total_tokens"] if last.usage_metadata else 0
        if self.tokens > self.limits.tokens:
            raise Spent("tokens")
        if monotonic() - self.begun > self.limits.seconds:
            raise Spent("seconds")
        return None


def chat_model(name: str, api_key: str, base_url: str, limits: Limits) -> ChatOpenAI:
    """The model. Everything that the library would otherwise choose by the model's name is said."""
    return ChatOpenAI(
        model=name,
        api_key=lambda: api_key or "none",  # servers of one's own often want none, the client always wants one
        base_url=base_url or None,
        timeout=limits.call_seconds,
        max_retries=limits.retries,
        use_responses_api=False,
        stream_usage=False,
    )


def run(model: ChatOpenAI, system: str, messages: Sequence[BaseMessage], calls: Calls, limits: Limits) -> Advice:
    """Let the model look up and speak. Raises `NoAdvice`."""
    spending = Spending(limits)
    watched: list[AgentMiddleware[Any, Any, Any]] = [
        ModelCallLimitMiddleware(run_limit=limits.model_calls, exit_behavior="error"),
        ToolCallLimitMiddleware(run_limit=limits.tool_calls, exit_behavior="error"),
        spending,
    ]
    agent: Any = create_agent(model, tools_of(calls), system_prompt=system, middleware=watched)
    try:
        state = agent.invoke({"messages": list(messages)}, config={"recursion_limit": limits.graph_steps})
    except (ModelCallLimitExceededError, ToolCallLimitExceededError, GraphRecursionError, Spent) as error:
        raise NoAdvice("limit", tokens=spending.tokens) from error
    except openai.APITimeoutError as error:
        raise NoAdvice("slow", tokens=spending.tokens) from error
    except (openai.APIConnectionError, openai.APIStatusError) as error:
        raise NoAdvice("down", tokens=spending.tokens) from error
    except Exception as error:  # what a server of one's own may answer has no end of forms
        log.warning("the model's answer cannot be read", error=f"{type(error).__name__}: {str(error)[:300]}")
        raise NoAdvice("broken", tokens=spending.tokens) from error
    last = state["messages"][-1]
    if last.response_metadata.get("finish_reason") == "length":
        raise NoAdvice("broken", tokens=spending.tokens)
    prose = " ".join(last.text.split())
    if not prose or not calls.results:
        raise NoAdvice("empty", tokens=spending.tokens)
    return Advice(prose, tuple(calls.results), spending.tokens)


def tools_of(calls: Calls) -> list[StructuredTool]:
    """The look-ups as LangChain wants them."""
    return [
        StructuredTool.from_function(
            calls.caller(tool),
            name=tool,
            description=calls.contract(tool),
            args_schema=schema_of(tool),
        )
        for tool in calls.names()
    ]
