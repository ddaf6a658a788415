"""Reporting by people: what is open nearby already, a new case, or one more voice for the one there is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, radians
from typing import NamedTuple

from sqlalchemy import ColumnElement, select

from data.areas.around import codes_around, index_around
from data.areas.locate import index_of
from data.cases import classes, duplicates, intake, kinship, workflow
from data.cases.classes import UNCLASSIFIED
from data.cases.given import NOTE_LENGTH, Given
from data.cases.intake import Report
from data.cases.sameness import Pair, Sameness, judge
from data.cases.states import State, Verb, is_open
from data.cases.voice import Voice, source_of
from data.errors import Conflict, Invalid, NotAllowed, NotFound
from data.models.case import Case
from data.models.report import Supporter
from data.pictures import store
from data.storage.box import Box, stands_in
from data.storage.database import everywhere
from data.storage.prefix import begins_with
from data.units.distance import METRES_PER_DEGREE, metres_between
from data.visit import Visit

MOST_COMPARED = 500
"""So many of the newest open cases nearby are compared."""
MOST_SHOWN = 20
FARTHER = 2.0
"""Up to so many times the distance of the rules, where the words say that it is the same: points are set by hand."""
ALIKE_ANYWHERE = 0.5
"""From which likeness on two texts may be about the same although nobody knows how far apart their places are."""
URGENT = 2
"""The priority that an urgent report has at least."""
UNCLEAR = 4


@dataclass(frozen=True, kw_only=True)
class Near:
    """An open case that may be what somebody is about to report; `distance_m` is None where only the area of the
    report is known."""

    case: Case
    distance_m: float | None
    sameness: Sameness | None
    """How likely it is the same, and why; None where nothing was said that could be compared."""
    age: timedelta

    @property
    def likeness(self) -> float:
        """How alike the texts are, 0 to 1."""
        return self.sameness.likeness if self.sameness else 0.0

    @property
    def is_probable(self) -> bool:
        """Is it more likely the same than not?"""
        return self.sameness is not None and self.sameness.is_probable


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a person reports. WGS84 degrees; an area's code where the spot is not known."""

    voice: Voice
    text: str
    lon: float | None = None
    lat: float | None = None
    accuracy_m: float | None = None
    area_code: str = ""
    address: str = ""
    category: str = ""
    is_urgent: bool = False
    occurred_at: datetime | None = None
    pictures: tuple[str, ...] = ()
    """SHA-256 of pictures that were brought in before."""


def nearby(visit: Visit, lon: float, lat: float, *, text: str = "", class_code: str = "",
           within_m: float | None = None, hours: float | None = None) -> list[Near]:
    """Return the open cases that may be the same within a distance and a time, the likeliest and nearest first.

    These are cases of the same class or major class (where either has none, of texts that are alike), and any others
    up to twice as far that are probably the same by place and words. With neither text nor class everything nearby
    may be it. Raises NotAllowed.
    """
    visit.scope.require("cases.report")
    return _around(visit, (lon, lat), _rules(visit, within_m, hours), _Matter(text, _major_of(visit, class_code)))


def probably_same(visit: Visit, case: Case) -> list[Near]:
    """Return the other open cases that are probably about the same matter as a case, the likeliest first."""
    if case.placed != "point":
        return []
    code = "" if case.class_code == UNCLASSIFIED else case.class_code
    matter = _Matter(case.text, _major_of(visit, code), case.address)
    found = _around(visit, (case.lon, case.lat), duplicates.rules_in_force(visit), matter)
    return [one for one in found if one.is_probable and one.case.id != case.id and one.case.id != case.parent_id]


class _Matter(NamedTuple):
    """What is said: the text, its major class ("" where nobody knows), the address."""

    text: str
    major: str
    address: str = ""


