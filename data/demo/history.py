"""The demo city's past as rows: cases with their events, dispatches, clocks and supporters, in slices."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, insert, literal, select
from sqlalchemy.orm import Session

from data import clock
from data.cases.states import State, Verb, is_open
from data.demo import catalogue, names, trails
from data.demo.course import HOUR, MOVES_OF, NEVER, Numbers, Step, Times, last_steps
from data.demo.details import ANSWERED_VIA, SUPPORTERS_CHANNEL
from data.demo.draws import SECOND, Draws
from data.demo.past import Happened, Past, Row, by_whom, happened, supports
from data.demo.storing import json_stored, moments_stored
from data.demo.trails import SOURCE
from data.demo.verdicts import ASKED_CHANNELS, NOT_SAID, reporter, yes_or_no
from data.demo.wording import REPEATED, word
from data.models.case import Case
from data.models.report import Reply, Supporter

SLICE = 10_000
FULL_TRAIL_DAYS = 3
CHANNELS = tuple(names.SOURCES)
OTHER_CHANNEL = 0.3
LATEST = int(NEVER) - 1
MOMENTS = {
    "accepted_at": (Step.ACCEPTED,), "dispatched_at": (Step.FIRST_SENT, Step.SENT),
    "signed_at": (Step.FIRST_SIGNED, Step.FIRST_BEGUN, Step.SIGNED, Step.BEGUN), "handled_at": (Step.HANDLED,),
    "verified_at": (Step.VERIFIED,), "followed_up_at": (Step.CALLED_BACK,), "evaluated_at": (Step.EVALUATED,),
    "closed_at": (Step.DECLINED, Step.CLOSED), "first_response_at": (Step.DECLINED, Step.ACCEPTED),
}
"""Column of a case -> the steps of which the first that happened gives its moment."""
COUNTS = {"returns": Step.RETURNED, "reworks": Step.REWORKED, "reopenings": Step.DISSATISFIED,
          "extensions": Step.GRANTED}
EVENT_MOMENTS, DISPATCH_MOMENTS = ("at",), ("sent_at", "under_way_at", "arrived_at", "ended_at")
CLOCK_MOMENTS = ("begun_at", "due_at", "ended_at")


@dataclass(frozen=True)
class Slice:
    """Rows ready to be stored."""

    cases: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    dispatches: list[Row] = field(default_factory=list)
    clocks: list[Row] = field(default_factory=list)
    supporters: list[Row] = field(default_factory=list)


def channels(kinds: tuple[catalogue.Kind, ...], draws: Draws) -> NDArray[np.str_]:
    """Return by which way each case came in: mostly the one that is usual for its class."""
    usual = np.array([kind.voice for kind in kinds])[draws.kind]
    others = np.array(CHANNELS[:3])[draws.chance // 17 % 3]
    return np.asarray(np.where(draws.chance // 23 % 100 < OTHER_CHANNEL * 100, others, usual))


def is_full_trail(times: Times, now_us: int) -> NDArray[np.bool_]:
    """Return which cases keep every event: those open, or closed within the last days."""
    return times.ended() > now_us - FULL_TRAIL_DAYS * 24 * HOUR


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
    full = is_full_trail(past.times, now_us)
    voices = channels(past.kinds, past.draws)
    for start in range(0, len(case_nos), SLICE):
        part = slice(start, min(start + SLICE, len(case_nos)))
        columns = _columns(past, part, now_us)
        found = Slice()
        for i, values in zip(range(part.start, part.stop), zip(*columns.values(), strict=True), strict=True):
            said = {"case_no": case_nos[i], **_said(past, i, first_id + i, str(voices[i]))}
            row = said | dict(zip(columns, values, strict=True))
            found.cases.append(row)
            _tell(past, found, row, i, is_full=bool(full[i]), now_us=now_us)
        _write_moments(found.events, EVENT_MOMENTS, LATEST)
        _write_moments(found.dispatches, DISPATCH_MOMENTS, now_us)
        _write_moments(found.clocks, CLOCK_MOMENTS, LATEST)
        _write_moments(found.supporters, EVENT_MOMENTS, LATEST)
        yield found


def _columns(past: Past, part: slice, now_us: int) -> dict[str, list[object]]:
    """Return the columns of a slice's cases that are reckoned for all at once, in the database's own form."""
    times, draws = past.times.of_cases(part), past.draws
    at, last = times.at, last_steps(times, now_us)
    states = [MOVES_OF[step][1] if step >= 0 else State.REPORTED for step in last.tolist()]
    received = moments_stored(times.received, now_us)
    found: dict[str, list[object]] = {
        "state": [state.value for state in states], "is_open": [is_open(state) for state in states],
        "lon": draws.points[part, 0].tolist(), "lat": draws.points[part, 1].tolist(), "occurred_at": [*received],
        "received_at": [*received], "hour_no": (draws.at[part] // HOUR).tolist(),
        "due_at": [*moments_stored(times.due_by(now_us), LATEST)],
        "supporters": past.verdicts.supporters[part].tolist(),
    }
    for name, steps in MOMENTS.items():
        found[name] = [*moments_stored(at[:, list(steps)].min(axis=1), now_us)]
    for name, step in COUNTS.items():
        found[name] = (at[:, step] <= now_us).astype(int).tolist()
    is_paused, is_asking = last == Step.SUSPENDED, last == Step.ASKED
    found["paused_at"] = [*moments_stored(np.where(is_paused, at[:, Step.SUSPENDED], NEVER), LATEST)]
    found["asked_due_at"] = [*moments_stored(np.where(is_asking, times.until, NEVER), LATEST)]
    return found | _verdicts(past, part, last, now_us)


def _verdicts(past: Past, part: slice, last: Numbers, now_us: int) -> dict[str, list[object]]:
    """Return what reporters answered, the grade and why a closing is not believed, as far as each case has got."""
    verdicts, at = past.verdicts, past.times.at[part]
    is_answered, is_graded = (at[:, step] <= now_us for step in (Step.CALLED_BACK, Step.EVALUATED))
    is_refused = (at[:, Step.DISSATISFIED] <= now_us) & ~is_answered
    found: dict[str, list[object]] = {}
    for name, refused in (("contacted", 1), ("solved", 0), ("satisfied", 0)):
        said = np.where(is_answered, getattr(verdicts, name)[part], np.where(is_refused, refused, NOT_SAID))
        found[name] = [yes_or_no(one) for one in said.tolist()]
    grades = zip(verdicts.grade[part].tolist(), is_graded.tolist(), strict=True)
    found["grade"] = [grade if graded else None for grade, graded in grades]
    found["suspicions"] = np.where(last == Step.CLOSED, verdicts.suspicions[part], 0).tolist()
    return found


def _said(past: Past, i: int, case_id: int, channel: str) -> Row:
    """Return what the case says of itself, whatever has become of it."""
    draws, kind = past.draws, past.kind(i)
    grid, chance, hot = int(draws.grid[i]), int(draws.chance[i]), int(draws.hot[i])
    community = int(past.city.grids().parent[grid])
    text, address = word(past.book[community], kind, chance if hot < 0 else hot * 104_729, chance)
    return {
        "id": case_id, "version": 1, "source": SOURCE, "event_id": f"{past.city.seed}-{case_id}", "channel": channel,
        "class_scheme": catalogue.SCHEME, "class_code": kind.code, "major_code": kind.major,
        "text": text + REPEATED if hot >= 0 and chance % 4 == 0 else text, "address": address,
        "priority": kind.priority, "placed": "point", "area_code": past.city.grids().codes[grid],
        "department": kind.department, "acknowledged_at": None, "acknowledged_by": None, "stage_due_at": None,
        "reporter": json_stored(reporter(chance)) if channel in ASKED_CHANNELS else None,
    }


def _tell(past: Past, found: Slice, row: Row, i: int, *, is_full: bool, now_us: int) -> None:
    """Add what belongs to a case, and to its row what follows from that."""
    if past.verdicts.supporters[i]:
        found.supporters.extend(_supporters(past, row, i, now_us))
    if not is_full:
        events = trails.short_trail(past, row, i)
    else:
        steps = happened(past, i, now_us)
        events = trails.full_trail(past, row, i, steps)
        clocks = trails.clock_rows(past, row["id"], i, steps, now_us)
        if clocks and clocks[-1]["ended_at"] == NEVER:
            row["stage_due_at"] = moments_stored(np.array([clocks[-1]["due_at"]]), LATEST)[0]
        _acknowledge(row, steps, by_whom(past, i, Verb.ACKNOWLEDGE, None))
        found.clocks.extend(clocks)
        found.dispatches.extend(trails.dispatch_rows(past, row, i, now_us))
    row["version"] = len(events)
    found.events.extend(events)


def _acknowledge(row: Row, steps: list[Happened], by: str) -> None:
    at = next((one.at for one in steps if one.verb is Verb.ACKNOWLEDGE), None)
    if at is not None:
        row["acknowledged_at"], row["acknowledged_by"] = moments_stored(np.array([at]), LATEST)[0], by


def _supporters(past: Past, row: Row, i: int, now_us: int) -> Iterator[Row]:
    for number, at in enumerate(supports(past, i, now_us), start=1):
        chance = int(past.draws.chance[i]) // 7 + number * 7_919
        yield {
            "case_id": row["id"], "area_code": row["area_code"], "source": SOURCE,
            "event_id": f"{row['event_id']}+{number}", "channel": SUPPORTERS_CHANNEL, "at": at,
            "text": names.SUPPORTED[chance % len(names.SUPPORTED)], "reporter": json_stored(reporter(chance)),
        }


def answer_supporters(session: Session) -> int:
    """Let every supporter of a case whose reporter was called back have been told then; return how many were."""
    told = (select(Supporter.case_id, Supporter.area_code, Supporter.id, Case.followed_up_at, literal(names.CALLERS[0]),
                   literal(ANSWERED_VIA), literal(names.ANSWERED))
            .join(Case, Case.id == Supporter.case_id).where(Case.followed_up_at.is_not(None)).order_by(Supporter.id))
    columns = ["case_id", "area_code", "supporter_id", "at", "by_name", "via", "text"]
    session.execute(insert(Reply).from_select(columns, told))
    return session.execute(select(func.count()).select_from(Reply)).scalar_one()


def _write_moments(rows: list[Row], columns: tuple[str, ...], until: int) -> None:
    """Put the rows' moments into the database's own form."""
    for name in columns:
        texts = moments_stored(np.array([row[name] for row in rows], dtype=np.int64), until)
        for row, text in zip(rows, texts, strict=True):
            row[name] = text


