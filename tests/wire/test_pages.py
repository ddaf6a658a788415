"""Pages of the desk by wire: trees for who may see them, acts in their language, strangers refused."""

import pytest

from dashboard import page
from data.errors import Invalid
from data.models.person import Person
from data.scope import ROLES, WHOLE_CITY, Scope
from tests import cast
from tests.wire.stage import JOB

NAMES = [one.name for one in page.discover()]
ACTS = [(one.name, act) for one in page.discover() for act in one.acts]


@pytest.mark.parametrize("name", NAMES)
def test_each_page_is_answered_as_a_tree_of_one_moment(house, name):
    may = next(one.permission for one in page.discover() if one.name == name)
    answer = house.ask("GET", f"/pages/{name}?area=9901", cast.ALICE)
    if may not in cast.ALICE.may:
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_allowed")
        return
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert set(body) == {"tree", "title", "area", "at"}
    assert body["area"] == "9901"
    assert body["title"]


def test_an_area_that_cannot_be_seen_becomes_the_person_s_home(house):
    assert house.ask("GET", "/pages/queue?area=990102", cast.BO).json()["area"] == cast.WEST_DISTRICT


def test_nobody_is_answered_without_signing_in(house):
    assert house.ask("GET", "/pages/queue").status_code == 401
    assert house.ask("POST", "/pages/queue/x", json={}).status_code == 401


@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", "/pages/moon", 404), ("GET", "/pages/queue?x=1", 422), ("GET", "/pages/queue?area=1&area=2", 422),
    ("POST", "/pages/queue/fly", 404), ("POST", "/pages/moon/fly", 404), ("GET", "/pages/", 404),
    ("GET", "/pages/queue?queue=%00", 400),
])
def test_what_is_not_there_is_refused_in_one_shape(house, method, path, status):
    answer = house.ask(method, path, cast.ALICE, **({"json": {}} if method == "POST" else {}))
    assert answer.status_code == status
    assert set(answer.json()["error"]) == {"code", "message", "request_id"}


@pytest.mark.parametrize(("name", "act"), ACTS)
@pytest.mark.parametrize("given", [{"id": "a\0"}, {"\0": 1}, {"many": [{"note": "a\0"}]}])
def test_a_text_that_not_every_database_keeps_is_refused_for_every_act(house, name, act, given):
    may = ["desk.view", next(one.permission for one in page.discover() if one.name == name)]
    who = Scope(person=f"nul-{may[1]}", name="Nula", areas=frozenset({WHOLE_CITY}), may=frozenset(may))
    with house.center.database.write(JOB) as session:
        session.merge(Person(id=who.person, name="n", name_en="n", title="n", may=may, areas=[WHOLE_CITY]))
    answer = house.ask("POST", f"/pages/{name}/{act}", who, json=given)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_field"), answer.text


def test_nobody_who_writes_waits_while_an_act_finds_what_takes_long(house, monkeypatch):
    """The act's rule refuses at its end, so that its answer says that it was asked; somebody wrote meanwhile."""
    whatif = page.find("whatif")
    written = []

    def find(visit, _t, _given):
        assert visit.session.info.get("is_reader"), "a reading transaction"
        with house.center.database.write(JOB) as session:
            written.append(session.get(Person, "alice").name)
        raise Invalid("scenario_nothing")

    monkeypatch.setitem(whatif.finds, "propose", find)
    answer = house.ask("POST", "/pages/whatif/propose", cast.ALICE, json={"kind": "fire"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "scenario_nothing")
    assert written == ["Alice"]


def test_a_form_cannot_bring_what_an_act_is_to_find(house):
    answer = house.ask("POST", "/pages/whatif/propose", cast.ALICE, json={"kind": "ufo", "found": {"kind": "fire"}})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "scenario_change")


NUMBERED = [
    ("grants", "end", {"grant": 0}), ("warnings", "lift", {"warning": "W1", "version": 0, "reason": "x"}),
    ("whatif", "undo", {"scenario": "x", "version": 0, "number": 0}), ("stage", "announce", {"stage": "1", "seen": 0}),
    ("stock", "limit", {"depot": "x", "kind": "pump", "low": 0}), ("platforms", "put", {"version": 0, "reason": "x"}),
    ("profiles", "go_back", {"kind": "allocation", "of": "allocation", "to": 0, "seen": 0})]


@pytest.mark.parametrize(("name", "act", "given"), NUMBERED)
def test_a_number_that_no_row_can_hold_is_refused_like_one_that_is_not_there(house, name, act, given):
    may = sorted(set().union(*ROLES.values()))
    with house.center.database.write(JOB) as session:
        session.merge(Person(id="nula", name="n", name_en="n", title="n", may=may, areas=[WHOLE_CITY]))
    who = Scope(person="nula", name="Nula", areas=frozenset({WHOLE_CITY}), may=frozenset(may))
    for number in (2**31, 2**63, -2**63, "9" * 5_000):
        sent = {field: number if value == 0 else value for field, value in given.items()}
        answer = house.ask("POST", f"/pages/{name}/{act}", who, json=sent)
        assert answer.status_code in (400, 404, 409, 422), (number, answer.status_code, answer.text)
