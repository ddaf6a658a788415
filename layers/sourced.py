"""GeoJSON of others to what a screen draws: WGS84, allow-listed properties, bounded, what was left out counted."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
import orjson
import shapely

from data.coordinates import TO_WGS84, shapes_to_wgs84
from data.json_values import is_deeper
from data.sources.declared import Source
from data.sources.fetching import SourceFault
from layers import geojson

DEEPEST = 16
MOST_POINTS = 150_000
LONGEST_TEXT = 300
WGS84_NAMES = ("CRS84", "4326", "4490")
SINCE, UNTIL, LABEL = "_since", "_until", "_label"


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """The collection as UTF-8 JSON, how many shapes it holds, and how many were left out, by reason."""

    body: bytes
    shapes: int
    left_out: dict[str, int]


def prepare(raw: bytes, source: Source, zone: ZoneInfo) -> Prepared:
    """Return what is shown of a GeoJSON answer; moments without a zone are on the city's clock.

    Raises SourceFault: not_geojson, other_system.
    """
    features = _features(raw, source)
    left: Counter[str] = Counter()
    kept = features[:source.most_features]
    left["too_many"] = len(features) - len(kept)
    shapes = shapely.from_geojson([orjson.dumps(_geometry(one)) for one in kept], on_invalid="ignore")
    shapes = _moved(shapely.force_2d(np.array(shapes, dtype=object)), source)
    reasons = [_fault_of(shape) for shape in shapes]
    left.update(reason for reason in reasons if reason)
    sound = [index for index, reason in enumerate(reasons) if not reason]
    thin, lost_points = _thinned(shapes[sound])
    left["points_thinned"] = lost_points
    records = [_record(kept[index], source, zone) for index in sound]
    names = (LABEL, *source.properties, *((SINCE, UNTIL) if source.time else ()))
    frame = geojson.frame(records, thin, names)
    return Prepared(body=geojson.encode(frame, names, decimals=6), shapes=len(sound),
                    left_out={reason: count for reason, count in left.items() if count})


def _features(raw: bytes, source: Source) -> list[Any]:
    try:
        said = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise SourceFault("not_geojson") from None
    if not isinstance(said, dict) or is_deeper(said, DEEPEST):
        raise SourceFault("not_geojson")
    named = str(((said.get("crs") or {}).get("properties") or {}).get("name", "")) if isinstance(
        said.get("crs"), dict) and isinstance(said["crs"].get("properties"), dict) else ""
    if named and source.crs == "wgs84" and not named.endswith(WGS84_NAMES):
        raise SourceFault("other_system", named[-24:])
    if said.get("type") == "Feature":
        return [said]
    if said.get("type") != "FeatureCollection" or not isinstance(said.get("features"), list):
        raise SourceFault("not_geojson")
    return list(said["features"])


def _geometry(feature: Any) -> Any:
    return feature.get("geometry") if isinstance(feature, dict) else None


def _moved(shapes: Any, source: Source) -> Any:
    """Return the shapes in WGS84 (EPSG:4326, longitude first)."""
    if source.crs == "wgs84" or not len(shapes):
        return shapes
    if source.crs in TO_WGS84:
        return shapes_to_wgs84(shapes, source.crs)
    return gpd.GeoSeries(shapes, crs=source.crs).to_crs("EPSG:4326").to_numpy()


def _fault_of(shape: Any) -> str:
    """Return why a shape is not shown, "" where it is."""
    if shape is None or shapely.is_empty(shape):
        return "no_shape"
    west, south, east, north = shapely.bounds(shape)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return "off_earth"
    return ""


def _thinned(shapes: Any) -> tuple[Any, int]:
    """Return the shapes with at most about MOST_POINTS corners, and how many corners that cost."""
    before = after = int(shapely.get_num_coordinates(shapes).sum()) if len(shapes) else 0
    tolerance = 2e-5
    thin = shapes
    while after > MOST_POINTS and tolerance < 1:
        thin = shapely.simplify(shapes, tolerance, preserve_topology=True)
        after, tolerance = int(shapely.get_num_coordinates(thin).sum()), tolerance * 3
    return thin, before - after


def _record(feature: Any, source: Source, zone: ZoneInfo) -> dict[str, Any]:
    held = feature.get("properties")
    facts = held if isinstance(held, dict) else {}
    said: dict[str, Any] = {name: _plain(facts.get(name)) for name in source.properties}
    said[LABEL] = str(_plain(facts.get(source.label)) or "") if source.label else ""
    if source.time is not None:
        said[SINCE], said[UNTIL] = (_moment(facts.get(name), zone) if name else None
                                    for name in (source.time.since, source.time.until))
    return said


def _plain(value: Any) -> Any:
    """Return a number, a truth or a short text; whatever else it is stays behind."""
    if isinstance(value, str):
        return value[:LONGEST_TEXT]
    return value if isinstance(value, bool | int | float) else None


def _moment(value: Any, zone: ZoneInfo) -> float | None:
    """Return milliseconds since 1970 UTC of an ISO 8601 text or of such a number, None for anything else."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if 0 <= value < 1e14 else None
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC).timestamp() * 1000
    except (ValueError, OverflowError):
        return None
