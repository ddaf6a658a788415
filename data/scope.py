"""What one person may see and do: rows by area prefix and department, verbs by permission."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from data.errors import NotAllowed

PERMISSIONS = {
    "areas.view": "see areas and their figures",
    "cases.view": "see cases on screens",
    "cases.read": "read cases through the programs' routes",
    "cases.report": "report a case",
    "cases.move": "move cases: all that registering and handling are",
    "cases.register": "register cases: accept, decline, void, close",
    "cases.handle": "handle cases: sign for, start, finish, give back, ask for time",
    "cases.classify": "confirm or correct the class of a case",
    "cases.dispatch": "send units and departments to cases and call them back",
    "cases.extend": "grant or refuse more time",
    "cases.suspend": "stop a case's clock and let it go on",
    "cases.merge": "merge cases and take them apart again",
    "cases.escalate": "pass a case up to the next level or down again",
    "cases.verify": "verify that a case was really handled",
    "cases.follow_up": "call reporters back and answer them",
    "cases.evaluate": "grade how a case was handled",
    "cases.supervise": "put a case under supervision and lift it",
    "cases.instruct": "write an instruction on a case",
    "cases.whistle": "call departments to a place",
    "alarms.shelve": "keep an alarm off the walls for a while",
    "alarms.shelve_urgent": "the same with one of the first priority (duty leader)",
    "warnings.issue": "issue warnings, change and lift them (duty leader)",
    "warnings.tick": "tick off what a warning's plan wants done",
    "readings.write": "post readings of sensors through the programs' routes",
    "stage.announce": "announce the city stage: 1, at peace, to 5 (duty leader of the whole city)",
    "reporters.view": "see who reported; every view goes on the trail",
    "evaluation.view": "see the evaluation tables of areas, departments and units",
    "campaigns.manage": "make special actions and end them",
    "profiles.edit": "change profiles: routing, classes, duties, time limits, weights",
    "overlays.edit": "lay block grids over the base grids",
    "ledger.view": "see the ledger of a grid: places, objects, organisations, counts of people",
    "ledger.edit": "keep the ledger of a grid",
    "units.view": "see units and their positions",
    "cameras.view": "look through cameras; every look goes on the trail",
    "stock.move": "move stock: receive, issue, return, count material of depots",
    "facilities.write": "tell the capacity of facilities through the programs' routes",
    "events.write": "post events through the programs' routes",
    "views.share": "share a view of the working list with a department or a post",
    "wall.view": "show a wall",
    "walls.pair": "let walls in and take them off",
    "walls.drive": "send scenes, areas and cases to walls and take them back",
    "briefs.make": "make briefings of one's area",
    "briefs.release": "release briefings: let them be sent out",
    "scenarios.make": "make what-if scenarios: move, add or remove units and facilities, on paper",
    "desk.view": "work at a desk",
    "phone.view": "work on the phone page",
    "algorithms.switch": "switch algorithms off and on, and have them run out of turn",
    "people.manage": "add people and switch them off (system administrator)",
    "grants.manage": "grant permissions and end them (security administrator)",
    "audit.read": "read the audit log (audit administrator, auditor)",
    "metrics.read": "read the program's own measures",
    "api.describe": "read the description of the programs' routes",
}
"""Every permission there is; code asks for these, never for roles. Grants are data."""

_SEES = frozenset({"areas.view", "cases.view", "cases.read"})
_DESK = _SEES | {"units.view", "desk.view", "ledger.view"}
_COORDINATES = frozenset({"cases.report", "cases.move", "cases.classify", "cases.dispatch", "cases.extend",
                          "cases.suspend", "cases.merge", "cases.escalate", "cases.supervise", "cases.follow_up",
                          "reporters.view", "evaluation.view", "campaigns.manage", "alarms.shelve", "views.share",
                          "stock.move"})
_BRIEFS = frozenset({"briefs.make", "briefs.release"})
_WARNS = frozenset({"warnings.issue", "warnings.tick"})

ROLES: dict[str, frozenset[str]] = {
    "dispatcher": _DESK | _COORDINATES | _BRIEFS | _WARNS | {
        "cameras.view", "wall.view", "walls.pair", "walls.drive", "alarms.shelve_urgent", "stage.announce",
        "algorithms.switch", "scenarios.make", "phone.view"},
    "leader": _DESK | _BRIEFS | {"cameras.view", "wall.view", "cases.supervise", "cases.instruct", "cases.evaluate",
                                 "evaluation.view", "scenarios.make", "phone.view"},
    "officer": _SEES | {"cases.report", "cases.move", "cases.verify", "ledger.view", "desk.view", "phone.view"},
    "wall": frozenset({"areas.view", "cases.view", "units.view", "wall.view"}),
    "street": _DESK | _COORDINATES | {"cases.whistle", "warnings.tick"},
    "community": _DESK | {"cases.report", "cases.move", "cases.escalate", "cases.verify", "ledger.edit",
                          "warnings.tick"},
    "verifier": _DESK | {"cases.report", "cases.verify", "phone.view"},
    "caller": _DESK | {"cases.report", "cases.classify", "cases.follow_up", "reporters.view"},
    "handler": _DESK | {"cases.handle", "phone.view"},
    "city_leader": _DESK | _BRIEFS | {"cameras.view", "wall.view", "cases.supervise", "cases.instruct",
                                      "cases.evaluate", "evaluation.view", "campaigns.manage", "stage.announce",
                                      "walls.drive", "scenarios.make", "phone.view"},
    "auditor": _SEES | {"desk.view", "evaluation.view", "audit.read"},
    "sysadmin": frozenset({"desk.view", "areas.view", "people.manage", "profiles.edit", "overlays.edit",
                           "algorithms.switch", "metrics.read", "api.describe", "walls.pair"}),
    "secadmin": frozenset({"desk.view", "areas.view", "grants.manage"}),
    "auditadmin": frozenset({"desk.view", "areas.view", "audit.read"}),
}
"""Handy bundles for `app.py user add --role`; only the permissions are stored.

