"""A layer drawn as a screen would draw it: the frame, and the features that leave the server."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from layers import geojson
from layers.layer import Layer, Window


@pytest.fixture
def draw(read) -> Callable[..., list[dict[str, Any]]]:
    """Return draw(layer, scope=..., area=..., level=..., bbox=...): the features a person receives."""
    def features_of(layer: Layer, *, scope, area: str = "9901", **window: Any) -> list[dict[str, Any]]:
        with read(scope=scope) as visit:
            frame = layer.features(visit, Window(area=area, **window))
        assert frame.crs.to_epsg() == 4326
        return json.loads(geojson.encode(frame, layer.properties))["features"]

    return features_of
