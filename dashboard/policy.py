"""The one table of what this server answers: which path, which method, to whom, how large, how often.

What is not in the table does not exist (404). A new route needs a line here, or the door stays shut
and the tests say so.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from dashboard.response_headers import DOCUMENT
from data.cases.states import MOVES


class Who(StrEnum):
    """Who may knock."""

    ANYBODY = "anybody"
    PERSON = "person"
    """Somebody who signed in."""
    PROGRAM = "program"
    """The holder of a key."""
    EITHER = "either"


class Kind(StrEnum):
    """What is answered; metrics count by it, and headers depend on it."""

    PAGE = "page"
    STATIC = "static"
    DATA = "data"
    CALLBACK = "callback"
    LIVE = "live"
    HEALTH = "health"


GET, POST = frozenset({"GET"}), frozenset({"POST"})
SMALL, NORMAL, BATCH = 16 * 1024, 1024 * 1024, 10 * 1024 * 1024
"""Largest bodies in bytes."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One path. `{name}` stands for one segment, a final `*` for all that follows."""

    path: str
    who: Who
    methods: frozenset[str] = GET
    may: tuple[str, ...] = ()
    """Any one of these permissions is enough; none listed means that being known is enough."""
    kind: Kind = Kind.DATA
    rate: str = "data"
    max_body: int = SMALL
    content_policy: str = ""
    """The Content-Security-Policy of what is answered here, where it is stricter than everywhere else's."""
    pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        escaped = re.escape(self.path).replace(r"\*", ".+")
        object.__setattr__(self, "pattern", re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", escaped)))

    def is_websocket(self) -> bool:
        """Is this entry for a websocket?"""
        return self.kind is Kind.LIVE


def _page(path: str, *may: str) -> Entry:
    return Entry(path=path, who=Who.PERSON, may=may, kind=Kind.PAGE, rate="page")


def _static(path: str) -> Entry:
    return Entry(path=path, who=Who.ANYBODY, kind=Kind.STATIC, rate="")


def _read(path: str, *may: str, who: Who = Who.EITHER) -> Entry:
    return Entry(path=path, who=who, may=may)


MAY_MOVE = tuple(sorted({one for move in MOVES.values() for one in move.permissions}))
BRINGS_PICTURES = tuple(sorted({*MAY_MOVE, "cases.report", "events.write"}))

TABLE = (
    # Pages
    _page("/"),
    _page("/wall/{profile}", "wall.view"),
    _page("/wall/{profile}/calibrate", "wall.view"),
    _page("/desk/{view}", "desk.view"),
    # The phone: what its pages are made of holds nobody's data
    *(_static(f"/m/{name}") for name in ("phone.js", "phone.css", "worker.js", "app.webmanifest", "icon.svg", "shell")),
    _page("/m/{view}", "phone.view"),
    Entry(path="/signin", who=Who.ANYBODY, kind=Kind.PAGE, rate="page"),
    Entry(path="/signin", who=Who.ANYBODY, methods=POST, kind=Kind.PAGE, rate="signin"),
    # A wall that nobody has let in yet
    Entry(path="/pair", who=Who.ANYBODY, kind=Kind.PAGE, rate="page"),
    Entry(path="/pairings", who=Who.ANYBODY, methods=POST, rate="signin"),
    Entry(path="/pairings/fetch", who=Who.ANYBODY, methods=POST, rate="page"),
    Entry(path="/signout", who=Who.PERSON, methods=POST, kind=Kind.PAGE, rate="write"),
    Entry(path="/language", who=Who.PERSON, methods=POST, kind=Kind.PAGE, rate="write"),
    # What pages are made of
    _static("/assets/*"),
    _static("/_dash-component-suites/{package}/*"),
    _static("/_favicon.ico"),
    _read("/_dash-layout", who=Who.PERSON),
    _read("/_dash-dependencies", who=Who.PERSON),
    Entry(path="/_dash-update-component", who=Who.PERSON, methods=POST, kind=Kind.CALLBACK, max_body=NORMAL),
    _read("/panels/{surface}", "wall.view", "desk.view", who=Who.PERSON),
    _read("/filtered", "cases.view", who=Who.PERSON),
    _read("/past/density", "cases.view", who=Who.PERSON),
    _read("/past/next", "cases.view", who=Who.PERSON),
    # Screens kept as they stood
    _read("/snapshots", "desk.view", who=Who.PERSON),
    Entry(path="/snapshots", who=Who.PERSON, methods=POST, may=("desk.view",), rate="write"),
    _read("/snapshots/{id}", "desk.view", who=Who.PERSON),
    Entry(path="/snapshots/{id}/withdraw", who=Who.PERSON, methods=POST, may=("desk.view",), rate="write"),
    # Briefings: documents that run no script
    _read("/briefings", "desk.view", who=Who.PERSON),
    Entry(path="/briefings", who=Who.PERSON, methods=POST, may=("briefs.make",), rate="write"),
    Entry(path="/brief/{id}", who=Who.PERSON, may=("desk.view", "phone.view"), kind=Kind.PAGE, rate="page",
          content_policy=DOCUMENT),
    Entry(path="/brief/{id}/{format}", who=Who.PERSON, may=("desk.view", "phone.view")),
    Entry(path="/brief/{id}/against/{other}", who=Who.PERSON, may=("desk.view", "phone.view"), kind=Kind.PAGE,
          rate="page", content_policy=DOCUMENT),
    _read("/brief/{id}/sentences", "desk.view", "phone.view", who=Who.PERSON),
    Entry(path="/brief/{id}/sentences", who=Who.PERSON, methods=POST, may=("briefs.make", "briefs.release"),
          rate="write", max_body=NORMAL),
    Entry(path="/brief/{id}/release", who=Who.PERSON, methods=POST, may=("briefs.release",), rate="write"),
    _read("/brief-jobs", "desk.view", "phone.view", who=Who.PERSON),
    Entry(path="/brief-jobs", who=Who.PERSON, methods=POST, may=("desk.view", "phone.view"), rate="write"),
    _read("/brief-jobs/{id}", "desk.view", "phone.view", who=Who.PERSON),
    Entry(path="/brief-jobs/{id}/cancel", who=Who.PERSON, methods=POST, may=("desk.view", "phone.view"), rate="write"),
    # The same by a signed link, for readers who have no account
    *(Entry(path=f"/brief-link/{{token}}{more}", who=Who.ANYBODY, kind=Kind.PAGE, rate="page")
      for more in ("", "/{format}")),
    # Dispatch proposals
    _read("/proposals", "units.view", who=Who.PERSON),
    Entry(path="/proposals", who=Who.PERSON, methods=POST, may=("cases.dispatch",), rate="write"),
    _read("/proposals/{id}", "units.view", who=Who.PERSON),
    *(Entry(path=f"/proposals/{{id}}/{step}", who=Who.PERSON, methods=POST, may=("cases.dispatch",), rate="write",
            max_body=NORMAL) for step in ("price", "accept")),
    _read("/walls/{profile}/stage", "wall.view", who=Who.PERSON),
    _read("/walls/{profile}/programme", "wall.view", who=Who.PERSON),
    _read("/walls/{profile}/scenes/{name}", "wall.view", who=Who.PERSON),
    _read("/city-stage", who=Who.PERSON),
    _read("/warnings/{id}.cap", "areas.view", who=Who.PERSON),
    _read("/coverage-gaps", "units.view", who=Who.PERSON),
    *(Entry(path=f"/coverage-gaps/{step}", who=Who.PERSON, methods=POST, may=("cases.dispatch",), rate="write")
      for step in ("relief", "recall")),
    Entry(path="/sound", who=Who.PERSON, methods=POST, may=("desk.view",), rate="write"),
    _read("/pages/{name}", "desk.view", who=Who.PERSON),
    _read("/search", "desk.view", who=Who.PERSON),
    Entry(path="/pages/{name}/{act}", who=Who.PERSON, methods=POST, may=("desk.view",), rate="write",
          max_body=NORMAL),
    *(Entry(path=f"/bulk/{step}", who=Who.PERSON, methods=POST, may=MAY_MOVE, rate="write", max_body=NORMAL)
      for step in ("cases", "preview", "run")),
    Entry(path="/export/cases", who=Who.PERSON, methods=POST, may=("desk.view",), rate="write"),
    Entry(path="/presence", who=Who.PERSON, methods=POST, may=("cases.instruct",), rate="write"),
    _read("/layers/{name}.geojson"),
    _read("/layers/{name}.mesh"),
    _read("/sources", who=Who.PERSON),
    _read("/sources/{name}/shapes", who=Who.PERSON),
    _read("/sources/{name}/tiles/{z}/{x}/{y}", who=Who.PERSON),
    Entry(path="/cameras/{id}/leave", who=Who.PERSON, methods=POST, may=("cameras.view",), rate="write"),
    _read("/cameras/{id}/picture", "cameras.view", who=Who.PERSON),
    _read("/cameras/{id}/stream.m3u8", "cameras.view", who=Who.PERSON),
    _read("/cameras/{id}/part", "cameras.view", who=Who.PERSON),
    _read("/tables/cameras.csv", "cameras.view", who=Who.PERSON),
    _read("/tables/facilities.csv", "areas.view", who=Who.PERSON),
    _read("/tables/warnings.csv", "areas.view", who=Who.PERSON),
    _read("/tables/shortfalls.csv", "cases.dispatch", "units.view", who=Who.PERSON),
    _read("/tables/forecasts.csv", "desk.view", who=Who.PERSON),
    Entry(path="/pictures", who=Who.EITHER, methods=POST, may=BRINGS_PICTURES, rate="write", max_body=BATCH),
    _read("/pictures/{sha256}", "cases.view", "cases.read", *BRINGS_PICTURES),
    Entry(path="/live", who=Who.EITHER, may=("cases.view", "cases.read"), kind=Kind.LIVE, rate="live"),
    # Tests of the screens
    Entry(path="/__test__/fault", who=Who.PERSON, methods=POST, may=("desk.view",), rate="write"),
    # Programs
    Entry(path="/healthz", who=Who.ANYBODY, kind=Kind.HEALTH, rate="health"),
    Entry(path="/api/v1/events", who=Who.PROGRAM, methods=POST, may=("events.write",), rate="events", max_body=BATCH),
    Entry(path="/api/v1/readings", who=Who.PROGRAM, methods=POST, may=("readings.write",), rate="write",
          max_body=NORMAL),
    Entry(path="/api/v1/facilities", who=Who.PROGRAM, methods=POST, may=("facilities.write",), rate="write",
          max_body=NORMAL),
    _read("/api/v1/stock", "areas.view", "cases.read"),
    Entry(path="/api/v1/stock", who=Who.PROGRAM, methods=POST, may=("stock.move",), rate="write", max_body=NORMAL),
    _read("/api/v1/cases", "cases.read"),
    _read("/api/v1/cases/{case_no}", "cases.read"),
    Entry(path="/api/v1/cases/{case_no}/moves", who=Who.EITHER, methods=POST, may=MAY_MOVE, rate="write"),
    _read("/api/v1/reports/nearby", "cases.report"),
    Entry(path="/api/v1/reports", who=Who.EITHER, methods=POST, may=("cases.report",), rate="write", max_body=NORMAL),
    Entry(path="/api/v1/cases/{case_no}/support", who=Who.EITHER, methods=POST, may=("cases.report",), rate="write"),
    _read("/api/v1/areas/{code}", "areas.view", "cases.read"),
    _read("/api/v1/areas/{code}/summary", "areas.view", "cases.read"),
    _read("/api/v1/figures", "areas.view", "cases.read"),
    _read("/api/v1/openapi.json", "api.describe", who=Who.PROGRAM),
    _read("/metrics", "metrics.read", who=Who.PROGRAM),
)

CLOSED = frozenset({
    "/_reload-hash", "/_dash-ws-callback", "/{path:path}", "{path:path}", "/docs", "/docs/oauth2-redirect", "/redoc",
    "/openapi.json", "/_mcp",
})
"""Routes that the libraries register and nobody may reach by their own name."""


@dataclass(frozen=True)
class Policy:
    """The table, and how a path finds its line."""

    table: tuple[Entry, ...] = TABLE

    def entries(self, path: str, *, websocket: bool = False) -> tuple[Entry, ...]:
        """Return the lines for a path, one per set of methods; none when there is no such path."""
        return tuple(entry for entry in self.table
                     if entry.is_websocket() is websocket and entry.pattern.fullmatch(path))

    def knows(self, template: str, method: str, *, websocket: bool = False) -> bool:
        """Does a route's template stand in the table, or among those closed by name?"""
        plain = re.sub(r"\{(\w+):path\}", "*", "/assets/*" if template == "/assets" else template)
        return template in CLOSED or any(
            _unnamed(entry.path) == _unnamed(plain)
            and entry.is_websocket() is websocket
            and (websocket or method in entry.methods)
            for entry in self.table
        )


def _unnamed(template: str) -> str:
    return re.sub(r"\{\w+\}", "{}", template)
