"""Who may hand mail in: a secret of ours, Mailgun's signature, SendGrid's signature."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key

from bot.domain.errors import InvalidInput

MAILGUN_SECONDS = 300
SENDGRID_SIGNATURE = "x-twilio-email-event-webhook-signature"
SENDGRID_TIMESTAMP = "x-twilio-email-event-webhook-timestamp"
STAMP = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True)
class MailSecrets:
    """What shows who hands mail in. `sendgrid_keys` are public keys as SendGrid shows them (base64 of DER)."""

    ours: Sequence[str] = ()
    mailgun_keys: Sequence[str] = ()
    sendgrid_keys: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.ours or self.mailgun_keys or self.sendgrid_keys)


class Senders:
    """Checks who hands mail in. All comparisons take the same time whatever was guessed."""

    def __init__(self, secrets: MailSecrets, now: Callable[[], float] = time.time) -> None:
        self._ours = [secret.encode() for secret in secrets.ours]
        self._mailgun = [key.encode() for key in secrets.mailgun_keys]
        self._sendgrid = [sendgrid_key(key) for key in secrets.sendgrid_keys]
        self._now = now

    @property
    def signed_forms(self) -> bool:
        """Whether a form may show in its body who sent it, so that it has to be read first."""
        return bool(self._mailgun or self._sendgrid)

    def knows(self, authorization: str, in_path: str) -> bool:
        """Whether a request bears our secret: in the address, as a Bearer token, or as the password of Basic."""
        kind, _, given = authorization.partition(" ")
        attempts = [in_path.encode("utf-8", "surrogateescape")]
        if kind.lower() == "bearer":
            attempts.append(given.strip().encode("utf-8", "surrogateescape"))
        elif kind.lower() == "basic":
            try:
                attempts.append(base64.b64decode(given.strip(), validate=True).partition(b":")[2])
            except (ValueError, binascii.Error):
                return False
        return sum(hmac.compare_digest(attempt, secret) for attempt in attempts for secret in self._ours) > 0

    def signed_by_mailgun(self, form: Mapping[str, bytes]) -> bool:
        """Mailgun signs a time stamp and a token, which are good for one mail and a few minutes."""
        stamp, token = form.get("timestamp", b""), form.get("token", b"")
        if not (STAMP.fullmatch(stamp.decode("latin-1")) and 0 < len(token) <= 100):
            return False
        fresh = abs(self._now() - int(stamp)) <= MAILGUN_SECONDS
        given = form.get("signature", b"")
        own = [hmac.new(key, stamp + token, hashlib.sha256).hexdigest().encode() for key in self._mailgun]
        return fresh and sum(hmac.compare_digest(given, signature) for signature in own) > 0

    def signed_by_sendgrid(self, headers: Mapping[str, str], body: bytes) -> bool:
        """SendGrid signs a time stamp and the whole body; the same body again is the same mail and changes nothing."""
        stamp = headers.get(SENDGRID_TIMESTAMP, "")
        try:
            signature = base64.b64decode(headers.get(SENDGRID_SIGNATURE, ""), validate=True)
        except (ValueError, binascii.Error):
            return False
        if not STAMP.fullmatch(stamp):
            return False
        return any(_verifies(key, signature, stamp.encode() + body) for key in self._sendgrid)


def sendgrid_key(text: str) -> ec.EllipticCurvePublicKey:
    """A public key as SendGrid shows it. Raises `InvalidInput` for anything else."""
    try:
        key = load_der_public_key(base64.b64decode(text, validate=True))
    except (ValueError, binascii.Error) as error:
        raise InvalidInput("is not the public key of SendGrid's signed webhook (base64, begins with MFkw)") from error
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise InvalidInput("is a public key of another kind than SendGrid's")
    return key


def _verifies(key: ec.EllipticCurvePublicKey, signature: bytes, content: bytes) -> bool:
    try:
        key.verify(signature, content, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True
