"""Who is owed an answer: masked, one form for each who waits, a look at a reporter only on the trail."""

import pytest
from sqlalchemy import select

from dashboard.pages import answers
from data.cases import reporting, workflow
from data.cases.voice import Voice
from data.errors import CityError, NotAllowed
from data.models.person import AuditRow
from data.models.report import Reply
from data.scope import ROLES, Scope
from tests import cast
from tests.dashboard.reading import hooks, words

CARA = Scope(person="cara", name="Cara", areas=frozenset({""}), may=ROLES["caller"])
WANG = {"name": "王小明", "phone": "19012341234"}


@pytest.fixture
def number(write) -> str:
    """Return a declined case with a first reporter and a supporter."""
    with write() as visit:
        found = cast.open_case(visit, "first", channel="hotline", reporter=WANG)
    with write(scope=CARA) as visit:
        reporting.support(visit, found, Voice(report_id="s", channel="hotline", reporter={"name": "李雷"}), text="同感")
    with write(scope=cast.ALICE) as visit:
        workflow.move(visit, found, "decline", version=2, note="不属本市")
    return found


def given(number, supporter=0, **changes):
    return {"case_no": number, "supporter": supporter, "via": "phone", "text": "已转告", **changes}


def supporters(page, number):
    return [int(one) for one in hooks(page(answers, scope=CARA, case=number), "data-reporter")]


def test_each_who_waits_stands_there_masked_with_a_form(page, number):
    shown = page(answers, scope=CARA)
    assert hooks(shown, "data-owed") == [number]
    assert hooks(shown, "data-progress") == ["0/2"]
    assert hooks(shown, "data-act") == ["reveal", "answer", "reveal", "answer"]
    told = words(shown)
    assert "王**" in told
    assert "190****1234" in told
    assert "李**" in told
    assert "同感" in told
    assert "小明" not in told
    assert "19012341234" not in told


def test_whoever_was_answered_is_marked_and_at_last_the_case_is_gone(page, press, read, number):
    first, second = supporters(page, number)
    assert press(answers, "answer", given(number, first), scope=CARA).go == {"case": number}
    shown = page(answers, scope=CARA, case=number)
    assert hooks(shown, "data-progress") == ["1/2"]
    assert "answered 10:00" in words(shown)
    press(answers, "answer", given(number, second, via="message"), scope=CARA)
    shown = page(answers, scope=CARA, case=number)
    assert hooks(shown, "data-owed") == []
    assert hooks(shown, "data-progress") == ["2/2"], "what was just done is still seen"
    with read() as visit:
        assert [(one.supporter_id is None, one.via) for one in visit.session.scalars(
            select(Reply).order_by(Reply.id))] == [(True, "phone"), (False, "message")]


def test_a_look_shows_one_reporter_once_and_stands_on_the_trail(page, press, read, number):
    first, second = supporters(page, number)
    came = press(answers, "reveal", given(number, first), scope=CARA)
    assert (came.secret, came.text) == ("王小明 19012341234", f"Reporter of case {number}")
    assert press(answers, "reveal", given(number, second), scope=CARA).secret == "李雷"
    assert press(answers, "reveal", given(number, 999), scope=CARA).secret == ""
    with read() as visit:
        assert len(visit.session.scalars(select(AuditRow).where(AuditRow.what == "reporter_view")).all()) == 3


def test_who_may_not_see_reporters_has_no_button_for_it(page, press, number):
    only_answers = Scope(person="ann", name="Ann", areas=frozenset({""}), may=CARA.may - {"reporters.view"})
    assert hooks(page(answers, scope=only_answers), "data-act") == ["answer", "answer"]
    with pytest.raises(NotAllowed):
        press(answers, "reveal", given(number), scope=only_answers)


@pytest.mark.parametrize(("act", "changes"), [
    ("answer", {"text": ""}), ("answer", {"text": None}), ("answer", {"text": "a\0"}), ("answer", {"via": "pigeon"}),
    ("answer", {"via": None}), ("answer", {"supporter": "0"}), ("answer", {"supporter": -1}),
    ("answer", {"supporter": 999}), ("answer", {"case_no": 5}), ("answer", {"case_no": "none"}),
    ("answer", {"text": "x" * 2_001}), ("reveal", {"case_no": None}), ("reveal", {"supporter": None}),
])
def test_what_cannot_be_kept_is_refused(press, read, number, act, changes):
    with pytest.raises(CityError):
        press(answers, act, given(number, **changes), scope=CARA)
    with read() as visit:
        assert visit.session.scalars(select(Reply)).all() == []


def test_strangers_see_nobody_and_answer_nobody(page, press, number):
    far = Scope(person="eve", name="Eve", areas=frozenset({cast.EAST_DISTRICT}), may=ROLES["caller"])
    shown = page(answers, scope=far, area=cast.EAST_DISTRICT, case=number)
    assert hooks(shown, "data-reporter") == []
    assert "not yours" in words(shown)
    for act in ("answer", "reveal"):
        with pytest.raises(CityError) as refused:
            press(answers, act, given(number), scope=far)
        assert refused.value.code == "case_not_found"
    with pytest.raises(NotAllowed):
        page(answers, scope=cast.BO)
    with pytest.raises(NotAllowed):
        press(answers, "answer", given(number), scope=cast.CHEN)


def test_where_nobody_waits_it_says_so_in_both_languages(page):
    assert "Nobody waits" in words(page(answers, scope=CARA))
    assert "没有待答复" in words(page(answers, scope=CARA, language="zh-CN"))
