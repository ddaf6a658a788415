"""Cameras on the wire: leave first, then pictures and streams through us, with nothing of the camera's own server."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from data.models.person import AuditRow
from tests import cast, eyes, origin

PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nseg/0.ts?s=1\n#EXTINF:2,\nseg/1.ts\n"
MPEG = "application/vnd.apple.mpegurl"


@pytest.fixture
def settings(settings):
    return replace(settings, sources_allow="127.0.0.1")


@pytest.fixture
def there():
    with origin.serving() as running:
        running.breaks()
        running.says("/pic", origin.picture(), "image/png", **{"last-modified": "Wed, 18 Mar 2026 01:59:00 GMT"})
        running.says("/live.m3u8", PLAYLIST, MPEG)
        running.says("/seg/*", b"\x47" * 188, "video/mp2t")
        yield running


@pytest.fixture
def cameras(house, there):
    """Write the register: one of pictures, one of a stream, and broken ones."""
    place = cast.at(0.5, 0.5)
    made = [eyes.camera("pic", *place, url=f"{there.url}/pic"),
            eyes.camera("live", *place, kind="hls", url=f"{there.url}/live.m3u8")]
    made += [eyes.camera(f"{kind}-{name}", *place, kind=kind, url=f"{there.url}/{name}")
             for name in ("500", "html", "huge", "elsewhere") for kind in ("picture", "hls")]
    eyes.register(house.center.settings.data_dir, *made,
                  eyes.camera("other", *place, url=f"http://other.example:{there.port}/pic"))


def leave(house, camera, who=cast.ALICE, **why):
    return house.ask("POST", f"/cameras/{camera}/leave", who, json=why or {"reason": "路面塌陷核实"})


def source(house, camera, who=cast.ALICE):
    return leave(house, camera, who).json()["source"]


def test_leave_says_whose_the_camera_is_and_opens_its_picture(house, cameras):
    told = leave(house, "pic").json()
    assert {key: told[key] for key in ("kind", "owner", "purpose", "retention", "seconds")} == {
        "kind": "picture", "owner": "公安分局", "purpose": "路口秩序", "retention": "主管部门保存 30 天",
        "seconds": 600}
    answer = house.ask("GET", told["source"], cast.ALICE)
    assert (answer.content, answer.headers["content-type"]) == (origin.picture(), "image/png")
    assert answer.headers["x-taken-at"] == "Wed, 18 Mar 2026 01:59:00 GMT"
    assert answer.headers["cache-control"] == "no-store"


def test_a_stream_s_playlist_and_parts_come_through_us(house, cameras, there):
    first = house.ask("GET", source(house, "live"), cast.ALICE)
    lines = [line for line in first.text.splitlines() if not line.startswith("#")]
    assert all(line.startswith("/cameras/live/part?") for line in lines)
    assert "127.0.0.1" not in first.text
    part = house.ask("GET", lines[0], cast.ALICE)
    assert (part.content, part.headers["content-type"]) == (b"\x47" * 188, "video/mp2t")
    assert there.asked[-1][0] == "/seg/0.ts?s=1"


def test_a_part_that_no_playlist_named_is_refused(house, cameras, there):
    first = house.ask("GET", source(house, "live"), cast.ALICE)
    line = next(line for line in first.text.splitlines() if not line.startswith("#"))
    asked = len(there.asked)
    for other in (re.sub("at=[^&]*", "at=%2Fpic", line), re.sub("sign=.*", "sign=x", line),
                  line.replace("/live/", "/pic/"), re.sub("leave=[^&]*", "leave=1.x", line)):
        assert house.ask("GET", other, cast.ALICE).status_code == 403
    assert len(there.asked) == asked


@pytest.mark.parametrize("name", ["500", "html", "huge", "elsewhere"])
@pytest.mark.parametrize("kind", ["picture", "hls"])
def test_a_broken_camera_is_told_without_its_address(house, cameras, kind, name):
    answer = house.ask("GET", source(house, f"{kind}-{name}"), cast.ALICE)
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "camera_unavailable")
    assert "127.0.0.1" not in answer.text


def test_a_host_that_is_not_on_the_list_is_not_asked(house, cameras, there):
    asked = len(there.asked)
    assert "host_not_listed" in house.ask("GET", source(house, "other"), cast.ALICE).text
    assert len(there.asked) == asked


def test_every_look_is_on_the_trail_and_none_without_a_reason(house, cameras):
    leave(house, "pic")
    refused = leave(house, "pic", reason=" ")
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "reason_needed")
    assert "理由" in refused.json()["error"]["message"]
    for body in ({"reason": 1}, {"why": "x"}, []):
        assert house.ask("POST", "/cameras/pic/leave", cast.ALICE, json=body).status_code == 422
    with house.center.database.read(cast.ALICE) as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.what == "camera_view", AuditRow.outcome == "done")).all()
    assert [(row.subject, row.details["reason"]) for row in rows] == [("pic", "路面塌陷核实")]


def test_strangers_are_refused_everywhere(house, cameras, there):
    told = source(house, "pic")
    stream = source(house, "live")
    assert leave(house, "pic", cast.CHEN).status_code == 403
    assert leave(house, "pic", None).status_code == 401
    assert leave(house, "none").status_code == 404
    for path in (told, stream, "/cameras/pic/picture", "/cameras/live/part?leave=1.x&at=%2F&sign=x"):
        assert house.ask("GET", path, cast.CHEN).status_code == 403
        assert house.ask("GET", path, cast.BO).status_code == 403
        assert house.ask("GET", path).status_code == 401
        assert house.ask("GET", path, key=house.key("cases.read")).status_code == 403
    assert there.asked == []


def test_a_picture_is_no_stream_and_the_other_way_round(house, cameras):
    assert house.ask("GET", source(house, "pic").replace("picture", "stream.m3u8"), cast.ALICE).status_code == 404
    assert house.ask("GET", source(house, "live").replace("stream.m3u8", "picture"), cast.ALICE).status_code == 404
