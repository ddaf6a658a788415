"""One round of the live feed: read once what happened, and make each frame once for all who get it.

A round is one read transaction, so the log, the figures and the lists in it are of one moment:
whoever joins in this round misses nothing after it and gets nothing twice. Each view is read
under a scope as narrow as the view itself, so the row guard of the database stands behind it.
"""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dashboard import live_frames
from dashboard.live_frames import NOTHING, Frame, Values, seconds
from data.alarms import muting
from data.areas import queries as areas
from data.cases import figures
from data.cases import queries as cases
from data.cases.bodies import case_body, unit_body
from data.city_stage import announcing
from data.errors import NotFound
from data.models.change import Change
from data.scope import Grant, Scope
from data.settings import Settings
from data.storage import changes
from data.storage.database import Database, guard
from data.units import queries as units
from data.visit import Visit, reading
from data.warnings import issuing

MOST_LINES = 1_000
"""Further behind than this, a snapshot is the shorter way."""
MOST_CASES = 1_000
MAY_SEE = frozenset({"areas.view", "cases.view", "units.view"})
FEED_ROWS = 40
OF_ALL = ("city_stage", muting.KIND, issuing.KIND)
"""Changes that concern every screen, wherever it looks."""


@dataclass(frozen=True)
class View:
    """What a screen follows. All screens with the same view get the same bytes."""

    area: str
    units: bool
    """Does it show units?"""
    departments: tuple[str, ...] = ()
    """Only the cases of these departments; () means all."""
    finest: bool = False
    """Does it show every grid, however many?"""

    @classmethod
    def of(cls, scope: Scope, area: str, *, finest: bool = False) -> "View":
        """Return what somebody may follow in an area."""
        return cls(area, "units.view" in scope.may, scope.departments_in(area), finest)

    def scope(self) -> Scope:
        """Return a scope as narrow as this view."""
        if not self.departments:
            return Scope(name="live", areas=frozenset({self.area}), may=MAY_SEE)
        return Scope.of_grants("live", "live", (Grant(permission=permission, area=self.area, department=department)
                                                for permission in MAY_SEE for department in self.departments))

    def concerns(self, line: Change) -> bool:
        """Is this change one that the view shows?"""
        return line.kind in OF_ALL or (line.area_code.startswith(self.area) and (
            not self.departments or line.kind != "case" or line.body.get("dept") in self.departments))


@dataclass(frozen=True)
class Held:
    """The figures that every screen of a view holds after the frames it was sent."""

    level: int
    width: int
    values: Values
    coarse: int
    """Open cases placed more coarsely than the level."""

    @property
    def total(self) -> int:
        """How many cases are open in the view's area."""
        return sum(value[0] for value in self.values.values()) + self.coarse


@dataclass(frozen=True)
class Wish:
    """What somebody who joins asks for: a view, and where they stopped, if they know."""

    view: View
    after: int | None = None
    epoch: str = ""
    greet: bool = True
    """A new connection is greeted, a change of area is not."""


@dataclass(frozen=True)
class Ask:
    """What a round has to do. `epoch` empty: there was no round before."""

    epoch: str
    seq: int
    held: Mapping[View, Held]
    wishes: tuple[Wish, ...] = ()
    recount: frozenset[View] = frozenset()


@dataclass
class Found:
    """What a round found: frames for those who are there (`news`), for those who join (`starts`)."""

    epoch: str
    seq: int
    news: dict[View, list[Frame]] = field(default_factory=dict)
    starts: dict[Wish, list[Frame]] = field(default_factory=dict)
    held: dict[View, Held] = field(default_factory=dict)
    gone: set[View] = field(default_factory=set)
    """Views of areas that do not exist (any more)."""
    encoded: int = 0


@dataclass(frozen=True)
class _Log:
    """The changes since the last round, or the reason why everybody starts anew."""

    lines: list[Change]
    anew: str = ""
    """"map": areas changed; "log": the log cannot tell what happened since."""


def read_round(database: Database, settings: Settings, ask: Ask, now: datetime) -> Found:
    """Return what to send. Raises NotFound before there is a city, one of UNAVAILABLE without a database."""
    with reading(database, Scope.of_job("live"), settings, now=now) as visit:
        newest = changes.last_seq(visit.session)
        work = _Round(visit, Found(visit.city.epoch, newest), ask.recount)
        log = _since(visit, ask.epoch or visit.city.epoch, ask.seq if ask.epoch else newest, newest)
        for view, held in ask.held.items():
            work.tell(view, held, log)
        for wish in ask.wishes:
            work.start(wish)
        return work.found


def choose_view(database: Database, settings: Settings, scope: Scope, area: str, finest: bool = False) -> View:
    """Return the view of an area, of the person's home when it is empty.

    Raises NotAllowed for an area outside the scope, NotFound for one that does not exist.
    """
    with reading(database, scope, settings) as visit:
        code = area or scope.home(visit.city.code)
        scope.require_area(code)
        return View.of(scope, areas.find(visit, code).area_code, finest=finest)


def _since(visit: Visit, epoch: str, seq: int, newest: int) -> _Log:
    if epoch != visit.city.epoch or seq > newest:
        return _Log([], "log")
    if seq == newest:
        return _Log([])
    lines = changes.since(visit.session, seq, limit=MOST_LINES + 1)
    if any(line.kind == "map" for line in lines):
        return _Log([], "map")
    if len(lines) > MOST_LINES or lines[0].seq != seq + 1:
        return _Log([], "log")
    return _Log(lines)


