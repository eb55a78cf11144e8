"""`POST /hooks/mail`: who may hand mail in, in which form, and when the answer is yes."""

import base64
import hashlib
import hmac
import io
import json
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import pytest
import pytest_asyncio
from aiohttp import ClientSession, FormData
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bot.domain.errors import InvalidInput
from bot.web.app import create_app
from bot.web.health import Health
from bot.web.mail import MailHook
from bot.web.mail_senders import MailSecrets, Senders
from bot.web.metrics import Metrics
from tests.web.serving import served

SECRET, NEXT = "a-secret-of-enough-letters", "the-next-secret-in-rotation"
RAW = "From: ida@holm.example\r\nSubject: Größe\r\n\r\nP00036 is late\r\n".encode()
NOW = 1_775_550_000.0
SENDGRID = ec.generate_private_key(ec.SECP256R1())
PUBLIC = base64.b64encode(
    SENDGRID.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
).decode()
MAILGUN_KEY = "key-of-mailgun"


class Kept:
    """What was stored."""

    def __init__(self) -> None:
        self.mails: list[tuple[bytes, str, str]] = []
        self.failing = False

    def __call__(self, raw: bytes, origin: str, once: str) -> bool:
        if self.failing:
            raise RuntimeError("the database is away")
        if b"From:" not in raw:
            raise InvalidInput("this is no mail: it has no headers")
        known = any(mail[0] == raw for mail in self.mails)
        self.mails.append((raw, origin, once))
        return not known


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest_asyncio.fixture
async def client(kept: Kept) -> AsyncIterator[ClientSession]:
    """A mail service that posts to the bot."""
    senders = Senders(MailSecrets((SECRET, NEXT), (MAILGUN_KEY,), (PUBLIC,)), now=lambda: NOW)
    hook = MailHook(senders, kept)
    app = create_app(health=Health({}), metrics=Metrics(), on_order=lambda _order: None, mail=hook)
    async with served(app) as session:
        yield session


async def post(client: ClientSession, data: Any, path: str = "/hooks/mail", **options: Any) -> tuple[int, str]:
    async with client.post(path, data=data, **options) as answer:
        return answer.status, await answer.text()


def ours(secret: str = SECRET, **headers: str) -> dict[str, Any]:
    return {"headers": {"Authorization": f"Bearer {secret}", "Content-Type": "message/rfc822"} | headers}


def basic(user: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


# Raw


@pytest.mark.parametrize("secret", [SECRET, NEXT])
async def test_raw_mail_with_either_secret_is_stored(client: ClientSession, kept: Kept, secret: str) -> None:
    assert await post(client, RAW, **ours(secret)) == (200, "stored")
    assert kept.mails == [(RAW, "hook", "")]


async def test_the_secret_may_stand_in_the_address_or_as_a_password(client: ClientSession, kept: Kept) -> None:
    raw = {"headers": {"Content-Type": "message/rfc822"}}
    assert (await post(client, RAW, f"/hooks/mail/{SECRET}", **raw))[0] == 200
    assert (await post(client, RAW, headers=raw["headers"] | basic("any", SECRET)))[0] == 200


async def test_same_mail_again_is_fine(client: ClientSession, kept: Kept) -> None:
    answers = [await post(client, RAW, **ours()) for _ in range(10)]
    assert answers == [(200, "stored")] + [(200, "known already")] * 9


@pytest.mark.parametrize(
    "options",
    [
        {},
        ours("wrong"),
        ours(SECRET[:-1]),
        ours("ä" * 20),
        {"headers": basic(SECRET, "")},
        {"headers": {"Authorization": "Basic !!!"}},
        {"headers": {"Authorization": f"Bearer {SECRET},{NEXT}"}},
    ],
    ids=["none", "wrong", "short", "letters", "as user", "no base64", "both"],
)
@pytest.mark.parametrize("kind", ["message/rfc822", "application/json", "multipart/form-data; boundary=x"])
async def test_strangers_are_turned_away(client: ClientSession, kept: Kept, options: Any, kind: str) -> None:
    given = {**options, "headers": {**options.get("headers", {}), "Content-Type": kind}}
    body = b'--x\r\nContent-Disposition: form-data; name="email"\r\n\r\n' + RAW + b"\r\n--x--"
    assert await post(client, body, **given) == (401, "who are you?")
    assert not kept.mails


async def test_without_a_secret_set_nobody_gets_in(kept: Kept) -> None:
    hook = MailHook(Senders(MailSecrets()), kept)
    async with served(create_app(health=Health({}), metrics=Metrics(), on_order=print, mail=hook)) as client:
        assert (await post(client, RAW, **ours("")))[0] == 401
        assert (await post(client, RAW))[0] == 401


async def test_mail_that_could_not_be_stored_is_not_taken(client: ClientSession, kept: Kept) -> None:
    kept.failing = True
    assert await post(client, RAW, **ours()) == (503, "try again")


async def test_a_mail_of_40_megabytes_is_answered_clearly(client: ClientSession, kept: Kept) -> None:
    status, text = await post(client, io.BytesIO(RAW + b"a" * 40_000_000), **ours())
    assert (status, text) == (413, "the mail is larger than 35 MB and was not taken")


async def test_what_is_no_mail_is_said(client: ClientSession) -> None:
    assert await post(client, b"hello", **ours()) == (422, "this is no mail: it has no headers")


# Postmark


async def test_postmark_posts_json_with_a_password(client: ClientSession, kept: Kept) -> None:
    body = json.dumps({"From": "ida@holm.example", "RawEmail": RAW.decode()})
    json_type = {"headers": {"Content-Type": "application/json; charset=utf-8"}}
    assert (await post(client, body, headers=json_type["headers"] | basic("postmark", SECRET)))[0] == 200
    assert kept.mails == [(RAW, "postmark", "")]


@pytest.mark.parametrize("body", ["{", "[]", "{}", '{"RawEmail": 5}', "[" * 60_000])
async def test_postmark_without_its_raw_mail_hears_what_to_switch_on(client: ClientSession, body: str) -> None:
    status, text = await post(client, body, **ours(**{"Content-Type": "application/json"}))
    assert status == 422
    assert "JSON" in text or "RawEmail" in text


async def test_postmark_gives_up_on_what_is_no_mail(client: ClientSession) -> None:
    body = json.dumps({"RawEmail": "hello"})
    assert (await post(client, body, **ours(**{"Content-Type": "application/json"})))[0] == 403


# Mailgun


def mailgun(raw: bytes = RAW, key: str = MAILGUN_KEY, stamp: float = NOW, token: str = "t" * 50) -> dict[str, Any]:
    text = f"{stamp:.0f}{token}"
    signature = hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
    return {"timestamp": f"{stamp:.0f}", "token": token, "signature": signature, "body-mime": raw}


async def test_mailgun_signs_its_forms(client: ClientSession, kept: Kept) -> None:
    form = FormData()
    for name, value in mailgun().items():
        form.add_field(name, value if isinstance(value, str) else value.decode(), content_type="text/plain")
    assert (await post(client, form))[0] == 200
    plain = {"headers": {"Content-Type": "application/x-www-form-urlencoded"}}
    assert (await post(client, urlencode(mailgun(token="u" * 50)), **plain))[0] == 200
    assert kept.mails == [(RAW, "mailgun", f"mailgun:{'t' * 50}"), (RAW, "mailgun", f"mailgun:{'u' * 50}")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "another"},
        {"stamp": NOW - 301},
        {"stamp": NOW + 301},
        {"token": ""},
    ],
    ids=["key", "old", "ahead", "no token"],
)
async def test_mailguns_wrong_signature_is_refused(client: ClientSession, kept: Kept, wrong: Any) -> None:
    plain = {"headers": {"Content-Type": "application/x-www-form-urlencoded"}}
    assert (await post(client, urlencode(mailgun(**wrong)), **plain))[0] == 401
    assert not kept.mails


