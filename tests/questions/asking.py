"""Asks the suite's questions through the bot, and judges each answer: right, wrong and said so, or wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from bot.adapters.odoo.client import OdooClient
from bot.adapters.odoo.directory import OdooDirectory
from bot.adapters.odoo.lookups import OdooPurchases, asker_of
from bot.domain.answers import Answer
from bot.domain.lookups import Result
from bot.domain.questions import Behaviour, Question, Turn
from bot.services.questions.answering import AnswerService
from bot.tools import Toolbox
from tests.contract.odoo_driver import Driver
from tests.questions.suite import Case, Right
from tests.questions.truth import Truth

SAYS_SO = frozenset({Behaviour.CLARIFY, Behaviour.NOT_FOUND, Behaviour.DECLINE})
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
MOST_SHOWN = 20
MOST_CALLS = 3


class Watched:
    """Tools that remember what they answered."""

    def __init__(self, tools: Toolbox) -> None:
        self._tools = tools
        self.results: list[Result] = []

    def __getattr__(self, name: str) -> Any:
        tool = getattr(self._tools, name)

        def look(*args: Any, **kwargs: Any) -> Any:
            found = tool(*args, **kwargs)
            self.results += [found] if isinstance(found, Result) else found if isinstance(found, (list, tuple)) else []
            return found

        return look


class Asker:
    """The bot as one person asks it; `calls` are those to Odoo for the last answer."""

    def __init__(self, driver: Driver, part: str = "buyer", bot: str = "bot") -> None:
        self.calls: list[tuple[str, str]] = []
        self.driver = driver

        def on_call(model: str, method: str, _seconds: float, _outcome: str) -> None:
            self.calls.append((model, method))

        login, person = driver.people[bot], driver.people[part]
        self.client = OdooClient(driver.url, driver.db, login, driver.keys[login], on_call=on_call)
        directory = OdooDirectory(self.client)
        self.asker = asker_of(self.client, directory, directory.by_login([person])[person])
        self.reader = OdooPurchases(self.client, self.asker, zone=UTC, clock=driver.now)
        self.tools = Watched(Toolbox(self.reader, self.asker, clock=driver.now, zone=UTC))
        self.service = AnswerService(self.tools)

    def warm(self) -> None:
        """Have names, approvers and currencies read, as they are every ten minutes."""
        for text in ("where is P00001", "what is waiting for approval", "what do late orders hold up", "spend"):
            self.ask(text)

    def ask(self, text: str, thread: tuple[tuple[str, str], ...] = ()) -> Answer:
        """One question."""
        self.calls.clear()
        self.tools.results.clear()
        turns = tuple(Turn(role, said) for role, said in thread)
        return self.service.answer(Question(text, self.driver.now().date(), turns))


@dataclass
class Score:
    """How the suite went. `silent` are wrong without saying so; each failure tells what was wrong."""

    right: int = 0
    owned_up: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    figures: int = 0
    untraced: list[str] = field(default_factory=list)
    calls: list[int] = field(default_factory=list)
    dear: list[str] = field(default_factory=list)

    @property
    def asked(self) -> int:
        """Questions in all."""
        return self.right + len(self.owned_up) + len(self.silent)

    def __str__(self) -> str:
        most = max(self.calls, default=0)
        within = sum(calls <= MOST_CALLS for calls in self.calls)
        told = (
            f"{self.asked} questions: {self.right} right, {len(self.owned_up)} wrong and said so, "
            f"{len(self.silent)} wrong; {self.figures} figures, {len(self.untraced)} without a source; "
            f"calls to Odoo: {sum(self.calls)}, at most {most} an answer, {within} answers within {MOST_CALLS}"
        )
        return "\n".join([told, *self.owned_up, *self.silent, *self.untraced, *self.dear])


def vendor_writes(driver: Driver) -> None:
    """A mail of a vendor on a new order, as Odoo keeps one that came in."""
    order = driver.new_order(confirm=False)
    vendor = driver.order(order, "partner_id")[0]
    body = "The first pallet leaves on Monday, the rest a week later."
    mail = {"body": body, "message_type": "email", "subtype_xmlid": "mail.mt_comment", "author_id": vendor}
    driver.call("administrator", "purchase.order", "message_post", [order], **mail)


def judge(cases: list[Case], driver: Driver, part: str = "buyer") -> Score:
    """Ask every question of the suite as one person. Makes an order, which `driver.tidy` takes away."""
    vendor_writes(driver)
    truth, asker, score = Truth(driver), Asker(driver, part), Score()
    asker.warm()
    for make in cases:
        right = make(truth)
        answer = asker.ask(right.text, right.thread)
        score.calls.append(len(asker.calls))
        if len(asker.calls) > MOST_CALLS:
            score.dear.append(f"{make.__name__}: {right.text!r}: {asker.calls}")
        wrong = problems(right, answer)
        told = f"{make.__name__}: {right.text!r}: {'; '.join(wrong)}\n    {shown(answer)[:400]!r}"
        if not wrong:
            score.right += 1
        elif answer.plan.behaviour in SAYS_SO or answer.dropped or "left out" in answer.text:
            score.owned_up.append(told)
        else:
            score.silent.append(told)
        figures, untraced = traced(answer, asker.tools.results)
        score.figures += figures
        score.untraced += [f"{make.__name__}: {right.text!r}: {each} stands in no result" for each in untraced]
    return score


def problems(right: Right, answer: Answer) -> list[str]:
    """What is wrong with an answer."""
    found = []
    if answer.plan.behaviour is not right.behaviour:
        found.append(f"behaviour is {answer.plan.behaviour.value}")
    if answer.dropped:
        found.append(f"dropped {answer.dropped}")
    if right.orders is not None:
        rows = orders_in(answer)
        if len(right.orders) <= MOST_SHOWN and rows != right.orders:
            found.append(f"rows {sorted(rows)} instead of {sorted(right.orders)}")
        if len(right.orders) > MOST_SHOWN and not (rows <= right.orders and "Shown: " in answer.text):
            found.append(f"rows {sorted(rows)} are not some of {sorted(right.orders)}")
    found += [f"{word!r} is missing" for word in right.words if word not in shown(answer)]
    return found


def orders_in(answer: Answer) -> set[str]:
    """References in the rows' own column."""
    found = set()
    for table in answer.tables:
        for title in ("Order", "Late order"):
            if title in table.columns:
                found |= {row[table.columns.index(title)] for row in table.rows}
    return found


