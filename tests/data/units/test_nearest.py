"""Who is fit and near: the right kind first, then by time to arrive; never somebody who cannot come."""

from datetime import timedelta

import pytest

from data.cases import workflow
from data.models.unit import Unit
from data.units import queries
from tests import cast


def nearest(visit, spot, category="0101", **options):
    number = cast.open_case(visit, "near", spot, category=category)
    return queries.nearest_fit(visit, workflow.find(visit, number), **options)


def test_the_right_kind_stands_before_a_nearer_other(write):
    with write() as visit:
        fits = nearest(visit, (0.5, 0.5))
        assert [fit.unit.id for fit in fits] == [cast.SWEEPERS, cast.FAR_SWEEPERS, cast.OFFICER, cast.ENGINE]
        assert fits[0].reasons == ("nearest", "right_kind", "idle_today")
        assert fits[2].reasons == ("other_kind",), "the officer has two cases done today"
        assert fits[0].distance_m == pytest.approx(1_000, abs=3)
        assert fits[0].minutes == pytest.approx(1.0 * 1.35 / 22 * 60, abs=0.02)


def test_a_class_that_asks_for_no_kind_takes_whoever_is_soonest(write):
    with write() as visit:
        fits = nearest(visit, (0.5, 0.5), "no such class")
        assert fits[0].unit.id == cast.OFFICER
        assert {reason for fit in fits for reason in fit.reasons} == {"nearest", "right_kind", "idle_today"}
        assert [fit.minutes for fit in fits] == sorted(fit.minutes for fit in fits)


def test_who_cannot_come_is_not_offered(write):
    with write() as visit:
        offered = {fit.unit.id for fit in nearest(visit, (1.5, 1.0), "0102", limit=99)}
    assert cast.POLICE not in offered, "off duty"
    assert cast.REPAIR not in offered, "nobody knows where it is now"


@pytest.mark.parametrize("status", ["dispatched", "under_way", "on_scene", "off_duty", "offline"])
def test_only_the_available_are_offered(write, status):
    with write() as visit:
        cast.unit(visit, cast.SWEEPERS).status = status
        visit.session.flush()
        assert cast.SWEEPERS not in {fit.unit.id for fit in nearest(visit, (0.5, 0.5), limit=99)}


def test_a_fresh_position_brings_a_unit_back(write):
    with write() as visit:
        cast.unit(visit, cast.REPAIR).position_at = visit.now - timedelta(minutes=29)
        visit.session.flush()
        assert nearest(visit, (1.5, 1.0), "0102")[0].unit.id == cast.REPAIR


def test_it_offers_as_many_as_asked_and_only_units_in_scope(write):
    with write() as visit:
        number = cast.open_case(visit, "a", (0.5, 0.5))
        assert len(queries.nearest_fit(visit, workflow.find(visit, number), limit=1)) == 1
    with write(scope=cast.CHEN) as visit:
        assert [fit.unit.id for fit in queries.nearest_fit(visit, workflow.find(visit, number))] == [cast.OFFICER]
    with write(scope=cast.BO) as visit:
        offered = {fit.unit.id for fit in queries.nearest_fit(visit, workflow.find(visit, number))}
        assert offered == {cast.SWEEPERS, cast.OFFICER}


def test_where_nobody_is_near_the_free_ones_far_away_are_offered(write):
    with write() as visit:
        for unit_id in (cast.SWEEPERS, cast.FAR_SWEEPERS, cast.ENGINE, cast.OFFICER):
            unit = cast.unit(visit, unit_id)
            unit.lat = unit.home_lat = 31.5
        visit.session.flush()
        assert nearest(visit, (0.5, 0.5))[0].unit.id in (cast.SWEEPERS, cast.FAR_SWEEPERS)


def test_nobody_is_offered_where_nobody_is(write):
    with write() as visit:
        for unit in visit.session.query(Unit):
            unit.status = "off_duty"
        visit.session.flush()
        assert nearest(visit, (0.5, 0.5)) == []


def test_the_board_counts_by_kind_and_status(read):
    with read() as visit:
        assert queries.count_by_kind(visit, "9901") == {
            "grid_officer": {"available": 1}, "police": {"off_duty": 1}, "fire": {"available": 1},
            "sanitation": {"available": 2}, "repair": {"available": 1}}
        assert queries.count_by_kind(visit, cast.EAST_DISTRICT) == {"sanitation": {"available": 1}}
        assert queries.count_by_kind(visit, "88") == {}
        assert [unit.id for unit in queries.units_in(visit, cast.WEST_DISTRICT)] == [
            cast.OFFICER, cast.POLICE, cast.REPAIR, cast.SWEEPERS]
    with read(scope=cast.CHEN) as visit:
        assert queries.count_by_kind(visit, "9901") == {"grid_officer": {"available": 1}}


def test_a_unit_of_which_nobody_knows_where_it_is_is_not_offered(write):
    with write() as visit:
        for name in (cast.SWEEPERS, cast.FAR_SWEEPERS, cast.ENGINE, cast.OFFICER):
            lost = cast.unit(visit, name)
            lost.lon = lost.home_lon = float("inf")
        visit.session.flush()
        assert nearest(visit, (0.5, 0.5), limit=99) == []
