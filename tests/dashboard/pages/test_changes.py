"""What is new since the last visit, one kind at a time; a row opens its case; nothing of elsewhere."""

from datetime import timedelta

import pytest

from dashboard.pages import changes
from data.people import presence
from tests import cast
from tests.dashboard.reading import hooks, words

HOUR = timedelta(hours=1)


@pytest.fixture
def numbers(write) -> dict[str, str]:
    """Return the numbers of an urgent case of the west and one of the east, both after Bo's last visit."""
    with write(scope=cast.BO) as visit:
        presence.note(visit)
    with write(now=cast.NOW + HOUR) as visit:
        return {"west": cast.open_case(visit, "w", category="0201"),
                "east": cast.open_case(visit, "e", (3.5, 0.5), category="0201")}


def test_the_chosen_kind_lists_its_cases_of_one_s_own_area(page, numbers):
    shown = page(changes, scope=cast.BO, area=cast.WEST_DISTRICT, now=cast.NOW + 3 * HOUR, what="urgent")
    assert hooks(shown, "data-case") == [numbers["west"]]
    assert hooks(shown, "data-count") == ["1", "1", "0", "0"]
    assert "Since 10:00 · 1 of 1 listed" in words(shown)
    assert hooks(page(changes, scope=cast.BO, now=cast.NOW + 3 * HOUR, what="closed"), "data-case") == []


def test_a_kind_there_is_not_shows_the_first(page, numbers):
    shown = page(changes, scope=cast.BO, area=cast.WEST_DISTRICT, now=cast.NOW + 3 * HOUR, what="moon")
    assert hooks(shown, "data-changes") == ["urgent"]


def test_an_empty_list_says_so(page):
    assert "There is no such case" in words(page(changes, scope=cast.BO, area=cast.WEST_DISTRICT))
    assert "没有这样的案件" in words(page(changes, scope=cast.BO, area=cast.WEST_DISTRICT, language="zh-CN"))
