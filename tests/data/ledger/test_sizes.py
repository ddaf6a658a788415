"""Grid sizes: too many or too few households, too many people, or nobody counted."""

from sqlalchemy import update

from data.ledger import sizes
from data.models.area import Area
from tests import cast


def test_grids_are_sorted_by_what_one_officer_can_know(write, read):
    with write() as visit:
        for square, homes, people in (((0, 0), 501, 900), ((1, 0), 400, 2_501), ((0, 1), 299, 800), ((1, 1), None, 9)):
            visit.session.execute(update(Area).where(Area.area_code == cast.GRIDS[square]).values(
                households=homes, population=people))
    with read() as visit:
        found = sizes.check(visit, cast.COMMUNITY[:9])
        assert {one[0] for one in found.large} == {cast.GRIDS[0, 0], cast.GRIDS[1, 0]}
        assert [one[0] for one in found.small] == [cast.GRIDS[0, 1]]
        assert (found.right, found.unknown) == (0, 1)


def test_a_stranger_sees_no_grid(read):
    with read(scope=cast.NOBODY) as visit:
        assert sizes.check(visit, "9901") == sizes.Sizes(right=0, unknown=0, small=[], large=[])
