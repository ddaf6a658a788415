"""The demo city's depots, all called DEMO: one in each district, weeks of movements, and a truck now and then."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from itertools import count

import numpy as np
from sqlalchemy import select

from data.errors import CityError
from data.models.area import Area
from data.models.case import Case
from data.models.stock import StockBalance
from data.models.unit import Place
from data.stock import holders, moving
from data.stock.holders import CASE, SORT
from data.stock.materials import materials
from data.stock.moving import ISSUED, RETURNED, USED, Wish
from data.storage.prefix import begins_with
from data.visit import Visit

SOURCE = "DEMO"
MOST_DEPOTS, BESIDE = 8, 0.0006
"""A depot stands beside a shelter of its district, so many degrees away."""
SIZES = {"pump": (3, 12), "sandbag": (400, 3_000), "generator": (2, 6), "boat": (1, 6), "blanket": (60, 600),
         "bed": (30, 240), "tent": (4, 30), "light": (4, 16), "water": (40, 400), "first_aid": (15, 90)}
LASTS = {"water": 240, "first_aid": 500}
"""After how many days it expires."""
LENT = (("pump", 2), ("sandbag", 200), ("light", 2), ("tent", 2), ("blanket", 40), ("generator", 1))
RECENT = timedelta(hours=3)

As = Callable[[timedelta], AbstractContextManager[Visit]]
"""A visit of whoever keeps the depots, so long before now."""


def open_depots(visit: Visit, rng: np.random.Generator) -> list[Place]:
    """Build a depot beside a shelter of each district and return them."""
    made = []
    districts = visit.session.scalars(select(Area).where(Area.level == 2).order_by(Area.area_code).limit(MOST_DEPOTS))
    for district in districts.all():
        beside = visit.session.scalars(select(Place).where(Place.kind == "shelter", begins_with(
            Place.area_code, district.area_code)).order_by(Place.id).limit(1)).first()
        if beside is not None:
            made.append(Place(
                source=SOURCE, source_id=f"depot-{district.area_code}", kind=SORT, address=beside.address,
                name=f"DEMO {district.name}应急物资仓库", name_en=f"DEMO {district.name_en} Emergency Depot",
                lon=beside.lon + BESIDE * float(rng.uniform(0.2, 1)), lat=beside.lat, area_code=beside.area_code,
                attributes={}))
    visit.session.add_all(made)
    visit.session.flush()
    return made


def begin_stock(at: As, rng: np.random.Generator) -> tuple[int, int]:
    """Fill the depots and let weeks go by; return how many depots there are, and movements asked for."""
    keys = count(1)
    with at(timedelta(days=40)) as visit:
        depots = open_depots(visit, rng)
        for wish in _deliveries(visit, depots, rng, keys):
            moving.move(visit, wish)
    if not depots:
        return 0, 0
    first, last = str(depots[0].id), str(depots[-1].id)
    with at(timedelta(days=9)) as visit:
        _try(visit, Wish(key=_key(keys), act="moved", kind="sandbag", quantity=100, depot=first, to=last,
                         reason="汛期前置备勤"))
        _try(visit, Wish(key=_key(keys), act="counted", kind="blanket", quantity=0, depot=first, reason="受潮报废"))
    with at(timedelta(days=2)) as visit:
        for place in depots:
            _take_stock(visit, place, rng, keys)
    with at(timedelta()) as visit:
        _lend(visit, depots, keys)
    return len(depots), next(keys) - 1


def _deliveries(visit: Visit, depots: list[Place], rng: np.random.Generator, keys: Iterator[int]) -> Iterator[Wish]:
    for place in depots:
        for kind in materials(visit):
            low, high = SIZES.get(kind, (1, 10))
            quantity, lasts = int(rng.integers(low, high)), LASTS.get(kind)
            part = quantity // 5 if lasts else 0
            yield Wish(key=_key(keys), act="received", kind=kind, quantity=quantity, depot=str(place.id),
                       expires_on=_day(visit, lasts) if lasts else "", reason="年度储备")
            if part:  # some of it is old: a part has expired by now
                yield Wish(key=_key(keys), act="received", kind=kind, quantity=part, depot=str(place.id),
                           expires_on=_day(visit, int(rng.integers(20, 70))), reason="往年结转")


def _take_stock(visit: Visit, place: Place, rng: np.random.Generator, keys: Iterator[int]) -> None:
    """Count the pumps and the beds of a depot; here and there one is missing."""
    for kind in ("pump", "bed"):
        said = visit.session.scalars(select(StockBalance.quantity).where(
            StockBalance.holder_kind == holders.DEPOT, StockBalance.holder == str(place.id),
            StockBalance.area_code == place.area_code, StockBalance.kind == kind)).first() or 0
        missing = int(rng.random() < 0.25 and said > 1)
        _try(visit, Wish(key=_key(keys), act="counted", kind=kind, quantity=said - missing, depot=str(place.id),
                         reason="盘点短少,已报查" if missing else "月度盘点"))


def _lend(visit: Visit, depots: list[Place], keys: Iterator[int]) -> None:
    """Issue something to the most urgent of the open cases; a part of the first comes back."""
    cases = visit.session.scalars(select(Case).where(Case.is_open.is_(True), Case.priority <= 2).order_by(
        Case.priority, Case.received_at.desc(), Case.id).limit(len(LENT))).all()
    for number, (case, (kind, quantity)) in enumerate(zip(cases, LENT, strict=False)):
        depot = str(depots[number % len(depots)].id)
        _try(visit, Wish(key=_key(keys), act=ISSUED, kind=kind, quantity=quantity, depot=depot, case_no=case.case_no))
        if number == 0 and quantity > 1:
            _try(visit, Wish(key=_key(keys), act=RETURNED, kind=kind, quantity=1, depot=depot, case_no=case.case_no))


def live(visit: Visit, rng: np.random.Generator) -> None:
    """Bring back what closed cases have, and lend something to one that is open."""
    held = visit.session.scalars(select(StockBalance).where(
        StockBalance.holder_kind == CASE, StockBalance.quantity > 0).order_by(StockBalance.holder)).all()
    depots = visit.session.scalars(select(Place).where(Place.kind == SORT, Place.source == SOURCE)
                                   .order_by(Place.id)).all()
    if not depots:
        return
    known, keys = materials(visit), count(int(visit.now.timestamp()) * 100)
    over = {case.case_no for case in visit.session.scalars(select(Case).where(
        Case.case_no.in_([one.holder for one in held]), Case.is_open.is_(False)))}
    for one in held:
        if one.holder in over:
            back = known[one.kind].returns if one.kind in known else True
            _try(visit, Wish(key=_key(keys), act=RETURNED if back else USED, kind=one.kind, quantity=one.quantity,
                             depot=str(depots[0].id) if back else "", case_no=one.holder))
    case = visit.session.scalars(select(Case).where(Case.is_open.is_(True), Case.received_at >= visit.now - RECENT)
                                 .order_by(Case.priority, Case.received_at.desc()).limit(1)).first()
    if case is not None:
        kind, quantity = LENT[int(rng.integers(len(LENT)))]
        _try(visit, Wish(key=_key(keys), act=ISSUED, kind=kind, quantity=quantity, case_no=case.case_no,
                         depot=str(depots[int(rng.integers(len(depots)))].id)))


def _try(visit: Visit, wish: Wish) -> None:
    """Carry out what can be: a depot may have too little by now."""
    try:
        with visit.session.begin_nested():
            moving.move(visit, wish)
    except CityError:
        return


def _key(keys: Iterator[int]) -> str:
    return f"demo-{next(keys)}"


def _day(visit: Visit, days: int) -> str:
    return (moving.today(visit) + timedelta(days=days)).isoformat()
