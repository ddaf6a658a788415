"""The cases behind a number: exactly those that were counted in it, or left out of it."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select

from data.errors import Invalid
from data.figures import dictionary, repeats
from data.figures.conditions import TOLD, all_of, any_of, condition
from data.figures.definition import Definition
from data.figures.facts import child_width, received_in, within
from data.figures.period import Period
from data.figures.spans import SPANS
from data.models.case import Case, Dispatch
from data.models.unit import Unit
from data.visit import Visit

PARTS = ("numerator", "denominator", "left_out")


@dataclass(frozen=True, kw_only=True)
class Behind:
    """Which number: a figure over an area's cases of a period, of one group of them, and which part of it.

    `by` "" is the whole area; else one of evaluation.BY, and `group` the key of a line ("": claimed by none).
    """

    figure: str
    area: str
    period: Period
    part: str = "numerator"
    by: str = ""
    group: str = ""


def cases_behind(visit: Visit, wanted: Behind, *, limit: int, cursor: int = 0) -> list[Case]:
    """Return at most `limit` of the cases, those with a greater id than `cursor`, in the order they were stored.

    Raises NotFound("figure_not_found"), Invalid("nothing_behind") for a figure that is not counted from cases,
    Invalid("bad_grouping").
    """
    return list(visit.session.scalars(
        select(Case).where(_condition(visit, wanted), Case.id > cursor).order_by(Case.id).limit(limit)))


def count_behind(visit: Visit, wanted: Behind) -> int:
    """Return how many there are. Raises as `cases_behind` does."""
    return visit.session.execute(
        select(func.count()).select_from(Case).where(_condition(visit, wanted))).scalar_one()


def _condition(visit: Visit, wanted: Behind) -> ColumnElement[bool]:
    known = dictionary.find(wanted.figure)
    if wanted.part not in PARTS:
        raise Invalid("nothing_behind", figure=wanted.figure)
    if "repeat" in known.numerator:
        found = repeats.find(visit, wanted.area, wanted.period)
        return and_(Case.id.in_(found.ids), _group(visit, wanted))
    if known.kind in ("told", "weighted") or set(TOLD) & {*known.numerator, *known.denominator}:
        raise Invalid("nothing_behind", figure=wanted.figure)
    when = received_in(wanted.period) if known.window == "period" else condition("open", visit.now)
    return and_(within(wanted.area), when, _group(visit, wanted), _part(known, wanted))


def _part(known: Definition, wanted: Behind) -> ColumnElement[bool]:
    """Say it as counting does: base, then what the exclusions leave, then the numerator."""
    at = wanted.period.as_of
    is_count = known.kind == "count"
    base = all_of(("received", *(known.numerator if is_count else known.denominator)), at)
    if known.span:
        begin, end = (getattr(Case, moment) for moment in SPANS[known.span])
        base = and_(base, begin.is_not(None), end <= at)
    excluded = func.coalesce(any_of(known.exclusions, at), False)
    if wanted.part == "left_out":
        return and_(base, excluded)
    kept = and_(base, ~excluded)
    return and_(kept, all_of(known.numerator, at)) if wanted.part == "numerator" else kept


def _group(visit: Visit, wanted: Behind) -> ColumnElement[bool]:
    if not wanted.by:
        return and_(True)
    if wanted.by == "area":
        if wanted.group in ("", wanted.area) and child_width(visit, wanted.area) > len(wanted.area):
            return Case.area_code == wanted.area
        return within(wanted.group or wanted.area)
    if wanted.by == "department":
        return Case.department == wanted.group if wanted.group else Case.department.is_(None)
    if wanted.by not in ("unit", "unit_kind"):
        raise Invalid("bad_grouping", known="area, department, unit, unit_kind")
    named = Unit.id if wanted.by == "unit" else Unit.kind
    return Case.id.in_(select(Dispatch.case_id).join(Unit, Unit.id == Dispatch.unit_id).where(named == wanted.group))
