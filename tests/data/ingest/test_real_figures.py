"""Figures of New York and 坪山 against the published files, counted independently with pandas."""

from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import select

from data.figures import counting, facts, period
from data.models.area import Area
from data.models.case import Case
from data.scope import Scope
from data.settings import read as read_settings
from data.visit import reading

pytestmark = pytest.mark.needs_shared_data

JOB = Scope.of_job("test")
SOON = pd.Timedelta(minutes=10)


@pytest.fixture
def backend() -> str:
    """Return SQLite only: the files are large; that both databases count alike is tested elsewhere."""
    return "sqlite"


def count(database, now, prefix, days=300):
    """Return (figures of the whole, figures by child area) of the cases of some days up to a moment."""
    with reading(database, JOB, read_settings({}), now=now) as visit:
        last = now.astimezone(visit.zone).date()
        found = facts.gather(visit, prefix, period.of_days(visit, last - timedelta(days=days), last))
        return counting.total(found), counting.grouped(found, found.groupings["area"])


def test_pingshan_says_itself_what_was_in_time(bring, database, shared_data: Path):
    bring(shared_data / "districts_gcj02" / "深圳市.geojson", "districts-gcj02")
    names = shared_data / "pingshan" / "cn_admin_names"
    bring(names / "streets.csv", "pingshan-streets")
    bring(names / "villages_selected_cities.csv", "pingshan-communities")
    bring(shared_data / "pingshan" / "events.csv", "pingshan")
    rows = pd.read_csv(shared_data / "pingshan" / "events.csv", dtype=str)
    assert dict(rows["archive_status"].value_counts()) == {"intime": 9_076, "overtime": 924}
    placed = rows[rows["community_name"].ne("-") | rows["street_name"].ne("-")]
    now = pd.Timestamp("2018-12-31", tz="Asia/Shanghai").to_pydatetime()
    whole, streets = count(database, now, "440310", days=365)
    rate = whole["on_time_handling_rate"]
    assert (rate.numerator, rate.sample, rate.left_out) == (
        int(placed["archive_status"].eq("intime").sum()), len(placed), 0)
    assert rate.value == pytest.approx(100 * placed["archive_status"].eq("intime").mean())
    assert (whole["closed_rate"].value, whole["closing_median"].value) == (100.0, None)
    assert (whole["right_dispatch_rate"].value, whole["right_dispatch_rate"].sample) == (None, 0)
    by_street = placed.groupby("street_name")["archive_status"].agg(
        hits=lambda one: one.eq("intime").sum(), whole="size")
    sizes = sorted((figures["on_time_handling_rate"].numerator, figures["on_time_handling_rate"].sample)
                   for key, figures in streets.items() if len(key) > 6)
    assert sizes == sorted((int(row.hits), int(row.whole)) for name, row in by_street.iterrows() if name != "-")


@pytest.fixture
def new_york(bring, database, shared_data: Path):
    """Import five boroughs and one file of requests; return the file's rows that have a place and sound times."""
    folder = shared_data / "nyc"
    for mapping, file in (("nyc-boroughs", "nycehs_2020/borough.geo.json"),
                          ("nyc-community-districts", "nycehs_2020/CD.geo.json"),
                          ("nyc-ntas", "nycehs_2020/NTA.geo.json"),
                          ("nyc-tracts", "dwillis_2013/census_tracts_2010.geojson")):
        bring(folder / "boundaries" / file, mapping)
    path = folder / "events" / "nyc311_sample_2026-06-15_6c05fa6.csv"
    bring(path, "nyc-311")
    rows = pd.read_csv(path, dtype=str)
    for column in ("created_date", "closed_date"):
        rows[column] = pd.to_datetime(rows[column]).dt.tz_localize("America/New_York", ambiguous=True)
    rows["hours"] = (rows["closed_date"] - rows["created_date"]).dt.total_seconds() / 3600
    has_place = rows["latitude"].notna() | rows["borough"].ne("Unspecified")
    return rows[has_place & ~(rows["hours"] < 0)]


def test_new_york_closes_by_borough(new_york, database):
    rows = new_york
    believed = rows[rows["closed_date"].notna() & (rows["closed_date"] - rows["created_date"] >= SOON)]
    doubted = rows[rows["closed_date"] - rows["created_date"] < SOON]
    whole, boroughs = count(database, pd.Timestamp("2026-07-15", tz="America/New_York").to_pydatetime(), "3600")
    assert (whole["received"].value, whole["closed"].value) == (len(rows), int(rows["closed_date"].notna().sum()))
    assert whole["closed_rate"].value == pytest.approx(100 * rows["closed_date"].notna().mean())
    assert (whole["suspicious"].value, whole["closing_median"].left_out) == (len(doubted), len(doubted))
    assert whole["closing_median"].sample == len(believed)
    assert whole["closing_median"].value == pytest.approx(believed["hours"].median(), abs=1e-3)
    assert whole["closing_p90"].value == pytest.approx(nearest_rank(believed["hours"]), abs=1e-3)
    with database.read(JOB) as session:
        names = {code: name for code, name in session.execute(select(Area.area_code, Area.name_en).where(
            Area.level == 2))}
        area_of = {one: code[:6] for one, code in session.execute(select(Case.event_id, Case.area_code))}
    by_area = believed.groupby(believed["unique_key"].map(area_of))["hours"]
    assert {code: (one["closing_median"].sample, pytest.approx(one["closing_median"].value, abs=1e-3))
            for code, one in boroughs.items()} == {code: (len(hours), hours.median()) for code, hours in by_area}
    # The feed names the borough by address, we by polygon: they differ for points at a border or in the water.
    agree = believed["borough"].str.title() == believed["unique_key"].map(area_of).map(names)
    assert agree.mean() > 0.98


def nearest_rank(hours: pd.Series) -> float:
    """Return the smallest value that nine in ten do not exceed."""
    ordered = sorted(hours)
    return ordered[-(-9 * len(ordered) // 10) - 1]