def _around(visit: Visit, spot: tuple[float, float], rules: duplicates.Rules, matter: _Matter) -> list[Near]:
    box = box_around(*spot, rules.within_m * FARTHER)
    found = []
    for case in _open_in(visit, codes_around(visit, box), rules.hours, _is_in_box(box)):
        distance_m = metres_between(*spot, case.lon, case.lat)
        if distance_m <= rules.within_m * FARTHER:
            found.append(Near(case=case, distance_m=distance_m, age=visit.now - case.received_at,
                              sameness=_sameness(matter, case, distance_m)))
    same = [one for one in found if one.is_probable or (
        (one.distance_m or 0) <= rules.within_m and _is_same_kind(one, matter, rules.likeness))]
    return sorted(same, key=lambda one: (-round(one.sameness.chance, 2) if one.sameness else 0, one.distance_m,
                                         -one.case.id))[:MOST_SHOWN]


def alike_in(visit: Visit, area_code: str, *, text: str, class_code: str = "") -> list[Near]:
    """Return the open cases of the same kind in an area, the most alike first: for a report without a spot."""
    visit.scope.require("cases.report")
    rules, matter = _rules(visit, None, None), _Matter(text, _major_of(visit, class_code))
    inside = begins_with(Case.area_code, area_code)
    found = [Near(case=case, distance_m=None, sameness=_sameness(matter, case), age=visit.now - case.received_at)
             for case in _open_in(visit, None, rules.hours, [inside])]
    same = [one for one in found
            if one.likeness >= ALIKE_ANYWHERE and _is_same_kind(one, matter, ALIKE_ANYWHERE)]
    return sorted(same, key=lambda one: (-one.likeness, -one.case.id))[:MOST_SHOWN]


def report(visit: Visit, told: Told) -> str:
    """Store what a person reports and return its case number; the same report sent again is the same case for ever.

    Raises NotAllowed("area_not_allowed") outside the areas the visitor may see, Conflict("report_id_used"),
    NotFound("picture_not_found"), and Invalid with one of the reasons of `data.cases.intake`.
    """
    visit.scope.require("cases.report")
    if not told.text.strip():
        raise Invalid("no_text")
    source = source_of(visit.scope)
    if _supporter(visit, source, told.voice.report_id) is not None:
        raise Conflict("report_id_used", report_id=told.voice.report_id)
    kind = classes.open_book(visit.session, visit.city.class_scheme).find(told.category) if told.category else None
    urgent = min(URGENT, kind.priority if kind else UNCLEAR) if told.is_urgent else None
    lon, lat = told.lon, told.lat
    index = index_of([], None) if lon is None or lat is None else index_around(visit, lon, lat)
    outcome = intake.receive(visit, [Report(
        source=source, event_id=told.voice.report_id, occurred_at=told.occurred_at or visit.now,
        category=told.category, text=told.text.strip(), lon=lon, lat=lat, area_code=told.area_code,
        address=told.address.strip(), priority=urgent, channel=told.voice.channel, accuracy_m=told.accuracy_m,
        reporter=dict(told.voice.reporter) if told.voice.reporter else None,
    )], index)
    for _, reason in outcome.rejected:
        raise NotAllowed(reason) if reason == "area_not_allowed" else Invalid(reason, limit=intake.TEXT_LIMIT)
    for _, case_no in outcome.stored:
        store.attach(visit, workflow.find(visit, case_no), told.pictures, "before")
    return (outcome.stored or outcome.duplicate)[0][1]


