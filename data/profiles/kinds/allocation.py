"""What dispatch proposals are weighed by: the numbers of data.allocation.rules, and what must stay covered."""

from data.allocation.rules import DEFAULT, NUMBERS, as_body
from data.errors import Invalid
from data.profiles.kind import Body, Kind, require_fields
from data.visit import Visit

NUMBER = (int, float)
FIELDS: dict[str, type | tuple[type, ...]] = {**dict.fromkeys(NUMBERS, NUMBER), "weights": list, "cover": list}
OF_COVER: dict[str, type | tuple[type, ...]] = {"kind": str, "minutes": NUMBER, "percent": NUMBER, "price": NUMBER}
MOST_COVERS, MOST = 12, 10_000


def check(_visit: Visit, _name: str, body: Body) -> None:
    """Raise Invalid for an unknown name, a number that cannot be meant, weights that do not fall, a bad cover."""
    require_fields(body, FIELDS, "allocation")
    for name in NUMBERS:
        _require(0 <= body.get(name, 0) <= MOST, "allocation", name, body.get(name))
    _require(body.get("unmet_minutes", DEFAULT.unmet_minutes) > body.get("most_minutes", DEFAULT.most_minutes),
             "allocation", "unmet_minutes", body.get("unmet_minutes"))
    weights = body.get("weights", list(DEFAULT.weights))
    _require(len(weights) == len(DEFAULT.weights) and all(type(one) in NUMBER and 0 < one <= MOST for one in weights)
             and weights == sorted(weights, reverse=True), "allocation", "weights", weights)
    covers = body.get("cover", [])
    _require(len(covers) <= MOST_COVERS and all(isinstance(one, dict) for one in covers), "cover", "cover", covers)
    for number, one in enumerate(covers, start=1):
        require_fields(one, OF_COVER, f"cover {number}", ("minutes", "percent"))
        _require(0 < one["minutes"] <= MOST, f"cover {number}", "minutes", one["minutes"])
        _require(0 <= one["percent"] <= 100, f"cover {number}", "percent", one["percent"])
        _require(0 <= one.get("price", 0) <= MOST, f"cover {number}", "price", one.get("price"))


def _require(is_sound: bool, at: str, name: str, value: object) -> None:
    if not is_sound:
        raise Invalid("profile_bad_field", at=at, field=name, value=str(value)[:60])


def default(_visit: Visit, _name: str) -> Body:
    """Return the program's own numbers."""
    return as_body(DEFAULT)


KIND = Kind(name="allocation", check=check, default=default)
