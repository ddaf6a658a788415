"""Hot topics: one look over the cases of five weeks, for the city and each district."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, delete, or_, select

from data import clock
from data.areas import queries
from data.models.case import Case
from data.models.city import DISTRICT
from data.models.topic import HotTopic
from data.storage.prefix import lies_in
from data.triage import rising
from data.triage.phrases import phrases
from data.triage.rising import FEWEST
from data.visit import Visit

WEEKS, HOURS = 5, 168
LEAST_DAYS = 7
"""Fewer days before this week are nothing to compare with."""
MOST_READ = 40_000
"""The newest so many cases; a larger city compares with fewer weeks."""
MOST_PLACES, EXAMPLES = 3, 5
STUCK, SORE = "stuck", "sore"
"""堵点: past its deadline, or given back by who it was sent to. 痛点: found not done, opened again, or its reporter not
satisfied."""
STANDS_OUT = 2.5
"""So many standard deviations above what all cases of the area let expect: by chance one in 160."""


@dataclass(frozen=True, slots=True)
class Said:
    """One case as it counts: which week it came in (0 is this one), and what it says."""

    id: int
    case_no: str
    area_code: str
    week: int
    phrases: frozenset[str]
    troubles: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What came of one look."""

    rows: int
    areas: list[str]
    topics: list[HotTopic]
    unknown: tuple[str, ...]

    def rising(self) -> int:
        """Return how many are not merely as often as before."""
        return sum(one.state != "steady" for one in self.topics)


def look(visit: Visit) -> Looked:
    """Read the cases and return the topics of the city and of each district; nothing is written."""
    said, weeks = read(visit)
    level = min(DISTRICT, visit.city.leaf_level())
    codes = sorted({visit.city.code, *(one.area_code for one in queries.inside(visit, visit.city.code, level))})
    made = [topic for code in codes for topic in topics_of(visit, said, code, weeks)]
    unknown = [*(["no_text"] if not said else []), *(["history_short"] if said and not weeks else [])]
    return Looked(rows=len(said), areas=codes, topics=made, unknown=tuple(unknown))


def keep(visit: Visit, looked: Looked) -> None:
    """Put the topics in the place of those before."""
    visit.session.execute(delete(HotTopic).where(HotTopic.area_code.in_(looked.areas)))
    visit.session.add_all(looked.topics)
    visit.session.flush()


def read(visit: Visit) -> tuple[list[Said], float]:
    """Return what the cases of the last weeks say, newest first, and how many weeks before this one there are."""
    this = clock.hour_number(visit.now)
    rows = visit.session.execute(
        select(Case.id, Case.case_no, Case.area_code, Case.hour_no, Case.text,
               or_(and_(Case.is_open.is_(True), Case.due_at < visit.now), Case.returns > 0).label(STUCK),
               or_(Case.reworks > 0, Case.reopenings > 0, Case.satisfied.is_(False)).label(SORE))
        .where(Case.hour_no > this - WEEKS * HOURS, Case.hour_no <= this, Case.merged_into.is_(None),
               lies_in(Case.area_code, visit.city.code))
        .order_by(Case.received_at.desc(), Case.id.desc()).limit(MOST_READ)).all()
    oldest = min((row.hour_no for row in rows), default=this)
    weeks = (this - HOURS - oldest) / HOURS
    widths = [visit.city.width_of(level) for level in range(DISTRICT, visit.city.leaf_level())]
    names = {one.area_code: one.name for one in queries.along(visit, {row.area_code for row in rows}).values()}

    def said(row: Any) -> Said:
        around = [names[row.area_code[:width]] for width in widths if row.area_code[:width] in names]
        troubles = frozenset(name for name in (STUCK, SORE) if getattr(row, name))
        return Said(row.id, row.case_no, row.area_code, (this - row.hour_no) // HOURS, phrases(row.text, around),
                    troubles)

    return [said(row) for row in rows], weeks if weeks * 7 >= LEAST_DAYS else 0.0


def topics_of(visit: Visit, said: Iterable[Said], area: str, weeks: float) -> list[HotTopic]:
    """Return the topics of an area as rows."""
    here = [one for one in said if one.area_code.startswith(area)]
    now: defaultdict[str, set[int]] = defaultdict(set)
    before: Counter[str] = Counter()
    for one in here:
        if one.week:
            before.update(one.phrases)
            continue
        for phrase in one.phrases:
            now[phrase].add(one.id)
    found = rising.find({phrase: frozenset(ids) for phrase, ids in now.items()}, before, weeks, len(here))
    return [row_of(visit, one, here, area, rank) for rank, one in enumerate(found, 1)]


def row_of(visit: Visit, topic: rising.Topic, here: Sequence[Said], area: str, rank: int) -> HotTopic:
    """Return a topic as it is kept."""
    ids, first = frozenset(topic.cases), topic.phrases[0]
    cases = [one for one in here if one.id in ids]
    by_week = Counter(one.week for one in here if first in one.phrases)
    return HotTopic(
        area_code=area, made_at=visit.now, rank=rank, state=topic.state, phrases=list(topic.phrases), words=first[:80],
        count=len(ids), weekly_before=topic.weekly_before, score=topic.score,
        weeks=[by_week[week] for week in reversed(range(WEEKS))], places=places_of(visit, cases, area),
        cases=[one.case_no for one in cases[:EXAMPLES]],
        troubles=troubles_of(cases, [one for one in here if not one.week]))


def troubles_of(cases: Sequence[Said], week: Sequence[Said]) -> dict[str, dict[str, Any]]:
    """Return how many of a topic's cases are stuck or came back, against all of the area's week; few are left out."""
    told = {}
    for name in (STUCK, SORE):
        count, share = sum(name in one.troubles for one in cases), sum(name in one.troubles for one in week) / len(week)
        if count >= FEWEST:
            told[name] = {"cases": count, "of_all": round(share, 4),
                          "stands_out": rising.score(count, share * len(cases)) >= STANDS_OUT}
    return told


def places_of(visit: Visit, cases: Iterable[Said], area: str) -> list[tuple[str, int]]:
    """Return where most cases lie, one level below the area; places with few are left out."""
    width = visit.city.width_of(min(visit.city.level_of(area) + 1, visit.city.leaf_level()))
    counted = Counter(one.area_code[:width] for one in cases if len(one.area_code) >= width)
    return [(code, count) for code, count in counted.most_common(MOST_PLACES) if count >= FEWEST]


def kept(visit: Visit, area: str) -> list[HotTopic]:
    """Return the topics of the area, or of the district that it lies in, by rank; none where it may not be seen."""
    width = visit.city.width_of(min(DISTRICT, visit.city.leaf_level()))
    return list(visit.session.scalars(
        select(HotTopic).where(HotTopic.area_code == area[:width]).order_by(HotTopic.rank)))


def examples(visit: Visit, found: Iterable[HotTopic]) -> list[Case]:
    """Return the cases that topics name, as far as the visitor sees them."""
    numbers = {number for one in found for number in one.cases}
    return list(visit.session.scalars(select(Case).where(Case.case_no.in_(sorted(numbers)))))


def is_looked(visit: Visit) -> bool:
    """Was there a look that found anything the visitor may see?"""
    return visit.session.scalars(select(HotTopic.id).limit(1)).first() is not None
