"""What could not be done, shown to whoever owns it, with a way to try again or to let it be."""

from __future__ import annotations

from bot.blocks.kit import Block, actions, button, link_button, modal, section, text_input
from bot.blocks.text import clean, count, in_readers_time, inert, mention, when
from bot.blocks.triage import ids as mail_ids
from bot.blocks.triage.words import READ
from bot.domain.exceptions import ExceptionKind, ExceptionState, Trouble
from bot.domain.ports import Picture

RETRY = "exception.retry"
DISMISS = "exception.dismiss"
OPEN = "exception.open"  # a link; Slack sends a click all the same
ROW = "exception.row"
DISMISS_MODAL = "exception.dismiss_modal"
REASON_BLOCK = "reason"
TEXT_INPUT = "text"

TITLES = {
    ExceptionKind.NO_RULE: "no approval rule fits",
    ExceptionKind.NOBODY: "nobody can approve it",
    ExceptionKind.NOT_APPLIED: "a decision could not be carried out in Odoo",
    ExceptionKind.UNKNOWN_OUTCOME: "it is unclear whether Odoo took a decision",
    ExceptionKind.STUCK: "nobody decides it, and nobody can be told",
    ExceptionKind.NOT_DELIVERED: "Slack did not take a message",
    ExceptionKind.MAIL_NOT_APPLIED: "changes from a supplier’s mail could not be applied",
    ExceptionKind.SUPPLIER_MAIL: "a supplier’s mail needs somebody",
    ExceptionKind.GREW: "the order grew after its approval",
}
ADVICE = {
    ExceptionKind.NO_RULE: "Add a rule for orders like this to the approval policy, then retry.",
    ExceptionKind.NOBODY: "Name somebody for this step in the policy or in Odoo, see that they have a Slack account "
    "with the same e-mail address, then retry.",
    ExceptionKind.NOT_APPLIED: "Open the order in Odoo and see what stands in the way. Retry once it is mended; the "
    "order is read again first.",
    ExceptionKind.UNKNOWN_OUTCOME: "Open the order in Odoo and look at its state. Retry reads it back first, so "
    "nothing happens twice.",
    ExceptionKind.STUCK: "Talk to the approver, or name a manager in Odoo (Employees), a deputy or a further level in "
    "the policy. It closes by itself once the order is decided; retry closes it now.",
    ExceptionKind.NOT_DELIVERED: "See that the person or the channel still exists and that the bot may write there, "
    "then retry.",
    ExceptionKind.MAIL_NOT_APPLIED: "Open the order in Odoo and see what stands in the way, then apply the changes "
    "from the mail’s card again. *Retry* writes nothing: it only closes this, as *Dismiss* does with a reason.",
    ExceptionKind.SUPPLIER_MAIL: "Read the mail on its card and settle the matter with the vendor. *Retry* writes "
    "nothing: it only closes this, as *Dismiss* does with a reason.",
    ExceptionKind.GREW: "Talk to the buyer. If it is fine as it is, *Dismiss* keeps that with your reason; the order "
    "stays as it is. If not, put it right in Odoo: *Retry* compares again, and closes this once the order is within "
    "what was approved.",
}


def trouble_message(trouble: Trouble, order_url: str) -> Picture:
    """One exception with its owner and what to do; without buttons once it is settled."""
    name = inert(trouble.order_name, 60, blank=f"order {trouble.order_id}")
    title = f"{name}: {TITLES[trouble.kind]}"
    if trouble.state is not ExceptionState.OPEN:
        return _settled(trouble, title, order_url)
    owner = mention(trouble.owner_slack, trouble.owner_name)
    tries = f" · tried {count(trouble.attempts, 'time')}" if trouble.attempts else ""
    body = "\n".join(
        [
            f"⚠️ *{title}*",
            in_readers_time(inert(trouble.summary, 1200, blank="No details are known.")),
            *([inert(trouble.of_mail.note, 600)] if trouble.of_mail and trouble.of_mail.note else []),
            f"*What to do:* {ADVICE[trouble.kind]}",
            f"Owner: {owner} · since {when(trouble.opened_at)}{tries} · no. {trouble.id}",
        ]
    )
    buttons = [button("Retry", RETRY, str(trouble.id)), button("Dismiss", DISMISS, str(trouble.id))]
    if trouble.of_mail is not None:
        buttons.append(button(READ, mail_ids.READ, trouble.of_mail.case_id))
    return Picture(title, [section(body), *actions([*buttons, *_open(trouble, order_url)], ROW)])


def _settled(trouble: Trouble, title: str, order_url: str) -> Picture:
    mark, word = ("✅", "Resolved") if trouble.state is ExceptionState.RESOLVED else ("☑️", "Dismissed")
    by = f" by {inert(trouble.closed_by)}" if trouble.closed_by else ""
    at = f" · {when(trouble.closed_at)}" if trouble.closed_at else ""
    reason = f"\n> {inert(trouble.closing_reason, 600)}" if trouble.closing_reason else ""
    body = f"{mark} *{word}*{by}{at} · no. {trouble.id}{reason}\n{title}\n{inert(trouble.summary, 600, blank='')}"
    return Picture(f"{title} · {word}{by}", [section(body.rstrip()), *actions(_open(trouble, order_url), ROW)])


def _open(trouble: Trouble, order_url: str) -> list[Block]:
    return link_button("Open in Odoo", OPEN, str(trouble.id), order_url)


def dismiss_modal(trouble: Trouble) -> Block:
    """Asks why an exception may be let be; its metadata is the exception's id."""
    name = inert(trouble.order_name, 60, blank=f"order {trouble.order_id}")
    return modal(
        f"Dismiss {clean(trouble.order_name)}",
        [
            section(f"*{name}: {TITLES[trouble.kind]}*\n{inert(trouble.summary, 600, blank='No details are known.')}"),
            text_input(
                "Reason",
                REASON_BLOCK,
                TEXT_INPUT,
                placeholder="Why does nothing more need to be done?",
                hint="It is kept in the audit log.",
            ),
        ],
        callback_id=DISMISS_MODAL,
        metadata=str(trouble.id),
        submit="Dismiss",
    )
