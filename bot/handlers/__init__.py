"""What people may do in Slack. `register` is the routing table: reading it tells what the bot reacts to."""

from __future__ import annotations

import re

from slack_bolt.async_app import AsyncApp

from bot.blocks import absence as absence_ids
from bot.blocks import exceptions as exception_ids
from bot.blocks import home as home_ids
from bot.blocks import keys as key_ids
from bot.blocks import questions as question_ids
from bot.blocks.approvals import ids
from bot.blocks.escalation import ids as escalation_ids
from bot.blocks.triage import ids as mail_ids
from bot.handlers.absence import AbsenceHandlers
from bot.handlers.approvals import ApprovalHandlers
from bot.handlers.commands import CommandHandlers
from bot.handlers.errors import ErrorHandler
from bot.handlers.escalation import EscalationHandlers
from bot.handlers.exceptions import ExceptionHandlers
from bot.handlers.home import HomeHandlers
from bot.handlers.keys import KeyHandlers
from bot.handlers.letters import LetterHandlers
from bot.handlers.originals import OriginalHandlers
from bot.handlers.questions import QuestionHandlers
from bot.handlers.triage import TriageHandlers


def register(
    app: AsyncApp,
    approvals: ApprovalHandlers,
    escalation: EscalationHandlers,
    exceptions: ExceptionHandlers,
    questions: QuestionHandlers,
    home: HomeHandlers,
    absence: AbsenceHandlers,
    keys: KeyHandlers,
    commands: CommandHandlers,
    triage: TriageHandlers,
    letters: LetterHandlers,
    originals: OriginalHandlers,
    errors: ErrorHandler,
) -> None:
    """Connect each thing that can happen in Slack with the handler that answers it."""
    app.action(ids.APPROVE)(approvals.approve)
    app.action(ids.REJECT)(approvals.open_reject)
    app.action(ids.ASK)(approvals.open_ask)
    app.action(ids.HAND_OVER)(approvals.open_hand_over)
    app.action(ids.LINES)(approvals.open_lines)
    app.action(ids.SHOW)(approvals.show)
    app.action(ids.ANSWER)(approvals.open_answer)
    app.view(ids.REJECT_MODAL)(approvals.reject)
    app.view(ids.ASK_MODAL)(approvals.ask)
    app.view(ids.HAND_OVER_MODAL)(approvals.hand_over)
    app.view(ids.ANSWER_MODAL)(approvals.answer)

    app.action(escalation_ids.NUDGE)(escalation.nudge)
    app.action(escalation_ids.HAND_OVER)(escalation.open_hand_over_for)
    app.action(escalation_ids.SNOOZE)(escalation.open_snooze)
    app.action(escalation_ids.SHOW)(escalation.show_single)
    app.action(escalation_ids.SEVERAL)(escalation.open_several)
    app.view(escalation_ids.SNOOZE_MODAL)(escalation.snooze)
    app.view(escalation_ids.HAND_OVER_MODAL)(escalation.hand_over_for)
    app.view(escalation_ids.SEVERAL_MODAL)(escalation.approve_several)

    app.action(exception_ids.RETRY)(exceptions.retry)
    app.action(exception_ids.DISMISS)(exceptions.open_dismiss)
    app.view(exception_ids.DISMISS_MODAL)(exceptions.dismiss)

    app.command("/procure")(commands.command)
    app.event("app_mention", middleware=[questions.heard])(questions.mentioned)
    app.event("message", middleware=[questions.heard])(questions.message)
    app.action(re.compile(rf"^{re.escape(question_ids.CHOOSE)}\.\d+$"))(questions.choose)
    app.action(question_ids.RATE)(questions.rate)

    app.event("app_home_opened", matchers=[home.is_home])(home.opened)
    app.event("app_home_opened")(questions.offer)
    app.action(re.compile(rf"^{re.escape(home_ids.QUEUE)}\."))(home.turn)
    app.action(absence_ids.AWAY)(absence.open_away)
    app.action(absence_ids.BACK)(absence.come_back)
    app.view(absence_ids.MODAL)(absence.set_away)
    app.view(key_ids.MODAL)(keys.give)
    app.action(key_ids.FORGET)(keys.forget)

    app.action(mail_ids.READ)(originals.open_mail)
    app.action(mail_ids.READ_ANY)(originals.turn_mail)
    app.action(mail_ids.APPLY)(triage.open_apply)
    app.action(mail_ids.CORRECT)(triage.open_correct)
    app.action(mail_ids.ADD)(triage.open_add)
    app.action(mail_ids.CHOOSE_ANY)(triage.choose_order)
    app.action(mail_ids.MEANS)(triage.open_means)
    app.action(mail_ids.UNLEARN)(triage.unlearn)
    app.action(mail_ids.REPLY)(letters.open_reply)
    app.action(mail_ids.REPLY_LANGUAGE)(letters.reword_reply)
    app.action(mail_ids.CHASE)(letters.open_chase)
    app.action(mail_ids.CHASE_LANGUAGE)(letters.reword_chase)
    app.action(mail_ids.EXCEPTION)(triage.open_exception)
    app.action(mail_ids.DONE)(triage.done)
    app.view(mail_ids.APPLY_MODAL)(triage.apply)
    app.view(mail_ids.CORRECT_MODAL)(triage.correct)
    app.view(mail_ids.ADD_MODAL)(triage.add)
    app.view(mail_ids.MEANS_MODAL)(triage.means)
    app.view(mail_ids.REPLY_MODAL)(letters.reply)
    app.view(mail_ids.CHASE_MODAL)(letters.chase)
    app.view(mail_ids.EXCEPTION_MODAL)(triage.make_exception)

    app.action(re.compile(r"\.open$"))(approvals.nothing)  # links: Slack reports the click, nothing is to be done
    app.error(errors.answer)
