"""The catalogue of layers: found by scanning, in drawing order, shown to those who may see them."""

from dataclasses import replace

import pytest

from data.errors import NotFound
from layers import catalog
from tests import cast


def test_it_finds_every_layer_in_drawing_order():
    found = catalog.discover()
    assert [layer.name for layer in found.layers] == [
        "backdrop", "areas", "reach", "places", "blocks", "facilities", "depots", "open_cases", "risk",
        "hot_grids", "blind_spots", "patrol", "cameras", "clusters", "units", "campaign_items", "warnings"]
    assert found.find("areas").is_geometry_only
    with pytest.raises(NotFound) as refused:
        found.find("phones")
    assert refused.value.code == "layer_not_found"


def test_it_shows_what_the_scope_may_see():
    found = catalog.discover()
    assert len(found.visible_to(cast.ALICE)) == 17
    assert [layer.name for layer in found.visible_to(cast.CHEN)] == [
        "backdrop", "areas", "reach", "places", "blocks", "facilities", "depots", "open_cases", "risk",
        "hot_grids", "blind_spots", "patrol", "clusters", "campaign_items", "warnings"]
    assert found.visible_to(cast.NOBODY) == ()


@pytest.mark.parametrize(("change", "fault"), [({"name": "areas"}, "share a name"),
                                               ({"permission": "fly"}, "unknown permission")])
def test_a_faulty_layer_is_refused_at_start(monkeypatch, change, fault):
    from layers.shown import units

    monkeypatch.setattr(units, "LAYER", replace(units.LAYER, **change))
    with pytest.raises(ValueError, match=fault):
        catalog.discover()
