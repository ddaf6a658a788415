"""How long each stage but handling may take: {"register": "2UH", ...}; handling has the limit of its class."""

from data.calendar import limits
from data.cases.clocks import DEFAULT_LIMITS
from data.profiles.kind import Body, Kind, require_fields
from data.visit import Visit


def check(_visit: Visit, _name: str, body: Body) -> None:
    """Raise Invalid for an unknown stage or a limit that cannot be read."""
    require_fields(body, dict.fromkeys(DEFAULT_LIMITS, str), "stages")
    for text in body.values():
        limits.read(text)


def default(_visit: Visit, _name: str) -> Body:
    """Return the program's own limits."""
    return dict(DEFAULT_LIMITS)


KIND = Kind(name="stages", check=check, default=default)
