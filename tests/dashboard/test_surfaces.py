"""Wall and desk: every panel in its place once, the demo said to be one, and nobody named on a wall."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from dash.development.base_component import Component

from dashboard import panel
from dashboard.panel import View
from dashboard.speech import LANGUAGES
from dashboard.surfaces import desk, wall
from dashboard.wiring import words_for
from tests import cast
from tests.dashboard.reading import hooks, parts, props, with_hook, words

SURFACES = {"wall": wall, "desk": desk}
PANELS = {one.name: one for one in panel.discover()}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SAID_IN_BOTH = {"DEMO DATA 演示数据", "中文"}
"""Whoever reads English only sees that it is a demo; the other language is named in itself."""


LEADS = replace(cast.ALICE, may=cast.ALICE.may | {"cases.instruct"})
"""Sees every panel there is."""


@pytest.fixture
def built(read) -> Callable[..., Component]:
    """Return built(surface, scope=..., language=..., marker=...): the surface before its first data."""
    def build(surface: str, *, scope=cast.ALICE, language: str = "en", marker: str = "demo") -> Component:
        with read(scope=scope) as visit:
            visit.session.expunge(visit.city)  # what is said here is written by nobody
            visit.city.marker = marker
            spoken = replace(visit, language=language)
            view = View(area="9901", norm="abs", surface=surface)
            return SURFACES[surface].build(spoken, words_for(spoken), view, PANELS, tiles="", who="Dispatcher Alice")

    return build


def ids(thing: Component) -> list[str]:
    return [part.id for part in parts(thing) if isinstance(part, Component) and getattr(part, "id", None)]


@pytest.mark.parametrize("surface", SURFACES)
def test_every_panel_has_its_place_once(built, surface):
    stage, room = built(surface, scope=LEADS), SURFACES[surface]
    slots = [one for one in ids(stage) if one.startswith(f"{surface}-") and one.removeprefix(f"{surface}-") in PANELS]
    assert sorted(slots) == sorted(PANELS[name].slot(surface) for name in room.PANELS)


def test_no_panel_stands_nowhere():
    assert {name for room in SURFACES.values() for name in room.PANELS} == set(PANELS)


@pytest.mark.parametrize("surface", SURFACES)
def test_no_id_stands_twice(built, surface):
    found = ids(built(surface))
    assert len(found) == len(set(found))
    assert {"map", "link-state", "link-words"} <= set(found)


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize(("marker", "said"), [("demo", "DEMO DATA 演示数据"), ("replay", "REPLAY 历史回放"), ("", "")])
def test_a_demo_and_a_replay_say_what_they_are(built, surface, marker, said):
    [chip] = [part for part in parts(built(surface, marker=marker))
              if isinstance(part, Component) and getattr(part, "className", "") == "marker"]
    assert (words(chip), chip.hidden) == (said, not said)


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_stands_in_either_language(built, surface, language):
    told = [part for part in parts(built(surface, language=language)) if isinstance(part, str)]
    foreign = [text for text in told if CHINESE.search(text) and text not in SAID_IN_BOTH]
    assert bool(foreign) is (language == "zh-CN"), foreign


def test_a_wall_does_not_name_who_looks_and_a_desk_does(built):
    assert "Alice" not in words(built("wall"))
    assert "Dispatcher Alice" in words(built("desk"))


def test_a_wall_shows_the_date_and_the_time_of_the_city(built):
    stage = built("wall")
    assert words(with_hook(stage, "data-date")) == "Wed 2026-03-18"
    assert words(with_hook(stage, "data-clock")) == "10:00:00"


def test_a_wall_is_not_touched_and_a_desk_is(built):
    assert not [one for one in ("data-sign-out", "data-language", "data-theme-switch") if hooks(built("wall"), one)]
    stage = built("desk")
    assert hooks(stage, "data-tab") == [tab for tab in desk.TABS if tab != "mine"]
    assert hooks(stage, "aria-selected") == ["true", "false", "false", "false"]
    assert hooks(stage, "data-language") == ["zh-CN"]
    assert hooks(built("desk", language="zh-CN"), "data-language") == ["en"]


def test_each_tab_has_its_page(built):
    stage = built("desk", scope=LEADS)
    assert hooks(stage, "data-tab")[0] == hooks(stage, "data-page")[0] == "mine", "the list stands left of the map"
    assert sorted(hooks(stage, "data-page")) == sorted(hooks(stage, "data-tab")) == sorted(desk.TABS)
    assert {name for names in desk.TABS.values() for name in names} <= set(desk.PANELS)


def test_a_view_of_an_area_opens_with_the_area_s_own_tab(read):
    with read(scope=cast.ALICE) as visit:
        view = View(area="9901", norm="abs", surface="desk", page="area")
        stage = desk.build(visit, words_for(visit), view, PANELS, tiles="", who="Alice")
    chosen = [props(one)["data-tab"] for one in with_hook(stage, "data-tab") if props(one)["aria-selected"] == "true"]
    shown = [props(one)["data-page"] for one in with_hook(stage, "data-page") if "is-hidden" not in one.className]
    assert chosen == shown == ["area"]


@pytest.mark.parametrize(("scope", "offered"), [(cast.ALICE, True), (cast.BO, True), (cast.CHEN, False)])
def test_only_who_may_see_a_wall_is_shown_the_way_there(built, scope, offered):
    links = [props(part)["href"] for part in parts(built("desk", scope=scope))
             if isinstance(part, Component) and "href" in props(part)]
    assert ("/wall/hall-1" in links) is offered


@pytest.mark.parametrize("surface", SURFACES)
def test_before_its_first_data_every_panel_says_that_it_loads(built, surface):
    states = hooks(built(surface), "data-state")
    assert states
    assert set(states) == {"loading"}


@pytest.mark.parametrize("surface", SURFACES)
def test_the_map_lies_in_its_frame_and_asks_nobody_for_tiles(built, surface):
    stage = built(surface)
    assert "TileLayer" not in [type(part).__name__ for part in parts(stage)]
    city_map = next(part for part in parts(stage) if getattr(part, "id", None) == "map")
    assert props(city_map)["bounds"] == [(cast.SOUTH, cast.WEST), cast.at(4, 4)[::-1]]
