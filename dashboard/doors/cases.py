"""Cases for programs: a list page by page, one with its history, and moves that may safely be sent twice."""

import base64
import binascii
import hashlib
from typing import Any

import orjson
from fastapi import Request

from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.parsing import BIGGEST, Asked, iso, read_json
from dashboard.refusals import Refusal
from dashboard.wiring import sentence, words_for
from data.areas import queries as areas
from data.cases import listing, queries, suspicions, workflow
from data.cases.given import Given, read_given
from data.cases.listing import Wanted
from data.cases.queries import Told
from data.cases.states import State, Verb, is_open
from data.models.case import Case
from data.people import answered
from data.people.answered import Claim
from data.people.sessions import Caller
from data.visit import Visit

QUESTION = frozenset({"area", "status", "since", "limit", "cursor"})
USUAL_LIMIT, MOST_LISTED = 100, 500
OPEN, ENDED = "open", "ended"
"""Besides the states themselves: every state that still needs somebody, and every one that does not."""
MOVE_FIELDS = frozenset({"verb", "version"})
"""Besides what `data.cases.given` reads."""


async def list_cases(center: Center, request: Request) -> dict[str, Any]:
    """Answer one page of cases, oldest first; `next_cursor` leads to the next, null at the end."""
    asked = Asked(request.scope["query_string"], QUESTION)
    wanted = Wanted(area=asked.text("area", 32), states=_states(asked.text("status")), since=asked.moment("since"))
    limit = asked.whole("limit", USUAL_LIMIT, 1, MOST_LISTED) or USUAL_LIMIT
    after_id = read_cursor(asked.text("cursor"), wanted)
    return await center.run(_list, center, request.state.caller, wanted, after_id, limit)


async def show_case(center: Center, request: Request) -> dict[str, Any]:
    """Answer one case with its history."""
    return await center.run(_show, center, request.state.caller, request.path_params["case_no"])


async def move_case(center: Center, request: Request) -> dict[str, Any]:
    """Make a move and answer the case after it; the same Idempotency-Key brings the same answer."""
    key = request.headers.get("idempotency-key", "").strip()
    if not key:
        raise Refusal(422, "idempotency_key_needed")
    if len(key) > answered.LONGEST_KEY or not key.isprintable():
        raise Refusal(422, "idempotency_key_too_long", limit=answered.LONGEST_KEY)
    wish = read_move(read_json(await request.body()))
    caller: Caller = request.state.caller
    case_no = request.path_params["case_no"]
    claim = Claim.of(f"{caller.by_cookie}:{caller.scope.person}", key, repr((case_no, wish)))
    return await center.run(_move, center, caller, case_no, wish, claim)


def _states(text: str) -> tuple[str, ...]:
    """Return the states a comma separated list names. Raises Refusal(422) for an unknown one."""
    found: list[State] = []
    for word in filter(None, (part.strip() for part in text.split(","))):
        if word in (OPEN, ENDED):
            found += [state for state in State if is_open(state) is (word == OPEN)]
        elif word in set(State):
            found.append(State(word))
        else:
            known = ", ".join([OPEN, ENDED, *State])
            raise Refusal(422, "bad_parameter", name="status", why=f"known are {known}")
    return tuple(sorted({state.value for state in found}))


def _list(center: Center, caller: Caller, wanted: Wanted, after_id: int, limit: int) -> dict[str, Any]:
    with center.reading(caller) as visit:
        if wanted.area:
            areas.find(visit, wanted.area)
        found = listing.page(visit, wanted, after_id=after_id, limit=limit + 1)
        shown = found[:limit]
        cursor = write_cursor(shown[-1].id, wanted) if len(found) > limit else None
        return {"items": [facts(case) for case in shown], "next_cursor": cursor}


def _show(center: Center, caller: Caller, case_no: str) -> dict[str, Any]:
    with center.reading(caller) as visit:
        return with_history(visit, workflow.find(visit, case_no))


def _move(center: Center, caller: Caller, case_no: str, wish: tuple[str, int, Given], claim: Claim) -> dict[str, Any]:
    verb, version, given = wish
    with center.writing(caller) as visit:
        workflow.find(visit, case_no)
        known = answered.claim_or_recall(visit.session, claim, visit.now)
        if known is not None:
            if not known.is_same_request:
                raise Refusal(422, "idempotency_key_reused")
            return known.body
        case = workflow.move(visit, case_no, verb, version=version, given=given)
        body = with_history(visit, case)
        answered.keep(visit.session, claim, 200, body)
        return body


