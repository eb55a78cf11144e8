"""Whether the model that may word answers is there. Without it questions are answered all the same."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from bot.domain.advice import NoAdvice
from bot.services.doctor.findings import Finding, ok, warn

MEND = "look at OPENAI_BASE_URL, OPENAI_API_KEY and OPENAI_MODEL; until then the embedded engine answers"


def model(name: str, offered: Callable[[], Collection[str]]) -> Iterator[Finding]:
    """`offered` gives the names of the models that the server has; it raises `NoAdvice`."""
    if not name:
        yield ok("model", "none is set: the embedded engine answers questions")
        return
    try:
        known = offered()
    except NoAdvice as error:
        yield warn("model", f"{name} cannot be asked: {error.why}", MEND)
        return
    if known and name not in known:
        yield warn("model", f"the server does not offer {name}, but {', '.join(sorted(known)[:5])}", MEND)
        return
    yield ok("model", f"{name} answers questions; the embedded engine where it does not")