class _Round:
    """The work of one round; it keeps what it made, so that nothing is read or encoded twice."""

    def __init__(self, visit: Visit, found: Found, recount: frozenset[View]) -> None:
        self.visit = visit
        self.found = found
        self.recount = recount
        self.kept: dict[tuple[str, View], Frame] = {}

    def tell(self, view: View, held: Held, log: _Log) -> None:
        """Make the news for those who follow a view already."""
        if log.anew:
            self._restart(view, log.anew)
            return
        visit = self._narrowed(view)
        lines = [line for line in log.lines if view.concerns(line)]
        new = count(visit, view) if view in self.recount else _recount(visit, view, held, lines)
        self.found.held[view] = new
        items = live_frames.items_of(lines, units=view.units)
        values = live_frames.differing(new.values, held.values)
        if items or values or new.coarse != held.coarse:
            self.found.news[view] = [self._changes(items, values, new)]

    def _restart(self, view: View, reason: str) -> None:
        try:
            first = self._map() if reason == "map" else self._hello(view)
            self.found.news[view] = [first, self._snapshot(view)]
        except NotFound:
            self.found.gone.add(view)

    def start(self, wish: Wish) -> None:
        """Make the first frames for those who join."""
        try:
            frames = [self._hello(wish.view)] if wish.greet else []
            log = _Log([], "log")
            if wish.after is not None:
                log = _since(self.visit, wish.epoch, wish.after, self.found.seq)
            self.found.starts[wish] = [*frames, self._snapshot(wish.view) if log.anew else self._rest(wish.view, log)]
        except NotFound:
            self.found.gone.add(wish.view)

    def _rest(self, view: View, log: _Log) -> Frame:
        """Return what somebody missed. They get all figures: those change with time too, and we do not know theirs."""
        lines = [line for line in log.lines if view.concerns(line)]
        held = self._held(view)
        return self._changes(live_frames.items_of(lines, units=view.units), held.values, held)

    def _held(self, view: View) -> Held:
        if view not in self.found.held:
            visit = self._narrowed(view)
            areas.find(visit, view.area)
            self.found.held[view] = count(visit, view)
        return self.found.held[view]

    def _narrowed(self, view: View) -> Visit:
        scope = view.scope()
        guard(self.visit.session, scope)
        return dataclasses.replace(self.visit, scope=scope)

    def _changes(self, items: list[dict[str, Any]], values: Values, held: Held) -> Frame:
        self.found.encoded += 1
        return live_frames.encode("changes", seq=self.found.seq, at=seconds(self.visit.now), items=items, values=values,
                                  coarse=held.coarse, cases_total=held.total)

    def _hello(self, view: View) -> Frame:
        city = self.visit.city
        return self._keep("hello", view, lambda: {
            "epoch": city.epoch, "seq": self.found.seq, "server_time": seconds(self.visit.now), "area": view.area,
            "level": self._held(view).level, "map_version": city.map_version, "marker": city.marker,
        })

    def _map(self) -> Frame:
        return self._keep("map", View("", False), lambda: {"map_version": self.visit.city.map_version})

    def _snapshot(self, view: View) -> Frame:
        return self._keep("snapshot", view, lambda: self._all_of(view))

    def _keep(self, kind: str, view: View, fields: Callable[[], dict[str, Any]]) -> Frame:
        if (kind, view) not in self.kept:
            self.found.encoded += 1
            self.kept[kind, view] = live_frames.encode(kind, **fields())
        return self.kept[kind, view]

    def _all_of(self, view: View) -> dict[str, Any]:
        return snapshot(self._narrowed(view), view, self._held(view), self.found.seq)


def snapshot(visit: Visit, view: View, held: Held, seq: int) -> dict[str, Any]:
    """Return all that a screen of a view draws from the feed, at the visit's moment."""
    at = seconds(visit.now)
    return {
        "seq": seq, "at": at, "area": view.area, "level": held.level, "values": held.values,
        "coarse": held.coarse, "cases_total": held.total,
        "cases": [case_body(case) for case in cases.open_cases(visit, view.area, MOST_CASES)],
        "units": [_shown(unit) for unit in units.units_shown(visit, view.area)] if view.units else [],
        "feed": [case_body(case) for case in cases.latest(visit, view.area, FEED_ROWS)],
        "city_stage": announcing.body_in_force(visit), "mute": muting.in_force(visit),
        "stamp": {"as_of": at, "marker": visit.city.marker, "map_version": visit.city.map_version},
    }


def _shown(unit: Any) -> dict[str, Any]:
    body = unit_body(unit)
    return {**body, "unit_kind": body["kind"]}


def count(visit: Visit, view: View) -> Held:
    """Return the figures of a view at the visit's moment."""
    level = areas.display_level(visit, view.area, finest=view.finest)
    width = visit.city.width_of(level)
    return Held(level, width, figures.area_values(visit, view.area, level),
                cases.count_open(visit, view.area, shorter_than=width))


def _recount(visit: Visit, view: View, held: Held, lines: list[Change]) -> Held:
    """Return the figures after some changes; only the areas that were touched are counted again."""
    touched = {line.area_code for line in lines if line.kind == "case"}
    if not touched:
        return held
    codes = sorted({code[:held.width] for code in touched if len(code) >= held.width})
    fresh = figures.area_values(visit, view.area, held.level, codes) if codes else {}
    values = {code: value for code, value in {**held.values, **fresh}.items() if value != NOTHING}
    coarse = held.coarse
    if any(len(code) < held.width for code in touched):
        coarse = cases.count_open(visit, view.area, shorter_than=held.width)
    return Held(held.level, held.width, values, coarse)
