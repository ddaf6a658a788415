"""交接班: what is open at the end of a shift, for whoever takes over: key items, what comes due, units, signatures."""

from dashboard.briefing.blocks import cards, conclusion, handed, quality, warned, watched
from dashboard.briefing.content import Brief, Page
from dashboard.briefing.framing import Said, framed, half, whole
from dashboard.briefing.kind import Asked, Kind
from dashboard.speech import Words
from data.alarms import feeds
from data.cases import handover
from data.visit import Visit

WORDS = {
    "zh-CN": {"title": "{area}值班交接单", "name": "交接班"},
    "en": {"title": "Shift hand-over of {area}", "name": "Hand-over"},
}


def compose(visit: Visit, t: Words, asked: Asked) -> Brief:
    """Return what a shift of an area hands over at the visit's moment."""
    area, body = asked.area, handover.picture(visit, asked.area, has_campaigns=False)
    found, (coming, due) = cards.strip(visit, area), handed.due_next(visit, area)
    warnings = len(warned.standing(visit, area, is_past=asked.is_past))
    out, crews = handed.crews(visit, t, area)
    silent = handed.silent_of(feeds.feeds(visit, area))
    first = Page(sections=(
        whole(handed.items(t, body, visit.now)), whole(handed.coming(visit, t, coming, due)),
        whole(warned.warned(visit, t, area, is_past=asked.is_past))))
    second = Page(sections=(
        whole(watched.watched(visit, t, watched.in_force(visit, area, is_past=asked.is_past))),
        half(crews), half(quality.sources(visit, t, area)), half(handed.before(visit, t, area)),
        whole(handed.signatures(visit, t, asked))))
    return framed(visit, t, asked, Said(
        kind=KIND.name, figures=found, cards=handed.cards(t, body, found, due, out), pages=(first, second),
        conclusion=handed.conclusion(t, body, found, (due, warnings, silent)),
        decisions=conclusion.to_decide(visit, t, area)))


KIND = Kind(name="handover", words=WORDS, compose=compose, formats=("pdf", "docx", "html"))
