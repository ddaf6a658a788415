"""周报: seven days against the seven before, as slides: how much, of what, where, how late, what rose, how sure."""

from dashboard.briefing import spans
from dashboard.briefing.blocks import areas, cards, cases, classes, conclusion, late, quality, watched, week
from dashboard.briefing.content import Brief, Page
from dashboard.briefing.framing import Said, framed, half, whole
from dashboard.briefing.kind import Asked, Kind
from dashboard.speech import Words
from data.cases import lateness
from data.visit import Visit

WORDS = {
    "zh-CN": {"title": "{area}城市运行周报", "name": "周报"},
    "en": {"title": "City operations of {area}: weekly briefing", "name": "Weekly"},
}


def compose(visit: Visit, t: Words, asked: Asked) -> Brief:
    """Return the last seven days of an area, up to the visit's moment."""
    area = asked.area
    found, counted = cards.strip(visit, area), week.counts(visit, area)
    now, before = classes.within(visit, area, spans.week(visit))
    departments = lateness.by_department(visit, area)
    top = classes.top(visit, t, now, before, most=classes.TOP_OF_WEEK, note="brief.week_note")
    pages = (
        Page(sections=(half(week.days(visit, t, area)), half(week.weeks(visit, t, area)), half(top),
                       half(classes.risen(visit, t, now, before)))),
        Page(sections=(half(areas.area_map(visit, t, area)), half(week.channels(visit, t, area)),
                       whole(areas.area_table(visit, t, area)), half(late.department_columns(visit, t, departments)),
                       half(late.ages(visit, t, area)))),
        Page(sections=(whole(watched.watched(visit, t, watched.in_force(visit, area, is_past=asked.is_past))),
                       whole(cases.key_cases(visit, t, area)),
                       half(quality.alarms(visit, t, area)), half(quality.sources(visit, t, area)))))
    return framed(visit, t, asked, Said(
        kind=KIND.name, figures=found, pages=pages,
        cards=cards.of_week(t, area, found, counted, week.a_year_before(visit, area)),
        conclusion=conclusion.of_week(visit, t, found, counted["received"], week=now, departments=departments),
        decisions=conclusion.to_decide(visit, t, area)))


KIND = Kind(name="weekly", words=WORDS, compose=compose, has_wide=True, formats=("pptx", "pdf", "html"))
