"""The cases behind a number: exactly those that were counted in it, or left out of it."""

from dataclasses import dataclass

import numpy as np
from sqlalchemy import and_, func, select

from data.errors import Invalid
from data.figures import dictionary, facts, repeats
from data.figures.columns import Columns
from data.figures.conditions import TOLD, all_of, any_of, condition
from data.figures.definition import Definition
from data.figures.facts import Facts, Whole, child_width, within
from data.figures.logic import Bools
from data.figures.period import Period
from data.models.case import Case
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
    ids = _ids(visit, wanted)
    page = ids[np.searchsorted(ids, cursor, side="right"):][:limit].tolist()
    return list(visit.session.scalars(select(Case).where(Case.id.in_(page)).order_by(Case.id)))


def count_behind(visit: Visit, wanted: Behind) -> int:
    """Return how many there are. Raises as `cases_behind` does."""
    return len(_ids(visit, wanted))


def _ids(visit: Visit, wanted: Behind) -> Whole:
    """Return the cases' ids, ascending."""
    known = dictionary.find(wanted.figure)
    if wanted.part not in PARTS or (known.window == "now" and wanted.by):
        raise Invalid("nothing_behind", figure=wanted.figure)
    is_repeat = "repeat" in known.numerator
    if not is_repeat and (known.kind in ("told", "weighted") or set(TOLD) & {*known.numerator, *known.denominator}):
        raise Invalid("nothing_behind", figure=wanted.figure)
    if known.window == "now":
        return _open_ids(visit, wanted, known)
    found = facts.gather(visit, wanted.area, wanted.period)
    ids: Whole = found.cases.fields["id"]
    part = np.isin(ids, repeats.find(visit, wanted.area, wanted.period).ids) if is_repeat else _part(
        found, known, wanted.part)
    return ids[part & _group(visit, found.cases, wanted)]


def _open_ids(visit: Visit, wanted: Behind, known: Definition) -> Whole:
    """Return what a figure of this moment counts: it may have come in at any time."""
    base = and_(within(wanted.area), condition("open", visit.now), all_of(known.numerator, visit.now))
    excluded = func.coalesce(any_of(known.exclusions, visit.now), False)
    chosen = select(Case.id).where(base, excluded if wanted.part == "left_out" else ~excluded).order_by(Case.id)
    return np.array(visit.session.scalars(chosen).all(), dtype=np.int64)


def _part(found: Facts, known: Definition, part: str) -> Bools:
    """Say it as counting does: base, then what the exclusions leave, then the numerator."""
    chosen = found.all_hold(("received", *(known.numerator if known.kind == "count" else known.denominator)))
    if known.span:
        chosen &= ~np.isnan(found.seconds(known.span))
    excluded = found.any_holds(known.exclusions)
    if part == "left_out":
        return chosen & excluded
    kept = chosen & ~excluded
    return kept & found.all_hold(known.numerator) if part == "numerator" else kept


def _group(visit: Visit, cases: Columns, wanted: Behind) -> Bools:
    if not wanted.by:
        return np.ones(len(cases), dtype=bool)
    if wanted.by == "area":
        codes, numbers = cases.lexicons["area_code"], cases.fields["area_code"]
        if wanted.group in ("", wanted.area) and child_width(visit, wanted.area) > len(wanted.area):
            return np.asarray(numbers == codes.number_of(wanted.area))
        return np.asarray(codes.begin_with(wanted.group or wanted.area)[numbers])
    if wanted.by == "department":
        return np.asarray(cases.fields["department"] == cases.lexicons["department"].number_of(wanted.group))
    if wanted.by not in ("unit", "unit_kind"):
        raise Invalid("bad_grouping", known="area, department, unit, unit_kind")
    named = Unit.id if wanted.by == "unit" else Unit.kind
    units = [cases.lexicons["unit"].number_of(one) for one in visit.session.scalars(
        select(Unit.id).where(named == wanted.group))]
    return np.isin(cases.fields["id"], cases.sent[np.isin(cases.sent[:, 1], units), 0])
