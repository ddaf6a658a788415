"""Which level holds a case, and the area whose people decide on it: a case passed up is no longer the street's."""

from data.models.case import Case
from data.visit import Visit

CITY = 1


def lowest_level(visit: Visit, case: Case) -> int:
    """Return the lowest level that can hold the case: the community, or a coarser one where only that is known."""
    return max(CITY, min(visit.city.leaf_level() - 1, visit.city.level_of(case.area_code)))


def level_of(visit: Visit, case: Case) -> int:
    """Return the level that holds the case, 1 for the city."""
    lowest = lowest_level(visit, case)
    return lowest if case.level is None else min(case.level, lowest)


def holder_code(visit: Visit, case: Case) -> str:
    """Return the code of the area that holds the case; whoever decides on it must cover this area."""
    return case.area_code[:visit.city.width_of(level_of(visit, case))]
