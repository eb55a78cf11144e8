"""What people may do in Slack. `register` is the routing table: reading it tells what the bot reacts to."""

from __future__ import annotations

import re

from slack_bolt.async_app import AsyncApp

from bot.blocks import exceptions as exception_ids
from bot.blocks.approvals import ids
from bot.handlers.approvals import ApprovalHandlers
from bot.handlers.errors import ErrorHandler
from bot.handlers.exceptions import ExceptionHandlers
from bot.handlers.status import StatusHandlers


def register(
    app: AsyncApp,
    approvals: ApprovalHandlers,
    exceptions: ExceptionHandlers,
    status: StatusHandlers,
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

    app.action(exception_ids.RETRY)(exceptions.retry)
    app.action(exception_ids.DISMISS)(exceptions.open_dismiss)
    app.view(exception_ids.DISMISS_MODAL)(exceptions.dismiss)

    app.command("/procure")(status.command)
    app.event("app_mention")(status.mentioned)
    app.event("message")(status.message)
    app.event("app_home_opened")(status.opened)

    app.action(re.compile(r"\.open$"))(approvals.nothing)  # links: Slack reports the click, nothing is to be done
    app.error(errors.answer)
