"""Scenarios: kept with who and when, changed by their maker alone, each change taken back; no unit moves."""

import pytest
from sqlalchemy import update

from data.errors import Conflict, Invalid, NotAllowed, NotFound
from data.models.unit import Unit
from data.reach import scenarios
from data.reach.whatif import Change
from data.scope import ROLES, WHOLE_CITY, Scope
from tests import cast

OTHER = Scope(person="wu", name="Wu", areas=frozenset({WHOLE_CITY}), may=ROLES["dispatcher"])
MOVED = Change(do="move", what="unit", kind="fire", id=cast.ENGINE, grid=cast.grid_code(0, 0))


def made(write, *changes, scope=cast.ALICE, name="north"):
    with write(scope=scope) as visit:
        one = scenarios.make(visit, "9901", name, changes)
        return one.id, one.version


def test_a_change_is_added_and_taken_back_and_no_unit_moves(write, read):
    ident, version = made(write)
    with write(scope=cast.ALICE) as visit:
        before = cast.unit(visit, cast.ENGINE).home_lon
        one = scenarios.add(visit, ident, version, MOVED)
        assert [line["subject"] for line in one.result["lines"]] == ["unit.fire"]
        assert scenarios.undo(visit, ident, one.version, 0).changes == []
    with read(scope=cast.ALICE) as visit:
        found, = scenarios.listed(visit, "9901")
        assert (found.by_name, found.result["lines"], len(found.digest)) == ("Alice", [], 64)
        assert cast.unit(visit, cast.ENGINE).home_lon == before


def test_somebody_elses_an_old_version_and_a_stranger_are_refused(write):
    ident, version = made(write, MOVED)
    with pytest.raises(NotAllowed), write(scope=OTHER) as visit:
        scenarios.undo(visit, ident, version, 0)
    with pytest.raises(Conflict), write(scope=cast.ALICE) as visit:
        scenarios.again(visit, ident, version - 1)
    with pytest.raises(NotAllowed):
        made(write, scope=cast.CHEN)
    with pytest.raises(NotFound), write(scope=cast.BO) as visit:
        scenarios.find(visit, ident)
    with pytest.raises(Invalid):
        made(write, name=" ")


def test_it_is_thrown_away_by_its_maker(write, read):
    ident, version = made(write, MOVED)
    with write(scope=cast.ALICE) as visit:
        scenarios.remove(visit, ident, version)
    with read(scope=cast.ALICE) as visit:
        assert scenarios.listed(visit, "9901") == []


def test_a_placement_becomes_a_scenario(write):
    lon, lat = cast.at(0.2, 3.8)
    with write(scope=cast.ALICE) as visit:
        visit.session.execute(update(Unit).where(Unit.kind == "sanitation").values(home_lon=lon, home_lat=lat))
        found = scenarios.placed(visit, "9901", "sanitation")
        one = scenarios.propose(visit, "9901", found, "next shift")
    assert len(one.changes) == len(found.stands) > 0
    assert one.result["placement"]["after"] > one.result["placement"]["before"]


def test_where_they_stand_best_already_nobody_is_moved(write):
    with pytest.raises(Invalid, match="scenario_nothing"), write(scope=cast.ALICE) as visit:
        scenarios.placed(visit, "9901", "sanitation")
