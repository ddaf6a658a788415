"""Telling walls what to show: who may, what, for how long; taking it back; and what a wall may not see."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.errors import CityError
from data.models.person import AuditRow
from data.people import driving, pairing
from data.people.driving import Wish
from data.scope import ROLES, WHOLE_CITY, Scope
from tests import cast

MINUTE = timedelta(minutes=1)
WES = Scope(person="wes", name="Wes", areas=frozenset({cast.WEST_DISTRICT}), may=ROLES["dispatcher"])


@pytest.fixture
def wall(write):
    """Return wall(name, area): the scope of a wall that was let in."""
    def let_in(name: str = "Hall", area: str = "") -> Scope:
        with write() as visit:
            code = pairing.ask(visit.session, visit.now).code
            person = pairing.let_in(visit, code, name, area)
            return Scope(person=person.id, name=name, areas=frozenset(person.areas), may=ROLES["wall"])

    return let_in


@pytest.fixture
def send(write):
    """Return send(target, kind, what, scope=..., minutes=...): the order's number."""
    def done(target: str, kind: str = "scene", what: str = "flood", *, scope=cast.ALICE, minutes: float = 15,
             now=cast.NOW) -> int:
        with write(scope=scope, now=now) as visit:
            lasts = timedelta(minutes=minutes)
            return driving.send(visit, Wish(targets=(target,), kind=kind, what=what, lasts=lasts))[0].id

    return done


@pytest.fixture
def told(read):
    """Return told(wall, profile=..., now=...): (kind, what) that the wall was told, None where nothing."""
    def asked(scope: Scope, profile: str = "hall-1", now=cast.NOW):
        with read(scope=scope, now=now) as visit:
            found = driving.told_to(visit, profile)
            return (found.kind, found.what) if found else None

    return asked


def test_a_wall_shows_what_it_was_told_last_until_its_time_is_over(wall, send, told):
    hall, other = wall("Hall"), wall("Other")
    send(hall.person)
    assert (told(hall), told(other)) == (("scene", "flood"), None)
    send(hall.person, "area", cast.WEST_DISTRICT)
    assert told(hall) == ("area", cast.WEST_DISTRICT)
    assert told(hall, now=cast.NOW + 14 * MINUTE) == ("area", cast.WEST_DISTRICT)
    assert told(hall, now=cast.NOW + 15 * MINUTE) is None


def test_a_profile_is_told_on_whatever_screen_it_stands(wall, send, told):
    send("profile:hall-1")
    assert told(cast.ALICE) == told(wall()) == ("scene", "flood")
    assert told(cast.ALICE, "hall-2") is None


def test_it_is_taken_back_and_both_are_on_the_trail(wall, send, told, read, write):
    hall = wall()
    number = send(hall.person, "scene", "market")
    with write(scope=cast.ALICE) as visit:
        assert [one.id for one in driving.in_force(visit)] == [number]
        driving.take_back(visit, number)
    assert told(hall) is None
    with read() as visit:
        rows = list(visit.session.scalars(select(AuditRow).where(AuditRow.subject == hall.person)))
    assert [(row.what, row.person) for row in rows][-2:] == [("wall_told", "alice"), ("wall_taken_back", "alice")]
    assert rows[-2].details["which"] == "market"
    with write(scope=cast.ALICE) as visit, pytest.raises(CityError) as refused:
        driving.take_back(visit, number)
    assert refused.value.code == "order_not_found"


def test_a_wall_that_was_taken_off_is_told_nothing_more(wall, send, write):
    hall = wall()
    send(hall.person)
    with write(scope=cast.ALICE) as visit:
        pairing.take_off(visit, hall.person)
        assert driving.in_force(visit) == []
    with pytest.raises(CityError) as refused:
        send(hall.person)
    assert refused.value.code == "wall_not_paired"


def test_a_case_is_shown_to_walls_that_may_see_it_and_refused_for_others(wall, send, told, write):
    with write() as visit:
        number = cast.open_case(visit, "a", (3.5, 0.5))
    whole, west = wall("Hall"), wall("West", cast.WEST_DISTRICT)
    send(whole.person, "case", number)
    assert told(whole) == ("case", number)
    with pytest.raises(CityError) as refused:
        send(west.person, "case", number)
    assert (refused.value.code, refused.value.values) == ("wall_sees_less", {"name": "West"})
    send("profile:hall-1", "case", number)
    assert told(west) is None


@pytest.mark.parametrize(("given", "code"), [
    ({"kind": "page"}, "bad_field"), ({"what": " "}, "bad_field"), ({"what": "x" * 65}, "bad_field"),
    ({"kind": "area", "what": "9999"}, "area_not_found"), ({"kind": "case", "what": "none"}, "case_not_found"),
    ({"minutes": 0}, "bad_field"), ({"minutes": 721}, "bad_field"),
])
def test_what_is_not_on_the_list_is_refused(wall, send, given, code):
    with pytest.raises(CityError) as refused:
        send(wall().person, **given)
    assert refused.value.code == code


@pytest.mark.parametrize("scope", [cast.BO, cast.CHEN, cast.NOBODY])
def test_a_stranger_is_refused(wall, send, write, scope):
    hall = wall()
    number = send(hall.person)
    with pytest.raises(CityError) as refused:
        send(hall.person, scope=scope)
    assert refused.value.code == "not_allowed"
    with write(scope=scope) as visit, pytest.raises(CityError):
        driving.take_back(visit, number)


def test_who_sees_a_district_drives_its_walls_alone(wall, send, write):
    whole, west = wall("Hall"), wall("West", cast.WEST_DISTRICT)
    assert send(west.person, scope=WES)
    for target, code in ((whole.person, "wall_not_paired"), ("profile:hall-1", "area_not_allowed")):
        with pytest.raises(CityError) as refused:
            send(target, scope=WES)
        assert refused.value.code == code
    number = send(whole.person)
    with write(scope=WES) as visit:
        assert number not in [one.id for one in driving.in_force(visit)]


def test_whoever_sends_walls_elsewhere_is_a_dispatcher_or_the_city_s_leader():
    assert {role for role, may in ROLES.items() if "walls.drive" in may} == {"dispatcher", "city_leader"}
    assert WHOLE_CITY in cast.ALICE.areas
