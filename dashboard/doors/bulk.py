"""Many cases at once: `POST /bulk/cases` lists those of a view, `/bulk/preview` tries moves and takes them back,
`/bulk/run` makes them. Each case is moved by itself, in a transaction of its own, as a single press would move it.

A request carries few cases, so that whoever waits sees progress and can stop between two; what was sent twice under
one key is done once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fastapi import Request

from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.identity import note_refusal
from dashboard.parsing import BIGGEST, read_object
from dashboard.refusals import Refusal
from dashboard.wiring import is_seen, refused_in_words, sentence, words_for
from dashboard.worklist import ask
from dashboard.worklist import bulk as form
from data.cases import bulk, departments, desk, workflow, worklist
from data.cases.given import Given, read_given
from data.cases.states import Verb
from data.errors import CityError, Invalid, NotAllowed
from data.json_values import read_moment_here
from data.people import answered
from data.people.answered import Claim
from data.people.sessions import Caller
from data.visit import Visit

MOST_IN_ONE_REQUEST = 25
LONGEST_KEY, LONGEST_NUMBER = 64, 40
CAME_BETWEEN = frozenset({"case_changed", "illegal_move", "withdraw_signed", "supervised_already", "unit_engaged",
                          "withdraw_not_yours"})
"""Refusals after which it is told who was first."""


class _TakenBackError(Exception):
    """Ends a try: whatever it did is rolled back."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One verb for some cases; `items` are numbers with the versions that were seen."""

    verb: str
    asked: dict[str, Any]
    items: tuple[tuple[str, int], ...]
    key: str = ""
    given: Given = field(default_factory=Given)
    """What was asked, as it is read on the city's clock."""


async def list_cases(center: Center, request: Request) -> dict[str, Any]:
    """Answer the cases of a view with their versions, as many as one press may move, and how many there are."""
    asked = read_object(await request.body())
    return await center.run(_cases, center, request.state.caller, asked)


async def preview(center: Center, request: Request) -> dict[str, Any]:
    """Answer for each case what the move would do, or why it would not; nothing is done."""
    wish = read_wish(read_object(await request.body()))
    return await center.run(_each, center, request.state.caller, wish, try_one)


async def run(center: Center, request: Request) -> dict[str, Any]:
    """Make the moves, each by itself, and answer what came of each."""
    wish = read_wish(read_object(await request.body()))
    if not wish.key:
        raise Refusal(422, "bad_field", field="key", why="a key is needed")
    return await center.run(_each, center, request.state.caller, wish, run_one)


def read_wish(body: Mapping[str, Any]) -> Wish:
    """Return what is asked. Raises Refusal(422) for what cannot be read."""
    verb, given, items, key = (body.get(name) for name in ("verb", "given", "items", "key"))
    if not isinstance(verb, str) or verb not in set(Verb):
        raise Refusal(422, "unknown_verb", verb=str(verb)[:40])
    if not isinstance(given, dict | None) or not isinstance(key, str | None) or len(key or "") > LONGEST_KEY:
        raise Refusal(422, "bad_field", field="given, key", why="an object, and text")
    if not isinstance(items, list) or not 0 < len(items) <= MOST_IN_ONE_REQUEST:
        raise Refusal(422, "bad_field", field="items", why=f"a list of 1 to {MOST_IN_ONE_REQUEST} cases")
    return Wish(verb=verb, asked=given or {}, items=tuple(_item(one) for one in items), key=key or "")


def _item(one: Any) -> tuple[str, int]:
    number, version = (one.get("case"), one.get("version")) if isinstance(one, dict) else (None, None)
    if not isinstance(number, str) or not 0 < len(number) <= LONGEST_NUMBER or not number.isprintable():
        raise Refusal(422, "bad_field", field="items", why="objects with case and version")
    if type(version) is not int or not 0 <= version <= BIGGEST:
        raise Refusal(422, "bad_field", field="items", why="objects with case and version")
    return number, version


def _cases(center: Center, caller: Caller, asked: Mapping[str, Any]) -> dict[str, Any]:
    wanted = {name: value if isinstance(value := asked.get(name, ""), str) else "" for name in ("area", *ask.FIELDS)}
    with center.reading(caller) as visit:
        area = wanted["area"] if is_seen(visit, wanted["area"]) else visit.scope.home(visit.city.code)
        these = ask.wanted_of(visit, {**wanted, "area": area})
        limit = desk.rules(visit)["most_at_once"]
        found = worklist.numbers(visit, these, limit)
        return {"items": [{"case": number, "version": version} for number, version in found],
                "total": worklist.count(visit, these), "limit": limit}


