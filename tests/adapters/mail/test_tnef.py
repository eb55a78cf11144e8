"""winmail.dat: what Outlook hides in it."""

from datetime import date
from email.message import EmailMessage

from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.mail.mime import parse
from bot.adapters.mail.tnef import unpack
from bot.domain.errors import InvalidInput
from tests.adapters.mail.packets import winmail


def packed(content: bytes) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "ida@holm.example"
    mail.set_content("\n")
    mail.add_attachment(content, "application", "ms-tnef", filename="winmail.dat")
    return mail


def test_files_and_text_in_it_count_as_the_mails_own() -> None:
    packet = winmail("Prices 2026.csv", b"item;price\nGloves;4,10\n", "<p>New prices are <b>attached</b>.</p>")
    mail = parse(packed(packet).as_bytes(), received_on=date(2026, 4, 7))
    assert "New prices are attached." in mail.text
    assert [(file.name, file.text) for file in mail.attachments] == [("Prices 2026.csv", "item\tprice\nGloves\t4,10")]


def test_what_only_bears_its_name_is_kept_and_said() -> None:
    mail = parse(packed(b"MZ not a packet").as_bytes(), received_on=date(2026, 4, 7))
    assert mail.attachments[0].size == len(b"MZ not a packet")
    assert any("winmail.dat" in note for note in mail.unread)


def test_cut_packet_gives_what_came_before_the_cut() -> None:
    whole = winmail("a.csv", b"x" * 100)
    assert unpack(whole[:-40]).files[0][1] == b"x" * 100


@given(st.binary(max_size=400), st.integers(0, 300))
def test_no_bytes_make_it_raise_anything_else(noise: bytes, at: int) -> None:
    packet = winmail("a.csv", b"x" * 50, "<p>x</p>")
    try:
        unpack(packet[:at] + noise + packet[at + len(noise) :])
    except InvalidInput:
        assert at < 6