def shown(answer: Answer) -> str:
    """Everything that a person reads."""
    tables = [each for table in answer.tables for each in (table.caption, *map("\t".join, table.rows))]
    return "\n".join([answer.text, *tables])


def traced(answer: Answer, results: list[Result]) -> tuple[int, list[str]]:
    """How many figures an answer holds, and those that stand in no result of a tool, by a reading of our own."""
    if not answer.sources:
        return 0, []
    held = {number for result in results for value in _values(result) for number in _numbers(value)}
    told = [(match[0], Decimal(match[0].replace(",", ""))) for match in NUMBER.finditer(shown(answer))]
    return len(told), [text for text, number in told if number not in held]


def _values(value: Any) -> Iterator[Any]:
    if is_dataclass(value) and not isinstance(value, type):
        if isinstance(value, Result):
            yield value.left_out
        for each in fields(value):
            yield from _values(getattr(value, each.name))
        if hasattr(value, "open"):
            yield value.open
        if hasattr(value, "late"):
            yield value.late
    elif isinstance(value, (tuple, list)):
        yield len(value)
        for each in value:
            yield from _values(each)
    elif hasattr(value, "items"):
        for key, each in value.items():
            yield key
            yield from _values(each)
    else:
        yield value


def _numbers(value: Any) -> Iterator[Decimal]:
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, (int, Decimal)):
        yield abs(Decimal(value))
    elif isinstance(value, datetime):
        yield from _numbers(f"{value:%Y-%m-%d %H:%M %Z}")
    elif isinstance(value, date):
        yield from _numbers(value.isoformat())
    else:
        for match in NUMBER.finditer(str(value)):
            yield Decimal(match[0].replace(",", "").rstrip("."))
