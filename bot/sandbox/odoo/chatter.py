"""Posting on orders, and activities: to-dos that hang on an order."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from bot.sandbox.odoo import access, mail
from bot.sandbox.odoo.env import Env

_ACTIVITY = "mail.activity"


def message_post(
    env: Env,
    ids: Any,
    body: str = "",
    subject: str | None = None,
    message_type: str = "notification",
    subtype_xmlid: str = mail.NOTE,
    body_is_html: bool = False,
    author_id: int | None = None,
    partner_ids: Sequence[int] = (),
    attachment_ids: Sequence[int] = (),
) -> list[int]:
    """Post on one order. Anybody who may write the order may post, in anybody's name."""
    order = ids if isinstance(ids, int) else ids[0]
    env.must_exist("purchase.order", [order])
    access.check_may_post(env, "purchase.order", order)
    shown = mail.as_html(body, is_html=body_is_html)
    more: dict[str, Any] = {
        "subject": subject,
        "partner_ids": list(partner_ids),
        "attachment_ids": list(attachment_ids),
    }
    posted = mail.post(
        env, "purchase.order", order, shown, subtype=subtype_xmlid, kind=message_type, author=author_id, **more
    )
    return [posted]


def activity_schedule(
    env: Env,
    ids: Sequence[int],
    act_type_xmlid: str = "mail.mail_activity_data_todo",
    date_deadline: str | None = None,
    summary: str = "",
    note: str = "",
    user_id: int | None = None,
) -> list[int]:
    """Plan an activity on each of these orders."""
    env.must_exist("purchase.order", ids)
    access.check(env, "purchase.order", "w")
    values = {
        "res_model": "purchase.order",
        "res_model_id": env.find("ir.model", model="purchase.order")[0],
        "activity_type_id": env.ref(act_type_xmlid),
        "date_deadline": date_deadline or env.today,
        "summary": summary,
        "note": mail.as_html(note, is_html=True),
        "user_id": user_id or env.uid,
        "active": True,
    }
    return [env.insert(_ACTIVITY, values | {"res_id": order}) for order in ids]


def action_feedback(env: Env, ids: Sequence[int], feedback: str = "") -> int | bool:
    """Close activities with a word; the chatter tells it. The id of the last message."""
    env.must_exist(_ACTIVITY, ids)
    posted: int | bool = False
    for activity in ids:
        kind, who, summary, note, model, record = env.values(
            _ACTIVITY, activity, "activity_type_id", "user_id", "summary", "note", "res_model", "res_id"
        )
        access.check(env, model, "w")
        body = (
            f"<div><p><span>{env.display_name('mail.activity.type', kind)}</span> done"
            f" (originally assigned to <span>{escape(env.display_name('res.users', who))}</span>)"
            f"<span>: </span><span>{escape(summary or '')}</span></p>"
            f"<div>Original note:</div><div>{note or ''}</div>"
            f"<div><div>Feedback:</div>{escape(feedback)}</div></div>"
        )
        env.put(_ACTIVITY, activity, {"active": False, "feedback": feedback, "date_done": env.today})
        posted = mail.post(env, model, record, body, subtype="mail.mt_activities")
    return posted
