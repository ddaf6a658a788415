"""What a 专报 is about: one class of cases, chosen by somebody or else the one that rose most within seven days."""

from collections import Counter
from dataclasses import dataclass

from dashboard.briefing import spans
from dashboard.briefing.blocks import classes
from dashboard.parts.class_names import class_names
from dashboard.speech import Words
from data.cases import only
from data.cases.classes import open_book
from data.cases.only import ALL, Only
from data.cases.windows import Where
from data.errors import Invalid
from data.visit import Visit

FEWEST = 5
"""A class of fewer cases within seven days is no topic that the program chooses."""


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A class with its minor ones; `code` is "" where all cases are meant, for there is no class to speak of."""

    code: str
    name: str
    only: Only
    where: Where
    """The same as SQL, whenever a case came in."""
    is_chosen: bool
    """Did a person choose it?"""


def find(visit: Visit, t: Words, area: str, code: str) -> Topic:
    """Return the topic of a class, or the one that stands out. Raises Invalid("brief_class_unknown")."""
    named = code or standing_out(visit, area)
    if not named:
        return Topic(code="", name=t("special.every_class"), only=ALL, where=(), is_chosen=False)
    known, codes = only.of_classes(visit, [named])
    if not known:
        raise Invalid("brief_class_unknown", topic=named[:20])
    wanted = Only(classes=known, codes=codes)
    return Topic(code=named, name=class_names(visit, t)(named), only=wanted, where=wanted.marks(visit.now),
                 is_chosen=bool(code))


def standing_out(visit: Visit, area: str) -> str:
    """Return the major class that rose most against the seven days before, by its chance; "" without enough cases.

    The rise is told in standard deviations of a count (Poisson): ten more of ten is more than ten more of a thousand.
    """
    now, before = (_by_major(visit, one) for one in classes.within(visit, area, spans.week(visit)))
    rise = {code: (n - before[code]) / (before[code] + 1) ** 0.5 for code, n in now.items() if n >= FEWEST}
    return max(rise, key=lambda code: (rise[code], now[code], code), default="")


def _by_major(visit: Visit, counts: dict[str, int]) -> Counter[str]:
    book, found = open_book(visit.session, visit.city.class_scheme).by_code, Counter[str]()
    for code, n in counts.items():
        if code in book:
            found[book[code].major or code] += n
    return found
