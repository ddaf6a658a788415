"""The next shift's cases by grid: by the stored forecast where one is in force, else by history; which is said."""

from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import update

from data.forecasts.profile import VERSION
from data.models.forecast import Forecast, GridForecast
from data.reach.expected import expected, next_shift
from data.reach.ground import read_ground
from tests import cast

WEST, EAST = "990101001001", "990102001001"


def foretell(write, *areas, shown="profile", **more):
    """Have ten cases be foretold for each hour of the day on which the next shift begins."""
    with write() as visit:
        day = next_shift(visit).astimezone(visit.zone).date()
        for area in areas:
            visit.session.add(Forecast(**{
                "area_code": area, "level": 4, "target": day, "ahead": 1, "shown": shown, "version": VERSION,
                "made_at": cast.NOW - timedelta(hours=2), "mean": 240.0, "quantiles": {shown: [200.0, 240.0, 280.0]},
                "hours": {name: [10.0] * 24 for name in ("mean", "low", "high")}, **more}))
            spread(visit, area, day)


def spread(visit, area, day, shown="shares"):
    """Have four of five cases of an area be foretold for its first grid."""
    visit.session.add(GridForecast(
        area_code=area, class_code="", target=day, ahead=1, shown=shown, version="1", n=2, grids=["001", "002"],
        made_at=cast.NOW - timedelta(hours=2), mean=240.0, means={"shares": [0.8, 0.2], "days": [5.0, 2.0]},
        quantiles={}))


def happened(write, *squares, days=7):
    with write() as visit:
        at = next_shift(visit) - timedelta(days=days) + timedelta(hours=1)
    for number, square in enumerate(squares):
        with write(now=at) as visit:
            cast.open_case(visit, f"{days}-{number}", square, occurred_at=at)


def found(read, area="9901", kind=""):
    with read() as visit:
        ground = read_ground(visit, area)
        return dict(zip(ground.codes, (one := expected(visit, area, ground, kind)).weights, strict=True)), one


def test_what_is_foretold_for_the_shift_is_divided_by_the_shares_of_grids(write, read):
    foretell(write, WEST, EAST)
    happened(write, (0.5, 0.5), (0.5, 0.5), (0.5, 0.5))
    by_grid, one = found(read)
    assert one.basis == "forecast"
    assert one.total() == pytest.approx(2 * 8 * 10), "eight hours of each area, and no case lost"
    assert by_grid[cast.grid_code(0, 0)] == pytest.approx(64)
    assert max(by_grid, key=by_grid.get) in {WEST + "001", EAST + "001"}
    east = [weight for code, weight in by_grid.items() if code.startswith(EAST)]
    assert sum(east) == pytest.approx(80), "also where nothing came lately"


def test_without_a_forecast_the_same_hours_of_past_weeks_count(write, read):
    happened(write, (0.5, 0.5), (0.5, 0.5))
    by_grid, one = found(read)
    assert (one.basis, by_grid[cast.grid_code(0, 0)]) == ("weeks", 2.0)


@pytest.mark.parametrize("changed", [
    {"target": cast.NOW.date() - timedelta(days=1)}, {"target": cast.NOW.date() + timedelta(days=2)},
    {"made_at": cast.NOW + timedelta(hours=1)}, {"class_code": "01"}, {"hours": None}])
def test_a_forecast_that_is_not_in_force_for_the_shift_is_not_used(write, read, changed):
    foretell(write, WEST, EAST, **changed)
    happened(write, (0.5, 0.5))
    assert found(read)[1].basis == "weeks"


def test_where_an_areas_forecast_stepped_back_its_history_stands_and_it_is_said(write, read):
    foretell(write, EAST)
    foretell(write, WEST, shown="weekday")
    happened(write, (0.5, 0.5), (0.5, 0.5))
    by_grid, one = found(read)
    assert (one.basis, one.unknown) == ("forecast", ("partly_history",))
    assert by_grid[cast.grid_code(0, 0)] == 2.0
    assert sum(weight for code, weight in by_grid.items() if code.startswith(WEST)) == 2.0
    assert found(read, area=WEST)[1].basis == "weeks", "none of its forecasts is in force"


def test_where_the_shares_of_grids_stepped_back_their_history_stands(write, read):
    foretell(write, WEST, EAST)
    happened(write, (0.5, 0.5), (0.5, 0.5))
    with write() as visit:
        visit.session.execute(update(GridForecast).where(GridForecast.area_code == WEST).values(shown="days"))
    by_grid, one = found(read)
    assert (one.basis, one.unknown, by_grid[cast.grid_code(0, 0)]) == ("forecast", ("partly_history",), 2.0)
    assert found(read, area=WEST)[1].basis == "weeks"


def test_of_one_kind_of_unit_only_the_share_that_asks_for_it_is_expected(write, read):
    foretell(write, WEST)
    happened(write, (0.5, 0.5), (0.5, 0.5))
    whole, asked = found(read)[1], found(read, kind="sanitation")[1]
    assert asked.total() == pytest.approx(whole.total()), "every case so far asked for it"
    none = found(read, kind="fire")[1]
    assert (none.basis, none.unknown) == ("people", ("short_history", "no_cases"))


def test_people_who_see_one_district_reckon_with_its_forecasts_alone(write, read):
    foretell(write, WEST, EAST)
    happened(write, (0.5, 0.5))
    with read(scope=cast.BO) as visit:
        ground = read_ground(visit, cast.WEST_DISTRICT)
        assert expected(visit, cast.WEST_DISTRICT, ground, "").total() == pytest.approx(80)
    assert np.isfinite(found(read, area=cast.WEST_DISTRICT)[1].weights).all()
