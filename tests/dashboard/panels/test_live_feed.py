"""The feed's frame, which the page's script fills."""

from zoneinfo import ZoneInfo

import pytest

from dashboard.panel import View
from dashboard.panels import live_feed
from dashboard.speech import Words
from tests.dashboard.reading import hooks, parts, words


@pytest.mark.parametrize("surface", ["wall", "desk"])
def test_it_has_a_place_for_rows_on_each_surface(surface):
    t = Words(language="en", zone=ZoneInfo("Asia/Shanghai")).with_own(live_feed.WORDS)
    frame = live_feed.layout(t, View(area="9901", norm="abs", surface=surface))
    assert f"{surface}-feed-rows" in [getattr(part, "id", None) for part in parts(frame)]
    assert words(frame) == "Live feed newest first"
    assert hooks(frame, "data-state") == ["loading"]
    assert live_feed.PANEL.answer is None
