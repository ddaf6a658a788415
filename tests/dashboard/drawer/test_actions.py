"""The foot: few buttons in a row, the rest in a menu, a form for whatever must be given."""

from datetime import timedelta

import pytest

from dashboard.drawer import asked, asked_people
from dashboard.drawer.actions import GROUPS, MOST_BUTTONS, actions, fitting
from dashboard.drawer.forms import ALSO, ORDER, form_of
from dashboard.drawer.opened import open_case
from dashboard.speech import LANGUAGES, Words
from data.cases import workflow
from data.cases.given import read_given
from data.cases.offers import FACTS
from data.cases.states import MOVES, NEEDS, State, Verb
from data.models.report import Supporter
from data.models.together import Whistle
from data.scope import ROLES, Grant, Scope
from tests import cast, pile
from tests.dashboard.reading import hooks, props, with_hook, words

BUILD = {**asked.BUILD, **asked_people.BUILD}
STREET = Scope(person="sam", name="Sam", areas=frozenset({""}), may=ROLES["street"])


def put(write, state, **more) -> str:
    with write() as visit:
        return pile.put(visit, state=state, **more).case_no


def visible(foot) -> list[str]:
    """Return the actions that stand in the row, outside the menu."""
    row = foot.children[0].children
    return [props(one)["data-action"] for one in row if one is not None and "data-action" in props(one)]


def test_the_row_holds_few_buttons_and_the_menu_the_rest(part, write):
    foot = part(actions, put(write, State.ACCEPTED), language="zh-CN")
    assert visible(foot) == ["dispatch", "classify", "split", "supervise"]
    assert set(hooks(foot, "data-action")) > set(visible(foot))
    assert words(with_hook(foot, "aria-label")[0].children) != ""
    assert "办理" in words(foot)
    assert "终止" in words(foot)


def test_a_person_with_two_verbs_needs_no_menu(part, write):
    foot = part(actions, put(write, State.ACCEPTED), scope=cast.BO)
    assert visible(foot) == hooks(foot, "data-action") == ["supervise", "instruct"]
    assert "More" not in words(foot)


def test_who_may_do_nothing_has_no_foot(part, write):
    reader = Scope(person="rea", name="Rea", areas=frozenset({""}), may=ROLES["auditor"])
    assert part(actions, put(write, State.ACCEPTED), scope=reader) is None


@pytest.mark.parametrize(("labels", "more", "shown"), [
    (["派单"], "更多", 1), (["派单", "立案", "不予立案", "确认类别", "备注"], "更多", 4),
    (["派单", "立案", "督办", "批示", "备注"], "更多", MOST_BUTTONS),
    (["Not satisfied: reopen", "Called back", "x"], "More", 1), (["A label that is too long for any row"], "More", 1),
    (["派单", "立案", "督办", "批示"], "更多", 4), ([], "More", 0),
])
def test_as_many_stand_there_as_fit(labels, more, shown):
    assert fitting(labels, more) == shown


def test_every_verb_stands_under_one_heading():
    assert not GROUPS["together"] & GROUPS["say"]
    assert not GROUPS["together"] & GROUPS["end"]


def test_there_is_a_field_for_everything_somebody_can_give():
    asked = {need for move in MOVES.values() for need in move.needs} - FACTS - {"units"}
    assert asked <= set(BUILD)
    assert set(BUILD) == set(ORDER)
    assert {name for names in ALSO.values() for name in names} <= set(BUILD)
    assert set(NEEDS) >= FACTS


def test_every_form_of_every_move_is_built_in_both_languages(write, read):
    for state, verb in MOVES:
        number = put(write, state)
        for language in LANGUAGES:
            with read() as visit:
                t = Words(language=language, zone=visit.zone)
                form = form_of(open_case(visit, t, workflow.find(visit, number)), verb)
            wanted = MOVES[state, verb].needs - FACTS - {"units"} or ALSO.get(verb)
            assert (form is not None) == bool(wanted), verb
            if form is not None:
                assert form.attributes["hidden"] is True
                assert len(hooks(form, "data-needed")) == len(MOVES[state, verb].needs - FACTS - {"units"})


def form(part, write, verb, state, **more):
    number = put(write, state, **more)
    return part(lambda one: form_of(one, verb), number)


def names(form) -> list[str]:
    return hooks(form, "name")


def test_declining_needs_a_note(part, write):
    found = form(part, write, Verb.DECLINE, State.REPORTED)
    assert names(found) == ["note"]
    assert hooks(found, "data-needed") == ["Please write a note"]


def test_a_class_is_chosen_under_its_major_class_the_proposed_one_beforehand(part, write):
    found = form(part, write, Verb.CLASSIFY, State.REPORTED, proposal={"class": "0102"})
    assert hooks(found, "label") == ["Appearance", "Public safety"]
    chosen = [props(one)["value"] for one in with_hook(found, "selected") if props(one)["selected"]]
    assert chosen == ["0102"]
    assert hooks(found, "data-narrows") == ["class_code"]