Whoever holds a level (city hub, district response center, street, community) is a dispatcher, a street or
a community of that area; a department's people are handlers whose grants name the department.
"""

LOOKS = frozenset({"areas.view", "cases.view", "cases.read", "units.view", "wall.view", "desk.view", "evaluation.view"})
"""Who holds none but these changes nothing and leaves no record by looking: a wall, a leader who only reads."""

APART = ("people.manage", "grants.manage", "audit.read")
"""The three administrators (GB/T 22239-2019, 8.1.4.2 and 8.1.5): nobody holds two of these."""

WHOLE_CITY = ""
AFTER_ANY_CODE = "~"
"""Sorts after every letter and digit, so prefix <= code < prefix + "~" is the prefix test."""

Span = tuple[str, str]
"""(area prefix, department): rows inside the area that the department answers for; "" means all."""


@dataclass(frozen=True, kw_only=True)
class Grant:
    """One permission inside an area prefix, for one department's cases or ("") for all."""

    permission: str
    area: str = WHOLE_CITY
    department: str = ""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Built once per request; never widened. `areas` are code prefixes, "" is the whole city.

    Without `grants` whatever is in `may` holds in all of `areas`. With them each holds where it says;
    `may` and `areas` then are all that is granted anywhere.
    """

    person: str | None = None
    name: str = ""
    areas: frozenset[str] = field(default_factory=frozenset)
    may: frozenset[str] = field(default_factory=frozenset)
    grants: frozenset[Grant] = field(default_factory=frozenset)

    @classmethod
    def of_job(cls, name: str) -> "Scope":
        """Return the scope of a named job of the program itself; the name stands in the events it writes."""
        return cls(person=None, name=name, areas=frozenset({WHOLE_CITY}), may=frozenset(PERMISSIONS))

    @classmethod
    def of_grants(cls, person: str, name: str, grants: Iterable[Grant]) -> "Scope":
        """Return the scope of a person who may do what each grant says, where it says it."""
        kept = frozenset(grants)
        return cls(person=person, name=name, grants=kept, areas=frozenset(grant.area for grant in kept),
                   may=frozenset(grant.permission for grant in kept))

    def require(self, permission: str) -> None:
        """Raise NotAllowed unless the permission was granted somewhere."""
        if permission not in self.may:
            raise NotAllowed(permission=permission)

    def allows(self, permission: str, area: str, department: str | None = None) -> bool:
        """Does the permission hold for a case in this area that this department answers for?"""
        if not self.grants:
            return permission in self.may and self.covers(area)
        return any(grant.permission == permission and area.startswith(grant.area)
                   and grant.department in ("", department) for grant in self.grants)

    def only_looks(self) -> bool:
        """Is there nothing that this person could change?"""
        return self.may <= LOOKS

    def spans(self) -> frozenset[Span]:
        """Return where the cases lie that this person may see: by area, and by department where a grant names one."""
        if not self.grants:
            return frozenset((prefix, "") for prefix in self.areas)
        found = {(grant.area, grant.department) for grant in self.grants}
        whole = [area for area, department in found if not department]
        return frozenset((area, department) for area, department in found
                         if not any(area.startswith(one) and (area, department) != (one, "") for one in whole))

    def departments_in(self, area: str) -> tuple[str, ...]:
        """Return the departments whose cases in an area this person is confined to, sorted; () means no such bounds."""
        there = {department for prefix, department in self.spans() if area.startswith(prefix)}
        return () if "" in there else tuple(sorted(there))

    def sees_everything(self) -> bool:
        """Is the whole city inside this scope, every department's cases included?"""
        return (WHOLE_CITY, "") in self.spans()

    def covers(self, code: str) -> bool:
        """Does the area `code` lie wholly inside this scope?"""
        return any(code.startswith(prefix) for prefix in self.areas)

    def shows(self, area: str, department: str | None) -> bool:
        """May this person see a case in this area that this department answers for?"""
        return any(area.startswith(prefix) and wanted in ("", department) for prefix, wanted in self.spans())

    def require_area(self, code: str) -> None:
        """Raise NotAllowed unless the area lies inside the scope."""
        if not self.covers(code):
            raise NotAllowed("area_not_allowed", area=code)

    def home(self, city_code: str) -> str:
        """Return the area a person's screen opens with."""
        return city_code if WHOLE_CITY in self.areas or not self.areas else min(self.areas)