def support(visit: Visit, case_no: str, voice: Voice, *, text: str = "", pictures: tuple[str, ...] = ()) -> Case:
    """Add one more reporter to an open case and return it; the same report sent again is counted once for ever.

    For a case that was merged meanwhile it is the case that goes on. Raises NotFound, NotAllowed,
    Invalid("note_too_long"), Conflict: "case_ended", "report_id_used", "supported_already".
    """
    visit.scope.require("cases.report")
    if len(text) > NOTE_LENGTH:
        raise Invalid("note_too_long", limit=NOTE_LENGTH)
    case = kinship.goes_on(visit, workflow.find(visit, case_no))
    if not visit.scope.shows(case.area_code, case.department):
        raise NotFound("case_not_found", case_no=case_no)
    visit.session.refresh(case, with_for_update=True)  # who comes second counts on from the first
    known = _supporter(visit, source_of(visit.scope), voice.report_id)
    if known is not None and known != case.id:
        raise Conflict("report_id_used", report_id=voice.report_id)
    if known is not None:
        return case
    if not is_open(State(case.state)):
        raise Conflict("case_changed" if case.state == State.MERGED else "case_ended", case_no=case.case_no)
    return workflow.move(visit, case.case_no, Verb.SUPPORT, version=case.version,
                         given=Given(note=text, voice=voice, pictures=pictures))


def reported_by_me(visit: Visit, limit: int) -> list[Case]:
    """Return the cases that the visitor reported or supported and may see, the newest first."""
    source = source_of(visit.scope)
    reported = select(Case.id).where(Case.source == source).order_by(Case.id.desc()).limit(limit)
    supported = select(Supporter.case_id).where(Supporter.source == source).order_by(Supporter.id.desc()).limit(limit)
    ids = {*visit.session.scalars(reported), *visit.session.scalars(supported)}
    return list(visit.session.scalars(select(Case).where(Case.id.in_(ids)).order_by(Case.id.desc()).limit(limit)))


def box_around(lon: float, lat: float, within_m: float) -> Box:
    """Return the box of degrees that holds everything within a distance of a point."""
    high = within_m / METRES_PER_DEGREE * 1.01
    wide = high / max(0.01, cos(radians(lat)))
    return lon - wide, lat - high, lon + wide, lat + high


def _rules(visit: Visit, within_m: float | None, hours: float | None) -> duplicates.Rules:
    rules = duplicates.rules_in_force(visit)
    return duplicates.Rules(within_m=within_m or rules.within_m, hours=hours or rules.hours, likeness=rules.likeness,
                            raises=rules.raises)


def _open_in(visit: Visit, codes: list[str] | None, hours: float,
             where: Iterable[ColumnElement[bool]]) -> list[Case]:
    """Return the newest open cases that are no parts of others; `codes` are the areas that can hold them."""
    wanted = select(Case).where(Case.is_open.is_(True), Case.parent_id.is_(None),
                                Case.received_at >= visit.now - timedelta(hours=hours), *where)
    if codes is not None:
        wanted = wanted.where(Case.area_code.in_(codes))
    return list(visit.session.scalars(wanted.order_by(Case.received_at.desc()).limit(MOST_COMPARED)))


def _is_in_box(box: Box) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for cases whose own spot lies in a box; an area's label point is nobody's spot."""
    return Case.placed == "point", stands_in(Case, box)


def _major_of(visit: Visit, class_code: str) -> str:
    """Return the major class of a class by code or name, "" where there is none."""
    kind = classes.open_book(visit.session, visit.city.class_scheme).find(class_code) if class_code else None
    return (kind.major or kind.code) if kind else ""


def _sameness(matter: _Matter, case: Case, distance_m: float | None = None) -> Sameness | None:
    """Return how likely what was said is the case; None where nothing was said."""
    if not matter.text:
        return None
    known = bool(matter.major) and case.major_code != UNCLASSIFIED
    return judge(Pair(matter.text, case.text, distance_m, case.major_code == matter.major if known else None,
                      f"{matter.address} {case.address}"))


def _is_same_kind(one: Near, matter: _Matter, least: float) -> bool:
    if matter.major and one.case.major_code != UNCLASSIFIED:
        return one.case.major_code == matter.major
    return one.likeness >= least if matter.text else not matter.major


def _supporter(visit: Visit, source: str, report_id: str) -> int | None:
    """Return the id of the case that a report of this id supports, None where it supports none."""
    with everywhere(visit.session):
        return visit.session.scalars(
            select(Supporter.case_id).where(Supporter.source == source, Supporter.event_id == report_id)).first()

