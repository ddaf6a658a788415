"""What lies inside a drawn shape: its figures, a map with its outline, classes, cases, forces, facilities, areas."""

from collections import Counter

from dashboard.briefing import spans
from dashboard.briefing.blocks import cases
from dashboard.briefing.blocks.areas import drawn, steps
from dashboard.briefing.blocks.spread import quintiles
from dashboard.briefing.content import Bar, Bars, Card, Cell, Map, Sentence, Shape, Table
from dashboard.briefing.kind import Asked
from dashboard.briefing.sentences import count, decimal, say
from dashboard.panels import dossier as panel
from dashboard.panels.area_ranking import short_name
from dashboard.parts.class_names import class_names
from dashboard.parts.sort_words import sort_words
from dashboard.speech import Words
from data.areas import queries
from data.cases import figures
from data.units import status
from data.visit import Visit
from data.within.dossier import MOST_COUNTED, Dossier
from data.within.received import received
from data.within.shape import WHOLE, read_shape, shape_of_area
from data.within.shape import Shape as Drawn
from layers import outlines

MOST_CASES, MOST_CLASSES, MOST_AREAS, MOST_SORTS = 8, 8, 8, 8
MOST_DRAWN = 60
"""Areas on the map; of more the next coarser ones are drawn."""
Came = tuple[int, int]
"""How many cases came in today and within seven days."""


def shape_of(visit: Visit, asked: Asked) -> Drawn:
    """Return what was drawn, or the outline of the area. Raises Invalid("bad_shape")."""
    if asked.topic:
        return read_shape(asked.topic)
    return shape_of_area(queries.find(visit, asked.area).geometry)


def name_of(t: Words, shape: Drawn) -> str:
    """Return what was drawn, in words."""
    return t("within.whole") if shape.kind == WHOLE else panel.title(t.with_own(panel.WORDS), shape)


def came_in(visit: Visit, area: str, shape: Drawn) -> Came:
    """Return how many cases came in there today and within seven days."""
    today, week = (one[0] for one in (spans.today(visit), spans.week(visit)))
    day, seven = received(visit, area, shape, [(today.begin, today.end), (week.begin, week.end)])
    return day, seven


def _free(found: Dossier) -> int:
    return sum(one.unit.status == status.AVAILABLE for one in found.units)


def conclusion(t: Words, found: Dossier, came: Came) -> Sentence:
    """Return how large it is, what is open in it, what came in, who is there."""
    begin = say(t, "within.conclusion", name=name_of(t, found.shape), km2=t.number(found.shape.km2, 1),
                n=count(t, found.open, "within_open"), late=count(t, found.overdue, "within_overdue"),
                waiting=count(t, found.waiting, "within_waiting"))
    rest = say(t, "within.conclusion_came", day=count(t, came[0], "within_today"), n=count(t, came[1], "within_week"))
    return (*begin, *rest, t("brief.stop"))


def cards(t: Words, found: Dossier, came: Came) -> tuple[Card, ...]:
    """Return six figures: open, overdue, nobody sent, received today and in seven days, free units."""
    counts = {"open": found.open, "overdue": found.overdue, "waiting": found.waiting, "today": came[0],
              "week": came[1], "free": _free(found)}
    return tuple(Card(
        label=t(f"meaning_names.within_{name}"), number=count(t, value, f"within_{name}"),
        unit=t("figure_units.units") if name == "free" else t("brief.cases"),
        remarks=(t("within.people", n=t.number(found.people)),) if name == "free" and found.people is not None else (),
        tone="bad" if name == "overdue" and value else "") for name, value in counts.items())


def outlined(visit: Visit, t: Words, area: str, found: Dossier) -> Map:
    """Return the areas it touches by how many cases are open in each, what was drawn outlined over them."""
    around, level, codes = _ground(visit, area, found)
    values = figures.area_values(visit, around, level)
    limits = quintiles([values[code][0] for code in codes if code in values and values[code][0]])
    shapes = tuple(one for one in drawn(
        visit, t, (around, level), lambda place: count(t, values.get(place.area_code, (0,))[0]), limits)
        if one.code in codes)
    shape, named = found.shape, name_of(t, found.shape)
    frame = Shape(code=WHOLE if shape.kind == WHOLE else "drawn", name=named, at=shape.middle,
                  rings=outlines.rings(shape.outline), number=count(t, found.open))
    return Map(title=t("within.map", name=named), shapes=shapes, frames=(frame,), water=outlines.water(visit, around),
               steps=steps(limits), unit=t("flash.map_unit"), approval=t("brief.approval"),
               note=t("within.map_note", level=visit.city.level_name(level, t.language)))


