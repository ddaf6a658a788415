"""How long a supervision allows where nobody says until when: {"p1": "2UH", ...}, by the case's priority."""

from data.calendar import limits
from data.cases.supervision import DEFAULT_LIMITS
from data.profiles.kind import Body, Kind, require_fields
from data.visit import Visit


def check(_visit: Visit, _name: str, body: Body) -> None:
    """Raise Invalid for an unknown priority or a limit that cannot be read."""
    require_fields(body, dict.fromkeys(DEFAULT_LIMITS, str), "supervision")
    for text in body.values():
        limits.read(text)


def default(_visit: Visit, _name: str) -> Body:
    """Return the program's own limits."""
    return dict(DEFAULT_LIMITS)


KIND = Kind(name="supervision", check=check, default=default)
