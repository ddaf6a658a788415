"""By department: what came in, what was closed and in time, how soon somebody responded."""

from datetime import timedelta

from data.cases import handled_by
from data.models.case import Case
from tests import cast

WEEK = (cast.NOW - timedelta(days=7), cast.NOW + timedelta(microseconds=1))


def test_each_department_has_its_own_and_the_fullest_is_first(read, write):
    with write() as visit:
        for number in range(3):
            cast.open_case(visit, f"road-{number}", category="0102")
        cast.open_case(visit, "garbage")
    earlier = cast.NOW - timedelta(days=8)
    with write(now=earlier) as visit:
        cast.open_case(visit, "old", occurred_at=earlier)
    with read(now=cast.NOW) as visit:
        found = handled_by.by_department(visit, "9901", WEEK)
        assert [(one.department, one.received, one.closed, one.on_time_rate) for one in found] == [
            ("roads", 3, 0, None), ("clean", 1, 0, None)]
        assert [one.response_minutes for one in found] == [None, None]
        assert handled_by.by_department(visit, cast.EAST_DISTRICT, WEEK) == []
        assert [one.department for one in handled_by.by_department(
            visit, "9901", WEEK, (Case.class_code == "0101",))] == ["clean"]
        assert len(handled_by.by_department(visit, "9901", WEEK, most=1)) == 1
