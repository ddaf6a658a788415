"""The toy city is what its drawing says."""

from sqlalchemy import func, select

from data.models.area import Area
from tests import cast


def test_it_has_thirty_one_nested_areas(read):
    with read() as visit:
        per_level = dict(list(visit.session.execute(select(Area.level, func.count()).group_by(Area.level))))
        areas = {area.area_code: area for area in visit.session.scalars(select(Area))}
    assert per_level == {1: 1, 2: 2, 3: 4, 4: 8, 5: 16}
    for area in areas.values():
        assert area.area_code.startswith(area.parent_code)
        children = [child for child in areas.values() if child.parent_code == area.area_code]
        if children:
            assert area.population == sum(child.population for child in children)


def test_it_opens_a_case_in_the_square_that_was_pointed_at(write):
    with write() as visit:
        numbers = [cast.open_case(visit, f"e-{column}-{row}", (column + 0.5, row + 0.5)) for column, row in cast.GRIDS]
    assert len(set(numbers)) == 16
