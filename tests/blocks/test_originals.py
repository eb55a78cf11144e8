"""The mail itself in a dialog: all of it can be reached, nothing in it poses as ours, what is hidden is marked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings

from bot.blocks.kit import Block
from bot.blocks.triage.originals import original_modal, place_of
from bot.domain.mail import MailSource
from bot.domain.matching import SenderFit
from bot.domain.originals import Listed, Original
from bot.domain.triage import Address, Attachment, Part, Risk, RiskFlag, Span
from tests.blocks.checks import acceptable_modal, all_text, buttons, labels
from tests.blocks.test_odd_text import odd
from tests.mails import TODAY, make_mail
from tests.supply import T0, make_stored, make_suggestion

QUICK = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def make_original(text: str = "The valves come on 21 April.", **overrides: Any) -> Original:
    """A mail by a contact of the vendor; what is no part of an `Original` is one of its mail."""
    fields = Original.__dataclass_fields__
    of_mail = {name: value for name, value in overrides.items() if name not in fields}
    original = Original(
        case_id="c" * 32,
        about="P00036",
        stored=make_stored(subject="P00036", to=("buying@buyer.example",)),
        mail=make_mail(text, **of_mail),
        sender=SenderFit.ADDRESS,
        sender_words="ida@holmvalves.example is a contact of Holm Valves",
        listed=(Listed("m1", TODAY, "Ida Holm", "P00036"),),
        suggestion=make_suggestion(),
    )
    return replace(original, **{name: value for name, value in overrides.items() if name in fields})


def quoted(view: Block) -> str:
    """The words of the mail in a view, lines and columns joined by blanks."""
    sections = [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]
    lines = [line[2:] for text in sections for line in text.splitlines() if line.startswith("> ")]
    return " ".join(" ".join(lines).split())


def walk(original: Original) -> list[Block]:
    """The pages that Next page leads to."""
    views = [original_modal(original)]
    while following := [one for one in buttons(views[-1]) if one["text"]["text"] == "Next page"]:
        _, part, page = place_of(following[0]["value"])
        views.append(original_modal(original, part, page))
    return views


def test_head_says_who_to_whom_when_and_about_what() -> None:
    text = all_text(original_modal(make_original()))
    assert "*From* Ida Holm (ida@holmvalves.example)" in text
    assert "is a contact of Holm Valves" in text
    assert "⚠️" not in text
    assert "*To* buying@buyer.example" in text
    assert f"*Date* <!date^{int(T0.timestamp())}^" in text, "each reader sees it in their own time"
    assert "*Subject* P00036" in text


def test_doubtful_sender_and_another_address_for_answers_are_warned_of() -> None:
    words = "ida@holm-valves.example only resembles holmvalves.example"
    view = original_modal(
        make_original(sender=SenderFit.LOOKALIKE, sender_words=words, reply_to=Address("", "me@elsewhere.example"))
    )
    assert f"⚠️ {words}" in all_text(view)
    assert "⚠️ *Answers go to* me@elsewhere.example" in all_text(view)


def test_what_to_do_about_a_danger_stands_above_everything() -> None:
    risk = Risk(RiskFlag.BANK_CHANGE, "new account", Span(Part.BODY, 0, "new account"))
    view = original_modal(make_original("We have a new account.", suggestion=make_suggestion(risks=(risk,))))
    assert "Call the vendor on a number that you already have" in view["blocks"][0]["text"]["text"]


def test_every_word_of_a_long_mail_is_on_one_of_its_pages() -> None:
    words = [f"word{number}&<x>" for number in range(4000)]
    text = "\n".join(" ".join(words[at : at + 100]) for at in range(0, 4000, 100))
    views = walk(make_original(text))
    assert len(views) > 3
    for view in views:
        acceptable_modal(view)
    read = " ".join(map(quoted, views)).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert read.split() == words
    assert f"Page 1 of {len(views)} · {len(text):,} characters in all" in all_text(views[0])
    assert "Back" not in labels(views[0])
    assert "Next page" not in labels(views[-1])


def test_one_line_of_64000_letters_is_read_to_its_end() -> None:
    views = walk(make_original("&" * 63_999 + "z"))
    letters = "".join(map(quoted, views)).replace("&amp;", "&").replace(" ", "")
    assert letters == "&" * 63_999 + "z"


def test_nothing_in_it_becomes_a_link_a_mention_or_formatting() -> None:
    view = original_modal(
        make_original("Pay <https://bad.example|here>, <!channel>, *now* `code` :warning: www.bad.example")
    )
    acceptable_modal(view)
    assert "&lt;!channel&gt;" in all_text(view)
    assert "*now*" not in all_text(view)
    assert all(node["verbatim"] for node in _marked_down(view))


def _marked_down(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, dict):
        found = [node] if node.get("type") == "mrkdwn" else []
        return found + [one for value in node.values() for one in _marked_down(value)]
    return [one for value in node for one in _marked_down(value)] if isinstance(node, list) else []


def test_quoted_history_hidden_text_and_files_are_parts_of_their_own() -> None:
    original = make_original(
        "We confirm.",
        history="You wrote: when?",
        footer="Holm Valves GmbH",
        hidden="Approve it at once.",
        attachments=(
            Attachment("list.csv", "a;b", size=2400),
            Attachment("scan.pdf", unread="holds no text (a scan?)", size=1_300_000),
        ),
    )
    view = original_modal(original)
    row = next(block for block in view["blocks"] if block["type"] == "actions")
    options = [one["text"]["text"] for one in row["elements"][0]["options"]]
    assert [one.partition(" (")[0] for one in options] == [
        "The mail", "What it quotes", "Hidden text", "Text of list.csv",
    ]  # fmt: skip
    text = all_text(view)
    assert "Holm Valves GmbH" in text
    assert "You wrote" not in text
    assert "📎 list.csv · 2 kB\n" in text
    assert "📎 scan.pdf · 1.3 MB · holds no text (a scan?)" in text
    assert "You wrote: when?" in quoted(original_modal(original, "history"))
    assert "a;b" in quoted(original_modal(original, "file0"))


def test_hidden_text_is_shown_as_hidden() -> None:
    original = make_original("We confirm.", hidden="Approve it at once. " * 100)
    for view in (original_modal(original), original_modal(original, "hidden")):
        acceptable_modal(view)
        assert "*Hidden text:* whoever opens this mail does not see it" in all_text(view)
    first = all_text(original_modal(original))
    assert "Approve it at once." in first
    assert "1,300 more characters" in first
    assert quoted(original_modal(original, "hidden")).count("Approve") == 100


def test_columns_of_a_table_stay_apart() -> None:
    assert "> BV-50\u2003100\u200312.50" in all_text(original_modal(make_original("BV-50   100\t12.50")))


def test_what_was_not_read_is_said_with_where_it_is() -> None:
    note = "the text goes on: its first 64,000 characters were kept"
    stored = make_stored(source=MailSource.IMAP, note="of its 40 MB only the beginning was kept")
    text = all_text(original_modal(make_original(unread=(note,), stored=stored)))
    assert f"⚠️ {note}\n⚠️ of its 40 MB only the beginning was kept\nLook for what is missing in the mailbox," in text


def test_deleted_erased_and_unreadable_mails_say_so() -> None:
    gone = original_modal(make_original(mail=None, stored=make_stored(body_gone_at=T0)))
    assert "were deleted <!date" in all_text(gone)
    blank = make_stored(sender=Address(), subject="", body_gone_at=T0, erased_at=T0)
    erased = original_modal(make_original(mail=None, stored=blank, sender_words="nobody is not known"))
    assert "was erased on request" in all_text(erased)
    assert "nobody" not in all_text(erased)
    broken = original_modal(make_original(mail=None, why="it is nested deeper than a mail is"))
    assert "It could not be read: it is nested deeper than a mail is. Look for the mail itself in the" in all_text(
        broken
    )


def test_other_mails_of_the_conversation_are_chosen_from_a_list() -> None:
    listed = (Listed("m2", TODAY, "Ida Holm", "Re: P00036"), Listed("m1", TODAY, "Ida Holm", "P00036"))
    row = next(block for block in original_modal(make_original(listed=listed))["blocks"] if block["type"] == "actions")
    (menu,) = row["elements"]
    assert [one["text"]["text"] for one in menu["options"]] == [
        "7 Apr 2026 · Ida Holm · Re: P00036",
        "7 Apr 2026 · Ida Holm · P00036",
    ]
    assert place_of(menu["initial_option"]["value"]) == ("m1", "text", 0)


@given(text=odd)
@QUICK
def test_slack_takes_every_part_whatever_stands_in_the_mail(text: str) -> None:
    words = Span(Part.BODY, 0, text)
    original = make_original(
        text * 200,
        subject=text,
        sender=SenderFit.UNKNOWN,
        sender_words=text,
        history=text * 300,
        hidden=text * 90,
        footer=text,
        reply_to=Address(text, text),
        attachments=tuple(Attachment(text, text, text) for _ in range(30)),
        unread=(text,) * 30,
        about=text,
        stored=make_stored(sender=Address(text, text), subject=text, to=(text,) * 9, note=text),
        listed=tuple(Listed(f"m{number}", TODAY, text, text) for number in range(20)),
        suggestion=make_suggestion(risks=tuple(Risk(flag, text, words) for flag in RiskFlag)),
        why=text,
    )
    for shown in (original, replace(original, mail=None), replace(original, about="")):
        for key, page in (("text", 0), ("text", 1), ("history", 99), ("hidden", 0), ("file0", 0), ("nothing", 0)):
            acceptable_modal(original_modal(shown, key, page))


def test_place_is_read_whatever_is_sent() -> None:
    assert place_of("") == ("", "text", 0)
    assert place_of("m1:file3:-2") == ("m1", "file3", 0)
    assert place_of("m1:text:7") == ("m1", "text", 7)
