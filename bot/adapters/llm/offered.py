"""Which models a server offers, asked without the model's libraries."""

from __future__ import annotations

import json
from collections.abc import Collection
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from bot.domain.advice import NoAdvice

OPENAI = "https://api.openai.com/v1"
SECONDS = 10.0


def offered(base_url: str, api_key: str) -> Collection[str]:
    """Their names; none where the server does not tell. Raises `NoAdvice` with what is wrong."""
    address = f"{(base_url or OPENAI).rstrip('/')}/models"
    request = Request(address, headers={"authorization": f"Bearer {api_key or 'none'}"})  # noqa: S310 - checked: http(s)
    try:
        with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - as above
            told = json.load(answer)
    except HTTPError as error:
        if error.code == 404:  # some servers have no such list
            return ()
        refused = error.code in {401, 403}
        raise NoAdvice("it refuses the key" if refused else f"HTTP {error.code}") from error
    except (URLError, OSError, ValueError) as error:
        raise NoAdvice(f"no answer from {address}") from error
    data = told.get("data") if isinstance(told, dict) else None
    return [str(one["id"]) for one in data or () if isinstance(one, dict) and "id" in one]
