"""撤回: whoever sent something calls it back within seconds, as long as nobody has taken it; then all is as before."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.cases import offers, queries, tasks, withdrawal, workflow, worklist
from data.cases.given import Given
from data.cases.states import State, Verb
from data.errors import CityError
from data.models.case import CaseEvent, Dispatch, StageClock
from data.models.person import AuditRow, Person
from data.models.together import Instruction, Supervision
from data.profiles import kind
from data.scope import ROLES, Scope
from tests import cast
from tests.data.racing import race

DORA = Scope(person="dora", name="Dora", areas=frozenset({""}), may=ROLES["dispatcher"])
LEADER = Scope(person="lena", name="Lena", areas=frozenset({""}), may=ROLES["leader"])
CREW = Scope(person="crew", name="Crew", areas=frozenset({""}), may=ROLES["handler"])
ADMIN = Scope(person="ada", name="Ada", areas=frozenset({""}), may=ROLES["sysadmin"])
SECOND = timedelta(seconds=1)


@pytest.fixture
def number(write) -> str:
    """Return the number of a reported case."""
    with write() as visit:
        return cast.open_case(visit)


def move(write, scope, number, verb, version, *, after=0, **given):
    with write(scope=scope, now=cast.NOW + after * SECOND) as visit:
        return workflow.move(visit, number, verb, version=version, given=Given(**given))


def code_of(write, *args, **more) -> str:
    with pytest.raises(CityError) as refused:
        move(write, *args, **more)
    return refused.value.code


def offered(read, scope, number, after=0) -> set[Verb]:
    with read(scope=scope, now=cast.NOW + after * SECOND) as visit:
        return set(offers.offered(visit, workflow.find(visit, number))) & set(withdrawal.WITHDRAWS)


def test_a_sending_is_undone_and_leaves_its_trace(write, read, number):
    move(write, cast.ALICE, number, "dispatch", 1, units=(cast.SWEEPERS,), department="roads")
    case = move(write, cast.ALICE, number, "withdraw", 2, after=30)
    assert (case.state, case.department, case.dispatched_at, case.version) == ("accepted", "clean", None, 3)
    with read() as visit:
        assert cast.unit(visit, cast.SWEEPERS).status == "available"
        assert visit.session.scalars(select(Dispatch.outcome)).all() == ["withdrawn"]
        events = list(visit.session.scalars(select(CaseEvent).order_by(CaseEvent.version)))
        assert [event.verb for event in events] == ["report", "dispatch", "withdraw"]
        assert events[-1].details["withdrawn"] == 2
        assert (events[-1].details["department_before"], events[-1].details["department"]) == ("roads", "clean")
        noted = select(AuditRow.what).where(AuditRow.subject == number).order_by(AuditRow.seq)
        assert visit.session.scalars(noted).all() == ["case_dispatch", "case_withdraw"]
        stage = workflow.find(visit, number).stage_due_at
        assert stage is not None, "the clock of sending runs again"


def test_sending_and_calling_back_gains_no_time(write, read, number):
    move(write, cast.ALICE, number, "accept", 1)
    with read() as visit:
        due = workflow.find(visit, number).stage_due_at
    move(write, cast.ALICE, number, "dispatch", 2, after=600, units=(cast.SWEEPERS,))
    assert move(write, cast.ALICE, number, "withdraw", 3, after=620).stage_due_at == due
    with read() as visit:
        case = workflow.find(visit, number)
        clocks = list(visit.session.scalars(select(StageClock).order_by(StageClock.id)))
        assert [(one.stage, one.ended_at is None) for one in clocks] == [
            ("register", False), ("dispatch", True), ("sign", False)]
        assert worklist.waiting_since(visit, [case]) == {case.id: cast.NOW}
    move(write, cast.ALICE, number, "dispatch", 4, after=700, units=(cast.SWEEPERS,))
    with read() as visit:
        open_now = select(StageClock.stage).where(StageClock.ended_at.is_(None))
        assert visit.session.scalars(open_now).all() == ["sign"]


def test_a_recalled_case_has_the_limit_of_sending_anew_and_its_deadline_as_before(write, read, number):
    case = move(write, cast.ALICE, number, "accept", 1)
    first, due = case.stage_due_at, case.due_at
    move(write, cast.ALICE, number, "dispatch", 2, after=600, units=(cast.SWEEPERS,))
    case = move(write, cast.ALICE, number, "recall", 3, after=3_600)
    assert (case.stage_due_at, case.due_at) == (first + 3_600 * SECOND, due)
    with read() as visit:
        clocks = list(visit.session.scalars(select(StageClock).order_by(StageClock.id)))
        assert [(one.stage, one.ended_at is None) for one in clocks] == [
            ("register", False), ("dispatch", False), ("sign", False), ("dispatch", True)]


def test_it_is_offered_to_the_sender_alone_and_only_so_long(write, read, number):
    move(write, cast.ALICE, number, "dispatch", 1, units=(cast.SWEEPERS,))
    assert offered(read, cast.ALICE, number, 30) == {Verb.WITHDRAW}
    assert offered(read, cast.ALICE, number, 31) == set()
    assert offered(read, DORA, number) == set()
    with read(now=cast.NOW, scope=cast.ALICE) as visit:
        case = workflow.find(visit, number)
        assert withdrawal.until(visit, case, Verb.WITHDRAW) == cast.NOW + 30 * SECOND


def test_too_late_and_others_are_told_why(write, number):
    move(write, cast.ALICE, number, "dispatch", 1, units=(cast.SWEEPERS,))
    assert code_of(write, DORA, number, "withdraw", 2) == "withdraw_not_yours"
    assert code_of(write, CREW, number, "withdraw", 2) == "not_allowed"
    assert code_of(write, cast.BO, number, "withdraw", 2) == "not_allowed"
    assert code_of(write, cast.ALICE, number, "withdraw", 2, after=31) == "withdraw_too_late"
    move(write, CREW, number, "sign", 2, after=5)
    assert code_of(write, cast.ALICE, number, "withdraw", 3, after=6) == "withdraw_signed"


def test_a_unit_that_is_under_way_is_recalled_not_withdrawn(write, number):
    move(write, cast.ALICE, number, "dispatch", 1, units=(cast.SWEEPERS,))
    with write() as visit:
        visit.session.scalars(select(Dispatch)).one().under_way_at = visit.now
    assert code_of(write, cast.ALICE, number, "withdraw", 2, after=3) == "withdraw_under_way"


def test_how_long_is_the_citys_to_say(write, number):
    with write(scope=ADMIN) as visit:
        kind.change(visit, "desk", "city", {"withdraw_seconds": 5}, seen=0)
    move(write, cast.ALICE, number, "dispatch", 1, units=(cast.SWEEPERS,))
    assert code_of(write, cast.ALICE, number, "withdraw", 2, after=6) == "withdraw_too_late"
    assert move(write, cast.ALICE, number, "withdraw", 2, after=5).state == "accepted"


@pytest.mark.parametrize(("body", "code"), [
    ({"withdraw_seconds": -1}, "profile_bad_field"), ({"withdraw_seconds": 601}, "profile_bad_field"),
    ({"most_at_once": 0}, "profile_bad_field"), ({"ageing_p1": "60"}, "profile_bad_field"),
    ({"ageing_p9": 1}, "profile_unknown_field"),
])
def test_numbers_that_cannot_be_meant_are_refused(write, body, code):
    with write(scope=ADMIN) as visit, pytest.raises(CityError) as refused:
        kind.change(visit, "desk", "city", body, seen=0)
    assert refused.value.code == code


def test_of_two_sendings_the_last_is_undone_first_and_the_other_stays_out(write, read, number):
    move(write, cast.ALICE, number, "dispatch", 1, units=(cast.SWEEPERS,))
    move(write, cast.ALICE, number, "dispatch", 2, after=2, units=(cast.OFFICER,))
    assert move(write, cast.ALICE, number, "withdraw", 3, after=4).state == "dispatched"
    with read() as visit:
        assert (cast.unit(visit, cast.SWEEPERS).status, cast.unit(visit, cast.OFFICER).status) == (
            "dispatched", "available")
    assert move(write, cast.ALICE, number, "withdraw", 4, after=6).state == "accepted"
    assert code_of(write, cast.ALICE, number, "withdraw", 5, after=7) == "withdraw_signed"


def test_after_somebody_else_sent_more_the_first_sender_is_late(write, number):
    move(write, cast.ALICE, number, "dispatch", 1, units=(cast.SWEEPERS,))
    move(write, DORA, number, "dispatch", 2, after=2, units=(cast.OFFICER,))
    assert code_of(write, cast.ALICE, number, "withdraw", 3, after=4) == "withdraw_not_yours"


def test_the_receivers_phone_has_no_such_task_any_more(write, read, number):
    with write() as visit:
        visit.session.add(Person(id="crew", name="环卫一队", name_en="Crew", may=[], areas=[""], department="clean",
                                 unit=cast.SWEEPERS))

    def on_the_phone() -> list[str]:
        with read(scope=CREW) as visit:
            return [task.case.case_no for task in tasks.tasks_of(visit)]

    move(write, cast.ALICE, number, "dispatch", 1, units=(cast.SWEEPERS,))
    assert on_the_phone() == [number]
    move(write, cast.ALICE, number, "withdraw", 2, after=3)
    assert on_the_phone() == []


def test_of_who_signs_and_who_withdraws_at_once_exactly_one_wins(write, read, number):
    move(write, cast.ALICE, number, "dispatch", 1, units=(cast.SWEEPERS,))
    runners = [(cast.ALICE, "withdraw"), (CREW, "sign")] * 3

    def run(runner: int) -> str:
        scope, verb = runners[runner]
        return move(write, scope, number, verb, 2, after=3).state

    outcomes = race(run, len(runners))
    assert sum(one in ("accepted", "signed") for one in outcomes) == 1
    assert set(outcomes) <= {"accepted", "signed", "case_changed", "illegal_move", "withdraw_signed"}
    with read() as visit:
        case = workflow.find(visit, number)
        assert case.version == 3
        assert cast.unit(visit, cast.SWEEPERS).status == ("available" if case.state == "accepted" else "dispatched")


def test_a_supervision_is_called_back_until_it_is_received(write, read, number):
    move(write, LEADER, number, "supervise", 1, note="今天办完")
    assert offered(read, LEADER, number) == {Verb.WITHDRAW_SUPERVISION}
    assert code_of(write, DORA, number, "withdraw_supervision", 2) == "withdraw_not_yours"
    assert not move(write, LEADER, number, "withdraw_supervision", 2, after=9).is_supervised
    with read() as visit:
        assert visit.session.scalars(select(Supervision.lifted_by)).all() == ["Lena"]
    move(write, LEADER, number, "supervise", 3, after=10, note="再督")
    move(write, DORA, number, "receive_supervision", 4, after=11)
    assert code_of(write, LEADER, number, "withdraw_supervision", 5, after=12) == "withdraw_received"
    assert offered(read, LEADER, number, 12) == set()


@pytest.mark.parametrize("audience", ["all", "desk"])
def test_an_instruction_called_back_is_its_writers_alone_and_stays_in_the_records(write, read, number, audience):
    move(write, LEADER, number, "instruct", 1, note="请张局长到场", audience=audience)
    assert code_of(write, cast.BO, number, "withdraw_instruction", 2) == "withdraw_not_yours"
    assert code_of(write, LEADER, number, "withdraw_instruction", 2, after=31) == "withdraw_too_late"
    move(write, LEADER, number, "withdraw_instruction", 2, after=5)
    for scope, words in ((LEADER, "请张局长到场"), (DORA, "")):
        with read(scope=scope) as visit:
            case = workflow.find(visit, number)
            told = queries.timeline(visit, case)
            assert [(one.verb, one.note) for one in told[1:]] == [("instruct", words), ("withdraw_instruction", "")]
    with read(scope=DORA) as visit:
        case = workflow.find(visit, number)
        assert "请张局长到场" not in str(queries.timelines(visit, [case]))
        assert visit.session.scalars(select(Instruction.text)).all() == ["请张局长到场"]


def test_where_a_case_lands_is_read_from_its_last_sending(write, read, number):
    with read() as visit:
        assert withdrawal.landing(visit, workflow.find(visit, number)) is State.ACCEPTED
