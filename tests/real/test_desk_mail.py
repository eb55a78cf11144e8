"""A supplier's mail on the real Odoo: matched, shown, applied with one line left out, read back; again, and foreign."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

import pytest

from tests.real.conftest import mail_server
from tests.real.desk import EXCEPTIONS, PATIENCE, Desk, until
from tests.real.dovecot import Dovecot
from tests.slack_people import Message, buttons, text_of

pytestmark = [pytest.mark.odoo, pytest.mark.slack_standin, pytest.mark.dovecot, pytest.mark.timeout(180)]

SECRET = "test-mail-secret-000001"
FETCHED = "Procurement bot"
VENDOR = "Cobalt Electrical Supply"
SENDER = "orders@cobaltelec.example"
TODAY = datetime.now(UTC).date()
PLANNED, NEW_1, NEW_2, MOVED = (TODAY + timedelta(days=days) for days in (21, 37, 46, 27))
MAIL = """Hello Bella,

your order {order} is delayed, sorry. The floor cleaner will arrive on {new_1}.
The paper towels will arrive on {new_2}.
The waste bags come as planned.

Best regards
Cobalt Electrical Supply
"""


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Dovecot]:
    with mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def desk(start_desk: Callable[..., Desk], mailbox: Dovecot) -> Desk:
    return start_desk(MAIL_HOOK_SECRET=SECRET, MAILBOX_URL=mailbox.url, TIMEZONE="America/New_York")


@dataclass
class Ordered:
    """An order of three lines, confirmed, with its receipt."""

    id: int
    name: str
    lines: list[int]


@pytest.fixture
def order(desk: Desk) -> Ordered:
    odoo = desk.odoo
    (vendor,) = odoo.execute("admin", "res.partner", "search", [("name", "=", VENDOR)])
    wanted = [("default_code", "in", ["CLE-001", "CLE-002", "CLE-003"])]
    products = odoo.execute("admin", "product.product", "search", wanted)
    assert len(products) == 3
    lines = [
        [0, 0, {"product_id": product, "product_qty": 10, "price_unit": 7.5, "date_planned": at(PLANNED)}]
        for product in products
    ]
    made = odoo.execute("bella", "purchase.order", "create", {"partner_id": vendor, "order_line": lines})
    odoo.execute("bella", "purchase.order", "button_confirm", [made])
    told = odoo.read("purchase.order", made, "name", "order_line")
    return Ordered(made, told["name"], told["order_line"])


def at(day: date) -> str:
    """Noon in New York, as Odoo has it."""
    return f"{day} 17:00:00"


def short(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def mail_about(order: Ordered) -> str:
    return MAIL.format(order=order.name, new_1=written(NEW_1), new_2=written(NEW_2))


def raw(subject: str, text: str, sender: str = SENDER, message_id: str = "") -> bytes:
    """A mail as a server hands it on."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = f"Cobalt <{sender}>", "buying@northgate.example", subject
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = message_id or f"<{abs(hash((subject, text)))}@cobaltelec.example>"
    message.set_content(text)
    return message.as_bytes()


def send(desk: Desk, subject: str, text: str, sender: str = SENDER, message_id: str = "") -> int:
    """A mail comes in over `POST /hooks/mail`; the status of the answer."""
    headers = {"Content-Type": "message/rfc822", "Authorization": f"Bearer {SECRET}"}
    status, _ = desk.bot.ask("/hooks/mail", raw(subject, text, sender, message_id), headers)
    return int(status)


def arrives(mailbox: Dovecot, mail: bytes) -> None:
    """A mail arrives in the mailbox, and is fetched: it is moved once it is stored, and not before."""
    before = mailbox.count(FETCHED)
    mailbox.deliver(mail)
    until(lambda: (mailbox.count("INBOX"), mailbox.count(FETCHED)) == (0, before + 1), "the mail is fetched")


