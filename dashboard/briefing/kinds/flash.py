"""快报: one emergency on one page: what happened, where and when, what is done by whom, when the next report is due."""

from dashboard.briefing import emergency
from dashboard.briefing.blocks import alert, areas, cards, cases, incident, scene, warned
from dashboard.briefing.blocks.reported import next_report
from dashboard.briefing.content import Brief, Card, Lines, Page, Section, Sentence
from dashboard.briefing.framing import Said, framed, half, whole
from dashboard.briefing.kind import Asked, Kind
from dashboard.briefing.sentences import say
from dashboard.speech import Words
from data.figures.definition import Figure
from data.models.case import Case
from data.models.city_stage import Announcement
from data.visit import Visit
from data.warnings.stood import Stood

LEAST = 4
"""The priority after which nothing is: a report of nothing is due as seldom as one of that."""
WORDS = {
    "zh-CN": {"title": "{area}{topic}快报", "name": "快报"},
    "en": {"title": "{topic} in {area}: flash report", "name": "Flash"},
}
Told = tuple[str, Sentence, tuple[Sentence, ...], tuple[Card, ...], tuple[Section, ...]]
"""What it is called, the conclusion, what must be decided, the figures, the page."""


def compose(visit: Visit, t: Words, asked: Asked) -> Brief:
    """Return the report on one emergency of an area as it stands at the visit's moment."""
    found = emergency.find(visit, asked.area, asked.topic, is_past=asked.is_past)
    strip = cards.strip(visit, asked.area)
    if found.case is not None:
        told = _of_case(visit, t, asked, found.case)
    elif found.warning is not None:
        told = _of_warning(visit, t, asked, found.warning, strip)
    elif found.stage is not None:
        told = _of_stage(visit, t, asked, found.stage, strip)
    else:
        told = _of_nothing(visit, t, asked, strip)
    name, conclusion, decisions, shown, sections = told
    return framed(visit, t, asked, Said(
        kind=KIND.name, words={"topic": name}, figures=strip, cards=shown, pages=(Page(sections=sections),),
        conclusion=conclusion, decisions=decisions))


def _of_case(visit: Visit, t: Words, asked: Asked, case: Case) -> Told:
    sent, where = incident.sent_to(visit, case), incident.place_of(visit, t, case)
    sections = (
        half(incident.facts(visit, t, case)),
        half(scene.scene(visit, t, asked.area, [case.area_code], t("flash.scene", where=where))),
        half(incident.crews(visit, t, sent)), half(incident.ahead(visit, t, case)),
        whole(incident.course(visit, t, case, sent)))
    return (incident.name_of(visit, t, case), incident.conclusion(visit, t, case, sent),
            incident.decisions(visit, t, case, sent), incident.cards(visit, t, case, sent), sections)


def _of_warning(visit: Visit, t: Words, asked: Asked, stands: Stood, strip: dict[str, Figure]) -> Told:
    one = stands.warning
    inside = [code for code in one.areas if code.startswith(asked.area)] or [asked.area]
    sections = (
        half(alert.warning_facts(visit, t, one)),
        half(scene.scene(visit, t, asked.area, inside, t("flash.scene", where=alert.places_of(visit, t, one)))),
        half(alert.warning_ahead(visit, t, one)), whole(alert.plan(visit, t, stands)),
        whole(cases.key_cases(visit, t, asked.area)))
    return (t.pick(one.title, one.title_en), alert.warning_conclusion(visit, t, stands),
            alert.warning_decisions(t, stands), cards.cards(t, asked.area, strip), sections)


def _of_stage(visit: Visit, t: Words, asked: Asked, stage: Announcement, strip: dict[str, Figure]) -> Told:
    sections = (half(alert.stage_facts(visit, t, stage)), half(areas.area_map(visit, t, asked.area)),
                half(alert.stage_ahead(visit, t, stage)), *_standing(visit, t, asked))
    return (alert.stage_name(visit, t, stage), alert.stage_conclusion(visit, t, stage), (),
            cards.cards(t, asked.area, strip), sections)


def _of_nothing(visit: Visit, t: Words, asked: Asked, strip: dict[str, Figure]) -> Told:
    """Return that nothing is: a flash is asked for in a hurry, and who asks is told so instead of being refused."""
    ahead = Lines(title=t("flash.ahead"), lines=(next_report(visit, t, LEAST),))
    sections = (half(ahead), half(areas.area_map(visit, t, asked.area)), *_standing(visit, t, asked))
    return (t("flash.nothing_name"), (*say(t, "flash.nothing"), t("brief.stop")), (),
            cards.cards(t, asked.area, strip), sections)


def _standing(visit: Visit, t: Words, asked: Asked) -> tuple[Section, ...]:
    return (whole(cases.key_cases(visit, t, asked.area)),
            whole(warned.warned(visit, t, asked.area, is_past=asked.is_past)))


KIND = Kind(name="flash", words=WORDS, compose=compose, formats=("pdf", "png", "card", "html"), topic="emergency")