def test_more_time_is_asked_on_the_city_s_clock_a_day_later_than_now_due(part, write):
    due = cast.NOW + timedelta(hours=5)
    found = form(part, write, Verb.ASK_EXTENSION, State.SIGNED, due_at=due)
    assert names(found) == ["until", "note"]
    assert hooks(found, "value")[0] == "2026-03-19T15:00"
    assert "Until (Asia/Shanghai)" in words(found)


def test_a_call_back_asks_three_things_and_what_was_not_said_is_an_answer(part, write):
    found = form(part, write, Verb.CALL_BACK, State.FOLLOW_UP)
    assert names(found) == ["reply.contacted"] * 2 + ["reply.solved"] * 3 + ["reply.satisfied"] * 3 + ["note"]
    checked = [props(one)["value"] for one in with_hook(found, "checked") if props(one)["checked"]]
    assert checked == ["yes", "", ""]
    bad = form(part, write, Verb.DISSATISFIED, State.FOLLOW_UP)
    assert [props(one)["value"] for one in with_hook(bad, "checked") if props(one)["checked"]] == ["yes", "no", "no"]


def test_a_grade_is_one_of_five(part, write):
    found = form(part, write, Verb.EVALUATE, State.TO_EVALUATE)
    assert [props(one)["value"] for one in with_hook(found, "checked")] == ["1", "2", "3", "4", "5"]


def test_merging_proposes_open_cases_of_the_class_nearby(part, write):
    near = put(write, State.ACCEPTED)
    found = form(part, write, Verb.MERGE, State.REPORTED)
    assert hooks(found, "data-value") == [near]


def test_parts_have_a_text_and_a_department_and_rows_can_be_added(part, write):
    found = form(part, write, Verb.SPLIT, State.ACCEPTED)
    assert names(found) == ["text", "department"] * 2
    assert hooks(found, "data-row-add") == ["parts"]


def test_a_whistle_calls_departments(part, write):
    number = put(write, State.ACCEPTED)
    found = part(lambda one: form_of(one, Verb.WHISTLE), number, scope=STREET)
    assert names(found) == ["departments"] * 3 + ["until", "note"]
    assert hooks(found, "value")[3:] == [""], "without a deadline the rule's holds"
    assert "What is demanded" in words(found)


def test_a_form_s_fields_are_those_that_the_server_reads(part, write):
    given = {"note": "a", "until": "2026-03-19T15:00+08:00", "reply": {"contacted": True, "solved": None},
             "grade": 4, "into": "x", "parts": [{"text": "a", "department": "b"}], "departments": ["roads"],
             "class_code": "0101", "audience": "all", "department": "roads", "supporter": 5, "via": "visit",
             "voice": {"report_id": "x/1", "channel": "hotline", "reporter": {"name": "a", "phone": "1"}}}
    assert set(given) == set(BUILD)
    read_given(given)


def test_supervising_names_who_must_answer_and_until_when_if_not_by_rule(part, write):
    found = form(part, write, Verb.SUPERVISE, State.SIGNED, department="clean")
    assert names(found) == ["department", "until", "note"]
    assert hooks(found, "data-needed") == ["Please write a note"]
    assert "Must answer Sanitation office" in words(found), "whose case it is, unless somebody else is named"


def test_a_department_reports_in_for_itself(part, write):
    with write() as visit:
        case = pile.put(visit, state=State.SIGNED, department="clean")
        number = case.case_no
        visit.session.add_all([Whistle(case_id=case.id, area_code=case.area_code, round=1, department=code,
                                       by_name="Sam", at=visit.now, demand="来", due_at=visit.now) for code in
                               ("clean", "roads")])
    clean = Scope.of_grants("cle", "Cle", [Grant(permission=one, department="clean") for one in ROLES["handler"]])
    found = part(lambda one: form_of(one, Verb.ANSWER_WHISTLE), number, scope=clean)
    assert names(found) == ["department", "note"]
    assert hooks(found, "value") == ["clean"]


def test_each_reporter_can_be_answered_and_none_is_named(part, write):
    with write() as visit:
        case = pile.put(visit, state=State.TO_EVALUATE, channel="hotline", followed_up_at=visit.now, contacted=True,
                        reporter={"name": "张三", "phone": "13800000000"})
        number = case.case_no
        visit.session.add(Supporter(case_id=case.id, area_code=case.area_code, source="s", event_id="1",
                                    channel="phone", at=visit.now, text="也看到了",
                                    reporter={"name": "李四", "phone": "13900000000"}))
    found = part(lambda one: form_of(one, Verb.ANSWER), number)
    assert names(found) == ["supporter", *["via"] * 4, "note"]
    assert "phone 10:00 hotline 09:50 · told already" in words(found), "who still waits comes first"
    assert not any(said in words(found) for said in ("张", "李", "138", "139"))


def test_a_caller_writes_down_who_else_reports_it(part, write):
    found = form(part, write, Verb.SUPPORT, State.SIGNED)
    assert names(found) == ["voice.report_id", *["voice.channel"] * 3, "voice.reporter.name", "voice.reporter.phone",
                            "note"]
    assert hooks(found, "value")[0].endswith("/1"), "one voice for each version of the case"