async def test_mailgun_gives_up_on_what_is_no_mail(client: ClientSession) -> None:
    plain = {"headers": {"Content-Type": "application/x-www-form-urlencoded"}}
    assert (await post(client, urlencode(mailgun(b"hello")), **plain))[0] == 406


# SendGrid


def sendgrid(raw: bytes = RAW) -> bytes:
    fields = {"charsets": b'{"to":"UTF-8"}', "email": raw, "SPF": b"pass"}
    parts = (f'Content-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + text for name, text in fields.items())
    return b"".join(b"--xYzZY\r\n" + part + b"\r\n" for part in parts) + b"--xYzZY--\r\n"


def signed(body: bytes, key: ec.EllipticCurvePrivateKey = SENDGRID) -> dict[str, Any]:
    signature = base64.b64encode(key.sign(b"1775550000" + body, ec.ECDSA(hashes.SHA256()))).decode()
    return {
        "headers": {
            "Content-Type": "multipart/form-data; boundary=xYzZY",
            "X-Twilio-Email-Event-Webhook-Signature": signature,
            "X-Twilio-Email-Event-Webhook-Timestamp": "1775550000",
        }
    }


async def test_sendgrid_signs_the_whole_body(client: ClientSession, kept: Kept) -> None:
    assert (await post(client, sendgrid(), **signed(sendgrid())))[0] == 200
    assert kept.mails == [(RAW, "sendgrid", "")]


async def test_sendgrid_may_use_our_secret_instead(client: ClientSession, kept: Kept) -> None:
    plain = {"headers": {"Content-Type": "multipart/form-data; boundary=xYzZY"}}
    assert (await post(client, sendgrid(), headers=plain["headers"] | basic("sendgrid", SECRET)))[0] == 200


async def test_another_body_than_the_signed_one_is_refused(client: ClientSession, kept: Kept) -> None:
    body = sendgrid(RAW.replace(b"late", b"paid"))
    assert (await post(client, body, **signed(sendgrid())))[0] == 401
    assert (await post(client, body, **signed(body, ec.generate_private_key(ec.SECP256R1()))))[0] == 401
    assert not kept.mails


@pytest.mark.parametrize("body", [b"", b"--xYzZY", sendgrid()[:-12], sendgrid().replace(b'"email"', b'"text"')])
async def test_a_broken_form_is_said(client: ClientSession, kept: Kept, body: bytes) -> None:
    form = ours(**{"Content-Type": "multipart/form-data; boundary=xYzZY"})
    status, text = await post(client, body, **form)
    assert (status, "form" in text) == (422, True)
    assert not kept.mails


async def test_a_form_of_a_hundred_thousand_fields_takes_no_time(client: ClientSession) -> None:
    started = time.monotonic()
    assert (await post(client, b"--xYzZY\r\n" * 100_000, **signed(b"")))[0] == 422
    plain = {"headers": {"Content-Type": "application/x-www-form-urlencoded"}}
    assert (await post(client, b"a=b&" * 100_000, **plain))[0] == 422
    assert time.monotonic() - started < 2
