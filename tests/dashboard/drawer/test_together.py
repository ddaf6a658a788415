"""Supervision, whistles, instructions, parts, supporters, pictures: each shown only where there is something."""

from datetime import timedelta

import pytest

from dashboard.drawer.instructions import instructions
from dashboard.drawer.kin import family
from dashboard.drawer.pictures import pictures
from dashboard.drawer.supporters import supporters
from dashboard.drawer.timeline import timeline
from dashboard.drawer.watching import watching
from dashboard.drawer.whistles import whistles
from data.cases import workflow
from data.cases.given import Given
from data.cases.states import State
from data.models.report import CasePicture, Picture, Supporter
from data.models.together import Instruction, Supervision, Whistle
from tests import cast, pile
from tests.dashboard.reading import hooks, parts, props, with_hook, words

HOUR = timedelta(hours=1)


@pytest.fixture
def number(write) -> str:
    """Return the number of a plain case in handling."""
    with write() as visit:
        return pile.put(visit, state=State.IN_HANDLING, department="clean").case_no


def add(write, number, *makers) -> None:
    with write() as visit:
        case = workflow.find(visit, number)
        for make in makers:
            visit.session.add(make(case_id=case.id, area_code=case.area_code))
            visit.session.flush()


def test_a_plain_case_has_none_of_it(part, number):
    for builder in (watching, instructions, pictures, supporters):
        assert part(builder, number) is None
    assert part(family, number) == []
    assert part(whistles, number) == []


@pytest.mark.parametrize(("due", "reported", "lamp"), [
    (2 * HOUR, None, "green"), (HOUR / 4, None, "yellow"), (-HOUR, None, "red"), (-HOUR, -2 * HOUR, "green"),
])
def test_a_supervision_shows_its_four_nodes_its_demand_and_its_lamp(part, write, number, due, reported, lamp):
    at = cast.NOW - 3 * HOUR
    add(write, number, lambda **here: Supervision(
        **here, department="clean", by_name="Bo", at=at, demand="今日清完", due_at=cast.NOW + due,
        received_at=at + HOUR / 2, received_by="Hal", reported_at=reported and cast.NOW + reported, report="清了一半"))
    shown = part(watching, number)
    assert hooks(shown, "data-node") == ["issued", "received", "reported", "lifted"]
    assert hooks(shown, "data-how") == ["done", "done", "done" if reported else "ahead", "ahead"]
    assert hooks(shown, "data-supervision") == [lamp]
    assert "今日清完" in words(shown)
    assert "to Sanitation office" in words(shown)
    assert ("清了一半" in words(shown)) is True


def test_a_whistle_says_who_came_who_did_not_and_what_they_answered(part, write, number):
    def called(code, **more):
        return lambda **here: Whistle(**here, round=4, department=code, by_name="Sam", at=cast.NOW - HOUR,
                                      demand="来人", due_at=cast.NOW - HOUR / 2, **more)

    add(write, number, called("roads", answered_at=cast.NOW - HOUR / 2, answer="已到场"), called("fire"))
    (shown,) = part(whistles, number)
    assert hooks(shown, "data-called") == ["roads", "fire"]
    assert hooks(shown, "data-answered") == ["true", "false"]
    assert hooks(shown, "data-lamp") == ["red"], "who came in time needs no lamp"
    assert "1 of 2 reported in" in words(shown)
    assert "已到场" in words(shown)


def wrote(text, audience):
    return lambda **here: Instruction(**here, version=9, person="bo", by_name="Bo", title="leader", at=cast.NOW,
                                      text=text, audience=audience)


def test_instructions_stand_word_by_word_with_post_and_name_for_those_who_may_read_them(part, write, number):
    add(write, number, wrote("立即整改\n不得拖延", "all"), wrote("约谈负责人", "leaders"))
    shown = part(instructions, number, scope=cast.BO)
    assert hooks(shown, "data-audience") == ["leaders", "all"]
    assert "立即整改\n不得拖延" in list(parts(shown)), "word by word"
    assert "District leader Bo" in words(shown)
    assert hooks(part(instructions, number, scope=cast.CHEN), "data-audience") == ["all"]
    assert "约谈" not in words(part(instructions, number, scope=cast.CHEN))


def test_the_timeline_withholds_what_is_not_theirs_to_read(part, write, number):
    with write(scope=cast.BO) as visit:
        workflow.move(visit, number, "instruct", version=1, given=Given(note="约谈负责人", audience="leaders"))
    assert "约谈负责人" in words(part(timeline, number, scope=cast.BO))
    told = words(part(timeline, number, scope=cast.CHEN))
    assert "约谈" not in told
    assert "its words are not for you to read" in told


def test_parts_and_parent_lead_to_each_other(part, write, number):
    with write() as visit:
        case = workflow.find(visit, number)
        child = pile.put(visit, parent_id=case.id, text="疏通", department="roads").case_no
        pile.put(visit, parent_id=case.id, state=State.CLOSED, text="清运")
    (shown,) = part(family, number)
    assert hooks(shown, "data-kin") == ["parts", "parts"]
    assert hooks(shown, "data-case")[0] == child
    assert "1 of 2 done" in words(shown)
    assert hooks(part(family, child), "data-case") == [number]
    assert hooks(part(family, child), "data-kin") == ["parent"]


def test_a_part_out_of_sight_is_not_shown(part, write, number):
    with write() as visit:
        pile.put(visit, pile.THERE, parent_id=workflow.find(visit, number).id)
    assert part(family, number, scope=cast.BO) == []


def test_supporters_are_counted_and_never_named(part, write, number):
    def made(n):
        return lambda **here: Supporter(**here, source="s", event_id=str(n), channel="hotline", at=cast.NOW - n * HOUR,
                                        text="我是张三 13800000000", reporter={"name": "张三", "phone": "13800000000"})

    add(write, number, *(made(n) for n in range(7)))
    told = words(part(supporters, number))
    assert "8 reports" in told
    assert "2 more" in told
    assert "张三" not in told
    assert "138" not in told


def test_pictures_stand_before_and_after_and_what_is_missing_is_said(part, write, number):
    with write() as visit:
        visit.session.add(Picture(sha256="ab" * 32, width=1, height=1, look="0" * 16, body=b"x", at=visit.now))
    add(write, number, lambda **here: CasePicture(**here, sha256="ab" * 32, stage="before", at=cast.NOW,
                                                  by_name="Chen"))
    shown = part(pictures, number)
    assert hooks(shown, "data-picture") == ["ab" * 32]
    assert props(with_hook(shown, "src")[0])["src"] == f"/pictures/{'ab' * 32}"
    assert words(shown) == "Pictures 1 picture Before 10:00 none After"
