"""A case as it stood at an earlier moment: what happened since is taken back, the latest first.

Nothing is reckoned anew: an event says what stood before it (data.cases.remembered), so later priorities, classes,
mergers, deadlines and verdicts fall away. Events older than that record keep only some of it (`OLDER`); what they do
not say stays as it is known today. A moment that lies after the one asked for was not there yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from data.cases.remembered import PASSED, WAS, read_back
from data.cases.states import State, Verb, is_open

OLDER = {"priority_before": "priority", "class_before": "class_code", "department_before": "department",
         "level_before": "level"}

SUPERVISED_BEFORE: Mapping[str, bool] = {Verb.SUPERVISE: False, Verb.LIFT_SUPERVISION: True}


@dataclass(frozen=True, kw_only=True)
class Later:
    """One event after the moment asked for."""

    version: int
    verb: str
    before: str
    details: Mapping[str, Any]


def undone(row: Mapping[str, Any], later: Sequence[Later], at: datetime) -> dict[str, Any]:
    """Return the columns of a case as of `at`; `later` are its events after that, the latest first.

    Stops where a version is missing: what was known before that cannot be later than `at`.
    """
    found = dict(row)
    for event in later:
        if event.version != found["version"]:
            break
        found |= _before(event) | {"state": event.before, "version": event.version - 1}
    found["is_open"] = is_open(State(found["state"]))
    found |= {name: None for name in PASSED if found[name] is not None and found[name] > at}
    if found["acknowledged_at"] is None:
        found["acknowledged_by"] = None
    if found["state"] != State.MERGED:
        found["merged_into"] = None
    return found


def _before(event: Later) -> dict[str, Any]:
    """Return what stood before the event, as far as it says so."""
    supervised = {"is_supervised": SUPERVISED_BEFORE[event.verb]} if event.verb in SUPERVISED_BEFORE else {}
    was = event.details.get(WAS)
    if was is not None:
        return read_back(was) | supervised
    older = {column: event.details[name] for name, column in OLDER.items() if name in event.details}
    due = event.details.get("due_before")
    return older | supervised | ({"due_at": datetime.fromisoformat(due)} if due else {})
