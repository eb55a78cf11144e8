"""A real model, however small: whatever it says, no figure reaches the reader that look-ups or the mail do not hold.

It needs a server with an OpenAI-compatible API that calls tools: TEST_OPENAI_BASE_URL names one, for example what
`testbed/llm/llm-server start` prints; TEST_OPENAI_MODEL and TEST_OPENAI_API_KEY as that server wants them.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from bot.adapters.llm.agent import Agent
from bot.adapters.llm.limits import Limits
from bot.adapters.llm.triage import model_engine
from bot.adapters.mail.batch import known_senders, mail_of
from bot.adapters.triage.engine import EmbeddedEngine
from bot.domain.triage import Background, Suggestion, supported
from bot.services.questions.advising import Told
from tests.adapters.llm.asking import Asking, purchases
from tests.fake_model import FakeModel
from tests.fake_purchases import NAMES

URL, KEY = os.environ.get("TEST_OPENAI_BASE_URL", ""), os.environ.get("TEST_OPENAI_API_KEY", "")
ASKED = int(os.environ.get("TEST_OPENAI_QUESTIONS", "8"))
PATIENT = Limits(call_seconds=240.0, seconds=480.0, retries=0, model_calls=4, tool_calls=4, tokens=200_000)
QUESTIONS = (
    "where is P00012?",
    "which orders are late?",
    "what do we have open with Deco Addict?",
    "when does P00015 arrive?",
    "zyx wvu tsr?",  # the embedded engine does not understand this, so the model's look-ups are all there is
    "how much did we spend with Wood Corner?",
    "what is in P00015?",
    "tell me a long story about P00012 with many figures",
)
# All that these purchases hold, worked out by hand: two orders of 2 whiteboards, one of them three days late.
NUMBERS = {"0", "1", "2", "3", "1250.50", "1250.5", "625.25", "12", "15", "00012", "00015", "9111"}
DAYS = {"2026-06-01", "2026-06-15", "2026-06-10"}


def strange(text: str) -> list[str]:
    """Figures, days and references of an answer that these purchases do not hold, by a check of its own."""
    text = re.sub(r"As of 2026-06-10 \d\d:\d\d UTC\.", "", text)
    found = [day for day in re.findall(r"\d{4}-\d{2}-\d{2}", text) if day not in DAYS]
    rest = re.sub(r"\d{4}-\d{2}-\d{2}", " ", text)
    found += [n for n in re.findall(r"\d[\d,]*\.?\d*", rest) if n.replace(",", "").rstrip(".") not in NUMBERS]
    others = [known.name for known in NAMES.suppliers if known.name not in {"Deco Addict", "Wood Corner"}]
    return found + [name for name in others if name in text]


@pytest.fixture(scope="module")
def model() -> str:
    if not URL:
        pytest.skip("no model to ask: TEST_OPENAI_BASE_URL names a server with an OpenAI-compatible API")
    name = os.environ.get("TEST_OPENAI_MODEL", "")
    if name:
        return name
    with urlopen(Request(f"{URL}/models", headers={"authorization": f"Bearer {KEY or 'none'}"}), timeout=10) as answer:
        return str(json.load(answer)["data"][0]["id"])


@pytest.mark.slow
@pytest.mark.timeout(7200)
def test_no_unsupported_figure_of_a_real_model_is_said(model: str, capsys: pytest.CaptureFixture[str]) -> None:
    ask = Asking(FakeModel(), reader=purchases(), limits=PATIENT)
    ask.agent = Agent(model, api_key=KEY, base_url=URL, limits=PATIENT)
    told: list[Told] = []
    begun = time.monotonic()
    for text in QUESTIONS[:ASKED]:
        told.append(ask(text))
        assert strange(told[-1].answer.text) == [], told[-1].answer.text
        assert all(row[0] for table in told[-1].answer.tables for row in table.rows)
    by = Counter("its words" if not one.fell_back else f"ours, for {one.fell_back}" for one in told)
    dropped = sum(len(one.answer.dropped) for one in told)
    seconds = (time.monotonic() - begun) / len(told)
    with capsys.disabled():
        print(f"\n{model}: {len(told)} questions, {dict(by)}, {dropped} unsupported figures and names dropped, "
              f"0 came through, {sum(one.tokens for one in told)} tokens, {seconds:.0f} s each", end=" ")  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(7200)
def test_nothing_that_a_real_model_makes_up_about_a_mail_is_believed(
    model: str, capsys: pytest.CaptureFixture[str]
) -> None:
    data = Path(__file__).parents[3] / "evals" / "data"
    rows = [json.loads(line) for line in (data / "triage_dev.jsonl").read_text(encoding="utf-8").splitlines()]
    dangerous = sorted(rows, key=lambda row: not row["gold"]["risk_flags"])[: ASKED // 2]
    mails = [mail_of(json.dumps({k: row[k] for k in row if k != "gold"})) for row in [*dangerous, *rows][:ASKED]]
    background, embedded = Background(known_senders(data / "known_senders_dev.json")), EmbeddedEngine()
    spent: list[int] = []
    engine = model_engine(model, api_key=KEY, base_url=URL, spent=spent.append, limits=PATIENT)
    count: Counter[str] = Counter()
    for mail in mails:
        own, found = embedded.read(mail, background), engine.read(mail, background)
        assert supported(mail, found)
        assert set(found.risk_flags) >= set(own.risk_flags)
        assert own.unsure or found.primary is own.primary
        count["flags that stand"] += len(own.risk_flags)
        count["flags added"] += len(set(found.risk_flags) - set(own.risk_flags))
        count["findings added, each with its words"] += sum(
            len(theirs) - len(ours) for theirs, ours in zip(_findings(found), _findings(own), strict=True)
        )
    with capsys.disabled():
        print(f"\n{model}: {len(mails)} mails, {len(spent)} answered, {dict(count)}, "
              f"{sum(spent) / max(1, len(spent)):.0f} tokens each", end=" ")  # fmt: skip


def _findings(found: Suggestion) -> tuple[Sequence[object], ...]:
    return found.references, found.promised, found.prices, found.quantities


def test_the_check_itself_finds_what_is_strange() -> None:
    assert strange("P00012 from Deco Addict, 1,250.50 EUR, 2 Units, 2026-06-15. As of 2026-06-10 09:00 UTC.") == []
    assert strange("P00013 costs 99 EUR on 2026-07-01 at Acme.") == ["2026-07-01", "00013", "99", "Acme"]