def read_move(body: Any) -> tuple[str, int, Given]:
    """Return verb, version and what is given of a move's body. Raises Refusal(422) or Invalid."""
    if not isinstance(body, dict):
        raise Refusal(422, "not_an_object")
    for name in ("verb", "version"):
        if name not in body:
            raise Refusal(422, "missing_field", field=name)
    verb, version = body["verb"], body["version"]
    if not isinstance(verb, str) or verb not in set(Verb):
        raise Refusal(422, "unknown_verb", field="verb", verb=str(verb)[:40])
    if type(version) is not int or not 1 <= version < BIGGEST:
        raise Refusal(422, "bad_field", field="version", why="the version you saw, a whole number")
    return verb, version, read_given({name: value for name, value in body.items() if name not in MOVE_FIELDS})


def facts(case: Case) -> dict[str, Any]:
    """Return a case as programs see it: all but the reporter. Times ISO 8601 UTC, WGS84 degrees."""
    return {
        "case_no": case.case_no, "source": case.source, "event_id": case.event_id, "channel": case.channel,
        "status": case.state, "open": case.is_open, "version": case.version, "priority": case.priority,
        "class_scheme": case.class_scheme, "class_code": case.class_code, "major_code": case.major_code,
        "text": case.text, "address": case.address, "lon": case.lon, "lat": case.lat, "placed": case.placed,
        "area": case.area_code, "department": case.department, "occurred_at": iso(case.occurred_at),
        "received_at": iso(case.received_at), "first_response_at": iso(case.first_response_at),
        "due_at": iso(case.due_at), "handled_at": iso(case.handled_at), "closed_at": iso(case.closed_at),
        "acknowledged_at": iso(case.acknowledged_at), "acknowledged_by": case.acknowledged_by,
        "accepted_at": iso(case.accepted_at), "dispatched_at": iso(case.dispatched_at),
        "signed_at": iso(case.signed_at),
        "verified_at": iso(case.verified_at), "followed_up_at": iso(case.followed_up_at),
        "evaluated_at": iso(case.evaluated_at), "stage_due_at": iso(case.stage_due_at),
        "asked_due_at": iso(case.asked_due_at), "paused_at": iso(case.paused_at), "level": case.level,
        "supporters": case.supporters, "returns": case.returns, "reworks": case.reworks,
        "reopenings": case.reopenings, "extensions": case.extensions, "contacted": case.contacted,
        "solved": case.solved, "satisfied": case.satisfied, "grade": case.grade, "supervised": case.is_supervised,
        "suspicions": suspicions.named(case.suspicions), "route": case.route, "proposal": case.proposal,
    }


def with_history(visit: Visit, case: Case) -> dict[str, Any]:
    """Return the case's facts and what happened to it, oldest first.

    `archived` names the month whose files that was read from; `events_unreadable` says why there are no events.
    """
    history = queries.history(visit, case)
    why = None if history.fault is None else sentence(words_for(visit), history.fault)
    return {**facts(case), "events": [_step(event) for event in history.events], "archived": history.archived,
            "events_unreadable": why}


def _step(event: Told) -> dict[str, Any]:
    return {
        "version": event.version, "verb": event.verb, "before": event.before or None, "after": event.after,
        "at": iso(event.at), "by": event.by_name, "note": event.note, "details": event.details,
    }


def _mark(wanted: Wanted) -> str:
    text = orjson.dumps([wanted.area, wanted.states, iso(wanted.since)])
    return hashlib.blake2b(text, digest_size=6).hexdigest()


def write_cursor(after_id: int, wanted: Wanted) -> str:
    """Return the opaque place after a case in the answer to one question; it grants nothing by itself."""
    return base64.urlsafe_b64encode(f"1.{after_id}.{_mark(wanted)}".encode()).decode().rstrip("=")


def read_cursor(text: str, wanted: Wanted) -> int:
    """Return the id to go on after, 0 without a cursor. Raises Refusal(422) for one of another question."""
    if not text:
        return 0
    try:
        plain = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode("ascii")
        kind, after_id, mark = plain.split(".")
        number = int(after_id[:10])
    except (binascii.Error, ValueError):
        raise Refusal(422, "bad_cursor") from None
    if kind != "1" or mark != _mark(wanted) or not 0 < number < BIGGEST:
        raise Refusal(422, "bad_cursor")
    return number


DOOR = Door(name="cases", paths=(
    Path(template="/api/v1/cases", method="GET", answer=list_cases),
    Path(template="/api/v1/cases/{case_no}", method="GET", answer=show_case),
    Path(template="/api/v1/cases/{case_no}/moves", method="POST", answer=move_case),
))
