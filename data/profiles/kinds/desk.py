"""The desk's own numbers: seconds to call something back, seconds until work is old, cases moved by one press."""

from data.cases.desk import DEFAULTS
from data.errors import Invalid
from data.profiles.kind import Body, Kind, require_fields
from data.visit import Visit

LEAST, MOST = {"most_at_once": 1}, {"withdraw_seconds": 600, "most_at_once": 500}
A_DAY = 86_400


def check(_visit: Visit, _name: str, body: Body) -> None:
    """Raise Invalid for an unknown name or a number that cannot be meant."""
    require_fields(body, dict.fromkeys(DEFAULTS, int), "desk")
    for name, value in body.items():
        if not LEAST.get(name, 0) <= value <= MOST.get(name, A_DAY):
            raise Invalid("profile_bad_field", at="desk", field=name, value=str(value))


def default(_visit: Visit, _name: str) -> Body:
    """Return the program's own numbers."""
    return dict(DEFAULTS)


KIND = Kind(name="desk", check=check, default=default)
