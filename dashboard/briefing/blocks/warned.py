"""Early warnings in force: level, what, where, until when, and how far the plan is. Of the past, as it was then."""

from dashboard.briefing.content import Cell, Mark, Table
from dashboard.speech import Words
from data.areas import naming
from data.models.warning import CityWarning
from data.visit import Visit
from data.warnings import checklist, listing, stood
from data.warnings.stood import Stood

MOST, MOST_AREAS = 5, 2
MARKS = {"red": "p1", "orange": "p2", "yellow": "p3", "blue": "p4"}


def warned(visit: Visit, t: Words, area: str, *, is_past: bool) -> Table:
    """Return the warnings in force in an area or part of it, the worst first; of the past, that were in force then."""
    head = tuple(t(f"brief.warned_{key}") for key in ("level", "what", "where", "until", "plan"))
    if is_past and not stood.is_known(visit):
        return Table(title=t("brief.warned"), head=head, rows=(), empty=t("brief.warned_past"))
    found = standing(visit, area, is_past=is_past)
    places = naming.places(visit, {code for one in found for code in one.warning.areas})
    rows = tuple(_row(visit, t, one, [t.pick(*places.get(code, (code, code))) for code in one.warning.areas])
                 for one in found[:MOST])
    more = t("warnings.more", n=len(found) - MOST) if len(found) > MOST else ""
    title = t("brief.warned_title", n=len(found), level=t(f"warning_levels.{found[0].warning.level}")
              ) if found else t("brief.warned")
    return Table(title=title, head=head, rows=rows, wide=1, empty=t("warnings.none"), note=more)


def standing(visit: Visit, area: str, *, is_past: bool) -> list[Stood]:
    """Return the warnings in force, the worst first; of the past, that were in force then."""
    return stood.in_force(visit, area) if is_past else [_now(visit, one) for one in listing.in_force(visit, area)]


def _now(visit: Visit, one: CityWarning) -> Stood:
    items = checklist.tasks(visit, one)
    return Stood(warning=one, done=sum(bool(item.done_at) for item in items), items=len(items))


def _row(visit: Visit, t: Words, stands: Stood, places: list[str]) -> tuple[Cell, ...]:
    one, where = stands.warning, t("brief.and").join(places[:MOST_AREAS])
    if len(places) > MOST_AREAS:
        where = f"{where} +{len(places) - MOST_AREAS}"
    return (Mark(text=t(f"warning_levels.{one.level}"), mark=MARKS[one.level]),
            t.pick(one.title, one.title_en or one.title), where, t.when(one.valid_until, visit.now), _done(t, stands))


def _done(t: Words, stands: Stood) -> str:
    """Return how many items of its plan are done; of how many is not always known of the past."""
    if stands.items is None:
        return t("brief.warned_items", done=stands.done)
    return f"{stands.done}/{stands.items}" if stands.items else "–"
