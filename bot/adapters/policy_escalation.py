"""`escalation:` of the policy file: who is reminded when, and what happens when nobody decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from bot.adapters.policy_words import Bounded, Switch, Text, Texts, one_or_more, shown, wrong
from bot.adapters.strict_yaml import Path
from bot.domain.chains import REMINDERS, Action, Chain, Does, Escalation, Level, Pace, Urgency, Whom
from bot.domain.durations import Duration
from bot.domain.errors import InvalidInput
from bot.domain.policy import Step
from bot.domain.roles import ApproverKind, Approvers
from bot.domain.words import did_you_mean, fold

NONE = "none"
ALONE = ("tell_manager", "card_to_manager", "tell_buyer", "hand_over_to_deputy")
_ACTIONS = (*ALONE, "tell", "card_to", "hand_over")


def _duration(value: object) -> Duration:
    if not isinstance(value, str):
        raise wrong(f"expected a length of time such as 4h, 1d or 4h clock, got {shown(value)}")
    try:
        return Duration.parse(value)
    except InvalidInput as error:
        raise wrong(error.what) from None


def _action(value: object) -> object:
    """`tell_manager` by itself is short for `{tell_manager: true}`."""
    if not isinstance(value, str):
        return value
    if value not in ALONE:
        needs = " needs people: give it like {card_to: {role: ...}}" if value in _ACTIONS else ""
        raise wrong(
            (needs and f'"{value}"{needs}') or f"there is no action {shown(value)}{did_you_mean(value, _ACTIONS)}"
        )
    return {value: True}


Length = Annotated[Duration, BeforeValidator(_duration)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class NamedForm(_Form):
    """People whom an escalation names: Odoo groups, logins, roles."""

    group: Texts = []
    user: Texts = []
    role: Texts = []


class ActionForm(_Form):
    """One entry of `then:`."""

    tell_manager: Switch = False
    card_to_manager: Switch = False
    tell_buyer: Switch = False
    hand_over_to_deputy: Switch = False
    tell: NamedForm | None = None
    card_to: NamedForm | None = None
    hand_over: NamedForm | None = None


class LevelForm(_Form):
    """One escalation."""

    escalate_after: Length
    then: Annotated[list[Annotated[ActionForm, BeforeValidator(_action)]], BeforeValidator(one_or_more)] = []


class PaceForm(_Form):
    """How fast; what is left out of `urgent:` is as usual."""

    remind_after: Length | None = None
    repeat: Length | None = None
    reminders: Annotated[int, Bounded(1, 20)] | None = None
    levels: list[LevelForm] = []


class ChainForm(PaceForm):
    """A chain."""

    urgent: PaceForm | None = None


class UrgentForm(_Form):
    """What makes an order urgent."""

    priority: Switch = True
    needed_within: Length | None = None
    below_safety_stock: Switch = True
    outside_hours: Switch = True


class EscalationForm(_Form):
    """The whole section."""

    default: Text = NONE
    chains: dict[Text, ChainForm] = {}
    urgent: UrgentForm = UrgentForm()
    deputies: dict[Text, Text] = {}
    morning_digest: Switch = True
    digest_over: Annotated[int, Bounded(1, 20)] = 3
    per_hour: Annotated[int, Bounded(1, 60)] = 6
    longest_snooze: Length = Duration.parse("1d")


Complain = Callable[[Path, str], None]
Sources = Callable[[NamedForm, Path], tuple[Approvers, ...]]


class ChainBuilder:
    """Builds the chains; what no form can say is complained about with its place.

    `sources` turns names into Odoo groups and logins, and complains about roles that go in a circle.
    """

    def __init__(self, form: EscalationForm | None, complain: Complain, sources: Sources) -> None:
        self._form = form or EscalationForm(morning_digest=False)
        self._complain = complain
        self._sources = sources
        self._chains = {
            name: self._chain(name, chain, ("escalation", "chains", name)) for name, chain in self._form.chains.items()
        }
        if NONE in self._chains:
            self._complain(("escalation", "chains", NONE), f'"{NONE}" means no chain: give this one another name')

    def build(self) -> Escalation:
        """The section as the bot uses it."""
        form = self._form
        for login, deputy in form.deputies.items():
            if fold(login) == fold(deputy):
                self._complain(("escalation", "deputies", login), f"{login} cannot be their own deputy")
        default = self.named(form.default, ("escalation", "default"))
        urgent = form.urgent
        return Escalation(
            chains=self._chains,
            default=default.name if default else None,
            urgency=Urgency(
                urgent.priority, urgent.needed_within, urgent.below_safety_stock, outside_hours=urgent.outside_hours
            ),
            deputies=dict(form.deputies),
            morning_digest=form.morning_digest,
            digest_over=form.digest_over,
            per_hour=form.per_hour,
            longest_snooze=form.longest_snooze,
        )

    def of(self, name: str | None, path: Path) -> Chain | None:
        """The chain that a step or rule names, else the default one; None for `none`."""
        if name is None:
            return self._chains.get(self._form.default)
        return self.named(name, path)

    def named(self, name: str, path: Path) -> Chain | None:
        """A chain by its name; a name that nobody has is complained about."""
        if name == NONE:
            return None
        if name not in self._chains:
            known = ", ".join(self._chains) or "none is given under escalation: chains"
            self._complain(path, f'there is no chain "{name}"{did_you_mean(name, self._chains)} (chains: {known})')
        return self._chains.get(name)

    def check(self, step: Step, path: Path, rule: str) -> None:
        """Complain about a chain that would escalate a step to the very people who are asked in it."""
        asked = set(_named(step.approvers))
        for pace, level, action in _actions(step.escalation):
            named = set(_named(action.people))
            if named and named <= asked:
                what = f'{pace}level {level + 1} of chain "{step.escalation.name}"' if step.escalation else ""
                self._complain(
                    path,
                    f'{what} escalates step "{step.name}" of rule "{rule}" to the same people who are asked: '
                    + "; ".join(source.in_words() for source in action.people),
                )

    def _chain(self, name: str, form: ChainForm, path: Path) -> Chain:
        usual = self._pace(form, path)
        if usual.remind_after is None and not usual.levels:
            self._complain(path, f'chain "{name}" does nothing: give remind_after or levels (or use {NONE})')
        urgent = None
        if form.urgent is not None:
            urgent = self._pace(form.urgent, (*path, "urgent"), usual)
        return Chain(name, usual, urgent)

    def _pace(self, form: PaceForm, path: Path, usual: Pace | None = None) -> Pace:
        usual = usual or Pace()
        remind_after = form.remind_after or usual.remind_after
        repeat = form.repeat or usual.repeat
        if repeat is not None and remind_after is None:
            self._complain((*path, "repeat"), "repeat needs remind_after: when is the first reminder?")
        if form.reminders is not None and repeat is None:
            self._complain((*path, "reminders"), "reminders needs repeat: how long between them?")
        most = form.reminders or (usual.reminders if usual.repeat else REMINDERS if repeat else 1)
        levels = tuple(self._level(level, (*path, "levels", i)) for i, level in enumerate(form.levels))
        self._no_circle(levels, path)
        return Pace(remind_after, repeat, most, levels or usual.levels)

    def _level(self, form: LevelForm, path: Path) -> Level:
        if not form.then:
            self._complain(path, "this escalates to nobody: give then: with what is to happen")
        actions = [action for i, then in enumerate(form.then) for action in self._action(then, (*path, "then", i))]
        return Level(form.escalate_after, tuple(actions))

    def _action(self, form: ActionForm, path: Path) -> Iterator[Action]:
        found = [
            *([Action(Does.TELL, Whom.MANAGER)] if form.tell_manager else []),
            *([Action(Does.CARD, Whom.MANAGER)] if form.card_to_manager else []),
            *([Action(Does.TELL, Whom.BUYER)] if form.tell_buyer else []),
            *([Action(Does.HAND_OVER, Whom.DEPUTY)] if form.hand_over_to_deputy else []),
        ]
        for does, key in ((Does.TELL, "tell"), (Does.CARD, "card_to"), (Does.HAND_OVER, "hand_over")):
            named = getattr(form, key)
            if named is not None:
                found.append(Action(does, Whom.PEOPLE, self._sources(named, (*path, key))))
        if not found:
            self._complain(path, "this escalates to nobody: give one of " + ", ".join(_ACTIONS))
        yield from found

    def _no_circle(self, levels: tuple[Level, ...], path: Path) -> None:
        """Nobody gets the order twice: a chain that comes back to somebody goes in a circle."""
        seen: dict[object, int] = {}
        for number, level in enumerate(levels):
            for action in level.then:
                if action.does is Does.TELL:
                    continue
                target = (action.whom, tuple(sorted(_named(action.people))))
                if action.whom is Whom.PEOPLE and not target[1]:
                    continue  # was complained about
                first = seen.setdefault(target, number)
                if first != number:
                    whom = action.in_words().removeprefix("card to ").removeprefix("hand over to ")
                    where = (*path, "levels", number)
                    self._complain(where, f"goes in a circle: level {first + 1} brought it to {whom} already")


def _named(sources: tuple[Approvers, ...]) -> Iterator[tuple[ApproverKind, str]]:
    for source in sources:
        for value in source.values or ("",):
            yield source.kind, fold(value)


def _actions(chain: Chain | None) -> Iterator[tuple[str, int, Action]]:
    paces: Mapping[str, Pace | None] = {} if chain is None else {"": chain.usual, "urgent ": chain.urgent}
    for word, pace in paces.items():
        for number, level in enumerate(pace.levels if pace else ()):
            for action in level.then:
                yield word, number, action
