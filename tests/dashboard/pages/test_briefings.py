"""The page of briefings: those of an area, where each stands, its files, and what may be done with it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dashboard.briefing.board import Board
from dashboard.pages import briefings
from data.briefings import keeping
from data.errors import CityError
from tests import cast
from tests.dashboard.reading import hooks, words
from tests.data.briefings.test_keeping import keep

MINUTE = timedelta(minutes=1)
ZOE = replace(cast.ALICE, person="zoe", name="Zoe", may=cast.ALICE.may - {"briefs.release"})


def test_those_of_the_area_stand_there_with_their_state_and_files(page, write):
    keep(write, title="Daily of West")
    keep(write, id="D-2", is_draft=True, title="Incomplete")
    keep(write, id="D-3", area=cast.EAST_DISTRICT)
    told = words(page(briefings, area=cast.WEST_DISTRICT))
    assert all(part in told for part in ("2 briefings", "Daily of West", "Not released", "Draft, incomplete", "Alice"))
    assert sorted(hooks(page(briefings), "data-briefing")) == ["D-2", "D-20260318-1000-9f3c", "D-3"]
    assert hooks(page(briefings, area=cast.EAST_DISTRICT), "data-brief-file")[:2] == ["pdf", "png"]
    assert "简报" in words(page(briefings, language="zh-CN"))


def test_one_is_released_and_then_withdrawn(page, press, write):
    one = keep(write, title="Daily of West")
    assert press(briefings, "release", {"id": one}).text == "Released: Daily of West"
    assert hooks(page(briefings), "data-state") == ["released"]
    assert "Released Alice" in words(page(briefings))
    assert press(briefings, "withdraw", {"id": one}).text == "Withdrawn: Daily of West"
    assert "No briefing yet" in words(page(briefings))


def test_a_draft_has_no_button_to_release_it_and_is_refused(page, press, write):
    one = keep(write, is_draft=True)
    assert hooks(page(briefings), "data-act") == ["look", "withdraw"]
    with pytest.raises(CityError) as refused:
        press(briefings, "release", {"id": one})
    assert refused.value.code == "briefing_is_draft"


def test_who_may_not_release_sees_no_button_and_is_refused(page, press, write):
    one = keep(write)
    assert hooks(page(briefings, scope=ZOE), "data-act") == ["look"]
    for act in ("release", "withdraw"):
        with pytest.raises(CityError):
            press(briefings, act, {"id": one}, scope=ZOE)
    assert hooks(page(briefings), "data-act") == ["look", "release", "withdraw"]


@pytest.mark.parametrize("scope", [cast.CHEN, cast.NOBODY])
def test_strangers_see_none_and_are_refused(page, press, write, scope):
    one = keep(write)
    assert hooks(page(briefings, scope=scope), "data-briefing") == []
    for act in ("release", "withdraw"):
        with pytest.raises(CityError):
            press(briefings, act, {"id": one}, scope=scope)


@pytest.mark.parametrize("given", [{}, {"id": 5}, {"id": None}, {"id": "x" * 500}])
def test_what_there_is_not_is_not_released(press, given):
    with pytest.raises(CityError) as refused:
        press(briefings, "release", given)
    assert refused.value.code == "briefing_not_found"
    assert keeping.RELEASES in cast.ALICE.may


def test_one_is_compared_with_the_issue_before_of_its_kind_and_area(page, write):
    keep(write, title="First")
    keep(write, id="D-2", kind="weekly", now=cast.NOW + MINUTE)
    keep(write, id="D-3", area=cast.EAST_DISTRICT, now=cast.NOW + 2 * MINUTE)
    keep(write, id="D-4", now=cast.NOW + 3 * MINUTE)
    found = [one for one in hooks(page(briefings), "href") if "/against/" in one]
    assert found == ["/brief/D-4/against/D-20260318-1000-9f3c"]


def test_some_are_looked_for_and_the_address_says_which(page, press, write):
    keep(write, id="D-1", title="Daily of West", conclusion="flooding leads", moment=cast.NOW - timedelta(days=2))
    keep(write, id="W-2", kind="weekly", title="Weekly", is_draft=True)
    came = press(briefings, "look", {"words": " flooding ", "kind": "daily", "from": "2026-03-16", "to": 5})
    assert came.go == {"words": "flooding", "kind": "daily", "state": "", "from": "2026-03-16", "to": "", "after": ""}
    assert hooks(page(briefings, **came.go), "data-briefing") == ["D-1"]
    for asked, ids in (({"state": "draft"}, ["W-2"]), ({"from": "2026-03-17"}, ["W-2"]),
                       ({"to": "2026-03-16"}, ["D-1"]), ({"to": "2026-03-15"}, []),
                       ({"from": "soon", "kind": "x", "state": "y"}, ["D-1", "W-2"])):
        assert sorted(hooks(page(briefings, **asked), "data-briefing")) == ids
    told = words(page(briefings, words="nowhere"))
    assert "No briefing is like that" in told
    assert "All" in told
    assert "没有符合条件的简报" in words(page(briefings, words="nowhere", language="zh-CN"))


def test_older_ones_are_a_press_away(page, write, monkeypatch):
    monkeypatch.setattr(briefings, "LISTED", 2)
    for number in range(3):
        keep(write, id=f"D-{number}", now=cast.NOW + number * MINUTE)
    first = page(briefings)
    assert (hooks(first, "data-briefing"), "3 briefings" in words(first)) == (["D-2", "D-1"], True)
    assert "after=D-1" in hooks(first, "data-go")
    second = page(briefings, after="D-1")
    assert hooks(second, "data-briefing") == ["D-0"]
    assert hooks(second, "data-go") == ["after="]
@pytest.mark.parametrize(("language", "going", "told"), [("en", "1 of 4 done", "4 of 4 done, 1 failed"),
                                                         ("zh-CN", "已完成 1 / 4", "已完成 4 / 4，1 份失败")])
def test_what_is_being_made_stands_there_with_how_far_it_is_and_what_failed(page, read, language, going, told):
    with read() as visit:
        board = Board(visit.folder)
    one = board.put(person=str(cast.ALICE.person), name="Alice", area="9901", kind="daily")
    two = board.put(person="zoe", name="Zoe", area=cast.WEST_DISTRICT, brief="D-1", title="Daily", format="pdf")
    one = board.change(one, state="drawing", done=1, of=4)
    shown = page(briefings, language=language)
    assert hooks(shown, "data-brief-cancel") == [two.id, one.id]
    assert going in words(shown)
    assert hooks(page(briefings, scope=ZOE), "data-brief-cancel") == [two.id]
    board.change(one, state="done", done=4, failed=(("West", "No room"),))
    assert told in words(page(briefings, language=language))
    assert "West · No room" in words(page(briefings, language=language))
    board.close()
    for scope in (cast.CHEN, cast.NOBODY):
        assert hooks(page(briefings, scope=scope), "data-brief-job") == []


def test_one_of_each_area_is_offered_to_who_may_make_them_where_there_are_finer_areas(page):
    assert hooks(page(briefings), "data-brief-each") == ["daily"]
    assert hooks(page(briefings, scope=cast.CHEN), "data-brief-each") == []
