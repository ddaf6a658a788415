"""Where one class of cases comes from: the areas inside on a map, and those from which most came."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.briefing.blocks.areas import drawn, level_of, steps
from dashboard.briefing.content import Column, Map, Outward, Table
from dashboard.briefing.sentences import count, decimal
from dashboard.briefing.spans import week
from dashboard.briefing.topic import Topic
from dashboard.panels.area_ranking import rate_of, short_name
from dashboard.speech import Words
from data.areas import queries
from data.cases import figures
from data.models.area import Area
from data.visit import Visit
from layers import outlines

MOST, FIFTHS = 5, 5


@dataclass(frozen=True, kw_only=True)
class Came:
    """How many cases came in from an area within seven days, and within the seven before."""

    area: Area
    now: int
    before: int


def spread(visit: Visit, area: str, topic: Topic) -> list[Came]:
    """Return the areas one level inside, those first from which most came in within seven days."""
    level = level_of(visit, area)
    now, before = (figures.received_by_area(visit, area, level, (one.begin, one.end), topic.where)
                   for one in week(visit))
    found = [Came(area=one, now=now.get(one.area_code, 0), before=before.get(one.area_code, 0))
             for one in queries.inside(visit, area, level)]
    return sorted(found, key=lambda one: (-one.now, one.area.area_code))


def spread_map(visit: Visit, t: Words, area: str, found: Sequence[Came]) -> Map:
    """Return the areas in five steps of how many came in; its title names the first."""
    level = level_of(visit, area)
    named, whole = visit.city.level_name(level, t.language), sum(one.now for one in found)
    came = {one.area.area_code: one.now for one in found}
    limits = quintiles([one.now for one in found if one.now])
    title = t("special.spread", name=short_name(found[0].area, t, named), n=t.number(found[0].now),
              share=t.number(100 * found[0].now / whole, 0)) if whole else t("special.spread_none", level=named)
    shapes = drawn(visit, t, (area, level), lambda one: count(t, came[one.area_code]), limits)
    return Map(title=title, shapes=tuple(shapes), water=outlines.water(visit, area),
               steps=steps(limits), unit=t("special.spread_unit"), approval=t("brief.approval"),
               note=t("special.spread_note"), outward=Outward(name=t("outward.came"), columns=(
                   Column(holds="counts", total="received"),)))


def quintiles(counts: list[int]) -> list[int]:
    """Return where the fifths of some counts begin, without those that fall together; one of a few counts or none."""
    ordered = sorted(counts)
    return sorted({ordered[len(ordered) * part // FIFTHS] for part in range(1, FIFTHS)}) if ordered else [1]


def spread_table(visit: Visit, t: Words, area: str, found: Sequence[Came]) -> Table:
    """Return the areas from which most came, with the seven days before and by residents."""
    level = visit.city.level_name(level_of(visit, area), t.language)
    rows = tuple((short_name(one.area, t, level), count(t, one.now), count(t, one.before),
                  t.change(one.now, one.before), decimal(t, rate_of("pop", one.now, 0, one.area)))
                 for one in found[:MOST])
    head = ("brief.area", "brief.this_week", "brief.last_week", "special.change", "brief.per_10k")
    return Table(title=t("special.spread_table", level=level), wide=0, head=tuple(t(key) for key in head), rows=rows,
                 empty=t("special.spread_none", level=level), outward=Outward(name=t("outward.came"), columns=(
                     Column(holds="names"), Column(holds="counts", total="received"),
                     Column(holds="counts", total="received_before"), Column(holds="other"),
                     Column(holds="rates", within=(1,)))))
