"""What one person may see and do: rows by area prefix, verbs by permission."""

from dataclasses import dataclass, field

from data.errors import NotAllowed

PERMISSIONS = {
    "areas.view": "see areas and their figures",
    "cases.view": "see cases on screens",
    "cases.read": "read cases through the programs' routes",
    "cases.move": "move cases: accept, finish, close, void",
    "cases.dispatch": "send units to cases and call them back",
    "cases.report": "report a case",
    "units.view": "see units and their positions",
    "events.write": "post events through the programs' routes",
    "wall.view": "show a wall",
    "desk.view": "work at a desk",
    "audit.read": "read the audit trail",
    "metrics.read": "read the program's own measures",
    "api.describe": "read the description of the programs' routes",
}
"""Every permission there is; code asks for these, never for roles. Grants are data."""

ROLES: dict[str, frozenset[str]] = {
    "dispatcher": frozenset({"areas.view", "cases.view", "cases.read", "cases.move", "cases.dispatch", "cases.report",
                             "units.view", "desk.view", "wall.view"}),
    "leader": frozenset({"areas.view", "cases.view", "cases.read", "units.view", "desk.view", "wall.view"}),
    "officer": frozenset({"areas.view", "cases.view", "cases.read", "cases.report", "cases.move", "desk.view"}),
    "wall": frozenset({"areas.view", "cases.view", "units.view", "wall.view"}),
    "admin": frozenset(PERMISSIONS),
}
"""Handy bundles for `app.py user add --role`; only the permissions are stored."""

WHOLE_CITY = ""
AFTER_ANY_CODE = "~"
"""Sorts after every letter and digit, so prefix <= code < prefix + "~" is the prefix test."""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Built once per request; never widened. `areas` are code prefixes, "" is the whole city."""

    person: str | None = None
    name: str = ""
    areas: frozenset[str] = field(default_factory=frozenset)
    may: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of_job(cls, name: str) -> "Scope":
        """Return the scope of a named job of the program itself; the name stands in the events it writes."""
        return cls(person=None, name=name, areas=frozenset({WHOLE_CITY}), may=frozenset(PERMISSIONS))

    def require(self, permission: str) -> None:
        """Raise NotAllowed unless the permission was granted."""
        if permission not in self.may:
            raise NotAllowed(permission=permission)

    def sees_everything(self) -> bool:
        """Is the whole city inside this scope?"""
        return WHOLE_CITY in self.areas

    def covers(self, code: str) -> bool:
        """Does the area `code` lie wholly inside this scope?"""
        return any(code.startswith(prefix) for prefix in self.areas)

    def require_area(self, code: str) -> None:
        """Raise NotAllowed unless the area lies inside the scope."""
        if not self.covers(code):
            raise NotAllowed("area_not_allowed", area=code)

    def home(self, city_code: str) -> str:
        """Return the area a person's screen opens with."""
        return city_code if self.sees_everything() or not self.areas else min(self.areas)
