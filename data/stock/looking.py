"""Reading stock: what depots have, what is out at cases and units, the ledger, counts against it, what ran low."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from data.models.case import Case
from data.models.stock import StockBalance, StockEntry, StockLimit
from data.models.unit import Place
from data.stock import holders
from data.stock.holders import CASE, DEPOT
from data.stock.materials import Material, materials
from data.stock.moving import COUNTED, today
from data.storage.database import everywhere
from data.storage.prefix import begins_with
from data.travel.minutes import minutes_between
from data.visit import Visit

ENOUGH, LOW, NONE = "enough", "low", "none"
MOST_LISTED, NEAREST = 100, 5
CARRIER = "repair"
"""Material travels on the trucks of repair crews: their stated speed."""


@dataclass(frozen=True, kw_only=True)
class Level:
    """What one depot has of one kind."""

    depot: Place
    material: Material
    lots: dict[str, int]
    """ISO day of expiry ("": none) -> how many."""
    low_at: int
    day: str
    """The city's day as of which lots have expired."""
    as_of: datetime | None

    @property
    def on_hand(self) -> int:
        """How many stand there, also those that have expired."""
        return sum(self.lots.values())

    @property
    def expired(self) -> int:
        """How many of them have expired."""
        return sum(count for day, count in self.lots.items() if day and day < self.day)

    @property
    def free(self) -> int:
        """How many could be issued."""
        return self.on_hand - self.expired

    @property
    def next_day(self) -> str:
        """The day on which the next of them expire; empty where none do."""
        return min((day for day, count in self.lots.items() if day >= self.day and count), default="")

    @property
    def state(self) -> str:
        """ENOUGH, LOW or NONE."""
        return NONE if not self.free else LOW if self.free <= self.low_at else ENOUGH


@dataclass(frozen=True, kw_only=True)
class Sum:
    """One kind in an area: in depots, and out at cases and units."""

    material: Material
    depots: int
    on_hand: int
    expired: int
    out: int
    low: int
    """In how many depots it is low or none is left."""
    as_of: datetime | None

    @property
    def free(self) -> int:
        """How many could be issued."""
        return self.on_hand - self.expired


@dataclass(frozen=True, kw_only=True)
class Near:
    """A depot that has enough, and how soon a truck is there: by the road graph, or by the stated speed alone."""

    level: Level
    minutes: float
    on_roads: bool


@dataclass(frozen=True, kw_only=True)
class Held:
    """What a case or a unit has of a kind, since when, and what it was given in all."""

    material: Material
    quantity: int
    entries: list[StockEntry] = field(default_factory=list)


def levels(visit: Visit, prefix: str, *, kind: str = "", depot: str = "") -> list[Level]:
    """Return what the depots of an area have, by kind in the profile's order and name of the depot."""
    known, places = materials(visit), {str(one.id): one for one in holders.depots(visit, prefix)}
    wanted = select(StockBalance).where(StockBalance.holder_kind == DEPOT, begins_with(StockBalance.area_code, prefix))
    if kind:
        wanted = wanted.where(StockBalance.kind == kind)
    if depot:
        wanted = wanted.where(StockBalance.holder == depot)
    found: dict[tuple[str, str], list[StockBalance]] = defaultdict(list)
    for one in visit.session.scalars(wanted.execution_options(populate_existing=True)):
        if one.kind in known and one.holder in places:
            found[one.kind, one.holder].append(one)
    limits = _limits(visit, prefix)
    made = [_level(visit, places[key], known[code], rows, limits) for (code, key), rows in found.items()]
    order = list(known)
    return sorted(made, key=lambda one: (order.index(one.material.code), one.depot.name, one.depot.id))


def _limits(visit: Visit, prefix: str) -> dict[tuple[str, str], int]:
    rows = visit.session.execute(select(StockLimit.depot, StockLimit.kind, StockLimit.low)
                                 .where(begins_with(StockLimit.area_code, prefix)))
    return {(depot, kind): low for depot, kind, low in rows}


def _level(visit: Visit, place: Place, material: Material, rows: Sequence[StockBalance],
           limits: dict[tuple[str, str], int]) -> Level:
    return Level(depot=place, material=material, lots={one.expires_on: one.quantity for one in rows},
                 low_at=limits.get((str(place.id), material.code), material.low), day=today(visit).isoformat(),
                 as_of=max(one.as_of for one in rows))


