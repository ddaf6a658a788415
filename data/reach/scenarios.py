"""Keeping scenarios: making one, changing it, taking a change back, reckoning it anew, throwing it away."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from data.errors import Busy, Conflict, Invalid, NotAllowed, NotFound
from data.models.scenario import Scenario
from data.people import trail
from data.reach.placement import Placement, place
from data.reach.whatif import MOVE, UNIT, Change, evaluate, require_sound
from data.storage.prefix import begins_with
from data.visit import Visit

RIGHT = "scenarios.make"
LONGEST_NAME = 80
MOST_CHANGES, MOST_SCENARIOS, MOST_LISTED = 40, 200, 60


def listed(visit: Visit, area: str) -> list[Scenario]:
    """Return the scenarios of an area and the areas in it, the last changed first."""
    return list(visit.session.scalars(select(Scenario).where(begins_with(Scenario.area_code, area))
                                      .order_by(Scenario.changed_at.desc(), Scenario.id).limit(MOST_LISTED)))


def find(visit: Visit, scenario_id: str) -> Scenario:
    """Return a scenario. Raises NotFound("scenario_not_found"), also for one not for this visitor."""
    found = visit.session.get(Scenario, scenario_id)
    if found is None or not visit.scope.covers(found.area_code):
        raise NotFound("scenario_not_found")
    return found


def changes_of(one: Scenario) -> list[Change]:
    """Return its changes."""
    return [Change(**each) for each in one.changes]


def make(visit: Visit, area: str, name: str, changes: Sequence[Change] = ()) -> Scenario:
    """Store a scenario and return it. Raises NotAllowed, Invalid("scenario_name"), Busy("too_many_scenarios")."""
    _require(visit, area)
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise Invalid("scenario_name", limit=LONGEST_NAME)
    person = visit.scope.person or ""
    mine = visit.session.scalars(select(Scenario.id).where(begins_with(Scenario.area_code, area),
                                                           Scenario.made_by == person).limit(MOST_SCENARIOS)).all()
    if len(mine) >= MOST_SCENARIOS:
        raise Busy("too_many_scenarios", limit=MOST_SCENARIOS)
    one = Scenario(id=secrets.token_urlsafe(9), area_code=area, name=name, changes=[], result={}, digest="",
                   reckoned_at=visit.now, made_by=person, by_name=visit.scope.name, made_at=visit.now,
                   changed_at=visit.now, version=1)
    visit.session.add(one)
    _reckon(visit, one, changes)
    _note(visit, "scenario.make", one)
    return one


def placed(visit: Visit, area: str, kind: str) -> Placement:
    """Return where the units of a kind should stand next shift; takes seconds in a large city, and writes nothing.

    Raises NotAllowed, Invalid("scenario_nothing") where nobody needs to move.
    """
    _require(visit, area)
    found = place(visit, area, kind)
    if not found.stands:
        raise Invalid("scenario_nothing")
    return found


def propose(visit: Visit, area: str, found: Placement, name: str) -> Scenario:
    """Store a placement as a scenario and return it. Raises as `make`."""
    changes = [Change(do=MOVE, what=UNIT, kind=found.kind, id=one.unit.id, grid=one.grid,
                      note=f"{one.alone:.2f} {one.minutes:.1f}") for one in found.stands[:MOST_CHANGES]]
    one = make(visit, area, name, changes)
    one.result = {**one.result, "placement": _told(found)}
    return one


def _told(found: Placement) -> dict[str, Any]:
    return {"kind": found.kind, "units": found.units, "before": found.before, "after": found.after,
            "people_before": found.people_before, "people_after": found.people_after,
            "total": found.expected.total(), "basis": found.expected.basis, "weeks": found.expected.weeks,
            "begins": found.expected.begins.isoformat(), "greedy": found.solved.greedy, "value": found.solved.value,
            "gap": found.solved.gap, "seconds": found.seconds, "unknown": list(found.unknown)}


def add(visit: Visit, scenario_id: str, version: int, change: Change) -> Scenario:
    """Add a change and return the scenario. Raises as `make`, Invalid("scenario_full"), Conflict."""
    one = _own(visit, scenario_id, version)
    changes = [*changes_of(one), change]
    if len(changes) > MOST_CHANGES:
        raise Invalid("scenario_full", limit=MOST_CHANGES)
    _reckon(visit, one, changes)
    return one


def undo(visit: Visit, scenario_id: str, version: int, number: int) -> Scenario:
    """Take one change back, by its number from 0. Raises as `add`."""
    one = _own(visit, scenario_id, version)
    changes = changes_of(one)
    if not 0 <= number < len(changes):
        raise Invalid("scenario_change")
    _reckon(visit, one, changes[:number] + changes[number + 1:])
    return one


def again(visit: Visit, scenario_id: str, version: int) -> Scenario:
    """Reckon it anew with the city as it is by now."""
    one = _own(visit, scenario_id, version)
    _reckon(visit, one, changes_of(one), is_sound=True)
    return one


def remove(visit: Visit, scenario_id: str, version: int) -> None:
    """Throw a scenario away."""
    one = _own(visit, scenario_id, version)
    _note(visit, "scenario.remove", one)
    visit.session.delete(one)


def _require(visit: Visit, area: str) -> None:
    if not visit.scope.allows(RIGHT, area):
        raise NotAllowed(permission=RIGHT)


def _own(visit: Visit, scenario_id: str, version: int) -> Scenario:
    visit.scope.require(RIGHT)
    one = find(visit, scenario_id)
    _require(visit, one.area_code)
    if one.made_by != (visit.scope.person or ""):
        raise NotAllowed("scenario_of_another", name=one.by_name)
    if one.version != version:
        raise Conflict("scenario_changed")
    return one


def _reckon(visit: Visit, one: Scenario, changes: Sequence[Change], *, is_sound: bool = False) -> None:
    if not is_sound:
        require_sound(visit, one.area_code, changes)
    result = evaluate(visit, one.area_code, changes)
    kept = {"placement": one.result["placement"]} if "placement" in (one.result or {}) else {}
    one.changes = [asdict(each) for each in changes]
    one.result, one.digest = {**result.body(), **kept}, result.digest
    one.reckoned_at = one.changed_at = visit.now
    one.version = (one.version or 0) + 1
    visit.session.flush()


def _note(visit: Visit, what: str, one: Scenario) -> None:
    trail.note(visit.session, at=visit.now, who=visit.scope.name, person=visit.scope.person, what=what, outcome="done",
               area=one.area_code, subject=one.id, digest=one.digest)
