"""What a move brings beside its verb: where its maker stood, and with them their unit."""

import pytest

from data.cases import queries, workflow
from data.cases.given import Given, Position, read_given
from data.errors import Invalid
from data.models.change import Change
from data.models.person import Person
from tests import cast

SPOT = Position(lon=120.0051234567, lat=30.0049, accuracy_m=12.5)


@pytest.fixture
def sent(write):
    """Return the number of a case to which Chen's own unit was sent."""
    with write() as visit:
        visit.session.get_one(Person, "chen").unit = cast.OFFICER
        number = cast.open_case(visit)
        workflow.move(visit, number, "dispatch", version=1, units=(cast.OFFICER,))
    return number


def act(write, number, verb, version, who=cast.CHEN, **given):
    with write(scope=who) as visit:
        return workflow.move(visit, number, verb, version=version, given=Given(**given))


def test_the_position_stands_in_the_event_of_what_was_done_on_the_spot(write, read, sent):
    act(write, sent, "sign", 2, position=SPOT)
    act(write, sent, "start", 3, position=SPOT)
    act(write, sent, "finish", 4, position=SPOT)
    with read() as visit:
        said = [event.details.get("position") for event in queries.timeline(visit, workflow.find(visit, sent))]
    noted = {"lon": 120.005123, "lat": 30.0049, "accuracy_m": 12.5}
    assert said == [None, None, None, noted, noted]


def test_arriving_puts_one_s_unit_there_and_on_the_scene(write, read, sent):
    act(write, sent, "start", 2, position=SPOT)
    with read() as visit:
        unit = cast.unit(visit, cast.OFFICER)
        assert (unit.lon, unit.lat, unit.position_at, unit.status) == (SPOT.lon, SPOT.lat, cast.NOW, "on_scene")
        dispatch, _unit = queries.dispatches_of(visit, workflow.find(visit, sent))[0]
        assert dispatch.arrived_at == cast.NOW
        told = [row.body["status"] for row in visit.session.query(Change).filter(Change.key == cast.OFFICER)]
        assert told[-1] == "on_scene"


def test_finishing_frees_the_unit_where_its_person_stands(write, read, sent):
    act(write, sent, "start", 2)
    act(write, sent, "finish", 3, position=SPOT)
    with read() as visit:
        unit = cast.unit(visit, cast.OFFICER)
        assert (unit.lon, unit.status, unit.done_today) == (SPOT.lon, "available", 3)


def test_somebody_without_a_unit_moves_nobody_s(write, read, sent):
    act(write, sent, "start", 2, who=cast.ALICE, position=SPOT)
    with read() as visit:
        unit = cast.unit(visit, cast.OFFICER)
        assert (unit.lon, unit.lat) == cast.at(0.5, 0.5)
        assert unit.status == "dispatched"


def test_a_unit_that_serves_more_than_its_person_sees_is_moved_all_the_same(write, read):
    with write() as visit:
        visit.session.get_one(Person, "chen").unit = cast.SWEEPERS
        number = cast.open_case(visit)
        workflow.move(visit, number, "dispatch", version=1, units=(cast.SWEEPERS,))
    act(write, number, "start", 2, position=SPOT)
    with read() as visit:
        assert (cast.unit(visit, cast.SWEEPERS).lon, cast.unit(visit, cast.SWEEPERS).status) == (SPOT.lon, "on_scene")


@pytest.mark.parametrize("position", [
    5, "x", [], {}, {"lon": 1}, {"lat": 1}, {"lon": "1", "lat": 1}, {"lon": True, "lat": 1}, {"lon": 181, "lat": 0},
    {"lon": 0, "lat": -91}, {"lon": float("nan"), "lat": 0}, {"lon": float("inf"), "lat": 0},
    {"lon": 0, "lat": 0, "accuracy_m": -1}, {"lon": 0, "lat": 0, "accuracy_m": 10**9},
    {"lon": 0, "lat": 0, "accuracy_m": "5"}, {"lon": 0, "lat": 0, "height": 5},
])
def test_a_position_that_is_none_is_refused(position):
    with pytest.raises(Invalid) as error:
        read_given({"position": position})
    assert (error.value.code, error.value.values["field"]) == ("bad_field", "position")


def test_a_position_is_read():
    assert read_given({"position": {"lon": 120, "lat": 30.5, "accuracy_m": 8}}).position == Position(
        lon=120.0, lat=30.5, accuracy_m=8.0)
    assert read_given({"position": {"lon": 120, "lat": 30.5, "accuracy_m": None}}).position is not None
    assert read_given({"position": None}).position is None


@pytest.mark.parametrize("until", ["9999-12-31T23:59-12:00", "0001-01-01T00:00+08:00", "2026-03-19T15:00", 5])
def test_a_deadline_without_an_offset_or_beyond_every_calendar_is_refused(until):
    with pytest.raises(Invalid) as refused:
        read_given({"until": until})
    assert refused.value.values["why"] == "ISO 8601 with a zone"
