"""应急物资目录: the kinds of material, what one of each is, when a depot is low, and whether it comes back."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import select

from data.errors import Conflict, Invalid
from data.models.stock import StockBalance
from data.profiles.kind import Body, Kind, listed, require_fields
from data.stock.materials import KIND as NAME
from data.stock.materials import MOST_LOW
from data.storage.database import everywhere
from data.visit import Visit

DEFAULT = Path(__file__).parents[1] / "defaults" / "materials.toml"
MOST, LONGEST = 200, {"code": 32, "name": 40, "name_en": 60, "unit": 8, "unit_en": 16}
FIELDS: Mapping[str, type | tuple[type, ...]] = {**dict.fromkeys(LONGEST, str), "low": int, "returns": bool}


def check(visit: Visit, _name: str, body: Body) -> None:
    """Raise Invalid for a kind that lacks a word in one language or stands there twice, Conflict("material_in_use")."""
    seen: set[str] = set()
    for number, one in enumerate(listed(body, NAME, MOST), start=1):
        at = f"{NAME} {number}"
        require_fields(one, FIELDS, at, tuple(LONGEST))
        for field, most in LONGEST.items():
            if len(one[field]) > most:
                raise Invalid("profile_bad_field", at=at, field=field, value=one[field][:60])
        if not 0 <= one.get("low", 0) <= MOST_LOW:
            raise Invalid("profile_bad_field", at=at, field="low", value=str(one["low"]))
        if one["code"] in seen:
            raise Invalid("rule_twice", at=at, rule=one["code"])
        seen.add(one["code"])
    with everywhere(visit.session):
        held = set(visit.session.scalars(select(StockBalance.kind).where(StockBalance.quantity > 0).distinct()))
    for lost in sorted(held - seen):
        raise Conflict("material_in_use", kind=lost)


def default(_visit: Visit, _name: str) -> Body:
    """Return the starting list."""
    return tomllib.loads(DEFAULT.read_text(encoding="utf-8"))


KIND = Kind(name=NAME, check=check, default=default)
