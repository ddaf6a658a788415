"""The ledger of forecasts: today and tomorrow, the days that are over, scores by level, and what stepped back."""

from datetime import timedelta

import pytest
from dash import dcc
from sqlalchemy import delete, update

from dashboard.pages import ledger
from data.forecasts import making
from data.models.forecast import Forecast, GridForecast
from tests import cast
from tests.dashboard.reading import hooks, parts, words
from tests.data.forecasts.world import BUSY, CITY, gridded, history


@pytest.fixture
def told(write, monkeypatch):
    """Have a hundred days before today be the city's history, and its forecasts be made."""
    monkeypatch.setattr(making, "read_history", lambda _visit, before: history(100, before=before))
    with write() as visit:
        making.keep(visit, making.find(visit))


def test_today_and_tomorrow_stand_there_with_their_interval_and_when_they_were_made(page, told):
    shown = page(ledger)
    assert len(hooks(shown, "data-expected")) == 2 + 14
    assert "80 % interval" in words(shown)
    assert "weekly profile" in words(shown)


def curves(shown) -> dict[str, list]:
    graph = next(part for part in parts(shown) if isinstance(part, dcc.Graph))
    return {trace["name"]: list(trace["y"]) for trace in graph.figure["data"]}


def test_four_weeks_today_and_tomorrow_are_drawn_beside_the_simpler_models_and_what_came(page, told):
    shown = page(ledger)
    drawn = curves(shown)
    assert list(drawn) == ["80 % interval", "mean of the same weekday", "yesterday", "Expected", "Came in", "outside"]
    assert [len(drawn[name]) for name in ("80 % interval", "Expected", "Came in")] == [60, 30, 30]
    assert (drawn["Came in"][28:], None in drawn["Came in"][:28]) == ([None, None], False), "today is not over"
    assert drawn["yesterday"][1:28] == drawn["Came in"][:27], "yesterday once more, as it was foretold"
    held = 28 - len(drawn["outside"])
    assert f"of 28 days {held} inside the interval shown" in words(shown)


def test_a_day_without_a_forecast_leaves_a_gap_and_moves_no_other(page, told, write):
    whole = curves(page(ledger))["Came in"]
    with write() as visit:
        gone = visit.now.date() - timedelta(days=10)
        visit.session.execute(delete(Forecast).where(Forecast.target == gone))
    assert curves(page(ledger))["Came in"] == [*whole[:18], None, *whole[19:]]


def test_an_area_without_a_forecast_draws_none_and_says_so(page, told):
    shown = page(ledger, area="99010101001", scope=cast.ALICE)
    assert not [part for part in parts(shown) if isinstance(part, dcc.Graph)]
    assert "There is no forecast to draw yet" in words(shown)
    assert "还没有可画的预测" in words(page(ledger, language="zh-CN", area="99010101001"))


def test_each_day_says_whether_the_truth_lay_inside(page, told):
    held = hooks(page(ledger), "data-held")
    assert len(held) == 14
    assert {"yes", "no"} >= set(held), "days that are over, no others"
    assert held.count("yes") >= 8


def test_scores_stand_by_level_and_say_what_was_replayed(page, told):
    shown = page(ledger)
    assert len(hooks(shown, "data-within")) == 3 * 2 * 2
    assert "Replayed" in words(shown)


def test_what_stepped_back_is_named_with_its_day(page, told, write):
    assert "all" not in hooks(page(ledger), "data-off")
    with write() as visit:
        for one in visit.session.query(Forecast).filter_by(area_code=CITY, class_code="", ahead=1, truth=None):
            one.shown = "weekday"
    shown = page(ledger)
    assert hooks(shown, "data-off")[0] == "all"
    assert "mean of the same weekday since" in words(shown)


@pytest.mark.parametrize(("language", "said"), [("zh-CN", "尚无预测"), ("en", "No forecast yet")])
def test_before_anything_was_foretold_it_says_so(page, language, said):
    assert said in words(page(ledger, language=language))


def hourly(shown) -> dict[str, list]:
    graph = next(part for part in parts(shown) if isinstance(part, dcc.Graph) and part.id == "ledger-hours")
    return {trace["name"]: list(trace["y"]) for trace in graph.figure["data"]}


def test_hours_of_today_are_drawn_of_all_classes_and_of_the_one_that_is_pressed(page, told, write):
    with write() as visit:
        visit.session.execute(update(Forecast).values(shown="profile"))
    shown = page(ledger)
    assert hooks(shown, "data-hours-of") == ["all"]
    whole = hourly(shown)
    single = page(ledger, **{"class": "1"})
    assert hooks(single, "data-hours-of") == ["1"]
    assert 0 < sum(hourly(single)["Expected"]) < sum(whole["Expected"])
    assert len(whole["Came in so far"]) == 24
    assert whole["Came in so far"][10:] == [None] * 14, "it is ten in the morning"
    assert hooks(page(ledger, **{"class": "never seen"}), "data-hours-of") == ["all"]


def test_where_a_simpler_model_is_shown_no_hours_are_made_up(page, told, write):
    with write() as visit:
        for one in visit.session.query(Forecast).filter_by(area_code=CITY, class_code="1"):
            one.shown = "weekday"
    shown = page(ledger, **{"class": "1"})
    assert "a simpler one is shown" in words(shown)
    assert not hooks(shown, "data-hours-of")


def test_a_grid_has_its_own_days_and_stands_in_the_scores(page, write, monkeypatch):
    monkeypatch.setattr(making, "read_history", lambda _visit, before: gridded(100, before=before))
    with write() as visit:
        making.keep(visit, making.find(visit))
    shown = page(ledger, area=BUSY)
    assert len(hooks(shown, "data-expected")) == 2 + 14
    assert "share of its area" in words(shown)
    assert "No hours are foretold of a grid" in words(shown)
    assert list(curves(shown))[1:3] == ["mean of the same weekday", "mean of four weeks"]
    assert len(hooks(shown, "data-within")) == 2 * 2, "grids alone, of all classes and of single ones"
    assert "Grid all classes as the day began 448" in words(page(ledger)), "16 grids, 28 days"
    with write() as visit:
        visit.session.execute(update(GridForecast).values(shown="days"))
    assert hooks(page(ledger, area=BUSY), "data-off")[0] == "grids all"
    assert "its grids, all classes: mean of four weeks since" in words(page(ledger, area=BUSY[:12]))
