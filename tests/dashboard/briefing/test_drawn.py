"""A snapshot of what was drawn on the map: the same counts as its panel, what came in there, its outline on a map."""

from datetime import timedelta

import pytest

from dashboard.briefing.content import Bars, Map, Table, read
from data.cases.only import ALL
from data.errors import Invalid
from data.within.dossier import open_dossier
from data.within.shape import read_shape
from tests import cast

AROUND = "circle:30.0045,120.005,450"
SQUARE = "poly:30.0,120.0;30.0,120.02;30.02,120.02;30.02,120.0"


@pytest.fixture
def cases(write) -> None:
    """Store cases inside the circle, some of them late or of last week, and one far away."""
    with write() as visit:
        cast.open_case(visit, "near", (0.5, 0.5), text="路灯不亮")
        cast.open_case(visit, "late", (0.5, 0.5), due_at=cast.NOW - timedelta(hours=5))
        cast.open_case(visit, "old", (0.5, 0.5), occurred_at=cast.NOW - timedelta(days=3))
        cast.open_case(visit, "far", (3.5, 3.5), text="远处积水")


def figures(brief) -> dict[str, float | None]:
    return {one.number.figure.removeprefix("within_"): one.number.value for one in brief.cards}


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize("shape", [AROUND, SQUARE])
def test_it_counts_what_the_panel_of_the_drawing_counts(made, read, shape):
    brief = made("drawn", topic=shape)
    with read() as visit:
        found = open_dossier(visit, "9901", read_shape(shape), ALL)
    told = figures(brief)
    assert (told["open"], told["overdue"], told["waiting"]) == (found.open, found.overdue, found.waiting) == (3, 1, 3)
    assert told["week"] == 3
    assert told["free"] == sum(one.unit.status == "available" for one in found.units)
    [bars] = [one.body for one in brief.sections() if isinstance(one.body, Bars)]
    assert [row.number.value for row in bars.rows] == list(found.by_class.values())
    assert "远处积水" not in brief.pack().decode()
    assert "路灯不亮" in brief.pack().decode()


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_its_outline_lies_over_the_areas_it_touches(made, language):
    brief = made("drawn", topic=AROUND, language=language)
    [drawn] = [one.body for one in brief.sections() if isinstance(one.body, Map)]
    [frame] = drawn.frames
    assert (frame.code, len(frame.rings)) == ("drawn", 1)
    assert {one.code for one in drawn.shapes} == {cast.GRIDS[0, 0]}
    assert frame.name in brief.title
    assert frame.name in read(brief.conclusion)


@pytest.mark.usefixtures("cases")
def test_without_a_drawing_it_is_of_the_area_itself(made):
    brief = made("drawn", area=cast.EAST_DISTRICT)
    assert figures(brief)["open"] == 1
    assert "全域" in brief.title


def test_where_nothing_is_it_says_so(made):
    brief = made("drawn", topic="circle:0,0,500")
    assert figures(brief)["open"] == 0
    tables = [one.body for one in brief.sections() if isinstance(one.body, Table)]
    assert [one.rows for one in tables] == [()] * 4
    assert {one.empty for one in tables} >= {"范围内无在办案件", "范围内无在岗力量", "范围内无设施"}


@pytest.mark.parametrize("topic", ["circle:1,2,3", "poly:x", "0101", "poly:0,0;0.01,0.01;0,0.01;0.01,0", "<b>"])
def test_what_is_no_shape_is_refused(made, topic):
    with pytest.raises(Invalid, match="bad_shape"):
        made("drawn", topic=topic)


@pytest.mark.usefixtures("cases")
def test_of_another_moment_it_counts_what_was_known_then(made):
    earlier = made("drawn", topic=AROUND, at=cast.NOW - timedelta(days=2))
    assert figures(earlier)["open"] in (0, 1)
    assert figures(made("drawn", topic=AROUND))["open"] == 3


@pytest.mark.usefixtures("cases")
def test_who_sees_one_district_counts_nothing_of_another(made):
    whole = "box:29.9,119.9,30.2,120.2"
    assert figures(made("drawn", topic=whole))["open"] == 4
    assert figures(made("drawn", area=cast.WEST_DISTRICT, topic=whole, scope=cast.BO))["open"] == 3
