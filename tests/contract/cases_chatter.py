"""Messages, activities, files, and the automation rules that tell the bot."""

from __future__ import annotations

from typing import Any

import pytest

from bot.adapters.odoo import webhook
from tests.contract.odoo_driver import LINE, ORDER, Driver, OdooSays

MARKER = "Contract"


def plain_text_is_escaped(odoo: Driver) -> None:
    order = odoo.new_order()
    (posted,) = odoo.call("bot", ORDER, "message_post", [order], body="<b>x</b> & y")
    told = odoo.read("mail.message", posted, "body", "subtype_id", "message_type", "author_id", "create_uid")
    assert told["body"] == "<p>&lt;b&gt;x&lt;/b&gt; &amp; y</p>"
    assert (told["subtype_id"][1], told["message_type"]) == ("Note", "notification")
    assert told["create_uid"][0] == odoo.uid("bot")
    assert told["author_id"][0] == odoo.read("res.users", odoo.uid("bot"), "partner_id")["partner_id"][0]


def html_loses_its_scripts(odoo: Driver) -> None:
    order = odoo.new_order()
    body = "First<br/>&lt;second&gt;<script>alert(1)</script>"
    (posted,) = odoo.call(
        "bot", ORDER, "message_post", [order],
        body=body, body_is_html=True, message_type="comment", subtype_xmlid="mail.mt_note",
    )  # fmt: skip
    told = odoo.read("mail.message", posted, "body", "message_type")
    assert told["body"] == "<p>First<br>&lt;second&gt;</p>"
    assert told["message_type"] == "comment"


def anybody_may_post_in_anybodys_name(odoo: Driver) -> None:
    order = odoo.new_order()
    approver = odoo.read("res.users", odoo.uid("approver"), "partner_id")["partner_id"][0]
    (posted,) = odoo.call(
        "buyer", ORDER, "message_post", [order],
        body="Approved", subtype_xmlid="purchase.mt_rfq_approved", author_id=approver, message_type="comment",
    )  # fmt: skip
    told = odoo.read("mail.message", posted, "author_id", "create_uid", "subtype_id")
    assert (told["author_id"][0], told["create_uid"][0]) == (approver, odoo.uid("buyer"))
    assert told["subtype_id"][1] == "RFQ Approved"


def who_may_not_write_the_order_may_not_post(odoo: Driver) -> None:
    order = odoo.seeded["ordinary"]
    for part in ("stranger", "warehouse"):
        with pytest.raises(OdooSays, match=r"\(Document type: Message, Operation: create\)") as said:
            odoo.call(part, ORDER, "message_post", [order], body="x")
        assert said.value.name == "odoo.exceptions.AccessError"


def messages_of_hidden_orders_are_hidden_and_files_are_refused(odoo: Driver) -> None:
    domain = [("model", "=", ORDER), ("res_id", "=", odoo.seeded["ordinary"])]
    assert odoo.call("buyer", "mail.message", "search", domain) != []
    assert odoo.call("stranger", "mail.message", "search", domain) == []
    order = odoo.new_order()
    odoo.call("buyer", "ir.attachment", "create", {"name": "offer.pdf", "res_model": ORDER, "res_id": order})
    files = [("res_model", "=", ORDER), ("res_id", "=", order)]
    assert [f["name"] for f in odoo.call("bot", "ir.attachment", "search_read", files, ["name"])] == ["offer.pdf"]
    with pytest.raises(OdooSays, match="Purchase Order"):
        odoo.call("stranger", "ir.attachment", "search_read", files, ["name"])


def activity_is_planned_closed_and_told(odoo: Driver) -> None:
    order, approver = odoo.new_order(), odoo.uid("approver")
    activities = odoo.call(
        "bot", ORDER, "activity_schedule", [order],
        act_type_xmlid="mail.mail_activity_data_todo", summary="Mend it", note="a<br/>&lt;b&gt;",
        user_id=approver, date_deadline="2031-12-01",
    )  # fmt: skip
    (activity,) = activities
    names = ("res_model", "res_id", "summary", "note", "date_deadline", "active", "state")
    told = odoo.read("mail.activity", activity, *names, "user_id", "activity_type_id")
    assert [told[name] for name in names] == [
        ORDER, order, "Mend it", "<p>a<br>&lt;b&gt;</p>", "2031-12-01", True, "planned",
    ]  # fmt: skip
    assert (told["user_id"][0], told["activity_type_id"][1]) == (approver, "To-Do")
    assert odoo.order(order, "activity_ids") == activities
    posted = odoo.call("bot", "mail.activity", "action_feedback", activities, feedback="Done & gone")
    assert odoo.messages(order)[-1]["id"] == posted
    assert "Done &amp; gone" in odoo.messages(order)[-1]["body"]
    assert odoo.call("bot", "mail.activity", "search", [("id", "=", activity)]) == []
    closed = [("id", "=", activity), ("active", "in", [True, False])]
    (row,) = odoo.call("bot", "mail.activity", "search_read", closed, ["active", "state", "feedback"])
    assert (row["active"], row["state"], row["feedback"]) == (False, "done", "Done & gone")
    with pytest.raises(OdooSays, match="does not exist or has been deleted"):
        odoo.call("bot", "mail.activity", "action_feedback", [999_999], feedback="x")


