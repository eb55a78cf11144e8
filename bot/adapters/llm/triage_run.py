"""One structured call for one mail. Importing this takes seconds."""

from __future__ import annotations

from typing import Any

from bot.adapters.llm.limits import Limits
from bot.adapters.llm.run import chat_model
from bot.adapters.llm.triage import NoReading, Reply
from bot.adapters.llm.triage_form import Form


def ask_model(model: str, api_key: str, base_url: str, limits: Limits, system: str, mail: str) -> Reply:
    """The form as the model fills it in. Raises `NoReading`.

    The form is asked for as arguments of a function that nobody runs: servers of one's own know that best.
    """
    chat = chat_model(model, api_key, base_url, limits)
    structured = chat.with_structured_output(Form, method="function_calling", include_raw=True)
    try:
        answer: Any = structured.invoke([("system", system), ("human", mail)])
    except Exception as error:  # what a server of one's own may answer has no end of forms
        raise NoReading(type(error).__name__) from error
    form = answer["parsed"]
    if not isinstance(form, Form):
        raise NoReading("the form was not filled in") from answer.get("parsing_error")
    usage = getattr(answer["raw"], "usage_metadata", None) or {}
    return Reply(form, int(usage.get("total_tokens", 0)))
