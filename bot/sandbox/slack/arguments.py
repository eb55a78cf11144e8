"""The arguments of a Web API call, as form fields or JSON, read once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from bot.sandbox.slack.refusals import Refusal

STRUCTURED = {
    "attachments": "invalid_attachments",
    "blocks": "invalid_blocks_format",
    "chunks": "invalid_chunks",
    "files": "invalid_arguments",
    "loading_messages": "invalid_arguments",
    "metadata": "invalid_metadata_format",
    "prompts": "invalid_arguments",
    "view": "invalid_arguments",
}


class Arguments:
    """What a call was given; texts in form fields become what they stand for."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = {name: value for name, value in given.items() if value is not None and name != "token"}
        for name, error in STRUCTURED.items():
            if isinstance(self.given.get(name), str):
                try:
                    self.given[name] = json.loads(self.given[name])
                except ValueError:
                    raise Refusal(error, f"{name} is not JSON [json-pointer:/{name}]") from None

    def need(self, *names: str) -> None:
        """Refuse a call without these."""
        missing = [name for name in names if self.given.get(name) in (None, "")]
        if missing:
            said = [f"missing required field: {name} [json-pointer:/{name}]" for name in missing]
            raise Refusal("invalid_arguments", *said)

    def any(self, name: str) -> Any:
        """A value as it came."""
        return self.given.get(name)

    def text(self, name: str, default: str = "") -> str:
        """A text."""
        value = self.given.get(name)
        return default if value is None else str(value)

    def flag(self, name: str, default: bool = False) -> bool:
        """Yes or no."""
        value = self.given.get(name)
        return default if value is None else str(value).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        """A whole number."""
        value = self.given.get(name)
        try:
            return default if value in (None, "") else int(str(value))
        except ValueError:
            raise Refusal("invalid_arguments", f"must be an integer [json-pointer:/{name}]") from None

    def names(self, name: str) -> list[str]:
        """A list that came with commas, or as a list."""
        value = self.given.get(name) or ()
        return [part.strip() for part in (value.split(",") if isinstance(value, str) else map(str, value))]


def read(content_type: str, body: bytes, query: Mapping[str, str]) -> dict[str, Any]:
    """All that came with a request; the body counts for more than the address."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json":
        try:
            given = json.loads(body or b"{}")
        except ValueError:
            raise Refusal("invalid_json") from None
        if not isinstance(given, dict):
            raise Refusal("json_not_object")
        return {**query, **given}
    if kind == "application/x-www-form-urlencoded":
        return {**query, **dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))}
    return dict(query)
