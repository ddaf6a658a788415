"""The demo city lives: cases arrive, whoever is sent goes, works and reports, shifts come and go."""

from collections import Counter
from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import func, select, update

from data.areas.locate import build_index
from data.cases import intake, workflow
from data.cases.states import State, Verb
from data.demo import arrivals, desk, moving, names, patrol
from data.demo.traffic import Traffic
from data.errors import NotFound
from data.models.case import Case, CaseEvent, Dispatch
from data.models.change import Change
from data.models.city import City
from data.models.person import Person
from data.models.unit import Unit
from data.people import sessions
from data.storage import changes
from data.travel.roads import tie
from data.units import status
from tests import cast

SECOND = timedelta(seconds=1)


@pytest.fixture
def run(database, settings):
    """Return a function that lets `seconds` pass, a tick each `step` seconds, and returns the moment after them."""
    traffic, rng = Traffic(), np.random.default_rng(3)

    def let_pass(seconds, start=cast.NOW, using=traffic, step=1):
        for second in range(0, seconds, step):
            assert using.tick(database, settings, start + second * SECOND, rng)
        return start + seconds * SECOND

    return let_pass


@pytest.fixture
def quiet(monkeypatch):
    """Let nothing arrive and the desk rest, so that only what the test does happens."""
    monkeypatch.setattr(arrivals, "arrive", lambda *_args, **_named: [])
    monkeypatch.setattr(desk, "work_desk", lambda *_args, **_named: [])


def send_somebody(change, now, priority=4):
    """Dispatch, as the dispatcher would on a screen; return (case number, unit id)."""
    with change(now) as visit:
        case = visit.session.scalars(
            select(Case).where(Case.state == State.ACCEPTED, Case.priority == priority).order_by(Case.id)).first()
        unit = visit.session.scalars(
            select(Unit).where(Unit.status == status.AVAILABLE, Unit.kind == "grid_officer").order_by(Unit.id)).first()
        workflow.move(visit, case.case_no, Verb.DISPATCH, version=case.version, units=(unit.id,))
        return case.case_no, unit.id


def of_case(look, now, case_no):
    with look(now) as visit:
        case = workflow.find(visit, case_no)
        dispatch = visit.session.scalars(
            select(Dispatch).where(Dispatch.case_id == case.id).order_by(Dispatch.id.desc())).first()
        return case, dispatch, visit.session.get_one(Unit, dispatch.unit_id)


def test_whom_a_person_sends_goes_arrives_works_and_reports(change, look, run, quiet):
    start = run(1)
    case_no, unit_id = send_somebody(change, start)
    after_two = run(3, start)
    _, dispatch, unit = of_case(look, after_two, case_no)
    assert unit.status == status.UNDER_WAY
    assert dispatch.under_way_at - start <= 2 * SECOND
    after_drive = run(64, after_two, step=4)
    case, dispatch, unit = of_case(look, after_drive, case_no)
    assert (case.state, unit.status) == (State.IN_HANDLING, status.ON_SCENE)
    assert (unit.lon, unit.lat) == (case.lon, case.lat)
    assert 18 <= (dispatch.arrived_at - dispatch.under_way_at).total_seconds() <= 64
    after_work = run(96, after_drive, step=4)
    case, dispatch, unit = of_case(look, after_work, case_no)
    assert case.state == State.HANDLED
    assert dispatch.outcome == "finished"
    assert unit.status == status.AVAILABLE
    assert unit.id == unit_id
    with look(after_work) as visit:
        told = {event.verb: event.by_name for event in visit.session.scalars(
            select(CaseEvent).where(CaseEvent.case_id == case.id))}
    assert told[Verb.DISPATCH] == "Alice"
    assert told[Verb.START] == told[Verb.FINISH] == unit.name


def test_a_unit_under_way_comes_nearer_and_every_step_is_told(change, look, run, quiet):
    start = run(1)
    case_no, unit_id = send_somebody(change, start)
    end = run(15, start)
    with look(end) as visit:
        steps = [change.body for change in visit.session.scalars(
            select(Change).where(Change.key == unit_id, Change.at > start).order_by(Change.seq))]
    assert len({(step["lon"], step["lat"]) for step in steps}) > 8
    _, _, unit = of_case(look, end, case_no)
    assert unit.position_at == end - SECOND


def test_another_traffic_goes_on_where_the_first_stopped(change, look, run, quiet):
    start = run(1)
    case_no, _ = send_somebody(change, start)
    half = run(8, start, step=2)
    end = run(68, half, using=Traffic(), step=4)
    case, _, _ = of_case(look, end, case_no)
    assert case.state == State.IN_HANDLING


