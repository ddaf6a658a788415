"""What stands around a case is found through the case, and only as far as the visitor sees it."""

from datetime import timedelta

import pytest

from data.cases import around, workflow
from data.cases.states import State
from data.models.report import CasePicture, Picture, Supporter
from data.models.together import Whistle
from tests import cast, pile

HOUR = timedelta(hours=1)


@pytest.fixture
def number(write) -> str:
    """Return the number of a case with a part here, one in the other district, and everything else there can be."""
    with write() as visit:
        case = pile.put(visit)
        here = {"case_id": case.id, "area_code": case.area_code}
        pile.put(visit, parent_id=case.id, text="here")
        pile.put(visit, pile.THERE, parent_id=case.id, text="there", state=State.CLOSED)
        pile.put(visit, merged_into=case.id, state=State.MERGED, text="merged")
        visit.session.add_all([
            *(Supporter(**here, source="s", event_id=str(n), channel="hotline", at=visit.now - n * HOUR, text="又一次")
              for n in range(3)),
            *(Whistle(**here, round=round_no, department=code, by_name="Sam", at=visit.now, demand="来",
                      due_at=visit.now + HOUR) for round_no, code in ((2, "roads"), (5, "clean"), (5, "fire"))),
            Picture(sha256="a" * 64, width=1, height=1, look="0" * 16, body=b"x", at=visit.now),
        ])
        visit.session.flush()
        visit.session.add_all([CasePicture(**here, sha256="a" * 64, stage=stage, at=visit.now - ago, by_name="Chen")
                               for stage, ago in (("after", HOUR), ("before", 2 * HOUR))])
        return case.case_no


def seen(read, number, what, scope=cast.ALICE):
    with read(scope=scope) as visit:
        return what(visit, workflow.find(visit, number))


def test_parts_and_merged_cases_belong_to_it(read, number):
    assert [part.text for part in seen(read, number, around.parts_of)] == ["here", "there"]
    assert [one.text for one in seen(read, number, around.merged_into_it)] == ["merged"]


def test_a_part_elsewhere_is_not_shown_to_whoever_may_not_see_it(read, number):
    assert [part.text for part in seen(read, number, around.parts_of, cast.BO)] == ["here"]


def test_a_parent_out_of_sight_is_nobody(write, read, number):
    with write() as visit:
        far = pile.put(visit, pile.THERE)
        workflow.find(visit, number).parent_id = far.id
        far_id = far.id
    with read(scope=cast.BO) as visit:
        assert around.with_id(visit, far_id) is None
    with read() as visit:
        assert around.with_id(visit, far_id).id == far_id
        assert around.with_id(visit, None) is None


def test_supporters_come_newest_first(read, number):
    assert [one.at for one in seen(read, number, around.supporters_of)] == [cast.NOW - n * HOUR for n in range(3)]


def test_whistles_come_by_round_the_newest_first(read, number):
    assert [(one.round, one.department) for one in seen(read, number, around.whistles_of)] == [
        (5, "clean"), (5, "fire"), (2, "roads")]


def test_pictures_come_in_the_order_they_were_taken(read, number):
    assert [one.stage for one in seen(read, number, around.pictures_of)] == ["before", "after"]


def test_the_nearest_open_cases_of_the_class_are_proposed_to_merge_into(write, read):
    with write() as visit:
        case = pile.put(visit)
        near = pile.put(visit, lon=case.lon + 0.001, text="near")
        pile.put(visit, lon=case.lon + 0.003, text="farther")
        pile.put(visit, lon=case.lon + 0.02, text="too far while others are near")
        pile.put(visit, class_code="0102", text="another class")
        pile.put(visit, state=State.CLOSED, text="closed")
        number = case.case_no
    found = seen(read, number, lambda visit, case: around.same_nearby(visit, case, 9))
    assert [one.text for one, _ in found] == ["near", "farther"]
    assert found[0][1] == pytest.approx(96, abs=2)
    with write() as visit:
        for one in visit.session.merge(near), workflow.find(visit, found[1][0].case_no):
            one.is_open = False
    found = seen(read, number, lambda visit, case: around.same_nearby(visit, case, 9))
    assert [one.text for one, _ in found] == ["too far while others are near"]
