"""The campaigns' page: bars, one campaign with its items, the form that makes one, ticking off, ending."""

from datetime import timedelta

import pytest

from dashboard.pages import campaigns
from data.campaigns import making
from data.campaigns.making import Plan, Point
from data.cases import workflow
from data.errors import CityError
from data.models.unit import Place
from tests import cast
from tests.dashboard.reading import hooks, props, with_hook, words

HOUR = timedelta(hours=1)
FORM = {"name": "清脏治乱", "name_en": "Clean-up", "aim": "一周见效", "area": "9901", "department": "clean",
        "begins": "2026-03-18T08:00", "due": "2026-03-25T18:00", "class_code": "", "place_kind": "", "cases": "",
        "places": "", "points": ""}


@pytest.fixture
def numbers(write) -> list[str]:
    """Return the numbers of a case in the south-west and one in the east."""
    with write() as visit:
        return [cast.open_case(visit, "near"), cast.open_case(visit, "east", (3.5, 0.5))]


@pytest.fixture
def campaign(write, numbers) -> str:
    """Return the id of a campaign of both cases and a spot in the south-west, due in an hour."""
    lon, lat = cast.at(0.5, 0.5)
    with write(scope=cast.ALICE) as visit:
        return str(making.make(visit, Plan(
            name="清脏治乱", name_en="Clean-up", area="9901", begins_at=cast.NOW, due_at=cast.NOW + HOUR,
            aim="一周见效", cases=tuple(numbers), points=(Point(name="桥下", lon=lon, lat=lat),))).id)


def refused(press, act, given, **more) -> str:
    with pytest.raises(CityError) as error:
        press(campaigns, act, given, **more)
    return error.value.code


def test_campaigns_stand_in_bars(page, campaign):
    shown = page(campaigns)
    assert hooks(shown, "data-campaign") == [campaign]
    assert "Clean-up 0 / 3 until 11:00" in words(shown)
    assert "3 late · until 11:00" in words(page(campaigns, now=cast.NOW + 2 * HOUR))
    assert "清脏治乱" in words(page(campaigns, language="zh-CN"))
    assert "0 / 2" in words(page(campaigns, area=cast.WEST_DISTRICT)), "of an area what lies in it"


def test_one_campaign_shows_its_areas_and_items(page, write, numbers, campaign):
    with write() as visit:
        workflow.move(visit, numbers[0], "void", version=1, note="误报")
    shown = page(campaigns, campaign=campaign)
    assert hooks(shown, "data-area") == [cast.WEST_DISTRICT, cast.EAST_DISTRICT]
    assert (hooks(shown, "data-done")[0], hooks(shown, "data-total")) == ("1", ["3"])
    assert hooks(shown, "data-case") == [numbers[1], numbers[0]], "what is not done stands first"
    assert "一周见效" in words(shown)
    assert "✓ Voided" in words(shown)
    assert "⬢ late" in words(page(campaigns, campaign=campaign, now=cast.NOW + 2 * HOUR))


def test_an_item_is_picked_and_ticked_off(page, press, campaign):
    shown = page(campaigns, campaign=campaign, scope=cast.CHEN, area=cast.COMMUNITY)
    item = next(props(part)["data-item"] for part in with_hook(shown, "data-item") if "data-go" in props(part))
    assert hooks(shown, "data-tick") == []
    picked = page(campaigns, campaign=campaign, item=item, scope=cast.CHEN, area=cast.COMMUNITY)
    assert hooks(picked, "data-tick") == [item]
    came = press(campaigns, "tick", {"item": int(item), "outcome": "已清理"}, scope=cast.CHEN)
    assert (came.text, came.go) == ("“桥下” is done", {"item": ""})
    after = page(campaigns, campaign=campaign, item=item)
    assert hooks(after, "data-tick") == []
    assert "✓ 已清理" in words(after)


@pytest.mark.parametrize(("given", "code"), [({"item": "1", "outcome": "x"}, "bad_field"), ({}, "bad_field"),
                                             ({"item": 10**12, "outcome": "x"}, "bad_field"),
                                             ({"item": 99, "outcome": "x"}, "item_not_found"),
                                             ({"item": 3, "outcome": 5}, "note_needed")])
def test_what_ticks_nothing_is_refused(press, campaign, given, code):
    assert refused(press, "tick", given) == code


def test_a_campaign_is_made_by_the_form(page, press, write, numbers):
    with write() as visit:
        visit.session.add(Place(source="t", source_id="1", kind="school", name="小学", name_en="School", address="",
                                area_code=cast.GRIDS[0, 0], lon=120.001, lat=30.001, attributes={}))
    came = press(campaigns, "make", {**FORM, "class_code": "01", "place_kind": "school", "cases": numbers[0],
                                     "points": "桥下 空间 120.005 30.005\n\n河边, 120.006,30.005"})
    shown = page(campaigns, campaign=came.go["campaign"])
    assert hooks(shown, "data-total") == ["5"]
    assert "Sanitation office" in words(shown)
    assert "桥下 空间" in words(shown)
    assert "until 03-25 18:00" in words(shown)


@pytest.mark.parametrize(("changes", "code"), [
    ({}, "campaign_empty"), ({"due": "soon"}, "bad_moment"), ({"begins": 5}, "bad_field"),
    ({"begins": "2026-03-25T18:00"}, "campaign_begins_late"), ({"cases": "26031899999"}, "case_not_found"),
    ({"cases": "a\0"}, "bad_field"), ({"places": "one"}, "bad_field"), ({"places": "²"}, "bad_field"),
    ({"points": "120.005 30.005"}, "unreadable_point"), ({"points": "桥 nan 30"}, "unreadable_point"),
    ({"points": "桥"}, "unreadable_point"), ({"points": "桥 1200 30"}, "unreadable_point"),
    ({"area": ""}, "area_not_found"), ({"cases": "1 " * 2_001}, "campaign_too_large"), ({"name": ""}, "name_needed"),
])
def test_a_form_that_makes_no_campaign_is_refused(page, press, changes, code):
    assert refused(press, "make", {**FORM, **changes}) == code
    assert "no special action" in words(page(campaigns))


def test_a_stranger_has_no_form_and_makes_and_ends_nothing(page, press, campaign, numbers):
    assert hooks(page(campaigns), "data-act") == ["make"]
    assert hooks(page(campaigns, campaign=campaign), "data-act") == ["end"]
    for scope in (cast.BO, cast.CHEN):
        assert hooks(page(campaigns, scope=scope), "data-act") == []
        assert hooks(page(campaigns, scope=scope, campaign=campaign), "data-act") == []
        assert refused(press, "make", {**FORM, "cases": numbers[0]}, scope=scope) == "not_allowed"
        assert refused(press, "end", {"campaign": int(campaign)}, scope=scope) == "not_allowed"
    assert hooks(page(campaigns, scope=cast.NOBODY), "data-campaign") == []


def test_it_is_ended_and_takes_nothing_more(page, press, campaign):
    assert press(campaigns, "end", {"campaign": int(campaign)}).text == "“Clean-up” has ended"
    assert refused(press, "end", {"campaign": int(campaign)}) == "campaign_over"
    assert hooks(page(campaigns, campaign=campaign), "data-act") == []
    assert "ended" in words(page(campaigns))


@pytest.mark.parametrize("number", ["", "x", "99", "9" * 30, "²", "-1"])
def test_where_there_is_no_such_campaign_the_list_stands(page, campaign, number):
    assert hooks(page(campaigns, campaign=number), "data-campaign") == [campaign]
