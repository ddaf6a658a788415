"""The demo city as it is stored: all of it or nothing, and alive at the moment it was built."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from data import clock
from data.areas.locate import build_index
from data.cases import intake, workflow
from data.cases.states import MOVES, WITH_HANDLER, State, Verb, is_open
from data.demo import city as demo_city
from data.demo import crews, history, records
from data.demo.areas import draw_map
from data.demo.catalogue import read_catalogue
from data.demo.draws import periods
from data.demo.imagining import Teller
from data.errors import Invalid
from data.models.area import Area
from data.models.case import Case, CaseEvent, Dispatch
from data.models.change import Change
from data.models.city import City
from data.models.person import Person
from data.models.unit import Place, Unit
from data.scope import ROLES
from data.storage import changes
from data.units import queries, status
from tests import cast
from tests.data.demo.conftest import DAYS, SEED

ZONE = ZoneInfo(records.ZONE)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def all_of(look, kind):
    with look(cast.NOW) as visit:
        return list(visit.session.scalars(select(kind)))


def past(seed=SEED, now=cast.NOW):
    size = demo_city.SIZES["toy"]
    city = draw_map(size.counts, households_per_grid=size.households_per_grid, seed=seed)
    bases = crews.choose_bases(city, dict(zip(demo_city.KINDS, size.units, strict=True)))
    units = crews.unit_rows(city, bases, now=now, zone=ZONE)
    teller = Teller(city=city, daily=size.daily, scenes=size.scenes, units=units, now=now, zone=ZONE)
    return teller.imagine(*periods(now, DAYS, ZONE)), units


def test_it_counts_what_it_stored(demo, look):
    with look(cast.NOW) as visit:
        for name, kind in (("cases", Case), ("events", CaseEvent), ("dispatches", Dispatch), ("units", Unit),
                           ("places", Place)):
            assert visit.session.execute(select(func.count()).select_from(kind)).scalar_one() == demo[name]
        levels = Counter(visit.session.scalars(select(Area.level)))
    keys = ("city", "district", "street", "community", "grid")
    assert [levels[n] for n in range(1, 6)] == [demo[key] for key in keys]


def test_the_city_says_that_it_is_a_demo(look):
    with look(cast.NOW) as visit:
        assert (visit.city.marker, visit.city.code_scheme, visit.city.class_scheme) == ("demo", "cn-15", "demo")
        assert visit.city.leaf_level() == 5
        assert [(c.kind, c.key) for c in visit.session.scalars(select(Change))] == [("map", "9901")]


def test_a_second_city_is_refused_and_the_first_stays(demo, database, settings, look):
    with pytest.raises(Invalid) as refused:
        demo_city.build(database, settings, size="toy", days=1, seed=2, now=cast.NOW)
    assert refused.value.code == "city_exists"
    assert len(all_of(look, Case)) == demo["cases"]


def test_an_unknown_size_is_refused(database, settings):
    with pytest.raises(Invalid) as refused:
        demo_city.build(database, settings, size="gigantic", days=1, seed=2, now=cast.NOW)
    assert refused.value.code == "unknown_size"


@pytest.mark.parametrize("at", ["storing", "indexes"])
def test_nothing_is_left_of_a_city_that_broke_off(database, settings, job, at):
    def stumble(step, share):
        if step == at and share > 0.5:
            raise RuntimeError(step)

    with pytest.raises(RuntimeError, match=at):
        demo_city.build(database, settings, size="toy", days=1, seed=2, now=cast.NOW, progress=stumble)
    with database.read(job) as session:
        assert session.execute(select(func.count()).select_from(City)).scalar_one() == 0
        assert session.execute(select(func.count()).select_from(Case)).scalar_one() == 0


def test_the_same_seed_and_moment_tell_the_same_story():
    (one, units), (two, units_again) = past(), past()
    nos, used = history.number_cases(one)
    assert (nos, used) == history.number_cases(two)
    assert units == units_again
    assert list(history.slices(one, nos, 1)) == list(history.slices(two, nos, 1))


def test_another_seed_tells_another_story():
    assert len(past()[0].draws) != len(past(seed=SEED + 1)[0].draws) or (
        past()[0].draws.at.tolist() != past(seed=SEED + 1)[0].draws.at.tolist())


def test_every_case_lies_in_the_grid_it_names(look):
    with look(cast.NOW) as visit:
        index = build_index(visit.session, visit.city.leaf_level())
        rows = visit.session.execute(select(Case.lon, Case.lat, Case.area_code)).all()
    found = index.locate_many([row.lon for row in rows], [row.lat for row in rows])
    assert found.tolist() == [row.area_code for row in rows]


def test_every_unit_and_place_lies_inside_the_city(look):
    with look(cast.NOW) as visit:
        index = build_index(visit.session, visit.city.leaf_level())
        homes = visit.session.execute(select(Unit.home_lon, Unit.home_lat, Unit.area_code)).all()
        places = visit.session.execute(select(Place.lon, Place.lat, Place.area_code)).all()
    codes = index.locate_many([row[0] for row in homes], [row[1] for row in homes]).tolist()
    assert all(code.startswith(row.area_code) for code, row in zip(codes, homes, strict=True))
    codes = index.locate_many([row[0] for row in places], [row[1] for row in places]).tolist()
    assert codes == [row.area_code for row in places]


def test_days_are_busier_than_nights():
    drawn = past()[0].draws
    hours = Counter((drawn.at // 3_600_000_000 + 8) % 24)
    day, night = sum(hours[h] for h in range(8, 18)), sum(hours[h] for h in (23, 0, 1, 2, 3, 4))
    assert day / 10 > 2 * night / 6


def test_some_places_come_up_again_and_again():
    drawn = past()[0].draws
    places = Counter(map(tuple, drawn.points.tolist()))
    assert places.most_common(1)[0][1] >= 3
    assert 0.05 < sum(n for n in places.values() if n > 1) / len(drawn) < 0.5


def test_the_average_day_has_as_many_cases_as_its_size_says():
    assert len(past()[0].draws) / DAYS == pytest.approx(demo_city.SIZES["toy"].daily, rel=0.25)


def test_the_priorities_are_those_of_the_classes_and_the_first_is_rare(look):
    kinds = {kind.code: kind for kind in read_catalogue().kinds}
    cases = all_of(look, Case)
    assert {(case.class_code, case.priority, case.major_code) for case in cases} <= {
        (kind.code, kind.priority, kind.major) for kind in kinds.values()}
    count = Counter(case.priority for case in cases)
    assert count[1] < count[2] < count[3] < count[4]


def test_moments_read_back_as_they_would_be_written(look):
    """The fast way to store must not differ from the column type's: read, and found by comparing."""
    told = past()[0].draws.at.tolist()
    with look(cast.NOW) as visit:
        rows = visit.session.scalars(select(Case).order_by(Case.id)).all()
        found = visit.session.scalars(select(Case.id).where(Case.received_at == rows[0].received_at)).all()
    assert [case.received_at for case in rows] == [EPOCH + timedelta(microseconds=at) for at in told]
    assert all(case.hour_no == clock.hour_number(case.received_at) for case in rows)
    assert found == [rows[0].id]


