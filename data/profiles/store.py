"""Reading the version in force of a profile, and adding a new one; no version is ever changed."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from data.errors import Conflict, NotFound
from data.models.profile import Profile
from data.visit import Visit


def in_force(visit: Visit, kind: str, name: str = "city") -> Profile | None:
    """Return the newest version of a profile, None where the city has none: then the program's own default holds."""
    return visit.session.scalars(
        select(Profile).where(Profile.kind == kind, Profile.name == name).order_by(Profile.version.desc()).limit(1)
    ).first()


def newest(visit: Visit) -> list[tuple[str, str, int]]:
    """Return (kind, name, newest version) of every profile that the city set, in order."""
    return [(kind, name, number) for kind, name, number in visit.session.execute(
        select(Profile.kind, Profile.name, func.max(Profile.version)).group_by(Profile.kind, Profile.name)
        .order_by(Profile.kind, Profile.name))]


def versions(visit: Visit, kind: str, name: str = "city") -> list[Profile]:
    """Return every version of a profile, the newest first."""
    return list(visit.session.scalars(
        select(Profile).where(Profile.kind == kind, Profile.name == name).order_by(Profile.version.desc())
    ))


def version(visit: Visit, kind: str, name: str, number: int) -> Profile:
    """Return one version. Raises NotFound("profile_not_found")."""
    found = visit.session.scalars(
        select(Profile).where(Profile.kind == kind, Profile.name == name, Profile.version == number)
    ).one_or_none()
    if found is None:
        raise NotFound("profile_not_found", kind=kind, name=name, version=number)
    return found


def add(visit: Visit, kind: str, name: str, body: dict[str, Any], *, seen: int, note: str = "") -> Profile:
    """Add the next version after `seen`, the version its editor saw (0 for the first), and return it.

    The body must have been checked by its kind. Raises NotAllowed, and Conflict("profile_changed") when
    somebody added a version meanwhile.
    """
    visit.scope.require("profiles.edit")
    newest = in_force(visit, kind, name)
    if (newest.version if newest else 0) != seen:
        raise Conflict("profile_changed", kind=kind, name=name)
    made = Profile(kind=kind, name=name, version=seen + 1, body=body, note=note[:240], made_by=visit.scope.name,
                   made_at=visit.now)
    visit.session.add(made)
    try:
        visit.session.flush()
    except IntegrityError:
        raise Conflict("profile_changed", kind=kind, name=name) from None
    return made
