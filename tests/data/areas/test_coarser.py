"""A point in no grid belongs to the larger area that holds it."""

import shapely
from sqlalchemy import delete

from data.areas.locate import build_index
from data.areas.queries import display_level
from data.models.area import Area
from tests import cast


def test_where_grids_leave_a_gap_the_community_takes_the_point(database, city, write):
    with write() as visit:
        visit.session.execute(delete(Area).where(Area.area_code == cast.grid_code(0, 0)))
    with write() as visit:
        index = cast.index_of(visit)
    assert index.locate(*cast.at(0.5, 0.5)) == cast.COMMUNITY
    assert index.locate(*cast.at(1.5, 0.5)) == cast.grid_code(1, 0)
    assert index.locate(*cast.at(9, 9)) is None


def test_a_level_that_only_lists_its_areas_holds_no_point(database, city, write):
    with write() as visit:
        for area in visit.session.query(Area).where(Area.level == 5):
            area.geometry, area.area_m2 = shapely.Polygon().wkb, 0.0
    with write() as visit:
        assert build_index(visit.session, 5).locate(*cast.at(0.5, 0.5)) == cast.COMMUNITY
        assert display_level(visit, "9901") == 4
