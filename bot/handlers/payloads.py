"""What Slack sends, read once at the door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Click:
    """A button: who, on what record, and where to answer."""

    user: str
    value: str
    trigger: str
    channel: str | None
    response_url: str | None

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Click:
        """From a `block_actions` payload."""
        action = (body.get("actions") or [{}])[0]
        container = body.get("container") or {}
        channel = (body.get("channel") or {}).get("id") or container.get("channel_id")
        return cls(
            user=str(body["user"]["id"]),
            value=str(action.get("value") or ""),
            trigger=str(body.get("trigger_id") or ""),
            channel=channel,
            response_url=body.get("response_url"),
        )


@dataclass(frozen=True)
class Choice:
    """A menu or a button in an open modal: who chose what, and on what record."""

    user: str
    view_id: str
    record: str
    value: str

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Choice:
        """From a `block_actions` payload of a view."""
        view, action = body["view"], body["actions"][0]
        return cls(
            user=str(body["user"]["id"]),
            view_id=str(view["id"]),
            record=str(view.get("private_metadata") or ""),
            value=str((action.get("selected_option") or action).get("value") or ""),
        )


@dataclass(frozen=True)
class Submission:
    """A modal that was sent: who, on what record, and what they filled in."""

    user: str
    view_id: str
    record: str
    values: Mapping[str, Mapping[str, Any]]

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Submission:
        """From a `view_submission` payload."""
        view = body["view"]
        return cls(
            user=str(body["user"]["id"]),
            view_id=str(view["id"]),
            record=str(view.get("private_metadata") or ""),
            values=(view.get("state") or {}).get("values") or {},
        )

    def text(self, block: str) -> str | None:
        """What was typed into the input of a block."""
        value = self._of(block, "value")
        return None if value is None else str(value)

    def chosen(self, block: str) -> str | None:
        """The value of the option chosen in a block."""
        option = self._of(block, "selected_option")
        return str(option["value"]) if isinstance(option, Mapping) else None

    def picked(self, block: str, what: str) -> str | None:
        """What a picker of a block holds: its `selected_date` or its `selected_user`."""
        value = self._of(block, what)
        return None if value is None else str(value)

    def label(self, block: str) -> str | None:
        """The words of the option chosen in a block."""
        option = self._of(block, "selected_option")
        return str(option["text"]["text"]) if isinstance(option, Mapping) else None

    def first(self, prefix: str) -> str:
        """The first block whose name begins so."""
        return next((block for block in self.values if block.startswith(prefix)), prefix)

    def ticked(self, block: str) -> list[str]:
        """The values ticked in all groups of check boxes whose block begins so."""
        elements = [e for name, block_ in self.values.items() if name.startswith(block) for e in block_.values()]
        return [str(option["value"]) for e in elements for option in e.get("selected_options") or []]

    def _of(self, block: str, key: str) -> Any:
        return next((element.get(key) for element in (self.values.get(block) or {}).values()), None)
