"""What a person finds on the Home tab of the app: their queue, the exceptions that they own, whether they are away."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.blocks.home import PAGE, home_view, queue_message, stranger_view
from bot.domain.errors import BotError, Refused
from bot.domain.home import Entry, Home, Part, opens_on
from bot.domain.messages import Message, MessageKind, MessageState
from bot.domain.people import Person
from bot.domain.ports import Clock, Directory, Members, Messenger, Picture, Posted, Store, Transaction
from bot.domain.status import concerned, holders, worked
from bot.domain.working_time import Timetables
from bot.services.approvals.drawing import Drawing
from bot.services.people import PeopleService

View = dict[str, Any]
LATELY = timedelta(minutes=20)  # whoever looked at their tab since may have it before them still
FEW = 5
CARDS = frozenset({MessageKind.CARD, MessageKind.ESCALATION})


class HomeService:
    """Draws the tab anew from the records, for one person; which part of their queue they look at is remembered."""

    def __init__(
        self,
        store: Store,
        people: PeopleService,
        directory: Directory,
        members: Members,
        messenger: Messenger,
        timetables: Timetables,
        drawing: Drawing,
        clock: Clock,
    ) -> None:
        self._store = store
        self._people = people
        self._directory = directory
        self._members = members
        self._messenger = messenger
        self._timetables = timetables
        self._drawing = drawing
        self._clock = clock

    def show(self, slack_id: str, part: Part | None = None, offset: int = 0) -> None:
        """Draw somebody's tab: the part and page given, else those that they looked at last. Raises `SlackError`.

        Where those are empty, it opens on what there is.
        """
        if part is not None:
            self._messenger.show_home(slack_id, self._view(slack_id, part, offset))
            return
        with self._store.read() as tx:
            seen = _seen(tx, slack_id)
        last, offset = (seen.part, seen.offset) if seen else (Part.WAITING, 0)
        self._messenger.show_home(slack_id, self._view(slack_id, last, offset, opens=True))

    def show_again(self, slack_id: str, approval_ids: Collection[str] = ()) -> None:
        """Draw the tab of somebody who did something, if they ever opened it. Raises `SlackError`.

        Also those of a few who have to do with these approvals, and had theirs drawn a short while ago.
        """
        for one in self._concerned(slack_id, approval_ids):
            with self._store.read() as tx:
                seen = _seen(tx, one)
            if seen is not None:
                self._messenger.show_home(one, self._view(one, seen.part, seen.offset))

    def _concerned(self, slack_id: str, approval_ids: Collection[str]) -> list[str]:
        """Whoever did something, and those beside them whose open tab would be wrong now."""
        since = self._clock.now() - LATELY
        with self._store.read() as tx:
            found = [approval for i in approval_ids if (approval := tx.approvals.get(i)) is not None]
            users = {user_id for approval in found for user_id in concerned(approval)}
            known = {person.slack_id for person in tx.people.by_user(users).values() if person.slack_id}
            others = [(seen.at, one) for one in known - {slack_id} if (seen := _seen(tx, one)) and seen.at >= since]
        return [slack_id, *(one for _, one in sorted(others, reverse=True)[:FEW])]

    def queue(self, slack_id: str, part: Part) -> Picture:
        """The first of one part of somebody's queue, as a message. Raises `Refused`."""
        return queue_message(self._home(self._people.who(slack_id), slack_id, part, 0))

    def _view(self, slack_id: str, part: Part, offset: int, *, opens: bool = False) -> View:
        try:
            person = self._people.who(slack_id)
        except Refused as refusal:
            return stranger_view(refusal.reason)
        if opens:
            with self._store.read() as tx:
                part = opens_on(tx.approvals.queue_counts(person.user.id), part)
        home = self._home(person, slack_id, part, offset)
        self._remember(slack_id, home)
        return home_view(home)

    def _home(self, person: Person, slack_id: str, part: Part, offset: int) -> Home:
        now, me = self._clock.now(), person.user.id
        with self._store.read() as tx:
            counts = tx.approvals.queue_counts(me)
            offset = min(offset, max(counts.get(part, 0) - 1, 0) // PAGE * PAGE)
            approvals = tx.approvals.queued(me, part, offset=offset, limit=PAGE)
            cards = {a.id: card for a in approvals if (card := card_of(tx.messages.of(approval_id=a.id), slack_id))}
            told = me in tx.absences.current(now, [me])
            troubles = [trouble for trouble in tx.troubles.list() if trouble.owner_id == me]
        tables = self._timetables.of({me, *(user for a in approvals for user in holders(a))}, now)
        absence = tables[me].away(now)
        return Home(
            user_id=me,
            at=now,
            part=part,
            offset=offset,
            counts=counts,
            entries=tuple(
                Entry(
                    approval,
                    self._drawing.order_url(approval.order.id),
                    worked(approval, tables, now, first=me if part is Part.WAITING else None),
                    self._members.address(cards[approval.id]) if approval.id in cards else "",
                )
                for approval in approvals
            ),
            troubles=tuple((trouble, self._drawing.order_url(trouble.order_id)) for trouble in reversed(troubles)),
            absence=absence,
            deputy=self._name(absence.deputy) if absence and absence.deputy else "",
            told=told,
            zone=tables[me].zone,
            working_hours=tables[me].source,
        )

    def _name(self, user_id: int) -> str:
        try:
            user = self._directory.users([user_id]).get(user_id)
        except BotError:
            return "your deputy"
        return user.name if user else "your deputy"

    def _remember(self, slack_id: str, home: Home) -> None:
        now = self._clock.now()
        with self._store.read() as tx:
            seen = _seen(tx, slack_id)
        if seen is None or (seen.part, seen.offset) != (home.part, home.offset) or now - seen.at > LATELY / 2:
            with self._store.begin() as tx:
                value = f"{home.part.value}:{home.offset}:{int(now.timestamp())}"
                tx.cursors.set(_cursor(slack_id), value)


@dataclass(frozen=True)
class _Seen:
    """What somebody looked at last, and about when."""

    part: Part
    offset: int
    at: datetime


def _seen(tx: Transaction, slack_id: str) -> _Seen | None:
    value = tx.cursors.get(_cursor(slack_id))
    if value is None:
        return None
    part, offset, at = (value + ":0").split(":")[:3]  # older bots did not keep the moment
    return _Seen(Part(part), int(offset), datetime.fromtimestamp(int(at), UTC))


def card_of(messages: Iterable[Message], slack_id: str) -> Posted | None:
    """Where this person's newest card stands in Slack, or what told them that the order is stuck."""
    shown = (m for m in messages if m.state is MessageState.SENT and m.ts and m.channel)
    mine = [m for m in shown if m.recipient == slack_id and m.kind in CARDS]
    return Posted(mine[-1].channel or "", mine[-1].ts or "") if mine else None


def _cursor(slack_id: str) -> str:
    return f"home:{slack_id}"