def sums(visit: Visit, prefix: str, found: Iterable[Level]) -> list[Sum]:
    """Return the sums of these levels by kind, with what is out in the area."""
    out: dict[str, int] = {kind: int(count) for kind, count in visit.session.execute(
        select(StockBalance.kind, func.sum(StockBalance.quantity))
        .where(StockBalance.holder_kind != DEPOT, begins_with(StockBalance.area_code, prefix))
        .group_by(StockBalance.kind))}
    of_kind: dict[str, list[Level]] = defaultdict(list)
    for one in found:
        of_kind[one.material.code].append(one)
    return [Sum(material=material, depots=len(rows), on_hand=sum(one.on_hand for one in rows), out=out.get(code, 0),
                expired=sum(one.expired for one in rows), low=sum(one.state != ENOUGH for one in rows),
                as_of=max((one.as_of for one in rows if one.as_of), default=None))
            for code, material in materials(visit).items() if (rows := of_kind[code]) or out.get(code)]


def movements(visit: Visit, prefix: str, *, kind: str = "", depot: str = "",
              limit: int = MOST_LISTED) -> list[StockEntry]:
    """Return the newest entries of the ledger in an area, the newest first: of each movement both ends that lie there.

    Narrowed to the entries of one kind or one depot.
    """
    wanted = select(StockEntry).where(begins_with(StockEntry.area_code, prefix))
    if kind:
        wanted = wanted.where(StockEntry.kind == kind)
    if depot:
        wanted = wanted.where(StockEntry.holder_kind == DEPOT, StockEntry.holder == depot)
    return list(visit.session.scalars(wanted.order_by(StockEntry.at.desc(), StockEntry.id.desc()).limit(limit)))


def counts(visit: Visit, prefix: str, *, depot: str = "") -> list[StockEntry]:
    """Return the last count of each depot, kind and day, the newest first, of the newest MOST_LISTED counts.

    The ledger then said `after - change`.
    """
    wanted = select(StockEntry).where(StockEntry.act == COUNTED, begins_with(StockEntry.area_code, prefix))
    if depot:
        wanted = wanted.where(StockEntry.holder_kind == DEPOT, StockEntry.holder == depot)
    last: dict[tuple[str, str, str], StockEntry] = {}
    for one in visit.session.scalars(wanted.order_by(StockEntry.at.desc(), StockEntry.id.desc()).limit(MOST_LISTED)):
        last.setdefault((one.holder, one.kind, one.expires_on), one)
    return list(last.values())


Lot = tuple[str, str, str, str]
"""(holder's kind, holder, kind, day of expiry)"""


def unsettled(visit: Visit, prefix: str) -> dict[Lot, tuple[int, int]]:
    """Return (sum of the entries, what is kept) of each lot of which the two are not the same."""
    ledger = _summed(visit, StockEntry, StockEntry.change, prefix)
    kept = _summed(visit, StockBalance, StockBalance.quantity, prefix)
    return {lot: (ledger.get(lot, 0), kept.get(lot, 0)) for lot in sorted(ledger.keys() | kept.keys())
            if ledger.get(lot, 0) != kept.get(lot, 0)}


def _summed(visit: Visit, rows: type[StockEntry] | type[StockBalance], what: InstrumentedAttribute[int],
            prefix: str) -> dict[Lot, int]:
    lot = (rows.holder_kind, rows.holder, rows.kind, rows.expires_on)
    return {(one[0], one[1], one[2], one[3]): int(one[4]) for one in visit.session.execute(
        select(*lot, func.sum(what)).where(begins_with(rows.area_code, prefix)).group_by(*lot))}


def of_case(visit: Visit, case_no: str) -> list[Held]:
    """Return what was issued to a case that the visitor sees, by kind: what is there still, and each movement."""
    with everywhere(visit.session):
        entries = visit.session.scalars(select(StockEntry).where(
            StockEntry.holder_kind == CASE, StockEntry.holder == case_no).order_by(StockEntry.id)).all()
    of_kind: dict[str, list[StockEntry]] = defaultdict(list)
    for one in entries:
        of_kind[one.kind].append(one)
    return [Held(material=material, quantity=sum(one.change for one in of_kind[code]), entries=of_kind[code])
            for code, material in materials(visit).items() if of_kind[code]]


def nearest(visit: Visit, case: Case, kind: str, quantity: int) -> list[Near]:
    """Return the depots that could give so many of a kind, the soonest there first, at most NEAREST."""
    able = [one for one in levels(visit, visit.city.code, kind=kind) if one.free >= quantity]
    travel = minutes_between(visit, [(one.depot.lon, one.depot.lat) for one in able], [(case.lon, case.lat)],
                             [CARRIER] * len(able))
    near = [Near(level=one, minutes=float(minutes), on_roads=bool(told))
            for one, [minutes], [told] in zip(able, travel.minutes, travel.on_roads, strict=True)]
    return sorted(near, key=lambda one: (one.minutes, one.level.depot.id))[:NEAREST]
