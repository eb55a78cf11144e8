"""The approval desk as its people see it: the whole bot between a Slack stand-in and the real Odoo.

Every call to Slack passes a proxy that checks it against Slack's contract, every call to Odoo one that counts it.
"""

import contextlib
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bot.adapters.database.engine import open_engine
from bot.adapters.database.store import SqlStore
from bot.blocks.approvals import ids
from bot.domain.approvals import Work
from bot.domain.audit import AuditEvent, verify
from bot.domain.ports import Transaction
from tests.free_ports import free_port
from tests.odoo_proxy import OdooProxy
from tests.real.bot_process import REPOSITORY, BotProcess
from tests.real.odoo_server import OdooServer
from tests.real.slack_standin import SlackStandin
from tests.slack_people import Message, buttons, text_of
from tests.slack_proxy import SlackProxy

HOOK_SECRET = "test-webhook-secret-0001"
APPROVERS = ("fiona", "maya", "omar")  # whoever is asked about an ordinary order that Bella buys
NAMES = {"fiona": "Fiona Price", "maya": "Maya Lindqvist", "omar": "Omar Haddad", "bella": "Bella Ortiz"}
EXCEPTIONS = "purchasing-exceptions"
PATIENCE = 45.0

T = TypeVar("T")


@dataclass(frozen=True)
class Purchase:
    """An order in Odoo that a test works on."""

    id: int
    name: str


def until(condition: Callable[[], T], what: str, timeout: float = PATIENCE) -> T:
    """Look again and again until something holds, and return it."""
    end = time.monotonic() + timeout
    while not (held := condition()):
        assert time.monotonic() < end, f"not within {timeout} s: {what}"
        time.sleep(0.1)
    return held


def at_once(*deeds: Callable[[], object]) -> None:
    """Do several things at the same moment."""
    with ThreadPoolExecutor(len(deeds)) as people:
        for done in [people.submit(deed) for deed in deeds]:
            done.result()


def can_decide(message: Message) -> set[str]:
    """The ways that a message has left to decide, by the text of their buttons."""
    return {text for text, button in buttons(message).items() if button["action_id"] in ids.DECIDING}


def is_card(message: Message, order: Purchase) -> bool:
    """Whether a message is a card of this order."""
    first = (message.get("blocks") or [{}])[0]
    return first.get("type") == "header" and f"{order.name} · " in first["text"]["text"]


