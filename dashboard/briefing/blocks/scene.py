"""Where something is: the areas around it by how many cases are open, the place itself outlined and named."""

from collections.abc import Sequence

from dashboard.briefing.blocks.areas import drawn, steps
from dashboard.briefing.blocks.spread import quintiles
from dashboard.briefing.content import Map
from dashboard.briefing.sentences import count
from dashboard.speech import Words
from data.cases import figures
from data.models.city import DISTRICT
from data.visit import Visit
from layers import outlines


def scene(visit: Visit, t: Words, area: str, codes: Sequence[str], title: str) -> Map:
    """Return the map of where `codes` are; one that lies in one district shows that district."""
    around = _around(visit, area, codes)
    level = min(visit.city.level_of(around) + 1, visit.city.leaf_level())
    values = figures.area_values(visit, around, level)
    limits = quintiles([found[0] for found in values.values() if found[0]])
    shapes = tuple(drawn(visit, t, (around, level), lambda one: count(t, values.get(one.area_code, (0,))[0]), limits))
    frames = tuple(one for one in shapes if any(code.startswith(one.code) or one.code.startswith(code)
                                                for code in codes))
    return Map(title=title, shapes=shapes, frames=frames, water=outlines.water(visit, around), steps=steps(limits),
               unit=t("flash.map_unit"), approval=t("brief.approval"),
               note=t("flash.map_note", level=visit.city.level_name(level, t.language)))


def _around(visit: Visit, area: str, codes: Sequence[str]) -> str:
    """Return the district all of them lie in, where the area is larger than that; else the area."""
    width = visit.city.width_of(DISTRICT)
    districts = {code[:width] for code in codes}
    district = districts.pop() if len(districts) == 1 else ""
    return district if len(area) < width == len(district) else area
