"""The profiles made from a city's own tables: rows, states, what could not be known, and bad histories."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from dashboard.speech import LANGUAGES, shared_words
from data.models.area import Area
from data.models.forecast import LedgerScore
from data.models.risk import BlindSpot, Cluster, GridProfile, HotGrid, PatrolDay, PatrolRank, RepeatPlace
from data.risk import blind, blindness, clusters, coming_back, history, hotspots, ledger, patrol, profiles, states
from tests import cast, grid_days

BUSY, QUIET, SILENT = (0, 0), (3, 3), (1, 2)
EVERYWHERE = [(column, row) for column in range(4) for row in range(4)]


def city(days: int, *, each: int = 2, without=(), busy: int = 6) -> dict[tuple[int, int], dict[int, int]]:
    return {square: grid_days.steady(days, each=busy if square == BUSY else each) for square in EVERYWHERE
            if square not in without}


MAKERS = {
    "patrol": lambda visit, *known: patrol.make(visit, *known)[1],
    "profiles": lambda visit, *known: profiles.make(visit, *known)[1],
    "blind": blind.make, "hot": hotspots.make, "clusters": lambda visit, *_: kept(visit),
    "near": lambda visit, *_: clusters.near_repeats(visit)[1],
    "repeats": lambda visit, *_: coming_back.make(visit)[1],
}


def kept(visit) -> list[str]:
    found = clusters.find(visit)
    clusters.keep(visit, found)
    return found.unknown


def made(write, *names, now=cast.NOW) -> dict[str, list[str]]:
    """Make these, or all, and return {name: what could not be known}."""
    with write(now=now) as visit:
        grids = history.grids(visit)
        known = grids, history.read(visit, grids)
        return {name: MAKERS[name](visit, *known) for name in names or MAKERS}


def every(read, model) -> list:
    with read() as visit:
        return list(visit.session.scalars(select(model)))


def test_a_ranking_is_kept_before_its_day_and_scored_when_it_is_over(write, read):
    with write() as visit:
        grid_days.put(visit, city(60))
    made(write, "patrol")
    today = "2026-03-18"
    assert {(one.method, one.is_backtest) for one in every(read, PatrolDay) if one.day == today} == {
        ("learned", False), ("last_28", False)}
    assert [one.area_code for one in every(read, PatrolRank) if one.method == "learned"] == [cast.GRIDS[BUSY]]
    with write() as visit:
        grid_days.put(visit, {BUSY: {0: 4}, QUIET: {0: 1}}, class_code="0202")
    made(write, "patrol")
    assert [one.scored_at for one in every(read, PatrolDay) if one.day == today] == [None, None]
    made(write, "patrol", now=cast.NOW + timedelta(days=1))
    scored = [one for one in every(read, PatrolDay) if one.day == today]
    assert {(one.cases, one.hits) for one in scored} == {(5, 4.0)}
    [told] = every(read, LedgerScore)
    assert (told.kind, told.target.isoformat(), told.score, told.reference, told.n) == ("patrol", today, 0.8, 0.8, 5)
    assert len([one for one in every(read, PatrolRank) if one.day == today]) == 2


def test_a_ranking_that_is_no_better_stays_off_by_the_ledger_alone(write, read):
    with write() as visit:
        grid_days.put(visit, city(60))
    made(write, "patrol")
    with write() as visit:
        found = ledger.standing(visit)
        assert found.days == ledger.TEST_DAYS
        assert found.tested == ledger.TEST_DAYS
        assert found.ratio == pytest.approx(1, abs=0.01)
        assert not found.is_on
        for one in visit.session.scalars(select(PatrolDay).where(PatrolDay.method == "learned")):
            one.hits = one.cases
        visit.session.flush()
        assert ledger.standing(visit).is_on


def test_the_profile_of_a_grid_adds_up_and_tells_what_it_could_not_know(write, read):
    with write() as visit:
        grid_days.put(visit, city(60))
    unknown = made(write, "profiles")["profiles"]
    rows = {one.area_code: one for one in every(read, GridProfile)}
    assert len(rows) == len(EVERYWHERE)
    busy = rows[cast.GRIDS[BUSY]]
    assert busy.rank == 1
    assert busy.risk == pytest.approx(sum(one["points"] for one in busy.factors), abs=0.5)
    assert {"no_needs", "no_damaged"} <= set(unknown)
    with read() as visit:
        assert states.of(visit, "profiles").body["days"] == 60


def test_a_silent_grid_is_blind_until_a_unit_was_there(write, read, monkeypatch):
    for room in (blind, hotspots):
        monkeypatch.setattr(room, "LEAST_GRIDS", 10)
    monkeypatch.setattr(blindness, "FALSE", 0.05)
    counts = city(28, without=[SILENT], busy=2)
    for square in EVERYWHERE:
        counts[square] = counts.get(square, {}) | grid_days.steady(28, first=29, each=2)
    with write() as visit:
        grid_days.put(visit, counts)
    made(write, "blind")
    [spot] = every(read, BlindSpot)
    assert spot.area_code == cast.GRIDS[SILENT]
    assert spot.days == 28
    assert spot.expected > 20
    assert spot.zero_chance < 0.01
    assert spot.last_day == "2026-02-17"
    assert spot.mix[0]["code"] == "01"
    with write() as visit:
        unit = cast.unit(visit, cast.POLICE)
        unit.lon, unit.lat = cast.at(SILENT[0] + 0.5, SILENT[1] + 0.5)
    made(write, "blind")
    assert not every(read, BlindSpot)


def test_a_place_that_comes_back_is_told_with_its_doubted_closings(write, read):
    with write() as visit:
        grid_days.put(visit, {BUSY: {1: 1, 5: 1, 9: 1, 40: 1}}, at=(0.3, 0.3))
        grid_days.put(visit, {BUSY: {2: 1, 3: 1}}, class_code="0102", at=(0.3, 0.3))
        grid_days.put(visit, {QUIET: {1: 1, 45: 1, 80: 1}}, class_code="0202", at=(3.3, 3.3))
    made(write, "repeats")
    [place] = every(read, RepeatPlace)
    assert (place.class_code, place.cases, place.closed, place.doubted) == ("0101", 4, 4, 0)
    assert place.last_at - place.first_at == timedelta(days=39)


def test_a_burst_of_today_is_a_cluster(write, read):
    with write() as visit:
        grid_days.put(visit, city(27, each=1, busy=1))
        grid_days.put(visit, {(3, 3): {0: 12}}, class_code="0201")
    made(write, "clusters")
    found = every(read, Cluster)
    assert found
    assert all(one.observed > one.expected and one.p <= 0.05 for one in found)
    assert cast.GRIDS[3, 3] in found[0].grids


@pytest.mark.parametrize(("days", "expected"), [
    (0, {"patrol": "too_short", "profiles": "no_history", "blind": "too_short", "hot": "too_short",
         "clusters": "too_short", "near": "too_few_cases", "repeats": "no_history"}),
    (3, {"patrol": "too_short", "profiles": "too_short", "blind": "too_short", "hot": "too_short"}),
    (20, {"patrol": "not_tested", "profiles": "weights_equal"})])
def test_a_short_history_says_what_it_could_not_know(write, read, days, expected):
    with write() as visit:
        grid_days.put(visit, city(days))
    unknown = made(write)
    assert {name: key for name, key in expected.items() if key not in unknown[name]} == {}
    for language in LANGUAGES:
        assert {f"risk_unknown.{key}" for keys in unknown.values() for key in keys} <= set(shared_words(language))
    if days < 7:
        assert not every(read, PatrolRank) + every(read, GridProfile) + every(read, BlindSpot) + every(read, HotGrid)


def test_a_month_without_a_case_is_a_gap_and_ten_thousand_at_once_decide_nothing(write, read):
    with write() as visit:
        grid_days.put(visit, {square: grid_days.steady(40) | grid_days.steady(30, first=71) for square in EVERYWHERE})
        grid_days.put(visit, {QUIET: {1: 300}}, class_code="0202")
    unknown = made(write, "patrol", "profiles")
    assert {"gap", "floods"} <= set(unknown["patrol"])
    with read() as visit:
        assert states.of(visit, "profiles").body["days"] == 70


def test_a_city_without_people_or_outlines_is_told(write, read):
    with write() as visit:
        for area in visit.session.scalars(select(Area)):
            area.population, area.area_m2 = None, 0.0
        visit.session.flush()
        grid_days.put(visit, city(40))
    unknown = made(write, "profiles", "hot")
    assert {"no_people", "no_shapes"} <= set(unknown["profiles"])
    assert "people" not in {factor["key"] for one in every(read, GridProfile) for factor in one.factors}
    assert "no_shapes" in unknown["hot"] or "too_few_grids" in unknown["hot"]
