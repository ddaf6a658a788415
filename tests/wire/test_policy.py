"""The table of the policy and the server's routes say the same, and nobody gets past it."""

import re

import pytest
from starlette.routing import WebSocketRoute

from dashboard.policy import CLOSED, TABLE, Entry, Policy, Who
from tests import cast
from tests.wire.stage import Stage


@pytest.fixture
def house(standing):
    """Ask the server that many tests share: nothing here changes the city."""
    return standing

POLICY = Policy()
GIVEN = {"{case_no}": "26031800001", "{code}": cast.WEST_DISTRICT, "{name}": "areas", "{profile}": "hall-1",
         "{surface}": "desk", "{act}": "none", "{id}": "none", "{other}": "none",
         "{step}": "preview", "{z}": "9", "{x}": "1", "{y}": "1",
         "{view}": "overview", "{format}": "pdf", "{package}": "dash", "{sha256}": "0" * 64,
         "{token}": "0" * 48, "*": "none.js"}


def path_of(entry: Entry) -> str:
    """Return a path that fits an entry."""
    return re.sub(r"\{\w+\}|\*", lambda found: GIVEN[found[0]], entry.path)


def templates(stage: Stage) -> list[tuple[str, str, bool]]:
    """Return (template, method, is a websocket) of every route there is."""
    found: list[tuple[str, str, bool]] = []
    for route in stage.server.routes:
        path = str(getattr(route, "path", ""))
        if isinstance(route, WebSocketRoute):
            found.append((path, "", True))
        else:
            found += [(path, method, False) for method in getattr(route, "methods", None) or ["GET"]]
    return found


def test_every_route_there_is_stands_in_the_policy(house):
    found = templates(house)
    assert len(found) > 20
    strangers = [one for one in found if not POLICY.knows(one[0], one[1], websocket=one[2])]
    assert strangers == []


def test_a_route_nobody_classified_would_be_seen():
    assert not POLICY.knows("/api/v1/secrets", "GET")
    assert not POLICY.knows("/healthz", "POST")
    assert not POLICY.knows("/live", "GET")


def test_every_line_of_the_policy_has_a_route(house):
    known = {template for template, _, _ in templates(house)}
    for entry in TABLE:
        plain = entry.path.replace("/{package}/*", "/{package_name}/").replace("/*", "")
        shown_by_dash = entry.path.startswith(("/wall/", "/desk/"))
        assert shown_by_dash or any(template.startswith(plain) for template in known), entry.path


@pytest.mark.parametrize("entry", [entry for entry in TABLE if not entry.is_websocket()],
                         ids=lambda entry: f"{min(entry.methods)} {entry.path}")
def test_a_stranger_gets_only_what_everybody_may_have(house, entry):
    method = min(entry.methods)
    answer = house.ask(method, path_of(entry))
    if entry.who is Who.ANYBODY:
        assert answer.status_code in (200, 400, 401, 404)
        return
    if entry.kind == "page" and method == "GET":
        assert answer.status_code == 303
        door = "/pair" if entry.path.startswith("/wall/") else "/signin"
        assert answer.headers["location"].startswith(f"{door}?next=%2F")
        return
    assert answer.status_code in (401, 403)
    assert answer.json()["error"]["code"] in ("not_signed_in", "wrong_origin")


@pytest.mark.parametrize("entry", [entry for entry in TABLE if entry.may and not entry.is_websocket()],
                         ids=lambda entry: f"{min(entry.methods)} {entry.path}")
def test_a_key_without_the_permission_is_refused(house, entry):
    answer = house.ask(min(entry.methods), path_of(entry), key=house.key("units.view"))
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] in ("not_allowed", "person_needed")


@pytest.mark.parametrize("path", [
    *sorted(path for path in CLOSED if "{" not in path),
    "/docs/", "/api", "/api/v1", "/api/v1/", "/api/v1/cases/", "/admin", "/.env", "/.git/config", "/wall", "/desk/",
    "/live",
    "/layers/areas", "/layers/a/b.geojson", "/healthz/", "/assets", "/assets/", "/_dash-layout/x", "/_alive_x",
    "/wall/a/b", "/index.html", "/%2e%2e/app.py", "/_dash_startup_route/x",
])
@pytest.mark.parametrize("who", [None, cast.ALICE], ids=["nobody", "alice"])
def test_what_is_not_in_the_policy_does_not_exist(house, path, who):
    answer = house.ask("GET", path, who)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


def test_two_slashes_are_not_one(house):
    assert house.raw("GET", "//healthz")[0] == 404


def test_another_method_is_named_as_such(house):
    answer = house.ask("DELETE", "/api/v1/cases", cast.ALICE)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert house.ask("PUT", "/signin").headers["allow"] == "GET, POST"


@pytest.mark.parametrize(("path", "who", "status"), [
    ("/wall/hall-1", cast.ALICE, 200), ("/wall/hall-1", cast.BO, 200), ("/wall/hall-1", cast.CHEN, 403),
    ("/desk/overview", cast.ALICE, 200), ("/desk/overview", cast.CHEN, 200),
    ("/metrics", cast.ALICE, 403), ("/api/v1/openapi.json", cast.ALICE, 403),
])
def test_pages_open_by_permission(house, path, who, status):
    assert house.ask("GET", path, who).status_code == status


def test_a_key_opens_no_page(house):
    key = house.key("desk.view", "wall.view", "cases.view")
    for path in ("/", "/desk/overview", "/_dash-layout", "/_dash-dependencies"):
        assert house.ask("GET", path, key=key).json()["error"]["code"] == "person_needed"
