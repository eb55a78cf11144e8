"""Who may handle suppliers' mail."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.errors import OdooMissing
from bot.domain.people import OdooUser


class PurchaseRights:
    """Who may handle suppliers' mail: active people with purchase rights in Odoo."""

    GROUP = "purchase.group_purchase_user"

    def __init__(self, group_id: Callable[[str], int]) -> None:
        self._group_id = group_id

    def __call__(self, user: OdooUser) -> str:
        """Why not; empty when they may. Raises `OdooError` the first time."""
        if not user.active:
            return "your Odoo user is no longer active"
        try:
            group = self._group_id(self.GROUP)
        except OdooMissing:
            return "Odoo has no Purchase app"
        return "" if group in user.groups else "your Odoo user has no purchase rights"
