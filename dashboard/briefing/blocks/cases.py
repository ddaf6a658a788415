"""The key cases: what is critical or urgent and open, where it stands, who is in charge, until when."""

from typing import Any

from dashboard.briefing.content import Cell, Mark, Table
from dashboard.parts.class_names import class_names
from dashboard.parts.department_names import department_names
from dashboard.speech import Words
from data.areas import naming
from data.cases import queues
from data.cases.windows import Where
from data.models.case import Case
from data.visit import Visit

SHOWN = 5
KEY_PRIORITY = 2
LONGEST = 34


def key_cases(visit: Visit, t: Words, area: str) -> Table:
    """Return the open cases of the first two priorities, the most urgent first."""
    found, many = queues.key_cases(visit, area, SHOWN, Case.priority <= KEY_PRIORITY)
    title = t("brief.key_title", n=many) if many <= SHOWN else t("brief.key_more", n=t.number(many), shown=len(found))
    return Table(title=title if many else t("brief.key_none"), wide=2, empty=t("brief.key_none"), head=head(t),
                 rows=rows(visit, t, found))


def cases_of(visit: Visit, t: Words, area: str, where: Where) -> Table:
    """Return the most urgent open cases of some, as of one class."""
    found, many = queues.key_cases(visit, area, SHOWN, *where)
    title = t("special.cases_none" if not many else "special.cases" if many <= SHOWN else "special.cases_more",
              n=t.number(many), shown=len(found))
    return Table(title=title, wide=2, empty=t("special.cases_none"), head=head(t), rows=rows(visit, t, found))


def head(t: Words) -> tuple[str, ...]:
    """Return what stands over the columns of `rows`."""
    return tuple(t(f"brief.{key}") for key in ("priority", "number", "progress", "duty", "next"))


def rows(visit: Visit, t: Words, found: list[Case]) -> tuple[tuple[Cell, ...], ...]:
    """Return of each case its priority, number, what it is and where it stands, who is in charge, until when."""
    names = _names(visit, t, found)
    return tuple(_row(visit, t, case, names) for case in found)


def _names(visit: Visit, t: Words, found: list[Case]) -> dict[str, Any]:
    return {"places": naming.places(visit, {case.area_code for case in found}),
            "departments": department_names(visit, t), "class": class_names(visit, t)}


def _row(visit: Visit, t: Words, case: Case, names: dict[str, Any]) -> tuple[Cell, ...]:
    place = t.pick(*names["places"].get(case.area_code, ("", "")))
    what = case.text or f"{place} {names['class'](case.class_code)}"
    due = t("brief.nobody") if case.due_at is None else t.when(case.due_at, visit.now)
    said = " · ".join(part for part in (shortened(t, what), t(f"states.{case.state}")) if part)
    return (Mark(text=t(f"priorities.p{case.priority}"), mark=f"p{case.priority}"), case.case_no, said,
            names["departments"].get(case.department or "", t("brief.nobody")), due)


def shortened(t: Words, text: str) -> str:
    """Return a text that fits a line of paper, without its full stop; the whole of it is the case's own."""
    bare = text.rstrip(t("brief.stop") + ". ")
    return bare if len(bare) <= LONGEST else f"{bare[:LONGEST - 1]}…"
