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


@dataclass(frozen=True, kw_only=True)
class Categories:
    """Per row: the class code (or the text to look it up by) and the department's code, "" without one."""

    codes: list[str]
    departments: list[str]
    made: int
    """How many classes were added."""


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


def read_categories(session: Session, classes: Classes, reader: Reader) -> Categories:
    """Return each row's class and department; with `create`, unknown ones are added to the scheme."""
    columns = [reader.optional(getattr(classes, key), f"classes.{key}")
               for key in ("major", "minor", "major_code", "minor_code")]
    departments = [slug(code, DEPARTMENT_LENGTH) if code else "" for code in
                   reader.optional(classes.department, "classes.department").tolist()]
    names = reader.optional(classes.department_name or classes.department, "classes.department_name").tolist()
    combined = list(zip(*(column.tolist() for column in columns), strict=True))
    if not classes.create:
        known = set(session.scalars(select(Department.code)))
        return Categories(codes=[minor or major for major, minor, _mc, _nc in combined], made=0,
                          departments=[code if code in known else "" for code in departments])
    kinds = {one: _kind(*one) for one in dict.fromkeys(combined)}
    _add_departments(session, dict(zip(departments, names, strict=True)))
    answering = _usual_department(kinds, combined, departments)
    made = _add_classes(session, classes, list(kinds.values()), answering)
    return Categories(codes=[kinds[one].code for one in combined], departments=departments, made=made)


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


def _usual_department(kinds: dict[tuple[str, ...], _Kind], combined: list[tuple[str, ...]],
                      departments: list[str]) -> dict[str, str]:
    """Return {class code: the department that answered most often}, for minor and major classes."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for (one, department), count in Counter(zip(combined, departments, strict=True)).items():
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


