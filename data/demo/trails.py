"""The demo city's past, case by case, as rows with moments still as numbers: events, visits of units, clocks.

Old cases keep how they began and ended, as an import would; open ones and those of the last days keep every step.
"""

from collections.abc import Iterator

from data.calendar import limits
from data.cases import deadlines
from data.cases.clocks import DEFAULT_LIMITS, STAGE_OF
from data.cases.states import State, Verb
from data.demo import names
from data.demo.course import MINUTE, MOVES_OF, NEVER, Step
from data.demo.details import NO_DETAILS, details_of
from data.demo.engaged import setting_out
from data.demo.past import Happened, Past, Row, by_whom, note_of, units_of
from data.demo.storing import json_stored
from data.demo.timeline import moment_of, us_of
from data.units.distance import metres_between

SOURCE = "demo"


def full_trail(past: Past, case: Row, i: int, steps: list[Happened]) -> list[Row]:
    """Return the case's events, one for each thing that happened."""
    events = [_reported(past, case, i)]
    before = State.REPORTED
    for one in steps:
        after = one.after or before
        events.append(_event(case["id"], len(events) + 1, (one.verb, before.value, after.value), one.at)
                      | {"by_name": one.by or by_whom(past, i, one.verb, one.step), "note": note_of(past, i, one.verb),
                         "details": details_of(past, i, one)})
        before = after
    return events


def short_trail(past: Past, case: Row, i: int) -> list[Row]:
    """Return how an old case began and how it ended."""
    step = Step.DECLINED if past.times.at[i, Step.DECLINED] != NEVER else Step.CLOSED
    verb, after = MOVES_OF[step]
    last = _event(case["id"], 2, (verb, State.REPORTED.value, after.value), int(past.times.at[i, step]))
    return [_reported(past, case, i), last | {"by_name": by_whom(past, i, verb, step), "note": note_of(past, i, verb)}]


def _reported(past: Past, case: Row, i: int) -> Row:
    return _event(case["id"], 1, (Verb.REPORT, "", State.REPORTED.value), int(past.times.received[i])) | {
        "by_name": names.SOURCES[case["channel"]],
        "details": json_stored({"source": SOURCE, "category": case["class_code"]})}


def _event(case_id: int, version: int, move: tuple[Verb, str, str], at: int) -> Row:
    verb, before, after = move
    return {"case_id": case_id, "version": version, "verb": verb.value, "before": before, "after": after, "at": at,
            "person": None, "by_name": "", "note": "", "details": NO_DETAILS}


def dispatch_rows(past: Past, case: Row, i: int, now_us: int) -> Iterator[Row]:
    """Yield the visits of units to the case: of the first round, then of the main one."""
    course = [min(at, int(NEVER)) for at in past.times.at[i].tolist()]
    rounds = (
        (True, Step.FIRST_SENT, Step.FIRST_BEGUN, min(course[Step.RETURNED], course[Step.FIRST_HANDLED])),
        (False, Step.SENT, Step.BEGUN, course[Step.HANDLED]),
    )
    for is_first, sent, begun, ended in rounds:
        came_back = is_first and course[Step.RETURNED] == ended
        left, there = _on_the_way(course[sent], course[begun], now_us, came_back=came_back)
        outcome = "returned" if came_back else "finished"
        for number, unit in enumerate(units_of(past, i, is_first=is_first)):
            yield {
                "case_id": case["id"], "unit_id": unit["id"], "is_lead": number == 0, "area_code": case["area_code"],
                "sent_at": course[sent], "sent_by": by_whom(past, i, Verb.DISPATCH, sent), "under_way_at": left,
                "arrived_at": there, "ended_at": ended, "outcome": outcome if ended <= now_us else None,
                "distance_m": metres_between(unit["home_lon"], unit["home_lat"], case["lon"], case["lat"]),
            }


def _on_the_way(sent: int, begun: int, now_us: int, *, came_back: bool) -> tuple[int, int]:
    """Return when a unit set out and when it arrived; NEVER where it gave the case back before."""
    if came_back and begun == NEVER:
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


