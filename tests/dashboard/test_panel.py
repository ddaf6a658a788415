"""Finding panels: each module of the folder once, under its own name and a permission there is."""

from dataclasses import replace

import pytest

from dashboard import panel
from dashboard.panel import View
from dashboard.panels import trend
from data.scope import PERMISSIONS


def test_every_panel_is_found_by_name_with_a_permission_there_is():
    found = panel.discover()
    assert [one.name for one in found] == sorted(one.name for one in found)
    assert {one.permission for one in found} <= set(PERMISSIONS)
    assert all(set(one.words) == {"zh-CN", "en"} for one in found)


@pytest.mark.parametrize(("change", "fault"), [({"name": "kpi"}, "share a name"),
                                               ({"permission": "fly"}, "unknown permission")])
def test_a_faulty_panel_is_refused_at_start(monkeypatch, change, fault):
    monkeypatch.setattr(trend, "PANEL", replace(trend.PANEL, **change))
    with pytest.raises(ValueError, match=fault):
        panel.discover.__wrapped__()


def test_a_panel_has_a_place_of_its_own_on_each_surface():
    assert {trend.PANEL.slot(surface) for surface in ("wall", "desk")} == {"wall-trend", "desk-trend"}


@pytest.mark.parametrize(("surface", "is_wall"), [("wall", True), ("desk", False)])
def test_a_wall_is_read_and_never_touched(surface, is_wall):
    assert View(area="9901", norm="abs", surface=surface).is_wall() is is_wall
