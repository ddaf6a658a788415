"""Each reporter is answered, nobody is seen unmasked without a line on the trail."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from data.cases import answers, reporting, workflow
from data.cases.given import Given, Said
from data.cases.reporters import reporters_of, reveal
from data.cases.voice import Voice
from data.errors import CityError, Conflict, NotAllowed
from data.models.case import Case
from data.models.person import AuditRow
from data.models.report import Reply
from data.scope import ROLES, Scope
from tests import cast

CARA = Scope(person="cara", name="Cara", areas=frozenset({""}), may=ROLES["caller"])
WANG, LI = {"name": "王小明", "phone": "19012341234"}, {"name": "李雷", "phone": "19088881234"}
HOUR = timedelta(hours=1)


def case_of(visit, number) -> Case:
    return visit.session.scalars(select(Case).where(Case.case_no == number)).one()


def supported(write, number, report_id, channel="hotline", **more) -> None:
    with write(scope=CARA) as visit:
        reporting.support(visit, number, Voice(report_id=report_id, channel=channel, **more))


@pytest.fixture
def number(write) -> str:
    """Return a case of a hotline with two supporters who wait and one who patrols."""
    with write() as visit:
        found = cast.open_case(visit, "first", channel="hotline", reporter=WANG)
    supported(write, found, "s-1", reporter=LI)
    supported(write, found, "s-2")
    supported(write, found, "s-3", "patrol")
    return found


def moved(write, number, verb, who=cast.ALICE, now=cast.NOW + HOUR, **given):
    with write(scope=who, now=now) as visit:
        version = workflow.find(visit, number).version
        return workflow.move(visit, number, verb, version=version, given=Given(note="说明", **given))


def owed(read, scope=CARA, area="9901", now=cast.NOW + 2 * HOUR):
    with read(scope=scope, now=now) as visit:
        return [(one.case.case_no, one.answered, len(one.reporters)) for one in answers.owed(visit, area)]


def answered(write, number, supporter, who=CARA, now=cast.NOW + 2 * HOUR, text="已清运", via="phone"):
    with write(scope=who, now=now) as visit:
        return answers.answer(visit, number, supporter, text, via)


def ids(read, number) -> list[int | None]:
    with read() as visit:
        return [one.supporter for one in reporters_of(visit, case_of(visit, number))]


def test_while_the_outcome_is_open_nobody_is_owed_anything(read, number):
    assert owed(read) == []
    with read() as visit:
        assert answers.progress(visit, case_of(visit, number)) == (0, 3)


def test_when_it_is_declined_all_who_wait_are_owed_a_word_until_each_has_it(write, read, number):
    moved(write, number, "decline")
    assert owed(read) == [(number, 0, 3)]
    for count, supporter in enumerate(ids(read, number), start=1):
        answered(write, number, supporter)
        assert owed(read) == ([(number, count, 3)] if count < 3 else [])
    with read() as visit:
        replies = visit.session.scalars(select(Reply).order_by(Reply.id)).all()
        assert [(reply.via, reply.text, reply.by_name) for reply in replies] == [("phone", "已清运", "Cara")] * 3


def test_whoever_was_reached_when_called_back_was_answered_by_that(write, read, number):
    with write() as visit:
        case_of(visit, number).state = "follow_up"
    moved(write, number, "call_back", CARA, reply=Said(contacted=True, solved=True, satisfied=True))
    assert owed(read) == [(number, 1, 3)]
    with write() as visit:
        case_of(visit, number).contacted = False
    assert owed(read) == [(number, 0, 3)]


def test_what_was_told_before_the_outcome_is_no_answer_and_a_reopened_case_is_answered_anew(write, read, number):
    answered(write, number, None, now=cast.NOW)
    moved(write, number, "decline")
    assert owed(read) == [(number, 0, 3)]
    for supporter in ids(read, number):
        answered(write, number, supporter)
    moved(write, number, "reopen", now=cast.NOW + 3 * HOUR)
    assert owed(read) == []
    with write() as visit:
        case_of(visit, number).state = "reported"
    moved(write, number, "decline", now=cast.NOW + 4 * HOUR)
    assert owed(read, now=cast.NOW + 5 * HOUR) == [(number, 0, 3)]


def test_reporters_of_a_merged_case_are_owed_what_comes_of_the_one_that_goes_on(write, read, number):
    with write() as visit:
        other = cast.open_case(visit, "other", channel="patrol")
    moved(write, number, "merge", into=other)
    assert owed(read) == []
    moved(write, other, "decline", now=cast.NOW + 2 * HOUR)
    assert owed(read, now=cast.NOW + 3 * HOUR) == [(other, 0, 3)], "nobody waits behind the patrol itself"


def test_who_waits_longest_stands_first_and_what_is_long_past_no_more(write, read, number):
    with write() as visit:
        later = cast.open_case(visit, "later", channel="hotline")
    moved(write, later, "decline", now=cast.NOW + 2 * HOUR)
    moved(write, number, "decline")
    assert [one[0] for one in owed(read, now=cast.NOW + 3 * HOUR)] == [number, later]
    assert [one[0] for one in owed(read, now=cast.NOW + timedelta(days=30) + 1.5 * HOUR)] == [later]


def test_strangers_answer_nobody_and_see_no_list(write, read, number):
    moved(write, number, "decline")
    for who in (cast.CHEN, cast.BO, cast.NOBODY):
        with pytest.raises(NotAllowed):
            owed(read, who)
        with pytest.raises(CityError):
            answered(write, number, None, who)
    far = replace(CARA, areas=frozenset({cast.EAST_DISTRICT}))
    assert owed(read, far) == []
    with pytest.raises(CityError) as refused:
        answered(write, number, None, far)
    assert refused.value.code == "case_not_found"


def test_nobody_is_answered_twice_or_with_nothing(write, number):
    moved(write, number, "decline")
    answered(write, number, None)
    with pytest.raises(Conflict) as refused:
        answered(write, number, None)
    assert refused.value.code == "answered_already"
    with pytest.raises(CityError) as refused:
        answered(write, number, None, text="  ")
    assert refused.value.code == "note_needed"
    with write() as visit:
        other = cast.open_case(visit, "other")
    with pytest.raises(CityError) as refused:
        answered(write, other, 1)
    assert refused.value.code == "supporter_not_found"


def test_reporters_are_masked(read, number):
    with read(scope=CARA) as visit:
        found = reporters_of(visit, case_of(visit, number))
        assert [(one.name, one.phone, one.channel) for one in found] == [
            ("王**", "190****1234", "hotline"), ("李**", "190****1234", "hotline"), ("", "", "hotline")]


def trail_of(read) -> list[AuditRow]:
    with read() as visit:
        return list(visit.session.scalars(select(AuditRow).where(AuditRow.what == "reporter_view")))


def test_whoever_looks_at_a_reporter_stands_on_the_trail(write, read, number):
    with write(scope=CARA) as visit:
        found = reveal(visit, number)
    assert [(one.name, one.phone) for one in found] == [("王小明", "19012341234"), ("李雷", "19088881234")]
    [row] = trail_of(read)
    assert (row.who, row.outcome) == ("cara", "done")
    assert number in str([getattr(row, "subject", ""), row.details])
    assert "王" not in str(row.details)


def test_the_look_is_on_the_trail_also_where_nobody_is_known(write, read):
    with write() as visit:
        number = cast.open_case(visit)
    with write(scope=CARA) as visit:
        assert reveal(visit, number) == []
    assert len(trail_of(read)) == 1


def test_a_look_that_came_to_nothing_shows_nothing(write, read, number):
    with pytest.raises(RuntimeError), write(scope=CARA) as visit:
        reveal(visit, number)
        raise RuntimeError
    assert trail_of(read) == []


@pytest.mark.parametrize(("who", "code"), [
    (cast.CHEN, "not_allowed"), (cast.BO, "not_allowed"), (cast.NOBODY, "case_not_found"),
    (replace(CARA, areas=frozenset({cast.EAST_DISTRICT})), "case_not_found"),
])
def test_strangers_are_shown_nobody(write, read, number, who, code):
    with pytest.raises(CityError) as refused, write(scope=who) as visit:
        reveal(visit, number)
    assert refused.value.code == code
