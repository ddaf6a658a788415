"""The map's own panel: switches for what is drawn and by what it is coloured; the page's script fills the rest."""

import pytest

from dashboard.panel import View
from dashboard.panels import city_map
from dashboard.speech import Words
from tests.dashboard.reading import hooks, words


@pytest.fixture
def laid(city) -> city_map.Component:
    """Return the overlays in English."""
    from zoneinfo import ZoneInfo

    t = Words(language="en", zone=ZoneInfo(city.zone)).with_own(city_map.WORDS)
    return city_map.layout(t, View(area="9901", norm="abs", surface="desk"))


def test_it_has_a_button_for_each_norm_each_layer_and_each_way_to_zoom(laid):
    assert hooks(laid, "data-norm") == list(city_map.NORMS)
    assert hooks(laid, "data-layer") == ["cases", "units", "places", "blocks", "campaign_items"]
    assert hooks(laid, "data-zoom") == ["zoom_in", "zoom_out", "home"]
    assert "Facilities" in words(laid) or "Places" in words(laid)


def test_it_loads_until_the_script_has_painted(laid):
    assert hooks(laid, "data-panel") == ["map"]
    assert hooks(laid, "data-state") == ["loading"]
    assert city_map.PANEL.answer is None
