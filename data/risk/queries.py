"""Reading the profiles of grids for screens: tables alone, nothing is reckoned here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from data.ledger.elements import FEWEST_SHOWN
from data.models.area import Area
from data.models.case import Case
from data.models.risk import BlindSpot, Cluster, GridProfile, HotGrid, PatrolDay, PatrolRank, RepeatPlace
from data.risk import ledger, states
from data.storage.prefix import begins_with
from data.visit import Visit

LATE_AFTER = {"patrol": timedelta(hours=30), "profiles": timedelta(days=2), "blind": timedelta(days=2),
              "hot": timedelta(hours=3), "clusters": timedelta(hours=3), "near": timedelta(days=2),
              "repeats": timedelta(hours=3)}
"""How old each may be before it is said to be late."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """How one of the profiles stands: never made, as of when, late or not, and what it could not know."""

    at: datetime | None
    is_late: bool
    body: dict[str, object]
    unknown: tuple[str, ...]


def made(visit: Visit, name: str) -> Made:
    """Return how one of data.risk.states.NAMES stands."""
    found = states.of(visit, name)
    if found is None:
        return Made(at=None, is_late=False, body={}, unknown=())
    return Made(at=found.made_at, is_late=visit.now - found.made_at > LATE_AFTER[name], body=found.body,
                unknown=tuple(found.unknown))


def patrol(visit: Visit, prefix: str, limit: int) -> tuple[PatrolDay | None, list[PatrolRank]]:
    """Return the newest day's ranking that is shown, of an area's grids, first to last; nothing before there is one.

    The learned ranking where the ledger says that it is better, else that of the last 28 days.
    """
    method = ledger.LEARNED if ledger.standing(visit).is_on else ledger.PLAIN
    day = visit.session.scalars(
        select(PatrolDay).where(PatrolDay.method == method, PatrolDay.is_backtest.is_(False))
        .order_by(PatrolDay.day.desc()).limit(1)).first()
    if day is None:
        return None, []
    return day, list(visit.session.scalars(
        select(PatrolRank).where(PatrolRank.day == day.day, PatrolRank.method == method,
                                 begins_with(PatrolRank.area_code, prefix))
        .order_by(PatrolRank.rank).limit(limit)))


def profiles(visit: Visit, prefix: str, limit: int) -> list[GridProfile]:
    """Return the profiles of an area's grids, highest risk first."""
    return list(visit.session.scalars(
        select(GridProfile).where(begins_with(GridProfile.area_code, prefix))
        .order_by(GridProfile.risk.desc(), GridProfile.area_code).limit(limit)))


def profile_of(visit: Visit, code: str) -> GridProfile | None:
    """Return the profile of one grid; None for an area that has none."""
    return visit.session.scalars(select(GridProfile).where(GridProfile.area_code == code)).one_or_none()


def how_many(visit: Visit) -> int:
    """Return how many grids of those one may see have a profile."""
    return visit.session.scalar(select(func.count()).select_from(GridProfile)) or 0


def blind_spots(visit: Visit, prefix: str, limit: int) -> list[BlindSpot]:
    """Return an area's blind spots, the least likely silence first."""
    return list(visit.session.scalars(
        select(BlindSpot).where(begins_with(BlindSpot.area_code, prefix))
        .order_by(BlindSpot.zero_chance, BlindSpot.area_code).limit(limit)))


def hot_grids(visit: Visit, prefix: str, limit: int) -> list[HotGrid]:
    """Return an area's hot grids, hottest first."""
    return list(visit.session.scalars(
        select(HotGrid).where(begins_with(HotGrid.area_code, prefix))
        .order_by(HotGrid.z.desc(), HotGrid.area_code).limit(limit)))


def clusters(visit: Visit, prefix: str) -> list[Cluster]:
    """Return the clusters whose middle lies in an area, the least likely first."""
    return list(visit.session.scalars(
        select(Cluster).where(begins_with(Cluster.area_code, prefix)).order_by(Cluster.p, Cluster.number)))


def repeat_places(visit: Visit, prefix: str, limit: int) -> list[RepeatPlace]:
    """Return an area's places where the same matter comes back, worst first."""
    return list(visit.session.scalars(
        select(RepeatPlace).where(begins_with(RepeatPlace.area_code, prefix))
        .order_by(RepeatPlace.number).limit(limit)))


def case_numbers(visit: Visit, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return {id: (case number, address)} of those cases that may be seen."""
    return {row.id: (row.case_no, row.address) for row in visit.session.execute(
        select(Case.id, Case.case_no, Case.address).where(Case.id.in_(list(ids))))}


def outlines(visit: Visit, codes: Sequence[str]) -> dict[str, tuple[str, str, bytes, float, float]]:
    """Return {code: (name, English name, WKB, longitude, latitude of a point inside)} of those that may be seen."""
    rows = visit.session.execute(
        select(Area.area_code, Area.name, Area.name_en, Area.geometry, Area.lon, Area.lat)
        .where(Area.area_code.in_(list(codes)), Area.area_m2 > 0))
    return {code: (name, name_en, shape, lon, lat) for code, name, name_en, shape, lon, lat in rows}


def hides(visit: Visit, area: str, count: float) -> bool:
    """Is a count too small to be told to this visitor? To one who may see only a department's cases there, small
    counts of all departments' would tell of the others' single cases.
    """
    return 0 < count < FEWEST_SHOWN and bool(visit.scope.departments_in(area))
