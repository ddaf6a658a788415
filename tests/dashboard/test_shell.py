"""The shell: which stage a person gets for a path, where it looks, and what the page's scripts are told."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import plotly
import pytest

from dashboard import panel, shell
from dashboard.panel import FOCUS, NOTICE, ORDER
from dashboard.speech import LANGUAGES, shared_words
from data.cases import breaks
from data.errors import NotAllowed
from data.scope import ROLES, Scope
from data.settings import Settings
from tests import cast, pile
from tests.dashboard.reading import parts, props, words
from tests.wire.stage import staged

HALL = Scope(person="hall", name="大厅", areas=frozenset({""}), may=ROLES["wall"])
DESK, WALL = "/desk/overview", "/wall/hall-1"
PANELS = {one.name: one for one in panel.discover()}
TOLD = {"surface", "page", "area", "home", "homeName", "city",
        "cityName", "norm", "language", "zone", "mapVersion", "marker",
        "may", "build", "charts", "front", "strange", "test", "levels", "sources", "breaks", "bounds", "classes",
        "majors", "words", "cityStage", "mayAnnounce"}
"""Everything the scripts are told; a new key is looked at twice before it stands here."""


@pytest.fixture
def enter(read, center) -> Callable[..., list[Any]]:
    """Return enter(scope, path, search, language=...): the stage as the page receives it."""
    def entered(scope: Scope, path: str = DESK, search: str = "", *, language: str = "zh-CN") -> list[Any]:
        with read(scope=scope) as visit:
            return shell.stage(replace(visit, language=language), PANELS, center, title="dispatcher", path=path,
                               search=search)

    return entered


def told(stage: list[Any]) -> dict[str, Any]:
    """Return what the page's own scripts are told."""
    config = next(part for part in stage if getattr(part, "id", None) == "config")
    return dict(json.loads(props(config)["data-config"]))


@pytest.mark.parametrize(("scope", "path", "surface"), [
    (cast.ALICE, DESK, "desk"), (cast.ALICE, WALL, "wall"), (cast.BO, WALL, "wall"), (cast.CHEN, DESK, "desk"),
    (HALL, WALL, "wall"), (cast.ALICE, "/", "desk"), (cast.ALICE, "/wallpaper", "desk"),
])
def test_a_path_leads_to_its_surface(enter, scope, path, surface):
    stage = enter(scope, path)
    assert stage[0].className == f"stage {surface}"
    assert told(stage)["surface"] == surface


@pytest.mark.parametrize(("scope", "path", "permission"), [
    (cast.CHEN, WALL, "wall.view"), (HALL, DESK, "desk.view"), (HALL, "/", "desk.view"),
    (cast.NOBODY, DESK, "desk.view"), (cast.NOBODY, WALL, "wall.view"),
])
def test_who_may_not_see_a_surface_is_refused(enter, scope, path, permission):
    with pytest.raises(NotAllowed) as refused:
        enter(scope, path)
    assert refused.value.values == {"permission": permission}


@pytest.mark.parametrize(("path", "page", "front", "strange"), [
    (DESK, "overview", "live", False), ("/desk/area", "area", "area", False), ("/desk/case", "case", "live", False),
    ("/", "overview", "live", False), ("/desk/", "overview", "live", False), ("/desk/moon", "overview", "live", True),
    ("/desk/area/x", "overview", "live", True), ("/desk/queue", "queue", "live", False),
    (WALL, "", "live", False),
])
def test_each_view_of_the_desk_opens_with_its_tab_and_one_there_is_not_is_told(enter, path, page, front, strange):
    facts = told(enter(cast.ALICE, path))
    assert (facts["page"], facts["front"], facts["strange"]) == (page, front, strange)


