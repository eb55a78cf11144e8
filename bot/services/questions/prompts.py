"""Things to ask, offered in the conversation with the bot: what fits the part that a person has."""

from __future__ import annotations

from bot.domain.conversations import Prompt, Speaker
from bot.domain.errors import OdooError, Refused
from bot.domain.people import OdooUser
from bot.domain.ports import Directory
from bot.services.approvers import PURCHASE_MANAGER
from bot.services.people import PeopleService
from bot.services.status import PURCHASE_USER, StatusService

HELP = Prompt("What can you do?", "What can you do?")
APPROVER = (
    Prompt("What waits for me?", "What is waiting for my approval?"),
    Prompt("What is late?", "Which orders are late?"),
    Prompt("What do late orders hold up?", "What do late orders hold up?"),
)
MANAGER = (
    Prompt("What waits, and for whom?", "Which orders wait for approval?"),
    Prompt("Who delivers late?", "Which vendors are late most often?"),
    Prompt("Spend this year", "How much did we spend this year by vendor?"),
)
BUYER = (
    Prompt("My late orders", "Which of my orders are late?"),
    Prompt("What arrives this week?", "What arrives this week?"),
    Prompt("What falls short?", "What do we need to reorder?"),
)


class PromptService:
    """Offers prompts by role: whoever is asked to approve just now, managers, buyers, everybody else."""

    def __init__(self, people: PeopleService, directory: Directory, status: StatusService, speaker: Speaker) -> None:
        self._people = people
        self._directory = directory
        self._status = status
        self._speaker = speaker

    def offer(self, slack_id: str, channel: str) -> None:
        """Offer what fits this person, in their conversation with the bot."""
        self._speaker.prompts(channel, self.fitting(slack_id))

    def fitting(self, slack_id: str) -> tuple[Prompt, ...]:
        """What fits this person; people whom Odoo does not know are only told what there is."""
        try:
            user = self._people.who(slack_id).user
            if self._status.is_asked(user.id):
                return (*APPROVER, HELP)
            if self._belongs(user, PURCHASE_MANAGER):
                return (*MANAGER, HELP)
            if self._belongs(user, PURCHASE_USER):
                return (*BUYER, HELP)
        except (Refused, OdooError):
            pass
        return (HELP,)

    def _belongs(self, user: OdooUser, group: str) -> bool:
        return self._directory.group_id(group) in user.groups
