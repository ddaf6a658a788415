"""What stands in a box is what the whole city's figures count, as far as it lies there."""

from data.cases.figures import kpis
from data.within.standing import standing_in
from tests import cast

EVERYWHERE = (*cast.at(-1, -1), *cast.at(5, 5))
WEST_HALF = (*cast.at(0, 0), *cast.at(2, 4))


def fill_city(write) -> None:
    with write() as visit:
        cast.open_case(visit, "fire", (0.5, 0.5), category="0201")
        cast.open_case(visit, "road", (1.5, 2.5), category="0102")
        cast.open_case(visit, "far", (3.5, 3.5), category="0101")


def test_the_whole_map_counts_what_the_strip_counts(read, write):
    fill_city(write)
    with read(scope=cast.ALICE) as visit:
        strip = {figure.name: figure.value for figure in kpis(visit, "9901")}
        counted = standing_in(visit, "9901", EVERYWHERE)
        assert {name: count for name, count in counted.items() if name in strip} == {
            name: value for name, value in strip.items() if name in counted}


def test_a_part_of_the_map_counts_its_part(read, write):
    fill_city(write)
    with read(scope=cast.ALICE) as visit:
        counted = standing_in(visit, "9901", WEST_HALF)
        assert (counted["open_now"], counted["urgent_unacknowledged"], counted["received_today"]) == (2, 2, 2)
        assert counted["units_on_duty"] == 4
        assert standing_in(visit, "9901", (0, 0, 1, 1)) == dict.fromkeys(counted, 0)


def test_a_stranger_counts_only_what_is_theirs(read, write):
    fill_city(write)
    with read(scope=cast.BO) as visit:
        assert standing_in(visit, "9901", EVERYWHERE)["open_now"] == 2
    with read(scope=cast.NOBODY) as visit:
        assert set(standing_in(visit, "9901", EVERYWHERE).values()) == {0}
