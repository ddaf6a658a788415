"""Reading an order: every field of a move, and a deadline on the city's own clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from dashboard.drawer.order import read_order
from data.cases.given import Part, Said
from data.errors import Invalid

SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")


def order(**more):
    return {"verb": "remark", "case": "26000001", "version": 3, "id": "x", **more}


def test_every_field_of_a_move_is_read():
    found = read_order(order(
        note="好", units=["a"], lead="a", department="d", departments=["d", "e"], class_code="0101",
        until="2026-03-19T15:00", into="26000002", reply={"contacted": True, "solved": None}, grade=4,
        parts=[{"text": "一", "department": "d"}], audience="desk"), SHANGHAI)
    assert (found.verb, found.case_no, found.version) == ("remark", "26000001", 3)
    given = found.given
    assert (given.note, given.units, given.department, given.departments) == ("好", ("a",), "d", ("d", "e"))
    assert given.until == datetime(2026, 3, 19, 7, 0, tzinfo=UTC)
    assert given.reply == Said(contacted=True)
    assert (given.grade, given.into, given.audience) == (4, "26000002", "desk")
    assert given.parts == (Part(text="一", department="d"),)


@pytest.mark.parametrize(("text", "zone", "moment"), [
    ("2026-07-01T15:00", NEW_YORK, datetime(2026, 7, 1, 19, tzinfo=UTC)),
    ("2026-12-01T15:00", NEW_YORK, datetime(2026, 12, 1, 20, tzinfo=UTC)),
    ("2026-11-01T01:30", NEW_YORK, datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),
    ("2026-07-01T15:00+02:00", NEW_YORK, datetime(2026, 7, 1, 13, tzinfo=UTC)),
])
def test_a_deadline_is_read_on_the_city_s_clock_in_summer_and_in_winter(text, zone, moment):
    assert read_order(order(until=text), zone).given.until == moment


@pytest.mark.parametrize("text", ["x", "2026-03-08T02:30", "0001-01-01T00:00", "9999-12-31T23:59", "2026-03-08", 5,
                                  "9999-12-31T23:59+00:00", "2026-13-01T00:00", "T", "\0"])
def test_a_deadline_that_is_none_is_refused_by_name(text):
    with pytest.raises(Invalid) as refused:
        read_order(order(until=text), NEW_YORK)
    assert refused.value.code == "bad_moment"


@pytest.mark.parametrize(("more", "code"), [
    ({"version": True}, "invalid"), ({"version": "3"}, "invalid"), ({"version": None}, "invalid"),
    ({"colour": "red"}, "unknown_field"), ({"grade": 6}, "bad_field"), ({"grade": True}, "bad_field"),
    ({"reply": {"contacted": None}}, "bad_field"), ({"reply": {"contacted": True, "x": True}}, "bad_field"),
    ({"parts": []}, "bad_field"), ({"parts": [{"text": "a"}]}, "bad_field"), ({"audience": "friends"}, "bad_field"),
    ({"departments": "roads"}, "bad_field"), ({"departments": ["x"] * 99}, "bad_field"),
])
def test_what_cannot_be_read_is_refused(more, code):
    with pytest.raises(Invalid) as refused:
        read_order(order(**more), SHANGHAI)
    assert refused.value.code == code
