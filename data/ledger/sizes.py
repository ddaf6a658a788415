"""Are the base grids of a size that one officer can know? Checked against households and people.

Practice for urban grids is 300 to 500 households and at most 2,500 people (quoted with GB/T 34300-2017, whose
text was not at hand); a city sets its own.
"""

from dataclasses import dataclass

from sqlalchemy import select

from data.models.area import Area
from data.storage.prefix import begins_with
from data.visit import Visit

LEAST_HOUSEHOLDS, MOST_HOUSEHOLDS, MOST_PEOPLE = 300, 500, 2_500


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """How the grids of an area measure up; lists hold (code, name, English name, households, people)."""

    right: int
    unknown: int
    small: list[tuple[str, str, str, int, int]]
    large: list[tuple[str, str, str, int, int]]


def check(visit: Visit, prefix: str) -> Sizes:
    """Return the grids of an area sorted by whether they are too small, too large, right or of unknown size."""
    rows = visit.session.execute(
        select(Area.area_code, Area.name, Area.name_en, Area.households, Area.population)
        .where(Area.level == visit.city.leaf_level(), begins_with(Area.area_code, prefix))
        .order_by(Area.households.desc(), Area.area_code)).all()
    known = [(code, name, name_en, homes, people or 0) for code, name, name_en, homes, people in rows
             if homes is not None]
    large = [one for one in known if one[3] > MOST_HOUSEHOLDS or one[4] > MOST_PEOPLE]
    small = [one for one in known if one not in large and one[3] < LEAST_HOUSEHOLDS]
    return Sizes(right=len(known) - len(large) - len(small), unknown=len(rows) - len(known), small=small, large=large)
