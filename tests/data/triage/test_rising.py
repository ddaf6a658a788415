"""Which phrases rise, which are one topic, and what is too rare or too common to be told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.triage.rising import FEWEST, MOST, RISING, find, score


def cases(count, first=0):
    return frozenset(range(first, first + count))


@given(st.integers(0, 10_000), st.floats(0, 10_000))
def test_more_than_usual_is_above_nought_and_less_below(count, usual):
    assert (score(count, usual) >= 0) == (count >= usual + 0.5)


@given(st.integers(0, 500), st.integers(1, 500), st.floats(0, 500))
def test_more_cases_are_never_less_unusual(count, more, usual):
    assert score(count + more, usual) >= score(count, usual)


def test_an_outlier_of_ten_thousand_is_a_finite_number():
    assert RISING < score(10_000, 0) < 1_000


def test_what_is_said_more_often_than_before_rises_first_and_what_was_never_said_is_new():
    found = find({"积水": cases(30), "噪声": cases(40, 100), "坠落": cases(9, 200)},
                 {"积水": 20, "噪声": 160}, 4, 1_000)
    assert [(one.phrases[0], one.state) for one in found] == [("积水", "rising"), ("坠落", "new"), ("噪声", "steady")]
    assert [one.weekly_before for one in found] == [5, 0, 40]


def test_small_counts_are_suppressed():
    assert find({"积水": cases(FEWEST - 1)}, {}, 4, 100) == []
    assert len(find({"积水": cases(FEWEST)}, {}, 4, 100)) == 1


def test_what_half_of_all_texts_say_is_no_topic():
    assert find({"道路": cases(26)}, {"道路": 30}, 4, 100) == []


def test_phrases_of_the_same_cases_are_one_topic_with_the_count_of_its_first():
    found = find({"桥下积水": cases(10), "积水": cases(12), "抽水": cases(8), "路灯": cases(9, 50)}, {}, 4, 100)
    assert [one.phrases for one in found] == [("积水", "抽水"), ("路灯",)]
    assert len(found[0].cases) == 12


def test_without_weeks_before_nothing_rises_and_nothing_is_claimed_about_before():
    found = find({"积水": cases(30)}, {}, 0, 1_000)
    assert [(one.state, one.weekly_before) for one in found] == [("steady", None)]


@pytest.mark.parametrize("count", [0, 1, 50])
def test_there_are_never_more_topics_than_a_page_holds(count):
    found = find({f"话题{n}": cases(6, n * 10) for n in range(count)}, {}, 4, 10_000)
    assert len(found) == min(count, MOST)
