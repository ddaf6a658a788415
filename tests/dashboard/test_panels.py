"""Every panel, whoever looks, wherever, in both languages."""

from dataclasses import replace

import pytest

from dashboard import panel
from dashboard.panel import View
from dashboard.wiring import fill, is_seen, words_for
from data.visit import Visit
from tests import cast
from tests.dashboard.reading import hooks, words

PANELS = panel.discover()
VIEWS = [View(area=area, norm=norm, surface=surface) for area, norm, surface in (
    ("9901", "abs", "wall"), ("9901", "pop", "desk"), (cast.COMMUNITY, "late", "desk"), (cast.COMMUNITY, "abs", "wall"),
    (cast.GRIDS[3, 3], "area", "desk"))]


@pytest.fixture
def busy(write) -> None:
    """Store a case in every other square, an urgent one among them."""
    with write() as visit:
        for number, square in enumerate(list(cast.GRIDS)[::2]):
            category = ("0101", "0201")[number % 2]
            cast.open_case(visit, f"e-{number}", (square[0] + 0.5, square[1] + 0.5), category=category)


def as_asked(visit: Visit, view: View) -> View:
    """Return the view as a screen gets it: where an area is not the person's, their home."""
    return view if is_seen(visit, view.area) else replace(view, area=visit.scope.home(visit.city.code))


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("one", PANELS, ids=lambda one: one.name)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_it_stands_everywhere_for_everybody_who_may_see_it(read, one, language):
    for scope in (cast.ALICE, cast.BO, cast.CHEN):
        with read(scope=scope) as visit:
            spoken = replace(visit, language=language)
            for view in (as_asked(spoken, view) for view in VIEWS):
                before = one.layout(words_for(spoken, one.words), view)
                assert before is not None
                filled = fill(spoken, view, one)
                if one.answer is None or (view.is_wall() and one.permission not in scope.may):
                    assert filled is None
                else:
                    assert "error" not in hooks(filled, "data-state"), words(filled)


@pytest.mark.parametrize("one", [one for one in PANELS if one.answer], ids=lambda one: one.name)
def test_who_may_not_see_it_is_told_so_at_a_desk_and_sees_no_place_for_it_on_a_wall(read, one):
    with read(scope=cast.NOBODY) as visit:
        told = fill(visit, View(area="9901", norm="abs", surface="desk"), one)
        assert hooks(told, "data-state") == ["denied"]
        t = words_for(visit, one.words)
        assert t(f"permissions.{one.permission}") in words(told)
        assert t(f"panels.{one.name}") in words(told)
        assert fill(visit, View(area="9901", norm="abs", surface="wall"), one) is None


def test_a_panel_is_known_by_its_name():
    assert [one.name for one in PANELS] == sorted(
        ["alarm", "area", "areas", "breadcrumb", "case", "channels", "classes", "counters", "deadlines", "dossier",
         "feed", "home", "kpi", "map", "supervisions", "trend", "units"])
