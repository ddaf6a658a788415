"""A filter of cases: what it lets through, and the times that have names."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.cases import only
from data.cases.only import ALL, Only
from data.errors import Invalid
from data.models.case import Case
from tests import cast

HOUR = timedelta(hours=1)


def passing(visit, wanted: Only) -> set[str]:
    return set(visit.session.scalars(select(Case.event_id).where(*wanted.conditions(visit.now))))


@pytest.fixture
def five(write):
    """Five cases: garbage and a broken road of today, a fire and a noise of yesterday, and one nobody classified."""
    with write() as visit:
        cast.open_case(visit, "garbage", category="0101")
        cast.open_case(visit, "road", category="0102")
        cast.open_case(visit, "unknown", category="no such")
    with write(now=cast.NOW - 24 * HOUR) as visit:
        cast.open_case(visit, "fire", category="0201", occurred_at=cast.NOW - 24 * HOUR)
        cast.open_case(visit, "noise", category="0202", occurred_at=cast.NOW - 24 * HOUR)


def of_classes(visit, *codes: str) -> Only:
    classes, inside = only.of_classes(visit, codes)
    return Only(classes=classes, codes=inside)


def test_no_filter_lets_everything_through_and_asks_nothing(read, five):
    with read() as visit:
        assert ALL.conditions(visit.now) == ()
        assert len(passing(visit, ALL)) == 5


def test_a_class_lets_its_own_through_and_a_major_class_those_inside_it(read, five):
    with read() as visit:
        assert passing(visit, of_classes(visit, "0201")) == {"fire"}
        assert passing(visit, of_classes(visit, "01")) == {"garbage", "road"}
        assert passing(visit, of_classes(visit, "01", "0202", "no such")) == {"garbage", "road", "noise"}
        assert passing(visit, of_classes(visit, "unclassified")) == {"unknown"}


def test_values_of_a_kind_are_alternatives_and_kinds_are_combined(read, five):
    with read() as visit:
        assert passing(visit, Only(priorities=(1, 2))) == {"road", "fire"}
        assert passing(visit, Only(priorities=(1, 2), states=("overdue",))) == {"fire"}
        assert passing(visit, Only(states=("overdue", "unassigned"))) == {"garbage", "road", "unknown", "fire", "noise"}


@pytest.mark.parametrize("state", only.STATES)
def test_every_word_for_a_state_can_be_asked(read, five, state):
    with read() as visit:
        assert passing(visit, Only(states=(state,))) <= {"garbage", "road", "unknown", "fire", "noise"}


def test_a_time_counts_by_receipt(read, five):
    with read() as visit:
        begin, end = only.of_span(visit, "today")
        assert passing(visit, Only(span="today", begin=begin, end=end)) == {"garbage", "road", "unknown"}
        begin, end = only.between(visit, cast.NOW - 25 * HOUR, cast.NOW - 23 * HOUR)
        assert passing(visit, Only(begin=begin, end=end)) == {"fire", "noise"}


@pytest.mark.parametrize(("name", "hours"), [("today", 10), ("24h", 24), ("7d", 6 * 24 + 10), ("month", 17 * 24 + 10)])
def test_a_time_with_a_name_ends_with_this_moment(read, name, hours):
    with read() as visit:
        begin, end = only.of_span(visit, name)
    assert (begin, end - timedelta(microseconds=1)) == (cast.NOW - hours * HOUR, cast.NOW)


@pytest.mark.parametrize(("begin", "end"), [(cast.NOW, cast.NOW - HOUR), (cast.NOW + HOUR, None),
                                            (cast.NOW - 367 * 24 * HOUR, None)])
def test_a_time_that_is_none_or_too_long_is_refused(read, begin, end):
    with read() as visit, pytest.raises(Invalid):
        only.between(visit, begin, end)


def test_an_unknown_name_of_a_time_is_refused(read):
    with read() as visit, pytest.raises(Invalid):
        only.of_span(visit, "30d")


def test_a_filter_tells_what_it_narrows_by_and_loses_it_again(read):
    wanted = Only(classes=("01",), codes=("01", "0101"), priorities=(1,), states=("open",), words="x", span="24h",
                  begin=cast.NOW - HOUR, end=cast.NOW)
    assert wanted.kinds() == set(only.KINDS)
    assert wanted.without("cat", "range").kinds() == {"pri", "st", "q"}
    assert wanted.without(*only.KINDS) == ALL


@pytest.fixture
def told(write):
    """Three cases that speak of a lamp, a drain and nothing; one reporter has a name and a number."""
    with write() as visit:
        cast.open_case(visit, "lamp", text="Street LAMP 100% dark", address="人民路 9 号")
        cast.open_case(visit, "drain", text="drain blocked_", reporter={"name": "Zhao Lamp", "phone": "13812345678"})
        cast.open_case(visit, "mute", text="x")


@pytest.mark.parametrize(("typed", "found"), [
    ("lamp", {"lamp"}), ("dark lamp", {"lamp"}), ("人民路 dark", {"lamp"}), ("lamp drain", set()), ("100%", {"lamp"}),
    ("%", {"lamp"}), ("_", {"drain"}), ("ＬＡＭＰ", {"lamp"}), ("zhao", set()), ("13812345678", set()),
    ("' OR 1=1 --", set()), ("x\x00", {"mute"}), ("   ", {"lamp", "drain", "mute"}),
])
def test_words_are_looked_for_in_what_a_case_says_and_never_in_who_reported_it(read, told, typed, found):
    with read() as visit:
        wanted = Only(words=only.words_of(typed))
        assert passing(visit, wanted) == found
        assert wanted.kinds() == ({"q"} if typed.strip() else set())
        assert wanted.without("q") == ALL


def test_a_number_is_found_like_words(write, read):
    with write() as visit:
        number = cast.open_case(visit, "one")
        cast.open_case(visit, "other")
    with read() as visit:
        assert passing(visit, Only(words=number)) == {"one"}


def test_too_many_words_narrow_nothing():
    assert only.words_of("长" * 80) == "长" * 80
    assert only.words_of("长" * 81) == ""
