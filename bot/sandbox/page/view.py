"""What a tab of the page shows: Slack as one person sees it, and the demo's world beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.odoo import SandboxOdoo
from bot.sandbox.page import seen
from bot.sandbox.slack import SandboxSlack
from bot.sandbox.supplier_mail import KINDS as MAILS
from bot.sandbox.workspace import ACTORS, APPROVERS, ZONE

Json = dict[str, Any]
STATES = {
    "draft": "Draft",
    "sent": "Sent to vendor",
    "to approve": "To approve",
    "purchase": "Purchase order",
    "cancel": "Cancelled",
}
RECEIPTS = {"pending": "Not received", "partial": "Partly received", "full": "Received"}
KINDS = {
    "ordinary": ("An ordinary order", "From a vendor one knows, at list price: one approval."),
    "large": ("A large order", "Needs two approvals: an approver, then the finance lead."),
    "risky": ("From a risky vendor", "The policy asks for two steps, whatever the amount."),
    "price_up": ("With a price gone up", "A line well above list price and earlier purchases."),
    "foreign": ("In a foreign currency", "The card shows the amount in both currencies."),
    "urgent": ("A starred order", "Starred in Odoo and needed in two days: urgent by the policy."),
    "own": ("Bought by the approver", "Who buys an order may not approve it: somebody else must."),
}


class View:
    """Reads both sandboxes. Belongs on the event loop; Odoo is asked in a thread."""

    def __init__(self, slack: SandboxSlack, odoo: SandboxOdoo, now: Callable[[], datetime]) -> None:
        self._slack = slack
        self._odoo = odoo
        self._now = now

    def person(self, who: str) -> str:
        """The member id of somebody named by id or login; the first actor's for anybody else."""
        return next((a.slack_id for a in ACTORS if who in (a.slack_id, a.login)), ACTORS[0].slack_id)

    async def snapshot(self, person: str) -> Json:
        """Everything that a tab shows."""
        world = await asyncio.to_thread(self._world)
        return {"actors": seen.actors(self._slack), "desk": seen.desk(self._slack, person), "world": world}

    def order(self, order_id: int) -> Json | None:
        """One order in full; None when there is none."""
        try:
            order = self._odoo.order(order_id)
        except LookupError:
            return None
        return _row(order) | {
            "requester": order["creator"],
            "planned": _day(order["needed_by"]),
            "warehouse": order["warehouse"],
            "receipt": RECEIPTS.get(order["receipt_status"] or "", ""),
            "approved": local_moment(order["approved"]),
            "inCompany": _in_company(order),
            "lines": [_line(line) for line in order["lines"]],
            "files": order["attachments"],
            "activities": [
                {"summary": one["summary"] or "To do", "user": one["who"], "deadline": str(one["due"] or "")}
                for one in order["activities"]
            ],
            "notes": [_note(message) for message in order["chatter"]],
        }

    def _world(self) -> Json:
        return {
            "now": self._now().replace(second=0, microsecond=0).isoformat(),
            "zone": ZONE,
            "odooRunning": not self._odoo.stopped,
            "kinds": [
                {"kind": kind, "label": KINDS[kind][0], "about": KINDS[kind][1]}
                for kind in self._odoo.kinds
                if kind in KINDS
            ],
            "mails": [{"kind": kind, "label": label, "about": about} for kind, (label, about) in MAILS.items()],
            "orders": [_row(order) for order in self._odoo.orders()],
            "approvers": [{"login": actor.login, "name": actor.name} for actor in APPROVERS],
        }


def _row(order: Json) -> Json:
    return {
        "id": order["id"],
        "name": order["name"],
        "vendor": order["vendor"],
        "amount": f"{order['amount']:,.2f} {order['currency']}",
        "state": order["state"],
        "label": STATES.get(order["state"], order["state"]),
        "buyer": order["buyer"],
        "urgent": bool(order.get("urgent")),
    }


def _in_company(order: Json) -> str:
    if order["currency"] == order["company_currency"]:
        return ""
    return f"{order['company_amount']:,.2f} {order['company_currency']}"


def _line(line: Json) -> Json:
    return {
        "product": line["name"],
        "quantity": f"{line['product_qty']:,.2f}".removesuffix(".00"),
        "unit": line["unit"],
        "price": f"{line['price_unit']:,.2f}",
        "subtotal": f"{line['price_subtotal']:,.2f}",
    }


def _note(message: Json) -> Json:
    body = plain(message["body"])
    return {"author": message["author"], "at": local_moment(message["date"]), "body": body or message["what"]}


def _local(text: str | None) -> datetime | None:
    """A moment as Odoo writes it (UTC), in the company's zone."""
    if not text:
        return None
    return datetime.fromisoformat(text).replace(tzinfo=UTC).astimezone(ZoneInfo(ZONE))


def local_moment(text: str | None) -> str:
    """A moment of Odoo as the page tells it: "Mon 2 Mar, 10:30"."""
    at = _local(text)
    return f"{at:%a} {at.day} {at:%b, %H:%M}" if at else ""


def _day(text: str | None) -> str:
    at = _local(text)
    return f"{at:%a} {at.day} {at:%b %Y}" if at else ""


def plain(html: str) -> str:
    """The words of Odoo's HTML; the page draws text and nothing else."""
    words = _Words()
    words.feed(html)
    words.close()
    lines = (" ".join(line.split()) for line in "".join(words.parts).split("\n"))
    return "\n".join(line for line in lines if line)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"br", "p", "div", "li", "ul", "ol", "blockquote"}:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"p", "div", "li"}:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
