"""Columns become values; what cannot be read is empty and marked, never guessed."""

import numpy as np
import pandas as pd
import pytest

from data.errors import Invalid
from data.ingest.columns import Reader, moments, numbers, points
from data.ingest.mapping import Position


def reader(**columns: list[str]) -> Reader:
    frame = pd.DataFrame({name: pd.Series(values, dtype="str") for name, values in columns.items()})
    return Reader(frame=frame, file="t.csv", mapping="m")


def text(*values: str) -> "pd.Series[str]":
    return pd.Series(list(values), dtype="str")


def test_the_first_alternative_that_says_something_counts_row_by_row():
    found = reader(a=["x", "", ""], b=["y", "z", ""]).column(("missing", "a", "b"), "id")
    assert found.tolist() == ["x", "z", ""]


def test_a_pattern_joins_columns_and_drops_dangling_separators():
    one = reader(kind=["Noise", "Noise"], detail=["Loud music", ""])
    assert one.column(("{kind} · {detail}",), "text").tolist() == ["Noise · Loud music", "Noise"]


def test_a_column_is_found_whatever_its_case_and_blanks():
    assert reader(**{"Community  Board": ["3"]}).column(("community board",), "x").tolist() == ["3"]


def test_a_missing_column_is_named_with_what_there_is():
    with pytest.raises(Invalid) as refused:
        reader(a=["1"], b=["2"]).column(("c", "{a} {d}"), "text")
    assert refused.value.code == "wrong_column"
    assert refused.value.values == {"file": "t.csv", "mapping": "m", "key": "text", "wanted": "c | {a} {d}",
                                    "found": "a, b"}


def test_wall_clock_times_become_utc_by_the_zone():
    utc, bad = moments(text("2026-01-15T12:00:00.000", "2026-07-15 12:00", ""), (), "America/New_York")
    assert [None if pd.isna(at) else at.isoformat() for at in utc] == [
        "2026-01-15T17:00:00+00:00", "2026-07-15T16:00:00+00:00", None]
    assert not bad.any()


def test_an_hour_that_happens_twice_means_the_first_and_one_that_does_not_moves_on():
    utc, bad = moments(text("2026-11-01T01:30:00", "2026-03-08T02:30:00"), (), "America/New_York")
    assert [at.isoformat() for at in utc] == ["2026-11-01T05:30:00+00:00", "2026-03-08T07:00:00+00:00"]
    assert not bad.any()


def test_an_offset_in_the_text_counts_more_than_the_zone():
    utc, _bad = moments(text("2026-01-15T12:00:00Z", "2026-01-15T12:00:00+08:00"), (), "America/New_York")
    assert [at.hour for at in utc] == [12, 4]


@pytest.mark.parametrize("rubbish", ["rubbish", "2026-13-01", "2026-02-30T00:00:00", "0000-00-00", "12",
                                     "9999999999999", "2026-01-01T25:00:00Z", "明天", "12026-01-01", "0001-01-01",
                                     "9999-12-31", "9999-12-31T00:00:00Z"])
def test_an_unreadable_date_is_marked(rubbish):
    utc, bad = moments(text(rubbish), (), "Asia/Shanghai")
    assert bad.tolist() == [True]
    assert utc.isna().all()


def test_a_format_of_the_mapping_is_tried_before_iso():
    utc, bad = moments(text("13/04/2026 05:00", "2026-04-13T05:00"), ("%d/%m/%Y %H:%M",), "Asia/Shanghai")
    assert not bad.any()
    assert utc[0] == utc[1]


def test_numbers_may_have_thousands_commas_and_nothing_else_passes():
    found, bad = numbers(text("1,000,867", "-73.5", "", "x", "nan", "inf", "1e400"))
    assert np.isnan(found[2:]).all()
    assert found[:2].tolist() == [1_000_867, -73.5]
    assert bad.tolist() == [False, False, False, True, True, True, True]


def test_a_point_needs_both_numbers_on_the_globe_and_null_island_is_no_place():
    at = reader(lon=["121.5", "121.5", "0", "721", "x"], lat=["31.2", "", "0.0", "31", "31"])
    lon, lat, bad = points(at, Position(lon=("lon",), lat=("lat",)), "")
    assert np.isnan(lon[1:]).all()
    assert np.isnan(lat[1:]).all()
    assert bad.tolist() == [False, False, False, True, True]


def test_points_of_another_system_are_converted():
    lon, lat, _bad = points(reader(x=["114.1251447"], y=["22.59414209"]), Position(lon=("x",), lat=("y",)), "gcj02")
    assert (lon[0], lat[0]) == pytest.approx((114.1200439905, 22.5968278070), abs=1e-9)
    lon, lat, _bad = points(reader(x=["1041150.586"], y=["220683.273"]), Position(lon=("x",), lat=("y",)), "EPSG:2263")
    assert (lon[0], lat[0]) == pytest.approx((-73.7946, 40.7722), abs=2e-4)
    with pytest.raises(Invalid):
        points(reader(x=["1"], y=["2"]), Position(lon=("x",), lat=("y",)), "EPSG:0")


def test_well_known_text_gives_its_middle():
    at = reader(g=["POINT (121.5 31.2)", "POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0))", "", "POINT (", "POINT EMPTY"])
    lon, lat, bad = points(at, Position(wkt=("g",)), "")
    assert (lon[:2].tolist(), lat[:2].tolist()) == ([121.5, 1.0], [31.2, 1.0])
    assert bad.tolist() == [False, False, False, True, True]
