"""The settings: what is taken, what is refused, and in which words."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.domain.errors import InvalidInput
from bot.settings import Settings, load

ROOT = Path(__file__).resolve().parents[1]

# Other people's scripts rely on these names.
NAMES = [
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_MODE",
    "SLACK_API_URL",
    "ODOO_URL",
    "ODOO_DB",
    "ODOO_LOGIN",
    "ODOO_API_KEY",
    "ODOO_IDENTITY",
    "DATABASE_URL",
    "POLICY_FILE",
    "SECRET_KEY",
    "POLL_SECONDS",
    "DIGEST_OVER",
    "HTTP_HOST",
    "HTTP_PORT",
    "ODOO_WEBHOOK_SECRET",
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "OPENAI_MODEL",
    "MAILBOX_URL",
    "MAIL_HOOK_SECRET",
    "MAILGUN_SIGNING_KEY",
    "SENDGRID_PUBLIC_KEY",
    "MAIL_KEEP_DAYS",
    "TRIAGE_CHANNEL",
    "ESCALATION_CHANNEL",
    "EXCEPTIONS_CHANNEL",
    "TIMEZONE",
    "LOG_FORMAT",
]

SOUND = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_APP_TOKEN": "xapp-1",
    "ODOO_URL": "http://127.0.0.1:8069",
    "ODOO_DB": "odoo",
    "ODOO_LOGIN": "bot",
    "ODOO_API_KEY": "secret",
}
FERNET = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder without a settings file."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(env_file: Path | None = None, **environ: str) -> str:
    with pytest.raises(InvalidInput) as caught:
        load(env_file, environ)
    return str(caught.value)


def test_the_settings_are_those_of_the_design() -> None:
    assert sorted(name.upper() for name in Settings.model_fields) == sorted(NAMES)


def test_the_example_is_sound_and_names_every_setting() -> None:
    settings = load(ROOT / ".env.example", {})
    assert settings == load(environ={})
    text = (ROOT / ".env.example").read_text()
    assert [name for name in NAMES if f"\n{name}=" not in text] == []


def test_the_guide_tells_the_defaults_as_they_are() -> None:
    guide = (ROOT / "docs" / "install.md").read_text()
    assert f"`DIGEST_OVER` of them ({load(environ={}).digest_over} unless you set it)" in guide


def test_without_any_setting_the_defaults_hold(empty_folder: Path) -> None:
    settings = load(environ={})
    assert (settings.slack_mode, settings.slack_api_url) == ("socket", "https://slack.com/api/")
    assert (settings.poll_seconds, settings.digest_over) == (30, 20)
    assert (settings.http_host, settings.http_port) == ("127.0.0.1", 8080)
    assert (settings.odoo_identity, settings.timezone, settings.log_format) == ("integration", "UTC", "text")
    assert settings.database_url.get_secret_value() == f"sqlite:///{empty_folder}/procurement-bot.db"


def test_the_policy_is_the_one_here_or_the_one_that_came_with_the_bot(empty_folder: Path) -> None:
    assert load(environ={}).policy_file == ROOT / "policy.example.yaml"
    (empty_folder / "policy.example.yaml").touch()
    assert load(environ={}).policy_file == empty_folder / "policy.example.yaml"
    assert load(environ={"POLICY_FILE": "mine.yaml"}).policy_file == Path("mine.yaml")


def test_the_file_is_read_and_the_environment_wins(empty_folder: Path) -> None:
    (empty_folder / ".env").write_text("ODOO_DB=file\nODOO_LOGIN='bot'\nexport HTTP_PORT=9000  # ours\n")
    settings = load(environ={"ODOO_DB": "environment", "ODOO_LOGIN": " "})
    assert (settings.odoo_db, settings.odoo_login, settings.http_port) == ("environment", "bot", 9000)


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        load(environ={}).odoo_db = "other"  # type: ignore[misc]


def test_every_problem_is_told_at_once_by_name() -> None:
    told = refused(POLL_SECONDS="90", HTTP_PORT="many", SLACK_MODE="carrier pigeon", TIMEZONE="Mars/Base").splitlines()
    assert sorted(told) == [
        "HTTP_PORT: 'many' is not a whole number",
        "POLL_SECONDS: 90 is more than 60",
        "SLACK_MODE: 'carrier pigeon' is not one of 'socket' or 'http'",
        "TIMEZONE: 'Mars/Base' is not a time zone; say Europe/Berlin or America/New_York",
    ]


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("POLL_SECONDS", "0", "0 is less than 1"),
        ("DIGEST_OVER", "-1", "-1 is less than 0"),
        ("SLACK_API_URL", "slack.com", "web address"),
        ("ODOO_URL", "https://odoo.example/web", "without a path"),
        ("ODOO_URL", "ftp://odoo.example", "web address"),
        ("ODOO_IDENTITY", "admin", "'integration', 'per_user' or 'companion'"),
        ("LOG_FORMAT", "xml", "'text' or 'json'"),
        ("DATABASE_URL", "mysql://host/name", "sqlite:////absolute/path"),
        ("DATABASE_URL", "localhost", "sqlite:////absolute/path or postgresql://user:password@host/name"),
        ("EXCEPTIONS_CHANNEL", "two channels", "one channel"),
    ],
)
def test_a_malformed_value_is_refused_with_the_reason(name: str, value: str, why: str) -> None:
    told = refused(**{name: value})
    assert told.startswith(f"{name}: ")
    assert why in told


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xapp-hunter2hunter2"),
        ("SLACK_APP_TOKEN", "xoxb-hunter2hunter2"),
        ("SLACK_SIGNING_SECRET", "hunter2a,hunter2b,hunter2c"),
        ("ODOO_WEBHOOK_SECRET", "hunter2"),
        ("ODOO_WEBHOOK_SECRET", "hunter2/hunter2?hunter2"),
        ("SECRET_KEY", "hunter2"),
        ("DATABASE_URL", "oracle://bot:hunter2@host/name"),
        ("MAILBOX_URL", "https://bot:hunter2@host/INBOX"),
        ("ODOO_URL", "https://bot:hunter2@host"),
    ],
)
def test_a_malformed_secret_is_refused_without_showing_it(name: str, value: str) -> None:
    told = refused(**{name: value})
    assert told.startswith(f"{name}: ")
    assert "hunter2" not in told


def test_secrets_do_not_show_in_the_settings_themselves() -> None:
    settings = load(environ=SOUND | {"DATABASE_URL": "postgresql://bot:hunter2@host/name", "SECRET_KEY": FERNET})
    shown = repr(settings) + str(settings)
    for secret in ("xoxb-1", "xapp-1", "hunter2", FERNET):
        assert secret not in shown
    assert {"xoxb-1", "xapp-1", "secret", "hunter2", FERNET} == set(settings.secrets())


def test_an_unknown_name_in_the_file_is_refused_with_its_line(empty_folder: Path) -> None:
    file = empty_folder / "settings"
    file.write_text("ODOO_DB=odoo\n\nODDO_LOGIN=hunter2\nsomething else\nODOO_DB=again\n")
    told = refused(file).splitlines()
    assert told == [
        f'{file}:3: unknown setting ODDO_LOGIN, did you mean "ODOO_LOGIN"?',
        f"{file}:4: this line is not NAME=value",
        f"{file}:5: ODOO_DB is given twice",
    ]


def test_a_file_that_is_asked_for_must_be_there(empty_folder: Path) -> None:
    assert "there is no such file" in refused(empty_folder / "gone")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("SLAK_BOT_TOKEN", "SLACK_BOT_TOKEN"),
        ("ODOO_APIKEY", "ODOO_API_KEY"),
        ("SLACK_SINGING_SECRET", "SLACK_SIGNING_SECRET"),
        ("EXCEPTION_CHANNEL", "EXCEPTIONS_CHANNEL"),
        ("ESCALATION_CHANELL", "ESCALATION_CHANNEL"),
        ("ODOO_LOGNI", "ODOO_LOGIN"),
        ("DATABSE_URL", "DATABASE_URL"),
        ("POLL_SECOND", "POLL_SECONDS"),
    ],
)
def test_a_misspelling_of_ours_in_the_environment_is_refused(written: str, meant: str) -> None:
    told = refused(**{written: "hunter2"})
    assert told == f'{written}: unknown setting in the environment, did you mean "{meant}"?'


def test_other_programs_variables_are_their_own_business() -> None:
    names = [
        "PATH",
        "HOME",
        "TZ",
        "TIME_ZONE",
        "HTTPS_PORT",
        "HTTP_PROXY",
        "HTTP_HOSTS",
        "DATABASE_URI",
        "DATABASE_URLS",
        "TEST_DATABASE_URL",
        "SECRETKEY",
        "SECRET_KEYS",
        "AWS_SECRET_KEY",
        "SLACK_TOKEN",
        "SLACK_WEBHOOK_URL",
        "SLACK_CHANNEL",
        "ODOO_HOME",
        "ODOO_PG_DIR",
        "ODOO_ADMIN_KEY",
        "ODOO_URI",
        "ODOO_URL_2",
        "ODOO_HOST",
        "ODOO_PASSWORD",
        "ODOO_USER",
        "ODOO_VERSION",
        "OPENAI_API_BASE",
        "OPENAI_ORG_ID",
        "OPENAPI_BASE_URL",
        "POSTGRES_PASSWORD",
        "LOG_LEVEL",
        "LOGFORMAT",
    ]
    load(environ=dict.fromkeys(names, "x"))


def test_one_slash_is_added_and_a_hash_dropped() -> None:
    settings = load(environ={"SLACK_API_URL": "http://127.0.0.1:3000/api", "EXCEPTIONS_CHANNEL": "#purchasing"})
    assert settings.slack_api_url == "http://127.0.0.1:3000/api/"
    assert settings.exceptions_channel == "purchasing"


def test_two_secrets_may_be_live_at_once() -> None:
    first, second = "a" * 16, "b" * 20
    settings = load(environ={"ODOO_WEBHOOK_SECRET": f"{first}, {second}", "SLACK_SIGNING_SECRET": "new,old"})
    assert settings.webhook_secrets == (first, second)
    assert settings.signing_secrets == ("new", "old")
    assert load(environ={"SECRET_KEY": f"{FERNET},{FERNET}"}).secret_keys == (FERNET, FERNET)


def test_what_is_missing_for_slack_depends_on_the_mode() -> None:
    with pytest.raises(InvalidInput, match="SLACK_BOT_TOKEN, SLACK_APP_TOKEN are missing"):
        load(environ={}).require_slack()
    http = SOUND | {"SLACK_MODE": "http"}
    with pytest.raises(InvalidInput, match="SLACK_SIGNING_SECRET is missing"):
        load(environ=http).require_slack()
    load(environ=http | {"SLACK_SIGNING_SECRET": "s"}).require_slack()
    load(environ=SOUND).require_slack()


def test_what_is_missing_for_odoo_is_named() -> None:
    with pytest.raises(InvalidInput, match="ODOO_DB, ODOO_API_KEY are missing"):
        load(environ={"ODOO_URL": "https://odoo.example", "ODOO_LOGIN": "bot"}).require_odoo()
    load(environ=SOUND).require_odoo()


@pytest.mark.parametrize("mode", ["per_user", "companion"])
def test_an_identity_that_is_not_built_is_refused(mode: str) -> None:
    with pytest.raises(InvalidInput, match=f"ODOO_IDENTITY: {mode} is not built yet"):
        load(environ=SOUND | {"ODOO_IDENTITY": mode}).require_odoo()
