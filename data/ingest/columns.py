"""Turning a table's text columns into values: patterns, moments, numbers, points. Vectorised.

Nothing here raises for a bad value: it becomes empty (NaN, NaT) and a mask says where. A missing
column raises Invalid("wrong_column") and names it.
"""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyproj
import shapely
from numpy.typing import NDArray

from data.coordinates import TO_WGS84
from data.errors import Invalid
from data.ingest.mapping import Columns, Head, Position

Mask = NDArray[np.bool_]
FIELD = re.compile(r"\{([^{}]+)\}")
YEARS = range(1900, 2200)
HAS_OFFSET = r"(?:[zZ]|[+-]\d{2}:?\d{2})$"


@dataclass(frozen=True, kw_only=True)
class Reader:
    """One file's columns, as one mapping reads them."""

    frame: pd.DataFrame
    file: str
    mapping: str

    @classmethod
    def of(cls, frame: pd.DataFrame, file: str, head: Head) -> "Reader":
        """Return a reader of the frame in which the mapping's words for nothing are empty."""
        if head.null_values:
            frame = frame.mask(frame.isin(list(head.null_values)), "")
        return cls(frame=frame, file=file, mapping=head.name)

    def column(self, alternatives: Columns, key: str) -> "pd.Series[str]":
        """Return, row by row, the first alternative that says something. Raises Invalid("wrong_column") when
        the file has the columns of none.
        """
        text: pd.Series[str] | None = None
        for pattern in alternatives:
            names = FIELD.findall(pattern) or [pattern]
            found = [self._actual(name) for name in names]
            if None not in found:
                value = self._fill(pattern, names, [name for name in found if name is not None])
                text = value if text is None else text.where(text != "", value)
        if text is None:
            raise Invalid("wrong_column", file=self.file, mapping=self.mapping, key=key,
                          wanted=" | ".join(alternatives),
                          found=", ".join(str(name) for name in self.frame.columns[:40]))
        return text

    def optional(self, alternatives: Columns, key: str) -> "pd.Series[str]":
        """Return the text of an optional key: empty where the mapping names no column."""
        if not alternatives:
            return pd.Series("", index=self.frame.index, dtype="str")
        return self.column(alternatives, key)

    def _actual(self, wanted: str) -> str | None:
        if wanted in self.frame.columns:
            return wanted
        folded = {" ".join(str(name).casefold().split()): str(name) for name in self.frame.columns}
        return folded.get(" ".join(wanted.casefold().split()))

    def _fill(self, pattern: str, names: list[str], actual: list[str]) -> "pd.Series[str]":
        if not FIELD.search(pattern):
            return self.frame[actual[0]]
        text = pd.Series("", index=self.frame.index, dtype="str")
        for position, piece in enumerate(FIELD.split(pattern)):
            text = text + (self.frame[actual[names.index(piece)]] if position % 2 else piece)
        # A blank value leaves its separator dangling: "Noise · " reads better as "Noise".
        return text.str.strip(" ·,;/|-") if len(names) > 1 else text.str.strip()


def moments(text: "pd.Series[str]", formats: tuple[str, ...], zone: str) -> tuple["pd.Series[pd.Timestamp]", Mask]:
    """Return UTC moments and where a text could not be read.

    A text without an offset is wall-clock time of `zone`; of an hour that happens twice the first
    is meant, an hour that does not exist is moved to the next that does. ISO 8601 is always tried.
    """
    text = text.astype("str")
    local = pd.Series(pd.NaT, index=text.index, dtype="datetime64[us]")
    with_offset = text.str.contains(HAS_OFFSET, regex=True) & text.str.contains(":", regex=False)
    for style in (*formats, "ISO8601"):
        missing = local.isna() & ~with_offset & (text != "")
        if missing.any():
            local[missing] = pd.to_datetime(text[missing], format=style, errors="coerce").astype("datetime64[us]")
    first = np.ones(len(local), dtype=bool)
    utc = local.dt.tz_localize(zone, ambiguous=first, nonexistent="shift_forward").dt.tz_convert("UTC")
    if with_offset.any():
        exact = pd.to_datetime(text[with_offset], format="ISO8601", errors="coerce", utc=True)
        utc[with_offset] = exact.astype("datetime64[us, UTC]")
    utc = utc.where(utc.dt.year.isin(YEARS))  # 9999-12-31 means that nobody knew
    return utc, np.asarray(utc.isna() & (text != ""))


def numbers(text: "pd.Series[str]") -> tuple[NDArray[np.float64], Mask]:
    """Return numbers (thousands commas allowed) and where a text is none; NaN where it is empty."""
    found = np.array(pd.to_numeric(text.str.replace(",", ""), errors="coerce"), dtype=float)
    found[~np.isfinite(found)] = np.nan
    return found, np.asarray(np.isnan(found) & (text != "").to_numpy())


def points(reader: Reader, position: Position, crs: str) -> tuple[NDArray[np.float64], NDArray[np.float64], Mask]:
    """Return WGS84 longitude and latitude, NaN where there is none, and where a text cannot be read.

    0/0 counts as none: it is what systems write when they know nothing. Raises Invalid("unknown_crs").
    """
    if position.wkt:
        lon, lat, bad = _from_wkt(reader.column(position.wkt, "position.wkt"))
    elif position.lon:
        lon, bad_lon = numbers(reader.column(position.lon, "position.lon"))
        lat, bad_lat = numbers(reader.column(position.lat, "position.lat"))
        bad = bad_lon | bad_lat
    else:
        nothing = np.full(len(reader.frame), np.nan)
        return nothing, nothing.copy(), np.zeros(len(nothing), dtype=bool)
    unknown = np.isnan(lon) | np.isnan(lat) | ((lon == 0) & (lat == 0))
    lon[unknown], lat[unknown] = np.nan, np.nan
    there = ~unknown
    lon[there], lat[there] = _to_wgs84(lon[there], lat[there], crs)
    off_the_globe = there & ~((np.abs(lon) <= 180) & (np.abs(lat) <= 90))
    lon[off_the_globe], lat[off_the_globe] = np.nan, np.nan
    return lon, lat, bad | off_the_globe


def _from_wkt(text: "pd.Series[str]") -> tuple[NDArray[np.float64], NDArray[np.float64], Mask]:
    written = np.array([one or None for one in text.tolist()], dtype=object)
    middle = shapely.centroid(shapely.from_wkt(written, on_invalid="ignore"))
    middle = np.where(shapely.is_empty(middle), None, middle)
    bad = np.asarray(shapely.is_missing(middle) & (text != "").to_numpy())
    return shapely.get_x(middle), shapely.get_y(middle), bad


def _to_wgs84(lon: NDArray[np.float64], lat: NDArray[np.float64],
              crs: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if not crs:
        return lon, lat
    if crs in TO_WGS84:
        return TO_WGS84[crs](lon, lat)
    try:
        transformer = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    except pyproj.exceptions.CRSError:
        raise Invalid("unknown_crs", crs=crs, known=", ".join(("EPSG:...", *TO_WGS84))) from None
    x, y = transformer.transform(lon, lat)
    return np.asarray(x), np.asarray(y)