class Desk:
    """One running bot, the people around it, and what it left behind."""

    def __init__(
        self, odoo: OdooServer, slack: SlackStandin, slack_proxy: SlackProxy, odoo_proxy: OdooProxy, bot: BotProcess
    ) -> None:
        self.odoo = odoo
        self.slack = slack
        self.slack_proxy = slack_proxy
        self.odoo_proxy = odoo_proxy
        self.bot = bot
        self.tells = True  # whether the bot is told of new orders, as the webhook does
        self._engine = open_engine(bot.settings["DATABASE_URL"])
        self._store = SqlStore(self._engine)

    # What people do in Odoo.

    def purchase(self, order_id: int) -> Purchase:
        """An order that is there already."""
        return Purchase(order_id, self.odoo.read("purchase.order", order_id, "name")["name"])

    def seeded(self, scenario: str) -> Purchase:
        """A named order of the seed."""
        found = self.odoo.scenario(scenario)
        return Purchase(found["id"], found["po"])

    def new_order(
        self, like: str = "approve_just_over", buyer: str = "bella", confirm: bool = True, **values: Any
    ) -> Purchase:
        """An order of this test alone, with these values; confirmed, so that one over the threshold waits."""
        order = self.purchase(self.odoo.new_order(like, buyer, confirm=False))
        if values:
            self.odoo.execute(buyer, "purchase.order", "write", [order.id], values)
        if not confirm:
            return order
        self.odoo.execute(buyer, "purchase.order", "button_confirm", [order.id])
        if self.tells:
            self.hint(order)
        return order

    def raise_price(self, order: Purchase, by: str = "bella") -> str:
        """Somebody raises the price of the first line a little; the bot is not told. The new total."""
        first = self.odoo.read("purchase.order", order.id, "order_line")["order_line"][0]
        price = self.odoo.read("purchase.order.line", first, "price_unit")["price_unit"]
        self.odoo.execute(by, "purchase.order.line", "write", [first], {"price_unit": price + 1})
        return f"{self.odoo.read('purchase.order', order.id, 'amount_total')['amount_total']:,.2f}"

    def state(self, order: Purchase) -> str:
        """The order's state as Odoo has it."""
        state: str = self.odoo.read("purchase.order", order.id, "state")["state"]
        return state

    def wait_for_state(self, order: Purchase, state: str, timeout: float = PATIENCE) -> None:
        """Wait until Odoo has the order in this state."""
        until(lambda: self.state(order) == state, f"{order.name} is {state}", timeout)

    def decisions_noted(self, order: Purchase) -> list[str]:
        """The notes on the order that speak of an approval or a rejection."""
        return [note for note in self.odoo.notes(order.id) if "Approved" in note or "Rejected" in note]

    def calls_of(self, method: str, order: Purchase) -> int:
        """How often the bot called this method of the order, and Odoo got to hear of it."""
        called = self.odoo_proxy.named(f"purchase.order.{method}")
        return sum(order.id in call.ids for call in called if call.fault not in {"drop", "fail"})

    # What the bot hears and says.

    def hint(self, order: Purchase | int) -> int:
        """Odoo's webhook speaks of this order; what it was answered."""
        order_id = order if isinstance(order, int) else order.id
        return self.post_hint(json.dumps({"_model": "purchase.order", "_id": order_id}).encode())

    def post_hint(self, body: bytes, secret: str = HOOK_SECRET) -> int:
        """Somebody posts this to the webhook; the status it was answered with."""
        status, _ = self.bot.ask(f"/hooks/odoo/{secret}", body, {"Content-Type": "application/json"})
        return status

    def cards(self, order: Purchase) -> list[Message]:
        """All cards of an order, whoever has them."""
        return [card for person in (*APPROVERS, "bella", "ben") for card in self.cards_of(person, order)]

    def cards_of(self, person: str, order: Purchase) -> list[Message]:
        """The cards of an order that one person has, oldest first."""
        return [message for message in self.slack.messages(person) if is_card(message, order)]

    def card(self, person: str, order: Purchase, *containing: str) -> Message:
        """The card on which this person can decide now."""

        def live() -> Message | None:
            cards = [c for c in self.cards_of(person, order) if can_decide(c)]
            fits = [c for c in cards if all(part in text_of(c) for part in containing)]
            return fits[-1] if fits else None

        held = self.slack.wait_for(live, PATIENCE, f"{person}'s card of {order.name} {containing or ''}")
        assert held is not None
        return held

    def everybody_asked(self, order: Purchase, people: tuple[str, ...] = APPROVERS) -> dict[str, Message]:
        """The card of each of these people."""
        return {person: self.card(person, order) for person in people}

    def click(self, person: str, order: Purchase, button: str) -> None:
        """Somebody clicks a button on their own card."""
        self.slack.click(person, self.card(person, order), button)

    def reject(self, person: str, order: Purchase, reason: str) -> dict[str, str]:
        """Somebody rejects, with a reason; the errors that the modal shows."""
        self.click(person, order, "Reject")
        self.slack.wait_for_view(f"Reject {order.name}", timeout=PATIENCE)
        return self.slack.submit_view(person, {"Reason": reason})

    def refusal(self, person: str, order: Purchase, *containing: str) -> str:
        """What this person alone is told about the order."""
        return text_of(self.slack.wait_for_ephemeral(person, order.name, *containing, timeout=PATIENCE))

    def wait_for_cards(self, order: Purchase, *containing: str) -> None:
        """Wait until every card of the order says all this and none of them can decide any more."""

        def ended() -> bool:
            cards = self.cards(order)
            said = all(part in text_of(card) for card in cards for part in containing)
            return bool(cards) and said and not any(can_decide(card) for card in cards)

        self.slack.wait_for(ended, PATIENCE, f"all cards of {order.name} say {containing}")

    # What must hold after a decision.

    def assert_decided(self, order: Purchase, word: str, *people: str, buyer: str = "bella") -> None:
        """Odoo, every card, the buyer, the notes and the audit log agree that these people decided, once."""
        outcome = {"Approved": "purchase", "Rejected": "cancel"}[word]
        self.wait_for_state(order, outcome)
        self.wait_for_cards(order, word, NAMES[people[-1]])
        self.slack.wait_for_message(buyer, order.name, word, NAMES[people[-1]], timeout=PATIENCE)
        self.wait_until_quiet(order)
        notes = self.decisions_noted(order)
        assert len(notes) == len(people), notes
        for note, person in zip(notes, people, strict=True):
            assert NAMES[person] in note
            assert "Slack" in note
        button = {"Approved": "button_approve", "Rejected": "button_cancel"}[word]
        assert self.calls_of(button, order) == 1
        events = self.audit(order)
        assert [e.actor for e in events if e.kind == "decision.taken"] == [NAMES[p] for p in people]
        assert [e.kind for e in events if e.kind == "approval.applied"] == ["approval.applied"]

    def assert_undecided(self, order: Purchase) -> None:
        """Nothing was carried out: the order waits, and no note speaks of a decision."""
        assert self.state(order) == "to approve"
        assert self.decisions_noted(order) == []
        assert self.calls_of("button_approve", order) + self.calls_of("button_cancel", order) == 0

    def audit(self, order: Purchase | None = None) -> list[AuditEvent]:
        """The audit log, of one order or of all."""
        with self.records() as tx:
            return [event for event in tx.audit.events() if order is None or event.order_name == order.name]

    def audit_kinds(self, order: Purchase) -> list[str]:
        """What the audit log says happened to an order."""
        return [event.kind for event in self.audit(order)]

    @contextlib.contextmanager
    def records(self) -> Iterator[Transaction]:
        """The bot's own records, to look at."""
        with self._store.read() as tx:
            yield tx

    def wait_until_quiet(self, order: Purchase) -> None:
        """Wait until the bot owes nobody anything about an order."""

        def quiet() -> bool:
            with self.records() as tx:
                approvals = tx.approvals.latest_of([order.id])
                said = [m for a in approvals.values() for m in tx.messages.of(approval_id=a.id)]
            return all(a.work is not Work.DUE for a in approvals.values()) and all(m.current for m in said)

        until(quiet, f"the bot is done with {order.name}")

    def close(self) -> None:
        """What holds for every bot after every test: nothing forged, nothing decided twice, nothing unexpected."""
        with self.records() as tx:
            rows, breaches = verify(tx.audit.events(), tx.audit.head())
        assert rows > 0
        assert breaches == []
        approved = [id_ for call in self.odoo_proxy.named("purchase.order.button_approve") for id_ in call.ids]
        taken = [e for e in self.audit() if e.kind == "approval.approved"]
        assert len(approved) <= len(taken)
        log = self.bot.log
        assert "Traceback" not in log, log[-5000:]
        secrets = [HOOK_SECRET, SlackStandin.bot_token, SlackStandin.app_token, SlackStandin.signing_secret]
        assert [secret for secret in secrets if secret in log] == []
        assert self.slack_proxy.problems == []
        self._engine.dispose()


