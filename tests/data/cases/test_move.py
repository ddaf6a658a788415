"""Moving a case: by the table, by the permission, by the version its mover saw, and never without an event."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.cases import intake, workflow
from data.cases.states import MOVES, State, Verb
from data.errors import CityError, Conflict, IllegalMove, Invalid, NotAllowed, NotFound
from data.models.case import Case, CaseEvent, Dispatch
from data.models.change import Change
from data.scope import ROLES, Scope
from tests import cast
from tests.data.racing import race

MOVERS = {name: Scope(person=name, name=name, areas=frozenset({""}), may=may) for name, may in ROLES.items()}
SHIFT = [("accept", {}), ("dispatch", {"units": (cast.SWEEPERS,)}), ("recall", {}),
         ("dispatch", {"units": (cast.SWEEPERS, cast.OFFICER)}), ("acknowledge", {}), ("start", {}), ("finish", {}),
         ("return", {"note": "还有一半"}), ("dispatch", {"units": (cast.SWEEPERS,)}), ("start", {}), ("finish", {}),
         ("close", {})]


def case_of(visit, number: str) -> Case:
    return visit.session.scalars(select(Case).where(Case.case_no == number)).one()


def put_in(write, state: State, names) -> dict[tuple[str, str], str]:
    """Store one case in the state for each name; return their numbers."""
    reports = [cast.report("/".join(name), state=state) for name in names]
    with write() as visit:
        stored = intake.receive(visit, reports, cast.index_of(visit), live=False).stored
    return {name: number for name, (_, number) in zip(names, stored, strict=True)}


def attempt(write, scope, number: str, verb: str, version: int) -> str:
    """Try the move with everything it could need; return the state after it, or the refusal's code."""
    try:
        with write(scope=scope) as visit:
            units = (cast.SWEEPERS,) if verb == Verb.DISPATCH else ()
            return workflow.move(visit, number, verb, version=version, note="说明", units=units).state
    except CityError as error:
        return error.code


def free_units(write) -> None:
    with write() as visit:
        for dispatch in visit.session.scalars(select(Dispatch).where(Dispatch.ended_at.is_(None))):
            dispatch.ended_at = visit.now
        cast.unit(visit, cast.SWEEPERS).status = "available"


@pytest.mark.parametrize("state", State)
def test_every_verb_from_every_state_by_every_role_is_allowed_or_refused(write, state):
    names = [(verb.value, role) for verb in Verb for role in MOVERS]
    numbers = put_in(write, state, names)
    version = 1 if state is State.REPORTED else 2
    found, wanted = {}, {}
    for verb, role in names:
        found[verb, role] = attempt(write, MOVERS[role], numbers[verb, role], verb, version)
        if found[verb, role] == State.DISPATCHED or verb == Verb.DISPATCH:
            free_units(write)
        move = MOVES.get((state, Verb(verb)))
        if move is None:
            wanted[verb, role] = "illegal_move"
        elif move.permission not in ROLES[role]:
            wanted[verb, role] = "not_allowed"
        else:
            wanted[verb, role] = move.to or state
    assert found == wanted


@pytest.mark.parametrize("verb", ["", "fly", "ACCEPT", "report", "\0", "accept "])
def test_a_verb_that_is_none_is_an_illegal_move(write, verb):
    with write() as visit:
        number = cast.open_case(visit)
        with pytest.raises(IllegalMove):
            workflow.move(visit, number, verb, version=1)


