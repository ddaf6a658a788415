"""A plan in the shape that screens paint: every reason with its sentence, every pick with what the map needs."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from dashboard.parsing import iso
from dashboard.parts.class_names import class_names
from dashboard.proposals import sentences
from dashboard.speech import Words
from data.allocation.accepting import Change
from data.allocation.decisions import Decided
from data.allocation.keeping import ACCEPTED, HOLDS, PROPOSED, Opened
from data.areas import queries as areas
from data.models.allocation import AllocationPick, AllocationShortfall
from data.models.case import Case
from data.models.unit import Unit
from data.travel.minutes import way_between
from data.visit import Visit

TEXT_SIGNS = 60
MOST_LOST = 300
LEAST_SAVED = 0.5
"""Percent: less is no difference."""

Body = dict[str, Any]
Stood = Mapping[int, Decided | None]
"""{id of a pick: how it stood}"""


def told(visit: Visit, t: Words, opened: Opened, stood: Stood | None = None) -> Body:
    """Return a plan as it stands by now; as of a moment that is looked back at with how its picks `stood` then."""
    plan, name_of = opened.plan, class_names(visit, t)
    area = areas.find(visit, plan.area_code)
    age = (visit.now - plan.made_at).total_seconds() / 60
    return {
        "id": plan.id, "area": plan.area_code, "area_name": t.pick(area.name, area.name_en),
        "made_at": iso(plan.made_at), "made_at_text": t.when(plan.made_at, visit.now), "by_name": plan.by_name,
        "age_min": round(age, 1), "is_old": visit.now - plan.made_at > HOLDS, "text": _headline(t, opened),
        "cases": plan.cases, "units": plan.units, "seconds": round(plan.seconds, 3), "solver": plan.body["solver"],
        "gap": plan.gap, "gap_text": t("proposals.gap", n=t.number(plan.gap * 100, 1)),
        "delay_weighted_min": round(plan.delay_min, 1), "nearest_first_delay_min": round(plan.nearest_first_min, 1),
        **_saved(t, opened),
        "travel": {"model": plan.body["travel"], "text": t(f"proposals.{plan.body['travel']}")},
        "picks": [{**_pick(visit, t, opened, one, name_of),
                   **(_state(t, opened, one) if stood is None else _stood(visit, t, opened, one, stood[one.id]))}
                  for one in opened.picks],
        "shortfalls": [_shortfall(t, opened, one, name_of) for one in opened.shortfalls],
        "coverage": [covered(t, one) for one in plan.body["coverage"]],
        "fairness": [_fairness(t, one) for one in plan.body["fairness"]],
        "unknown": [{"key": one, "values": {}, "text": t(f"proposal_unknown.{one}")} for one in plan.body["unknown"]],
    }


def _headline(t: Words, opened: Opened) -> str:
    if not opened.plan.cases:
        return t("proposals.nothing")
    return t("proposals.headline", cases=opened.plan.cases, picks=len(opened.picks), missing=len(opened.shortfalls))


def _saved(t: Words, opened: Opened) -> Body:
    """Return how much less delay there is than with the nearest first, in percent; 0 where there is none at all."""
    mine, nearest = opened.plan.delay_min, opened.plan.nearest_first_min
    saved = (nearest - mine) / nearest * 100 if nearest else 0.0
    change = t("proposals.same") if abs(saved) < LEAST_SAVED else t(
        f"proposals.{'less' if saved > 0 else 'more'}", n=t.number(abs(saved)))
    return {"saved_percent": round(saved, 1), "delay_text": t(
        "proposals.delay", minutes=t.number(mine), nearest=t.number(nearest), change=change)}


def _pick(visit: Visit, t: Words, opened: Opened, pick: AllocationPick, name_of: Callable[[str], str]) -> Body:
    case, body, units = opened.cases.get(pick.case_id), pick.body, opened.units
    return {
        **_case(case, pick, name_of), "unit": unit_told(t, pick.unit_id, units, tuple(body["from"])),
        "minutes": round(pick.minutes, 1), "distance_m": round(body["metres"]),
        "model": "roads" if body["on_roads"] else "speed",
        "way": way_between(visit, tuple(body["from"]), (case.lon, case.lat)) if case else [],
        "reasons": [sentences.reason(t, one["key"], one["values"], units) for one in body["reasons"]],
        "alternatives": [alternative(t, one, units) for one in body["alternatives"]],
    }


def _state(t: Words, opened: Opened, pick: AllocationPick) -> Body:
    """Return what became of a pick, with the minutes it took where the unit has arrived."""
    gone = opened.gone(pick) if pick.state == PROPOSED else ""
    key = f"gone_{gone}" if gone else PROPOSED if pick.state == PROPOSED else f"state_{pick.state}"
    if pick.state == ACCEPTED and pick.sent_unit != pick.unit_id:
        key = "state_changed"
    sent = opened.dispatches.get(pick.dispatch_id or 0)
    actual = None if sent is None or sent.arrived_at is None else (sent.arrived_at - sent.sent_at).total_seconds() / 60
    promised = pick.minutes if pick.promised_min is None else pick.promised_min
    return {"state": "gone" if gone else pick.state, "state_text": t(f"proposals.{key}"), "sent_unit": pick.sent_unit,
            "code": pick.code or None, "promised_min": round(promised, 1),
            "actual_min": None if actual is None else round(actual, 1)}


def _stood(visit: Visit, t: Words, opened: Opened, pick: AllocationPick, decided: Decided | None) -> Body:
    """Return what had become of a pick by the visit's moment, by whom and when as far as that was kept."""
    if decided is None:
        return {"state": "unknown", "state_text": t("proposals.state_unknown"), "sent_unit": None, "code": None}
    gone = opened.gone(pick) if decided.state == PROPOSED else ""
    key = f"gone_{gone}" if gone else PROPOSED if decided.state == PROPOSED else f"state_{decided.state}"
    if decided.state == ACCEPTED and decided.unit not in (None, pick.unit_id):
        key = "state_changed"
    when = t.when(decided.at, visit.now) if decided.at else ""
    said = " ".join(part for part in (when, decided.by_name) if part)
    return {"state": "gone" if gone else decided.state, "sent_unit": decided.unit, "code": decided.code or None,
            "state_text": t(f"proposals.{key}") + (f" · {said}" if said else "")}


