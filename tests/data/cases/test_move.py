"""Moving a case: by the table, by the permission, by the version its mover saw, and never without an event."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from data.cases import clocks, intake, workflow
from data.cases.given import Given, Part, Said
from data.cases.states import MOVES, State, Verb
from data.errors import CityError, Conflict, IllegalMove, Invalid, NotAllowed, NotFound
from data.models.case import Case, CaseEvent, Dispatch
from data.models.change import Change
from data.scope import ROLES, Scope
from tests import cast
from tests.data.racing import race

MOVERS = {name: Scope(person=name, name=name, areas=frozenset({""}), may=may) for name, may in ROLES.items()}
YES = Said(contacted=True, solved=True, satisfied=True)
SHIFT = [("alice", "accept", {}), ("alice", "dispatch", {"units": (cast.SWEEPERS,)}), ("alice", "recall", {}),
         ("alice", "dispatch", {"units": (cast.SWEEPERS, cast.OFFICER)}), ("alice", "acknowledge", {}),
         ("crew", "sign", {}), ("crew", "start", {}), ("crew", "finish", {}),
         ("vera", "rework", {"note": "还有一半"}), ("alice", "dispatch", {"units": (cast.SWEEPERS,)}),
         ("crew", "start", {}), ("crew", "finish", {}), ("alice", "send_to_verify", {}), ("vera", "verify", {}),
         ("cara", "call_back", {"reply": YES}), ("lee", "evaluate", {"grade": 5}), ("alice", "close", {})]
"""Who does what with what: a whole course with one rework."""
CREW = {
    "alice": cast.ALICE, "crew": Scope(person="crew", name="Crew", areas=frozenset({""}), may=ROLES["handler"]),
    "vera": Scope(person="vera", name="Vera", areas=frozenset({""}), may=ROLES["verifier"]),
    "cara": Scope(person="cara", name="Cara", areas=frozenset({""}), may=ROLES["caller"]),
    "lee": Scope(person="lee", name="Lee", areas=frozenset({""}), may=ROLES["leader"]),
}
EVERYTHING = Given(note="说明", units=(cast.SWEEPERS,), class_code="0102", until=cast.NOW + timedelta(days=9),
                   reply=YES, grade=4, parts=(Part(text="一半", department="roads"),), departments=("roads", "clean"))
"""All that a move could need, but the case to merge into, which each test names."""


def case_of(visit, number: str) -> Case:
    return visit.session.scalars(select(Case).where(Case.case_no == number)).one()


def put_in(write, state: State, names) -> dict[tuple[str, str], str]:
    """Store one case in the state for each name; return their numbers."""
    reports = [cast.report("/".join(name), state=state) for name in names]
    with write() as visit:
        stored = intake.receive(visit, reports, cast.index_of(visit), live=False).stored
    return {name: number for name, (_, number) in zip(names, stored, strict=True)}


def attempt(write, scope, number: str, verb: str, version: int, **more) -> str:
    """Try the move with everything it could need; return the state after it, or the refusal's code."""
    try:
        with write(scope=scope) as visit:
            return workflow.move(visit, number, verb, version=version, given=replace(EVERYTHING, **more)).state
    except CityError as error:
        return error.code


FACTS = {"asked": "asked_needed", "whistled": "whistled_needed", "supervised": "supervised_needed"}
"""What must be so of a case; a fresh one has none of it."""
OF_ALARMS = {"shelve": "no_alarm", "unshelve": "not_shelved",  # an ordinary case has none, and nobody just sent it
             "withdraw": "withdraw_not_yours", "withdraw_instruction": "withdraw_not_yours"}


def expected(state: State, verb: str, role: str) -> str:
    if (move := MOVES.get((state, Verb(verb)))) is None:
        return "withdraw_signed" if verb == "withdraw" else "illegal_move"
    if not ROLES[role].intersection(move.permissions):
        return "not_allowed"
    missing = [FACTS[need] for need in sorted(move.needs) if need in FACTS]
    return OF_ALARMS.get(verb) or (missing[0] if missing else (move.to or state))


