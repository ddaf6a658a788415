"""One look by all rules: what each says everywhere, and the warnings that begin, change and end by it.

A warning that a person lifted while its rule still holds stays lifted: only a higher level, or one that comes anew,
warns again.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from data.cases.classes import ClassBook, open_book
from data.errors import Invalid
from data.models.warning import CityWarning, RuleWatch, Sensor
from data.visit import Visit
from data.warnings import issuing, measures, places, readings
from data.warnings.hysteresis import Held, step
from data.warnings.issuing import Update, Wish
from data.warnings.levels import DRAFT, EXPIRED, LEVELS, OPEN
from data.warnings.places import Ground
from data.warnings.rules import RULES, SENSOR, Rule

RENEWED_AT = 3
"""A warning that goes on is prolonged when less than a third of its time is left."""


@dataclass(frozen=True)
class Subject:
    """What a rule looks at: an area, or a sensor."""

    key: str
    area: str
    value: float | None
    sensor: Sensor | None = None


@dataclass
class Looked:
    """What a look did: values read, warnings begun, changed, ended; what it could not know."""

    rows: int = 0
    begun: int = 0
    changed: int = 0
    ended: int = 0
    unknown: set[str] = field(default_factory=set)


def look(visit: Visit) -> Looked:
    """Let every rule that is on look once, and end what is no longer valid."""
    looked, book = Looked(), open_book(visit.session, visit.city.class_scheme)
    looked.ended += issuing.expire(visit)
    for rule in RULES.each(visit.folder):
        if isinstance(rule, Invalid):
            looked.unknown.add("rule_unreadable")
        elif rule.is_on:
            _apply(visit, rule, subjects(visit, rule, book, looked), looked)
    readings.forget_old(visit)
    return looked


def subjects(visit: Visit, rule: Rule, book: ClassBook, looked: Looked) -> list[Subject]:
    """Return what a rule looks at, with its values."""
    if rule.indicator != SENSOR:
        found = measures.values(visit, rule, book)
        if found is None:
            looked.unknown.add("classes_unknown")
        return [Subject(area, area, value) for area, value in (found or {}).items()]
    listed = []
    for one in readings.sensors(visit, rule.sensor):
        is_stale = visit.now - one.at > timedelta(minutes=rule.stale_after)
        if is_stale:
            looked.unknown.add("sensor_stale")
        listed.append(Subject(f"{one.source}/{one.sensor_id}"[:128], one.area_code,
                              None if is_stale else one.value, one))
    return listed


def _apply(visit: Visit, rule: Rule, found: list[Subject], looked: Looked) -> None:
    watches = {one.subject: one for one in visit.session.scalars(select(RuleWatch).where(RuleWatch.rule == rule.id))}
    for one in found:
        looked.rows += 1
        watch = watches.get(one.key)
        before = held_of(watch)
        after = step(before, rule, one.value, visit.now)
        if watch is None and after.level == 0 and not any(after.reached):
            continue
        if after is not before:
            watch = _note(visit, rule, one, watch, after)
        _warn(visit, rule, one, (before.level, after.level), looked)


def held_of(watch: RuleWatch | None) -> Held:
    """Return where a rule stood at the last look."""
    if watch is None:
        return Held()
    reached = tuple(datetime.fromisoformat(said) if said else None for said in watch.reached)
    return Held(level=watch.level, reached=reached, below_since=watch.below_since, at=watch.at)


def _note(visit: Visit, rule: Rule, one: Subject, watch: RuleWatch | None, held: Held) -> RuleWatch:
    row = watch or RuleWatch(rule=rule.id, subject=one.key, area_code=one.area)
    row.level, row.below_since, row.value, row.at = held.level, held.below_since, one.value, visit.now
    row.reached = [since.isoformat() if since else "" for since in held.reached]
    visit.session.add(row)
    return row


def open_about(visit: Visit, subject: str) -> CityWarning | None:
    """Return the draft or warning in force about a subject."""
    return visit.session.scalars(select(CityWarning).where(
        CityWarning.state.in_(OPEN), CityWarning.subject == subject)
        .order_by(CityWarning.made_at.desc()).limit(1)).first()


def _warn(visit: Visit, rule: Rule, one: Subject, levels: tuple[int, int], looked: Looked) -> None:
    before, after = levels
    if one.value is None or not (before or after):  # what is not known ends nothing and prolongs nothing
        return
    subject = f"{rule.id}|{one.key}"[:160]
    current = open_about(visit, subject)
    if current is None:
        if after > before or (after and _ran_out(visit, subject)):
            _begin(visit, rule, one, after, subject)
            looked.begun += 1
        return
    basis = basis_of(rule, one, max(after, 1))
    if after == 0:
        _end(visit, current, one.value)
        looked.ended += 1
    elif LEVELS[after - 1] != current.level:
        until = visit.now + rule.valid()
        issuing.update(visit, current.id, current.version, Update(level=LEVELS[after - 1], valid_until=until,
                                                                  basis=basis))
        looked.changed += 1
    elif current.valid_until - visit.now < rule.valid() / RENEWED_AT:
        issuing.update(visit, current.id, current.version, Update(valid_until=visit.now + rule.valid(), basis=basis))
        looked.changed += 1


def _ran_out(visit: Visit, subject: str) -> bool:
    """Did the last warning about it end by its time alone, while nothing was known?"""
    last = visit.session.scalars(select(CityWarning.state).where(CityWarning.subject == subject)
                                 .order_by(CityWarning.made_at.desc(), CityWarning.id.desc()).limit(1)).first()
    return last == EXPIRED


def _end(visit: Visit, current: CityWarning, value: float | None) -> None:
    said = "" if value is None else f"{value:g}"
    if current.state == DRAFT:
        issuing.refuse(visit, current.id, current.version, f"cleared {said}".strip())
    else:
        issuing.lift(visit, current.id, current.version, f"cleared {said}".strip())


def _begin(visit: Visit, rule: Rule, one: Subject, level: int, subject: str) -> CityWarning:
    ground = _ground(visit, rule, one)
    here = one.sensor.name if one.sensor else places.names(visit, [one.area]).get(one.area, one.area)
    wish = Wish(kind=rule.kind, level=LEVELS[level - 1], title=f"{here} {rule.title}"[:issuing.LONGEST_TITLE],
                title_en=_english(visit, rule, one), ground=ground, valid_until=visit.now + rule.valid(),
                audience=rule.audience, basis=basis_of(rule, one, level), origin=f"rule:{rule.id}", subject=subject)
    return issuing.issue(visit, wish) if rule.issues else issuing.propose(visit, wish)


def _ground(visit: Visit, rule: Rule, one: Subject) -> Ground:
    if one.sensor is None:
        return places.chosen(visit, [one.area])
    return places.drawn(visit, f"circle:{one.sensor.lat:.6f},{one.sensor.lon:.6f},{rule.radius_m:.0f}")


def _english(visit: Visit, rule: Rule, one: Subject) -> str:
    if not rule.title_en:
        return ""
    here = (one.sensor.name_en or one.sensor.name) if one.sensor else places.english(visit, one.area)
    return f"{here}: {rule.title_en}"[:160]


def basis_of(rule: Rule, one: Subject, level: int) -> dict[str, Any]:
    """Return why, as it is kept with a warning."""
    basis: dict[str, Any] = {
        "rule": rule.id, "indicator": rule.indicator, "value": one.value, "threshold": rule.threshold(level),
        "minutes": rule.minutes, "raise_after": rule.raise_after, "clear_share": rule.clear_share,
        "clear_after": rule.clear_after}
    if one.sensor is not None:
        basis |= {"sensor": one.key, "sensor_kind": one.sensor.kind, "sensor_name": one.sensor.name,
                  "at": one.sensor.at.isoformat(timespec="seconds")}
    if rule.confirmed_by is not None:
        basis["confirmed_by"] = rule.confirmed_by.model_dump(mode="json")
    return basis
