"""Keeping pictures once, attaching them to cases, and showing each to whom its case is shown."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from data.cases import queries, workflow
from data.cases.given import Given
from data.errors import NotFound
from data.models.report import CasePicture, Picture
from data.pictures import store
from data.pictures.prepare import prepare
from data.scope import ROLES, Scope
from tests import cast
from tests.data.pictures.shots import scene, shot

PICTURE, OTHER = prepare(shot()), prepare(shot(image=scene(seed=2)))
VERIFIER = Scope(person="vera", name="Vera", areas=frozenset({""}), may=ROLES["verifier"])
SOON, LATER = cast.NOW + timedelta(minutes=59), cast.NOW + timedelta(minutes=61)


@pytest.fixture
def case_no(write):
    with write() as visit:
        return cast.open_case(visit)


def bring(write, who=cast.CHEN, picture=PICTURE, now=cast.NOW):
    with write(scope=who, now=now) as visit:
        return store.keep(visit, picture).sha256


def attach(write, case_no, *shas, who=cast.CHEN, stage="before", now=cast.NOW):
    with write(scope=who, now=now) as visit:
        return store.attach(visit, workflow.find(visit, case_no), shas, stage)


def test_a_picture_is_kept_once_however_often_it_comes(write, read):
    assert {bring(write), bring(write), bring(write, who=cast.ALICE, now=SOON)} == {PICTURE.sha256}
    with read() as visit:
        kept = visit.session.scalars(select(Picture)).one()
        assert (kept.width, kept.height, kept.look, kept.at) == (320, 240, PICTURE.look, cast.NOW)
        assert kept.body == PICTURE.body


def test_pictures_are_attached_once_per_stage_with_who_took_them(write, read, case_no):
    sha = bring(write)
    assert attach(write, case_no, sha, sha) == 1
    assert attach(write, case_no, sha) == 0
    assert attach(write, case_no, sha, stage="after") == 1
    with read() as visit:
        case = workflow.find(visit, case_no)
        found = store.of_cases(visit, [case])[case.id]
        assert [(one.stage, one.by_name, one.person, one.at) for one in found] == [
            ("before", "Chen", "chen", cast.NOW), ("after", "Chen", "chen", cast.NOW)]
        assert {one.area_code for one in found} == {cast.grid_code(0, 0)}


def test_a_picture_nobody_brought_in_is_not_found(write, read, case_no):
    sha = bring(write)
    with pytest.raises(NotFound) as error:
        attach(write, case_no, sha, "0" * 64)
    assert error.value.code == "picture_not_found"
    with read() as visit:
        assert visit.session.scalar(select(func.count()).select_from(CasePicture)) == 0


def test_to_know_a_picture_s_name_is_no_right_to_attach_it(write, case_no):
    sha = bring(write, who=cast.ALICE)
    with pytest.raises(NotFound):
        attach(write, case_no, sha, who=cast.CHEN)
    attach(write, case_no, sha, who=cast.ALICE)
    assert attach(write, case_no, sha, who=cast.CHEN, stage="after") == 1


def test_what_was_brought_in_two_days_ago_must_be_brought_in_again(write, case_no):
    sha = bring(write)
    with pytest.raises(NotFound):
        attach(write, case_no, sha, now=cast.NOW + timedelta(hours=49))
    bring(write, now=cast.NOW + timedelta(hours=49))
    assert attach(write, case_no, sha, now=cast.NOW + timedelta(hours=49)) == 1


def test_whoever_brought_a_picture_in_sees_it_for_an_hour(write, read):
    sha = bring(write)
    with read(scope=cast.CHEN, now=SOON) as visit:
        assert store.body_of(visit, sha) == PICTURE.body
    for who, now in ((cast.CHEN, LATER), (cast.ALICE, cast.NOW)):
        with read(scope=who, now=now) as visit, pytest.raises(NotFound):
            store.body_of(visit, sha)


def test_with_a_case_it_is_shown_to_whoever_sees_the_case(write, read, case_no):
    attach(write, case_no, bring(write))
    for who in (cast.CHEN, cast.BO, cast.ALICE):
        with read(scope=who, now=LATER) as visit:
            assert store.body_of(visit, PICTURE.sha256) == PICTURE.body


def test_of_another_district_s_case_it_is_not_shown(write, read):
    with write() as visit:
        east = cast.open_case(visit, "east", (2.5, 0.5))
    attach(write, east, bring(write, who=cast.ALICE), who=cast.ALICE)
    for who in (cast.BO, cast.CHEN, cast.NOBODY):
        with read(scope=who, now=LATER) as visit, pytest.raises(NotFound):
            store.body_of(visit, PICTURE.sha256)


def course(write, case_no):
    """Move a case from its report to verification, each move with pictures."""
    steps = [(cast.ALICE, "accept", {}, PICTURE), (cast.ALICE, "dispatch", {"units": (cast.SWEEPERS,)}, None),
             (cast.CHEN, "start", {}, OTHER), (cast.CHEN, "finish", {}, OTHER), (VERIFIER, "verify", {}, PICTURE)]
    for version, (who, verb, more, picture) in enumerate(steps, start=1):
        shas = (bring(write, who=who, picture=picture),) if picture else ()
        with write(scope=who) as visit:
            workflow.move(visit, case_no, verb, version=version, given=Given(pictures=shas, **more))


def test_a_move_s_pictures_are_attached_at_its_stage_and_counted_in_the_event(write, read, case_no):
    course(write, case_no)
    with read() as visit:
        case = workflow.find(visit, case_no)
        found = {(one.stage, one.sha256) for one in store.of_cases(visit, [case])[case.id]}
        assert found == {("before", PICTURE.sha256), ("before", OTHER.sha256), ("after", OTHER.sha256),
                         ("check", PICTURE.sha256)}
        assert [event.details.get("pictures") for event in queries.timeline(visit, case)] == [None, 1, None, 1, 1, 1]


def test_a_move_with_an_unknown_picture_is_not_made(write, read, case_no):
    with pytest.raises(NotFound), write(scope=cast.ALICE) as visit:
        workflow.move(visit, case_no, "accept", version=1, given=Given(pictures=("f" * 64,)))
    with read() as visit:
        assert workflow.find(visit, case_no).state == "reported"
