"""What the next 24 hours bring for certain: deadlines that come. What may come is a forecast's to say."""

from datetime import timedelta

from dashboard.briefing.blocks import late
from dashboard.briefing.content import Lines, Sentence
from dashboard.briefing.sentences import count, say
from dashboard.speech import Words
from data.cases.board import Item
from data.cases.lateness import Late
from data.visit import Visit

DAY = timedelta(days=1)


def ahead(visit: Visit, t: Words, departments: list[Late], items: list[Item]) -> Lines:
    """Return how many cases and key items come due, and with whom most."""
    found = sorted(departments, key=lambda one: -one.due_soon)
    lines: list[Sentence] = []
    if soon := sum(one.due_soon for one in found):
        first = say(t, "brief.ahead_most", name=late.named(visit, t, found[:1])[0], n=count(t, found[0].due_soon))
        lines.append((*say(t, "brief.ahead_due", n=count(t, soon)), *first))
    if due := sum(visit.now <= one.due <= visit.now + DAY for one in items):
        lines.append(say(t, "brief.ahead_watched", n=count(t, due)))
    return Lines(title=t("brief.ahead_title"), lines=tuple(lines) or ((t("brief.ahead_none"),),),
                 note=t("brief.ahead_note"))