@contextlib.contextmanager
def open_desk(
    odoo: OdooServer,
    start_standin: Callable[..., SlackStandin],
    folder: Path,
    database_url: str,
    mode: str,
    settings: dict[str, str],
) -> Iterator[Desk]:
    """A whole bot over the seeded Odoo; `DIGEST_OVER=0`, so that the seed's orders come as one digest."""
    slack_port, bot_port = free_port(), free_port()
    with contextlib.ExitStack() as stack:
        proxy = stack.enter_context(SlackProxy(f"http://127.0.0.1:{slack_port}"))
        proxy.bot_url = f"http://127.0.0.1:{bot_port}/slack/events"
        over_http = ("events", proxy.events_url) if mode == "http" else ("socket", "")
        slack = start_standin(*over_http, slack_port)
        odoo_proxy = stack.enter_context(OdooProxy(odoo.url))
        bot = BotProcess(
            folder,
            {
                "SLACK_MODE": mode,
                "SLACK_API_URL": proxy.api_url,
                "SLACK_BOT_TOKEN": slack.bot_token,
                "SLACK_APP_TOKEN": slack.app_token,
                "SLACK_SIGNING_SECRET": slack.signing_secret,
                "ODOO_URL": odoo_proxy.url,
                "ODOO_DB": odoo.db,
                "ODOO_LOGIN": "procurebot-approve",
                "ODOO_API_KEY": odoo.logins["procurebot-approve"]["api_key"],
                "ODOO_WEBHOOK_SECRET": HOOK_SECRET,
                "DATABASE_URL": database_url,
                "POLICY_FILE": str(REPOSITORY / "policy.example.yaml"),
                "EXCEPTIONS_CHANNEL": EXCEPTIONS,
                "POLL_SECONDS": "60",
                "DIGEST_OVER": "0",
                "HTTP_PORT": str(bot_port),
                **settings,
            },
        )
        stack.enter_context(bot)
        desk = Desk(odoo, slack, proxy, odoo_proxy, bot)
        if int(bot.settings["DIGEST_OVER"]) == 0:
            for person in APPROVERS:
                slack.wait_for_message(person, "wait for your approval", timeout=PATIENCE)
        yield desk
        bot.stop()
        desk.close()
