"""`doctor` on the model: what is wrong with it, and that questions are answered all the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.adapters.llm.offered import offered
from bot.domain.advice import NoAdvice
from bot.services.doctor.findings import Status
from bot.services.doctor.questions import model
from tests.fake_model import FakeModel, serving


@pytest.fixture(scope="module")
def server() -> Iterator[FakeModel]:
    with serving() as running:
        yield running


def test_without_a_model_all_is_well() -> None:
    (finding,) = model("", lambda: pytest.fail("nobody is to be asked"))
    assert finding.status is Status.OK
    assert "embedded engine" in finding.found


def test_a_model_that_is_there(server: FakeModel) -> None:
    (finding,) = model("fake-1", lambda: offered(server.url, "sk-good"))
    assert finding.status is Status.OK


@pytest.mark.parametrize(
    ("name", "key", "words"),
    [("other", "sk-good", "does not offer other, but fake-1"), ("fake-1", "sk-bad", "it refuses the key")],
)
def test_what_is_wrong_is_said(server: FakeModel, name: str, key: str, words: str) -> None:
    (finding,) = model(name, lambda: offered(server.url, key))
    assert finding.status is Status.WARN
    assert words in finding.found
    assert "OPENAI_MODEL" in finding.mend


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(NoAdvice, match="no answer from http"):
        offered("http://127.0.0.1:9/v1", "")