def free_units(write) -> None:
    with write() as visit:
        for dispatch in visit.session.scalars(select(Dispatch).where(Dispatch.ended_at.is_(None))):
            dispatch.ended_at = visit.now
        cast.unit(visit, cast.SWEEPERS).status = "available"


@pytest.mark.parametrize(("backend", "state"), [("sqlite", one) for one in State])  # the table asks no database
def test_every_verb_from_every_state_by_every_role_is_allowed_or_refused(write, state):
    names = [(verb.value, role) for verb in Verb for role in MOVERS]
    numbers = put_in(write, state, names)
    target = put_in(write, State.ACCEPTED, [("target",)])["target",]
    version = 1 if state is State.REPORTED else 2
    found, wanted = {}, {}
    for verb, role in names:
        found[verb, role] = attempt(write, MOVERS[role], numbers[verb, role], verb, version, into=target)
        if found[verb, role] == State.DISPATCHED or verb == Verb.DISPATCH:
            free_units(write)
        wanted[verb, role] = expected(state, verb, role)
    escalated = {name: code for name, code in found.items() if code == "below_the_community"}
    assert {verb for verb, _ in escalated} <= {Verb.DELEGATE.value}, "a fresh case lies with its community already"
    assert {name: code for name, code in found.items() if name not in escalated} == {
        name: code for name, code in wanted.items() if name not in escalated}


@pytest.mark.parametrize("verb", ["", "fly", "ACCEPT", "report", "\0", "accept "])
def test_a_verb_that_is_none_is_an_illegal_move(write, verb):
    with write() as visit:
        number = cast.open_case(visit)
        with pytest.raises(IllegalMove):
            workflow.move(visit, number, verb, version=1)


def test_a_whole_shift_leaves_one_event_for_each_version(write, read):
    with write() as visit:
        number = cast.open_case(visit)
    for version, (who, verb, given) in enumerate(SHIFT, start=1):
        with write(scope=CREW[who], now=cast.NOW + timedelta(minutes=version)) as visit:
            moved = workflow.move(visit, number, verb, version=version, given=Given(**given))
            assert moved.version == version + 1
    with read() as visit:
        case = case_of(visit, number)
        events = list(visit.session.scalars(select(CaseEvent).order_by(CaseEvent.id)))
        dispatches = list(visit.session.scalars(select(Dispatch).order_by(Dispatch.id)))
        assert [event.version for event in events] == list(range(1, len(SHIFT) + 2))
        assert [event.verb for event in events] == ["report", *(verb for _, verb, _ in SHIFT)]
        assert [event.before for event in events] == ["", *(event.after for event in events[:-1])]
        assert [event.person for event in events[1:]] == [who for who, _, _ in SHIFT]
        assert events[9].note == "还有一半"
        assert events[2].details["units"] == [cast.SWEEPERS]
        assert [(one.unit_id, one.outcome, one.is_lead) for one in dispatches] == [
            (cast.SWEEPERS, "recalled", True), (cast.OFFICER, "finished", False), (cast.SWEEPERS, "finished", True),
            (cast.SWEEPERS, "finished", True)]
        assert (case.state, case.is_open, case.reworks, case.grade, case.satisfied) == ("closed", False, 1, 5, True)
        assert case.first_response_at == cast.NOW + timedelta(minutes=1)
        assert case.acknowledged_at == cast.NOW + timedelta(minutes=5)
        assert case.handled_at == cast.NOW + timedelta(minutes=12), "the last time, not the one it was sent back from"
        assert case.closed_at == cast.NOW + timedelta(minutes=17)


def test_each_stage_has_its_clock_and_the_last_one_stops(write, read):
    with write() as visit:
        number = cast.open_case(visit)
    for version, (who, verb, given) in enumerate(SHIFT, start=1):
        with write(scope=CREW[who], now=cast.NOW + timedelta(minutes=version)) as visit:
            workflow.move(visit, number, verb, version=version, given=Given(**given))
    with read() as visit:
        case = case_of(visit, number)
        ran = clocks.clocks_of(visit, case)
        assert [clock.stage for clock in ran] == [
            "register", "dispatch", "sign", "dispatch", "sign", "handle", "verify", "dispatch", "sign", "handle",
            "verify", "follow_up", "evaluate", "close"]
        assert all(clock.ended_at is not None for clock in ran)
        assert [clock.begun_at for clock in ran[1:]] == [clock.ended_at for clock in ran[:-1]]
        assert case.stage_due_at is None


