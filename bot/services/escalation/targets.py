"""Whom an escalation can turn to, and whether they could decide: asks Odoo and Slack, before any transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.approvals import Approval, Seat
from bot.domain.chains import Action, Level, Whom
from bot.domain.people import OdooUser
from bot.domain.policy import Policy, limit_for
from bot.domain.ports import Directory
from bot.domain.words import fold
from bot.domain.working_time import Absence
from bot.services.approvers import ApproverService
from bot.services.people import PeopleService


@dataclass(frozen=True)
class Target:
    """Somebody to turn to. `seat` is the one they could take; None, with `why_not`, when they may not decide."""

    user: OdooUser
    slack_id: str | None
    seat: Seat | None = None
    why_not: str = ""


class Targets:
    """Finds managers, deputies and the people whom a chain names. Raises Odoo's and Slack's errors."""

    def __init__(self, directory: Directory, approvers: ApproverService, people: PeopleService, policy: Policy) -> None:
        self._directory = directory
        self._approvers = approvers
        self._people = people
        self._policy = policy

    def of_level(self, approval: Approval, user_id: int, level: Level) -> dict[Action, Sequence[Target]]:
        """For each thing that an escalation does, to whom; the buyer apart, who is on record."""
        return {
            action: self._targets(approval, self._whom(approval, user_id, action), besides=user_id)
            for action in level.then
            if action.whom is not Whom.BUYER
        }

    def deputies(self, approval: Approval, user: OdooUser, absence: Absence | None) -> Sequence[Target]:
        """Who stands in for somebody: whom they named, then whom the policy names, then those people's deputies."""
        found: dict[int, OdooUser] = {}
        named = absence.deputy if absence is not None else None
        if named is not None:
            found |= self._approvers.users([named])
        login: str | None = user.login
        seen: set[str] = set()
        while login is not None and fold(login) not in seen:
            seen.add(fold(login))
            login = self._deputy(login)
            found |= {u.id: u for u in self._directory.by_login([login]).values()} if login else {}
        return self._targets(approval, found.values(), besides=user.id)

    def next_in_line(self, approval: Approval, user_id: int) -> Sequence[Target]:
        """Who comes after the deputies: the manager, then all whom the step's chain names."""
        chain = approval.current.escalation
        manager = self._manager(user_id)
        named = [u for action in (chain.actions() if chain else ()) for u in self._named(approval, action)]
        return self._targets(approval, [*([manager] if manager else []), *named], besides=user_id)

    def _whom(self, approval: Approval, user_id: int, action: Action) -> Iterable[OdooUser]:
        match action.whom:
            case Whom.MANAGER:
                manager = self._manager(user_id)
                return [manager] if manager else []
            case Whom.DEPUTY:
                user = self._approvers.users([user_id]).get(user_id)
                deputy = self._deputy(user.login) if user else None
                return self._directory.by_login([deputy]).values() if deputy else []
            case _:
                return self._named(approval, action)

    def _manager(self, user_id: int) -> OdooUser | None:
        manager = self._directory.manager_of(user_id)
        return manager if manager is not None and manager.active and manager.id != user_id else None

    def _named(self, approval: Approval, action: Action) -> Sequence[OdooUser]:
        return self._approvers.named(action.people, approval.order)

    def _deputy(self, login: str) -> str | None:
        pairs = self._policy.escalation.deputies.items()
        return next((deputy for name, deputy in pairs if fold(name) == fold(login)), None)

    def _targets(self, approval: Approval, users: Iterable[OdooUser], *, besides: int) -> Sequence[Target]:
        known = {user.id: user for user in users if user.active and user.id != besides}
        slack = self._people.seats(known.values())
        return [self._target(approval, user, slack.get(user.id)) for user in known.values()]

    def _target(self, approval: Approval, user: OdooUser, slack_id: str | None) -> Target:
        if slack_id is None:
            return Target(user, None, why_not="has no Slack account that I know of")
        unfit = self._approvers.why_unfit(user, approval.order, approval.current, handed_over=True)
        if unfit is not None:
            return Target(user, slack_id, why_not="has no right to approve purchase orders in Odoo")
        return Target(user, slack_id, Seat(user.id, user.name, slack_id, limit_for(self._policy, user.login)))
