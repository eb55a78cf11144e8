"""The card of a supplier's mail: what it means, how sure, what would change, what is dangerous."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks.kit import Block, actions, button, context, header, link_button, section
from bot.blocks.text import bare, clean, clip, count, inert, mention, quote, when
from bot.blocks.triage import ids
from bot.blocks.triage.words import CLASSES, READ, danger, old_and_new, row, urgency, what
from bot.domain.cases import Case, CaseMail, CaseState, CaseWork
from bot.domain.exceptions import ExceptionState, Trouble
from bot.domain.matching import Candidate
from bot.domain.ports import Picture
from bot.domain.proposals import nothing_offered
from bot.domain.triage import MailClass, Suggestion

MOST_ROWS = 10
ROOM = 2800  # of a section's 3,000 characters


def card(case: Case, order_url: str, made: Sequence[Trouble] = ()) -> Picture:
    """The card as it now stands, with the exceptions that people `made` of it.

    `order_url` leads to the first of its orders, empty where there is none.
    """
    title = f"{clean(case.name)[:90]} · {label_words(case)}" if case.orders else f"Supplier mail · {label_words(case)}"
    text = f"{bare(case.name, 120)}: {label_words(case)}, mail from {_in_plain(case.newest)}"
    blocks = [header(title), section(_status(case)), *_risks(case.newest.suggestion), *_summary(case), *_order(case)]
    if case.state is CaseState.OPEN:
        blocks += [*_problem(case), *_changes(case), *_held_up(case)]
    blocks += [*_applied(case), *_exceptions(made), *_small_print(case)]
    if case.state is CaseState.OPEN and case.applying is None:
        blocks += [*_choices(case), *_act_row(case, made)]
    return Picture(text, [*blocks, *_look_row(case, order_url)])


def news(case: Case, mail: CaseMail) -> Picture:
    """Another mail of the conversation, told below its card."""
    said = mail.suggestion.summary if mail.suggestion else mail.why or "It could not be read."
    text = f"{bare(case.name, 120)}: another mail from {_in_plain(mail)}. The card above is up to date."
    return Picture(
        text, [section(f"✉️ *{inert(case.name, 120)}*: another mail from {sender(mail, 60)}\n{quote(said, 600)}")]
    )


def label_words(case: Case) -> str:
    """The class as it stands."""
    label = case.label_as_it_stands
    return CLASSES[label] if label else "not read"


def sender(mail: CaseMail, limit: int) -> str:
    """Who wrote."""
    name, address = inert(mail.sender.name, limit, blank=""), inert(mail.sender.email, limit, blank="nobody")
    return f"{name} ({address})" if name else address


def _in_plain(mail: CaseMail) -> str:
    """Who wrote, where no formatting is."""
    return bare(mail.sender.name or mail.sender.email, 60, blank="nobody")


def _status(case: Case) -> str:
    mail = case.newest
    lines = [
        f"*From* {sender(mail, 90)} · {when(mail.received_at)}",
        f"*Subject* {inert(mail.subject, 200, blank='(none)')}",
    ]
    if case.owner is not None:
        lines.append(f"*Owner* {mention(case.owner.slack_id, case.owner.name)}: no buyer in Slack is known for it")
    if case.state is CaseState.DONE:
        closed = f" · {when(case.closed_at)}" if case.closed_at else ""
        lines.append(f"☑️ *Done* by {inert(case.closed_by, 80)}{closed}")
    elif case.applying is not None:
        lines.append(f"⏳ {inert(case.applying.by_name, 80)} applies {count(len(case.applying.changes), 'change')} …")
    elif case.work is CaseWork.MATCH:
        lines.append("⏳ Looking it up in Odoo …")
    lines.append(_reading(case))
    if case.newest.suggestion is not None and case.state is CaseState.OPEN and not case.relabelled:
        lines.append(urgency(case.newest.suggestion))
    return "\n".join(line for line in lines if line)


def _reading(case: Case) -> str:
    found = case.newest.suggestion
    if found is None:
        return f"⚠️ It could not be read: {inert(case.newest.why, 200, blank='the reason is not known')}"
    if case.label and case.label is not found.primary:
        return f"*{CLASSES[case.label]}*, set by {inert(case.label_by, 80)} (read as {found.primary.called})"
    sure = "over 99% sure" if found.confidence > 0.99 else f"{found.confidence:.0%} sure"
    if found.unsure:
        sure = f"⚠️ unsure: {inert(found.why_unsure, 160, blank='please read it yourself')}"
    also = f" · also {', '.join(one.called for one in found.secondary)}" if found.secondary else ""
    return f"*Read as* {found.primary.called}, {sure}{also}"


def _risks(found: Suggestion | None) -> list[Block]:
    """In red, with what to do. There is no button to act on it."""
    if found is None or not found.risks:
        return []
    return [section(clip("\n".join(danger(risk) for risk in found.risks[:5]), ROOM))]


def _summary(case: Case) -> list[Block]:
    """What it says in two lines; beside dangers the first one, for they are told above."""
    found = case.newest.suggestion
    if found is None or not found.summary.strip():
        return []
    return [section(quote(found.summary.strip().splitlines()[0] if found.risks else found.summary, 900))]


def _order(case: Case) -> list[Block]:
    if case.match is None:
        return []
    rows = []
    for order in case.orders:
        found = next((one for one in case.match.chosen if one.order_id == order.id), None)
        how = f"chosen by {inert(case.order_by, 80)}" if case.order_by else ""
        if found is not None and not how:
            how = _why_this(found)
        rows.append(f"*Order* {inert(order.name, 60)} · {inert(order.vendor, 80)}\n    {how}")
    if not case.orders:
        rows.append(
            "*Which order?* Please choose it below."
            if case.match.candidates
            else "*No order* was found. *Correct* lets you say which one it is about."
        )
    rows += [
        f"• {inert(one.order_name, 60)} · {inert(one.vendor, 80)}\n    {_why_this(one)}"
        for one in (case.match.candidates if not case.orders else ())
    ]
    rows += [f"⚠️ {inert(line, 200)}" for line in case.match.turned_down[:5]]
    mark = "" if case.match.sure_of_sender else "⚠️ "
    sender_words = inert(case.match.sender_words, 240, blank="")
    rows += [f"{mark}*Sender* {sender_words}"] if sender_words else []
    return [section(clip("\n".join(line for line in rows if line.strip()), ROOM))]


def _why_this(found: Candidate) -> str:
    """What leads to an order, each step with how far it carries; one step alone needs no sum."""
    steps = found.evidence[:4]
    if len(steps) == 1:
        return f"{found.score:.0%} match: {inert(steps[0].words, 120)}"
    told = "; ".join(f"{inert(piece.words, 120)} ({piece.score:.0%})" for piece in steps)
    return f"{found.score:.0%} match: {told}"


def _problem(case: Case) -> list[Block]:
    return [section(f"⚠️ *{inert(case.problem, 900)}*")] if case.problem else []


def _changes(case: Case) -> list[Block]:
    if not case.changes and not case.not_offered:
        return []
    several = len(case.orders) > 1
    rows = [(f"{inert(c.order_name, 30)} " if several else "") + row(c) for c in case.changes[:MOST_ROWS]]
    if len(case.changes) > MOST_ROWS:
        rows.append(f"_and {len(case.changes) - MOST_ROWS:,} more behind Apply_")
    blocks = [section(clip("\n".join(rows[at : at + 5]), ROOM)) for at in range(0, len(rows), 5)]
    if case.not_offered:
        told = [
            " ".join(
                part
                for part in (
                    f"{inert(one.what, 80)}:" if one.what else "",
                    f"{inert(one.why, 160)}",
                    f"(“{inert(one.quote, 100)}”)" if one.quote else "",
                )
                if part
            )
            for one in case.not_offered[:6]
        ]
        blocks.append(context(clip("*Not offered*\n" + "\n".join(told), ROOM)))
    return blocks


def _held_up(case: Case) -> list[Block]:
    if not case.held_up:
        return []
    rows = [f"• {inert(line, 200)}" for line in case.held_up[:6]]
    more = [f"_and {len(case.held_up) - 6:,} more_"] if len(case.held_up) > 6 else []
    return [section(clip("\n".join(["⏳ *This holds up*", *rows, *more]), ROOM))]


def _applied(case: Case) -> list[Block]:
    if not case.applied:
        return []
    shown = case.applied[-MOST_ROWS:]
    several = len({order.id for order in case.orders} | {one.change.order_id for one in case.applied}) > 1
    rows = [
        f"✅ {f'{inert(one.change.order_name, 30)} ' if several else ''}{what(one.change)}: {old_and_new(one.change)}, "
        f"applied by {inert(one.by_name, 60)} · {when(one.at)}"
        for one in shown
    ]
    return [section(clip("\n".join(rows), ROOM))]


def _exceptions(made: Sequence[Trouble]) -> list[Block]:
    """Who had it looked after, who owns it, and what became of it."""
    rows = []
    for one in made[-3:]:
        if one.state is ExceptionState.OPEN:
            row = (
                f"⚠️ *Exception no. {one.id}* · owner {mention(one.owner_slack, one.owner_name)} · "
                f"{when(one.opened_at)}\n    {inert(one.summary, 400)}\n    "
                f"Its own message has *Retry* and *Dismiss*; in Odoo it is an activity on {inert(one.order_name, 60)}."
            )
        else:
            closed = f" · {when(one.closed_at)}" if one.closed_at else ""
            row = (
                f"☑️ *Exception no. {one.id}* {one.state.value} by {inert(one.closed_by, 60)}{closed}: "
                f"{inert(one.closing_reason, 200, blank='no reason given')}\n    {inert(one.summary, 200)}"
            )
        rows.append(row)
    return [section(clip("\n".join(rows), ROOM))] if rows else []


def _small_print(case: Case) -> list[Block]:
    rows: list[str] = []
    if case.as_ordered:
        listed = ", ".join(inert(one, 60) for one in case.as_ordered[:5])
        more = f" and {len(case.as_ordered) - 5} more" if len(case.as_ordered) > 5 else ""
        rows.append(f"Unchanged by this mail: {listed}{more}")
    earlier: Sequence[CaseMail] = case.mails[:-1]
    if earlier:
        told = "; ".join(
            f"{when(mail.received_at)} {inert(mail.subject, 60, blank='(no subject)')}" for mail in earlier[-3:]
        )
        rows.append(f"{count(len(earlier), 'earlier mail')} of this conversation: {told}")
    if case.newest.suggestion:
        rows.append(inert(case.newest.suggestion.reason, 240, blank="The bot read it by itself."))
    if case.changes and case.state is CaseState.OPEN:
        rows.append("Nothing is written to Odoo before somebody applies it.")
    elif case.applied and case.state is CaseState.OPEN and case.work is CaseWork.NONE:
        rows.append("Nothing is left to apply: *Done* closes this card.")
    return [context(clip("\n".join(rows), ROOM))] if rows else []


def _choices(case: Case) -> list[Block]:
    if case.orders or case.match is None:
        return []
    buttons = [
        button(bare(one.order_name, 70), f"{ids.CHOOSE}.{at}", f"{case.id}:{one.order_id}")
        for at, one in enumerate(case.match.candidates[:5])
    ]
    return actions(buttons, ids.CHOOSE_ROW)


def _act_row(case: Case, made: Sequence[Trouble]) -> list[Block]:
    apply = [button("Apply", ids.APPLY, case.id, style="primary")] if case.changes else []
    fraud = case.newest.suggestion is not None and case.newest.suggestion.primary is MailClass.SPAM_PHISHING
    looked_after = any(one.state is ExceptionState.OPEN for one in made)
    with_order = [button("Make an exception", ids.EXCEPTION, case.id)] if case.orders and not looked_after else []
    reply = [button("Draft a reply", ids.REPLY, case.id)] if case.orders and not fraud else []
    return actions(
        [*apply, button("Correct", ids.CORRECT, case.id), *reply, *with_order, button("Done", ids.DONE, case.id)],
        ids.ACT_ROW,
    )


def _not_theirs(case: Case) -> bool:
    """Whether nothing of this mail counts as the vendor's: neither its values nor its words are to be learned from."""
    found = case.newest.suggestion
    return case.match is not None and found is not None and bool(nothing_offered(case.match, found))


def _look_row(case: Case, order_url: str) -> list[Block]:
    live = case.state is CaseState.OPEN and case.applying is None and case.orders and not _not_theirs(case)
    read = button(READ, ids.READ, case.id)
    teach = [button("Add a value", ids.ADD, case.id), button("This means …", ids.MEANS, case.id)] if live else []
    return actions([read, *teach, *link_button("Open in Odoo", ids.OPEN, case.id, order_url)], ids.LOOK_ROW)
