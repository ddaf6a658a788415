"""专报: one class of cases over seven days as a text: what happened, where, why, how it was handled, what to do."""

from dashboard.briefing import topic as topics
from dashboard.briefing.blocks import advised, cards, cases, facts, handled, spread, week
from dashboard.briefing.blocks.facts import Counted
from dashboard.briefing.blocks.spread import Came
from dashboard.briefing.content import Block, Brief, Card, Page, Sentence
from dashboard.briefing.framing import Said, framed, whole
from dashboard.briefing.kind import Asked, Kind
from dashboard.briefing.sentences import count, say
from dashboard.briefing.topic import Topic
from dashboard.panels.area_ranking import short_name
from dashboard.speech import Words
from data.areas import queries
from data.cases import narrowed
from data.figures.definition import Figure
from data.visit import Visit

SHOWN = ("received", "overdue_now", "on_time_rate")
WORDS = {
    "zh-CN": {"title": "关于{area}{topic}情况的专报", "name": "专报", "addressed": "{area}领导："},
    "en": {"title": "{topic} in {area}: special report", "name": "Special", "addressed": "To those who lead {area}:"},
}


def compose(visit: Visit, t: Words, asked: Asked) -> Brief:
    """Return the report on one class in an area over the seven days up to the visit's moment."""
    area, name = asked.area, queries.name_of(queries.find(visit, asked.area), visit.language)
    topic = topics.find(visit, t, area, asked.topic)
    found = {one.name: one for one in narrowed.kpis(visit, area, topic.only, "mom")}
    areas, (who, by_department) = spread.spread(visit, area, topic), handled.handled(visit, t, area, topic)
    counts = week.counts(visit, area, topic.where)
    counted = facts.counted(visit, counts["received"])
    advice = advised.advice(visit, t, area, topic, (counted, areas, who))
    chapters: dict[str, tuple[Block, ...]] = {
        "facts": (facts.facts(visit, t, area, topic, (counted, found)), week.days(visit, t, area, topic.where)),
        "where": (spread.spread_map(visit, t, area, areas), spread.spread_table(visit, t, area, areas)),
        "causes": (facts.kinds(visit, t, area, topic), facts.rhythm(visit, t, area, topic)),
        "handling": (by_department, week.weeks(visit, t, area, topic.where)),
        "advice": (advised.table(visit, t, advice), cases.cases_of(visit, t, area, topic.where))}
    pages = tuple(Page(title=t(f"special.{name}"), sections=tuple(map(whole, blocks)))
                  for name, blocks in chapters.items())
    return framed(visit, t, asked, Said(
        kind=KIND.name, style="official", about=topic.code, words={"topic": topic.name},
        addressed=t("addressed", area=name), figures=found, pages=pages,
        cards=_shown(cards.of_week(t, area, found, counts, week.a_year_before(visit, area, topic.where))),
        conclusion=_conclusion(visit, t, topic, found, (counted, areas)), decisions=advised.decisions(t, advice)))


def _shown(every: tuple[Card, ...]) -> tuple[Card, ...]:
    """Return the three numbers that matter: what came in, what is late, how much was closed in time."""
    return tuple(next(one for one in every if one.number.figure == name) for name in SHOWN)


def _conclusion(visit: Visit, t: Words, topic: Topic, found: dict[str, Figure],
                counts: tuple[Counted, list[Came]]) -> Sentence:
    """Return how much came in against the seven days before, from where most, and how much is late."""
    (now, before), areas = counts
    begin = say(t, "special.conclusion", topic=topic.name, n=count(t, now, "received"),
                against=facts.against(t, now, before))
    where: Sentence = ()
    if areas and areas[0].now:
        level = visit.city.level_name(areas[0].area.level, t.language)
        where = say(t, "special.conclusion_where", name=short_name(areas[0].area, t, level),
                    n=count(t, areas[0].now, "received_there"))
    late = found["overdue_now"]
    end = say(t, "special.conclusion_late" if late.value else "special.conclusion_fine",
              n=count(t, late.value, late.name), open=count(t, found["open_now"].value, "open_now"))
    why = () if topic.is_chosen or not topic.code else (t("special.conclusion_why"),)
    return (*begin, *where, *end, t("brief.stop"), *why)


KIND = Kind(name="special", words=WORDS, compose=compose, has_wide=True, formats=("pdf", "docx", "html"), topic="class")
