"""Forecasts of grids: they add up to their area's, say 0 where nothing comes, are scored, and step back."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from data.forecasts import grids as cells
from data.forecasts import making, mixing, shares, spreading
from data.forecasts.history import History, Node
from data.forecasts.past import Past
from data.models.forecast import Forecast, GridForecast
from tests import cast
from tests.data.forecasts.world import BUSY, CITY, FIRST, GRIDS, gridded, with_grids

PEOPLE = dict.fromkeys(GRIDS, 1_000)
HERE = BUSY[:12]


def counted(world: History, people=PEOPLE) -> cells.Grids:
    above = {node.area: at for at, node in enumerate(world.nodes) if node.level == 4}
    return cells.counted(world, above, {code: n for code, n in people.items() if code[:12] in above}, (12, 15))


def last_shares(world: History, people=PEOPLE) -> dict[str, float]:
    past = Past.of(world, 1)
    found = counted(world, people)
    return dict(zip(found.codes, shares.learned(found, past).of_area[:, -1], strict=True))


WORLD = gridded(84)
OF_GRIDS = counted(WORLD)


@settings(max_examples=40)
@given(counts=st.lists(st.integers(0, 40), min_size=16, max_size=16))
def test_shares_of_an_area_add_up_to_one_whatever_came(counts):
    daily = {(grid, "01"): np.full(30, n) for grid, n in zip(GRIDS, counts, strict=True)}
    world = with_grids(daily | {("9901", "01"): np.ones(30, dtype=int)}, FIRST, 30)
    found = counted(world)
    of_area = shares.learned(found, Past.of(world, 1)).of_area[:, -1]
    assert (of_area >= 0).all()
    assert np.allclose(np.bincount(found.area_of, weights=of_area, minlength=len(found.areas)), 1)


@settings(max_examples=40)
@given(own=st.lists(st.floats(0, 1_000), min_size=len(WORLD.nodes), max_size=len(WORLD.nodes)),
       taught=st.lists(st.floats(0, 500), min_size=32, max_size=32))
@example(own=[1.0, *[0.0] * (len(WORLD.nodes) - 2), 5e-324], taught=[0.0] * 32)  # parts of next to nothing
def test_grids_add_up_to_their_area_and_classes_to_their_grid_and_to_the_classes_forecast(own, taught):
    from data.forecasts import parts
    mean = parts.reconcile(WORLD.nodes, np.array(own), WORLD.daily.mean(axis=1))
    of_cell = mean[OF_GRIDS.areas][OF_GRIDS.area_of] * shares.learned(OF_GRIDS, Past.of(WORLD, 1)).of_area[:, -1]
    found = mixing.mixed(OF_GRIDS, WORLD, mean, of_cell, np.array(taught).reshape(16, 2))
    assert np.allclose(found.sum(axis=1), of_cell, rtol=1e-4, atol=1e-6)
    for at, node in enumerate(WORLD.nodes):
        if node.level == 3 and node.major:
            inside = [place for place, code in enumerate(OF_GRIDS.codes) if code.startswith(node.area)]
            assert np.isclose(found[inside, OF_GRIDS.majors.index(node.major)].sum(), mean[at], rtol=1e-3, atol=1e-5)


def test_a_grid_to_which_more_comes_gets_more_and_one_that_is_new_something():
    found = last_shares(WORLD)
    assert 0.8 < found[BUSY] < 0.93, "six of seven"
    world = with_grids({(BUSY, "01"): np.full(60, 3)}, FIRST, 60)
    beside = last_shares(world)[HERE + "002"]
    assert 0 < beside < 0.1


def test_what_is_believed_of_a_grid_follows_its_people():
    counts = {(BUSY, "01"): np.full(60, 3)}
    world = with_grids(counts, FIRST, 60)
    found = counted(world, {HERE + "001": 100, HERE + "002": 300, HERE + "003": None})
    assert found.prior.tolist() == pytest.approx([0.125 + 1 / 6, 0.375 + 1 / 6, 1 / 6])
    assert counted(world, dict.fromkeys((HERE + "001", HERE + "002"))).prior.tolist() == [0.5, 0.5], "nobody counted"


def test_one_day_of_ten_thousand_moves_a_share_by_little():
    counts = {(grid, "01"): np.full(84, 3) for grid in GRIDS}
    before = last_shares(with_grids(counts, FIRST, 84))[BUSY]
    flood = counts[BUSY, "01"].copy()
    flood[70] = 10_000
    assert last_shares(with_grids(counts | {(BUSY, "01"): flood}, FIRST, 84))[BUSY] < before + 0.1


def test_a_gap_of_a_month_teaches_nothing():
    hole = np.ones(120, dtype=int)
    hole[60:90] = 0
    daily = {(grid, "01"): (8 if grid == BUSY else 2) * hole for grid in GRIDS}
    whole = {key: np.where(hole > 0, n, n.max()) for key, n in daily.items()}
    assert last_shares(with_grids(daily, FIRST, 120))[BUSY] == pytest.approx(
        last_shares(with_grids(whole, FIRST, 120))[BUSY], abs=0.02)


def test_a_forecast_knows_nothing_of_its_own_day_and_later():
    world = gridded(90)
    past = Past.of(world, 2)
    column = past.columns()[-10]
    until = past.day_of(column) - 1
    spots = world.received.spots.copy()
    which = spots // 24 >= until
    areas = np.where(which, 0, world.received.areas)
    other = History(world.nodes, world.first, world.hourly, world.kinds, type(world.received)(
        world.received.words, areas, world.received.majors, spots))
    ours, theirs = (shares.learned(counted(one), Past.of(one, 2)).of_area[:, column] for one in (world, other))
    assert ours == pytest.approx(theirs)


@pytest.mark.parametrize(("mean", "size", "told"), [
    (0.0, 5.0, [0, 0, 0]), (0.05, 5.0, [0, 0, 0]), (0.3, 5.0, [0, 0, 1]), (0.3, None, [0, 0, 1]),
    (4.0, None, [2, 4, 7]), (4.0, 2.0, [0, 3, 9])])
def test_quantiles_are_whole_and_say_plainly_that_nothing_comes(mean, size, told):
    assert shares.quantiles(np.array([mean]), size)[:, 0].tolist() == told


@given(mean=st.floats(0, 20_000), size=st.one_of(st.none(), st.floats(0.5, 1_000)))
def test_quantiles_are_those_of_the_distribution(mean, size):
    from scipy.stats import nbinom, poisson
    of = poisson(max(mean, 1e-12)) if size is None else nbinom(size, size / (size + max(mean, 1e-12)))
    found = shares.quantiles(np.array([mean]), size)[:, 0]
    for level, count in zip((0.1, 0.5, 0.9), found, strict=True):
        assert of.cdf(count) >= level - 1e-9
        assert count == 0 or of.cdf(count - 1) <= level + 1e-9


@pytest.fixture
def past(monkeypatch):
    """Have the toy city's history be this one, up to the day before."""
    whole = gridded(120)

    def read(_visit, before) -> History:
        days = (before - FIRST).days
        which = whole.received.spots < days * 24
        received = type(whole.received)(whole.received.words, *(
            one[which] for one in (whole.received.areas, whole.received.majors, whole.received.spots)))
        return History(whole.nodes, FIRST, whole.hourly[:, :days], whole.kinds[:days + 2], received)

    monkeypatch.setattr(making, "read_history", read)
    return whole