def _each(center: Center, caller: Caller, wish: Wish, one: Any) -> dict[str, Any]:
    """Return what `one` says of each case."""
    with center.reading(caller) as visit:
        wish = replace(wish, given=read_given_of(visit, wish))
    told = [one(center, caller, wish, number, version) for number, version in wish.items]
    return {"items": told}


def read_given_of(visit: Visit, wish: Wish) -> Given:
    """Return what is given with each move; a deadline without an offset is on the city's clock. Raises Refusal(422)."""
    with refused_in_words(visit):
        given = dict(wish.asked)
        if given.get("until"):
            given["until"] = read_moment_here(given["until"], visit.zone).isoformat()
        return read_given({name: value for name, value in given.items() if value not in ("", None)})


def try_one(center: Center, caller: Caller, wish: Wish, number: str, seen: int) -> dict[str, Any]:
    """Return what the move would do to one case: it is made, and taken back before anybody could see it."""
    told: dict[str, Any] = {}
    try:
        with center.writing(caller) as visit:
            told = _moved(visit, wish, number, seen)
            raise _TakenBackError
    except _TakenBackError:
        return told
    except CityError as error:
        return _refused(center, caller, number, seen, error)


def run_one(center: Center, caller: Caller, wish: Wish, number: str, seen: int) -> dict[str, Any]:
    """Move one case and return what came of it; the same key brings the same answer and no second move."""
    claim = Claim.of(f"bulk:{caller.scope.person}", f"{wish.key}:{number}", repr((number, wish.verb, seen, wish.given)))
    try:
        with center.writing(caller) as visit:
            workflow.find(visit, number)
            known = answered.claim_or_recall(visit.session, claim, visit.now)
            if known is not None:
                if not known.is_same_request:
                    raise Invalid("key_reused")
                return known.body
            told = _moved(visit, wish, number, seen)
            answered.keep(visit.session, claim, 200, told)
            return told
    except CityError as error:
        if isinstance(error, NotAllowed):
            center.doormen.submit(note_refusal, center.database, caller, "/bulk/run", wish.verb)
        return _refused(center, caller, number, seen, error)


def _moved(visit: Visit, wish: Wish, number: str, seen: int) -> dict[str, Any]:
    t = words_for(visit, form.WORDS)
    case = workflow.find(visit, number)
    before = case.state
    case = workflow.move(visit, number, wish.verb, version=seen, given=bulk.given_to(case, wish.verb, wish.given))
    said = t(f"states.{case.state}") if case.state == before else t(
        "goes", before=t(f"states.{before}"), after=t(f"states.{case.state}"))
    if wish.verb == Verb.DISPATCH and case.department:
        office = departments.by_code(visit)[case.department]
        said = f"{said} · {t.pick(office.name, office.name_en)}"
    return {"case": number, "done": True, "version": case.version, "state": case.state, "said": said,
            "text": case.text[:60]}


def _refused(center: Center, caller: Caller, number: str, seen: int, error: CityError) -> dict[str, Any]:
    """Return why one case is not moved; where somebody came between, who, when and with what."""
    with center.reading(caller) as visit:
        t = words_for(visit, form.WORDS)
        said, version, text = sentence(t, error), seen, ""
        try:
            case = workflow.find(visit, number)
            version, text = case.version, case.text[:60]
        except CityError:
            pass
        first = bulk.who_was_first(visit, number, seen) if error.code in CAME_BETWEEN else None
        if first is not None:
            names = " + ".join(first.details.get("names" if t.is_chinese() else "names_en", ()))
            said = t("first", name=first.by_name, time=t.when(first.at, visit.now), verb=t(f"verbs.{first.verb}"),
                     units=names).strip()
    return {"case": number, "done": False, "version": version, "code": error.code, "said": said, "text": text}


DOOR = Door(name="bulk", paths=(
    Path(template="/bulk/cases", method="POST", answer=list_cases),
    Path(template="/bulk/preview", method="POST", answer=preview),
    Path(template="/bulk/run", method="POST", answer=run),
))
