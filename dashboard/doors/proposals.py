"""Dispatch proposals: `POST /proposals` {"area", "cases"?, "shape"?} makes one, of chosen cases or what lies in a shape
where that is said; `GET /proposals?area=` is the newest of an area, with `t=` (a moment) the newest by then as it stood
then, `GET /proposals/{id}` one as it stands by now,
`POST /proposals/{id}/price` {"case", "unit"} what a change costs,
`POST /proposals/{id}/accept` {"picks": null or [{"case", "unit"?}]} sends what is proposed.

Each pick that is accepted is a dispatch move of its own: one that is refused says why and leaves the others alone.
"""

import dataclasses
import time
from datetime import datetime
from typing import Any

from fastapi import Request

from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.identity import note_refusal
from dashboard.parsing import Asked, read_object
from dashboard.proposals import sentences, telling
from dashboard.refusals import Refusal
from dashboard.wiring import is_seen, refused_in_words, words_for
from data.algorithms import runs
from data.algorithms.algorithm import Outcome
from data.allocation import accepting, decisions, gathering, keeping, making
from data.cases import withdrawal, workflow
from data.errors import CityError, Invalid, NotAllowed
from data.models.unit import Unit
from data.past import looking, moment
from data.people.sessions import Caller
from data.visit import Visit
from data.within.shape import read_shape

LONGEST = 64
MOST_PICKS = 400
SENDS = "cases.dispatch"


async def make(center: Center, request: Request) -> dict[str, Any]:
    """Make a plan for an area, keep it and answer it."""
    given = read_object(await request.body())
    area, only = _text(given, "area", needed=False), _only(given)
    return await center.run(_make, center, request.state.caller, area, only)


def _only(given: dict[str, Any]) -> gathering.Only:
    """Return which cases are asked for. Raises Refusal(422)."""
    numbers, said = given.get("cases"), given.get("shape")
    if numbers is None and said is None:
        return gathering.EVERY
    if not isinstance(numbers or [], list) or len(numbers or []) > MOST_PICKS or not isinstance(said or "", str):
        raise Refusal(422, "bad_field", field="cases, shape", why=f"a list of at most {MOST_PICKS} cases, and a text")
    try:
        shape = read_shape(said) if said else None
    except Invalid as fault:
        raise Refusal(422, "bad_field", field="shape", why=str(fault.values.get("why", fault.code))) from None
    return gathering.Only(numbers=frozenset(_text({"cases": one}, "cases") for one in numbers or []), shape=shape)


def _make(center: Center, caller: Caller, area: str, only: gathering.Only) -> dict[str, Any]:
    """Return the plan. It is computed while reading: nobody's writing waits for that."""
    begun = time.perf_counter()
    with center.reading(caller) as visit, refused_in_words(visit):
        visit.scope.require(SENDS)
        problem = gathering.gather(visit, _area(visit, area), only)
        plan = making.make(problem, plan_id="", made_at=visit.now, begun=begun)
        now = visit.now
    with center.writing(caller, now) as visit, refused_in_words(visit):
        visit.scope.require(SENDS)
        with runs.noting(visit, "allocation", spent=plan.seconds) as noted:
            plan = dataclasses.replace(plan, id=keeping.new_id(visit))
            kept = keeping.keep(visit, problem, plan)
            noted.outcome = Outcome(rows=len(problem.cases) + len(problem.units), score={"gap": plan.gap},
                                    unknown=() if problem.cases else ("nothing_waits",))
        return telling.told(visit, words_for(visit), keeping.open_plan(visit, kept))


def _area(visit: Visit, area: str) -> str:
    if not area:
        return visit.scope.home(visit.city.code)
    if not is_seen(visit, area):
        raise Refusal(404, "area_not_found", area=area)
    return area


async def newest(center: Center, request: Request) -> dict[str, Any]:
    """Answer the newest plan of an area, null where there is none."""
    asked = Asked(request.scope["query_string"], frozenset({"area", "t"}))
    area, t = asked.text("area", LONGEST), asked.text("t", LONGEST)
    return await center.run(_newest, center, request.state.caller, area, t)


def _newest(center: Center, caller: Caller, area: str, t: str) -> dict[str, Any]:
    with center.reading(caller) as visit, refused_in_words(visit):
        looked = moment.settle(visit, t)
        if looked.at is not None:
            return _newest_then(visit, _area(visit, area), looked.at)
        if looked.fault:
            raise Refusal(422, "bad_field", field="t", why=looked.fault)
        kept = keeping.latest(visit, _area(visit, area))
        if kept is None:
            return {"plan": None}
        return {"plan": telling.told(visit, words_for(visit), keeping.open_plan(visit, kept))}


def _newest_then(visit: Visit, area: str, at: datetime) -> dict[str, Any]:
    """Return the newest plan by a moment, its cases, units and decisions as they stood then."""
    with looking.visit_at(visit, at, area) as then:
        t, kept = words_for(then), keeping.latest(then, area)
        if kept is None:
            return {"plan": None, "text": t("proposals.none_then")}
        opened = keeping.open_plan(then, kept)
        return {"plan": telling.told(then, t, opened, decisions.all_as_of(then, opened.picks))}


async def show(center: Center, request: Request) -> dict[str, Any]:
    """Answer a plan as it stands by now."""
    return await center.run(_show, center, request.state.caller, request.path_params["id"])


