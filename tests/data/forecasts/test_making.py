"""Forecasts are stored when they are made, scored when the day is over, never changed, and step back when they fail."""

from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import func, select

from data.forecasts import ledger, making, reading
from data.forecasts.history import History
from data.models.forecast import Forecast
from tests import cast
from tests.data.forecasts.world import CITY, FIRST, STREETS, history


@pytest.fixture
def past(monkeypatch):
    """Have the city's history be this one; days are cut off where `today` stands."""
    whole = history(120, rate=30)

    def read(_visit, before) -> History:
        days = (before - FIRST).days
        return History(whole.nodes, FIRST, whole.hourly[:, :days], whole.kinds[:days + 2])

    monkeypatch.setattr(making, "read_history", read)
    return whole


def at(day: int):
    """Return nine in the morning of a day of the history."""
    return cast.NOW.replace(year=2026, month=1, day=5, hour=1) + timedelta(days=day)


def run(write, day: int):
    with write(now=at(day)) as visit:
        return making.keep(visit, making.find(visit))


def rows(read, **more) -> list[Forecast]:
    with read(now=at(119)) as visit:
        found = list(visit.session.scalars(select(Forecast).filter_by(area_code=STREETS[0], **more)
                                           .order_by(Forecast.target, Forecast.ahead)))
        visit.session.expunge_all()
    return found


def test_the_first_run_replays_four_weeks_and_foretells_today_and_tomorrow(write, read, past):
    outcome = run(write, 100)
    found = rows(read, class_code="")
    assert [(one.target - FIRST).days for one in found if one.scored_at is None] == [100, 101]
    replayed = [one for one in found if one.is_replayed]
    assert len(replayed) == 2 * 28
    assert all(one.truth is not None and one.loss is not None for one in replayed)
    assert 0.7 < outcome.score["within"] < 0.9
    assert outcome.unknown == ("no_weather",)


def test_a_second_run_of_the_day_adds_nothing(write, read, past):
    run(write, 100)
    before = [(one.id, one.made_at) for one in rows(read)]
    run(write, 100)
    assert [(one.id, one.made_at) for one in rows(read)] == before


def test_the_next_day_scores_what_was_foretold_and_leaves_what_was_said(write, read, past):
    run(write, 100)
    said = {one.id: (one.quantiles, one.mean, one.made_at) for one in rows(read)}
    run(write, 101)
    today = [one for one in rows(read, class_code="") if (one.target - FIRST).days == 100]
    truth = int(past.daily[[node.area == STREETS[0] and not node.major for node in past.nodes].index(True), 100])
    assert [(one.truth, one.ahead, one.is_replayed) for one in today] == [(truth, 1, False), (truth, 2, True)]
    assert all(one.scored_at == at(101) for one in today)
    assert {one.id: (one.quantiles, one.mean, one.made_at) for one in rows(read) if one.id in said} == said


def test_a_simpler_model_that_is_shown_has_an_interval_as_wide_as_its_own_errors(write, read, past, monkeypatch):
    swing = np.random.default_rng(2).gamma(8, 1 / 8, past.days)
    wild = (past.hourly * swing[None, :, None]).astype(np.int64)
    monkeypatch.setattr(making, "read_history", lambda _visit, before: History(
        past.nodes, FIRST, wild[:, :(before - FIRST).days], past.kinds[:(before - FIRST).days + 2]))
    run(write, 119)
    replayed = [one for one in rows(read, class_code="", ahead=1) if one.is_replayed]
    for model in (making.WEEKDAY, making.YESTERDAY):
        shown, scored = ([one.quantiles[name][0] <= one.truth <= one.quantiles[name][2] for one in replayed]
                         for name in (making.OWN[model], model))
        assert 0.5 < np.mean(shown) < 0.95, model
        assert np.mean(shown) > np.mean(scored) + 0.2, model
    with write(now=at(119)) as visit:
        one = visit.session.get_one(Forecast, replayed[-1].id)
        one.shown = making.WEEKDAY
        visit.session.flush()
        [told] = reading.expected_of(visit, STREETS[0], one.target, one.target)
    assert [told.low, told.middle, told.high] == replayed[-1].quantiles["weekday_own"]
    assert set(told.simple) == {making.WEEKDAY, making.YESTERDAY}


def test_three_days_of_history_make_no_forecast_and_say_so(write, read, past):
    assert run(write, 3).unknown == ("short_history",)
    assert rows(read) == []


def test_a_model_that_did_worse_than_a_simpler_one_is_not_shown_and_it_is_said_since_when(write, read, past):
    run(write, 100)
    with write(now=at(100)) as visit:
        for one in visit.session.scalars(select(Forecast).filter_by(area_code=STREETS[0], class_code="")
                                         .where(Forecast.scored_at.is_not(None))):
            one.loss = one.loss_weekday + 1
    run(write, 101)
    with read(now=at(101)) as visit:
        today = FIRST + timedelta(days=101)
        [one] = reading.expected_of(visit, STREETS[0], today, today)
        assert one.model in ("weekday", "yesterday")
        assert one.hours is None, "the simpler model knows no hours"
        [off] = [one for one in reading.switched_off(visit, STREETS[0], today) if one.major == ""]
        assert off.model == one.model
        assert today - timedelta(days=28) <= off.since <= today
        assert [one.model for one in reading.expected_of(visit, STREETS[-1], today, today)] == ["profile"]


def test_the_ledger_says_how_forecasts_did_by_level(write, read, past):
    run(write, 100)
    with read(now=at(100)) as visit:
        found = ledger.standings(visit, CITY, FIRST + timedelta(days=100))
        total = visit.session.execute(select(func.count()).select_from(Forecast)
                                      .where(Forecast.scored_at.is_not(None))).scalar_one()
    assert sum(one.n for one in found) == total
    assert {(one.level, one.is_classed, one.ahead) for one in found} == {
        (level, is_classed, ahead) for level in (1, 2, 3) for is_classed in (False, True) for ahead in (1, 2)}
    whole = next(one for one in found if (one.level, one.is_classed, one.ahead) == (3, False, 1))
    assert 0.7 < whole.within < 0.92
    assert 0.5 < whole.loss / whole.loss_weekday < 1.1
    assert 0.7 < whole.hours_within <= 1


def test_other_scores_take_the_place_of_those_of_the_same_day(write, read):
    day = FIRST
    for score in (0.2, 0.3):
        with write() as visit:
            ledger.note(visit, kind="patrol", subject="9901", target=day, score=score, reference=0.1, n=40)
    with read() as visit:
        [one] = ledger.scores(visit, "patrol", since=day)
        assert (one.score, one.reference, one.n) == (0.3, 0.1, 40)
        with pytest.raises(ValueError, match="weather"):
            ledger.note(visit, kind="weather", subject="9901", target=day, score=1, reference=None, n=1)


def test_a_pinball_loss_is_nothing_where_every_quantile_was_the_truth():
    from data.forecasts import scoring
    assert scoring.pinball(np.array([4.0]), np.array([[4.0, 4.0, 4.0]])).tolist() == [0.0]
    assert scoring.pinball(np.array([6.0]), np.array([[4.0, 4.0, 4.0]]))[0] == pytest.approx(2 * (0.1 + 0.5 + 0.9) / 3)