def test_a_unit_whose_own_person_is_signed_in_waits_for_what_they_do(change, look, run, quiet):
    start = run(1)
    case_no, unit_id = send_somebody(change, start)
    with change(start) as visit:
        officer = visit.session.get_one(Person, "demo-officer")
        officer.unit = unit_id
        token = sessions.begin(visit.session, officer, start)
    end = run(20, start, step=5)
    _, dispatch, unit = of_case(look, end, case_no)
    assert (dispatch.under_way_at, unit.status) == (None, status.DISPATCHED)
    with change(end) as visit:
        sessions.end(visit.session, sessions.digest(token))
    _, dispatch, unit = of_case(look, run(10, end, step=2), case_no)
    assert unit.status == status.UNDER_WAY


def test_a_unit_called_back_goes_home(change, look, run, quiet):
    start = run(1)
    case_no, _ = send_somebody(change, start)
    half = run(12, start, step=4)
    with change(half) as visit:
        case = workflow.find(visit, case_no)
        workflow.move(visit, case_no, Verb.RECALL, version=case.version)
    _, dispatch, unit = of_case(look, run(15, half, step=5), case_no)
    assert dispatch.outcome == "recalled"
    assert unit.status == status.AVAILABLE


def test_without_roads_units_go_straight(write, read):
    """As in the replay of an imported city that has no road lines."""
    with write() as visit:
        outcome = intake.receive(visit, [cast_report()], cast_index(visit))
        case_no = outcome.stored[0][1]
        workflow.move(visit, case_no, Verb.DISPATCH, version=1, units=(cast.SWEEPERS,))
        unit = visit.session.get_one(Unit, cast.SWEEPERS)
        start = (unit.lon, unit.lat)
    journeys, rng = moving.Journeys(tie([])), np.random.default_rng(1)
    track = []
    for second in range(1, 70):
        with write(now=cast.NOW + second * SECOND) as visit:
            moving.move_engaged_units(visit, journeys, rng)
            unit = visit.session.get_one(Unit, cast.SWEEPERS)
            track.append((unit.lon, unit.lat))
    with read() as visit:
        case = workflow.find(visit, case_no)
    end = (case.lon, case.lat)
    assert case.state in (State.IN_HANDLING, State.HANDLED)
    assert track[-1] == end
    off_line = [(lon - start[0]) * (end[1] - start[1]) - (lat - start[1]) * (end[0] - start[0]) for lon, lat in track]
    assert max(map(abs, off_line)) < 1e-7


def cast_report():
    lon, lat = cast.at(3.5, 3.5)
    return intake.Report(source="t", event_id="1", occurred_at=cast.NOW, category="0101", text="x", lon=lon, lat=lat)


def cast_index(visit):
    return build_index(visit.session, 5)


def test_cases_arrive_in_the_rhythm_of_the_past(demo, look, run, monkeypatch):
    monkeypatch.setattr(desk, "work_desk", lambda *_args, **_named: [])
    with look(cast.NOW) as visit:
        pattern = arrivals.Pattern()
        arrivals.refresh(visit, pattern)
    assert 0.3 < pattern.per_second * 3600 < 8
    end = run(60, using=Traffic(pace=600.0), step=5)
    with look(end) as visit:
        new = list(visit.session.scalars(select(Case).where(Case.source == arrivals.SOURCE)))
        notes = visit.session.scalars(select(Change.key).where(Change.kind == "case", Change.at >= cast.NOW)).all()
        by = set(visit.session.scalars(select(CaseEvent.by_name).where(CaseEvent.case_id.in_([c.id for c in new]))))
    assert 0.4 < len(new) / (pattern.per_second * 60 * 600) < 1.8
    assert {case.case_no for case in new} <= set(notes)
    assert all(case.is_open and case.placed == "point" and case.text and case.due_at for case in new)
    assert by <= set(names.SOURCES.values())


def test_an_arrival_lies_in_the_grid_it_names(demo, look, run):
    end = run(20, using=Traffic(pace=600.0), step=5)
    with look(end) as visit:
        new = list(visit.session.scalars(select(Case).where(Case.source == arrivals.SOURCE)))
        codes = cast_index(visit).locate_many([case.lon for case in new], [case.lat for case in new])
    assert new
    assert codes.tolist() == [case.area_code for case in new]


