"""Early warnings in force: level, what, where, until when, and how far the plan is. Of the past they are not known."""

from dashboard.briefing.content import Cell, Mark, Table
from dashboard.speech import Words
from data.areas import naming
from data.models.warning import CityWarning
from data.visit import Visit
from data.warnings import checklist, listing

MOST, MOST_AREAS = 5, 2
MARKS = {"red": "p1", "orange": "p2", "yellow": "p3", "blue": "p4"}


def warned(visit: Visit, t: Words, area: str, *, is_past: bool) -> Table:
    """Return the warnings in force in an area or part of it, the worst first."""
    head = tuple(t(f"brief.warned_{key}") for key in ("level", "what", "where", "until", "plan"))
    if is_past:
        return Table(title=t("brief.warned"), head=head, rows=(), empty=t("brief.warned_past"))
    found = listing.in_force(visit, area)
    places = naming.places(visit, {code for one in found for code in one.areas})
    rows = tuple(_row(visit, t, one, [t.pick(*places.get(code, (code, code))) for code in one.areas])
                 for one in found[:MOST])
    more = t("warnings.more", n=len(found) - MOST) if len(found) > MOST else ""
    title = t("brief.warned_title", n=len(found), level=t(f"warning_levels.{found[0].level}")
              ) if found else t("brief.warned")
    return Table(title=title, head=head, rows=rows, wide=1, empty=t("warnings.none"), note=more)


def _row(visit: Visit, t: Words, one: CityWarning, places: list[str]) -> tuple[Cell, ...]:
    where = t("brief.and").join(places[:MOST_AREAS])
    if len(places) > MOST_AREAS:
        where = f"{where} +{len(places) - MOST_AREAS}"
    items = checklist.tasks(visit, one)
    done = f"{sum(bool(item.done_at) for item in items)}/{len(items)}" if items else "–"
    return (Mark(text=t(f"warning_levels.{one.level}"), mark=MARKS[one.level]),
            t.pick(one.title, one.title_en or one.title), where, t.when(one.valid_until, visit.now), done)
