"""Secrets at rest: sealed with the first of `SECRET_KEY`, opened with any of them."""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.domain.errors import InvalidInput
from bot.domain.keys import Vault


class FernetVault(Vault):
    """Fernet: authenticated encryption, so what was tampered with does not open either."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def seal(self, secret: str) -> str:
        """What may be stored of a secret."""
        return self._fernet.encrypt(secret.encode()).decode()

    def open(self, sealed: str) -> str:
        """The secret. Raises `InvalidInput` when it was sealed with a key that is not there any more."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise InvalidInput("a stored key cannot be opened with it", where="SECRET_KEY") from error
