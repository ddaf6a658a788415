"""The page of the shift: what is open now, handing it over, taking it, reading what was handed over."""

from datetime import timedelta

import pytest

from dashboard.pages import handover
from data.cases import workflow
from data.cases.given import Given
from data.errors import CityError
from data.scope import ROLES, Scope
from tests import cast
from tests.dashboard.reading import hooks, words

HOUR = timedelta(hours=1)
DORA = Scope(person="dora", name="Dora", areas=frozenset({""}), may=ROLES["dispatcher"])


@pytest.fixture
def fire(write) -> str:
    """Return the number of a fire under supervision."""
    with write() as visit:
        number = cast.open_case(visit, "fire", category="0201", text="楼道起火")
        workflow.move(visit, number, "supervise", version=1, given=Given(note="办"))
    return number


def test_what_is_open_now_stands_by_what_it_waits_for(page, fire):
    shown = page(handover)
    assert hooks(shown, "data-kind") == ["urgent", "supervised"]
    assert hooks(shown, "data-case") == [fire, fire]
    assert "1 case open" in words(shown)
    assert "⬢" in words(page(handover, now=cast.NOW + 3 * HOUR))


def test_a_shift_is_handed_over_and_taken_by_somebody_else(page, press, write, fire):
    given = press(handover, "hand_over", {"area": "9901", "note": "盯住火情"})
    shift = given.go["shift"]
    with write(now=cast.NOW + HOUR) as visit:
        workflow.move(visit, fire, "lift_supervision", version=2)
        workflow.move(visit, fire, "void", version=3, note="误报")
    assert "There is nothing to hand over" in words(page(handover))
    kept = page(handover, shift=shift, scope=DORA, now=cast.NOW + 2 * HOUR)
    assert "盯住火情" in words(kept)
    assert "楼道起火" in words(kept), "as it was"
    assert hooks(kept, "data-act").count("take") == 2
    assert "take" not in hooks(page(handover, shift=shift), "data-act"), "not by whoever gave it"
    press(handover, "take", {"shift": int(shift)}, scope=DORA)
    taken = page(handover, shift=shift, scope=DORA)
    assert "Dora 10:00" in words(taken)
    assert "take" not in hooks(taken, "data-act")


@pytest.mark.parametrize(("act", "given", "code"), [
    ("hand_over", {}, "bad_field"), ("hand_over", {"area": "9901", "note": 5}, "bad_field"),
    ("hand_over", {"area": "99\0", "note": ""}, "bad_field"),
    ("hand_over", {"area": "7", "note": ""}, "area_not_found"),
    ("take", {}, "bad_field"), ("take", {"shift": "1"}, "bad_field"), ("take", {"shift": 99}, "hand_over_not_found"),
])
def test_what_hands_over_nothing_is_refused(press, act, given, code):
    with pytest.raises(CityError) as refused:
        press(handover, act, given)
    assert refused.value.code == code


def test_a_stranger_sees_no_form_and_no_other_s_shift(page, press, fire):
    shift = press(handover, "hand_over", {"area": "9901", "note": "盯住火情"}).go["shift"]
    assert "hand_over" in hooks(page(handover), "data-act")
    for scope, area in ((cast.BO, cast.WEST_DISTRICT), (cast.NOBODY, "9901")):
        shown = page(handover, scope=scope, area=area, shift=shift)
        assert hooks(shown, "data-act") == []
        assert hooks(shown, "data-shift") == []
        assert "盯住火情" not in words(shown)
    with pytest.raises(CityError):
        press(handover, "hand_over", {"area": cast.WEST_DISTRICT, "note": ""}, scope=cast.BO)


@pytest.mark.parametrize("number", ["x", "99", "9" * 30])
def test_where_there_is_no_such_shift_the_present_stands(page, fire, number):
    assert hooks(page(handover, shift=number), "data-case") == [fire, fire]


def test_it_speaks_chinese_and_says_when_there_is_nothing(page):
    said = words(page(handover, language="zh-CN"))
    assert "没有需要交接的案件" in said
    assert "还没有交接记录" in said
