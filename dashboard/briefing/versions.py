"""By what a briefing was counted: the program, the city's map, what figures mean, and the rules that the city set."""

import hashlib

from dashboard.build import build_id
from data.figures import dictionary
from data.profiles import store
from data.visit import Visit

SIGNS = 8
"""Of a hash: enough to tell one city's versions apart."""


def versions_of(visit: Visit) -> dict[str, str]:
    """Return "build", "map", "definitions" and "profiles": alike where nothing of it changed, else another text."""
    return {"build": build_id(), "map": str(visit.city.map_version), "definitions": definitions_version(),
            "profiles": profiles_version(visit)}


def definitions_version() -> str:
    """Return a hash of what every figure counts, leaves out and aims at."""
    return _short("\n".join(repr(one) for _, one in sorted(dictionary.definitions().items())))


def profiles_version(visit: Visit) -> str:
    """Return a hash of which version of each profile is in force; "default" where the city set none."""
    found = store.newest(visit)
    return _short("\n".join(" ".join(map(str, one)) for one in found)) if found else "default"


def _short(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()[:SIGNS]
