"""Carries decisions out in Odoo, and leaves notes and activities on orders."""

from __future__ import annotations

from datetime import UTC, date, tzinfo
from html import escape

from bot.adapters.odoo.client import OdooClient
from bot.adapters.odoo.values import like
from bot.domain.errors import OdooMissing
from bot.domain.ports import PurchaseOrderApprover
from bot.domain.words import in_zone

_ORDER = "purchase.order"


class OdooApprover(PurchaseOrderApprover):
    """Acts as the client's user. All methods raise Odoo's errors of `domain.errors`.

    Those that write raise `OdooUnknownOutcome` when no answer came: read back before trying again.
    Moments in what is written for people are shown in `zone`, the company's: everybody reads the same text.
    """

    def __init__(self, client: OdooClient, zone: tzinfo = UTC) -> None:
        self._client = client
        self._zone = zone

    def approve(self, order_id: int) -> None:
        """Ask Odoo to approve. Does not look at the state, and says nothing when the user may not."""
        self._client.call(_ORDER, "button_approve", [[order_id]], write=True)

    def cancel(self, order_id: int) -> None:
        """Ask Odoo to cancel. Raises `OdooInvalid` for a locked or billed order."""
        self._client.call(_ORDER, "button_cancel", [[order_id]], write=True)

    def note(self, order_id: int, text: str) -> None:
        """Leave an internal note; nobody outside is told. `text` is plain, lines separated by newlines."""
        self._client.call(
            _ORDER,
            "message_post",
            [[order_id]],
            {
                "body": html_of(in_zone(text, self._zone)),
                "body_is_html": True,
                "message_type": "comment",
                "subtype_xmlid": "mail.mt_note",
            },
            write=True,
        )

    def has_note(self, order_id: int, reference: str) -> bool:
        """Whether a message holding `reference`, on one line and as typed, is on the order."""
        domain = [
            ("model", "=", _ORDER),
            ("res_id", "=", order_id),
            ("body", "ilike", like(escape(reference, quote=False))),
        ]
        return bool(self._client.call("mail.message", "search", [domain], {"limit": 1}))

    def assign(self, order_id: int, user_id: int, summary: str, note: str, due: date) -> int:
        """Plan a to-do for `user_id`; its id. `note` is plain text. One with this summary is not planned twice."""
        same = [("res_model", "=", _ORDER), ("res_id", "=", order_id), ("summary", "=", summary)]
        planned = self._client.call("mail.activity", "search", [same], {"limit": 1})
        if planned:
            return int(planned[0])
        created = self._client.call(
            _ORDER,
            "activity_schedule",
            [[order_id]],
            {
                "act_type_xmlid": "mail.mail_activity_data_todo",
                "summary": summary,
                "note": html_of(in_zone(note, self._zone)),
                "user_id": user_id,
                "date_deadline": due.isoformat(),
            },
            write=True,
        )
        return int(created[0])

    def finish(self, activity_id: int, feedback: str) -> None:
        """Close an activity; one that is closed or gone already stays as it is. `feedback` is plain text."""
        if not self._client.call("mail.activity", "search", [[("id", "=", activity_id)]], {"limit": 1}):
            return
        try:
            said = {"feedback": in_zone(feedback, self._zone)}
            self._client.call("mail.activity", "action_feedback", [[activity_id]], said, write=True)
        except OdooMissing:
            return


def html_of(text: str) -> str:
    """Plain text as harmless HTML that keeps its lines."""
    return "<br/>".join(escape(line, quote=False) for line in text.splitlines())
