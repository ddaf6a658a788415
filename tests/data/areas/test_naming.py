"""Names of many areas, each with the one around it."""

from data.areas import naming, queries
from tests import cast


def test_each_area_is_named_with_the_one_around_it(read):
    grid = cast.GRIDS[0, 0]
    with read() as visit:
        assert naming.places(visit, [grid, cast.COMMUNITY, cast.WEST_DISTRICT, "9901"]) == {
            grid: ("社区001 › 网格001", "Community 001 › Grid 001"), cast.COMMUNITY: ("街道001 › 社区001",
                                                                                  "Street 001 › Community 001"),
            cast.WEST_DISTRICT: ("区01", "District 01"), "9901": ("市9901", "City 9901")}
        assert naming.places(visit, []) == {}


def test_what_a_stranger_does_not_see_has_no_name(read):
    with read(scope=cast.CHEN) as visit:
        assert naming.places(visit, [cast.GRIDS[0, 0], cast.GRIDS[3, 3]]) == {
            cast.GRIDS[0, 0]: ("社区001 › 网格001", "Community 001 › Grid 001"), cast.GRIDS[3, 3]: ("", "")}


def test_an_area_that_bears_the_name_of_the_one_around_it_stands_without_it():
    assert naming.said(["东港区", "望江社区", "望江社区第3网格"]) == "东港区 › 望江社区第3网格"
    assert naming.said(["Eastport", "Wangjiang Community", "Wangjiang Community Grid 3"]) == (
        "Eastport › Wangjiang Community Grid 3")
    assert naming.said([]) == ""


def test_an_address_does_not_repeat_the_areas_it_begins_with(read):
    with read() as visit:
        path = queries.path_to(visit, cast.GRIDS[0, 0])
    whole = "".join(area.name for area in path[1:3])
    assert naming.street(f"{whole}大里路27号", path[1:]) == "大里路27号"
    assert naming.street("大里路27号", path) == "大里路27号"
