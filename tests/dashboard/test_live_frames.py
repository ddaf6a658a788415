"""What frames say, without a connection."""

import json
from typing import Any

from websockets.client import ClientProtocol
from websockets.protocol import State
from websockets.uri import parse_uri

from dashboard import live_frames
from data.models.change import Change
from tests import cast


def line(seq: int, sort: str, key: str, **body: Any) -> Change:
    return Change(seq=seq, at=cast.NOW, kind=sort, key=key, area_code=cast.COMMUNITY, body=body)


def test_it_tells_only_the_latest_of_each_thing() -> None:
    lines = [line(1, "case", "a", state="reported"), line(2, "case", "b", state="reported"),
             line(3, "case", "a", state="accepted")]
    assert live_frames.items_of(lines, units=True) == [{"kind": "case", "state": "reported"},
                                                       {"kind": "case", "state": "accepted"}]


def test_it_keeps_apart_a_case_and_a_unit_of_the_same_name() -> None:
    lines = [line(1, "case", "x", no="x"), line(2, "unit", "x", id="x", kind="fire")]
    assert live_frames.items_of(lines, units=True) == [
        {"kind": "case", "no": "x"}, {"kind": "unit", "id": "x", "unit_kind": "fire"}]


def test_it_leaves_units_out_for_those_who_may_not_see_them() -> None:
    lines = [line(1, "unit", "u", kind="fire"), line(2, "case", "a", no="a"), line(3, "place", "p", name="p")]
    assert [item["kind"] for item in live_frames.items_of(lines, units=False)] == ["case", "place"]


def test_it_finds_the_areas_whose_figures_differ() -> None:
    old = {"a": (1, 0, 0, 1), "b": (2, 0, 0, 2), "gone": (3, 0, 0, 0)}
    new = {"a": (1, 0, 0, 1), "b": (2, 1, 0, 2), "new": (1, 1, 1, 1)}
    assert live_frames.differing(new, old) == {"b": (2, 1, 0, 2), "gone": (0, 0, 0, 0), "new": (1, 1, 1, 1)}


def test_it_measures_frames_in_bytes() -> None:
    frame = live_frames.encode("changes", items=[{"text": "路口<script>\u202e😀"}])
    assert frame.size == len(frame.text.encode())
    assert json.loads(frame.text) == {"type": "changes", "items": [{"text": "路口<script>\u202e😀"}]}


def test_a_frame_is_made_once_for_the_wire() -> None:
    frame = live_frames.encode("changes", text="路口")
    reader = ClientProtocol(parse_uri("ws://127.0.0.1/live"), state=State.OPEN)
    reader.receive_data(frame.wire)
    assert [event.data.decode() for event in reader.events_received()] == [frame.text]
    assert frame.wire is frame.wire
