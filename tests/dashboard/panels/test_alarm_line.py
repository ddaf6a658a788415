"""The alarm line: the one case that waits longest for somebody, who could go, and nothing when nobody waits."""

from datetime import timedelta

from dashboard.panels import alarm_line
from data.cases import workflow
from tests import cast
from tests.dashboard.reading import hooks, words

EARLIER = cast.NOW - timedelta(minutes=12)


def test_it_is_quiet_when_nobody_waits(shown, write):
    with write() as visit:
        cast.open_case(visit, category="0101")
    line = shown(alarm_line)
    assert words(line) == "No unacknowledged P1 or P2 case"
    assert hooks(line, "data-state") == ["zero"]


def test_it_names_the_oldest_of_the_most_urgent_and_who_could_go(shown, write):
    with write(now=EARLIER) as visit:
        first = cast.open_case(visit, "fire", (2.5, 2.5), category="0201", text="楼道冒烟", occurred_at=EARLIER)
    with write() as visit:
        cast.open_case(visit, "second", (0.5, 0.5), category="0201")
        cast.open_case(visit, "road", (0.5, 0.5), category="0102")
    line = shown(alarm_line)
    assert hooks(line, "data-case") == [first]
    assert "12 min" in words(line)
    assert "楼道冒烟" in words(line)
    assert "District 02" in words(line)
    assert "Team FIR-1" in words(line)
    assert "2 more wait" in words(line)


def test_an_acknowledged_case_waits_no_more(shown, write):
    with write() as visit:
        number = cast.open_case(visit, category="0201")
        workflow.move(visit, number, "acknowledge", version=1)
    assert "No unacknowledged" not in words(shown(alarm_line, area=cast.EAST_DISTRICT, language="zh-CN"))
    assert number not in hooks(shown(alarm_line, area=cast.EAST_DISTRICT), "data-case")


def test_a_stranger_hears_nothing_of_it_and_no_units_who_may_not_see_them(shown, write):
    with write() as visit:
        far = cast.open_case(visit, "far", (3.5, 3.5), category="0201")
        near = cast.open_case(visit, "near", (0.5, 0.5), category="0201")
    assert hooks(shown(alarm_line, scope=cast.CHEN, area=cast.COMMUNITY), "data-case") == [near]
    assert "Team" not in words(shown(alarm_line, scope=cast.CHEN, area=cast.COMMUNITY))
    assert far not in hooks(shown(alarm_line, scope=cast.BO), "data-case")
