"""The sealed text is one text, and the same for ever."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.audit import chain

KEY = b"k" * 32
RECORD = {
    "seq": 1, "at": datetime(2026, 3, 18, 2, 0, tzinfo=UTC), "who": "张伟", "person": "demo-dispatcher",
    "what": "case_dispatch", "outcome": "done", "area_code": "990101", "subject": "26031800001",
    "details": {"units": ["U-1"], "version": 3}, "key_id": "k1", "prev_mac": chain.GENESIS,
}
TEXT = (
    '{"area_code":"990101","at":"2026-03-18T02:00:00.000000+00:00","details":{"units":["U-1"],"version":3},'
    '"key_id":"k1","outcome":"done","person":"demo-dispatcher","prev_mac":"' + "0" * 64 + '","seq":1,'
    '"subject":"26031800001","what":"case_dispatch","who":"\\u5f20\\u4f1f"}'
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3), max_leaves=8)
NAMES = st.none() | st.text()
RECORDS = st.fixed_dictionaries({
    "seq": st.integers(1, 2**31), "at": st.datetimes(timezones=st.just(UTC)), "who": st.text(), "person": NAMES,
    "what": st.text(), "outcome": st.text(), "area_code": NAMES, "subject": NAMES,
    "details": st.dictionaries(st.text(), VALUES, max_size=4), "key_id": st.text(), "prev_mac": st.text(),
})


def test_this_record_has_this_text_and_this_seal():
    assert chain.canonical(RECORD).decode() == TEXT
    assert chain.seal(RECORD, KEY) == hmac.new(KEY, TEXT.encode(), hashlib.sha256).hexdigest()
    assert chain.seal(RECORD, KEY) == "1cfc8fb59f31579c1b76e623581e098e031428d66b0a69f3bfe9b24ebcd28626"


@given(RECORDS)
def test_the_text_is_what_sorted_json_is(record):
    fields = {**record, "at": record["at"].isoformat(timespec="microseconds")}
    wanted = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    assert chain.canonical(record).decode() == wanted


@given(RECORDS)
def test_the_text_survives_storing(record):
    text = chain.write(record["details"])
    assert chain.canonical({**record, "details": text}) == chain.canonical(record)
    assert chain.write(json.loads(text)) == text


@given(RECORDS, st.sampled_from(chain.SEALED), st.data())
def test_no_field_changes_without_the_seal(record, field, data):
    other = data.draw(RECORDS)[field]
    sealed, changed = chain.canonical(record), chain.canonical({**record, field: other})
    assert (sealed == changed) == (chain.write(as_json(record[field])) == chain.write(as_json(other)))


def as_json(value):
    return value.isoformat() if isinstance(value, datetime) else value


def test_one_moment_has_one_text_in_every_zone():
    elsewhere = RECORD["at"].astimezone(timezone(timedelta(hours=8)))
    assert chain.canonical({**RECORD, "at": elsewhere}) == chain.canonical(RECORD)


def test_records_are_numbered_and_linked():
    records = [dict(RECORD), dict(RECORD), dict(RECORD)]
    chain.link(records, first=7, prev_mac="before", key_id="k2", key=KEY)
    assert [record["seq"] for record in records] == [7, 8, 9]
    assert [record["prev_mac"] for record in records] == ["before", records[0]["mac"], records[1]["mac"]]
    assert all(record["mac"] == chain.seal(record, KEY) for record in records)
    assert len({record["mac"] for record in records}) == 3


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, b"x", RECORD["at"]])
def test_what_json_cannot_hold_is_no_detail(value):
    with pytest.raises((TypeError, ValueError)):
        chain.plain({"x": value})
