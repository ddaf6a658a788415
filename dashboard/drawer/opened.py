"""A case as it lies open in the drawer: what several parts need to know of it, asked once."""

from dataclasses import dataclass

from dashboard.speech import Words
from data.cases import classes, course, departments, offers, queries
from data.cases.classes import ClassBook
from data.cases.course import Running
from data.cases.queries import History
from data.cases.states import Verb
from data.models.case import Case, Department
from data.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Opened:
    """One case and who looks at it."""

    visit: Visit
    t: Words
    """Shared words; a part puts its own in front."""
    case: Case
    verbs: tuple[Verb, ...]
    """What this person is offered, the verb that leads on first."""
    history: History
    running: Running | None
    book: ClassBook
    departments: dict[str, Department]
    wanted: tuple[str, ...] = ()
    """Units that were named before the case was opened: they are offered too, and are the ones picked."""
    is_past: bool = False
    """Is it looked back at? Then nothing about it grows old."""

    def class_name(self, code: str) -> str:
        """Return a class's name in the reader's language; "to classify" where the scheme has no such class."""
        kind = self.book.by_code.get(code)
        return self.t.pick(kind.name, kind.name_en) if kind else self.t("screen.unclassified")

    def department_name(self, code: str | None) -> str:
        """Return a department's name in the reader's language, its code where it is not known any more."""
        found = self.departments.get(code or "")
        return self.t.pick(found.name, found.name_en) if found else code or ""

    def level_name(self, level: int) -> str:
        """Return the name of a level, 1 the city."""
        city = self.visit.city
        return city.level_name(max(1, min(level, city.leaf_level())), self.t.language)


def open_case(visit: Visit, t: Words, case: Case, wanted: tuple[str, ...] = (), *, is_past: bool = False) -> Opened:
    """Return the case as it lies open; `wanted` are ids of units that were named with it. The past offers nothing."""
    return Opened(
        visit=visit, t=t, case=case, verbs=() if is_past else tuple(offers.offered(visit, case)),
        history=queries.history(visit, case), running=course.running(visit, case),
        book=classes.open_book(visit.session, case.class_scheme), departments=departments.by_code(visit),
        wanted=wanted, is_past=is_past,
    )
