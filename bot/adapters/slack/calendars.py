"""What Slack knows of a member's time: zone, status, do-not-disturb."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from slack_sdk import WebClient

from bot.adapters.slack.faults import OnCall, ignore, slack_call
from bot.domain.calendars import Presence, Presences
from bot.domain.errors import SlackRefused
from bot.domain.intervals import Interval
from bot.domain.slack_status import means_away
from bot.domain.working_week import known_zone

_NOBODY = frozenset({"user_not_found", "user_not_visible"})
_NOT_OURS = frozenset({"missing_scope", "not_allowed_token_type", "unknown_method", "method_not_supported"})


class SlackPresences(Presences):
    """Asks for each member: `users.info` and `dnd.info`. Without the scope dnd:read nobody counts as quiet."""

    def __init__(self, client: WebClient, *, on_call: OnCall = ignore) -> None:
        self._client = client
        self._on_call = on_call

    def of(self, slack_id: str) -> Presence:
        """What Slack says now; nothing of somebody it does not know. Raises `SlackError`."""
        try:
            with slack_call("users.info", self._on_call):
                user: Mapping[str, Any] = self._client.users_info(user=slack_id)["user"]
        except SlackRefused as error:
            if error.code in _NOBODY:
                return Presence()
            raise
        profile = user.get("profile") or {}
        away = means_away(str(profile.get("status_emoji") or ""), str(profile.get("status_text") or ""))
        zone = str(user.get("tz") or "")
        return Presence(
            zone=zone if known_zone(zone) else "",
            away=away,
            away_until=_moment(profile.get("status_expiration")) if away else None,
            quiet=self._quiet(slack_id),
        )

    def _quiet(self, slack_id: str) -> tuple[Interval, ...]:
        try:
            with slack_call("dnd.info", self._on_call):
                told: Mapping[str, Any] = dict(self._client.dnd_info(user=slack_id).data)  # type: ignore[arg-type]  # bytes only for files
        except SlackRefused as error:
            if error.code in _NOBODY | _NOT_OURS:
                return ()
            raise
        found = []
        if told.get("dnd_enabled"):
            found.append((_moment(told.get("next_dnd_start_ts")), _moment(told.get("next_dnd_end_ts"))))
        if told.get("snooze_enabled"):
            found.append((datetime.fromtimestamp(0, UTC), _moment(told.get("snooze_endtime"))))
        return tuple(Interval(start, end) for start, end in found if start and end and start < end)


def _moment(seconds: object) -> datetime | None:
    """A moment as Slack writes it; 0 and 1 mean none."""
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int | float) and seconds > 1 else None
