"""Depots of the toy city, and movements as somebody would ask for them."""

import itertools
from typing import Any

from data.models.unit import Place
from data.stock import moving
from data.stock.moving import Done, Wish
from data.visit import Visit
from tests import cast

_numbers = itertools.count(1)


def depot(visit: Visit, name: str = "西库", spot: tuple[float, float] = (0.5, 0.5)) -> str:
    """Build a depot in the toy city and return its id."""
    lon, lat = cast.at(*spot)
    place = Place(source="test", source_id=f"depot-{next(_numbers)}", kind="storehouse", name=name,
                  name_en=f"Depot {name}", lon=lon, lat=lat, area_code=cast.grid_code(int(spot[0]), int(spot[1])))
    visit.session.add(place)
    visit.session.flush()
    return str(place.id)


def wish(act: str, quantity: int = 10, *, key: str = "", **changes: Any) -> Wish:
    """Return a wish for pumps, with a key of its own."""
    return Wish(**{"kind": "pump", **changes}, act=act, quantity=quantity, key=key or f"k-{next(_numbers)}")


def move(visit: Visit, act: str, quantity: int = 10, **changes: Any) -> Done:
    """Move pumps, and return what came of it."""
    return moving.move(visit, wish(act, quantity, **changes))