def at(day: int):
    return cast.NOW.replace(year=2026, month=1, day=5, hour=1) + timedelta(days=day)


def run(write, day: int):
    with write(now=at(day)) as visit:
        making.keep(visit, making.find(visit))


def rows(read, **more) -> list[GridForecast]:
    with read(now=at(119)) as visit:
        found = list(visit.session.scalars(select(GridForecast).filter_by(**more).order_by(
            GridForecast.area_code, GridForecast.class_code, GridForecast.target, GridForecast.ahead)))
        visit.session.expunge_all()
    return found


def test_the_first_run_replays_four_weeks_and_foretells_today_and_tomorrow(write, read, past):
    run(write, 100)
    found = rows(read, area_code=HERE, class_code="")
    assert [(one.target - FIRST).days for one in found if one.scored_at is None] == [100, 101]
    assert sum(one.is_replayed for one in found) == 2 * 28
    assert all(sum(one.truth) > 0 and one.loss is not None for one in found if one.is_replayed)
    with read(now=at(100)) as visit:
        means = {(one.target, one.ahead): one.mean for one in visit.session.scalars(
            select(Forecast).where(Forecast.area_code == HERE, Forecast.class_code == ""))}
    for one in found:
        assert one.grids == ["001", "002"]
        assert sum(one.means["shares"]) == pytest.approx(1, abs=1e-9)
        assert one.mean == pytest.approx(means[one.target, one.ahead], abs=0.001)


