"""The alarm line: the one case that waits longest for somebody, who could go, and nothing when nobody waits."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from dashboard.panels import alarm_line
from data.cases import workflow
from data.cases.given import Given
from data.models.unit import Unit
from tests import cast, pile
from tests.dashboard.reading import hooks, props, words

EARLIER = cast.NOW - timedelta(minutes=12)


def test_it_is_quiet_when_nobody_waits(shown, write):
    with write() as visit:
        cast.open_case(visit, category="0101")
    line = shown(alarm_line)
    assert words(line) == "No unacknowledged P1 or P2 case in 24 h"
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
    assert number not in hooks(shown(alarm_line), "data-case")
    assert words(shown(alarm_line, language="zh-CN")) == "近 24 小时无未确认的一、二级案件"


def test_a_shelved_alarm_is_counted_and_comes_back_by_itself_with_a_word(shown, write):
    with write() as visit:
        number = cast.open_case(visit, category="0201")
        workflow.move(visit, number, "shelve", version=1,
                      given=Given(note="x", until=cast.NOW + timedelta(minutes=30)))
    line = shown(alarm_line, language="zh-CN", now=cast.NOW + timedelta(minutes=29))
    assert (hooks(line, "data-case"), hooks(line, "data-shelved")) == ([], ["1"])
    assert "搁置 1" in words(line)
    back = shown(alarm_line, language="zh-CN", now=cast.NOW + timedelta(minutes=30))
    assert (hooks(back, "data-case"), hooks(back, "data-shelved")) == ([number], [])
    assert "搁置到期" in words(back)


def test_a_stranger_hears_nothing_of_it_and_no_units_who_may_not_see_them(shown, write):
    with write() as visit:
        far = cast.open_case(visit, "far", (3.5, 3.5), category="0201")
        near = cast.open_case(visit, "near", (0.5, 0.5), category="0201")
    assert hooks(shown(alarm_line, scope=cast.CHEN, area=cast.COMMUNITY), "data-case") == [near]
    assert "Team" not in words(shown(alarm_line, scope=cast.CHEN, area=cast.COMMUNITY))
    assert far not in hooks(shown(alarm_line, scope=cast.BO), "data-case")


@pytest.mark.parametrize("settled", [{"acknowledged_at": cast.NOW}, {"first_response_at": cast.NOW},
                                     {"closed_at": cast.NOW}, {"priority": 3}])
def test_what_somebody_took_up_or_nobody_need_rush_to_is_no_alarm(shown, write, settled):
    with write() as visit:
        pile.put(visit, **{"priority": 1, **settled})
    assert hooks(shown(alarm_line), "data-state") == ["zero"]
    assert hooks(shown(alarm_line), "data-case") == []


def test_one_alone_says_who_must_act(shown, write):
    with write() as visit:
        number = pile.put(visit, priority=2, received_at=EARLIER).case_no
    line = shown(alarm_line)
    assert (hooks(line, "data-case"), hooks(line, "data-state")) == ([number], ["fresh"])
    assert words(line).startswith("P2 unacknowledged for 12 min")
    assert words(line).endswith("Dispatcher, please acknowledge")
    assert words(shown(alarm_line, language="zh-CN")).endswith("请值班长确认")
    assert props(line)["role"] == "button"


@pytest.mark.parametrize(("others", "said"), [(1, "1 more waits"), (2, "2 more wait"), (70, "70 more wait")])
def test_it_counts_all_the_others(shown, write, others, said):
    with write() as visit:
        pile.put_all(visit, [pile.case(pile.HERE, cast.NOW, priority=1) for _ in range(others + 1)])
    assert words(shown(alarm_line)).endswith(said)


def test_no_unit_near_is_said_and_no_advice_is_given_to_who_sees_no_units(shown, write):
    with write() as visit:
        pile.put(visit, priority=1)
        for unit in visit.session.scalars(select(Unit)):
            unit.status = "offline"
    assert "Suggested: no free unit near" in words(shown(alarm_line))
    assert "Suggested" not in words(shown(alarm_line, scope=cast.CHEN))


def test_it_says_where_from_where_one_stands(shown, write):
    with write() as visit:
        pile.put(visit, priority=1, text="smoke")
    assert "District 01 Street 001 smoke" in words(shown(alarm_line))
    assert "District 01 Street 001 smoke" in words(shown(alarm_line, scope=cast.BO))
    assert "Community 001 Grid 001 smoke" in words(shown(alarm_line, scope=cast.CHEN))