def _ground(visit: Visit, area: str, found: Dossier) -> tuple[str, int, set[str]]:
    """Return the smallest area around what it touches, and the areas touched of the finest level that has few."""
    touched = [one.area.area_code for one in found.areas] or [area]
    finest = max(visit.city.level_of(code) for code in touched)
    level = next((one for one in range(finest, 0, -1) if len({
        code[:visit.city.width_of(one)] for code in touched}) <= MOST_DRAWN), 1)
    codes = {code[:visit.city.width_of(level)] for code in touched}
    widths = [visit.city.width_of(one) for one in range(1, level + 1)]
    around = next((min(codes)[:width] for width in reversed(widths) if min(codes)[:width] == max(codes)[:width]), area)
    return (around if len(around) >= len(area) else area), level, codes


def classes(visit: Visit, t: Words, found: Dossier) -> Bars:
    """Return the classes of the open cases inside, the most frequent first."""
    names, first = class_names(visit, t), list(found.by_class.items())[:MOST_CLASSES]
    title = t("within.classes", name=names(first[0][0]), n=t.number(first[0][1])) if first else t("within.none")
    return Bars(title=title, unit=t("brief.cases"), note=t("within.cut", n=t.number(MOST_COUNTED)) if (
        found.is_cut) else "", rows=tuple(Bar(name=names(code), number=count(t, n)) for code, n in first))


def key_cases(visit: Visit, t: Words, found: Dossier) -> Table:
    """Return the most urgent of the open cases inside."""
    shown = list(found.cases[:MOST_CASES])
    title = t("within.none" if not shown else "within.cases" if found.open <= MOST_CASES else "within.cases_more",
              n=t.number(found.open), shown=len(shown))
    return Table(title=title, wide=2, empty=t("within.none"), head=cases.head(t), rows=cases.rows(visit, t, shown))


def crews(t: Words, found: Dossier) -> Table:
    """Return the units on duty that stand inside, by kind."""
    every = Counter(one.unit.kind for one in found.units)
    free = Counter(one.unit.kind for one in found.units if one.unit.status == status.AVAILABLE)
    rows = tuple((t(f"kinds.{kind}"), count(t, free[kind]), count(t, n - free[kind]))
                 for kind, n in sorted(every.items(), key=lambda one: (-one[1], one[0])))
    return Table(title=t("within.crews", n=len(found.units), free=t.number(_free(found))) if rows else t(
        "within.crews_none"), rows=rows, wide=0, empty=t("within.crews_none"),
        head=(t("shift.kind"), t("shift.free"), t("within.busy")))


def places(t: Words, found: Dossier) -> Table:
    """Return the facilities inside, by kind, the most frequent first."""
    listed = sorted(found.places_by_kind.items(), key=lambda one: (-one[1], one[0]))[:MOST_SORTS]
    rows: tuple[tuple[Cell, ...], ...] = tuple((sort_words(t, kind), count(t, n)) for kind, n in listed)
    return Table(title=t("within.places", n=len(found.places)) if rows else t("within.places_none"), rows=rows, wide=0,
                 empty=t("within.places_none"), head=(t("shift.kind"), t("within.many")))


def touched(visit: Visit, t: Words, found: Dossier) -> Table:
    """Return the areas of which most lies inside, with residents where they are known."""
    first = found.areas[:MOST_AREAS]
    level = visit.city.level_name(first[0].area.level, t.language) if first else ""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (short_name(one.area, t, level), decimal(t, 100 * one.share, "%"), count(t, one.area.population))
        for one in first)
    return Table(title=t("within.areas", n=len(found.areas), level=level), rows=rows, wide=0, empty=t(
        "within.areas_none"), head=(t("brief.area"), t("within.share"), t("within.residents")))
