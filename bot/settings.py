"""The settings: read once at the start from the environment and `.env`, refused by name when malformed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

import bot
from bot import settings_names
from bot.domain.errors import InvalidInput

if TYPE_CHECKING:
    from bot.web.mail_senders import MailSecrets

WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9._~-]{16,}")
SLACK_API = "https://slack.com/api/"
POLICY_NAME = "policy.example.yaml"
ODOO_NEEDS = ("odoo_url", "odoo_db", "odoo_login", "odoo_api_key")


def parts_of(secret: SecretStr) -> tuple[str, ...]:
    """The one or two values of a comma-separated secret; none when it is not set."""
    return tuple(part.strip() for part in secret.get_secret_value().split(",") if part.strip())


def _one_or_two(secret: SecretStr) -> SecretStr:
    count = len(parts_of(secret))
    if count > 2:
        raise ValueError(f"holds {count} values, at most two may be live at once")
    return secret


def _web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise ValueError("is not a web address") from None
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None):
        raise ValueError("must be a web address like https://host.example, without a user name")
    return value


def _with_last_slash(value: str) -> str:
    return value if value.endswith("/") else f"{value}/"


def _without_path(value: str) -> str:
    if urlsplit(value).path.strip("/"):
        raise ValueError("must be like https://odoo.example or http://host:8069, without a path")
    return value.rstrip("/")


def _channel(value: str) -> str:
    name = value.removeprefix("#")
    if value and not re.fullmatch(r"[^\s,#@<>|]{1,80}", name):
        raise ValueError("must be the id or the name of one channel, like C0123456789 or #purchasing")
    return name


def _default_policy() -> Path:
    """The example policy: in the current folder, else the one that came with the bot."""
    package = Path(bot.__file__).parent
    here = Path.cwd() / POLICY_NAME
    return next((path for path in (here, package / POLICY_NAME) if path.is_file()), package.parent / POLICY_NAME)


def _default_database() -> SecretStr:
    return SecretStr(f"sqlite:///{Path.cwd() / 'procurement-bot.db'}")


Secrets = Annotated[SecretStr, AfterValidator(_one_or_two)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Channel = Annotated[str, AfterValidator(_channel)]
Lower = BeforeValidator(lambda value: value.strip().lower() if isinstance(value, str) else value)


class Settings(BaseSettings):
    """Everything that an administrator may set, grouped by what it is about. Text that is not set is empty.

    Use `load`: it reads the environment and says what is wrong in plain words.
    """

    model_config = SettingsConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_signing_secret: Secrets = SecretStr("")
    slack_mode: Annotated[Literal["socket", "http"], Lower] = "socket"
    slack_api_url: Annotated[WebAddress, AfterValidator(_with_last_slash)] = SLACK_API

    odoo_url: Annotated[WebAddress, AfterValidator(_without_path)] = ""
    odoo_db: str = ""
    odoo_login: str = ""
    odoo_api_key: SecretStr = SecretStr("")
    odoo_identity: Annotated[Literal["integration", "per_user", "companion"], Lower] = "integration"
    odoo_webhook_secret: Secrets = SecretStr("")
    poll_seconds: Annotated[int, Field(ge=1, le=60)] = 30

    database_url: SecretStr = Field(default_factory=_default_database)
    policy_file: Path = Field(default_factory=_default_policy)
    secret_key: Secrets = SecretStr("")
    digest_over: Annotated[int, Field(ge=0, le=100_000)] = 20
    timezone: str = "UTC"
    log_format: Annotated[Literal["text", "json"], Lower] = "text"

    http_host: str = "127.0.0.1"
    http_port: Annotated[int, Field(ge=0, le=65535)] = 8080

    openai_api_key: SecretStr = SecretStr("")
    openai_base_url: WebAddress = ""
    openai_model: str = ""

    mailbox_url: SecretStr = SecretStr("")
    mail_hook_secret: Secrets = SecretStr("")
    mailgun_signing_key: Secrets = SecretStr("")
    sendgrid_public_key: Secrets = SecretStr("")
    mail_keep_days: Annotated[int, Field(ge=1, le=3650)] = 180

    triage_channel: Channel = ""
    escalation_channel: Channel = ""
    exceptions_channel: Channel = ""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is handed in counts, and nothing else: `load` reads the environment, a test none."""
        return (init_settings,)

    @field_validator("slack_bot_token")
    @classmethod
    def _bot_token(cls, value: SecretStr) -> SecretStr:
        return _starts_with(value, "xoxb-", "a bot token (OAuth & Permissions, Bot User OAuth Token)")

    @field_validator("slack_app_token")
    @classmethod
    def _app_token(cls, value: SecretStr) -> SecretStr:
        return _starts_with(value, "xapp-", "an app-level token (Basic Information, App-Level Tokens)")

    @field_validator("odoo_webhook_secret", "mail_hook_secret")
    @classmethod
    def _webhook_secret(cls, value: SecretStr) -> SecretStr:
        if not all(WEBHOOK_SECRET.fullmatch(part) for part in parts_of(value)):
            raise ValueError("must be at least 16 letters, digits, '-', '_', '.' or '~', for it stands in an address")
        return value

    @field_validator("secret_key")
    @classmethod
    def _fernet_key(cls, value: SecretStr) -> SecretStr:
        from cryptography.fernet import Fernet

        for part in parts_of(value):
            try:
                Fernet(part)
            except ValueError:
                raise ValueError("must be a Fernet key: 32 bytes in url-safe base64, 44 characters") from None
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: SecretStr) -> SecretStr:
        from bot.adapters.database.engine import database_url

        try:
            database_url(value.get_secret_value())
        except InvalidInput as error:
            raise ValueError(error.what) from None
        return value

    @field_validator("mailbox_url")
    @classmethod
    def _mailbox(cls, value: SecretStr) -> SecretStr:
        from bot.adapters.mailbox.address import mailbox_address

        if value.get_secret_value():
            try:
                mailbox_address(value.get_secret_value())
            except InvalidInput as error:
                raise ValueError(error.what) from None
        return value

    @field_validator("sendgrid_public_key")
    @classmethod
    def _sendgrid_key(cls, value: SecretStr) -> SecretStr:
        from bot.web.mail_senders import sendgrid_key

        for part in parts_of(value):
            try:
                sendgrid_key(part)
            except InvalidInput as error:
                raise ValueError(error.what) from None
        return value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"{value!r} is not a time zone; say Europe/Berlin or America/New_York") from None
        return value

    @property
    def signing_secrets(self) -> tuple[str, ...]:
        """The signing secrets that are live: one, or two while they are being rotated."""
        return parts_of(self.slack_signing_secret)

    @property
    def webhook_secrets(self) -> tuple[str, ...]:
        """The webhook secrets that are live; the first is the one to install."""
        return parts_of(self.odoo_webhook_secret)

    @property
    def mail_secrets(self) -> MailSecrets:
        """What shows that mail comes from whom we gave a secret to, from Mailgun or from SendGrid."""
        from bot.web.mail_senders import MailSecrets

        return MailSecrets(
            parts_of(self.mail_hook_secret), parts_of(self.mailgun_signing_key), parts_of(self.sendgrid_public_key)
        )

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """The keys to encrypt with (the first) and to decrypt with (all)."""
        return parts_of(self.secret_key)

    def secrets(self) -> tuple[str, ...]:
        """Every secret value, also those inside addresses: for the log to leave out."""
        fields = [value for value in self.__dict__.values() if isinstance(value, SecretStr)]
        addresses = [urlsplit(self.database_url.get_secret_value()), urlsplit(self.mailbox_url.get_secret_value())]
        found = {part for field in fields for part in parts_of(field)} | {a.password for a in addresses if a.password}
        found |= {unquote(a.password) for a in addresses if a.password}
        return tuple(sorted(found - {self.database_url.get_secret_value(), self.mailbox_url.get_secret_value()}))

    def require_slack(self) -> None:
        """Raise `InvalidInput` naming what is missing to speak with Slack in this mode."""
        needed = ["slack_bot_token", "slack_app_token" if self.slack_mode == "socket" else "slack_signing_secret"]
        self._require(needed, f"to run with Slack (SLACK_MODE={self.slack_mode})")

    def require_odoo(self) -> None:
        """Raise `InvalidInput` naming what is missing to speak with Odoo, or is not built yet."""
        if self.odoo_identity != "integration":
            raise InvalidInput(
                f"{self.odoo_identity} is not built yet: use integration, where the bot's own Odoo user acts "
                "and the note on the order names the person",
                where="ODOO_IDENTITY",
            )
        self._require(ODOO_NEEDS, "to speak with Odoo")

    def odoo_missing(self) -> list[str]:
        """The settings without which there is no Odoo to speak with, by name; empty when all are there."""
        return self._missing(ODOO_NEEDS)

    def _missing(self, names: Iterable[str]) -> list[str]:
        return [name.upper() for name in names if not _text(getattr(self, name))]

    def _require(self, names: Iterable[str], purpose: str) -> None:
        missing = self._missing(names)
        if missing:
            word = "is" if len(missing) == 1 else "are"
            raise InvalidInput(f"{', '.join(missing)} {word} missing: needed {purpose}; see .env.example")


