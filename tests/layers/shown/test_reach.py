"""The layer of reach: one shape for each class of minutes, uncovered grids among them, for services and units."""

import pytest

from data.errors import Invalid, NotAllowed
from data.models.unit import Place
from data.scope import Scope
from layers.layer import Window
from layers.shown import reach
from tests import cast

STRANGER = Scope(person="wu", name="Wu", areas=frozenset({"9901"}), may=frozenset({"areas.view"}))


@pytest.fixture
def clinic(write):
    lon, lat = cast.at(0.5, 0.5)
    with write() as visit:
        visit.session.add(Place(area_code=cast.grid_code(0, 0), source="t", source_id="1", kind="clinic", name="诊所",
                                name_en="Clinic", lon=lon, lat=lat))


def shown(read, what="", scope=cast.ALICE, area="9901"):
    with read(scope=scope) as visit:
        return reach.features(visit, Window(area=area, what=what))


@pytest.mark.usefixtures("clinic")
def test_grids_of_a_class_are_one_shape_and_those_not_reached_stand_there(read):
    found = shown(read)
    assert found["grids"].sum() == 16
    assert found["people"].sum() == sum(cast.population(*square) for square in cast.GRIDS)
    assert found["to_min"].isna().tolist() == [False] * (len(found) - 1) + [True]
    assert found.iloc[-1]["grids"] > 8
    assert found["sites"].unique().tolist() == [1]
    assert "no_roads" in found.iloc[0]["unknown"]


@pytest.mark.usefixtures("clinic")
def test_by_road_more_is_reached_than_on_foot(read):
    def uncovered(what):
        found = shown(read, what)
        return found[found["to_min"].isna()]["grids"].sum()
    assert uncovered("medical.road") < uncovered("medical")


def test_units_reach_from_their_bases_or_from_where_they_are(read):
    assert shown(read, "unit.fire")["sites"].iloc[0] >= 1
    assert shown(read, "unit.police.now").iloc[0]["to_min"] != shown(read, "unit.police").iloc[0]["to_min"]


def test_without_a_site_all_is_uncovered_and_it_says_so(read):
    found = shown(read, "elderly")
    assert found["grids"].tolist() == [16]
    assert "no_sites" in found.iloc[0]["unknown"]


def test_a_stranger_sees_no_units_and_nonsense_is_refused(read):
    assert len(shown(read, scope=STRANGER))
    with pytest.raises(NotAllowed):
        shown(read, "unit.fire", scope=STRANGER)
    for what in ("nonsense", "unit", "unit.ufo", "medical.now", "unit.fire.road"):
        with pytest.raises(Invalid):
            shown(read, what)
