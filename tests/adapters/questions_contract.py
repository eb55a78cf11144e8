"""What must hold of stored questions, whichever database keeps them. A test module gives an `engine` (migrated)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.adapters.database.store import SqlStore
from bot.domain.conversations import Asked, AskedState, Said, Verdict
from tests.adapters.database_contract import together
from tests.builders_approvals import T0


def asked(number: int, who: str = "U0BELLA", thread: str = "1.1", **changes: object) -> Asked:
    """A question, so many seconds after the first."""
    said = Said("D0BELLA", f"1.{number}", thread, who, f"question {number}", True)
    made = Asked(f"q{number:031}", said.key, said, T0 + timedelta(seconds=number))
    return replace(made, **changes)  # type: ignore[arg-type]


class QuestionsContract:
    """The cases."""

    @pytest.fixture
    def store(self, engine: sa.Engine) -> SqlStore:
        return SqlStore(engine)

    def add(self, store: SqlStore, *questions: Asked) -> list[bool]:
        """Record questions; for each whether it was new."""
        with store.begin() as tx:
            return [tx.questions.add(one) for one in questions]

    def test_a_question_is_recorded_once_by_its_key(self, store: SqlStore) -> None:
        again = asked(2, key=asked(1).key)
        assert self.add(store, asked(1), again) == [True, False]
        with store.read() as tx:
            assert tx.questions.get(asked(1).id) == asked(1)
            assert tx.questions.get(again.id) is None

    def test_of_two_at_the_same_moment_one_is_recorded(self, store: SqlStore) -> None:
        new: list[bool] = []

        def hear(number: int) -> Callable[[], None]:
            return lambda: new.extend(self.add(store, asked(number, key="the same")))

        together([hear(number) for number in range(1, 5)])
        assert sorted(new) == [False, False, False, True]

    def test_memory_is_of_one_thread_and_one_person(self, store: SqlStore) -> None:
        self.add(store, asked(1), asked(2, "U0BEN"), asked(3, thread="2.2"), asked(4), asked(6))
        with store.read() as tx:
            assert [one.id for one in tx.questions.before(asked(5), 9)] == [asked(1).id, asked(4).id]
            assert [one.id for one in tx.questions.before(asked(5), 1)] == [asked(4).id]
            assert tx.questions.before(asked(5, "U0OMAR"), 9) == []

    def test_what_was_asked_lately_is_the_newest_other_thread(self, store: SqlStore) -> None:
        self.add(store, asked(1), asked(2), asked(3, thread="2.2"), asked(4, "U0BEN", "3.3"))
        new = asked(5, thread="1.5")
        with store.read() as tx:
            assert [one.id for one in tx.questions.lately(new, T0, 9)] == [asked(3).id]
            assert tx.questions.lately(new, T0 + timedelta(seconds=4), 9) == []
            assert [one.id for one in tx.questions.lately(asked(6, thread="2.2"), T0, 9)] == [asked(1).id, asked(2).id]

    def test_what_is_not_answered_is_found_again(self, store: SqlStore) -> None:
        done, failed = asked(1, state=AskedState.ANSWERED), asked(2, state=AskedState.FAILED)
        self.add(store, done, failed, asked(3, state=AskedState.OPEN), asked(9))
        with store.read() as tx:
            assert tx.questions.unanswered(T0 + timedelta(seconds=5)) == [asked(3).id]

    def test_tokens_are_added_up_since_a_moment(self, store: SqlStore) -> None:
        self.add(store, asked(1, tokens=100), asked(5, tokens=20), asked(6, tokens=3))
        with store.read() as tx:
            assert tx.questions.tokens_since(T0 + timedelta(seconds=5)) == 23
            assert tx.questions.tokens_since(T0 + timedelta(days=1)) == 0

    def test_the_last_verdict_of_each_person_counts_and_goes_with_its_question(self, store: SqlStore) -> None:
        self.add(store, asked(1, engine="embedded"), asked(9, engine="a model"))
        with store.begin() as tx:
            for who, verdict in (("U1", Verdict.GOOD), ("U1", Verdict.BAD), ("U2", Verdict.GOOD)):
                tx.questions.rate(asked(1).id, who, verdict, T0)
            tx.questions.rate(asked(9).id, "U1", Verdict.GOOD, T0)
        with store.begin() as tx:
            assert tx.questions.ratings() == {
                ("embedded", "bad"): 1, ("embedded", "good"): 1, ("a model", "good"): 1,
            }  # fmt: skip
            assert tx.questions.forget(T0 + timedelta(seconds=5)) == 1
            assert tx.questions.ratings() == {("a model", "good"): 1}
