"""Every route, page, callback and socket x every role, with canaries planted where none of them may look.

What each may do follows from the policy and the permissions alone; whatever comes back is searched for the
canaries of the other district, and whatever was refused has changed nothing.
"""

import re
from collections.abc import Iterator
from functools import cache

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from dashboard import page
from dashboard.identity import COOKIE
from dashboard.policy import TABLE, Entry, Kind, Who
from data import clock
from data.models.case import Case, CaseEvent, Dispatch
from data.models.person import GrantRow, Person
from data.models.report import Supporter
from data.models.together import Instruction, Supervision, Whistle
from data.models.unit import Place, Unit
from data.scope import ROLES, WHOLE_CITY, Scope
from tests import cast
from tests.wire.stage import Stage

CANARY = re.compile("CNRY-[0-9a-z-]+")
FOREIGN = "CNRY-east"
WEST, EAST = (0.5, 0.5), (3.5, 3.5)
WIDE = ("dispatcher", "grants")
"""Who asks for the areas above their own, too: how an area is narrowed hangs on what a person holds."""
ROLE_NAMES = tuple(ROLES)
FORMS = {
    "{profile}": "hall-1", "{view}": "overview", "{surface}": "desk", "{package}": "dash", "*": "none.js",
    "{name}": "queue", "{act}": "none", "{sha256}": "0" * 64, "{brief_id}": "1",
}


def who(role: str) -> Scope:
    return Scope(person=f"m-{role}", name=role, areas=frozenset({cast.WEST_DISTRICT}), may=ROLES[role])


@pytest.fixture(scope="module")
def numbers(standing) -> dict[str, str]:
    """Plant canaries of all kinds in the east, and one plain case in the west; return the case numbers."""
    from data.settings import Settings
    from data.visit import writing

    database = standing.center.database
    with writing(database, Scope.of_job("plant"), Settings()) as visit:
        west = cast.open_case(visit, "m-west", WEST, occurred_at=clock.now())
        east = cast.open_case(visit, "m-east", EAST, occurred_at=clock.now(), text=f"{FOREIGN}-text",
                              address=f"{FOREIGN}-address", reporter={"name": f"{FOREIGN}-reporter"})
        case = visit.session.scalars(select(Case).where(Case.case_no == east)).one()
        near = visit.session.scalars(select(Case).where(Case.case_no == west)).one()
        near.reporter = {"name": "CNRY-reporter-name", "phone": "19000001234"}
        common = {"case_id": case.id, "area_code": case.area_code, "by_name": f"{FOREIGN}-by", "at": clock.now()}
        visit.session.add_all([
            Supervision(**common, demand=f"{FOREIGN}-demand", due_at=clock.now()),
            Instruction(**common, version=2, text=f"{FOREIGN}-instruction", audience="all"),
            Whistle(**common, round=1, department="roads", demand=f"{FOREIGN}-whistle", due_at=clock.now()),
            Supporter(case_id=case.id, area_code=case.area_code, source="x", event_id="x", channel="phone",
                      at=clock.now(), text=f"{FOREIGN}-support"),
            Place(source="x", source_id="x", kind="school", name=f"{FOREIGN}-place", name_en=f"{FOREIGN}-place",
                  area_code=case.area_code, lon=case.lon, lat=case.lat),
            CaseEvent(case_id=case.id, version=2, verb="remark", before="reported", after="reported", at=clock.now(),
                      by_name="x", note=f"{FOREIGN}-note", details={}),
        ])
        case.version = 2
        unit = visit.session.get_one(Unit, cast.FAR_SWEEPERS)
        unit.name = unit.name_en = f"{FOREIGN}-unit"
        for role in ROLE_NAMES:
            person = who(role)
            visit.session.add(Person(id=str(person.person), name=role, name_en=role, title=role,
                                     may=sorted(person.may), areas=sorted(person.areas)))
        visit.session.add(Person(id="m-grants", name="g", name_en="g", title="handler", may=[], areas=[]))
        visit.session.flush()
        visit.session.add_all([GrantRow(
            person="m-grants", permission=permission, area_code=cast.WEST_DISTRICT, department="roads",
            valid_from=clock.now(), given_by="x", given_at=clock.now()) for permission in sorted(ROLES["handler"])])
    return {"west": west, "east": east}


def entries() -> list[Entry]:
    """Return the policy's lines for this test; signing out and the language belong to everybody who is signed in."""
    return [entry for entry in TABLE if entry.kind not in (Kind.STATIC, Kind.LIVE, Kind.HEALTH)
            and not entry.path.startswith("/_dash") and entry.path not in ("/signout", "/language")]


def label(entry: Entry) -> str:
    return f"{sorted(entry.methods)[0]} {entry.path}"


