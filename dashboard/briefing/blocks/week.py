"""A week day by day against the one before, and the weeks that are known."""

from dashboard.briefing import spans
from dashboard.briefing.content import Column, Columns, Curve, Outward
from dashboard.briefing.spans import DAYS
from dashboard.speech import Words
from data import clock
from data.cases import compared, figures, windows
from data.cases.compared import Span
from data.cases.windows import INSTANT, Where
from data.visit import Visit

WEEKS = 8
BEFORE, NOW = Column(holds="counts", total="received_before"), Column(holds="counts", total="received")
BY_WEEK = (Column(holds="counts", ends=("received_before", "received")), Column(holds="counts", ends=("closed",)))


def counts(visit: Visit, area: str, where: Where = ()) -> dict[str, tuple[int, int]]:
    """Return how many were "received" and "closed" within seven days up to now, and within the seven before."""
    both = spans.week(visit)
    received, earlier = (windows.received(visit, area, one.begin, one.end, where) for one in both)
    closed, closed_earlier = (windows.closed(visit, area, one.begin, one.end, where).total() for one in both)
    return {"received": (received, earlier), "closed": (closed, closed_earlier)}


def a_year_before(visit: Visit, area: str, where: Where = ()) -> dict[str, int]:
    """Return how many were "received" and "closed" within these days of a year before; {} where that is not known."""
    then = spans.week_a_year_before(visit)
    if then is None:
        return {}
    return {"received": windows.received(visit, area, then.begin, then.end, where),
            "closed": windows.closed(visit, area, then.begin, then.end, where).total()}


def days(visit: Visit, t: Words, area: str, where: Where = ()) -> Curve:
    """Return what came in on each of the last seven days, and on the seven before; a day ends when now does."""
    ends = [clock.days_before(visit.now, back, visit.zone) + INSTANT for back in range(2 * DAYS)][::-1]
    daily = [windows.received(visit, area, clock.days_before(end, 1, visit.zone), end, where) for end in ends]
    before, now = daily[:DAYS], daily[DAYS:]
    is_known = compared.is_known(visit, Span(clock.days_before(ends[0], 1, visit.zone), ends[0]))
    return Curve(
        title=t("brief.week_title", n=t.number(sum(now)), change=t.change(sum(now), sum(before) if is_known else None)),
        labels=tuple(end.astimezone(visit.zone).strftime("%m-%d") for end in ends[DAYS:]), unit=t("brief.cases"),
        series=(*(((t("brief.last_week"), tuple(before)),) if is_known else ()), (t("brief.this_week"), tuple(now))),
        note=t("brief.days_note", time=t.time_of_day(visit.now)), outward=Outward(
            name=t("outward.days"), columns=(BEFORE, NOW) if is_known else (NOW,),
            note=t("brief.days_note", time=t.time_of_day(visit.now))))


def weeks(visit: Visit, t: Words, area: str, where: Where = ()) -> Columns:
    """Return what came in and was closed in each of up to eight weeks, the last one ending now."""
    ends = [clock.days_before(visit.now, DAYS * back, visit.zone) + INSTANT for back in range(WEEKS)][::-1]
    every = [Span(clock.days_before(end, DAYS, visit.zone), end) for end in ends]
    known = [one for one in every if compared.is_known(visit, one)] or every[-1:]
    received = [float(windows.received(visit, area, one.begin, one.end, where)) for one in known]
    closed = [float(windows.closed(visit, area, one.begin, one.end, where).total()) for one in known]
    labels = tuple(t("brief.week_of", day=one.begin.astimezone(visit.zone).strftime("%m-%d")) for one in known)
    return Columns(title=t("brief.weeks_title", n=len(known), most=t.number(max(received))), labels=labels,
                   series=((t("brief.received"), tuple(received)), (t("brief.closed"), tuple(closed))),
                   unit=t("brief.cases"), outward=Outward(
                       name=t("outward.weeks"), columns=BY_WEEK, is_in_order=True))


def channels(visit: Visit, t: Words, area: str) -> Columns:
    """Return by which channels cases came within seven days and within the seven before."""
    now, then = (figures.received_by_channel(visit, area, one.begin, one.end) for one in spans.week(visit))
    order = sorted(now, key=lambda one: (-now[one], one))
    whole = sum(now.values())
    title = t("brief.channels_title", name=t(f"channels.{order[0]}"),
              share=f"{t.number(100 * now[order[0]] / whole, 1)}%") if order else t("brief.feeds_none")
    return Columns(title=title, labels=tuple(t(f"channels.{one}") for one in order), unit=t("brief.cases"), series=(
        (t("brief.last_week"), tuple(float(then.get(one, 0)) for one in order)),
        (t("brief.this_week"), tuple(float(now[one]) for one in order))),
        outward=Outward(name=t("outward.channels"), columns=(BEFORE, NOW)))
