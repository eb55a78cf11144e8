"""What the clock does for questions: takes up those that nobody answered, and drops those that are old."""

from __future__ import annotations

import structlog

from bot.domain.errors import Conflict, SlackError
from bot.services.questions.conversation import ConversationService

EVERY_SECONDS = 60.0

log = structlog.get_logger(__name__)


class QuestionRounds:
    """The work of one ticker."""

    def __init__(self, conversation: ConversationService) -> None:
        self._conversation = conversation

    def look(self) -> None:
        """Answer what is overdue, each for itself, and forget what is a month old."""
        for question_id in self._conversation.overdue():
            try:
                self._conversation.answer(question_id)
            except (Conflict, SlackError) as error:
                log.info("a question waits on", question=question_id, why=type(error).__name__)
        self._conversation.forget()