def _shortfall(t: Words, opened: Opened, one: AllocationShortfall, name_of: Callable[[str], str]) -> Body:
    return {**_case(opened.cases.get(one.case_id), one, name_of), "reason": one.reason, "values": one.details,
            "reason_text": t(f"shortfall_names.{one.reason}"), "unit_kind": one.unit_kind,
            "text": sentences.shortfall(t, one.reason, one.details, opened.units),
            "other_case": one.details.get("case"), "other_unit": one.details.get("unit")}


def _case(case: Case | None, row: AllocationPick | AllocationShortfall, name_of: Callable[[str], str]) -> Body:
    """Return the case of a row; of one that is no longer to be seen only its number."""
    told_: Body = {"case": row.case_no, "case_version": row.case_version, "area": row.area_code}
    if case is None:
        return {**told_, "case_text": "", "class_name": "", "priority": None, "lon": None, "lat": None, "due_at": None}
    return {**told_, "case_text": case.text[:TEXT_SIGNS], "class_name": name_of(case.class_code),
            "priority": case.priority, "lon": case.lon, "lat": case.lat, "due_at": iso(case.due_at)}


def unit_told(t: Words, unit_id: str, units: Mapping[str, Unit], spot: tuple[float, ...] | None = None) -> Body:
    """Return a unit, at `spot` where it stood then; without a place where it is not to be seen."""
    one = units.get(unit_id)
    lon, lat = spot or ((one.lon, one.lat) if one else (None, None))
    return {"id": unit_id, "name": sentences.unit_name(t, unit_id, units), "kind": one.kind if one else "",
            "kind_name": sentences.kind_name(t, one.kind) if one else "", "lon": lon, "lat": lat}


def alternative(t: Words, one: Mapping[str, Any], units: Mapping[str, Unit]) -> Body:
    """Return another unit for a case with its price."""
    return {"unit": unit_told(t, one["unit"], units), "minutes": round(one["minutes"], 1),
            "distance_m": round(one["metres"]), "model": "roads" if one["on_roads"] else "speed",
            "price": round(one["price"], 1), "displaces": one["displaces"] or None,
            "instead": one["instead"] or None, "text": sentences.price(t, one, units)}


def covered(t: Words, one: Mapping[str, Any]) -> Body:
    """Return what a rule of coverage comes to."""
    return {"kind": one["kind"], "name": sentences.kind_name(t, one["kind"]), "minutes": one["minutes"],
            "asked_percent": one["asked"], "before_percent": round(one["before"], 1),
            "after_percent": round(one["after"], 1), "weighted_by": "people" if one["by_people"] else "grids",
            "relaxed": one["relaxed"], "price": round(one["price"], 1), "lost": list(one["lost"][:MOST_LOST]),
            "lost_points": [list(spot) for spot in one["lost_points"][:MOST_LOST]], "lost_count": len(one["lost"]),
            "text": sentences.covered(t, one)}


def _fairness(t: Words, one: Mapping[str, Any]) -> Body:
    return {"kind": one["kind"], "name": sentences.kind_name(t, one["kind"]), "units": one["units"],
            "before": {"mean": round(one["mean_before"], 2), "spread": round(one["spread_before"], 2)},
            "after": {"mean": round(one["mean_after"], 2), "spread": round(one["spread_after"], 2)},
            "text": sentences.fairness(t, one)}


def change_told(visit: Visit, t: Words, case: Case, change: Change, units: Mapping[str, Unit]) -> Body:
    """Return what it means to send another unit to a case."""
    unit, body = units[change.other.unit], alternative(t, asdict(change.other), units)
    return {**body, "case": case.case_no, "way": way_between(visit, (unit.lon, unit.lat), (case.lon, case.lat)),
            "displaced_unit": unit_told(t, change.other.instead, units) if change.other.instead else None,
            "coverage": [covered(t, {**asdict(one), "relaxed": one.is_relaxed()}) for one in change.coverage],
            "reasons": [sentences.reason(t, one.key, one.values, units) for one in change.reasons]}
