"""A city whose grids have profiles: one row of each, in the west and in the east."""

from data.models.risk import BlindSpot, Cluster, GridProfile, HotGrid, PatrolDay, PatrolRank, RepeatPlace
from data.risk import states
from data.visit import Visit
from tests import cast

WEST, EAST = cast.GRIDS[0, 0], cast.GRIDS[3, 3]
FACTORS = [{"key": "recent", "value": 12.0, "place": 1.0, "weight": 0.9, "points": 90.0},
           {"key": "needs", "value": 3.0, "place": 0.2, "weight": 0.1, "points": 2.0}]


def store(visit: Visit, *, observed: int = 9) -> None:
    """Store a row of everything for both grids, made now."""
    now = visit.now
    for number, (code, spot) in enumerate(((WEST, (0.5, 0.5)), (EAST, (3.5, 3.5))), start=1):
        lon, lat = cast.at(*spot)
        visit.session.add_all([
            GridProfile(area_code=code, made_at=now, risk=92.0 - 40 * (number - 1), rank=number, factors=FACTORS),
            BlindSpot(area_code=code, made_at=now, days=28, expected=12.5, zero_chance=1e-5,
                      mix=[{"scheme": cast.SCHEME, "code": "01", "expected": 8.0}], last_day="2026-02-01"),
            HotGrid(area_code=code, made_at=now, z=4.2, p=1e-5, cases=3, days=28),
            Cluster(area_code=code, number=number, made_at=now, class_scheme=cast.SCHEME, class_code="02", lon=lon,
                    lat=lat, radius_m=400.0, begins="2026-03-17", ends="2026-03-18", observed=observed, expected=1.5,
                    p=0.004, grids=[code]),
            PatrolRank(area_code=code, day="2026-03-18", method="last_28", rank=number, expected=5.0, reasons={}),
            PatrolRank(area_code=code, day="2026-03-18", method="learned", rank=3 - number, expected=5.0,
                       reasons={"week": 0.7, "beside": 0.3}),
            RepeatPlace(area_code=code, number=number, made_at=now, class_scheme=cast.SCHEME, class_code="0101",
                        lon=lon, lat=lat, cases=7, open=1, closed=6, doubted=2, first_at=now, last_at=now,
                        latest_id=number),
        ])
    visit.session.add_all([PatrolDay(day="2026-03-18", method=method, version="1", made_at=now, is_backtest=False,
                                     grids=16, top=2) for method in ("learned", "last_28")])
    bodies = {"profiles": {"weights": {"recent": 0.9, "needs": 0.1}, "days": 60, "backtest": None},
              "blind": {"days": 28}, "hot": {"days": 28}, "clusters": {"days": 28},
              "near": {"bands": [{"metres": 1.0, "days": 1.0, "observed": 30, "expected": 10.0, "p": 0.005}]}}
    for name in states.NAMES:
        states.keep(visit, name, bodies.get(name, {}), ["visits_partly"] if name == "blind" else [])


def score_days(visit: Visit, *, learned: float) -> None:
    """Store four weeks of scored days in which both rankings had 1 and `learned` of 10 cases."""
    visit.session.add_all([
        PatrolDay(day=f"2026-02-{day:02d}", method=method, version="1", made_at=visit.now, is_backtest=True, grids=100,
                  top=5, scored_at=visit.now, cases=10, hits=hits)
        for day in range(1, 29) for method, hits in (("learned", learned), ("last_28", 1.0))])
    visit.session.flush()
