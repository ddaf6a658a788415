"""Issuing a warning, changing it, ending it: by a person with the right in all its areas, or by a rule; all is kept.

Whoever acts says which version they saw; the second of two is refused and decides anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import shapely
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from data.errors import Conflict, Invalid, NotAllowed, NotFound
from data.models.warning import CityWarning, WarningEvent
from data.people import trail
from data.storage import changes
from data.storage.database import lifted
from data.visit import Visit
from data.warnings import checklist
from data.warnings.levels import (
    DRAFT,
    EXPIRED,
    FALSE_ALARM,
    IN_FORCE,
    ISSUED,
    KINDS,
    LEVELS,
    LIFTED,
    OPEN,
    REFUSED,
    UPDATED,
)
from data.warnings.places import Ground

RIGHT = "warnings.issue"
KIND = "warning"
"""Of its line in the change log; every screen hears of it, and asks for what it may see."""
LONGEST_TITLE, LONGEST_TEXT, LONGEST_REASON = 120, 2_000, 500
LONGEST = timedelta(days=7)
BY_HAND = "hand"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A warning that somebody, or a rule, wants."""

    kind: str
    level: str
    title: str
    ground: Ground
    valid_until: datetime
    title_en: str = ""
    text: str = ""
    audience: tuple[str, ...] = ()
    basis: dict[str, Any] = field(default_factory=dict)
    origin: str = BY_HAND
    subject: str = ""


def find(visit: Visit, warning_id: str) -> CityWarning:
    """Return a warning wherever it lies, in the session. Raises NotFound("warning_not_found")."""
    with lifted(visit.session):
        found = visit.session.scalars(select(CityWarning).where(CityWarning.id == warning_id)).one_or_none()
    if found is None:
        raise NotFound("warning_not_found", warning=warning_id[:20])
    return found


def may_issue(visit: Visit, codes: Sequence[str]) -> bool:
    """May the visitor issue a warning for all of these areas?"""
    return bool(codes) and all(visit.scope.allows(RIGHT, code) for code in codes)


def issue(visit: Visit, wish: Wish) -> CityWarning:
    """Issue a warning, begin its checklist, tell every screen; return it. Raises NotAllowed, Invalid, NotFound."""
    return _make(visit, wish, ISSUED)


def propose(visit: Visit, wish: Wish) -> CityWarning:
    """Keep a warning as a draft for a person to decide; return it. Raises as `issue` does."""
    return _make(visit, wish, DRAFT)


def _make(visit: Visit, wish: Wish, state: str) -> CityWarning:
    _require(visit, wish.ground.areas)
    _sound(visit, wish)
    serial = changes.draw(visit.session, f"warning:{visit.now.astimezone(visit.zone):%y%m%d}")
    made = CityWarning(
        id=f"W{visit.now.astimezone(visit.zone):%y%m%d}{serial:03d}", kind=wish.kind, level=wish.level,
        title=wish.title.strip(), title_en=wish.title_en.strip(), text=wish.text.strip(), basis=wish.basis,
        shape=wish.ground.shape, areas=list(wish.ground.areas), outline=shapely.to_wkb(wish.ground.outline),
        audience=list(wish.audience), state=state, origin=wish.origin, subject=wish.subject, made_at=visit.now,
        issued_at=visit.now, valid_until=wish.valid_until, person=visit.scope.person, by_name=visit.scope.name,
        area_code=wish.ground.code, verdict="", verdict_by="", verdict_why="")
    visit.session.add(made)
    visit.session.flush()
    _keep(visit, made, "drafted" if state == DRAFT else "issued", "", level=made.level,
          until=made.valid_until.isoformat(timespec="seconds"))
    return made


def confirm(visit: Visit, warning_id: str, version: int) -> CityWarning:
    """Issue a draft. Raises NotAllowed, NotFound, Conflict, Invalid("warning_not_draft", "until_past")."""
    one = _taken(visit, warning_id, version)
    if one.state != DRAFT:
        raise Invalid("warning_not_draft")
    if one.valid_until <= visit.now:
        raise Invalid("until_past")
    one.state, one.issued_at, one.by_name, one.person = ISSUED, visit.now, visit.scope.name, visit.scope.person
    _keep(visit, one, "issued", "", level=one.level)
    return one


def refuse(visit: Visit, warning_id: str, version: int, reason: str) -> CityWarning:
    """Refuse a draft with a reason. Raises as `confirm` does, Invalid("reason_needed")."""
    one = _taken(visit, warning_id, version)
    if one.state != DRAFT:
        raise Invalid("warning_not_draft")
    given = reason_of(reason)
    one.state, one.ended_at = REFUSED, visit.now
    _keep(visit, one, "refused", given)
    return one


@dataclass(frozen=True, kw_only=True)
class Update:
    """What becomes different; what is None stays."""

    level: str | None = None
    valid_until: datetime | None = None
    text: str | None = None
    basis: dict[str, Any] | None = None


