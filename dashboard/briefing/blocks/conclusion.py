"""What stands first: one sentence with the numbers that matter, and what somebody must decide."""

from dashboard.briefing.blocks import classes
from dashboard.briefing.blocks.cases import shortened
from dashboard.briefing.content import Sentence
from dashboard.briefing.sentences import count, figure_number, say
from dashboard.panels import home
from dashboard.parts.class_names import class_names
from dashboard.parts.department_names import department_names
from dashboard.speech import Words
from data.cases import decisions, lateness
from data.figures.definition import Figure
from data.visit import Visit

TOP, MOST = 3, 4
DECIDED_BY = ("urgent", "late_supervision", "lift", "dispute", "long_overdue", "unsatisfied")


def of_day(visit: Visit, t: Words, area: str, found: dict[str, Figure]) -> Sentence:
    """Return what came in today, of what most, how much was closed in time, and what is overdue with whom."""
    received = found["received_today"]
    begin = say(t, "brief.conclusion", n=figure_number(t, received), change=t.change(received.value, received.before))
    return _said(visit, t, area, (begin, classes.today(visit, area)[0], found))


def of_week(visit: Visit, t: Words, area: str, found: dict[str, Figure], received: tuple[int, int]) -> Sentence:
    """Return the same of seven days."""
    begin = say(t, "brief.conclusion_week", n=count(t, received[0], "received"), change=t.change(*received))
    return _said(visit, t, area, (begin, classes.week(visit, area)[0], found))


def _said(visit: Visit, t: Words, area: str, known: tuple[Sentence, dict[str, int], dict[str, Figure]]) -> Sentence:
    runs, counts, found = known
    names = class_names(visit, t)
    if first := classes.ordered(counts)[:TOP]:
        runs += say(t, "brief.conclusion_top", names=t("brief.and").join(names(code) for code in first))
    if found["on_time_rate"].value is not None:
        runs += say(t, "brief.conclusion_rate", rate=figure_number(t, found["on_time_rate"]))
    return (*runs, *late(visit, t, area, found["overdue_now"]), t("brief.stop"))


def late(visit: Visit, t: Words, area: str, overdue: Figure) -> Sentence:
    """Return how many are overdue, how many of them for long, and with which department most are."""
    if not overdue.value:
        return say(t, "brief.conclusion_fine")
    first = lateness.by_department(visit, area)[0]
    name = department_names(visit, t).get(first.department, t("brief.nobody"))
    return say(t, "brief.conclusion_late", n=figure_number(t, overdue), long=count(t, overdue.details["long"]),
               name=name, most=count(t, first.overdue))


def to_decide(visit: Visit, t: Words, area: str) -> tuple[Sentence, ...]:
    """Return what waits for whoever leads, one sentence for each kind."""
    as_home = t.with_own(home.WORDS)
    return tuple(say(t, "brief.decision", what=as_home(one.kind), n=count(t, one.count),
                     case=shortened(t, one.cases[0].text or one.cases[0].case_no))
                 for one in decisions.waiting(visit, area) if one.kind in DECIDED_BY)[:MOST]
