"""How figures are weighed into one: {"weights": {"response", "solved", "satisfied"}, "score": {...}}, each sum 1."""

from data.figures import weights
from data.profiles.kind import Body, Kind
from data.visit import Visit


def check(_visit: Visit, _name: str, body: Body) -> None:
    """Raise Invalid for an unknown weight, one that is no number, or a sum that is not 1."""
    weights.read(body)


def default(_visit: Visit, _name: str) -> Body:
    """Return the program's own weights."""
    return {"weights": dict(weights.DEFAULT_WEIGHTS), "score": dict(weights.DEFAULT_SCORE)}


KIND = Kind(name=weights.KIND, check=check, default=default)
