"""The wiring by itself: an answer gets a visit, words and a thread, and every way to fail ends well."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from dash import Input, Output, html
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from dashboard import panel
from dashboard.panel import Panel, View
from dashboard.speech import LANGUAGES, Words, shared_words
from dashboard.wiring import fill, sentence, view_for, words_for
from data.cases import workflow
from data.errors import CityError, Conflict, NotAllowed, NotFound
from data.models.case import Case
from data.people import sessions
from data.scope import Scope
from tests import cast
from tests.dashboard.reading import hooks, words
from tests.wire.stage import Stage, staged

PATH = "/_dash-update-component"
ZONE = ZoneInfo("Asia/Shanghai")
SAYS = {"zh-CN": {"hello": "你好，{who}", "panels.tried": "试"},
        "en": {"hello": "Hello, {who}", "panels.tried": "Tried"}}


@dataclass(frozen=True)
class Fired:
    """What came of a request of the page."""

    status: int
    body: dict[str, Any]

    def said(self, output: str, prop: str = "children") -> Any:
        return self.body.get("response", {}).get(output, {}).get(prop)

    @property
    def notice(self) -> str | None:
        return (self.said("notice", "data") or {}).get("text")


def tried(answer: Callable[..., Any], *, writes: bool = False, permission: str = "cases.view") -> Panel:
    """Return a panel whose one answer is tried out."""
    def connect(on: Any) -> None:
        join = on.write if writes else on.read
        join(answer, output={"said": Output("tried-out", "children")}, inputs={"asked": Input("tried-in", "data")})

    return Panel(name="tried", permission=permission, words=SAYS, layout=lambda t, view: html.Div(id="tried-out"),
                 connect=connect)


@pytest.fixture
def play(settings, database, city, monkeypatch) -> Iterator[Callable[..., Stage]]:
    """Return a function that puts a server together whose page has one more panel."""
    with contextlib.ExitStack() as stack:
        known = panel.discover()

        def with_panel(one: Panel) -> Stage:
            monkeypatch.setattr(panel, "discover", lambda: (*known, one))
            return stack.enter_context(staged(settings, database))

        yield with_panel


def fire(stage: Stage, who: Scope, asked: Any, output: str = "tried-out.children") -> Fired:
    """Send what the page would send when the input of an answer changes."""
    name, wired = next((name, one) for name, one in stage.guard.callbacks.items() if output in name)
    outputs = wired["output"] if isinstance(wired["output"], list | tuple) else [wired["output"]]
    values = asked if isinstance(asked, list) else [asked]
    body = {"output": name, "outputs": [one.to_dict() for one in outputs], "state": [], "changedPropIds": [],
            "inputs": [{**one, "value": value} for one, value in zip(wired["inputs"], values, strict=True)]}
    answer: httpx.Response = stage.ask("POST", PATH, who, json=body)
    return Fired(answer.status_code, answer.json() if answer.content else {})


def count_cases(database) -> int:
    with database.read(Scope.of_job("test")) as session:
        return int(session.execute(select(func.count()).select_from(Case)).scalar_one())


def test_an_answer_gets_a_visit_its_words_and_the_values_by_name(play):
    def greet(visit, t, asked):
        return {"said": t("hello", who=f"{visit.scope.name} {asked}")}

    assert fire(play(tried(greet)), cast.ALICE, "!").said("tried-out") == "你好，Alice !"


def test_an_answer_speaks_the_readers_language(play, database):
    stage = play(tried(lambda visit, t, asked: {"said": t("hello", who=visit.scope.name)}))
    with database.write(Scope.of_job("test")) as session:
        sessions.choose_language(session, "alice", "en")
    assert fire(stage, cast.ALICE, 1).said("tried-out") == "Hello, Alice"


def test_what_is_not_answered_stays_as_it_is(play):
    found = fire(play(tried(lambda visit, t, asked: {})), cast.ALICE, 1)
    assert found.status in (200, 204)
    assert found.said("tried-out") is None
    assert found.notice is None


def test_what_an_answer_wrote_is_there_afterwards(play, database):
    def open_one(visit, t, asked):
        return {"said": cast.open_case(visit)}

    number = fire(play(tried(open_one, writes=True)), cast.ALICE, 1).said("tried-out")
    with database.read(Scope.of_job("test")) as session:
        assert session.scalars(select(Case.case_no)).all() == [number]


def test_a_refusal_is_a_notice_and_nothing_is_changed(play, database):
    def write_and_refuse(visit, t, asked):
        cast.open_case(visit)
        raise Conflict("case_changed", case_no="1", version=1)

    found = fire(play(tried(write_and_refuse, writes=True)), cast.ALICE, 1)
    assert found.notice == shared_words("zh-CN")["errors.case_changed"]
    assert found.said("notice", "data")["tone"] == "refused"
    assert found.said("tried-out") is None
    assert count_cases(database) == 0


def test_a_hidden_panels_answer_is_refused_when_it_is_asked_all_the_same(play):
    asked_for = []
    stage = play(tried(lambda visit, t, asked: asked_for.append(visit), permission="cases.dispatch"))
    found = fire(stage, cast.CHEN, 1)
    assert found.notice == shared_words("zh-CN")["errors.not_allowed"].format(
        permission=shared_words("zh-CN")["permissions.cases.dispatch"])
    assert asked_for == []


def test_an_answer_is_of_the_askers_areas_only(play, write):
    with write() as visit:
        far = cast.open_case(visit, "far", (3.5, 3.5))
    stage = play(tried(lambda visit, t, asked: {"said": workflow.find(visit, asked).state}))
    assert fire(stage, cast.ALICE, far).said("tried-out") == "reported"
    assert fire(stage, cast.BO, far).notice == shared_words("zh-CN")["errors.case_not_found"].format(case_no=far)


def test_an_output_nobody_wired_is_a_fault_and_rolls_back(play, database, caplog):
    def misname(visit, t, asked):
        cast.open_case(visit)
        return {"sayd": "typo"}

    found = fire(play(tried(misname, writes=True)), cast.ALICE, 1)
    assert (found.status, found.body["error"]["code"]) == (500, "failed")
    assert "sayd" in caplog.text
    assert count_cases(database) == 0


def test_an_unexpected_error_is_logged_and_told_without_its_text(play, caplog):
    def stumble(visit, t, asked):
        raise RuntimeError("the secret reason")

    found = fire(play(tried(stumble)), cast.ALICE, 1)
    assert (found.status, found.body["error"]["code"]) == (500, "failed")
    assert "secret" not in str(found.body)
    logged = [record for record in caplog.records if record.name == "dashboard.wiring"]
    assert len(logged) == 1
    assert "the secret reason" in caplog.text


def test_two_slow_answers_run_at_the_same_time(play):
    """Each waits for the other: one after the other, neither would ever end."""
    both = threading.Barrier(2, timeout=20)

    def wait(visit, t, asked):
        both.wait()
        return {"said": f"{asked} met the other"}

    stage = play(tried(wait))
    with ThreadPoolExecutor(2) as people:
        found = list(people.map(lambda who: fire(stage, who, who.name).said("tried-out"), (cast.ALICE, cast.BO)))
    assert found == ["Alice met the other", "Bo met the other"]


def test_the_loop_answers_others_while_an_answer_is_slow(play):
    began, may_end = threading.Event(), threading.Event()

    def wait(visit, t, asked):
        began.set()
        return {"said": str(may_end.wait(20))}

    stage = play(tried(wait))
    with ThreadPoolExecutor(1) as people:
        slow = people.submit(fire, stage, cast.ALICE, 1)
        assert began.wait(20)
        assert stage.ask("GET", "/healthz").status_code == 200
        may_end.set()
        assert slow.result().said("tried-out") == "True"


def test_a_panel_that_fails_leaves_the_others_alone(read, caplog):
    def stumble(visit, t, view):
        raise KeyError("no such word")

    def refuse(visit, t, view):
        raise NotFound("area_not_found", area="x")

    view = View(area="9901", norm="abs", surface="wall")
    with read(scope=cast.ALICE) as visit:
        unknown = sentence(words_for(visit), NotFound("area_not_found", area="x"))
        for answer, said in ((stumble, "报障请说编号"), (refuse, unknown)):
            found = fill(visit, view, replace(tried(answer), answer=answer))
            assert hooks(found, "data-state") == ["error"]
            assert said in words(found)
            number = words(found).rsplit(" ", 2)[1]
            assert (number in caplog.text) == (answer is stumble), "who is told the number finds the failure by it"
    assert "no such word" in caplog.text


def test_without_a_database_no_panel_pretends_to_know(read):
    def unplugged(visit, t, view):
        raise OperationalError("select", {}, Exception("gone"))

    with read(scope=cast.ALICE) as visit, pytest.raises(OperationalError):
        fill(visit, View(area="9901", norm="abs", surface="wall"), replace(tried(unplugged), answer=unplugged))


def test_zero_nothing_and_forbidden_look_different(read):
    """An error never looks like zero, and nobody mistakes what they may not see for a quiet day."""
    view = View(area=cast.GRIDS[0, 0], norm="abs", surface="desk")
    found = {one.name: one for one in panel.discover()}
    with read(scope=cast.ALICE) as visit:
        quiet, without = fill(visit, view, found["alarm"]), fill(visit, view, found["areas"])
    with read(scope=cast.CHEN) as visit:
        denied = fill(visit, view, found["units"])
    assert [hooks(one, "data-state") for one in (quiet, without, denied)] == [["zero"], ["nodata"], ["denied"]]
    assert len({words(one) for one in (quiet, without, denied)}) == 3


@pytest.mark.parametrize(("scope", "asked", "area"), [
    (cast.ALICE, {"area": cast.COMMUNITY}, cast.COMMUNITY), (cast.ALICE, {"area": "9901"}, "9901"),
    (cast.ALICE, {"area": ""}, "9901"), (cast.ALICE, None, "9901"), (cast.ALICE, {}, "9901"),
    (cast.ALICE, {"area": "990109"}, "9901"), (cast.ALICE, {"area": "99"}, "9901"), (cast.ALICE, {"area": "%"}, "9901"),
    (cast.BO, {"area": cast.EAST_DISTRICT}, cast.WEST_DISTRICT), (cast.BO, {"area": "9901"}, cast.WEST_DISTRICT),
    (cast.BO, {"area": cast.GRIDS[0, 0]}, cast.GRIDS[0, 0]), (cast.CHEN, {"area": cast.WEST_DISTRICT}, cast.COMMUNITY),
])
def test_a_screen_looks_where_it_may_and_else_home(read, scope, asked, area):
    with read(scope=scope) as visit:
        assert view_for(visit, asked, "desk").area == area


@pytest.mark.parametrize(("asked", "norm"), [({"norm": "late"}, "late"), ({"norm": "drop table"}, "abs"), ({}, "abs"),
                                             ({"norm": ["pop"]}, "abs")])
def test_an_unknown_figure_is_the_plain_count(read, asked, norm):
    with read() as visit:
        assert view_for(visit, asked, "desk").norm == norm


@pytest.mark.parametrize(("asked", "type_px", "cards"), [({}, 12, 8), ({"type": "24", "cards": "12"}, 24, 12),
                                                        ({"type": "1e9", "cards": "0"}, 200, 1),
                                                        ({"type": "nan", "cards": "many"}, 12, 8)])
def test_a_wall_says_how_large_its_type_is_and_how_many_figures_it_holds(read, asked, type_px, cards):
    with read() as visit:
        view = view_for(visit, asked, "wall")
    assert (view.type_px, view.cards, view.is_wall()) == (type_px, cards, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_a_sentence_even_when_a_value_is_missing(language):
    t = Words(language=language, zone=ZONE)
    codes = [key.split(".", 1)[1] for key in shared_words(language) if key.startswith("errors.")]
    assert len(codes) > 20
    for code in [*codes, "no_such_code"]:
        said = sentence(t, CityError(code))
        assert said
        assert "{" not in said
    assert sentence(t, CityError("no_such_code")) == t("errors.invalid")


def test_a_refusal_is_told_with_its_values():
    t = Words(language="en", zone=ZONE)
    assert sentence(t, NotFound("case_not_found", case_no="<7>")) == "There is no case <7>"
    needed = t("permissions.cases.move")
    assert sentence(t, NotAllowed(permission="cases.move")) == f"You lack this permission: {needed}"


def test_words_follow_the_visit(read):
    with read() as visit:
        assert words_for(visit).language == "zh-CN"
        assert words_for(replace(visit, language="en"), SAYS)("hello", who="Bo") == "Hello, Bo"
        assert words_for(visit).zone == visit.zone