def path_of(entry: Entry, case_no: str, area: str) -> str:
    forms = {**FORMS, "{case_no}": case_no, "{code}": area}
    if entry.path.startswith("/layers/"):
        forms["{name}"] = "open_cases"
    return re.sub(r"\{\w+\}|\*", lambda found: forms.get(found[0], "1"), entry.path)


@cache
def may_enter(entry: Entry, role: str) -> bool:
    return entry.who in (Who.PERSON, Who.EITHER) and (not entry.may or bool(ROLES[role] & set(entry.may)))


def ask(house: Stage, entry: Entry, role: str, path: str):
    method = sorted(entry.methods)[0]
    more = {} if method == "GET" else {"json": {"verb": "remark", "version": 1, "note": "x", "report_id": "x"},
                                       "headers": {"Idempotency-Key": f"{role}-{path}"}}
    return house.ask(method, path, who(role), **more)


def state_of(house: Stage) -> list[tuple]:
    with house.center.database.read(Scope.of_job("look")) as session:
        return [tuple(row) for row in session.execute(
            select(Case.case_no, Case.version, Case.state).order_by(Case.case_no))] + [
            tuple(row) for row in session.execute(select(Dispatch.id))]


@pytest.mark.parametrize("role", ROLE_NAMES)
@pytest.mark.parametrize("entry", entries(), ids=label)
def test_each_route_lets_in_whom_the_policy_names_and_shows_nobody_the_other_district(standing, numbers, entry, role):
    for case_no, area in ((numbers["west"], cast.WEST_DISTRICT), (numbers["east"], cast.EAST_DISTRICT)):
        before = state_of(standing)
        answer = ask(standing, entry, role, path_of(entry, case_no, area))
        assert answer.status_code < 500, answer.text
        if entry.who is Who.ANYBODY:
            continue
        if not may_enter(entry, role):
            assert answer.status_code == 403, answer.text
            assert state_of(standing) == before
        if area == cast.EAST_DISTRICT and re.search(r"\{(case_no|code)\}", entry.path):
            assert answer.status_code in (403, 404, 422), answer.text
            assert state_of(standing) == before, "nothing of the other district changes"
        assert not CANARY.findall(answer.text), f"{role} {answer.request.url}"


@pytest.mark.parametrize("role", [*ROLE_NAMES, "grants"])
def test_no_page_of_the_desk_shows_a_canary(standing, numbers, role):
    person = Scope(person=f"m-{role}")
    areas = (cast.WEST_DISTRICT, cast.EAST_DISTRICT, *(("9901", "") if role in WIDE else ()))
    for one in page.discover():
        for area in areas:
            answer = standing.ask("GET", f"/pages/{one.name}?area={area}", person)
            may = ROLES.get(role, ROLES["handler"])
            allowed = one.opens_to(may) and "desk.view" in may
            assert answer.status_code == (200 if allowed else 403), f"{one.name}: {answer.text[:300]}"
            assert not CANARY.findall(answer.text), f"{role} sees a canary on {one.name} of {area!r}"


@pytest.mark.parametrize("role", ROLE_NAMES)
def test_no_act_of_a_page_is_open_to_whoever_may_not_see_the_page(standing, numbers, role):
    for one in page.discover():
        for act in one.acts:
            before = state_of(standing)
            answer = standing.ask("POST", f"/pages/{one.name}/{act}", who(role), json={})
            assert answer.status_code < 500, f"{one.name}/{act}: {answer.text}"
            if not one.opens_to(ROLES[role]) or "desk.view" not in ROLES[role]:
                assert answer.status_code == 403, f"{one.name}/{act}"
                assert state_of(standing) == before
            assert not CANARY.findall(answer.text)


def callbacks(house: Stage) -> Iterator[tuple[str, dict]]:
    yield from ((name, one) for name, one in house.guard.callbacks.items() if "callback" in one)


def callback_body(name: str, one: dict, values: dict) -> dict:
    """Return a request of the page for a callback, whatever it wires, with these values of its stores."""
    outputs = [{"id": part.component_id, "property": part.component_property}
               for part in (one["output"] if isinstance(one["output"], list | tuple) else [one["output"]])]
    inputs = [{**wired, "value": values.get(f"{wired['id']}.{wired['property']}")} for wired in one["inputs"]]
    state = [{**wired, "value": values.get(f"{wired['id']}.{wired['property']}")} for wired in one["state"]]
    return {"output": name, "outputs": outputs if name.startswith("..") else outputs[0], "inputs": inputs,
            "state": state, "changedPropIds": [f"{wired['id']}.{wired['property']}" for wired in one["inputs"]]}