def test_at_night_less_arrives_than_by_day(demo, look):
    rates = []
    for hours in (-7, 0):
        now = cast.NOW + timedelta(hours=hours)
        with look(now) as visit:
            pattern = arrivals.Pattern()
            arrivals.refresh(visit, pattern)
        rates.append(pattern.per_second)
    assert rates[0] < rates[1]


def test_the_desk_accepts_sends_and_closes_but_leaves_the_urgent_to_people(demo, look, run):
    end = run(120, using=Traffic(pace=60.0), step=4)
    with look(end) as visit:
        events = list(visit.session.scalars(
            select(CaseEvent).where(CaseEvent.by_name == names.DESK, CaseEvent.at >= cast.NOW)))
        cases = {case.id: case for case in visit.session.scalars(select(Case))}
    assert {event.verb for event in events} >= {Verb.ACCEPT, Verb.DISPATCH, Verb.CLOSE}
    for event in events:
        case = cases[event.case_id]
        if event.verb in (Verb.ACCEPT, Verb.DISPATCH):
            if case.priority <= 2:
                assert event.at - case.received_at > desk.URGENT_LEFT
            elif case.id % desk.LEFT_TO_PEOPLE == 0:
                assert event.at - case.received_at > desk.OTHERS_LEFT


@pytest.mark.parametrize(("priority", "case_id", "minutes", "taken"), [
    (1, 1, 5, False), (2, 1, 14, False), (2, 1, 16, True), (4, 1, 1, True), (4, 3, 1, False), (3, 3, 301, True),
])
def test_what_the_desk_leaves_to_people(priority, case_id, minutes, taken):
    case = desk.Waiting(case_id, "x", State.REPORTED, priority, 1, cast.NOW - timedelta(minutes=minutes), None, None)
    assert desk.is_for_desk(case, cast.NOW) is taken


def test_shifts_come_and_go(demo, look, run, quiet):
    """At seven in the evening those of the day are gone; at least one of the night has come by nine."""
    evening = run(15, cast.NOW + timedelta(hours=11), step=5)
    with look(evening) as visit:
        for unit in visit.session.scalars(select(Unit).where(Unit.status.in_([status.AVAILABLE, status.OFF_DUTY]))):
            assert (unit.status == status.AVAILABLE) == status.is_on_shift(unit, evening - 5 * SECOND, visit.zone)


def test_no_free_units_position_grows_old(demo, look, run, quiet):
    run(1)
    late = run(100, cast.NOW + timedelta(minutes=40), step=5)
    with look(late) as visit:
        free = list(visit.session.scalars(select(Unit).where(Unit.status == status.AVAILABLE)))
        assert free
        assert not [unit.id for unit in free if status.is_position_stale(unit, late)]


def test_somebody_is_always_on_the_move_and_never_too_many_at_once(demo, look, run, quiet):
    end = run(20)
    with look(end) as visit:
        lines = Counter(change.at for change in changes.since(visit.session, 1) if change.kind == "unit")
    assert len(lines) == 20
    assert max(lines.values()) <= moving.MOST_MOVED + patrol.ON_ROUNDS[1] + patrol.MOST_HEARD + patrol.MOST_SHIFTS


def test_done_today_starts_anew_with_the_day(demo, look, run, quiet):
    with look(cast.NOW) as visit:
        assert visit.session.execute(select(func.sum(Unit.done_today))).scalar_one() > 0
    midnight = cast.NOW + timedelta(hours=14, seconds=5)
    run(1, midnight)
    with look(midnight) as visit:
        assert visit.session.execute(select(func.sum(Unit.done_today))).scalar_one() == 0


def test_a_city_that_is_no_demo_is_left_alone(demo, database, settings, job, look):
    with database.write(job) as session:
        session.execute(update(City).values(marker=""))
    assert Traffic().tick(database, settings, cast.NOW, np.random.default_rng(1)) is False
    with look(cast.NOW) as visit:
        assert changes.last_seq(visit.session) == 1


def test_without_a_city_there_is_no_traffic(database, settings):
    with pytest.raises(NotFound):
        Traffic().tick(database, settings, cast.NOW, np.random.default_rng(1))


def test_however_many_cases_wait_the_desk_looks_at_those_due_first(demo, look, monkeypatch):
    monkeypatch.setattr(desk, "MOST_LOOKED_AT", 1)
    with look(cast.NOW) as visit:
        seen = [one.id for one in desk._waiting(visit) if one.state == State.REPORTED]
        first = visit.session.scalars(select(Case.id).where(Case.is_open, Case.state == State.REPORTED)
                                      .order_by(Case.stage_due_at, Case.id)).all()
    assert len(first) > 1
    assert seen == first[:1]