def test_a_forged_path_is_refused_on_the_wire_too(settings, database, city, caplog):
    body = {"output": "stage.children", "outputs": {"id": "stage", "property": "children"}, "changedPropIds": [],
            "inputs": [{"id": "url", "property": "pathname", "value": WALL}],
            "state": [{"id": "url", "property": "search", "value": ""}]}
    with staged(settings, database) as stage:
        answer = stage.ask("POST", "/_dash-update-component", cast.CHEN, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_allowed")
    assert caplog.records == []


@pytest.mark.parametrize(("scope", "search", "area"), [
    (cast.ALICE, "?area=990101", "990101"), (cast.ALICE, "", "9901"), (cast.ALICE, "?area=990199", "9901"),
    (cast.ALICE, "?area=", "9901"), (cast.ALICE, "?area=9901&area=990102", "9901"),
    (cast.ALICE, "?area=%00%FF", "9901"), (cast.ALICE, "?area=%00%00%00%00", "9901"),
    (cast.BO, "?area=990102", cast.WEST_DISTRICT), (cast.BO, "?area=9901", cast.WEST_DISTRICT),
    (cast.CHEN, "?area=990101", cast.COMMUNITY), (cast.CHEN, f"?area={pile.HERE}", pile.HERE),
    (cast.ALICE, "?" + "&".join(f"k{n}=1" for n in range(500)), "9901"),
])
def test_a_screen_looks_at_the_area_asked_for_or_home(enter, scope, search, area):
    facts = told(enter(scope, DESK, search))
    assert facts["area"] == area
    assert facts["home"] == scope.home("9901")
    assert facts["homeName"]


def test_the_figure_asked_for_colours_the_map_or_else_the_count_does(enter):
    assert told(enter(cast.ALICE, DESK, "?norm=pop"))["norm"] == "pop"
    assert told(enter(cast.ALICE, DESK, "?norm=<script>"))["norm"] == "abs"


@pytest.mark.parametrize("search", ["?area=<script>alert(1)</script>", "?norm='\"><img src=x onerror=1>"])
def test_what_stands_in_the_address_is_not_repeated_on_the_page(enter, search):
    assert "alert" not in str(enter(cast.ALICE, DESK, search))
    assert "onerror" not in str(enter(cast.ALICE, DESK, search))


@pytest.mark.parametrize("scope", [cast.ALICE, cast.BO, cast.CHEN])
def test_the_scripts_are_told_what_the_person_may_and_nothing_they_need_not_know(enter, write, settings, scope):
    with write() as visit:
        cast.open_case(visit, text="某某家门口", reporter={"name": "张三", "phone": "13800001234"})
    stage = enter(scope)
    facts = told(stage)
    assert set(facts) == TOLD
    assert facts["may"] == sorted(scope.may)
    everything = json.dumps(facts, ensure_ascii=False) + str(stage)
    for secret in ("张三", "13800001234", "某某家门口", settings.url, str(settings.data_dir), "token"):
        assert secret not in everything


def test_the_scripts_are_told_what_the_city_is(enter):
    facts = told(enter(cast.ALICE))
    assert (facts["city"], facts["cityName"], facts["zone"], facts["mapVersion"]) == (
        "9901", "云图市", "Asia/Shanghai", "1")
    assert facts["levels"][1] == {"name": "区", "width": 6}
    assert facts["bounds"] == [cast.WEST, cast.SOUTH, *cast.at(4, 4)]
    assert facts["classes"]["0101"] == "暴露垃圾"
    assert (facts["marker"], facts["test"]) == ("demo", False)
    assert set(facts["breaks"]) == {"2", "3", "4", "5", "detail"}


def test_breaks_that_were_chosen_are_told_unchanged(enter, write):
    with write() as visit:
        fixed = {**breaks.choose(visit), "2": {"abs": [1, 2, 3, 4]}}
        visit.city.breaks = fixed
    assert told(enter(cast.BO))["breaks"] == fixed


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_scripts_speak_the_persons_language(enter, language):
    facts = told(enter(cast.ALICE, language=language))
    shared = shared_words(language)
    assert facts["language"] == language
    assert facts["words"]["states.closed"] == shared["states.closed"]
    assert {key.split(".")[0] for key in facts["words"]} == set(shell.SCRIPT_WORDS)
    assert facts["classes"]["0101"] == ("暴露垃圾" if language == "zh-CN" else "Garbage")


def test_only_a_test_server_says_that_it_is_one(enter, center, read):
    testing = replace(center, settings=Settings(data_dir=center.settings.data_dir, test=True))
    with read(scope=cast.ALICE) as visit:
        stage = shell.stage(visit, PANELS, testing, title="dispatcher", path=DESK, search="")
    assert told(stage)["test"] is True


def test_a_tile_server_is_asked_only_where_one_was_set(center, read):
    tiles = "http://tiles.example/{z}/{x}/{y}.png"
    with_tiles = replace(center, settings=replace(center.settings, tiles=tiles))
    with read(scope=cast.ALICE) as visit:
        for one, there in ((center, False), (with_tiles, True)):
            stage = shell.stage(visit, PANELS, one, title="dispatcher", path=WALL, search="")
            assert (tiles in str(stage[0])) is there


def test_every_page_begins_with_the_stores_and_an_empty_stage():
    ids = [part.id for part in parts(shell.frame()) if getattr(part, "id", None)]
    assert sorted(ids) == sorted(["root", "url", "stage", shell.HEARD, FOCUS, ORDER, NOTICE])
    assert words(shell.frame()) == ""


def test_the_catalogues_are_listed_among_the_checks():
    found = {finding.id: finding for finding in shell.findings()}
    assert set(found) == {"layers", "panels", "pages", "doors"}
    assert all(finding.is_fine and finding.words for finding in found.values())
    assert "case" in found["panels"].words


def test_the_small_chart_bundle_is_of_the_version_that_plotly_for_python_has():
    whole = (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_text("utf-8")[:200]
    small = (shell.ROOT / "assets" / "vendor" / shell.FOREIGN).read_text("utf-8")[:200]
    found = [re.search(r"plotly\.js .*?v([\d.]+)", text) for text in (whole, small)]
    assert found[0] is not None
    assert found[1] is not None
    assert found[0][1] == found[1][1]
    assert "MIT license" in small