def test_closed_cases_ran_forward_in_time(look):
    for case in all_of(look, Case):
        steps = [case.occurred_at, case.received_at, case.first_response_at, case.handled_at, case.closed_at]
        known = [at for at in steps if at is not None]
        assert known == sorted(known)
        assert known[-1] <= cast.NOW
        assert case.is_open == is_open(State(case.state)) == (case.closed_at is None)


def test_a_few_cases_close_too_late(look):
    closed = [case for case in all_of(look, Case) if case.state == State.CLOSED]
    late = sum(case.closed_at > case.due_at for case in closed) / len(closed)
    assert 0.01 < late < 0.2


def test_events_lead_from_state_to_state_up_to_the_cases_own(look):
    cases = {case.id: case for case in all_of(look, Case)}
    trails = {}
    for event in sorted(all_of(look, CaseEvent), key=lambda event: (event.case_id, event.version)):
        trails.setdefault(event.case_id, []).append(event)
    assert trails.keys() == cases.keys()
    for case_id, trail in trails.items():
        assert [event.version for event in trail] == list(range(1, cases[case_id].version + 1))
        assert trail[0].verb == Verb.REPORT
        assert trail[-1].after == cases[case_id].state
        for before, event in pairwise(trail):
            assert event.before == before.after
            assert event.at >= before.at


def test_open_cases_were_moved_as_the_workflow_allows(look):
    open_ids = {case.id for case in all_of(look, Case) if case.is_open}
    for event in all_of(look, CaseEvent):
        if event.case_id in open_ids and event.verb != Verb.REPORT:
            step = MOVES[State(event.before), Verb(event.verb)]
            assert event.after == (step.to or event.before)


