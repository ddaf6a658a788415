"""Deadlines: which department is late and will be, and how old what is overdue is."""

from collections.abc import Sequence
from itertools import pairwise

from dashboard.briefing.content import Column, Columns, Outward, Table
from dashboard.briefing.sentences import count
from dashboard.parts.department_names import department_names
from dashboard.speech import Words
from data.cases import lateness
from data.cases.handled_by import HandledBy
from data.cases.lateness import Late
from data.visit import Visit

MOST = 8
AGES = (("age_1d", 1), ("age_3d", 3), ("age_7d", 7))
"""Name and upper end in days; what is older is the last."""


PARTS = (Column(holds="counts", total="overdue_now", within=(3,)), Column(holds="counts", total="due_day", within=(3,)))
OPEN = Column(holds="counts", total="open_now")
WITHOUT = tuple(Column(holds="counts", total=total) for total in ("overdue_now", "due_day", "open_else"))
"""The same of columns, which have the rest instead of the whole."""


def named(visit: Visit, t: Words, found: Sequence[Late | HandledBy]) -> list[str]:
    """Return what the departments are called."""
    names = department_names(visit, t)
    return [names.get(one.department) or one.department or t("brief.nobody") for one in found]


def finding(t: Words, found: list[Late], names: list[str]) -> str:
    """Return what the counts say: who is latest, or that nothing is late."""
    late, soon = sum(one.overdue for one in found), sum(one.due_soon for one in found)
    if not found:
        return t("brief.late_none")
    return t("brief.late_title", late=t.number(late), name=names[0]) if late else t(
        "brief.late_fine", soon=t.number(soon))


def departments(visit: Visit, t: Words, every: list[Late], *, most: int = MOST) -> Table:
    """Return the departments with what is overdue, due within 24 hours and open, the latest first."""
    found = every[:most]
    names = named(visit, t, found)
    rows = tuple((name, count(t, one.overdue), count(t, one.due_soon), count(t, one.open))
                 for name, one in zip(names, found, strict=True))
    return Table(title=finding(t, every, names), rows=rows, wide=0, empty=t("brief.late_none"),
                 head=tuple(t(f"brief.{key}") for key in ("department", "overdue", "due_soon", "open")),
                 outward=Outward(name=t("outward.departments"), columns=(Column(holds="names"), *PARTS, OPEN)))


def department_columns(visit: Visit, t: Words, every: list[Late]) -> Columns:
    """Return the same as columns: overdue, due within 24 hours, the rest."""
    found = every[:MOST]
    names = named(visit, t, found)
    parts = {"overdue": [one.overdue for one in found], "due_soon": [one.due_soon for one in found],
             "rest": [one.open - one.overdue - one.due_soon for one in found]}
    return Columns(title=finding(t, every, names), labels=tuple(names), is_stacked=True, unit=t("brief.cases"),
                   series=tuple((t(f"brief.{key}"), tuple(map(float, values))) for key, values in parts.items()),
                   outward=Outward(name=t("outward.departments"), columns=WITHOUT))


def ages(visit: Visit, t: Words, area: str) -> Columns:
    """Return how long what is overdue has been so."""
    least = lateness.overdue_longer(visit, area, (0, *(days for _, days in AGES)))
    counts = [*(more - less for more, less in pairwise(least)), least[-1]]
    title = t("brief.ageing_title", n=t.number(least[0]), long=t.number(least[2])) if least[0] else t(
        "brief.ageing_none")
    return Columns(title=title, labels=(*(t(f"brief.{name}") for name, _ in AGES), t("brief.age_more")),
                   series=((t("brief.overdue"), tuple(map(float, counts))),), unit=t("brief.cases"),
                   outward=Outward(name=t("outward.ages"), is_in_order=True, columns=(
                       Column(holds="counts", total="overdue_now"),)))
