"""The demo city's past before it is rows: what happened to each case, when, and by whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from data.calendar.working_time import Calendar
from data.cases import suspicions
from data.cases.states import State, Verb
from data.demo import catalogue, names
from data.demo.areas import CityMap
from data.demo.catalogue import Kind
from data.demo.course import FIRST_ROUND, MINUTE, MOVES_OF, Step, Times
from data.demo.draws import Draws
from data.demo.engaged import Assignments
from data.demo.timeline import us_of
from data.demo.verdicts import Verdicts
from data.demo.wording import Locale

SUPPORT_WITHIN = 120 * MINUTE
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
        return self.kinds[int(self.draws.kind[i])]


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
    ended = past.times.at[i, [Step.DECLINED, Step.CLOSED]].min()
    until = min(received + SUPPORT_WITHIN, now_us, int(ended))
    count = int(past.verdicts.supporters[i])
    return [received + (until - received) * (n + 1) // (count + 2) for n in range(count)]


def note_of(past: Past, i: int, verb: Verb) -> str:
    """Return what was written with a step, empty for one that needs no words."""
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
