"""What stands around a case: its parts, its parent, who else reported it, pictures, whistles."""

from sqlalchemy import select

from data.cases import queries
from data.models.case import Case
from data.models.report import CasePicture, Supporter
from data.models.together import Whistle
from data.units.distance import metres_between
from data.visit import Visit

NEAR_DEGREES, FARTHER_DEGREES = 0.005, 0.03
"""About 500 m, and 3 km where nothing is that near."""
MOST_LOOKED_AT = 500


def parts_of(visit: Visit, case: Case) -> list[Case]:
    """Return the parts the case was divided into, as far as the visitor sees them, in the order they were made."""
    return list(visit.session.scalars(select(Case).where(Case.parent_id == case.id).order_by(Case.id)))


def merged_into_it(visit: Visit, case: Case) -> list[Case]:
    """Return the cases that were merged into this one, oldest first."""
    return list(visit.session.scalars(select(Case).where(Case.merged_into == case.id).order_by(Case.id)))


def with_id(visit: Visit, case_id: int | None) -> Case | None:
    """Return the case with this id: a parent, or the one that goes on; None where the visitor does not see it."""
    if case_id is None:
        return None
    return visit.session.scalars(select(Case).where(Case.id == case_id)).one_or_none()


def supporters_of(visit: Visit, case: Case) -> list[Supporter]:
    """Return the further reports of the same, newest first; who they are stays in the store."""
    return list(visit.session.scalars(
        select(Supporter).where(Supporter.case_id == case.id).order_by(Supporter.at.desc(), Supporter.id.desc())))


def pictures_of(visit: Visit, case: Case) -> list[CasePicture]:
    """Return the case's pictures, oldest first."""
    return list(visit.session.scalars(
        select(CasePicture).where(CasePicture.case_id == case.id).order_by(CasePicture.at, CasePicture.id)))


def whistles_of(visit: Visit, case: Case) -> list[Whistle]:
    """Return the departments that were called, the newest round first."""
    return list(visit.session.scalars(
        select(Whistle).where(Whistle.case_id == case.id).order_by(Whistle.round.desc(), Whistle.id)))


def same_nearby(visit: Visit, case: Case, limit: int) -> list[tuple[Case, float]]:
    """Return open cases of the same class about here with their distance in metres, the nearest first."""
    for degrees in (NEAR_DEGREES, FARTHER_DEGREES):
        near = queries.open_near(visit, case.lon, case.lat, degrees, MOST_LOOKED_AT)
        alike = [one for one in near if one.class_code == case.class_code and one.id not in (case.id, case.parent_id)]
        if alike:
            break
    measured = [(one, metres_between(case.lon, case.lat, one.lon, one.lat)) for one in alike]
    return sorted(measured, key=lambda pair: (pair[1], pair[0].id))[:limit]
