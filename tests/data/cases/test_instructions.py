"""Instructions: all, the desk or leaders may read them, and the writer always; nobody else learns their words."""

import pytest
from sqlalchemy import delete, update

from data.cases import instructions, queries, workflow
from data.cases.given import Given
from data.errors import NotFound
from data.models.together import Instruction
from data.scope import ROLES, Grant, Scope
from tests import cast

WHOLE = frozenset({""})
DESK, LEADER = cast.ALICE, cast.BO
SUPERVISOR = Scope(person="sue", name="Sue", areas=WHOLE, may=frozenset({"cases.view", "cases.supervise"}))
HANDLER = Scope(person="hal", name="Hal", areas=WHOLE, may=ROLES["handler"])
ROADS_DESK = Scope.of_grants("rod", "Rod", [Grant(permission="cases.view"),
                                            Grant(permission="cases.dispatch", department="roads")])
"""Sees every case, and sends people to those of the roads office only."""
FAR_DESK = Scope.of_grants("far", "Far", [Grant(permission="cases.view"),
                                          Grant(permission="cases.dispatch", area=cast.EAST_DISTRICT)])


def instruct(write, number: str, text: str, audience: str, scope=LEADER) -> None:
    """Write an instruction."""
    with write(scope=scope) as visit:
        version = workflow.find(visit, number).version
        workflow.move(visit, number, "instruct", version=version, given=Given(note=text, audience=audience))


@pytest.fixture
def number(write) -> str:
    """Return the number of a case of garbage with one instruction for each audience, all by Bo."""
    with write() as visit:
        number = cast.open_case(visit)
    for audience in ("all", "desk", "leaders"):
        instruct(write, number, f"for {audience}", audience)
    return number


def known(read, number, scope) -> list[str]:
    with read(scope=scope) as visit:
        return [one.audience for one in instructions.readable(visit, workflow.find(visit, number))]


@pytest.mark.parametrize(("scope", "readable"), [
    (LEADER, ["all", "desk", "leaders"]), (DESK, ["all", "desk", "leaders"]), (SUPERVISOR, ["all", "leaders"]),
    (HANDLER, ["all"]), (cast.CHEN, ["all"]), (ROADS_DESK, ["all"]), (FAR_DESK, ["all"]),
], ids=lambda one: getattr(one, "person", ""))
def test_each_reads_what_is_meant_for_them(read, number, scope, readable):
    assert known(read, number, scope) == readable


def test_the_writer_reads_their_own_words_whoever_they_were_for(write, read, number):
    instruct(write, number, "mine", "desk", LEADER)
    other = Scope(person="lea", name="Lea", areas=WHOLE, may=ROLES["leader"])
    assert known(read, number, LEADER) == ["all", "desk", "leaders", "desk"]
    assert known(read, number, other) == ["all", "leaders"]


@pytest.mark.parametrize(("scope", "notes"), [
    (LEADER, ["for all", "for desk", "for leaders"]), (HANDLER, ["for all", "", ""]), (cast.CHEN, ["for all", "", ""]),
    (SUPERVISOR, ["for all", "", "for leaders"]),
], ids=lambda one: getattr(one, "person", ""))
def test_the_timeline_says_that_there_was_one_and_keeps_its_words(read, number, scope, notes):
    with read(scope=scope) as visit:
        told = [one for one in queries.timeline(visit, workflow.find(visit, number)) if one.verb == "instruct"]
    assert [one.note for one in told] == notes
    assert [one.is_withheld for one in told] == [not note for note in notes]
    assert all(one.details == {} for one in told if one.is_withheld)
    assert [one.by_name for one in told] == ["Bo"] * 3


def test_an_event_without_its_instruction_is_read_by_its_writer_alone(write, read):
    with write() as visit:
        number = cast.open_case(visit)
    with write(scope=LEADER) as visit:
        case = workflow.move(visit, number, "instruct", version=1, note="lost words")
        visit.session.execute(delete(Instruction))
    for scope, note in ((LEADER, "lost words"), (DESK, ""), (SUPERVISOR, "")):
        with read(scope=scope) as visit:
            assert queries.timeline(visit, case)[-1].note == note


def test_an_unknown_audience_is_nobody_s_but_the_writer_s(write, read, number):
    instruct(write, number, "odd", "all")
    with write() as visit:
        visit.session.execute(update(Instruction).where(Instruction.text == "odd").values(audience="friends"))
    assert known(read, number, LEADER)[-1] == "friends"
    assert "friends" not in known(read, number, DESK)


def test_reading_with_a_visit_that_writes_changes_no_event(write, read, number):
    with write(scope=HANDLER) as visit:
        queries.timeline(visit, workflow.find(visit, number))
    with read(scope=LEADER) as visit:
        assert queries.timeline(visit, workflow.find(visit, number))[-1].note == "for leaders"


def test_nobody_and_strangers_find_no_case_to_read_of(read, number):
    stranger = Scope(person="sid", name="Sid", areas=frozenset({cast.EAST_DISTRICT}), may=ROLES["leader"])
    for scope in (cast.NOBODY, stranger):
        with pytest.raises(NotFound), read(scope=scope) as visit:
            workflow.find(visit, number)
