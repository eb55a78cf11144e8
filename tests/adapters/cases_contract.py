"""What must hold of stored cases, habits and letters, whichever database keeps them. A module gives an `engine`."""

from __future__ import annotations

from dataclasses import replace
from threading import Barrier

import pytest
import sqlalchemy as sa

from bot.adapters.database.store import SqlStore
from bot.domain.cases import Case, CaseMail, CaseOrder, CaseState, CaseWork
from bot.domain.errors import Conflict
from bot.domain.habits import Habit, HabitKind
from bot.domain.letters import LetterState, VendorLetter
from tests.adapters.database_contract import together
from tests.builders_approvals import T0, T
from tests.builders_mail import SENDER, make_suggestion


def make_case(number: int = 1, **overrides: object) -> Case:
    """A conversation about P00036; `number` tells one from another."""
    mail = CaseMail(f"mail{number:04}", T0, SENDER, "ümläut 🔥 'quoted'", make_suggestion())
    orders = (CaseOrder(36, "P00036", 31, "Holm Valves"),)
    case = Case(f"case{number:028}", f"<{number}@holm>", T(hours=number), (mail,), orders=orders)
    return replace(case, **overrides)  # type: ignore[arg-type]


def make_letter(number: int = 1, **overrides: object) -> VendorLetter:
    """A chaser about P00036 that waits to be sent."""
    letter = VendorLetter(
        f"letter{number:026}", 36, "P00036", "When?", f"P00036/{number:010}", 6, "Bella Ortiz", 60, "U0BELLA",
        T(hours=number), "chaser",
    )  # fmt: skip
    return replace(letter, **overrides)  # type: ignore[arg-type]


class CasesContract:
    """The cases."""

    @pytest.fixture
    def store(self, engine: sa.Engine) -> SqlStore:
        return SqlStore(engine)

    def add(self, store: SqlStore, *cases: Case) -> None:
        with store.begin() as tx:
            for case in cases:
                tx.cases.add(case)

    def test_case_comes_back_as_it_was_stored(self, store: SqlStore) -> None:
        self.add(store, make_case())
        with store.read() as tx:
            assert tx.cases.get(make_case().id) == tx.cases.of_thread("<1@holm>") == make_case()
            assert tx.cases.get("nobody's") is None

    def test_conversation_has_one_case(self, store: SqlStore) -> None:
        self.add(store, make_case())
        with pytest.raises(Conflict), store.begin() as tx:
            tx.cases.add(make_case(2, thread="<1@holm>"))

    def test_of_two_who_change_the_same_version_one_is_told(self, store: SqlStore) -> None:
        self.add(store, make_case())
        with store.begin() as tx:
            stored = tx.cases.save(make_case(problem="first"))
        assert stored.version == make_case().version + 1
        with pytest.raises(Conflict), store.begin() as tx:
            tx.cases.save(make_case(problem="second"))
        with store.read() as tx:
            assert tx.cases.get(make_case().id) == stored

    def test_of_many_who_look_and_change_at_once_the_others_see_the_first(self, store: SqlStore) -> None:
        self.add(store, make_case())
        begin, closed = Barrier(4), []

        def close() -> None:
            begin.wait(10)
            with store.begin() as tx:
                case = tx.cases.get(make_case().id)
                assert case is not None
                if case.state is CaseState.OPEN:
                    closed.append(tx.cases.save(replace(case, state=CaseState.DONE)))

        together([close] * 4)
        with store.read() as tx:
            assert [tx.cases.get(make_case().id)] == closed

    def test_owed_work_is_found_when_its_time_has_come_the_longest_waiting_first(self, store: SqlStore) -> None:
        done = make_case(4, work=CaseWork.NONE)
        self.add(store, make_case(1), make_case(2), make_case(3), done)
        with store.begin() as tx:
            tx.cases.defer(make_case(1).id, T(hours=9))
            tx.cases.defer(make_case(2).id, T(hours=8))
            tx.cases.defer(make_case(3).id, T(hours=7))
        with store.read() as tx:
            assert list(tx.cases.due(T(hours=8))) == [make_case(3).id, make_case(2).id]
            assert tx.cases.counts() == {("open", "match"): 3, ("open", "none"): 1}

    def test_cases_are_found_by_order_and_by_time(self, store: SqlStore) -> None:
        self.add(store, make_case(1), make_case(2))
        with store.begin() as tx:
            tx.cases.save(make_case(1, orders=(CaseOrder(40, "P00040", 31, "Holm Valves"),)))
        with store.read() as tx:
            assert [case.id for case in tx.cases.about(36)] == [make_case(2).id]
            assert [case.id for case in tx.cases.about(40)] == [make_case(1).id]
            assert [case.id for case in tx.cases.since(T(hours=2))] == [make_case(2).id]

    def test_habit_holds_until_it_is_taken_back(self, store: SqlStore) -> None:
        said = Habit(
            "h1", 31, "Holm Valves", HabitKind.PRODUCT, "Kugelhahn", "1001", "Ball valve", 6, "Bella Ortiz", T0
        )
        with store.begin() as tx:
            tx.habits.add(said)
        with store.read() as tx:
            assert (list(tx.habits.of([31])), list(tx.habits.of([32]))) == ([said], [])
        undone = replace(said, undone_by="Ben", undone_at=T(hours=1))
        with store.begin() as tx:
            tx.habits.save(undone)
        with store.read() as tx:
            assert (list(tx.habits.of([31])), tx.habits.get("h1")) == ([], undone)

    def test_letter_waits_until_it_is_sent(self, store: SqlStore) -> None:
        with store.begin() as tx:
            tx.letters.add(make_letter(2))
            tx.letters.add(make_letter(1))
            tx.letters.add(make_letter(3))
            tx.letters.defer(make_letter(3).id, T(hours=9))
        sent = make_letter(1, state=LetterState.SENT, sent_at=T(hours=2))
        with store.read() as tx:
            assert list(tx.letters.due(T(hours=8))) == [make_letter(1).id, make_letter(2).id]
            assert tx.letters.with_mark(make_letter(2).mark) == make_letter(2)
        with store.begin() as tx:
            tx.letters.save(sent)
        with store.read() as tx:
            assert list(tx.letters.due(T(hours=8))) == [make_letter(2).id]
            assert [letter.id for letter in tx.letters.of([36])] == [make_letter(number).id for number in (1, 2, 3)]
            assert tx.letters.get(sent.id) == sent
