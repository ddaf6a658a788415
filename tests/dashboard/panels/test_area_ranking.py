"""The ranking of areas: by count, by people, by ground, by lateness; a row leads there."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from dashboard.panels import area_ranking
from dashboard.speech import Words
from data.models.area import Area
from tests import cast
from tests.dashboard.reading import hooks, props, with_hook, words

TITLES = {"abs": "has most open", "pop": "has most", "area": "has most", "late": "is latest"}


@pytest.fixture
def cases(write) -> None:
    """Store three cases in the east, one of them overdue, and two in the west."""
    with write() as visit:
        for number, spot in enumerate([(3.5, 3.5), (3.5, 2.5), (2.5, 0.5), (0.5, 0.5), (1.5, 0.5)]):
            late = cast.NOW - timedelta(minutes=5) if number == 0 else cast.NOW + timedelta(hours=1)
            cast.open_case(visit, f"e-{number}", spot, due_at=late)


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize(("norm", "figure"), [
    ("abs", "3"), ("pop", "3.5"), ("area", "0.39"), ("late", "33.3"),
])
def test_its_title_names_the_first(shown, norm, figure):
    ranking = shown(area_ranking, norm=norm)
    assert hooks(ranking, "data-area") == [cast.EAST_DISTRICT, cast.WEST_DISTRICT]
    assert words(ranking).startswith(f"District 02 {TITLES[norm]}")
    assert figure in words(ranking).split()
    assert "1 overdue" in words(ranking)


@pytest.mark.usefixtures("cases")
def test_it_ranks_what_lies_one_level_inside(shown):
    assert hooks(shown(area_ranking, area=cast.WEST_DISTRICT), "data-area")[0] == "990101001"
    assert hooks(shown(area_ranking, area=cast.COMMUNITY), "data-area") == [cast.GRIDS[0, 0], cast.GRIDS[1, 0]]


def test_a_square_has_nothing_inside(shown):
    ranking = shown(area_ranking, area=cast.GRIDS[0, 0])
    assert hooks(ranking, "data-state") == ["nodata"]
    assert "No areas inside" in words(ranking)


def test_with_nothing_open_it_names_nobody(shown):
    assert words(shown(area_ranking)).startswith("Nothing open in any District")


@pytest.mark.usefixtures("cases")
def test_a_stranger_s_ranking_holds_only_what_is_theirs(shown):
    assert hooks(shown(area_ranking, scope=cast.BO), "data-area") == [cast.WEST_DISTRICT]


@pytest.mark.parametrize(("norm", "rate"), [("abs", 4.0), ("pop", 20.0), ("area", 2.0), ("late", 25.0)])
def test_a_rate_has_its_base(norm, rate):
    area = cast.areas()[0]
    area.population, area.area_m2 = 2_000, 2e6
    assert area_ranking.rate_of(norm, 4, 1, area) == rate


@pytest.mark.parametrize(("norm", "people", "ground", "opened"), [("pop", 999, 1e6, 5), ("pop", None, 1e6, 5),
                                                                  ("area", 5_000, 0.0, 5), ("late", 5_000, 1e6, 0)])
def test_without_a_base_there_is_no_rate(norm, people, ground, opened):
    area = cast.areas()[0]
    area.population, area.area_m2 = people, ground
    assert area_ranking.rate_of(norm, opened, 0, area) is None


def test_open_cases_of_which_none_is_late_are_no_leader_in_lateness(shown, write):
    with write() as visit:
        cast.open_case(visit)
    assert words(shown(area_ranking, norm="late")).startswith("Nothing overdue in any District")


def test_no_share_is_taken_of_nothing(shown):
    ranking = shown(area_ranking, norm="late")
    assert hooks(ranking, "data-state") == ["zero"]
    assert words(ranking) == "Nothing open in any District Nothing open in any District"
    assert hooks(shown(area_ranking, norm="abs"), "data-state") == ["fresh"], "a count of zero is a count"


def test_areas_without_residents_cannot_be_compared_by_them(shown, write):
    with write() as visit:
        for area in visit.session.scalars(select(Area)):
            area.population = None
    ranking = shown(area_ranking, norm="pop")
    assert hooks(ranking, "data-state") == ["nodata"]
    assert "Too few residents" in words(ranking)
    assert "No areas inside" not in words(ranking)


def test_it_shows_five_and_says_how_many_more(shown, write, monkeypatch):
    monkeypatch.setattr(area_ranking, "ROWS", 1)
    ranking = shown(area_ranking)
    assert len(hooks(ranking, "data-area")) == 1
    assert words(ranking).endswith("1 more")


def test_a_row_can_be_pressed_and_reached_by_the_keyboard(shown):
    row = with_hook(shown(area_ranking), "data-area")[0]
    assert (props(row)["role"], props(row)["tabIndex"]) == ("button", 0)


@pytest.mark.parametrize(("language", "level", "shown_as"), [
    ("en", "District", "Linjiang"), ("en", "Subdistrict", "Linjiang District"), ("zh-CN", "区", "临江区"),
])
def test_a_name_leaves_out_the_word_that_every_row_would_repeat(language, level, shown_as):
    area = Area(name="临江区", name_en="Linjiang District")
    assert area_ranking.short_name(area, Words(language=language, zone=None), level) == shown_as
