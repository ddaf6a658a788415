"""What is open at this moment: how many, for how long, how many of them with nobody."""

from sqlalchemy import case, func, select

from data.cases.windows import Where
from data.figures import dictionary
from data.figures.conditions import all_of, condition
from data.figures.counting import Figures
from data.figures.facts import within
from data.models.case import Case
from data.visit import Visit


def standing(visit: Visit, prefix: str, where: Where = ()) -> Figures:
    """Return every figure of the window "now" that is counted from cases, in one question to the database.

    With `where` of those cases alone.
    """
    listed = dictionary.counted_over("now")
    row = visit.session.execute(
        select(*(func.coalesce(func.sum(case((all_of(one.numerator, visit.now), 1), else_=0)), 0) for one in listed))
        .select_from(Case).where(within(prefix), condition("open", visit.now), *where)
    ).one()
    return {one.name: dictionary.figure(one.name, value=int(count), numerator=int(count), as_of=visit.now)
            for one, count in zip(listed, row, strict=True)}


def not_remembered(visit: Visit) -> Figures:
    """Return the same figures for a past moment: what was open then and with whom is not remembered, so no value."""
    return {one.name: dictionary.figure(one.name, value=None, as_of=visit.now, details={"why": "not_remembered"})
            for one in dictionary.counted_over("now")}