def test_a_whole_shift_leaves_one_event_for_each_version(write, read):
    with write() as visit:
        number = cast.open_case(visit)
    for version, (verb, given) in enumerate(SHIFT, start=1):
        with write(scope=cast.ALICE, now=cast.NOW + timedelta(minutes=version)) as visit:
            assert workflow.move(visit, number, verb, version=version, **given).version == version + 1
    with read() as visit:
        case = case_of(visit, number)
        events = list(visit.session.scalars(select(CaseEvent).order_by(CaseEvent.id)))
        dispatches = list(visit.session.scalars(select(Dispatch).order_by(Dispatch.id)))
        assert [event.version for event in events] == list(range(1, len(SHIFT) + 2))
        assert [event.verb for event in events] == ["report", *(verb for verb, _ in SHIFT)]
        assert [event.before for event in events] == ["", *(event.after for event in events[:-1])]
        assert {event.by_name for event in events[1:]} == {"Alice"}
        assert events[8].note == "还有一半"
        assert events[2].details["units"] == [cast.SWEEPERS]
        assert [(one.unit_id, one.outcome) for one in dispatches] == [
            (cast.SWEEPERS, "recalled"), (cast.OFFICER, "finished"), (cast.SWEEPERS, "finished"),
            (cast.SWEEPERS, "finished")]
        assert (case.state, case.is_open) == ("closed", False)
        assert case.first_response_at == cast.NOW + timedelta(minutes=1)
        assert case.acknowledged_at == cast.NOW + timedelta(minutes=5)
        assert case.handled_at == cast.NOW + timedelta(minutes=11), "the last time, not the one it was returned from"
        assert case.closed_at == cast.NOW + timedelta(minutes=12)


def test_a_returned_case_is_not_handled_any_more(write, read):
    numbers = put_in(write, State.IN_HANDLING, [("a",)])
    with write() as visit:
        assert workflow.move(visit, numbers["a",], "finish", version=2).handled_at == cast.NOW
        assert workflow.move(visit, numbers["a",], "return", version=3, note="没有处理").handled_at is None


def test_to_acknowledge_is_not_to_respond(write):
    with write(scope=Scope.of_job("x")) as visit:
        number = cast.open_case(visit)
    with write(scope=cast.ALICE) as visit:
        case = workflow.move(visit, number, "acknowledge", version=1)
        assert (case.state, case.acknowledged_by, case.first_response_at) == ("reported", "Alice", None)


@pytest.mark.parametrize(("verb", "given", "code"), [
    ("decline", {}, "note_needed"), ("void", {"note": " \n\t"}, "note_needed"), ("dispatch", {}, "units_needed"),
    ("accept", {"note": "长" * 2_001}, "note_too_long"),
])
def test_what_a_move_needs_must_be_given(write, read, verb, given, code):
    with write() as visit:
        number = cast.open_case(visit)
        with pytest.raises(Invalid) as refused:
            workflow.move(visit, number, verb, version=1, **given)
        assert refused.value.code == code
    with read() as visit:
        assert case_of(visit, number).version == 1


@pytest.mark.parametrize("version", [0, 2, 3, -1, 10**9])
def test_a_move_needs_the_version_its_mover_saw(write, read, version):
    with write() as visit:
        number = cast.open_case(visit)
    with pytest.raises(Conflict) as refused, write() as visit:
        workflow.move(visit, number, "accept", version=version)
    assert (refused.value.code, refused.value.values["case_no"]) == ("case_changed", number)
    with read() as visit:
        assert case_of(visit, number).state == "reported"
        assert visit.session.scalars(select(CaseEvent.version)).all() == [1]


def test_the_second_of_two_who_saw_the_same_is_told(write):
    with write() as visit:
        number = cast.open_case(visit)
    with write(scope=cast.ALICE) as visit:
        workflow.move(visit, number, "acknowledge", version=1)
    with pytest.raises(Conflict), write(scope=cast.ALICE) as visit:
        workflow.move(visit, number, "accept", version=1)


def test_of_many_who_move_at_once_one_wins(write, read):
    with write() as visit:
        number = cast.open_case(visit)

    def accept(_: int) -> str:
        with write(scope=cast.ALICE) as visit:
            return workflow.move(visit, number, "accept", version=1).state

    outcomes = race(accept, 6)
    assert outcomes.count("accepted") == 1
    assert set(outcomes) <= {"accepted", "case_changed", "illegal_move"}
    with read() as visit:
        assert case_of(visit, number).version == 2
        assert visit.session.scalars(select(CaseEvent.version).order_by(CaseEvent.version)).all() == [1, 2]


