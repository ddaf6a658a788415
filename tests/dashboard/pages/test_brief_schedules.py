"""The page of timed briefings: what is made when, why one was not, adding and ending; strangers add and end none."""

from datetime import timedelta

import pytest

from dashboard.pages import brief_schedules
from data.briefings import schedules
from data.errors import CityError
from data.models.brief_schedule import BriefSchedule
from tests import cast
from tests.dashboard.reading import hooks, words

GIVEN = {"area": cast.WEST_DISTRICT, "kind": "daily", "time": "08:30", "day": "daily"}


def test_one_is_added_stands_there_and_is_ended(page, press):
    assert "No briefing is made by itself" in words(page(brief_schedules))
    assert "Daily" in press(brief_schedules, "add", GIVEN).text
    press(brief_schedules, "add", {**GIVEN, "kind": "weekly", "day": "0"})
    told = words(page(brief_schedules))
    assert all(part in told for part in ("Every day 08:30", "Every Mon 08:30", "Not made yet", "Alice", "2 schedules"))
    assert "每天 08:30" in words(page(brief_schedules, language="zh-CN"))
    one = hooks(page(brief_schedules), "data-schedule")[0]
    assert "Ended" in press(brief_schedules, "end", {"schedule": int(one)}).text
    assert len(hooks(page(brief_schedules), "data-schedule")) == 1


def test_one_that_failed_says_why_and_when_it_is_tried_again(page, press, write):
    press(brief_schedules, "add", GIVEN)
    with write() as visit:
        (one,) = schedules.listed(visit, "")
        schedules.fail(visit, one, "no rights")
    told = words(page(brief_schedules, now=cast.NOW + timedelta(seconds=1)))
    assert "▲ Not made at 10:00: no rights" in told
    assert "tried again 10:01" in told
    assert hooks(page(brief_schedules), "data-state") == ["failed"]
    with write() as visit:
        schedules.succeed(visit, visit.session.get_one(BriefSchedule, one.id), "D-1")
    assert hooks(page(brief_schedules), "href")[0] == "/brief/D-1"


@pytest.mark.parametrize("given", [
    {}, {"time": "24:00"}, {"time": "8:30"}, {"time": "08:60"}, {"time": ""}, {"time": 830}, {"day": "7"},
    {"day": "-1"}, {"day": None}, {"kind": "hourly"}, {"kind": None}, {"area": "nowhere"}])
def test_what_makes_no_sense_is_refused_and_says_so(press, page, given):
    with pytest.raises(CityError):
        press(brief_schedules, "add", {**GIVEN, **given} if given else {})
    assert hooks(page(brief_schedules), "data-schedule") == []


@pytest.mark.parametrize("scope", [cast.CHEN, cast.NOBODY])
def test_strangers_see_none_and_are_refused(page, press, scope):
    press(brief_schedules, "add", GIVEN)
    one = int(hooks(page(brief_schedules), "data-schedule")[0])
    assert hooks(page(brief_schedules, scope=scope), "data-schedule") == []
    for act, given in (("add", GIVEN), ("end", {"schedule": one})):
        with pytest.raises(CityError):
            press(brief_schedules, act, given, scope=scope)
    assert len(hooks(page(brief_schedules), "data-schedule")) == 1


@pytest.mark.parametrize("given", [{}, {"schedule": "1"}, {"schedule": 10**12}, {"schedule": -1}])
def test_what_there_is_not_is_not_ended(press, given):
    with pytest.raises(CityError) as refused:
        press(brief_schedules, "end", given)
    assert refused.value.code == "schedule_not_found"
