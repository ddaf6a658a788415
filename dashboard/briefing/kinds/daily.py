"""日报: a day so far on two pages: what came in, where, what is late, what must be decided, what comes due."""

from dashboard.briefing import spans
from dashboard.briefing.blocks import (
    ahead,
    areas,
    cards,
    cases,
    classes,
    conclusion,
    curve,
    late,
    proposed,
    warned,
    watched,
)
from dashboard.briefing.content import Brief, Page
from dashboard.briefing.framing import Said, framed, half, whole
from dashboard.briefing.kind import Asked, Kind
from dashboard.speech import Words
from data.cases import lateness
from data.visit import Visit

WORDS = {
    "zh-CN": {"title": "{area}城市运行日报", "name": "日报"},
    "en": {"title": "City operations of {area}: daily briefing", "name": "Daily"},
}


def compose(visit: Visit, t: Words, asked: Asked) -> Brief:
    """Return the day of an area as it stands at the visit's moment."""
    area = asked.area
    found, departments = cards.strip(visit, area), lateness.by_department(visit, area)
    now, before = classes.within(visit, area, spans.today(visit))
    items = watched.in_force(visit, area, is_past=asked.is_past)
    first = Page(sections=(
        half(curve.curve(visit, t, area, found["received_today"])), half(classes.top(visit, t, now, before)),
        half(areas.area_map(visit, t, area)), half(late.departments(visit, t, departments, most=5)),
        whole(cases.key_cases(visit, t, area))))
    second = Page(sections=(
        whole(areas.area_table(visit, t, area)), whole(warned.warned(visit, t, area, is_past=asked.is_past)),
        whole(watched.watched(visit, t, items)), half(ahead.ahead(visit, t, area, departments, items)),
        half(proposed.proposed(visit, t, area))))
    return framed(visit, t, asked, Said(
        kind=KIND.name, figures=found, cards=cards.cards(t, area, found), pages=(first, second),
        conclusion=conclusion.of_day(visit, t, found, now, departments),
        decisions=conclusion.to_decide(visit, t, area)))


KIND = Kind(name="daily", words=WORDS, compose=compose, has_wide=True, formats=("pdf", "png", "html"))
