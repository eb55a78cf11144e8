"""Names that buttons, inputs and modals of supplier mail carry, so that handlers find them again.

Buttons hold the case's id as their value; a choice of an order `case:order`, a habit's undo the habit's id, what
turns to another mail, part or page of the mail itself `mail:part:page`.
"""

from __future__ import annotations

import re

APPLY = "mail.apply"
CORRECT = "mail.correct"
REPLY = "mail.reply"
EXCEPTION = "mail.exception"
DONE = "mail.done"
MEANS = "mail.means"
ADD = "mail.add"
CHOOSE = "mail.choose"  # followed by a number, for action ids are unique in a row
OPEN = "mail.open"  # a link; Slack sends a click all the same
UNLEARN = "mail.unlearn"
REPLY_LANGUAGE = "mail.reply_language"
CHASE_LANGUAGE = "mail.chase_language"
CHASE = "mail.chase"
READ = "mail.read"
READ_MAIL = "mail.read.mail"
READ_PART = "mail.read.part"
READ_BACK = "mail.read.back"
READ_NEXT = "mail.read.next"
READ_ANY = re.compile(r"^mail\.read\.(?:mail|part|back|next)$")
CHOOSE_ANY = re.compile(r"mail\.choose\.\d+")

ACT_ROW = "mail.act_row"
LOOK_ROW = "mail.look_row"
CHOOSE_ROW = "mail.choose_row"
READ_ROW = "mail.read_row"  # followed by the mail's id: what was chosen for one mail is not for another
READ_FROM_ROW = "mail.read_from_row"
READ_TURN_ROW = "mail.read_turn_row"

APPLY_MODAL = "mail.apply_modal"
CORRECT_MODAL = "mail.correct_modal"
REPLY_MODAL = "mail.reply_modal"
EXCEPTION_MODAL = "mail.exception_modal"
MEANS_MODAL = "mail.means_modal"
ADD_MODAL = "mail.add_modal"
CHASE_MODAL = "mail.chase_modal"
READ_MODAL = "mail.read_modal"

TICKS_BLOCK = "ticks"  # followed by a number: ten ticks a block
CLASS_BLOCK = "class"
ORDER_BLOCK = "order"
VALUE_BLOCK = "value"  # followed by the change's id
TEXT_BLOCK = "text"  # of a letter followed by its language: Slack keeps what was typed as long as the name stays
REASON_BLOCK = "reason"
KIND_BLOCK = "kind"
WORDS_BLOCK = "words"
MEANING_BLOCK = "meaning"
PRODUCT_BLOCK = "product"
LINE_BLOCK = "line"
FIELD_BLOCK = "field"

TEXT_INPUT = "text"
CHOICE_INPUT = "choice"
TICKS_INPUT = "ticks"
DAY_INPUT = "day"
