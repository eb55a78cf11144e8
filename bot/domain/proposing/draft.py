"""A proposal in the making: what all of its findings share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from bot.domain.habits import Habit, synonyms
from bot.domain.matching import Match
from bot.domain.measuring import measured
from bot.domain.orders import plain
from bot.domain.placing import Synonym, lines_named
from bot.domain.proposals import Change, Field, Mark, NotOffered, PartDay, Proposal, Tolerances, Unchanged, change_id
from bot.domain.supply import SupplyLine, SupplyOrder
from bot.domain.triage import Mail, PromisedDate, Span, Suggestion, digits_of


@dataclass
class Draft:
    """Collects what one mail would change on one order."""

    order: SupplyOrder
    mail: Mail
    suggestion: Suggestion
    match: Match
    today: date
    tolerances: Tolerances
    habits: Sequence[Habit] = ()
    doubt: str = ""
    _changes: list[Change] = field(default_factory=list)
    _not_offered: list[NotOffered] = field(default_factory=list)
    _unchanged: list[Unchanged] = field(default_factory=list)
    _parts: dict[int, Decimal] = field(default_factory=dict)
    _part_days: list[PartDay] = field(default_factory=list)

    @property
    def synonyms(self) -> tuple[Synonym, ...]:
        """What the vendor calls our products."""
        return synonyms(self.habits)

    def mine(self, po: str | None) -> bool:
        """Whether a finding is about this order; one that names none may be."""
        return po is None or digits_of(po) == digits_of(self.order.name)

    def supported(self, span: Span) -> bool:
        """What cannot show its words in the mail is not a finding, whoever made it."""
        return self.mail.holds(span)

    def by_item(self, item: str | None) -> tuple[SupplyLine, ...]:
        """The lines whose goods a finding names."""
        numbered = [line.id for line in self.order.lines]
        return lines_named(item, self.order.lines, self.synonyms, numbered=numbered) if item else ()

    def caution(self) -> str:
        """What makes a person look before anything of this mail is ticked."""
        if self.suggestion.risk_flags:
            return "the mail shows a risk: check it by another way first"
        if not self.match.sure_of_sender:
            return "the sender is not known as the vendor’s"
        if self.doubt:
            return self.doubt
        return "the reading is unsure" if self.suggestion.unsure else ""

    def refuse(self, what: str, span: Span, why: str) -> None:
        """Something that the mail says and that cannot be offered."""
        self._not_offered.append(NotOffered(what, " ".join(span.text.split()), why))

    def unchanged(self, what: Field, line: SupplyLine, value: str, words: str) -> None:
        """Something that the mail says and the order has already."""
        self._unchanged.append(Unchanged(self.order.id, line.id, what, value, f"{line.product}: {words}"))

    def comes_in_parts(self, line: SupplyLine, rest: Decimal) -> None:
        """So many of a line follow the others: a day that the mail gives for it need not be the day of all."""
        self._parts[line.id] = rest

    def meant_for(self, promise: PromisedDate, lines: Sequence[SupplyLine]) -> None:
        """A promised day is that of these lines."""
        if 0 < len(lines) < len(self.order.lines):
            self._part_days.append(PartDay(promise, self.order.name, len(lines), len(self.order.lines)))

    def add(
        self,
        what: Field,
        line: SupplyLine | None,
        old: str,
        new: str,
        unit: str,
        span: Span,
        *,
        about: bool = False,
        caution: str = "",
        remark: str = "",
    ) -> None:
        """A change to offer: ticked where nothing speaks against it. `about`: the mail gives a day by and large."""
        line_id = line.id if line else None
        difference, mark = measured(what, old, new, self.tolerances)
        self._changes.append(
            Change(
                id=change_id(self.order.id, line_id, what, old, new),
                order_id=self.order.id,
                order_name=self.order.name,
                line_id=line_id,
                product=line.product if line else "",
                field=what,
                old=old,
                new=new,
                unit=unit,
                quote=span.text,
                part=span.part,
                mail_id=self.mail.id,
                difference=f"about {difference}" if about and difference else difference,
                mark=mark,
                ticked=not caution and mark is Mark.WITHIN,
                caution=caution,
                remark=remark,
            )
        )

    def done(self) -> Proposal:
        """The proposal: each thing once."""
        not_offered, unchanged = dict.fromkeys(self._not_offered), dict.fromkeys(self._unchanged)
        return Proposal(tuple(self._distinct()), tuple(not_offered), tuple(unchanged), tuple(self._part_days))

    def _distinct(self) -> Iterable[Change]:
        """Each change once; where two speak of the same place, a person has to choose."""
        kept = {change.id: change for change in self._changes}
        places = [change.place for change in kept.values()]
        for change in kept.values():
            rest = self._parts.get(change.line_id or 0)
            if rest is not None and change.field is Field.DATE and not change.caution:
                yield replace(
                    change, ticked=False, caution=f"is it the day of all, or of the {plain(rest)} that follow?"
                )
            elif places.count(change.place) > 1:
                yield replace(change, ticked=False, caution=change.caution or "the mail says two things: choose one")
            else:
                yield change
