"""The description says what the programs' routes do; the answers are held against it."""

from typing import Any

import pytest

from dashboard.doors import description
from dashboard.policy import TABLE
from tests import cast

DOCUMENT = description.describe("build")


def resolve(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema behind a reference, its parts joined."""
    if "$ref" in schema:
        return resolve(DOCUMENT["components"]["schemas"][schema["$ref"].split("/")[-1]])
    if "allOf" not in schema:
        return schema
    parts = [resolve(one) for one in schema["allOf"]]
    return {"type": "object", "properties": {k: v for part in parts for k, v in part["properties"].items()},
            "required": [name for part in parts for name in part["required"]]}


TYPES: dict[str, tuple[type, ...]] = {"string": (str,), "number": (int, float), "integer": (int,), "boolean": (bool,),
                                      "object": (dict,), "array": (list,), "null": (type(None),)}


def faults(value: Any, schema: dict[str, Any], where: str = "$") -> list[str]:
    """Return where a value differs from its schema; a field that is not described is a fault too."""
    schema = resolve(schema)
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{where}: {value!r} is none of {schema['enum']}"]
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not isinstance(value, tuple(kind for name in kinds for kind in TYPES[name])):
        return [f"{where}: {value!r} is no {kinds}"]
    if isinstance(value, dict) and "properties" in schema:
        known = schema["properties"]
        found = [f"{where}.{name} is missing" for name in schema["required"] if name not in value]
        found += [f"{where}.{name} is not described" for name in value if name not in known]
        return found + [fault for name in value if name in known for fault in faults(value[name], known[name],
                                                                                     f"{where}.{name}")]
    if isinstance(value, list):
        return [fault for i, one in enumerate(value) for fault in faults(one, schema["items"], f"{where}[{i}]")]
    return []


def answer_schema(path: str, method: str, status: str = "200") -> dict[str, Any]:
    return DOCUMENT["paths"][path][method]["responses"][status]["content"]["application/json"]["schema"]


def test_a_key_with_the_right_reads_it(house):
    answer = house.ask("GET", "/api/v1/openapi.json", key=house.key("api.describe"))
    assert answer.status_code == 200
    assert answer.json() == description.describe(house.center.build)
    assert answer.json()["openapi"] == "3.1.0"


def test_every_programs_route_is_described_and_nothing_else():
    served = {(entry.path, min(entry.methods).lower()) for entry in TABLE if entry.path.startswith("/api/v1/")}
    described = {(path, method) for path, operations in DOCUMENT["paths"].items() for method in operations}
    assert served == described


def test_every_reference_leads_somewhere():
    def references(value: Any) -> list[str]:
        if isinstance(value, dict):
            own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
            return own + [one for child in value.values() for one in references(child)]
        return [one for child in value for one in references(child)] if isinstance(value, list) else []

    known = {f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]}
    assert set(references(DOCUMENT)) <= known


@pytest.fixture
def case_no(write):
    with write() as visit:
        return cast.open_case(visit)


@pytest.mark.parametrize(("template", "path"), [
    ("/api/v1/cases", "/api/v1/cases?limit=1"), ("/api/v1/cases/{case_no}", "/api/v1/cases/{case_no}"),
    ("/api/v1/areas/{code}", "/api/v1/areas/9901"), ("/api/v1/areas/{code}/summary",
                                                     "/api/v1/areas/9901/summary?range=24h"),
])
def test_answers_are_as_described(house, case_no, template, path):
    body = house.ask("GET", path.format(case_no=case_no), cast.ALICE).json()
    assert faults(body, answer_schema(template, "get")) == []


def test_posted_events_are_answered_as_described(house, case_no):
    from tests.wire.test_events import event

    key = house.key("events.write")
    body = house.ask("POST", "/api/v1/events", key=key, json=[event("a"), event("a"), 5, event("b", text="")]).json()
    assert [len(body[name]) for name in ("stored", "duplicate", "rejected")] == [1, 1, 2]
    assert faults(body, answer_schema("/api/v1/events", "post")) == []


def test_a_move_is_answered_as_described(house, case_no):
    path = f"/api/v1/cases/{case_no}/moves"
    answer = house.ask("POST", path, cast.ALICE, json={"verb": "accept", "version": 1},
                       headers={"Idempotency-Key": "k"})
    assert faults(answer.json(), answer_schema("/api/v1/cases/{case_no}/moves", "post")) == []
    refused = house.ask("POST", path, cast.ALICE, json={"verb": "accept", "version": 1},
                        headers={"Idempotency-Key": "l"})
    assert faults(refused.json(), answer_schema("/api/v1/cases/{case_no}/moves", "post", "409")) == []


def test_a_wrong_answer_would_be_seen():
    assert faults({"items": [], "next_cursor": 5, "more": 1}, answer_schema("/api/v1/cases", "get")) == [
        "$.more is not described", "$.next_cursor: 5 is no ['string', 'null']"]
