"""What follows from the counts, by stated rules: what to do, why, who, until when. A person decides."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from dashboard.briefing.blocks import late
from dashboard.briefing.blocks.facts import Counted, against
from dashboard.briefing.blocks.spread import Came
from dashboard.briefing.content import Sentence, Table
from dashboard.briefing.topic import Topic
from dashboard.speech import Words
from data.areas import queries
from data.cases import lateness
from data.cases.handled_by import HandledBy
from data.visit import Visit

HOT_SHARE, RISE = 0.25, 0.2
"""From which share of all on an area is hot, from which rise a class rose."""
SLOW_MINUTES = 60.0
DAYS = {"overdue": 1, "unsent": 0, "hot": 7, "rise": 3, "slow": 3}
"""How many days each may take; today is 0."""


@dataclass(frozen=True, kw_only=True)
class Advice:
    """One proposal: of which rule, with what fills its sentences, and who should do it."""

    rule: str
    who: str
    values: dict[str, str]


def advice(visit: Visit, t: Words, area: str, topic: Topic,
           counts: tuple[Counted, list[Came], list[HandledBy]]) -> list[Advice]:
    """Return what the rules find; `counts` are what came in, the areas inside, and who handled."""
    counted, spread, handled = counts
    return [*_overdue(visit, t, area, topic), *_unsent(visit, t, area, topic), *_hot(visit, t, spread),
            *_risen(visit, t, counted, handled), *_slow(visit, t, handled)]


def _overdue(visit: Visit, t: Words, area: str, topic: Topic) -> Iterator[Advice]:
    found = [one for one in lateness.by_department(visit, area, topic.where) if one.overdue]
    for one, name in zip(found[:2], late.named(visit, t, found[:2]), strict=True):
        yield Advice(rule="overdue", who=name, values={"n": t.number(one.overdue)})


def _unsent(visit: Visit, t: Words, area: str, topic: Topic) -> Iterator[Advice]:
    n = lateness.count_unassigned(visit, area, topic.where)
    if n:
        yield Advice(rule="unsent", who=t("special.duty_room"), values={"n": t.number(n)})


def _hot(visit: Visit, t: Words, spread: list[Came]) -> Iterator[Advice]:
    whole = sum(one.now for one in spread)
    if len(spread) > 2 and whole and spread[0].now >= HOT_SHARE * whole:
        name = queries.name_of(spread[0].area, visit.language)
        yield Advice(rule="hot", who=name, values={"name": name, "share": t.number(100 * spread[0].now / whole, 0)})


def _risen(visit: Visit, t: Words, counted: Counted, handled: list[HandledBy]) -> Iterator[Advice]:
    now, before = counted
    if before and now >= (1 + RISE) * before and handled:
        yield Advice(rule="rise", who=late.named(visit, t, handled[:1])[0],
                     values={"against": against(t, now, before)})


def _slow(visit: Visit, t: Words, handled: list[HandledBy]) -> Iterator[Advice]:
    slow = [one for one in handled if (one.response_minutes or 0) > SLOW_MINUTES]
    if slow:
        worst = max(slow, key=lambda one: one.response_minutes or 0)
        yield Advice(rule="slow", who=late.named(visit, t, [worst])[0],
                     values={"minutes": t.number(worst.response_minutes, 0)})


def _day(visit: Visit, days: int) -> str:
    return (visit.now.astimezone(visit.zone).date() + timedelta(days=days)).isoformat()


def table(visit: Visit, t: Words, found: list[Advice]) -> Table:
    """Return the proposals: what, why, who, until when."""
    rows = tuple((t(f"special.do_{one.rule}", **one.values), t(f"special.why_{one.rule}", **one.values), one.who,
                  _day(visit, DAYS[one.rule])) for one in found)
    head = tuple(t(f"special.{key}") for key in ("what", "why", "who", "until"))
    return Table(title=t("special.advice"), head=head, rows=rows, wide=0, empty=t("special.advice_none"),
                 note=t("special.advice_note"))


def decisions(t: Words, found: list[Advice]) -> tuple[Sentence, ...]:
    """Return the first of them as sentences for whoever decides."""
    return tuple((t("special.decide", what=t(f"special.do_{one.rule}", **one.values), who=one.who),)
                 for one in found[:3])
