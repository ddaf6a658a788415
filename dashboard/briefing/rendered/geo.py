"""The maps of a briefing as GeoJSON (RFC 7946): each area with its value, WGS 84, what it is of beside the features."""

from collections.abc import Iterator
from typing import Any

import orjson

from dashboard.briefing.content import Brief, Map, Shape
from dashboard.briefing.rendered.flat import line_of, value_of
from layers import rings

Ring = tuple[tuple[float, float], ...]


def render(brief: Brief) -> bytes:
    """Return a FeatureCollection; without any map, one without features."""
    maps = [(place, one.body) for place, one in enumerate(brief.sections(), start=1) if isinstance(one.body, Map)]
    features = [feature for place, block in maps for feature in features_of(place, block)]
    points = [point for _, block in maps for one in (*block.shapes, *block.frames)
              for ring in one.rings for point in ring]
    told = {key: line_of(getattr(brief, key)) for key in (
        "id", "kind", "language", "area", "title", "at", "made_at", "marking", "demo", "draft", "source",
        *(["edited"] if brief.edited else []))}
    boxed = {"bbox": _box(points)} if points else {}
    return orjson.dumps({"type": "FeatureCollection", **boxed, "briefing": {**told, "digest": brief.digest()},
                         "maps": [_told(place, block) for place, block in maps], "features": features})


def _box(points: list[tuple[float, float]]) -> list[float]:
    xs, ys = zip(*points, strict=True)
    return [min(xs), min(ys), max(xs), max(ys)]


def _told(place: int, block: Map) -> dict[str, Any]:
    return {"section": place, "steps": [line_of(one) for one in block.steps],
            **{key: line_of(getattr(block, key)) for key in ("title", "unit", "approval", "note")}}


def features_of(place: int, block: Map) -> Iterator[dict[str, Any]]:
    """Yield the areas of a map, the coarser ones over them, and the water: `drawn` is "area", "frame" or "water"."""
    for drawn, shapes in (("area", block.shapes), ("frame", block.frames)):
        for one in shapes:
            yield _feature(one.rings, {"section": place, "drawn": drawn, **_said(block, one)})
    if block.water:
        yield _feature(block.water, {"section": place, "drawn": "water"})


def _said(block: Map, one: Shape) -> dict[str, Any]:
    step = one.step
    return {"code": line_of(one.code), "name": line_of(one.name),
            "value": None if one.number.value is None else value_of(one.number), "reads": line_of(one.number.text),
            "unit": line_of(block.unit), "step": step,
            "class": line_of(block.steps[step]) if step is not None and step < len(block.steps) else None}


def _feature(loose: tuple[Ring, ...], properties: dict[str, Any]) -> dict[str, Any]:
    found = rings.polygons(loose)
    geometry = {"type": "Polygon", "coordinates": found[0]} if len(found) == 1 else {
        "type": "MultiPolygon", "coordinates": found} if found else None
    return {"type": "Feature", "properties": properties, "geometry": geometry}
