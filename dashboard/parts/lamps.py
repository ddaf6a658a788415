"""Lamps: a shape beside the colour, so that nobody needs to see red."""

from dashboard.speech import Words

SHAPES = {"none": "○", "green": "✓", "yellow": "◆", "red": "⬢", "paused": "‖"}
TONES = {"none": "is-missing", "green": "is-better", "yellow": "is-near", "red": "is-worse", "paused": ""}


def lamp_words(lamp: str, words: str) -> str:
    """Return the lamp's shape before some words."""
    return f"{SHAPES[lamp]} {words}"


def waiting_words(lamp: str, words: str) -> str:
    """Return the same for what is not done yet: only what is done has a tick."""
    return lamp_words("none" if lamp == "green" else lamp, words)


def lamp_title(t: Words, lamp: str) -> str:
    """Return the lamp's meaning in words."""
    return t(f"lamps.{lamp}")
