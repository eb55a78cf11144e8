"""The chatter: what people post, and what Odoo itself writes when an order changes."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from html import escape
from typing import Any

from bot.sandbox.odoo.env import Env

NOTE = "mail.mt_note"
_MODEL, _ORDER = "mail.message", "purchase.order"
_TRACKED = ("partner_id", "state", "locked", "acknowledged", "amount_untaxed", "user_id")
_SCRIPT = re.compile(r"<(script|style|iframe|object)\b.*?(</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_HANDLER = re.compile(r"\son\w+\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)


def post(
    env: Env,
    model: str,
    record: int,
    body: str,
    *,
    subtype: str = NOTE,
    kind: str = "notification",
    internal: bool = False,
    author: int | None = None,
    **more: Any,
) -> int:
    """Write a message; `body` is HTML as it will be shown. Its id."""
    mine = env.value("res.users", env.uid, "partner_id")
    name, email = env.values("res.partner", author or mine, "name", "email")
    values = {
        "model": model,
        "res_id": record,
        "date": env.now,
        "author_id": author or mine,
        "email_from": f'"{name}" <{email}>',
        "body": body,
        "subtype_id": env.ref(subtype),
        "message_type": kind,
        "message_id": f"<{uuid.uuid4().int % 10**15}-openerp-{record}-{model}@odoo.example>",
        "is_internal": internal,
    }
    return env.insert(_MODEL, values | more)


def as_html(body: str, *, is_html: bool) -> str:
    """A body as Odoo keeps it: plain text is escaped, HTML loses its scripts, and both stand in one element."""
    if not is_html:
        return f"<p>{escape(body, quote=False)}</p>" if body else ""
    clean = re.sub(r"<br\s*/?>", "<br>", _HANDLER.sub("", _SCRIPT.sub("", body)))
    if not clean or re.match(r"<(p|div|span)\b", clean):
        return clean
    return f"<span>{clean}</span>" if clean.startswith("<") else f"<p>{clean}</p>"


def write_tracking(env: Env) -> None:
    """One message for each order that this call changed noticeably: "RFQ Confirmed", "RFQ Approved", or a note."""
    for (model, order), before in list(env.work.before.items()):
        if model != _ORDER or before is None or not env.exists(_ORDER, order):
            continue
        after = env.store.get(_ORDER, order) or {}
        if any(before.get(name) != after.get(name) for name in _TRACKED):
            subtype = _subtype(before, after)
            post(env, _ORDER, order, "", subtype=subtype, internal=subtype == NOTE)


def _subtype(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    state = after.get("state")
    if before.get("state") == state:
        return NOTE
    if state == "purchase":
        return "purchase.mt_rfq_approved" if before.get("state") == "to approve" else "purchase.mt_rfq_confirmed"
    return {"to approve": "purchase.mt_rfq_confirmed", "sent": "purchase.mt_rfq_sent"}.get(str(state), NOTE)
