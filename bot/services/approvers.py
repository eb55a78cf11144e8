"""Who can be asked: the Odoo users whom a step of the policy names for an order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.errors import BotError, OdooMissing
from bot.domain.orders import Order
from bot.domain.people import OdooUser
from bot.domain.policy import Policy, Problem, Step
from bot.domain.ports import Directory
from bot.domain.roles import ApproverKind, Approvers

PURCHASE_MANAGER = "purchase.group_purchase_manager"


class ApproverProblem(BotError):
    """A step cannot be carried out as the policy wants it, because of whom Odoo does not know."""


@dataclass(frozen=True)
class Resolved:
    """The people of a step, by name, and what of the step could not be found in Odoo.

    `incomplete` says why the step cannot be carried out as the policy wants it: all must agree but
    not all were found, or fewer people were found than must agree.
    """

    users: tuple[OdooUser, ...]
    problems: tuple[Problem, ...] = ()
    incomplete: str = ""


class ApproverService:
    """Turns the policy's groups, logins and managers into Odoo users; the bot's own user is never one of them."""

    def __init__(self, directory: Directory, *, integration_uid: Callable[[], int]) -> None:
        self._directory = directory
        self._integration_uid = integration_uid

    def candidates(self, order: Order, step: Step, *, rule: str = "") -> tuple[OdooUser, ...]:
        """Everybody whom the step names for this order, by name, whether or not they may decide it.

        Somebody who is gone from Odoo is left out while enough others remain; a step that must have
        all of its people, or has too few, raises `ApproverProblem` naming rule, step and whom.
        """
        resolved = self.resolve(step, order, rule=rule)
        if resolved.incomplete:
            raise ApproverProblem(resolved.incomplete)
        return resolved.users

    def users(self, ids: Collection[int]) -> Mapping[int, OdooUser]:
        """Odoo users by id."""
        return self._directory.users(ids)

    def deputies(self, order: Order, step: Step) -> tuple[OdooUser, ...]:
        """Who could take a seat that is handed over: the people of the step and Odoo's purchase administrators."""
        managers = self._directory.in_group(PURCHASE_MANAGER)
        found = {user.id: user for user in (*self.resolve(step, order).users, *managers)}
        found.pop(self._integration_uid(), None)
        return tuple(sorted(found.values(), key=lambda u: (u.name.casefold(), u.id)))

    def why_unfit(self, user: OdooUser, order: Order, step: Step, *, handed_over: bool) -> str | None:
        """Why this user, as Odoo knows them now, is none of the step's approvers; None when they are.

        A seat that was handed over also needs no more than the right to approve purchase orders.
        """
        if any(self._belongs(user, source, order) for source in step.approvers):
            return None
        if handed_over and self._directory.group_id(PURCHASE_MANAGER) in user.groups:
            return None
        return f"you are no longer an approver of this step ({step.in_words()})"

    def _belongs(self, user: OdooUser, source: Approvers, order: Order) -> bool:
        match source.kind:
            case ApproverKind.GROUP:
                return any(self._directory.group_id(xml_id) in user.groups for xml_id in source.values)
            case ApproverKind.USERS:
                return user.login in source.values
            case _:
                return any(user.id == person.id for person in self._people(source, order)[0])

    def with_buyer_login(self, policy: Policy, order: Order) -> Order:
        """The order with its buyer's login read from Odoo, where a rule of the policy asks for the buyer."""
        buyer = order.buyer
        if buyer is None or buyer.login or not any(rule.when.buyer for rule in policy.rules):
            return order
        known = self._directory.users([buyer.id]).get(buyer.id)
        return order if known is None else replace(order, buyer=replace(buyer, login=known.login))

    def resolve(self, step: Step, order: Order, *, rule: str = "") -> Resolved:
        """Everybody whom the step names for this order, whether or not they may decide it."""
        where = f'rule "{rule}", step "{step.name}"' if rule else f'step "{step.name}"'
        found: dict[int, OdooUser] = {}
        problems: list[Problem] = []
        for source in step.approvers:
            users, missing = self._people(source, order)
            found |= {user.id: user for user in users}
            problems += [Problem(where, what) for what in missing]
        found.pop(self._integration_uid(), None)
        users_by_name = tuple(sorted(found.values(), key=lambda u: (u.name.casefold(), u.id)))
        return Resolved(users_by_name, tuple(problems), _incomplete(step, len(found), problems, where))

    def owners(self, policy: Policy) -> Resolved:
        """Who owns exceptions under this policy, in the order to try them; a group's people by name."""
        return self._owners(policy.exceptions_owner, "exceptions: owner")

    def mail_owners(self, policy: Policy) -> Resolved:
        """Who owns suppliers' mail that has no buyer, in the same way; nobody where the policy leaves it out."""
        return self._owners(policy.supplier_mail_owner, "supplier_mail: owner")

    def _owners(self, sources: Iterable[Approvers], where: str) -> Resolved:
        found: dict[int, OdooUser] = {}
        problems: list[Problem] = []
        for source in sources:
            users, missing = self._people(source, None)
            for user in sorted(users, key=lambda u: (u.name.casefold(), u.id)):
                found.setdefault(user.id, user)
            problems += [Problem(where, what) for what in missing]
        found.pop(self._integration_uid(), None)
        return Resolved(tuple(found.values()), tuple(problems))

    def named(self, sources: Iterable[Approvers], order: Order) -> tuple[OdooUser, ...]:
        """Everybody whom these sources name for an order, each once, by name; the bot's own user is never one."""
        found: dict[int, OdooUser] = {}
        for source in sources:
            found |= {user.id: user for user in self._people(source, order)[0]}
        found.pop(self._integration_uid(), None)
        return tuple(sorted(found.values(), key=lambda u: (u.name.casefold(), u.id)))

    def _people(self, source: Approvers, order: Order | None) -> tuple[Sequence[OdooUser], Sequence[str]]:
        match source.kind:
            case ApproverKind.GROUP:
                return self._groups(source.values)
            case ApproverKind.USERS:
                known = self._directory.by_login(source.values)
                missing = [login for login in source.values if login not in known]
                return list(known.values()), [f'Odoo has no active user with the login "{x}"' for x in missing]
            case ApproverKind.MANAGER:
                return self._manager(order)
            case ApproverKind.ROLE:
                return (), [f"the role {source.in_words()} was not resolved"]

    def _groups(self, xml_ids: Iterable[str]) -> tuple[Sequence[OdooUser], Sequence[str]]:
        users: list[OdooUser] = []
        missing: list[str] = []
        for xml_id in xml_ids:
            try:
                users += self._directory.in_group(xml_id)
            except OdooMissing:
                missing.append(f'Odoo has no group "{xml_id}"')
        return users, missing

    def _manager(self, order: Order | None) -> tuple[Sequence[OdooUser], Sequence[str]]:
        if order is None or order.buyer is None:
            return (), ["the order names no buyer whose manager could be asked"]
        manager = self._directory.manager_of(order.buyer.id)
        if manager is None:
            return (), [f"Odoo knows no manager of {order.buyer.name} (Employees: manager, with a user)"]
        return (manager,), ()


def _incomplete(step: Step, found: int, problems: Sequence[Problem], where: str) -> str:
    if not found:
        return f"{where}: there is nobody to ask" + "".join(f"; {p.what}" for p in problems)
    if step.need is None and problems:
        return f"{where}: all must agree, but " + "; ".join(p.what for p in problems)
    if step.need is not None and found < step.need:
        return f"{where}: {step.need} must agree, but only {found} can be asked"
    return ""
