"""The supervision board: what is watched with its nodes, who was called, what leaders instructed."""

from datetime import timedelta

import pytest

from dashboard.pages import supervise
from data.campaigns import making
from data.campaigns.making import Plan, Point
from data.cases import workflow
from data.cases.given import Given
from data.models.profile import Profile
from data.scope import ROLES, Grant, Scope
from tests import cast
from tests.dashboard.reading import hooks, with_hook, words

HOUR = timedelta(hours=1)
THEN = cast.NOW + timedelta(minutes=84)
"""One item is late to be received by then, the next nearly so."""


def register(shown, name: str) -> object:
    return next(part for part in with_hook(shown, "data-register") if part.to_plotly_json()["props"]["data-register"]
                == name)


@pytest.fixture
def numbers(write) -> dict[str, str]:
    """Return the numbers of two supervised cases, the second of which is next to breach, and of one in the east."""
    with write(scope=Scope.of_job("boss")) as visit:
        found = {"later": cast.open_case(visit, "later"), "sooner": cast.open_case(visit, "sooner", (0.5, 1.5)),
                 "east": cast.open_case(visit, "east", (3.5, 0.5))}
        for name, hours in (("later", 8), ("sooner", 4), ("east", 6)):
            workflow.move(visit, found[name], "supervise", version=1,
                          given=Given(note=f"督办 {name}", until=visit.now + hours * HOUR))
        workflow.move(visit, found["later"], "receive_supervision", version=2)
        workflow.move(visit, found["later"], "whistle", version=3,
                      given=Given(note="请来", departments=("roads", "fire")))
    return found


def test_what_is_late_stands_first_with_its_nodes_and_its_units(page, numbers):
    shown = register(page(supervise, now=THEN), "supervisions")
    assert hooks(shown, "data-case") == [numbers["sooner"], numbers["east"], numbers["later"]]
    said = words(shown)
    assert said.startswith("Board of key items 3 in force · 1 late ⬢ Late 1 ◆ Near 1 ✓ In time 1")
    assert "⬢ 24 min late" in said
    assert "Filed Issued Received Handled Reported Checked Closed" in said
    assert "✓ Done 10:00" in said, "received"
    assert "Lead Sanitation office Answers Sanitation office Watches boss" in said
    assert "Sanitation office 3 items" in said
    first = with_hook(shown, "data-case")[0]
    assert hooks(first, "data-node") == ["filed", "issued", "received", "handled", "reported", "checked", "lifted"]
    assert hooks(first, "data-light") == ["done", "done", "late", "normal", "normal", "ahead", "ahead", "late"]


def test_one_state_alone_is_shown_where_that_is_asked_for(page, numbers):
    def cases(**asked: str) -> list[str]:
        return hooks(register(page(supervise, now=THEN, **asked), "supervisions"), "data-case")

    assert cases(light="late") == [numbers["sooner"]]
    assert cases(light="done") == []
    assert len(cases(light="<b>")) == 3, "what is no state asks for nothing"
    shown = page(supervise, now=THEN, light="late")
    assert "light=" in hooks(shown, "data-go"), "pressed again it shows all"


def test_a_city_s_own_words_and_leaders_stand_on_the_board(page, write, numbers):
    with write() as visit:
        visit.session.add(Profile(kind="board", name="city", version=1, note="", made_by="a", made_at=visit.now, body={
            "words": {"late": "红灯"}, "colours": {"late": "p4"}, "leaders": {"clean": "王副市长"}}))
    shown = register(page(supervise, now=THEN, language="zh-CN"), "supervisions")
    assert "⬢ 红灯 1" in words(shown)
    assert "分管领导 王副市长 3 项" in words(shown)
    late = [one for one in with_hook(shown, "data-light") if one.to_plotly_json()["props"]["data-light"] == "late"]
    assert {one.className for one in late} == {"light tone-p4"}


def test_a_campaign_leads_to_its_own_page(page, write):
    lon, lat = cast.at(0.5, 0.5)
    with write() as visit:
        made = making.make(visit, Plan(name="清积水", name_en="Drains", area="9901", begins_at=visit.now,
                                       due_at=visit.now + 10 * HOUR, points=(Point(name="a", lon=lon, lat=lat),)))
        number = made.id
    shown = register(page(supervise), "supervisions")
    assert hooks(shown, "data-item") == [f"campaign:{number}"]
    assert hooks(shown, "href") == [f"/desk/campaigns?campaign={number}"]
    assert "Campaign · Drains" in words(shown)
    assert "0/1" in words(shown)


def test_departments_that_have_not_come_and_how_they_answer(page, write, numbers):
    assert "2 calls" in words(register(page(supervise), "whistles"))
    with write(now=cast.NOW + HOUR) as visit:
        workflow.move(visit, numbers["later"], "answer_whistle", version=4, given=Given(note="到", department="fire"))
    shown = page(supervise, now=cast.NOW + 3 * HOUR)
    waiting, answered = words(register(shown, "whistles")), words(register(shown, "answers"))
    assert "Roads office" in waiting
    assert "Fire brigade" not in waiting
    assert "⬢ 1 h 0 min late" in waiting
    assert "Fire brigade 1 1 1 100% 60 min" in answered
    assert "Roads office 1 0 0 0% —" in answered


def test_instructions_are_shown_to_those_they_are_for(page, write, numbers):
    leader = Scope(person="bo", name="Bo", areas=frozenset({""}), may=ROLES["city_leader"])
    told = {"all": "公开批示", "desk": "指挥席批示", "leaders": "领导批示"}
    with write(scope=leader) as visit:
        for version, (audience, text) in enumerate(told.items(), start=4):
            workflow.move(visit, numbers["later"], "instruct", version=version,
                          given=Given(note=text, audience=audience))
    caller = Scope(person="cara", name="Cara", areas=frozenset({""}), may=ROLES["caller"])
    sender = Scope(person="dan", name="Dan", areas=frozenset({""}), may=frozenset({"cases.view", "cases.dispatch"}))
    for scope, read in ((cast.ALICE, ["all", "desk", "leaders"]), (leader, ["all", "desk", "leaders"]),
                        (cast.BO, ["all", "desk", "leaders"]), (caller, ["all"]), (sender, ["all", "desk"])):
        said = words(page(supervise, scope=scope))
        assert [audience for audience, text in told.items() if f" {text} " in said] == read
    assert "公开批示" not in words(page(supervise, now=cast.NOW + timedelta(days=31)))


def test_a_stranger_sees_a_part_or_nothing(page, numbers):
    assert set(hooks(page(supervise, scope=cast.BO, area=cast.WEST_DISTRICT), "data-case")) == {
        numbers["later"], numbers["sooner"]}
    assert hooks(page(supervise, scope=cast.NOBODY), "data-case") == []
    fire = Scope.of_grants("finn", "Finn", [Grant(permission="cases.handle", department="fire")])
    assert hooks(page(supervise, scope=fire), "data-case") == [numbers["later"]], "their call, and nothing else"


@pytest.mark.parametrize(("language", "empty"), [
    ("en", ["There is no key item here", "Every department that was called has come", "Nobody was called",
            "No instruction"]),
    ("zh-CN", ["没有重点事项", "没有部门还未报到", "近 30 天没有吹哨", "近 30 天没有您可阅看的批示"])])
def test_empty_registers_say_so(page, language, empty):
    said = words(page(supervise, language=language))
    assert [one for one in empty if one not in said] == []
