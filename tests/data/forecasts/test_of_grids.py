"""Reading the forecast of a grid from its area's row: for who may see the grid, and nobody else."""

from datetime import timedelta

import pytest

from data.errors import NotAllowed
from data.forecasts import ledger, reading
from data.models.forecast import GridForecast
from data.scope import ROLES, Scope
from tests import cast

HERE, BESIDE = cast.GRIDS[0, 0], cast.GRIDS[1, 0]
ONE_GRID = Scope(person="dan", name="Dan", areas=frozenset({HERE}), may=ROLES["officer"])


def foretell(write, *, days=0, shown="shares", major="", area=cast.COMMUNITY, **more):
    """Have four cases be foretold for a community, three of them for its first grid."""
    with write() as visit:
        today = visit.now.astimezone(visit.zone).date()
        visit.session.add(GridForecast(**{
            "area_code": area, "class_code": major, "target": today + timedelta(days=days), "ahead": 1, "n": 2,
            "shown": shown, "version": "1", "made_at": cast.NOW - timedelta(hours=9), "mean": 4.0,
            "grids": ["", "001", "002"],
            "means": {"shares": [0.0, 0.75, 0.25], "days": [0.1, 2.5, 0.04], "weekday": [0.0, 2.0, 0.0]},
            "quantiles": {"shares": [[0, 1, 0], [0, 3, 1], [0, 6, 2]], "days": [[0, 1, 0], [0, 2, 0], [0, 5, 0]],
                          "weekday": [[0, 0, 0], [0, 2, 0], [0, 4, 0]]}, **more}))


def told(read, grid, scope=cast.ALICE, **more):
    with read(scope=scope) as visit:
        today = visit.now.astimezone(visit.zone).date()
        return reading.expected_of(visit, grid, today - timedelta(days=9), today + timedelta(days=1), **more)


def test_a_grid_is_read_from_its_areas_row(write, read):
    foretell(write, truth=[0, 7, 0])
    [one] = told(read, HERE)
    assert (one.low, one.middle, one.high, one.mean, one.truth, one.is_within) == (1, 3, 6, 3.0, 7, False)
    [one] = told(read, BESIDE)
    assert (one.low, one.high, one.mean, one.truth, one.is_within) == (0, 2, 1.0, 0, True)
    assert one.simple == {"weekday": 0, "days": 0}


def test_where_its_area_stepped_back_the_simpler_model_is_shown_by_its_name(write, read):
    foretell(write, shown="days")
    [one] = told(read, BESIDE)
    assert (one.model, one.low, one.high, one.mean) == ("days", 0, 0, 0.04)
    with read() as visit:
        today = visit.now.astimezone(visit.zone).date()
        assert [(off.model, off.of_grids, off.since) for off in reading.switched_off(visit, HERE, today)] == [
            ("days", True, today)]
        assert reading.switched_off(visit, "990102002001", today) == []


def test_a_forecast_made_as_the_day_began_takes_the_place_of_the_one_before(write, read):
    foretell(write, ahead=2, mean=8.0)
    assert told(read, HERE)[0].mean == 6.0
    foretell(write)
    assert [one.mean for one in told(read, HERE)] == [3.0]
    assert [one.mean for one in told(read, HERE, ahead=2)] == [6.0]


def test_a_grid_that_was_not_there_yet_and_a_class_that_is_not_carried_have_none(write, read):
    foretell(write)
    assert told(read, cast.COMMUNITY + "009") == []
    assert told(read, HERE, major="01") == []
    foretell(write, major="01")
    assert told(read, HERE, major="01")[0].mean == 3.0


def test_who_sees_the_grid_alone_reads_it_and_a_stranger_is_refused(write, read):
    foretell(write, major="")
    foretell(write, major="02")
    assert told(read, HERE, scope=ONE_GRID)[0].mean == 3.0
    with read(scope=ONE_GRID) as visit:
        today = visit.now.astimezone(visit.zone).date()
        assert reading.majors_of(visit, HERE, today, today) == ["", "02"]
        assert reading.shares_of(visit, cast.COMMUNITY, today) == {}, "the others' shares are not theirs"
        with pytest.raises(NotAllowed):
            reading.majors_of(visit, BESIDE, today, today)
    for grid, scope in ((BESIDE, ONE_GRID), (cast.GRIDS[3, 3], cast.BO), (HERE, cast.NOBODY)):
        with pytest.raises(NotAllowed):
            told(read, grid, scope=scope)


def test_grids_stand_in_the_ledger_each_counted_for_itself(write, read):
    scored = {"loss": 0.1, "loss_days": 0.2, "loss_weekday": 0.4, "within": 0.5, "scored_at": cast.NOW,
              "truth": [0, 1, 0]}
    foretell(write, days=-1, is_replayed=True, **scored)
    foretell(write, days=-2, shown="days", **scored | {"loss": 0.3})
    foretell(write, days=-40, **scored)
    with read() as visit:
        today = visit.now.astimezone(visit.zone).date()
        for prefix in ("9901", HERE):
            [one] = ledger.standings(visit, prefix, today)
            assert (one.level, one.n, one.n_replayed, one.shown_simple, one.within) == (5, 4, 2, 2, 0.5)
            assert (one.loss, one.loss_days, one.loss_yesterday) == (pytest.approx(0.8), pytest.approx(0.8), None)
        assert ledger.standings(visit, "990102", today) == []


def test_looking_back_knows_neither_a_later_forecast_nor_a_later_truth(write, read):
    foretell(write, days=-1, truth=[0, 7, 0], scored_at=cast.NOW + timedelta(hours=1))
    foretell(write, made_at=cast.NOW + timedelta(hours=1))
    assert [(one.mean, one.truth, one.is_within) for one in told(read, HERE)] == [(3.0, None, None)]
