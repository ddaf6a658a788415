"""The demo city's past, case by case: events, dispatches and clocks as rows, with moments still as numbers.

Old cases keep how they began and ended, as an import would; open ones and those of the last days keep every step.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from data.calendar import limits
from data.calendar.working_time import Calendar
from data.cases import deadlines, suspicions
from data.cases.clocks import DEFAULT_LIMITS, STAGE_OF
from data.cases.states import State, Verb
from data.demo import catalogue, names
from data.demo.areas import CityMap
from data.demo.catalogue import Kind
from data.demo.course import FIRST_ROUND, MINUTE, MOVES_OF, NEVER, Step, Times
from data.demo.draws import Draws
from data.demo.engaged import Assignments, setting_out
from data.demo.storing import json_stored
from data.demo.timeline import moment_of, us_of
from data.demo.verdicts import NOT_SAID, Verdicts
from data.demo.wording import Locale
from data.units.distance import metres_between

SOURCE = "demo"
SUPPORT_WITHIN = 120 * MINUTE
NO_DETAILS = json_stored({})
IN_THE_FIELD = frozenset({Verb.SIGN, Verb.START, Verb.FINISH, Verb.RETURN, Verb.ASK_EXTENSION})
DESKS = {
    Verb.ACCEPT: names.ANSWERERS, Verb.DECLINE: names.ANSWERERS, Verb.DISPATCH: names.SENDERS,
    Verb.SUSPEND: names.SENDERS, Verb.RESUME: names.SENDERS, Verb.GRANT_EXTENSION: names.SENDERS,
    Verb.ACKNOWLEDGE: names.SENDERS, Verb.SEND_TO_VERIFY: names.SENDERS, Verb.VERIFY: names.CHECKERS,
    Verb.REWORK: names.CHECKERS, Verb.CALL_BACK: names.CALLERS, Verb.DISSATISFIED: names.CALLERS,
    Verb.EVALUATE: names.GRADERS, Verb.CLOSE: names.CLOSERS,
}
NOTES = {
    Verb.DECLINE: (names.DECLINED_NOTE,), Verb.RETURN: names.RETURNED_NOTES, Verb.REWORK: names.REWORK_NOTES,
    Verb.DISSATISFIED: names.DISSATISFIED_NOTES, Verb.SUSPEND: names.SUSPEND_NOTES, Verb.ASK_EXTENSION: names.ASK_NOTES,
}

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Past:
    """Everything the rows are made from."""

    city: CityMap
    kinds: tuple[Kind, ...]
    draws: Draws
    times: Times
    verdicts: Verdicts
    sent: Assignments
    book: list[Locale]
    """By community."""
    now: datetime
    zone: ZoneInfo
    calendar: Calendar

    def now_us(self) -> int:
        """Return now in microseconds since 1970."""
        return us_of(self.now)

    def kind(self, i: int) -> Kind:
        """Return the class of a case."""
        return self.kinds[self.draws.kind[i]]


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened to a case; `after` None leaves the state, `step` None is no step of the course."""

    at: int
    verb: Verb
    after: State | None
    step: Step | None = None
    by: str = ""


