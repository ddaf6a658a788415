"""Briefings are found by words, kind, state, area and days, page by page, by who may open them and by nobody else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from data.briefings import keeping, searching
from data.briefings.searching import Wanted
from data.errors import Invalid
from data.scope import Grant, Scope
from tests import cast
from tests.data.briefings.test_keeping import keep

DAY = timedelta(days=1)


@pytest.fixture
def archive(write) -> None:
    """Keep four briefings, one of them withdrawn."""
    keep(write, id="D-1", title="西区日报", conclusion="今日受理 12 件,内涝居首", moment=cast.NOW - 3 * DAY)
    keep(write, id="W-2", kind="weekly", title="Weekly of the city", area="9901", conclusion="50% closed_in time",
         moment=cast.NOW - 2 * DAY, now=cast.NOW + timedelta(minutes=1))
    keep(write, id="D-3", title="东区日报", area=cast.EAST_DISTRICT, is_draft=True, moment=cast.NOW,
         now=cast.NOW + timedelta(minutes=2))
    keep(write, id="D-4", title="西区日报 withdrawn", now=cast.NOW + timedelta(minutes=3))
    with write(scope=cast.ALICE) as visit:
        keeping.release(visit, "W-2")
        keeping.withdraw(visit, "D-4")


@pytest.fixture
def found(read, archive):
    def search(scope=cast.ALICE, **wanted) -> list[str]:
        with read(scope=scope) as visit:
            listed = [one.id for one in searching.search(visit, Wanted(**wanted))]
            assert searching.count(visit, Wanted(**wanted)) == len(listed)
            return listed

    return search


@pytest.mark.parametrize(("wanted", "ids"), [
    ({}, ["D-3", "W-2", "D-1"]), ({"words": "日报"}, ["D-3", "D-1"]), ({"words": "日报  西区"}, ["D-1"]),
    ({"words": "内涝"}, ["D-1"]), ({"words": "ＷＥＥＫＬＹ"}, ["W-2"]), ({"words": "w-2"}, ["W-2"]),
    ({"words": "50%"}, ["W-2"]),
    ({"words": "closed_in"}, ["W-2"]), ({"words": "%"}, ["W-2"]), ({"words": "1_件"}, []), ({"words": "' or 1=1"}, []),
    ({"kind": "weekly"}, ["W-2"]), ({"kind": "none"}, []), ({"state": "draft"}, ["D-3"]),
    ({"state": "unreleased"}, ["D-1"]), ({"state": "released"}, ["W-2"]), ({"area": cast.WEST_DISTRICT}, ["D-1"]),
    ({"begin": cast.NOW - 2 * DAY}, ["D-3", "W-2"]), ({"end": cast.NOW - 2 * DAY}, ["D-1"]),
    ({"begin": cast.NOW - 2 * DAY, "end": cast.NOW, "words": "city"}, ["W-2"]), ({"words": "withdrawn"}, [])])
def test_those_are_found_that_are_asked_for(found, wanted, ids):
    assert found(**wanted) == ids


def test_nobody_finds_what_they_may_not_open(found):
    assert found(cast.BO) == ["D-1"]
    assert found(cast.BO, words="东区") == []
    assert found(cast.NOBODY) == []
    elsewhere = Scope.of_grants("eve", "Eve", [Grant(permission="cases.view", area=cast.EAST_DISTRICT),
                                               Grant(permission="briefs.make", area=cast.WEST_DISTRICT)])
    assert found(elsewhere) == ["D-3"]
    of_department = Scope.of_grants("dan", "Dan", [Grant(permission="cases.view", department="water")])
    assert found(of_department) == []
    assert found(replace(cast.ALICE, may=frozenset({"briefs.make"}))) == []


def test_an_unknown_state_is_refused(found):
    with pytest.raises(Invalid, match="brief_state_unknown"):
        found(state="lost")


def test_pages_follow_each_other_without_gap_or_repetition_whatever_was_withdrawn(read, write):
    for number in range(25):
        keep(write, id=f"D-{number:02}", now=cast.NOW + timedelta(minutes=number // 3))
    seen, after = [], ""
    for turn in range(9):
        with read(scope=cast.ALICE) as visit:
            page = [one.id for one in searching.search(visit, Wanted(), after=after, limit=3)]
        seen += page
        if not page:
            break
        after = page[-1]
        if turn == 1:
            with write(scope=cast.ALICE) as visit:
                keeping.withdraw(visit, after)
    assert len(seen) == len(set(seen)) == 25
    with read(scope=cast.ALICE) as visit:
        assert len(searching.search(visit, Wanted(), after="none")) == 24


def test_the_issue_before_is_of_the_same_kind_area_and_language(read, write):
    for number, changes in enumerate(({}, {"kind": "weekly"}, {"language": "zh-CN"}, {"area": cast.EAST_DISTRICT}, {})):
        keep(write, id=f"D-{number}", now=cast.NOW + timedelta(minutes=number), **changes)
    with read(scope=cast.ALICE) as visit:
        every = searching.search(visit, Wanted())
        assert searching.issues_before(visit, every) == {"D-4": "D-0"}
        assert searching.issues_before(visit, [one for one in every if one.id == "D-4"]) == {"D-4": "D-0"}
