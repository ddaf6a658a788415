"""The demo city's departments and case classes, read from classes.toml, which names their source."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from data.calendar import limits
from data.calendar.limits import Limit

SCHEME = "demo"
CLASSES_FILE = "classes.toml"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One case class: what it is called, who answers how fast, and when and where it happens."""

    code: str
    major: str
    name: str
    name_en: str
    priority: int
    limit: Limit
    department: str
    unit_kind: str
    weight: float
    hours: str
    season: str
    ground: str
    voice: str
    texts: tuple[str, ...]


SKILL_OF = {"gas": "gas", "water": "water", "drainage": "drainage", "power": "power"}
"""Department -> what a repair crew must know that does its work."""


def skills_of(kind: Kind) -> list[str] | None:
    """Return the skills of which a class asks for one; None where any unit of its kind will do."""
    known = SKILL_OF.get(kind.department) if kind.unit_kind == "repair" else None
    return [known] if known else None


@dataclass(frozen=True)
class Catalogue:
    """Departments and majors as {code: (Chinese, English)}, and the classes by code."""

    departments: dict[str, tuple[str, str]]
    majors: dict[str, tuple[str, str]]
    kinds: tuple[Kind, ...]


@cache
def read_catalogue() -> Catalogue:
    """Return the catalogue; the same object each time, for it never changes while the program runs."""
    content = tomllib.loads(resources.files("data.demo").joinpath(CLASSES_FILE).read_text(encoding="utf-8"))
    kinds = sorted((_kind(row) for row in content["class"]), key=lambda kind: kind.code)
    return Catalogue(
        {code: (zh, en) for code, (zh, en) in content["departments"].items()},
        {code: (zh, en) for code, (zh, en) in content["majors"].items()}, tuple(kinds),
    )


def _kind(row: dict[str, Any]) -> Kind:
    priority, limit, department, unit_kind = row["set"]
    weight, hours, season, ground, voice = row["rhythm"]
    code = row["code"]
    major = code[0] if code[0] == "H" else code[:-2]
    return Kind(code=code, major=major, name=row["name"][0], name_en=row["name"][1], priority=priority,
                limit=limits.read(limit), department=department, unit_kind=unit_kind, weight=float(weight),
                hours=hours, season=season, ground=ground, voice=voice, texts=tuple(row["texts"]))
