"""Colours are told apart by everybody: text at least 4.5 : 1, what is no text 3 : 1, in both themes (WCAG 2.2 AA)."""

import re

import pytest

from tests.conftest import ROOT

TOKENS = (ROOT / "assets" / "tokens.css").read_text(encoding="utf-8")
THEMES = {theme: dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6}|transparent)", block)) for theme, block in
          re.findall(r"body\[data-theme=(\w+)\] \{(.*?)\n\}", TOKENS, re.DOTALL)}
GROUNDS = ("bg", "surface-1", "surface-2")
TEXTS = ("text-1", "text-2", "text-3", "accent", "p1-text", "p2-text", "p3-text", "p4-text", "done-text")
ON = [("primary-ink", "primary"), ("p1-ink", "p1"), ("chip-ink", "p2"), ("chip-ink", "p3"), ("p4-ink", "p4")]
MARKS = ("p1", "p2", "p3", "p4", "done", "offline", "normal", "border-strong", "focus", "replay", "series-1",
         "series-2", "series-3", "series-4", "bar", "bar-first", "place", "ring")
PRIORITIES = ("p1", "p2", "p3", "p4")


def luminance(colour: str) -> float:
    """Return the relative luminance of #RRGGBB, WCAG 2.2."""
    parts = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(params=sorted(THEMES))
def theme(request) -> dict[str, str]:
    return THEMES[request.param]


def test_there_are_two_themes_of_the_same_names():
    assert set(THEMES) == {"dark", "light"}
    assert set(THEMES["dark"]) == set(THEMES["light"])


@pytest.mark.parametrize(("one", "other", "ratio"), [("#FFFFFF", "#000000", 21), ("#767676", "#FFFFFF", 4.54)])
def test_the_ratio_is_the_one_of_the_norm(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


def test_text_is_read_on_every_ground(theme):
    faint = {(text, ground): round(contrast(theme[text], theme[ground]), 2) for text in TEXTS for ground in GROUNDS
             if contrast(theme[text], theme[ground]) < 4.5}
    assert faint == {}
    assert {pair for pair in ON if contrast(theme[pair[0]], theme[pair[1]]) < 4.5} == set()
    assert contrast("#FFFFFF", theme["banner"]) >= 4.5


def test_marks_stand_out_from_what_they_lie_on_by_their_colour_or_their_edge(theme):
    faint = {}
    for mark in MARKS:
        shown = [theme[mark], theme.get(f"{mark}-edge", "transparent")]
        best = max(contrast(one, theme["surface-1"]) for one in shown if one != "transparent")
        if best < 3:
            faint[mark] = round(best, 2)
    assert faint == {}


def test_no_two_priorities_have_the_same_colour(theme):
    assert len({theme[one] for one in PRIORITIES}) == 4
