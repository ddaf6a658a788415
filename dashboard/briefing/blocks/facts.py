"""What happened with one class of cases: how much, since when, when in the week, of which kinds."""

from collections import Counter
from datetime import timedelta

from dashboard.briefing import spans
from dashboard.briefing.blocks import classes
from dashboard.briefing.content import Bar, Bars, Cell, Column, Lines, Number, Outward, Sentence, Table
from dashboard.briefing.sentences import count, decimal, say
from dashboard.briefing.topic import Topic
from dashboard.parts.class_names import class_names
from dashboard.speech import Words
from data import clock
from data.cases import compared, windows
from data.cases.compared import Span
from data.figures.definition import Figure, share
from data.visit import Visit

Counted = tuple[int, int | None]
"""How many came in within seven days, and within the seven before; None where those are not known."""
WEEKS, SHOWN = 4, 8
SLOT_HOURS, HOURS, DAYS = 4, 24, 7


def facts(visit: Visit, t: Words, area: str, topic: Topic,
          counts: tuple[Counted, dict[str, Figure]]) -> Lines:
    """Return the course of the last seven days in sentences, each with its numbers."""
    (n, then), found = counts
    week, _ = spans.week(visit)
    every = windows.received(visit, area, week.begin, week.end)
    lines: list[Sentence] = [say(t, "special.came", n=count(t, n, "received"), against=against(t, n, then),
                                 share=decimal(t, share(n, every), "%", "share_of_all"),
                                 every=count(t, every, "received_all"))]
    if n:
        lines.append(_fullest(visit, t, area, topic, week))
    stands = found["open_now"]
    lines.append(say(t, "special.stands", n=count(t, stands.value, "open_now"),
                     late=count(t, found["overdue_now"].value, "overdue_now")))
    if found["on_time_rate"].value is not None:
        lines.append(say(t, "special.closed", rate=_of(t, found["on_time_rate"]),
                         minutes=_of(t, found["first_response"])))
    return Lines(title=t("special.facts"), lines=tuple(lines))


def counted(visit: Visit, received: tuple[int, int]) -> Counted:
    """Return what came in, without the days before where no case of that time is known."""
    now, before = received
    return now, before if compared.is_known(visit, spans.week(visit)[1]) else None


def against(t: Words, now: int, before: int | None) -> str:
    """Return how much more or less it is than in the seven days before: a share, of small counts the count itself."""
    if before is None:
        return t("special.against_nothing")
    change = t.change(now, before)
    return t("special.against", change=change) if any(sign.isdigit() for sign in change) else t(
        "special.before", n=t.number(before))


def _fullest(visit: Visit, t: Words, area: str, topic: Topic, week: Span) -> Sentence:
    counts, days = windows.received_by_day(visit, area, week.begin, week.end, (
        *topic.where, windows.MOMENTS["received"] >= week.begin))
    most = max(range(len(counts)), key=lambda place: counts[place])
    return say(t, "special.fullest", day=t.day(days[most]), n=count(t, counts[most], "fullest_day"))


def kinds(visit: Visit, t: Words, area: str, topic: Topic) -> Bars:
    """Return the classes inside, the most frequent first, each with the share that it and those before it make."""
    names = class_names(visit, t)
    now, before = classes.within(visit, area, spans.week(visit))
    inside = Counter({code: n for code, n in now.items() if not topic.code or code in topic.only.codes})
    order, whole, so_far = classes.ordered(inside), inside.total(), 0
    rows = []
    for code in order[:SHOWN]:
        so_far += inside[code]
        rows.append(Bar(name=names(code), number=count(t, inside[code]), remark=t(
            "special.together", share=t.number(100 * so_far / whole, 1), before=t.number(before.get(code, 0)))))
    title = t("special.kinds", name=names(order[0]), n=t.number(inside[order[0]]), share=t.number(
        100 * inside[order[0]] / whole, 0)) if order else t("special.kinds_none")
    return Bars(title=title, rows=tuple(rows), unit=t("brief.cases"), note=t("special.kinds_note"), outward=Outward(
        name=t("outward.classes"), columns=(Column(holds="counts", total="received"),)))


def rhythm(visit: Visit, t: Words, area: str, topic: Topic) -> Table:
    """Return how many came in by weekday and time of day, over the whole weeks that are known, four at most."""
    end = clock.start_of_day(visit.now, visit.zone)
    weeks = next((n for n in range(WEEKS, 0, -1) if compared.is_known(
        visit, Span(clock.days_before(end, DAYS * n, visit.zone), end))), 1)
    begin = clock.days_before(end, DAYS * weeks, visit.zone)
    hourly = windows.received_by_hour(visit, area, begin, round((end - begin) / timedelta(hours=1)), topic.where)
    cells = Counter[tuple[int, int]]()
    for hour, n in enumerate(hourly):
        local = (begin + timedelta(hours=hour)).astimezone(visit.zone)
        cells[local.weekday(), local.hour // SLOT_HOURS] += n
    slots = [f"{hour:02d}–{hour + SLOT_HOURS:02d}" for hour in range(0, HOURS, SLOT_HOURS)]
    days = t("special.weekdays").split()
    title = t("special.rhythm_none")
    if cells.total():
        day, slot = max(cells, key=lambda cell: (cells[cell], -cell[0], -cell[1]))
        title = t("special.rhythm", day=days[day], slot=slots[slot], n=t.number(cells[day, slot]))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (days[day], *(count(t, cells[day, slot]) for slot in range(len(slots)))) for day in range(DAYS))
    note = t("special.rhythm_note", n=weeks)
    return Table(title=title, head=(t("special.weekday"), *slots), rows=rows, wide=0, note=note, outward=Outward(
        name=t("outward.rhythm"), is_in_order=True, note=note,
        columns=(Column(holds="names"), *[Column(holds="counts")] * len(slots))))


def _of(t: Words, figure: Figure) -> Number:
    return decimal(t, figure.value, figure=figure.name)
