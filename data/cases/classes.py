"""Case classes of one named scheme, looked up by code or by name."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models.case import CaseClass

UNCLASSIFIED = "unclassified"
"""The class of a report whose category no scheme knows; it waits for a person to classify it."""


@dataclass(frozen=True)
class ClassBook:
    """The classes of one scheme in memory."""

    scheme: str
    by_code: dict[str, CaseClass]
    by_name: dict[str, CaseClass]

    def find(self, category: str) -> CaseClass | None:
        """Return the class with this code, or this Chinese or English name; None where there is none."""
        wanted = category.strip()
        return self.by_code.get(wanted) or self.by_name.get(wanted.casefold())


def open_book(session: Session, scheme: str) -> ClassBook:
    """Return the scheme's classes; a name that two classes share finds the first by code."""
    classes = list(session.scalars(select(CaseClass).where(CaseClass.scheme == scheme).order_by(CaseClass.code)))
    by_name: dict[str, CaseClass] = {}
    for one in classes:
        by_name.setdefault(one.name.casefold(), one)
        by_name.setdefault(one.name_en.casefold(), one)
    return ClassBook(scheme, {one.code: one for one in classes}, by_name)
