"""Taking reports in: each ends as stored, duplicate or rejected for a reason, and the three add up."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from data.cases import intake
from data.cases.intake import REASONS, Outcome, Step
from data.cases.states import MOVES, State, Verb
from data.models.case import Case, CaseEvent
from data.models.change import Change
from data.scope import Scope
from tests import cast
from tests.cast import report

YEAR_9999 = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
BAD = {
    "no_id": [{"event_id": ""}, {"source": ""}],
    "id_too_long": [{"event_id": "x" * 129}, {"source": "x" * 65}],
    "no_time": [{"occurred_at": None}],
    "in_the_future": [{"occurred_at": cast.NOW + timedelta(minutes=6)}, {"occurred_at": YEAR_9999}],
    "unreadable_date": [{"fault": "unreadable_date"}, {"due_at": YEAR_9999}, {"closed_at": YEAR_9999},
                        {"occurred_at": datetime(1, 1, 1, tzinfo=UTC)}],
    "closed_before_opened": [{"closed_at": cast.NOW - timedelta(days=1)}],
    "text_too_long": [{"text": "长" * 5_001}],
    "bad_severity": [{"priority": 0}, {"priority": 5}],
    "no_coordinate": [{"lon": None}, {"lat": None}, {"lon": None, "lat": None}],
    "unreadable_coordinate": [{"lon": 181.0}, {"lat": -91.0}, {"lon": float("nan")}, {"lat": float("inf")}],
    "outside_every_area": [{"lon": 0.0, "lat": 0.0}, {"lon": -180.0, "lat": 90.0}],
    "unknown_area": [{"lon": None, "lat": None, "area_code": "990199"},
                     {"lon": 0.0, "lat": 0.0, "area_code": "nowhere"}],
    "unreadable_row": [{"fault": "unreadable_row"}, {"text": "a\0b"}, {"event_id": "a\0"}, {"category": "\0"},
                       {"address": "\ud800"}, {"area_code": "\0"}],
}
READERS_OWN = {"no_text": "whoever reads a report may ask for words; intake itself takes a sensor's silence"}
SCOPED = {"area_not_allowed": "below, with a visitor who may not write everywhere"}


@pytest.mark.parametrize("reason", BAD)
def test_it_rejects_each_bad_report_for_its_reason(write, read, reason):
    with write() as visit:
        bad = [report(f"bad-{number}", **change) for number, change in enumerate(BAD[reason])]
        outcome = intake.receive(visit, [*bad, report("good")], cast.index_of(visit))
    assert outcome.rejected == [(number, reason) for number in range(len(bad))]
    assert [index for index, _ in outcome.stored] == [len(bad)]
    with read() as visit:
        assert visit.session.scalar(select(func.count(Case.id))) == 1


@pytest.mark.parametrize(("ahead", "reason"), [(timedelta(hours=14), None), (timedelta(days=3_650), "in_the_future")])
def test_history_may_be_some_hours_ahead_of_us_but_not_years(write, ahead, reason):
    with write() as visit:
        outcome = intake.receive(visit, [report("e", occurred_at=cast.NOW + ahead)], cast.index_of(visit), live=False)
    assert [why for _, why in outcome.rejected] == ([reason] if reason else [])


def test_every_reason_is_reached_or_explained():
    assert {*BAD, *READERS_OWN, *SCOPED} == set(REASONS)


def test_the_same_report_twice_is_one_case_for_ever(write, read):
    with write() as visit:
        first = intake.receive(visit, [report("e"), report("e"), report("e", source="other")], cast.index_of(visit))
    number = first.stored[0][1]
    assert [index for index, _ in first.stored] == [0, 2]
    assert first.duplicate == [(1, number)]
    with write(now=cast.NOW + timedelta(days=400)) as visit:
        other = report("e", (3.5, 3.5), category="0201", text="other words")
        again = intake.receive(visit, [other], cast.index_of(visit))
    assert (again.stored, again.duplicate, again.rejected) == ([], [(0, number)], [])
    with read() as visit:
        case = visit.session.scalars(select(Case).where(Case.case_no == number)).one()
        assert (case.text, case.class_code, case.area_code) == ("路口有垃圾", "0101", cast.GRIDS[0, 0])


def test_a_first_report_without_a_place_does_not_take_its_twin_with_it(write):
    with write() as visit:
        outcome = intake.receive(visit, [report("e", lon=0.0, lat=0.0), report("e"), report("e")], cast.index_of(visit))
    assert outcome.rejected == [(0, "outside_every_area")]
    assert [index for index, _ in outcome.stored] == [1]
    assert outcome.duplicate == [(2, outcome.stored[0][1])]


def test_a_batch_of_nothing_and_a_batch_of_nothing_good_leave_nothing(write, read):
    with write() as visit:
        index = cast.index_of(visit)
        assert intake.receive(visit, [], index) == Outcome()
        assert intake.receive(visit, [report("", text="x")], index).rejected == [(0, "no_id")]
    with read() as visit:
        assert visit.session.scalar(select(func.count()).select_from(Change)) == 0


EVENT_IDS = st.sampled_from(["a", "b", "c", "d", ""])
SPOTS = st.sampled_from([(0.5, 0.5), (3.9, 3.9), (2.0, 2.0), (9.0, 9.0), None])
REPORTS = st.builds(
    report, EVENT_IDS, SPOTS,
    area_code=st.sampled_from(["", cast.COMMUNITY, "99"]),
    category=st.sampled_from(["0101", "Fire", "道路破损", "gibberish"]),
    text=st.text(max_size=20),
    priority=st.sampled_from([None, 1, 4, 7]),
    closed_at=st.sampled_from([None, cast.NOW, cast.NOW - timedelta(days=9)]),
    occurred_at=st.sampled_from([cast.NOW, cast.NOW + timedelta(hours=1), cast.NOW - timedelta(days=30), None]),
)


def test_received_is_stored_plus_duplicate_plus_rejected(write, read):
    @given(st.lists(st.lists(REPORTS, max_size=6), max_size=3), st.booleans())
    def check(batches, live):
        outcomes = []
        with write() as visit:
            index = cast.index_of(visit)
            before = visit.session.scalar(select(func.count(Case.id)))
            for batch in batches:
                outcome = intake.receive(visit, batch, index, live=live)
                outcomes.append(outcome)
                positions = [i for part in (outcome.stored, outcome.duplicate, outcome.rejected) for i, _ in part]
                assert sorted(positions) == list(range(len(batch)))
                assert {reason for _, reason in outcome.rejected} <= set(REASONS)
            after = visit.session.scalar(select(func.count(Case.id)))
            known = set(visit.session.scalars(select(Case.case_no)))
        assert after - before == sum(len(outcome.stored) for outcome in outcomes)
        assert {number for outcome in outcomes for _, number in [*outcome.stored, *outcome.duplicate]} <= known

    check()


def test_it_is_placed_by_its_point_or_by_its_area_and_says_which(write, read):
    with write() as visit:
        outcome = intake.receive(visit, [
            report("point", (2.5, 1.5)),
            report("both", (2.5, 1.5), area_code=cast.COMMUNITY),
            report("area", None, area_code=cast.COMMUNITY),
            report("point far away", (99.0, 99.0), area_code=cast.COMMUNITY),
        ], cast.index_of(visit))
    assert not outcome.rejected
    middle = cast.at(1.0, 0.5)
    with read() as visit:
        placed = [(case.placed, case.area_code, (case.lon, case.lat))
                  for case in visit.session.scalars(select(Case).order_by(Case.id))]
    by_point, by_area = ("point", cast.GRIDS[2, 1], cast.at(2.5, 1.5)), ("area", cast.COMMUNITY, pytest.approx(middle))
    assert placed == [by_point, by_point, by_area, by_area]


def test_a_point_on_a_shared_edge_belongs_to_one_square_always_the_same(write, read):
    with write() as visit:
        intake.receive(visit, [report("edge", (2.0, 0.5)), report("corner", (2.0, 2.0))], cast.index_of(visit))
    with read() as visit:
        codes = dict(list(visit.session.execute(select(Case.event_id, Case.area_code))))
    assert codes == {"edge": cast.GRIDS[1, 0], "corner": cast.GRIDS[1, 1]}


@pytest.mark.parametrize(("category", "code", "major", "priority", "department"), [
    ("0101", "0101", "01", 3, "clean"), (" 暴露垃圾 ", "0101", "01", 3, "clean"), ("GARBAGE", "0101", "01", 3, "clean"),
    ("01", "01", "01", 3, None), ("fire", "0201", "02", 1, "fire"),
    ("no such class", "unclassified", "unclassified", 4, None), ("", "unclassified", "unclassified", 4, None),
])
def test_its_class_gives_priority_and_department(write, read, category, code, major, priority, department):
    with write() as visit:
        number = cast.open_case(visit, category=category)
    with read() as visit:
        case = visit.session.scalars(select(Case).where(Case.case_no == number)).one()
        event = visit.session.scalars(select(CaseEvent)).one()
    assert (case.class_code, case.major_code, case.priority, case.department) == (code, major, priority, department)
    assert event.details["category"] == category, "what was said stays readable"


def test_its_deadline_counts_from_receipt(write, read):
    with write() as visit:
        numbers = [cast.open_case(visit, category, category=category) for category in ("0101", "0202", "gibberish")]
        own = cast.open_case(visit, "own", category="0101", due_at=cast.NOW + timedelta(days=3))
    with read() as visit:
        due = dict(list(visit.session.execute(select(Case.case_no, Case.due_at))))
    assert [due[number] for number in numbers] == [cast.NOW + timedelta(hours=4), None, None]
    assert due[own] == cast.NOW + timedelta(days=3)


def test_a_live_report_is_told_to_screens_and_history_is_not(write, read):
    with write() as visit:
        number = cast.open_case(visit, "live", reporter={"name": "某人", "phone": "1"})
        intake.receive(visit, [report("old")], cast.index_of(visit), live=False)
    with read() as visit:
        change = visit.session.scalars(select(Change)).one()
    assert (change.kind, change.key, change.area_code) == ("case", number, cast.GRIDS[0, 0])
    assert "某人" not in str(change.body)
    assert not {"reporter", "address"} & set(change.body)


def test_a_live_report_is_received_now_and_history_when_it_happened(write, read):
    long_ago = cast.NOW - timedelta(days=90)
    with write() as visit:
        index = cast.index_of(visit)
        intake.receive(visit, [report("live", occurred_at=long_ago)], index)
        intake.receive(visit, [report("old", occurred_at=long_ago)], index, live=False)
    with read() as visit:
        found = {case.event_id: case for case in visit.session.scalars(select(Case))}
    assert found["live"].received_at == cast.NOW
    assert found["old"].received_at == long_ago
    assert found["live"].case_no.startswith("260318")
    assert found["old"].case_no.startswith("251218"), "the city's day, in which it was received"


def test_case_numbers_turn_with_the_city_s_midnight_not_with_utc_s(write):
    before, after = datetime(2026, 3, 17, 15, 59, tzinfo=UTC), datetime(2026, 3, 17, 16, 0, tzinfo=UTC)
    with write(now=before) as visit:
        assert cast.open_case(visit, "a", occurred_at=before) == "26031700001"
    with write(now=after) as visit:
        assert cast.open_case(visit, "b", occurred_at=before) == "26031800001"
        assert cast.open_case(visit, "c", occurred_at=before) == "26031800002"


@pytest.mark.parametrize("state", [*State, None])
@pytest.mark.parametrize("closed_hours", [None, 2])
def test_events_lead_to_the_state_in_which_history_arrives(write, read, state, closed_hours):
    opened = cast.NOW - timedelta(days=2)
    closed = None if closed_hours is None else opened + timedelta(hours=closed_hours)
    with write() as visit:
        intake.receive(visit, [report("old", occurred_at=opened, closed_at=closed, state=state)], cast.index_of(visit),
                       live=False)
    with read() as visit:
        case = visit.session.scalars(select(Case)).one()
        events = list(visit.session.scalars(select(CaseEvent).order_by(CaseEvent.version)))
    assert case.state == (state or (State.CLOSED if closed else State.REPORTED))
    assert [event.version for event in events] == list(range(1, case.version + 1))
    assert [event.before for event in events] == ["", *(event.after for event in events[:-1])]
    assert events[-1].after == case.state
    if case.is_open:
        assert case.closed_at is None
    else:
        assert case.closed_at == closed


def test_history_keeps_its_own_trail(write, read):
    opened = cast.NOW - timedelta(days=2)
    hours = [opened + timedelta(hours=number) for number in range(4)]
    trail = (Step(Verb.DISPATCH, State.DISPATCHED, hours[1], by_name="某" * 100),
             Step(Verb.FINISH, State.HANDLED, hours[2]), Step(Verb.CLOSE, State.CLOSED, hours[3]))
    with write() as visit:
        old = report("old", occurred_at=opened, closed_at=hours[3], trail=trail)
        intake.receive(visit, [old], cast.index_of(visit), live=False)
    with read() as visit:
        case = visit.session.scalars(select(Case)).one()
        events = list(visit.session.scalars(select(CaseEvent).order_by(CaseEvent.version)))
    assert (case.version, case.first_response_at, case.handled_at, case.closed_at) == (4, *hours[1:])
    assert [event.at for event in events] == hours
    assert [event.verb for event in events] == ["report", "dispatch", "finish", "close"]
    assert len(events[1].by_name) <= 80


def test_each_state_but_the_first_has_a_verb_into_it():
    for state in set(State) - {State.REPORTED}:
        assert any(move.to is state for (_, verb), move in MOVES.items() if verb is intake.verb_into(state))


def test_a_sender_is_kept_to_its_areas(write, read):
    sender = Scope(person="key:east", name="east", areas=frozenset({cast.EAST_DISTRICT}))
    with write() as visit:
        index = cast.index_of(visit)
        west = cast.open_case(visit, "west's own")
    with write(scope=sender) as visit:
        outcome = intake.receive(visit, [
            report("e", (3.5, 3.5)), report("w", (0.5, 0.5)), report("by area", None, area_code=cast.COMMUNITY),
            report("west's own", (3.5, 3.5)),
        ], index)
    assert [position for position, _ in outcome.stored] == [0]
    assert outcome.rejected == [(1, "area_not_allowed"), (2, "unknown_area"), (3, "area_not_allowed")]
    assert west not in str(outcome), "a foreign case's number is not told"


def test_nobody_stores_nothing(write):
    with write() as visit:
        index = cast.index_of(visit)
    with write(scope=cast.NOBODY) as visit:
        assert intake.receive(visit, [report("e")], index).rejected == [(0, "area_not_allowed")]


def test_any_text_comes_back_as_it_was_sent(write, read):
    texts = ["<script>alert(1)</script>", "😀 emoji", "\u202eright to left", "长" * 5_000, "", " ", "a\nb\tc",
             "'; DROP TABLE cases"]
    with write() as visit:
        numbers = [cast.open_case(visit, f"t-{number}", text=text, address=text) for number, text in enumerate(texts)]
    with read() as visit:
        found = dict(list(visit.session.execute(select(Case.case_no, Case.text))))
    assert [found[number] for number in numbers] == texts


def test_a_large_batch_is_stored_whole(write, read):
    spots = [(column + 0.5, row + 0.5) for column, row in cast.GRIDS] * 100
    with write() as visit:
        outcome = intake.receive(visit, [report(f"e-{i}", spot) for i, spot in enumerate(spots)], cast.index_of(visit))
    assert len(outcome.stored) == 1_600
    with read() as visit:
        per_area = Counter(visit.session.scalars(select(Case.area_code)))
        seqs = list(visit.session.scalars(select(Change.seq).order_by(Change.seq)))
    assert set(per_area.values()) == {100}
    assert seqs == list(range(1, 1_601))
