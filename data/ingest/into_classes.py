"""From category columns to classes of a named scheme, and the departments that answer for them."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from fnmatch import fnmatchcase

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from data.ingest.columns import Reader
from data.ingest.labels import slug
from data.ingest.mapping import Classes, ClassRule
from data.models.case import CaseClass, Department

CODE_LENGTH, NAME_LENGTH, DEPARTMENT_LENGTH = 64, 120, 32
ANY = ClassRule()
Combination = tuple[str, str, str, str]
"""What the columns of major, minor, major_code and minor_code say in a row."""


@dataclass(frozen=True, kw_only=True)
class Categories:
    """Per row: the class code (or the text to look it up by) and the department's code, "" without one."""

    codes: list[str]
    departments: list[str]


class Counted:
    """Every combination of categories in an import and how often which department answered, piece after piece."""

    def __init__(self, classes: Classes) -> None:
        self.classes = classes
        self.answers: Counter[tuple[Combination, str]] = Counter()
        """{(combination, department): rows}, in the order in which they came"""
        self.names: dict[str, str] = {}
        """{code of a department: its name}"""

    def add(self, reader: Reader) -> None:
        """Count the rows of a piece. Raises Invalid("wrong_column")."""
        departments = _departments(self.classes, reader)
        names = reader.optional(self.classes.department_name or self.classes.department, "classes.department_name")
        self.answers.update(zip(_combined(self.classes, reader), departments, strict=True))
        self.names.update(zip(departments, names.tolist(), strict=True))


@dataclass(frozen=True)
class _Kind:
    """One distinct combination of category columns."""

    major: str
    minor: str
    major_code: str
    minor_code: str

    @property
    def code(self) -> str:
        """The class: the minor one where there is one."""
        return self.minor_code or self.major_code


def make_classes(session: Session, counted: Counted) -> int:
    """Add the classes and departments that are not known yet, where the mapping wants it; return how many classes."""
    if not counted.classes.create:
        return 0
    kinds = {one: _kind(*one) for one, _department in counted.answers}
    _add_departments(session, counted.names)
    return _add_classes(session, counted.classes, list(kinds.values()), _usual_department(kinds, counted.answers))


def read_categories(session: Session, classes: Classes, reader: Reader) -> Categories:
    """Return each row's class and department; those made from the import must be there already."""
    combined, departments = _combined(classes, reader), _departments(classes, reader)
    if not classes.create:
        known = set(session.scalars(select(Department.code)))
        return Categories(codes=[minor or major for major, minor, _mc, _nc in combined],
                          departments=[code if code in known else "" for code in departments])
    codes = {one: _kind(*one).code for one in dict.fromkeys(combined)}
    return Categories(codes=[codes[one] for one in combined], departments=departments)


def _combined(classes: Classes, reader: Reader) -> list[Combination]:
    columns = [reader.optional(getattr(classes, key), f"classes.{key}").tolist()
               for key in ("major", "minor", "major_code", "minor_code")]
    return list(zip(*columns, strict=True))


def _departments(classes: Classes, reader: Reader) -> list[str]:
    texts = reader.optional(classes.department, "classes.department").tolist()
    codes = {text: slug(text, DEPARTMENT_LENGTH) if text else "" for text in dict.fromkeys(texts)}
    return [codes[text] for text in texts]


def _kind(major: str, minor: str, major_code: str, minor_code: str) -> _Kind:
    """A minor class alone is a major one; codes come from the file or are made from the names."""
    if not major:
        major, minor, major_code, minor_code = minor, "", minor_code or major_code, ""
    top = slug(major_code or major, CODE_LENGTH) if major else ""
    if not minor:
        return _Kind(major, "", top, "")
    return _Kind(major, minor, top, slug(minor_code, CODE_LENGTH) if minor_code else slug_pair(top, minor))


def slug_pair(top: str, minor: str) -> str:
    """Return the code of a minor class inside its major one."""
    return slug(f"{top} {minor}", CODE_LENGTH)


def _add_departments(session: Session, names: dict[str, str]) -> None:
    known = set(session.scalars(select(Department.code)))
    rows = [{"code": code, "name": (name or code)[:80], "name_en": (name or code)[:80]}
            for code, name in names.items() if code and code not in known]
    if rows:
        session.execute(insert(Department), rows)


def _usual_department(kinds: dict[Combination, _Kind],
                      answers: Counter[tuple[Combination, str]]) -> dict[str, str]:
    """Return {class code: the department that answered most often}, for minor and major classes."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for (one, department), count in answers.items():
        if department:
            votes[kinds[one].code][department] += count
            votes[kinds[one].major_code][department] += count
    return {code: counter.most_common(1)[0][0] for code, counter in votes.items()}


def _add_classes(session: Session, classes: Classes, kinds: list[_Kind], answering: dict[str, str]) -> int:
    known = set(session.scalars(select(CaseClass.code).where(CaseClass.scheme == classes.scheme)))
    rows: dict[str, dict[str, object]] = {}
    for kind in kinds:
        pairs = ((kind.major_code, "", kind.major), (kind.minor_code, kind.major_code, kind.minor))
        for code, major_code, name in pairs:
            if code and code not in known and code not in rows:
                department = answering.get(code)
                rule = _rule_for(classes, kind.major, department or "")
                rows[code] = {
                    "scheme": classes.scheme, "code": code, "major": major_code, "name": name[:NAME_LENGTH],
                    "name_en": name[:NAME_LENGTH], "priority": rule.priority, "limit_hours": rule.limit_hours,
                    "department": department, "unit_kind": rule.unit_kind,
                }
    if rows:
        session.execute(insert(CaseClass), list(rows.values()))
    return len(rows)


def _rule_for(classes: Classes, major: str, department: str) -> ClassRule:
    """Return the first rule whose patterns fit; a rule without patterns fits everything."""
    for rule in classes.rules:
        fits_major = not rule.major or any(fnmatchcase(major.casefold(), one.casefold()) for one in rule.major)
        fits_department = not rule.department or department in {slug(one, DEPARTMENT_LENGTH) for one in rule.department}
        if fits_major and fits_department:
            return rule
    return ANY