def card(desk: Desk, person: str, *containing: str) -> Message:
    return desk.slack.wait_for_message(person, *containing, timeout=PATIENCE)


def lines(desk: Desk, order: Ordered) -> dict[str, dict[str, Any]]:
    """Planned day, and day and deadline of the goods on the receipt, by product."""
    found = {}
    names = ["product_id", "date_planned", "move_ids"]
    for line in desk.odoo.execute("admin", "purchase.order.line", "read", order.lines, names):
        (move,) = desk.odoo.execute("admin", "stock.move", "read", line["move_ids"], ["date", "date_deadline"])
        code = line["product_id"][1].partition("]")[0].lstrip("[")
        found[code] = {"line": line["date_planned"], "move": move["date"], "deadline": move["date_deadline"]}
    return found


def same(day: date) -> dict[str, str]:
    return dict.fromkeys(("line", "move", "deadline"), at(day))


def test_mail_in_a_real_mailbox_becomes_what_was_ticked_in_odoo(desk: Desk, mailbox: Dovecot, order: Ordered) -> None:
    """From IMAP to Odoo and back; the same mail again changes nothing, one for a foreign order offers nothing."""
    mail = raw(f"Delay: your order {order.name}", mail_about(order))
    arrives(mailbox, mail)
    shown = card(desk, "bella", order.name, "Delay", short(NEW_1), short(NEW_2))
    said = text_of(shown)
    assert f"{short(PLANNED)} → *{short(NEW_1)}*" in said
    assert f"“{written(NEW_2)}”" in said
    assert f"{SENDER} is a contact of {VENDOR}" in said

    options = ticks(desk, shown, order)
    assert len(options) == 2
    cleaner = [option for option in options if "Floor cleaner" in option["text"]["text"]]
    assert desk.slack.submit_view("bella", {"Changes": {"selected_options": cleaner}}) == {}
    done = card(desk, "bella", order.name, "applied by Bella Ortiz")
    assert "Paper towel" in text_of(done), "what was not ticked is still offered"
    after = {"CLE-001": same(NEW_1), "CLE-002": same(PLANNED), "CLE-003": same(PLANNED)}
    assert lines(desk, order) == after
    evidence(desk, order, mail)

    arrives(mailbox, mail)
    foreign, untouched = foreign_order(desk)
    arrives(mailbox, raw(f"Delay: {foreign}", f"Your order {foreign} is delayed. All will arrive on {written(NEW_1)}."))
    assert "Apply" not in buttons(card(desk, EXCEPTIONS, f"{foreign} is an order to another vendor"))
    assert foreign_order(desk) == (foreign, untouched)
    assert (lines(desk, order), writes(desk, order)) == (after, 1)
    evidence(desk, order, mail)
    assert len([one for one in desk.slack.messages("bella") if order.name in text_of(one)]) == 1


def ticks(desk: Desk, shown: Message, order: Ordered) -> list[dict[str, Any]]:
    """What the Apply dialog offers."""
    desk.slack.click("bella", shown, "Apply")
    view = desk.slack.wait_for_view(f"Apply to {order.name}", timeout=PATIENCE)
    (block,) = [one for one in view["blocks"] if one["type"] == "input"]
    return list(block["element"]["options"])


def evidence(desk: Desk, order: Ordered, mail: bytes) -> None:
    """One note on the order with the mail itself, and one event in the log that says what was left out."""
    notes = [note for note in desk.odoo.notes(order.id) if "took over from a mail" in note]
    assert len(notes) == 1
    assert f"Bella Ortiz took over from a mail by {SENDER}, via Slack" in notes[0]
    assert f"“{written(NEW_1)}”" in notes[0]
    here = ("res_id", "=", order.id)
    kept = [("res_model", "=", "purchase.order"), here, ("name", "like", "Supplier mail")]
    (file,) = desk.odoo.execute("admin", "ir.attachment", "search_read", kept, ["name", "datas"])
    assert file["name"].endswith(".eml")
    assert b64decode(file["datas"]).splitlines() == mail.splitlines()
    with_file = [("model", "=", "purchase.order"), here, ("attachment_ids", "!=", False)]
    (message,) = desk.odoo.execute("admin", "mail.message", "search_read", with_file, ["attachment_ids"])
    assert message["attachment_ids"] == [file["id"]]
    (event,) = [event for event in desk.audit() if event.kind == "mail.applied" and event.order_name == order.name]
    assert event.actor == "Bella Ortiz"
    assert f'"date","{PLANNED}","{NEW_1}","{written(NEW_1)}"' in event.data
    assert str(NEW_2) in event.data.partition("left_out")[2]