def automation_rules_are_for_administrators(odoo: Driver) -> None:
    for model, label in (("base.automation", "Automation Rule"), ("ir.actions.server", "Server Action")):
        with pytest.raises(OdooSays, match=rf"^You are not allowed to access '{label}' \({model}\) records"):
            odoo.call("approver", model, "search_read", [], ["name"])
    with pytest.raises(OdooSays, match=r"^You are not allowed to access 'Fields' \(ir\.model\.fields\) records"):
        odoo.call("approver", "ir.model.fields", "search_read", [("model", "=", ORDER)], ["name"])


def webhook_tells_once_and_only_what_matters(odoo: Driver) -> None:
    admin = odoo.adapter("administrator").client
    with odoo.hook() as hook:
        try:
            webhook.install(admin, f"{hook.url}/hooks/odoo/old", marker=MARKER)
            webhook.install(admin, f"{hook.url}/hooks/odoo/new", marker=MARKER)
            assert webhook.installed(admin, marker=MARKER)
            order = odoo.new_order()
            _tells(hook.bodies, order, state="to approve")
            assert set(hook.paths) == {"/hooks/odoo/new"}
            assert hook.headers[-1]["Content-Type"] == "application/json"
            hook.bodies.clear()
            odoo.call("buyer", ORDER, "write", [order], {"partner_ref": "no matter"})
            odoo.call("buyer", ORDER, "message_post", [order], body="no matter")
            assert hook.bodies == []
            odoo.call("buyer", LINE, "write", odoo.lines(order), {"price_unit": 999.0})
            assert len(hook.bodies) == 1
            hook.bodies.clear()
            odoo.call("approver", ORDER, "button_approve", [order])
            _tells(hook.bodies, order, state="purchase")
            odoo.call("buyer", ORDER, "button_cancel", [order])
            hook.bodies.clear()
            odoo.call("buyer", ORDER, "unlink", [order])
            assert [(body["id"], body["state"]) for body in hook.bodies] == [(order, "cancel")]
        finally:
            assert webhook.remove(admin, marker=MARKER) == 2
        assert not webhook.installed(admin, marker=MARKER)
        hook.bodies.clear()
        odoo.new_order()
        assert hook.bodies == []


def _tells(bodies: list[dict[str, Any]], order: int, state: str) -> None:
    assert bodies != []
    body = bodies[-1]
    assert (body["id"], body["_id"], body["_model"], body["state"]) == (order, order, ORDER, state)
    assert set(body) == {"_action", "_id", "_model", "id", "name", "state", "write_date"}
    assert len(body["write_date"]) > len("2026-01-01 00:00:00")


def rule_that_lost_its_action_is_mended(odoo: Driver) -> None:
    admin = odoo.adapter("administrator").client
    with odoo.hook() as hook:
        try:
            webhook.install(admin, hook.url, marker=MARKER)
            lost = odoo.call("administrator", "ir.actions.server", "search", [("webhook_url", "=", hook.url)])
            assert len(lost) == 2
            odoo.call("administrator", "ir.actions.server", "unlink", lost)
            webhook.install(admin, hook.url, marker=MARKER)
            order = webhook.check_fires(admin)
            assert [body["id"] for body in hook.bodies] == [order, order]
        finally:
            webhook.remove(admin, marker=MARKER)


def receiver_that_is_gone_harms_nobody(odoo: Driver) -> None:
    admin = odoo.adapter("administrator").client
    try:
        webhook.install(admin, "http://127.0.0.1:9/gone", marker=MARKER)
        order = odoo.new_order()
        assert odoo.order(order, "state") == "to approve"
    finally:
        webhook.remove(admin, marker=MARKER)


CASES = (
    plain_text_is_escaped,
    html_loses_its_scripts,
    anybody_may_post_in_anybodys_name,
    who_may_not_write_the_order_may_not_post,
    messages_of_hidden_orders_are_hidden_and_files_are_refused,
    activity_is_planned_closed_and_told,
    automation_rules_are_for_administrators,
    webhook_tells_once_and_only_what_matters,
    rule_that_lost_its_action_is_mended,
    receiver_that_is_gone_harms_nobody,
)
