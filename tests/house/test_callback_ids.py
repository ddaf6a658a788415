"""Every id that a callback speaks of stands on the surface it belongs to, once; and no id stands there twice."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from dash import Dash
from dash.development.base_component import Component
from fastapi import FastAPI

from dashboard import page, panel, shell
from dashboard.center import Center
from dashboard.panel import View
from dashboard.shell import SURFACES
from dashboard.wiring import fill
from data.visit import Visit
from tests import cast
from tests.house.source import shown, text_of, written

PANELS = {one.name: one for one in panel.discover()}


@pytest.fixture(name="page")
def served(center: Center) -> Dash:
    """Return the page as it is served, with every callback wired."""
    return shell.build(FastAPI(), center)


def parts(thing: Any) -> Iterator[Component]:
    if isinstance(thing, list | tuple):
        for one in thing:
            yield from parts(one)
    elif isinstance(thing, Component):
        yield thing
        yield from parts(getattr(thing, "children", None))


def path_of(surface: str) -> str:
    """Return an address that leads to the surface; the office's are those of its pages."""
    return f"/desk/{page.discover()[0].name}" if surface == "office" else f"/{surface}/x"


def laid_out(visit: Visit, center: Center, surface: str) -> list[Component]:
    """Return everything that stands on a surface before its first data."""
    stage = shell.stage(visit, PANELS, center, title="dispatcher", path=path_of(surface), search="")
    return list(parts([shell.frame(), stage]))


def filled(visit: Visit, center: Center, surface: str) -> list[Component]:
    """Return everything that stands there once every panel was answered."""
    view = View(area="9901", norm="abs", surface=surface)
    root = shell.stage(visit, PANELS, center, title="dispatcher", path=path_of(surface), search="")
    for part in list(parts(root)):
        for one in PANELS.values():
            if one.answer and getattr(part, "id", None) == one.slot(surface):
                part.children = fill(visit, view, one)
    return list(parts([shell.frame(), root]))


def ids(components: list[Component]) -> Counter[str]:
    return Counter(str(part.id) for part in components if getattr(part, "id", None) is not None)


def spoken_of(page: Dash) -> list[tuple[str, str]]:
    """Return (callback, id) for every output, input and state of every callback, clientside ones too."""
    found = []
    for name, one in page.callback_map.items():
        outputs = one["output"] if isinstance(one["output"], list | tuple) else [one["output"]]
        found += [(name, str(output.component_id)) for output in outputs]
        found += [(name, asked["id"]) for asked in [*one["inputs"], *one["state"]]]
    return found


def surface_of(name: str) -> str:
    """Return the surface that an id or a callback belongs to, "" for all of them."""
    return next((surface for surface in SURFACES if f"{surface}-" in name), "")


def faults_on(surface: str, page: Dash, standing: Counter[str]) -> list[str]:
    """Return the ids of this surface's callbacks that do not stand on it exactly once."""
    return [f"{surface}: {wanted} stands {standing[wanted]} times (callback {name})" for name, wanted in spoken_of(page)
            if surface_of(name) in ("", surface) and standing[wanted] != 1]


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("moment", [laid_out, filled])
def test_every_id_a_callback_speaks_of_stands_on_its_surface_once(read, center, page, surface, moment):
    with read(scope=cast.ALICE) as visit:
        faults = faults_on(surface, page, ids(moment(visit, center, surface)))
    assert not faults, shown(faults)


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("moment", [laid_out, filled])
@pytest.mark.parametrize("scope", [cast.ALICE, cast.BO], ids=lambda scope: scope.person)
def test_no_id_stands_twice_on_a_surface(read, center, surface, moment, scope):
    with read(scope=scope) as visit:
        twice = [one for one, count in ids(moment(visit, center, surface)).items() if count > 1]
    assert not twice, shown(twice)


def test_an_id_that_is_nowhere_or_twice_would_be_seen(read, center, page):
    with read(scope=cast.ALICE) as visit:
        standing = ids(laid_out(visit, center, "wall"))
    assert faults_on("wall", page, standing - Counter({"drawer": 1}))
    assert faults_on("wall", page, standing + Counter({"drawer": 1}))


@pytest.mark.parametrize("surface", SURFACES)
def test_every_panel_of_a_surface_exists_and_is_named_once(surface):
    named = SURFACES[surface].PANELS
    assert set(named) <= set(PANELS)
    assert len(named) == len(set(named))


def test_every_panel_answers_is_connected_or_is_filled_by_the_pages_own_scripts(read, center):
    """A panel with neither answer nor connection has an element with an id for the script to fill."""
    with read(scope=cast.ALICE) as visit:
        standing = ids(laid_out(visit, center, "wall"))
    for one in PANELS.values():
        assert one.answer or one.connect or {f"wall-{one.name}-panel", f"{one.name}-panel"} & set(standing), one.name


def test_no_record_lies_in_a_store(read, center):
    """Stores begin empty: they hold ids and choices, never rows."""
    with read(scope=cast.ALICE) as visit:
        stores = [part for part in laid_out(visit, center, "desk") if type(part).__name__ == "Store"]
    assert {store.id for store in stores} == {"focus", "order", "notice", "drawer-content"}
    assert all(getattr(store, "data", None) is None for store in stores)


def test_no_callback_runs_in_the_server_before_it_is_asked_except_the_stage(page):
    eager = [one["output"] for one in orjson.loads(orjson.dumps(page._callback_list, default=str))
             if not one["prevent_initial_call"]]
    assert eager == ["stage.children"]


SPOKEN = re.compile(r"(?:getElementById|set_props)\(\s*(state\.surface \+ )?'([\w-]+)'")
MADE = re.compile(r"""\bid(?: = |=|: )['"]([\w-]+)['"]""")


def test_every_id_the_pages_own_scripts_speak_of_stands_on_a_surface_or_is_made_by_them(read, center):
    with read(scope=cast.ALICE) as visit:
        standing = {surface: set(ids(laid_out(visit, center, surface))) for surface in SURFACES}
    scripts = {name: text_of(name) for name in written(".js") if name.startswith("assets/")}
    made = {one for text in scripts.values() for one in MADE.findall(text)}
    faults, seen = [], 0
    for name, text in scripts.items():
        for prefixed, spoken in SPOKEN.findall(text):
            with_map = [surface for surface in SURFACES if "map" in standing[surface]]
            wanted = [f"{surface}{spoken}" for surface in with_map] if prefixed else [spoken]
            there = [one in made or any(one in found for found in standing.values()) for one in wanted]
            seen += 1
            if not all(there):
                faults.append(f"{name}: {wanted}")
    assert not faults, shown(faults)
    assert seen > 5, "the scripts speak of ids in another way now: this test has gone blind"
