"""Who is shown a supplier's mail: the order's buyer, and where there is none, somebody whose task it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.cases import CaseOwner
from bot.domain.orders import UserRef
from bot.domain.people import OdooUser


@dataclass(frozen=True)
class Addressee:
    """The person or channel that gets a card. `owner` is who looks after it, where no buyer does."""

    recipient: str
    owner: CaseOwner | None = None


class Addressing:
    """Finds the addressee of a card; `channel` is the one for supplier mail, empty without any."""

    def __init__(
        self,
        slack_of_id: Callable[[int], str | None],
        owner: Callable[[], OdooUser | None],
        slack_of: Callable[[OdooUser], str | None],
        channel: str,
    ) -> None:
        self._slack_of_id = slack_of_id
        self._owner = owner
        self._slack_of = slack_of
        self._channel = channel

    def __call__(self, buyer: UserRef | None) -> Addressee | None:
        """The buyer; else the channel, where the owner is named; else the owner. None: nobody. Raises `OdooError`."""
        known = self._slack_of_id(buyer.id) if buyer else None
        if known:
            return Addressee(known)
        user = self._owner()
        slack_id = self._slack_of(user) if user else None
        owner = CaseOwner(user.id, user.name, slack_id) if user else None
        recipient = self._channel or slack_id
        return Addressee(recipient, owner) if recipient else None
