"""What the page's stores may hold: the right kind in every field, and nothing is guessed."""

import pytest

from dashboard.store_shapes import MOST_TEXTS, SHAPES, is_sound
from data.cases.given import READ

SOUND = {"verb": "split", "case": "26000001", "version": 3, "id": "x", "note": "好", "units": ["a"], "lead": "a",
         "department": "d", "departments": ["d"], "class_code": "0101", "until": "2026-03-19T15:00", "into": "26000002",
         "reply": {"contacted": True, "solved": None, "satisfied": False}, "grade": 4,
         "parts": [{"text": "一", "department": "d", "class_code": ""}], "pictures": ["a" * 64], "audience": "desk",
         "supporter": 5, "via": "visit",
         "voice": {"report_id": "x", "channel": "desk", "reporter": {"name": "a", "phone": None}},
         "position": {"lon": 120.0, "lat": 30, "accuracy_m": None}}


def test_everything_a_move_may_be_given_has_a_shape():
    assert set(SHAPES["order.data"]) == {"verb", "case", "version", "id", *READ}


def test_an_order_with_everything_is_sound_and_one_with_nothing_too():
    assert is_sound("order.data", SOUND)
    assert is_sound("order.data", dict.fromkeys(SOUND))
    assert is_sound("order.data", {})
    assert is_sound("order.data", None)


@pytest.mark.parametrize(("field", "value"), [
    *((field, 7) for field in SOUND if field not in ("version", "grade", "id", "supporter")),
    *((field, ["x"]) for field in ("note", "lead", "until", "into", "audience", "class_code", "verb", "case")),
    *((field, "\0") for field in ("note", "until", "into", "audience", "department")),
    ("note", "x" * 5_001), ("grade", 4.0), ("grade", True), ("grade", "4"), ("grade", 2**40), ("version", "3"),
    ("reply", []), ("reply", {"contacted": "yes"}), ("reply", {"contacted": 1}),
    ("reply", {str(n): True for n in range(MOST_TEXTS + 1)}), ("parts", {}), ("parts", ["x"]), ("parts", [{"text": 1}]),
    ("parts", [{"text": ["x"]}]), ("parts", [{"text": "\0"}]), ("parts", [{}] * (MOST_TEXTS + 1)),
    ("departments", [["x"]]), ("departments", ["x"] * (MOST_TEXTS + 1)), ("pictures", [None]), ("units", {"a": 1}),
    ("supporter", "5"), ("supporter", 1.5), ("voice", []), ("voice", {"report_id": 5}),
    ("voice", {"reporter": {"name": 5}}), ("voice", {"reporter": [1]}), ("position", {"lon": "120"}),
    ("position", {"lon": True}), ("via", ["visit"]),
])
def test_a_field_of_another_kind_is_not_sound(field, value):
    assert not is_sound("order.data", {**SOUND, field: value})
