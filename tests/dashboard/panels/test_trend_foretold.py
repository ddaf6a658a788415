"""The day's curve over what was expected of it, as it was said when the day began."""

from datetime import timedelta

from dashboard.panels import trend
from data.forecasts.profile import VERSION
from data.models.forecast import Forecast
from tests import cast
from tests.dashboard.panels.test_trend import graph_of
from tests.dashboard.reading import words


def foretell(write, *, shown: str = "profile", days: int = 0, ahead: int = 1, **more) -> None:
    with write() as visit:
        today = visit.now.astimezone(visit.zone).date()
        visit.session.add(Forecast(
            area_code="9901", level=1, target=today + timedelta(days=days), ahead=ahead, shown=shown, version=VERSION,
            made_at=more.pop("made_at", cast.NOW - timedelta(hours=9)), mean=40.0,
            quantiles={"profile": [30.0, 40.0, 52.0], "weekday": [31.0, 38.0, 45.0]},
            hours={"mean": [2.0] * 24, "low": [1.0] * 24, "high": [4.0] * 24}, **more))


def bands(panel) -> list:
    return [trace for trace in graph_of(panel).figure["data"] if trace["name"] == "Expected (80 %)"]


def test_a_band_of_hours_lies_behind_the_curve_and_says_when_it_was_made(shown, write):
    foretell(write)
    panel = shown(trend, surface="desk")
    assert (bands(panel)[0]["y"][0], len(bands(panel)[0]["y"])) == (4.0, 48)
    assert "40 expected today (30–52), made 01:00" in words(panel)


def test_where_a_simpler_model_is_shown_it_is_named_and_no_hours_are_made_up(shown, write):
    foretell(write, shown="weekday")
    panel = shown(trend, surface="desk")
    assert "38 expected today (31–45) by mean of the same weekday" in words(panel)
    assert not bands(panel)


def test_without_a_forecast_and_before_it_was_made_nothing_is_said(shown, write):
    assert "expected today" not in words(shown(trend, surface="desk"))
    foretell(write, made_at=cast.NOW + timedelta(hours=1))
    assert "expected today" not in words(shown(trend, surface="desk"))


def test_an_area_without_a_forecast_of_its_own_borrows_none(shown, write):
    foretell(write)
    assert "expected today" not in words(shown(trend, scope=cast.BO, surface="desk"))


def test_a_wall_shows_the_band_without_small_print(shown, write):
    foretell(write)
    panel = shown(trend, surface="wall")
    assert bands(panel)
    assert "expected today" not in words(panel)


def test_what_was_said_of_today_a_day_before_stands_until_the_day_s_own_forecast_is_made(shown, write):
    foretell(write, ahead=2, made_at=cast.NOW - timedelta(hours=33))
    foretell(write, ahead=1, made_at=cast.NOW + timedelta(hours=1))
    assert "40 expected today (30–52), made 03-17 01:00" in words(shown(trend, surface="desk"))
