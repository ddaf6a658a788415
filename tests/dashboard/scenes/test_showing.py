"""A scene as a wall shows it: the area with most found, its cases alone, and what breaks in."""

from datetime import timedelta

import pytest

from dashboard.panel import View
from dashboard.panels import alarm_line, kpi_strip
from dashboard.scenes import showing
from dashboard.scenes.scene import SCENES
from dashboard.wiring import words_for
from tests import cast
from tests.dashboard.reading import hooks

NAME = "name: {zh: 雨, en: Rain}\n"


@pytest.fixture
def resolve(read, written):
    """Return resolve(text, scope=...): the scene of that text as it is sent to a wall."""
    def done(text: str, scope=cast.ALICE):
        scene = SCENES.find("rain", written("scenes", "rain", NAME + text))
        with read(scope=scope) as visit:
            return showing.resolved(visit, words_for(visit), scene, visit.scope.home(visit.city.code))

    return done


def test_the_worst_area_is_found_when_it_is_asked_for(resolve, write):
    with write() as visit:
        cast.open_case(visit, "a", (3.5, 0.5))
    assert resolve("area: '@worst:abs'")["area"] == cast.EAST_DISTRICT
    with write() as visit:
        cast.open_case(visit, "b", (0.5, 0.5))
        cast.open_case(visit, "c", (1.5, 0.5))
    assert resolve("area: '@worst:abs'")["area"] == cast.WEST_DISTRICT
    assert resolve("area: '@worst:rate'")["area"] in (cast.WEST_DISTRICT, cast.EAST_DISTRICT)
    assert resolve("area: '@worst:abs'", cast.BO)["area"].startswith(cast.WEST_DISTRICT)


def test_where_nothing_is_open_no_area_is_the_worst(resolve):
    assert resolve("area: '@worst:abs'")["area"] == ""
    assert resolve("area: '990102'")["area"] == cast.EAST_DISTRICT
    assert resolve("hold: 30")["area"] == ""


def test_categories_become_the_city_s_classes_and_none_known_means_all_and_says_so(resolve):
    known = resolve("categories: [市容环境]")
    assert (known["classes"], known["is_whole"]) == (("01",), False)
    strange = resolve("categories: [台风]")
    assert (strange["classes"], strange["is_whole"]) == ((), True)


def test_a_scene_of_the_oldest_alarm_is_empty_without_one(resolve, write):
    assert resolve("case: '@oldest_p1'")["is_empty"] is True
    with write() as visit:
        number = cast.open_case(visit, "a", category="0201")
    found = resolve("case: '@oldest_p1'")
    assert (found["is_empty"], found["case"]["no"], found["case"]["priority"]) == (False, number, 1)


def test_only_the_first_priority_breaks_in_the_oldest_first(read, write):
    with write() as visit:
        cast.open_case(visit, "a", category="0102")
        young = cast.open_case(visit, "b", category="0201", occurred_at=cast.NOW - timedelta(minutes=1))
    with write(now=cast.NOW - timedelta(minutes=30)) as visit:
        old = cast.open_case(visit, "c", (3.5, 0.5), category="0201", occurred_at=cast.NOW - timedelta(minutes=30))
    with read() as visit:
        assert [one["no"] for one in showing.urgent(visit, words_for(visit), "9901")] == [old, young]
        assert [one["no"] for one in showing.urgent(visit, words_for(visit), cast.WEST_DISTRICT)] == [young]


def test_the_strip_begins_with_the_scene_s_figures(read):
    with read() as visit:
        view = View(area="9901", norm="abs", surface="wall", figures=("unassigned", "open_now"))
        strip = kpi_strip.answer(visit, words_for(visit, kpi_strip.WORDS), view)
    assert hooks(strip, "data-kpi")[:3] == ["unassigned", "open_now", "received_today"]
    assert len(hooks(strip, "data-kpi")) == 8


def test_alarms_are_told_of_the_whole_wall_wherever_a_tour_goes(read, write):
    with write() as visit:
        number = cast.open_case(visit, "a", (3.5, 0.5), category="0201")
    with read() as visit:
        t = words_for(visit, alarm_line.WORDS)
        there = View(area=cast.WEST_DISTRICT, norm="abs", surface="wall")
        assert hooks(alarm_line.answer(visit, t, there), "data-case") == []
        away = View(area=cast.WEST_DISTRICT, norm="abs", surface="wall", watched="9901")
        assert hooks(alarm_line.answer(visit, t, away), "data-case") == [number]