def happened(past: Past, i: int, now_us: int) -> list[Happened]:
    """Return all that happened to a case after its report, earliest first."""
    course = past.times.at[i].tolist()
    found = [Happened(at, *MOVES_OF[step], Step(step)) for step, at in enumerate(course) if at <= now_us]
    received = int(past.times.received[i])
    if past.kind(i).priority <= 2 and course[Step.ACCEPTED] <= now_us:
        found.append(Happened((received + course[Step.ACCEPTED]) // 2, Verb.ACKNOWLEDGE, None))
    found += [Happened(at, Verb.SUPPORT, None, by=names.SOURCES["phone"]) for at in supports(past, i, now_us)]
    return sorted(found, key=lambda one: one.at)


def supports(past: Past, i: int, now_us: int) -> list[int]:
    """Return when further reporters said the same, in microseconds."""
    received = int(past.times.received[i])
    until = min(received + SUPPORT_WITHIN, now_us, int(past.times.ended()[i]))
    count = int(past.verdicts.supporters[i])
    return [received + (until - received) * (n + 1) // (count + 2) for n in range(count)]


def full_trail(past: Past, case: Row, i: int, steps: list[Happened]) -> list[Row]:
    """Return the case's events, one for each thing that happened."""
    events = [_reported(past, case, i)]
    before = State.REPORTED
    for one in steps:
        after = one.after or before
        events.append(_event(case["id"], len(events) + 1, (one.verb, before.value, after.value), one.at)
                      | {"by_name": one.by or by_whom(past, i, one.verb, one.step), "note": _note(past, i, one.verb),
                         "details": _details(past, i, one)})
        before = after
    return events


def short_trail(past: Past, case: Row, i: int) -> list[Row]:
    """Return how an old case began and how it ended."""
    step = Step.DECLINED if past.times.at[i, Step.DECLINED] != NEVER else Step.CLOSED
    verb, after = MOVES_OF[step]
    last = _event(case["id"], 2, (verb, State.REPORTED.value, after.value), int(past.times.at[i, step]))
    return [_reported(past, case, i), last | {"by_name": by_whom(past, i, verb, step), "note": _note(past, i, verb)}]


def _reported(past: Past, case: Row, i: int) -> Row:
    return _event(case["id"], 1, (Verb.REPORT, "", State.REPORTED.value), int(past.times.received[i])) | {
        "by_name": names.SOURCES[case["channel"]],
        "details": json_stored({"source": SOURCE, "category": case["class_code"]})}


def _event(case_id: int, version: int, move: tuple[Verb, str, str], at: int) -> Row:
    verb, before, after = move
    return {"case_id": case_id, "version": version, "verb": verb.value, "before": before, "after": after, "at": at,
            "person": None, "by_name": "", "note": "", "details": NO_DETAILS}


def _note(past: Past, i: int, verb: Verb) -> str:
    notes = NOTES.get(verb)
    return notes[int(past.draws.chance[i]) // 71 % len(notes)] if notes else ""


def by_whom(past: Past, i: int, verb: Verb, step: Step | None) -> str:
    """Return who did a step: a seat of the center, the unit that went, or a clerk of the department."""
    own = verb is Verb.CLOSE and past.verdicts.suspicions[i] & suspicions.OWN_HANDLER
    if verb in IN_THE_FIELD or own:
        units = units_of(past, i, is_first=step in FIRST_ROUND or step is Step.RETURNED)
        return str(units[0]["name"]) if units else clerk_of(past, i)
    seats = DESKS[verb]
    return seats[int(past.draws.chance[i]) % len(seats)]


def clerk_of(past: Past, i: int) -> str:
    """Return the clerk of the department that answers for the case."""
    department, _ = catalogue.read_catalogue().departments[past.kind(i).department]
    return names.CLERK.format(department=department, n=int(past.draws.chance[i]) // 83 % 3 + 1)


def units_of(past: Past, i: int, *, is_first: bool = False) -> list[Row]:
    """Return the rows of the units that went, in the first round or in the main one."""
    if is_first:
        return [past.sent.first[i]] if i in past.sent.first else []
    if i in past.sent.now:
        return past.sent.now[i]
    return [past.sent.before[i]] if i in past.sent.before else []


def _details(past: Past, i: int, one: Happened) -> str:
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


def _said(past: Past, i: int, one: Happened) -> dict[str, Any]:
    verdicts = past.verdicts
    return {"contacted": yes_or_no(verdicts.contacted[i]), "solved": yes_or_no(verdicts.solved[i]),
            "satisfied": yes_or_no(verdicts.satisfied[i])}


def _asked(past: Past, i: int, one: Happened) -> dict[str, Any]:
    return {"until": _written(int(past.times.until[i])), "reason": _note(past, i, one.verb)}


def _granted(past: Past, i: int, one: Happened) -> dict[str, Any]:
    return {"due_before": _written(int(past.times.due[i])), "due": _written(int(past.times.until[i]))}


def _closed(past: Past, i: int, one: Happened) -> dict[str, Any]:
    found = suspicions.named(int(past.verdicts.suspicions[i]))
    return {"suspicions": found} if found else {}


TOLD = {
    Verb.DISPATCH: _sent, Verb.FINISH: _freed, Verb.RETURN: _freed, Verb.CALL_BACK: _said,
    Verb.ASK_EXTENSION: _asked, Verb.GRANT_EXTENSION: _granted, Verb.CLOSE: _closed,
    Verb.EVALUATE: lambda past, i, one: {"grade": int(past.verdicts.grade[i])},
    Verb.DISSATISFIED: lambda past, i, one: {"closed_before": State.FOLLOW_UP.value},
}
"""What an event keeps beside its note, as the effect of its verb would."""


def yes_or_no(said: Any) -> bool | None:
    """Return an answer as it is stored."""
    return None if said == NOT_SAID else bool(said)


def _written(at: int) -> str:
    return moment_of(at).isoformat(timespec="seconds")


def dispatch_rows(past: Past, case: Row, i: int, now_us: int) -> Iterator[Row]:
    """Yield the visits of units to the case: of the first round, then of the main one."""
    course = [min(at, int(NEVER)) for at in past.times.at[i].tolist()]
    rounds = (
        (True, Step.FIRST_SENT, Step.FIRST_BEGUN, min(course[Step.RETURNED], course[Step.FIRST_HANDLED])),
        (False, Step.SENT, Step.BEGUN, course[Step.HANDLED]),
    )
    for is_first, sent, begun, ended in rounds:
        outcome = "returned" if is_first and course[Step.RETURNED] == ended else "finished"
        for number, unit in enumerate(units_of(past, i, is_first=is_first)):
            left, there = _on_the_way(course[sent], course[begun], now_us)
            yield {
                "case_id": case["id"], "unit_id": unit["id"], "is_lead": number == 0, "area_code": case["area_code"],
                "sent_at": course[sent], "sent_by": by_whom(past, i, Verb.DISPATCH, sent), "under_way_at": left,
                "arrived_at": there, "ended_at": ended, "outcome": outcome if ended <= now_us else None,
                "distance_m": metres_between(unit["home_lon"], unit["home_lat"], case["lon"], case["lat"]),
            }


def _on_the_way(sent: int, begun: int, now_us: int) -> tuple[int, int]:
    """Return when a unit set out and when it arrived; NEVER where it gave the case back before."""
    if begun == NEVER:
        return int(NEVER), int(NEVER)
    left = sent + setting_out(sent, begun)
    return left, int(NEVER) if begun > now_us else max(left, begun - MINUTE)


def clock_rows(past: Past, case_id: int, i: int, steps: list[Happened], now_us: int) -> list[Row]:
    """Return the clock of each stage the case has been in, as data.cases.clocks would have turned them."""
    changes = [(int(past.times.received[i]), State.REPORTED)]
    changes += [(one.at, one.after) for one in steps if one.after is not None]
    rows: list[Row] = []
    running = ""
    for at, state in changes:
        stage = STAGE_OF.get(state, "")
        if stage == running:
            continue
        if running:
            rows[-1]["ended_at"] = at
        if stage:
            rows.append({"case_id": case_id, "stage": stage, "limit": DEFAULT_LIMITS.get(stage), "begun_at": at,
                         "due_at": int(NEVER), "ended_at": int(NEVER), "paused_seconds": 0})
        running = stage
    for row in rows:
        row["due_at"] = _stage_due(past, i, row, now_us)
    return rows


def _stage_due(past: Past, i: int, row: Row, now_us: int) -> int:
    if row["limit"]:
        return us_of(deadlines.due_at(moment_of(row["begun_at"]), limits.read(row["limit"]), past.calendar))
    until = min(row["ended_at"], now_us)
    times = past.times
    if times.at[i, Step.DISSATISFIED] != NEVER and until <= times.at[i, Step.DISSATISFIED]:
        accepted = moment_of(int(times.at[i, Step.ACCEPTED]))
        return us_of(deadlines.due_at(accepted, past.kind(i).limit, past.calendar))
    later = min(times.at[i, Step.GRANTED], times.at[i, Step.RESUMED]) <= until
    return int(times.until[i] if later else times.due[i])


