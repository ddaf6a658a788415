"""Weather: read line by line, learned from days that are over, used only where it was said ahead and had helped."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import select

from data.forecasts import making, scoring
from data.forecasts.past import Past
from data.forecasts.weather import (
    FILE,
    FROST,
    HOT,
    POURING,
    RAINING,
    USUAL,
    Weather,
    factors,
    kind_of,
    read_weather,
    weathered,
)
from data.models.forecast import Forecast
from tests import cast
from tests.data.forecasts.world import FIRST, history

DAYS = 120
RAINS = np.random.default_rng(7).random(DAYS + 2) < 0.3


def world(by: float):
    """Return a history in which rain makes cases `by` times as many."""
    dry = history(DAYS, rate=40)
    wet = history(DAYS, rate=40 * by, seed=2)
    return replace(dry, hourly=np.where(RAINS[None, :DAYS, None], wet.hourly, dry.hourly))


def said(rains=RAINS, *, ahead_days: int = 3) -> Weather:
    """Return the weather of every day, said some days ahead."""
    days = [FIRST + timedelta(days=day) for day in range(len(rains))]
    return Weather(told={day: [(day - timedelta(days=ahead_days), POURING if rain else USUAL)]
                         for day, rain in zip(days, rains, strict=True)}, faults=0)


def loss(past: Past) -> float:
    return float(np.mean([scoring.pinball(past.truth[:, at], making.distribution(past, at)[1]).mean()
                          for at in list(past.columns())[-29:-1]]))


@pytest.mark.parametrize("ahead", [1, 2])
def test_where_rain_brings_cases_its_forecast_is_nearer_and_is_used(ahead):
    past = Past.of(world(1.6), ahead)
    found = weathered(past, said())
    assert found.by_weather >= set(list(past.columns())[-29:]), "today's as well"
    assert loss(found) < 0.85 * loss(past)
    last = past.expected.shape[1] - 1
    rises = found.expected[0, last] / past.expected[0, last]
    assert rises > 1.15 if RAINS[DAYS - 1 + ahead] else rises < 0.97


def test_weather_that_says_nothing_of_cases_is_not_used():
    past = Past.of(world(1.6), 1)
    found = weathered(past, said(np.random.default_rng(3).random(DAYS + 2) < 0.3))
    last = past.expected.shape[1] - 1
    assert last not in found.by_weather
    assert np.array_equal(found.expected[:, last], past.expected[:, last])


@pytest.mark.parametrize("weather", [
    said(ahead_days=-1), said(ahead_days=0), Weather(told={}, faults=2),
    Weather(told=dict(list(said().told.items())[-10:]), faults=0)])
def test_what_was_said_too_late_or_of_too_few_days_foretells_nothing(weather):
    past = Past.of(world(1.6), 1)
    found = weathered(past, weather)
    assert not found.by_weather
    assert np.array_equal(found.expected, past.expected)


def test_a_later_word_changes_no_forecast_of_an_earlier_day():
    past, early = Past.of(world(1.6), 1), said()
    late = {day: [*told, (day + timedelta(days=1), FROST)] for day, told in early.told.items()}
    until = FIRST + timedelta(days=DAYS - 20)
    changed = Weather(told={day: late[day] if day > until else told for day, told in early.told.items()}, faults=0)
    one, other = (weathered(past, said).expected for said in (early, changed))
    column = next(at for at in past.columns() if past.history.day(past.day_of(at)) == until)
    assert np.array_equal(one[:, :column + 2], other[:, :column + 2])
    assert not np.array_equal(one, other)


def test_missing_days_teach_nothing():
    whole = world(1.6)
    hourly = whole.hourly.copy()
    hourly[:, 70:76] = 0
    past = Past.of(replace(whole, hourly=hourly), 1)
    without = said()
    for day in range(70, 76):
        del without.told[FIRST + timedelta(days=day)]
    assert np.array_equal(weathered(past, said()).expected[:, -20:], weathered(past, without).expected[:, -20:])


def test_a_factor_is_drawn_towards_the_citys_and_bounded():
    group = np.array([0, 0])
    found = factors(np.array([[2000.0], [0.0]]), np.array([[1000.0], [0.0]]), group)
    assert found.tolist() == pytest.approx([1.997, 1.943], abs=1e-3), "of nothing of its own, the city's"
    assert factors(np.zeros((2, 0)), np.zeros((2, 0)), group).tolist() == [1.0, 1.0]
    assert factors(np.array([[90000.0]]), np.array([[100.0]]), np.array([0])).tolist() == [3.0]


@pytest.mark.parametrize(("rain", "mean", "kind"), [
    ("12.5", "", POURING), ("10", "30", POURING), ("1", "30", RAINING), ("0.9", "28", HOT), ("0", "-3", FROST),
    ("0", "", USUAL), ("0", "15", USUAL)])
def test_a_day_is_of_one_kind(rain, mean, kind):
    assert kind_of(rain, mean) == kind


def test_the_file_is_read_line_by_line_and_what_is_no_weather_is_counted(tmp_path):
    assert read_weather(tmp_path) is None
    (tmp_path / FILE).write_text(
        "day,told_on,rain_mm,temperature_c\n2026-03-02,2026-03-03,0,21\n2026-03-02,2026-03-01,14.5,19\n"
        "2026-03-03,2026-03-02,-1,19\n2026-03-03,someday,1,19\n2026-03-03,2026-03-02,,19\n2026-03-03,2026-03-02,nan,\n"
        "2026-03-04\n", encoding="utf-8-sig")
    found = read_weather(tmp_path)
    day = FIRST.replace(month=3, day=2)
    assert (list(found.told), found.faults) == ([day], 5)
    assert found.kind(day, day) == POURING
    assert found.kind(day, day + timedelta(days=2)) == USUAL, "what was said last"
    assert found.kind(day, day - timedelta(days=1)) is None, "nothing had been said"
    (tmp_path / FILE).write_bytes(b"\xff\xfe\x00")
    assert read_weather(tmp_path) == Weather(told={}, faults=1)


def test_a_forecast_made_with_the_weather_says_so_and_one_without_says_why(write, read, monkeypatch):
    whole = world(1.6)
    day = FIRST + timedelta(days=100)
    known = replace(whole, hourly=whole.hourly[:, :100], kinds=whole.kinds[:102])
    monkeypatch.setattr(making, "read_history", lambda _visit, _before: known)
    now = cast.NOW.replace(year=day.year, month=day.month, day=day.day)
    with read(now=now) as visit:
        file = visit.folder / FILE
        assert making.find(visit).unknown == ("no_weather",)
        file.write_text("day,told_on,rain_mm,temperature_c\n2026-03-02,2026-03-01,0,21\nnonsense\n")
        assert making.find(visit).unknown == ("weather_unused", "weather_unread")
        file.write_text("day,told_on,rain_mm,temperature_c\n" + "".join(
            f"{FIRST + timedelta(days=at)},{FIRST + timedelta(days=at - 3)},{20 if rain else 0},\n"
            for at, rain in enumerate(RAINS)))
    with write(now=now) as visit:
        found = making.find(visit)
        assert found.unknown == ()
        making.keep(visit, found)
    with read(now=now) as visit:
        assert set(visit.session.scalars(select(Forecast.version).where(Forecast.target == day))) == {
            "profile 1 + weather"}
