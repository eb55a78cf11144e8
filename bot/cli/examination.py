"""Puts the checks of `bot.services.doctor` together with the real database, Odoo and Slack."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property

from slack_sdk import WebClient

from bot.adapters.llm.offered import offered
from bot.adapters.mailbox.address import mailbox_address
from bot.adapters.mailbox.imap import ImapMailbox
from bot.adapters.odoo.calendars import OdooCalendars
from bot.adapters.policy_file import load
from bot.adapters.public_holidays import LibraryHolidays
from bot.adapters.slack.messenger import SlackMembers
from bot.cli.checkup import RealDatabase, RealOdoo, RealSlack, installed_on
from bot.cli.common import odoo_client, store
from bot.domain.errors import InvalidInput
from bot.domain.keys import PersonalKey
from bot.domain.people import OdooUser
from bot.domain.policy import Policy
from bot.services.approvers import ApproverService
from bot.services.doctor import Finding, Section, calendars, ground, keys, mail, odoo, policy, questions, slack
from bot.services.doctor.findings import Check
from bot.settings import Settings

KEY_LIKE = re.compile(r"[0-9a-f]{40}")


class Examination:
    """What is looked at, in this order; each fact is asked for once."""

    def __init__(self, given: Settings) -> None:
        self._given = given
        self._database = RealDatabase(given)

    def sections(self) -> list[Section]:
        """All checks."""
        http, missing = self._given.slack_mode == "http", self._given.odoo_missing()
        return [
            Section(
                "database",
                [
                    ("reachable", lambda: ground.database_reachable(self._database)),
                    ("migrations", lambda: ground.database_current(self._database)),
                    ("job engine", lambda: ground.database_fits(self._database)),
                ],
                "look at DATABASE_URL",
            ),
            Section("settings", [("secrets", self._secrets)]),
            Section("policy", [("file", lambda: policy.valid(lambda: self._policy))], "correct the policy file"),
            Section(
                "Odoo",
                [
                    ("reachable", lambda: odoo.reachable(self._odoo, self._expected)),
                    ("clock", lambda: ground.clock("Odoo", self._odoo.time(), datetime.now(UTC))),
                ],
                f"set {', '.join(missing)} in .env" if missing else "look at ODOO_URL, and whether Odoo is up",
            ),
            Section(
                "Odoo user",
                [
                    ("login", lambda: odoo.login(self._odoo, self._expected)),
                    ("apps", lambda: odoo.apps(self._odoo)),
                    ("rights", lambda: odoo.rights(self._odoo, self._expected)),
                    ("employees", lambda: odoo.hr(self._odoo)),
                    ("webhook", lambda: odoo.webhook(self._odoo, self._expected)),
                    ("key", lambda: odoo.key(self._odoo, self._expected, datetime.now(UTC))),
                    ("answers", lambda: odoo.sight(self._odoo, self._expected)),
                ],
                "look at ODOO_DB, ODOO_LOGIN and ODOO_API_KEY",
                needs=["Odoo"],
            ),
            Section(
                "policy in Odoo",
                [("known to Odoo", lambda: policy.known(self._policy, self._odoo.directory))],
                needs=["policy", "Odoo user"],
            ),
            Section(
                "Slack",
                [
                    ("bot token", lambda: slack.connected(self._hello)),
                    ("scopes", lambda: slack.scopes(self._hello)),
                    ("clock", lambda: ground.clock("Slack", self._hello.at, datetime.now(UTC))),
                    *([] if http else [("socket", lambda: slack.socket(self._slack))]),
                    ("channels", lambda: slack.channels(self._slack, self._channels())),
                ],
                "look at the SLACK_ settings, and at docs/install.md",
            ),
            Section(
                "calendars",
                [
                    (
                        "calendars",
                        lambda: calendars.used(self._calendars, self._policy.working_hours, self._given.timezone),
                    ),
                    ("holidays", self._holidays),
                    ("hours", lambda: calendars.people(self._calendars, self._approvers, datetime.now(UTC))),
                ],
                needs=["policy", "Odoo user"],
            ),
            Section("supplier mail", [("ways in", self._ways_in), *self._mailbox()], "look at the MAIL settings"),
            Section(
                "questions",
                [
                    ("model", self._model),
                    ("personal keys", lambda: keys.personal(self._keys(), datetime.now(UTC))),
                ],
            ),
            Section(
                "people",
                [
                    ("mapped", self._mapped),
                    ("matched", self._matched),
                    ("managers", self._managers),
                    ("mail without a buyer", self._mail_owned),
                ],
                "look at the rights of the bot in Odoo and in Slack",
                needs=["policy", "Odoo user", "Slack"],
            ),
        ]

    @cached_property
    def _policy(self) -> Policy:
        return load(self._given.policy_file)

    @cached_property
    def _odoo(self) -> RealOdoo:
        return RealOdoo(odoo_client(self._given))

    @cached_property
    def _calendars(self) -> OdooCalendars:
        return OdooCalendars(odoo_client(self._given))

    @cached_property
    def _approvers(self) -> list[OdooUser]:
        return policy.approvers(self._policy, self._odoo.directory, own_id=self._odoo.me().id)

    @cached_property
    def _web(self) -> WebClient:
        token = self._given.slack_bot_token.get_secret_value()
        return WebClient(token=token, base_url=self._given.slack_api_url, timeout=10)

    @cached_property
    def _slack(self) -> RealSlack:
        self._given.require_slack()
        return RealSlack(self._web, self._given.slack_app_token.get_secret_value())

    @cached_property
    def _hello(self) -> slack.Hello:
        return self._slack.hello()

    @cached_property
    def _expected(self) -> odoo.Expected:
        given = self._given
        return odoo.Expected(
            url=given.odoo_url,
            login=given.odoo_login,
            identity=given.odoo_identity,
            poll_seconds=given.poll_seconds,
            secret_set=bool(given.webhook_secrets),
            key_is_key=bool(KEY_LIKE.fullmatch(given.odoo_api_key.get_secret_value())),
            installed_on=installed_on(given),
        )

    def _secrets(self) -> Iterator[Finding]:
        given = self._given
        yield from ground.webhook_secret(given.webhook_secrets)
        yield from ground.rotation(
            "SLACK_SIGNING_SECRET",
            given.signing_secrets,
            needed=given.slack_mode == "http",
            purpose="it proves in HTTP mode that a request is Slack's",
        )
        yield from ground.rotation(
            "SECRET_KEY", given.secret_keys, needed=False, purpose="it encrypts people's own Odoo keys"
        )

    def _keys(self) -> Sequence[PersonalKey] | None:
        """People's own keys; None where there is nothing to seal them with, none before there is a database."""
        if not self._given.secret_keys:
            return None
        try:
            with store(self._given).read() as tx:
                return tx.keys.all()
        except InvalidInput:  # no database yet, or another version's: said above
            return []

    def _channels(self) -> dict[str, str]:
        given = self._given
        return {
            "EXCEPTIONS_CHANNEL": given.exceptions_channel,
            "ESCALATION_CHANNEL": given.escalation_channel,
            "TRIAGE_CHANNEL": given.triage_channel,
        }

    def _ways_in(self) -> Iterator[Finding]:
        given = self._given
        text, secrets = given.mailbox_url.get_secret_value(), given.mail_secrets
        known = {"whoever has MAIL_HOOK_SECRET": secrets.ours, "Mailgun": secrets.mailgun_keys}
        senders = [who for who, keys_of in (known | {"SendGrid": secrets.sendgrid_keys}).items() if keys_of]
        yield from mail.ways_in(mailbox_address(text).name if text else "", senders)

    def _mailbox(self) -> list[tuple[str, Check]]:
        text = self._given.mailbox_url.get_secret_value()
        if not text:
            return []
        return [("mailbox", lambda: mail.readable(lambda: ImapMailbox(mailbox_address(text), most=0)))]

    def _model(self) -> Iterator[Finding]:
        given = self._given
        yield from questions.model(
            given.openai_model, lambda: offered(given.openai_base_url, given.openai_api_key.get_secret_value())
        )

    def _holidays(self) -> Iterator[Finding]:
        office, now = self._policy.working_hours, datetime.now(UTC)
        yield from calendars.holidays(self._calendars, office, LibraryHolidays(), self._approvers, now)

    def _managers(self) -> Iterator[Finding]:
        members = SlackMembers(self._web)
        yield from calendars.managers(
            self._approvers, self._odoo.directory, lambda user: policy.problem(user, self._policy, members)
        )

    def _mail_owned(self) -> Iterator[Finding]:
        given, members, own = self._given, SlackMembers(self._web), self._odoo.me().id
        finder = ApproverService(self._odoo.directory, integration_uid=lambda: own)
        yield from mail.owned(
            given.triage_channel or given.exceptions_channel,
            finder.mail_owners(self._policy).users or finder.owners(self._policy).users,
            lambda user: policy.problem(user, self._policy, members),
        )

    def _mapped(self) -> Iterator[Finding]:
        yield from policy.mapped(self._policy, SlackMembers(self._web))

    def _matched(self) -> Iterator[Finding]:
        directory, own = self._odoo.directory, self._odoo.me().id
        yield from policy.people(self._policy, directory, SlackMembers(self._web), own_id=own)
