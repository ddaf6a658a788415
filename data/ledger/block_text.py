"""Blocks as people write them: one a line with codes of areas, or a GeoJSON FeatureCollection of polygons in WGS84."""

import orjson
import shapely

from data.errors import Invalid
from data.ledger.overlays import NewBlock

LONGEST = 5_000_000
PARTS = 4


def read_blocks(text: str) -> list[NewBlock]:
    """Return the blocks of a text. Raises Invalid("overlay_unreadable") with the line or feature."""
    if len(text) > LONGEST:
        raise Invalid("overlay_unreadable", line=0, detail=f"> {LONGEST}")
    if text.lstrip().startswith("{"):
        return _of_geojson(text)
    return [_of_line(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]


def _of_line(number: int, line: str) -> NewBlock:
    parts = [part.strip() for part in line.replace("；", ";").split(";")]
    if len(parts) != PARTS or not parts[0] or not parts[1]:
        raise Invalid("overlay_unreadable", line=number, detail=line[:80])
    return NewBlock(code=parts[0][:32], name=parts[1][:120], name_en=parts[2][:120], areas=tuple(parts[3].split()))


def _of_geojson(text: str) -> list[NewBlock]:
    try:
        features = orjson.loads(text)["features"]
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise Invalid("overlay_unreadable", line=1, detail=str(error)[:80]) from None
    if not isinstance(features, list):
        raise Invalid("overlay_unreadable", line=1, detail="features")
    return [_of_feature(number, feature) for number, feature in enumerate(features, start=1)]


def _of_feature(number: int, feature: object) -> NewBlock:
    try:
        values = feature["properties"]  # type: ignore[index]
        shape = shapely.from_geojson(orjson.dumps(feature["geometry"]).decode())  # type: ignore[index]
        code, name = str(values["code"]), str(values["name"])
    except (KeyError, TypeError, shapely.errors.ShapelyError) as error:
        raise Invalid("overlay_unreadable", line=number, detail=str(error)[:80]) from None
    if shape is None or shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise Invalid("overlay_unreadable", line=number, detail=getattr(shape, "geom_type", "geometry"))
    return NewBlock(code=code[:32], name=name[:120], name_en=str(values.get("name_en") or "")[:120], polygon=shape)
