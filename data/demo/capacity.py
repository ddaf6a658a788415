"""The demo city's facilities with live capacity: a few of each kind, all called DEMO, told anew every ten minutes."""

from datetime import timedelta

import numpy as np
from sqlalchemy import select

from data.facilities.capacity import KINDS
from data.models.facility import Facility
from data.models.unit import Place
from data.visit import Visit

SOURCE = "DEMO"
EACH = 6
OF_PLACES = {"beds": "hospital", "shelter": "shelter", "parking": "park", "toilet": "toilet"}
SIZES = {"beds": (80, 400), "shelter": (200, 1_500), "parking": (60, 500), "toilet": (6, 24)}
EVERY = timedelta(minutes=10)
SILENT = 5
"""Every how manyth tells nothing new: it grows stale, as some do everywhere."""


def open_facilities(visit: Visit, rng: np.random.Generator) -> int:
    """Make the facilities out of places that the city has, and return how many."""
    made = 0
    for kind in KINDS:
        wanted = select(Place).where(Place.kind == OF_PLACES[kind]).order_by(Place.id).limit(EACH)
        for place in visit.session.scalars(wanted):
            total = int(rng.integers(*SIZES[kind]))
            made += 1
            visit.session.add(Facility(
                source=SOURCE, facility_id=f"{kind}-{place.id}", kind=kind, name=f"DEMO {place.name}",
                name_en=f"DEMO {place.name_en}", lon=place.lon, lat=place.lat, total=total,
                free=int(total * rng.choice((0.0, 0.06, 0.3, 0.6))), as_of=visit.now, received_at=visit.now,
                area_code=place.area_code))
    visit.session.flush()
    return made


def tell_capacity(visit: Visit, rng: np.random.Generator) -> None:
    """Let the facilities tell their capacity anew; where there are none yet, make them."""
    found = visit.session.scalars(select(Facility).where(Facility.source == SOURCE)
                                  .order_by(Facility.facility_id)).all()
    if not found:
        open_facilities(visit, rng)
    for number, one in enumerate(found):
        if number % SILENT == SILENT - 1:
            continue
        step = int(rng.integers(-1, 2)) * max(1, one.total // 25)
        one.free = min(one.total, max(0, one.free + step))
        one.as_of = one.received_at = visit.now
