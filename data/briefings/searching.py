"""Finding briefings in the archive: by words of their titles and conclusions, kind, state, area and days."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from data.briefings import keeping
from data.errors import Invalid
from data.finding.typed import holds, tidy
from data.models.briefing import Briefing
from data.scope import Scope
from data.storage.prefix import begins_with
from data.visit import Visit

DRAFT, UNRELEASED, RELEASED = "draft", "unreleased", "released"
STATES = {
    DRAFT: and_(Briefing.released_at.is_(None), Briefing.is_draft.is_(True)),
    UNRELEASED: and_(Briefing.released_at.is_(None), Briefing.is_draft.is_(False)),
    RELEASED: Briefing.released_at.is_not(None),
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for: "" and None ask for nothing. `begin` and `end` bound the moment that a briefing is of."""

    area: str = ""
    words: str = ""
    kind: str = ""
    state: str = ""
    begin: datetime | None = None
    end: datetime | None = None
    """No longer in it."""


def search(visit: Visit, wanted: Wanted, *, after: str = "", limit: int = keeping.MOST_LISTED) -> list[Briefing]:
    """Return those that this visitor may open, the newest first; `after` is the id of the last one that was listed.

    Raises Invalid("brief_state_unknown").
    """
    last = visit.session.get(Briefing, after) if after else None
    behind = [] if last is None else [or_(
        Briefing.made_at < last.made_at, and_(Briefing.made_at == last.made_at, Briefing.id > last.id))]
    return list(visit.session.scalars(
        select(Briefing).where(*_conditions(visit, wanted), *behind)
        .order_by(Briefing.made_at.desc(), Briefing.id).limit(limit)))


def count(visit: Visit, wanted: Wanted) -> int:
    """Return how many there are. Raises as `search`."""
    return int(visit.session.execute(
        select(func.count()).select_from(Briefing).where(*_conditions(visit, wanted))).scalar_one())


def issues_before(visit: Visit, found: Collection[Briefing]) -> dict[str, str]:
    """Return {id: id of the issue before}, of the same kind, area and language; without those that are the first."""
    areas = {one.area_code for one in found if visit.scope.allows(keeping.SEES, one.area_code)}
    each = select(Briefing.id, func.lag(Briefing.id).over(
        partition_by=(Briefing.kind, Briefing.area_code, Briefing.language),
        order_by=(Briefing.made_at, Briefing.id.desc())).label("before")).where(
        Briefing.area_code.in_(areas), Briefing.withdrawn_at.is_(None)).subquery()
    rows = visit.session.execute(select(each.c.id, each.c.before).where(
        each.c.id.in_([one.id for one in found]), each.c.before.is_not(None)))
    return {one: before for one, before in rows}


def _conditions(visit: Visit, wanted: Wanted) -> list[ColumnElement[bool]]:
    if wanted.state and wanted.state not in STATES:
        raise Invalid("brief_state_unknown", state=wanted.state[:20], known=", ".join(STATES))
    words = tidy(wanted.words)
    return [one for one in (
        begins_with(Briefing.area_code, wanted.area), Briefing.withdrawn_at.is_(None), _seen(visit.scope),
        holds((Briefing.title, Briefing.conclusion, Briefing.id), words) if words else None,
        Briefing.kind == wanted.kind if wanted.kind else None, STATES[wanted.state] if wanted.state else None,
        Briefing.moment >= wanted.begin if wanted.begin else None,
        Briefing.moment < wanted.end if wanted.end else None) if one is not None]


def _seen(scope: Scope) -> ColumnElement[bool]:
    """Return the same as `scope.allows(SEES, area)`, for the database."""
    if scope.grants:
        areas = {one.area for one in scope.grants if one.permission == keeping.SEES and not one.department}
    else:
        areas = set(scope.areas) if keeping.SEES in scope.may else set()
    return or_(false(), *(begins_with(Briefing.area_code, area) for area in sorted(areas)))
