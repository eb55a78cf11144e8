"""Wires the answering of questions, for the bot and for `ask`: who may look up what, and the model if there is one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.adapters.odoo.client import OdooClient
from bot.adapters.odoo.directory import OdooDirectory
from bot.adapters.odoo.lookups import Deciders, OdooPurchases, asker_of
from bot.domain.advice import Adviser
from bot.domain.errors import InvalidInput
from bot.domain.lookups import Asker, Tools
from bot.domain.people import OdooUser
from bot.settings import Settings
from bot.tools import Toolbox

Now = Callable[[], datetime]


def tools_of(client: OdooClient, asker: Asker, settings: Settings, now: Now, deciders: Deciders | None = None) -> Tools:
    """The look-ups within one asker's rights."""
    zone = ZoneInfo(settings.timezone)
    return Toolbox(OdooPurchases(client, asker, zone=zone, clock=now, deciders=deciders), asker, clock=now, zone=zone)


class ToolsFor:
    """Gives each person the look-ups within their rights. Raises `OdooError` when these cannot be found out."""

    def __init__(self, client: OdooClient, settings: Settings, now: Now) -> None:
        self._client = client
        self._settings = settings
        self._now = now

    def __call__(self, user: OdooUser, deciders: Deciders | None = None) -> Tools:
        """The look-ups of one Odoo user; `deciders` tells who is asked about an order just now."""
        asker = asker_of(self._client, OdooDirectory(self._client), user)
        return tools_of(self._client, asker, self._settings, self._now, deciders)


def adviser(settings: Settings) -> Adviser | None:
    """The model of the settings; None without one. Raises `InvalidInput` when its prompt is not as it should be."""
    if not settings.openai_model:
        return None
    if not settings.openai_api_key.get_secret_value() and not settings.openai_base_url:
        raise InvalidInput(
            "is missing: needed for OPENAI_MODEL, unless OPENAI_BASE_URL names a server that wants none",
            where="OPENAI_API_KEY",
        )
    from bot.adapters.llm.agent import Agent

    return Agent(
        settings.openai_model,
        api_key=settings.openai_api_key.get_secret_value(),
        base_url=settings.openai_base_url,
    )
