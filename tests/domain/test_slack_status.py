"""Which statuses mean that somebody is away."""

import pytest

from bot.domain.slack_status import means_away


@pytest.mark.parametrize(
    ("emoji", "text"),
    [
        (":palm_tree:", "Vacationing"),  # Slack's own
        (":face_with_thermometer:", "Out sick"),  # Slack's own
        (":palm_tree::skin-tone-2:", ""),
        ("", "OOO until Monday"),
        (":calendar:", "Out of office"),
        (":speech_balloon:", "on parental leave"),
        ("", "Urlaub bis Montag"),
    ],
)
def test_away(emoji: str, text: str) -> None:
    assert means_away(emoji, text)


@pytest.mark.parametrize(
    ("emoji", "text"),
    [
        ("", ""),
        (":spiral_calendar_pad:", "In a meeting"),  # Slack's own
        (":bus:", "Commuting"),  # Slack's own
        (":house_with_garden:", "Working remotely"),  # Slack's own
        (":headphones:", "Focusing"),
        ("", "Planning the holiday party"),
        ("", "Customer day in Oslo"),
    ],
)
def test_not_away(emoji: str, text: str) -> None:
    assert not means_away(emoji, text)
