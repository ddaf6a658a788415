"""Frames to GeoJSON: only allow-listed properties, coordinates rounded to what a screen can show."""

from typing import Any

import geopandas as gpd
import orjson
import shapely

DECIMALS = 5
"""1e-5 degrees is about a metre."""


def encode(frame: gpd.GeoDataFrame, properties: tuple[str, ...], *, decimals: int = DECIMALS) -> bytes:
    """Return a FeatureCollection as UTF-8 JSON (WGS84, RFC 7946); every property not listed stays behind."""
    columns = [name for name in properties if name in frame.columns]
    shapes = shapely.to_geojson(shapely.transform(frame.geometry.to_numpy(), lambda xy: xy.round(decimals)))
    features = [
        b'{"type":"Feature","properties":'
        + orjson.dumps(values, option=orjson.OPT_SERIALIZE_NUMPY)
        + b',"geometry":'
        + shape.encode()
        + b"}"
        for values, shape in zip(_records(frame, columns), shapes, strict=True)
    ]
    return b'{"type":"FeatureCollection","features":[' + b",".join(features) + b"]}"


def _records(frame: gpd.GeoDataFrame, columns: list[str]) -> list[dict[str, Any]]:
    if not columns:
        return [{} for _ in range(len(frame))]
    rows = frame[columns].astype(object).where(frame[columns].notna(), None)
    return list(rows.to_dict(orient="records"))


def frame(records: list[dict[str, Any]], shapes: Any, columns: tuple[str, ...]) -> gpd.GeoDataFrame:
    """Return a WGS84 frame of records and their shapes; with the columns also when it is empty."""
    return gpd.GeoDataFrame(
        records or None, columns=[*columns] if not records else None, geometry=list(shapes), crs="EPSG:4326"
    )
