"""What a kind of profile is: how its body is checked, what holds without one, what a new version changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from data.collecting import collect
from data.errors import Invalid, NotFound
from data.models.profile import Profile
from data.people import trail
from data.profiles import kinds, store
from data.visit import Visit

CITY = "city"
"""The name of a profile of which a city has one."""

Body = dict[str, Any]


def changes_nothing(_visit: Visit, _name: str, _body: Body) -> None:
    """Nothing beside the profile itself changes."""


def has_one_name(_visit: Visit) -> list[str]:
    """Return the one name there is of most kinds."""
    return [CITY]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of profile. `check` raises Invalid with a code and the place (`at`) of what is wrong."""

    name: str
    check: Callable[[Visit, str, Body], None]
    default: Callable[[Visit, str], Body]
    apply: Callable[[Visit, str, Body], None] = changes_nothing
    names: Callable[[Visit], list[str]] = has_one_name


@cache
def discover() -> Mapping[str, Kind]:
    """Return every kind by name."""
    found: list[Kind] = collect(kinds, "KIND")
    return {kind.name: kind for kind in sorted(found, key=lambda kind: kind.name)}


def find(name: str) -> Kind:
    """Return the kind. Raises NotFound("profile_kind_not_found")."""
    found = discover().get(name)
    if found is None:
        raise NotFound("profile_kind_not_found", kind=name)
    return found


def body_of(visit: Visit, kind: str, name: str = CITY) -> tuple[Body, int]:
    """Return the body in force and its version; version 0 is what holds where the city decided nothing."""
    known = find(kind)
    stored = store.in_force(visit, kind, name)
    return (stored.body, stored.version) if stored else (known.default(visit, name), 0)


def change(visit: Visit, kind: str, name: str, body: Body, *, seen: int, note: str = "") -> Profile:
    """Check a body, make it the next version and carry out what it changes; all of it or nothing.

    Raises NotAllowed, NotFound, Invalid for what is wrong with the body, Conflict("profile_changed").
    """
    visit.scope.require("profiles.edit")
    known = find(kind)
    if name not in known.names(visit):
        raise NotFound("profile_not_found", kind=kind, name=name, version=0)
    known.check(visit, name, body)
    made = store.add(visit, kind, name, body, seen=seen, note=note)
    known.apply(visit, name, body)
    trail.note(visit.session, at=visit.now, who=visit.scope.name, person=visit.scope.person, what="profile_change",
               outcome="done", subject=f"{kind} {name}", version=made.version)
    return made


def go_back(visit: Visit, kind: str, name: str, to: int, *, seen: int) -> Profile:
    """Make an earlier version's body the next version: nothing is ever taken away."""
    earlier = store.version(visit, kind, name, to)
    return change(visit, kind, name, earlier.body, seen=seen, note=f"= {to}")


def require_fields(body: Mapping[str, Any], known: Mapping[str, type | tuple[type, ...]], at: str,
                   needed: tuple[str, ...] = ()) -> None:
    """Raise Invalid where a table holds what is unknown, of another type, or lacks what is needed."""
    for name, value in body.items():
        if name not in known:
            raise Invalid("profile_unknown_field", at=at, field=str(name)[:40], known=", ".join(known))
        if not isinstance(value, known[name]) or (isinstance(value, bool) and known[name] is not bool):
            raise Invalid("profile_bad_field", at=at, field=name, value=str(value)[:60])
    for name in needed:
        if not body.get(name) and body.get(name) != 0:
            raise Invalid("profile_missing_field", at=at, field=name)


def listed(body: Body, name: str, most: int) -> list[Mapping[str, Any]]:
    """Return the list of tables of a body. Raises Invalid."""
    found = body.get(name)
    if set(body) != {name} or not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Invalid("profile_bad_field", at="", field=name, value=", ".join(map(str, body))[:60])
    if len(found) > most:
        raise Invalid("profile_too_long", limit=most)
    return found
