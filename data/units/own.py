"""The unit a person goes out with: its tasks are theirs, and where they stand is where it stands."""

from data.cases.given import Position
from data.models.case import Case
from data.models.person import Person
from data.models.unit import Unit
from data.storage.database import everywhere
from data.units import assignment
from data.visit import Visit


def unit_id(visit: Visit) -> str | None:
    """Return the id of the visitor's own unit; None for a program, a job, or somebody without one."""
    person = visit.session.get(Person, visit.scope.person) if visit.scope.person else None
    return person.unit if person else None


def put(visit: Visit, position: Position) -> Unit | None:
    """Put the visitor's own unit where they stand and return it."""
    own = unit_id(visit)
    if own is None:
        return None
    with everywhere(visit.session):  # one's own unit may serve more than the area one sees
        unit = visit.session.get(Unit, own)
        if unit is not None:
            unit.lon, unit.lat, unit.position_at = position.lon, position.lat, visit.now
            unit.version += 1
            visit.session.flush()
    return unit


def arrive(visit: Visit, case: Case) -> Unit | None:
    """Note that the visitor's own unit has arrived at a case it was sent to, and return it; None where it was not."""
    own = unit_id(visit)
    if own is None:
        return None
    with everywhere(visit.session):
        sent = [one for one in assignment.open_dispatches(visit, case) if one.unit_id == own and one.arrived_at is None]
        return assignment.report_arrival(visit, sent[0]) if sent else None
