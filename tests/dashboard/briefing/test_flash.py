"""A flash is about one emergency on one page: the one that was asked for, or the most urgent by a stated order."""

from datetime import timedelta

import pytest

from dashboard.briefing.content import Lines, Map, Number, Table, read
from data.cases import workflow
from data.cases.given import Given
from data.city_stage import announcing
from data.city_stage.announcing import Wish as StageWish
from data.errors import Invalid, NotFound
from data.warnings import issuing, places
from data.warnings.issuing import Wish
from tests import cast

FIRE = {"priority": 1, "text": "楼道起火", "category": "0201"}
LATER = cast.NOW + timedelta(minutes=40)


def warn(write, level: str, title: str) -> None:
    with write(scope=cast.ALICE) as visit:
        issuing.issue(visit, Wish(kind="flood", level=level, title=title, title_en=f"{title} warning",
                                  ground=places.chosen(visit, ["9901"]), valid_until=visit.now + timedelta(hours=6)))


def blocks(brief, kind: type) -> list:
    return [one.body for one in brief.sections() if isinstance(one.body, kind)]


def lines(brief) -> list[str]:
    return [read(line) for one in blocks(brief, Lines) for line in one.lines]


def test_of_a_case_it_says_what_where_when_and_that_nobody_was_sent(made, write):
    with write() as visit:
        number = cast.open_case(visit, "fire", (2.5, 0.5), **FIRE)
    brief = made("flash", now=LATER)
    assert brief.title == "市9901火情快报"
    assert read(brief.conclusion) == ("10:00，社区001 › 网格001接报一级 特急事件「火情」，已历时 40 分钟"
                                      "；尚未派出力量；已超办理时限 10 分钟。")
    assert [read(one) for one in brief.decisions] == ["尚未派出力量，请立即调派", "已超办理时限 10 分钟，请督促消防队"]
    assert len(brief.pages) == 1
    assert f"火情，编号 {number}，接口来件" in lines(brief)
    assert "下次报告：11:10（每 30 分钟一报，情况有变即报）" in lines(brief)
    assert [frame.code for frame in blocks(brief, Map)[0].frames] == ["990102001"]


def test_it_tells_who_was_sent_and_who_is_there(made, write):
    with write(scope=cast.ALICE) as visit:
        number = cast.open_case(visit, "fire", (2.5, 0.5), **FIRE)
        workflow.move(visit, number, "accept", version=1)
        workflow.move(visit, number, "dispatch", version=2, given=Given(units=(cast.ENGINE,)))
    brief = made("flash", language="en", now=LATER)
    assert "units sent: 1, there: 0" in read(brief.conclusion)
    assert {card.number.figure: card.number.value for card in brief.cards}["flash_sent"] == 1
    course, crews = blocks(brief, Table)[::-1]
    assert [row[0] for row in crews.rows] == ["Team FIR-1"]
    assert any("Unit sent" in row[1] and row[2] == "Team FIR-1" for row in course.rows)


def test_a_critical_case_goes_before_a_red_warning_and_that_before_an_urgent_case(made, write):
    with write() as visit:
        cast.open_case(visit, "road", (0.5, 0.5), priority=2, category="0102")
    assert made("flash").title == "市9901道路破损快报"
    warn(write, "yellow", "大风")
    assert made("flash").title == "市9901道路破损快报"
    warn(write, "red", "积水")
    assert made("flash").title == "市9901积水快报"
    with write() as visit:
        cast.open_case(visit, "fire", (2.5, 0.5), **FIRE)
    assert made("flash").title == "市9901火情快报"


def test_a_warning_is_told_with_its_plan_and_its_end(made, write):
    warn(write, "orange", "积水")
    brief = made("flash", language="en")
    assert read(brief.conclusion).startswith("10:00: warning “积水 warning”, level Orange, for City 9901; 6 h left;")
    assert "It ends 16:00: lift or prolong it" in lines(brief)
    assert all(row[0].mark == "soon" for row in blocks(brief, Table)[0].rows)


def test_without_an_emergency_the_city_stage_is_told_and_else_that_nothing_is(made, write):
    assert read(made("flash").conclusion) == "当前无特急、紧急在办案件，无在效预警，城市处于平时状态。"
    leader = cast.ALICE.__class__(person="lin", name="Lin", areas=cast.ALICE.areas, may=frozenset(
        {*cast.ALICE.may, announcing.RIGHT}))
    with write(scope=leader) as visit:
        announcing.announce(visit, StageWish(stage=3, reason="暴雨。", seen=0))
    brief = made("flash", now=LATER)
    assert "已历时 40 分钟；原因：暴雨。" in read(brief.conclusion)
    assert "下次报告：11:40（每 60 分钟一报，情况有变即报）" in lines(brief)
    before = made("flash", now=LATER, at=cast.NOW - timedelta(minutes=5))
    assert "平时状态" in read(before.conclusion)


def test_a_case_is_asked_for_by_its_number_and_a_strange_number_is_refused(made, write):
    with write() as visit:
        west = cast.open_case(visit, "west", (0.5, 0.5))
        cast.open_case(visit, "fire", (2.5, 0.5), **FIRE)
    assert made("flash", topic=west).title == "市9901暴露垃圾快报"
    with pytest.raises(Invalid) as refused:
        made("flash", cast.EAST_DISTRICT, topic=west)
    assert refused.value.code == "brief_topic_unknown"


def test_who_does_not_see_the_area_gets_no_flash_of_it(made, write):
    with write() as visit:
        number = cast.open_case(visit, "fire", (2.5, 0.5), **FIRE)
    with pytest.raises(NotFound):
        made("flash", cast.EAST_DISTRICT, scope=cast.BO, topic=number)
    with pytest.raises(Invalid):
        made("flash", cast.WEST_DISTRICT, scope=cast.BO, topic=number)


def test_every_number_of_it_has_its_definition(made, write):
    with write() as visit:
        cast.open_case(visit, "fire", (2.5, 0.5), **FIRE)
    brief = made("flash", language="en", now=LATER)
    numbers = [run for line in (brief.conclusion, *brief.decisions, *(line for one in blocks(brief, Lines)
                                                                      for line in one.lines))
               for run in line if isinstance(run, Number)]
    assert numbers
    assert all(one.figure for one in numbers)
    assert {"Since the report", "Past the deadline", "Between reports"} <= {one.name for one in brief.definitions}
