"""The page of hot topics: words, counts, places, cases without names, the link that filters; nothing of other areas."""

from datetime import timedelta

import pytest

from dashboard.page import find
from dashboard.pages import topics as shown_topics
from data.errors import NotAllowed
from data.triage import topics
from tests import cast, pile
from tests.dashboard.reading import hooks, words


@pytest.fixture
def looked(write) -> list[str]:
    with write() as visit:
        for week in range(1, 5):
            pile.put_all(visit, [pile.case(pile.HERE, visit.now, text="商铺噪声扰民", received_at=visit.now - timedelta(
                days=7 * week, minutes=n)) for n in range(30)])
        pile.put_all(visit, [pile.case(pile.HERE, visit.now, text="商铺噪声扰民") for _ in range(30)])
        found = pile.put_all(visit, [pile.case(pile.HERE, visit.now, text="涵洞积水，联系人王小明13812345678")
                                     for _ in range(12)])
        topics.keep(visit, topics.look(visit))
        return [one.case_no for one in found]


def test_a_topic_stands_with_its_counts_places_and_cases_that_open(page, looked):
    found = page(shown_topics)
    assert hooks(found, "data-topic")[0] == "涵洞积水"
    assert hooks(found, "data-state")[0] == "new"
    assert set(hooks(found, "data-case")[:5]) <= set(looked)
    told = words(found)
    assert "12 cases in 7 days" in told
    assert "0.0 a week before" in told
    assert "▲ rising" not in told


def test_no_name_and_no_number_stands_on_it(page, looked):
    told = words(page(shown_topics))
    assert "王小明" not in told
    assert "138" not in told


def test_the_link_filters_the_overview_by_the_topic(page, looked):
    links = hooks(page(shown_topics), "href")
    assert links[0].startswith("/desk/overview?v=1&area=9901&q=%E6%B6%B5")
    assert links[0].endswith("&range=7d")


def test_before_the_first_look_it_says_so(page):
    assert "Not looked yet" in words(page(shown_topics))


def test_where_nothing_is_to_tell_it_says_so_in_both_languages(page, looked):
    assert "Nothing to tell" in words(page(shown_topics, area=pile.THERE))
    assert "没有可列出的话题" in words(page(shown_topics, area=pile.THERE, language="zh-CN"))
    assert "近 7 天 12 件" in words(page(shown_topics, language="zh-CN"))


def test_a_stranger_is_refused_and_who_sees_a_district_sees_only_that(page, looked):
    with pytest.raises(NotAllowed):
        find("topics").require(cast.NOBODY)
    assert hooks(page(shown_topics, scope=cast.BO), "data-topic") == []
    assert hooks(page(shown_topics, scope=cast.BO, area=pile.HERE), "data-topic")


def test_where_handling_is_stuck_the_topic_says_so_in_both_languages(page, looked, write):
    with write() as visit:
        for case in pile.put_all(visit, [pile.case(pile.HERE, visit.now, text="电梯困人拖延") for _ in range(12)]):
            case.returns = 1
        topics.keep(visit, topics.look(visit))
    assert hooks(page(shown_topics), "data-trouble") == ["stuck out"]
    assert "⧗ stuck 12 overdue or given back: 100%" in words(page(shown_topics))
    assert "⧗ 堵点" in words(page(shown_topics, language="zh-CN"))
