"""What classes of cases are called, in the reader's language."""

from collections.abc import Callable

from dashboard.speech import Words
from data.cases import classes
from data.visit import Visit


def class_names(visit: Visit, t: Words) -> Callable[[str], str]:
    """Return what tells a class's name by its code."""
    book = classes.open_book(visit.session, visit.city.class_scheme)

    def name_of(code: str) -> str:
        known = book.by_code.get(code)
        return t.pick(known.name, known.name_en) if known else t("screen.unclassified")

    return name_of