@pytest.mark.parametrize("role", [*ROLE_NAMES, "grants"])
def test_no_callback_shows_a_canary_or_moves_a_foreign_case(standing, numbers, role):
    person = Scope(person=f"m-{role}")
    values = {
        "url.pathname": "/desk/overview", "url.search": f"?area={cast.EAST_DISTRICT}&sel=case:{numbers['east']}",
        "focus.data": {"case": numbers["east"], "again": 1},
        "order.data": {"verb": "remark", "case": numbers["east"], "version": 2, "note": "x", "id": "x"},
    }
    for path in ("/desk/overview", "/wall/hall-1", "/desk/queue"):
        for name, one in callbacks(standing):
            before = state_of(standing)
            answer = standing.ask("POST", "/_dash-update-component", person,
                                  json=callback_body(name, one, {**values, "url.pathname": path}))
            assert answer.status_code in (200, 204, 403), f"{name} {path} {answer.text}"
            if role == "dispatcher" and path != "/wall/hall-1":
                assert answer.status_code in (200, 204), f"{name}: {answer.text}"
            assert not CANARY.findall(answer.text), f"{role} {name}"
            assert state_of(standing) == before, f"{role} {name} moved a foreign case"


@pytest.mark.parametrize("role", [*ROLE_NAMES, "grants"])
def test_no_live_frame_shows_a_canary(standing, numbers, role):
    token = standing.token(Scope(person=f"m-{role}"))
    headers = {"Cookie": f"{COOKIE}={token}", "Origin": "http://127.0.0.1:8050"}
    for query in ("", f"?area={cast.WEST_DISTRICT}", f"?area={cast.EAST_DISTRICT}", "?area=9901", "?after=0"):
        sent = standing.knock(f"/live{query}", headers=headers, wanted=3)
        assert not CANARY.findall(orjson.dumps(sent, default=str).decode()), f"{role} {query}"


def test_a_department_s_people_meet_no_other_department_s_case(standing, numbers):
    """The west's case is the cleaners'; those who hold grants for the roads office do not know that it exists."""
    roads = Scope(person="m-grants")
    answer = standing.ask("GET", f"/api/v1/cases/{numbers['west']}", roads)
    assert answer.status_code == 404
    assert numbers["west"] not in standing.ask("GET", "/api/v1/cases", roads).text
    assert numbers["west"] not in standing.ask("GET", "/layers/open_cases.geojson", roads).text


def test_the_canaries_would_be_found(standing, numbers):
    with standing.center.database.write(Scope.of_job("x")) as session:
        session.add(Person(id="m-all", name="all", name_en="all", title="dispatcher", may=sorted(ROLES["dispatcher"]),
                           areas=[WHOLE_CITY]))
    everything = Scope(person="m-all")
    assert CANARY.findall(standing.ask("GET", f"/api/v1/cases/{numbers['east']}", everything).text)
    assert CANARY.findall(standing.ask("GET", "/layers/places.geojson", everything).text)


BODIES = st.fixed_dictionaries({"verb": st.sampled_from(["remark", "accept", "void", "dispatch", "merge", "instruct"]),
                                "version": st.integers(0, 5)}, optional={
    "note": st.text(max_size=5),
    "units": st.lists(st.sampled_from([cast.FAR_SWEEPERS, cast.SWEEPERS, "x"]), max_size=3),
    "into": st.sampled_from(["EAST", "x"]), "department": st.sampled_from(["roads", "moon"]),
    "area_code": st.just(cast.WEST_DISTRICT), "role": st.just("sysadmin"), "closed_by": st.just("me"),
    "departments": st.lists(st.sampled_from(["roads", "clean"]), max_size=2),
})


@given(st.sampled_from(ROLE_NAMES), BODIES, st.sampled_from(["east", "west"]))
def test_no_crafted_move_escapes_the_scope(standing, numbers, role, body, where):
    """Fields that name an area, a role or foreign units and cases change nothing outside, and tell nothing of it."""
    given_body = {name: (numbers["east"] if value == "EAST" else value) for name, value in body.items()}
    with standing.center.database.read(Scope.of_job("look")) as session:
        before = session.execute(select(Case.version, Case.state).where(Case.case_no == numbers["east"])).one()
    answer = standing.ask("POST", f"/api/v1/cases/{numbers[where]}/moves", who(role), json=given_body,
                          headers={"Idempotency-Key": str(hash((role, str(body), where)))})
    assert answer.status_code < 500, answer.text
    assert not CANARY.findall(answer.text)
    if where == "east":
        assert answer.status_code in (403, 404, 422)
    with standing.center.database.read(Scope.of_job("look")) as session:
        after = session.execute(select(Case.version, Case.state).where(Case.case_no == numbers["east"])).one()
        far = session.get_one(Unit, cast.FAR_SWEEPERS).status
    assert tuple(after) == tuple(before)
    assert far == "available"
