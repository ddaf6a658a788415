"""Who can have stock: a depot (any place of the city), a case to which it was issued, a unit that carries it."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import and_, or_, select

from data.cases import workflow
from data.errors import Conflict, NotFound
from data.models.case import Case
from data.models.stock import StockBalance
from data.models.unit import Place, Unit
from data.storage.database import everywhere
from data.storage.prefix import begins_with
from data.visit import Visit

DEPOT, CASE, UNIT = "depot", "case", "unit"
SORT = "storehouse"
"""The sort of places that are depots by trade; others are once they have stock."""
MOST_DEPOTS = 500


class Holder(NamedTuple):
    """One end of a movement. In order: whoever moves between two touches them in this order."""

    area_code: str
    kind: str
    key: str


def depot(visit: Visit, key: str) -> tuple[Holder, Place]:
    """Return the depot by its id, or by "source/id there".

    Raises NotFound("depot_not_found"), also for one outside the visitor's areas.
    """
    source, _, known = key.partition("/")
    number = int(key) if key.isascii() and key.isdecimal() and len(key) <= 9 else -1
    is_it = and_(Place.source == source, Place.source_id == known) if known else Place.id == number
    place = visit.session.scalars(select(Place).where(is_it)).one_or_none()
    if place is None:
        raise NotFound("depot_not_found", depot=key[:40])
    return _holder(visit, DEPOT, str(place.id), place.area_code), place


def case(visit: Visit, case_no: str, *, must_be_open: bool = True) -> Holder:
    """Return the case as a holder. Raises NotFound("case_not_found"), Conflict("stock_case_closed")."""
    found: Case = workflow.find(visit, case_no)
    if must_be_open and not found.is_open:
        raise Conflict("stock_case_closed", case_no=case_no)
    return _holder(visit, CASE, found.case_no, found.area_code)


def unit(visit: Visit, unit_id: str) -> Holder:
    """Return the unit as a holder. Raises NotFound("unit_not_found")."""
    found = visit.session.scalars(select(Unit).where(Unit.id == unit_id)).one_or_none()
    if found is None:
        raise NotFound("unit_not_found", unit=unit_id[:40])
    return _holder(visit, UNIT, found.id, found.area_code)


def _holder(visit: Visit, kind: str, key: str, area: str) -> Holder:
    """Return the holder where its stock was first entered: a case or a unit may have come to another area since."""
    with everywhere(visit.session):
        known = visit.session.scalars(select(StockBalance.area_code).where(
            StockBalance.holder_kind == kind, StockBalance.holder == key).limit(1)).first()
    return Holder(known or area, kind, key)


def depots(visit: Visit, prefix: str) -> list[Place]:
    """Return the depots of an area: places of that sort, and others that have or had stock; by name."""
    held = set(visit.session.scalars(select(StockBalance.holder).where(
        StockBalance.holder_kind == DEPOT, begins_with(StockBalance.area_code, prefix)).distinct()))
    ids = sorted(int(one) for one in held)
    return list(visit.session.scalars(
        select(Place).where(begins_with(Place.area_code, prefix), or_(Place.kind == SORT, Place.id.in_(ids)))
        .order_by(Place.name, Place.id).limit(MOST_DEPOTS)))


def names(visit: Visit, ends: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return {(kind, key): (name, English name)} of those the visitor may see; a case is called by its number."""
    wanted = set(ends)
    found: dict[tuple[str, str], tuple[str, str]] = {one: (one[1], one[1]) for one in wanted if one[0] == CASE}
    ids = sorted(int(key) for kind, key in wanted if kind == DEPOT)
    for place in visit.session.scalars(select(Place).where(Place.id.in_(ids))):
        found[DEPOT, str(place.id)] = (place.name, place.name_en)
    for one in visit.session.scalars(select(Unit).where(Unit.id.in_(sorted(
            key for kind, key in wanted if kind == UNIT)))):
        found[UNIT, one.id] = (one.name, one.name_en)
    return found
