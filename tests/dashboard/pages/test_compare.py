"""Two areas or two times side by side: counted alike, as far elapsed, each difference with its base."""

from datetime import timedelta

import pytest

from dashboard.pages import compare
from dashboard.parts.tree import tree
from dashboard.speech import Words
from data.areas import queries as areas
from data.errors import NotFound
from data.figures.dictionary import figure
from tests import cast, pile
from tests.dashboard.reading import hooks, props, with_hook, words

WITH_EAST = f"area:{cast.EAST_DISTRICT}"


def put(write, area: str, count: int, days_ago: float = 0.1, **changes) -> None:
    with write() as visit:
        pile.put_all(visit, [pile.case(area, visit.now, received_at=visit.now - timedelta(days=days_ago), **changes)
                             for _ in range(count)])


def values(shown, name: str) -> list[str]:
    return [props(cell)["data-value"] for cell in with_hook(shown, "data-kpi") if props(cell)["data-kpi"] == name]


def test_two_areas_stand_side_by_side(page, write):
    put(write, pile.HERE, 3)
    put(write, pile.THERE, 2)
    shown = page(compare, area=cast.WEST_DISTRICT, **{"with": WITH_EAST})
    assert hooks(shown, "data-side") == [cast.WEST_DISTRICT, cast.EAST_DISTRICT]
    assert values(shown, "received") == ["3", "2"]
    assert "▲ +1" in words(shown)
    assert "Received per 10,000 people" in words(shown)


def test_two_times_end_at_the_same_elapsed_moment(page, write):
    put(write, pile.HERE, 3)
    put(write, pile.HERE, 1, days_ago=1.1)
    put(write, pile.HERE, 4, days_ago=0.9)
    put(write, pile.HERE, 1, days_ago=9)
    shown = page(compare, range="today", **{"with": "period:mom"})
    assert values(shown, "received") == ["3", "1"], "after ten in the morning yesterday does not count"


def test_a_year_without_data_is_said_and_no_difference_made_up(page, write):
    put(write, pile.HERE, 3)
    shown = page(compare, **{"with": "period:yoy"})
    assert values(shown, "received") == ["3", ""]
    assert "— (no data then)" in words(shown)


@pytest.mark.parametrize(("name", "now", "then", "said", "tone"), [
    ("received", 30, 20, "▲ +50.0%", ""), ("received", 30, 19, "▲ +11", ""),
    ("received", 3, 0, "— (nothing", "is-missing"),
    ("late", 30, 20, "▲ +50.0% worse", "is-worse"), ("late", 10, 20, "▼ -50.0% better", "is-better"),
    ("on_time_closing_rate", 92.5, 90.0, "▲ +2.5 points better", "is-better"),
    ("on_time_closing_rate", None, 90.0, "— (nothing", "is-missing"),
])
def test_a_difference_has_arrow_sign_and_word_and_a_base_that_bears_it(read, name, now, then, said, tone):
    with read() as visit:
        t = Words(language="en", zone=visit.zone).with_own(compare.WORDS)
        left, right = (figure(name, as_of=visit.now, value=value, sample=50) for value in (now, then))
    found = compare.difference(t, left, right, False)
    assert found[0].startswith(said)
    assert found[1] == tone


def test_an_area_that_is_not_the_visitors_is_refused_on_the_other_side(page):
    with pytest.raises(NotFound):
        page(compare, scope=cast.BO, area=cast.WEST_DISTRICT, **{"with": WITH_EAST})
    assert cast.EAST_DISTRICT not in str(tree(page(compare, scope=cast.BO, area=cast.WEST_DISTRICT)))


@pytest.mark.parametrize("asked", [{"with": "moon"}, {"with": "period:daily"}, {"range": "1y"}, {"from": "x"}, {}])
def test_what_cannot_be_read_falls_back_to_the_week_and_the_one_before(page, asked):
    shown = page(compare, **asked)
    pressed = [words(one) for one in with_hook(shown, "data-go") if props(one)["aria-pressed"] == "true"]
    assert pressed[-1] == "vs before"


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("asked", [{"with": WITH_EAST, "range": "24h"}, {"with": "period:mom", "range": "month"},
                                   {"from": "2026-03-17T00:30+08:00", "to": "2026-03-18T09:10+08:00"}])
def test_it_can_be_painted_in_both_languages(page, write, language, asked):
    put(write, pile.HERE, 30)
    put(write, pile.THERE, 25, class_code="0201")
    assert tree(page(compare, area=cast.WEST_DISTRICT, language=language, **asked))


def test_the_same_area_on_both_sides_is_said_in_words(page):
    assert "choose another" in words(page(compare, area=cast.EAST_DISTRICT, **{"with": WITH_EAST}))


def test_a_rate_of_few_people_is_not_given(page, write):
    with write() as visit:
        areas.find(visit, cast.GRIDS[1, 0]).population = 10
    shown = page(compare, area=cast.GRIDS[0, 0], **{"with": f"area:{cast.GRIDS[1, 0]}"})
    assert "small sample" in words(shown)
