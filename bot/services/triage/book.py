"""The cases as people meet them: whose click counts, whether a case still takes it, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.domain.cases import Case, CaseState, CaseWork
from bot.domain.errors import Refused
from bot.domain.people import OdooUser, Person
from bot.domain.ports import Clock, Store, Transaction
from bot.services.people import PeopleService

UNKNOWN_CARD = "I do not know this mail any more."


class CaseBook:
    """What every click on a case asks first and leaves last. Methods raise `Refused` with a sentence for the person."""

    def __init__(self, store: Store, people: PeopleService, why_not: Callable[[OdooUser], str], clock: Clock) -> None:
        self._store = store
        self._people = people
        self._why_not = why_not
        self._clock = clock

    def person(self, slack_id: str) -> Person:
        """Who clicks, if they may handle supplier mail, as far as is known without asking Odoo."""
        person = self._people.on_record(slack_id)
        refused = self._why_not(person.user)
        if refused:
            raise Refused(f"You cannot handle suppliers’ mail: {refused}.", code="rights")
        return person

    def case(self, case_id: str, slack_id: str) -> Case:
        """An open case, for somebody who may handle it."""
        self.person(slack_id)
        with self._store.read() as tx:
            return self.opened(tx, case_id)

    def known(self, tx: Transaction, case_id: str) -> Case:
        """A case, however it stands."""
        case = tx.cases.get(case_id)
        if case is None:
            raise Refused(UNKNOWN_CARD, code="unknown")
        return case

    def opened(self, tx: Transaction, case_id: str) -> Case:
        """A case that nobody closed."""
        case = self.known(tx, case_id)
        if case.state is CaseState.DONE:
            raise Refused(f"{case.closed_by} closed this mail about {case.name} already.", code="closed")
        return case

    def free(self, tx: Transaction, case_id: str) -> Case:
        """An open case that nothing is being applied of."""
        case = self.opened(tx, case_id)
        if case.applying is not None:
            raise Refused(f"{case.applying.by_name} is applying changes to {case.name} right now.", code="applying")
        return case

    def again(self, tx: Transaction, before: Case, after: Case) -> Case:
        """Have the order looked at anew with what a person said."""
        stored = tx.cases.save(replace(after, work=CaseWork.MATCH, problem=""))
        tx.cases.defer(before.id, self._clock.now())
        tx.jobs.enqueue("case", before.id)
        return stored

    def audit(self, tx: Transaction, kind: str, case: Case, person: Person, **data: Any) -> None:
        """Record what somebody did with a case."""
        tx.audit.append(
            kind,
            actor=person.user.name,
            at=self._clock.now(),
            order_name=case.orders[0].name if case.orders else None,
            case=case.id,
            mail=case.newest.mail_id,
            odoo_user=person.user.id,
            **data,
        )