def test_whoever_is_out_is_out_for_a_case(look):
    units = {unit.id: unit for unit in all_of(look, Unit)}
    cases = {case.id: case for case in all_of(look, Case)}
    out = [dispatch for dispatch in all_of(look, Dispatch) if dispatch.ended_at is None]
    assert out
    assert {dispatch.unit_id for dispatch in out} == {u.id for u in units.values() if u.status in status.ENGAGED}
    handed = {event.case_id for event in all_of(look, CaseEvent) if event.verb == Verb.DISPATCH
              and "department" in event.details}
    busy = {case.id for case in cases.values() if case.state in WITH_HANDLER}
    assert {dispatch.case_id for dispatch in out} == busy - handed
    assert busy & handed
    for dispatch in out:
        unit, case = units[dispatch.unit_id], cases[dispatch.case_id]
        told = (dispatch.under_way_at is not None, dispatch.arrived_at is not None)
        assert unit.status == {(False, False): "dispatched", (True, False): "under_way", (True, True): "on_scene"}[told]
        assert (case.state == State.IN_HANDLING) == (dispatch.arrived_at is not None)
        if dispatch.arrived_at is not None:
            assert (unit.lon, unit.lat) == (pytest.approx(case.lon), pytest.approx(case.lat))


def test_units_off_their_shift_are_off_duty(look):
    units = all_of(look, Unit)
    for unit in units:
        on_shift = status.is_on_shift(unit, cast.NOW, ZONE)
        assert (unit.status == status.OFF_DUTY) == (not on_shift)
        assert not (unit.status == status.AVAILABLE and status.is_position_stale(unit, cast.NOW))
    assert {unit.kind for unit in units} == set(status.KINDS)


def test_done_today_counts_the_days_finished_dispatches(look):
    start = clock.start_of_day(cast.NOW, ZONE)
    done = Counter(d.unit_id for d in all_of(look, Dispatch) if d.outcome == "finished" and d.ended_at >= start)
    assert {unit.id: unit.done_today for unit in all_of(look, Unit) if unit.done_today} == dict(done)


def test_an_unacknowledged_emergency_waits_in_the_harbour_district(look):
    with look(cast.NOW) as visit:
        case = visit.session.scalars(select(Case).where(Case.priority == 1, Case.state == "reported")).one()
        names = [visit.session.get_one(Area, case.area_code[:width]).name for width in (6, 9, 12)]
        fits = queries.nearest_fit(visit, case)
    assert names == ["东港区", "石桥街道", "望江社区"]
    assert case.acknowledged_at is None
    assert cast.NOW - case.received_at < timedelta(minutes=2)
    assert fits
    assert "right_kind" in fits[0].reasons


def test_case_numbers_run_on_after_the_history(demo, change):
    with change(cast.NOW) as visit:
        index = build_index(visit.session, visit.city.leaf_level())
        last = visit.session.execute(select(func.max(Case.case_no))).scalar_one()
        reports = [intake.Report(source="door", event_id=str(n), occurred_at=cast.NOW, category="0110", text="x",
                                 area_code=str(index.codes[0])) for n in range(3)]
        outcome = intake.receive(visit, reports, index)
        ids = visit.session.scalars(select(Case.id).where(Case.source == "door").order_by(Case.id)).all()
    assert [case_no for _, case_no in outcome.stored] == [str(int(last) + n) for n in (1, 2, 3)]
    assert list(ids) == [demo["cases"] + n for n in (1, 2, 3)]


def test_a_waiting_case_can_be_moved_on(change):
    with change(cast.NOW) as visit:
        waiting = visit.session.scalars(select(Case).where(Case.state == State.ACCEPTED).order_by(Case.id)).first()
        unit = visit.session.scalars(select(Unit.id).where(Unit.status == status.AVAILABLE).order_by(Unit.id)).first()
        moved = workflow.move(visit, waiting.case_no, Verb.DISPATCH, version=waiting.version, units=(unit,))
        assert moved.state == State.DISPATCHED


def test_the_demo_people_are_there(look):
    people = {person.demo_button: person for person in all_of(look, Person)}
    assert set(people) == {*ROLES} - {"handler"} | {"handler-hygiene", "handler-works"}
    assert len(people["leader"].areas[0]) == 6
    assert len(people["officer"].areas[0]) == 12
    with look(cast.NOW) as visit:
        unit = visit.session.get_one(Unit, people["officer"].unit)
    assert (unit.kind, [unit.area_code]) == ("grid_officer", people["officer"].areas)


def test_the_texts_name_places_and_nobody_says_more_than_once_in_a_while_the_same(look):
    cases = all_of(look, Case)
    assert not [case.text for case in cases if "{" in case.text or "{" in case.address]
    assert all("区" in case.address for case in cases)
    assert Counter(case.text for case in cases).most_common(1)[0][1] < len(cases) / 20


def test_the_history_is_told_to_screens_as_one_change(look):
    with look(cast.NOW) as visit:
        assert changes.last_seq(visit.session) == 1
