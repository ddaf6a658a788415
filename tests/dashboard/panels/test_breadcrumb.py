"""The way back up: one step for each level the person may see."""

import re

from dashboard.panels import breadcrumb
from tests import cast
from tests.dashboard.reading import hooks, words


def numbers_after(way, place: str) -> list[int]:
    """Return the counts that follow the last step."""
    return [int(number) for number in re.findall(r"\d+", words(way).rsplit(place, 1)[1])]


def test_it_leads_from_the_city_to_where_the_screen_looks(shown):
    way = shown(breadcrumb, area=cast.COMMUNITY)
    assert hooks(way, "data-area") == ["9901", "990101", "990101001", cast.COMMUNITY]
    assert hooks(way, "aria-current") == ["false", "false", "false", "location"]
    assert numbers_after(way, "Community 001") == [2]


def test_it_says_how_much_lies_inside(shown):
    assert numbers_after(shown(breadcrumb), "9901") == [2, 4, 8, 16]
    assert "网格" in words(shown(breadcrumb, language="zh-CN"))


def test_a_stranger_s_way_begins_where_their_area_begins(shown):
    assert hooks(shown(breadcrumb, scope=cast.CHEN, area=cast.GRIDS[0, 0]), "data-area") == [
        cast.COMMUNITY, cast.GRIDS[0, 0]]
