"""A special report is about one class over seven days: what came, where, why, who handled it, what follows by rule."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from dashboard.briefing.blocks import spread
from dashboard.briefing.content import Bars, Brief, Map, Table, read
from data.errors import Invalid
from tests import cast

NOISE, GARBAGE, FIRE = "0202", "0101", "0201"


@pytest.fixture
def cases(write) -> None:
    """Store six cases of garbage of this week in the west and one in the east, and three before; five of noise."""
    with write() as visit:
        for number in range(6):
            cast.open_case(visit, f"west-{number}", (0.5, 0.5), occurred_at=cast.NOW - timedelta(hours=5 * number))
        cast.open_case(visit, "east", (3.5, 3.5), due_at=cast.NOW - timedelta(hours=3))
        for number in range(5):
            cast.open_case(visit, f"noise-{number}", (2.5, 0.5), category=NOISE)
    for days in (8, 9, 14):
        earlier = cast.NOW - timedelta(days=days)
        with write(now=earlier) as visit:
            cast.open_case(visit, f"before-{days}", (0.5, 0.5), occurred_at=earlier)


def tables(brief: Brief) -> dict[str, Table]:
    """Return the tables of a report by the title of their chapter, the last one of each."""
    return {page.title: one.body for page in brief.pages for one in page.sections if isinstance(one.body, Table)}


def said(table: Table) -> list[list[str]]:
    """Return what stands in its cells."""
    return [[cell if isinstance(cell, str) else cell.text for cell in row] for row in table.rows]


@pytest.mark.usefixtures("cases")
def test_it_is_about_the_class_that_was_asked_for_and_counts_no_other(made):
    brief = made("special", topic=GARBAGE)
    assert brief.title == "关于市9901暴露垃圾情况的专报"
    assert read(brief.conclusion).startswith("近 7 天受理暴露垃圾 7 件，前 7 天 2 件；")
    assert "其中逾期 4 件" in read(brief.conclusion)
    assert "选题依据" not in read(brief.conclusion)
    [kinds] = [one.body for one in brief.sections() if isinstance(one.body, Bars)]
    assert [row.name for row in kinds.rows] == ["暴露垃圾"]


@pytest.mark.usefixtures("cases")
def test_a_major_class_holds_its_minor_ones(made):
    assert "受理公共安全 5 件" in read(made("special", topic="02").conclusion)


@pytest.mark.usefixtures("cases")
def test_without_a_topic_it_takes_the_class_that_rose_most_and_says_so(made):
    said = read(made("special").conclusion)
    assert "公共安全 5 件" in said  # from none to five is more than from two to seven
    assert said.endswith("选题依据：各大类中较前 7 天上升最显著。")


@pytest.mark.usefixtures("cases")
def test_the_map_and_its_table_count_where_they_came_from(made):
    brief = made("special", topic=GARBAGE)
    [drawn] = [one.body for one in brief.sections() if isinstance(one.body, Map)]
    assert {one.code: one.number.value for one in drawn.shapes} == {cast.WEST_DISTRICT: 6, cast.EAST_DISTRICT: 1}
    assert [row[1:3] for row in said(tables(brief)["空间分布"])] == [["6", "2"], ["1", "0"]]


@pytest.mark.parametrize(("counts", "limits"), [
    ([], [1]), ([4], [4]), ([5, 5, 5], [5]), ([1, 5, 5, 18, 27, 33], [5, 18, 27]), (list(range(1, 11)), [3, 5, 7, 9])])
def test_steps_of_a_map_are_fifths_and_never_the_same_twice(counts, limits):
    assert spread.quintiles(counts) == limits


@pytest.mark.usefixtures("cases")
def test_what_follows_names_who_and_until_when(made):
    advice = next(one.body for page in made("special", topic=GARBAGE).pages for one in page.sections
                  if page.title == "建议与责任分工")
    assert said(advice) == [
        ["办结逾期案件 4 件", "已超办理时限 4 件", "环卫处", "2026-03-19"],
        ["派遣未派案件 10 件", "立案后尚无责任单位或力量 10 件", "值班室", "2026-03-18"],
        ["查明上升原因，提出控制措施", "受理量上升：前 7 天 2 件", "环卫处", "2026-03-21"]]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_class_that_never_came_has_a_report_that_says_so(made, language):
    brief = made("special", topic=FIRE, language=language)
    assert {"zh-CN": "近 7 天无受理", "en": "Nothing received in 7 days"}[language] in [
        one.body.title for one in brief.sections()]
    assert brief.decisions == ()


def test_a_city_without_any_case_has_one_about_all(made):
    assert made("special").title == "关于市9901全部案件情况的专报"


@pytest.mark.parametrize(("kind", "topic"), [("special", "9999"), ("special", "<b>"), ("daily", GARBAGE)])
def test_a_topic_that_nobody_knows_or_that_a_kind_has_not_is_refused(made: Callable[..., Brief], kind, topic):
    with pytest.raises(Invalid) as refused:
        made(kind, topic=topic)
    assert refused.value.code == ("brief_class_unknown" if kind == "special" else "brief_without_topic")
