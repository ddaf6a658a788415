"""The demo city's past as rows: cases, their events, their dispatches, in slices that fit into memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from data import clock
from data.cases.states import State, Verb, is_open
from data.demo import catalogue, names
from data.demo.areas import CityMap
from data.demo.catalogue import Kind
from data.demo.draws import SECOND, Draws
from data.demo.engaged import Assignments, setting_out
from data.demo.storing import json_stored, moments_stored
from data.demo.timeline import HOUR, MINUTE, NEVER, Times
from data.demo.wording import REPEATED, Locale, word
from data.units.distance import metres_between

SLICE = 10_000
FULL_TRAIL_DAYS = 3
SOURCE = "demo"
CHANNELS = tuple(names.SOURCES)
OTHER_CHANNEL = 0.3
LATEST = int(NEVER) - 1
NO_DETAILS = json_stored({})
COURSE = ((Verb.ACCEPT, State.ACCEPTED), (Verb.DISPATCH, State.DISPATCHED), (Verb.START, State.IN_HANDLING),
          (Verb.FINISH, State.HANDLED), (Verb.CLOSE, State.CLOSED))

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Past:
    """Everything the rows are made from."""

    city: CityMap
    kinds: tuple[Kind, ...]
    draws: Draws
    times: Times
    sent: Assignments
    book: list[Locale]
    """By community."""
    now: datetime
    zone: ZoneInfo

    def now_us(self) -> int:
        """Return now in microseconds since 1970."""
        return int(self.now.timestamp() * SECOND)


@dataclass(frozen=True)
class Slice:
    """Rows ready to be stored; `days` counts the cases of each city day, whose numbers are still to be drawn."""

    cases: list[Row]
    events: list[Row]
    dispatches: list[Row]


def is_full_trail(times: Times, now_us: int) -> NDArray[np.bool_]:
    """Return which cases keep every event: those open, or closed within the last days."""
    return times.closed > now_us - FULL_TRAIL_DAYS * 24 * HOUR


def states_at(times: Times, now_us: int) -> NDArray[np.int64]:
    """Return how many steps of COURSE each case has made; a declined one has made none."""
    steps = [times.accepted, times.sent, times.begun, times.handled, times.closed]
    made = np.sum([step <= now_us for step in steps], axis=0)
    return np.where(times.declined, 0, made)


def number_cases(past: Past) -> tuple[list[str], dict[str, int]]:
    """Return the case numbers (city day and serial) and how many each day used up, as intake counts them."""
    first = datetime.fromtimestamp(int(past.draws.at[0]) / SECOND, UTC)
    days = (past.now.astimezone(past.zone).date() - first.astimezone(past.zone).date()).days
    noons = [clock.days_before(past.now, back, past.zone) for back in range(days, -1, -1)]
    starts = [clock.start_of_day(moment, past.zone) for moment in noons]
    edges = np.array([int(start.timestamp()) * SECOND for start in starts])
    day = np.searchsorted(edges, past.draws.at, side="right") - 1
    labels = [start.astimezone(past.zone).strftime("%y%m%d") for start in starts]
    used = np.bincount(day, minlength=len(labels))
    serial = np.arange(len(day)) - (np.cumsum(used) - used)[day] + 1
    numbers = [f"{labels[d]}{n:05d}" for d, n in zip(day.tolist(), serial.tolist(), strict=True)]
    return numbers, {label: n for label, n in zip(labels, used.tolist(), strict=True) if n}


def slices(past: Past, case_nos: list[str], first_id: int) -> Iterator[Slice]:
    """Yield the rows, oldest cases first; ids run on from `first_id`."""
    now_us = past.now_us()
    made, full = states_at(past.times, now_us), is_full_trail(past.times, now_us)
    for start in range(0, len(case_nos), SLICE):
        part = range(start, min(start + SLICE, len(case_nos)))
        moments = _moments(past, slice(part.start, part.stop), now_us)
        piece = Slice([], [], [])
        for place, i in enumerate(part):
            at = tuple(column[place] for column in moments)
            row = _case(past, i, int(made[i]), at) | {"id": first_id + i, "case_no": case_nos[i]}
            events = _events(past, i, row, at, full=bool(full[i]))
            row["version"] = len(events)
            piece.cases.append(row)
            piece.events.extend(events)
            piece.dispatches.extend(_dispatches(past, i, row, now_us))
        yield piece


def _moments(past: Past, part: slice, now_us: int) -> list[list[str | None]]:
    """Return received, accepted, sent, begun, handled, closed, due as stored; None for what has not happened."""
    times = past.times
    columns = [times.received, times.accepted, times.sent, times.begun, times.handled, times.closed]
    return [*(moments_stored(column[part], now_us) for column in columns), moments_stored(times.due[part], LATEST)]


def _case(past: Past, i: int, made: int, at: tuple[str | None, ...]) -> Row:
    draws, kind = past.draws, past.kinds[past.draws.kind[i]]
    received, accepted, _, _, handled, closed, due = at
    grid, chance, hot = int(draws.grid[i]), int(draws.chance[i]), int(draws.hot[i])
    community = int(past.city.grids().parent[grid])
    text, address = word(past.book[community], kind, chance if hot < 0 else hot * 104_729, chance)
    state = State.DECLINED if past.times.declined[i] and closed else (COURSE[made - 1][1] if made else State.REPORTED)
    seen = accepted if kind.priority <= 2 and closed is None else None
    return {
        "source": SOURCE, "event_id": f"{past.city.seed}-{i + 1}", "channel": _channel(kind, chance),
        "state": state.value, "is_open": is_open(state), "class_scheme": catalogue.SCHEME, "class_code": kind.code,
        "major_code": kind.major, "text": text + REPEATED if hot >= 0 and chance % 4 == 0 else text,
        "address": address, "priority": kind.priority,
        "lon": float(draws.points[i, 0]), "lat": float(draws.points[i, 1]), "placed": "point",
        "area_code": past.city.grids().codes[grid], "occurred_at": received, "received_at": received,
        "hour_no": int(past.draws.at[i]) // HOUR, "first_response_at": accepted, "due_at": due, "handled_at": handled,
        "closed_at": closed, "department": kind.department, "acknowledged_at": seen,
        "acknowledged_by": names.SENDERS[0] if seen else None,
    }


def _channel(kind: Kind, chance: int) -> str:
    return CHANNELS[chance // 17 % 3] if chance // 23 % 100 < OTHER_CHANNEL * 100 else kind.voice


def _events(past: Past, i: int, row: Row, at: tuple[str | None, ...], *, full: bool) -> list[Row]:
    """Return what happened to the case; of old cases only how they began and ended, as an import would keep them."""
    steps: list[tuple[Verb, State, str | None, str]] = []
    chance = int(past.draws.chance[i])
    if past.times.declined[i]:
        steps.append((Verb.DECLINE, State.DECLINED, at[5], names.ANSWERERS[chance % 5]))
    elif full:
        if row["acknowledged_at"]:
            steps.append((Verb.ACKNOWLEDGE, State.REPORTED, at[1], row["acknowledged_by"]))
        steps += [(verb, state, moment, "") for (verb, state), moment in zip(COURSE, at[1:6], strict=True)]
    else:
        steps.append((Verb.CLOSE, State.CLOSED, at[5], names.CHECKERS[chance % 3]))
    events = [_event(row["id"], 1, (Verb.REPORT, "", State.REPORTED), row["received_at"], names.SOURCES[row["channel"]])
              | {"details": json_stored({"source": SOURCE, "category": row["class_code"]})}]
    before = State.REPORTED
    for verb, after, moment, by in steps:
        if moment is not None:
            step = (verb, before.value, after)
            events.append(_event(row["id"], len(events) + 1, step, moment, by or _by(past, i, verb))
                          | _details(past, i, verb))
            before = after
    return events


def _event(case_id: int, version: int, move: tuple[Verb, str, State], at: str, by: str) -> Row:
    verb, before, after = move
    note = names.DECLINED_NOTE if verb is Verb.DECLINE else ""
    return {"case_id": case_id, "version": version, "verb": verb.value, "before": before, "after": after.value,
            "at": at, "person": None, "by_name": by, "note": note, "details": NO_DETAILS}


def _units_of(past: Past, i: int) -> list[Row]:
    if i in past.sent.now:
        return past.sent.now[i]
    return [past.sent.before[i]] if i in past.sent.before else []


def _by(past: Past, i: int, verb: Verb) -> str:
    chance = int(past.draws.chance[i])
    if verb in (Verb.START, Verb.FINISH):
        return next((str(unit["name"]) for unit in _units_of(past, i)), names.DESK)
    desks = {Verb.ACCEPT: names.ANSWERERS, Verb.DISPATCH: names.SENDERS, Verb.CLOSE: names.CHECKERS}[verb]
    return desks[chance % len(desks)]


def _details(past: Past, i: int, verb: Verb) -> Row:
    if verb is not Verb.DISPATCH:
        return {}
    units = _units_of(past, i)
    told = {"units": [unit["id"] for unit in units], "names": [unit["name"] for unit in units],
            "names_en": [unit["name_en"] for unit in units]}
    return {"details": json_stored(told)}


def _dispatches(past: Past, i: int, row: Row, now_us: int) -> list[Row]:
    times = past.times
    rows = []
    for unit in _units_of(past, i):
        sent, begun = int(times.sent[i]), int(times.begun[i])
        away = setting_out(times, i)
        reached = NEVER if begun > now_us else max(sent + away, begun - MINUTE)
        happened = moments_stored(np.array([sent, sent + away, reached, times.handled[i]]), now_us)
        rows.append({
            "case_id": row["id"], "unit_id": unit["id"], "area_code": row["area_code"], "sent_at": happened[0],
            "sent_by": _by(past, i, Verb.DISPATCH), "under_way_at": happened[1], "arrived_at": happened[2],
            "ended_at": happened[3], "outcome": "finished" if happened[3] else None,
            "distance_m": metres_between(unit["home_lon"], unit["home_lat"], row["lon"], row["lat"]),
        })
    return rows
