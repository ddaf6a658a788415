"""Instructions: kept word by word, and the timeline shows them only where all may read them."""

import pytest
from sqlalchemy import select

from data.cases import workflow
from data.cases.given import Given
from data.errors import CityError
from data.models.case import CaseEvent
from data.models.together import Instruction
from data.scope import Scope
from tests import cast

TEXT = " 请张局长\n今晚到现场。 "


@pytest.fixture
def number(write) -> str:
    """Return the number of a reported case."""
    with write() as visit:
        return cast.open_case(visit)


def instruct(write, scope, number, version, **given) -> None:
    with write(scope=scope) as visit:
        workflow.move(visit, number, "instruct", version=version, given=Given(**{"note": TEXT, **given}))


def newest(read) -> tuple[Instruction, CaseEvent]:
    with read() as visit:
        return (visit.session.scalars(select(Instruction).order_by(Instruction.id.desc())).first(),
                visit.session.scalars(select(CaseEvent).order_by(CaseEvent.id.desc())).first())


def test_an_instruction_is_kept_word_by_word_with_who_gave_it(write, read, number):
    instruct(write, cast.BO, number, 1)
    kept, event = newest(read)
    assert (kept.text, kept.by_name, kept.person, kept.title) == (TEXT, "Bo", "bo", "leader")
    assert (kept.version, kept.audience, kept.at) == (event.version, "all", cast.NOW)
    assert (event.note, event.details) == (TEXT.strip(), {"audience": "all"})


@pytest.mark.parametrize("audience", ["desk", "leaders"])
def test_what_is_not_for_all_stands_in_no_event(write, read, number, audience):
    instruct(write, cast.BO, number, 1, audience=audience)
    kept, event = newest(read)
    assert (kept.text, kept.audience) == (TEXT, audience)
    assert (event.note, event.details) == ("", {"audience": audience})


def test_a_program_has_no_post(write, read, number):
    instruct(write, Scope.of_job("job"), number, 1)
    assert newest(read)[0].title == ""


def test_to_instruct_is_no_answer_to_the_reporter(write, read, number):
    instruct(write, cast.BO, number, 1)
    with read() as visit:
        assert workflow.find(visit, number).first_response_at is None


@pytest.mark.parametrize(("scope", "code"), [(cast.ALICE, "not_allowed"), (cast.CHEN, "not_allowed"),
                                             (cast.NOBODY, "case_not_found")])
def test_a_stranger_instructs_nobody(write, read, number, scope, code):
    with pytest.raises(CityError) as refused:
        instruct(write, scope, number, 1)
    assert refused.value.code == code
    assert newest(read)[0] is None


def test_nothing_said_is_no_instruction(write, read, number):
    with pytest.raises(CityError) as refused:
        instruct(write, cast.BO, number, 1, note=" \n")
    assert refused.value.code == "note_needed"
    assert newest(read)[0] is None
