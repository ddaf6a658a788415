"""What the events of the demo city's past keep beside their notes."""

from collections.abc import Callable
from typing import Any

from data.cases import suspicions
from data.cases.states import State, Verb
from data.demo.course import Step
from data.demo.past import Happened, Past, note_of, units_of
from data.demo.storing import json_stored
from data.demo.timeline import moment_of
from data.demo.verdicts import yes_or_no

NO_DETAILS = json_stored({})


def details_of(past: Past, i: int, one: Happened) -> str:
    """Return the details of an event in stored form, as the effect of its verb would leave them."""
    tell = TOLD.get(one.verb)
    return json_stored(tell(past, i, one)) if tell else NO_DETAILS


def _sent(past: Past, i: int, one: Happened) -> dict[str, Any]:
    units = units_of(past, i, is_first=one.step is Step.FIRST_SENT)
    if not units:
        return {"department": past.kind(i).department, "department_before": past.kind(i).department}
    return {"units": [unit["id"] for unit in units], "names": [unit["name"] for unit in units],
            "names_en": [unit["name_en"] for unit in units]}


def _freed(past: Past, i: int, one: Happened) -> dict[str, Any]:
    units = units_of(past, i, is_first=one.step is not Step.HANDLED)
    return {"units": [unit["id"] for unit in units]}


def _said(past: Past, i: int, _one: Happened) -> dict[str, Any]:
    verdicts = past.verdicts
    return {"contacted": yes_or_no(verdicts.contacted[i]), "solved": yes_or_no(verdicts.solved[i]),
            "satisfied": yes_or_no(verdicts.satisfied[i])}


def _asked(past: Past, i: int, one: Happened) -> dict[str, Any]:
    return {"until": _written(int(past.times.until[i])), "reason": note_of(past, i, one.verb)}


def _granted(past: Past, i: int, _one: Happened) -> dict[str, Any]:
    return {"due_before": _written(int(past.times.due[i])), "due": _written(int(past.times.until[i]))}


def _closed(past: Past, i: int, _one: Happened) -> dict[str, Any]:
    found = suspicions.named(int(past.verdicts.suspicions[i]))
    return {"suspicions": found} if found else {}


def _written(at: int) -> str:
    return moment_of(at).isoformat(timespec="seconds")


def _graded(past: Past, i: int, _one: Happened) -> dict[str, Any]:
    return {"grade": int(past.verdicts.grade[i])}


def _reopened(_past: Past, _i: int, _one: Happened) -> dict[str, Any]:
    return {"closed_before": State.FOLLOW_UP.value}


TOLD: dict[Verb, Callable[[Past, int, Happened], dict[str, Any]]] = {
    Verb.DISPATCH: _sent, Verb.FINISH: _freed, Verb.RETURN: _freed, Verb.CALL_BACK: _said, Verb.EVALUATE: _graded,
    Verb.ASK_EXTENSION: _asked, Verb.GRANT_EXTENSION: _granted, Verb.CLOSE: _closed, Verb.DISSATISFIED: _reopened,
}
"""What an event keeps beside its note."""
