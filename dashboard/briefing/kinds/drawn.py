"""片区快照: what lies inside an area that was drawn on the map, on one or two pages; without a drawing, in the area."""

from dashboard.briefing.blocks import cards, within
from dashboard.briefing.content import Brief, Page
from dashboard.briefing.framing import Said, framed, half, whole
from dashboard.briefing.kind import Asked, Kind
from dashboard.speech import Words
from data.visit import Visit
from data.within.dossier import open_dossier

WORDS = {
    "zh-CN": {"title": "{area}片区快照：{topic}", "name": "片区快照"},
    "en": {"title": "{topic} in {area}: snapshot", "name": "Drawn area"},
}


def compose(visit: Visit, t: Words, asked: Asked) -> Brief:
    """Return what lies inside a drawn shape at the visit's moment. Raises Invalid("bad_shape")."""
    area, shape = asked.area, within.shape_of(visit, asked)
    found, came = open_dossier(visit, area, shape), within.came_in(visit, area, shape)
    sections = (
        half(within.outlined(visit, t, area, found)), half(within.classes(visit, t, found)),
        whole(within.key_cases(visit, t, found)))
    around = (half(within.crews(t, found)), half(within.places(t, found)), whole(within.touched(visit, t, found)))
    return framed(visit, t, asked, Said(
        kind=KIND.name, words={"topic": within.name_of(t, shape)}, figures=cards.strip(visit, area),
        cards=within.cards(t, found, came), pages=(Page(sections=sections), Page(sections=around)),
        conclusion=within.conclusion(t, found, came), decisions=()))


KIND = Kind(name="drawn", words=WORDS, compose=compose, formats=("pdf", "png", "html"), topic="shape")
