"""事项处置清单: for classes of matters, when they are filed, what is done, when they are closed."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import select

from data.errors import Invalid
from data.models.case import CaseClass
from data.profiles.kind import Body, Kind, listed, require_fields
from data.visit import Visit

DEFAULT = Path(__file__).parents[1] / "defaults" / "handling.toml"
MOST, MOST_STEPS = 1_000, 20
FIELDS: Mapping[str, type | tuple[type, ...]] = {
    "classes": list, "file_when": str, "file_when_en": str, "steps": list, "steps_en": list, "close_when": str,
    "close_when_en": str,
}


def check(visit: Visit, _name: str, body: Body) -> None:
    """Raise Invalid for a matter that lacks a part in one language or names a class there is not."""
    known = set(visit.session.scalars(select(CaseClass.code)))
    for number, matter in enumerate(listed(body, "matters", MOST), start=1):
        at = f"matters {number}"
        require_fields(matter, FIELDS, at, tuple(FIELDS))
        if not len(matter["steps"]) == len(matter["steps_en"]) <= MOST_STEPS:
            raise Invalid("profile_bad_field", at=at, field="steps_en", value=len(matter["steps_en"]))
        for code in matter["classes"]:
            if not any(_is_of(one, str(code)) for one in known):
                raise Invalid("rule_unknown_class", at=at, class_code=str(code)[:60])


def default(_visit: Visit, _name: str) -> Body:
    """Return the starting list; a city with other classes finds nothing of its own in it and writes its own."""
    return tomllib.loads(DEFAULT.read_text(encoding="utf-8"))


def _is_of(code: str, wanted: str) -> bool:
    return code.startswith(wanted[:-1]) if wanted.endswith("*") else code == wanted


KIND = Kind(name="handling", check=check, default=default)