def test_what_must_be_done_again_is_not_handled_any_more(write):
    numbers = put_in(write, State.IN_HANDLING, [("a",)])
    with write(scope=CREW["crew"]) as visit:
        assert workflow.move(visit, numbers["a",], "finish", version=2).handled_at == cast.NOW
    with write(scope=CREW["vera"]) as visit:
        assert workflow.move(visit, numbers["a",], "rework", version=3, note="没有处理").handled_at is None


def test_nobody_verifies_what_they_handled(write):
    numbers = put_in(write, State.IN_HANDLING, [("a",)])
    both = Scope(person="both", name="Both", areas=frozenset({""}), may=ROLES["handler"] | ROLES["verifier"])
    with write(scope=both) as visit:
        workflow.move(visit, numbers["a",], "finish", version=2)
    for verb in ("verify", "rework"):
        with pytest.raises(NotAllowed) as refused, write(scope=both) as visit:
            workflow.move(visit, numbers["a",], verb, version=3, note="看过了")
        assert refused.value.code == "own_handling"
    with write(scope=CREW["vera"]) as visit:
        assert workflow.move(visit, numbers["a",], "verify", version=3).state == "follow_up"


def test_a_reporter_who_is_not_satisfied_cannot_be_called_back_into_closing(write):
    numbers = put_in(write, State.FOLLOW_UP, [("a",)])
    for said in (Said(contacted=True, solved=False), Said(contacted=True, solved=True, satisfied=False)):
        with pytest.raises(Invalid) as refused, write(scope=CREW["cara"]) as visit:
            workflow.move(visit, numbers["a",], "call_back", version=2, given=Given(reply=said))
        assert refused.value.code == "not_satisfied"
    with write(scope=CREW["cara"]) as visit:
        case = workflow.move(visit, numbers["a",], "dissatisfied", version=2, note="没有修好")
        assert (case.state, case.reopenings, case.satisfied, case.closed_at) == ("reopened", 1, False, None)


def test_who_is_not_satisfied_but_cannot_be_helped_stays_not_satisfied_to_the_end(write):
    """A demand that cannot be met is not handled a second time; its no counts in the rates all the same."""
    numbers = put_in(write, State.FOLLOW_UP, [("a",)])
    said = Said(contacted=True, solved=True, satisfied=False)
    with pytest.raises(Invalid), write(scope=CREW["cara"]) as visit:
        workflow.move(visit, numbers["a",], "call_back", version=2, given=Given(reply=said, note="  "))
    with write(scope=CREW["cara"]) as visit:
        case = workflow.move(visit, numbers["a",], "call_back", version=2,
                             given=Given(reply=said, note="诉求超出法规许可,已当面解释"))
        assert (case.state, case.contacted, case.solved, case.satisfied) == ("to_evaluate", True, True, False)


@pytest.mark.parametrize(("channel", "contacted"), [("hotline", False), ("phone", False), ("patrol", None),
                                                    ("sensor", None), ("video", None)])
def test_nobody_reached_counts_only_where_somebody_reported(write, channel, contacted):
    report = replace(cast.report("a"), state=State.FOLLOW_UP, channel=channel)
    with write() as visit:
        number = intake.receive(visit, [report], cast.index_of(visit), live=False).stored[0][1]
    with write(scope=CREW["cara"]) as visit:
        given = Given(reply=Said(contacted=False))
        case = workflow.move(visit, number, "call_back", version=2, given=given)
        assert (case.state, case.contacted, case.solved) == ("to_evaluate", contacted, None)


