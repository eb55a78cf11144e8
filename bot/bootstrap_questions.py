"""Wires the answering of questions, for the bot and for `ask`: who may look up what, and the model if there is one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.adapters.odoo.client import OdooClient
from bot.adapters.odoo.directory import OdooDirectory
from bot.adapters.odoo.keys import OdooKeys
from bot.adapters.odoo.lookups import Deciders, OdooPurchases, asker_of, own_asker
from bot.adapters.vault import FernetVault
from bot.domain.advice import Adviser
from bot.domain.errors import InvalidInput, OdooDenied
from bot.domain.lookups import Asker, Tools
from bot.domain.people import OdooUser
from bot.domain.ports import Clock, Store
from bot.services.keys import KeyService
from bot.settings import Settings
from bot.tools import Toolbox

Now = Callable[[], datetime]


def tools_of(
    client: OdooClient,
    asker: Asker,
    settings: Settings,
    now: Now,
    deciders: Deciders | None = None,
    *,
    bot_id: int | None = None,
    remark: str = "",
) -> Tools:
    """The look-ups within one asker's rights; `bot_id` is the bot's own user where `client` is somebody else's."""
    zone = ZoneInfo(settings.timezone)
    reader = OdooPurchases(client, asker, zone=zone, clock=now, deciders=deciders, bot_id=bot_id)
    return Toolbox(reader, asker, clock=now, zone=zone, remark=remark)


def key_service(settings: Settings, store: Store, clock: Clock) -> KeyService | None:
    """People's own Odoo keys; None where there is nothing to seal them with."""
    if not settings.secret_keys:
        return None
    return KeyService(store, FernetVault(settings.secret_keys), OdooKeys(settings.odoo_url, settings.odoo_db), clock)


class ToolsFor:
    """Gives each person the look-ups within their rights. Raises `OdooError` when these cannot be found out.

    Odoo is asked as the person where their own key is known and taken, else as the bot, by filters.
    """

    def __init__(self, client: OdooClient, settings: Settings, now: Now, keys: KeyService | None = None) -> None:
        self._client = client
        self._settings = settings
        self._now = now
        self._keys = keys

    def __call__(self, user: OdooUser, deciders: Deciders | None = None) -> Tools:
        """The look-ups of one Odoo user; `deciders` tells who is asked about an order just now."""
        own = self._own(user, deciders)
        if own is not None:
            return own
        asker = asker_of(self._client, OdooDirectory(self._client), user)
        return tools_of(self._client, asker, self._settings, self._now, deciders)

    def _own(self, user: OdooUser, deciders: Deciders | None) -> Tools | None:
        """The look-ups over the person's own key; None without one that Odoo takes."""
        known = self._keys.of(user.id) if self._keys else None
        if self._keys is None or known is None:
            return None
        key, secret = known
        client = OdooClient(self._client.url, self._client.db, key.login, secret)
        try:
            asker = own_asker(client, user.name)
        except OdooDenied:
            self._keys.refused(key)
            return None
        remark, bot = self._keys.remark(key), self._client.uid
        return tools_of(client, asker, self._settings, self._now, deciders, bot_id=bot, remark=remark)


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
