"""Figures of the profiles of grids: patrol rankings walked forward day by day, and how fast Gi* and the scan are.

The reference of a ranking is that of the last 28 days, over the same days; the value is how many times its excess over
chance ours has. The demo city is built for it; the real one is a year of elevator requests and eight days of all
requests of New York by census tract, from `../shared/data`, and is left out where that is missing.
"""

import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array

from data import clock
from data.audit.keys import Keys
from data.demo import city as demo_city
from data.risk import history, hotspots, ranking, scan
from data.risk.ledger import Compared, excess_ratio
from data.scope import Scope
from data.settings import read as read_settings
from data.storage import schema
from data.storage.database import Database
from data.visit import reading
from tests import stand
from tests.bench.table import Row

GOAL = 1.3
DEMO_DAYS, DEMO_TESTED = 180, 56
NYC = stand.ROOT.parent / "shared" / "data" / "nyc"
TRACTS = NYC / "boundaries" / "nycehs_2020" / "nyct2010_20a" / "nyct2010.shp"
ELEVATOR_FROM = 180
SCAN_SIDE, SCAN_DAYS = 54, 28
"""2,916 areas: the most that are scanned at once."""

Table = NDArray[np.float32]


def rows() -> list[Row]:
    """Return the figures; minutes."""
    found = [*_demo()]
    if TRACTS.exists():
        found += _new_york()
    else:
        print(f"no figures of New York: {TRACTS} is not there")
    return [*found, *_speed()]


def _row(name: str, tested: list[Compared], chance: float) -> Row:
    cases = sum(one.cases for one in tested)
    learned, plain = (sum(getattr(one, key) for one in tested) / cases for key in ("learned", "plain"))
    ratio = excess_ratio(tested, chance) or 0.0
    return Row(name=f"patrol, {name}: excess over chance by that of 28 days", value=ratio, unit="x", goal=GOAL,
               smaller_is_better=False, reference=1.0,
               note=f"top 5 %: {learned:.1%}, 28 days {plain:.1%}, chance {chance:.1%}; {len(tested)} days, "
                    f"{cases:,.0f} cases" + ("" if ratio >= GOAL else "; stays off"))


def _demo() -> Iterator[Row]:
    with stand.folder() as folder:
        url = f"sqlite:///{folder / 'demo.db'}"
        settings = read_settings({"YIPING_DATA_DIR": str(folder), "YIPING_DATABASE_URL": url})
        database = Database(url, keys=Keys("", folder / "audit.key"))
        schema.migrate(database)
        demo_city.build(database, settings, size="small", days=DEMO_DAYS, seed=1, now=clock.now())
        with reading(database, Scope.of_job("bench"), settings) as visit:
            grids = history.grids(visit)
            known = history.read(visit, grids, back=DEMO_DAYS)
        database.close()
    counts, _ = ranking.capped(known.cases)
    past = ranking.past_of(counts, grids.near, [code[:-3] for code in grids.codes])
    days = counts.shape[1]
    yield _row(f"demo, {len(grids):,} grids", ranking.walk(past, days - DEMO_TESTED, days),
               ranking.how_many(len(grids)) / len(grids))
    latest = counts[:, -28:].sum(axis=1, dtype=np.float64)
    hotspots.gi_star(latest, grids.near)  # brings PySAL in, once in a process
    began = time.perf_counter()
    hotspots.gi_star(latest, grids.near)
    yield Row(name=f"Gi* of {len(grids):,} grids", value=time.perf_counter() - began, unit="s", goal=1)


def _new_york() -> list[Row]:
    import geopandas
    import pandas

    tracts = geopandas.read_file(TRACTS).to_crs(4326)
    shapes = tracts.geometry.to_numpy()
    groups = (tracts["BoroCode"].astype(str) + tracts["NTACode"].astype(str)).tolist()
    near = history.beside(shapes, np.arange(len(shapes)), len(shapes))
    year = pandas.read_parquet(NYC / "elevator" / "clean_requests.parquet").dropna(subset=["latitude"])
    counts = _counted(shapes, year["longitude"], year["latitude"], year["created_date"])
    files = sorted((NYC / "events").glob("*.csv"))
    all_kinds = pandas.concat([pandas.read_csv(one) for one in files]).dropna(subset=["latitude"])
    recent = _counted(shapes, all_kinds["longitude"], all_kinds["latitude"],
                      pandas.to_datetime(all_kinds["created_date"]))
    kept, _ = history.observed(recent.sum(axis=0))
    return [_walked("elevator year by tract", counts, (near, groups), ELEVATOR_FROM),
            _walked("all requests of 19 days by tract", recent[:, kept], (near, groups), 9)]


def _walked(name: str, counts: Table, known: tuple[csr_array, list[str]], first: int) -> Row:
    near, groups = known
    past = ranking.past_of(ranking.capped(counts)[0], near, groups)
    return _row(f"NYC {name}", ranking.walk(past, first, counts.shape[1]), ranking.how_many(len(counts)) / len(counts))


def _counted(shapes: NDArray[np.object_], lon: Any, lat: Any, moments: Any) -> Table:
    """Return tracts x days from the first request to the last."""
    days = moments.dt.date.map(lambda one: one.toordinal()).to_numpy()
    which, tract = shapely.STRtree(shapes).query(shapely.points(lon, lat), predicate="intersects")
    _, first = np.unique(which, return_index=True)
    counts = np.zeros((len(shapes), int(days.max() - days.min()) + 1), dtype=np.float32)
    np.add.at(counts, (tract[first], days[which[first]] - days.min()), 1)
    return counts


def _speed() -> Iterator[Row]:
    rng = np.random.default_rng(1)
    places = np.array([(x * 400.0, y * 400.0) for x in range(SCAN_SIDE) for y in range(SCAN_SIDE)])
    counts = rng.poisson(0.2, (len(places), SCAN_DAYS)).astype(np.int64)
    near = scan.nearest(places)
    counts[near[1_000][:4], -2:] += 6
    began = time.perf_counter()
    found = scan.scan(counts, near, np.random.default_rng(0))
    seconds = time.perf_counter() - began
    yield Row(name=f"scan of {len(places):,} areas x {SCAN_DAYS} days, {scan.SHUFFLES} shuffles", value=seconds,
              unit="s", goal=60, note=f"{counts.sum():,} cases, {len(found)} found, p {found[0].p if found else 1:.3f}")
