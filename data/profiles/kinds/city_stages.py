"""城市状态: the five stages, what each is called, what proposes it, which scene walls show in it."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data.city_stage.measures import MEASURES
from data.errors import Invalid
from data.profiles.kind import Body, Kind, listed, require_fields
from data.visit import Visit

DEFAULT = Path(__file__).parents[1] / "defaults" / "city_stages.toml"
STAGES, MOST_CRITERIA = 5, 10
LONGEST_NAME, LONGEST_MINUTES, LARGEST = 16, 1_440, 1_000_000
"""A name stands in the bar of every screen; criteria look back a day at most."""
FIELDS: Mapping[str, type | tuple[type, ...]] = {"number": int, "name": str, "name_en": str, "scene": str, "when": list}
OF_CRITERION: Mapping[str, type | tuple[type, ...]] = {"measure": str, "at_least": int, "minutes": int}


def check(_visit: Visit, _name: str, body: Body) -> None:
    """Raise Invalid where there are not five stages in order, or one has no name or a criterion that cannot be."""
    found = listed(body, "stages", STAGES)
    if [one.get("number") for one in found] != list(range(1, STAGES + 1)):
        raise Invalid("profile_bad_field", at="stages", field="number", value=", ".join(str(one.get("number"))
                                                                                         for one in found)[:60])
    for stage in found:
        at = f"stages {stage['number']}"
        require_fields(stage, FIELDS, at, ("number", "name", "name_en"))
        for name in ("name", "name_en"):
            if len(stage[name]) > (LONGEST_NAME if name == "name" else 2 * LONGEST_NAME):
                raise Invalid("profile_bad_field", at=at, field=name, value=stage[name][:60])
        _check_criteria(stage, at)


def _check_criteria(stage: Mapping[str, Any], at: str) -> None:
    criteria = stage.get("when", [])
    if criteria and (stage["number"] == 1 or len(criteria) > MOST_CRITERIA):
        raise Invalid("profile_bad_field", at=at, field="when", value=len(criteria))
    for number, one in enumerate(criteria, start=1):
        where = f"{at}, when {number}"
        if not isinstance(one, dict):
            raise Invalid("profile_bad_field", at=where, field="when", value=str(one)[:60])
        require_fields(one, OF_CRITERION, where, tuple(OF_CRITERION))
        allowed = {"at_least": range(1, LARGEST), "minutes": range(1, LONGEST_MINUTES + 1), "measure": MEASURES}
        for name, known in allowed.items():
            if one[name] not in known:
                raise Invalid("profile_bad_field", at=where, field=name, value=str(one[name])[:60])


def default(_visit: Visit, _name: str) -> Body:
    """Return the program's own five."""
    return tomllib.loads(DEFAULT.read_text(encoding="utf-8"))


KIND = Kind(name="city_stages", check=check, default=default)
