"""Pages of the desk: `GET /pages/{name}` answers the page as a tree, `POST /pages/{name}/{act}` does what was pressed.

Refusals are told in the person's own language, in the one shape of errors.
"""

from collections.abc import Mapping
from typing import Any

from fastapi import Request

from dashboard import page as pages
from dashboard.center import Center
from dashboard.door import Door, Path
from dashboard.page import FOUND, Page
from dashboard.parsing import Asked, read_json
from dashboard.parts.tree import tree
from dashboard.refusals import Refusal
from dashboard.wiring import is_seen, refused_in_words, words_for
from data.errors import Invalid
from data.json_values import holds_nul
from data.people.sessions import Caller

LONGEST_FIELD = 200


async def show_page(center: Center, request: Request) -> dict[str, Any]:
    """Answer the page's tree, its title and the moment it is of."""
    found = pages.find(request.path_params["name"])
    asked = Asked(request.scope["query_string"], frozenset({"area", *found.fields}))
    wanted = {name: asked.text(name, LONGEST_FIELD) for name in ("area", *found.fields)}
    return await center.run(show, center, request.state.caller, found, wanted)


async def press(center: Center, request: Request) -> dict[str, Any]:
    """Do what was pressed and answer what came of it."""
    found = pages.find(request.path_params["name"])
    name = request.path_params["act"]
    if name not in found.acts:
        raise Refusal(404, "not_found")
    given = read_json(await request.body())
    if not isinstance(given, dict):
        raise Refusal(422, "not_an_object")
    return await center.run(do, center, request.state.caller, found, name, given)


def show(center: Center, caller: Caller, found: Page, wanted: Mapping[str, str]) -> dict[str, Any]:
    """Return the page as this caller may see it; an area that cannot be seen falls back to the person's home."""
    with center.reading(caller) as visit:
        t = words_for(visit, found.words)
        with refused_in_words(visit):
            found.require(visit.scope)
            area = wanted["area"] if is_seen(visit, wanted["area"]) else visit.scope.home(visit.city.code)
            content = tree(found.answer(visit, t, {**wanted, "area": area}))
        return {"tree": content, "title": t("name"), "area": area, "at": visit.now.isoformat(timespec="seconds")}


def do(center: Center, caller: Caller, page: Page, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what came of an act, which is committed by then."""
    before: dict[str, Any] = {}
    if name in page.finds:
        with center.reading(caller) as visit, refused_in_words(visit):
            page.require(visit.scope)
            _require_storable(given)
            before = {FOUND: page.finds[name](visit, words_for(visit, page.words), given)}
    with center.writing(caller) as visit, refused_in_words(visit):
        page.require(visit.scope)
        _require_storable(given)
        came = page.acts[name](visit, words_for(visit, page.words), {**given, **before})
    return {"text": came.text, "go": came.go, "case": came.case, "secret": came.secret, "beside": tree(came.beside)}


def _require_storable(given: Mapping[str, Any]) -> None:
    """Raise Invalid("bad_field") for a field with a NUL in it: not every database can keep one."""
    for name, value in given.items():
        if holds_nul({name: value}):
            raise Invalid("bad_field", field=name.replace("\0", "?")[:40], why="NUL")


DOOR = Door(name="pages", paths=(
    Path(template="/pages/{name}", method="GET", answer=show_page),
    Path(template="/pages/{name}/{act}", method="POST", answer=press),
))
