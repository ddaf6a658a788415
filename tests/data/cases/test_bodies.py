"""What screens are told of a case or a unit: enough to draw it, and nothing about whoever reported it."""

import json
from datetime import timedelta

import pytest

from data.cases import bodies, workflow
from tests import cast


@pytest.fixture
def body(write) -> dict:
    """Return the body of a case whose report says everything about its reporter."""
    with write() as visit:
        said = {"text": "长" * 200, "address": "某路 1 号", "reporter": {"name": "张三", "phone": "13800000000"}}
        number = cast.open_case(visit, due_at=cast.NOW + timedelta(hours=1), **said)
        return bodies.case_body(workflow.find(visit, number))


def test_a_case_is_told_with_these_facts_and_no_others(body):
    assert " ".join(body) == "no state open priority class text area placed lon lat at due ack version"
    assert (body["no"], body["state"], body["open"], body["ack"], body["version"]) == (
        "26031800001", "reported", True, False, 1)
    assert body["at"] == int(cast.NOW.timestamp())
    assert body["due"] == int(cast.NOW.timestamp()) + 3_600


def test_a_case_says_nothing_of_its_reporter_and_not_all_of_its_text(body):
    told = json.dumps(body, ensure_ascii=False)
    assert not any(secret in told for secret in ("张三", "13800000000", "某路"))
    assert body["text"] == "长" * 80


def test_a_unit_is_told_with_these_facts_and_no_others(read):
    with read() as visit:
        told = bodies.unit_body(cast.unit(visit, cast.SWEEPERS))
    lon, lat = cast.at(0.5, 1.5)
    assert told == {"id": cast.SWEEPERS, "name": "SAN-1组", "name_en": "Team SAN-1", "kind": "sanitation",
                    "status": "available", "lon": round(lon, 6), "lat": round(lat, 6),
                    "at": int(cast.NOW.timestamp()) - 60, "area": cast.WEST_DISTRICT}


def test_no_moment_stays_none():
    assert bodies.stamp(None) is None
