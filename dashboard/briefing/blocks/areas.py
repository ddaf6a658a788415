"""The areas inside: a map by the fixed classes of the screens, and a table."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from dashboard.briefing.content import Column, Map, Number, Outward, Shape, Table
from dashboard.briefing.sentences import count, decimal
from dashboard.panel import View
from dashboard.panels import area_ranking
from dashboard.panels.area_ranking import Ranked, short_name
from dashboard.parts.definition import name_of
from dashboard.speech import Words
from data.areas import queries
from data.cases import breaks, figures
from data.models.area import Area
from data.visit import Visit
from layers import outlines

NORMS = ("pop", "abs")
"""By residents where they are known, else by count."""
MOST_ROWS = 12


def level_of(visit: Visit, area: str) -> int:
    """Return the level one inside an area; its own where there is none."""
    return min(visit.city.level_of(area) + 1, visit.city.leaf_level())


def ranked(visit: Visit, area: str) -> tuple[str, list[Ranked]]:
    """Return by which norm the areas inside are compared, and each with its rate, the highest first."""
    for norm in NORMS:
        found = area_ranking.rank(visit, View(area=area, norm=norm, surface="desk"))
        if found:
            return norm, found
    return NORMS[-1], []


def area_map(visit: Visit, t: Words, area: str) -> Map:
    """Return the map by the classes that a level has on the screens; its title names the first of the areas inside.

    Coloured are the areas one level further in where that gives enough to tell them apart.
    """
    norm, found = ranked(visit, area)
    level = level_of(visit, area)
    named = visit.city.level_name(level, t.language)
    title = t(f"brief.map_{norm}", name=short_name(found[0].area, t, named)) if found and found[0].rate else t(
        "brief.map_none", level=named)
    inner = coloured_level(visit, area, level)
    limits = (visit.city.breaks or breaks.choose(visit))[str(inner)][norm]
    unit = t(f"norms.{norm}_unit")
    return Map(title=title, shapes=tuple(shapes(visit, t, area, (inner, norm, limits))),
               frames=tuple(shapes(visit, t, area, (level, norm, limits))) if inner > level else (),
               water=outlines.water(visit, area), steps=steps(limits), unit=unit, approval=t("brief.approval"),
               note=t("brief.map_note", unit=visit.city.level_name(inner, t.language)),
               outward=Outward(name=t("outward.map", unit=unit), columns=(Column(
                   holds="counts" if norm == "abs" else "rates", total="open_now"),)))


def coloured_level(visit: Visit, area: str, level: int) -> int:
    """Return the level below where its areas are enough to be told apart and those of the level are not."""
    counts = queries.count_by_level(visit, area)
    return level + 1 if counts.get(level, 0) < breaks.FEWEST <= counts.get(level + 1, 0) else level


def shapes(visit: Visit, t: Words, area: str, coloured: tuple[int, str, list[float]]) -> Iterator[Shape]:
    """Yield the outline of each area of a level with its rate by a norm and the class it is in."""
    level, norm, limits = coloured
    values = figures.area_values(visit, area, level)

    def number_of(place: Area) -> Number:
        return decimal(t, area_ranking.rate_of(norm, *values.get(place.area_code, (0, 0))[:2], place))

    for one in drawn(visit, t, (area, level), number_of, limits):
        yield one.model_copy(update={"cases": values.get(one.code, (0,))[0]})


def drawn(visit: Visit, t: Words, of: tuple[str, int], number_of: Callable[[Area], Number],
          limits: Sequence[float]) -> Iterator[Shape]:
    """Yield the outline of each area of (area, level) with its number and the class that is in between limits."""
    area, level = of
    named = visit.city.level_name(level, t.language)
    places = {one.area_code: one for one in queries.inside(visit, area, level)}
    for code, rings in outlines.outlines(visit, area, level):
        place, number = places[code], number_of(places[code])
        yield Shape(code=code, name=short_name(place, t, named), at=(place.lon, place.lat), rings=rings, number=number,
                    step=None if number.value is None else sum(number.value >= limit for limit in limits))


def steps(limits: Sequence[float]) -> tuple[str, ...]:
    """Return how the five classes read, the lowest first."""
    said = [f"{limit:g}" for limit in limits]
    return (f"<{said[0]}", *(f"{low}–{high}" for low, high in pairwise(said)), f"≥{said[-1]}")


def area_table(visit: Visit, t: Words, area: str) -> Table:
    """Return what came in, is open and is overdue in each of the areas inside, the most open first."""
    level = level_of(visit, area)
    named, values = visit.city.level_name(level, t.language), figures.area_values(visit, area, level)
    rows = []
    inside = queries.inside(visit, area, level)
    for one in sorted(inside, key=lambda place: (-values.get(place.area_code, (0,))[0], place.area_code))[:MOST_ROWS]:
        opened, overdue, _, received = values.get(one.area_code, (0, 0, 0, 0))
        share = area_ranking.rate_of("late", opened, overdue, one)
        rate = area_ranking.rate_of("pop", opened, overdue, one)
        rows.append((short_name(one, t, named), count(t, received), count(t, opened),
                     decimal(t, rate), count(t, overdue), decimal(t, share, "%")))
    return Table(title=t("brief.areas_title", level=named), rows=tuple(rows), wide=0, head=(
        t("brief.area"), name_of(t, "received_today"), t("brief.open"), t("brief.per_10k"), t("brief.overdue"),
        t("brief.late_share")), outward=Outward(name=t("outward.areas", level=named), columns=(
            Column(holds="names"), Column(holds="counts", total="received_today"),
            Column(holds="counts", total="open_now"), Column(holds="rates", within=(2,)),
            Column(holds="counts", total="overdue_now", within=(2,)), Column(holds="rates", within=(2, 4)))))
