"""What stands first: one sentence with the numbers that matter, and what somebody must decide."""

from dashboard.briefing.blocks import classes, late
from dashboard.briefing.blocks.cases import shortened
from dashboard.briefing.blocks.classes import Counts
from dashboard.briefing.content import Sentence
from dashboard.briefing.sentences import count, figure_number, say
from dashboard.panels import home
from dashboard.parts.class_names import class_names
from dashboard.speech import Words
from data.cases import decisions
from data.cases.lateness import Late
from data.figures.definition import Figure
from data.visit import Visit

TOP, MOST = 3, 4
DECIDED_BY = ("urgent", "late_supervision", "lift", "dispute", "long_overdue", "unsatisfied")


def of_day(visit: Visit, t: Words, found: dict[str, Figure], today: Counts, departments: list[Late]) -> Sentence:
    """Return what came in today, of what most, how much was closed in time, and what is overdue with whom."""
    received = found["received_today"]
    begin = say(t, "brief.conclusion", n=figure_number(t, received), change=t.change(received.value, received.before))
    return (*begin, *_most(visit, t, today), *_rest(visit, t, found, departments))


def of_week(visit: Visit, t: Words, found: dict[str, Figure], received: tuple[int, int], *, week: Counts,
            departments: list[Late]) -> Sentence:
    """Return the same of seven days; `received` is how many came in, and in the seven before."""
    begin = say(t, "brief.conclusion_week", n=count(t, received[0], "received"), change=t.change(*received))
    return (*begin, *_most(visit, t, week), *_rest(visit, t, found, departments))


def _most(visit: Visit, t: Words, counts: Counts) -> Sentence:
    names, first = class_names(visit, t), classes.ordered(counts)[:TOP]
    return say(t, "brief.conclusion_top", names=t("brief.and").join(names(code) for code in first)) if first else ()


def _rest(visit: Visit, t: Words, found: dict[str, Figure], departments: list[Late]) -> Sentence:
    rate = found["on_time_rate"]
    closed = () if rate.value is None else say(t, "brief.conclusion_rate", rate=figure_number(t, rate))
    return (*closed, *_overdue(visit, t, found["overdue_now"], departments), t("brief.stop"))


def _overdue(visit: Visit, t: Words, overdue: Figure, departments: list[Late]) -> Sentence:
    if not overdue.value:
        return say(t, "brief.conclusion_fine")
    return say(t, "brief.conclusion_late", n=figure_number(t, overdue),
               long=count(t, overdue.details["long"], "overdue_long"),
               name=late.named(visit, t, departments[:1])[0], most=count(t, departments[0].overdue, "overdue_there"))


def to_decide(visit: Visit, t: Words, area: str) -> tuple[Sentence, ...]:
    """Return what waits for whoever leads, one sentence for each kind."""
    as_home = t.with_own(home.WORDS)
    return tuple(say(t, "brief.decision", what=as_home(one.kind), n=count(t, one.count, "to_decide"),
                     case=shortened(t, one.cases[0].text or one.cases[0].case_no))
                 for one in decisions.waiting(visit, area) if one.kind in DECIDED_BY)[:MOST]