def test_strangers_are_refused_and_learn_nothing(write):
    with write() as visit:
        near, far = cast.open_case(visit, "near", (0.5, 0.5)), cast.open_case(visit, "far", (3.5, 3.5))
    with pytest.raises(NotAllowed) as refused, write(scope=cast.BO) as visit:
        workflow.move(visit, near, "accept", version=1)
    assert refused.value.values["permission"] == "cases.move"
    with pytest.raises(NotAllowed), write(scope=cast.CHEN) as visit:
        workflow.move(visit, near, "dispatch", version=1, units=(cast.OFFICER,))
    for scope, number in ((cast.CHEN, far), (cast.BO, far), (cast.NOBODY, near), (cast.ALICE, "26031899999")):
        with pytest.raises(NotFound) as unknown, write(scope=scope) as visit:
            workflow.move(visit, number, "accept", version=1)
        assert unknown.value.code == "case_not_found"
        assert unknown.value.values == {"case_no": number}
    with write(scope=cast.CHEN) as visit:
        assert workflow.move(visit, near, "accept", version=1).state == "accepted"


def test_screens_hear_of_the_case_and_of_each_unit(write, read):
    with write() as visit:
        number = cast.open_case(visit)
        workflow.move(visit, number, "dispatch", version=1, units=(cast.SWEEPERS, cast.OFFICER))
    with read() as visit:
        lines = list(visit.session.scalars(select(Change).order_by(Change.seq)))
    assert [(line.kind, line.key) for line in lines] == [
        ("case", number), ("unit", cast.OFFICER), ("unit", cast.SWEEPERS), ("case", number)]
    assert [line.body["version"] for line in lines if line.kind == "case"] == [1, 2]
    assert [line.body["status"] for line in lines if line.kind == "unit"] == ["dispatched", "dispatched"]
    assert lines[1].area_code == cast.COMMUNITY, "a unit is told to those who see the area it serves"


def test_a_refused_dispatch_leaves_nothing(write, read):
    with write() as visit:
        first, second = cast.open_case(visit, "first"), cast.open_case(visit, "second")
        workflow.move(visit, first, "dispatch", version=1, units=(cast.SWEEPERS,))
    with pytest.raises(Conflict) as refused, write() as visit:
        workflow.move(visit, second, "dispatch", version=1, units=(cast.OFFICER, cast.SWEEPERS))
    assert refused.value.code == "unit_engaged"
    with read() as visit:
        assert case_of(visit, second).version == 1
        assert cast.unit(visit, cast.OFFICER).status == "available"
        assert len(visit.session.scalars(select(Dispatch)).all()) == 1


def test_of_many_who_send_the_same_unit_at_once_one_wins(write, read):
    with write() as visit:
        numbers = [cast.open_case(visit, f"e-{number}") for number in range(6)]

    def send(mover: int) -> str:
        with write(scope=cast.ALICE) as visit:
            return workflow.move(visit, numbers[mover], "dispatch", version=1, units=(cast.SWEEPERS,)).state

    outcomes = race(send, 6)
    assert sorted(outcomes) == ["dispatched", *["unit_engaged"] * 5]
    with read() as visit:
        assert len(visit.session.scalars(select(Dispatch)).all()) == 1
        states = sorted(visit.session.scalars(select(Case.state)))
        assert states == ["dispatched", *["reported"] * 5]


def test_two_who_send_the_same_two_units_the_other_way_round_do_not_wait_for_each_other(write):
    with write() as visit:
        numbers = [cast.open_case(visit, f"e-{number}") for number in range(6)]
    pairs = [(cast.SWEEPERS, cast.OFFICER), (cast.OFFICER, cast.SWEEPERS)]

    def send(mover: int) -> str:
        with write(scope=cast.ALICE) as visit:
            return workflow.move(visit, numbers[mover], "dispatch", version=1, units=pairs[mover % 2]).state

    assert sorted(race(send, 6)) == ["dispatched", *["unit_engaged"] * 5]