def update(visit: Visit, warning_id: str, version: int, wanted: Update, note: str = "") -> CityWarning:
    """Change a warning in force, or a draft, and tell every screen; return it.

    Raises NotAllowed, NotFound, Conflict, Invalid("warning_over", "bad_level", "until_past", "until_too_far",
    "note_too_long").
    """
    one = _taken(visit, warning_id, version)
    if one.state not in OPEN:
        raise Invalid("warning_over")
    before = one.level
    if wanted.level is not None:
        if wanted.level not in LEVELS:
            raise Invalid("bad_level")
        one.level = wanted.level
    if wanted.valid_until is not None:
        _require_ahead(visit, wanted.valid_until)
        one.valid_until = wanted.valid_until
    if wanted.text is not None:
        one.text = _short(wanted.text, LONGEST_TEXT)
    if wanted.basis is not None:
        one.basis = wanted.basis
    if one.state == ISSUED:
        one.state = UPDATED
    _keep(visit, one, "updated", _short(note, LONGEST_REASON), level=one.level, before=before,
          until=one.valid_until.isoformat(timespec="seconds"))
    return one


def lift(visit: Visit, warning_id: str, version: int, reason: str, *, is_false_alarm: bool = False) -> CityWarning:
    """End a warning in force by name and with a reason; who says that it was a false alarm decides the score.

    Raises NotAllowed, NotFound, Conflict, Invalid("warning_over", "reason_needed", "note_too_long").
    """
    one = _taken(visit, warning_id, version)
    if one.state not in IN_FORCE:
        raise Invalid("warning_over")
    given = reason_of(reason)
    one.state, one.ended_at = LIFTED, visit.now
    if is_false_alarm:
        one.verdict, one.verdict_by, one.verdict_why = FALSE_ALARM, visit.scope.name, given
    _keep(visit, one, "lifted", given, false_alarm=is_false_alarm)
    return one


def expire(visit: Visit) -> int:
    """End what is no longer valid, and return how many that were. For the program itself."""
    over = visit.session.scalars(select(CityWarning).where(CityWarning.state.in_(OPEN),
                                                           CityWarning.valid_until <= visit.now)).all()
    for one in over:
        one.state, one.ended_at = EXPIRED, visit.now
        _keep(visit, one, "expired", "")
    return len(over)


def reason_of(text: str) -> str:
    """Return a reason. Raises Invalid("reason_needed", "note_too_long")."""
    given = _short(text, LONGEST_REASON)
    if not given:
        raise Invalid("reason_needed")
    return given


def _short(text: str, limit: int) -> str:
    given = text.strip()
    if len(given) > limit:
        raise Invalid("note_too_long", limit=limit)
    return given


def _require(visit: Visit, codes: Sequence[str]) -> None:
    visit.scope.require(RIGHT)
    for code in codes:
        if not visit.scope.allows(RIGHT, code):
            raise NotAllowed("area_not_allowed", area=code)


def _taken(visit: Visit, warning_id: str, version: int) -> CityWarning:
    """Return a warning that the visitor may change and has seen as it is."""
    visit.scope.require(RIGHT)
    one = find(visit, warning_id)
    _require(visit, one.areas)
    if one.version != version:
        raise Conflict()
    return one


def _sound(visit: Visit, wish: Wish) -> None:
    if wish.kind not in KINDS:
        raise Invalid("bad_warning_kind")
    if wish.level not in LEVELS:
        raise Invalid("bad_level")
    if not wish.title.strip():
        raise Invalid("title_needed")
    _short(wish.title, LONGEST_TITLE)
    _short(wish.text, LONGEST_TEXT)
    _require_ahead(visit, wish.valid_until)


def _require_ahead(visit: Visit, until: datetime) -> None:
    if until <= visit.now:
        raise Invalid("until_past")
    if until > visit.now + LONGEST:
        raise Invalid("until_too_far", days=LONGEST.days)


def _keep(visit: Visit, one: CityWarning, what: str, note: str, **details: Any) -> None:
    """Write down what happened, begin what is now to be done, seal it in the trail, tell every screen."""
    try:
        visit.session.flush()
    except StaleDataError:
        raise Conflict() from None
    with lifted(visit.session):
        new = checklist.missing(visit, one) if one.state in IN_FORCE else []
        remember(visit, one, what, note, **details, **({"tasks": [item.key for _, item in new]} if new else {}))
        visit.session.flush()
        checklist.add(visit, one, new)
    trail.note(visit.session, at=visit.now, who=visit.scope.name, person=visit.scope.person, what=f"warning_{what}",
               outcome="done", area=one.area_code, subject=one.id, title=one.title, note=note, **details)
    changes.record(visit.session, [changes.Note(kind=KIND, key=one.id, area_code=visit.city.code,
                                                body={"id": one.id})], visit.now)


def remember(visit: Visit, one: CityWarning, what: str, note: str, **details: Any) -> None:
    """Add a line to a warning's history."""
    visit.session.add(WarningEvent(warning_id=one.id, area_code=one.area_code, at=visit.now, what=what,
                                   person=visit.scope.person, by_name=visit.scope.name, note=note, details=details))