def foreign_order(desk: Desk) -> tuple[str, dict[str, Any]]:
    """An open order to another vendor, by name, with what would show that somebody touched it."""
    theirs = [("state", "=", "purchase"), ("receipt_status", "=", "pending"), ("partner_id.name", "!=", VENDOR)]
    found = desk.purchase(min(desk.odoo.execute("admin", "purchase.order", "search", theirs)))
    return found.name, desk.odoo.read("purchase.order", found.id, "write_date", "date_planned")


def writes(desk: Desk, order: Ordered) -> int:
    """How often the bot wrote to the order."""
    return len([call for call in desk.odoo_proxy.named("purchase.order.write") if order.id in call.ids])


def test_same_mail_again_changes_nothing(desk: Desk, order: Ordered) -> None:
    subject, text = f"Delay: your order {order.name}", mail_about(order)
    assert send(desk, subject, text) == 200
    options = ticks(desk, card(desk, "bella", order.name, short(NEW_1)), order)
    assert desk.slack.submit_view("bella", {"Changes": {"selected_options": options}}) == {}
    card(desk, "bella", order.name, "applied by Bella Ortiz")
    once, notes = lines(desk, order), desk.odoo.notes(order.id)
    assert send(desk, subject, text) == 200, "the same mail is known"
    assert send(desk, subject, text, message_id="<again@cobaltelec.example>") == 200, "and so it is under another id"
    another = card(desk, "bella", order.name, "1 earlier mail of this conversation")
    assert "Nothing is left to apply" in text_of(another)
    assert "Apply" not in buttons(another)
    assert (lines(desk, order), desk.odoo.notes(order.id)) == (once, notes)
    assert writes(desk, order) == 1


def test_stranger_who_names_our_order_ticks_nothing(desk: Desk, order: Ordered) -> None:
    assert send(desk, f"Delay: your order {order.name}", mail_about(order), "joe@elsewhere.example") == 200
    shown = card(desk, "bella", order.name, "joe@elsewhere.example is not known in Odoo")
    desk.slack.click("bella", shown, "Apply")
    view = desk.slack.wait_for_view(f"Apply to {order.name}", timeout=PATIENCE)
    (block,) = [one for one in view["blocks"] if one["type"] == "input"]
    assert "initial_options" not in block["element"]
    desk.slack.close_view("bella")
    assert lines(desk, order)["CLE-001"] == same(PLANNED)


def test_changed_in_odoo_while_the_card_was_open_is_asked_again(desk: Desk, order: Ordered) -> None:
    assert send(desk, f"Delay: your order {order.name}", mail_about(order)) == 200
    options = ticks(desk, card(desk, "bella", order.name, short(NEW_1)), order)
    desk.odoo.execute("ben", "purchase.order.line", "write", [order.lines[0]], {"date_planned": at(MOVED)})
    desk.slack.submit_view("bella", {"Changes": {"selected_options": options}})
    card(desk, "bella", order.name, f"was changed in Odoo meanwhile: it is {short(MOVED)} now")
    until(
        lambda: "Apply" in buttons(card(desk, "bella", order.name, f"{short(MOVED)} → *{short(NEW_1)}*")),
        "it is offered anew",
    )
    assert lines(desk, order)["CLE-002"] == same(PLANNED)