def _show(center: Center, caller: Caller, plan_id: str) -> dict[str, Any]:
    with center.reading(caller) as visit, refused_in_words(visit):
        return telling.told(visit, words_for(visit), keeping.open_plan(visit, keeping.find(visit, plan_id)))


async def price(center: Center, request: Request) -> dict[str, Any]:
    """Answer what it costs to send another unit to a case of a plan."""
    given = read_object(await request.body())
    case_no, unit_id = _text(given, "case"), _text(given, "unit")
    return await center.run(_price, center, request.state.caller, request.path_params["id"], case_no, unit_id)


def _price(center: Center, caller: Caller, plan_id: str, case_no: str, unit_id: str) -> dict[str, Any]:
    with center.reading(caller) as visit, refused_in_words(visit):
        visit.scope.require(SENDS)
        t = words_for(visit)
        try:
            change = accepting.price_of(visit, plan_id, case_no, unit_id)
        except CityError as error:
            raise sentences.worded(t, error) from None
        named = {change.other.unit, change.other.instead} | {one.values["unit"] for one in change.reasons
                                                             if "unit" in one.values}
        units = {one: found for one in sorted(named) if one and (found := visit.session.get(Unit, one))}
        return telling.change_told(visit, t, workflow.find(visit, case_no), change, units)


async def accept(center: Center, request: Request) -> dict[str, Any]:
    """Send what is proposed, all of it or some, each by itself; answer what came of each."""
    picks = _picks(read_object(await request.body()))
    return await center.run(_accept, center, request.state.caller, request.path_params["id"], picks)


def _picks(given: dict[str, Any]) -> list[tuple[str, str]] | None:
    """Return the cases with the units they were changed to, None for all. Raises Refusal(422)."""
    picks = given.get("picks")
    if picks is None:
        return None
    if not isinstance(picks, list) or not 0 < len(picks) <= MOST_PICKS or not all(isinstance(o, dict) for o in picks):
        raise Refusal(422, "bad_field", field="picks", why=f"null, or a list of 1 to {MOST_PICKS} objects")
    found = [(_text(one, "case"), _text(one, "unit", needed=False)) for one in picks]
    if len({case for case, _ in found}) != len(found):
        raise Refusal(422, "bad_field", field="picks", why="each case once")
    return found


def _accept(center: Center, caller: Caller, plan_id: str, picks: list[tuple[str, str]] | None) -> dict[str, Any]:
    with center.reading(caller) as visit, refused_in_words(visit):
        visit.scope.require(SENDS)
        rows = keeping.picks_of(visit, keeping.find(visit, plan_id))
        if picks is None:
            picks = [(one.case_no, "") for one in rows if one.state == keeping.PROPOSED]
    items = [_accept_one(center, caller, plan_id, *one) for one in picks]
    done = sum(one["done"] for one in items)
    with center.reading(caller) as visit:
        t = words_for(visit)
        told = telling.told(visit, t, keeping.open_plan(visit, keeping.find(visit, plan_id)))
        form = "accepted" if done == len(items) else "accepted_some"
        return {"done": done, "refused": len(items) - done, "items": items, "coverage": told["coverage"],
                "text": t(f"proposals.{form}", done=done, refused=len(items) - done), "plan": told,
                "undo_seconds": int(withdrawal.window(visit).total_seconds())}


def _accept_one(center: Center, caller: Caller, plan_id: str, case_no: str, unit_id: str) -> dict[str, Any]:
    """Return what came of one pick; a refusal is written beside it."""
    try:
        with center.writing(caller) as visit:
            pick = accepting.accept(visit, plan_id, case_no, unit_id)
            t, unit = words_for(visit), visit.session.get_one(Unit, pick.sent_unit)
            return {"case": case_no, "done": True, "unit": unit.id, "version": workflow.find(visit, case_no).version,
                    "text": t("proposals.done", unit=t.pick(unit.name, unit.name_en))}
    except CityError as error:
        if isinstance(error, NotAllowed):
            center.doormen.submit(note_refusal, center.database, caller, "/proposals/{id}/accept", "dispatch")
        return _refused(center, caller, plan_id, case_no, error) | {"unit": unit_id or None}


def _refused(center: Center, caller: Caller, plan_id: str, case_no: str, error: CityError) -> dict[str, Any]:
    with center.writing(caller) as visit:
        if error.code != "pick_not_found":
            accepting.refuse(visit, plan_id, case_no, error.code)
        return {"case": case_no, "done": False, "code": error.code, "text": sentences.refused(words_for(visit), error)}


def _text(given: dict[str, Any], name: str, *, needed: bool = True) -> str:
    """Return a short text of a body. Raises Refusal(422)."""
    value = given.get(name)
    if value is None and not needed:
        return ""
    if not isinstance(value, str) or not value.isprintable() or len(value) > LONGEST or (needed and not value):
        raise Refusal(422, "bad_field", field=name, why=f"text of at most {LONGEST} characters")
    return value


DOOR = Door(name="proposals", paths=(
    Path(template="/proposals", method="POST", answer=make),
    Path(template="/proposals", method="GET", answer=newest),
    Path(template="/proposals/{id}", method="GET", answer=show),
    Path(template="/proposals/{id}/price", method="POST", answer=price),
    Path(template="/proposals/{id}/accept", method="POST", answer=accept),
))
