"""The grid page: officer, elements, open cases, history; one lookup that leads on."""

import pytest

from dashboard.pages import grid
from data.errors import NotAllowed
from data.ledger import elements
from data.scope import ROLES, Grant, Scope
from tests import cast
from tests.dashboard.reading import hooks, words
from tests.data.forecasts.test_of_grids import foretell

KEEPER = Scope(person="com", name="Com", areas=frozenset({cast.COMMUNITY}), may=ROLES["community"])
HERE = cast.GRIDS[0, 0]


@pytest.fixture
def kept(write) -> str:
    """Keep a few elements of one grid and return the number of a case there."""
    with write(scope=KEEPER) as visit:
        elements.keep(visit, "object", "L1", name="路灯", class_code="lamp", area_code=HERE, lon=120.0, lat=30.0,
                      state="damaged")
        elements.keep(visit, "organisation", "O1", name="面馆", class_code="shop", area_code=HERE, lon=120.0, lat=30.0,
                      state="open")
        elements.count_people(visit, HERE, "living_alone", 3)
        elements.count_people(visit, HERE, "aged_80", 21)
    with write() as visit:
        return cast.open_case(visit)


def test_a_grid_shows_who_serves_it_what_stands_there_and_what_happened(page, kept):
    shown = page(grid, area=HERE)
    said = words(shown)
    assert "Team GRD-1" in said
    assert "Street lamps 1" in said
    assert "Shops 1" in said
    assert "1 to see to" in said
    assert "1 open, 1 in 90 days" in said, said
    assert hooks(shown, "data-case") == [kept]


def test_small_counts_hidden_ones_and_uncounted_ones_look_different(page, kept):
    said = words(page(grid, area=HERE))
    assert "Old and living alone fewer than 5" in said
    assert "80 years and older 21" in said
    assert "Moved in not counted" in said
    assert "Old and living alone 3" in words(page(grid, scope=KEEPER, area=HERE))


def test_whoever_keeps_the_ledger_updates_a_count_and_a_stranger_does_not(page, press, kept):
    given = {"grid": HERE, "need": "aged_80", "count": 22}
    assert press(grid, "update", given, scope=KEEPER).text.endswith("is 22 now")
    assert "80 years and older 22" in words(page(grid, area=HERE))
    for who in (cast.ALICE, cast.BO, cast.CHEN):
        with pytest.raises(NotAllowed):
            press(grid, "update", {"grid": HERE, "need": "aged_80", "count": 1}, scope=who)


def test_the_lookup_goes_to_an_area_at_once_and_lists_the_rest(page, press, kept):
    assert press(grid, "look", {"words": cast.COMMUNITY}).go == {"area": cast.COMMUNITY, "words": ""}
    assert press(grid, "look", {"words": "L1"}).go == {"words": "L1"}
    assert "路灯" in words(page(grid, words="L1"))
    assert "Nothing has this code" in words(page(grid, words="nowhere"))
    assert hooks(page(grid, words=kept), "data-case")[0] == kept


def test_without_the_ledger_its_elements_are_not_there(page, kept):
    wall = Scope(person="w", name="W", areas=frozenset({""}), may=ROLES["wall"])
    said = words(page(grid, scope=wall, area=HERE))
    assert "Street lamps" not in said
    assert "80 years" not in said


@pytest.mark.parametrize(("language", "said"), [
    ("en", "share of its area"), ("zh-CN", "占比模型")])
def test_a_grid_tells_tomorrow_in_whole_cases_and_by_which_model(page, write, language, said):
    for days in (0, 1):
        foretell(write, days=days)
        foretell(write, days=days, major="02", means={"shares": [0, 0.02, 0.98]},
                 quantiles=dict.fromkeys(("shares", "days", "weekday"), [[0, 0, 1]] * 3))
    shown = page(grid, area=HERE, language=language)
    assert hooks(shown, "data-interval") == ["1-6", "1-6"]
    assert said in words(shown)
    assert words(shown).count({"en": "Public safety 0–0 (0.08 on average)",
                               "zh-CN": "公共安全 0–0 件（平均 0.08）"}[language]) == 1


def test_where_a_grids_area_stepped_back_the_simpler_model_is_named(page, write):
    foretell(write, days=1, shown="days")
    assert "the mean of four weeks" in words(page(grid, area=HERE))


def test_without_a_forecast_a_grid_says_so_and_larger_areas_have_no_such_part(page):
    assert "No forecast: nothing came to its area lately" in words(page(grid, area=HERE))
    assert "foretold" not in hooks(page(grid, area=cast.COMMUNITY), "data-part")


def test_small_counts_are_hidden_from_who_sees_one_departments_cases_only(page, write):
    foretell(write, days=-1, truth=[0, 3, 0])
    keeper = Scope.of_grants("eve", "Eve", [Grant(permission=one, area=cast.COMMUNITY, department="clean")
                                           for one in ROLES["dispatcher"]])
    assert "fewer than 5" in words(page(grid, area=HERE, scope=keeper)).partition("Foretold")[2].partition("Profile")[0]
