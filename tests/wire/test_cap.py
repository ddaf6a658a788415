"""A warning as CAP 1.2: sound by the schema, an exercise in a demo city, a message for each version."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest

from dashboard.doors.cap import NAMESPACE, SEVERITY
from data import clock
from tests import cast
from tests.conftest import SHARED_DATA

SCHEMA = SHARED_DATA / "conformance" / "cap_google" / "schema" / "cap12.xsd"


@pytest.fixture
def issued(house):
    def issue(**changes) -> str:
        until = (clock.now() + timedelta(hours=2)).isoformat()
        given = {"kind": "flood", "level": "orange", "title": "低洼 <路段> & 桥下", "text": "绕行", "areas": ["990101"],
                 "until": until, "audience": []}
        answer = house.ask("POST", "/pages/warnings/issue", cast.ALICE, json={**given, **changes})
        assert answer.status_code == 200, answer.text
        return answer.json()["go"]["warning"]

    return issue


def fetched(house, number, who=cast.ALICE):
    return house.ask("GET", f"/warnings/{number}.cap", who)


def read(answer):
    assert answer.headers["content-type"].startswith("application/cap+xml")
    root = ElementTree.fromstring(answer.content)
    return lambda path: [node.text for node in root.findall("/".join(f"{{{NAMESPACE}}}{part}"
                                                                    for part in path.split("/")))]


def test_it_says_what_where_and_until_when(house, issued):
    said = read(fetched(house, issued(audience=["officer"])))
    assert said("status") == ["Exercise"]
    assert (said("msgType"), said("scope")) == (["Alert"], ["Restricted"])
    assert said("info/headline") == ["低洼 <路段> & 桥下"]
    assert (said("info/severity"), said("info/category")) == ([SEVERITY["orange"]], ["Met"])
    assert said("info/area/geocode/value") == ["990101"]
    [polygon] = said("info/area/polygon")
    assert polygon.split()[0] == polygon.split()[-1]
    assert polygon.startswith("30.")
    assert said("info/expires")[0].endswith("+08:00")


def test_a_lifted_warning_is_a_message_of_its_own_that_names_the_first(house, issued):
    number = issued()
    house.ask("POST", "/pages/warnings/lift", cast.ALICE, json={"warning": number, "version": 1, "reason": "over"})
    said = read(fetched(house, number))
    assert (said("identifier"), said("msgType")) == ([f"{number}-2"], ["Cancel"])
    assert said("references")[0].startswith(f"yiping-9901,{number}-1,")


def test_it_keeps_to_the_schema(house, issued):
    etree = pytest.importorskip("lxml.etree", reason="no lxml here to read a schema with")
    if not SCHEMA.is_file():
        pytest.skip("no shared data here: the schema of CAP is not the project's")
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    for level in SEVERITY:
        message = etree.fromstring(fetched(house, issued(level=level, text="")).content)
        assert schema.validate(message), schema.error_log


def test_strangers_and_numbers_nobody_knows_are_refused(house, issued):
    number = issued()
    assert fetched(house, number, None).status_code == 401
    assert fetched(house, number, cast.CHEN).status_code == 200
    assert fetched(house, "W0").status_code == 404
    assert fetched(house, issued(areas=["990102"]), cast.CHEN).status_code == 404
