"""The demo's facilities: called DEMO, told anew, some of them silent."""

from datetime import timedelta

import numpy as np
from sqlalchemy import select

from data.demo import capacity
from data.models.facility import Facility
from data.models.unit import Place
from tests import cast


def test_a_few_of_each_kind_stand_at_places_and_are_called_demo(read, write):
    lon, lat = cast.at(0.5, 0.5)
    with write() as visit:
        for kind in ("hospital", "shelter", "park", "toilet"):
            visit.session.add_all(Place(source="x", source_id=f"{kind}{n}", kind=kind, name=f"{kind}{n}", name_en="x",
                                        lon=lon, lat=lat, area_code=cast.grid_code(0, 0)) for n in range(9))
        visit.session.flush()
        assert capacity.open_facilities(visit, np.random.default_rng(1)) == 24
    with write(now=cast.NOW + timedelta(hours=2)) as visit:
        capacity.tell_capacity(visit, np.random.default_rng(2))
    with read() as visit:
        found = visit.session.scalars(select(Facility)).all()
        assert all(one.name.startswith("DEMO ") and 0 <= one.free <= one.total for one in found)
        assert sum(one.as_of == cast.NOW for one in found) == 4
