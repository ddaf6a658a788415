"""周报: seven days against the seven before, as slides: how much, of what, where, how late, what rose, how sure."""

from dashboard.briefing.blocks import areas, cards, cases, classes, conclusion, late, quality, watched, week
from dashboard.briefing.content import Brief, Page
from dashboard.briefing.framing import Said, framed, whole
from dashboard.briefing.kind import Asked, Kind
from dashboard.speech import Words
from data.visit import Visit

WORDS = {
    "zh-CN": {"title": "{area}城市运行周报", "name": "周报"},
    "en": {"title": "City operations of {area}: weekly briefing", "name": "Weekly"},
}


def compose(visit: Visit, t: Words, asked: Asked) -> Brief:
    """Return the last seven days of an area, up to the visit's moment."""
    area = asked.area
    found = cards.strip(visit, area)
    now, before = classes.week(visit, area)
    pages = tuple(Page(sections=tuple(whole(one) for one in some)) for some in (
        (week.days(visit, t, area), week.weeks(visit, t, area)),
        (classes.top(visit, t, now, before, most=classes.TOP_OF_WEEK, note="brief.week_note"),
         classes.risen(visit, t, now, before)),
        (areas.area_map(visit, t, area), areas.area_table(visit, t, area)),
        (late.department_columns(visit, t, area), late.ages(visit, t, area)),
        (week.channels(visit, t, area), watched.watched(visit, t, area)),
        (cases.key_cases(visit, t, area), quality.alarms(visit, t, area), quality.sources(visit, t, area))))
    return framed(visit, t, asked, Said(
        kind=KIND.name, title="title", figures=found, cards=cards.cards(t, area, found), pages=pages,
        conclusion=conclusion.conclusion(visit, t, area, found), decisions=conclusion.to_decide(visit, t, area)))


KIND = Kind(name="weekly", words=WORDS, compose=compose, formats=("pptx", "pdf", "html"))