def test_a_class_is_told_of_where_an_area_expects_it_daily(write, read, past):
    run(write, 100)
    target = FIRST + timedelta(days=100)
    told = [one for one in rows(read, target=target, ahead=1) if one.class_code]
    assert {one.class_code for one in told if one.area_code == HERE} == {"01", "02"}
    assert all(one.mean >= 1 for one in told)
    whole = rows(read, target=target, ahead=1, area_code=HERE, class_code="")[0]
    assert sum(one.mean for one in told if one.area_code == HERE) == pytest.approx(whole.mean, abs=0.01)


def test_the_next_day_scores_what_was_foretold_and_leaves_what_was_said(write, read, past):
    run(write, 100)
    said = {one.id: (one.means, one.quantiles, one.made_at) for one in rows(read)}
    run(write, 101)
    run(write, 101)
    found = rows(read)
    assert {one.id: (one.means, one.quantiles, one.made_at) for one in found if one.id in said} == said
    today = [one for one in found if (one.target - FIRST).days == 100 and (one.area_code, one.class_code) == (HERE, "")]
    node = past.nodes.index(Node(4, HERE, ""))
    assert [(sum(one.truth), one.ahead, one.is_replayed) for one in today] == [
        (past.daily[node, 100], 1, False), (past.daily[node, 100], 2, True)]
    assert all(one.scored_at == at(101) for one in today)


def test_a_model_that_did_worse_steps_back_where_it_did_and_nowhere_else(write, read, past):
    run(write, 100)
    with write(now=at(100)) as visit:
        visit.session.execute(update(GridForecast).values(loss=0.1, loss_days=0.2, loss_weekday=0.2))
        visit.session.execute(update(GridForecast).where(GridForecast.area_code == HERE).values(loss_days=0.05))
    run(write, 101)
    new = [one for one in rows(read, ahead=1) if (one.target - FIRST).days == 101]
    assert {one.shown for one in new if one.area_code == HERE} == {"days"}
    assert {one.shown for one in new if one.area_code != HERE} == {"shares"}


def test_cases_in_no_grid_keep_a_part_of_their_own(write, read, monkeypatch):
    counts = {(BUSY, "01"): np.full(60, 3), (HERE, "01"): np.full(60, 1), (CITY, "01"): np.full(60, 5)}
    world = with_grids(counts, FIRST, 60)
    monkeypatch.setattr(making, "read_history", lambda _visit, _before: world)
    run(write, 60)
    one = rows(read, class_code="", ahead=1, target=FIRST + timedelta(days=60))[0]
    assert (one.grids, one.n) == (["", "001", "002"], 2)
    assert one.means["shares"][0] == pytest.approx(0.25, abs=0.05)
    scored = rows(read, class_code="", ahead=1, target=FIRST + timedelta(days=59))[0]
    assert scored.truth == [1, 3, 0]


def test_three_days_of_history_foretell_nothing_of_grids(write, read, monkeypatch):
    monkeypatch.setattr(making, "read_history", lambda _visit, _before: gridded(3))
    run(write, 3)
    assert rows(read) == []


def test_a_history_without_grids_foretells_none(write, read, monkeypatch):
    world = gridded(60)
    monkeypatch.setattr(making, "read_history", lambda _visit, _before: History(
        world.nodes, world.first, world.hourly, world.kinds))
    run(write, 60)
    with read(now=at(60)) as visit:
        assert visit.session.scalars(select(Forecast).limit(1)).first()
    found = rows(read, ahead=1, target=FIRST + timedelta(days=60), class_code="")
    assert all(set(one.quantiles["days"][2]) == {0} for one in found), "of no case nothing is made up"


def test_old_forecasts_of_grids_are_let_go(write, read, past):
    run(write, 60)
    run(write, 60 + spreading.KEPT_DAYS + 10)
    assert min(one.target for one in rows(read)) >= FIRST + timedelta(days=70)
