"""The demo city's ledger: objects with codes, shops and companies, counts of people in need; one overlay of beats."""

from datetime import datetime
from typing import Any

import numpy as np
import shapely
from sqlalchemy.orm import Session

from data.demo import spots
from data.demo.areas import CityMap
from data.ledger.elements import NEEDS
from data.models.ledger import Block, BlockGrid, Element, Overlay, PeopleCount
from data.storage.bulk import insert_rows

OBJECTS = {"manhole": ("井盖", "Manhole", "works"), "lamp": ("路灯", "Street lamp", "works"),
           "bin": ("垃圾箱", "Litter bin", "hygiene"), "tree": ("行道树", "Street tree", "parks"),
           "hydrant": ("消火栓", "Hydrant", "fire")}
ORGANISATIONS = {"shop": ("商铺", "Shop"), "company": ("企业", "Company"), "site": ("工地", "Building site")}
EACH = 4
"""Objects of a grid."""
FIRMS = 2
UNSOUND = 0.03
PER_THOUSAND = {"living_alone": 9.0, "aged_80": 31.0, "disabled": 22.0, "minor_alone": 2.0, "low_income": 7.0,
                "moved_in": 160.0}
"""People with a need among a thousand; invented."""
BEATS = ("police", "警务网格", "Police beats")
SLICE = 20_000


def store_ledger(session: Session, city: CityMap, now: datetime) -> dict[str, int]:
    """Store the ledger of every grid and the police's overlay; return how many elements and counts."""
    rng = np.random.default_rng([city.seed, 11])
    elements = [*_objects(city, now, rng), *_organisations(city, now, rng)]
    for start in range(0, len(elements), SLICE):
        insert_rows(session, Element, elements[start:start + SLICE])
    people = _people(city, now, rng)
    insert_rows(session, PeopleCount, people)
    _store_beats(session, city, now)
    return {"elements": len(elements), "people_counts": len(people)}


def _objects(city: CityMap, now: datetime, rng: np.random.Generator) -> list[dict[str, Any]]:
    grids = np.repeat(np.arange(len(city.grids().codes)), EACH)
    kinds = rng.integers(len(OBJECTS), size=len(grids))
    return _rows(city, "object", list(OBJECTS.items()), (grids, kinds), now=now, rng=rng)


def _organisations(city: CityMap, now: datetime, rng: np.random.Generator) -> list[dict[str, Any]]:
    grids = np.repeat(np.arange(len(city.grids().codes)), FIRMS)
    kinds = rng.choice(len(ORGANISATIONS), p=(0.72, 0.22, 0.06), size=len(grids))
    named = [(kind, (zh, en, None)) for kind, (zh, en) in ORGANISATIONS.items()]
    return _rows(city, "organisation", named, (grids, kinds), now=now, rng=rng)


def _rows(city: CityMap, kind: str, named: list[Any], drawn: tuple[Any, Any], *, now: datetime,
          rng: np.random.Generator) -> list[dict[str, Any]]:
    grids, kinds = drawn
    points = spots.points_in(city, grids, rng).tolist()
    broken = rng.random(len(grids)) < UNSOUND
    sound, unsound = ("sound", "damaged") if kind == "object" else ("open", "closed")
    codes = city.grids().codes
    rows = []
    for number, (grid, which, point, bad) in enumerate(zip(grids.tolist(), kinds.tolist(), points, broken.tolist(),
                                                           strict=True), start=1):
        sort, (zh, en, department) = named[which]
        rows.append({"kind": kind, "code": f"{codes[grid][:6]}{kind[0].upper()}{which:02d}{number:07d}",
                     "class_code": sort, "name": f"{zh}{number}", "name_en": f"{en} {number}", "department": department,
                     "state": unsound if bad else sound, "area_code": codes[grid], "lon": point[0], "lat": point[1],
                     "attributes": {}, "as_of": now})
    return rows


def _people(city: CityMap, now: datetime, rng: np.random.Generator) -> list[dict[str, Any]]:
    grids = city.grids()
    people = grids.population.astype(float)
    rows = []
    for need in NEEDS:
        drawn = rng.poisson(people * PER_THOUSAND[need] / 1000).tolist()
        rows += [{"area_code": code, "need": need, "count": count, "as_of": now, "source": "demo"}
                 for code, count in zip(grids.codes, drawn, strict=True)]
    return rows


def _store_beats(session: Session, city: CityMap, now: datetime) -> None:
    """Lay the police's beats: one for each street."""
    code, zh, en = BEATS
    session.add(Overlay(code=code, name=zh, name_en=en, department="police", made_by="demo", made_at=now))
    session.flush()
    streets, communities, grids = city.levels[2], city.levels[3], city.grids()
    street_of = communities.parent[grids.parent]
    insert_rows(session, Block, [
        {"overlay": code, "code": f"PB{number:03d}", "name": f"{streets.zh[number]}警区",
         "name_en": f"{streets.en[number]} beat", "geometry": shapely.to_wkb(streets.polygons[number])}
        for number in range(len(streets.codes))])
    insert_rows(session, BlockGrid, [{"overlay": code, "area_code": grid, "block": f"PB{street:03d}"}
                                     for grid, street in zip(grids.codes, street_of.tolist(), strict=True)])
