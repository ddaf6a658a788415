"""网格员职责清单: what a grid officer does without being sent, and how often."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from data.errors import Invalid
from data.profiles.kind import Body, Kind, listed, require_fields
from data.visit import Visit

DEFAULT = Path(__file__).parents[1] / "defaults" / "duties.toml"
MOST = 100
FIELDS: Mapping[str, type | tuple[type, ...]] = dict.fromkeys(("code", "name", "name_en", "every", "every_en"), str)


def check(_visit: Visit, _name: str, body: Body) -> None:
    """Raise Invalid for a duty without code, name or frequency in both languages, or a code twice."""
    seen: set[str] = set()
    for number, duty in enumerate(listed(body, "duties", MOST), start=1):
        at = f"duties {number}"
        require_fields(duty, FIELDS, at, tuple(FIELDS))
        if duty["code"] in seen:
            raise Invalid("rule_twice", at=at, rule=duty["code"])
        seen.add(duty["code"])


def default(_visit: Visit, _name: str) -> Body:
    """Return the starting list."""
    return tomllib.loads(DEFAULT.read_text(encoding="utf-8"))


KIND = Kind(name="duties", check=check, default=default)