def load(env_file: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings from `env_file` (default: `.env` in the current folder, when there) and the environment, which wins.

    A blank value counts as not set. Raises `InvalidInput` with every problem at once.
    """
    known = tuple(name.upper() for name in Settings.model_fields)
    from_file, problems = settings_names.read_file(env_file or Path(".env"), known, must_exist=env_file is not None)
    outside = os.environ if environ is None else environ
    problems += settings_names.misspelled(outside, known)
    given = from_file | {name: outside[name] for name in known if outside.get(name, "").strip()}
    try:
        settings = Settings.model_validate({name.lower(): value.strip() for name, value in given.items()})
    except ValidationError as error:
        problems += [_in_words(details, given) for details in error.errors(include_url=False)]
    if problems:
        raise InvalidInput("\n".join(problems))
    return settings


def _starts_with(value: SecretStr, prefix: str, what: str) -> SecretStr:
    text = value.get_secret_value()
    if text and not re.fullmatch(re.escape(prefix) + r"\S+", text):
        raise ValueError(f"must be {what}, which starts with {prefix}")
    return value


def _text(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


def _in_words(details: ErrorDetails, given: Mapping[str, str]) -> str:
    """One problem in words. The value itself is shown only where it cannot be a secret."""
    field, kind, context = str(details["loc"][0]), details["type"], details.get("ctx", {})
    name = field.upper()
    value = given.get(name, "").strip()
    match kind:
        case "less_than_equal":
            return f"{name}: {value} is more than {context['le']}"
        case "greater_than_equal":
            return f"{name}: {value} is less than {context['ge']}"
        case "int_parsing":
            return f"{name}: {value!r} is not a whole number"
        case "literal_error":
            return f"{name}: {value!r} is not one of {context['expected']}"
        case "value_error":
            return f"{name}: {context['error']}"
        case _:
            return f"{name}: {details['msg']}"
