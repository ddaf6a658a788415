"""What was proposed to be sent today, what became of it, and why nobody could be sent; of the past, by then."""

from collections import Counter

from dashboard.briefing.content import Table
from dashboard.briefing.sentences import count
from dashboard.speech import Words
from data import clock
from data.allocation import counting, listing
from data.visit import Visit

MOST = 5


def proposed(visit: Visit, t: Words, area: str) -> Table:
    """Return the reasons for which cases of an area had no unit from midnight to the moment, the commonest first."""
    head = (t("brief.short_reason"), t("brief.short_cases"))
    begin = clock.start_of_day(visit.now, visit.zone)
    tally, reasons = listing.tally(visit, area, begin), Counter[str]()
    for one in counting.shortfalls_by(visit, area, begin):
        reasons[one.reason] += one.cases
    if not tally.plans:
        return Table(title=t("brief.proposed"), head=head, rows=(), empty=t("brief.proposed_none"))
    rows = tuple((t(f"shortfall_names.{reason}"), count(t, n)) for reason, n in reasons.most_common(MOST))
    title = t("brief.proposed_title", n=tally.plans, picks=t.number(tally.picks), sent=t.number(tally.accepted))
    return Table(title=title, head=head, rows=rows, empty=t("brief.short_none"), note=t("brief.short_note"))
