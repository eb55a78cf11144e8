"""What the bot says about itself."""

from bot.blocks import help as sayings
from tests.blocks.checks import acceptable, all_text


def test_help_lists_the_commands() -> None:
    picture = sayings.help_message()
    acceptable(picture)
    assert "/procure status P00036" in all_text(picture.blocks)
    assert "/procure help" in picture.text


def test_stranger_learns_why_and_whom_to_ask() -> None:
    said = sayings.unmatched("Slack shows no e-mail address for this account")
    assert "Slack shows no e-mail address" in said
    assert "administrator" in said


def test_apology_names_the_reference() -> None:
    assert "reference 7F3A. Nothing was lost" in sayings.something_wrong("7F3A")
