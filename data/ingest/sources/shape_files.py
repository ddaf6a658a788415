"""Geo files that GDAL reads: GeoJSON, TopoJSON (also when named .geojson), Shapefile, GeoPackage, FlatGeobuf.

Shapes leave here in WGS84. The system is what the mapping says, else what the file says, else
EPSG:4326 with a note (TopoJSON and many shapefiles carry none).
"""

import warnings
from collections.abc import Iterator
from pathlib import Path

import geopandas
import numpy as np
import orjson
import pyogrio
import pyproj
import shapely

from data.areas.polygons import Shapes, label_points
from data.coordinates import TO_WGS84, shapes_to_wgs84
from data.errors import Invalid
from data.ingest.source import MOST_ROWS, Options, Source, Table, as_text

WGS84 = "EPSG:4326"
LON_OF_SHAPE, LAT_OF_SHAPE = "@lon", "@lat"
"""Columns every geo file has: a point's own coordinates, or a point inside the shape."""
SHP_HEADER_BYTES = 100
UNREADABLE = (pyogrio.errors.DataSourceError, pyogrio.errors.FeatureError, pyogrio.errors.GeometryError,
              pyogrio.errors.FieldError, pyproj.exceptions.ProjError, ValueError, LookupError)
"""What a file that is damaged or something else makes GDAL and its helpers raise."""
FARTHEST = 1e9
"""No system counts farther from its origin than this, in metres, feet or degrees."""


def pieces(path: Path, options: Options) -> Iterator[Table]:
    """Yield the one table that the file is.

    Raises Invalid: unreadable_file, file_ends_early, unknown_crs, wrong_crs, no_shapes.
    """
    _refuse_half_a_file(path)
    frame = _read_frame(path, options)
    said = "" if frame.crs is None else str(frame.crs.to_string())
    shapes = shapely.force_2d(np.asarray(frame.geometry.values, dtype=object))
    shapes[~_within(shapes, FARTHEST, FARTHEST)] = None
    if not len(shapes) or shapely.is_missing(shapes).all():
        raise Invalid("no_shapes", file=path.name)
    wgs84 = _on_the_globe(_to_wgs84(frame, shapes, options.crs, path), options.crs or said or WGS84, path)
    points = label_points(wgs84)
    table = as_text(frame.drop(columns=frame.geometry.name).reset_index(drop=True))
    table[LON_OF_SHAPE], table[LAT_OF_SHAPE] = _text(points[:, 0]), _text(points[:, 1])
    notes: dict[str, object] = {"crs": options.crs or said or WGS84}
    if not options.crs and not said:
        notes["crs_assumed"] = WGS84
    yield Table(path=path, frame=table, numbers=np.arange(1, len(table) + 1), shapes=wgs84, notes=notes)


def _read_frame(path: Path, options: Options) -> geopandas.GeoDataFrame:
    said = {"encoding": options.encoding} if options.encoding else {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # GDAL's remarks on odd files; what matters is checked below
            expected = pyogrio.read_info(path, **said)["features"]
            if expected > MOST_ROWS:
                raise Invalid("too_many_rows", file=path.name, rows=expected, limit=MOST_ROWS)
            frame = pyogrio.read_dataframe(path, on_invalid="fix", **said)
    except UNREADABLE as error:
        raise Invalid("unreadable_file", file=path.name, detail=" ".join(str(error).split())[:200]) from None
    if not isinstance(frame, geopandas.GeoDataFrame):
        raise Invalid("no_shapes", file=path.name)
    if 0 <= len(frame) < expected:
        raise Invalid("file_ends_early", file=path.name, row=len(frame) + 1)
    return frame


def _refuse_half_a_file(path: Path) -> None:
    """GDAL reads what is left of a cut file without a word; formats that say how long they are get asked."""
    if path.suffix.lower() == ".shp":
        _refuse_half_a_shapefile(path)
    elif path.suffix.lower() in (".geojson", ".json", ".topojson"):
        raw = path.read_bytes()
        try:
            content = orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            begun = raw.lstrip()[:1] == b"{" and not raw.rstrip().endswith(b"}")
            raise Invalid("file_ends_early" if begun else "not_json", file=path.name, row=error.lineno,
                          column=error.colno) from None
        if not isinstance(content, dict) or "type" not in content:
            raise Invalid("no_shapes", file=path.name)


def _refuse_half_a_shapefile(path: Path) -> None:
    for suffix in (".shx", ".dbf"):
        if not any(path.with_suffix(one).is_file() for one in (suffix, suffix.upper())):
            raise Invalid("part_missing", file=path.name, part=path.with_suffix(suffix).name)
    with path.open("rb") as handle:
        header = handle.read(SHP_HEADER_BYTES)
    said = int.from_bytes(header[24:28], "big") * 2
    if len(header) < SHP_HEADER_BYTES or said > path.stat().st_size:
        raise Invalid("file_ends_early", file=path.name, row=0)


def _within(shapes: Shapes, most_x: float, most_y: float) -> np.ndarray:
    """Which shapes have every vertex within the limits? Holes too: a shape's box knows of its outline only."""
    at, owner = shapely.get_coordinates(shapes, return_index=True)
    sound = np.ones(len(shapes), dtype=bool)
    sound[owner[~((np.abs(at[:, 0]) <= most_x) & (np.abs(at[:, 1]) <= most_y))]] = False
    return sound


def _to_wgs84(frame: geopandas.GeoDataFrame, shapes: Shapes, crs: str, path: Path) -> Shapes:
    if crs in TO_WGS84:
        return shapes_to_wgs84(shapes, crs)
    try:
        system = pyproj.CRS.from_user_input(crs) if crs else frame.crs
    except pyproj.exceptions.CRSError:
        raise Invalid("unknown_crs", crs=crs, known=", ".join(("EPSG:...", *TO_WGS84))) from None
    if system is None or system.equals(pyproj.CRS.from_user_input(WGS84), ignore_axis_order=True):
        return shapes
    try:
        moved = geopandas.GeoSeries(shapes, crs=system).to_crs(WGS84)
    except pyproj.exceptions.ProjError:
        raise Invalid("wrong_crs", file=path.name, crs=crs or str(system), bounds=_bounds(shapes)) from None
    return np.asarray(moved.values, dtype=object)


def _on_the_globe(shapes: Shapes, crs: str, path: Path) -> Shapes:
    """Return the shapes without those that leave the globe; when most do, the system is wrong."""
    off = ~_within(shapes, 180.001, 90.001)
    if off.sum() * 2 > (~shapely.is_missing(shapes)).sum():
        raise Invalid("wrong_crs", file=path.name, crs=crs, bounds=_bounds(shapes))
    kept = shapes.copy()
    kept[off] = None
    return kept


def _bounds(shapes: Shapes) -> str:
    return " ".join(f"{edge:.6g}" for edge in shapely.total_bounds(shapes))


def _text(numbers: np.ndarray) -> list[str]:
    return ["" if np.isnan(number) else repr(float(number)) for number in numbers]


SOURCE = Source(name="shapes", suffixes=(".geojson", ".json", ".topojson", ".shp", ".gpkg", ".fgb"), pieces=pieces)
