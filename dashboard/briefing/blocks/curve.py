"""What came in hour by hour: today, yesterday, and the range of the same days of the weeks before."""

from datetime import datetime, timedelta

from dashboard.briefing.content import Column, Curve, Outward
from dashboard.speech import Words
from data import clock
from data.cases import compared, windows
from data.cases.compared import Span
from data.figures.definition import Figure
from data.visit import Visit

HOURS, WEEKS, FEWEST = 24, 8, 2
"""A range of one day would be no range."""


def curve(visit: Visit, t: Words, area: str, received: Figure) -> Curve:
    """Return the curve; the hour that still runs has no point of today's line yet."""
    midnight = clock.start_of_day(visit.now, visit.zone)
    gone = clock.hours_gone(midnight, visit.now)
    today = windows.received_by_hour(visit, area, midnight, HOURS)[:gone]
    yesterday = windows.received_by_hour(visit, area, clock.days_before(midnight, 1, visit.zone), HOURS)
    usual = [windows.received_by_hour(visit, area, day, HOURS) for day in known_days(visit, midnight)]
    band = tuple((float(min(hour)), float(max(hour))) for hour in zip(*usual, strict=True)) if len(
        usual) >= FEWEST else ()
    return Curve(
        title=t("brief.by_now_title", time=t.time_of_day(visit.now), n=t.number(received.value),
                before=t.number(received.before)),
        labels=tuple(f"{hour:02d}" for hour in range(HOURS)),
        series=((t("brief.yesterday"), tuple(yesterday)),
                (t("brief.today"), (*today, *[None] * (HOURS - gone)))),
        band=band, band_name=t("brief.band", n=len(usual)) if band else "", unit=t("brief.per_hour"),
        outward=Outward(name=t("outward.hours"), columns=(
            Column(holds="counts"), Column(holds="counts", total="received_today"))))


def known_days(visit: Visit, midnight: datetime) -> list[datetime]:
    """Return when the same days of up to eight weeks before began, of those from which there are cases."""
    days = [clock.days_before(midnight, 7 * week, visit.zone) for week in range(1, WEEKS + 1)]
    return [day for day in days if compared.is_known(visit, Span(day - timedelta(days=1), day))]
