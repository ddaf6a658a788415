"""How the city hears of things: channels of a day, and the share that was found before anybody called."""

from datetime import timedelta

import pytest

from dashboard.panels import channels
from dashboard.speech import Words
from tests import cast
from tests.dashboard.reading import hooks, words


def test_each_channel_is_a_row_with_its_change(shown, write):
    at = cast.NOW - timedelta(hours=2)
    with write(now=at) as visit:
        for number in range(3):
            cast.open_case(visit, f"n{number}", occurred_at=at)
    panel = shown(channels)
    assert hooks(panel, "data-state") == ["fresh"]
    assert "▲ 3" in words(panel)


@pytest.mark.parametrize(("counts", "said"), [({"patrol": 3, "hotline": 1}, "Last 24 h: 75% found before a call"),
                                              ({"hotline": 4}, "Last 24 h: 0% found before a call"),
                                              ({"api": 9}, "Channels, last 24 h")])
def test_the_share_is_of_cases_whose_origin_is_known(counts, said):
    t = Words(language="en", zone=None).with_own(channels.WORDS)
    assert channels.title(t, counts) == said


def test_nothing_is_zero_not_an_error(shown):
    assert hooks(shown(channels), "data-state") == ["zero"]


def test_a_stranger_counts_only_what_is_theirs(shown, write):
    at = cast.NOW - timedelta(hours=2)
    with write(now=at) as visit:
        cast.open_case(visit, "n", (3.5, 3.5), occurred_at=at)
    assert hooks(shown(channels, scope=cast.BO), "data-state") == ["zero"]
