"""Small working stand-ins for what the bot needs from outside."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from bot.domain.errors import OdooMissing
from bot.domain.people import OdooUser
from bot.domain.ports import Directory


class FakeDirectory(Directory):
    """An Odoo that knows these users, groups (XML id to logins) and managers (user id to login)."""

    def __init__(
        self,
        users: Iterable[OdooUser] = (),
        groups: Mapping[str, Collection[str]] | None = None,
        managers: Mapping[int, str] | None = None,
    ) -> None:
        self.everybody = {user.id: user for user in users}
        self.groups = dict(groups or {})
        self.managers = dict(managers or {})

    def users(self, ids: Collection[int]) -> Mapping[int, OdooUser]:
        return {i: self.everybody[i] for i in ids if i in self.everybody}

    def by_login(self, logins: Collection[str]) -> Mapping[str, OdooUser]:
        return {user.login: user for user in self._active() if user.login in logins}

    def by_email(self, email: str) -> Sequence[OdooUser]:
        wanted = email.casefold()
        return [u for u in self._active() if wanted in {u.email.casefold(), u.login.casefold()}]

    def in_group(self, xml_id: str) -> Sequence[OdooUser]:
        self.group_id(xml_id)
        return [user for user in self._active() if user.login in self.groups[xml_id]]

    def group_id(self, xml_id: str) -> int:
        if xml_id not in self.groups:
            raise OdooMissing(f"there is no group {xml_id}")
        return 1 + list(self.groups).index(xml_id)

    def manager_of(self, user_id: int) -> OdooUser | None:
        return self.by_login([self.managers.get(user_id, "")]).get(self.managers.get(user_id, ""))

    def _active(self) -> list[OdooUser]:
        return [user for user in self.everybody.values() if user.active]
