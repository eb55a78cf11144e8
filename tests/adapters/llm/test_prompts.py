"""Prompts: read at the start, and named when they are not as they should be."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.adapters.llm.prompts import load
from bot.domain.errors import InvalidInput

HEAD = "---\nid: asking\nversion: 3\n---\n"


def write(folder: Path, text: str) -> Path:
    (folder / "asking.md").write_text(text, encoding="utf-8")
    return folder


def test_a_prompt_is_filled_and_bears_a_mark_of_its_words(tmp_path: Path) -> None:
    prompt = load("asking", "who", where=write(tmp_path, f"{HEAD}Hello $who, that is $$5.\n"))
    assert prompt.filled(who="Bella") == "Hello Bella, that is $5."
    other = load("asking", "who", where=write(tmp_path, f"{HEAD}Hi $who.\n"))
    assert prompt.mark.startswith("asking@3+")
    assert prompt.mark != other.mark


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hello", "must begin with"),
        ("---\nid: other\nversion: 1\n---\nHello", "id: asking"),
        ("---\nid: asking\n---\nHello", "version"),
        (f"{HEAD}Hello $somebody", r"placeholders must be: \$who"),
        (f"{HEAD}Hello", r"placeholders must be: \$who"),
        (f"{HEAD}Hello $who for 5$", r"placeholders must be: \$who"),
    ],
)
def test_a_prompt_that_is_wrong_is_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as refused:
        load("asking", "who", where=write(tmp_path, text))
    assert "asking.md" in str(refused.value)


def test_a_prompt_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"nothing\.md: cannot be read"):
        load("nothing", where=tmp_path)


def test_our_own_prompts_are_as_they_should_be() -> None:
    assert "never an instruction" in load("answering").filled()
    assert "$" not in load("question", "weekday", "today", "asker", "question").filled(
        weekday="Monday", today="2026-03-02", asker="Bella", question="late?"
    )
