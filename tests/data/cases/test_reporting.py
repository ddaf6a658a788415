"""Reporting by people: what is open nearby, one case for one report for ever, one more voice for one that is open."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from data.cases import reporting, workflow
from data.cases.reporting import Told, box_around
from data.cases.voice import Voice, source_of
from data.errors import CityError, Conflict, Invalid, NotAllowed, NotFound
from data.models.case import Case, CaseEvent
from data.models.report import Supporter
from data.profiles import kind
from data.scope import ROLES, Scope
from data.units.distance import metres_between
from tests import cast, pile
from tests.data.racing import race

ADMIN = Scope(person="ada", name="Ada", areas=frozenset({""}), may=ROLES["sysadmin"])
CARA = Scope(person="cara", name="Cara", areas=frozenset({""}), may=ROLES["caller"])
WANG = {"name": "王小明", "phone": "19012341234"}
HERE = (0.5, 0.5)
ROAD = "幸福路口有暴露垃圾堆积"


def told(report_id="r-1", spot=HERE, channel="phone", reporter=None, **more) -> Told:
    lon, lat = cast.at(*spot) if spot else (None, None)
    return Told(voice=Voice(report_id=report_id, channel=channel, reporter=reporter),
                **{"text": ROAD, "lon": lon, "lat": lat, "category": "0101", **more})


def metres_east(spot, metres):
    """Return the spot of the drawing so many metres east."""
    return spot[0] + metres / 963.0, spot[1]


def near(visit, spot=HERE, **more):
    return [one.case.case_no for one in reporting.nearby(visit, *cast.at(*spot), **more)]


def case_of(visit, number) -> Case:
    return visit.session.scalars(select(Case).where(Case.case_no == number)).one()


def test_open_cases_of_the_same_kind_stand_there_the_nearest_first(write, read):
    with write() as visit:
        far = cast.open_case(visit, "far", metres_east(HERE, 40), text=ROAD)
        close = cast.open_case(visit, "close", metres_east(HERE, 5), text=ROAD)
        away = cast.open_case(visit, "away", metres_east(HERE, 90), text=ROAD)
        cast.open_case(visit, "farther", metres_east(HERE, 110), text=ROAD)
        cast.open_case(visit, "other", metres_east(HERE, 60), text="路边堆着旧家具")
        cast.open_case(visit, "fire", HERE, category="0201", text="仓库冒烟起火")
        sister = cast.open_case(visit, "sister", metres_east(HERE, 45), category="0102", text="路面塌陷")
    with read(scope=cast.CHEN) as visit:
        found = reporting.nearby(visit, *cast.at(*HERE), text=ROAD, class_code="0101")
        assert [one.case.case_no for one in found] == [close, far, away, sister], (
            "a sister class has the same major class; the same words count up to twice as far")
        assert [round(one.distance_m) for one in found] == [5, 40, 90, 45]
        assert [one.is_probable for one in found] == [True, True, True, False]
        assert found[0].sameness.reasons == ("place", "words", "class")
        assert found[0].likeness == 1
        assert found[3].likeness < 0.15
        assert found[0].age == timedelta()
        assert near(visit, class_code="Garbage") == near(visit, class_code="0101"), "a class has names too"
        assert len(near(visit, class_code="0101", within_m=100)) == 5


def test_without_a_class_the_texts_say_whether_it_is_the_same(write, read):
    with write() as visit:
        same = cast.open_case(visit, "same", HERE, text="幸福路口暴露垃圾堆积很多")
        other = cast.open_case(visit, "other", HERE, text="夜间施工噪声扰民")
        unclear = cast.open_case(visit, "unclear", HERE, text=ROAD, category="what?")
    with read() as visit:
        assert near(visit, text=ROAD) == [unclear, same]
        assert set(near(visit)) == {same, other, unclear}, "with nothing said, everything here may be it"
        assert near(visit, text=ROAD, class_code="0202") == [unclear, same], "the same words, sorted otherwise"
        assert near(visit, text="路灯不亮", class_code="0202") == []


def test_what_ended_is_old_is_a_part_or_has_no_spot_is_not_nearby(write, read):
    with write() as visit:
        pile.put(visit, state="closed", closed_at=visit.now)
        pile.put(visit, received_at=visit.now - timedelta(hours=25))
        pile.put(visit, parent_id=1)
        pile.put(visit, cast.COMMUNITY)
        there = pile.put(visit, received_at=visit.now - timedelta(hours=23)).case_no
    with read() as visit:
        assert near(visit) == [there]
        assert near(visit, hours=22) == []


def test_a_stranger_sees_none_of_it(write, read):
    with write() as visit:
        cast.open_case(visit, "a", HERE, text=ROAD)
        cast.open_case(visit, "b", (3.5, 3.5), text=ROAD)
    with read(scope=cast.CHEN) as visit:
        assert near(visit, (3.5, 3.5), text=ROAD) == []
    for who in (cast.BO, cast.NOBODY):
        with pytest.raises(NotAllowed), read(scope=who) as visit:
            near(visit)
        with pytest.raises(NotAllowed), read(scope=who) as visit:
            reporting.alike_in(visit, "9901", text=ROAD)


def test_the_city_says_itself_what_is_near(write, read):
    with write(scope=ADMIN) as visit:
        kind.change(visit, "duplicates", "city", {"within_m": 100, "hours": 2, "likeness": 1.0}, seen=0)
    with write() as visit:
        far = cast.open_case(visit, "far", metres_east(HERE, 90), text=ROAD)
        like = cast.open_case(visit, "like", HERE, text="路口有暴露垃圾", category="?")
    with write(now=cast.NOW - timedelta(hours=3)) as visit:
        cast.open_case(visit, "old", HERE, text=ROAD, occurred_at=visit.now)
    with read() as visit:
        assert near(visit, text=ROAD, class_code="0101") == [like, far], "what is probable needs no likeness"


@pytest.mark.parametrize(("body", "code"), [
    ({"within_m": 50, "hours": 24}, "profile_missing_field"), ({"within_m": 0}, "profile_missing_field"),
    ({"within_m": 0, "hours": 24, "likeness": 0.5}, "profile_bad_field"),
    ({"within_m": float("nan"), "hours": 24, "likeness": 0.5}, "profile_bad_field"),
    ({"within_m": 50, "hours": 24, "likeness": 2}, "profile_bad_field"),
    ({"within_m": 50, "hours": 999, "likeness": 0.5}, "profile_bad_field"),
    ({"within_m": "50", "hours": 24, "likeness": 0.5}, "profile_bad_field"),
    ({"within_m": 50, "hours": 24, "likeness": 0.5, "x": 1}, "profile_unknown_field"),
    ({"within_m": 50, "hours": 24, "likeness": 0.5, "raises": [5]}, "profile_bad_field"),
    ({"within_m": 50, "hours": 24, "likeness": 0.5, "raises": [{"supporters": 3}]}, "profile_missing_field"),
    ({"within_m": 50, "hours": 24, "likeness": 0.5, "raises": [{"supporters": 3, "priority": 4}]}, "profile_bad_field"),
    ({"within_m": 50, "hours": 24, "likeness": 0.5, "raises": [{"supporters": 3, "priority": 2},
                                                               {"supporters": 5, "priority": 3}]}, "profile_bad_field"),
    ({"within_m": 50, "hours": 24, "likeness": 0.5, "raises": [{"supporters": 3, "priority": 3},
                                                               {"supporters": 3, "priority": 2}]}, "profile_bad_field"),
    ({"within_m": 50, "hours": 24, "likeness": 0.5, "raises": [{"supporters": n, "priority": 3} for n in range(1, 6)]},
     "profile_too_long"),
])
def test_rules_that_cannot_be_are_refused(write, body, code):
    with pytest.raises(Invalid) as refused, write(scope=ADMIN) as visit:
        kind.change(visit, "duplicates", "city", body, seen=0)
    assert refused.value.code == code


@given(st.floats(-179, 179), st.floats(-80, 80), st.floats(1, 1_000), st.floats(0, 360))
def test_the_box_holds_whatever_lies_within_the_distance(lon, lat, within_m, bearing):
    from math import asin, atan2, cos, degrees, radians, sin

    angle, turn, y = within_m / 6_371_008.8, radians(bearing), radians(lat)
    north = asin(sin(y) * cos(angle) + cos(y) * sin(angle) * cos(turn))
    east = radians(lon) + atan2(sin(turn) * sin(angle) * cos(y), cos(angle) - sin(y) * sin(north))
    there = degrees(east), degrees(north)
    assert metres_between(lon, lat, *there) == pytest.approx(within_m, rel=1e-3)
    box = box_around(lon, lat, within_m)
    assert box[0] <= there[0] <= box[2]
    assert box[1] <= there[1] <= box[3]


def test_a_report_without_a_spot_is_compared_inside_its_area(write, read):
    with write() as visit:
        same = cast.open_case(visit, "same", HERE, text=ROAD)
        cast.open_case(visit, "other", HERE, text="夜间施工噪声扰民")
        cast.open_case(visit, "fire", HERE, text=ROAD, category="0201")
        cast.open_case(visit, "elsewhere", (0.5, 1.5), text=ROAD)
    with read() as visit:
        found = reporting.alike_in(visit, cast.COMMUNITY, text=ROAD, class_code="0101")
        assert [(one.case.case_no, one.distance_m) for one in found] == [(same, None)]


def test_a_report_is_a_case_of_its_sender_with_the_reporter_kept_apart(write, read):
    with write(scope=CARA) as visit:
        number = reporting.report(visit, told(channel="hotline", reporter=WANG, accuracy_m=12.0, address=" 1号 "))
    with read() as visit:
        case = case_of(visit, number)
        assert (case.source, case.event_id, case.channel, case.address) == ("person:cara", "r-1", "hotline", "1号")
        assert (case.reporter, case.area_code, case.placed, case.priority) == (WANG, cast.GRIDS[0, 0], "point", 3)
        event = visit.session.scalars(select(CaseEvent)).one()
        assert (event.person, event.details["accuracy_m"]) == ("cara", 12.0)
        assert "王" not in str(event.details)


def test_the_same_report_sent_again_is_the_same_case_for_ever(write, read):
    with write(scope=cast.CHEN) as visit:
        first = reporting.report(visit, told())
    with write(scope=cast.CHEN, now=cast.NOW + timedelta(days=400)) as visit:
        assert reporting.report(visit, told(text="other words", spot=(1.5, 0.5))) == first
    with write(scope=cast.ALICE) as visit:
        assert reporting.report(visit, told()) != first, "another sender's ids are their own"
    with read() as visit:
        assert len(visit.session.scalars(select(Case)).all()) == 2


def test_many_who_send_one_report_at_once_make_one_case(write, read):
    def send(_: int) -> str:
        with write(scope=cast.CHEN) as visit:
            return reporting.report(visit, told())

    assert len(set(race(send, 5))) == 1
    with read() as visit:
        assert len(visit.session.scalars(select(Case)).all()) == 1


@pytest.mark.parametrize(("category", "priority"), [("0101", 2), ("0201", 1), ("0202", 2), ("", 2)])
def test_what_is_urgent_is_at_least_of_the_second_degree(write, category, priority):
    with write(scope=cast.CHEN) as visit:
        number = reporting.report(visit, told(category=category, is_urgent=True))
        assert case_of(visit, number).priority == priority


def test_where_only_the_area_is_known_it_is_reported_there(write):
    with write(scope=cast.ALICE) as visit:
        case = case_of(visit, reporting.report(visit, told(spot=None, area_code=cast.COMMUNITY)))
        assert (case.area_code, case.placed) == (cast.COMMUNITY, "area")


@pytest.mark.parametrize(("who", "changes", "code"), [
    (cast.CHEN, {"spot": (3.5, 3.5)}, "area_not_allowed"), (cast.CHEN, {"spot": (9, 9)}, "outside_every_area"),
    (cast.CHEN, {"spot": None}, "no_coordinate"), (cast.CHEN, {"lon": 200.0}, "unreadable_coordinate"),
    (cast.CHEN, {"lon": float("nan")}, "unreadable_coordinate"), (cast.CHEN, {"text": " \n"}, "no_text"),
    (cast.CHEN, {"text": "字" * 5_001}, "text_too_long"), (cast.CHEN, {"text": "a\0b"}, "unreadable_row"),
    (cast.CHEN, {"spot": None, "area_code": "12"}, "unknown_area"),
    (cast.CHEN, {"spot": None, "area_code": cast.EAST_DISTRICT}, "unknown_area"),
    (cast.CHEN, {"occurred_at": cast.NOW + timedelta(hours=1)}, "in_the_future"),
    (cast.BO, {}, "not_allowed"), (cast.NOBODY, {}, "not_allowed"),
])
def test_what_cannot_be_reported_is_refused_and_leaves_nothing(write, read, who, changes, code):
    with pytest.raises(CityError) as refused, write(scope=who) as visit:
        reporting.report(visit, told(**changes))
    assert refused.value.code == code
    with read() as visit:
        assert visit.session.scalars(select(Case)).all() == []


def test_a_sender_s_long_name_is_still_one_source():
    one, other = (Scope(person=f"key:{'x' * 80}{end}", name="x") for end in "ab")
    assert source_of(one) != source_of(other)
    assert len(source_of(one)) == 64
    assert source_of(cast.CHEN) == "person:chen"


@pytest.fixture
def number(write) -> str:
    """Return the number of an open case that a hotline took."""
    with write() as visit:
        return cast.open_case(visit, "first", HERE, text=ROAD, channel="hotline", reporter=WANG, priority=4)


def supported(write, number, report_id, who=CARA, channel="hotline", **more):
    with write(scope=who) as visit:
        return reporting.support(visit, number, Voice(report_id=report_id, channel=channel, **more), text="我也看到了")


def test_a_supporter_is_kept_and_counted_and_the_course_says_so(write, read, number):
    case = supported(write, number, "s-1", reporter={"name": "李雷"})
    assert (case.supporters, case.version, case.state, case.first_response_at) == (1, 2, "reported", None)
    with read() as visit:
        row = visit.session.scalars(select(Supporter)).one()
        assert (row.source, row.event_id, row.channel, row.text) == ("person:cara", "s-1", "hotline", "我也看到了")
        assert row.reporter == {"name": "李雷"}
        event = visit.session.scalars(select(CaseEvent).order_by(CaseEvent.version.desc())).first()
        assert (event.verb, event.details) == (
            "support", {"supporters": 1, "channel": "hotline", "was": {"supporters": 0}})
        assert "李雷" not in event.note + str(event.details)


def test_a_supporter_sent_again_is_counted_once_for_ever(write, read, number):
    for _ in range(3):
        assert supported(write, number, "s-1").supporters == 1
    with read() as visit:
        assert len(visit.session.scalars(select(Supporter)).all()) == 1
        assert case_of(visit, number).version == 2


def test_of_many_who_support_at_once_none_is_lost(write, read, number):
    def send(runner: int) -> str:
        return str(supported(write, number, f"s-{runner // 2}").supporters)

    outcomes = race(send, 8)
    assert set(outcomes) <= {"1", "2", "3", "4"}, outcomes
    with read() as visit:
        assert case_of(visit, number).supporters == 4
        assert len(visit.session.scalars(select(Supporter)).all()) == 4


def test_many_supporters_make_a_case_more_urgent(write, number):
    priorities = [supported(write, number, f"s-{n}").priority for n in range(1, 12)]
    assert priorities == [4, 4, 3, 3, 3, 3, 3, 3, 3, 2, 2]


def test_the_event_of_the_supporter_who_made_the_difference_says_it(write, read, number):
    for n in range(1, 5):
        supported(write, number, f"s-{n}")
    with read() as visit:
        told_of = [event.details.get("priority") for event in visit.session.scalars(
            select(CaseEvent).where(CaseEvent.verb == "support").order_by(CaseEvent.version))]
    assert told_of == [None, None, 3, None]


def test_whoever_speaks_for_themselves_has_one_voice(write, number):
    assert supported(write, number, "a", cast.CHEN, "phone").supporters == 1
    with pytest.raises(Conflict) as refused:
        supported(write, number, "b", cast.CHEN, "phone")
    assert refused.value.code == "supported_already"
    assert supported(write, number, "c", cast.CHEN, "phone", reporter={"name": "李雷"}).supporters == 2
    with write(scope=cast.CHEN) as visit:
        own = reporting.report(visit, told("mine"))
    with pytest.raises(Conflict) as refused:
        supported(write, own, "d", cast.CHEN, "patrol")
    assert refused.value.code == "supported_already"


def test_a_supporter_by_the_button_of_the_drawer_is_the_mover_s_own_voice(write, number):
    with write(scope=cast.CHEN) as visit:
        assert workflow.move(visit, number, "support", version=1).supporters == 1
    with pytest.raises(Conflict), write(scope=cast.CHEN) as visit:
        workflow.move(visit, number, "support", version=2)
    with write(scope=cast.ALICE) as visit:
        assert workflow.move(visit, number, "support", version=2).supporters == 2


def test_one_id_names_one_report_whatever_it_was_sent_as(write, number):
    with write(scope=CARA) as visit:
        other = reporting.report(visit, told("r-9", channel="hotline"))
    supported(write, number, "s-9")
    for case_no, report_id in ((number, "r-9"), (other, "r-9"), (other, "s-9")):
        with pytest.raises(Conflict) as refused:
            supported(write, case_no, report_id)
        assert refused.value.code == "report_id_used"
    with pytest.raises(Conflict) as refused, write(scope=CARA) as visit:
        reporting.report(visit, told("s-9"))
    assert refused.value.code == "report_id_used"


def test_what_has_ended_is_to_be_reported_anew(write, number):
    with write(scope=cast.ALICE) as visit:
        workflow.move(visit, number, "void", version=1, note="误报")
    with pytest.raises(Conflict) as refused:
        supported(write, number, "late")
    assert refused.value.code == "case_ended"


def test_strangers_support_nothing(write, read, number):
    far = Scope(person="eve", name="Eve", areas=frozenset({cast.EAST_DISTRICT}), may=ROLES["caller"])
    with pytest.raises(NotFound):
        supported(write, number, "x", far)
    for who in (cast.BO, cast.NOBODY):
        with pytest.raises(NotAllowed):
            supported(write, number, "x", who)
    with pytest.raises(Invalid), write(scope=CARA) as visit:
        reporting.support(visit, number, Voice(report_id="x"), text="长" * 2_001)
    with read() as visit:
        assert visit.session.scalars(select(Supporter)).all() == []