def test_what_was_passed_up_is_no_longer_the_communitys_to_decide(write):
    with write() as visit:
        number = cast.open_case(visit)
    with write(scope=cast.CHEN) as visit:
        assert workflow.move(visit, number, "accept", version=1).state == "accepted"
    street = Scope(person="sam", name="Sam", areas=frozenset({cast.COMMUNITY[:9]}), may=ROLES["street"])
    with write(scope=street) as visit:
        assert workflow.move(visit, number, "escalate", version=2, note="需要街道协调").level == 3
    with pytest.raises(NotAllowed) as refused, write(scope=cast.CHEN) as visit:
        workflow.move(visit, number, "void", version=3, note="不办了")
    assert refused.value.code == "held_above"
    with write(scope=street) as visit:
        assert workflow.move(visit, number, "delegate", version=3, note="社区可办").level == 4
    with pytest.raises(Conflict) as refused, write(scope=street) as visit:
        workflow.move(visit, number, "delegate", version=4, note="再往下")
    assert refused.value.code == "below_the_community"


def test_there_is_no_level_above_the_city(write):
    with write(scope=cast.ALICE) as visit:
        number = cast.open_case(visit)
        for version in (1, 2, 3):
            workflow.move(visit, number, "escalate", version=version, note="请上级协调")
    with pytest.raises(Conflict) as refused, write(scope=cast.ALICE) as visit:
        workflow.move(visit, number, "escalate", version=4, note="再往上")
    assert refused.value.code == "above_the_city"


def test_a_suspended_cases_clock_stands_still(write):
    with write(scope=cast.ALICE) as visit:
        number = cast.open_case(visit)
        due = workflow.move(visit, number, "accept", version=1).due_at
        workflow.move(visit, number, "suspend", version=2, note="等待权属单位")
    with write(scope=cast.ALICE, now=cast.NOW + timedelta(days=2)) as visit:
        case = workflow.move(visit, number, "resume", version=3)
        assert (case.due_at, case.paused_at) == (due + timedelta(days=2), None)


def test_more_time_is_asked_for_and_granted_by_somebody_else(write):
    numbers = put_in(write, State.IN_HANDLING, [("a",)])
    later = cast.NOW + timedelta(days=3)
    with write(scope=CREW["crew"]) as visit:
        case = workflow.move(visit, numbers["a",], "ask_extension", version=2, given=Given(until=later, note="等备件"))
        assert case.asked_due_at == later
    with pytest.raises(Conflict) as refused, write(scope=CREW["crew"]) as visit:
        workflow.move(visit, numbers["a",], "ask_extension", version=3, given=Given(until=later, note="再问"))
    assert refused.value.code == "asked_already"
    with pytest.raises(NotAllowed), write(scope=CREW["crew"]) as visit:
        workflow.move(visit, numbers["a",], "grant_extension", version=3)
    with write(scope=cast.ALICE) as visit:
        case = workflow.move(visit, numbers["a",], "grant_extension", version=3)
        assert (case.due_at, case.asked_due_at, case.extensions) == (later, None, 1)


def test_a_class_is_confirmed_by_a_person_and_the_deadline_follows(write):
    with write(scope=cast.ALICE) as visit:
        number = cast.open_case(visit, category="no such class")
        case = workflow.move(visit, number, "classify", version=1, given=Given(class_code="0102"))
        assert (case.class_code, case.department, case.due_at) == ("0102", "roads", cast.NOW + timedelta(hours=24))
    with pytest.raises(NotFound) as refused, write(scope=cast.ALICE) as visit:
        workflow.move(visit, number, "classify", version=2, given=Given(class_code="9999"))
    assert refused.value.code == "class_not_found"


def test_to_acknowledge_is_not_to_respond(write):
    with write(scope=Scope.of_job("x")) as visit:
        number = cast.open_case(visit)
    with write(scope=cast.ALICE) as visit:
        case = workflow.move(visit, number, "acknowledge", version=1)
        assert (case.state, case.acknowledged_by, case.first_response_at) == ("reported", "Alice", None)


@pytest.mark.parametrize(("verb", "given", "code"), [
    ("decline", {}, "note_needed"), ("void", {"note": " \n\t"}, "note_needed"), ("dispatch", {}, "units_needed"),
    ("classify", {}, "class_code_needed"), ("merge", {}, "into_needed"),
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
